"""How a piece of work is timed."""

from collections.abc import Callable
from math import inf
from time import perf_counter

# Seconds over which the runs of one piece of work are spread, at least.
_SPREAD = 1.0


def shortest(work: Callable[[], object], times: int = 5) -> float:
    """Shortest of several runs [s], after one that may compile: others only ever add.

    Runs go on for a second.  A core of a rented machine lends its other half to strangers for
    moments of that order, and what fills a core then takes half as long again, while what
    waits for its own results takes no longer.
    """
    work()
    found = inf
    ended = perf_counter() + _SPREAD
    while times > 0 or perf_counter() < ended:
        began = perf_counter()
        work()
        found = min(found, perf_counter() - began)
        times -= 1
    return found
