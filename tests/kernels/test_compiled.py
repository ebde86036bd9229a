"""Our own way of compiling: counts of holders, and every kernel that is called."""

import numba
import numpy as np
import pytest
from numba import config
from numba.core.errors import TypingError
from numba.core.runtime import _nrt_python as counting
from numba.core.typing.typeof import Purpose
from numba.core.typing.typeof import _TypeofContext as Context

from openthaad.kernels.compiled import _of_any_array, njit

pytestmark = pytest.mark.skipif(config.DISABLE_JIT, reason="what the compiler makes")


@njit
def made(count: int) -> np.ndarray:
    return np.arange(count) * 1.0


@njit
def rest_of(table: np.ndarray) -> np.ndarray:
    return table[1:]


@njit
def total_of(tables: tuple[np.ndarray, np.ndarray]) -> float:
    first, second = tables
    total = 0.0
    for x in first[1:]:
        total += x
    return total + second[0]


@njit(cache=False)
def of_many(times: int) -> float:
    total = 0.0
    for _ in range(times):
        table = made(5)
        total += total_of((rest_of(table), table))
    return total


def translation_of(kernel):
    (translated,) = kernel.overloads.values()
    return translated.library.get_llvm_str()


def test_tables_that_kernels_make_and_hand_on_are_given_back():
    assert of_many(1) == 9.0
    counting.memsys_enable_stats()
    try:
        before = counting.memsys_get_stats_alloc() - counting.memsys_get_stats_free()
        assert of_many(1000) == 9000.0
        after = counting.memsys_get_stats_alloc() - counting.memsys_get_stats_free()
    finally:
        counting.memsys_disable_stats()
    assert after == before


@pytest.mark.parametrize(("kernel", "counts"), [(total_of, False), (rest_of, True)])
def test_a_kernel_that_only_reads_tables_counts_no_holders(kernel, counts):
    assert of_many(1) == 9.0
    assert ("NRT_incref" in translation_of(kernel)) == counts


@njit
def _shared(x):
    return x * x


@njit
def _never_called(x):
    return _shared(x) + 1.0


@njit
def _always_called(x):
    return 2.0 * _shared(x)


@njit
def _so_many(x, count):
    total = 0.0
    for _ in range(count):
        total += _never_called(x)
    return total + _always_called(x)


@njit(cache=False)
def _none(x):
    return _so_many(x, 0)


def test_what_a_call_left_out_would_have_called_is_there_for_others():
    assert _none(3.0) == 18.0


@njit
def _plain(x):
    return x * x


@njit(fold=True)
def _folded(x):
    return _plain(x) + 1.0


@njit(cache=False)
def _of_folded(x):
    return _folded(x)


def test_a_kernel_that_a_folded_one_calls_first_is_not_folded_itself():
    assert _of_folded(3.0) == 10.0
    folds = [next(iter(k.overloads.values())).fndesc.inline for k in (_folded, _plain)]
    assert folds == [True, False]


@pytest.mark.parametrize(
    "array",
    [
        np.zeros(3),
        np.zeros((2, 3))[:, 1:],
        np.broadcast_to(1.0, 3),
        np.zeros(2, [("time", float), ("place", float, 3)]),
        np.array([object()]),
    ],
)
def test_an_array_has_the_type_that_numba_gives_it(array):
    assert numba.typeof(array) == _of_any_array(array, Context(Purpose.argument))


def test_a_masked_array_is_refused_as_ever():
    with pytest.raises(TypingError, match="MaskedArray"):
        numba.typeof(np.ma.masked_array([2.0, 3.0]))
