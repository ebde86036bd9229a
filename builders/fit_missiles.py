"""Fit what no source prints of a missile to what was published about its flights.

Each missile has at most one free number. It is solved so that the flight kernel, flying the
catalogue's entry, gives a published maximum range, or a published pair of range and apogee
at full burn (the launch elevation being the second unknown). Everything else published is
computed and set beside it.

The range of a fitted number is what the ends of the published figure give; where a flight
was at part of its burn, the cut-off is solved for and the row says so.

Run ``python builders/fit_missiles.py`` to fit, to rewrite the fitted lines of the catalogue
and to write ``builders/fit_missiles.residuals.toml``; with ``--check`` it only prints.
"""

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf, nan, radians
from pathlib import Path

import numpy as np
from scipy.optimize import brentq, minimize_scalar

from openthaad.catalogue import Entry, find_place, load, names
from openthaad.catalogue.air import us76_table
from openthaad.earth.kernels.frames import geodetic_to_ecef, ground_range
from openthaad.earth.kernels.gravity import WGS84
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.threat.kernels import flight
from openthaad.threat.missile import Missile, missile_tables

HERE = Path(__file__).parent
RESIDUALS = HERE / "fit_missiles.residuals.toml"
DATA = HERE.parent / "src" / "openthaad" / "catalogue" / "data" / "missiles"
AIR = us76_table()
NODES = np.zeros(4000, dtype=flight.NODE)


@dataclass(frozen=True, slots=True)
class Flown:
    """What is published of a flight: lengths [m] and times [s]."""

    range: float
    apogee: float
    time: float


@dataclass(frozen=True, slots=True)
class Fit:
    """One free number, and the numbers that move with it."""

    key: str
    low: float
    high: float
    follow: Callable[[float], dict[str, float]] = lambda _: {}
    to: str = "published_range"  # or "test": range and apogee at full burn


SCUD_FLOW = 58.8  # kg/s, the engine that the Scud-C shares
SCUD_B_MASS = 4873.0  # kg at launch, without payload
SCUD_B_PAYLOAD = 987.0
FITS = {
    "scud-b": Fit(
        "stage1_propellant_mass",
        3300.0,
        3771.0,
        lambda m: {
            "stage1_burn_time": m / SCUD_FLOW,
            "stage1_dry_mass": SCUD_B_MASS - m,
            "reentry_mass": SCUD_B_MASS - m + SCUD_B_PAYLOAD,
        },
    ),
    "scud-c": Fit(
        "stage1_propellant_mass", 3500.0, 6000.0, lambda m: {"stage1_burn_time": m / SCUD_FLOW}
    ),
    "pukguksong-2": Fit("stage2_propellant_mass", 400.0, 3500.0, to="test"),
    "musudan": Fit("stage1_propellant_mass", 10000.0, 26000.0, to="test"),
    "hwasong-12": Fit("stage1_propellant_mass", 14000.0, 36000.0, to="test"),
    "kn-23": Fit("stage1_propellant_mass", 1400.0, 6000.0, to="test"),
}

# Where from and which way [deg]: the reported flights, and south for maximum ranges.
LAUNCHES = {
    "scud-b": ("kittaeryong", 60.0),
    "scud-c": ("nampo", 75.0),
    "scud-er": ("wonsan", 80.0),
    "nodong": ("sunchon", 80.0),
    "pukguksong-2": ("kusong", 85.0),
    "musudan": ("wonsan", 80.0),
    "hwasong-12": ("kusong", 60.0),
    "kn-23": ("kusong", 90.0),
}
SOUTH = 180.0
REPORTED_TIMES = {("hwasong-12", "test"): 1800.0, ("hwasong-12", "second_test"): 1140.0}


class Flyer:
    """Flies one entry with some of its values replaced."""

    def __init__(self, entry: Entry, changes: Mapping[str, float], *, azimuth: float) -> None:
        missile = Missile.from_entry(entry, entry.nominal() | dict(changes))
        self.tables = missile_tables([missile])
        self.burn_time = missile.burn_time
        site = find_place(LAUNCHES[entry.name][0])
        self.plan = np.zeros(1, dtype=flight.PLAN)
        plan = self.plan[0]
        plan["position"] = geodetic_to_ecef(site.latitude, site.longitude, site.altitude)
        plan["azimuth"] = radians(azimuth)
        plan["programme"] = missile.programme
        plan["vertical_time"] = missile.vertical_time
        left = missile.burn_time - missile.vertical_time
        plan["pitch_end_time"] = missile.vertical_time + missile.pitch_fraction * left
        plan["glide_angle"] = nan
        plan["max_time"] = 5000.0
        plan["tolerance"] = 1.0

    def fly(self, elevation: float, cutoff: float = inf) -> Flown:
        """Fly with a final thrust elevation [rad] and a cut-off time [s]."""
        plan = self.plan[0]
        plan["pitch_final"] = elevation
        plan["cutoff_time"] = cutoff
        out = np.zeros(1, dtype=flight.FLIGHT)
        status = flight.run_fly(
            plan, self.tables, Surroundings(WGS84, AIR), flight.PLANNED, NODES, out[0],
        )  # fmt: skip
        if status != flight.FlightStatus.IMPACT:
            return Flown(0.0, 0.0, 0.0)
        impact = tuple(float(x) for x in out[0]["impact_position"])
        start = tuple(float(x) for x in plan["position"])
        reach = ground_range(start, impact)
        return Flown(reach, float(out[0]["apogee_altitude"]), float(out[0]["impact_time"]))

    def farthest(self, cutoff: float = inf) -> tuple[float, Flown]:
        """Find the elevation of the longest range, and that flight."""
        found = minimize_scalar(
            lambda e: -self.fly(e, cutoff).range,
            bounds=(radians(3.0), radians(85.0)),
            method="bounded",
            options={"xatol": 1e-4},
        )
        return float(found.x), self.fly(float(found.x), cutoff)

    def at_range(self, wanted: float, *, lofted: bool, cutoff: float = inf) -> Flown:
        """Fly to a range above (lofted) or below the elevation of the longest."""
        best, flown = self.farthest(cutoff)
        if flown.range <= wanted:
            return flown
        other = radians(89.5) if lofted else radians(0.5)
        elevation = brentq(lambda e: self.fly(e, cutoff).range - wanted, best, other, xtol=1e-7)
        return self.fly(elevation, cutoff)

    def at_range_and_apogee(self, wanted: float, apogee: float) -> Flown:
        """Cut off so that range and apogee both come out; the nearest possible otherwise."""
        burn = self.burn_time
        # The shortest burn that still reaches flies at minimum energy.
        shortest = brentq(
            lambda t: self.farthest(t)[1].range - wanted, 0.5 * burn, burn, xtol=1e-3
        )
        shortest += 1e-3
        lofted = apogee > self.farthest(shortest)[1].apogee

        def excess(cutoff: float) -> float:
            return self.at_range(wanted, lofted=lofted, cutoff=cutoff).apogee - apogee

        if excess(shortest) * excess(burn) > 0.0:
            return self.at_range(wanted, lofted=lofted, cutoff=shortest)
        cutoff = brentq(excess, shortest, burn, xtol=1e-4)
        return self.at_range(wanted, lofted=lofted, cutoff=cutoff)


def is_lofted(entry: Entry, what: str) -> bool:
    """Tell whether a test at full burn flew above the apogee of minimum energy."""
    values = entry.nominal()  # minimum energy peaks at a quarter of the range, or below
    return values[f"{what}_apogee"] > 0.25 * values[f"{what}_range"]


def solve(entry: Entry, fit: Fit, end: str = "value") -> dict[str, float]:
    """Find the free number of a missile, and those that follow it.

    `end` says which end of the published range or apogee to meet: value, low or high.
    """
    published = {key: getattr(item, end) for key, item in entry.values.items()}
    is_range = fit.to == "published_range"
    wanted = published["published_range"] if is_range else entry.values["test_range"].value
    lofted = not is_range and is_lofted(entry, "test")

    def flyer(free: float) -> Flyer:
        changes = {fit.key: free} | fit.follow(free)
        return Flyer(entry, changes, azimuth=SOUTH if is_range else LAUNCHES[entry.name][1])

    def surplus(free: float) -> float:
        return flyer(free).farthest()[1].range - wanted

    def miss(free: float) -> float:
        flown = flyer(free).at_range(wanted, lofted=lofted)
        return flown.apogee - published["test_apogee"]

    if is_range:
        free = brentq(surplus, fit.low, fit.high, rtol=1e-6)
    else:  # with just enough it flies at minimum energy; more lofts or depresses
        low = fit.low
        if surplus(low) < 0.0:
            low = 1.0005 * brentq(surplus, low, fit.high, rtol=1e-6)
        free = brentq(miss, low, fit.high, rtol=1e-6)
    return {fit.key: free} | fit.follow(free)


def cases(entry: Entry) -> list[dict[str, object]]:
    """Compute everything published of a missile's flights with the entry as it is."""
    values = entry.nominal()
    used = entry.about["used_in_fit"]
    south = Flyer(entry, {}, azimuth=SOUTH).farthest()[1]
    rows = [case("published_range", values["published_range"], south.range, used)]
    rows.append(case("apogee_at_longest_range", None, south.apogee, used))
    rows.append(case("time_at_longest_range", None, south.time, used))
    flyer = Flyer(entry, {}, azimuth=LAUNCHES[entry.name][1])
    for what in ("test", "second_test"):
        if f"{what}_range" not in values:
            continue
        wanted, apogee = values[f"{what}_range"], values[f"{what}_apogee"]
        if f"{what}_apogee" in used:
            flown = flyer.at_range(wanted, lofted=is_lofted(entry, what))
        else:
            flown = flyer.at_range_and_apogee(wanted, apogee)
        pair = [
            case(f"{what}_range", wanted, flown.range, used),
            case(f"{what}_apogee", apogee, flown.apogee, used),
        ]
        if f"{what}_apogee" not in used:
            pair = [row | {"reached_by_cutoff": True} for row in pair]
        rows += pair
        time = REPORTED_TIMES.get((entry.name, what))
        rows.append(case(f"{what}_time", time, flown.time, used))
    return rows


def case(
    quantity: str, published: float | None, computed: float, used: list[str]
) -> dict[str, object]:
    """Set a computed number beside a published one."""
    row: dict[str, object] = {"quantity": quantity, "computed": float(f"{computed:.5g}")}
    if published is not None:
        row["published"] = float(f"{published:.5g}")
        row["error_percent"] = round(100.0 * (computed / published - 1.0), 2) + 0.0
        row["used_in_fit"] = quantity in used
    return row


def rewrite(name: str, changes: Mapping[str, tuple[float, ...]]) -> None:
    """Put fitted numbers, and what the ends of the published range give, into the file."""
    path = DATA / f"{name}.toml"
    text = path.read_text(encoding="utf-8")
    for key, numbers in changes.items():
        short = [float(f"{number:.5g}") for number in numbers]
        line = re.compile(
            rf"^{key} = \{{ value = [\d.]+, low = [\d.]+, high = [\d.]+,", re.MULTILINE
        )
        fields = f"value = {short[0]}, low = {min(short)}, high = {max(short)}"
        text, found = line.subn(f"{key} = {{ {fields},", text)
        if found != 1:
            raise SystemExit(f"{path.name} has {found} lines for {key}")
    path.write_text(text, encoding="utf-8")


def to_toml(results: Mapping[str, list[dict[str, object]]], fits: Mapping[str, dict]) -> str:
    """Print what was fitted and what came out."""
    lines = [
        "# Written by builders/fit_missiles.py: SI. What is published, what the catalogue",
        "# flies, and whether the fit used it. Nothing here is read by the program.",
    ]
    for name, rows in results.items():
        lines += ["", f"[{name}]"]
        fitted = ", ".join(f"{k} = {float(f'{v:.5g}')}" for k, v in fits.get(name, {}).items())
        lines.append(f"fitted = {{ {fitted} }}" if fitted else "fitted = {}")
        for row in rows:
            lines.append(f"\n[[{name}.case]]")
            for key, item in row.items():
                lines.append(f"{key} = {toml_word(item)}")
    return "\n".join(lines) + "\n"


def toml_word(item: object) -> str:
    """Spell a string, flag or number in TOML."""
    if isinstance(item, bool):
        return str(item).lower()
    return f'"{item}"' if isinstance(item, str) else f"{item}"


def main() -> None:
    """Fit every missile, rewrite the catalogue, write the residuals."""
    check = "--check" in sys.argv
    fits: dict[str, dict[str, float]] = {}
    if not check:
        for name, fit in FITS.items():
            entry = load("missiles", name)
            ends = [solve(entry, fit, end) for end in ("value", "low", "high")]
            rewrite(name, {key: tuple(end[key] for end in ends) for key in ends[0]})
            fits[name] = ends[0]
        load.cache_clear()
    results = {name: cases(load("missiles", name)) for name in names("missiles")}
    text = to_toml(results, fits)
    if not check:
        RESIDUALS.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
