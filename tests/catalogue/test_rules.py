"""Rules of the models are values of the catalogue: each acts, and older files may lack them."""

import pytest
import tomli_w

from openthaad.catalogue import Catalogue, load
from openthaad.catalogue.folders import Found
from openthaad.catalogue.shape import rules
from openthaad.errors import CatalogueError
from openthaad.interceptor.model import Interceptor
from openthaad.scenario import load_scenario, scenario_from
from openthaad.scenario.defence import interceptor_model
from openthaad.scenario.radars import radar_rows
from openthaad.scenario.world import build_world, fluctuation
from openthaad.threat.flight import standard_surroundings
from openthaad.threat.missile import Missile, missile_tables

KINDS = ("radars", "interceptors", "missiles")
PATHS = sorted(path for path in rules() if path.startswith(KINDS))
NOT_IN_THE_ROW = ("burnout_speed_elevation", "swerling_case")


def moved(path, end):
    kind, name, key = path.split(".")
    entry = load(kind, name)
    return entry.with_draws({key: getattr(entry.values[key], end)})


def table(entry):
    if entry.kind == "radars":
        scenario = load_scenario("korea-2017")
        return radar_rows(scenario, {("radars", entry.name): entry})
    if entry.kind == "interceptors":
        return Interceptor.from_entry(entry).row()
    return missile_tables([Missile.from_entry(entry)])[0]


@pytest.mark.parametrize("path", [p for p in PATHS if not p.endswith(NOT_IN_THE_ROW)])
def test_a_rule_reaches_the_tables(path):
    assert table(moved(path, "low")).tobytes() != table(moved(path, "high")).tobytes()


def test_the_speed_is_that_of_the_flight_it_is_said_to_hold_on():
    air = standard_surroundings().air
    flat = load("interceptors", "thaad").with_overrides({"burnout_speed_elevation": 45.0})
    steep = load("interceptors", "thaad").with_overrides({"burnout_speed_elevation": 80.0})
    # Where it burns flat it stays in the thick air, and needs more propellant.
    more, less = (interceptor_model(one, air).booster_propellant_mass for one in (flat, steep))
    assert 3.0 < more - less < 12.0


def test_every_echo_fluctuates_by_the_case_of_the_radar():
    radar = load("radars", "an-tpy-2").with_overrides({"swerling_case": 3.0})
    assert fluctuation([radar]).swerling == 3


def test_a_case_that_is_another_for_a_coherent_dwell_is_refused():
    radar = load("radars", "an-tpy-2").with_overrides({"swerling_case": 2.0})
    with pytest.raises(CatalogueError, match="must be 0, 1 or 3, got 2; in a dwell"):
        fluctuation([radar])


@pytest.mark.parametrize(
    ("key", "column", "value"),
    [
        ("closing_speed_minimum", "least_closing_speed", 700.0),
        ("handover_sigmas", "handover_sigmas", 2.5),
        ("channel_hold_time", "channel_hold", 3.0),
    ],
)
def test_a_rule_of_a_battery_reaches_its_row(key, column, value):
    scenario = load_scenario("pyeongtaek-seconds").changed(**{f"batteries.thaad.{key}": value})
    world, names = build_world(scenario)
    assert world.batteries[0][column] == value
    assert names.read[f"batteries.thaad.{key}"].basis == "set"


def test_batteries_that_share_a_picture_share_the_most_careful_rules(tmp_path):
    own = tmp_path / "catalogue" / "batteries" / "bold.toml"
    own.parent.mkdir(parents=True)
    usual = load("batteries", "thaad")
    moved = {"zone_sigmas": 1.0, "harmless_review": 2.0, "decision_period": 5.0}
    values = {
        key: usual.values[key].in_file_units()
        | {"value": value, "low": value, "high": value, "source": "me"}
        for key, value in moved.items()
    }
    document = {"like": "thaad", "name": "Bold", "sources": {"me": "a test"}, "values": values}
    own.write_text(tomli_w.dumps(document), "utf-8")
    two = load_scenario("pyeongtaek-seconds").document()
    one = next(iter(two["batteries"].values()))
    two["batteries"]["other"] = {**one, "type": "bold"}
    row = build_world(scenario_from(two, catalogue=tmp_path / "catalogue"))[0].options[0]
    assert (row["zone_sigmas"], row["harmless_review"]) == (2.0, 2)
    assert row["fire_control_period"] == 1.0


def test_without_a_battery_tracks_are_judged_by_the_usual_rules():
    empty = load_scenario("pyeongtaek-seconds").document() | {"batteries": {}}
    world, names = build_world(scenario_from(empty))
    row = world.options[0]
    assert (row["zone_sigmas"], row["harmless_review"]) == (2.0, 5)
    assert row["fire_control_period"] == 1.0
    assert not [path for path in names.read if path.startswith("batteries")]


# The kind itself came with release 0.2.0, these after it.
LATER = {
    "debris_odds",
    "companion_distance",
    "companion_speed",
    "look_evidence_maximum",
    "look_independence_time",
}


def of_entry(kind, name):
    return {path.split(".")[2] for path in rules() if path.startswith(f"{kind}.{name}.")}


def whole(kind, name, without):
    """Return a whole entry as a file of an older release holds it."""
    entry = load(kind, name)
    values = {k: v.in_file_units() for k, v in entry.values.items() if k not in without}
    kept = {item["source"] for item in values.values()}
    about = {k: v for k, v in entry.about.items() if not k.startswith("aliases")}
    sources = {k: v for k, v in entry.sources.items() if k in kept}
    return {"name": "Mine", "about": about, "sources": sources, "values": values}


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("radars", "an-tpy-2"),
        ("interceptors", "thaad"),
        ("batteries", "thaad"),
        ("missiles", "kn-23"),
        ("trackers", "thaad"),
    ],
)
def test_a_whole_entry_of_an_older_release_has_the_usual_rules(kind, name):
    without = LATER if kind == "trackers" else of_entry(kind, name)
    mine = Catalogue([Found(kind, "mine", "mine.toml", whole(kind, name, without))])
    entry = mine.load(kind, "mine")
    assert len(without) > 0
    for key in without:
        assert entry.values[key].value == load(kind, name).values[key].value
        assert entry.sources[entry.values[key].source]


def test_a_whole_entry_may_have_rules_of_its_own():
    document = whole("radars", "an-tpy-2", {"surface_refractivity"})
    document["values"]["monopulse_slope"] |= {"value": 1.3}
    entry = Catalogue([Found("radars", "mine", "mine.toml", document)]).load("radars", "mine")
    assert entry.values["monopulse_slope"].value == 1.3


def test_a_scenario_may_name_a_tracker_of_its_own(tmp_path):
    own = tmp_path / "catalogue" / "trackers" / "quick.toml"
    own.parent.mkdir(parents=True)
    value = {
        "value": 1.0,
        "low": 1.0,
        "high": 1.0,
        "unit": "s",
        "basis": "assumed",
        "source": "me",
    }
    document = {"like": "thaad", "name": "Quick", "sources": {"me": "a test"}}
    own.write_text(tomli_w.dumps(document | {"values": {"declare_time": value}}), "utf-8")
    usual = load_scenario("pyeongtaek-seconds").document() | {"tracker": "quick"}
    scenario = scenario_from(usual, catalogue=tmp_path / "catalogue")
    assert build_world(scenario)[0].tracker.params.declare_time == 1.0
    assert "quick" in scenario.document()["catalogue"]["trackers"]


def test_no_tracker_of_that_name_is_said():
    with pytest.raises(Exception, match="nobody"):
        load_scenario("pyeongtaek-seconds").changed(tracker="nobody")
