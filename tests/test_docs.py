"""The commands that the pages show are commands that there are."""

import re
import shlex
from pathlib import Path

import click
import pytest

from openthaad.cli.application import thaad

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
PAGES += sorted((ROOT / "docs" / "tutorials").glob("*.md"))
# An indented or fenced line that begins like a command; what follows # or | is for the shell.
LINE = re.compile(r"^(?:    |\$ )?(thaad [a-z].*)$", re.MULTILINE)
SHOWN = [
    (page.relative_to(ROOT).as_posix(), line)
    for page in PAGES
    for line in LINE.findall(page.read_text(encoding="utf-8"))
]


def words(line):
    return shlex.split(line.partition("|")[0].rstrip("\\"), comments=True)[1:]


@pytest.mark.parametrize(("page", "line"), SHOWN, ids=[f"{p}: {x[:60]}" for p, x in SHOWN])
def test_a_command_that_a_page_shows_has_that_name_and_those_options(page, line):
    group, given = thaad, words(line)
    while isinstance(group, click.Group):
        name = given.pop(0)
        found = group.get_command(click.Context(group), name)
        assert found is not None, f"{page} shows a command that is not there: {name}"
        group = found
    known = {option for one in group.params for option in (*one.opts, *one.secondary_opts)}
    known |= {"-h", "--help"}
    shown = {word.partition("=")[0] for word in given if re.match(r"--?[a-z]", word)}
    assert shown <= known, f"{page} shows options that are not there"


def test_the_pages_show_commands():
    assert len(SHOWN) > 20
