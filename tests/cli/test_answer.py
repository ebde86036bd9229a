"""The lines that a run ends in."""

import pytest

from openthaad.cli.answer import threat_lines

BATTERIES = [{"floor_km": 40.0, "ceiling_km": 150.0, "reach_km": 200.0}]
HIT = {
    "id": 0,
    "missile": "nodong",
    "launch": {"name": "sunchon"},
    "aim": {"name": "busan"},
    "launch_s": 0.0,
    "detected_s": 41.3,
    "confirmed_s": 43.0,
    "first_shot_s": 201.0,
    "outcome": "intercepted",
    "cause": None,
    "intercept": {"altitude_km": 61.0, "ground_range_km": 88.0, "time_s": 260.0},
}
LEAK = HIT | {
    "id": 1,
    "first_shot_s": None,
    "outcome": "leaked",
    "cause": "below_floor",
    "intercept": None,
}
DOCUMENT = {"threats": [HIT, LEAK]}


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_is_wider_than_the_terminal(width):
    assert max(len(line) for line in threat_lines(DOCUMENT, BATTERIES, width)) <= width


@pytest.mark.parametrize("width", [40, 120])
def test_every_threat_is_told_with_its_outcome_and_cause(width):
    words = " ".join(" ".join(threat_lines(DOCUMENT, BATTERIES, width)).split())
    assert "intercepted" in words
    assert "61 km up" in words
    assert "leaked" in words
    assert "below the 40 km floor" in words


def test_a_table_lines_its_columns_up():
    header, first, *_ = threat_lines(DOCUMENT, BATTERIES, 120)
    assert header.index("outcome") == first.index("intercepted")
    assert header.index("seen") + len("seen") == first.index("41") + len("41")
