from math import degrees

import pytest

from openthaad.catalogue import load
from openthaad.radar.model import MODES, from_values

VALUES = load("radars", "an-tpy-2").nominal()


def test_modes_share_the_hardware_and_differ_in_plan_and_limits():
    terminal, forward = (from_values("an-tpy-2", VALUES, mode) for mode in MODES)
    assert terminal.snr_constant == forward.snr_constant
    assert terminal.minimum_elevation > forward.minimum_elevation
    assert terminal.search.dwell < forward.search.dwell


def test_terminal_mode_keeps_the_five_degrees_stated_for_seongju():
    assert degrees(from_values("an-tpy-2", VALUES).minimum_elevation) == pytest.approx(5.0)


def test_fence_takes_343_beams():
    # 120 degrees over 0.35, rounded up.
    assert from_values("an-tpy-2", VALUES).search.beams == 343


def test_fence_of_100_ms_dwells_is_visited_every_34_seconds():
    assert from_values("an-tpy-2", VALUES, "forward").search.revisit == pytest.approx(34.3)


def test_unknown_mode_is_refused():
    with pytest.raises(ValueError, match="terminal, forward"):
        from_values("an-tpy-2", VALUES, "sideways")


def test_missing_value_is_named():
    values = {key: value for key, value in VALUES.items() if key != "bandwidth"}
    with pytest.raises(ValueError, match="bandwidth"):
        from_values("an-tpy-2", values)


@pytest.mark.parametrize(
    ("key", "value"),
    [("average_power", -1.0), ("aperture_efficiency", 1.5), ("system_loss", 0.5)],
)
def test_impossible_values_are_named(key, value):
    with pytest.raises(ValueError, match=key):
        from_values("an-tpy-2", VALUES | {key: value})
