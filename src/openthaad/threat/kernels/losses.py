"""What a flight lost and bore: gravity and drag losses, deceleration, dynamic pressure."""

from math import sqrt
from typing import NamedTuple

import numpy as np

from openthaad.earth.kernels.atmosphere import density, sound_speed
from openthaad.earth.kernels.drag import drag_coefficient
from openthaad.earth.kernels.gravity import frame_acceleration, gravity
from openthaad.earth.kernels.heights import height_of
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.kernels.compiled import njit
from openthaad.kernels.path import state_at
from openthaad.kernels.vector import add, dot

_POINTS = 2000

Losses = tuple[float, float, float, float]


class Body(NamedTuple):
    """What flies."""

    mass: float  # at the start [kg]
    mass_flow: float  # [kg/s]
    area: float  # reference area of drag [m²]


@njit(cache=True, nogil=True)
def losses(
    nodes: np.ndarray,
    start: float,
    end: float,
    body: Body,
    drag: np.void,
    around: Surroundings,
) -> Losses:
    """Gravity and drag loss [m/s], peak drag deceleration [m/s²] and dynamic pressure [Pa].

    Between two times of one stored path, by the midpoint rule; `drag` is a row of DRAG.
    """
    earth, air = around.earth, around.air
    width = (end - start) / _POINTS
    lost_to_gravity, lost_to_drag, hardest, densest = 0.0, 0.0, 0.0, 0.0
    cursor = 0
    for i in range(_POINTS):
        since = (i + 0.5) * width
        p, v, cursor = state_at(nodes, 0, nodes.shape[0], cursor, start + since)
        speed = max(sqrt(dot(v, v)), 1e-9)
        pull = add(gravity(p, earth), frame_acceleration(p, v, earth.omega))
        height = height_of(p)
        pressure = 0.5 * density(air, height) * speed * speed
        coefficient = drag_coefficient(drag, speed / sound_speed(air, height))
        slowing = pressure * body.area * coefficient / (body.mass - body.mass_flow * since)
        lost_to_gravity -= width * dot(pull, v) / speed
        lost_to_drag += width * slowing
        hardest = max(hardest, slowing)
        densest = max(densest, pressure)
    return lost_to_gravity, lost_to_drag, hardest, densest
