"""Every number at the top of a kernel's file, and why it is no value of the catalogue.

A number about a thing, or a rule that moves what becomes of a missile, is a value of the
catalogue: it has a unit, a range and a source, and is counted.  What is left in the code is
settled here:

    python design/numbers_in_code.py

prints it by kind and fails where a number is not settled (a test does the same).  Numbers
inside a formula belong to it, and its source stands beside it.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "src" / "openthaad"

CODE = "a code, an index or the size of a table"
MATHS = "mathematics, or a formula whose source stands beside it"
BOUND = "a bound that only trial steps, or nothing at all, passes"
TIGHTER = "a tolerance: design/exempt_numbers.py tightens it and no missile ends otherwise"
FLIGHT = "a tolerance of flights: design/flight_tolerance.py, within 1 m at the ground"
AIMS = "a tolerance of a search for an aim: tests hold the aim itself"
CURVES = "the grid of a curve or table: tests hold it to what it stands for"
LOGGED = "how often, or with how much room, something is logged"
WORDS = "only which cause the record names: design/rules_of_the_record.py"
PASSED = "what a map passes over: tests compare it with battles played in full"
PERIODS = "the step of the battle: design/engine_period.py halves and doubles it"
ALTITUDE = "worth 0.1 % of a time of flight at most: docs/models/interceptor.md"
STEPS = "the step of homing: `thaad validate` holds it to the closed forms of guidance"

SETTLED: dict[str, dict[str, str]] = {
    "earth/kernels/atmosphere.py": {"_DEEPEST": BOUND},
    "earth/kernels/drag.py": {
        "DRAG_POINTS": CODE,
        "DRAG_BINS": CURVES,
        "DRAG_BINS_PER_MACH": CURVES,
    },
    "earth/kernels/frames.py": {"_SECOND_ECCENTRICITY_SQUARED": MATHS},
    "earth/kernels/refraction.py": dict.fromkeys(
        (
            "ELEVATION_NODES",
            "HEIGHT_NODES",
            "_LOWEST",
            "_ELEVATION_SCALE",
            "_HEIGHT_SCALE",
            "_HIGHEST",
            "_ELEVATION_STEP",
            "_HEIGHT_STEP",
            "_AIRLESS",
            "_POINTS",
        ),
        CURVES,
    ),
    "engine/combat.py": {"_LOG_PERIOD": LOGGED},
    "engine/command.py": {"_INTERVAL": TIGHTER},
    "engine/doubt.py": {"WAYS": CODE, "_SIGMAS": PASSED},
    "engine/opportunity.py": {"GO_ON": CODE},
    "engine/outcome.py": {"_PAST_ALL": CODE, "_LOST_AFTER": WORDS, "_SATURATED_SHARE": WORDS},
    "engine/prospect.py": dict.fromkeys(
        ("_MOST_BENDING", "_OUTSIDE", "_SLOW", "_GROWTH"), PASSED
    ),
    "engine/radar_step.py": {"_ROOM": LOGGED},
    "engine/spacing.py": {"_LONGEST": PASSED},
    "engine/waiting.py": {"_TINY": PASSED, "_BUSY": PASSED},
    "fire_control/kernels/assignment.py": {"NO_ROW": CODE},
    "fire_control/kernels/search.py": {"_HALVINGS": TIGHTER, "_CHANGES": TIGHTER},
    "interceptor/kernels/endgame.py": {
        "MICRO_STEP": STEPS,
        "SIGHT_COLUMNS": CODE,
        "COASTED": CODE,
        "FLOWN": CODE,
        "ENDED": CODE,
    },
    "interceptor/kernels/flight.py": {
        "_AIRLESS_ALTITUDE": TIGHTER,
        "NO_PUSH": MATHS,
        "_BOOST_STEP": TIGHTER,
        "_INSTANT": BOUND,
    },
    "interceptor/kernels/flyout.py": {
        "RANGE_CELLS": CURVES,
        "ALTITUDE_CELLS": CURVES,
        "ELEVATIONS": CURVES,
        "_LONGEST_FLIGHT": BOUND,
        "_AIM_TOLERANCE": TIGHTER,
        "_FASTEST_DECAY": TIGHTER,
    },
    "interceptor/kernels/guidance.py": {"_LAST_COMMAND": TIGHTER, "_SIGHT_FLOOR": TIGHTER},
    "kernels/cells.py": {"MOST": MATHS},
    "kernels/containers.py": {"_SLOT": CODE, "_BYTES": CODE},
    "kernels/random.py": dict.fromkeys(
        (
            *("DELIVERY", "RELIABILITY", "DETECTION", "FLUCTUATION", "MEASUREMENT"),
            *("FALSE_ALARM", "RADAR_BIAS", "SEEKER", "KILL", "ASSESSMENT", "SPIRAL"),
            *("CATALOGUE", "NAVIGATION", "RADAR_FALSE_MEASURE", "SEARCH_PHASE"),
            *("_HALF", "_LOW", "_MULTIPLIER_0", "_MULTIPLIER_1", "_WEYL_0", "_WEYL_1"),
            "_DROPPED_BITS",
        ),
        CODE,
    ),
    "kernels/store.py": {"_ROOM": CODE},
    "kernels/whole.py": {"ZERO": CODE},
    "radar/kernels/detection.py": {
        "STEADY": CODE,
        "SWERLING_1": CODE,
        "SWERLING_3": CODE,
        "_TERMS": CODE,
        "_RECIPROCAL": MATHS,
        "_NEGLIGIBLE": TIGHTER,
        "_CERTAIN": TIGHTER,
    },
    "radar/kernels/dwell.py": {"_NOTHING": TIGHTER, "TIME_BIN": CODE},
    "radar/kernels/equation.py": {"_RAY_RADIUS": MATHS},
    "radar/kernels/face.py": {"_TWO_WAY": MATHS},
    "radar/kernels/looks.py": {"_MOST_BENDING": PASSED},
    "radar/kernels/median.py": {"NEGLIGIBLE": TIGHTER, "_HALF": MATHS},
    "radar/kernels/scheduling.py": {"_NONE": CODE, "ROUNDING": BOUND},
    "radar/kernels/sight.py": {"_DEGREE": MATHS, "_TURN": MATHS},
    "scenario/world.py": {
        "PERIOD": PERIODS,
        "TRACK_LOG_PERIOD": LOGGED,
        "GRACE": BOUND,
        "_SWERLING_CASES": CODE,
        "_NO_RADAR": CODE,
        "_SITE_STEP": ALTITUDE,
    },
    "threat/kernels/dynamics.py": {
        "COAST": CODE,
        "ATTITUDE": CODE,
        "VELOCITY": CODE,
        "_FASTEST": BOUND,
    },
    "threat/kernels/fan.py": dict.fromkeys(
        ("TOLERANCE", "_TRIALS", "_STUBBORN", "_FLATTEST", "_MOST_NODES"), AIMS
    ),
    "threat/kernels/flight.py": {
        "_FIRST_STEP": FLIGHT,
        "BOOST_TOLERANCE": FLIGHT,
        "FALL_TOLERANCE": FLIGHT,
        "GLIDE_TOLERANCE": FLIGHT,
        "PLANNED": CODE,
    },
    "threat/kernels/integrate.py": {
        **dict.fromkeys(("REACHED", "IMPACT", "OUT_OF_NODES", "STUCK"), CODE),
        **dict.fromkeys(("_ALOFT", "_DOWN", "_AGAIN"), CODE),
        "VELOCITY_TOLERANCE": FLIGHT,
        **dict.fromkeys(("_C", "_ROWS", "_MATRIX", "_ERROR"), MATHS),
    },
    "threat/kernels/losses.py": {"_POINTS": CURVES},
    "threat/kernels/stepping.py": {
        **dict.fromkeys(("_NEAR", "_LONGEST", "_AT_END", "_PAST", "_ENTRY"), FLIGHT),
        **dict.fromkeys(("_SCALE_HEIGHT", "_SOON", "_MOST"), FLIGHT),
        "_SHORTENING": MATHS,
    },
    "tracking/kernels/association.py": {"_ALONE": BOUND, "_FORBIDDEN": BOUND},
    "tracking/kernels/classification.py": {"_CONFIRMED": CODE},
    "tracking/kernels/filters.py": {"_LOG_TWO_PI": MATHS},
    "tracking/kernels/initiation.py": {"NO_TRACK": CODE},
    "tracking/kernels/mixing.py": {"_LEAST": TIGHTER},
    "tracking/kernels/motion.py": {
        "_SECOND_ECCENTRICITY_SQUARED": MATHS,
        "BOOST": CODE,
        "BALLISTIC": CODE,
        "_SLOW": TIGHTER,
        "_LEAST_LOG_BETA": TIGHTER,
        "_MOST_LOG_BETA": TIGHTER,
    },
    "tracking/kernels/prediction.py": dict.fromkeys(
        ("_THIN", "_SCALE_HEIGHT", "_SHARE", "_LONGEST_IN_AIR", "_SETTLING", "_TELLING"),
        TIGHTER,
    ),
    "tracking/kernels/tracks.py": {"MAX_RADARS": CODE, "RIGHT_NIS": MATHS},
}


def holds_number(node: ast.expr) -> bool:
    """Say whether a number stands in an expression; text and shapes of tables do not count."""
    return any(
        isinstance(part, ast.Constant)
        and isinstance(part.value, int | float)
        and not isinstance(part.value, bool)
        for part in ast.walk(node)
    )


def is_table(node: ast.expr) -> bool:
    """Say whether an expression makes the columns of a table."""
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "np.dtype"


def numbers(path: Path) -> Iterator[str]:
    """Name the numbers at the top of a file; of several in a line, the first."""
    for line in ast.parse(path.read_text("utf-8")).body:
        if not isinstance(line, ast.Assign | ast.AnnAssign) or line.value is None:
            continue
        if is_table(line.value) or not holds_number(line.value):
            continue
        target = line.targets[0] if isinstance(line, ast.Assign) else line.target
        first = target.elts[0] if isinstance(target, ast.Tuple) else target
        yield ast.unparse(first)


def found() -> set[tuple[str, str]]:
    """List the numbers of all kernels and of the engine: file and name."""
    files = [
        path
        for path in sorted(PACKAGE.rglob("*.py"))
        if {"kernels", "engine"} & set(path.relative_to(PACKAGE).parts[:-1])
        and "engagement" not in path.parts
    ]
    files.append(PACKAGE / "scenario" / "world.py")  # the engine's options
    return {(p.relative_to(PACKAGE).as_posix(), name) for p in files for name in numbers(p)}


def settled() -> set[tuple[str, str]]:
    """List the numbers that are settled here."""
    return {(file, name) for file, names in SETTLED.items() for name in names}


def main() -> None:
    """Print what is settled, by kind; fail where something is not."""
    kinds: dict[str, list[str]] = {}
    for file, names in SETTLED.items():
        for name, kind in names.items():
            kinds.setdefault(kind, []).append(f"{file} {name}")
    for kind, entries in sorted(kinds.items(), key=lambda item: -len(item[1])):
        print(f"{len(entries)}: {kind}")
        print(*(f"    {entry}" for entry in entries), sep="\n")
    for file, name in sorted(found() - settled()):
        print(f"not settled: {file} {name}")
    for file, name in sorted(settled() - found()):
        print(f"no longer there: {file} {name}")
    if found() != settled():
        sys.exit(1)


if __name__ == "__main__":
    main()
