"""Numbers that become places in a table: whatever they are, the place is inside it."""

import ast
from contextlib import suppress
from math import inf, nan

import numpy as np
import pytest

from openthaad.catalogue import load
from openthaad.catalogue.air import us76_table
from openthaad.earth.kernels import atmosphere, drag, refraction
from openthaad.interceptor.flyout import flyout_table
from openthaad.interceptor.kernels import flyout
from openthaad.interceptor.model import Interceptor
from openthaad.kernels import cells
from openthaad.kernels.store import kernel_sources

# Kernels that convert what is a whole number already, or lies inside of the table by the line
# before.
WHOLE_ALREADY = {
    ("cells.py", "cell"),
    ("cells.py", "floored"),
    ("atmosphere.py", "air_at"),
    ("flyout.py", "flyout"),
    ("flight.py", "canister_address"),
    ("search.py", "limit_of"),
    ("seeker.py", "sighted"),
    ("rounds.py", "note_sights"),
}
NUMBERS = [nan, inf, -inf, 1e300, -1e300, 1e18, -1.0]


@pytest.mark.parametrize(
    ("place", "found"),
    [(nan, 0), (-inf, 0), (-1.0, 0), (0.0, 0), (3.9, 3), (7.0, 7), (7.5, 7), (1e300, 7)],
)
def test_a_cell_lies_in_its_table(place, found):
    assert cells.cell(place, 7) == found


@pytest.mark.parametrize(
    ("value", "found"),
    [(nan, -cells.MOST), (-inf, -cells.MOST), (-0.5, -1), (2.9, 2), (inf, cells.MOST)],
)
def test_a_value_is_floored_to_a_whole_number_of_64_bits(value, found):
    assert cells.floored(value) == found


def converting(path):
    """Kernels of a file that make whole numbers by themselves."""
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(function, ast.FunctionDef):
            continue
        if not any("njit" in ast.unparse(d) for d in function.decorator_list):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("int", "round"):
                yield path.name, function.name


@pytest.mark.parametrize(
    "path", kernel_sources(), ids=lambda p: f"{p.parents[1].name}-{p.stem}"
)
def test_no_kernel_makes_an_index_of_a_number_by_itself(path):
    assert set(converting(path)) <= WHOLE_ALREADY


@pytest.mark.parametrize("number", NUMBERS)
def test_what_is_no_number_reads_no_memory_of_others(number):
    air = us76_table()
    thaad = Interceptor.from_entry(load("interceptors", "thaad"))
    table = np.zeros((refraction.ELEVATION_NODES, refraction.HEIGHT_NODES))
    drag.drag_coefficient(thaad.row()[0]["boost_drag"], number)
    with suppress(OverflowError):  # of plain Python's exp; compiled, it is infinite
        atmosphere.density(air, number)
    refraction.bending(table, number, number)
    found = flyout.look_up(flyout_table(thaad, air)[0], number, number)
    assert found[0] == flyout.OUTSIDE_TABLE
