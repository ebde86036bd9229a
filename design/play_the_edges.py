"""Plays what is set at and beyond its edges: answered or refused in words, never anything else.

Every value of the catalogue by itself, at random several at once, and every number of a
scenario, each at the ends of what it may be, next to them on either side, and far outside.
What is let through is played to its end.  Run ``python design/play_the_edges.py``: it prints
what went wrong and ends with 1 if anything did.  ``--sample N`` plays N of the cases, spread
evenly; ``--workers`` and ``--timeout-s`` as they say.

Cases are played many to a process, in processes of their own, so that one that ends by a
signal or does not end is noticed and the others go on.
"""

import argparse
import json
import math
import random
import subprocess
import sys
import traceback
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, Queue
from threading import Thread

import numpy as np

from openthaad import catalogue
from openthaad.catalogue.values import from_si
from openthaad.engagement import simulate
from openthaad.errors import OpenThaadError
from openthaad.records import Outcome
from openthaad.scenario.load import scenario_from_document

# Where each missile is fired from and to; the defence stands near where it comes down.
FLIGHTS = {
    "scud-b": ("hwangju", "pyeongtaek"),
    "scud-c": ("hwangju", "pyeongtaek"),
    "kn-23": ("hwangju", "pyeongtaek"),
    "scud-er": ("wonsan", "busan"),
    "nodong": ("sunchon", "busan"),
    "pukguksong-2": ("sunchon", [33.0, 137.0]),
    "musudan": ("sunchon", [20.0, 145.0]),
    "hwasong-12": ("sunchon", [13.6, 144.9]),
    "notional-icbm": ("sunchon", [47.6, -122.3]),
}
CUE = {"delay_s": 40.0, "half_width_deg": 20.0, "duration_s": 300.0}
BEYOND = (math.nan, math.inf, -math.inf, 1e300, -1e300, 1e-300, 0.0, -1.0)
SEVERAL = 1500  # cases in which several values are set at once
# Numbers of a scenario, with what they may be; every one is tried there and beyond.
SCENARIO = {
    "horizon_s": (0.0, 86_400.0),
    "threats.0.launch_s": (0.0, 86_400.0),
    "threats.0.count": (1, 200),
    "threats.0.spacing_s": (0.0, 86_400.0),
    "threats.0.apogee_km": (0.0, 10_000.0),
    "threats.0.loft_deg": (0.0, 90.0),
    "threats.0.reliability": (0.0, 1.0),
    "threats.0.to.lat_deg": (-90.0, 90.0),
    "threats.0.to.lon_deg": (-180.0, 180.0),
    "threats.0.to.altitude_m": (-500.0, 20_000.0),
    "threats.0.from.altitude_m": (-500.0, 20_000.0),
    "radars.seongju.place.lat_deg": (-90.0, 90.0),
    "radars.seongju.place.lon_deg": (-180.0, 180.0),
    "radars.seongju.place.altitude_m": (-500.0, 20_000.0),
    "radars.seongju.boresight_deg": (-180.0, 360.0),
    "radars.seongju.tilt_deg": (0.0, 90.0),
    "radars.seongju.min_elevation_deg": (-5.0, 90.0),
    "radars.seongju.sector_deg": (0.0, 180.0),
    "radars.seongju.range_bias_m": (-1e6, 1e6),
    "radars.seongju.angle_bias_mrad": (-500.0, 500.0),
    "radars.seongju.cue.delay_s": (0.0, 3600.0),
    "radars.seongju.cue.half_width_deg": (0.0, 180.0),
    "radars.seongju.cue.duration_s": (0.0, 3600.0),
    "radars.seongju.mask_deg.0.0": (-180.0, 360.0),
    "radars.seongju.mask_deg.0.1": (-10.0, 90.0),
    "batteries.seongju.place.lat_deg": (-90.0, 90.0),
    "batteries.seongju.place.lon_deg": (-180.0, 180.0),
    "batteries.seongju.place.altitude_m": (-500.0, 20_000.0),
    "batteries.seongju.launchers": (0, 64),
    "batteries.seongju.rounds_per_launcher": (0, 64),
    "batteries.seongju.launcher_azimuth_deg": (-180.0, 360.0),
    "batteries.seongju.reaction_time_s": (0.0, 3600.0),
    "batteries.seongju.channels": (1, 1000),
    "batteries.seongju.floor_km": (0.0, 1000.0),
    "batteries.seongju.ceiling_km": (0.0, 10_000.0),
    "batteries.seongju.reach_km": (0.0, 10_000.0),
    "batteries.seongju.doctrine.salvo": (1, 16),
    "batteries.seongju.doctrine.max_rounds": (1, 64),
    "batteries.seongju.doctrine.min_kill_probability": (0.0, 1.0),
    "batteries.seongju.doctrine.reserve": (0, 1000),
    "batteries.seongju.doctrine.launch_spacing_s": (0.0, 3600.0),
    "batteries.seongju.doctrine.kill_assessment_delay_s": (0.0, 3600.0),
    "batteries.seongju.doctrine.kill_assessment_error": (0.0, 1.0),
    "assets.city.place.lat_deg": (-90.0, 90.0),
    "assets.city.place.lon_deg": (-180.0, 180.0),
    "assets.city.place.altitude_m": (-500.0, 20_000.0),
    "assets.city.radius_km": (0.0, 500.0),
    "assets.city.value": (0.0, 1e9),
}


def scenario(missile: str) -> dict:
    """Return the document of a scenario with one missile and a defence where it comes down."""
    start, aim = FLIGHTS[missile]
    place = catalogue.find_place(aim) if isinstance(aim, str) else None
    here = [math.degrees(place.latitude), math.degrees(place.longitude)] if place else aim
    there = catalogue.find_place(start)
    target = {"lat_deg": here[0], "lon_deg": here[1]}
    site = {"lat_deg": here[0] - 0.4, "lon_deg": here[1], "altitude_m": 600.0}
    return {
        "name": "edges",
        "epoch": "2017-09-08T00:00:00Z",
        "threats": [
            {
                "missile": missile,
                "from": {
                    "lat_deg": math.degrees(there.latitude),
                    "lon_deg": math.degrees(there.longitude),
                },
                "to": dict(target),
            }
        ],
        "radars": {"seongju": {"place": dict(site), "boresight_deg": 345}},
        "batteries": {"seongju": {"place": dict(site), "radars": ["seongju"]}},
        "assets": {"city": {"place": dict(target), "radius_km": 10}},
        "overrides": {},
    }


def numbers(low: float, high: float, *, is_whole: bool) -> list[float]:
    """Return the ends of a range, what lies next to them, and what lies far outside."""
    hair = 1e-9 * max(abs(low), abs(high))
    between = [low + share * (high - low) for share in (0.001, 0.03, 0.3, 0.97)]
    if low > 0.0:
        between += [low * (high / low) ** share for share in (0.1, 0.25, 0.5, 0.75)]
    near = [low, high, *between]
    if is_whole:
        near = [round(number) for number in near]
    return [*near, low - hair, high + hair, 2.0 * high, *BEYOND]


def catalogue_cases() -> Iterator[dict]:
    """Every value of every entry by itself."""
    for kind in ("missiles", "radars", "interceptors", "batteries"):
        for name in catalogue.names(kind):
            entry = catalogue.load(kind, name)
            for key, item in entry.values.items():
                allowed = entry.range_of(key)
                ends = [from_si(end, item.unit) for end in (item.low, item.high)]
                tried = numbers(allowed.low, allowed.high, is_whole=allowed.is_whole)
                for number in [*ends, *tried]:
                    given = {f"{kind}.{name}.{key}": number}
                    yield {"missile": missile_for(kind, name), "set": given}


def missile_for(kind: str, name: str) -> str:
    """Return the missile to play with."""
    return name if kind == "missiles" else "scud-b"


def several_cases(rng: random.Random) -> Iterator[dict]:
    """Several values at once, each at an end of its range or somewhere inside."""
    for k in range(SEVERAL):
        missile = rng.choice(sorted(FLIGHTS))
        entries = [
            catalogue.load(*pair)
            for pair in (
                ("missiles", missile),
                ("radars", "an-tpy-2"),
                ("interceptors", "thaad"),
                ("batteries", "thaad"),
            )
        ]
        given = {}
        for _ in range(2 + k % 6):
            entry = rng.choice(entries)
            key = rng.choice(sorted(entry.values))
            allowed = entry.range_of(key)
            low, high = allowed.low, allowed.high
            number = rng.choice([low, high, rng.uniform(low, high)])
            if low > 0.0 and rng.random() < 0.5:
                number = low * (high / low) ** rng.random()
            number = round(number) if allowed.is_whole else number
            given[f"{entry.kind}.{entry.name}.{key}"] = number
        yield {"missile": missile, "set": given}


def scenario_cases() -> Iterator[dict]:
    """Every number of a scenario by itself."""
    for path, (low, high) in SCENARIO.items():
        whole = isinstance(low, int)
        for number in numbers(low, high, is_whole=whole):
            yield {"missile": "scud-b", "path": path, "value": number}


def all_cases() -> list[dict]:
    """Return every case, in a fixed order."""
    return [*catalogue_cases(), *scenario_cases(), *several_cases(random.Random(7))]  # noqa: S311 (which cases, no secret)


def document_of(case: dict) -> dict:
    """Return the scenario of a case."""
    document = scenario(case["missile"])
    document["overrides"] = dict(case.get("set", {}))
    if "path" in case:
        *way, last = case["path"].split(".")
        here = document
        for step in way:
            if isinstance(here, list):
                here = here[int(step)]
                continue
            if step == "cue":
                here.setdefault(step, dict(CUE))
            if step == "mask_deg":
                here.setdefault(step, [[0.0, 1.0], [120.0, 3.0], [240.0, 2.0]])
            here = here.setdefault(step, {})
        here[int(last) if isinstance(here, list) else last] = case["value"]
    return document


def odd_numbers(outcome: Outcome) -> list[str]:
    """Name the columns of a run in which there is no number where there must be one."""
    must = {
        "detections": ("time", "range", "u", "v", "sigma_range", "sigma_u", "sigma_v", "snr"),
        "tracks": ("time", "position", "velocity", "covariance", "probability_ballistic"),
        "interceptors": ("time", "position", "velocity"),
        "truth": ("time", "position"),
    }
    return [
        f"{name}.{column}"
        for name, columns in must.items()
        for column in columns
        if column in (outcome.tables[name].dtype.names or ())
        and not np.isfinite(outcome.tables[name][column]).all()
    ]


def play(case: dict) -> str:
    """Play a case: `played`, `refused`, or what went wrong."""
    try:
        outcome = simulate(scenario_from_document(document_of(case)))
        outcome.to_dict()
    except OpenThaadError as error:
        is_fair = error.exit_code in (2, 3) and len(str(error)) > 10
        return "refused" if is_fair else f"exit {error.exit_code}: {error}"
    except Exception as error:  # noqa: BLE001 (this is what is looked for)
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{last.filename.rpartition('/')[2]}:{last.lineno}"
        return f"{type(error).__name__}: {error} ({where})"
    odd = odd_numbers(outcome)
    return f"no numbers in {', '.join(odd)}" if odd else "played"


def serve() -> None:
    """Play cases as they come in, one a line, and answer each with a line."""
    warnings.simplefilter("error")
    for line in sys.stdin:
        print(json.dumps(play(json.loads(line))), flush=True)


class Player:
    """A process that plays cases, started anew where it was ended."""

    def __init__(self, timeout_s: float) -> None:
        self.timeout_s = timeout_s
        self.process: subprocess.Popen | None = None
        self.answers: Queue[str] = Queue()

    def start(self) -> subprocess.Popen:
        """Start a process, and a thread that reads what it answers."""
        process = subprocess.Popen(  # noqa: S603 (this program)
            [sys.executable, __file__, "--serve"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.answers = answers = Queue()

        def read() -> None:
            for line in process.stdout:
                answers.put(line)
            answers.put("")

        Thread(target=read, daemon=True).start()
        return process

    def ask(self, case: dict) -> str:
        """Have a case played."""
        if self.process is None:
            self.process = self.start()
        process = self.process
        process.stdin.write(json.dumps(case) + "\n")
        process.stdin.flush()
        try:
            line = self.answers.get(timeout=self.timeout_s)
        except Empty:
            line = ""
            process.kill()
            process.wait()
            self.process = None
            return f"not ended after {self.timeout_s:g} s"
        if line:
            return json.loads(line)
        self.process = None
        return f"ended by signal {-process.wait()}"


def main() -> int:
    """Play the cases, print what went wrong, and count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sample", type=int, help="play so many of the cases")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--timeout-s", type=float, default=300.0)
    parser.add_argument("--first", type=int, default=0, help="begin with this case")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve()
        return 0
    cases = list(enumerate(all_cases()))[options.first :]
    if options.sample:
        cases = cases[:: max(len(cases) // options.sample, 1)]
    count = {"played": 0, "refused": 0, "wrong": 0}

    def work(share: list[tuple[int, dict]]) -> None:
        player = Player(options.timeout_s)
        for number, case in share:
            answer = player.ask(case)
            if answer not in count:
                print(f"case {number}: {json.dumps(case)}: {answer}", flush=True)
            count[answer if answer in count else "wrong"] += 1
        if player.process is not None:
            player.process.stdin.close()
            player.process.wait()

    with ThreadPoolExecutor(options.workers) as pool:
        list(pool.map(work, [cases[k :: options.workers] for k in range(options.workers)]))
    print(json.dumps({"cases": len(cases), **count}))
    return 1 if count["wrong"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
