"""The information barrier, read off the sources: the picture's kernels never meet truth.

Which modules may be imported is a contract (`tests/test_contracts.py`); here it is the tables
and columns that a kernel is handed.
"""

import ast
from pathlib import Path

import pytest

import openthaad

SRC = Path(openthaad.__file__).parent
FOLDERS = ("tracking/kernels", "fire_control/kernels")
MODULES = ("radar/kernels/scheduling.py", "interceptor/kernels/guidance.py")
PICTURE = sorted(
    path.relative_to(SRC).as_posix()
    for path in [
        *(p for f in FOLDERS for p in (SRC / f).glob("*.py")),
        *map(SRC.joinpath, MODULES),
    ]
)
TRUTH_NAMES = {
    "flights", "flight_rows", "objects", "threats", "shot_truth", "truth", "extras", "origins",
    "faults", "object_threats", "shot_threats", "extra_range_bias",
    "destroyed_time", "closest_time", "miss_distance", "locked_object",
}  # fmt: skip


def tree_of(name):
    return ast.parse((SRC / name).read_text(encoding="utf-8"))


def words_of(tree):
    """Every name, attribute, argument and string index in a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            yield node.slice.value


@pytest.mark.parametrize("name", PICTURE)
def test_no_kernel_of_the_picture_names_a_table_or_column_of_truth(name):
    assert not TRUTH_NAMES & set(words_of(tree_of(name)))


@pytest.mark.parametrize("name", PICTURE)
def test_no_kernel_of_the_picture_is_handed_the_whole_state(name):
    assert not {"State", "World", "Log"} & set(words_of(tree_of(name)))


def readers_of_truth(tree):
    """Functions that name the truth of a state."""
    for function in [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]:
        for node in ast.walk(function):
            if isinstance(node, ast.Attribute) and node.attr == "truth":
                yield function.name


def test_in_command_only_the_writer_of_the_record_touches_truth():
    assert set(readers_of_truth(tree_of("engine/command.py"))) == {"note_for_record"}


def test_a_threat_named_for_the_record_goes_into_the_record_and_nowhere_else():
    """`threat_of` may only fill the threat column of a decision, or the record's own rows."""
    for function in [
        n for n in ast.walk(tree_of("engine/command.py")) if isinstance(n, ast.FunctionDef)
    ]:
        if function.name == "note_for_record":
            continue
        for node in ast.walk(function):
            if isinstance(node, (ast.If, ast.While)):
                words = set(words_of(node.test))
                assert not words & {"threat", "threat_of"}, function.name
