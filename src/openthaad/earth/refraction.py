"""Refraction for one site: the air's profile, the table for the kernels, rays for pictures."""

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, exp, inf, log, pi, sin

import numpy as np
from numpy.typing import NDArray

from openthaad.checks import require_between, require_finite, require_positive
from openthaad.constants import EARTH_MEAN_RADIUS
from openthaad.earth.kernels import refraction
from openthaad.earth.kernels.refraction import Air

MODELS = ("exponential", "four-thirds", "none")
STANDARD_REFRACTIVITY = 313.0  # N-units; the CRPL mean at the surface
FOUR_THIRDS_CEILING = 10e3  # m; above it a steady gradient is no air
_RAYS = 400
_HIGHEST = 1e7  # m; no ray is followed further up


def exponential_decay(surface_refractivity: float) -> float:
    """Return the decay constant [1/m] that belongs to a surface refractivity [N-units].

    The fall over the first kilometre is 7.32 exp(0.005577 N_s).

    References
    ----------
    .. [1] B. R. Bean, G. D. Thayer, *CRPL Exponential Reference Atmosphere*, NBS
       Monograph 4, 1959.

    Examples
    --------
    >>> round(1e3 * exponential_decay(313.0), 4)
    0.1439
    """
    fall = 7.32 * exp(0.005577 * surface_refractivity)
    return 1e-3 * log(surface_refractivity / (surface_refractivity - fall))


def air(model: str = "exponential", surface_refractivity: float = STANDARD_REFRACTIVITY) -> Air:
    """Return the refractive profile of a model by name.

    Parameters
    ----------
    model : str
        `exponential` (CRPL), `four-thirds` (a steady gradient that gives 4/3 Earth, in the
        lowest 10 km only) or `none`.
    surface_refractivity : float
        Of the exponential model at sea level [N-units], 200 to 450.

    Raises
    ------
    ValueError
        The model is unknown, or the refractivity outside what CRPL tabulated.
    """
    if model == "exponential":
        require_between(200.0, 450.0, surface_refractivity=surface_refractivity)
        decay = exponential_decay(surface_refractivity)
        return Air(surface=1e-6 * surface_refractivity, decay=decay, gradient=0.0, ceiling=0.0)
    if model == "four-thirds":
        gradient = -0.25 / EARTH_MEAN_RADIUS
        return Air(surface=0.0, decay=0.0, gradient=gradient, ceiling=FOUR_THIRDS_CEILING)
    if model == "none":
        return Air(surface=0.0, decay=0.0, gradient=0.0, ceiling=0.0)
    raise ValueError(f"refraction must be one of {', '.join(MODELS)}, got {model!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RayPoint:
    """Where a ray is at a height: all [m, rad].

    Attributes
    ----------
    ground_range : float
        Arc at sea level from below the site [m].
    true_elevation : float
        Elevation of the straight line from the site to the point [rad].
    """

    height: float
    ground_range: float
    true_elevation: float


def trace_ray(
    elevation: float, height: float, *, air: Air, site_height: float = 0.0
) -> RayPoint:
    """Follow a ray from a site to a height above sea level.

    Parameters
    ----------
    elevation : float
        Apparent elevation at the site [rad].
    height : float
        Of the point asked for [m], not below the site.
    air : Air
        Refractive profile.
    site_height : float
        Above sea level [m].

    Raises
    ------
    ValueError
        The height is below the site, or the ray goes into the ground.
    """
    require_finite(elevation=elevation, height=height)
    if height < site_height:
        raise ValueError(f"height must not be below the site's {site_height!r}, got {height!r}")
    lowest = refraction.horizon_elevation(site_height, EARTH_MEAN_RADIUS, air)
    if not lowest - 1e-12 <= elevation <= 0.5 * pi:
        raise ValueError(
            f"elevation must be from the sea horizon ({lowest!r}) to pi/2, got {elevation!r}"
        )
    angle, true = np.empty(1), np.empty(1)
    heights = np.array([height])
    refraction.trace(
        float(elevation), float(site_height), EARTH_MEAN_RADIUS, air, heights, angle, true
    )
    return RayPoint(
        height=height,
        ground_range=float(angle[0]) * EARTH_MEAN_RADIUS,
        true_elevation=float(true[0]),
    )


def ray_height(
    elevation: float, ground_range: float, *, air: Air, site_height: float = 0.0
) -> float:
    """Height [m] above sea level at which a ray passes over a ground range [m].

    The ground range is the arc at sea level on the mean sphere, not the slant range.

    Examples
    --------
    A level ray 2000 km out, with the exponential atmosphere and with none:

    >>> round(ray_height(0.0, 2e6, air=air()) / 1e3)
    301
    >>> round(ray_height(0.0, 2e6, air=air("none")) / 1e3)
    327
    """
    require_positive(ground_range=ground_range)

    def miss(height: float) -> float:
        point = trace_ray(elevation, height, air=air, site_height=site_height)
        return point.ground_range - ground_range

    if miss(_HIGHEST) < 0.0:
        return inf
    return _root(miss, site_height, _HIGHEST)


def four_thirds_height(elevation: float, ground_range: float) -> float:
    """Height [m] of a ray over a ground range [m] if 4/3 Earth held at every height.

    It does not hold above some 10 km; the formula is here to be compared with.

    References
    ----------
    .. [1] M. I. Skolnik, *Introduction to Radar Systems*, 3rd ed., McGraw-Hill, 2001, ch. 8.
    """
    radius = 4.0 / 3.0 * EARTH_MEAN_RADIUS
    angle = ground_range / radius
    # The triangle of Earth's centre, site and target; cos(e)/cos(e + angle) - 1 without loss.
    middle = elevation + 0.5 * angle
    return radius * 2.0 * sin(middle) * sin(0.5 * angle) / cos(elevation + angle)


def bending_table(*, air: Air, site_height: float = 0.0) -> NDArray[np.float64]:
    """Apparent less true elevation for a site, on the axes of `earth.kernels.refraction`.

    A fan of rays is traced from the sea horizon to the zenith, and inverted for each height.

    Parameters
    ----------
    air : Air
        Refractive profile.
    site_height : float
        Above sea level [m].

    Returns
    -------
    (ELEVATION_NODES, HEIGHT_NODES) array
        Bending [rad] against true elevation and height above the site. Rows below the true
        elevation of the horizon repeat the bending at the horizon.

    Notes
    -----
    Within 0.05 mrad of a direct trace above 1 degree, and within 0.2 mrad at the horizon
    (`tests/authority/test_against_refraction_trace.py`). The sphere has the Earth's mean
    radius; the local radius of curvature (6335 to 6400 km) changes bending by under 1 %.
    """
    table = np.empty((refraction.ELEVATION_NODES, refraction.HEIGHT_NODES))
    refraction.tabulate(float(site_height), EARTH_MEAN_RADIUS, air, _RAYS, table)
    return table


def _root(miss: Callable[[float], float], low: float, high: float) -> float:
    """Bisect a rising function to 1 cm."""
    while high - low > 1e-2:
        middle = 0.5 * (low + high)
        low, high = (middle, high) if miss(middle) < 0.0 else (low, middle)
    return 0.5 * (low + high)
