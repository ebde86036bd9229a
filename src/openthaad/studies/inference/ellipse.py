"""The vacuum answer: a two-body arc over a turning sphere, from burnout to the ground.

Equations: R. Bate, D. Mueller, J. White, Fundamentals of Astrodynamics, Dover 1971,
chapter 6 (ballistic missile trajectories); described in docs/inference.md.
"""

from dataclasses import dataclass
from math import acos, asin, atan2, cos, pi, sin, sqrt

import numpy as np
from numpy.typing import NDArray

from openthaad.constants import EARTH_GM, EARTH_MEAN_RADIUS

Vector = NDArray[np.float64]
HALF_WAY = pi * EARTH_MEAN_RADIUS  # m; no two places lie farther apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Ellipse:
    """A two-body arc, SI.

    Attributes
    ----------
    speed, angle : float
        At burnout, inertial [m/s] and above the horizontal [rad].
    flight_time : float
        From burnout to the ground [s].
    """

    speed: float
    angle: float
    flight_time: float


def ground_arc(apogee: float, ground_range: float) -> Ellipse:
    """Arc from the ground to the ground, an impulse at launch, over a sphere at rest.

    Parameters
    ----------
    apogee, ground_range : float
        Height above the sphere and distance along it [m]; the latter at most half of the
        circumference.
    """
    return arc_from(0.0, apogee, ground_range / EARTH_MEAN_RADIUS)


def arc_from(height: float, apogee: float, arc: float) -> Ellipse:
    """Arc from burnout at a height to the ground.

    Parameters
    ----------
    height, apogee : float
        Above the sphere [m]; burnout lies below the apogee.
    arc : float
        Angle at the centre between burnout and impact, seen from the stars [rad].
    """
    start, top = EARTH_MEAN_RADIUS + height, EARTH_MEAN_RADIUS + apogee
    # From the apogee down to the ground is the larger part; both parts share the ellipse.
    low, high = 0.5 * arc, arc
    for _ in range(60):
        down = 0.5 * (low + high)
        e = _eccentricity(EARTH_MEAN_RADIUS, top, down)
        if down + _arc_up(start, top, e) < arc:
            low = down
        else:
            high = down
    e = _eccentricity(EARTH_MEAN_RADIUS, top, 0.5 * (low + high))
    axis = top / (1.0 + e)
    speed = sqrt(EARTH_GM * (2.0 / start - 1.0 / axis))
    momentum = sqrt(EARTH_GM * axis * (1.0 - e * e))
    level = min(momentum / (start * speed), 1.0)
    period = 2.0 * pi * sqrt(axis**3 / EARTH_GM)
    return Ellipse(
        speed=speed,
        angle=acos(level),
        flight_time=period
        - _since_perigee(start, axis, e)
        - _since_perigee(EARTH_MEAN_RADIUS, axis, e),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Turning:
    """A two-body arc over a turning sphere: where and when it begins, SI.

    Attributes
    ----------
    latitude, bearing : float
        Of the launch [rad].
    height, downrange, delay : float
        Of the burnout: above the sphere, away from the launch along the bearing, after it.
    omega : float
        Rate of the sphere [rad/s].
    """

    latitude: float
    bearing: float
    height: float
    downrange: float
    delay: float
    omega: float

    def arc(self, apogee: float, ground_range: float) -> Ellipse:
        """Arc to the place that lies at a distance along the bearing when it comes down.

        The speed and the angle returned are relative to the turning sphere; the time is
        from launch.
        """
        start = self._turned(self._along(self.downrange), self.delay)
        time = 2.0 * self.delay
        for _ in range(60):
            target = self._turned(self._along(ground_range), time)
            reach = float(np.arccos(np.clip(start @ target, -1.0, 1.0)))
            found = arc_from(self.height, apogee, reach)
            if abs(self.delay + found.flight_time - time) < 1e-6:
                break
            time = self.delay + found.flight_time
        ahead = target - (start @ target) * start
        ahead /= np.linalg.norm(ahead)
        velocity = found.speed * (sin(found.angle) * start + cos(found.angle) * ahead)
        spin = np.array([0.0, 0.0, self.omega])
        velocity -= np.cross(spin, (EARTH_MEAN_RADIUS + self.height) * start)
        speed = float(np.linalg.norm(velocity))
        return Ellipse(
            speed=speed, angle=asin(float(velocity @ start) / speed), flight_time=time
        )

    def _along(self, distance: float) -> Vector:
        """Unit vector of the place at a distance from the launch along the bearing."""
        up = np.array([cos(self.latitude), 0.0, sin(self.latitude)])
        north = np.array([-sin(self.latitude), 0.0, cos(self.latitude)])
        forward = cos(self.bearing) * north + sin(self.bearing) * np.array([0.0, 1.0, 0.0])
        angle = distance / EARTH_MEAN_RADIUS
        return np.asarray(cos(angle) * up + sin(angle) * forward, np.float64)

    def _turned(self, place: Vector, time: float) -> Vector:
        """Where a place of the sphere is after a time, among the stars."""
        c, s = cos(self.omega * time), sin(self.omega * time)
        x, y, z = place
        return np.array([c * x - s * y, s * x + c * y, z])


def minimum_energy(ground_range: float) -> tuple[float, float]:
    """Speed [m/s] and apogee [m] of the slowest arc that goes a distance, ground to ground.

    >>> speed, apogee = minimum_energy(1000e3)
    >>> round(speed), round(apogee / 1e3)
    (3016, 240)
    """
    half = 0.5 * ground_range / EARTH_MEAN_RADIUS
    rise = EARTH_MEAN_RADIUS * sin(half)
    speed = sqrt(2.0 * EARTH_GM / EARTH_MEAN_RADIUS * rise / (EARTH_MEAN_RADIUS + rise))
    return speed, 0.5 * EARTH_MEAN_RADIUS * (sin(half) - 1.0 + cos(half))


def range_of(speed: float) -> float:
    """Longest ground range [m] of a launch speed [m/s]: `minimum_energy` turned round."""
    share = speed * speed * EARTH_MEAN_RADIUS / (2.0 * EARTH_GM)
    if share >= 0.5:
        return HALF_WAY
    sine = share / (1.0 - share)
    return 2.0 * EARTH_MEAN_RADIUS * atan2(sine, sqrt(1.0 - sine * sine))


def _eccentricity(radius: float, top: float, angle: float) -> float:
    """Eccentricity of the arc that is at a radius this angle away from its apogee."""
    return (top - radius) / (top - radius * cos(angle))


def _arc_up(radius: float, top: float, e: float) -> float:
    """Angle from a radius up to the apogee."""
    return acos(min(max((1.0 - top * (1.0 - e) / radius) / e, -1.0), 1.0))


def _since_perigee(radius: float, axis: float, e: float) -> float:
    """Time from the perigee up to a radius [s]: Kepler's equation."""
    anomaly = acos(min(max((1.0 - radius / axis) / e, -1.0), 1.0))
    return (anomaly - e * sin(anomaly)) * sqrt(axis**3 / EARTH_GM)
