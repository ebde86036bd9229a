"""One page to look at a run: map, timeline, tables; one file, no script from outside."""

from collections.abc import Mapping
from typing import Any

from openthaad.reports import tables
from openthaad.reports.answer import headline
from openthaad.reports.drawing import drawing
from openthaad.reports.story import explain
from openthaad.reports.templates import rendered
from openthaad.runs import Run

CANNOT_TELL = (
    "One run is one random outcome. Another seed can end differently.",
    (
        "Much about this system is not published. What the public record leaves open is "
        "assumed, within a range; thaad catalogue show prints every number with its source."
    ),
    (
        "The Earth is smooth: no hill hides a missile. Clutter above the lowest elevation "
        "is left out."
    ),
    (
        "Debris from a hit, and what falls to the ground, is not modelled: a destroyed "
        "missile counts as stopped."
    ),
    (
        "The published floor, ceiling and reach are claims. The run applies them if the "
        "scenario says so; a cause names them where they decided the outcome."
    ),
    "Jamming and decoys built to deceive are included only if the scenario says so.",
    "Borders are drawn de facto, as Natural Earth draws them.",
)


def render(run: Run) -> str:
    """Return the first page of a run as HTML that opens from a file, without a network."""
    return _page(run, is_full=False)


def report(run: Run) -> str:
    """Return the same page in full: every story open, every value with its source."""
    return _page(run, is_full=True)


def _page(run: Run, *, is_full: bool) -> str:
    manifest = run.manifest
    return rendered(
        "page.html",
        title=manifest["title"] or manifest["scenario"],
        question=manifest["question"] or "",
        headline=" ".join([headline(run.outcome), *run.remarks]),
        missile_header=tables.MISSILES,
        missiles=tables.missiles(run),
        shots=tables.shots(run),
        stories=explain(run)["threats"],
        is_full=is_full,
        radars=tables.radars(run),
        endgame=tables.endgame(run),
        basis=tables.basis(run),
        values=tables.values(run) if is_full else None,
        cannot=CANNOT_TELL,
        facts=_facts(manifest),
        command=manifest["command"],
        seed=manifest["seed"],
        data=drawing(run),
    )


def _facts(manifest: Mapping[str, Any]) -> dict[str, object]:
    return {
        "scenario": manifest["scenario"],
        "seed": manifest["seed"],
        "settings": manifest["settings"],
        "catalogue": str(manifest["catalogue"])[:16],
        "digest": str(manifest["digest"])[:16],
        "version": manifest["version"],
        "computed in": f"{manifest['wall_time_s']:.1f} s",
    }
