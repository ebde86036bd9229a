"""Every number at the top of a kernel's file is settled: a value, a size, or a tolerance."""

import importlib.util
from pathlib import Path

import pytest

DESIGN = Path(__file__).parents[1] / "design"


def program(name):
    spec = importlib.util.spec_from_file_location(name, DESIGN / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SWEEP = program("numbers_in_code")


def test_every_number_is_settled_in_the_design_script_and_none_that_is_gone():
    assert SWEEP.found() == SWEEP.settled()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("_LOST = 5.0\n", ["_LOST"]),
        ("SIZE: int = 8\n", ["SIZE"]),
        ("A, B = 1, 2\n", ["A"]),
        ("_KIND = int(Kind.LEAD)\n", []),
        ('ROW = np.dtype([("place", "f8", (3,))])\n', []),
        ("NAME = 'five'\nHAS = True\n", []),
        ("def f():\n    x = 5.0\n", []),
    ],
)
def test_the_sweep_finds_what_stands_at_the_top_of_a_file(tmp_path, text, names):
    path = tmp_path / "kernel.py"
    path.write_text(text, "utf-8")
    assert list(SWEEP.numbers(path)) == names


def test_a_tolerance_that_is_said_to_be_tried_is_tried():
    tried = program("exempt_numbers").TIGHTER
    said = {
        (file, name)
        for file, names in SWEEP.SETTLED.items()
        for name, kind in names.items()
        if kind == SWEEP.TIGHTER
    }
    assert said == {(file, old.split()[0]) for file, old, _ in tried if " = " in old[:30]}
    for file, old, new in tried:
        assert (SWEEP.PACKAGE / file).read_text("utf-8").count(old) == 1, f"{file}: {old}"
        assert old != new


def test_the_rules_of_the_record_are_those_that_the_script_moves():
    said = {
        name
        for names in SWEEP.SETTLED.values()
        for name, kind in names.items()
        if kind == SWEEP.WORDS
    }
    rules = program("rules_of_the_record").RULES
    assert said == {name for name, *_ in rules}
    for name, low, usual, high in rules:
        assert low < usual < high
        assert usual == getattr(program("rules_of_the_record").outcome, name)
