"""Solvers for the azimuth, pitch and cut-off with which a missile hits an aim.

Every trial is the true flight on the rotating ellipsoid, one compiled call; what decides on
the next trial is here.  The method is described in docs/models/threat-flight.md.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from math import atan2, cos, hypot, inf, isfinite, pi, sin, sqrt
from typing import cast

import numpy as np
from numpy.typing import NDArray

from openthaad.earth.kernels.frames import ecef_to_geodetic, enu_basis, ground_range
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.kernels.vector import Vec
from openthaad.threat.course import ROUND, Flown, Way, seen_from_space, unwound
from openthaad.threat.kernels.flight import Missiles
from openthaad.threat.kernels.shooting import Shot, Trial, run_shoot

GOOD = 1.0  # a miss that ends a search [m]
ACCEPTED = 50.0  # a miss that counts as a hit [m]
# A miss that a flight may have whose cut-off is only compared with others', as a share of
# the distance: the rest is extrapolated.
_COARSE = 1e-3
# Flights that are only compared with others are integrated so much more loosely: 30 m of error
# at most, and two thirds of the time.
_ROUGH = 30.0
_LOWEST_CUTOFF = 5.0  # s after the vertical rise
# Beyond this the bearing of an impact says little about how to turn the launch.
_ASIDE = 0.3  # rad
_STEP = 0.1  # longest step of a solution: tilt [rad], share of the burn
_FINE = 1e-4  # for difference quotients

Array = NDArray[np.float64]


@dataclass(slots=True)
class Range:
    """All that trial flights need; plan, nodes and flight are overwritten by each."""

    plan: np.void
    missiles: Missiles  # the plan's is one of them
    around: Surroundings
    nodes: NDArray[np.void]
    flight: np.void
    aim: Vec  # ECEF [m]
    way: Way = Way.OVER_THE_GROUND
    distance: float = field(init=False)  # launch to aim over the ground [m]
    bearing: float = field(init=False)  # azimuth of the aim [rad]
    burn_time: float = field(init=False)  # launch to the last burnout, everything burning [s]
    tolerance: float = field(init=False)  # of the plan, for flights that count
    flights: int = 0
    last: tuple[object, ...] = ()  # what was flown last, and the shot: the rows still hold it

    def __post_init__(self) -> None:
        at = self.plan["position"]
        origin = (float(at[0]), float(at[1]), float(at[2]))
        self.distance = float(ground_range(origin, self.aim))
        self.bearing = _bearing(origin, self.aim)
        if self.way == Way.LONG:
            self.distance = ROUND - self.distance
            self.bearing += pi
        self.burn_time = burn_time(self.missile, self.missiles.stages)
        self.tolerance = float(self.plan["tolerance"])

    @property
    def missile(self) -> np.void:
        """Row of the missile that is flown."""
        return cast("np.void", self.missiles.kinds[self.plan["missile"]])

    def shoot(
        self, azimuth: float, pitch: float, cutoff: float, *, rough: bool = False
    ) -> Shot:
        """Fly one trial, unless it is the last one again; a rough one tells 30 m at best."""
        key = (azimuth, pitch, cutoff, rough, self.plan["glide_angle"].tobytes())
        if self.last and self.last[0] == key:
            return cast("Shot", self.last[1])
        self.flights += 1
        self.plan["tolerance"] = self.tolerance * (_ROUGH if rough else 1.0)
        shot: Shot = run_shoot(
            self.plan,
            self.missiles,
            self.around,
            Trial(self.aim, azimuth, pitch, cutoff),
            self.nodes,
            self.flight,
        )
        shot = self._counted(shot)
        self.last = (key, shot)
        return shot

    def _counted(self, shot: Shot) -> Shot:
        """Count the distance of a shot round the Earth."""
        flown = Flown(self.plan, self.flight, self.around.earth.omega)
        if self.way == Way.OVER_THE_GROUND:
            return unwound(shot, flown, self.distance)
        return seen_from_space(shot, flown, np.array(self.aim), self.distance)

    def towards(self, aim: Vec, way: Way) -> "Range":
        """Range onto an aim, a way round the Earth; it overwrites the same rows."""
        return replace(self, aim=aim, way=way, flights=self.flights, last=())

    def lean(self, x: Array) -> Shot:
        """Fly a tilt from the vertical, along and right of the bearing, and a cut-off.

        The cut-off is a share of the burn; without one, everything burns.
        """
        cutoff = inf if len(x) == 2 or x[2] >= 1.0 else float(x[2]) * self.burn_time
        tilt = float(hypot(x[0], x[1]))
        return self.shoot(self.bearing + atan2(x[1], x[0]), 0.5 * pi - tilt, cutoff)

    def leaning(self, shot: Shot, size: int) -> Array:
        """Return the tilt (and the cut-off) of a shot."""
        tilt, aside = 0.5 * pi - shot.pitch, shot.azimuth - self.bearing
        share = min(shot.cutoff / self.burn_time, 1.0)
        return np.array([tilt * cos(aside), tilt * sin(aside), share][:size])


def _bearing(origin: Vec, aim: Vec) -> float:
    """Azimuth [rad] clockwise from north at the origin towards the aim."""
    latitude, longitude, _ = ecef_to_geodetic(origin)
    east, north, _ = enu_basis(latitude, longitude)
    line = np.subtract(aim, origin)
    return float(atan2(line @ east, line @ north))


def burn_time(missile: np.void, stages: NDArray[np.void]) -> float:
    """Launch to the last burnout when everything burns [s]."""
    first = missile["first_stage"]
    used = stages[first : first + missile["stage_count"]]
    return float(used["burn_time"].sum() + used["coast_time"][:-1].sum())


def along(shot: Shot) -> float:
    """How far a shot goes over the ground in the direction of the aim [m]."""
    return max(shot.distance, 0.0) * max(cos(shot.turn), 0.0)


def _excess(r: Range, shot: Shot) -> float:
    """How far a shot goes beyond the aim; in roots of distance, which are nearly linear."""
    return sqrt(along(shot)) - sqrt(r.distance)


def _off(r: Range, shot: Shot) -> Array:
    """Miss along and to the right of the aim's bearing [m]; regular about the launcher."""
    return np.array(
        [
            shot.distance * cos(shot.turn) - r.distance,
            -shot.distance * sin(shot.turn),
        ]
    )


# --- Solutions by Newton's method, with Broyden's updates of the Jacobian ---------------


@dataclass(slots=True)
class Solution:
    """A point of a search: unknowns, residuals [m], the shot, and the Jacobian there."""

    x: Array
    f: Array
    shot: Shot
    slope: Array

    @property
    def size(self) -> float:
        """Length of the residuals."""
        return float(np.linalg.norm(self.f))


Residuals = Callable[[Shot], Array]


def _differences(r: Range, x: Array, residuals: Residuals, f: Array) -> Array:
    """Jacobian by difference quotients; the cut-off is drawn back, never put off."""
    slope = np.empty((len(f), len(x)))
    for k in range(len(x)):
        moved = x.copy()
        width = -_FINE if k == 2 else _FINE
        moved[k] += width
        slope[:, k] = (residuals(r.lean(moved)) - f) / width
    return slope


def start_at(r: Range, shot: Shot, residuals: Residuals, size: int) -> Solution:
    """Return a shot as the starting point of a solution."""
    x, f = r.leaning(shot, size), residuals(shot)
    return Solution(x, f, shot, _differences(r, x, residuals, f))


def solve(
    r: Range, start: Solution, residuals: Residuals, good: float, tries: int = 25
) -> Solution:
    """Best point found from a start: residuals below `good`, or as far as it went.

    The unknowns are components of the tilt from the vertical, so that azimuth needs no
    meaning where the launch is nearly vertical and the Earth turns away below.
    """
    now = best = replace(start, f=residuals(start.shot))
    stale = True
    for _ in range(tries):
        if best.size < good:
            break
        step = _newton_step(now)
        moved = _moved(r, now, step, residuals)
        if moved.size < best.size:
            now = best = moved
            continue
        # Worse: learn the true slope there once, then shorten the way.
        if stale:
            slope = _differences(r, best.x, residuals, best.f)
            now = best = replace(best, slope=slope)
            stale = False
            continue
        for share in (0.3, 0.1, 0.03):
            moved = _moved(r, best, share * step, residuals)
            if moved.size < best.size:
                break
        else:
            break
        now = best = moved
    return best


def _newton_step(now: Solution) -> Array:
    step = np.asarray(-np.linalg.lstsq(now.slope, now.f, rcond=1e-9)[0], np.float64)
    longest = float(np.max(np.abs(step)))
    return step if longest <= _STEP else step * (_STEP / longest)


def _moved(r: Range, now: Solution, step: Array, residuals: Residuals) -> Solution:
    """Point a step further, the Jacobian brought up to date by Broyden's formula."""
    x = now.x + step
    if len(x) == 3:
        x[2] = min(x[2], 1.0)
    shot = r.lean(x)
    f, change = residuals(shot), x - now.x
    if not np.all(np.isfinite(f)):
        return Solution(x, np.full_like(now.f, 1e12), shot, now.slope)
    size = float(change @ change)
    slope = now.slope
    if size > 0.0:
        slope = slope + np.outer(f - now.f - slope @ change, change) / size
    return Solution(x, f, shot, slope)


def solve_tilt(r: Range, start: Shot, good: float = GOOD, size: int = 2) -> Shot:
    """Shot onto the aim near one not far off, by its tilt, and its cut-off where size is 3."""

    def residuals(shot: Shot) -> Array:
        return _off(r, shot)

    return solve(r, start_at(r, start, residuals, size), residuals, good).shot


def follow(
    r: Range,
    start: Shot,
    wanted: Callable[[Shot], float],
    value: float,
    *,
    scale: float,
) -> Shot:
    """Cut-off shot onto the aim whose wanted quantity has a value.

    Starts from a shot onto the aim and changes the quantity as boldly as the solution lets
    it; returns how near to the value it came, a shot onto the aim too.  `scale` [m] makes
    one unit of the quantity comparable with a miss.
    """
    goal = wanted(start)

    def residuals(shot: Shot) -> Array:
        return np.append(_off(r, shot), scale * (wanted(shot) - goal))

    now = start_at(r, start, residuals, 3)
    towards = value - goal
    smallest = max(2e-3 * abs(towards), 3.0 * GOOD / scale)
    share = 1.0
    for _ in range(20):
        here = wanted(now.shot)
        left = value - here
        # Half as much again is about what one solution bears.
        step = share * min(abs(left), 0.5 * abs(here))
        if (step < smallest and step < abs(left)) or left * towards <= 0.0:
            break
        goal = value if step >= abs(left) else here + (step if left > 0.0 else -step)
        found = solve(r, now, residuals, GOOD, 8)
        if found.size < GOOD:
            now, share = found, 1.0
            if goal == value:
                return now.shot
        else:
            share *= 0.3
    return now.shot


# --- Searches along one unknown ----------------------------------------------------------


def solve_pitch(r: Range, low: Shot, high: Shot, good: float = GOOD) -> Shot:
    """Full-burn shot onto the aim between two, one short and one beyond."""
    if max(abs(low.turn), abs(high.turn)) > _ASIDE:
        return solve_tilt(r, high, good)
    a, b = low.pitch, high.pitch
    fa, fb = _excess(r, low), _excess(r, high)
    azimuth = 0.5 * (low.azimuth + low.turn + high.azimuth + high.turn)
    best = low if low.miss < high.miss else high
    for _ in range(40):
        x = b - fb * (b - a) / (fb - fa)
        shot = r.shoot(azimuth, x, inf)
        if shot.miss < best.miss:
            best = shot
        if shot.miss < good or abs(b - a) < 1e-12:
            break
        azimuth = shot.azimuth + shot.turn
        f = _excess(r, shot)
        # Illinois: halve the end that stays put, or false position crawls.
        if f * fb < 0.0:
            a, fa = b, fb
        else:
            fa *= 0.5
        b, fb = x, f
        if fb == fa:
            break
    return (
        best if best.miss < ACCEPTED or not isfinite(best.miss) else solve_tilt(r, best, good)
    )


def solve_cutoff(
    r: Range, pitch: float, near: Shot, slope: float, good: float = GOOD
) -> tuple[Shot, float]:
    """Cut-off at a pitch that hits the aim, from a nearby shot; also the slope of `_excess`.

    Where even full burn falls short, the shot returned is the full burn.
    """
    low, high = float(r.plan["vertical_time"]) + _LOWEST_CUTOFF, r.burn_time
    x = min(max(near.cutoff, low), high)
    azimuth = near.azimuth + near.turn
    best = near
    old_x, old_f = 0.0, 0.0
    for i in range(40):
        shot = r.shoot(azimuth, pitch, x, rough=good > GOOD)
        if i == 0 or shot.miss < best.miss:
            best = shot
        f = _excess(r, shot)
        azimuth = shot.azimuth + shot.turn
        if i > 0 and x != old_x and f != old_f:
            slope = (f - old_f) / (x - old_x)
        if shot.miss < good or (f < 0.0 and x >= r.burn_time):
            break
        if f < 0.0:
            low = x
        else:
            high = x
        old_x, old_f = x, f
        x -= f / slope
        if x >= r.burn_time and high >= r.burn_time:
            x = r.burn_time
        elif not low < x < high:
            x = 0.5 * (low + high)
        if high - low < 1e-10:
            break
    return best, slope


def _cost(r: Range, shot: Shot, slope: float) -> float:
    """Cut-off time that the shot's pitch needs, beyond full burn by extrapolation [s]."""
    return shot.cutoff - _excess(r, shot) / slope


Point = tuple[float, float]


def _vertex(a: Point, b: Point, c: Point) -> float:
    """Where the parabola through three points has its extremum."""
    d1 = (b[1] - a[1]) / (b[0] - a[0])
    d2 = (c[1] - b[1]) / (c[0] - b[0])
    bend = (d2 - d1) / (c[0] - a[0])
    if bend == 0.0:
        return b[0]
    return 0.5 * (a[0] + b[0]) - 0.5 * d1 / bend


def minimum_energy(r: Range, low: float, high: float, start: Shot) -> Shot:
    """Shot with the earliest cut-off that reaches the aim, of all pitches low .. high."""
    good = max(_COARSE * r.distance, GOOD)
    slope = 1.7 * sqrt(r.distance) / start.cutoff
    width = min(0.12, 0.25 * (high - low))
    x = min(max(start.pitch, low + width), high - width)
    shot, slope = solve_cutoff(r, x, start, slope, good)
    b = (x, _cost(r, shot, slope))
    best = shot
    left, slope = solve_cutoff(r, x - width, shot, slope, good)
    a = (x - width, _cost(r, left, slope))
    right, slope = solve_cutoff(r, x + width, shot, slope, good)
    c = (x + width, _cost(r, right, slope))
    for _ in range(12):
        if a[1] < b[1]:
            # Downhill to the left: walk on.
            x = max(a[0] - 2.0 * (b[0] - a[0]), low)
        elif c[1] < b[1]:
            x = min(c[0] + 2.0 * (c[0] - b[0]), high)
        else:
            x = _vertex(a, b, c)
        if not low <= x <= high or min(abs(x - a[0]), abs(x - b[0]), abs(x - c[0])) < 5e-3:
            break
        shot, slope = solve_cutoff(r, x, best, slope, good)
        d = (x, _cost(r, shot, slope))
        if d[1] < b[1]:
            best = shot
        a, b, c = _best_three(a, b, c, d)
    shot, slope = solve_cutoff(r, b[0], best, slope)
    if r.way == Way.OVER_THE_GROUND or shot.miss < ACCEPTED:
        return shot
    # Near the antipode azimuth and cut-off alone settle slowly.
    return solve_tilt(r, shot._replace(cutoff=min(shot.cutoff, r.burn_time)), size=3)


def _best_three(a: Point, b: Point, c: Point, d: Point) -> tuple[Point, Point, Point]:
    """Three neighbours, rising in x, around the lowest of four points."""
    if d[0] < a[0]:
        return (d, a, b) if a[1] <= b[1] else (a, b, c)
    if d[0] > c[0]:
        return (b, c, d) if c[1] <= b[1] else (a, b, c)
    if d[0] < b[0]:
        return (a, d, b) if d[1] < b[1] else (d, b, c)
    return (b, d, c) if d[1] < b[1] else (a, b, d)


def solve_at(
    r: Range,
    wanted: Callable[[Shot], float],
    value: float,
    near: Shot,
    low: float,
    high: float,
) -> Shot:
    """Cut-off shot onto the aim whose wanted quantity has a value, pitches low .. high."""
    slope = 1.7 * sqrt(r.distance) / near.cutoff
    shot, slope = solve_cutoff(r, near.pitch, near, slope)
    best = shot
    x, f = shot.pitch, wanted(shot) - value
    old_x, old_f = x, f
    for i in range(25):
        if f < 0.0:
            low = x
        else:
            high = x
        if i == 0:
            x = 0.5 * (low + high) if abs(f) > 0.2 * abs(value) else x - 0.05 * f / abs(f)
        else:
            x -= f * (x - old_x) / (f - old_f)
        if not low < x < high:
            x = 0.5 * (low + high)
        old_f, old_x = f, shot.pitch
        shot, slope = solve_cutoff(r, x, shot, slope)
        f = wanted(shot) - value
        if shot.miss < ACCEPTED and abs(f) < abs(wanted(best) - value):
            best = shot
        if abs(f) < 1e-5 * abs(value) or high - low < 1e-6 or f == old_f:
            break
    return best
