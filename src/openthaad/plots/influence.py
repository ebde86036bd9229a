"""What moves an answer: the values that it rests on, each at both ends of its range."""

from math import isfinite
from pathlib import Path
from textwrap import fill

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from openthaad.plots.ground import INK, PAPER, SOFT
from openthaad.plots.records import require_record
from openthaad.plots.saving import own_style, save
from openthaad.studies.influence import Influence, Swing

# Okabe and Ito's blue and vermilion; of a bar the upper half is the low end.
_LOW, _HIGH = "#0072B2", "#D55E00"
_MOST = 12  # bars
_ROW, _ABOVE, _BELOW = 0.44, 1.02, 1.22  # inches, of a bar and of what stands about them
_MARGIN = 0.06  # of the widest span of answers, either side
_FOOT_COLUMNS = 150
_TITLE_COLUMNS = 92


@own_style()
def tornado(found: Influence, path: str | Path, *, foot: str) -> Path | None:
    """Draw how far each value moves an answer, the largest first, and save it.

    Parameters
    ----------
    found : Influence
    path : str or Path
        Where to save; the ending says the format: PNG, PDF or SVG.
    foot : str
        What stands below: scenario, settings, seed.

    Returns
    -------
    Path or None
        The file; None where no value moves the answer, so that there is nothing to draw.

    Raises
    ------
    StorageError
        It cannot be written.
    """
    require_record(found, Influence)
    shown = found.moving[:_MOST]
    if not shown:
        return None
    height = _ABOVE + _ROW * len(shown) + _BELOW
    figure = Figure(figsize=(9.2, height), facecolor=PAPER)
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    top, bottom = 1.0 - _ABOVE / height, _BELOW / height
    figure.subplots_adjust(left=0.4, right=0.975, top=top, bottom=bottom)
    span = _span(found.base, shown)
    for k, swing in enumerate(shown):
        _bar(axes, k, swing, span)
    _dress(axes, found, shown, span)
    at = 1.0 - 0.14 / height
    title = fill(_finding(found, shown[0]), _TITLE_COLUMNS)
    figure.text(0.012, at, title, fontsize=12, weight="bold", color=INK, va="top")
    figure.legend(
        handles=[
            Patch(color=_LOW, label="low end of the range"),
            Patch(color=_HIGH, label="high end"),
        ],
        loc="upper left",
        bbox_to_anchor=(0.002, 1.0 - 0.62 / height),
        ncols=2,
        frameon=False,
        fontsize=8.5,
    )
    words = fill(f"{foot} {_said(found, shown)}", _FOOT_COLUMNS)
    figure.text(0.012, 0.1 / height, words, fontsize=7.5, color=SOFT, linespacing=1.4)
    return save(figure, Path(path))


def _finding(found: Influence, most: Swing) -> str:
    """Say which value moves the answer most, and from where to where."""
    ends = (most.at_low, most.at_high)
    goes = "there is no answer at one end of its range"
    if all(isfinite(end) for end in ends):
        low, high = min(*ends, found.base), max(*ends, found.base)
        goes = (
            f"over its range, the {found.quantity} goes from {found.in_words(low)} to "
            f"{found.in_words(high)}"
        )
    return f"The {most.axis.words} matters most: {goes}"


def _span(base: float, shown: tuple[Swing, ...]) -> tuple[float, float]:
    """Return the least and greatest answer, with a margin."""
    ends = [end for swing in shown for end in (swing.at_low, swing.at_high)]
    every = [end for end in (base, *ends) if isfinite(end)]
    low, high = min(every), max(every)
    margin = _MARGIN * ((high - low) or abs(high) or 1.0)
    return low - margin, high + margin


def _bar(axes: Axes, k: int, swing: Swing, span: tuple[float, float]) -> None:
    """Draw one value: from the answer as it is to the answers at both ends of its range."""
    for answer, colour, y in ((swing.at_low, _LOW, k - 0.17), (swing.at_high, _HIGH, k + 0.17)):
        if isfinite(answer):
            axes.barh(y, answer - swing.base, left=swing.base, height=0.34, color=colour)
            continue
        axes.barh(y, span[1] - swing.base, left=swing.base, height=0.34, color="none",
                  hatch="/////", edgecolor=colour, linewidth=0.0)  # fmt: skip
        axes.annotate("no answer", (span[1], y), (-4, 0), textcoords="offset points",
                      ha="right", va="center", fontsize=7.5, color=INK,
                      bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.0})  # fmt: skip


def _dress(
    axes: Axes, found: Influence, shown: tuple[Swing, ...], span: tuple[float, float]
) -> None:
    """Name the values and the axis, and mark the answer as it is."""
    axes.set_facecolor(PAPER)
    axes.set_xlim(*span)
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.set_yticks(range(len(shown)), [_named(swing) for swing in shown], fontsize=8.2)
    axes.axvline(found.base, color=INK, linewidth=1.0)
    axes.annotate(
        f"as it is: {found.in_words(found.base)}", (found.base, 1.0), (0, 4),
        xycoords=("data", "axes fraction"), textcoords="offset points",
        ha="center", fontsize=8, color=INK, annotation_clip=False,
    )  # fmt: skip
    unit = f" [{found.unit}]" if found.unit else ""
    axes.set_xlabel(f"{found.quantity}{unit}", color=INK, fontsize=9)
    axes.tick_params(axis="x", colors=SOFT, labelsize=8.5)
    axes.tick_params(axis="y", length=0, colors=INK)
    axes.grid(axis="x", color="#e3e5e8", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "left"]].set_visible(False)


def _named(swing: Swing) -> str:
    """Write a value with its range and basis."""
    axis = swing.axis
    ends = f"{axis.quantity(axis.low)} to {axis.quantity(axis.high)}"
    return f"{axis.words}\n{ends}, {axis.item.basis}"


def _said(found: Influence, shown: tuple[Swing, ...]) -> str:
    """Say how many values were moved, and whose swing it is."""
    parts = (found.shares() or {}).items()
    shares = ", ".join(f"{share:.0%} {basis}" for basis, share in parts if share)
    of = f"{len(shown)} of {len(found.moving)}" if len(shown) < len(found.moving) else "All"
    shared = f" Shares of the swing: {shares}." if shares else ""
    return (
        f"{len(found.swings)} catalogue values moved one at a time over their ranges, the "
        f"others unchanged. {of} that matter are drawn.{shared}"
    )
