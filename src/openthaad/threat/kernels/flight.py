"""The flight of a ballistic missile from launch to the ground, and of what it leaves behind.

Times in PLAN are since launch, times in NODE and FLIGHT since the scenario's epoch.  The
model is described in docs/models/threat-flight.md.
"""

from enum import IntEnum
from math import cos, inf, isnan, nan, pi, sin
from typing import NamedTuple

import numpy as np

from openthaad.earth.kernels.frames import ecef_to_geodetic, enu_basis
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.kernels.compiled import njit
from openthaad.kernels.containers import container
from openthaad.kernels.path import NODE, state_at, vec
from openthaad.kernels.vector import Vec, add, add_scaled, scale, unit
from openthaad.threat.kernels import integrate
from openthaad.threat.kernels.dynamics import ATTITUDE, COAST, VELOCITY, Forces, Phase
from openthaad.threat.kernels.integrate import Progress, run_phase

__all__ = [
    "FLIGHT",
    "MISSILE",
    "NODE",
    "PLAN",
    "PLANNED",
    "STAGE",
    "Delivery",
    "FlightStatus",
    "Missiles",
    "Programme",
    "fly",
    "fly_body",
    "state_at",
]


class FlightStatus(IntEnum):
    """How a flight ended."""

    IMPACT = 0
    OUT_OF_TIME = 1  # still up after `max_time`: an orbit, or nearly
    OUT_OF_NODES = 2  # the node table was full
    CRASHED = 3  # came down while its engines were to burn
    STUCK = 4  # no step was small enough: the tables are not smooth numbers
    NO_BODY = 5  # nothing separated, so there is no second body


class Programme(IntEnum):
    """What the thrust does once the pitch-over ends."""

    GRAVITY_TURN = 0  # follows the air-relative velocity
    LINEAR_PITCH = 1  # holds the final elevation


STAGE = np.dtype(
    [
        ("propellant_mass", "f8"),  # kg
        ("dry_mass", "f8"),  # kg, dropped at burnout except in the last stage
        ("thrust_vacuum", "f8"),  # N
        ("exit_area", "f8"),  # m²: thrust = thrust_vacuum - pressure * exit_area
        ("mass_flow", "f8"),  # kg/s
        ("burn_time", "f8"),  # s
        ("coast_time", "f8"),  # s from this burnout to the next ignition
        ("area", "f8"),  # reference area while this stage burns, m²
        ("drag", "i8"),  # row of the drag table
    ],
    align=True,
)

MISSILE = np.dtype(
    [
        ("first_stage", "i8"),  # row of the stage table
        ("stage_count", "i8"),
        ("is_liquid", "i8"),  # thrust can be cut off
        ("separates", "i8"),
        ("payload_mass", "f8"),  # everything above the last stage, kg
        ("separation_delay", "f8"),  # s after the last burnout
        ("separation_speed", "f8"),  # of the warhead away from the body, m/s
        ("reentry_mass", "f8"),  # warhead where it separates, kg
        ("reentry_area", "f8"),  # of the warhead, or of the whole missile, m²
        ("reentry_drag", "i8"),
        ("body_area", "f8"),  # of the spent body, m²
        ("body_drag", "i8"),
        ("spiral_lift", "f8"),  # trim lift coefficient on reentry_area; 0.0 for none
        ("spiral_rate", "f8"),  # rad/s
        ("spiral_threshold", "f8"),  # dynamic pressure, Pa
        ("glide_ratio", "f8"),  # greatest lift over drag; 0.0 for a missile that cannot
        ("glide_load", "f8"),  # greatest lift, m/s²
        ("glide_floor", "f8"),  # altitude below which it dives without lift, m
        ("glide_rate", "f8"),  # at which it turns to the path angle that it holds, 1/s
        ("glide_onset", "f8"),  # descent over which its lift comes in, rad
        ("glide_fade", "f8"),  # height above its floor over which its lift goes out, m
        ("programme", "i8"),
        ("vertical_time", "f8"),  # s
        ("pitch_fraction", "f8"),  # share of the burn after vertical_time taken by pitch-over
    ],
    align=True,
)


@container
class Missiles(NamedTuple):
    """Missiles and all that they are made of; row i of `kinds` is the i-th of them."""

    kinds: np.ndarray  # MISSILE
    stages: np.ndarray  # STAGE
    drags: np.ndarray  # DRAG


PLAN = np.dtype(
    [
        ("missile", "i8"),
        ("launch_time", "f8"),  # s since the scenario's epoch
        ("position", "f8", (3,)),  # launch site, ECEF, m
        ("azimuth", "f8"),  # clockwise from north, rad
        ("programme", "i8"),  # Programme
        ("vertical_time", "f8"),
        ("pitch_final", "f8"),  # thrust elevation when the pitch-over ends, rad
        ("pitch_end_time", "f8"),
        ("cutoff_time", "f8"),  # inf: burn everything
        ("glide_angle", "f8"),  # path angle held on the way down, rad; NaN: no lift
        ("impact_altitude", "f8"),  # the flight ends coming down through it, m
        ("max_time", "f8"),
        ("tolerance", "f8"),  # 1.0: the default; 0.01 is a hundred times tighter
    ],
    align=True,
)

FLIGHT = np.dtype(
    [
        ("status", "i8"),
        ("first_node", "i8"),
        ("node_count", "i8"),
        ("launch_time", "f8"),
        ("burnout_time", "f8"),  # of the last stage that burnt, or its cut-off
        ("burnout_position", "f8", (3,)),
        ("burnout_velocity", "f8", (3,)),
        ("burnout_mass", "f8"),
        ("separation_time", "f8"),  # NaN where nothing separates
        ("separation_position", "f8", (3,)),
        ("body_velocity", "f8", (3,)),  # of the spent body just after separation
        ("body_mass", "f8"),
        ("reentry_mass", "f8"),
        ("apogee_time", "f8"),
        ("apogee_altitude", "f8"),
        ("impact_time", "f8"),
        ("impact_position", "f8", (3,)),
        ("impact_velocity", "f8", (3,)),
        ("gravity_loss", "f8"),  # these four by survey.survey()
        ("drag_loss", "f8"),
        ("peak_deceleration", "f8"),
        ("peak_dynamic_pressure", "f8"),
    ],
    align=True,
)

_FIRST_STEP = 1.0  # s

# An error made in boost grows over the whole flight: design/flight_tolerance.py.
BOOST_TOLERANCE = 1.5e-2
FALL_TOLERANCE = 0.4
# The bounds on the lift of a glide are corners in its forces.
GLIDE_TOLERANCE = 0.02


class Delivery(NamedTuple):
    """How a flight departs from its plan."""

    burnout_error: Vec  # added to the velocity at the last burnout, ECEF [m/s]
    spiral_phase: float  # of the re-entry spiral at launch [rad]; NaN for no spiral


PLANNED = Delivery((0.0, 0.0, 0.0), nan)


@njit
def _changed(now: Progress, velocity: Vec, mass: float) -> Progress:
    """Same time and place, another velocity and mass."""
    return Progress(now.code, now.time, now.position, velocity, now.step, now.row, mass)


class Site(NamedTuple):
    """The vertical and the launch direction where the missile stands."""

    up: Vec
    forward: Vec


@njit
def launch_site(plan: np.void) -> Site:
    latitude, longitude, _ = ecef_to_geodetic(vec(plan["position"]))
    east, north, up = enu_basis(latitude, longitude)
    azimuth = plan["azimuth"]
    return Site(up, add_scaled(scale(sin(azimuth), east), cos(azimuth), north))


class Launch(NamedTuple):
    """What one flight is flown with."""

    missiles: Missiles
    around: Surroundings
    site: Site
    nodes: np.ndarray  # NODE


@njit
def coasting(mass: float, area: float, site: Site, air: np.ndarray) -> Phase:
    """Phase of a missile between two burns or before separation."""
    return falling(mass, area, site, air, BOOST_TOLERANCE)


@njit
def falling(mass: float, area: float, site: Site, air: np.ndarray, tolerance: float) -> Phase:
    """Phase of a body without thrust and without lift."""
    return Phase(
        0.0,
        mass,
        0.0,
        0.0,
        0.0,
        COAST,
        0.0,
        0.0,
        site.forward,
        site.up,
        area,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        1.0 / air[1]["altitude"],
        tolerance,
    )


@njit
def _lifted(plain: Phase, missile: np.void, spiral_phase: float, glide_angle: float) -> Phase:
    """Give a falling missile the lift of its spiral, or of its glide."""
    spiral, ratio, tolerance = 0.0, 0.0, plain.tolerance
    if not isnan(spiral_phase):
        spiral = missile["spiral_lift"]
    if not isnan(glide_angle):
        ratio = missile["glide_ratio"]
        tolerance = GLIDE_TOLERANCE
    return Phase(
        plain.start,
        plain.mass,
        plain.mass_flow,
        plain.thrust,
        plain.exit_area,
        plain.steering,
        plain.turn_time,
        plain.turn_rate,
        plain.thrust_ahead,
        plain.thrust_above,
        plain.area,
        spiral,
        missile["spiral_rate"],
        spiral_phase,
        missile["spiral_threshold"],
        ratio,
        missile["glide_load"],
        sin(glide_angle),
        missile["glide_floor"],
        missile["glide_rate"],
        sin(missile["glide_onset"]),
        missile["glide_fade"],
        plain.air_rows,
        tolerance,
    )


@njit
def _burning(
    now: Progress, plan: np.void, stage: np.void, site: Site, air: np.ndarray
) -> Phase:
    """Phase of a burning stage, steered as the programme says at this time."""
    start = plan["vertical_time"]
    end = plan["pitch_end_time"]
    steering = ATTITUDE
    # The turn is counted from its middle, where the series of its sine are best.
    elevation, time, rate = 0.5 * pi, 0.0, 0.0
    if now.time >= end:
        elevation = plan["pitch_final"]
        if plan["programme"] == Programme.GRAVITY_TURN.value:
            steering = VELOCITY
    elif now.time >= start:
        elevation = 0.5 * (0.5 * pi + plan["pitch_final"])
        time = 0.5 * (start + end)
        rate = (plan["pitch_final"] - 0.5 * pi) / (end - start)
    c, s = cos(elevation), sin(elevation)
    return Phase(
        now.time,
        now.mass,
        stage["mass_flow"],
        stage["thrust_vacuum"],
        stage["exit_area"],
        steering,
        time,
        rate,
        add_scaled(scale(c, site.forward), s, site.up),
        add_scaled(scale(-s, site.forward), c, site.up),
        stage["area"],
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        1.0 / air[1]["altitude"],
        BOOST_TOLERANCE,
    )


@njit
def _burn(
    now: Progress,
    until: float,
    stage: np.void,
    plan: np.void,
    launch: Launch,
    flight: np.void,
) -> Progress:
    """Burn one stage, in pieces that end where the pitch programme changes."""
    around = launch.around
    drag = launch.missiles.drags[stage["drag"]]
    while now.code == integrate.REACHED and now.time < until:
        end = until
        if now.time < plan["vertical_time"] < end:
            end = plan["vertical_time"]
        if now.time < plan["pitch_end_time"] < end:
            end = plan["pitch_end_time"]
        phase = _burning(now, plan, stage, launch.site, around.air)
        now = run_phase(now, end, Forces(phase, around), drag, plan, launch.nodes, flight)
    return now


@njit
def _coast(
    now: Progress,
    until: float,
    stage: np.void,
    plan: np.void,
    launch: Launch,
    flight: np.void,
) -> Progress:
    """Coast with a stage attached that does not burn."""
    around = launch.around
    phase = coasting(now.mass, stage["area"], launch.site, around.air)
    drag = launch.missiles.drags[stage["drag"]]
    return run_phase(now, until, Forces(phase, around), drag, plan, launch.nodes, flight)


@njit
def _boost(plan: np.void, launch: Launch, flight: np.void) -> tuple[Progress, int]:
    """Burn stage after stage up to the last burnout or the cut-off; also the stage in use."""
    missile, stages = launch.missiles.kinds[plan["missile"]], launch.missiles.stages
    k = missile["first_stage"]
    last = k + missile["stage_count"] - 1
    mass = missile["payload_mass"]
    for i in range(k, last + 1):
        mass += stages[i]["propellant_mass"] + stages[i]["dry_mass"]
    still = (0.0, 0.0, 0.0)
    first = flight["first_node"]
    now = Progress(
        integrate.REACHED, 0.0, vec(plan["position"]), still, _FIRST_STEP, first, mass
    )
    cutoff = plan["cutoff_time"]
    while True:
        stage = stages[k]
        end = now.time + stage["burn_time"]
        now = _burn(now, min(end, cutoff), stage, plan, launch, flight)
        ignition = end + stage["coast_time"]
        if now.code != integrate.REACHED or cutoff < end or k == last:
            return now, k
        now = _changed(now, now.velocity, now.mass - stage["dry_mass"])
        k += 1
        if cutoff <= ignition:
            return now, k
        if ignition > end:
            now = _coast(now, ignition, stages[k], plan, launch, flight)
            if now.code != integrate.REACHED:
                return now, k


@njit
def _note_burnout(now: Progress, plan: np.void, flight: np.void) -> None:
    flight["burnout_time"] = plan["launch_time"] + now.time
    flight["burnout_mass"] = now.mass
    for axis in range(3):
        flight["burnout_position"][axis] = now.position[axis]
        flight["burnout_velocity"][axis] = now.velocity[axis]


@njit
def _reset(plan: np.void, flight: np.void) -> None:
    flight["node_count"] = 0
    flight["launch_time"] = plan["launch_time"]
    flight["burnout_time"] = nan
    flight["burnout_mass"] = nan
    flight["separation_time"] = nan
    flight["body_mass"] = nan
    flight["reentry_mass"] = nan
    flight["apogee_time"] = nan
    flight["apogee_altitude"] = nan
    flight["impact_time"] = nan
    flight["gravity_loss"] = nan
    flight["drag_loss"] = nan
    flight["peak_deceleration"] = nan
    flight["peak_dynamic_pressure"] = nan


@njit
def _separate(now: Progress, plan: np.void, missile: np.void, flight: np.void) -> Progress:
    """Push warhead and spent body apart along the velocity, keeping their momentum."""
    front = missile["reentry_mass"]
    rest = now.mass - front
    push = missile["separation_speed"] / now.mass
    direction = unit(now.velocity)
    body = add_scaled(now.velocity, -push * front, direction)
    flight["separation_time"] = plan["launch_time"] + now.time
    flight["body_mass"] = rest
    for axis in range(3):
        flight["separation_position"][axis] = now.position[axis]
        flight["body_velocity"][axis] = body[axis]
    return _changed(now, add_scaled(now.velocity, push * rest, direction), front)


@njit
def _finish(now: Progress, plan: np.void, flight: np.void) -> int:
    """Record how and where the flight ended."""
    status = FlightStatus.IMPACT.value
    if now.code == integrate.REACHED:
        status = FlightStatus.OUT_OF_TIME.value
    elif now.code == integrate.OUT_OF_NODES:
        status = FlightStatus.OUT_OF_NODES.value
    elif now.code == integrate.STUCK:
        status = FlightStatus.STUCK.value
    elif not flight["burnout_time"] <= plan["launch_time"] + now.time:
        status = FlightStatus.CRASHED.value
    flight["status"] = status
    flight["node_count"] = now.row - flight["first_node"]
    flight["impact_time"] = plan["launch_time"] + now.time
    for axis in range(3):
        flight["impact_position"][axis] = now.position[axis]
        flight["impact_velocity"][axis] = now.velocity[axis]
    return status


@njit
def _fall(
    now: Progress, plan: np.void, launch: Launch, spiral_phase: float, flight: np.void
) -> Progress:
    """From the last burnout to the ground, as a warhead or as the whole missile."""
    missile, around = launch.missiles.kinds[plan["missile"]], launch.around
    area = missile["reentry_area"]
    phase = falling(now.mass, area, launch.site, around.air, FALL_TOLERANCE)
    if not missile["separates"]:
        phase = _lifted(phase, missile, spiral_phase, plan["glide_angle"])
    flight["reentry_mass"] = now.mass
    forces, drag = Forces(phase, around), launch.missiles.drags[missile["reentry_drag"]]
    return run_phase(now, plan["max_time"], forces, drag, plan, launch.nodes, flight)


@njit
def fly(
    plan: np.void,
    missiles: Missiles,
    around: Surroundings,
    delivery: Delivery,
    nodes: np.ndarray,
    flight: np.void,
) -> int:
    """Fly a plan to the ground: boost, then the warhead or the whole missile.

    Nodes go into the rows from `flight["first_node"]` on; everything else into the FLIGHT
    row.  Returns FlightStatus.
    """
    _reset(plan, flight)
    launch = Launch(missiles, around, launch_site(plan), nodes)
    now, k = _boost(plan, launch, flight)
    if now.code != integrate.REACHED:
        return _finish(now, plan, flight)
    now = _changed(now, add(now.velocity, delivery.burnout_error), now.mass)
    _note_burnout(now, plan, flight)
    missile = missiles.kinds[plan["missile"]]
    if missile["separates"]:
        end = now.time + missile["separation_delay"]
        now = _coast(now, end, missiles.stages[k], plan, launch, flight)
        if now.code != integrate.REACHED:
            return _finish(now, plan, flight)
        now = _separate(now, plan, missile, flight)
    now = _fall(now, plan, launch, delivery.spiral_phase, flight)
    return _finish(now, plan, flight)


@njit
def fly_body(
    plan: np.void,
    missiles: Missiles,
    around: Surroundings,
    lead: np.void,
    nodes: np.ndarray,
    flight: np.void,
) -> int:
    """Fly the spent body of a flown missile (its FLIGHT row is `lead`) to the ground.

    Nodes as in `fly`.
    """
    _reset(plan, flight)
    if not lead["separation_time"] < inf:
        flight["status"] = FlightStatus.NO_BODY.value
        return FlightStatus.NO_BODY.value
    now = Progress(
        integrate.REACHED,
        lead["separation_time"] - plan["launch_time"],
        vec(lead["separation_position"]),
        vec(lead["body_velocity"]),
        _FIRST_STEP,
        flight["first_node"],
        lead["body_mass"],
    )
    _note_burnout(now, plan, flight)
    flight["reentry_mass"] = now.mass
    missile = missiles.kinds[plan["missile"]]
    area = missile["body_area"]
    phase = falling(now.mass, area, launch_site(plan), around.air, FALL_TOLERANCE)
    forces, drag = Forces(phase, around), missiles.drags[missile["body_drag"]]
    now = run_phase(now, plan["max_time"], forces, drag, plan, nodes, flight)
    return _finish(now, plan, flight)


@njit(cache=True, nogil=True)
def run_fly(
    plan: np.void,
    missiles: Missiles,
    around: Surroundings,
    delivery: Delivery,
    nodes: np.ndarray,
    flight: np.void,
) -> int:
    """`fly` for callers outside the kernels."""
    return fly(plan, missiles, around, delivery, nodes, flight)


@njit(cache=True, nogil=True)
def run_fly_body(
    plan: np.void,
    missiles: Missiles,
    around: Surroundings,
    lead: np.void,
    nodes: np.ndarray,
    flight: np.void,
) -> int:
    """`fly_body` for callers outside the kernels."""
    return fly_body(plan, missiles, around, lead, nodes, flight)
