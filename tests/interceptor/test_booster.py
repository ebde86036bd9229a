"""The derived booster against what is published."""

import runpy
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from openthaad.catalogue import load
from openthaad.catalogue.air import us76_table
from openthaad.constants import STANDARD_GRAVITY
from openthaad.errors import OpenThaadError
from openthaad.interceptor.booster import burnout_speed, fit_propellant
from openthaad.interceptor.model import Interceptor

AIR = us76_table()
ENTRY = load("interceptors", "thaad")
THAAD = Interceptor.from_entry(ENTRY)
BUILDER = Path(__file__).parents[2] / "builders" / "fit_interceptor.py"


def test_the_catalogue_burns_out_at_the_published_speed():
    # Its propellant mass is rounded to 10 g.
    assert burnout_speed(THAAD, AIR) == pytest.approx(ENTRY.nominal()["burnout_speed"], abs=0.5)


def test_a_fit_returns_the_speed_it_was_given():
    fitted = fit_propellant(THAAD, 2600.0, AIR)
    assert burnout_speed(fitted, AIR) == pytest.approx(2600.0, abs=0.01)
    assert fitted.booster_propellant_mass < THAAD.booster_propellant_mass


def test_more_propellant_is_faster_and_more_drag_is_slower():
    more = replace(THAAD, booster_propellant_mass=THAAD.booster_propellant_mass + 5.0)
    rougher = replace(THAAD, drag_scale=1.4)
    speed = burnout_speed(THAAD, AIR)
    assert burnout_speed(rougher, AIR) < speed < burnout_speed(more, AIR)


def test_an_impossible_speed_is_refused_with_advice():
    with pytest.raises(OpenThaadError, match="change its mass, impulse or burn time"):
        fit_propellant(THAAD, 9000.0, AIR)


def test_the_builder_reads_the_catalogue_as_the_package_does():
    made, speed = runpy.run_path(str(BUILDER))["catalogue_interceptor"]()
    assert made == THAAD
    assert speed == 2780.0


def test_the_page_prints_what_the_builder_found():
    root = Path(__file__).parents[2]
    found = tomllib.loads((root / "builders/fit_interceptor.residuals.toml").read_text())
    page = " ".join((root / "docs/models/interceptor.md").read_text(encoding="utf-8").split())
    best = found["nominal"]
    for words in (
        f"{best['booster_propellant_mass_kg']:.1f} kg of propellant",
        f"{best['booster_dry_mass_kg']:.1f} kg of case",
        f"{best['propellant_fraction_of_booster']:.2f} of the booster burns",
        f"{best['thrust_vacuum_kn']:.0f} kN for {best['burn_time_s']:.0f} s",
        f"equation gives {best['rocket_equation_m_s']:,.0f} m/s",
        f"back-pressure take {best['lost_to_gravity_drag_and_back_pressure_m_s']:.0f}",
        f"carries {best['burnout_speed_m_s'] ** 2 / STANDARD_GRAVITY / 1e3:.0f} km",
    ):
        assert words in page, words
