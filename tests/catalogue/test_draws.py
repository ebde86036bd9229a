"""Any draw of a catalogue entry still makes a missile that flies and a radar that sees."""

import numpy as np
import pytest

from openthaad.catalogue import load, names
from openthaad.radar.model import from_values
from openthaad.threat.missile import Missile

DRAWS = 200


def draws(entry):
    uniforms = np.random.default_rng(1).random((DRAWS, len(entry.values)))
    return [entry.sample(row) for row in uniforms]


@pytest.mark.parametrize("name", names("missiles"))
def test_every_drawn_missile_lifts_off(name):
    entry = load("missiles", name)
    masses = [Missile.from_entry(entry, draw).launch_mass for draw in draws(entry)]
    nominal = Missile.from_entry(entry).launch_mass
    assert 0.8 * nominal < min(masses) < max(masses) < 1.25 * nominal


@pytest.mark.parametrize("mode", ["terminal", "forward"])
def test_every_drawn_radar_stays_within_a_factor_of_two_in_range(mode):
    entry = load("radars", "an-tpy-2")
    nominal = from_values("nominal", entry.nominal(), mode).snr_constant
    ratios = [from_values("drawn", draw, mode).snr_constant / nominal for draw in draws(entry)]
    assert 0.5**4 < min(ratios) < 1.0 < max(ratios) < 2.0**4


@pytest.mark.parametrize("kind", ["missiles", "radars", "interceptors", "batteries"])
def test_every_draw_lies_in_its_range(kind):
    entry = load(kind, names(kind)[0])
    for draw in draws(entry)[:20]:
        for key, number in draw.items():
            item = entry.values[key]
            assert item.low * (1 - 1e-12) <= number <= item.high * (1 + 1e-12), key
