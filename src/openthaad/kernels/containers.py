"""A container of tables is one pointer to compiled code, however many tables it holds.

Numba hands a tuple of thirty arrays over as some two hundred numbers at every call, which is
most of what there is to compile and a good part of what there is to do.  A `container` is a
NamedTuple to Python; to a kernel it is the address of a list of addresses, and `state.tracks`
reads two numbers from there.  The list is made where Python first hands the container to a
kernel and lives as long as it: a kernel may write into the tables but not replace them, and
nobody may give one of them other memory.
"""

from collections.abc import Iterator
from functools import cached_property
from hashlib import sha256
from struct import pack
from typing import Any, TypeVar, cast

import numpy as np
from llvmlite import ir
from numba import typeof, types
from numba.core import cgutils
from numba.core.imputils import impl_ret_borrowed, lower_getattr_generic
from numba.core.typing.templates import AttributeTemplate
from numba.core.typing.typeof import typeof_impl
from numba.extending import (
    NativeValue,
    infer_getattr,
    models,
    register_model,
    unbox,
)
from numba.np.arrayobj import make_array, populate_array

_SLOT = ir.IntType(64)
_BYTES = 8
Cls = TypeVar("Cls", bound=type)
Tables = TypeVar("Tables", bound=tuple[Any, ...])


class Container(types.Type):  # type: ignore[misc]
    """Numba's view of a container: the type of each field, and where its numbers lie."""

    def __init__(self, of: type, fields: tuple[tuple[str, Any], ...]) -> None:
        self.of = of
        self.fields = dict(fields)
        self.first: dict[str, int] = {}
        self.slots = 0
        for name, kind in fields:
            self.first[name] = self.slots
            self.slots += _slots(kind)
        told = sha256(repr(fields).encode()).hexdigest()[:12]
        super().__init__(name=f"{of.__module__}.{of.__qualname__}<{told}>")


def _slots(kind: Any) -> int:  # noqa: ANN401 - Numba's own
    """How many numbers a field takes in the list."""
    if isinstance(kind, Container):
        return kind.slots
    return 1 + kind.ndim if isinstance(kind, types.Array) else len(kind)


register_model(Container)(models.OpaqueModel)


def container(cls: Cls) -> Cls:
    """Make a NamedTuple one pointer to kernels.

    Its fields are tables, NamedTuples of floats, and containers; so are its properties, which
    show what it holds grouped in another way.
    """
    views = (name for name, item in vars(cls).items() if isinstance(item, property))
    names: tuple[str, ...] = (*cls._fields, *views)  # type: ignore[attr-defined]

    def addresses(value: Any) -> bytes:  # noqa: ANN401 - of this container
        """Address and shape of each table; floats of a NamedTuple; the list of a container."""
        return b"".join(_slots_of(getattr(value, name)) for name in names)

    known: dict[tuple[Any, ...], Container] = {}
    # A class with room for the list; copies and pickles leave it behind, for it is not theirs.
    kept = {
        "__module__": cls.__module__,
        "__qualname__": cls.__qualname__,
        "__doc__": cls.__doc__,
        "__annotations__": cls.__annotations__,
        "__getstate__": _nothing,
        "addresses": cached_property(addresses),
    }
    made = type(cls.__name__, (cls,), kept)

    @typeof_impl.register(made)
    def _typeof(value: Any, c: Any) -> Container:  # noqa: ANN401 - Numba's own
        key = _layout(value)
        if key not in known:
            kinds = [(name, typeof(getattr(value, name), c.purpose)) for name in names]
            known[key] = Container(made, tuple(kinds))
        return known[key]

    return cast("Cls", made)


def _nothing(container: Any) -> None:  # noqa: ANN401
    """What a copy takes besides the fields."""


def is_container(item: object) -> bool:
    """Say whether this is one, without making its list of addresses."""
    return hasattr(type(item), "addresses")


def all_tables(container: Any) -> Iterator[tuple[str, np.ndarray]]:  # noqa: ANN401
    """Yield name and table of everything that a container holds, at any depth."""
    for name, item in zip(container._fields, container, strict=True):
        if isinstance(item, np.ndarray):
            yield name, item
        elif is_container(item):
            yield from all_tables(item)


def copied(container: Tables) -> Tables:
    """Return a container of the same kind with tables of its own."""
    return type(container)(
        *(
            item.copy()
            if isinstance(item, np.ndarray)
            else copied(item)
            if is_container(item)
            else item
            for item in container
        )
    )


def _layout(value: Any) -> tuple[Any, ...]:  # noqa: ANN401 - any container
    """What tells the types of containers apart."""
    return tuple(
        (item.dtype, item.ndim, item.flags.writeable, item.flags.aligned)
        if isinstance(item, np.ndarray)
        else (type(item), _layout(item) if is_container(item) else ())
        for item in value
    )


def _slots_of(item: Any) -> bytes:  # noqa: ANN401 - any field
    """Address and shape of a table; floats of a NamedTuple; the list of a container."""
    if isinstance(item, np.ndarray):
        if not item.flags.c_contiguous:
            raise ValueError("a table of a container must be contiguous")
        return pack(f"={1 + item.ndim}q", item.ctypes.data, *item.shape)
    if is_container(item):
        return bytes(item.addresses)
    return pack(f"={len(item)}d", *item)


@unbox(Container)
def _unbox(typ: Container, obj: Any, c: Any) -> NativeValue:  # noqa: ANN401, ARG001
    slots = c.pyapi.object_getattr_string(obj, "addresses")
    is_error = cgutils.is_null(c.builder, slots)
    result = cgutils.alloca_once_value(c.builder, ir.Constant(cgutils.voidptr_t, None))
    with c.builder.if_then(c.builder.not_(is_error), likely=True):
        c.builder.store(c.pyapi.bytes_as_string(slots), result)
    return NativeValue(
        c.builder.load(result), is_error=is_error, cleanup=lambda: c.pyapi.decref(slots)
    )


@infer_getattr
class _Fields(AttributeTemplate):  # type: ignore[misc]
    key = Container

    def generic_resolve(self, typ: Container, attr: str) -> Any:  # noqa: ANN401
        return typ.fields.get(attr)


@lower_getattr_generic(Container)
def _field(context: Any, builder: Any, typ: Container, value: Any, attr: str) -> Any:  # noqa: ANN401
    kind, slot = typ.fields[attr], typ.first[attr]
    if isinstance(kind, types.Array):
        return _table(context, builder, kind, value, slot)
    if isinstance(kind, Container):
        return builder.gep(value, [ir.Constant(_SLOT, _BYTES * slot)])
    numbers = [
        _load(builder, value, slot + k, context.get_value_type(types.float64))
        for k in range(len(kind))
    ]
    return context.make_tuple(builder, kind, numbers)


def _load(builder: Any, value: Any, slot: int, kind: Any) -> Any:  # noqa: ANN401
    """Read one number of the list: it does not change during a call."""
    numbers = builder.bitcast(value, kind.as_pointer())
    place = builder.gep(numbers, [ir.Constant(ir.IntType(32), slot)])
    number = builder.load(place)
    number.set_metadata("invariant.load", builder.module.add_metadata([]))
    return number


def _table(context: Any, builder: Any, kind: Any, value: Any, slot: int) -> Any:  # noqa: ANN401
    array = make_array(kind)(context, builder)
    size = context.get_abi_sizeof(context.get_data_type(kind.dtype))
    intp = context.get_value_type(types.intp)
    shape = [_load(builder, value, slot + 1 + axis, intp) for axis in range(kind.ndim)]
    strides = [context.get_constant(types.intp, size)]
    for length in shape[:0:-1]:
        strides.insert(0, builder.mul(strides[0], length))
    address = _load(builder, value, slot, intp)
    data = builder.inttoptr(address, array.data.type)
    populate_array(
        array, data=data, shape=shape, strides=strides,
        itemsize=context.get_constant(types.intp, size), meminfo=None,
    )  # fmt: skip
    return impl_ret_borrowed(context, builder, kind, array._getvalue())  # noqa: SLF001
