"""What a result rests on: the catalogue values behind a run, by where they came from."""

from collections import Counter
from typing import Any

from openthaad.catalogue import Entry

# Published performance: what a fit used or a check compares with; no run reads it.
_NOT_READ = ("published_", "test_", "second_test_", "length", "module_", "duty", "switch_")


def basis(entries: list[Entry]) -> dict[str, Any]:
    """Return the entry `basis` of `thaad run --json`: counts by basis.

    `by_influence` is null: it takes runs with every value at both ends of its range, which
    one engagement does not make.
    """
    counts = Counter(
        item.basis
        for entry in entries
        for key, item in entry.values.items()
        if not key.startswith(_NOT_READ)
    )
    by_count = {name: counts.get(name, 0) for name in ("stated", "derived", "assumed")}
    if counts.get("set"):
        by_count["set"] = counts["set"]
    return {"by_count": by_count, "by_influence": None}
