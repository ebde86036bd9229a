"""How a fitted propellant moves with the values that its fit rested on.

A missile whose propellant was fitted to a published flight must go on flying that flight when
its other values are drawn. For each fit of `fit_missiles` this program moves every other value
4 % up and down, fits again, and prints the power of the propellant in that value: what the
catalogue's `follows` of the propellant holds (a test compares them). Powers below 0.005 are
left out.

    python builders/fit_elasticities.py
"""

import sys
from math import log
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from fit_missiles import FITS, Entry, Fit, load, solve

STEP = 0.04
LEAST = 0.005
FLOWN = ("diameter", "ascent_drag_scale", "vertical_rise_time", "pitch_fraction")


def moved(entry: Entry, fit: Fit) -> list[str]:
    """Values that decide a flight, other than the one that is fitted."""
    return [
        key
        for key, item in entry.values.items()
        if item.is_uncertain
        and item.low > 0.0
        and key != fit.key
        and (key.startswith("stage") or key in {"payload_mass", *FLOWN})
    ]


def power(entry: Entry, fit: Fit, key: str) -> float:
    """Power of the fitted number in one value, by a central difference."""
    ends = [
        solve(entry.with_draws({key: factor * entry.best[key]}), fit)[fit.key]
        for factor in (1.0 + STEP, 1.0 - STEP)
    ]
    return log(ends[0] / ends[1]) / log((1.0 + STEP) / (1.0 - STEP))


def powers(name: str) -> dict[str, float]:
    """Every power of one missile's fitted number that matters."""
    entry, fit = load("missiles", name), FITS[name]
    found = {key: power(entry, fit, key) for key in moved(entry, fit)}
    return {key: round(p, 3) for key, p in found.items() if abs(p) >= LEAST}


def main() -> None:
    """Print the lines that the catalogue holds."""
    for name in sorted(FITS):
        inside = ", ".join(f"{key} = {p}" for key, p in powers(name).items())
        sys.stdout.write(f"{name}: {FITS[name].key} follows = {{ {inside} }}\n")


if __name__ == "__main__":
    main()
