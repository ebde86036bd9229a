"""The longest flight of a booster that was found, and how far beyond the Earth it would go."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, sqrt

import numpy as np
from numpy.typing import NDArray

from openthaad.constants import EARTH_GM, EARTH_MEAN_RADIUS
from openthaad.studies.inference.arcs import (
    FLAT,
    STEEP,
    Arc,
    Scene,
    distance_flown,
    range_for,
    unwrapped,
)
from openthaad.studies.inference.ellipse import HALF_WAY, minimum_energy
from openthaad.threat.kernels.flight import FlightStatus
from openthaad.threat.kernels.shooting import Shot
from openthaad.threat.search import Range

# Longest flights beyond this may miss that the booster could orbit: it is tried [m].
_NEAR_ORBIT = 0.6 * HALF_WAY
_ABOVE_AIR = 120e3  # m; satellites orbit a few times at this height


@dataclass(frozen=True, slots=True, kw_only=True)
class Longest:
    """The longest flight of a booster, SI.

    Attributes
    ----------
    distance : float
        Geodesic, at most half of the circumference.
    reach : float
        Launch speed of the vacuum arc of least energy that goes as far; for a missile that
        can come down anywhere, that of half around the Earth and the speed to spare.
    pitch : float
        Of the thrust when the turn-over ends [rad].
    flight_time, apogee : float
    nodes : array of NODE
    """

    distance: float
    reach: float
    pitch: float
    flight_time: float
    apogee: float
    nodes: NDArray[np.void]

    @property
    def is_global(self) -> bool:
        """Whether it could come down anywhere on Earth."""
        return self.distance >= HALF_WAY


def longest_flight(arc: Arc, scene: Scene, near: float | None = None) -> Longest:
    """Find the longest flight of a found arc's booster, everything burnt as on the arc.

    Parameters
    ----------
    arc : Arc
    scene : Scene
        Where it is fired from and whither; its Earth may be at rest.
    near : float, optional
        Pitch of the longest flight of a similar booster [rad].
    """
    r = range_for(arc.missile, scene, 3000e3)
    azimuth = scene.bearing
    shots: dict[float, Shot] = {}

    def far(pitch: float) -> float:
        nonlocal azimuth
        shot = shots[pitch] = r.shoot(azimuth, pitch, arc.shot.cutoff)
        if abs(shot.turn) < 0.3:
            azimuth = shot.azimuth + shot.turn
        return unwrapped(shot)

    pitch, best = _highest(far, near)
    spare = -inf
    if best > _NEAR_ORBIT:
        spare = _speed_to_spare(r, azimuth, arc.shot.cutoff, scene.earth.omega)
    shot = r.shoot(shots[pitch].azimuth, pitch, arc.shot.cutoff)
    landed = r.flight["status"] == FlightStatus.IMPACT
    is_global = best >= HALF_WAY or spare >= 0.0
    distance = HALF_WAY if is_global else distance_flown(scene, r)
    reach = minimum_energy(distance)[0] + (max(spare, 0.0) if is_global else 0.0)
    flight_time = float(r.flight["impact_time"]) if landed else inf
    nodes = r.nodes[: int(r.flight["node_count"])].copy()
    return Longest(
        distance=distance,
        reach=reach,
        pitch=pitch,
        flight_time=flight_time,
        apogee=shot.apogee,
        nodes=nodes,
    )


def _highest(reach: Callable[[float], float], near: float | None) -> tuple[float, float]:
    """Return where a function of one hump is highest, to 5 mrad, and how high.

    Beyond half the circumference there is nothing more to find.
    """
    known: dict[float, float] = {}
    first = np.linspace(FLAT, 1.4, 11) if near is None else near + np.array([-0.06, 0.0, 0.06])
    for x in first:
        known[float(x)] = reach(float(x))
    for _ in range(14):
        top = max(known, key=lambda x: known[x])
        if known[top] >= HALF_WAY:
            break
        xs = sorted(known)
        i = xs.index(top)
        if i in (0, len(xs) - 1):
            step = xs[1] - xs[0]
            x = top - step if i == 0 else top + step
            if not FLAT <= x <= STEEP:
                break
        else:
            x = _between(*((p, known[p]) for p in xs[i - 1 : i + 2]))
            if min(abs(x - p) for p in xs[i - 1 : i + 2]) < 5e-3:
                break
        known[x] = reach(x)
    top = max(known, key=lambda x: known[x])
    return top, known[top]


def _between(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    """Vertex of the parabola through three points."""
    left, right = b[0] - a[0], c[0] - b[0]
    up, down = (b[1] - a[1]) / left, (b[1] - c[1]) / right
    return b[0] if up + down == 0.0 else b[0] + 0.5 * (up * right - down * left) / (up + down)


def _speed_to_spare(r: Range, azimuth: float, cutoff: float, omega: float) -> float:
    """Speed beyond that of a circular orbit where the booster burns out level [m/s].

    Beyond the speed that goes half around the Earth no range tells boosters apart; this does,
    and is zero there.  Level means: on the flattest pitch that climbs at burnout, above the
    air.
    """

    def burnout(pitch: float) -> tuple[bool, float]:
        r.shoot(azimuth, pitch, cutoff)
        if not np.isfinite(r.flight["burnout_time"]):
            return False, -inf
        p, v = r.flight["burnout_position"], r.flight["burnout_velocity"]
        inertial = v + np.cross([0.0, 0.0, omega], p)
        radius = float(np.linalg.norm(p))
        is_clear = radius > EARTH_MEAN_RADIUS + _ABOVE_AIR and float(p @ inertial) >= 0.0
        return is_clear, float(np.linalg.norm(inertial)) - sqrt(EARTH_GM / radius)

    low, high = FLAT, 1.2
    is_clear, spare = burnout(low)
    if is_clear:
        return spare
    spare = burnout(high)[1]
    for _ in range(9):
        middle = 0.5 * (low + high)
        is_clear, found = burnout(middle)
        if is_clear:
            high, spare = middle, found
        else:
            low = middle
    return spare
