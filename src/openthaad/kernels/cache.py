"""Compiled code on disk: taken only where it is whole, kept where that is possible.

Numba's own cache trusts what it finds and fails where it cannot write.  A file that a power
cut has left empty or short would end every start, and a full disk the first.  Here each file
is led by a hash of what follows: one that does not fit is compiled anew, and what cannot be
kept is said once and compiled again next time.
"""

import pickle
import warnings
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from numba.core.caching import (
    CompileResultCacheImpl,
    FunctionCache,
    IndexDataCacheFile,
    UserProvidedCacheLocator,
)

_HASH_BYTES = sha256().digest_size


class _Locator(UserProvidedCacheLocator):  # type: ignore[misc]
    """Numba's folder for a kernel, whether or not it can be written to."""

    @classmethod
    def from_function(cls, py_func: Callable[..., object], py_file: str) -> "_Locator":
        """Return the locator; Numba's own would look for another folder."""
        return cls(py_func, py_file)


class _Implementation(CompileResultCacheImpl):  # type: ignore[misc]
    _locator_classes = (_Locator,)


class _Files(IndexDataCacheFile):  # type: ignore[misc]
    """Index and code of a kernel, each led by its hash."""

    def _load_index(self) -> dict[Any, str]:
        found = _opened(Path(self._index_path))
        if found is None or found[:2] != (self._version, self._source_stamp):
            return {}
        overloads: dict[Any, str] = found[2]
        return overloads

    def _save_index(self, overloads: dict[Any, str]) -> None:
        self._write(self._index_path, (self._version, self._source_stamp, overloads))

    def _load_data(self, name: str) -> object:
        return _opened(Path(self._data_path(name)))

    def _save_data(self, name: str, data: object) -> None:
        self._write(self._data_path(name), data)

    def _write(self, path: str, data: object) -> None:
        content: bytes = self._dump(data)
        with self._open_for_write(path) as file:
            file.write(sha256(content).digest())
            file.write(content)


def _opened(path: Path) -> Any:  # noqa: ANN401 (what Numba has put there)
    """Return what was written to a file, None where it is not all there."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    if sha256(content[_HASH_BYTES:]).digest() != content[:_HASH_BYTES]:
        return None
    return pickle.loads(content[_HASH_BYTES:])  # noqa: S301 (as Numba does; ours, and whole)


class KernelCache(FunctionCache):  # type: ignore[misc]
    """Numba's cache of a function, on files that may be damaged or not writable."""

    _impl_class = _Implementation

    def __init__(self, py_func: Callable[..., object]) -> None:
        super().__init__(py_func)
        self._cache_file = _Files(
            self._cache_path, self._impl.filename_base, self._impl.locator.get_source_stamp()
        )

    def save_overload(self, sig: object, data: object) -> None:
        """Keep a kernel; say once where that is not possible."""
        try:
            super().save_overload(sig, data)
        except OSError as error:
            _say_once(str(Path(self._cache_path).parent), error.strerror or str(error))


@cache
def _say_once(folder: str, reason: str) -> None:
    warnings.warn(
        f"cannot keep compiled kernels in {folder} ({reason}): they will be compiled again at "
        "every start; set NUMBA_CACHE_DIR to a folder that you may write to",
        RuntimeWarning,
        stacklevel=2,
    )
