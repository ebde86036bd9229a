"""What the kill vehicle's seeker sees: the one place where the true target enters homing.

Infrared, passive: a direction and no range.  It looks along the expected sight with a
pointing error, sees within a range and a field of view and above an altitude where its
window survives the air, and measures with white noise.
"""

from math import nan

import numpy as np

from openthaad.kernels.compiled import njit
from openthaad.kernels.random import SEEKER, Draws, normals
from openthaad.kernels.vector import Vec, add_scaled, angle_between, cross, norm, sub, unit

NO_SIGHT = (nan, nan, nan)


@njit
def tilted(direction: Vec, first: float, second: float) -> Vec:
    """Direction turned by two small angles [rad] about axes square to it."""
    pole = (0.0, 0.0, 1.0) if abs(direction[2]) < 0.9 else (1.0, 0.0, 0.0)
    one = unit(cross(direction, pole))
    two = cross(direction, one)
    return unit(add_scaled(add_scaled(direction, first, one), second, two))


@njit
def measure_line_of_sight(relative: Vec, noise: float, n0: float, n1: float) -> Vec:
    """Measured direction (unit, ECEF) of a true relative position [m].

    noise [rad] per axis; n0, n1 standard normals.
    """
    return tilted(unit(relative), noise * n0, noise * n1)


@njit
def in_view(
    interceptor: np.void, truth: np.void, relative: Vec, expected: Vec, height: float
) -> bool:
    """Tell whether the seeker, pointed along the expected sight, can see the target.

    relative: true position of the target [m]; height: own altitude [m].
    """
    if height < interceptor["seeker_floor"] or norm(relative) > truth["seeker_range"]:
        return False
    boresight = tilted(expected, truth["pointing"][0], truth["pointing"][1])
    return angle_between(boresight, relative) <= interceptor["seeker_half_field"]


@njit
def sighted(
    interceptor: np.void, truth: np.void, relative: Vec, address: int, time_bin: int,
    draws: Draws,
) -> Vec:  # fmt: skip
    """Measured direction of what is in view at a relative position [m].

    The noise is addressed by canister, object and hundredth of a second.
    """
    thing = int(truth["locked_object"])
    n = normals(draws.seed, draws.run, SEEKER, address, thing, time_bin)
    noise = 0.0 if truth["is_quiet"] == 1 else interceptor["seeker_noise"]
    return measure_line_of_sight(relative, noise, n[0], n[1])


@njit
def nearest_to_sight(own: Vec, expected: Vec, positions: np.ndarray, active: np.ndarray) -> int:
    """Object (row of positions, (N, 3) [m]) nearest in angle to the expected sight, or -1.

    What a seeker that cannot tell objects apart locks on.
    """
    best = -1
    least = np.inf
    for i in range(positions.shape[0]):
        if active[i] != 0:
            where = (positions[i, 0], positions[i, 1], positions[i, 2])
            angle = angle_between(expected, sub(where, own))
            if angle < least:
                least = angle
                best = i
    return best
