"""The radar equation, redone by a stranger from a run's columns and the catalogue."""

from math import log, pi

import numpy as np
import pytest

from openthaad.catalogue import load
from openthaad.engagement import simulate
from openthaad.runs import as_run
from openthaad.scenario import load_scenario

BOLTZMANN, LIGHT, EARTH = 1.380649e-23, 299792458.0, 6371008.8


def air_path(elevation):
    """Chapman's grazing form, as docs/models/radar.md gives it."""
    shell = np.sqrt(4.0 / 3.0 * EARTH / 4.2e3)
    x = np.sin(np.maximum(elevation, 0.0)) * shell
    return shell / (0.661 * x + 0.339 * np.sqrt(x * x + 5.51))


def snr_of(rows, radar):
    """Signal to noise of every row, from the columns and the catalogue's values [SI]."""
    aperture = radar["aperture_area"] * radar["aperture_efficiency"]
    gain = 4.0 * pi * aperture / (LIGHT / radar["frequency"]) ** 2
    noise = BOLTZMANN * radar["system_temperature"] * radar["system_loss"]
    echo = rows["rcs_m2"] * rows["fluctuation"] / rows["true_range_m"] ** 4
    energy = radar["average_power"] * rows["dwell_s"]
    du = (rows["true_u"] - rows["beam_u"]) / radar["beamwidth_azimuth"]
    dv = (rows["true_v"] - rows["beam_v"]) / radar["beamwidth_elevation"]
    beam = np.exp(-8.0 * log(2.0) * (du**2 + dv**2))
    cosine = np.sqrt(1.0 - rows["true_u"] ** 2 - rows["true_v"] ** 2)
    scan = cosine ** (2.0 * radar["scan_loss_exponent"])
    air = radar["zenith_absorption"] ** -air_path(rows["elevation_rad"])
    snr = energy * gain * aperture * echo / ((4.0 * pi) ** 2 * noise) * beam * scan * air
    return np.maximum(snr, 1.0)


@pytest.fixture(scope="module")
def rows():
    run = as_run(simulate(load_scenario("korea-2017"), seed=3))
    table = run.tables["detections"]
    return {name: table[name].to_numpy() for name in table.column_names if name != "radar"}


def test_snr_follows_from_range_cross_section_beam_scan_air_and_dwell(rows):
    alone = rows["echoes"] == 1
    assert alone.sum() > 0.9 * len(alone)
    one = {name: column[alone] for name, column in rows.items()}
    expected = snr_of(one, load("radars", "an-tpy-2").nominal())
    np.testing.assert_allclose(one["snr"], expected, rtol=1e-9)


def test_the_beam_is_not_always_on_the_target(rows):
    off = np.hypot(rows["true_u"] - rows["beam_u"], rows["true_v"] - rows["beam_v"])
    assert off.max() > 1e-3
    assert rows["rcs_m2"].max() > 50.0 * rows["rcs_m2"].min() > 0.0


def test_the_signal_of_two_that_were_not_resolved_is_the_sum_of_both(rows):
    together = rows["echoes"] > 1
    one = {name: column[together] for name, column in rows.items()}
    assert together.any()
    # The stronger of the two is at least half of it.
    stronger = snr_of(one, load("radars", "an-tpy-2").nominal())
    assert (stronger < 1.01 * one["snr"]).all()
    assert (stronger > 0.45 * one["snr"]).all()
