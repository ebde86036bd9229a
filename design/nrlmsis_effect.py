"""What NRLMSIS changes beside the standard atmosphere: density, an impact, a decoy.

The figures in docs/models/earth-and-air.md.  Run ``python design/nrlmsis_effect.py``; needs
``pymsis``.
"""

from datetime import UTC, datetime
from itertools import pairwise
from math import exp, inf, sqrt

import numpy as np
from numpy.typing import NDArray

from openthaad.catalogue import find_place, load
from openthaad.catalogue.air import us76_table
from openthaad.catalogue.msis import nrlmsis_table
from openthaad.earth.kernels.frames import altitude
from openthaad.earth.kernels.gravity import WGS84
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.kernels.path import state_at
from openthaad.threat.flight import fly_plan, fly_to
from openthaad.threat.missile import Missile

SEASONS = {
    "January": datetime(2017, 1, 15, 3, tzinfo=UTC),
    "April": datetime(2017, 4, 15, 3, tzinfo=UTC),
    "July": datetime(2017, 7, 15, 3, tzinfo=UTC),
    "October": datetime(2017, 10, 15, 3, tzinfo=UTC),
}
ALTITUDES_KM = (20, 30, 40, 50, 60, 70, 80, 90, 100, 110)
DECOY = 50.0  # ballistic coefficient of a light balloon-like decoy [kg/m²]
LAG = 100.0  # m behind the warhead: told apart by a radar


def stripped_at(path: NDArray[np.void], air: NDArray[np.void]) -> float:
    """Altitude [km] at which a decoy beside the warhead has fallen `LAG` behind.

    The lag grows as the second integral of the drag's deceleration, the warhead's own
    drag neglected: rho v² / (2 beta).
    """
    lag = speed = 0.0
    for low, high in pairwise(path):
        step = float(high["time"] - low["time"])
        height = altitude(tuple(float(x) for x in low["position"]))
        i = min(height / 500.0, len(air) - 1.001)
        rho = exp(float(np.interp(i, np.arange(len(air)), air["ln_density"])))
        pace = sqrt(float(low["velocity"] @ low["velocity"]))
        speed += step * 0.5 * rho * pace * pace / DECOY
        lag += step * speed
        if lag > LAG:
            return height / 1e3
    return inf


def main() -> None:
    """Print the three tables."""
    us76 = us76_table()
    place = find_place("seongju")
    missile = Missile.from_entry(load("missiles", "nodong"))
    flight = fly_to(missile, find_place("sunchon"), find_place("busan"))
    plan = flight.plan
    start = float(flight.summary[0]["apogee_time"])
    home = flight.summary[0]["impact_position"]
    for name, date in SEASONS.items():
        air = nrlmsis_table(date, place.latitude, place.longitude)
        ratio = np.exp(air["ln_density"] - us76["ln_density"])
        cells = " ".join(f"{km}: {ratio[2 * km]:.2f}" for km in ALTITUDES_KM)
        there = fly_plan(missile, plan, surroundings=Surroundings(WGS84, air))
        shift = np.linalg.norm(there.summary[0]["impact_position"] - home)
        times = np.arange(start, float(flight.summary[0]["impact_time"]), 0.05)
        path = _sampled(flight.nodes, times)
        heights = (stripped_at(path, us76), stripped_at(path, air))
        stripped = " and ".join(f"{height:.1f}" for height in heights)
        print(f"{name}: {cells}; impact {shift:.0f} m; strip-out {stripped} km")


def _sampled(nodes: NDArray[np.void], times: NDArray[np.float64]) -> NDArray[np.void]:
    rows = np.zeros(len(times), nodes.dtype)
    cursor = 0
    for row, time in zip(rows, times, strict=True):
        row["position"], row["velocity"], cursor = state_at(nodes, 0, len(nodes), cursor, time)
        row["time"] = time
    return rows


if __name__ == "__main__":
    main()
