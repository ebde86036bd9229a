"""Physical constants, SI, each with the document it was taken from."""

# World Geodetic System 1984, NGA.STND.0036_1.0.0_WGS84 (2014), table 3.1: the four
# defining parameters of the ellipsoid and its rotation.
EARTH_EQUATORIAL_RADIUS = 6_378_137.0  # m
EARTH_INVERSE_FLATTENING = 298.257_223_563
EARTH_GM = 3.986_004_418e14  # m³ s⁻²; with the atmosphere
EARTH_ROTATION_RATE = 7.292_115e-5  # rad s⁻¹

# Derived from the defining parameters.
EARTH_FLATTENING = 1.0 / EARTH_INVERSE_FLATTENING
EARTH_POLAR_RADIUS = EARTH_EQUATORIAL_RADIUS * (1.0 - EARTH_FLATTENING)  # m
EARTH_ECCENTRICITY_SQUARED = EARTH_FLATTENING * (2.0 - EARTH_FLATTENING)
EARTH_MEAN_RADIUS = (2.0 * EARTH_EQUATORIAL_RADIUS + EARTH_POLAR_RADIUS) / 3.0  # m; R1 of
# H. Moritz, "Geodetic Reference System 1980", Journal of Geodesy 74 (2000): 6,371,008.77 m

# J2 = -sqrt(5) C20 with the tide-free C20 = -4.841 651 437 908 15e-4 of EGM2008: Pavlis,
# Holmes, Kenyon, Factor, "The development and evaluation of the Earth Gravitational Model
# 2008", J. Geophys. Res. 117, B04406 (2012).  The ellipsoid's own normal field has
# 1.082 629 821e-3; the difference, 3.4e-6 of J2, is 5e-9 of gravity.
EARTH_J2 = 1.082_626_173_852e-3

SPEED_OF_LIGHT = 299_792_458.0  # m s⁻¹; exact, SI Brochure 9th edition (2019), section 2.2
BOLTZMANN = 1.380_649e-23  # J K⁻¹; exact, SI Brochure 9th edition (2019), section 2.2
STANDARD_GRAVITY = 9.80665  # m s⁻²; exact, 3rd CGPM (1901)

# U.S. Standard Atmosphere, 1976 (NOAA, NASA, USAF; NOAA-S/T 76-1562), section 1.2.
AIR_RATIO_OF_SPECIFIC_HEATS = 1.4
