"""Limits in words and colours, as readers with and without full colour vision see them."""

import itertools
from pathlib import Path

import numpy as np
import pytest

from openthaad.fire_control.limits import LIMITS, SHOTS, missed_by
from openthaad.kernels.codes import CAUSE_OF_LIMIT, Cause, Limit

LEAST = 10.0  # CIEDE2000
# G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, "A Physiologically-based Model for
# Simulation of Color Vision Deficiency", IEEE TVCG 15 (2009) 1291-1298: severity 1, linear RGB.
# F. Vienot, H. Brettel and J. D. Mollon, "Digital Video Colourmaps for Checking the Legibility
# of Displays by Dichromats", Color Research and Application 24 (1999) 243-252.
SIGHTS = {
    "full": np.eye(3),
    "deuteranopia, Machado": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "protanopia, Machado": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia, Vienot": np.array(
        [[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]]
    ),
    "protanopia, Vienot": np.array(
        [[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]]
    ),
}
_XYZ = np.array(  # of linear sRGB, IEC 61966-2-1
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_WHITE = np.array([0.95047, 1.0, 1.08883])


def seen(colour, sight):
    """CIE L*a*b* of #RRGGBB through a sight."""
    value = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255.0
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    t = _XYZ @ np.clip(sight @ linear, 0.0, 1.0) / _WHITE
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


def difference(one, other):
    """CIEDE2000, in the notation of G. Sharma, W. Wu and E. N. Dalal, CR&A 30 (2005) 21-30."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = 0.5 * (np.hypot(a1, b1) + np.hypot(a2, b2))
    stretch = 1.5 - 0.5 * np.sqrt(mean**7 / (mean**7 + 25.0**7))
    c1, c2 = np.hypot(stretch * a1, b1), np.hypot(stretch * a2, b2)
    h1, h2 = (np.degrees(np.arctan2(b, stretch * a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    h = (h1 + 0.5 * turn) % 360 if c1 * c2 else h1 + h2
    lm, cm = 0.5 * (l1 + l2), 0.5 * (c1 + c2)
    t = (
        1
        - 0.17 * np.cos(np.radians(h - 30))
        + 0.24 * np.cos(np.radians(2 * h))
        + 0.32 * np.cos(np.radians(3 * h + 6))
        - 0.20 * np.cos(np.radians(4 * h - 63))
    )
    light = (l2 - l1) / (1 + 0.015 * (lm - 50) ** 2 / np.sqrt(20 + (lm - 50) ** 2))
    chroma = (c2 - c1) / (1 + 0.045 * cm)
    hue = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn) / 2) / (1 + 0.015 * cm * t)
    bend = np.sin(np.radians(60 * np.exp(-(((h - 275) / 25) ** 2))))
    twist = -2 * np.sqrt(cm**7 / (cm**7 + 25.0**7)) * bend
    return np.sqrt(light**2 + chroma**2 + hue**2 + twist * chroma * hue)


@pytest.mark.parametrize(
    ("one", "other", "published"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, -1.0, 2.0), (50.0, 0.0, 0.0), 2.3669),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((90.8027, -2.0831, 1.4410), (91.1528, -1.6435, 0.0447), 1.4441),
    ],
)
def test_colour_difference_is_that_of_the_published_pairs(one, other, published):
    assert difference(one, other) == pytest.approx(published, abs=1e-4)


@pytest.mark.parametrize("sight", SIGHTS)
def test_classes_of_a_map_are_told_apart(sight):
    shown = {**LIMITS, "one": SHOTS["one"], "two": SHOTS["two"]}
    points = {name: seen(kind.colour, SIGHTS[sight]) for name, kind in shown.items()}
    near = {pair: difference(*(points[name] for name in pair)) for pair in pairs(points)}
    assert min(near.values()) >= LEAST, min(near, key=near.get)


@pytest.mark.parametrize("sight", SIGHTS)
def test_numbers_of_shots_are_told_apart(sight):
    points = [seen(kind.colour, SIGHTS[sight]) for kind in SHOTS.values()]
    points.append(seen(LIMITS["out_of_missile_range"].colour, SIGHTS[sight]))
    assert min(difference(*pair) for pair in pairs(points)) >= LEAST


def pairs(items):
    return itertools.combinations(items, 2)


def test_every_limit_and_cause_without_a_shot_has_a_class():
    names = {code.name.lower() for code in (*Limit, *Cause)} - {"none"}
    assert names - set(LIMITS) == {"all_shots_missed", "all_shots_failed"}


def test_no_two_limits_share_a_code_or_words():
    for field in ("code", "short", "long", "colour"):
        assert len({getattr(kind, field) for kind in LIMITS.values()}) == len(LIMITS)


def test_the_page_on_footprints_prints_the_table():
    page = (Path(__file__).parents[2] / "docs" / "models" / "footprint.md").read_text("utf-8")
    for kind in LIMITS.values():
        row = f"| {kind.code} | {kind.short} | `{kind.name}` | `{kind.colour}` |"
        assert row in page


@pytest.mark.parametrize(
    ("limit", "margin", "said"),
    [
        ("beyond_reach_cap", -40.2, "beyond the published reach by 40 km"),
        ("no_time", -3.21, "late by 3.2 s"),
        ("no_time", -0.01, "late by less than 0.1 s"),
        ("outside_coverage", -2.14, "out of its radar's view by 2.1 deg"),
        ("below_minimum_pk", -0.041, "kill probability too low by 0.04"),
        ("handover", -312.0, "track too uncertain by 312 m"),
        ("no_time", None, "no time left"),
        ("magazine_empty", None, "no interceptor left"),
        ("nothing_known", None, "nothing_known"),
    ],
)
def test_a_limit_and_what_was_missing_read_as_one_clause(limit, margin, said):
    assert missed_by(limit, margin) == said


def test_margins_are_told_in_units_that_a_reader_knows():
    assert LIMITS["beyond_reach_cap"].margin_in_unit(-40_200.0) == pytest.approx(-40.2)
    assert LIMITS["launcher_sector"].margin_in_unit(-np.pi / 6) == pytest.approx(-30.0)
    assert LIMITS["no_time"].margin_in_unit(np.nan) is None
    assert LIMITS["channels_full"].margin_in_unit(-1.0) is None


def test_every_limit_of_the_engine_has_its_words_and_its_cause():
    assert {limit.name.lower() for limit in Limit if limit} <= LIMITS.keys()
    assert set(CAUSE_OF_LIMIT) == set(Limit)
