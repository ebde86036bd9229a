"""The map of a footprint: whom the battery covers, and what limits the rest."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import fill
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, PathPatch
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt, label
from shapely import contains_xy

from openthaad.catalogue import standing, title_of
from openthaad.catalogue.basis import counted
from openthaad.catalogue.countries import countries_in
from openthaad.earth import geodesy
from openthaad.earth.geodesy import Plane
from openthaad.plots.ground import INK, PAPER, SOFT
from openthaad.plots.labels import Labels
from openthaad.plots.partition import areas, edges, flat, shares, weight
from openthaad.plots.records import require_record
from openthaad.plots.saving import own_style, save
from openthaad.studies.footprint import LIMITS, SHOTS, Footprint
from openthaad.studies.footprint.land import cities_in, into, outlines

_CIRCLE = 200e3  # m, what newspapers draw
_TOGETHER = 8e3  # m, at which two marks would lie on each other
_CAP, _FREE = "#1d2126", "#7a1f4b"
_DASH, _DOT, _SECTOR = (0, (5, 2)), (0, (1, 2)), (0, (8, 3, 2, 3))
_SECTOR_NAME = "sector"
_HEIGHT, _KEY, _SIDE = 7.6, 2.75, 0.12  # inches
_NARROWEST, _WIDEST, _TALLEST = 4.8, 10.0, 9.6  # inches of map
_ASSET = "defended place"
_CITY: dict[str, Any] = {"marker": "o", "linestyle": "none", "markersize": 4.0, "color": INK}
_SHORE = "#3a4048"
_HALF_TURN = 180.0  # deg
_EDGE = 0.02  # of the frame: what lies farther out shows no part of its stroke
_MERCATOR = 75.0  # deg; nearer to a pole the map is of equal areas
_SHOWN_CITIES = 14
_LEAST_PART = 0.004  # of the cells; a smaller piece bears no code
_LETTER, _COLUMNS = 0.118, 48  # inches of a letter of the title; letters of a line of notes
_LENGTHS = (5, 10, 20, 25, 50, 100, 200, 250, 500)  # km


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What the parts of one map are drawn on."""

    axes: Axes
    record: Footprint
    plane: Plane
    labels: Labels
    weights: dict[tuple[str, int], NDArray[np.float64]] = field(default_factory=dict)

    def weight_of(self, column: str, least: int) -> NDArray[np.float64]:
        """Return the weight of the cells with at least so many shots; worked out once."""
        key = column, least
        if key not in self.weights:
            self.weights[key] = weight(self.record.grid, _flown(self.record, column, least))
        return self.weights[key]

    def spot(self, place: dict[str, Any]) -> tuple[float, float]:
        """Return where a place lies on the plane [km]."""
        x, y = flat([(_near(place["lon_deg"], self.record), place["lat_deg"])], self.plane)[0]
        return float(x), float(y)

    def holds(self, spot: tuple[float, float]) -> bool:
        """Say whether a spot lies in the frame."""
        (west, east), (south, north) = self.axes.get_xlim(), self.axes.get_ylim()
        return west < spot[0] < east and south < spot[1] < north

    def may_show(self, line: NDArray[np.float64]) -> bool:
        """Say whether a line on the plane may cross the frame, or lie at its edge."""
        low, high = np.sort([self.axes.get_xlim(), self.axes.get_ylim()], axis=1).T
        room = _EDGE * (high - low) + 1.0
        return bool(((line.max(axis=0) > low - room) & (line.min(axis=0) < high + room)).all())


def _near(lon: float, record: Footprint) -> float:
    """Turn a longitude to within half a turn of the middle of the map [deg]."""
    middle = 0.5 * (record.grid.box[0] + record.grid.box[2])
    return into(lon, middle - 180.0)


@own_style()
def footprint_map(record: Footprint, path: Path) -> Path:
    """Draw a footprint and save it as PNG, SVG or PDF.

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
    require_record(record, Footprint)
    return save(_figure(record), path)


def _figure(record: Footprint) -> Figure:
    plane = _plane(record)
    low, high = _frame(record, plane)
    shape = float((high[0] - low[0]) / (high[1] - low[1]))
    tall = min(max(_HEIGHT, _NARROWEST / shape), _TALLEST, _WIDEST / shape)
    wide = tall * shape
    width = wide + _KEY + 3 * _SIDE
    title = fill(headline(record), int((width - 2 * _SIDE) / _LETTER))
    above = 0.24 + 0.26 * (title.count("\n") + 1)
    height = max(tall, _HEIGHT) + above + _SIDE
    figure = Figure(figsize=(width, height), facecolor=PAPER)
    FigureCanvasAgg(figure)
    axes = figure.add_axes(
        (_SIDE / width, 1.0 - (above + tall) / height, wide / width, tall / height)
    )
    _dress(axes, low, high)
    sheet = Sheet(axes=axes, record=record, plane=plane, labels=Labels(axes))
    _fill(sheet)
    _ground(sheet)
    _lines(sheet)
    _scale(sheet, (low, high))
    _places(sheet)
    _codes(sheet)
    _countries(sheet)
    left = (wide + 2 * _SIDE) / width
    _key(figure, sheet, left, 1.0 - (above - 0.08) / height)
    style: dict[str, Any] = {"linespacing": 1.3}
    figure.text(_SIDE / width, 1.0 - 0.14 / height, title, fontsize=13.0, weight="bold",
                color=INK, va="top", **style)  # fmt: skip
    notes = "\n".join(fill(part, _COLUMNS) for part in (_flights(record), *_known(record)))
    figure.text(left, _SIDE / height, notes, fontsize=7.4, color=SOFT, va="bottom", **style)
    return figure


def _plane(record: Footprint) -> Plane:
    west, south, east, north = record.grid.box
    lat, lon = 0.5 * (south + north), 0.5 * (west + east)
    if max(abs(south), abs(north)) < _MERCATOR:
        return geodesy.mercator_plane(lat, lon)
    return geodesy.equal_area_plane(lat, lon)


def _frame(record: Footprint, plane: Plane) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lower left and upper right corner of the cells on the plane [km]."""
    west, south, east, north = record.grid.box
    lon, lat = np.meshgrid(np.linspace(west, east, 33), np.linspace(south, north, 33))
    spots = flat(np.stack([lon.ravel(), lat.ravel()], axis=-1), plane)
    return spots.min(axis=0), spots.max(axis=0)


def _dress(axes: Axes, low: NDArray[np.float64], high: NDArray[np.float64]) -> None:
    axes.set_xlim(low[0], high[0])
    axes.set_ylim(low[1], high[1])
    axes.set_aspect("equal", adjustable="datalim" if high[0] - low[0] < 1.0 else "box")
    axes.set_anchor("NW")
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_color(SOFT)
        spine.set_linewidth(0.6)


def _met(record: Footprint) -> list[str]:
    """Return the limits on the map, in the order of the key."""
    names, _ = record.limits_named()
    return [name for name in LIMITS if name in names]


def _numbers(record: Footprint) -> NDArray[np.int64]:
    """Which of the limits on the map each cell has; -1 where there is a shot."""
    order = {name: k for k, name in enumerate(_met(record))}
    names, kinds = record.limits_named()
    return np.array([order.get(name or "", -1) for name in names])[kinds]


def _flown(record: Footprint, column: str, least: int) -> NDArray[np.bool_]:
    enough = record.chances[column] >= least
    return np.asarray(enough & (record.chances["is_flown"] == 1), dtype=np.bool_)


def _fill(sheet: Sheet) -> None:
    """Colour the cells: the limits below, then one shot, then two, all opaque."""
    record = sheet.record
    met, codes = _met(record), _numbers(record)
    for name, share in zip(met, shares(record.grid, codes, len(met)), strict=True):
        _patch(sheet, share, -1e-6, LIMITS[name].colour)
    for least, name in ((1, "one"), (2, "two")):
        _patch(sheet, sheet.weight_of("opportunities", least), 0.5, SHOTS[name].colour)


def _patch(sheet: Sheet, part: NDArray[np.float64], least: float, colour: str) -> None:
    if part.max() <= least:
        return
    axes = sheet.axes
    # The frame is set: only where it may be widened do the axes have to know how far areas go.
    add = axes.add_artist if axes.get_adjustable() == "box" else axes.add_patch
    for path in areas(sheet.record.grid, part, least, sheet.plane):
        add(PathPatch(path, facecolor=colour, edgecolor=colour, linewidth=0.4))


def _ground(sheet: Sheet) -> None:
    """Draw shores and borders over the colours."""
    for country in countries_in(sheet.record.grid.box):
        for ring in [ring for part in country.polygons for ring in part]:
            spots = np.array([(_near(x, sheet.record), y) for x, y in ring])
            if np.ptp(spots[:, 0]) > _HALF_TURN:
                continue
            line = flat(spots, sheet.plane)
            if not sheet.may_show(line):
                continue
            sheet.axes.plot(*line.T, color=PAPER, linewidth=1.7, zorder=2)
            sheet.axes.plot(*line.T, color=_SHORE, linewidth=0.8, zorder=2.1)


def _lines(sheet: Sheet) -> None:
    """Draw the edges of what is covered, the published reach, the sector."""
    record, axes = sheet.record, sheet.axes
    looks: tuple[tuple[str, dict[str, Any]], ...] = (
        ("free_opportunities", {"color": _FREE, "linewidth": 1.5, "linestyle": _DASH}),
        ("opportunities", {"color": _CAP, "linewidth": 1.9}),
    )
    for column, style in looks:
        for line in edges(record.grid, sheet.weight_of(column, 1), sheet.plane):
            axes.plot(*line.T, zorder=3, **style)
    for battery in record.batteries:
        axes.plot(*_ring(sheet, battery).T, color=INK, linewidth=1.3, linestyle=_DOT, zorder=3)
    reach = 2e3 * float(np.hypot(*(np.ptp(lim) for lim in (axes.get_xlim(), axes.get_ylim()))))
    for radar in record.radars:
        for side in (-1.0, 1.0):
            if radar["sector_half_width_deg"] >= 180.0:
                continue
            bearing = radar["boresight_deg"] + side * radar["sector_half_width_deg"]
            far = np.linspace(0.0, min(reach, 3e6), 60)
            start = np.full(60, radar["lon_deg"]), np.full(60, radar["lat_deg"])
            lon, lat, _ = geodesy.direct(*start, np.full(60, bearing), far)
            spots = [(_near(x, record), y) for x, y in zip(lon, lat, strict=True)]
            line = flat(spots, sheet.plane)
            axes.plot(*line.T, color=INK, linewidth=0.9, linestyle=_SECTOR, zorder=3,
                      gid=_SECTOR_NAME)  # fmt: skip


def _ring(sheet: Sheet, battery: dict[str, Any]) -> NDArray[np.float64]:
    around = np.linspace(0.0, 360.0, 181)
    start = np.full(181, battery["lon_deg"]), np.full(181, battery["lat_deg"])
    lon, lat, _ = geodesy.direct(*start, around, np.full(181, _CIRCLE))
    spots = [(_near(x, sheet.record), y) for x, y in zip(lon, lat, strict=True)]
    return flat(spots, sheet.plane)


def _scale(sheet: Sheet, corners: tuple[NDArray[np.float64], NDArray[np.float64]]) -> None:
    """Draw a bar of a round length in the lower left corner."""
    low, high = corners
    wide, tall = high - low
    length = max((n for n in _LENGTHS if n <= 0.25 * wide), default=_LENGTHS[0])
    x, y = low[0] + 0.04 * wide, low[1] + 0.03 * tall
    white: dict[str, Any] = {"color": PAPER, "solid_capstyle": "butt", "zorder": 7}
    sheet.axes.plot([x, x + length], [y, y], linewidth=4.4, **white)
    sheet.axes.plot([x, x + length], [y, y], **{**white, "color": INK, "linewidth": 2.2})
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        sheet.labels.keep_free((x + share * length, y), 5.0)
    spot = (x + 0.5 * length, y + 0.008 * tall)
    sheet.labels.beside(spot, f"{length} km", fontsize=8.0)


def _places(sheet: Sheet) -> None:
    """Mark and name batteries, launch points, assets and the aim, and the largest cities."""
    record = sheet.record
    marked: list[tuple[dict[str, Any], str, str, float]] = [
        (b, f"{_unit(b)} battery", "D", 7.0) for b in record.batteries
    ]
    if record.aim is not None:
        marked.append((record.aim, f"aim: {title_of(record.aim['name'])}", "X", 7.5))
    else:
        marked += [(spot, name, "v", 7.0) for spot, name in _launches(record)]
        marked += [(a, title_of(a["name"]), "s", 4.5) for a in _assets(record)]
    spots = [(sheet.spot(place), name, mark, size) for place, name, mark, size in marked]
    inside = [row for row in spots if sheet.holds(row[0])]
    for spot, _, marker, size in inside:
        kind = _ASSET if marker == "s" else None
        sheet.axes.plot(*spot, marker=marker, color=INK, markersize=size, markeredgecolor=PAPER,
                        zorder=6, linestyle="none", gid=kind)  # fmt: skip
        sheet.labels.keep_free(spot, 0.5 * size)
    for spot, name, marker, _ in inside:
        weight_of = "bold" if marker in "DX" else "normal"
        sheet.labels.beside(spot, name, weight=weight_of)
    _beyond(sheet)
    _cities(sheet, {name for _, name, *_ in inside})


def _assets(record: Footprint) -> list[dict[str, Any]]:
    """Return the defended places that do not lie at a battery, whose name stands there."""

    def at_one(asset: dict[str, Any]) -> bool:
        spots = [(battery["lon_deg"], battery["lat_deg"]) for battery in record.batteries]
        here = asset["lon_deg"], asset["lat_deg"]
        return any(geodesy.inverse(*here, *spot)[2] < _TOGETHER for spot in spots)

    return [asset for asset in record.assets if not at_one(asset)]


def _unit(battery: dict[str, Any]) -> str:
    return standing(battery["name"], battery["lat_deg"], battery["lon_deg"])


def _launches(record: Footprint) -> list[tuple[dict[str, float], str]]:
    found = {layer.launch: layer.launch_at for layer in record.layers}
    return [(at, f"launch: {title_of(name)}") for name, at in found.items()]


def _beyond(sheet: Sheet) -> None:
    """Say at the edge of the map, towards each launch point beyond it, how far off it lies."""
    record = sheet.record
    if record.is_launch_area:
        return
    (west, east), (south, north) = sheet.axes.get_xlim(), sheet.axes.get_ylim()
    middle = np.array([0.5 * (west + east), 0.5 * (south + north)])
    half = np.array([0.5 * (east - west), 0.5 * (north - south)])
    for at, words in _launches(record):
        spot = np.array(sheet.spot(at))
        if sheet.holds((spot[0], spot[1])):
            continue
        away = spot - middle
        share = float(np.min(half / np.maximum(np.abs(away), 1e-9)))
        edge = middle + 0.985 * share * away
        x, y = 1e3 * (middle + share * away)
        lon, lat = sheet.plane(x, y, inverse=True)
        far = geodesy.inverse(lon, lat, at["lon_deg"], at["lat_deg"])[2] / 1e3
        sheet.labels.keep_free((edge[0], edge[1]), 4.0)
        told = f"{words},\n{float(f'{far:.2g}'):,.0f} km beyond the map"
        if sheet.labels.beside((edge[0], edge[1]), told, fontsize=7.6):
            start = edge - 0.05 * away / np.hypot(*away) * half.max()
            arrow = {"arrowstyle": "-|>", "color": INK}
            sheet.axes.annotate("", edge, start, zorder=7, arrowprops=arrow)


def _cities(sheet: Sheet, named: set[str]) -> None:
    """Mark the large cities that have room; filled where the city has a shot."""
    record = sheet.record
    if record.is_launch_area:
        rows = cities_in(countries_in(record.grid.box), record.grid.box)
        cities = [
            ({"lat_deg": c.latitude_deg, "lon_deg": c.longitude_deg}, c.name, True)
            for c, _ in rows
        ]
    else:
        cities = [(row, row["name"], bool(row["opportunities"])) for row in record.cities()]
    count = 0
    for place, name, is_covered in cities:
        spot = sheet.spot(place)
        if count == _SHOWN_CITIES or name in named or not sheet.labels.is_free(spot, 3.0):
            continue
        if not sheet.labels.beside(spot, name):
            continue
        count += 1
        sheet.labels.keep_free(spot, 2.0)
        inside = INK if is_covered else PAPER
        kind = "city with a shot" if is_covered else "city without one"
        sheet.axes.plot(*spot, **_CITY, zorder=6, markerfacecolor=inside, gid=kind)


def _codes(sheet: Sheet) -> None:
    """Write its code on each piece of a limit that has room for it."""
    grid = sheet.record.grid
    met, codes = _met(sheet.record), _numbers(sheet.record).reshape(grid.rows, grid.columns)
    for k, name in enumerate(met):
        pieces, count = label(codes == k)
        for piece in range(1, count + 1):
            cells = pieces == piece
            if cells.sum() < max(_LEAST_PART * cells.size, 2.0):
                continue
            spots = [_middle_of(sheet, *rc) for rc in _deepest(cells)]
            sheet.labels.upon(spots, LIMITS[name].code, fontsize=8.6, weight="bold")


def _deepest(cells: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Yield the cells that lie deepest among some, a few of them, the deepest first."""
    depth = distance_transform_edt(np.pad(cells, 1))[1:-1, 1:-1]
    order = np.argsort(-depth, axis=None, kind="stable")[: max(int(0.3 * cells.sum()), 1)]
    for spot in order[:: max(len(order) // 24, 1)]:
        row, column = np.unravel_index(int(spot), depth.shape)
        yield int(row), int(column)


def _middle_of(sheet: Sheet, row: int, column: int) -> tuple[float, float]:
    grid = sheet.record.grid
    place = (float(grid.longitude_deg[column]), float(grid.latitude_deg[row]))
    x, y = flat([place], sheet.plane)[0]
    return float(x), float(y)


def _countries(sheet: Sheet) -> None:
    """Name each country on its land in the frame, where there is room."""
    box = sheet.record.grid.box
    lon, lat = sheet.record.grid.longitude_deg, sheet.record.grid.latitude_deg
    across, up = np.meshgrid(lon, lat)
    turned = (across + 180.0) % 360.0 - 180.0
    for country in countries_in(box):
        shape = outlines(country)
        inside = contains_xy(shape, turned, up) | contains_xy(shape, across, up)
        if inside.sum() < 2:
            continue
        spots = [_middle_of(sheet, *rc) for rc in _deepest(inside)]
        name = country.name.upper()
        sheet.labels.upon(spots, name, fontsize=7.8, color=INK, style="italic", alpha=0.85)


def _key(figure: Figure, sheet: Sheet, left: float, top: float) -> None:
    """Explain what is drawn on this map, and nothing else."""
    shots, limits = _shot_patches(sheet.record), _limit_patches(sheet.record)
    lines = [*_line_marks(sheet), *_city_marks(sheet)]
    rows = [
        *([_heading("A shot can be taken"), *shots] if shots else []),
        *([_heading("None; the first limit met"), *limits] if limits else []),
        *([_heading("Lines and marks"), *lines] if lines else []),
    ]
    figure.legend(handles=rows, loc="upper left", bbox_to_anchor=(left - 0.01, top),
                  frameon=False, fontsize=8.4, labelspacing=0.62, handlelength=1.9)  # fmt: skip


def _swatch(colour: str, words: str) -> Patch:
    return Patch(facecolor=colour, label=words, edgecolor=SOFT, linewidth=0.5)


def _shot_patches(record: Footprint) -> list[Patch]:
    best = int(record.chances["opportunities"][record.chances["is_flown"] == 1].max(initial=0))
    one = "one shot, launched from here" if record.is_launch_area else "one shot"
    named = (("one", one), ("two", "two shots or more"))
    has_one = _flown(record, "opportunities", 1) & ~_flown(record, "opportunities", 2)
    shown = {"one": bool(has_one.any()), "two": best >= 2}
    return [_swatch(SHOTS[name].colour, words) for name, words in named if shown[name]]


def _limit_patches(record: Footprint) -> list[Patch]:
    part = _parts(record)
    return [
        _swatch(
            LIMITS[name].colour,
            fill(f"{LIMITS[name].code} {LIMITS[name].short}, {part[name]}", 34),
        )
        for name in _met(record)
    ]


def _line_marks(sheet: Sheet) -> list[Line2D]:
    """Explain the edges, the circle and the sector, each where it is drawn."""
    record = sheet.record
    capped, free = (_flown(record, f"{kind}opportunities", 1) for kind in ("", "free_"))
    has_capped, has_free = (not (m.all() or not m.any()) for m in (capped, free))
    rings = [sheet.holds((x, y)) for b in record.batteries for x, y in _ring(sheet, b)]
    circle = "200 km, the published reach"
    circle += "" if all(rings) else "\n(it continues beyond the map)"
    cap: dict[str, Any] = {"color": _CAP, "linewidth": 1.9}
    physics: dict[str, Any] = {"color": _FREE, "linewidth": 1.5, "linestyle": _DASH}
    is_one_edge = has_capped and bool((capped == free).all())
    edge = "edge, with and without the caps" if is_one_edge else "edge under the published caps"
    lines = [
        (has_capped, edge, cap),
        (has_free and not is_one_edge, "edge by physics alone", physics),
        (any(rings), circle, {"color": INK, "linewidth": 1.3, "linestyle": _DOT}),
        (_has_sector(sheet), "radar's sector",
         {"color": INK, "linewidth": 0.9, "linestyle": _SECTOR}),
    ]  # fmt: skip
    return [
        Line2D([], [], label=words, **style) for is_drawn, words, style in lines if is_drawn
    ]


def _has_sector(sheet: Sheet) -> bool:
    """Say whether an edge of a radar's sector passes through the frame."""
    return any(
        sheet.holds((float(x), float(y)))
        for line in sheet.axes.lines
        if line.get_gid() == _SECTOR_NAME
        for x, y in np.asarray(line.get_xydata())
    )


def _city_marks(sheet: Sheet) -> list[Line2D]:
    """Explain the dots of cities, filled with a shot, hollow without, and squares of assets."""
    if sheet.record.is_launch_area:
        return []
    shown = {line.get_gid() for line in sheet.axes.lines}
    marks = (("city with a shot", INK), ("city without one", PAPER))
    cities = [
        Line2D([], [], label=words, **_CITY, markerfacecolor=inside)
        for words, inside in marks
        if words in shown
    ]
    asset = Line2D(
        [], [], label=_ASSET, marker="s", markersize=4.5, color=INK, linestyle="none"
    )
    return [*cities, asset] if _ASSET in shown else cities


def _heading(words: str) -> Patch:
    return Patch(facecolor="none", edgecolor="none", label=words.upper())


def _parts(record: Footprint) -> dict[str, str]:
    """Write of each limit over what share of the map it is the first one met."""
    codes = _numbers(record)
    found = {name: float((codes == k).mean()) for k, name in enumerate(_met(record))}
    return {
        name: f"{'under 1' if v < 0.005 else round(100 * v)}\u00a0%"
        for name, v in found.items()
    }


def headline(record: Footprint) -> str:
    """State what the map found, in one sentence."""
    site, against = _site(record), _against(record)
    shot = _flown(record, "opportunities", 1)
    at = "" if record.aim is None else f" fired at {title_of(record.aim['name'])}"
    if not shot.any():
        from_where = "from anywhere" if at else "anywhere"
        return f"{site} could not shoot at {against}{at} {from_where} in this map"
    if at:
        places = f"{_share(float(shot.mean()))} of the places in this map"
        return f"{site} could shoot at {against}{at} from {places}"
    if record.land is None:
        return f"{site} could shoot at {against} over {record.to_area():,.0f} km² of this map"
    share = _share(record.land_share() or 0.0)
    land = record.land.title.replace(" on the map", " in this map")
    return f"{site} could shoot at {against} over {share} of {land}"


def _share(share: float) -> str:
    if share in (0.0, 1.0):
        return "none" if share == 0.0 else "all"
    return "under 1 %" if share < 0.005 else f"{min(100.0 * share, 99.4):.0f} %"


def _site(record: Footprint) -> str:
    names = [_unit(battery) for battery in record.batteries]
    if len(names) > 3:
        return f"The {len(names)} batteries"
    joined = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    return f"The {joined} batter{'y' if len(names) == 1 else 'ies'}"


def _against(record: Footprint) -> str:
    titles = list(dict.fromkeys(layer.title for layer in record.layers))
    if len(titles) == 1:
        article = "an" if titles[0][:1] in "AEIOUaeiou" or titles[0][:2] == "SS" else "a"
        return f"{article} {titles[0]}"
    return f"any of {len(titles)} kinds of missile,"


def _flights(record: Footprint) -> str:
    by_missile: dict[str, list[str]] = {}
    for layer in record.layers:
        by_missile.setdefault(layer.title, []).append(title_of(layer.launch))
    if record.is_launch_area:
        return f"{', '.join(by_missile)}; each cell of the map is a launch point."
    told = [f"{m} from {', '.join(dict.fromkeys(w))}" for m, w in by_missile.items()]
    worst = (
        " Each place is scored by the missile that gives the defence the fewest chances."
        * (len(record.layers) > 1)
    )
    return f"{'; '.join(told)}.{worst}"


def _known(record: Footprint) -> Iterator[str]:
    """Say how fine the map is, where it stops, and what it rests on."""
    west, south, east, north = record.grid.box
    middle = np.radians(0.5 * (south + north))
    tall = 111.2 * (north - south) / record.grid.rows
    wide = 111.3 * np.cos(middle) * (east - west) / record.grid.columns
    yield f"Cells of {wide:.0f} x {tall:.0f} km; edges are accurate to half a cell."
    sides = _sides(record)
    if sides:
        yield f"The area with a shot continues beyond the map's {sides}."
    yield "A shot is an opportunity to fire, not a kill. Computed without noise, so no seed."
    yield (
        f"Scenario {record.scenario}, settings {record.settings}. Catalogue values behind it: "
        f"{counted(record.basis)}."
    )
    yield "Land and borders: Natural Earth, de facto. Cities: GeoNames (CC BY 4.0)."


def _sides(record: Footprint) -> str:
    """Name the edges of the map at which what is covered does not end."""
    grid = record.grid
    shot = _flown(record, "opportunities", 1).reshape(grid.rows, grid.columns)
    sides = {"north": shot[-1], "south": shot[0], "east": shot[:, -1], "west": shot[:, 0]}
    named = [side for side, cells in sides.items() if cells.any()]
    joined = " and ".join(filter(None, [", ".join(named[:-1]), named[-1] if named else ""]))
    return f"{joined} edge{'s' * (len(named) > 1)}" if named else ""
