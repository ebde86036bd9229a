"""What a dwell measures: slant range and two direction cosines, with their errors.

White error falls with S/N down to a floor; bias is added apart and does not average out.  The
measured direction is taken to be corrected for refraction.  Range rate is not used: no public
source gives the waveform that would measure it.
G. R. Curry, *Radar System Performance Modeling*, 2nd ed., Artech House, 2005; D. K. Barton,
*Radar System Analysis and Modeling*, Artech House, 2005.
"""

from math import sqrt

from openthaad.constants import SPEED_OF_LIGHT
from openthaad.earth.kernels.frames import Basis
from openthaad.kernels.compiled import njit
from openthaad.kernels.vector import Vec, add_scaled, dot, norm, scale, sub
from openthaad.radar.kernels.face import direction

Matrix = tuple[float, float, float, float, float, float, float, float, float]  # by rows


@njit
def sigma_range(snr: float, bandwidth: float, floor: float) -> float:
    """White error of range [m]: c / (2 B sqrt(2 S/N)) and the floor, added as variances."""
    thermal = SPEED_OF_LIGHT / (2.0 * bandwidth * sqrt(2.0 * snr))
    return sqrt(thermal * thermal + floor * floor)


@njit
def sigma_direction(snr: float, width: float, floor: float, slope: float) -> float:
    """White error of a direction cosine [1]: width / (k_m sqrt(2 S/N)) and the floor.

    `width` is the one-way half-power width at boresight, `slope` the normalised slope k_m of
    the difference pattern; scanning changes neither.
    """
    thermal = width / (slope * sqrt(2.0 * snr))
    return sqrt(thermal * thermal + floor * floor)


@njit
def predict_measurement(position: Vec, site: Vec, basis: Basis) -> Vec:
    """Slant range [m] and direction cosines u, v of a position seen from a face at a site."""
    sight = sub(position, site)
    slant_range = norm(sight)
    return (
        slant_range,
        dot(basis[0], sight) / slant_range,
        dot(basis[1], sight) / slant_range,
    )


@njit
def measurement_jacobian(position: Vec, site: Vec, basis: Basis) -> Matrix:
    """Rows: gradient of range, u and v with respect to position (x, y, z)."""
    sight = sub(position, site)
    slant_range = norm(sight)
    d = scale(1.0 / slant_range, sight)
    across = add_scaled(basis[0], -dot(basis[0], d), d)
    along = add_scaled(basis[1], -dot(basis[1], d), d)
    s = 1.0 / slant_range
    return (
        d[0],
        d[1],
        d[2],
        s * across[0],
        s * across[1],
        s * across[2],
        s * along[0],
        s * along[1],
        s * along[2],
    )


@njit
def measure(mean: Vec, sigma: Vec, normals: Vec) -> Vec:
    """Range, u, v with white error from three standard normals."""
    return (
        mean[0] + sigma[0] * normals[0],
        mean[1] + sigma[1] * normals[1],
        mean[2] + sigma[2] * normals[2],
    )


@njit
def position_from_measurement(
    slant_range: float, u: float, v: float, site: Vec, basis: Basis
) -> Vec:
    """Position [m] measured at range and direction cosines in front of a face."""
    return add_scaled(site, slant_range, direction(u, v, basis))
