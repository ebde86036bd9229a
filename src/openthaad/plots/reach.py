"""The map of the quarrel of 2017: what the radar sees over China and Russia, mode by mode."""

from pathlib import Path
from textwrap import fill
from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from numpy.typing import NDArray

from openthaad.catalogue import find_place
from openthaad.earth import geodesy
from openthaad.earth.geodesy import Plane
from openthaad.plots.ground import INK, PAPER, SEA, SOFT, draw_ground
from openthaad.plots.records import require_record
from openthaad.plots.saving import own_style, save
from openthaad.studies.reach import CLAIM_SOURCE, ModeReach, Reach

_WEST, _EAST, _SOUTH, _NORTH = -2250.0, 1500.0, -1150.0, 2150.0  # km from the radar
_FOOT = 178  # letters of a line
_TITLES = {"terminal": "Terminal mode", "forward": "Forward-based mode"}
# Okabe and Ito's colours, with a dash each, so that colour is not needed.
_STYLES = (("#D55E00", "-"), ("#0072B2", (0, (6, 2))), ("#007A5C", (0, (2, 1.5))))
Array = NDArray[np.float64]
Box = tuple[float, float, float, float]


@own_style()
def reach_map(record: Reach, path: Path) -> Path:
    """Draw the reach of a radar, one panel per mode, and save it as PNG or SVG.

    Parameters
    ----------
    record : Reach
        What `openthaad.studies.reach.reach` computed.
    path : Path
        Where to save; the ending says the format.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    StorageError
        It cannot be written.
    """
    require_record(record, Reach)
    figure = Figure(figsize=(10.62, 5.9), facecolor=PAPER)
    FigureCanvasAgg(figure)
    plane = geodesy.equidistant_plane(
        float(np.degrees(record.latitude)), float(np.degrees(record.longitude))
    )
    axes = figure.subplots(1, 2)
    figure.subplots_adjust(left=0.012, right=0.988, top=0.865, bottom=0.135, wspace=0.03)
    for ax, mode in zip(axes, record.modes, strict=True):
        _panel(ax, record, mode, plane)
    _words(figure, record)
    return save(figure, path)


def _panel(ax: Axes, record: Reach, mode: ModeReach, plane: Plane) -> None:
    ax.set_xlim(_WEST, _EAST)
    ax.set_ylim(_SOUTH, _NORTH)
    ax.set_aspect("equal", anchor="W")
    ax.set_xticks([])
    ax.set_yticks([])
    ax.set_facecolor(SEA)
    for spine in ax.spines.values():
        spine.set_color("#d9d7d0")
    draw_ground(ax, plane)
    _claim(ax, mode)
    _edges(ax, mode)
    _places(ax, record, mode, plane)
    _scale(ax)
    elevation = round(np.degrees(mode.search_elevation), 1)
    ax.set_title(
        f"{_TITLES[mode.mode]}: one row at {elevation:g}°, {1e3 * mode.dwell:g} ms a beam",
        loc="left",
        fontsize=10.5,
        color=INK,
    )


def _claim(ax: Axes, mode: ModeReach) -> None:
    """Draw the published distance, where one was published of this radar."""
    if mode.claimed is None:
        return
    angle = np.radians(np.linspace(0.0, 360.0, 181))
    radius = mode.claimed / 1e3
    ax.plot(
        radius * np.sin(angle), radius * np.cos(angle), color=INK, linewidth=1.0, linestyle=":"
    )
    at = np.radians(227.0 if radius < 1000.0 else 7.0)  # within the frame, whatever it faces
    ax.annotate(
        f"{radius:,.0f} km\nclaimed",
        (radius * np.sin(at), radius * np.cos(at)),
        fontsize=8.5,
        color=INK,
        ha="center",
        va="center",
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.0, "alpha": 0.85},
    )


def _edges(ax: Axes, mode: ModeReach) -> None:
    """Row that is searched, and what a beam could see at any of the heights, by size."""
    heights = sorted({edge.height for edge in mode.edges})
    sizes = sorted({edge.rcs for edge in mode.edges})
    for rcs, (colour, dash) in zip(sizes, _STYLES, strict=False):
        edges = [mode.edge(rcs, height) for height in heights]
        angle, reach = edges[0].azimuth, np.max([edge.ground_range for edge in edges], axis=0)
        x, y = _ring(angle, reach)
        ax.fill(x, y, color=colour, alpha=0.06, linewidth=0)
        row = mode.rows[rcs]
        x, y = _ring(row.azimuth, np.where(row.slant_range > 0.0, row.ground_range, 0.0))
        ax.plot(x, y, color=colour, linewidth=1.6, linestyle=dash, label=f"{rcs:g} m²")


def _ring(azimuth: Array, distance: Array) -> tuple[Array, Array]:
    """Outline [km] from the radar along distances [m] and back."""
    shown = distance > 0.0
    angle, reach = azimuth[shown], distance[shown] / 1e3
    x = np.concatenate([[0.0], reach * np.sin(angle), [0.0]])
    y = np.concatenate([[0.0], reach * np.cos(angle), [0.0]])
    return x, y


def _places(ax: Axes, record: Reach, mode: ModeReach, plane: Plane) -> None:
    """Mark radar, launch areas and Beijing; each label stands where no other does."""
    seen = {name for edge in mode.edges for name in edge.places}
    taken: list[Box] = []
    ax.plot(0.0, 0.0, marker="D", color=INK, markersize=6)
    _label(ax, (0.0, 0.0), record.title, taken, colour=INK)
    for area in (find_place("beijing"), *record.launch_areas):
        lon, lat = np.degrees([area.longitude, area.latitude])
        x, y = (value / 1e3 for value in plane(float(lon), float(lat)))
        if not (_WEST < x < _EAST and _SOUTH < y < _NORTH):
            continue
        name = area.title.partition(",")[0]
        is_city = area.kind == "city"
        ax.plot(
            x,
            y,
            marker="." if is_city else "^",
            markersize=6,
            markerfacecolor=INK if is_city or name in seen else PAPER,
            markeredgecolor=INK,
            linestyle="none",
        )
        _label(ax, (x, y), name, taken, colour=INK if name in seen else SOFT)


def _label(
    ax: Axes, spot: tuple[float, float], name: str, taken: list[Box], *, colour: str
) -> None:
    """Write a name to the right, left, above or below a spot, the first that is free."""
    width, height, off = 44.0 * len(name) + 40.0, 105.0, 62.0
    x, y = spot
    choices: tuple[tuple[float, float, Literal["left", "right", "center"]], ...] = (
        (x + off, y - 0.5 * height, "left"),
        (x - off - width, y - 0.5 * height, "right"),
        (x - 0.5 * width, y + off, "center"),
        (x - 0.5 * width, y - off - height, "center"),
    )
    for left, low, align in choices:
        box = (left, low, left + width, low + height)
        if left > _WEST and left + width < _EAST and not any(_touch(box, o) for o in taken):
            taken.extend([box, (x - 50.0, y - 50.0, x + 50.0, y + 50.0)])
            at = {"left": left, "right": left + width, "center": left + 0.5 * width}[align]
            text = ax.text(at, low + 0.5 * height, name, fontsize=8.5, color=colour)
            text.set_horizontalalignment(align)
            text.set_verticalalignment("center_baseline")
            text.set_path_effects([withStroke(linewidth=2.2, foreground=PAPER, alpha=0.8)])
            return


def _touch(a: Box, b: Box) -> bool:
    return a[0] < b[2] and a[2] > b[0] and a[1] < b[3] and a[3] > b[1]


def _scale(ax: Axes) -> None:
    x, y = _EAST - 1000.0, _SOUTH + 130.0
    ax.plot([x, x + 500.0], [y, y], color=SOFT, linewidth=1.5)
    ax.text(x + 540.0, y, "500 km", fontsize=8, color=SOFT, va="center")


def _words(figure: Figure, record: Reach) -> None:
    heights = " or ".join(
        f"{height / 1e3:g}" for height in sorted({e.height for e in record.modes[0].edges})
    )
    figure.text(
        0.012,
        0.985,
        _finding(record),
        fontsize=13,
        va="top",
        weight="bold",
        color=INK,
    )
    handles, labels = figure.axes[1].get_legend_handles_labels()
    figure.legend(
        handles,
        labels,
        loc="upper right",
        bbox_to_anchor=(0.988, 0.995),
        ncols=3,
        frameon=False,
        fontsize=9,
        title="where the search finds a cross-section of",
        title_fontsize=9,
    )
    snr = 10.0 * np.log10(record.snr)
    claimed = f"Claimed: {CLAIM_SOURCE}. " if record.modes[0].claimed else ""
    figure.text(
        0.012,
        0.03,
        fill(
            "Lines: where the row of search beams finds a target. Tint: where a beam pointed "
            f"at a target {heights} km up gives {snr:.1f} dB, whichever reaches farther. "
            "No range limit in the model. Filled triangles: launch areas over which a beam "
            "sees the largest. Power, losses, dwells and cross-sections are assumed, see the "
            f"catalogue. {claimed}"
            "Borders de facto (Natural Earth). No random numbers, so no seed.",
            _FOOT,
        ),
        fontsize=8,
        color=SOFT,
        linespacing=1.45,
    )


def _finding(record: Reach) -> str:
    """State how far straight ahead each mode's search finds the smallest cross-section."""
    facing = np.degrees(record.boresight) % 360.0
    small = min(edge.rcs for edge in record.modes[0].edges)
    told = [
        f"{mode.rows[small].at_boresight / 1e3:,.0f} km away in {mode.mode} mode"
        for mode in record.modes
    ]
    first = f"The {record.radar} at {record.title}, facing {facing:.0f}°, finds {small:g} m²"
    return f"{first}\n{' and '.join(told)}"
