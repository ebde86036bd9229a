"""Derive the propellant that the interceptor's published mass and speed ask for.

No source prints the thrust history.  Flown through the interceptor kernel on the rotating
WGS 84 Earth in the US Standard Atmosphere 1976, northward from sea level at 36 deg north
with the thrust axis turned to 60 deg, the burnout speed relative to the Earth is set equal
to the published one.  Impulse, burn time, drag, kill vehicle and mass are the catalogue's.

Writes `fit_interceptor.residuals.toml` beside itself; copy its propellant and dry mass into
the catalogue when an input changes (a test holds them together).

    python builders/fit_interceptor.py
"""

from dataclasses import replace
from math import log, radians
from pathlib import Path

from openthaad.catalogue import load
from openthaad.catalogue.air import us76_table
from openthaad.constants import STANDARD_GRAVITY
from openthaad.errors import OpenThaadError
from openthaad.interceptor.booster import burnout_speed, fit_propellant
from openthaad.interceptor.model import Interceptor

OUTPUT = Path(__file__).with_suffix(".residuals.toml")


def catalogue_interceptor() -> tuple[Interceptor, float]:
    """Return the interceptor as the catalogue has it, and its published speed [m/s]."""
    entry = load("interceptors", "thaad")
    return Interceptor.from_entry(entry), entry.nominal()["burnout_speed"]


def described(fitted: Interceptor, speed: float) -> str:
    """One fit as a TOML table body."""
    air = us76_table()
    mass_ratio = fitted.mass / (fitted.mass - fitted.booster_propellant_mass)
    ideal = STANDARD_GRAVITY * fitted.booster_isp_vacuum * log(mass_ratio)
    got = burnout_speed(fitted, air)
    row = fitted.row()[0]
    lines = {
        "mass_kg": fitted.mass,
        "burnout_speed_published_m_s": speed,
        "burnout_speed_m_s": got,
        "burnout_speed_residual_m_s": got - speed,
        "booster_propellant_mass_kg": fitted.booster_propellant_mass,
        "booster_dry_mass_kg": fitted.booster_dry_mass,
        "kill_vehicle_mass_kg": fitted.kill_vehicle_mass,
        "propellant_fraction_of_booster": fitted.booster_propellant_mass
        / (fitted.booster_propellant_mass + fitted.booster_dry_mass),
        "burn_time_s": fitted.booster_burn_time,
        "thrust_vacuum_kn": row["thrust_vacuum"] / 1e3,
        "rocket_equation_m_s": ideal,
        "lost_to_gravity_drag_and_back_pressure_m_s": ideal - got,
        "burnout_speed_at_45_deg_m_s": burnout_speed(fitted, air, elevation=radians(45.0)),
        "burnout_speed_at_80_deg_m_s": burnout_speed(fitted, air, elevation=radians(80.0)),
    }
    return "\n".join(f"{key} = {value:.6g}" for key, value in lines.items())


def main() -> None:
    """Fit the nominal booster and the corners of what is assumed; print and write them."""
    base, speed = catalogue_interceptor()
    cases = {
        "nominal": (base, speed),
        "burn_12_s": (replace(base, booster_burn_time=12.0), speed),
        "burn_25_s": (replace(base, booster_burn_time=25.0), speed),
        "mass_800_kg": (replace(base, mass=800.0), speed),
        "kill_vehicle_40_kg": (replace(base, kill_vehicle_mass=40.0), speed),
        "kill_vehicle_80_kg": (replace(base, kill_vehicle_mass=80.0), speed),
        "isp_255_s": (
            replace(base, booster_isp_vacuum=255.0, booster_isp_sea_level=231.0),
            speed,
        ),
        "drag_1_4": (replace(base, drag_scale=1.4), speed),
        "speed_2500_m_s": (base, 2500.0),
        "speed_3000_m_s": (base, 3000.0),
    }
    parts = ["# Written by fit_interceptor.py; what it assumes is in its docstring."]
    for name, (start, wanted) in cases.items():
        try:
            body = described(fit_propellant(start, wanted, us76_table()), wanted)
        except OpenThaadError as error:
            body = f'none = "{error}"'
        parts.append(f"[{name}]\n{body}")
    text = "\n\n".join(parts) + "\n"
    OUTPUT.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
