"""Missiles built from published masses and thrusts, flown as their authors flew them."""

from collections.abc import Callable
from dataclasses import dataclass
from math import pi, radians

from openthaad.catalogue.air import us76_table
from openthaad.earth.kernels.frames import ground_range
from openthaad.earth.kernels.gravity import WGS84
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.errors import PropagationError
from openthaad.threat.flight import Position, blank_plan, fly_plan
from openthaad.threat.kernels.flight import Programme
from openthaad.threat.missile import DragCurve, Missile, Stage

AT_REST = WGS84._replace(omega=0.0, j2=0.0)
_GOLDEN = 0.5 * (5.0**0.5 - 1.0)


@dataclass(frozen=True, slots=True)
class _Site:
    latitude: float = 0.0
    longitude: float = 0.0
    altitude: float = 0.0


def longest_gravity_turn(
    *,
    curve: str,
    dry_kg: list[float],
    fuel_kg: list[float],
    exhaust_m_s: list[float],
    burn_s: list[float],
    area_m2: list[float],
    payload_kg: float,
    ballistic_coefficient_kg_m2: float,
) -> dict[str, float]:
    """Longest range [km] of a missile of constant impulse over an Earth at rest."""
    drag = DragCurve.named(f"{curve}-ascent")
    stages = tuple(
        Stage(
            propellant_mass=float(fuel), dry_mass=float(dry), exit_area=0.0, coast_time=1.0,
            thrust_vacuum=exhaust * fuel / burn, burn_time=float(burn), area=area, drag=drag,
        )
        for dry, fuel, exhaust, burn, area in zip(
            dry_kg, fuel_kg, exhaust_m_s, burn_s, area_m2, strict=True
        )
    )  # fmt: skip
    falling = payload_kg + dry_kg[-1]
    missile = _missile(stages, payload_kg, falling / ballistic_coefficient_kg_m2)
    reach = longest_range(
        missile,
        _Site(),
        azimuth=0.5 * pi,
        surroundings=Surroundings(AT_REST, us76_table()),
    )
    return {"range_km": reach / 1e3}


def _missile(stages: tuple[Stage, ...], payload: float, reentry_area: float) -> Missile:
    """Make an unseparated missile that turns with gravity after a short vertical rise."""
    return Missile(
        name="published missile", is_liquid=False, separates=False,
        programme=Programme.GRAVITY_TURN, stages=stages, payload_mass=float(payload),
        vertical_time=2.0, pitch_fraction=0.2, separation_delay=0.0, separation_speed=0.0,
        reentry_mass=float(payload), reentry_area=reentry_area,
        reentry_drag=DragCurve.constant(1.0), body_area=0.0, body_drag=DragCurve.constant(0.0),
        spiral_lift=0.0, spiral_rate=0.0, spiral_threshold=0.0,
    )  # fmt: skip


def longest_range(
    missile: Missile, site: Position, *, azimuth: float, surroundings: Surroundings
) -> float:
    """Longest range [m] over the ground, everything burnt, in a direction [rad]."""
    plan = blank_plan(missile, site)
    row = plan[0]
    row["azimuth"] = azimuth
    left = missile.burn_time - missile.vertical_time
    row["pitch_end_time"] = missile.vertical_time + missile.pitch_fraction * left

    def reach(elevation: float) -> float:
        row["pitch_final"] = elevation
        try:
            end = fly_plan(missile, plan, surroundings=surroundings)
        except PropagationError:  # fell back while it burnt
            return 0.0
        start, stop = row["position"].tolist(), end.summary[0]["impact_position"].tolist()
        return float(ground_range(tuple(start), tuple(stop)))

    # From steep to shallow: below some elevation a slow missile falls back while it burns.
    grid = [radians(e) for e in range(88, 20, -2)]
    best = max(grid, key=reach)
    return reach(peak(reach, best - radians(2.0), best + radians(2.0)))


def peak(function: Callable[[float], float], low: float, high: float) -> float:
    """Find where a function of one peak is greatest, by golden section, to 1e-5."""
    a, b = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_a, at_b = function(a), function(b)
    while high - low > 1e-5:
        if at_a < at_b:
            low, a, at_a = a, b, at_b
            b = low + _GOLDEN * (high - low)
            at_b = function(b)
        else:
            high, b, at_b = b, a, at_a
            a = high - _GOLDEN * (high - low)
            at_a = function(a)
    return 0.5 * (low + high)
