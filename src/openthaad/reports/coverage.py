"""What radars see of flights, in words."""

from collections.abc import Iterator, Sequence

from openthaad.catalogue import title_of
from openthaad.reports.words import listed
from openthaad.studies.coverage import Coverage, Seen

_WHY = {
    "never_visible": "never in view",
    "outside_sector": "outside the sector",
    "too_faint": "too faint",
    "missed_by_search": "missed by the search",
}
_MODES = {"terminal": "terminal mode", "forward": "forward-based mode"}


def coverage_sentence(record: Coverage) -> str:
    """Answer in one sentence: how many flights each radar sees, in which mode, how long."""
    parts = []
    for mode in dict.fromkeys(site.mode for site in record.sites):
        names = dict.fromkeys(site.name for site in record.sites)
        told = [_share(record, name, mode) for name in names]
        parts.append(f"in {_MODES[mode]}, {listed(told)}")
    asked = "by aspect" if record.rcs is None else f"of {record.rcs:g} m2"
    count = len(record.traces)
    if not count:
        widest = max(site.range_of(record.sizes()[-1]) for site in record.sites) / 1e3
        return (
            f"The scenario has no missiles. A beam pointed at a target of "
            f"{record.sizes()[-1]:g} m2 sees it out to {widest:,.0f} km at most."
        )
    all_told = "; ".join(parts)
    flights = f"{count} flight{'s' * (count > 1)}"
    return f"Of {flights}, with cross-sections {asked}: {all_told}. {_deciding(record)}"


def mode_title(mode: str) -> str:
    """Name a mode at the head of a table."""
    words = _MODES[mode]
    return words[0].upper() + words[1:]


def _share(record: Coverage, name: str, mode: str) -> str:
    rows = [seen for seen in record.seen if (seen.radar, seen.mode) == (name, mode)]
    found = [seen for seen in rows if seen.first is not None]
    title = name.replace("_", " ").title()
    return f"{title} finds {len(found)}" + (f" ({_held(found)})" if found else "")


def _held(found: Sequence[Seen]) -> str:
    """Say how long found flights are in track, and of how many only the body is seen."""
    longest = max(seen.in_track for seen in found)
    bodies = sum(seen.is_body_only for seen in found)
    told = f"up to {longest:.0f} s in track" if longest > 0.0 else "never in track"
    if bodies == len(found):
        return "only the spent body" if bodies == 1 else "only the spent bodies"
    return f"{told}; of {bodies} only the spent body" if bodies else told


def _deciding(record: Coverage) -> str:
    """Cross-sections that are found half the time, over the flights that can be."""
    needed = [s.rcs_for_even_chance for s in record.seen if s.rcs_for_even_chance is not None]
    if not needed:
        return "Their search would find none of them, whatever the cross-section."
    low, high = f"{min(needed):.2g}", f"{max(needed):.2g}"
    range_ = f"{low} m2" if low == high else f"{low} to {high} m2, depending on its flight"
    return (
        f"The cross-section decides: to be found half the time, a missile would need {range_}."
    )


MOST_ROWS = 20  # flights of a table


def flight_rows(record: Coverage, mode: str) -> Iterator[tuple[str, ...]]:
    """Yield a row for each flight in a mode: from, to, and what each radar sees of it.

    Flights that some radar sees come first, those held longest before others.
    """
    names = dict.fromkeys(site.name for site in record.sites)
    flights = dict.fromkeys((s.missile, s.launch, s.aim) for s in record.seen)
    seen = {(s.missile, s.launch, s.aim, s.radar): s for s in record.seen if s.mode == mode}
    rows = [[seen[(*flight, name)] for name in names] for flight in flights]
    rows.sort(
        key=lambda row: (
            -max(s.in_track for s in row),
            -max(s.chance for s in row),
            -max(s.in_view for s in row),
        )
    )
    for row in rows:
        first = row[0]
        yield title_of(first.launch), title_of(first.aim), *map(_cell, row)


def together_rows(record: Coverage) -> Iterator[tuple[str, ...]]:
    """Yield a row for each flight, as all radars of the scenario see it together."""
    for seen in record.together:
        told = _why(seen.cause) if seen.first is None else f"{seen.first:.0f} s"
        told += " (spent body)" if seen.is_body_only else ""
        by = title_of(seen.radar) if seen.radar is not None else "-"
        yield title_of(seen.launch), title_of(seen.aim), told, by, f"{seen.chance:.0%}"


def _why(cause: str | None) -> str:
    return _WHY.get(cause or "", "not seen")


def _cell(seen: Seen) -> str:
    """Say when a radar sees a flight and how long it holds it, or why it does not."""
    if seen.first is not None:
        held = f"held {seen.in_track:.0f} s" if seen.in_track > 0.0 else "never in track"
        told = "spent body only" if seen.is_body_only else held
        return f"{seen.first:.0f}-{seen.last or 0.0:.0f} s, {told} ({seen.chance:.0%})"
    if seen.cause == "missed_by_search":
        return f"missed by the search ({seen.chance:.0%})"
    if seen.cause == "too_faint" and seen.in_beam.rcs_to_be_seen is not None:
        return f"too faint (needs {seen.in_beam.rcs_to_be_seen:.2g} m2)"
    return _why(seen.cause)
