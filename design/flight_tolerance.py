"""Chose the integrator's tolerances: the loosest whose impacts stay within 1 m.

Every missile of the catalogue, four azimuths, three pitches, everything burning: distance of
the impact from that of the same flight at a tolerance 1e-5 times the default.  Run
``python design/flight_tolerance.py``; the largest errors of one run are in
docs/models/threat-flight.md.
"""

from math import radians

import numpy as np

from openthaad.catalogue import find_place, load, names
from openthaad.errors import PropagationError
from openthaad.threat.flight import blank_plan, fly_plan
from openthaad.threat.missile import Missile

AZIMUTHS_DEG = (20.0, 110.0, 200.0, 290.0)
PITCHES_DEG = (38.0, 50.0, 70.0)
TOLERANCES = (10.0, 3.0, 1.0, 0.3)


def errors(missile: Missile, tolerance: float) -> list[tuple[float, int]]:
    """Impact error [m] and steps of every flight of a missile."""
    found = []
    plan = blank_plan(missile, find_place("wonsan"))
    row = plan[0]
    start = missile.vertical_time
    row["pitch_end_time"] = start + missile.pitch_fraction * (missile.burn_time - start)
    for azimuth in AZIMUTHS_DEG:
        for pitch in PITCHES_DEG:
            row["azimuth"], row["pitch_final"] = radians(azimuth), radians(pitch)
            impacts = []
            try:
                for row["tolerance"] in (1e-5, tolerance):
                    flight = fly_plan(missile, plan)
                    impacts.append(flight.summary[0]["impact_position"])
            except PropagationError:
                continue
            found.append((float(np.linalg.norm(impacts[1] - impacts[0])), len(flight.nodes)))
    return found


def main() -> None:
    """Print the errors of each missile at each tolerance."""
    for name in names("missiles"):
        missile = Missile.from_entry(load("missiles", name))
        cells = []
        for tolerance in TOLERANCES:
            found = errors(missile, tolerance)
            size = [error for error, _ in found]
            steps = np.mean([count for _, count in found])
            cells.append(
                f"{tolerance:g}: {np.median(size):.2f} / {max(size):.2f} m, {steps:.0f} nodes"
            )
        print(f"{name:14s}", " | ".join(cells))


if __name__ == "__main__":
    main()
