"""One closed-loop engagement beside the sum of its parts, and the commands one waits for.

No peer closes this loop, so its measure is itself: the counts of what it did, each times what
that costs alone.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from math import inf, nan
from time import perf_counter

import openthaad
from benchmarks import bench_parts
from openthaad.engagement import engine
from openthaad.scenario.world import build_world

Row = tuple[str, float, str, float, str]
SCENARIO, SEED = "korea-2017", 7
RUN = ("run", SCENARIO, "--seed", str(SEED), "--out")
FLY = ("fly", "nodong", "--from", "38.99,127.62", "--to", "35.18,129.08", "--json")


def parts(
    played: engine.Played, prices: Mapping[str, float], costs: Mapping[str, float]
) -> dict[str, tuple[int, float]]:
    """Return how often a run did each priced piece of work, and what one costs [s]."""
    clock = played.state.clock[0]
    updates, both = int(clock["filter_updates"]), int(clock["boost_updates"])
    counted = bench_parts.counts(played)
    return {name: (counted[name], price) for name, price in prices.items()} | {
        "filter update, one model": (updates - both, costs["tracker update, 7 states"]),
        "filter update, both models": (both, costs["both models and mixing"]),
    }


def rows(costs: Mapping[str, float]) -> list[Row]:
    """Measure the loop, its parts and the whole call; `costs`: our seconds by name of row."""
    scenario = openthaad.load_scenario(SCENARIO)
    world, _ = build_world(scenario)
    played = engine.play(world, seed=SEED)
    prices = bench_parts.prices(world, SEED)
    loop = shortest(lambda: engine.play(world, seed=SEED))
    whole = shortest(lambda: openthaad.simulate(scenario, seed=SEED))
    priced = parts(played, prices, costs)
    total = sum(count * cost for count, cost in priced.values())
    clock = played.state.clock[0]
    note = (
        f"{loop / total:.2f} x the {1e3 * total:.0f} ms of its parts; "
        f"{int(clock['dwells']):,} dwells in {float(clock['time']):.0f} s of battle"
    )
    return [
        ("korea-2017, the compiled loop", loop, "", nan, note),
        *(
            (f"- {name}", cost, "", nan, f"{count:,} of them, {1e3 * count * cost:.1f} ms")
            for name, (count, cost) in priced.items()
        ),
        (
            "korea-2017, openthaad.simulate",
            whole,
            "",
            nan,
            "aiming and documents too, no files",
        ),
    ]


def shortest(work: object, times: int = 5) -> float:
    """Shortest of several calls [s]."""
    found = inf
    for _ in range(times):
        began = perf_counter()
        work()  # type: ignore[operator]
        found = min(found, perf_counter() - began)
    return found


def command(arguments: Sequence[str], *, cache: str | None = None, times: int = 3) -> float:
    """Shortest wall time of `thaad` in a process of its own [s]."""
    environment = dict(os.environ)
    if cache is not None:
        environment["NUMBA_CACHE_DIR"] = cache
    words = [sys.executable, "-c", "from openthaad.cli import main; main()", *arguments]

    def call() -> None:
        subprocess.run(words, env=environment, check=True, capture_output=True)  # noqa: S603

    return shortest(call, times)


def commands() -> list[Row]:
    """Time what a user types, kernels compiled."""
    with tempfile.TemporaryDirectory() as folder:
        timed = {
            "thaad --help, warm": ("--help",),
            "thaad run korea-2017, warm": (*RUN, folder),
            "thaad fly nodong, warm": FLY,
        }
        for arguments in timed.values():
            command(arguments, times=1)
        return [(name, command(words), "", nan, "") for name, words in timed.items()]


def cold_commands() -> list[Row]:
    """Time the first command after install: every kernel is compiled."""
    found: list[Row] = []
    for name, words in (("thaad run korea-2017", RUN), ("thaad fly nodong", FLY)):
        with tempfile.TemporaryDirectory() as folder:
            arguments = (*words, folder) if words is RUN else words
            seconds = command(arguments, cache=folder, times=1)
        found.append((f"{name}, cold", seconds, "", nan, "compiles"))
    return found
