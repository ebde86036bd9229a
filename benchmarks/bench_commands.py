"""Whole commands as a user types them, kernels compiled, beside the work that they are for.

A command's own time is imports, reading, writing and drawing; its engine's time is that of the
one call that answers, made again in a process that has everything loaded.  A target is of both.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from math import nan, radians
from pathlib import Path
from time import perf_counter

import openthaad
from openthaad.catalogue import load
from openthaad.interceptor.flyout import FLYOUTS
from openthaad.scenario.fields import Location
from openthaad.studies.influence import influence_of_entry
from openthaad.studies.place import where
from openthaad.threat.flight import FLIGHTS, fly_to
from openthaad.threat.missile import Missile

Row = tuple[str, float, str, float, str]
SCENARIO, SEED = "korea-2017", 7
RUN = ("run", SCENARIO, "--seed", str(SEED), "--out")
LAUNCH, AIM = (38.99, 127.62), (35.18, 129.08)
FLY = ("fly", "nodong", f"--from={LAUNCH[0]},{LAUNCH[1]}", f"--to={AIM[0]},{AIM[1]}", "--json")
_FORMATS = {"kml": "kml", "dis": "pcap", "csv": "zip", "png": "png"}


def shortest(work: Callable[[], object], times: int = 5) -> float:
    """Shortest of several calls [s]."""
    found = []
    for _ in range(times):
        began = perf_counter()
        work()
        found.append(perf_counter() - began)
    return min(found)


def command(arguments: Sequence[str], *, cache: str | None = None, times: int = 3) -> float:
    """Shortest wall time of `thaad` in a process of its own [s]."""
    environment = dict(os.environ)
    if cache is not None:
        environment["NUMBA_CACHE_DIR"] = cache
    words = [sys.executable, "-c", "from openthaad.cli import main; main()", *arguments]

    def call() -> None:
        subprocess.run(words, env=environment, check=True, capture_output=True)  # noqa: S603

    return shortest(call, times)


def warm(arguments: Sequence[str]) -> float:
    """Shortest wall time of a command [s] after one that may compile."""
    command(arguments, times=1)
    return command(arguments)


def _place(name: str, degrees: tuple[float, float]) -> Location:
    return Location(name, radians(degrees[0]), radians(degrees[1]), 0.0)


def _fly() -> None:
    """Fly the missile, and again with each of its values moved, as the command does."""
    entry = load("missiles", "nodong")
    launch, aim = _place("launch", LAUNCH), _place("aim", AIM)

    def apogee(moved: object) -> float:
        flight = fly_to(Missile.from_entry(moved), launch, aim)  # type: ignore[arg-type]
        return 1e-3 * float(flight.summary[0]["apogee_altitude"])

    apogee(entry)
    influence_of_entry(entry, apogee, quantity="apogee", unit="km")


def beside(
    arguments: Sequence[str], work: Callable[[], object], factor: float, own: float
) -> Row:
    """Return the row of a command that may take `factor` times its engine's time, and `own`."""

    def anew() -> None:
        for kept in (FLIGHTS, FLYOUTS):  # a command begins with none
            kept.clear()
        work()

    work()
    engine, whole = shortest(anew, 3), warm(arguments)
    target = factor * engine + own
    note = f"its engine {engine:.2f} s; {whole / target:.2f} of the target's {target:.2f} s"
    return (_name(arguments), whole, "", nan, note)


def _name(arguments: Sequence[str]) -> str:
    words = [word for word in arguments if not Path(word).is_absolute()]
    kept = words[: words.index("--out")] if "--out" in words else words
    return f"thaad {' '.join(word for word in kept if word != '--json')}, warm"


def rows() -> list[Row]:
    """Time what a user types, kernels compiled."""
    scenario = openthaad.load_scenario(SCENARIO)
    busan = _place("busan", AIM)
    with tempfile.TemporaryDirectory() as folder:
        out = ("--out", folder)
        maps = [("footprint", SCENARIO, "--missile", m, *out) for m in ("scud-c", "nodong")]
        found = [
            ("thaad --help, warm", warm(("--help",)), "", nan, ""),
            ("thaad run korea-2017, warm", warm((*RUN, folder)), "", nan, ""),
            ("thaad fly nodong, warm", *beside(FLY, _fly, 1.0, 1.0)[1:]),
            beside(
                ("where", "busan", "--missile", "nodong"),
                lambda: where(scenario, busan, missile="nodong"),
                1.0,
                1.0,
            ),
            *(beside(w, _map_of(scenario, w[3]), 1.5, 1.5) for w in maps),
        ]
        (played,) = Path(folder).glob(f"{SCENARIO}-seed*")
        page = ("report", str(played), "--out", f"{folder}/page.html")
        found.append((_name(page), warm(page), "", nan, ""))
        for form, end in _FORMATS.items():
            file = f"{folder}/it.{end}"
            words = ("export", str(played), "--format", form, "--out", file)
            found.append((_name(words), warm(words), "", nan, ""))
        return found


def _map_of(scenario: openthaad.Scenario, missile: str) -> Callable[[], object]:
    return lambda: openthaad.footprint(scenario, missile=missile)


def cold_rows() -> list[Row]:
    """Time the first command after install: every kernel is compiled."""
    found: list[Row] = []
    for name, words in (("thaad run korea-2017", RUN), ("thaad fly nodong", FLY)):
        with tempfile.TemporaryDirectory() as folder:
            arguments = (*words, folder) if words is RUN else words
            seconds = command(arguments, cache=folder, times=1)
        found.append((f"{name}, cold", seconds, "", nan, "compiles"))
    return found


if __name__ == "__main__":
    for name, ours, _, _, note in rows():
        print(f"{name}: {ours:.2f} s  {note}")
