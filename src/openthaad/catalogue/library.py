"""The catalogue as one value: the built-in entries, and beside them a user's own."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from openthaad.catalogue import ours
from openthaad.catalogue.entries import KINDS, Entry, nearest
from openthaad.catalogue.folders import Found, files_in, folders_of
from openthaad.catalogue.naming import Names, folded
from openthaad.catalogue.places import Place, places
from openthaad.catalogue.reading import Label, check_ranges, entry_from
from openthaad.catalogue.shape import check_shape, with_rules
from openthaad.catalogue.tables import table_from
from openthaad.errors import CatalogueError

# What a scenario carries of a user's entries: by kind and name, as their files hold them.
Documents = Mapping[str, Mapping[str, Mapping[str, Any]]]


class Catalogue:
    """Every entry and place that may be named: the built-in ones and a user's own.

    A value: it is made once, never changes, and is passed along. Threads may share it; a
    process elsewhere is given the documents of the entries that a scenario uses, and makes it
    anew.

    Parameters
    ----------
    found : iterable of Found
        Files of the user's, read.

    Raises
    ------
    CatalogueError
        An entry is not what it must be, or takes the name or an alias of another.
    """

    def __init__(self, found: Iterable[Found] = ()) -> None:
        self._found: dict[tuple[str, str], Found] = {}
        for one in found:
            self._add(one)
        self._places = {
            n: f.content for (kind, n), f in self._found.items() if kind == "places"
        }
        self._tables = {
            n: f.content for (kind, n), f in self._found.items() if kind == "tables"
        }
        for name, table in self._tables.items():
            table_from(table, name)
        self._entries: dict[tuple[str, str], Entry] = {}
        for kind, name in self._found:
            if kind in KINDS:
                self._make(kind, name, ())
        # Aliases of built-in entries are collected for a word that is no name: all are read.
        self._names = {kind: self._names_of(kind) for kind in KINDS} if self._found else None
        self._place_names = self._names_of_places() if self._places else None

    def _add(self, one: Found) -> None:
        key = (one.kind, one.name)
        known = self._found.get(key)
        if known is not None and known.content != one.content:
            raise CatalogueError(
                f"{one.kind}/{one.name} is in {known.where} and, with other contents, in "
                f"{one.where}; give one of them another name",
                key=f"{one.kind}/{one.name}",
            )
        if one.name in _built_in(one.kind):
            raise CatalogueError(
                f"{one.where}: {one.kind}/{one.name} is in the built-in catalogue, and yours "
                f"may not replace it; give it another name, and begin it with "
                f'like = "{one.name}" to change some of its values',
                key=f"{one.kind}/{one.name}",
                value=one.name,
            )
        self._found.setdefault(key, one)

    def _make(self, kind: str, name: str, chain: tuple[str, ...]) -> Entry:
        """Read one entry of the user's, after the one that it is like."""
        if (kind, name) in self._entries:
            return self._entries[kind, name]
        file = self._found[kind, name]
        if name in chain:
            circle = " is like ".join([*chain, name])
            raise CatalogueError(f"{file.where}: {circle}", key=f"{file.where}: like")
        base = self._base(file, (*chain, name))
        label = Label(kind=kind, name=name, where=file.where, is_own=True)
        content = with_rules(kind, file.content)
        entry = entry_from(content, label, base=base, tables=self._tables)
        check_shape(entry, file.where)
        check_ranges(entry, file.where)
        self._entries[kind, name] = entry
        return entry

    def _base(self, file: Found, chain: tuple[str, ...]) -> Entry | None:
        word = file.content.get("like")
        if word is None:
            return None
        own = [name for kind, name in self._found if kind == file.kind]
        if word in own:
            return self._make(file.kind, word, chain)
        try:
            return ours.load(file.kind, _names()[file.kind].find(str(word)))
        except CatalogueError:
            known = [*own, *ours.names(file.kind)]
            raise CatalogueError(
                f"{file.where}: it is like {word!r}, which is not an entry of {file.kind}"
                f"{nearest(str(word), known)}",
                key=f"{file.where}: like",
                value=word,
                allowed=known,
            ) from None

    def _names_of(self, kind: str) -> Names:
        built_in = {name: ours.load(kind, name) for name in ours.names(kind)}
        taken = {folded(w) for name, one in built_in.items() for w in (name, *one.aliases)}
        words = {name: _words(one) for name, one in built_in.items()}
        for (its_kind, name), entry in self._entries.items():
            if its_kind == kind:
                self._refuse_taken(self._found[kind, name], (name, *entry.aliases), taken)
                words[name] = _words(entry)
        return Names(kind, words)

    def _names_of_places(self) -> Names:
        taken = {folded(w) for name, one in places().items() for w in (name, *one.aliases)}
        for name, place in self._places.items():
            self._refuse_taken(self._found["places", name], (name, *place.aliases), taken)
        return Names("places", {name: _words(one) for name, one in self.places().items()})

    def _refuse_taken(self, file: Found, words: Sequence[str], taken: set[str]) -> None:
        for word in words:
            if folded(word) in taken:
                raise CatalogueError(
                    f"{file.where}: {word!r} already names something in the built-in catalogue "
                    f"of {file.kind}; leave it out, or take another name",
                    key=file.where,
                    value=word,
                )

    def __eq__(self, other: object) -> bool:
        """Whether the other holds the same entries."""
        return isinstance(other, Catalogue) and self._contents() == other._contents()

    def __hash__(self) -> int:
        """Hash by the names of the user's own entries."""
        return hash(tuple(sorted(self._found)))

    def __reduce__(self) -> tuple[type[Catalogue], tuple[list[Found]]]:
        """Travel as the files that it was made from."""
        return Catalogue, (list(self._found.values()),)

    def _contents(self) -> dict[tuple[str, str], Any]:
        return {key: one.content for key, one in self._found.items()}

    def names(self, kind: str) -> list[str]:
        """List the entries of one kind, sorted.

        Raises
        ------
        CatalogueError
            There is no such kind.
        """
        own = [name for its_kind, name in self._entries if its_kind == kind]
        return sorted({*ours.names(kind), *own})

    def name_of(self, kind: str, word: str) -> str:
        """Return the name of the entry that a word means: its name, or an alias.

        Raises
        ------
        CatalogueError
            There is no such kind, nothing is called that, or several things are.
        """
        if word in self.names(kind):
            return word
        return (self._names or _names())[kind].find(word)

    def load(self, kind: str, word: str) -> Entry:
        """Return an entry by its name or an alias.

        Raises
        ------
        CatalogueError
            There is no such kind, nothing is called that, or several things are.
        """
        name = self.name_of(kind, word)
        own = self._entries.get((kind, name))
        return ours.load(kind, name) if own is None else own

    def is_own(self, kind: str, name: str) -> bool:
        """Whether an entry or a place is the user's own."""
        return (kind, name) in self._found

    def where(self, kind: str, name: str) -> str | None:
        """Return the file of a user's own entry, None for a built-in one."""
        found = self._found.get((kind, name))
        return None if found is None else found.where

    def places(self) -> Mapping[str, Place]:
        """Return every place, by name."""
        return {**places(), **self._places}

    def find_place(self, word: str) -> Place:
        """Return a place by its name or an alias.

        Raises
        ------
        CatalogueError
            Nothing is called that; the message gives the nearest.
        """
        name = (self._place_names or _place_names()).find(word)
        return self._places[name] if name in self._places else places()[name]

    def documents(self, keys: Iterable[tuple[str, str]]) -> dict[str, dict[str, Any]]:
        """Return the user's entries among these, and what they rest on, as in their files.

        Parameters
        ----------
        keys : iterable of (kind, name)
        """
        kept: dict[str, dict[str, Any]] = {}
        waiting = [key for key in keys if key in self._entries]
        while waiting:
            kind, name = waiting.pop()
            content = self._found[kind, name].content
            kept.setdefault(kind, {})[name] = content
            entry = self._entries[kind, name]
            for word in entry.about.values():
                if isinstance(word, str) and word in self._tables:
                    kept.setdefault("tables", {})[word] = self._tables[word]
            base = (kind, str(content.get("like")))
            if base in self._entries:
                waiting.append(base)
        return {kind: dict(sorted(kept[kind].items())) for kind in sorted(kept)}

    def fingerprint(self) -> str:
        """Hash of the built-in catalogue and of every entry of the user's own."""
        return fingerprint(self.documents(self._entries))

    def with_documents(self, documents: Documents, where: str) -> Catalogue:
        """Return this catalogue with the entries that a scenario carries.

        Raises
        ------
        CatalogueError
            An entry is not what it must be, or is here already with other contents.
        """
        if not documents:
            return self
        if "places" in documents:
            raise CatalogueError(
                f"{where}: catalogue.places: a scenario gives a place by coordinates, with a "
                'name: { name = "x", lat_deg = .., lon_deg = .. }',
                key="catalogue.places",
            )
        new = [
            Found(kind, name, f"{where}: catalogue.{kind}.{name}", content)
            for kind, table in documents.items()
            for name, content in table.items()
        ]
        return Catalogue([*self._found.values(), *new])

    def with_folders(self, folders: Iterable[Path]) -> Catalogue:
        """Return this catalogue with the entries of a user's folders.

        Raises
        ------
        CatalogueError
            An entry is not what it must be, or is here already with other contents.
        """
        new = [found for folder in folders for found in files_in(folder)]
        return Catalogue([*self._found.values(), *new])


def fingerprint(documents: Documents | None = None) -> str:
    """Hash of the catalogue, SHA-256 in hex: every built-in file, and these of a user's."""
    if not documents:
        return ours.fingerprint()
    text = json.dumps(documents, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{ours.fingerprint()}{text}".encode()).hexdigest()


def catalogue_from(
    given: Sequence[str | Path] | str | Path | Catalogue | None = None,
    *,
    beside: Path | None = None,
) -> Catalogue:
    """Make a catalogue of the built-in entries and those of a user's folders.

    Parameters
    ----------
    given : path, Sequence of paths or Catalogue, optional
        Folders in the form of the built-in one; without them, those that the environment
        variable OPENTHAAD_CATALOGUE names.
    beside : Path, optional
        A scenario file: a folder `catalogue` beside it is taken too.

    Raises
    ------
    CatalogueError
        A folder or an entry is not what it must be.
    """
    if isinstance(given, Catalogue):
        more = folders_of([], beside)
        return given.with_folders(more) if more else given
    named = [given] if isinstance(given, str | Path) else given
    folders = folders_of(named, beside)
    return BUILT_IN.with_folders(folders) if folders else BUILT_IN


def _built_in(kind: str) -> Iterable[str]:
    if kind == "places":
        return places()
    return ours.tables() if kind == "tables" else ours.names(kind)


@cache
def _names() -> dict[str, Names]:
    return {
        kind: Names(kind, {n: _words(ours.load(kind, n)) for n in ours.names(kind)})
        for kind in KINDS
    }


@cache
def _place_names() -> Names:
    return Names("places", {name: _words(place) for name, place in places().items()})


def _words(one: Entry | Place) -> tuple[str, ...]:
    """What a thing is called beside its name: its aliases, and its title, long and short."""
    return (*one.aliases, one.title, re.split(r" \(|, ", one.title)[0])


BUILT_IN = Catalogue()
