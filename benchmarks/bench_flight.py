"""Flights and aiming, beside SciPy on the same equations of motion.

`rows()` gives (name, our seconds, peer, the peer's seconds, note); ``make bench`` prints them.
"""

from collections.abc import Callable
from math import nan, radians

import numpy as np
from scipy.integrate import solve_ivp

from benchmarks.timing import shortest
from openthaad.catalogue import load
from openthaad.catalogue.air import us76_table
from openthaad.earth.kernels import heights
from openthaad.earth.kernels.gravity import WGS84
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.kernels.compiled import njit
from openthaad.records import Flight
from openthaad.scenario.fields import Location
from openthaad.threat.flight import FLIGHTS, fly_to
from openthaad.threat.kernels import dynamics, flight
from openthaad.threat.kernels.dynamics import Forces, Phase
from openthaad.threat.kernels.flight import PLANNED, Missiles
from openthaad.threat.missile import Missile, missile_tables

LAUNCH = Location("wonsan", radians(39.17), radians(127.48), 0.0)
AIM = Location("far", radians(28.3), radians(129.5), 0.0)
STILL = (0.0, 0.0, 0.0)

Row = tuple[str, float, str, float, str]


@njit
def _repeat(
    times: int,
    plan: np.void,
    missiles: Missiles,
    around: Surroundings,
    nodes: np.ndarray,
    out: np.void,
) -> None:
    for _ in range(times):
        flight.fly(plan, missiles, around, PLANNED, nodes, out)


@njit
def _rates(
    t: float, y: np.ndarray, phase: Phase, around: Surroundings, drag: np.void
) -> np.ndarray:
    p, v = (y[0], y[1], y[2]), (y[3], y[4], y[5])
    a, _ = dynamics.acceleration(t, p, v, Forces(phase, around), drag, 0)
    return np.array([v[0], v[1], v[2], a[0], a[1], a[2]])


def peer(missile: Missile, record: Flight, method: str) -> Callable[[], object]:
    """Return SciPy's fall of the same warhead, from separation to the ground."""
    summary, nodes = record.summary[0], record.nodes
    tables = missile_tables([missile])
    row = tables.kinds[0]
    phase = Phase(
        0.0, float(summary["reentry_mass"]), 0.0, 0.0, 0.0, 0, 0.0, 0.0, STILL, STILL,
        float(row["reentry_area"]), 0.0, 0.0, 0.0, 0.0,
        0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0 / 500.0, 1.0,
    )  # fmt: skip
    around, drag = Surroundings(WGS84, us76_table()), tables.drags[row["reentry_drag"]]
    start = float(summary["separation_time"])
    node = nodes[int(np.searchsorted(nodes["time"], start, side="right")) - 1]
    y0 = np.concatenate([node["position"], node["velocity"]])

    def ground(t: float, y: np.ndarray) -> float:
        del t
        return float(heights.height_of((y[0], y[1], y[2])))

    limits = {"rtol": 1e-8, "atol": 1e-3}
    span = (start, 3600.0)

    def work() -> object:
        args = (phase, around, drag)
        return solve_ivp(
            _rates, span, y0, method=method, args=args, events=_with(ground), **limits
        )

    return work


def _with(event: Callable[[float, np.ndarray], float]) -> Callable[..., float]:
    def called(t: float, y: np.ndarray, *_: object) -> float:
        return event(t, y)

    called.terminal = True  # type: ignore[attr-defined]
    called.direction = -1.0  # type: ignore[attr-defined]
    return called


@njit
def _repeat_fall(  # noqa: PLR0913, PLR0917 (a kernel)
    times: int,
    plan: np.void,
    missiles: Missiles,
    around: Surroundings,
    lead: np.void,
    nodes: np.ndarray,
    out: np.void,
) -> None:
    for _ in range(times):
        flight.fly_body(plan, missiles, around, lead, nodes, out)


def falls(missile: Missile, record: Flight) -> list[Row]:
    """Return our fall of the warhead beside SciPy's from the same state, and their errors."""
    tables = missile_tables([missile])
    row, lead = tables.kinds[0], record.summary.copy()
    # The warhead in the place of the spent body: the same kernel without the boost.
    row["body_area"], row["body_drag"] = row["reentry_area"], row["reentry_drag"]
    start = record.nodes["time"].searchsorted(lead[0]["separation_time"], side="right") - 1
    lead[0]["body_velocity"] = record.nodes[start]["velocity"]
    lead[0]["body_mass"] = lead[0]["reentry_mass"]
    plan, out = record.plan.copy(), np.zeros(2, flight.FLIGHT)
    nodes = np.zeros(4000, flight.NODE)
    args = (tables, Surroundings(WGS84, us76_table()), lead[0], nodes)
    plan[0]["tolerance"] = 1e-5
    _repeat_fall(1, plan[0], *args, out[1])
    plan[0]["tolerance"] = 1.0
    ours = shortest(lambda: _repeat_fall(20, plan[0], *args, out[0])) / 20.0
    truth = out[1]["impact_position"]
    error = float(np.linalg.norm(out[0]["impact_position"] - truth))
    found: list[Row] = []
    for method in ("DOP853", "LSODA"):
        work = peer(missile, record, method)
        end = work().y_events[0][0][:3]  # type: ignore[attr-defined]
        label = f"SciPy {method}, compiled forces"
        note = f"impact off by {error:.2f} m, SciPy by {np.linalg.norm(end - truth):.2f} m"
        found.append(("fall, separation to impact", ours, label, shortest(work), note))
    return found


def rows() -> list[Row]:
    """Measure; the first call compiles."""
    missile = Missile.from_entry(load("missiles", "nodong"))
    record = fly_to(missile, LAUNCH, AIM)
    tables = missile_tables([missile])
    nodes, out = np.zeros(2000, flight.NODE), np.zeros(1, flight.FLIGHT)
    args = (record.plan[0], tables, Surroundings(WGS84, us76_table()))
    _repeat(1, *args, nodes, out[0])
    ours = shortest(lambda: _repeat(20, *args, nodes, out[0])) / 20.0
    note = f"{out[0]['impact_time']:.0f} s of flight, {out[0]['node_count']} nodes"
    whole = ("flight, launch to impact", ours, "none", nan, note)
    return [whole, *falls(missile, record), aiming(missile)]


def aiming(missile: Missile) -> Row:
    """Return the row of one search from nothing, the flight of its spent body included."""
    record = fly_to(missile, LAUNCH, AIM)

    def aim() -> None:
        FLIGHTS.clear()
        fly_to(missile, LAUNCH, AIM)

    ours = shortest(aim)
    found = record.solution[0]
    note = f"{found['flights']} flights, miss {record.roots['miss'][found['chosen']]:.2f} m"
    return ("aim at minimum energy", ours, "none", nan, note)


if __name__ == "__main__":
    for name, ours, other, theirs, note in rows():
        print(f"{name}: {1e6 * ours:.1f} us; {other}: {1e6 * theirs:.0f} us; {note}")
