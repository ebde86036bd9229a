"""The map of a footprint: whom the battery covers, and what limits the rest."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import fill

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path as Outline
from matplotlib.patheffects import withStroke
from numpy.typing import NDArray
from pyproj import Geod, Proj
from scipy.ndimage import distance_transform_edt
from shapely.geometry import MultiPolygon

from openthaad.catalogue import load, title_of
from openthaad.catalogue.basis import counted
from openthaad.plots.ground import INK, PAPER, SEA, SOFT, draw_ground, to_plane
from openthaad.plots.saving import own_style, save
from openthaad.studies.footprint import LIMITS, Footprint, limit_name

_GEOD = Geod(ellps="WGS84")
_MARGIN = 45.0  # km about the cells
_CIRCLE = 200e3  # m, what newspapers draw
# Okabe and Ito's colours, paled; every limit has a number on the map as well as a colour.
_ZONES = ("#009E73", "#005F46")
_CAP, _FREE, _PRESS = "#0072B2", "#D55E00", "#1d2126"
_RADAR_LINE = 320e3  # m, drawn length of the edges of the sector
_SHOWN_CITIES = 14
_NAME_WIDTH, _NAME_HEIGHT = 75.0, 16.0  # km that the name of a place takes, to its right
_FOOTER_COLUMNS = 144  # of its type, across the picture


@own_style()
def footprint_map(record: Footprint, path: Path) -> Path:
    """Draw a footprint and save it as PNG or SVG.

    Parameters
    ----------
    record : Footprint
    path : Path
        The ending says the format.

    Raises
    ------
    StorageError
        It cannot be written.
    """
    figure = Figure(figsize=(9.2, 8.2), facecolor=PAPER)
    FigureCanvasAgg(figure)
    ax = figure.add_axes((0.012, 0.095, 0.62, 0.84))
    plane = _plane(record)
    _frame(ax, record, plane)
    draw_ground(ax, plane, _wide(record))
    shown = _limits(ax, record, plane, _names(ax, record, plane))
    _zones(ax, record, plane)
    _defence(ax, record, plane)
    _legend(figure, record, shown)
    _words(figure, record)
    return save(figure, path)


def _plane(record: Footprint) -> Proj:
    west, south, east, north = record.grid.box
    return Proj(
        proj="laea", lat_0=0.5 * (south + north), lon_0=0.5 * (west + east), ellps="WGS84"
    )


def _wide(record: Footprint) -> tuple[float, float, float, float]:
    west, south, east, north = record.grid.box
    return west - 1.5, south - 1.5, east + 1.5, north + 1.5


def _frame(ax: Axes, record: Footprint, plane: Proj) -> None:
    west, south, east, north = record.grid.box
    middle = 0.5 * (west + east)
    edge = to_plane(
        [
            (west, south),
            (east, south),
            (west, north),
            (east, north),
            (middle, south),
            (middle, north),
        ],
        plane,
    )
    low, high = edge.min(axis=0) - _MARGIN, edge.max(axis=0) + _MARGIN
    ax.set_xlim(low[0], high[0])
    ax.set_ylim(low[1], high[1])
    ax.set_aspect("equal")
    ax.set_xticks([])
    ax.set_yticks([])
    ax.set_facecolor(SEA)
    for spine in ax.spines.values():
        spine.set_color("#d9d7d0")


def _limits(
    ax: Axes, record: Footprint, plane: Proj, named: Sequence[tuple[float, float]]
) -> list[str]:
    """Colour and number the cells without an opportunity by their limit; the limits in use.

    `named` are the places, on the plane, beside which a name stands.
    """
    names = [limit_name(row) or "" for row in record.chances]
    shown = [name for name in LIMITS if name in names]
    number = {name: k for k, name in enumerate(shown)}
    grid = record.grid
    values = np.array([number.get(name, -1) for name in names]).reshape(grid.rows, grid.columns)
    west, south, east, north = grid.box
    lon, lat = np.meshgrid(
        np.linspace(west, east, grid.columns + 1), np.linspace(south, north, grid.rows + 1)
    )
    x, y = (np.asarray(axis) / 1e3 for axis in plane(lon, lat))
    for k, name in enumerate(shown):
        colour = LIMITS[name].colour
        patch = PathPatch(_cells(x, y, values == k), facecolor=colour, alpha=0.62, linewidth=0)
        ax.add_patch(patch)
    has_room = _without_names(x, y, named)
    for k in range(len(shown)):
        cells = values == k
        # Under a name only where there is no other room.
        row, column = _middle(cells & has_room if (cells & has_room).any() else cells)
        spot = slice(row, row + 2), slice(column, column + 2)
        ax.text(
            x[spot].mean(),
            y[spot].mean(),
            LIMITS[shown[k]].code,
            fontsize=8.2,
            color=SOFT,
            ha="center",
            va="center",
            zorder=4,
        )
    return shown


def _cells(
    x: NDArray[np.float64], y: NDArray[np.float64], chosen: NDArray[np.bool_]
) -> Outline:
    """Return cells as one path: cells drawn one by one would show their seams."""
    row, column = np.nonzero(chosen)
    rows = np.stack([row, row, row + 1, row + 1, row], axis=-1)
    columns = np.stack([column, column + 1, column + 1, column, column], axis=-1)
    corners = np.stack([x[rows, columns], y[rows, columns]], axis=-1)
    codes = [Outline.MOVETO, *[Outline.LINETO] * 3, Outline.CLOSEPOLY]
    return Outline(corners.reshape(-1, 2), codes * len(row))


def _without_names(
    x: NDArray[np.float64], y: NDArray[np.float64], named: Sequence[tuple[float, float]]
) -> NDArray[np.bool_]:
    """Which cells, by the corners of all on the plane [km], lie under no name of a place."""
    middle_x, middle_y = ((axis[:-1, :-1] + axis[1:, 1:]) / 2.0 for axis in (x, y))
    free = np.ones(middle_x.shape, bool)
    for a, b in named:
        is_beside = (a - _NAME_HEIGHT < middle_x) & (middle_x < a + _NAME_WIDTH)
        free &= ~(is_beside & (np.abs(middle_y - b) < _NAME_HEIGHT))
    return free


def _middle(cells: NDArray[np.bool_]) -> tuple[int, int]:
    """Row and column of the cell that lies deepest among some cells of a map."""
    depth = distance_transform_edt(np.pad(cells, 1))[1:-1, 1:-1]
    row, column = np.unravel_index(int(depth.argmax()), depth.shape)
    return int(row), int(column)


def _zones(ax: Axes, record: Footprint, plane: Proj) -> None:
    for n, colour in zip((1, 2), _ZONES, strict=True):
        for patch in _patches(record.zone(n), plane):
            ax.add_patch(PathPatch(patch, facecolor=colour, alpha=0.5, linewidth=0))
    for line in _edges(record, plane, caps=True):
        ax.plot(*line.T, color=_CAP, linewidth=1.8)
    for line in _edges(record, plane, caps=False):
        ax.plot(*line.T, color=_FREE, linewidth=1.5, linestyle=(0, (5, 2)))


def _edges(record: Footprint, plane: Proj, *, caps: bool) -> Iterator[NDArray[np.float64]]:
    """Yield the edge of the zone of one opportunity, where it is not the end of the map."""
    west, south, east, north = record.grid.box
    sides = np.array([west, south, east, north])
    near = 0.6 * np.array(
        [(east - west) / record.grid.columns, (north - south) / record.grid.rows]
    )
    for part in record.zone(1, caps=caps).geoms:
        for ring in (part.exterior, *part.interiors):
            spots = np.array(ring.coords)[:, :2]
            at = np.abs(np.hstack([spots, spots]) - sides) < np.hstack([near, near])
            ends = (at[1:] & at[:-1]).any(axis=1)
            for run in np.split(np.arange(len(ends)), np.flatnonzero(np.diff(ends)) + 1):
                if not ends[run[0]]:
                    yield to_plane(spots[run[0] : run[-1] + 2].tolist(), plane)


def _patches(zone: MultiPolygon, plane: Proj) -> list[Outline]:
    paths = []
    for part in zone.geoms:
        points, codes = [], []
        for ring in (part.exterior, *part.interiors):
            line = to_plane(list(ring.coords), plane)
            points.append(line)
            codes += [Outline.MOVETO, *[Outline.LINETO] * (len(line) - 2), Outline.CLOSEPOLY]
        paths.append(Outline(np.concatenate(points), codes))
    return paths


def _defence(ax: Axes, record: Footprint, plane: Proj) -> None:
    """Mark batteries with the 200 km circle of the press, and the sectors of the radars."""
    around = np.linspace(0.0, 360.0, 181)
    for battery in record.batteries:
        start = [battery["lon_deg"]] * 181, [battery["lat_deg"]] * 181
        lon, lat, _ = _GEOD.fwd(*start, around, [_CIRCLE] * 181)
        ring = to_plane(list(zip(lon, lat, strict=True)), plane)
        ax.plot(*ring.T, color=_PRESS, linewidth=1.1, linestyle=":")
        spot = to_plane([(battery["lon_deg"], battery["lat_deg"])], plane)[0]
        ax.plot(*spot, marker="D", color=INK, markersize=7, markeredgecolor=PAPER, zorder=5)
    for radar in record.radars:
        for side in (-1.0, 1.0):
            bearing = radar["boresight_deg"] + side * radar["sector_half_width_deg"]
            lon, lat, _ = _GEOD.fwd(radar["lon_deg"], radar["lat_deg"], bearing, _RADAR_LINE)
            line = to_plane([(radar["lon_deg"], radar["lat_deg"]), (lon, lat)], plane)
            ax.plot(*line.T, color=INK, linewidth=0.9, linestyle=(0, (8, 3, 2, 3)))


def _names(ax: Axes, record: Footprint, plane: Proj) -> list[tuple[float, float]]:
    """Name the batteries and the largest cities that have room; where they stand."""
    places = [
        (battery["lon_deg"], battery["lat_deg"], battery["name"].title(), True)
        for battery in record.batteries
    ]
    if not record.is_launch_area:
        rows = sorted(record.cities(), key=lambda row: -row["population"])
        places += [(row["lon_deg"], row["lat_deg"], row["name"], False) for row in rows]
    taken: list[tuple[float, float]] = []
    count = 0
    for lon, lat, name, is_battery in places:
        x, y = to_plane([(lon, lat)], plane)[0]
        if any(abs(x - a) < _NAME_WIDTH and abs(y - b) < _NAME_HEIGHT for a, b in taken):
            continue
        if count >= _SHOWN_CITIES:
            break
        count += 1
        taken.append((x, y))
        if not is_battery:
            ax.plot(
                x, y, marker="o", markersize=3.2, color=INK, markeredgecolor=PAPER, zorder=5
            )
        text = ax.text(x + 6.0, y + 3.0, name, fontsize=8.2, color=INK, zorder=6, clip_on=True)
        text.set_path_effects([withStroke(linewidth=2.0, foreground=PAPER, alpha=0.85)])
    return taken


def _legend(figure: Figure, record: Footprint, shown: list[str]) -> None:
    one, two = (
        ("launch denied once", "twice or more")
        if record.is_launch_area
        else ("one opportunity", "two or more: shoot-look-shoot")
    )
    handles: list[Patch | Line2D] = [
        Patch(facecolor=_ZONES[0], alpha=0.5, label=one),
        Patch(facecolor=_ZONES[1], alpha=0.75, label=two),
        Line2D([], [], color=_CAP, linewidth=1.8, label="edge under the published caps"),
        Line2D(
            [],
            [],
            color=_FREE,
            linewidth=1.5,
            linestyle=(0, (5, 2)),
            label="edge by physics alone",
        ),
        Line2D(
            [],
            [],
            color=_PRESS,
            linewidth=1.1,
            linestyle=":",
            label="the 200 km circle of the press",
        ),
        Line2D(
            [],
            [],
            color=INK,
            linewidth=0.9,
            linestyle=(0, (8, 3, 2, 3)),
            label="edges of the radar's sector",
        ),
        Line2D([], [], color=INK, marker="D", linestyle="none", label="battery"),
    ]
    handles += [Patch(alpha=0.0, label="no opportunity; the first limit met:")]
    handles += [
        Patch(
            facecolor=LIMITS[name].colour,
            edgecolor="#d9d7d0",
            alpha=0.62,
            label=f"{LIMITS[name].code}  {LIMITS[name].short}",
        )
        for name in shown
    ]
    figure.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0.64, 0.94),
        frameon=False,
        fontsize=8.6,
        labelspacing=0.75,
    )


def _headline(record: Footprint) -> str:
    titles = [
        load("missiles", layer.missile).title.partition(" (")[0] for layer in record.layers
    ]
    missiles = ", ".join(dict.fromkeys(titles))
    names = [battery["name"].replace("_", " ").title() for battery in record.batteries]
    site = ", ".join(names)
    if record.aim is not None:
        return f"From where {site} can meet a {missiles} at {title_of(record.aim['name'])}"
    return f"What {site} {'covers' if len(names) == 1 else 'cover'} against {missiles}"


def _words(figure: Figure, record: Footprint) -> None:
    figure.text(0.012, 0.955, _headline(record), fontsize=12.5, weight="bold", color=INK)
    missiles = ", ".join(
        dict.fromkeys(
            f"{load('missiles', layer.missile).title.partition(' (')[0]} from "
            f"{title_of(layer.launch)}"
            for layer in record.layers
        )
    )
    counts = counted(record.basis)
    text = (
        f"{missiles}; scenario {record.scenario}, settings {record.settings}. Without noise, "
        "so without a seed: the battle's own sensing, tracking and fire control on "
        f"{record.grid.rows} x {record.grid.columns} cells. An opportunity is not a kill. "
        f"Catalogue values behind it: {counts}. "
        "Land and borders Natural Earth (de facto), cities GeoNames (CC BY 4.0)."
    )
    figure.text(
        0.012,
        0.016,
        fill(text, _FOOTER_COLUMNS),
        fontsize=7.8,
        color=SOFT,
        linespacing=1.4,
    )
