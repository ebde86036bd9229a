"""Print every figure of DESIGN.md section 11 that exists, peers run beside ours.

    python -m benchmarks            # a few minutes
    python -m benchmarks --cold     # also the first command after install, kernels not compiled

A figure is the shortest of several runs; nothing here passes or fails.
"""

import argparse
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from math import isfinite

from benchmarks import (
    bench_commands,
    bench_engagement,
    bench_flight,
    bench_interceptor,
    bench_studies,
    bench_tracker,
)

Row = tuple[str, float, str, float, str]
PACKAGES = ("openthaad", "numpy", "numba", "scipy", "filterpy", "stonesoup")
# Targets by the name of the row.
TARGETS = {
    "flight, launch to impact": "40 us",
    "tracker update, 7 states": "0.45 us",
    "fly-out 49 s at 100 Hz, target too": "620 us",
    "korea-2017, the compiled loop": "1.5 x parts",
    "footprint, scud-c, first map": "2 s",
    "footprint, scud-c, moved": "0.15 s",
    "footprint, nodong, first map": "2 s",
    "footprint, nodong, moved": "0.3 s",
    "korea-2017, a run of a campaign, 2 threads": "33 ms",
    "thaad run korea-2017, warm": "1.4 s",
    "thaad fly nodong, warm": "engine + 1 s",
    "thaad where busan --missile nodong, warm": "engine + 1 s",
    "thaad footprint korea-2017 --missile scud-c, warm": "1.5 engine + 1.5 s",
    "thaad footprint korea-2017 --missile nodong, warm": "1.5 engine + 1.5 s",
    "thaad report, warm": "1 s",
    "thaad export --format kml, warm": "1 s",
    "thaad export --format dis, warm": "1 s",
    "thaad export --format csv, warm": "1 s",
    "thaad export --format png, warm": "1 s",
    "thaad run korea-2017, cold": "40 s",
}


def duration(seconds: float) -> str:
    """Write a duration with three digits and the unit that fits."""
    if not isfinite(seconds) or seconds <= 0.0:
        return "-"
    for factor, unit in ((1.0, "s"), (1e3, "ms"), (1e6, "us")):
        if seconds * factor >= 1.0:
            return f"{seconds * factor:.3g} {unit}"
    return f"{1e9 * seconds:.3g} ns"


def line(row: Row) -> tuple[str, ...]:
    """Return the cells of one row."""
    work, ours, peer, theirs, note = row
    has_peer = isfinite(theirs) and theirs > 0.0
    return (
        work,
        duration(ours),
        TARGETS.get(work, ""),
        peer if has_peer else "",
        duration(theirs) if has_peer else "",
        f"{theirs / ours:.3g} x" if has_peer else "",
        note,
    )


def table(rows: list[Row]) -> str:
    """Write rows as a Markdown table."""
    head = ("work", "ours", "target", "peer", "peer's", "ratio", "note")
    cells = [head, *(line(row) for row in rows)]
    widths = [max(len(row[k]) for row in cells) for k in range(len(head))]
    lines = [
        "| " + " | ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) + " |"
        for row in cells
    ]
    rule = "|" + "|".join("-" * (w + 2) for w in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def versions() -> str:
    """Name what was measured."""
    found = []
    for package in PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            found.append(f"{package} absent")
    return f"Python {platform.python_version()}, {', '.join(found)}"


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--cold", action="store_true", help="time the first command, minutes")
    is_cold = parser.parse_args().cold
    rows: list[Row] = []
    for module in (bench_flight, bench_tracker, bench_interceptor):
        print(f"{module.__name__} ...", file=sys.stderr)
        rows += module.rows()
    print(f"{bench_engagement.__name__} ...", file=sys.stderr)
    rows += bench_engagement.rows({row[0]: row[1] for row in rows})
    print(f"{bench_studies.__name__} ...", file=sys.stderr)
    rows += bench_studies.rows()
    print(f"{bench_commands.__name__} ...", file=sys.stderr)
    rows += bench_commands.rows()
    if is_cold:
        rows += bench_commands.cold_rows()
    print(table(rows))
    print(versions())


if __name__ == "__main__":
    main()
