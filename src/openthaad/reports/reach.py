"""One sentence on how far the radar sees over China and Russia."""

from math import degrees

from openthaad.reports.words import listed
from openthaad.studies.reach import ModeReach, Reach

_NAMES = {"terminal": "terminal mode", "forward": "forward-based mode"}


def reach_sentence(record: Reach) -> str:
    """Say how far the radar sees in each mode, beside what was claimed.

    Parameters
    ----------
    record : Reach
        What `openthaad.studies.reach.reach` computed.
    """
    rcs = [edge.rcs for edge in record.modes[0].edges]
    height = max(edge.height for edge in record.modes[0].edges)
    small, large = min(rcs), max(rcs)
    reaches = [
        f"{_distance(mode, small)} and {_distance(mode, large)} in {_NAMES[mode.mode]} "
        f"(published: {mode.claimed / 1e3:,.0f} km)"
        for mode in record.modes
    ]
    seen = [
        f"{len(mode.edge(large, height).places)} in {_NAMES[mode.mode]}"
        for mode in record.modes
    ]
    return (
        f"From {record.title}, facing {degrees(record.boresight) % 360.0:.0f} degrees, the "
        f"radar's search finds a warhead seen from ahead ({small:g} m2) and a spent body "
        f"({large:g} m2) out to {listed(reaches)}; of {len(record.launch_areas)} launch areas "
        f"in China and Russia it sees that body {height / 1e3:.0f} km above {listed(seen)}."
    )


def _distance(mode: ModeReach, rcs: float) -> str:
    farthest = max(e.farthest for e in mode.edges if e.rcs == rcs)
    return f"{farthest / 1e3:,.0f} km" if farthest else "nowhere"
