"""What a result rests on: the catalogue values behind it, by where they came from."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from openthaad.catalogue.values import BASES, Value


def basis(values: Iterable[Value]) -> dict[str, Any]:
    """Return the entry `basis` of a JSON answer: how many values were read, by basis.

    `by_influence` and `flips_if` are null: they take the answer with every value at both ends
    of its range, which `studies.influence` asks for.  `own` counts the values that come from
    each entry of a user's catalogue, and is there only where some do.
    """
    read = list(values)
    counts = Counter(item.basis for item in read)
    by_count = {name: counts.get(name, 0) for name in BASES}
    if counts.get("set"):
        by_count["set"] = counts["set"]
    own = Counter(item.own for item in read if item.own)
    more = {"own": dict(sorted(own.items()))} if own else {}
    return {"by_count": by_count, "by_influence": None, "flips_if": None, **more}


def counted(found: Mapping[str, Any]) -> str:
    """Write the entry `basis` of an answer in words.

    >>> counted({"by_count": {"stated": 25, "derived": 9, "assumed": 121}})
    '25 stated, 9 derived, 121 assumed'
    >>> counted({"by_count": {"stated": 3}, "own": {"missiles/mine": 2}})
    '3 stated (2 of them from your missiles/mine)'
    """
    words = ", ".join(f"{count} {name}" for name, count in found["by_count"].items())
    own = ", ".join(f"{count} of them from your {name}" for name, count in _own(found))
    return f"{words} ({own})" if own else words


def _own(found: Mapping[str, Any]) -> Iterable[tuple[str, int]]:
    own: Mapping[str, int] = found.get("own") or {}
    return own.items()
