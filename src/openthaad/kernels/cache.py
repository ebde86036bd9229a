"""Compiled code on disk: taken only where it is whole, kept where that is possible.

Numba's own cache trusts what it finds and fails where it cannot write.  A file that a power
cut has left empty or short would end every start, and a full disk the first.  Here each file
is led by a hash of what follows: one that does not fit is compiled anew, and what cannot be
kept is said once and compiled again next time.

And Numba makes ready for compiling whenever it loads, which takes longer than the loading: it
compiles its counting of holders, imports all that it can compile, and reads each kernel's code
for other kernels beside the machine code.  Here a load does what running takes; the rest waits
until something is compiled.
"""

import pickle
import re
import warnings
from collections import Counter
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from llvmlite import binding
from numba.core.caching import (
    CompileResultCacheImpl,
    FunctionCache,
    IndexDataCacheFile,
    UserProvidedCacheLocator,
)
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompileResult, compile_result
from numba.core.runtime import _nrt_python

_HASH_BYTES = sha256().digest_size


class _Locator(UserProvidedCacheLocator):  # type: ignore[misc]
    """Numba's folder for a kernel, whether or not it can be written to."""

    @classmethod
    def from_function(cls, py_func: Callable[..., object], py_file: str) -> "_Locator":
        """Return the locator; Numba's own would look for another folder."""
        return cls(py_func, py_file)


class _Kept(JITCodeLibrary):  # type: ignore[misc]
    """A kernel from disk: machine code, and beside it the code for kernels that call it."""

    _bitcode: bytes
    _shared_module: Any

    @classmethod
    def of(cls, codegen: Any, name: str, code: bytes, bitcode: bytes) -> "_Kept":  # noqa: ANN401
        """Make the machine code ready to run."""
        self = cls(codegen, name)
        self._bitcode = bitcode
        self.enable_object_caching()
        self._set_compiled_object(code)
        self._finalize_final_module()
        return self

    def _get_module_for_linking(self) -> Any:  # noqa: ANN401
        """Read the code for other kernels when the first of them is compiled."""
        if self._shared_module is None:
            self._shared_module = binding.parse_bitcode(self._bitcode)
        return self._shared_module

    def get_pointer_to_function(self, name: str) -> int:
        """Return the address of what the machine code has under a name."""
        address: int = self._codegen._engine.get_function_address(name)  # noqa: SLF001
        return address


class _Implementation(CompileResultCacheImpl):  # type: ignore[misc]
    _locator_classes = (_Locator,)

    def reduce(self, cres: CompileResult) -> tuple[Any, ...]:
        """Return what is kept of a kernel."""
        library, *rest, environments = super().reduce(cres)
        used = _environments_used(str(cres.library._final_module))  # noqa: SLF001
        return library, *rest, tuple(e for e in environments if e.env_name in used)

    def rebuild(self, target_context: Any, payload: tuple[Any, ...]) -> CompileResult:  # noqa: ANN401
        """Return the kernel that was kept, ready to run."""
        (name, _, (code, bitcode)), fndesc, environment, signature, *rest = payload
        objectmode, lifted, annotation, reload_init, environments = rest
        library = _Kept.of(target_context.codegen(), name, code, bitcode)
        for other in environments:
            library.codegen.set_env(other.env_name, other)
        return compile_result(
            target_context=target_context,
            typing_context=target_context.typing_context,
            library=library,
            environment=environment,
            entry_point=target_context.get_executable(library, fndesc, environment),
            fndesc=fndesc,
            type_annotation=annotation,
            signature=signature,
            objectmode=objectmode,
            lifted=lifted,
            reload_init=reload_init,
            referenced_envs=environments,
        )


def _environments_used(code: str) -> set[str]:
    """Names of the environments that code reads: each is named once where it is declared."""
    named = Counter(re.findall(r"_ZN08NumbaEnv[\w.$]+", code))
    return {name for name, times in named.items() if times > 1}


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

    def load_overload(self, sig: object, target_context: Any) -> CompileResult | None:  # noqa: ANN401
        """Load a kernel; get ready for what it calls, not for compiling."""
        _know_what_kernels_call()
        with self._guard_against_spurious_io_errors():
            found: CompileResult | None = self._load_overload(sig, target_context)
        return found

    def save_overload(self, sig: object, data: object) -> None:
        """Keep a kernel; say once where that is not possible."""
        try:
            super().save_overload(sig, data)
        except OSError as error:
            _say_once(str(Path(self._cache_path).parent), error.strerror or str(error))


@cache
def _know_what_kernels_call() -> None:
    """Tell the linker where the functions in C lie that make and hold tables."""
    for name, address in _nrt_python.c_helpers.items():
        binding.add_symbol(name if name.startswith("_") else f"NRT_{name}", address)


@cache
def _say_once(folder: str, reason: str) -> None:
    warnings.warn(
        f"cannot keep compiled kernels in {folder} ({reason}): they will be compiled again at "
        "every start; set NUMBA_CACHE_DIR to a folder that you may write to",
        RuntimeWarning,
        stacklevel=2,
    )
