"""A flat phased-array face: its axes, direction cosines, field of regard and beam.

Axes are unit vectors in ECEF: right and up in the plane of the face as seen from behind it,
looking out, and the normal (so up x right = normal).  In direction cosines (u, v) a beam keeps
its shape wherever it points; in angle it widens by one over the cosine of the scan angle.
"""

from math import acos, asin, cos, exp, log, sin, sqrt

from openthaad.earth.kernels.frames import Basis, enu_basis, from_basis
from openthaad.kernels.compiled import njit
from openthaad.kernels.vector import Vec, add_scaled, dot, norm, scale, sub

_TWO_WAY = 8.0 * log(2.0)  # one-way half power at half a width: exp(-4 ln2 d^2), squared


@njit(cache=True, nogil=True)
def face_basis(latitude: float, longitude: float, boresight: float, tilt: float) -> Basis:
    """Right, up and normal in ECEF of a face at a place; all angles [rad].

    `boresight` is the normal's azimuth, clockwise from north; `tilt` its elevation.
    """
    local = enu_basis(latitude, longitude)
    sin_azimuth, cos_azimuth = sin(boresight), cos(boresight)
    sin_tilt, cos_tilt = sin(tilt), cos(tilt)
    right = from_basis(local, (cos_azimuth, -sin_azimuth, 0.0))
    up = from_basis(local, (-sin_azimuth * sin_tilt, -cos_azimuth * sin_tilt, cos_tilt))
    normal = from_basis(local, (sin_azimuth * cos_tilt, cos_azimuth * cos_tilt, sin_tilt))
    return right, up, normal


@njit
def direction_cosines(sight: Vec, basis: Basis) -> Vec:
    """u, v and the cosine off boresight of a line of sight (any length), in the face's axes."""
    inverse = 1.0 / norm(sight)
    return (
        dot(basis[0], sight) * inverse,
        dot(basis[1], sight) * inverse,
        dot(basis[2], sight) * inverse,
    )


@njit
def direction(u: float, v: float, basis: Basis) -> Vec:
    """Point [unit vector, ECEF] in front of the face along direction cosines u and v."""
    w = sqrt(max(1.0 - u * u - v * v, 0.0))
    return add_scaled(add_scaled(scale(u, basis[0]), v, basis[1]), w, basis[2])


@njit
def off_boresight(cosine: float) -> float:
    """Angle [rad] from the normal."""
    return acos(min(1.0, max(-1.0, cosine)))


@njit
def is_in_field_of_regard(cosine: float, half_angle: float) -> bool:
    """Say whether a direction lies in the cone [rad] about the normal."""
    return cosine >= cos(half_angle)


@njit
def beam_transmission(du: float, dv: float, width_u: float, width_v: float) -> float:
    """Two-way power left [1] at an offset from the centre of a Gaussian beam.

    Widths are one-way, between half-power points, in direction cosines as the offsets are.
    """
    a = du / width_u
    b = dv / width_v
    return exp(-_TWO_WAY * (a * a + b * b))


@njit
def elevation(position: Vec, site: Vec, up: Vec) -> float:
    """Geometric elevation [rad] of a position above a site's horizontal."""
    sight = sub(position, site)
    return asin(min(1.0, max(-1.0, dot(sight, up) / norm(sight))))
