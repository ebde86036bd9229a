"""Numbers of the kernels that are no values of the catalogue, for they move no answer.

Tolerances, steps, floors against a division by nothing and bounds on what is worth a look:

    python design/exempt_numbers.py

makes a copy of the package in which every one of them is tighter, plays the same raids with
both, and prints which missiles end otherwise. Bits move, and so do the last digits of a miss;
what became of a missile must not. The steps of a flight have a script of their own,
`flight_tolerance.py`.  None of ten raids ended otherwise, nor did a battle without noise.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "src" / "openthaad"
SEEDS = range(10)
# File, what it says, and what it says in the copy.
TIGHTER = (
    ("radar/kernels/dwell.py", "_NOTHING = 0.1", "_NOTHING = 0.02"),
    ("radar/kernels/detection.py", "_NEGLIGIBLE = 1e-10", "_NEGLIGIBLE = 1e-12"),
    ("radar/kernels/detection.py", "_CERTAIN = 21.0", "_CERTAIN = 25.0"),
    ("tracking/kernels/mixing.py", "_LEAST = 1e-12", "_LEAST = 1e-15"),
    ("tracking/kernels/motion.py", "_SLOW = 100.0", "_SLOW = 50.0"),
    ("tracking/kernels/motion.py", "_LEAST_LOG_BETA = 3.0", "_LEAST_LOG_BETA = 2.0"),
    ("tracking/kernels/motion.py", "_MOST_LOG_BETA = 12.0", "_MOST_LOG_BETA = 13.0"),
    ("tracking/kernels/prediction.py", "_THIN = 90e3", "_THIN = 100e3"),
    ("tracking/kernels/prediction.py", "_SHARE = 0.5", "_SHARE = 0.4"),
    ("tracking/kernels/prediction.py", "_LONGEST_IN_AIR = 4.0", "_LONGEST_IN_AIR = 3.0"),
    ("interceptor/kernels/guidance.py", "_LAST_COMMAND = 0.005", "_LAST_COMMAND = 0.004"),
    ("interceptor/kernels/guidance.py", "_SIGHT_FLOOR = 0.01", "_SIGHT_FLOOR = 0.005"),
    ("interceptor/kernels/endgame.py", "(1.0 + 4.0 * ", "(1.0 + 5.0 * "),
    ("interceptor/kernels/endgame.py", "max(reach, 10.0e3)", "max(reach, 12.0e3)"),
    (
        "interceptor/kernels/flight.py",
        "_AIRLESS_ALTITUDE = 150.0e3",
        "_AIRLESS_ALTITUDE = 170.0e3",
    ),
    ("interceptor/kernels/flight.py", "_BOOST_STEP = 0.5", "_BOOST_STEP = 0.25"),
    ("interceptor/kernels/flyout.py", "_AIM_TOLERANCE = 1.0", "_AIM_TOLERANCE = 0.5"),
    ("interceptor/kernels/flyout.py", "_FASTEST_DECAY = 1.0", "_FASTEST_DECAY = 0.5"),
    (
        "interceptor/kernels/flight.py",
        "else 4.0 if h < 110.0e3 else 20.0",
        "else 2.0 if h < 110.0e3 else 10.0",
    ),
    ("tracking/kernels/filters.py", "2.0:\n        return 0.25", "2.0:\n        return 0.125"),
    ("tracking/kernels/prediction.py", "_SCALE_HEIGHT = 7e3", "_SCALE_HEIGHT = 5e3"),
    ("tracking/kernels/prediction.py", "_SETTLING = 1.0", "_SETTLING = 0.5"),
    ("tracking/kernels/prediction.py", "_TELLING = 0.01", "_TELLING = 0.005"),
    ("engine/command.py", "_INTERVAL = 8.0", "_INTERVAL = 4.0"),
    ("fire_control/kernels/search.py", "_HALVINGS = 8", "_HALVINGS = 10"),
    ("fire_control/kernels/search.py", "_CHANGES = 3", "_CHANGES = 4"),
    ("radar/kernels/median.py", "NEGLIGIBLE = 1e-3", "NEGLIGIBLE = 1e-4"),
)
PLAY = """
from openthaad import load_scenario, simulate
raid = load_scenario("korea-2017")
for seed in {seeds}:
    outcome = simulate(raid, seed=seed)
    print(seed, *(f"{{t['outcome']}}/{{t['cause']}}" for t in outcome.threats))
quiet = simulate(raid.changed(noise=False))
print("without noise", *(f"{{t['outcome']}}/{{t['opportunities']}}" for t in quiet.threats))
"""


def played(folder: Path) -> list[str]:
    """What became of every missile, a line a seed, with the package in a folder."""
    code = PLAY.format(seeds=list(SEEDS))
    done = subprocess.run(  # noqa: S603 (our own interpreter and code)
        [sys.executable, "-W", "ignore", "-c", code],
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def main() -> None:
    """Play with the package and with the copy, and print what differs."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(shutil.copytree(PACKAGE, Path(place) / "openthaad"))
        for name, old, new in TIGHTER:
            text = (copy / name).read_text("utf-8")
            if text.count(old) != 1:
                raise SystemExit(f"{name} does not say {old} once")
            (copy / name).write_text(text.replace(old, new), "utf-8")
        pairs = list(zip(played(PACKAGE.parent), played(Path(place)), strict=True))
    differ = [(a, b) for a, b in pairs if a != b]
    print(
        f"{len(TIGHTER)} numbers tightened; {len(differ)} of {len(pairs)} raids end otherwise"
    )
    for a, b in differ:
        print(a, b, sep="\n")


if __name__ == "__main__":
    main()
