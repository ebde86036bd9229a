"""Sentences of studies fit one thing as well as many, in any country."""

from types import SimpleNamespace

import pytest

from openthaad.reports.answer import headline
from openthaad.reports.coverage import coverage_sentence
from openthaad.reports.footprint import sentence
from openthaad.studies.footprint.land import Land


def coverage(*needed):
    seen = [
        SimpleNamespace(radar="guam", mode="terminal", first=None, rcs_for_even_chance=rcs)
        for rcs in needed
    ]
    site = SimpleNamespace(name="guam", mode="terminal")
    return SimpleNamespace(sites=[site], traces=seen, seen=seen, rcs=None)


def test_one_flight_is_told_in_the_singular():
    said = coverage_sentence(coverage(2.2))
    assert said.startswith("Of 1 flight, with")
    assert said.endswith("a missile would need 2.2 m2.")


def test_several_flights_are_told_from_the_least_to_the_most():
    said = coverage_sentence(coverage(2.2, 0.1))
    assert said.startswith("Of 2 flights, with")
    assert said.endswith("would need 0.1 to 2.2 m2, depending on its flight.")


@pytest.mark.parametrize(
    ("whole", "told"),
    [(True, "the land of Poland ("), (False, "the land of Poland on the map (")],
)
def test_the_land_is_named_once(whole, told):
    country = SimpleNamespace(name="Poland")
    land = Land(countries=(country,), is_whole=whole, shape=None, area=1.0)
    record = SimpleNamespace(
        batteries=[{"name": "warsaw", "lat_deg": 52.1, "lon_deg": 21.0}],
        layers=[SimpleNamespace(title="Scud-ER")],
        is_launch_area=False,
        aim=None,
        land=land,
        land_share=lambda _n, caps=True: 0.72 if caps else 0.73,
        to_area=lambda _n, caps=True: 179031.0 if caps else 180000.0,
        population_share=lambda: None,
        cities=list,
    )
    said = sentence(record)
    assert f"at least one shot over 72% of {told}" in said
    assert said.count("the land of") == 1


def test_a_leak_aimed_at_degrees_is_told_by_its_asset():
    aim = {"name": "35.24,126.85", "lat_deg": 35.24, "lon_deg": 126.85}
    threat = {"outcome": "leaked", "aim": aim, "aimed_at": "gwangju"}
    assert headline({"threats": [threat], "shots": []}).endswith("one got through to Gwangju.")
