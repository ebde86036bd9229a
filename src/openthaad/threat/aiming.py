"""How to aim a missile: azimuth, pitch and cut-off that put its true flight onto a place.

The search first scans the pitch with everything burning: that gives the longest range and
the lofted and depressed flights to the aim, between which every flight with a cut-off lies.
The method is described in docs/models/threat-flight.md.
"""

from collections.abc import Callable
from enum import IntEnum
from math import inf, nan, pi, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from openthaad.constants import EARTH_MEAN_RADIUS
from openthaad.kernels.vector import Vec
from openthaad.threat.course import FAR, Way
from openthaad.threat.gliding import solve_glide
from openthaad.threat.kernels.flight import Programme
from openthaad.threat.kernels.shooting import Shot
from openthaad.threat.search import (
    ACCEPTED,
    Range,
    along,
    follow,
    minimum_energy,
    solve_at,
    solve_cutoff,
    solve_pitch,
    solve_tilt,
)


class Mode(IntEnum):
    """Which of the flights that reach the aim is wanted."""

    STANDARD = 0  # liquids: minimum energy; solids: lofted
    APOGEE = 1  # at a given apogee [m]
    LOFT = 2  # at a given burnout flight-path angle [rad]
    DEPRESSED = 3  # liquids: half the apogee of minimum energy; solids: the low root


class TargetStatus(IntEnum):
    """How the search ended."""

    HIT = 0
    OUT_OF_REACH = 1  # `longest_range` is what it can do in that direction
    NO_SUCH_FLIGHT = 2  # reachable, but not at the apogee or loft asked for
    NOT_CONVERGED = 3  # the best flight found still misses
    NO_SUCH_GLIDE = 4  # from this apogee it glides `shortest_range` to `longest_range`


class Branch(IntEnum):
    """Which kind of flight a root is."""

    LOFTED = 0  # everything burns, higher of two
    DEPRESSED = 1  # everything burns, lower of two
    CUT_OFF = 2  # thrust is cut off
    GLIDE = 3  # everything burns, lift on the way down


SOLUTION = np.dtype(
    [
        ("status", "i8"),  # TargetStatus
        ("root_count", "i8"),
        ("chosen", "i8"),
        ("aim_range", "f8"),
        ("longest_range", "f8"),
        ("shortest_range", "f8"),  # of a glide at the apogee asked for; NaN otherwise
        ("lowest_apogee", "f8"),  # of the flights found that reach the aim; NaN if none
        ("highest_apogee", "f8"),
        ("flights", "i8"),  # flown in the search
    ],
    align=True,
)

ROOT = np.dtype(
    [
        ("branch", "i8"),
        ("azimuth", "f8"),
        ("pitch_final", "f8"),
        ("pitch_end_time", "f8"),
        ("cutoff_time", "f8"),
        ("glide_angle", "f8"),  # path angle held on the way down; NaN: no lift
        ("apogee", "f8"),
        ("flight_time", "f8"),
        ("burnout_angle", "f8"),  # flight-path angle at the last burnout
        ("miss", "f8"),
    ],
    align=True,
)

_SCAN = 12
_HIGHEST_PITCH = 0.5 * pi - 0.002
_LOWEST_PITCH = -0.25  # linear pitch
_LOWEST_TURN = 0.2  # gravity turn
_FOLLOWINGS = 6  # times that a root is followed on where it stopped
_HALVINGS = 40  # of the pitch between two flights, until a third is as asked for
_STEERINGS = 8  # flights that bring one far off onto its bearing
_ASIDE = 0.005  # rad that it may be off
# How near a burnt-out flight must come to the apogee [share] or angle [rad] asked for.
_LIKE = 0.01
# The same for flights with a cut-off, whose apogees and angles can be chosen.
_EXACT = 5e-4


class Found(NamedTuple):
    """What a search found: rows of ROOT and one of SOLUTION."""

    roots: NDArray[np.void]
    solution: NDArray[np.void]


class Search:
    """A search under way: the trial flights' range, and the roots noted."""

    def __init__(self, r: Range) -> None:
        self.range = r
        self.shots: list[Shot] = []
        self.rows: list[NDArray[np.void]] = []

    def note(self, shot: Shot, branch: Branch) -> int:
        """Fly a found shot again and keep it; its number, or -1 if it misses."""
        if not shot.miss < ACCEPTED:
            return -1
        r = self.range
        again = r.shoot(shot.azimuth, shot.pitch, shot.cutoff)
        row = np.zeros(1, ROOT)
        row["branch"] = branch
        row["azimuth"] = again.azimuth % (2.0 * pi)
        row["pitch_final"] = again.pitch
        row["pitch_end_time"] = r.plan["pitch_end_time"]
        row["cutoff_time"] = again.cutoff
        row["glide_angle"] = r.plan["glide_angle"]
        row["apogee"] = again.apogee
        row["flight_time"] = r.flight["impact_time"] - r.flight["launch_time"]
        row["burnout_angle"] = again.angle
        row["miss"] = again.miss
        self.shots.append(again)
        self.rows.append(row)
        return len(self.rows) - 1

    def cross(self, short: Shot, beyond: Shot, branch: Branch) -> float:
        """Note the root between two full-burn shots; its pitch, or that of the one beyond."""
        if short.pitch == beyond.pitch:
            return beyond.pitch
        k = self.note(solve_pitch(self.range, short, beyond), branch)
        return beyond.pitch if k < 0 else self.shots[k].pitch


class Scan(NamedTuple):
    """Full-burn flights over the pitch: the longest, its neighbours, the reach of the aim."""

    below: Shot  # neighbour of the longest at a lower pitch
    longest: Shot
    above: Shot
    low: float  # lowest and highest pitch that reach the aim; NaN if none does
    high: float


def _turned(shot: Shot) -> float:
    """Azimuth for the next flight, after one that came down off the bearing."""
    return shot.azimuth + min(max(shot.turn, -0.3), 0.3)


def _steered(r: Range, azimuth: float, pitch: float) -> Shot:
    """Full-burn flight at a pitch; one that goes far is brought onto the aim's bearing.

    Far away, a flight off its bearing says little of how far one on it would go.
    """
    shot = r.shoot(azimuth, pitch, inf, rough=True)
    for _ in range(_STEERINGS):
        if abs(shot.turn) < _ASIDE or (r.way == Way.OVER_THE_GROUND and shot.distance < FAR):
            break
        shot = r.shoot(shot.azimuth + shot.turn, pitch, inf, rough=True)
    return shot


def _peak(r: Range, low: Shot, middle: Shot, high: Shot) -> Shot:
    """Full-burn shot of the longest range, between two that fall shorter than `middle`."""
    for _ in range(16):
        left = middle.pitch - low.pitch
        right = high.pitch - middle.pitch
        if max(left, right) < 1e-3 or not high.miss < inf:
            break
        # Vertex of the parabola, unless it is too near to a point flown already to be news.
        up = (along(middle) - along(low)) / left
        down = (along(middle) - along(high)) / right
        x = middle.pitch + 0.5 * (up * right - down * left) / (up + down)
        near = 0.1 * max(left, right)
        if abs(x - middle.pitch) < near:
            x = middle.pitch + (near if right > left else -near)
        shot = r.shoot(_turned(middle), x, inf)
        if along(shot) > along(middle):
            if x > middle.pitch:
                low, middle = middle, shot
            else:
                high, middle = middle, shot
        elif x > middle.pitch:
            high = shot
        else:
            low = shot
    return middle


def _scan(search: Search) -> Scan:
    """Fly the pitches with everything burning; note the roots met on the way."""
    r = search.range
    is_turn = r.plan["programme"] == Programme.GRAVITY_TURN
    bottom = _LOWEST_TURN if is_turn else _LOWEST_PITCH
    width = (_HIGHEST_PITCH - bottom) / (_SCAN - 1)
    last = _steered(r, r.bearing, bottom)
    below, longest, above = last, last, last
    low, high = nan, nan
    if along(last) >= r.distance:
        low, high = last.pitch, last.pitch
    for i in range(1, _SCAN):
        shot = _steered(r, _turned(last), bottom + i * width)
        if along(shot) > along(longest):
            below, longest, above = last, shot, shot
        elif above.pitch == longest.pitch:
            above = shot
        if along(shot) >= r.distance:
            high = shot.pitch
            if along(last) < r.distance:
                low = search.cross(last, shot, Branch.DEPRESSED)
        elif along(last) >= r.distance:
            high = search.cross(shot, last, Branch.LOFTED)
        last = shot
    if along(last) >= r.distance:
        # The Earth turning below carries even a vertical flight beyond the aim.
        search.note(solve_tilt(r, last), Branch.LOFTED)
    if high < low:  # a root found a little below the lowest pitch flown
        low, high = high, low
    return Scan(below, longest, above, low, high)


def _refine(search: Search, scan: Scan) -> Scan:
    """Look between the scanned pitches for a flight that reaches an aim none of them did."""
    top = scan.longest
    if scan.below.pitch < top.pitch < scan.above.pitch:
        top = _peak(search.range, scan.below, top, scan.above)
    if along(top) < search.range.distance:
        return Scan(scan.below, top, scan.above, nan, nan)
    low = search.cross(scan.below, top, Branch.DEPRESSED)
    high = search.cross(scan.above, top, Branch.LOFTED)
    return Scan(scan.below, top, scan.above, low, high)


def _first_guess(r: Range, scan: Scan) -> Shot:
    """Pitch and cut-off near minimum energy, scaled from the longest full-burn flight."""
    top = scan.longest
    # Minimum energy over a sphere leaves the ground at 45 degrees less a quarter of the arc.
    angle = 0.25 * (pi - r.distance / EARTH_MEAN_RADIUS)
    cutoff = r.burn_time * (r.distance / top.distance) ** 0.3
    return top._replace(pitch=top.pitch + angle - top.angle, cutoff=cutoff)


def _choose_burnt_out(search: Search, mode: Mode, value: float) -> int:
    """Root of a missile whose thrust cannot be cut off."""
    chosen = -1
    for i, (shot, row) in enumerate(zip(search.shots, search.rows, strict=True)):
        if mode == Mode.APOGEE:
            fits = abs(shot.apogee - value) < _LIKE * value
        elif mode == Mode.LOFT:
            fits = abs(shot.angle - value) < _LIKE
        elif mode == Mode.DEPRESSED:
            fits = row[0]["branch"] == Branch.DEPRESSED
        else:
            fits = row[0]["branch"] == Branch.LOFTED
        if fits:
            chosen = i
    return chosen


def _choose_cut_off(search: Search, mode: Mode, value: float, scan: Scan) -> int:
    """Root of a missile whose thrust can be cut off; found here and noted."""
    r = search.range
    lowest = minimum_energy(r, scan.low, scan.high, _first_guess(r, scan))
    k = search.note(lowest, Branch.CUT_OFF)
    if k < 0 and search.shots:
        # Near the antipode the guess may lead nowhere; a root met on the way does not.
        met = min(search.shots, key=lambda shot: shot.apogee)
        met = met._replace(cutoff=min(met.cutoff, r.burn_time))
        lowest = minimum_energy(r, scan.low, scan.high, met)
        k = search.note(lowest, Branch.CUT_OFF)
        if k < 0 and mode == Mode.STANDARD:
            return min(range(len(search.shots)), key=lambda i: search.shots[i].apogee)
    if mode == Mode.STANDARD or k < 0:
        return k
    if mode == Mode.DEPRESSED:
        for i in range(k):
            is_low = search.rows[i][0]["branch"] == Branch.DEPRESSED
            if is_low and search.shots[i].apogee > 0.5 * lowest.apogee:
                return i
        mode, value = Mode.APOGEE, 0.5 * lowest.apogee
    return _choose_at(search, mode, value, scan)


def _choose_at(search: Search, mode: Mode, value: float, scan: Scan) -> int:
    """Root at an apogee or a burnout angle, followed from the nearest of those found."""

    def wanted(shot: Shot) -> float:
        return shot.angle if mode == Mode.LOFT else shot.apogee

    def gap(k: int) -> float:
        return abs(wanted(search.shots[k]) - value)

    near = min(range(len(search.shots)), key=gap)
    if gap(near) <= _EXACT * max(abs(value), 0.1):
        return near
    r, start = search.range, search.shots[near]
    lowest = search.shots[-1]
    if start is lowest or wanted(start) > 1.5 * value or wanted(start) < value / 1.5:
        shot = solve_at(r, wanted, value, lowest, scan.low, scan.high)
        k = search.note(shot, Branch.CUT_OFF)
        if k >= 0 and gap(k) <= _EXACT * max(abs(value), 0.1):
            return k
        start = search.shots[min(range(len(search.shots)), key=gap)]
    # An angle of 1e-5 rad matters as much as a metre.
    scale = 1e5 if mode == Mode.LOFT else 0.1
    shot = follow(r, start, wanted, value, scale=scale)
    k = search.note(shot, Branch.CUT_OFF)
    if k >= 0 and gap(k) <= _EXACT * max(abs(value), 0.1):
        return k
    _note_ends(search, scan)
    _bisect(search, wanted, value)
    k = min(range(len(search.shots)), key=gap)
    if gap(k) <= _EXACT * max(abs(value), 0.1):
        return k
    return _follow_on(search, wanted, value, scale=scale)


def _note_ends(search: Search, scan: Scan) -> None:
    """Note the flights with a cut-off at the lowest and the highest pitch that reach."""
    for pitch in (scan.low, scan.high):
        search.note(_cut_off(search, pitch), Branch.CUT_OFF)


def _cut_off(search: Search, pitch: float) -> Shot:
    """Shot onto the aim at a pitch, from the root noted whose pitch is nearest."""
    r = search.range
    near = min(search.shots, key=lambda shot: abs(shot.pitch - pitch))
    near = near._replace(cutoff=min(near.cutoff, r.burn_time))
    return solve_cutoff(r, pitch, near, 1.7 * sqrt(r.distance) / near.cutoff)[0]


def _bisect(search: Search, wanted: Callable[[Shot], float], value: float) -> None:
    """Halve the pitch between two noted roots, one above the value and one below it."""
    above = [shot for shot in search.shots if wanted(shot) >= value]
    below = [shot for shot in search.shots if wanted(shot) < value]
    if not above or not below:
        return
    pairs = [(a, b) for a in above for b in below]
    high, low = min(pairs, key=lambda pair: abs(pair[0].pitch - pair[1].pitch))
    for _ in range(_HALVINGS):
        k = search.note(_cut_off(search, 0.5 * (low.pitch + high.pitch)), Branch.CUT_OFF)
        if k < 0 or abs(wanted(search.shots[k]) - value) <= _EXACT * max(abs(value), 0.1):
            return
        if wanted(search.shots[k]) < value:
            low = search.shots[k]
        else:
            high = search.shots[k]


def _follow_on(
    search: Search, wanted: Callable[[Shot], float], value: float, *, scale: float
) -> int:
    """Follow the nearest roots on either side as far as they lead; the root, or -1."""
    below = [shot for shot in search.shots if wanted(shot) < value]
    above = [shot for shot in search.shots if wanted(shot) > value]
    starts = sorted(below, key=wanted)[-1:] + sorted(above, key=wanted)[:1]
    for start in starts:
        shot = start
        for _ in range(_FOLLOWINGS):
            last, shot = shot, follow(search.range, shot, wanted, value, scale=scale)
            left = abs(wanted(shot) - value)
            if left <= _EXACT * max(abs(value), 0.1) or left > 0.99 * abs(wanted(last) - value):
                break
        k = search.note(shot, Branch.CUT_OFF)
        if k >= 0 and abs(wanted(shot) - value) <= _EXACT * max(abs(value), 0.1):
            return k
    return -1


def find_aim(r: Range, mode: Mode, value: float) -> Found:
    """Find the plan that lands on the range's aim.

    In its plan, position, programme, vertical_time, impact_altitude, max_time, tolerance
    and launch_time are given; azimuth, pitch_final, pitch_end_time and cutoff_time are
    found.  Its nodes and flight end as the chosen flight; all roots are noted.
    """
    if mode == Mode.APOGEE and r.missile["glide_ratio"] > 0.0:
        return _glide(Search(r), value)
    return _find(r, mode, value) if r.distance <= FAR else _find_far(r, mode, value)


def _find(r: Range, mode: Mode, value: float) -> Found:
    """Find the plan of a flight without lift, one way round the Earth."""
    search = Search(r)
    scan = _scan(search)
    if not scan.high >= scan.low:
        scan = _refine(search, scan)
    status, chosen = TargetStatus.OUT_OF_REACH, -1
    if scan.high >= scan.low:
        if r.missile["is_liquid"]:
            chosen = _choose_cut_off(search, mode, value, scan)
        else:
            chosen = _choose_burnt_out(search, mode, value)
        status = _conclude(search, chosen)
    return _found(search, status, chosen, scan.longest.distance)


def _find_far(r: Range, mode: Mode, value: float) -> Found:
    """Find the plan onto a far aim: of both ways round the Earth, the earlier cut-off."""
    ways = (Way.SHORT, Way.LONG) if r.distance > 2.0 * FAR else (Way.SHORT,)
    both = [_find(r.towards(r.aim, way), mode, value) for way in ways]
    hits = [found for found in both if found.solution[0]["status"] == TargetStatus.HIT]
    if hits:
        best = min(hits, key=lambda found: _chosen(found)["cutoff_time"])
        root = _chosen(best)
        r.shoot(float(root["azimuth"]), float(root["pitch_final"]), float(root["cutoff_time"]))
        return best
    best = next((found for found in both if len(found.roots)), both[0])
    if not len(best.roots):
        best.solution[0]["status"] = TargetStatus.OUT_OF_REACH
        best.solution[0]["longest_range"] = _longest(r)
    return best


def _chosen(found: Found) -> np.void:
    row: np.void = found.roots[found.solution[0]["chosen"]]
    return row


def _longest(r: Range) -> float:
    """How far full burn carries on the bearing of an aim out of reach, to 2 km [m]."""
    start = r.plan["position"]
    aim = np.array(r.aim)

    def on_the_way(distance: float) -> Vec:
        """Point above the launch-to-aim great circle, at the aim's height over the sphere."""
        up = start / np.linalg.norm(start)
        level = aim - (aim @ up) * up
        ahead = level / np.linalg.norm(level)
        arc = distance / EARTH_MEAN_RADIUS
        x, y, z = np.linalg.norm(aim) * (np.cos(arc) * up + np.sin(arc) * ahead)
        return float(x), float(y), float(z)

    def reach(distance: float, way: Way) -> float:
        search = Search(r.towards(on_the_way(distance), way))
        scan = _scan(search)
        if scan.high >= scan.low:
            return distance
        return min(along(_refine(search, scan).longest), distance)

    low = reach(FAR, Way.OVER_THE_GROUND)
    if low < FAR:
        return low
    high = r.distance
    while high - low > 2e3:
        middle = 0.5 * (low + high)
        if reach(middle, Way.SHORT) >= middle:
            low = middle
        else:
            high = middle
    return low


def _glide(search: Search, apogee: float) -> Found:
    """Climb to an apogee and glide from there onto the aim."""
    glide = solve_glide(search.range, apogee)
    status, chosen = TargetStatus.NO_SUCH_GLIDE, -1
    if glide.shot is not None:
        chosen = search.note(glide.shot, Branch.GLIDE)
        status = TargetStatus.HIT if chosen >= 0 else TargetStatus.NOT_CONVERGED
    found = _found(search, status, chosen, glide.longest)
    found.solution[0]["shortest_range"] = glide.shortest
    return found


def _conclude(search: Search, chosen: int) -> TargetStatus:
    """Leave plan, nodes and flight as the chosen root's."""
    if not search.rows:
        return TargetStatus.NOT_CONVERGED
    if chosen < 0:
        return TargetStatus.NO_SUCH_FLIGHT
    root = search.rows[chosen][0]
    search.range.shoot(
        float(root["azimuth"]), float(root["pitch_final"]), float(root["cutoff_time"])
    )
    return TargetStatus.HIT


def _found(search: Search, status: TargetStatus, chosen: int, longest: float) -> Found:
    roots = np.concatenate(search.rows) if search.rows else np.zeros(0, ROOT)
    solution = np.zeros(1, SOLUTION)
    row = solution[0]
    row["status"], row["root_count"], row["chosen"] = status, len(roots), chosen
    row["aim_range"], row["longest_range"] = search.range.distance, longest
    row["shortest_range"] = nan
    row["lowest_apogee"] = roots["apogee"].min() if len(roots) else nan
    row["highest_apogee"] = roots["apogee"].max() if len(roots) else nan
    row["flights"] = search.range.flights
    return Found(roots, solution)
