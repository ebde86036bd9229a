"""The words are those of `numpy.random.Philox`, bit for bit."""

import numpy as np
import pytest

from openthaad.kernels.random import words

MASK = 2**64 - 1


def numpy_block(key, counter):
    """NumPy steps its 256-bit counter before it makes a block, so it starts one lower."""
    whole = sum(word << (64 * i) for i, word in enumerate(counter))
    before = (whole - 1) % 2**256
    start = [(before >> (64 * i)) & MASK for i in range(4)]
    bits = np.random.Philox(
        key=np.array(key, dtype=np.uint64), counter=np.array(start, dtype=np.uint64)
    )
    return [int(word) for word in bits.random_raw(4)]


def our_block(key, counter):
    return [int(word) for word in words(*(np.uint64(w) for w in (*key, *counter)))]


@pytest.mark.parametrize(
    ("key", "counter"),
    [
        ((0, 0), (0, 0, 0, 0)),
        ((MASK, MASK), (MASK, MASK, MASK, MASK)),
        ((1, 0), (0, 1, 0, 0)),
        ((7, 31), (4 | 9 << 32, 3 | 2 << 32, 123_456, 2)),
    ],
)
def test_blocks_at_chosen_addresses(key, counter):
    assert our_block(key, counter) == numpy_block(key, counter)


def test_two_hundred_blocks_at_scattered_addresses():
    generator = np.random.default_rng(20_171_122)
    draw = generator.integers(0, MASK, size=(200, 6), dtype=np.uint64, endpoint=True)
    for row in draw.tolist():
        assert our_block(row[:2], row[2:]) == numpy_block(row[:2], row[2:])


def test_successive_counters_are_numpys_stream():
    stream = np.random.Philox(key=np.array([5, 6], dtype=np.uint64)).random_raw(12)
    ours = [word for i in (1, 2, 3) for word in our_block((5, 6), (i, 0, 0, 0))]
    assert ours == stream.tolist()
