"""A value moved through its range moves the map as setting it does."""

import pytest

from openthaad.scenario import load_scenario
from openthaad.studies import footprint_influence as study
from openthaad.studies.footprint import footprint, grid
from openthaad.studies.place import read_before_a_shot

BOX = (126.0, 34.5, 129.5, 38.2)
HALF_WIDTH = "terminal_search_half_width"


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(study, "_CELLS", 6)
    monkeypatch.setattr(
        study,
        "read_before_a_shot",
        lambda scenario, threat: {
            path: value
            for path, value in read_before_a_shot(scenario, threat).items()
            if path.endswith(HALF_WIDTH)
        },
    )


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("launch_area", [False, True])
def test_a_swing_is_that_of_the_map_with_the_value_set(launch_area):
    scenario = load_scenario("pyeongtaek-seconds")
    record = footprint(scenario, cells=grid(BOX, 6), launch_area=launch_area)
    found = study.footprint_influence(scenario, record)
    (swing,) = found.swings
    path, low = swing.axis.path, swing.axis.low
    narrow = load_scenario("pyeongtaek-seconds", [f"{path}={low}"])
    moved = footprint(narrow, cells=grid(BOX, 6), launch_area=launch_area)
    if launch_area:
        assert (found.unit, found.base) == ("km2", record.to_area())
        assert swing.at_low == moved.to_area()
    else:
        assert (found.unit, found.base) == ("%", 100.0 * record.land_share())
        assert swing.at_low == 100.0 * moved.land_share()
    assert len(found.rests_on) == 1
