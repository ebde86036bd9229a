"""Play one raid ten times with other luck, and count what gets through.

python examples/02_run_an_engagement.py
"""

import openthaad

SEEDS = range(10)


def main() -> None:
    """Play and print: one line for each seed, then the mean."""
    two_launchers = ["batteries.seongju.launchers=2"]
    scenario = openthaad.load_scenario("pyeongtaek-seconds", two_launchers)
    leaked = []
    for seed in SEEDS:
        outcome = openthaad.simulate(scenario, seed=seed)
        leaked.append(outcome.summary["leaked"])
        ends = [f"{t['outcome']} ({t['cause'] or 'hit'})" for t in outcome.threats]
        print(f"seed {seed}: {', '.join(ends)}")
    print(f"{sum(leaked) / len(leaked):.1f} of {len(ends)} leak on average")


if __name__ == "__main__":
    main()
