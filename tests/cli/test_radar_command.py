"""`thaad radar`."""

import pytest

CASE = ("radar", "an-tpy-2", "--rcs-m2", "0.01", "--snr-db", "13.0103", "--dwell-s", "0.1")


def test_lewis_and_postol_come_out_within_their_rounding(thaad):
    # G. Lewis, T. Postol, 21 Sep 2012: 870 km at S/N 20; our 500 K and 7 dB are assumed
    assert thaad(*CASE, "--json").json()["range_km"] == pytest.approx(870.0, rel=0.04)


def test_the_terms_add_up_to_the_signal(thaad):
    document = thaad(*CASE, "--json").json()
    assert sum(document["terms"].values()) == pytest.approx(document["snr_db"], abs=1e-9)


def test_range_goes_with_the_fourth_root_of_cross_section(thaad):
    small = thaad(*CASE, "--json").json()["range_km"]
    large = thaad("radar", "an-tpy-2", *CASE[2:], "--rcs-m2", "0.16", "--json").json()[
        "range_km"
    ]
    assert large / small == pytest.approx(2.0)


def test_the_modes_differ_by_their_dwell_alone(thaad):
    bare = ("radar", "an-tpy-2", "--rcs-m2", "1", "--json")
    terminal, forward = thaad(*bare).json(), thaad(*bare, "--mode", "forward").json()
    ratio = forward["dwell_s"] / terminal["dwell_s"]
    assert forward["range_km"] / terminal["range_km"] == pytest.approx(ratio**0.25)


def test_looking_low_and_aside_costs_range(thaad):
    plain = thaad(*CASE, "--json").json()["range_km"]
    low = thaad(*CASE, "--elevation-deg", "1", "--json").json()["range_km"]
    aside = thaad(*CASE, "--scan-deg", "60", "--json").json()["range_km"]
    assert low < plain
    assert aside < plain


def test_words_name_every_term(thaad):
    out = thaad(*CASE).out
    assert "cross-section" in out
    assert "average power" in out


@pytest.mark.parametrize(
    "wrong",
    [
        ("--rcs-m2", "nan"),
        ("--rcs-m2", "0"),
        ("--rcs-m2", "-1"),
        ("--dwell-s", "inf"),
        ("--scan-deg", "90"),
    ],
)
def test_a_number_out_of_range_is_refused(thaad, wrong):
    answer = thaad(*CASE, *wrong, "--json")
    assert answer.code == 2
    assert answer.json()["error"]["key"] == wrong[0]


def test_an_unknown_radar_names_the_nearest(thaad):
    answer = thaad("radar", "an-tpy-3", *CASE[2:])
    assert answer.code == 2
    assert "an-tpy-2" in answer.err


def test_a_radar_takes_settings_as_a_run_does(thaad):
    command = ("radar", "an-tpy-2", "--rcs-m2", 0.01, "--json")
    full = thaad(*command, "--set", "radars.an-tpy-2.average_power=80").json()["range_km"]
    half = thaad(*command, "--set", "radars.an-tpy-2.average_power=40").json()["range_km"]
    assert half == pytest.approx(full * 0.5**0.25)


def test_a_range_says_what_it_rests_on_and_what_flips_it(thaad):
    found = thaad("radar", "an-tpy-2", "--rcs-m2", 0.01, "--dwell-s", 0.1, "--json").json()
    basis = found["basis"]
    assert sum(basis["by_influence"].values()) == pytest.approx(1.0)
    assert basis["by_count"]["assumed"] > 0
    top = basis["influence"]["values"][0]
    assert basis["influence"]["base"] == pytest.approx(found["range_km"])
    assert top["swing"] == pytest.approx(abs(top["at_high"] - top["at_low"]))
    said = thaad("radar", "an-tpy-2", "--rcs-m2", 0.01, "--dwell-s", 0.1).out
    assert "the answer changes if the " in " ".join(said.split())
