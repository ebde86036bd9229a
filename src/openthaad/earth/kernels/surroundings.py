"""The Earth and the air that everything flies through."""

from typing import NamedTuple

import numpy as np

from openthaad.earth.kernels.gravity import EarthParams
from openthaad.kernels.containers import container


@container
class Surroundings(NamedTuple):
    """What acts on whatever flies."""

    earth: EarthParams
    air: np.ndarray  # AIR
