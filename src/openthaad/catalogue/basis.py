"""What a result rests on: the catalogue values behind it, by where they came from."""

from collections import Counter
from collections.abc import Iterable
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
