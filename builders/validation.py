"""Write the page docs/validation.md, the line in the README and the record of errors.

    python builders/validation.py

The record (`tests/studies/validation_record.toml`) holds each case's error as a share of its
tolerance; a test fails when a case gets worse than it says.
"""

from pathlib import Path

from openthaad.studies.validation import GROUPS, Result, Score, check, load_cases, score
from openthaad.studies.validation.comparison import fuller_model

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "validation.md"
README = ROOT / "README.md"
RECORD = ROOT / "tests" / "studies" / "validation_record.toml"
BEGIN, END = "<!-- scorecard -->", "<!-- end of scorecard -->"
HEAD = """# Validation

Written by `builders/validation.py` from what `thaad validate` computes. {line}

A case is a published number, its source, and a tolerance with its reason, in
`src/openthaad/studies/validation/cases/`. It has no parameters of its own: its inputs are
those that the source prints. A number that was used to choose a catalogue value is marked
*fit*, and one that we recall without a source is marked *no source*; neither is counted.
Confidence: A read in the source, B quoted by another source, C computed by the method stated,
R recalled. *Off* is the error as a share of the tolerance; beyond 1 the case fails.

`thaad validate` prints this table, and `thaad validate NAME` part of it; the exit code is 1 as
long as a case fails, known or not. A test fails if a case gets worse than it is here.
"""
COLUMNS = (
    "| case | published | within | computed | off | | source |\n|---|--:|--:|--:|--:|---|---|\n"
)
FULLER = """
## What the fuller model changes

J. Levinger's program prescribes the direction of the velocity while the engine burns, takes
the air density from a formula, has no rotation and no air on the way down. The table gives
the results of its inputs in our own model (gravity turn with the best pitch, standard
atmosphere, rotating ellipsoid, southward from Wonsan, the warhead slowed by the air, constant
thrust). Its own thrust rises with altitude, by 7 % up to 65 km, where the first two missiles
burn out, and by 17 % up to 126 km, where the third does: that explains most of its loss.

| missile | its range km | our integration of its model km | our model km |
|---|--:|--:|--:|
"""


def line(counted: Score) -> str:
    """Return the scorecard in a sentence."""
    return (
        f"{counted.passed} of {counted.total} published numbers are met, none of them used in "
        f"a fit; {counted.others} more are shown and not counted."
    )


def row(result: Result) -> str:
    """Return a case as a row of the page."""
    case = result.case
    mark = "" if case.counts else ("fit" if case.used_in_fit else "no source")
    verdict = "pass" if result.passes else "**fail**"
    source = f"{case.source} ({case.confidence}); {case.because}".replace("|", "/")
    return (
        f"| {case.name} | {case.published:.6g} {case.unit} | {case.tolerance:.2g} | "
        f"{result.computed:.6g} | {result.error:+.2f} | {verdict} {mark} | {source} |\n"
    )


def page(results: list[Result], counted: Score) -> str:
    """Return the page."""
    text = HEAD.format(line=line(counted))
    failing = [r for r in results if not r.passes]
    if failing:
        text += "\n## What fails, and why\n\n"
        text += "".join(f"- `{r.case.name}`: {r.reason}.\n" for r in failing)
    for group, words in GROUPS.items():
        rows = [row(r) for r in results if r.case.group == group]
        if rows:
            text += f"\n## {group.capitalize()}: {words}\n\n{COLUMNS}{''.join(rows)}"
    return (
        text
        + FULLER
        + "".join(
            f"| {name} | {theirs:.1f} | {repeated:.1f} | {ours:.1f} |\n"
            for name, theirs, repeated, ours in fuller_model(results)
        )
    )


def record(results: list[Result]) -> str:
    """Return the errors of all cases as TOML."""
    lines = [f'"{r.case.name}" = {r.error:.4f}\n' for r in results]
    return (
        "# Error of each case as a share of its tolerance; written by builders/validation.py.\n"
        + "".join(lines)
    )


def main() -> None:
    """Compute all cases and write what is made of them."""
    results = check(load_cases())
    counted = score(results)
    PAGE.write_text(page(results, counted), encoding="utf-8")
    RECORD.write_text(record(results), encoding="utf-8")
    readme = README.read_text(encoding="utf-8")
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    README.write_text(f"{before}{BEGIN}\n{line(counted)}\n{END}{after}", encoding="utf-8")
    print(line(counted))


if __name__ == "__main__":
    main()
