"""Three-vectors as tuples of floats, which Numba keeps in registers."""

from math import atan2, cos, sin, sqrt

from openthaad.kernels.compiled import njit

Vec = tuple[float, float, float]


@njit
def add(a: Vec, b: Vec) -> Vec:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


@njit
def sub(a: Vec, b: Vec) -> Vec:
    return a[0] - b[0], a[1] - b[1], a[2] - b[2]


@njit
def scale(s: float, a: Vec) -> Vec:
    return s * a[0], s * a[1], s * a[2]


@njit
def add_scaled(a: Vec, s: float, b: Vec) -> Vec:
    """Return a + s b."""
    return a[0] + s * b[0], a[1] + s * b[1], a[2] + s * b[2]


@njit
def middle(a: Vec, b: Vec) -> Vec:
    """Point half way between a and b."""
    return 0.5 * (a[0] + b[0]), 0.5 * (a[1] + b[1]), 0.5 * (a[2] + b[2])


@njit
def dot(a: Vec, b: Vec) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


@njit
def cross(a: Vec, b: Vec) -> Vec:
    return (
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    )


@njit
def norm(a: Vec) -> float:
    return sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2])


@njit
def unit(a: Vec) -> Vec:
    """Direction of a; a null vector has none, and gives what is no number."""
    return scale(1.0 / norm(a), a)


@njit(cache=True)
def angle_between(a: Vec, b: Vec) -> float:
    """Angle [rad] in 0..pi, accurate for small and nearly opposite angles too."""
    return atan2(norm(cross(a, b)), dot(a, b))


@njit
def rotate(a: Vec, axis: Vec, angle: float) -> Vec:
    """Rotate a by an angle [rad] about a unit axis, right-handed (Rodrigues' formula)."""
    c, s = cos(angle), sin(angle)
    turned = add_scaled(scale(c, a), s, cross(axis, a))
    return add_scaled(turned, (1.0 - c) * dot(axis, a), axis)
