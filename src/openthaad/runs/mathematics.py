"""Which elementary functions this machine computes with, as a name that tells them apart."""

import hashlib
import math
import struct
from functools import cache
from itertools import pairwise

# Kernels call the C library for these. One library may hold several versions of a function
# and choose by processor, so that the last bit differs between machines of one platform.
_FUNCTIONS = (math.sin, math.cos, math.tan, math.atan, math.exp, math.tanh, math.erf)
_POSITIVE = (math.log, math.log1p)
_PAIRS = (math.pow, math.atan2)
_ARGUMENTS = 2000


def _arguments() -> list[float]:
    """Scattered numbers of 0.001 to 10, the same everywhere: multiples of the golden ratio."""
    golden = (math.sqrt(5.0) - 1.0) / 2.0
    return [0.001 + 10.0 * ((i * golden) % 1.0) for i in range(1, _ARGUMENTS + 1)]


@cache
def mathematics() -> str:
    """Return eight hex digits of a hash over values of the elementary functions.

    Two machines with the same platform, versions and digits here give a run the same digest.
    """
    numbers = _arguments()
    values = [f(x) for f in (*_FUNCTIONS, *_POSITIVE) for x in numbers]
    values += [f(x, y) for f in _PAIRS for x, y in pairwise(numbers)]
    packed = struct.pack(f"<{len(values)}d", *values)
    return hashlib.sha256(packed).hexdigest()[:8]
