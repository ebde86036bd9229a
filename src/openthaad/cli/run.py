"""`thaad run`: one engagement, from the scenario to the answer."""

from __future__ import annotations

import shlex
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from openthaad.cli.answer import threat_lines
from openthaad.cli.influence import ask_of_a_run, draw_influence, print_influence
from openthaad.cli.loading import import_beside, load
from openthaad.cli.options import (
    RUNS,
    FolderToWrite,
    Own,
    catalogue_option,
    json_option,
    sample_number,
    sample_option,
    set_option,
    vary_option,
)
from openthaad.cli.output import note, note_if_cold, paragraph, print_json, terminal_width
from openthaad.cli.progress import Progress
from openthaad.cli.unread import note_unread

if TYPE_CHECKING:
    from openthaad.records import Outcome
    from openthaad.scenario import Scenario
    from openthaad.studies.influence import Influence


@click.command(
    epilog="Example: thaad run korea-2017 --seed 7 --set batteries.seongju.launchers=2"
)
@click.argument("scenario", default="korea-2017")
@click.option(
    "--seed",
    type=click.IntRange(0, 2**63 - 1),
    default=0,
    show_default=True,
    help="Seed of the random numbers: the same seed repeats the same run.",
)
@set_option
@vary_option
@sample_option
@click.option(
    "--out",
    type=FolderToWrite(),
    default=RUNS,
    show_default=True,
    help="Folder in which to put the run's own folder.",
)
@click.option(
    "--with-reach",
    is_flag=True,
    help="Also say how far the first radar sees, and draw a map of it.",
)
@click.option(
    "--influence",
    "with_influence",
    is_flag=True,
    help="Say which assumptions the answer depends on, by moving each value through its "
    "range. Takes a minute, once for all seeds.",
)
@catalogue_option
@json_option
def command(  # noqa: PLR0913 (one argument per option)
    scenario: str,
    *,
    seed: int,
    sets: tuple[str, ...],
    vary: str | None,
    sample: int | None,
    out: Path,
    with_reach: bool,
    with_influence: bool,
    own: Own,
    as_json: bool,
) -> None:
    """Play one raid and say which missiles were seen, shot at, hit or leaked, and why.

    SCENARIO is a built-in name (thaad scenario list) or a TOML file; korea-2017 if not given.
    """
    from openthaad.scenario import settings_hash

    number = sample_number(vary, sample)
    loaded = load(scenario, sets, own, seed=seed, sample=number)
    note_unread("run", [loaded], sets)
    draw = f"-sample{number}" if number else ""
    folder = out / f"{loaded.name}-seed{seed}{draw}-{settings_hash(loaded)}"
    began = time.monotonic()
    note_if_cold("advance", 45)
    from openthaad import engagement

    import_beside("openthaad.run_folder")
    with Progress("playing the engagement") as progress:
        outcome = engagement.simulate(loaded, seed=seed, progress=progress)
    repeated = _command(scenario, seed, [*_given(sets), *own.words()], number)

    def write(finished: Outcome) -> Path:
        from openthaad import run_folder

        return run_folder.write_run(finished, folder, command=repeated)

    with _kept(lambda: write(outcome)):
        influence = _influence(loaded, out, is_asked=with_influence)
    if influence is not None:
        outcome = replace(outcome, basis=influence.basis())
    written = write(outcome)
    wall_time = time.monotonic() - began
    foot = f"Scenario {loaded.name}, settings {outcome.settings}, seed {seed}."
    closing = _reach_lines(loaded, written) if with_reach else []
    closing += draw_influence(influence, written / "influence.png", foot)
    if as_json:
        print_json(outcome.to_dict())
        for line in [f"run folder: {written}", *closing]:
            note(line)
        return
    _print_outcome(outcome, written, wall_time)
    click.echo()
    if influence is None:
        paragraph(ask_of_a_run(repeated))
    else:
        print_influence(influence, most=10 if with_influence else 0)
    for line in closing:
        click.echo()
        paragraph(line)


@contextmanager
def _kept(write: Callable[[], Path]) -> Iterator[None]:
    """Write the run folder even where what follows the run is interrupted."""
    from openthaad.cli.application import Terminated

    try:
        yield
    except (KeyboardInterrupt, Terminated) as stop:
        note(f"run folder: {write()}")
        stop.add_note("the effects found so far are kept: give the same command to go on")
        raise


def _influence(scenario: Scenario, out: Path, *, is_asked: bool) -> Influence | None:
    """Move every value through its range where asked; else what an earlier asking found."""
    if not (is_asked or (out / "influence").is_dir()):
        return None
    from openthaad.studies.leakage import leakage_influence, remembered_influence
    from openthaad.studies.memory import memory_of

    memory = memory_of(scenario, out)
    if not is_asked:
        return remembered_influence(scenario, memory)
    with Progress("moving each value through its range") as progress:
        return leakage_influence(scenario, memory=memory, progress=progress)


def _reach_lines(scenario: Scenario, folder: Path) -> list[str]:
    """Draw the reach of the first radar into the run folder; a sentence and the map's path."""
    if not scenario.radars:
        return ["the scenario has no radar, so there is no map of its reach"]
    from openthaad import plots
    from openthaad.reports.reach import reach_sentence
    from openthaad.studies.reach import reach

    record = reach(scenario)
    picture = plots.reach_map(record, folder / "reach.png")
    return [reach_sentence(record), f"map:      {picture}"]


def _given(sets: Sequence[str]) -> Iterator[str]:
    """Yield the words that give these settings again."""
    for one in sets:
        yield from ("--set", one)


def _command(scenario: str, seed: int, more: Sequence[str], sample: int) -> str:
    """Write the command that repeats the run."""
    words = ["thaad", "run", scenario, "--seed", str(seed)]
    if sample:
        words += ["--sample", str(sample)]
    return shlex.join([*words, *more])


def _print_outcome(outcome: Outcome, folder: Path, wall_time: float) -> None:
    """Print the answer first, then who, when and why, then where to look next."""
    from openthaad import reports

    document = outcome.to_dict()
    paragraph(outcome.title or outcome.scenario)
    if outcome.question:
        paragraph(outcome.question)
    click.echo()
    paragraph(reports.headline(document))
    click.echo()
    for line in threat_lines(document, outcome.geometry["batteries"], terminal_width()):
        click.echo(line)
    click.echo()
    for line in _footnotes(document):
        paragraph(line)
    click.echo()
    click.echo(f"picture:  open {folder / 'index.html'}")
    click.echo(f"story:    thaad explain {shlex.quote(str(folder))}")
    click.echo(
        f"seed {outcome.seed}, digest {outcome.digest[:12]}, {wall_time:.1f} s; "
        f"for the same raid with different random numbers: --seed {outcome.seed + 1}"
    )


def _footnotes(document: dict[str, Any]) -> list[str]:
    """Say how much of the answer is assumed, and how the endgame went."""
    from openthaad.catalogue.basis import counted

    lines = []
    endgame = document["endgame"]
    shares = [
        f"{words} {endgame[key]:.2f}"
        for key, words in (
            ("p_reliable", "motor and kill vehicle work"),
            ("p_acquire", "seeker acquires"),
            ("p_hit", "hits"),
            ("p_kill_given_hit", "kills if it hits"),
            ("p_kill", "all of these"),
        )
        if endgame.get(key) is not None
    ]
    if shares:
        lines.append(f"chances of an interceptor: {', '.join(shares)}")
    if sample := document["vary"]["sample"]:
        drawn = len(document["vary"]["drawn"])
        lines.append(f"sample {sample['number']} of the catalogue: {drawn} values drawn")
    lines.append(f"of the catalogue values behind this run: {counted(document['basis'])}")
    return lines
