"""Flights of missiles: along a plan, or onto a place."""

from copy import copy
from dataclasses import fields, replace
from math import ceil, degrees, floor, inf, nan
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from openthaad.catalogue.air import us76_table
from openthaad.checks import require_finite, require_place
from openthaad.earth.kernels.frames import geodetic_to_ecef
from openthaad.earth.kernels.gravity import WGS84
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.errors import NoSolutionError, PropagationError
from openthaad.keeping import Kept, Numbered
from openthaad.kernels.vector import Vec
from openthaad.records import Flight
from openthaad.threat.aiming import ROOT, SOLUTION, Mode, TargetStatus, find_aim
from openthaad.threat.kernels import flight as kernel
from openthaad.threat.kernels.flight import FLIGHT, NODE, PLAN, Delivery, FlightStatus, Missiles
from openthaad.threat.missile import Missile, missile_tables
from openthaad.threat.search import Range

_NODES = 4000
# Flights kept for whoever asks for one again, as each value of a radar moved does; 50 kB each.
FLIGHTS: Kept[tuple[object, ...], Flight | NoSolutionError] = Kept(256)
_airs = Numbered(8)
_MAX_TIME = 7200.0  # s
_STILL = (0.0, 0.0, 0.0)


class Position(Protocol):
    """Anything with geodetic latitude, longitude [rad] and altitude [m]."""

    @property
    def latitude(self) -> float:
        """Geodetic latitude [rad]."""

    @property
    def longitude(self) -> float:
        """Longitude [rad]."""

    @property
    def altitude(self) -> float:
        """Altitude above the ellipsoid [m]."""


def standard_surroundings() -> Surroundings:
    """Return WGS 84 with J2 and rotation, and the U.S. Standard Atmosphere 1976."""
    return Surroundings(WGS84, us76_table())


def ecef(place: Position) -> Vec:
    """Position of a place, ECEF [m]."""
    require_place(latitude=place.latitude, longitude=place.longitude)
    require_finite(altitude=place.altitude)
    x, y, z = geodetic_to_ecef(
        float(place.latitude), float(place.longitude), float(place.altitude)
    )
    return float(x), float(y), float(z)


def blank_plan(
    missile: Missile, launch: Position, *, launch_time: float = 0.0
) -> NDArray[np.void]:
    """Return a PLAN row with all that does not depend on the aim."""
    plan = np.zeros(1, dtype=PLAN)
    row = plan[0]
    row["launch_time"] = launch_time
    row["position"] = ecef(launch)
    row["programme"] = missile.programme
    row["vertical_time"] = missile.vertical_time
    row["cutoff_time"] = inf
    row["glide_angle"] = nan
    row["impact_altitude"] = launch.altitude
    row["max_time"] = _MAX_TIME
    row["tolerance"] = 1.0
    return plan


def fly_plan(
    missile: Missile,
    plan: NDArray[np.void],
    *,
    surroundings: Surroundings | None = None,
    burnout_error: Vec = _STILL,
    spiral_phase: float = nan,
) -> Flight:
    """Fly a missile along a plan, and its spent body after it.

    Parameters
    ----------
    missile : Missile
    plan : (1,) array of PLAN
    surroundings : Surroundings, optional
        The standard ones where not given.
    burnout_error : tuple of 3 floats
        Added to the velocity at the last burnout, ECEF [m/s].
    spiral_phase : float
        Direction of the re-entry spiral at launch [rad]; NaN for no spiral.

    Raises
    ------
    PropagationError
        The flight did not come down within the plan's `max_time`, or came down while its
        engines were to burn.
    """
    around = surroundings or standard_surroundings()
    tables = missile_tables([missile])
    nodes = np.zeros(_NODES, dtype=NODE)
    summary = np.zeros(1, dtype=FLIGHT)
    alone = _alone(plan)
    status = kernel.run_fly(
        alone[0],
        tables,
        around,
        Delivery(burnout_error, float(spiral_phase)),
        nodes,
        summary[0],
    )
    _check(missile, status)
    return _record(missile, tables, plan, summary, nodes, around)


def _alone(plan: NDArray[np.void]) -> NDArray[np.void]:
    """Plan of a missile that stands alone in its tables."""
    plan = plan.copy()
    plan["missile"] = 0
    return plan


def _check(missile: Missile, status: int) -> None:
    if status != FlightStatus.IMPACT:
        hint = _HINTS.get(FlightStatus(status))
        more = f"; {hint}" if hint else ""
        raise PropagationError(f"{missile.name} {how_it_ended(status)}{more}")


def how_it_ended(status: int) -> str:
    """Say how a flight ended that did not end in an impact as planned."""
    return {
        FlightStatus.OUT_OF_TIME: "was still flying at the end of its time",
        FlightStatus.CRASHED: "came down while its engines were to burn",
        FlightStatus.OUT_OF_NODES: "took more steps than there is room for",
        FlightStatus.STUCK: "could not be integrated",
        FlightStatus.NO_BODY: "came down before its warhead separated",
    }[FlightStatus(status)]


_HINTS = {
    FlightStatus.OUT_OF_TIME: "raise max_time, or check that it is not in orbit",
    FlightStatus.CRASHED: "raise pitch_final",
    FlightStatus.OUT_OF_NODES: "raise tolerance",
    FlightStatus.STUCK: "check its drag curves and masses",
}


def _record(
    missile: Missile,
    tables: Missiles,
    plan: NDArray[np.void],
    summary: NDArray[np.void],
    nodes: NDArray[np.void],
    around: Surroundings,
) -> Flight:
    """Add the spent body's flight to that of the lead."""
    kept = nodes[: summary[0]["node_count"]].copy()
    body = np.zeros(1, dtype=FLIGHT)
    count = 0
    if missile.separates:
        kernel.run_fly_body(
            _alone(plan)[0],
            tables,
            around,
            summary[0],
            nodes,
            body[0],
        )
        count = int(body[0]["node_count"])
    return Flight(
        missile=missile.name,
        plan=plan.copy(),
        summary=summary.copy(),
        nodes=kept,
        body=body[: 1 if missile.separates else 0],
        body_nodes=nodes[:count].copy(),
        solution=np.zeros(0, dtype=SOLUTION),
        roots=np.zeros(0, dtype=ROOT),
    )


def fly_to(
    missile: Missile,
    launch: Position,
    aim: Position,
    *,
    mode: Mode = Mode.STANDARD,
    value: float = nan,
    surroundings: Surroundings | None = None,
) -> Flight:
    """Aim a missile at a place and fly it there.

    Parameters
    ----------
    missile : Missile
    launch, aim : Position
        Where from and where to; the flight ends at the aim's altitude.
    mode : Mode
        Standard (liquids cut off at minimum energy, solids lofted), at a given apogee, at a
        given burnout angle, or depressed.
    value : float
        The apogee [m] or the burnout flight-path angle [rad] asked for.
    surroundings : Surroundings, optional

    Returns
    -------
    Flight
        With every root found, and the spent body's flight.

    Raises
    ------
    NoSolutionError
        The aim is out of reach, or cannot be reached in the way asked for; `allowed` says
        what can.
    """
    around = surroundings or standard_surroundings()
    if mode in (Mode.APOGEE, Mode.LOFT):
        require_finite(value=value)
    key = _key(missile, launch, aim, (int(mode), float(value)), around)
    found = FLIGHTS.get(key)
    if found is None:
        try:
            found = _fly_to(missile, launch, aim, (mode, float(value)), around)
        except NoSolutionError as error:
            FLIGHTS.keep(key, copy(error))
            raise
        FLIGHTS.keep(key, found)
    if isinstance(found, NoSolutionError):
        raise copy(found)  # raised once: it takes along the way that led to it
    return _copied(found)


def _copied(flight: Flight) -> Flight:
    """Return a flight with tables of its own: what is done to them is not done to one kept."""
    names = [field.name for field in fields(flight) if field.name != "missile"]
    return replace(flight, **{name: getattr(flight, name).copy() for name in names})


def _key(
    missile: Missile, launch: Position, aim: Position, way: tuple[int, float],
    around: Surroundings,
) -> tuple[object, ...]:  # fmt: skip
    """Return all that a flight depends on."""
    ends = [(place.latitude, place.longitude, place.altitude) for place in (launch, aim)]
    tables = b"".join(table.tobytes() for table in missile_tables([missile]))
    return missile.name, repr((way, ends, around.earth)), tables, _airs.number(around.air)


def _fly_to(
    missile: Missile, launch: Position, aim: Position, way: tuple[Mode, float],
    around: Surroundings,
) -> Flight:  # fmt: skip
    mode, value = way
    tables = missile_tables([missile])
    plan = blank_plan(missile, launch)
    plan[0]["impact_altitude"] = aim.altitude
    target = ecef(aim)
    _require_apart(missile, ecef(launch), target)
    nodes = np.zeros(_NODES, dtype=NODE)
    summary = np.zeros(1, dtype=FLIGHT)
    trials = Range(
        plan=plan[0],
        missiles=tables,
        around=around,
        nodes=nodes,
        flight=summary[0],
        aim=target,
    )
    roots, solution = find_aim(trials, mode, value)
    if solution[0]["status"] != TargetStatus.HIT:
        raise no_solution(missile, mode, value, solution, roots)
    flight = _record(missile, tables, plan, summary, nodes, around)
    return Flight(
        missile=flight.missile,
        plan=flight.plan,
        summary=flight.summary,
        nodes=flight.nodes,
        body=flight.body,
        body_nodes=flight.body_nodes,
        solution=solution,
        roots=roots,
    )


def _require_apart(missile: Missile, launch: Vec, aim: Vec) -> None:
    gap = sum((a - b) ** 2 for a, b in zip(launch, aim, strict=True)) ** 0.5
    if gap < 5000.0:
        raise NoSolutionError(
            f"{missile.name}: launch and aim lie {gap / 1e3:.1f} km apart, too near to fly",
            key="to",
            allowed="at least 5 km from the launch point",
        )


def no_solution(
    missile: Missile,
    mode: Mode,
    value: float,
    solution: NDArray[np.void],
    roots: NDArray[np.void],
) -> NoSolutionError:
    """Return the error that says why there is no such flight, and what there is."""
    found = solution[0]
    distance = f"{found['aim_range'] / 1e3:.0f} km"
    if found["status"] == TargetStatus.OUT_OF_REACH and not len(roots):
        if found["longest_range"] >= found["aim_range"]:
            return _not_found(missile, found, distance)
        longest = f"{found['longest_range'] / 1e3:.0f} km"
        return NoSolutionError(
            f"{missile.name} cannot reach {distance}; in that direction it flies at "
            f"most {longest}",
            key="to",
            value=distance,
            allowed=f"up to {longest}",
            hint="a nearer aim, a nearer launch point, or a missile of longer range",
        )
    if found["status"] == TargetStatus.NO_SUCH_GLIDE:
        return _no_such_glide(missile, value, found, distance)
    if not len(roots):
        return NoSolutionError(
            f"{missile.name}: the search found no flight that lands {distance} away; with all "
            "its propellant it flies farther at every pitch",
            key="to",
            value=distance,
            allowed=f"farther than this, up to {found['longest_range'] / 1e3:.0f} km",
            hint="a farther aim, or a missile of shorter range",
        )
    return _no_such_flight(missile, mode, value, solution, roots)


def _not_found(missile: Missile, found: np.void, distance: str) -> NoSolutionError:
    """Return the error for an aim within reach that the search does not settle on."""
    return NoSolutionError(
        f"{missile.name}: the search found no flight that lands {distance} away, though with "
        f"all its propellant it flies up to {found['longest_range'] / 1e3:.0f} km in that "
        "direction",
        key="to",
        value=distance,
        hint="an aim or a launch point some kilometres from this one",
    )


def _no_such_glide(
    missile: Missile, apogee: float, found: np.void, distance: str
) -> NoSolutionError:
    """Return the error for an aim that no glide from the apogee reaches."""
    wish = f"with an apogee of {apogee / 1e3:.0f} km"
    if not found["longest_range"] > 0.0:
        return NoSolutionError(
            f"{missile.name} cannot climb to {apogee / 1e3:.0f} km",
            key="apogee_km",
            value=apogee / 1e3,
            hint="another apogee",
        )
    can = f"{found['shortest_range'] / 1e3:.0f} to {found['longest_range'] / 1e3:.0f} km"
    short = found["aim_range"] < found["shortest_range"]
    return NoSolutionError(
        f"{missile.name} cannot reach {distance} {wish}; from that apogee it lands after {can}",
        key="apogee_km",
        value=round(apogee / 1e3, 6),
        allowed=can,
        hint="a lower apogee, or a farther aim"
        if short
        else "a higher apogee, or a nearer aim",
    )


def _no_such_flight(
    missile: Missile,
    mode: Mode,
    value: float,
    solution: NDArray[np.void],
    roots: NDArray[np.void],
) -> NoSolutionError:
    """Return the error for an aim that can be reached, but not in the way asked for."""
    wish = {
        Mode.APOGEE: f"with an apogee of {value / 1e3:.0f} km",
        Mode.LOFT: f"at a burnout angle of {degrees(value):.1f} deg",
        Mode.DEPRESSED: "on a depressed path",
        Mode.STANDARD: "on a lofted path",
    }[mode]
    can = _what_can(missile, mode, value, roots)
    return NoSolutionError(
        f"{missile.name} cannot reach {solution[0]['aim_range'] / 1e3:.0f} km {wish}; "
        f"it can at {can}",
        key="loft_deg" if mode == Mode.LOFT else "apogee_km",
        value={Mode.APOGEE: round(value / 1e3, 6), Mode.LOFT: round(degrees(value), 6)}.get(
            mode
        ),
        allowed=can,
        hint="thrust can be cut off" if missile.is_liquid else "a solid burns all it has",
    )


def _what_can(missile: Missile, mode: Mode, value: float, roots: NDArray[np.void]) -> str:
    """Say which apogees or burnout angles the flights found have."""
    by_angle = mode == Mode.LOFT
    flown = np.degrees(roots["burnout_angle"]) if by_angle else roots["apogee"] / 1e3
    asked = degrees(value) if by_angle else value / 1e3
    unit, step = ("deg", 10.0) if by_angle else ("km", 1.0)
    if not missile.is_liquid:
        each = np.unique(np.round(flown * step) / step)
        return " or ".join(f"{x:g}" for x in each) + f" {unit}"

    # Rounded towards what can be flown.
    def at_least(x: float) -> str:
        return f"{ceil(x * step) / step:g}"

    def at_most(x: float) -> str:
        return f"{floor(x * step) / step:g}"

    below, above = flown[flown < asked], flown[flown > asked]
    if len(below) and len(above):
        return f"up to {at_most(below.max())} and from {at_least(above.min())} {unit}"
    if ceil(flown.min() * step) > floor(flown.max() * step):  # all of them nearly alike
        return f"about {flown.mean():.{3 if by_angle else 1}f} {unit}"
    return f"{at_least(flown.min())} to {at_most(flown.max())} {unit}"
