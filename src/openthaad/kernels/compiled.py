"""How kernels are compiled: as Numba does, but each kernel once instead of once per caller.

Numba optimises every function together with all that it calls, and makes machine code of it,
so that a function deep down is worked on again for each one above it.  Of a kernel that only
kernels call, nobody needs that: here it is translated and left, and the whole is optimised
and made into machine code once, where Python enters.  Nothing else differs: the same
translation, the same optimisations, the same disk cache.

Numba counts who holds a table wherever one is named, in memory that all threads share: two
fifths of a battle's time.  A kernel that only looks at tables that its caller holds counts
nothing here; one that makes tables, or hands any on, counts as ever.

Division is that of IEEE 754: by zero it gives infinity or no number, not an exception.  The
test before each division that Numba puts in otherwise keeps small functions from being folded
into their callers; without it flights and fly-outs take about half the time.

`@njit(fold=True)` has a kernel put into its callers by LLVM, whatever its size: for the few
that a hot loop calls with numbers and that give numbers back, as the forces on a missile or a
step of the filter, where handing them over would cost as much as the work.  (Numba's own
inlining does it before types are known, anew for each.)

Python enters at kernels marked `@njit(cache=True, nogil=True)`.  All others are plain
`@njit`; should Python call one after all, as tests do, it is compiled as an entry then.
"""

import gc
from collections.abc import Callable
from functools import cached_property, partial, update_wrapper
from importlib import import_module
from typing import Any, TypeVar, cast, overload

import numpy as np
from numba import config, types
from numba.core import ir
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import LoweringPass, register_pass
from numba.core.errors import NumbaNotImplementedError
from numba.core.registry import CPUDispatcher
from numba.core.sigutils import normalize_signature
from numba.core.typed_passes import AnnotateTypes
from numba.extending import typeof_impl
from numba.np import linalg, numpy_support

from openthaad.kernels.cache import KernelCache
from openthaad.kernels.store import CACHE_DIRECTORY

config.CACHE_DIR = str(CACHE_DIRECTORY)

_ENTRY = {"nopython": True, "error_model": "numpy"}
_INNER = {**_ENTRY, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def _no_linear_algebra() -> None:
    raise ImportError("no kernel multiplies matrices by BLAS")


# Numba imports SciPy's linear algebra, where SciPy is installed, for products that no kernel
# calls: half a second of every start.  Its test for SciPy is answered with no, once.
_ask = linalg.ensure_blas
linalg.ensure_blas = _no_linear_algebra
import_module("numba.np.arraymath")
linalg.ensure_blas = _ask

_of_any_array = typeof_impl.dispatch(np.ndarray)


@typeof_impl.register(np.ndarray)  # type: ignore[untyped-decorator] # Numba's own
def _of_array(array: Any, context: Any) -> Any:  # noqa: ANN401 - Numba's own
    """Type of an array, as Numba has it.

    Numba first asks whether it is masked, and NumPy has to import what masked arrays are.
    """
    if type(array) is not np.ndarray:
        return _of_any_array(array, context)
    try:
        kind = numpy_support.from_dtype(array.dtype)
    except NumbaNotImplementedError:
        return _of_any_array(array, context)
    layout = numpy_support.map_layout(array)
    return types.Array(kind, array.ndim, layout, readonly=not array.flags.writeable)


Function = TypeVar("Function", bound=Callable[..., object])


class _NoEnvironment:
    """Where the environment of a kernel that Python cannot call would go."""

    @staticmethod
    def set_env(name: str, environment: object) -> None:
        """Nothing to set: there is no machine code yet."""


class _Translated(JITCodeLibrary):  # type: ignore[misc]
    """A kernel's own code, neither joined with what it calls, nor optimised, nor runnable."""

    def add_linking_library(self, library: JITCodeLibrary) -> None:
        """Note a kernel that this one calls."""
        library._ensure_finalized()  # noqa: SLF001 - Numba's own, as below
        self._linking_libraries.append(library)

    def finalize(self) -> None:
        """Leave the code as it is."""
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:  # noqa: ARG002 - Numba's
        """There is no machine code to point to."""
        return 0

    @property
    def codegen(self) -> type[_NoEnvironment]:
        """Owner of the machine code, of which there is none."""
        return _NoEnvironment


def _users_first(libraries: list[JITCodeLibrary]) -> list[JITCodeLibrary]:
    """Return these libraries and all that they call, each after everything that calls it."""
    done: dict[JITCodeLibrary, None] = {}
    met = set[JITCodeLibrary]()

    def visit(library: JITCodeLibrary) -> None:
        if library not in met:
            met.add(library)
            if isinstance(library, _Translated):
                for below in library._linking_libraries:  # noqa: SLF001
                    visit(below)
            done[library] = None

    for library in libraries:
        visit(library)
    return list(reversed(done))


class _Entry(JITCodeLibrary):  # type: ignore[misc]
    """A kernel that Python calls, with all that it calls, near and far."""

    _linking_libraries: list[JITCodeLibrary]

    def finalize(self) -> None:
        """Take in all that is called, then optimise; LLVM drops what nobody calls so far."""
        self._linking_libraries = _users_first(self._linking_libraries)
        super().finalize()

    def _verify_declare_only_symbols(self) -> None:
        """Refuse code that calls a kernel which is not there: it would jump to nowhere."""
        super()._verify_declare_only_symbols()
        for function in self._final_module.functions:
            if function.is_declaration and function.name.startswith("_ZN"):
                raise AssertionError(f"{function.name} is called and was not linked")


# What makes no new table, but shows one that somebody holds.
_VIEWS = frozenset(
    {
        "build_tuple", "cast", "exhaust_iter", "getattr", "getitem", "getiter", "iternext",
        "pair_first", "pair_second", "phi", "static_getitem", "typed_getitem",
    }
)  # fmt: skip


def _holds_tables(state: Any) -> bool:  # noqa: ANN401 - Numba's own
    """Say whether a kernel makes tables, is given new ones, or hands one on."""
    models = state.targetctx.data_model_manager

    def is_counted(kind: object) -> bool:
        return bool(models[kind].contains_nrt_meminfo())

    return is_counted(state.return_type) or any(
        step.value.op not in _VIEWS and is_counted(state.typemap[step.target.name])
        for block in state.func_ir.blocks.values()
        for step in block.find_insts(ir.Assign)
        if isinstance(step.value, ir.Expr)
    )


@register_pass(mutates_CFG=False, analysis_only=True)
class _AsTranslated(LoweringPass):  # type: ignore[misc]
    """Chooses, before a kernel is translated, what it is translated into."""

    _name = "openthaad_translated"
    library: type[JITCodeLibrary] = _Translated

    def __init__(self) -> None:
        LoweringPass.__init__(self)

    def run_pass(self, state: Any) -> bool:  # noqa: ANN401 - Numba's own
        """Give the kernel its library, and leave out the counts of what it does not hold."""
        codegen = state.targetctx.codegen()
        state.library = self.library(codegen, state.func_id.func_qualname)
        state.library.enable_object_caching()
        if self.library is _Translated and not _holds_tables(state):
            state.targetctx = state.targetctx.subtarget(enable_nrt=False)
        return False


@register_pass(mutates_CFG=False, analysis_only=True)
class _AsEntry(_AsTranslated):
    """The same for an entry."""

    _name = "openthaad_entry"
    library = _Entry


class _InnerCompiler(CompilerBase):  # type: ignore[misc]
    """Numba's steps for a kernel that only kernels call."""

    choice: type[_AsTranslated] = _AsTranslated

    def define_pipelines(self) -> list[Any]:
        """Return Numba's own steps with one put in."""
        steps = DefaultPassBuilder.define_nopython_pipeline(self.state)
        steps.add_pass_after(self.choice, AnnotateTypes)
        steps.finalize()
        return [steps]


class _EntryCompiler(_InnerCompiler):
    """Numba's steps for an entry."""

    choice = _AsEntry


class _InnerPoint(CPUDispatcher):  # type: ignore[misc]
    """A kernel for kernels, to Numba."""

    def compile(self, sig: Any) -> object:  # noqa: ANN401 - Numba's own
        """Translate the kernel for arguments of these types, once."""
        args, return_type = normalize_signature(sig)
        known = self.overloads.get(tuple(args))
        if known is None:
            with self._compiling_counter:
                known = self._compiler.compile(args, return_type)
            self.add_overload(known)
        return known.entry_point


class _Inner:
    """A kernel for kernels; called from Python, it compiles an entry for that.

    Numba hears of it when a kernel that calls it is compiled: some 600 are defined at every
    start, and to tell it of each takes longer than to load the few entries that are called.
    """

    def __init__(self, function: Callable[..., object], options: dict[str, object]) -> None:
        self.py_func = function
        self._options = options
        update_wrapper(self, function)

    @cached_property
    def _to_numba(self) -> _InnerPoint:
        return _InnerPoint(
            self.py_func, targetoptions=self._options, pipeline_class=_InnerCompiler
        )

    @property
    def _numba_type_(self) -> object:
        return self._to_numba._numba_type_

    @property
    def overloads(self) -> dict[tuple[Any, ...], Any]:
        """What was translated, by the types of the arguments."""
        found: dict[tuple[Any, ...], Any] = self._to_numba.overloads
        return found

    @cached_property
    def _twin(self) -> "_EntryPoint":
        return _EntryPoint(self.py_func, targetoptions=_ENTRY, pipeline_class=_EntryCompiler)

    def __call__(self, *args: object, **kwargs: object) -> object:
        """Call the kernel from Python."""
        return self._twin(*args, **kwargs)


class _EntryPoint(CPUDispatcher):  # type: ignore[misc]
    """A kernel that Python calls."""

    def enable_caching(self) -> None:
        """Keep its machine code on disk."""
        self._cache = KernelCache(self.py_func)

    def _compilation_chain_init_hook(self) -> None:
        """No other package's types reach a kernel: look for such packages when one compiles."""

    def compile(self, sig: Any) -> object:  # noqa: ANN401 - Numba's own
        """Compile without looking for garbage: there is none, and the search takes a fifth."""
        collects = gc.isenabled()
        gc.disable()
        try:
            return super().compile(sig)
        finally:
            if collects:
                gc.enable()


def is_compiled(item: object) -> bool:
    """Say whether this is a kernel, and not the Python that one is written in."""
    return isinstance(item, _Inner | _EntryPoint)


@overload
def njit(function: Function, /) -> Function: ...
@overload
def njit(
    *, cache: bool = False, nogil: bool = False, fold: bool = False
) -> Callable[[Function], Function]: ...
def njit(
    function: Function | None = None,
    /,
    *,
    cache: bool = False,
    nogil: bool = False,
    fold: bool = False,
) -> Function | Callable[[Function], Function]:
    """Compile a kernel: plain, one for kernels; with `cache`, one for Python, kept on disk.

    With `fold`, one for kernels that is put into each of its callers as a whole.
    """
    if function is None:
        return partial(_inner, fold=fold) if fold else partial(_entry, cache=cache, nogil=nogil)
    return _inner(function, fold=False)


def _inner(function: Function, *, fold: bool) -> Function:
    if config.DISABLE_JIT:
        return function
    # Said of each: Numba would have it taken on from whatever kernel is the first to call.
    options = {**_INNER, "forceinline": fold}
    return cast("Function", _Inner(function, options))


def _entry(function: Function, *, cache: bool, nogil: bool) -> Function:
    if config.DISABLE_JIT:
        return function
    options = {**_ENTRY, "nogil": nogil}
    entry = _EntryPoint(function, targetoptions=options, pipeline_class=_EntryCompiler)
    if cache:
        entry.enable_caching()
    return cast("Function", entry)
