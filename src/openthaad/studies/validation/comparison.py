"""What our fuller model makes of the inputs of a simpler published one."""

from collections.abc import Iterable
from math import pi

from openthaad.catalogue import find_place
from openthaad.studies.validation.check import Result
from openthaad.studies.validation.computations.levinger import CURVE
from openthaad.studies.validation.computations.rockets import longest_range
from openthaad.threat.flight import standard_surroundings
from openthaad.threat.kernels.flight import Programme
from openthaad.threat.missile import DragCurve, Missile, Stage

_WEIGHT = 9.81  # N per kilogram-force, as there


def fuller_model(results: Iterable[Result]) -> list[tuple[str, float, float, float]]:
    """Missile, published range, our repetition of it and our own model's longest range [km]."""
    found = [r for r in results if r.case.computation == "levinger-flight"]
    return [
        (
            r.case.name.removeprefix("levinger-").removesuffix("-range"),
            r.case.published,
            r.computed,
            _longest(**{k: float(v) for k, v in r.case.inputs.items()}) / 1e3,
        )
        for r in found
        if r.case.output == "range_km"
    ]


def _longest(
    *,
    payload_kg: float,
    diameter_m: float,
    fuel_kg: float,
    dry_kg: float,
    isp_s: float,
    thrust_kgf: float,
    **_: float,
) -> float:
    """Longest range southward from Wonsan [m]; the warhead separates and falls as a cone."""
    area = 0.25 * pi * diameter_m**2
    stage = Stage(
        propellant_mass=fuel_kg, dry_mass=dry_kg, thrust_vacuum=thrust_kgf * _WEIGHT,
        exit_area=0.0,
        burn_time=fuel_kg * isp_s / thrust_kgf, coast_time=0.0, area=area,
        drag=DragCurve(mach=CURVE.mach, cd=CURVE.cd),
    )  # fmt: skip
    missile = Missile(
        name="published missile", is_liquid=True, separates=True,
        programme=Programme.GRAVITY_TURN, stages=(stage,), payload_mass=payload_kg,
        vertical_time=5.0, pitch_fraction=0.5, separation_delay=10.0, separation_speed=0.0,
        reentry_mass=payload_kg, reentry_area=area, reentry_drag=DragCurve.named("cone-12deg"),
        body_area=area, body_drag=DragCurve.constant(0.7), spiral_lift=0.0, spiral_rate=0.0,
        spiral_threshold=0.0,
    )  # fmt: skip
    place = find_place("wonsan")
    return longest_range(missile, place, azimuth=pi, surroundings=standard_surroundings())
