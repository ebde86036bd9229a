"""Solar and magnetic activity, for scenarios, which load without NumPy."""

# Solar and magnetic activity where no other is given: what the model's authors recommend
# below 80 km, where both hardly matter (J. M. Picone and others, J. Geophys. Res. 107 (2002)
# 1468, in the comments of the published source of NRLMSISE-00).
USUAL_F107 = 150.0  # 10.7 cm solar flux [sfu]
USUAL_AP = 4.0  # daily magnetic index
