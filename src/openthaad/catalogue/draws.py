"""Addressed draws of catalogue values: which number belongs to which value in which sample."""

import hashlib

# The purpose CATALOGUE of kernels.random (a test holds them together); not imported, so that
# a scenario loads without the compiler.
PURPOSE = 11
# A sample has 31 bits of the counter's word 0; sample 0 is the best estimates.
LAST_SAMPLE = 2**31 - 1
_WORD = 2**64
_DROPPED_BITS = 12


def address(path: str) -> tuple[int, int]:
    """Two words that stand for a value, from the SHA-256 of its dotted path.

    The first is that of the entities, the second that of the time bin (below 2**63).
    """
    digest = hashlib.sha256(path.encode()).digest()
    first, second = digest[:8], digest[8:16]
    return int.from_bytes(first, "little"), int.from_bytes(second, "little") >> 1


def uniform(seed: int, sample: int, path: str) -> float:
    """Return the uniform in (0, 1) that a value is drawn with in one sample.

    A pure function of its arguments: no other value, key or order has a part in it.

    Parameters
    ----------
    seed : int
        0 .. 2**63 - 1.
    sample : int
        1 .. `LAST_SAMPLE`.
    path : str
        `missiles.nodong.diameter`.

    Notes
    -----
    The same number as ``kernels.random.uniform`` at purpose CATALOGUE, run 0 and this
    address (a test); NumPy's Philox spares the compiler here, and steps its counter before
    a block.
    """
    from numpy.random import Philox  # noqa: PLC0415 (a scenario loads without NumPy)

    entities, time_bin = address(path)
    counter = (PURPOSE | sample << 32) + entities * _WORD + time_bin * _WORD**2
    block = Philox(key=seed, counter=counter - 1)
    word = int(block.random_raw()) >> _DROPPED_BITS
    return (word + 0.5) * 2.0**-52
