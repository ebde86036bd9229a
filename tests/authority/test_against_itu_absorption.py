"""Absorption by the air beside Recommendation ITU-R P.676-11, line by line.

One-way slant attenuation at 9.5 GHz from sea level, 1013.25 hPa, 288.15 K, 7.5 g/m3 of vapour,
computed once with the public package ITU-Rpy (`gaseous_attenuation_slant_path`, mode `exact`).
"""

from math import radians

import pytest

from openthaad.catalogue import load
from openthaad.radar.kernels import equation

ONE_WAY_DB = {90: 0.049815, 30: 0.099479, 10: 0.282408, 5: 0.539591, 2: 1.121286, 1: 1.664909}
SHELL = equation.air_shell(load("radars", "an-tpy-2").values["absorption_scale_height"].value)


@pytest.mark.parametrize("elevation_deg", list(ONE_WAY_DB))
def test_air_path_against_elevation(elevation_deg):
    path = equation.air_path(radians(elevation_deg), SHELL)
    expected = ONE_WAY_DB[elevation_deg] / ONE_WAY_DB[90]
    # A single exponential of 4.2 km for oxygen and vapour together: 2 % down to 1 degree.
    assert path == pytest.approx(expected, rel=0.02)
