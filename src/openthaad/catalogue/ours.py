"""The built-in catalogue: the entries that come with the package."""

import hashlib
from functools import cache

from openthaad.catalogue.entries import DATA, KINDS, Entry, nearest
from openthaad.catalogue.reading import read_entry
from openthaad.errors import CatalogueError


def kinds() -> tuple[str, ...]:
    """List the kinds of entry."""
    return KINDS


def names(kind: str) -> list[str]:
    """List the entries of one kind, sorted.

    Raises
    ------
    CatalogueError
        There is no such kind.
    """
    if kind not in KINDS:
        raise CatalogueError(
            f"no catalogue kind {kind!r}{nearest(kind, KINDS)}",
            key=kind,
            allowed=list(KINDS),
        )
    return list(_stems(kind))


@cache
def _stems(kind: str) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in (DATA / kind).glob("*.toml")))


@cache
def tables() -> tuple[str, ...]:
    """List the curves of the built-in catalogue, sorted."""
    return tuple(sorted(path.stem for path in (DATA / "tables").glob("*.csv")))


@cache
def load(kind: str, name: str) -> Entry:
    """Read ``data/<kind>/<name>.toml`` and check every field of it.

    Raises
    ------
    CatalogueError
        The entry is absent, or a value lacks a unit, a range or a known source.
    """
    known = names(kind)
    if name not in known:
        hint = nearest(name, known)
        raise CatalogueError(
            f"no {kind} entry {name!r}{hint or '; known: ' + ', '.join(known)}",
            key=kind,
            value=name,
            allowed=known,
            hint=hint.lstrip("; ") or None,
        )
    text = (DATA / kind / f"{name}.toml").read_text(encoding="utf-8")
    return read_entry(text, kind=kind, name=name)


@cache
def fingerprint() -> str:
    """Hash of every catalogue file, SHA-256 in hex; goes into each run's manifest."""
    digest = hashlib.sha256()
    for path in sorted(DATA.rglob("*")):
        if path.is_file() and path.suffix in {".toml", ".csv"}:
            digest.update(path.relative_to(DATA).as_posix().encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()
