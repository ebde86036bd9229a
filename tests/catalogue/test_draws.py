"""Any draw of a catalogue entry still makes a missile that flies and a radar that sees."""

from itertools import product

import numpy as np
import pytest

from openthaad.catalogue import kinds, load, names
from openthaad.radar.model import from_values
from openthaad.threat.missile import Missile

DRAWS = 200
ENTRIES = [(kind, name) for kind in kinds() for name in names(kind)]


def draws(entry):
    uniforms = np.random.default_rng(1).random((DRAWS, len(entry.values)))
    return [entry.sample(row) for row in uniforms]


def primitives(entry, key):
    """Values with a draw of their own that one goes with, directly or through others."""
    found = set()
    for other in entry.values[key].follows:
        item = entry.values[other]
        found |= {other} if item.is_uncertain else primitives(entry, other)
    return found


def corners(entry, key):
    """Every combination of the ends of what a value follows."""
    moved = sorted(primitives(entry, key))
    ends = [(entry.values[other].low, entry.values[other].high) for other in moved]
    for corner in product(*ends):
        draw = dict(zip(moved, corner, strict=True))
        yield entry.with_draws(draw).nominal()


@pytest.mark.parametrize("name", names("missiles"))
def test_every_drawn_missile_lifts_off(name):
    entry = load("missiles", name)
    masses = [Missile.from_entry(entry, draw).launch_mass for draw in draws(entry)]
    nominal = Missile.from_entry(entry).launch_mass
    # A fitted missile with a heavy body and a poor engine takes a third more propellant.
    assert 0.75 * nominal < min(masses) < max(masses) < 1.4 * nominal


@pytest.mark.parametrize("mode", ["terminal", "forward"])
def test_every_drawn_radar_stays_within_a_factor_of_two_in_range(mode):
    entry = load("radars", "an-tpy-2")
    nominal = from_values("nominal", entry.nominal(), mode).snr_constant
    ratios = [from_values("drawn", draw, mode).snr_constant / nominal for draw in draws(entry)]
    assert 0.5**4 < min(ratios) < 1.0 < max(ratios) < 2.0**4


@pytest.mark.parametrize(("kind", "name"), ENTRIES)
def test_every_draw_lies_in_its_range(kind, name):
    entry = load(kind, name)
    # A fitted propellant has a range of its own and follows the rest beyond it.
    fitted = {key for key in entry.order if entry.values[key].is_uncertain}
    for draw in draws(entry)[:20]:
        for key, number in draw.items():
            item = entry.values[key]
            if fitted & {key, *item.follows}:
                continue
            assert item.low * (1 - 1e-12) <= number <= item.high * (1 + 1e-12), key


@pytest.mark.parametrize(("kind", "name"), ENTRIES)
def test_the_range_of_what_only_follows_is_what_follows(kind, name):
    entry = load(kind, name)
    for key in entry.order:
        only = entry.values[key].distribution == "none"
        if only and not any(entry.values[other].follows for other in primitives(entry, key)):
            ends = [corner[key] for corner in corners(entry, key)]
            assert min(ends) == pytest.approx(entry.values[key].low, rel=2e-3), key
            assert max(ends) == pytest.approx(entry.values[key].high, rel=2e-3), key
