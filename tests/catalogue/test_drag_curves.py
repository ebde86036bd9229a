import numpy as np
import pytest

from openthaad.catalogue import load_table
from openthaad.catalogue.drag import drag_table
from openthaad.earth.kernels.drag import drag_coefficient


@pytest.mark.parametrize("name", ["cone-12deg", "liquid-ascent", "solid-ascent", "v2-ascent"])
def test_the_spline_stays_within_seven_percent_of_straight_lines(name):
    # What a choice between two ways to join the printed points can matter.
    curve = load_table(name).columns
    row = drag_table([(curve["mach"], curve["cd"])])[0]
    machs = np.linspace(0.0, 27.0, 541)
    straight = np.interp(machs, curve["mach"], curve["cd"])
    assert [drag_coefficient(row, mach) for mach in machs] == pytest.approx(straight, rel=0.07)
