"""Truth: what flies and where it is.  Nothing here is seen by the defence."""

import numpy as np

from openthaad.kernels import path
from openthaad.kernels.compiled import njit


@njit
def move_objects(
    states: np.ndarray, flight_rows: np.ndarray, nodes: np.ndarray, time: float
) -> None:
    """Put every object where it is at the start of the period; end what has come down.

    An object that starts within the period joins in the next one.
    """
    for o in range(states.shape[0]):
        state = states[o]
        state["is_flying"] = 0
        if flight_rows[o]["node_count"] == 0 or time < state["start_time"]:
            continue
        if time > state["end_time"]:
            continue
        state["is_flying"] = 1
        position, velocity, cursor = path.state_at(
            nodes, flight_rows[o]["first_node"], flight_rows[o]["node_count"],
            state["cursor"], time,
        )  # fmt: skip
        state["cursor"] = cursor
        for axis in range(3):
            state["position"][axis] = position[axis]
            state["velocity"][axis] = velocity[axis]
