"""The map of coverage: edges of sight and the flights, mode by mode."""

from dataclasses import dataclass
from math import degrees
from pathlib import Path
from textwrap import fill
from typing import Any, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from openthaad.catalogue import title_of
from openthaad.earth import geodesy
from openthaad.earth.geodesy import Plane
from openthaad.plots.ground import INK, PAPER, SEA, SOFT, draw_ground, to_plane
from openthaad.plots.labels import Labels
from openthaad.plots.records import require_record
from openthaad.plots.saving import own_style, save
from openthaad.studies.coverage import HEIGHTS, Coverage, RadarSite, Seen, Trace

_FARTHEST_LAUNCH = 3800.0  # km; one farther off does not widen the map
_FARTHEST_DRAWN = 9000.0  # km along either axis; beyond it the plane distorts too much
_MARGIN = 1.12
_SHOWN = 0.1  # m2, the edge drawn where no cross-section is given
Array = NDArray[np.float64]
Style = tuple[str, Literal["-", "--", "-.", ":"]]
# Okabe and Ito's colours with a dash each, so that colour is not needed.
_STYLES: tuple[Style, ...] = (
    ("#D55E00", "-"),
    ("#0072B2", "--"),
    ("#007A5C", ":"),
    ("#CC79A7", "-."),
)
_TITLE, _FOOT = 8.6, 16.0  # letters of a line, to an inch of the sheet
_SHEETS = {1: (7.6, 9.0), 2: (11.0, 6.6)}  # inches, by number of panels
_LENGTHS = (50, 100, 200, 250, 500, 1000, 2000)  # km
_TITLES = {"terminal": "Terminal mode", "forward": "Forward-based mode"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The plane of a map [km], and what of it is shown."""

    plane: Plane
    across: tuple[float, float]
    up: tuple[float, float]

    @property
    def side(self) -> float:
        """Length of its side [km]."""
        return self.across[1] - self.across[0]

    def holds(self, line: Array) -> NDArray[np.bool_]:
        """Say which points (N, 2) lie inside."""
        x, y = line.T
        held: NDArray[np.bool_] = (
            (x > self.across[0]) & (x < self.across[1]) & (y > self.up[0]) & (y < self.up[1])
        )
        return held


@own_style()
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
    require_record(record, Coverage)
    modes = list(dict.fromkeys(site.mode for site in record.sites))
    figure = Figure(figsize=_SHEETS[len(modes)], facecolor=PAPER)
    FigureCanvasAgg(figure)
    axes = np.atleast_1d(figure.subplots(1, len(modes)))
    figure.subplots_adjust(left=0.012, right=0.988, top=0.845, bottom=0.115, wspace=0.03)
    frame = _frame(record)
    for ax, mode in zip(axes, modes, strict=True):
        _panel(ax, record, mode, frame)
    _words(figure, record)
    return save(figure, path)


def _panel(ax: Axes, record: Coverage, mode: str, frame: Frame) -> None:
    sites = [site for site in record.sites if site.mode == mode]
    ax.set_xlim(*frame.across)
    ax.set_ylim(*frame.up)
    ax.set_aspect("equal")
    ax.set_xticks([])
    ax.set_yticks([])
    ax.set_facecolor(SEA)
    draw_ground(ax, frame.plane)
    for site, style in zip(sites, _STYLES, strict=False):
        _edge(ax, _ring(record, site, frame.plane), _row(record, site, frame.plane), style)
    named: list[tuple[str, Array]] = []
    labels = Labels(ax)
    for site in record.sites:
        labels.keep_free(
            (float((s := _ring(record, site, frame.plane)[0])[0]), float(s[1])), 3.0
        )
    for trace in record.traces:
        _flight(ax, record, mode, trace, frame)
    for launch in dict.fromkeys(trace.launch.name for trace in record.traces):
        _launch(labels, record, launch, frame)
    for trace in record.traces:
        _destination(labels, trace, frame, named)
    _scale(labels, frame)
    ax.set_title(_TITLES[mode], loc="left", fontsize=10.5, color=INK)


def _scale(labels: Labels, frame: Frame) -> None:
    """Draw a bar of a round length in the lower left corner."""
    length = max(n for n in _LENGTHS if n <= 0.25 * frame.side or n == _LENGTHS[0])
    x, y = frame.across[0] + 0.04 * frame.side, frame.up[0] + 0.03 * frame.side
    bar: dict[str, Any] = {"color": INK, "solid_capstyle": "butt", "zorder": 7}
    labels.axes.plot([x, x + length], [y, y], linewidth=2.2, **bar)
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        labels.keep_free((x + share * length, y), 5.0)
    labels.beside((x + 0.5 * length, y + 0.008 * frame.side), f"{length:,} km", fontsize=7.5)


def _frame(record: Coverage) -> Frame:
    """Frame radars, their edges, the launches, and every part of a flight that is seen."""
    lat, lon = np.degrees(
        np.mean([(site.latitude, site.longitude) for site in record.sites], axis=0)
    )
    plane = geodesy.equidistant_plane(float(lat) + 4.0, float(lon))
    points = [_ring(record, site, plane) for site in record.sites]
    for trace in record.traces:
        line = _track(trace, plane)
        start = line[:1]
        if np.abs(start).max() < _FARTHEST_LAUNCH:
            points.append(start)
        points += [
            line[(trace.time >= seen.first) & (trace.time <= (seen.last or 0.0))]
            for seen in record.seen
            if seen.first is not None and _is_of(seen, trace)
        ]
    every = np.concatenate(points)
    low, high = every.min(axis=0), every.max(axis=0)
    middle, half = 0.5 * (low + high), _MARGIN * 0.5 * float((high - low).max())
    x, y = (float(c) for c in middle)
    return Frame(plane=plane, across=(x - half, x + half), up=(y - half, y + half))


def _track(trace: Trace, plane: Plane) -> Array:
    """Ground track of a flight (N, 2) [km]."""
    x, y, z = trace.position_ecef.T
    places = geodesy.to_geodetic(x, y, z)
    return to_plane(list(zip(places[0], places[1], strict=True)), plane)


def _ring(record: Coverage, site: RadarSite, plane: Plane) -> Array:
    """Outline [km] of the farthest sight at any of the heights, from the radar and back."""
    rcs = _SHOWN if record.rcs is None else record.rcs
    edges = [site.edge(rcs, height) for height in HEIGHTS]
    azimuth, reach = edges[0][0], np.max([edge[1] for edge in edges], axis=0)
    return _outline(site, azimuth, reach, plane)


def _outline(site: RadarSite, azimuth: Array, reach: Array, plane: Plane) -> Array:
    start = degrees(site.longitude), degrees(site.latitude)
    shown = reach > 0.0
    count = int(shown.sum())
    lon, lat, _ = geodesy.direct(
        np.full(count, start[0]),
        np.full(count, start[1]),
        np.degrees(azimuth[shown]),
        reach[shown],
    )
    ring = [(start[0], start[1]), *zip(lon, lat, strict=True), (start[0], start[1])]
    return to_plane([(float(x), float(y)) for x, y in ring], plane)


def _row(record: Coverage, site: RadarSite, plane: Plane) -> Array:
    """Outline [km] of where the row that is searched sees, from the radar and back."""
    row = site.search_row(_SHOWN if record.rcs is None else record.rcs)
    return _outline(
        site, row.azimuth, np.where(row.slant_range > 0.0, row.ground_range, 0.0), plane
    )


def _edge(ax: Axes, line: Array, row: Array, style: Style) -> None:
    """Tint what a beam could see, draw the row that is searched, and the radar."""
    colour, dash = style
    ax.fill(*line.T, color=colour, alpha=0.07, linewidth=0)
    ax.plot(*row.T, color=colour, linestyle=dash, linewidth=1.4)
    ax.plot(*line[0], marker="D", color=colour, markersize=5, markeredgecolor=PAPER, zorder=5)


def _flight(ax: Axes, record: Coverage, mode: str, trace: Trace, frame: Frame) -> None:
    """Ground track, thick where some radar in this mode sees it."""
    line = _track(trace, frame.plane)
    inside = np.abs(line - line[0]).max(axis=1) < _FARTHEST_DRAWN
    ax.plot(*line[inside].T, color=SOFT, linewidth=0.8)
    for seen in record.seen:
        if seen.mode == mode and _is_of(seen, trace) and seen.first is not None:
            part = inside & (trace.time >= seen.first) & (trace.time <= (seen.last or 0.0))
            ax.plot(*line[part].T, color=INK, linewidth=2.6, alpha=0.75, solid_capstyle="butt")


def _launch(labels: Labels, record: Coverage, name: str, frame: Frame) -> None:
    trace = next(t for t in record.traces if t.launch.name == name)
    line = _track(trace, frame.plane)[:1]
    if not frame.holds(line)[0]:
        return
    spot = float(line[0][0]), float(line[0][1])
    labels.axes.plot(*spot, marker="^", color=INK, markersize=4.5, zorder=5)
    labels.keep_free(spot, 2.0)
    labels.beside(spot, title_of(name), fontsize=7.5)


def _destination(
    labels: Labels, trace: Trace, frame: Frame, named: list[tuple[str, Array]]
) -> None:
    """Write where a flight goes at the point where it leaves the map, once for a bundle."""
    line = _track(trace, frame.plane)
    inside = np.flatnonzero(frame.holds(line))
    if not len(inside) or inside[-1] + 1 >= len(line):
        return
    point, aim = line[inside[-1]], title_of(trace.aim.name)
    bundle = [p for name, p in named if name == aim]
    if any(np.abs(point - p).max() < 0.12 * frame.side for p in bundle):
        return
    named.append((aim, point))
    labels.beside((float(point[0]), float(point[1])), f"to {aim}", fontsize=7.5)


def _is_of(seen: Seen, trace: Trace) -> bool:
    return (seen.missile, seen.launch, seen.aim) == (
        trace.missile,
        trace.launch.name,
        trace.aim.name,
    )


def finding(record: Coverage) -> str:
    """State how many of the flights some radar sees, mode by mode."""
    radars = [_title(name) for name in dict.fromkeys(site.name for site in record.sites)]
    who = f"The {' and '.join(filter(None, [', '.join(radars[:-1]), radars[-1]]))} radar"
    who += "s" * (len(radars) > 1)
    parts = []
    for mode in dict.fromkeys(site.mode for site in record.sites):
        seen = sum(
            any(
                s.mode == mode and s.first is not None and _is_of(s, trace) for s in record.seen
            )
            for trace in record.traces
        )
        what = f"{seen} of {len(record.traces)} flights"
        if len(record.traces) == 1:
            what = "the flight" if seen else "nothing of the flight"
        parts.append(f"{what} in {_TITLES[mode].lower()}")
    if not record.traces:
        return f"What the radars of {record.scenario} see"
    return f"{who} see{'s' * (len(radars) == 1)} {' and '.join(parts)}"


def _title(name: str) -> str:
    return name.replace("_", " ").title()


def _words(figure: Figure, record: Coverage) -> None:
    figure.text(
        0.012,
        0.985,
        fill(finding(record), round(_TITLE * figure.get_figwidth()), break_on_hyphens=False),
        fontsize=13,
        weight="bold",
        color=INK,
        va="top",
    )
    names = list(dict.fromkeys(site.name for site in record.sites))
    rcs = _SHOWN if record.rcs is None else record.rcs
    handles = [
        Line2D(
            [],
            [],
            color=colour,
            linestyle=dash,
            marker="D",
            markersize=4,
            label=_title(name),
        )
        for name, (colour, dash) in zip(names, _STYLES, strict=False)
    ]
    handles.append(Line2D([], [], color=INK, linewidth=2.6, label="flight, where seen"))
    handles.append(Line2D([], [], color=SOFT, linewidth=0.8, label="flight, not seen"))
    figure.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0.005, 0.925),
        ncols=5,
        frameon=False,
        fontsize=8.5,
    )
    heights = ", ".join(f"{height / 1e3:g}" for height in HEIGHTS)
    sizes = "by aspect, from the catalogue" if record.rcs is None else f"{record.rcs:g} m2"
    lines = [
        (
            f"Lines: where the row of search beams sees {rcs:g} m2. Tint: where a beam pointed "
            f"at a target at {heights} km sees it, whichever reaches farthest."
        ),
        (
            f"Flights: cross-section {sizes}. No range limit. Scenario {record.scenario}, "
            f"settings {record.settings}; power, losses, dwells and cross-sections are assumed."
        ),
        "Median of noisy runs, so no seed. Borders de facto (Natural Earth).",
    ]
    columns = round(_FOOT * figure.get_figwidth())
    figure.text(
        0.012,
        0.015,
        "\n".join(fill(line, columns) for line in lines),
        fontsize=7.6,
        color=SOFT,
        linespacing=1.4,
    )
