"""The map of coverage: edges of sight and the flights, mode by mode."""

from math import degrees
from pathlib import Path
from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from pyproj import Geod, Proj, Transformer

from openthaad.plots.ground import INK, PAPER, SEA, SOFT, draw_ground, save, to_plane
from openthaad.studies.coverage import HEIGHTS, Coverage, Seen, Trace, View

_GEOD = Geod(ellps="WGS84")
_TO_PLACE = Transformer.from_crs("EPSG:4978", "EPSG:4979", always_xy=True)
_BOX = (40.0, 0.0, 250.0, 89.0)
_HALF = 3400.0  # km
_SHOWN = 0.1  # m2, the edge drawn where no cross-section is given
Style = tuple[str, Literal["-", "--", "-.", ":"]]
# Okabe and Ito's colours with a dash each, so that colour is not needed.
_STYLES: tuple[Style, ...] = (
    ("#D55E00", "-"),
    ("#0072B2", "--"),
    ("#007A5C", ":"),
    ("#CC79A7", "-."),
)
_TITLES = {"terminal": "Terminal mode", "forward": "Forward-based mode"}


def coverage_map(record: Coverage, path: Path) -> Path:
    """Draw edges and flights, one panel per mode, and save as PNG or SVG.

    Parameters
    ----------
    record : Coverage
    path : Path
        The ending says the format.

    Raises
    ------
    StorageError
        It cannot be written.
    """
    modes = list(dict.fromkeys(view.mode for view in record.views))
    figure = Figure(figsize=(5.4 * len(modes) + 0.2, 6.6), facecolor=PAPER)
    FigureCanvasAgg(figure)
    axes = np.atleast_1d(figure.subplots(1, len(modes)))
    figure.subplots_adjust(left=0.012, right=0.988, top=0.845, bottom=0.115, wspace=0.03)
    for ax, mode in zip(axes, modes, strict=True):
        _panel(ax, record, mode)
    _words(figure, record)
    return save(figure, path)


def _panel(ax: Axes, record: Coverage, mode: str) -> None:
    views = [view for view in record.views if view.mode == mode]
    lat, lon = np.degrees(
        np.mean([(view.place.latitude, view.place.longitude) for view in views], axis=0)
    )
    plane = Proj(proj="aeqd", lat_0=float(lat) + 8.0, lon_0=float(lon), ellps="WGS84")
    ax.set_xlim(-_HALF, _HALF)
    ax.set_ylim(-_HALF, _HALF)
    ax.set_aspect("equal")
    ax.set_xticks([])
    ax.set_yticks([])
    ax.set_facecolor(SEA)
    draw_ground(ax, plane, _BOX)
    for view, style in zip(views, _STYLES, strict=False):
        _edge(ax, record, view, plane, style)
    for trace in record.traces:
        _flight(ax, record, mode, trace, plane)
    ax.set_title(_TITLES[mode], loc="left", fontsize=10.5, color=INK)


def _edge(ax: Axes, record: Coverage, view: View, plane: Proj, style: Style) -> None:
    """Farthest sight at any of the heights."""
    colour, dash = style
    rcs = _SHOWN if record.rcs is None else record.rcs
    edges = [view.edge(rcs, height) for height in HEIGHTS]
    azimuth, reach = edges[0][0], np.max([edge[1] for edge in edges], axis=0)
    start = degrees(view.place.longitude), degrees(view.place.latitude)
    shown = reach > 0.0
    count = int(shown.sum())
    lon, lat, _ = _GEOD.fwd(
        np.full(count, start[0]),
        np.full(count, start[1]),
        np.degrees(azimuth[shown]),
        reach[shown],
    )
    ring = [(start[0], start[1]), *zip(lon, lat, strict=True), (start[0], start[1])]
    line = to_plane([(float(x), float(y)) for x, y in ring], plane)
    ax.fill(*line.T, color=colour, alpha=0.07, linewidth=0)
    ax.plot(*line.T, color=colour, linestyle=dash, linewidth=1.4)
    ax.plot(*line[0], marker="D", color=colour, markersize=5, markeredgecolor=PAPER)


def _flight(ax: Axes, record: Coverage, mode: str, trace: Trace, plane: Proj) -> None:
    """Ground track, thick where some radar in this mode sees it."""
    x, y, z = trace.position_ecef.T
    places = _TO_PLACE.transform(x, y, z)
    line = to_plane(list(zip(places[0], places[1], strict=True)), plane)
    inside = (np.abs(line) < 1.3 * _HALF).all(axis=1)
    ax.plot(*line[inside].T, color=SOFT, linewidth=0.8)
    for seen in record.seen:
        if seen.mode == mode and _is_of(seen, trace) and seen.first is not None:
            part = inside & (trace.time >= seen.first) & (trace.time <= (seen.last or 0.0))
            ax.plot(*line[part].T, color=INK, linewidth=2.6, alpha=0.75, solid_capstyle="butt")
    ax.plot(*line[0], marker="^", color=INK, markersize=4.5)
    name = trace.launch.name.replace("_", " ").title()
    text = ax.text(line[0, 0], line[0, 1] - 190.0, name, fontsize=7.5, ha="center", color=INK)
    text.set_path_effects([withStroke(linewidth=2.0, foreground=PAPER, alpha=0.85)])


def _is_of(seen: Seen, trace: Trace) -> bool:
    return (seen.missile, seen.launch, seen.aim) == (
        trace.missile,
        trace.launch.name,
        trace.aim.name,
    )


def _words(figure: Figure, record: Coverage) -> None:
    figure.text(
        0.012,
        0.955,
        f"What the radars of {record.scenario} see",
        fontsize=13,
        weight="bold",
        color=INK,
    )
    names = list(dict.fromkeys(view.name for view in record.views))
    rcs = _SHOWN if record.rcs is None else record.rcs
    handles = [
        Line2D(
            [],
            [],
            color=colour,
            linestyle=dash,
            marker="D",
            markersize=4,
            label=name.replace("_", " ").title(),
        )
        for name, (colour, dash) in zip(names, _STYLES, strict=False)
    ]
    handles.append(Line2D([], [], color=INK, linewidth=2.6, label="flight, where seen"))
    handles.append(Line2D([], [], color=SOFT, linewidth=0.8, label="flight, not seen"))
    figure.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0.005, 0.95),
        ncols=5,
        frameon=False,
        fontsize=8.5,
    )
    heights = ", ".join(f"{height / 1e3:g}" for height in HEIGHTS)
    sizes = "by aspect, from the catalogue" if record.rcs is None else f"{record.rcs:g} m2"
    figure.text(
        0.012,
        0.025,
        f"Edges: one search look sees {rcs:g} m2 at {heights} km, whichever is farthest. "
        f"Flights: cross-section {sizes}. Rays bent\nby the atmosphere of the scenario, no "
        f"range limit. Settings {record.settings}; power, losses, dwells and cross-sections "
        "are assumed.\nNothing is drawn by chance: no seed. Borders de facto (Natural Earth).",
        fontsize=7.6,
        color=SOFT,
        linespacing=1.4,
    )
