"""The reported flight and the longest one, altitude over ground range."""

import textwrap
from math import degrees
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray

from openthaad.plots.records import require_record
from openthaad.plots.saving import own_style, save
from openthaad.studies.inference import Inference
from openthaad.studies.inference.arcs import ground_path
from openthaad.studies.inference.ellipse import HALF_WAY

# Okabe and Ito's colours; the dash says the booster, so that colour is not needed.
_REPORTED, _LONGEST = "#0072B2", "#D55E00"
Dash = str | tuple[int, tuple[int, int]]
_DASHES: dict[str, Dash] = {"liquid": "-", "solid": (0, (5, 2))}
_INK, _SOFT, _PAPER = "#1d2126", "#59616a", "#fcfbf9"


@own_style()
def inference_figure(record: Inference, path: Path) -> Path:
    """Draw the reported flight and the longest one, and save them as PNG, SVG or PDF.

    Parameters
    ----------
    record : Inference
        With at least one reading.
    path : Path
        Where to save; the ending says the format.

    Raises
    ------
    StorageError
        It cannot be written.
    """
    require_record(record, Inference)
    figure = Figure(figsize=(10.0, 6.2), facecolor=_PAPER)
    FigureCanvasAgg(figure)
    ax = figure.add_axes((0.08, 0.30, 0.89, 0.58))
    _axes(ax)
    for reading in record.readings:
        booster = reading.booster
        name = f"{booster.propellant}, {booster.stage_count} stage"
        name += "s" if booster.stage_count > 1 else ""
        dash = _DASHES[booster.propellant]
        _line(ax, ground_path(reading.arc.nodes), _REPORTED, dash, f"as reported: {name}")
        line = ground_path(reading.longest.nodes)
        words = f"longest: {name}"
        if reading.longest.is_global:
            line, words = _outward(line), f"{words} (anywhere on Earth)"
        _line(ax, line, _LONGEST, dash, words)
    ax.set_xlim(left=0.0)
    ax.set_ylim(bottom=0.0)
    ax.legend(frameon=False, fontsize=9, loc="best")
    _words(figure, record)
    return save(figure, path)


def _outward(line: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a path up to where it begins to come back round the Earth."""
    # The vertical rise may start backwards by a hair.
    turns = np.flatnonzero((np.diff(line[:, 0]) < 0.0) & (line[1:, 0] > 1e6))
    return line[: turns[0] + 1] if len(turns) else line


def _axes(ax: Axes) -> None:
    ax.set_facecolor(_PAPER)
    ax.set_xlabel("distance over the ground from the launch [km]", color=_INK)
    ax.set_ylabel("altitude [km]", color=_INK)
    ax.grid(color="#d9d7d0", linewidth=0.6)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)


def _line(ax: Axes, line: NDArray[np.float64], colour: str, dash: Dash, label: str) -> None:
    km = line / 1e3
    # A broad pale line under a thin dashed one: the two often lie on each other.
    width, alpha = (3.2, 0.55) if dash == "-" else (1.6, 1.0)
    ax.plot(*km.T, color=colour, linestyle=dash, linewidth=width, alpha=alpha, label=label)


def _words(figure: Figure, record: Inference) -> None:
    report = record.report
    where = "over an Earth at rest (place and bearing not given)"
    if report.launch is not None and report.bearing is not None:
        where = (
            f"from {degrees(report.launch.latitude):.2f}, "
            f"{degrees(report.launch.longitude):.2f} towards {degrees(report.bearing):.0f}° "
            "over the rotating Earth"
        )
    time = "" if report.time is None else f", {report.time:,.0f} s"
    figure.text(
        0.02,
        0.94,
        f"Reported: {report.apogee / 1e3:,.0f} km high, {report.ground_range / 1e3:,.0f} km "
        f"far{time}; {_finding(record)}",
        fontsize=14,
        weight="bold",
        color=_INK,
    )
    verdict = "Consistent" if record.verdict.consistent else "Not consistent"
    lines = [
        record.sentence,
        f"{verdict}: {record.verdict.why}.",
        f"The answer changes if {record.flips_if}.",
        f"Reported flight {where}; longest flight over an Earth at rest, with the same load.",
        "Boost, air (US 1976) and J2 included. Boosters are assumed (catalogue); no seed.",
    ]
    figure.text(
        0.02,
        0.205,
        "\n".join(_wrapped(lines)),
        fontsize=8.5,
        color=_SOFT,
        linespacing=1.4,
        va="top",
    )


def _finding(record: Inference) -> str:
    """Say in a few words how far such a missile could fly."""
    if record.max_range is None:
        return "no such flight"
    low, value, high = (x / 1e3 for x in record.max_range)
    if record.max_range.high >= HALF_WAY:
        return f"could fly at least {low:,.0f} km"
    return f"could fly {value:,.0f} km ({low:,.0f}–{high:,.0f})"


def _wrapped(lines: list[str]) -> list[str]:
    return [part for line in lines for part in textwrap.wrap(line, 150)]
