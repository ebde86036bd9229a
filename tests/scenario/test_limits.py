"""A scenario with too many of a thing is told how many it has and how many it may have."""

import pytest

from openthaad.errors import ScenarioError
from openthaad.scenario import load_scenario, scenario_from


@pytest.mark.parametrize(
    ("kind", "most", "more"),
    [
        ("radars", 4, {"boresight_deg": 0}),
        ("batteries", 16, {"radars": ["seongju"]}),
        ("assets", 200, {"radius_km": 1}),
    ],
)
def test_a_table_that_is_too_long_says_how_long_it_is(kind, most, more):
    document = load_scenario("korea-2017").document()
    document[kind] |= {f"one{i}": {"place": "seoul", **more} for i in range(300)}
    count = len(document[kind])
    with pytest.raises(ScenarioError, match=f"has {count} entries; at most {most} are allowed"):
        scenario_from(document)
