"""Whole battles: what single shots do, and the limit in which only kills are by chance."""

from openthaad.engagement import simulate
from openthaad.scenario import load_scenario


def record_chance(*, scenario: str, tests: int, runs: int) -> dict[str, float]:
    """Chance that one shot kills, by the endgames of some runs, and that all of several do."""
    case = load_scenario(scenario)
    seen = [simulate(case, seed=seed).endgame["p_kill"] or 0.0 for seed in range(runs)]
    single = sum(seen) / runs
    return {"single_shot": single, "all": single**tests}


def leakers_by_single_shots(
    *, scenario: str, kill: float, shots: int, runs: int
) -> dict[str, float]:
    """Mean leakers of the closed loop with salvos and only the kill given a hit by chance."""
    doctrine = "batteries.seongju.doctrine"
    case = load_scenario(
        scenario,
        [
            f"interceptors.thaad.kill_probability_given_hit={kill}",
            "interceptors.thaad.reliability=1.0",
            f'{doctrine}.mode="salvo"',
            f"{doctrine}.salvo={shots}",
            f"{doctrine}.max_rounds={shots}",
        ],
    )
    leaked = [float(simulate(case, seed=seed).summary["leaked"]) for seed in range(runs)]
    return {"leakers": sum(leaked) / runs}
