"""Write what battles, maps and a campaign come to today, so that a test can name what moved.

    python builders/stored_results.py                  # all, a minute
    python builders/stored_results.py battles          # or maps, or campaign

Files go to `tests/stored/`. Make them anew only where a change of results is meant, and say in
the changelog which moved, by how much and why: the difference between the old files and the
new ones lists it.
"""

import hashlib
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import tomli_w
from numpy.typing import NDArray

from openthaad import campaign, footprint, load_scenario, simulate
from openthaad.campaigns.rows import NAMES
from openthaad.engagement.digest import COLUMNS, column_bytes
from openthaad.records import Outcome
from openthaad.runs.mathematics import mathematics
from openthaad.scenario.load import pack_names
from openthaad.studies.footprint.record import Footprint, limit_name

STORED = Path(__file__).parents[1] / "tests" / "stored"
SEEDS = range(5)
# Scenario, missile (None: all of the scenario's), whether cells are launch points.
MAPS: Mapping[str, tuple[str, str | None, bool]] = {
    "scud-c at South Korea": ("korea-2017", "scud-c", False),
    "nodong at South Korea": ("korea-2017", "nodong", False),
    "seoul, all its missiles": ("seoul", None, False),
    "lofted nodong at South Korea": ("busan-lofted-hwangju", None, False),
    "kn-23, launch points": ("low-kn-23", None, True),
}
CELLS = 24
RUNS = 100
# How a cell is written: so many shots, or the first limit that leaves none.
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def fingerprint(column: NDArray[np.generic]) -> str:
    """Return eight hex digits that stand for the values of a column."""
    return hashlib.sha256(column_bytes(column)).hexdigest()[:8]


def fingerprints(table: NDArray[np.void], columns: tuple[str, ...]) -> str:
    """Return the number of rows, then each column's name and fingerprint, in one line."""
    pairs = [f"{name} {fingerprint(table[name])}" for name in columns]
    return "; ".join([f"rows {len(table)}", *pairs])


def battle(outcome: Outcome) -> dict[str, Any]:
    """Return a run as it is stored: digest, what became of each missile, and each column."""
    ends = [
        threat["outcome"] if threat["cause"] is None else f"leaked: {threat['cause']}"
        for threat in outcome.threats
    ]
    tables = {
        name: fingerprints(outcome.tables[name], wanted) for name, wanted in COLUMNS.items()
    }
    return {"digest": outcome.digest, "ends": ends, "tables": tables}


def battles() -> Iterator[tuple[str, dict[str, Any]]]:
    """Play every scenario of the pack with every seed."""
    for name in pack_names():
        scenario = load_scenario(name)
        for seed in SEEDS:
            yield f"{name}, seed {seed}", battle(simulate(scenario, seed=seed))


def verdict(row: np.void) -> str:
    """Return a cell's answer: the number of shots, or the limit, as JSON names it."""
    return str(int(row["opportunities"])) if row["opportunities"] > 0 else str(limit_name(row))


def drawn(found: Footprint) -> dict[str, Any]:
    """Return a map as it is stored: a letter a cell, north up, and each column."""
    names = [verdict(row) for row in found.chances]
    digits = {name: name for name in names if name.isdigit()}
    words = sorted({name for name in names if not name.isdigit()})
    code = {**digits, **dict(zip(words, LETTERS, strict=False))}
    cells = "".join(code[name] for name in names)
    width = found.grid.columns
    rows = [cells[i : i + width] for i in range(0, len(cells), width)]
    times = tuple(name for name in found.chances.dtype.names or () if name.endswith("_time"))
    return {
        "legend": {letter: name for name, letter in code.items()},
        "counts": dict(sorted(Counter(names).items())),
        "columns": fingerprints(found.chances, ("free_opportunities", "free_limit", *times)),
        "rows": rows[::-1],
    }


def maps() -> Iterator[tuple[str, dict[str, Any]]]:
    """Work out the five maps."""
    for title, (name, missile, is_launch_area) in MAPS.items():
        scenario = load_scenario(name)
        yield (
            title,
            drawn(
                footprint(scenario, missile=missile, launch_area=is_launch_area, cells=CELLS)
            ),
        )


def campaigns() -> Iterator[tuple[str, dict[str, Any]]]:
    """Play the campaign."""
    played = campaign(load_scenario("korea-2017"), runs=RUNS, seed=0)
    rows = np.concatenate([played.store.read(part) for part in sorted(played.store.finished())])
    yield (
        f"korea-2017, {RUNS} runs",
        {
            "digest": played.digest,
            "leakers": round(float(rows["leaked"].mean()), 4),
            "columns": fingerprints(rows, NAMES),
        },
    )


KINDS = {"battles": battles, "maps": maps, "campaign": campaigns}


def main(kinds: list[str]) -> None:
    """Write the files of these kinds, or of all."""
    for kind in kinds or KINDS:
        document = {"mathematics": mathematics(), **dict(KINDS[kind]())}
        (STORED / f"{kind}.toml").write_text(tomli_w.dumps(document, indent=2), "utf-8")
        print(f"{kind}: {len(document) - 1} stored")


if __name__ == "__main__":
    main(sys.argv[1:])
