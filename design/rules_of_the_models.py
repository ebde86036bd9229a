"""Which rules of the models matter: each at both ends of its range, in a battle.

The tracker's settings, and the factors by which radar, interceptor and battery go to work, are
published nowhere.  Those that may move an answer are drawn with the rest of the catalogue; the
others have `distribution = "none"`, and this script is the argument:

    python design/rules_of_the_models.py               # all of them, some ten minutes
    python design/rules_of_the_models.py trackers batteries   # paths that begin so

For each value and end: the mean number of missiles that get through in korea-2017, less that
with the best estimate in the same runs, with the standard error of the difference; and how many
of the twelve missiles have another number of opportunities in a battle without noise.
"""

import sys
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from openthaad import Scenario, campaign, load_scenario, simulate
from openthaad.catalogue.shape import rules
from openthaad.errors import OpenThaadError
from openthaad.scenario.world import values_read

RUNS = 40
BATTLE = "korea-2017"


def leaked(scenario: Scenario) -> NDArray[np.float64]:
    """Missiles that get through, run by run."""
    played = campaign(scenario, runs=RUNS, seed=0)
    rows = np.concatenate([played.store.read(part) for part in sorted(played.store.finished())])
    return np.asarray(rows["leaked"][np.argsort(rows["run"])], dtype=np.float64)


def opportunities(scenario: Scenario) -> list[int]:
    """Opportunities against each missile in a battle without noise."""
    return [
        threat["opportunities"] for threat in simulate(scenario.changed(noise=False)).threats
    ]


def main(beginnings: tuple[str, ...]) -> None:
    """Print a row for each end of each value."""
    usual = load_scenario(BATTLE)
    base, quiet = leaked(usual), opportunities(usual)
    print(f"{BATTLE}: {base.mean():.2f} get through, {sum(quiet)} opportunities\n")
    print("| value | set to | more get through | missiles with other opportunities |")
    print("|---|--:|--:|--:|")
    for path, value in sorted(values_read(usual).items()):
        if not (path.startswith(beginnings) and path in rules()):
            continue
        ends = value.in_file_units()
        for end in (ends["low"], ends["high"]):
            if end == ends["value"]:
                continue
            words = f"| {path} | {end:g} {ends['unit'].removesuffix('1')}".rstrip()
            try:
                moved = usual.changed(**{path: end})
                more = leaked(moved) - base
                other = sum(a != b for a, b in zip(opportunities(moved), quiet, strict=True))
            except OpenThaadError as error:
                print(f"{words} | {error.message} | |", flush=True)
                continue
            doubt = more.std(ddof=1) / sqrt(len(more))
            print(f"{words} | {more.mean():+.2f} ± {doubt:.2f} | {other} |", flush=True)


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or ("",))
