"""Addressed randomness: a draw is a pure function of its address, never "the next".

The generator is Philox 4x64-10 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as
easy as 1, 2, 3", SC11, 2011), bit for bit that of `numpy.random.Philox`.  The key is
(seed, run); the counter names the draw:

    word 0   purpose, with the catalogue sample in the upper 32 bits
    word 1   a, with b in the upper 32 bits: the entities, by their number in the World
    word 2   time bin
    word 3   index, for a purpose that needs more than one block of four

Seeds, runs, time bins and indices are 0 .. 2**63 - 1; purposes and entities are
0 .. 2**32 - 1.  Everything else wraps into these ranges.
"""

from math import cos, log, pi, sin, sqrt
from typing import NamedTuple

import numpy as np

from openthaad.kernels.compiled import njit
from openthaad.kernels.whole import whole

# Purposes.  Append only: a number that changes here changes every stored run.
DELIVERY = whole(0)
RELIABILITY = whole(1)
DETECTION = whole(2)
FLUCTUATION = whole(3)
MEASUREMENT = whole(4)
FALSE_ALARM = whole(5)
RADAR_BIAS = whole(6)
SEEKER = whole(7)
KILL = whole(8)
ASSESSMENT = whole(9)
SPIRAL = whole(10)
CATALOGUE = whole(11)
NAVIGATION = whole(12)
RADAR_FALSE_MEASURE = whole(13)
SEARCH_PHASE = whole(14)


class Draws(NamedTuple):
    """What addresses a draw of a run, and whether there is any."""

    seed: int
    run: int
    noise: int
    discrimination: int


Words = tuple[np.uint64, np.uint64, np.uint64, np.uint64]
Four = tuple[float, float, float, float]

_HALF = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)
_MULTIPLIER_0 = np.uint64(0xD2E7470EE14C6C93)
_MULTIPLIER_1 = np.uint64(0xCA5A826395121157)
_WEYL_0 = np.uint64(0x9E3779B97F4A7C15)
_WEYL_1 = np.uint64(0xBB67AE8584CAA73B)
_DROPPED_BITS = np.uint64(12)


@njit
def multiply(a: np.uint64, b: np.uint64) -> tuple[np.uint64, np.uint64]:
    """Upper and lower half of the 128-bit product, by 32-bit parts that never overflow."""
    a0, a1 = a & _LOW, a >> _HALF
    b0, b1 = b & _LOW, b >> _HALF
    low = a0 * b0
    middle = a1 * b0 + (low >> _HALF)
    other = a0 * b1 + (middle & _LOW)
    high = a1 * b1 + (middle >> _HALF) + (other >> _HALF)
    return high, (other << _HALF) | (low & _LOW)


@njit
def _wrapping_add(a: np.uint64, b: np.uint64) -> np.uint64:
    """Sum modulo 2**64 without the overflow warning that NumPy gives uncompiled."""
    low = (a & _LOW) + (b & _LOW)
    high = (a >> _HALF) + (b >> _HALF) + (low >> _HALF)
    return (high << _HALF) | (low & _LOW)


@njit
def words(
    key0: np.uint64,
    key1: np.uint64,
    c0: np.uint64,
    c1: np.uint64,
    c2: np.uint64,
    c3: np.uint64,
) -> Words:
    """Philox 4x64-10 block at a counter.

    `numpy.random.Philox(key=k, counter=c)` steps its counter before each block: its
    first four words are this block at c + 1.
    """
    for _ in range(10):
        high0, low0 = multiply(_MULTIPLIER_0, c0)
        high1, low1 = multiply(_MULTIPLIER_1, c2)
        c0, c1, c2, c3 = high1 ^ c1 ^ key0, low1, high0 ^ c3 ^ key1, low0
        key0 = _wrapping_add(key0, _WEYL_0)
        key1 = _wrapping_add(key1, _WEYL_1)
    return c0, c1, c2, c3


@njit
def _word(value: int) -> np.uint64:
    return np.uint64(value & 0x7FFFFFFFFFFFFFFF)


@njit
def with_sample(purpose: int, sample: int) -> int:
    """Address a purpose in one sample of the catalogue (sample 0: the nominal values)."""
    return (purpose & 0xFFFFFFFF) | ((sample & 0x7FFFFFFF) << 32)


@njit
def _open_unit(word: np.uint64) -> float:
    """Return a number strictly between 0 and 1: the middle of one of 2**52 equal cells."""
    return (float(word >> _DROPPED_BITS) + 0.5) * 2.0**-52


@njit
def indexed_uniforms(
    seed: int, run: int, purpose: int, a: int, b: int, time_bin: int, index: int
) -> Four:
    """Four independent uniforms in the open interval (0, 1), for block `index`."""
    entities = np.uint64(a & 0xFFFFFFFF) | (np.uint64(b & 0xFFFFFFFF) << _HALF)
    w0, w1, w2, w3 = words(
        _word(seed), _word(run), _word(purpose), entities, _word(time_bin), _word(index)
    )
    return _open_unit(w0), _open_unit(w1), _open_unit(w2), _open_unit(w3)


@njit
def indexed_normals(
    seed: int, run: int, purpose: int, a: int, b: int, time_bin: int, index: int
) -> Four:
    """Four independent standard normals (Box and Muller, 1958), for block `index`."""
    u0, u1, u2, u3 = indexed_uniforms(seed, run, purpose, a, b, time_bin, index)
    r0 = sqrt(-2.0 * log(u0))
    r1 = sqrt(-2.0 * log(u2))
    t0 = 2.0 * pi * u1
    t1 = 2.0 * pi * u3
    return r0 * cos(t0), r0 * sin(t0), r1 * cos(t1), r1 * sin(t1)


@njit
def uniforms(seed: int, run: int, purpose: int, a: int, b: int, time_bin: int) -> Four:
    """Four independent uniforms in the open interval (0, 1)."""
    return indexed_uniforms(seed, run, purpose, a, b, time_bin, 0)


@njit
def normals(seed: int, run: int, purpose: int, a: int, b: int, time_bin: int) -> Four:
    """Four independent standard normals."""
    return indexed_normals(seed, run, purpose, a, b, time_bin, 0)


@njit
def uniform(seed: int, run: int, purpose: int, a: int, b: int, time_bin: int) -> float:
    """Return the first of the four uniforms at this address."""
    return uniforms(seed, run, purpose, a, b, time_bin)[0]


@njit
def normal(seed: int, run: int, purpose: int, a: int, b: int, time_bin: int) -> float:
    """Return the first of the four normals at this address."""
    return normals(seed, run, purpose, a, b, time_bin)[0]
