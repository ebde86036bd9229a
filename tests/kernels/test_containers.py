"""A container is to a kernel what it is to Python, and costs one pointer."""

from typing import NamedTuple

import numpy as np
import pytest
from numba.core.errors import TypingError

from openthaad.kernels.compiled import njit
from openthaad.kernels.containers import all_tables, container, copied

ROW = np.dtype([("mass", "f8"), ("position", "f8", (3,))], align=True)


class Scales(NamedTuple):
    length: float
    time: float


@container
class Inner(NamedTuple):
    cube: np.ndarray
    rows: np.ndarray


@container
class Outer(NamedTuple):
    counts: np.ndarray
    inner: Inner
    scales: Scales
    square: np.ndarray


@njit(cache=False, nogil=True)
def add_up(outer, k):
    """Read every field, write into two tables, count in a third."""
    inner = outer.inner
    total = outer.scales.length + 10.0 * outer.scales.time
    for i in range(inner.cube.shape[0]):
        total += inner.cube[i, 1, k] + outer.square[i, k]
    inner.rows[k]["mass"] = total
    outer.inner.rows[k]["position"][2] = inner.rows.shape[0]
    outer.counts[0] += 1
    return total


def example(rows=4):
    rng = np.random.default_rng(5)
    inner = Inner(rng.normal(size=(2, 3, 5)), np.zeros(rows, ROW))
    return Outer(np.zeros(1, np.int64), inner, Scales(2.0, 3.0), rng.normal(size=(2, 5)))


def expected(outer, k):
    return 32.0 + outer.inner.cube[:, 1, k].sum() + outer.square[:, k].sum()


@pytest.mark.parametrize("k", [0, 3])
def test_a_kernel_reads_and_writes_the_tables_themselves(k):
    outer = example()
    assert add_up(outer, k) == pytest.approx(expected(outer, k), rel=1e-15)
    assert outer.inner.rows[k]["mass"] == pytest.approx(expected(outer, k), rel=1e-15)
    assert outer.inner.rows[k]["position"].tolist() == [0.0, 0.0, 4.0]
    assert outer.counts[0] == 1


def test_the_number_of_rows_is_that_of_the_call():
    for rows in (4, 9):
        outer = example(rows)
        add_up(outer, 1)
        assert outer.inner.rows[1]["position"][2] == rows


def test_containers_of_one_kind_with_other_numbers_are_told_apart():
    outer = example()
    add_up(outer, 0)
    whole = outer._replace(square=np.ones((2, 5), np.int64))
    assert add_up(whole, 0) == pytest.approx(expected(whole, 0), rel=1e-15)


def test_a_table_that_may_not_be_written_is_another_kind():
    outer = example()
    add_up(outer, 0)
    fixed = outer.square.copy()
    fixed.setflags(write=False)
    assert add_up(outer._replace(square=fixed), 0) == add_up(outer, 0)
    counts = outer.counts.copy()
    counts.setflags(write=False)
    with pytest.raises((TypingError, ValueError)):  # refused when compiled, or when written
        add_up(outer._replace(counts=counts), 0)


def test_a_table_that_is_not_contiguous_is_refused():
    outer = example()
    with pytest.raises(ValueError, match="contiguous"):
        _ = outer._replace(square=outer.square[:, ::2]).addresses


def test_every_table_is_listed_and_copied():
    outer = example()
    assert [name for name, _ in all_tables(outer)] == ["counts", "cube", "rows", "square"]
    other = copied(outer)
    add_up(other, 2)
    assert other.counts[0] == 1
    assert outer.counts[0] == 0
    assert outer.inner.rows["mass"].sum() == 0.0
    assert other.scales == outer.scales
