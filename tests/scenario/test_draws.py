"""Draws of a scenario's catalogue values: addresses, ranges, what hangs together, what wins."""

import pytest

from openthaad.errors import ScenarioError
from openthaad.scenario import (
    ScenarioFileError,
    load_scenario,
    scenario_from_document,
    settings_hash,
    uncertain_values,
    with_sample,
    with_uniforms,
    with_values,
)

SEOUL = load_scenario("seoul")
AXES = uncertain_values(SEOUL)
MISSILE = SEOUL.threats[0].missile


def test_what_is_uncertain_is_listed_by_path_once():
    paths = [axis.path for axis in AXES]
    assert paths == sorted(set(paths))
    assert "radars.an-tpy-2.system_loss" in paths


def test_an_axis_is_in_the_units_of_the_file():
    axis = next(a for a in AXES if a.path == "radars.an-tpy-2.system_loss")
    assert (axis.low, axis.value, axis.high) == (5.0, 7.0, 9.0)
    assert axis.to_dict()["unit"] == "dB"


def test_values_without_a_draw_of_their_own_are_no_axes():
    paths = {axis.path for axis in AXES}
    assert "radars.an-tpy-2.beamwidth_azimuth" not in paths  # follows the aperture
    assert "radars.an-tpy-2.module_count" not in paths  # is known


def test_what_a_scenario_sets_is_no_axis():
    scenario = load_scenario("seoul", ["radars.an-tpy-2.system_loss_db=6"])
    assert "radars.an-tpy-2.system_loss" not in {a.path for a in uncertain_values(scenario)}


def test_the_same_sample_is_the_same_scenario():
    first, second = (load_scenario("seoul", seed=3, sample=2) for _ in range(2))
    assert first == second
    assert settings_hash(first) != settings_hash(SEOUL)
    assert (first.sample.seed, first.sample.number) == (3, 2)


def test_seed_and_number_each_make_another_draw():
    draws = [
        load_scenario("seoul", seed=s, sample=k).drawn for s, k in [(0, 1), (0, 2), (1, 1)]
    ]
    assert draws[0] != draws[1] != draws[2] != draws[0]


def test_sample_0_is_the_best_estimates():
    assert with_sample(SEOUL, seed=5, sample=0) == SEOUL


def test_a_value_is_drawn_alike_whatever_else_is_drawn_or_set():
    drawn = with_sample(SEOUL, seed=3, sample=2).drawn
    other = load_scenario("seoul", ["radars.an-tpy-2.system_loss_db=6"], seed=3, sample=2).drawn
    assert other == {k: v for k, v in drawn.items() if k != "radars.an-tpy-2.system_loss"}


def test_the_document_alone_repeats_the_draw():
    drawn = with_sample(SEOUL, seed=3, sample=2)
    assert scenario_from_document(drawn.document()) == drawn


def test_what_is_set_wins_over_what_is_drawn():
    path = f"missiles.{MISSILE}.diameter"
    scenario = load_scenario("seoul", [f"{path}_m=0.9"], seed=3, sample=2)
    item = scenario.entry("missiles", MISSILE).values["diameter"]
    assert (item.value, item.basis) == (0.9, "set")


def test_set_wins_over_the_drawn_table_of_a_manifest_too():
    document = with_sample(SEOUL, seed=3, sample=2).document()
    document["overrides"] = {"radars.an-tpy-2.system_loss_db": 6.0}
    entry = scenario_from_document(document).entry("radars", "an-tpy-2")
    assert entry.values["system_loss"].value == pytest.approx(10**0.6)


def test_a_drawn_value_keeps_its_range_and_its_basis():
    item = with_sample(SEOUL, seed=3, sample=2).entry("radars", "an-tpy-2").values["frequency"]
    assert (item.low, item.high) == pytest.approx((8.55e9, 10e9))
    assert item.basis == "assumed"
    assert item.low < item.value < item.high


def test_the_middle_of_every_quantile_is_between_the_ends():
    ends = [with_uniforms(SEOUL, AXES, [u] * len(AXES)).drawn for u in (0.0, 0.5, 1.0)]
    for axis in AXES:
        low, middle, high = (end[axis.path] for end in ends)
        assert (low, high) == (axis.low, axis.high)
        assert low <= middle <= high


def test_the_beam_follows_frequency_and_face():
    path = "radars.an-tpy-2"
    moved = with_values(SEOUL, {f"{path}.frequency": 8.55, f"{path}.aperture_area": 8.5})
    values = moved.entry("radars", "an-tpy-2").nominal()
    known = SEOUL.entry("radars", "an-tpy-2").nominal()
    factor = (10.0 / 8.55) * (9.2 / 8.5) ** 0.5
    for key in (
        "beamwidth_azimuth",
        "terminal_search_beam_spacing",
        "forward_search_row_spacing",
    ):
        assert values[key] == pytest.approx(factor * known[key])


def test_a_value_that_follows_goes_with_what_is_set_unless_it_is_set_too():
    entry = load_scenario("korea-2017", ["missiles.nodong.payload_mass_kg=700"])
    assert entry.entry("missiles", "nodong").nominal()["reentry_mass"] == pytest.approx(700.0)
    both = ["missiles.nodong.payload_mass_kg=700", "missiles.nodong.reentry_mass_kg=650"]
    entry = load_scenario("korea-2017", both)
    assert entry.entry("missiles", "nodong").nominal()["reentry_mass"] == pytest.approx(650.0)


@pytest.mark.parametrize("number", [-1, 2**31])
def test_a_sample_number_out_of_bounds_is_refused(number):
    with pytest.raises(ScenarioError, match="sample must be a whole number from 0 to"):
        load_scenario("seoul", sample=number)


def test_a_path_that_is_not_drawn_is_refused_with_the_nearest():
    with pytest.raises(ScenarioError, match=r"did you mean radars\.an-tpy-2\.system_loss"):
        with_values(SEOUL, {"radars.an-tpy-2.system_los": 6.0})


def test_a_value_outside_its_range_is_refused():
    with pytest.raises(ScenarioError, match="must lie in its range, 5 to 9 dB, got 12"):
        with_values(SEOUL, {"radars.an-tpy-2.system_loss": 12.0})


def test_a_uniform_outside_0_to_1_is_refused():
    with pytest.raises(ValueError, match="system_loss"):
        with_uniforms(SEOUL, [a for a in AXES if a.path.endswith("system_loss")], [1.5])


@pytest.mark.parametrize(
    ("drawn", "complaint"),
    [
        ({"radars.an-tpy-2.system_loss": 12.0}, "was drawn outside its range, 5 to 9 dB"),
        ({"radars.an-tpy-2.beamwidth_azimuth": 0.3}, "has no draw of its own"),
        ({"radars.an-tpy-2.system_los": 6.0}, "did you mean system_loss"),
        ({"radars.an-tpy-2.system_loss": "six"}, "must be a number"),
    ],
)
def test_a_wrong_table_of_draws_is_refused(drawn, complaint):
    with pytest.raises(ScenarioFileError, match=complaint):
        scenario_from_document(SEOUL.document() | {"drawn": drawn})


def test_a_sample_without_its_draws_is_refused():
    with pytest.raises(ScenarioFileError, match="thaad run --sample NUMBER"):
        scenario_from_document(SEOUL.document() | {"sample": {"seed": 1, "number": 2}})
