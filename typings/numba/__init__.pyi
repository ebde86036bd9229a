# What this package uses of Numba.  Numba's own annotations (0.68) take a bare `@njit` for a
# call with no arguments; here a compiled function keeps the type of the one it was made of.
from collections.abc import Callable
from typing import TypeVar, overload

from numba import config as config

_F = TypeVar("_F", bound=Callable[..., object])

__version__: str

@overload
def njit(function: _F, /) -> _F: ...
@overload
def njit(*, cache: bool = ..., nogil: bool = ...) -> Callable[[_F], _F]: ...
@overload
def njit(*, no_cpython_wrapper: bool, no_cfunc_wrapper: bool) -> Callable[[_F], _F]: ...
