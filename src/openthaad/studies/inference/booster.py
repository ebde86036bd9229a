"""A missile of unknown make: stages with a thrust-to-weight ratio and a velocity to give.

Its flight depends on ratios only (thrust to weight, velocity to exhaust velocity, mass to
area), so the launch mass is an arbitrary number.
"""

from dataclasses import dataclass, replace
from math import exp, pi

from openthaad.catalogue import Entry
from openthaad.constants import STANDARD_GRAVITY
from openthaad.errors import NoSolutionError
from openthaad.threat.kernels.flight import Programme
from openthaad.threat.missile import SEA_LEVEL_PRESSURE, DragCurve, Missile, Stage

PROPELLANTS = ("liquid", "solid")
_LAUNCH_MASS = 20e3  # kg
# Share of what is left at a burnout that falls off with the stage: it changes no ratio.
_DROPPED = 0.3
# Velocity that the last stage can give beyond its share, so that a cut-off has room [m/s].
SPARE = 2500.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Booster:
    """What is taken of an unknown booster; the catalogue's entry says what each means.

    Attributes
    ----------
    entry : Entry
        Of the catalogue: the values with their ranges.
    stage_count : int
    programme : Programme
        How the thrust is steered after the pitch-over.
    values : dict of str to float
        SI.
    """

    entry: Entry
    stage_count: int
    programme: Programme
    values: dict[str, float]

    @property
    def propellant(self) -> str:
        """`liquid` or `solid`."""
        return str(self.entry.about["propellant"])

    def changed(self, name: str, value: float) -> "Booster":
        """Return the booster with one of its values changed."""
        return replace(self, values={**self.values, name: value})


def booster_names(propellant: str | None) -> tuple[str, ...]:
    """Name the catalogue's boosters of a propellant, all of them where it is not known."""
    return PROPELLANTS if propellant is None else (propellant,)


def likely_booster(entry: Entry, speed: float) -> Booster:
    """Return the booster that one would expect behind a launch speed.

    Parameters
    ----------
    entry : Entry
        A booster of the catalogue.
    speed : float
        Of the vacuum arc at the ground [m/s]; decides the number of stages.
    """
    values = entry.nominal()
    return Booster(
        entry=entry,
        stage_count=stages_for(speed, values["one_stage_speed"], values["two_stage_speed"]),
        programme=Programme.GRAVITY_TURN,
        values=values,
    )


def stages_for(speed: float, one: float, two: float) -> int:
    """Return how many stages give a launch speed, where `one` and `two` give up to these."""
    return 1 + (speed > one) + (speed > two)


def shares(booster: Booster) -> list[float]:
    """Return the share of the velocity that each stage gives."""
    if booster.stage_count == 1:
        return [1.0]
    first = booster.values["first_stage_share"] * 2.0 / booster.stage_count
    rest = booster.stage_count - 1
    return [first, *([(1.0 - first) / rest] * rest)]


def missile_for(booster: Booster, velocity: float, spare: float = SPARE) -> Missile:
    """Return the missile whose stages give a velocity by the rocket equation, and spare.

    Parameters
    ----------
    booster : Booster
    velocity : float
        Sum of the stages' shares, in vacuum [m/s].
    spare : float
        What the last stage could give beyond its share [m/s].

    Raises
    ------
    NoSolutionError
        The first stage burns out before the vertical rise ends.
    """
    values = booster.values
    gains = [velocity * share for share in shares(booster)]
    bare = gains[-1]
    gains[-1] += spare
    mass, stages = _LAUNCH_MASS, list[Stage]()
    for i, gain in enumerate(gains):
        stage = _stage(booster, i, mass, gain)
        stages.append(stage)
        mass -= stage.propellant_mass + stage.dry_mass
    return Missile(
        name=f"{booster.propellant} booster of {booster.stage_count}",
        is_liquid=True,  # its cut-off is what the search solves for
        separates=True,
        programme=booster.programme,
        stages=tuple(stages),
        payload_mass=mass,
        vertical_time=values["vertical_rise_time"],
        pitch_fraction=_pitch_fraction(booster, stages, bare),
        separation_delay=0.0,
        separation_speed=0.0,
        reentry_mass=0.5 * mass,
        reentry_area=0.5 * mass / values["ballistic_coefficient"],
        reentry_drag=DragCurve.constant(1.0),
        body_area=0.0,
        body_drag=DragCurve.constant(0.0),
        spiral_lift=0.0,
        spiral_rate=2.0 * pi,
        spiral_threshold=0.0,
    )


def _pitch_fraction(booster: Booster, stages: list[Stage], last_gain: float) -> float:
    """Share of the whole burn that the turn-over takes, the last stage burning as asked."""
    values = booster.values
    rise, first = values["vertical_rise_time"], stages[0]
    if first.burn_time <= rise:
        raise _no_turn(booster, first.burn_time)
    if len(stages) == 1:
        return values["turn_share"]
    mass = _LAUNCH_MASS
    for stage in stages[:-1]:
        mass -= stage.propellant_mass + stage.dry_mass
    last = _stage(booster, len(stages) - 1, mass, last_gain)
    before = sum(stage.burn_time + stage.coast_time for stage in stages[:-1])
    return values["turn_share"] * (first.burn_time - rise) / (before + last.burn_time - rise)


def _no_turn(booster: Booster, burn_time: float) -> NoSolutionError:
    path = f"boosters.{booster.propellant}.vertical_rise_time"
    rise = booster.values["vertical_rise_time"]
    return NoSolutionError(
        f"the {booster.propellant} booster's first stage burns for {burn_time:.0f} s in this "
        f"flight, which leaves no time to turn over after a vertical rise of {rise:g} s; set a "
        f"shorter {path}",
        key=path,
        value=rise,
        allowed=f"less than {burn_time:.0f} s",
    )


def _stage(booster: Booster, i: int, mass: float, gain: float) -> Stage:
    """Stage `i`, which gives a velocity [m/s] to a mass at ignition [kg]."""
    values = booster.values
    weight = mass * STANDARD_GRAVITY
    isp = values["isp_vacuum"] if i == 0 else values["upper_isp_vacuum"]
    exit_area = 0.0
    if i == 0:
        thrust_low = values["thrust_to_weight"] * weight
        thrust = thrust_low / values["sea_level_share"]
        exit_area = (thrust - thrust_low) / SEA_LEVEL_PRESSURE
    else:
        thrust = values["upper_thrust_to_weight"] * weight
    left = mass * exp(-gain / (isp * STANDARD_GRAVITY))
    return Stage(
        propellant_mass=mass - left,
        dry_mass=_DROPPED * left,
        thrust_vacuum=thrust,
        exit_area=exit_area,
        burn_time=(mass - left) * isp * STANDARD_GRAVITY / thrust,
        coast_time=values["stage_pause"],
        area=_LAUNCH_MASS / values["sectional_mass"],
        drag=DragCurve.named(str(booster.entry.about["ascent_drag_curve"])),
    )
