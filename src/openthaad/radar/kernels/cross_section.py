"""Radar cross-section of a body against its aspect.

An assumed law: published figures give a cross-section from ahead, abeam and astern at best.
Between them it is interpolated in decibels with the square of the cosine of the aspect,
which is smooth (C1) and passes through the three.
"""

from openthaad.kernels.compiled import njit
from openthaad.kernels.vector import Vec, dot, norm, sub


@njit
def interpolate(nose: float, side: float, tail: float, cosine: float) -> float:
    """Cross-section [m2] at a cosine of the aspect: 1 seen from ahead, -1 from astern."""
    end = nose if cosine > 0.0 else tail
    return side * (end / side) ** (cosine * cosine)


@njit
def cosine_of_aspect(position: Vec, velocity: Vec, site: Vec) -> float:
    """Cosine between the nose and the sight line to a site; the nose lies along the velocity.

    The velocity is relative to the rotating Earth and so to the air.  At rest: side on.
    """
    sight = sub(site, position)
    lengths = norm(sight) * norm(velocity)
    if lengths == 0.0:
        return 0.0
    return min(1.0, max(-1.0, dot(sight, velocity) / lengths))
