"""Bending of radar rays by the air, in spherical layers.

Refractive index n by the CRPL exponential reference atmosphere, n - 1 = N_s e^(-c h) with h
above sea level: B. R. Bean and G. D. Thayer, *CRPL Exponential Reference Atmosphere*, NBS
Monograph 4, 1959.  Snell's law in spherical layers: n r cos(elevation) is constant along a
ray, and the ray turns by the integral of cot(elevation) dn/n (M. Born and E. Wolf,
*Principles of Optics*, section 3.2).

A table holds bending against true elevation and height above the site, on axes fixed here.
"""

from math import asinh, atan2, cos, exp, expm1, log1p, pi, sin, sinh, sqrt
from typing import NamedTuple

import numpy as np

from openthaad.kernels.cells import cell
from openthaad.kernels.compiled import njit

ELEVATION_NODES = 112
HEIGHT_NODES = 48
_LOWEST = -3.0 * pi / 180.0  # true elevation of the first row
_ELEVATION_SCALE = 0.5 * pi / 180.0  # rows are dense within this of the horizontal
_HEIGHT_SCALE = 2e3  # columns are dense below this [m]
_HIGHEST = 2e6  # [m] above the site; the air has no more effect beyond
_FIRST = asinh(_LOWEST / _ELEVATION_SCALE)
_ELEVATION_STEP = (asinh(0.5 * pi / _ELEVATION_SCALE) - _FIRST) / (ELEVATION_NODES - 1)
_HEIGHT_STEP = log1p(_HIGHEST / _HEIGHT_SCALE) / (HEIGHT_NODES - 1)
_AIRLESS = 200e3  # [m]; what bends above it is below 1e-12
_POINTS, _WEIGHTS = np.polynomial.legendre.leggauss(12)


class Air(NamedTuple):
    """Refractive index against height: an exponential, or a steady gradient to a ceiling."""

    surface: float  # n - 1 at sea level
    decay: float  # [1/m]
    gradient: float  # of n below the ceiling [1/m]; used where `surface` is 0
    ceiling: float  # [m]


@njit
def _refractivity(height: float, air: Air) -> float:
    """Refractive index less one [1]; below sea level as at sea level."""
    h = max(height, 0.0)
    if air.surface > 0.0:
        return air.surface * exp(-air.decay * h)
    return air.gradient * min(h, air.ceiling)


@njit
def _slope(height: float, air: Air) -> float:
    """Gradient of n [1/m]."""
    if height < 0.0:
        return 0.0
    if air.surface > 0.0:
        return -air.decay * _refractivity(height, air)
    return air.gradient if height < air.ceiling else 0.0


@njit
def _fall(low: float, high: float, air: Air) -> float:
    """n(low) - n(high), without cancellation."""
    if air.surface > 0.0:
        return -_refractivity(low, air) * expm1(-air.decay * (max(high, 0.0) - max(low, 0.0)))
    return _refractivity(low, air) - _refractivity(high, air)


@njit
def _rise(height: float, base: float, sine_half: float, radius: float, air: Air) -> float:
    """Return n r at a height less the ray's constant n r cos(elevation) at its base [m].

    `sine_half` is the sine of half the elevation at the base.
    """
    at_base = 1.0 + _refractivity(base, air)
    n = 1.0 + _refractivity(height, air)
    level = (radius + base) * (2.0 * at_base * sine_half**2 - _fall(base, height, air))
    return level + n * (height - base)


@njit
def _turning(
    low: float, high: float, base: float, sine_half: float, radius: float, air: Air
) -> float:
    """Angle [rad] by which a ray turns down between two heights above its base.

    Gauss-Legendre in the square root of the height above the ray's (extended) lowest point,
    where the integrand is smooth even for a level ray.
    """
    at_base = 1.0 + _refractivity(base, air)
    constant = at_base * (radius + base) * (1.0 - 2.0 * sine_half**2)
    stiffness = max(at_base + _slope(base, air) * (radius + base), 0.05)
    depth = 2.0 * at_base * (radius + base) * sine_half**2 / stiffness
    start = sqrt(low - base + depth)
    half = 0.5 * (sqrt(high - base + depth) - start)
    total = 0.0
    for k in range(_POINTS.shape[0]):
        t = start + half * (1.0 + _POINTS[k])
        height = base - depth + t * t
        rise = _rise(height, base, sine_half, radius, air)
        tangent = sqrt(rise * (rise + 2.0 * constant)) / constant
        n = 1.0 + _refractivity(height, air)
        total -= _WEIGHTS[k] * 2.0 * t * _slope(height, air) / (n * tangent)
    return half * total


@njit
def lowest_height(elevation: float, site: float, radius: float, air: Air) -> float:
    """Height [m] of the lowest point of a ray that leaves a site downwards; Newton's method."""
    n_site = 1.0 + _refractivity(site, air)
    constant = n_site * (radius + site) * cos(elevation)
    height = site
    for _ in range(30):
        n = 1.0 + _refractivity(height, air)
        slope = max(n + _slope(height, air) * (radius + height), 0.05)
        step = (n * (radius + height) - constant) / slope
        height -= step
        if abs(step) < 1e-6:
            break
    return height


@njit(cache=True, nogil=True)
def horizon_elevation(site: float, radius: float, air: Air) -> float:
    """Apparent elevation [rad] of the sea horizon from a height [m]: zero or below."""
    h = max(site, 0.0)
    ground = (1.0 + _refractivity(0.0, air)) * radius
    excess = h * (1.0 + _refractivity(h, air)) - _fall(0.0, h, air) * radius
    return -atan2(sqrt(max(excess * (excess + 2.0 * ground), 0.0)), ground)


@njit(cache=True, nogil=True)
def trace(
    elevation: float,
    site: float,
    radius: float,
    air: Air,
    heights: np.ndarray,
    out_angle: np.ndarray,
    out_true: np.ndarray,
) -> None:
    """Follow one ray from a site upwards through rising heights [m], none below the site.

    Writes the angle at the Earth's centre [rad] and the true (straight-line) elevation [rad]
    of the ray at each height.  A ray that leaves downwards passes its lowest point first.
    """
    base = site
    start = elevation
    turned = 0.0
    if elevation < 0.0:
        base = lowest_height(elevation, site, radius, air)
        start = 0.0
        if base < site:
            turned = 2.0 * _panels(base, site, base, 0.0, radius, air)
    sine_half = sin(0.5 * start)
    constant = (1.0 + _refractivity(base, air)) * (radius + base) * cos(start)
    below = site
    for j in range(heights.shape[0]):
        turned += _panels(below, heights[j], base, sine_half, radius, air)
        below = heights[j]
        rise = max(_rise(heights[j], base, sine_half, radius, air), 0.0)
        local = atan2(sqrt(rise * (rise + 2.0 * constant)), constant)
        angle = local - elevation + turned
        out_angle[j] = angle
        up = heights[j] - site - 2.0 * (radius + heights[j]) * sin(0.5 * angle) ** 2
        across = (radius + heights[j]) * sin(angle)
        out_true[j] = atan2(up, across) if heights[j] > site or elevation < 0.0 else elevation


@njit
def _panels(
    low: float, high: float, base: float, sine_half: float, radius: float, air: Air
) -> float:
    """Add up the turning between two heights, in panels fit for the air and its ceiling."""
    high = min(high, _AIRLESS)
    if high <= low:
        return 0.0
    if low < air.ceiling < high:
        first = _turning(low, air.ceiling, base, sine_half, radius, air)
        return first + _turning(air.ceiling, high, base, sine_half, radius, air)
    total = 0.0
    bottom = low
    while bottom < high:
        top = min(high, bottom + max(4e3, 0.25 * (bottom - base)))
        total += _turning(bottom, top, base, sine_half, radius, air)
        bottom = top
    return total


@njit
def elevation_node(i: int) -> float:
    """Place [rad] of row i of a table on the axis of true elevation."""
    return _ELEVATION_SCALE * sinh(_FIRST + i * _ELEVATION_STEP)


@njit
def height_node(j: int) -> float:
    """Height above the site [m] of column j of a table."""
    return _HEIGHT_SCALE * (expm1(j * _HEIGHT_STEP))


@njit
def _invert(apparent: np.ndarray, true: np.ndarray, j: int, out: np.ndarray) -> None:
    """Fill column j of a table: bending at its rows, linear between rays, held at the ends."""
    k = 0
    for i in range(ELEVATION_NODES):
        row = elevation_node(i)
        while k < apparent.shape[0] - 2 and true[k + 1, j] < row:
            k += 1
        share = (row - true[k, j]) / (true[k + 1, j] - true[k, j])
        share = min(max(share, 0.0), 1.0)
        low = apparent[k] - true[k, j]
        out[i, j] = low + share * (apparent[k + 1] - true[k + 1, j] - low)


@njit
def _fan(lowest: float, rays: int) -> np.ndarray:
    """Apparent elevations [rad] from the horizon to the zenith, dense near the horizon."""
    fan = np.empty(rays)
    step = asinh((0.5 * pi - lowest) / _ELEVATION_SCALE) / (rays - 1)
    for k in range(rays):
        fan[k] = min(lowest + _ELEVATION_SCALE * sinh(k * step), 0.5 * pi)
    return fan


@njit(cache=True, nogil=True)
def tabulate(site: float, radius: float, air: Air, rays: int, out: np.ndarray) -> None:
    """Fill a table of bending [rad] for a site [m] by inverting a fan of traced rays.

    Rows below the true elevation of the horizon repeat the bending at the horizon.
    """
    heights = np.empty(HEIGHT_NODES)
    for j in range(HEIGHT_NODES):
        heights[j] = site + height_node(j)
    apparent = _fan(horizon_elevation(site, radius, air), rays)
    angle = np.empty(HEIGHT_NODES)
    true = np.empty((rays, HEIGHT_NODES))
    for k in range(rays):
        trace(apparent[k], site, radius, air, heights, angle, true[k])
    for j in range(HEIGHT_NODES):
        _invert(apparent, true, j, out)


@njit
def bending(table: np.ndarray, true_elevation: float, height: float) -> float:
    """Apparent less true elevation [rad] of a target at a height above the site [m].

    Bilinear in the mapped axes; held at the edges.
    """
    x = (asinh(true_elevation / _ELEVATION_SCALE) - _FIRST) / _ELEVATION_STEP
    y = log1p(max(height, 0.0) / _HEIGHT_SCALE) / _HEIGHT_STEP
    x = min(max(x, 0.0), ELEVATION_NODES - 1.0)
    y = min(y, HEIGHT_NODES - 1.0)
    i = cell(x, ELEVATION_NODES - 2)
    j = cell(y, HEIGHT_NODES - 2)
    x -= i
    y -= j
    low = (1.0 - y) * table[i, j] + y * table[i, j + 1]
    high = (1.0 - y) * table[i + 1, j] + y * table[i + 1, j + 1]
    return (1.0 - x) * low + x * high


@njit
def apparent_elevation(table: np.ndarray, true_elevation: float, height: float) -> float:
    """Elevation [rad] at which the radar sees a target `height` [m] above its site.

    Behind the horizon it is the true elevation plus the bending at the horizon, and so
    stays below the horizon's apparent elevation.
    """
    return true_elevation + bending(table, true_elevation, height)
