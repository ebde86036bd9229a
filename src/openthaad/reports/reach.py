"""Two or three sentences on how far a radar sees."""

from math import degrees

from openthaad.reports.words import listed
from openthaad.studies.reach import ModeReach, Reach

_NAMES = {"terminal": "terminal mode", "forward": "forward-based mode"}


def reach_sentence(record: Reach) -> str:
    """Say how far the radar sees in each mode, beside what was claimed if anything was.

    Parameters
    ----------
    record : Reach
        What `openthaad.studies.reach.reach` computed.
    """
    rcs = [edge.rcs for edge in record.modes[0].edges]
    height = max(edge.height for edge in record.modes[0].edges)
    small, large = min(rcs), max(rcs)
    searched = [
        f"{_searched(mode, small)} and {_searched(mode, large)} in {_NAMES[mode.mode]}"
        + (f" (published: {mode.claimed / 1e3:,.0f} km)" if mode.claimed else "")
        for mode in record.modes
    ]
    beams = [
        f"{_distance(mode, small)} and {_distance(mode, large)} in {_NAMES[mode.mode]}"
        for mode in record.modes
    ]
    counts = [len(mode.edge(large, height).places) for mode in record.modes]
    over = [
        f"{n} of them in {_NAMES[mode.mode]}"
        for n, mode in zip(counts, record.modes, strict=True)
    ]
    is_of_interest = any(counts) or record.modes[0].claimed
    areas = (
        f" China and Russia have {len(record.launch_areas)} launch areas in the catalogue; it "
        f"would see the spent body {height / 1e3:.0f} km up over {listed(over)}."
    )
    return (
        f"The radar at {record.title}, facing {degrees(record.boresight) % 360.0:.0f} degrees, "
        f"searches one row of beams. That row finds a warhead seen head-on ({small:g} m2) and "
        f"a spent body ({large:g} m2), straight ahead and at the edges of its field, out to "
        f"{listed(searched)}. A beam pointed at them would see them out to a ground distance "
        f"of {listed(beams)}." + (areas if is_of_interest else "")
    )


def _searched(mode: ModeReach, rcs: float) -> str:
    row = mode.rows[rcs]
    if row.at_edge == 0.0:
        return "nowhere"
    return f"{row.at_boresight / 1e3:,.0f} to {row.at_edge / 1e3:,.0f} km"


def _distance(mode: ModeReach, rcs: float) -> str:
    farthest = max(e.farthest for e in mode.edges if e.rcs == rcs)
    return f"{farthest / 1e3:,.0f} km" if farthest else "nowhere"
