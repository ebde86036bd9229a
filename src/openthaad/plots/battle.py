"""One battle in a picture: its timeline, and its flights over time and over distance."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import fill, shorten
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from openthaad.catalogue.basis import counted
from openthaad.catalogue.titles import aim_of, missile_of
from openthaad.earth import geodesy
from openthaad.grouping import grouped
from openthaad.plots.ground import INK, PAPER, SOFT
from openthaad.plots.records import require_record
from openthaad.plots.saving import as_bytes, own_style, save
from openthaad.records import OUTCOMES
from openthaad.runs import Run, geodetic

Array = NDArray[np.float64]
_KM = 1e-3
_STATE = ("time_s", "x_ecef_m", "y_ecef_m", "z_ecef_m")
# Okabe and Ito's colours; outcomes are written out, too, and end in marks of their own.
_COLOURS = {"leaked": "#D55E00", "intercepted": "#009E73"}
_OTHER, _SHOT, _CAP = "#7a838c", "#0072B2", "#8a6d00"
_ROW, _ABOVE, _BETWEEN, _CHART, _BELOW = 0.25, 0.95, 0.75, 2.7, 1.15  # inches
_WIDTH, _LEFT, _RIGHT, _WORDS = 10.0, 0.27, 0.985, 0.115  # inches, and shares of it
_LINE = 20  # letters in a line of what became of a missile
_NAME = 42  # letters
_FOOT_COLUMNS = 165


class Flight(NamedTuple):
    """A path from the side: time [s], altitude [km], distance from the battery [km] or none."""

    time: Array
    altitude: Array
    distance: Array | None


@own_style()
def battle_figure(run: Run, path: str | Path) -> Path:
    """Draw a battle: timeline, altitude over time, altitude over distance from the battery.

    Parameters
    ----------
    run : Run
        `openthaad.runs.as_run(outcome)`, or `read_folder` of a run folder.
    path : str or Path
        Where to save; the ending says the format: PNG, PDF or SVG.

    Raises
    ------
    ScenarioError
        No such format is drawn.
    StorageError
        It cannot be written.
    """
    return save(_figure(run), path)


@own_style()
def battle_picture(run: Run, form: str) -> bytes:
    """Return that picture as a file of a format; the same run gives the same bytes."""
    return as_bytes(_figure(run), form)


def _figure(run: Run) -> Figure:
    require_record(run, Run)
    threats = run.outcome["threats"]
    high = _ROW * max(len(threats), 1)
    height = _ABOVE + high + _BETWEEN + _CHART + _BELOW
    figure = Figure(figsize=(_WIDTH, height), facecolor=PAPER)
    FigureCanvasAgg(figure)
    across = _RIGHT - _WORDS - _LEFT
    rows = figure.add_axes((_LEFT, 1 - (_ABOVE + high) / height, across, high / height))
    wide = 0.43 if run.manifest["geometry"]["batteries"] else _RIGHT - 0.06
    over_time = figure.add_axes((0.06, _BELOW / height, wide, _CHART / height))
    over_range = figure.add_axes((_RIGHT - wide, _BELOW / height, wide, _CHART / height))
    _timeline(rows, run)
    _flights(over_time, over_range, run)
    _words(figure, run, height)
    return figure


def _colour(outcome: str) -> str:
    return _COLOURS.get(outcome, _OTHER)


def _timeline(axes: Axes, run: Run) -> None:
    """Draw a line for each missile, with what was seen and done on it."""
    threats = run.outcome["threats"]
    launches = defaultdict(list)
    for shot in run.outcome["shots"]:
        launches[shot["threat"]].append(shot["launch_s"])
    for k, threat in enumerate(threats):
        _line(axes, k, threat)
        _marks(axes, k, launches[threat["id"]], "^", _SHOT)
    axes.set_yticks(range(len(threats)), [_named(threat) for threat in threats], fontsize=8)
    axes.set_ylim(max(len(threats), 1) - 0.4, -0.6)
    _dress(axes, "time since the epoch [s]")
    axes.tick_params(axis="y", length=0, colors=INK)


def _line(axes: Axes, k: int, threat: Mapping[str, Any]) -> None:
    colour, end = _colour(threat["outcome"]), _end(threat)
    axes.plot([threat["launch_s"], end], [k, k], color=colour, linewidth=1.4)
    tracked = threat["confirmed_s"]
    if tracked is not None:
        axes.plot([tracked, end], [k, k], color=colour, linewidth=5, alpha=0.4)
    _marks(axes, k, [threat["detected_s"]], "o")
    _marks(axes, k, [threat["burnout_declared_s"]], "D")
    hit = threat["outcome"] == "intercepted"
    words = fill(OUTCOMES[threat["outcome"]], _LINE)
    axes.text(
        1.01,
        k,
        words,
        transform=axes.get_yaxis_transform(),
        va="center",
        fontsize=7,
        linespacing=1.0,
        color=SOFT,
    )
    axes.plot(
        [end], [k], "*" if hit else "x", color=colour, markersize=9 if hit else 7,
        markeredgewidth=0 if hit else 2,
    )  # fmt: skip


def _marks(axes: Axes, k: int, times: list[Any], marker: str, colour: str = "") -> None:
    """Mark the times that are known; hollow without a colour."""
    known = [time for time in times if time is not None]
    axes.plot(
        known, [k] * len(known), marker, markersize=5, linestyle="none",
        markerfacecolor=colour or PAPER, markeredgecolor=colour or INK,
    )  # fmt: skip


def _end(threat: Mapping[str, Any]) -> float:
    """Return when a missile ended; where that is not known, when it was to come down."""
    meeting = threat["intercept"] or {}
    times = (meeting.get("time_s"), threat["impact_s"], threat["planned_impact_s"])
    return float(next((time for time in times if time is not None), threat["launch_s"]))


def _named(threat: Mapping[str, Any]) -> str:
    flight = f"{missile_of(threat)} to {aim_of(threat)}"
    return f"{threat['id']}  " + shorten(flight, _NAME, placeholder="...")


def _flights(over_time: Axes, over_range: Axes, run: Run) -> None:
    """Draw every flight twice: altitude over time, and over distance from the battery."""
    outcomes = {threat["id"]: threat["outcome"] for threat in run.outcome["threats"]}
    for threat, flight in _missiles(run):
        _curve(over_time, over_range, flight, _colour(outcomes[threat]), 1.3)
    for flight in _shots(run):
        _curve(over_time, over_range, flight, _SHOT, 0.9)
    batteries = run.manifest["geometry"]["batteries"]
    if batteries:
        _caps(over_time, over_range, batteries[0])
    for axes in (over_time, over_range):
        axes.set_ylabel("altitude [km]", color=INK, fontsize=9)
        axes.set_ylim(bottom=0.0)
    _dress(over_time, "time since the epoch [s]")
    if batteries:
        _dress(over_range, f"distance from {batteries[0]['name'].title()} [km]")
        over_range.set_xlim(left=0.0)
    else:
        over_range.set_visible(False)


def _curve(
    over_time: Axes, over_range: Axes, flight: Flight, colour: str, width: float
) -> None:
    over_time.plot(flight.time, flight.altitude, color=colour, linewidth=width)
    if flight.distance is not None:
        over_range.plot(flight.distance, flight.altitude, color=colour, linewidth=width)


def _caps(over_time: Axes, over_range: Axes, battery: Mapping[str, Any]) -> None:
    """Draw the published floor, ceiling and reach."""
    floor, ceiling, reach = (battery.get(f"{key}_km") for key in ("floor", "ceiling", "reach"))
    if floor is None or ceiling is None:
        return
    style: dict[str, Any] = {"color": _CAP, "linewidth": 1.0, "linestyle": (0, (5, 3))}
    for height in (floor, ceiling):
        over_time.axhline(height, **style)
    if reach:
        box = Rectangle((0.0, floor), reach, ceiling - floor, facecolor="none",
                        edgecolor=_CAP, linewidth=1.0, linestyle=(0, (5, 3)))  # fmt: skip
        over_range.add_patch(box)


def _missiles(run: Run) -> Iterator[tuple[int, Flight]]:
    """Yield the missiles' own paths, not those of what separated from them."""
    table = run.tables["truth"]
    kinds = table.column("kind").to_pylist()
    leads = np.flatnonzero([str(kind) == "lead" for kind in kinds])
    owner = run.numbers("truth", "threat")[leads, 0].astype(int)
    states = run.numbers("truth", *_STATE)
    for number, rows in grouped(owner).items():
        yield number, _flight(run, states[leads[rows]])


def _shots(run: Run) -> Iterator[Flight]:
    owner = run.numbers("interceptors", "shot")[:, 0].astype(int)
    states = run.numbers("interceptors", *_STATE)
    for rows in grouped(owner).values():
        yield _flight(run, states[rows])


def _flight(run: Run, columns: Array) -> Flight:
    latitude, longitude, altitude = geodetic(columns[:, 1:])
    batteries = run.manifest["geometry"]["batteries"]
    distance = None
    if batteries:
        lon, lat = (np.full(len(columns), batteries[0][key]) for key in ("lon_deg", "lat_deg"))
        distance = _KM * np.asarray(geodesy.inverse(lon, lat, longitude, latitude)[2])
    return Flight(columns[:, 0], _KM * altitude, distance)


def _dress(axes: Axes, across: str) -> None:
    axes.set_facecolor(PAPER)
    axes.set_xlabel(across, color=INK, fontsize=9)
    axes.tick_params(colors=SOFT, labelsize=8)
    axes.grid(color="#e3e5e8", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)


def finding(run: Run) -> str:
    """State what came of the raid, in one line."""
    outcome, shots = run.outcome["threats"], len(run.outcome["shots"])
    tally = Counter(threat["outcome"] for threat in outcome)
    stopped, leaked, total = tally["intercepted"], tally["leaked"], len(outcome)
    if not total:
        return "No missile was launched"
    fired = (
        f"with {shots} interceptor{'' if shots == 1 else 's'}" if shots else "without a shot"
    )
    through = f"; {leaked} got through" if leaked else ""
    if not stopped and not leaked:
        return f"{total} missile{'' if total == 1 else 's'} flew, none at a defended place"
    return f"{stopped} of {total} missile{'' if total == 1 else 's'} stopped {fired}{through}"


def _kinds(run: Run) -> list[dict[str, Any]]:
    """Return the looks of what this picture holds, for its key."""
    threats = run.outcome["threats"]
    ends = {threat["outcome"] for threat in threats}
    known = {
        key: any(threat[key] is not None for threat in threats)
        for key in ("detected_s", "burnout_declared_s", "confirmed_s")
    }
    hollow = {"marker": "o", "color": INK, "markerfacecolor": PAPER, "linestyle": "none"}
    has_caps = any(b.get("floor_km") is not None for b in run.manifest["geometry"]["batteries"])
    rows: list[tuple[bool, dict[str, Any]]] = [
        ("intercepted" in ends,
         {"color": _COLOURS["intercepted"], "marker": "*", "label": "intercepted"}),
        ("leaked" in ends, {"color": _COLOURS["leaked"], "marker": "x", "label": "leaked"}),
        (bool(ends - set(_COLOURS)), {"color": _OTHER, "marker": "x", "label": "other end"}),
        (known["detected_s"], {**hollow, "label": "first seen"}),
        (known["burnout_declared_s"], {**hollow, "marker": "D", "label": "burnout declared"}),
        (known["confirmed_s"],
         {"color": SOFT, "linewidth": 5, "alpha": 0.4, "label": "in track"}),
        (bool(run.outcome["shots"]), {"color": _SHOT, "marker": "^", "label": "interceptor"}),
        (has_caps, {"color": _CAP, "linestyle": (0, (5, 3)),
                    "label": "published floor, ceiling, reach"}),
    ]  # fmt: skip
    return [kind for is_drawn, kind in rows if is_drawn]


def _words(figure: Figure, run: Run, height: float) -> None:
    figure.text(0.012, 1 - 0.36 / height, finding(run), fontsize=12.5, weight="bold", color=INK)
    kinds = _kinds(run)
    handles = [Line2D([], [], markersize=5, **kind) for kind in kinds]
    if handles:
        figure.legend(handles=handles, loc="upper left", ncols=len(kinds), frameon=False,
                      bbox_to_anchor=(0.003, 1 - 0.44 / height), fontsize=7.8,
                      columnspacing=1.2, handlelength=1.6)  # fmt: skip
    manifest = run.manifest
    title = f"{manifest['title']}. " if manifest["title"] else ""
    text = (
        f"{title}Scenario {manifest['scenario']}, seed {manifest['seed']}, settings "
        f"{manifest['settings']}, digest {manifest['digest'][:12]}. One random outcome, "
        f"not a probability. Catalogue values behind it: {counted(run.outcome['basis'])}."
    )
    figure.text(0.012, 0.12 / height, fill(text, _FOOT_COLUMNS), fontsize=7.5, color=SOFT)
