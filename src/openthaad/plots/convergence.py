"""How an estimate closes in as the runs come in."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from openthaad.campaigns.gathering import Step
from openthaad.plots.saving import own_style, save

_LINE, _BAND, _INK, _SOFT, _PAPER = "#0072B2", "#56B4E9", "#1d2126", "#59616a", "#fcfbf9"
_MOST_STEPS = 400


@own_style()
def convergence(
    trail: Sequence[Step], path: str | Path, *, title: str, quantity: str, foot: str
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

    Returns
    -------
    Path
        The file.

    Raises
    ------
    StorageError
        It cannot be written.
    """
    steps = _thinned(trail)
    runs = np.array([step.runs for step in steps])
    mean, low, high = (
        np.array([getattr(step.estimate, name) for step in steps])
        for name in ("mean", "low", "high")
    )
    figure = Figure(figsize=(8.0, 4.5), facecolor=_PAPER)
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    figure.subplots_adjust(left=0.1, right=0.97, top=0.88, bottom=0.2)
    axes.set_facecolor(_PAPER)
    level = f"{100 * steps[-1].estimate.level:.0f} % interval"
    axes.fill_between(runs, low, high, color=_BAND, alpha=0.35, linewidth=0.0, label=level)
    axes.plot(runs, mean, color=_LINE, linewidth=1.8, label="mean so far")
    below, above = np.maximum([mean[-1] - low[-1], high[-1] - mean[-1]], 0.0)
    axes.errorbar(  # the answer, which alone makes no line where there is but one step
        runs[-1], mean[-1], [[below], [above]], color=_LINE, marker="o", markersize=4, capsize=3
    )
    axes.axhline(mean[-1], color=_SOFT, linewidth=0.8, linestyle=(0, (4, 3)))
    axes.set_title(title, loc="left", color=_INK, fontsize=12)
    axes.set_xlabel("runs", color=_INK)
    axes.set_ylabel(quantity, color=_INK)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    axes.tick_params(colors=_SOFT)
    axes.grid(color="#e3e5e8", linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
    figure.text(0.1, 0.03, foot, color=_SOFT, fontsize=7.5)
    return save(figure, path)


def _thinned(trail: Sequence[Step]) -> Sequence[Step]:
    """Return steps to draw, the last among them."""
    stride = max(len(trail) // _MOST_STEPS, 1)
    return [*trail[:-1:stride], trail[-1]]
