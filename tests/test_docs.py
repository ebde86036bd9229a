"""What README and docs show, runs: every command, every snippet of Python, every file.

A page is played from top to bottom in an empty folder, as a reader would: a fenced block whose
first line is `# file: NAME` is written there, `runs/...` is the run that the page made last.
Sizes that take minutes are played smaller; the numbers in the text are compared elsewhere
(`test_docs_numbers.py`).
"""

import re
import shlex
from pathlib import Path

import click
import numba
import pytest

from openthaad.cli import main
from openthaad.cli.application import thaad

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
PAGES += sorted((ROOT / "docs").glob("*/*.md"))
BLOCK = re.compile(
    r"^```(\w*)\n((?:.*\n)*?)```$|^(?:    |\$ )(thaad [a-z](?:.*\\\n)*.*)$", re.MULTILINE
)
COMMAND = re.compile(r"^(?:\$ )?(thaad [a-z].*)$", re.MULTILINE)
FILE = re.compile(r"# file: (\S+)\n(.*)", re.DOTALL)
# Options that say how much work there is, and what is enough to see that the command runs.
SMALL = {
    "--runs": 20, "--samples": 2, "--runs-per-sample": 2, "--sobol": 2, "--points": 2,
    "--cells": 12,
}  # fmt: skip
# Without the option these take minutes.
FEWER = {
    "footprint": ["--cells", "12"],
    "campaign": ["--runs", "20"],
    "--sobol": ["--runs-per-sample", "2"],
}
# Commands that wait for a person or for another machine: their options are looked at, no more.
WAITING = re.compile(r"thaad serve|--dask")


def shown(page):
    """List what a page shows, in order: (kind, text)."""
    for language, block, line in BLOCK.findall(page.read_text("utf-8")):
        if line:
            yield "command", line
        elif FILE.match(block):
            yield "file", block
        elif language == "python":
            yield "python", block
        else:
            yield from (("command", one) for one in COMMAND.findall(block))


SHOWN = {page.relative_to(ROOT).as_posix(): list(shown(page)) for page in PAGES}
COMMANDS = [
    (page, text) for page, items in SHOWN.items() for kind, text in items if kind == "command"
]


def words(line):
    """Split a command as a shell would, up to a pipe or a comment."""
    text = line.replace("\\\n", " ").partition(" | ")[0]
    return shlex.split(text.partition(" > ")[0], comments=True)[1:]


# Commands that leave nothing for the next one, and have run on another page.
DONE = set()
LEAVES_SOMETHING = {"run", "scenario", "campaign"}


def call(given, capsys):
    """Run a command in this process, once if it leaves nothing behind."""
    if given[0] not in LEAVES_SOMETHING:
        if tuple(given) in DONE:
            return
        DONE.add(tuple(given))
    with pytest.raises(SystemExit) as stopped:
        main(given)
    assert not stopped.value.code, f"{given}\n{capsys.readouterr().err}"


def newest_run():
    """Return the page's latest run; a page that makes none is about any run."""
    if not Path("runs").exists():
        with pytest.raises(SystemExit):
            main(["run", "pyeongtaek-seconds"])
    return str(max(Path("runs").iterdir(), key=lambda path: path.stat().st_mtime_ns))


def smaller(given):
    """Put the latest run for `runs/...`, and small sizes for large ones."""
    for i, word in enumerate(given):
        if word.startswith("runs/") or word in {"RUN", "latest"}:
            given[i] = newest_run()
        if word in SMALL:
            given[i + 1] = str(SMALL[word])
    (key,) = {"--sobol"} & set(given) or {given[0]}
    option, size = FEWER.get(key, (None, None))
    if option and option not in given and "query" not in given:
        given += [option, size]
    return given


@pytest.mark.parametrize(
    ("page", "line"), COMMANDS, ids=[f"{p}: {x[:60]}" for p, x in COMMANDS]
)
def test_a_command_that_a_page_shows_has_that_name_and_those_options(page, line):
    group, given = thaad, words(line)
    while isinstance(group, click.Group):
        name = given.pop(0)
        found = group.get_command(click.Context(group), name)
        assert found is not None, f"{page} shows a command that is not there: {name}"
        group = found
    known = {option for one in group.params for option in (*one.opts, *one.secondary_opts)}
    known |= {"-h", "--help"}
    options = {word.partition("=")[0] for word in given if re.match(r"--?[a-z]", word)}
    assert options <= known, f"{page} shows options that are not there"


@pytest.mark.slow
@pytest.mark.skipif(numba.config.DISABLE_JIT, reason="whole battles; many minutes uncompiled")
@pytest.mark.parametrize("page", [page for page, items in SHOWN.items() if items])
def test_what_a_page_shows_runs(page, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("warnings.showwarning", None)
    for kind, text in SHOWN[page]:
        if kind == "file":
            name, body = FILE.match(text).groups()
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(body, "utf-8")
        elif kind == "python":
            exec(text, {})  # noqa: S102 (our own page)
        elif not WAITING.search(text):
            call(smaller(words(text)), capsys)


def test_the_pages_show_commands():
    assert len(COMMANDS) > 50
