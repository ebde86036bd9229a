"""What radars see of flights, in words."""

from collections.abc import Iterator

from openthaad.reports.words import listed
from openthaad.studies.coverage import Coverage, Seen

_MODES = {"terminal": "terminal mode", "forward": "forward-based mode"}


def coverage_sentence(record: Coverage) -> str:
    """Answer in one sentence: how many flights each radar sees, in which mode, how long."""
    parts = []
    for mode in dict.fromkeys(view.mode for view in record.views):
        names = dict.fromkeys(view.name for view in record.views)
        told = [_share(record, name, mode) for name in names]
        parts.append(f"in {_MODES[mode]} {listed(told)}")
    asked = "by aspect" if record.rcs is None else f"of {record.rcs:g} m2"
    count = len(record.traces)
    if not count:
        widest = max(view.range_of(record.sizes()[-1]) for view in record.views) / 1e3
        return (
            f"It flies nothing; straight ahead {record.sizes()[-1]:g} m2 are seen out "
            f"to {widest:,.0f} km at most."
        )
    all_told = "; ".join(parts)
    return f"Of {count} flights, with cross-sections {asked}, {all_told}. {_deciding(record)}"


def _share(record: Coverage, name: str, mode: str) -> str:
    rows = [seen for seen in record.seen if (seen.radar, seen.mode) == (name, mode)]
    found = [seen for seen in rows if seen.first is not None]
    longest = max((seen.in_track for seen in found), default=0.0)
    title = name.replace("_", " ").title()
    return f"{title} sees {len(found)}" + (
        f" (up to {longest:.0f} s in track)" if found else ""
    )


def _deciding(record: Coverage) -> str:
    """Cross-sections that would just be seen, over the flights in view."""
    needed = [s.rcs_to_be_seen for s in record.seen if s.rcs_to_be_seen is not None]
    if not needed:
        return "None of them comes into view, whatever its cross-section."
    return (
        f"What decides is the cross-section: {min(needed):.2g} to {max(needed):.2g} m2, flight "
        "by flight, would just be seen."
    )


def flight_rows(record: Coverage) -> Iterator[tuple[str, ...]]:
    """Yield radar, mode, flight, first and last sight, seconds and cross-sections."""
    for seen in record.seen:
        yield (
            seen.radar,
            seen.mode,
            f"{seen.launch} - {seen.aim}",
            _seconds(seen.first),
            _seconds(seen.last),
            f"{seen.in_view:.0f}",
            f"{seen.in_track:.0f}",
            *_sizes(seen),
        )


def _sizes(seen: Seen) -> tuple[str, str]:
    both = (seen.rcs_to_be_seen, seen.rcs_for_a_minute)
    once, minute = ("-" if rcs is None else f"{rcs:.2g}" for rcs in both)
    return once, minute


def _seconds(time: float | None) -> str:
    return "-" if time is None else f"{time:.0f}"
