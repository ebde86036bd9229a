"""One closed-loop engagement beside the sum of its parts.

No peer closes this loop, so its measure is itself: the counts of what it did, each times what
that costs alone.
"""

from collections.abc import Mapping
from math import nan

import openthaad
from benchmarks import bench_parts
from benchmarks.bench_commands import SCENARIO, SEED, shortest
from openthaad.engagement import engine
from openthaad.scenario.world import build_world
from openthaad.threat.flight import FLIGHTS

Row = tuple[str, float, str, float, str]


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

    def simulate() -> None:
        FLIGHTS.clear()
        openthaad.simulate(scenario, seed=SEED)

    whole = shortest(simulate)
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
