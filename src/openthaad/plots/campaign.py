"""How an estimate closes in as the runs come in."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import fill
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from openthaad.campaigns.gathering import Step
from openthaad.plots.ground import INK, PAPER, SOFT
from openthaad.plots.records import require_records
from openthaad.plots.saving import own_style, save

_LINE, _BAND, _DRAW = "#0072B2", "#56B4E9", "#B35900"
Array = NDArray[np.float64]
_SETTLED = 0.05  # of all runs; the intervals of fewer do not set the frame
_TITLE, _FOOT = 82, 135  # letters of a line
_MOST_STEPS = 400


@own_style()
def convergence(
    trail: Sequence[Step],
    path: str | Path,
    *,
    title: str,
    quantity: str,
    foot: str,
    unknown: Mapping[str, Any] | None = None,
) -> Path:
    """Draw an estimate and its interval against runs, and save it as PNG, PDF or SVG.

    Parameters
    ----------
    trail : Sequence of Step
        Runs, and the estimate after so many.
    path : str or Path
        Where to save; the ending says the format.
    title, quantity, foot : str
        What heads it, what stands at its side, and what stands below: seed, digest, method.
    unknown : Mapping, optional
        Chance and ignorance apart (`openthaad.campaigns.ignorance`): the means of the draws of
        the catalogue stand beside the line, so that it shows no less doubt than its text.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    StorageError
        It cannot be written.
    """
    require_records(trail, Step)
    steps = _thinned(trail)
    figure = Figure(figsize=(8.0, 4.7), facecolor=PAPER)
    FigureCanvasAgg(figure)
    wide = 0.66 if unknown and unknown["spread"] else 0.87
    axes = figure.add_axes((0.1, 0.215, wide, 0.635), facecolor=PAPER)
    values = _line(axes, steps)
    if unknown and unknown["spread"]:
        beside = figure.add_axes((0.79, 0.215, 0.18, 0.635), sharey=axes, facecolor=PAPER)
        values += _draws(beside, unknown, steps[-1].estimate.mean)
        foot = f"{foot}\n{told(unknown, steps[-1].estimate.mean)}"
    _limit(axes, steps, values)
    figure.text(
        0.02, 0.975, fill(title, _TITLE), color=INK, fontsize=11.5, weight="bold", va="top"
    )
    axes.set_xlabel("runs", color=INK)
    axes.set_ylabel(quantity, color=INK)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    axes.legend(frameon=False, fontsize=8.5)
    note = "\n".join(fill(line, _FOOT) for line in foot.split("\n"))
    figure.text(0.02, 0.015, note, color=SOFT, fontsize=7.3, va="bottom")
    return save(figure, path)


def _dress(axes: Axes) -> None:
    axes.tick_params(colors=SOFT)
    axes.grid(color="#e3e5e8", linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)


def _line(axes: Axes, steps: Sequence[Step]) -> list[float]:
    """Draw the mean and its interval; the values that must be in the frame."""
    runs = np.array([step.runs for step in steps])
    mean, low, high = _columns(steps)
    level = f"{100 * steps[-1].estimate.level:.0f} % interval"
    known = np.isfinite(low) & np.isfinite(high)
    axes.fill_between(
        runs, low, high, where=known, color=_BAND, alpha=0.35, linewidth=0.0, label=level
    )
    axes.plot(runs, mean, color=_LINE, linewidth=1.8, label="mean so far")
    below, above = np.maximum([mean[-1] - low[-1], high[-1] - mean[-1]], 0.0)
    axes.errorbar(  # the answer, which alone makes no line where there is but one step
        runs[-1], mean[-1], [[below], [above]], color=_LINE, marker="o", markersize=4, capsize=3
    )
    axes.axhline(mean[-1], color=SOFT, linewidth=0.8, linestyle=(0, (4, 3)))
    _dress(axes)
    settled = runs >= _SETTLED * runs[-1]
    parts = (mean[settled], low[settled & known], high[settled & known])
    return [float(x) for part in parts for x in part]


def _columns(steps: Sequence[Step]) -> tuple[Array, Array, Array]:
    rows = [(s.estimate.mean, s.estimate.low, s.estimate.high) for s in steps]
    mean, low, high = np.array(rows, dtype=np.float64).T
    return mean, low, high


def _draws(axes: Axes, unknown: Mapping[str, Any], mean: float) -> list[float]:
    """Draw the mean of each draw of the catalogue, and where nine in ten lie."""
    spread, means = unknown["spread"], np.asarray(unknown["means"])
    aside = np.linspace(-0.16, 0.16, len(means))
    axes.plot(aside, means, "o", color=_DRAW, markersize=2.6, alpha=0.6)
    axes.plot([0.34, 0.34], [spread["p05"], spread["p95"]], color=_DRAW, linewidth=3.2,
              solid_capstyle="butt")  # fmt: skip
    axes.axhline(mean, color=SOFT, linewidth=0.8, linestyle=(0, (4, 3)))
    axes.set_xlim(-0.3, 0.5)
    axes.set_xticks([])
    axes.set_xlabel("draws of the\ncatalogue; bar:\nnine in ten", color=INK, fontsize=8.2)
    _dress(axes)
    axes.tick_params(labelleft=False)
    return [*means.tolist(), spread["p05"], spread["p95"]]


def told(unknown: Mapping[str, Any], mean: float) -> str:
    """Say how far chance and ignorance each move the answer, and where best estimates lie."""
    spread = unknown["spread"]
    text = (
        f"Chance moves a run by {unknown['chance']['sd']:.2f} (one standard deviation), "
        f"unknown values by {unknown['ignorance']['sd']:.2f}."
    )
    if not spread["p05"] <= mean <= spread["p95"]:
        text += (
            f" The best estimates give {mean:.2f}, outside the range of nine in ten draws "
            f"({spread['p05']:.2f} to {spread['p95']:.2f})."
        )
    return text


def _limit(axes: Axes, steps: Sequence[Step], values: list[float]) -> None:
    """Frame what has settled, and say where the band of the first runs goes beyond."""
    low, high = min(values), max(values)
    margin = 0.08 * ((high - low) or abs(high) or 1.0)
    bottom, top = low - margin, high + margin
    axes.set_ylim(bottom, top)
    _, lows, highs = _columns(steps)
    wider = ~((lows >= bottom) & (highs <= top))
    if wider.any():
        last = steps[int(np.flatnonzero(wider)[-1])].runs
        axes.annotate(
            f"up to {last:,} runs the interval is wider than the frame", (0.0, 1.0), (2, 3),
            xycoords="axes fraction", textcoords="offset points", fontsize=7.8, color=SOFT,
        )  # fmt: skip


def _thinned(trail: Sequence[Step]) -> Sequence[Step]:
    """Return steps to draw, the last among them."""
    stride = max(len(trail) // _MOST_STEPS, 1)
    return [*trail[:-1:stride], trail[-1]]
