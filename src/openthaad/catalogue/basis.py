"""What a result rests on: the catalogue values behind it, by where they came from."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from openthaad.catalogue.values import BASES, Value


def basis(values: Iterable[Value]) -> dict[str, Any]:
    """Return the entry `basis` of a JSON answer: how many values were read, by basis.

    `by_influence` and `flips_if` are null: they take the answer with every value at both ends
    of its range, which `studies.influence` asks for.
    """
    counts = Counter(item.basis for item in values)
    by_count = {name: counts.get(name, 0) for name in BASES}
    if counts.get("set"):
        by_count["set"] = counts["set"]
    return {"by_count": by_count, "by_influence": None, "flips_if": None}


def counted(found: Mapping[str, Any]) -> str:
    """Write the entry `basis` of an answer in words.

    >>> counted({"by_count": {"stated": 25, "derived": 9, "assumed": 121}})
    '25 stated, 9 derived, 121 assumed'
    """
    return ", ".join(f"{count} {name}" for name, count in found["by_count"].items())
