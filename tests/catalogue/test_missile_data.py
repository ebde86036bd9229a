"""The missiles of the catalogue are rockets that could exist."""

import pytest

from openthaad.catalogue import load, names

MISSILES = names("missiles")


def stages(entry):
    values = entry.nominal()
    return [
        {
            key.removeprefix(f"stage{n}_"): value
            for key, value in values.items()
            if key.startswith(f"stage{n}_")
        }
        for n in range(1, entry.about["stages"] + 1)
    ]


@pytest.fixture(params=MISSILES)
def entry(request):
    return load("missiles", request.param)


def test_propellant_is_most_of_each_stage(entry):
    for stage in stages(entry):
        share = stage["propellant_mass"] / (stage["propellant_mass"] + stage["dry_mass"])
        assert 0.72 <= share <= 0.95  # what stays in the tanks counts as dry


def test_impulses_are_those_of_chemical_rockets(entry):
    for stage in stages(entry):
        assert 195.0 <= stage["isp_sea_level"] < stage["isp_vacuum"] <= 305.0


def test_it_lifts_off(entry):
    values = entry.nominal()
    mass = values["payload_mass"] + sum(
        s["propellant_mass"] + s["dry_mass"] for s in stages(entry)
    )
    first = stages(entry)[0]
    thrust_over_g = first["isp_sea_level"] * first["propellant_mass"] / first["burn_time"]
    assert 1.2 < thrust_over_g / mass < 6.0


def test_propellant_fits_into_the_body(entry):
    # At most 1.8 t/m3 (aluminised solid), in at most the whole cylinder.
    values = entry.nominal()
    volume = 0.785 * values["diameter"] ** 2 * values["length"]
    assert sum(s["propellant_mass"] for s in stages(entry)) < 1800.0 * volume


def test_what_comes_down_is_what_went_up(entry):
    values = entry.nominal()
    whole = values["payload_mass"] + stages(entry)[-1]["dry_mass"]
    expected = values["payload_mass"] if entry.about["separates"] else whole
    assert values["reentry_mass"] == pytest.approx(expected, rel=0.01)


def test_a_body_is_seen_better_from_the_side(entry):
    values = entry.nominal()
    assert values["rcs_missile_side"] > values["rcs_missile_tail"] > values["rcs_missile_nose"]


def test_what_a_fit_used_is_in_the_file(entry):
    named = [*entry.about["used_in_fit"], *entry.about["kept_out_of_fit"]]
    assert set(named) <= set(entry.values)
    assert len(named) == len(set(named))


def test_the_second_flight_of_the_hwasong_12_is_kept_out_of_its_fit():
    about = load("missiles", "hwasong-12").about
    assert {"second_test_range", "second_test_apogee"} <= set(about["kept_out_of_fit"])


def test_all_missiles_have_the_same_kinds_of_keys():
    # A key that only one missile has is a slip, but for those of its own kind.
    own = {"lift_to_drag_max", "load_factor_max", "glide_floor", "glide_rate"}
    own |= {"glide_onset", "glide_fade"}
    own |= {"second_test_range", "second_test_apogee"}
    counts = {}
    for name in MISSILES:
        for key in load("missiles", name).values:
            counts[key] = counts.get(key, 0) + 1
    single = {key for key, n in counts.items() if n == 1 and not key.startswith("stage")}
    assert single == own
