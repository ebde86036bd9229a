"""How kernels are compiled.

Entry kernels are called from Python: `@njit(cache=True, nogil=True)`.  Plain `@njit` kernels
may be called from Python too.  An `@inner` kernel is called by other kernels only: it gets
no entry from Python, which saves a third of the time that the engine takes to compile.
Calling one from Python would crash, so `tests/test_architecture.py` looks for such calls;
the tests themselves set OPENTHAAD_OPEN_KERNELS, which gives every kernel its entry back.
"""

import os
from collections.abc import Callable
from typing import TypeVar

from numba import njit

Function = TypeVar("Function", bound=Callable[..., object])

OPEN = bool(os.environ.get("OPENTHAAD_OPEN_KERNELS"))


def inner(function: Function) -> Function:
    """Compile a kernel that only kernels call."""
    if OPEN:
        return njit(function)
    options = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    return njit(**options)(function)
