"""Flights of one missile onto every cell of a grid, or from every cell onto one place."""

from dataclasses import dataclass, replace
from math import inf, nan

import numpy as np
from numpy.typing import NDArray

from openthaad.constants import EARTH_MEAN_RADIUS
from openthaad.earth import geodesy
from openthaad.earth.kernels import frames
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.errors import NoSolutionError
from openthaad.kernels.path import NODE
from openthaad.kernels.vector import angle_between
from openthaad.studies.footprint.threads import split, work
from openthaad.threat.aiming import Mode
from openthaad.threat.flight import blank_plan, ecef, fly_to
from openthaad.threat.kernels import fan
from openthaad.threat.kernels.fan import FAMILY, Fan, FanStatus
from openthaad.threat.kernels.flight import FLIGHT, PLAN
from openthaad.threat.missile import Missile, missile_tables

Array = NDArray[np.float64]
_KNOTS = 7
_ROWS = 256
_NODES_PER_FLIGHT = 700
_DEGREE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How a missile is flown: which, and on which of the possible arcs."""

    missile: Missile
    mode: Mode = Mode.STANDARD
    value: float = float("nan")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Batch:
    """Flights of some of the cells.

    Attributes
    ----------
    cells : slice
        Of the grid's cells.
    aims : (N, 3) array
        ECEF [m].
    plans, leads, bodies : (N,) arrays
        PLAN, and FLIGHT of missile or warhead and of the spent body.
    status : (N,) array
        FanStatus.
    nodes : array of NODE
    """

    cells: slice
    aims: Array
    plans: NDArray[np.void]
    leads: NDArray[np.void]
    bodies: NDArray[np.void]
    status: NDArray[np.int64]
    nodes: NDArray[np.void]


def parts(batch: Batch) -> list[Batch]:
    """Cut a batch into parts that threads share."""
    return [
        replace(
            batch,
            cells=slice(batch.cells.start + part.start, batch.cells.start + part.stop),
            aims=batch.aims[part],
            plans=batch.plans[part],
            leads=batch.leads[part],
            bodies=batch.bodies[part],
            status=batch.status[part],
        )
        for part in split(len(batch.aims), 1)
    ]


@dataclass(frozen=True, slots=True)
class _Spot:
    latitude: float
    longitude: float
    altitude: float = 0.0


Knot = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Line:
    """A way to fly along one bearing: aims at ranges [m] along it."""

    way: Way
    launch: _Spot
    bearing: float
    altitude: float  # of the aims [m]
    around: Surroundings

    def knot(self, reach: float) -> Knot:
        """Range over the sphere, pitch, cut-off and angle of glide of one aimed flight."""
        start = self.launch
        lon, lat, _ = geodesy.direct(
            start.longitude, start.latitude, self.bearing, reach, radians=True
        )
        aim = _Spot(float(lat), float(lon), self.altitude)
        flight = fly_to(
            self.way.missile, start, aim, mode=self.way.mode, value=self.way.value,
            surroundings=self.around,
        )  # fmt: skip
        plan = flight.plan[0]
        arc = EARTH_MEAN_RADIUS * angle_between(ecef(start), ecef(aim))
        return (
            arc, float(plan["pitch_final"]), float(plan["cutoff_time"]),
            float(plan["glide_angle"]),
        )  # fmt: skip

    def flies(self, reach: float) -> bool:
        """Say whether there is a flight of this range."""
        try:
            self.knot(reach)
        except NoSolutionError:
            return False
        return True

    def end(self, good: float, bad: float) -> float:
        """Range nearest to `bad` that can be flown, to 2 km."""
        if self.flies(bad):
            return bad
        while abs(good - bad) > 2e3:
            middle = 0.5 * (good + bad)
            if self.flies(middle):
                good = middle
            else:
                bad = middle
        return good


def family_of(
    way: Way, launch: Array, aim: Array, span: tuple[float, float], around: Surroundings
) -> NDArray[np.void]:
    """Aim a few flights on one bearing and return rows of FAMILY between them.

    Parameters
    ----------
    way : Way
    launch, aim : (3,) array
        Latitude, longitude [rad] and altitude [m]; the aim gives the bearing.
    span : tuple of float
        Ground ranges [m] that the family should span; it spans what the missile can fly.
    around : Surroundings

    Raises
    ------
    NoSolutionError
        The missile flies none of these ranges in the way asked for.
    """
    bearing, _, _ = geodesy.inverse(launch[1], launch[0], aim[1], aim[0], radians=True)
    line = _Line(way, _Spot(*launch.tolist()), bearing, float(aim[2]), around)
    knots = []
    problem = None
    for reach in _spread(*span):
        try:
            knots.append(line.knot(reach))
        except NoSolutionError as error:
            problem = error
    if len(knots) < _DEGREE + 1:
        knots = _narrowed(line, span, knots)
    if len(knots) < 3:
        raise problem or NoSolutionError("no range to fly", key="missile")
    return _family(np.array(sorted(knots)))


def _spread(low: float, high: float) -> Array:
    """Ranges to aim at: Chebyshev's, ends included, which a polynomial follows best."""
    share = 0.5 * (1.0 - np.cos(np.pi * np.arange(_KNOTS) / (_KNOTS - 1)))
    values: Array = low + (high - low) * share
    return values


def _narrowed(line: _Line, span: tuple[float, float], knots: list[Knot]) -> list[Knot]:
    """Find the ends of what the missile can fly by halving, and aim between them."""
    known = [knot[0] for knot in knots]
    if not known:
        known = [r for r in np.linspace(*span, 25).tolist() if line.flies(r)]
        if not known:
            return []
    low, high = line.end(min(known), span[0]), line.end(max(known), span[1])
    return [line.knot(float(r)) for r in _spread(low, high)]


def _family(knots: Array) -> NDArray[np.void]:
    """Lay smooth curves through the knots: the pitch of least energy is flat and so noisy."""
    table = np.zeros(_ROWS, FAMILY)
    reach = np.linspace(knots[0, 0], knots[-1, 0], _ROWS)
    table["reach"] = reach
    degree = min(_DEGREE, len(knots) - 1)
    has_glide = bool(np.isfinite(knots[:, 3]).all())
    table["pitch"] = _curve(knots[:, 0], knots[:, 1], degree)(reach)
    table["cutoff"] = inf
    if np.isfinite(knots[:, 2]).all():
        table["cutoff"] = _curve(knots[:, 0], knots[:, 2], degree)(reach)
    table["glide"] = _glide_angles(knots, reach) if has_glide else nan
    return table


def _glide_angles(knots: Array, reach: Array) -> Array:
    """The steeper a glide, the less its angle matters: no polynomial follows that."""
    from scipy.interpolate import PchipInterpolator  # noqa: PLC0415 (only gliders wait for SciPy)

    found: Array = PchipInterpolator(knots[:, 0], knots[:, 3])(reach)
    return found


def _curve(x: Array, y: Array, degree: int) -> np.polynomial.Polynomial:
    return np.polynomial.Polynomial.fit(x, y, degree)


def to_ecef(places: Array) -> Array:
    """Positions (N, 3) [m] of latitudes, longitudes [rad] and altitudes [m] (N, 3)."""
    return np.array([frames.geodetic_to_ecef(*place) for place in places.tolist()])


def fly_grid(
    way: Way, launches: Array, aims: Array, around: Surroundings, *, rows: int
) -> list[Batch]:
    """Fly a missile from every launch to the aim beside it; pairs far out are not flown.

    Parameters
    ----------
    way : Way
    launches, aims : (N, 3) array
        Latitude, longitude [rad] and altitude [m], row by row of a grid.
    around : Surroundings
    rows : int
        Cells of one row of the grid, which a batch never splits.
    """
    starts, ends = to_ecef(launches), to_ecef(aims)
    cosine = np.einsum("ij,ij->i", starts, ends)
    cosine /= np.linalg.norm(starts, axis=1) * np.linalg.norm(ends, axis=1)
    reach = EARTH_MEAN_RADIUS * np.arccos(np.clip(cosine, -1.0, 1.0))
    middle = int(np.argsort(reach)[len(reach) // 2])
    nearest = max(0.9 * float(reach.min()), 20e3)
    span = nearest, 1.1 * float(reach.max())
    family = family_of(way, launches[middle], aims[middle], span, around)
    tables = missile_tables([way.missile])
    blank = blank_plan(way.missile, _Spot(0.0, 0.0))

    def fly(cells: slice) -> Batch:
        count = cells.stop - cells.start
        plans = np.repeat(blank, count).astype(PLAN)
        plans["position"] = starts[cells]
        plans["impact_altitude"] = aims[cells, 2]
        leads, bodies = np.zeros(count, FLIGHT), np.zeros(count, FLIGHT)
        nodes = np.empty((count + 2) * _NODES_PER_FLIGHT, NODE)
        status = np.zeros(count, np.int64)
        here = np.ascontiguousarray(ends[cells])
        asked = Fan(family, here, plans, leads, bodies, status)
        used = fan.fly_fan(asked, tables, around, nodes)
        return Batch(
            cells=cells, aims=here, plans=plans, leads=leads, bodies=bodies, status=status,
            nodes=nodes[:used].copy(),  # a part would keep the whole table in memory
        )  # fmt: skip

    return work(fly, split(len(aims), rows))


def flown(batch: Batch) -> NDArray[np.bool_]:
    """Which cells of a batch a flight comes down in."""
    hit: NDArray[np.bool_] = batch.status == FanStatus.HIT
    return hit
