"""Colours of a run, the same in every format.

They stay apart for every common kind of colour vision: M. Okabe and K. Ito, "Color Universal
Design", 2008.
"""

Colour = tuple[int, int, int]

WARHEAD: Colour = (213, 94, 0)
BODY: Colour = (160, 160, 160)
PICTURE: Colour = (86, 180, 233)
INTERCEPTOR: Colour = (0, 158, 115)
HIT: Colour = (240, 228, 66)
DEFENCE: Colour = (230, 230, 230)
