"""One value at a time to both ends of its range: closed forms, threads, missing answers."""

from math import isnan

import pytest

from openthaad.catalogue import load
from openthaad.catalogue.values import from_si
from openthaad.errors import NoSolutionError
from openthaad.radar.equation import radar_equation_terms
from openthaad.radar.model import from_values
from openthaad.scenario import load_scenario, with_sample
from openthaad.studies.influence import Influence, influence, influence_of_entry

SEOUL = load_scenario("seoul")
RADAR = load("radars", "an-tpy-2")
PATHS = frozenset({"radars.an-tpy-2.average_power", "radars.an-tpy-2.system_temperature"})


def energy(scenario):
    """Power over noise temperature: an answer with a closed form, W/K."""
    values = scenario.entry("radars", "an-tpy-2").nominal()
    return values["average_power"] / values["system_temperature"]


def reach_km(entry):
    radar = from_values(entry.name, entry.nominal(), "terminal")
    return radar_equation_terms(radar, 0.01, snr=20.0, dwell=0.1).slant_range / 1e3


def test_the_swings_of_a_quotient_are_its_closed_form():
    found = influence(SEOUL, energy, quantity="energy", unit="W/K", only=PATHS)
    ends = {s.axis.key: (s.at_low, s.at_high) for s in found.swings}
    assert ends["average_power"] == pytest.approx((120.0, 200.0))
    assert ends["system_temperature"] == pytest.approx((81e3 / 400, 81e3 / 600))
    assert found.base == pytest.approx(162.0)


def test_shares_add_up_to_one_and_the_largest_swing_comes_first():
    found = influence(SEOUL, energy, quantity="energy", only=PATHS)
    assert sum(found.shares().values()) == pytest.approx(1.0)
    assert [s.axis.key for s in found.swings] == ["average_power", "system_temperature"]


def test_the_number_of_threads_changes_nothing():
    one, many = (
        influence(SEOUL, energy, quantity="energy", only=PATHS, workers=n) for n in (1, 4)
    )
    assert one == many


def test_a_drawn_scenario_moves_about_its_own_draw():
    drawn = with_sample(SEOUL, seed=1, sample=1)
    found = influence(drawn, energy, quantity="energy", only=PATHS)
    temperature = drawn.entry("radars", "an-tpy-2").nominal()["system_temperature"]
    swing = next(s for s in found.swings if s.axis.key == "average_power")
    assert (swing.at_low, swing.at_high) == pytest.approx(
        (60e3 / temperature, 1e5 / temperature)
    )


def test_a_value_that_leaves_no_answer_comes_first_and_is_told():
    def fails_when_hot(scenario):
        kelvin = scenario.entry("radars", "an-tpy-2").nominal()["system_temperature"]
        if kelvin > 550.0:
            raise NoSolutionError("too hot")
        return energy(scenario)

    found = influence(SEOUL, fails_when_hot, quantity="energy", unit="W/K", only=PATHS)
    assert found.swings[0].axis.key == "system_temperature"
    assert isnan(found.swings[0].at_high)
    assert "600 K gives no answer" in found.flips_if()


def test_only_another_answer_is_called_a_flip():
    def hardly(scenario):
        kelvin = scenario.entry("radars", "an-tpy-2").nominal()["system_temperature"]
        return 687.0 + 0.01 * (kelvin - 500.0)

    found = influence(SEOUL, hardly, quantity="time", unit="s", only=PATHS)
    assert found.flips_if() is None
    assert "600 K gives 688 s" in found.moves_most()


def test_an_answer_that_nothing_moves_has_no_shares():
    found = influence(SEOUL, lambda _: 3.0, quantity="three", only=PATHS)
    assert (found.shares(), found.flips_if(), found.moving) == (None, None, ())


def test_what_flips_it_is_never_a_stated_value():
    found = influence_of_entry(RADAR, reach_km, quantity="range", unit="km")
    stated = [s for s in found.moving if s.axis.item.basis == "stated"]
    only_stated = Influence(quantity="range", unit="km", base=1.0, swings=tuple(stated))
    assert stated
    assert only_stated.flips_if() is None
    assert found.decisive.axis.item.basis == "assumed"


def test_a_radars_range_goes_with_the_fourth_root_of_its_losses():
    found = influence_of_entry(RADAR, reach_km, quantity="range", unit="km")
    loss = next(s for s in found.swings if s.axis.key == "system_loss")
    assert from_si(loss.axis.item.low, "dB") == pytest.approx(5.0)
    assert loss.at_low / found.base == pytest.approx(10 ** (2.0 / 40.0))
    assert loss.at_high / found.base == pytest.approx(10 ** (-2.0 / 40.0))


def test_only_what_an_answer_reads_is_moved():
    found = influence_of_entry(RADAR, reach_km, quantity="range")
    keys = {s.axis.key for s in found.swings}
    assert "terminal_search_dwell" in keys
    assert not keys & {"forward_search_dwell", "duty", "switch_time", "mast_height"}


def test_the_basis_counts_what_was_read():
    found = influence_of_entry(RADAR, lambda e: e.nominal()["frequency"], quantity="frequency")
    assert found.basis()["by_count"] == {"stated": 0, "derived": 0, "assumed": 1}
    assert found.basis()["by_influence"] == {"stated": 0.0, "derived": 0.0, "assumed": 1.0}


def test_what_a_value_follows_is_moved_with_it():
    found = influence_of_entry(
        RADAR, lambda e: e.nominal()["beamwidth_azimuth"], quantity="beam", unit="rad"
    )
    assert {s.axis.key for s in found.moving} == {"frequency", "aperture_area"}
