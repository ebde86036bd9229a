import numpy as np
import pytest

from openthaad.earth.kernels.frames import ecef_to_geodetic
from openthaad.reports.footprint import chance_sentence, spread_sentence
from openthaad.scenario import Position, load_scenario
from openthaad.scenario.world import surroundings
from openthaad.studies.footprint import footprint, grid
from openthaad.studies.footprint.chance import Accuracy, chance_map
from openthaad.studies.footprint.samples import spread
from openthaad.studies.footprint.setup import set_up

BOX = (127.0, 35.0, 129.0, 38.2)


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("busan-lofted")


@pytest.fixture(scope="module")
def best(scenario):
    return footprint(scenario, cells=grid(BOX, 8))


def test_draws_of_the_catalogue_move_the_share_of_land(scenario, best):
    drawn = spread(scenario, best, samples=3, seed=1)
    assert len(drawn.shares) + drawn.failed == 3
    assert np.ptp(drawn.shares) > 0.0
    assert (drawn.free >= drawn.shares).all()
    assert set(drawn.cities) == {row["name"] for row in best.cities()}
    assert "of land" in spread_sentence(drawn)


def test_whole_battles_kill_only_where_there_is_an_opportunity(scenario, best):
    odds = chance_map(scenario, best, runs=2, seed=5)
    quiet = footprint(scenario, cells=odds.grid).chances
    reached = odds.kills >= 0
    assert (reached == (quiet["is_flown"] == 1)).all()
    assert (
        odds.kills[quiet["opportunities"] > 0].mean()
        > odds.kills[quiet["opportunities"] == 0].mean() + 0.5
    )
    cells = odds.to_dict()["cells"]
    assert all(c["low"] <= c["probability"] <= c["high"] for c in cells if c["low"] is not None)
    assert "battles" in chance_sentence(odds)


def test_a_missile_is_as_accurate_at_a_cell_as_a_scenario_aimed_there(scenario, best):
    threat, batch = scenario.threats[0], best.layers[0].batches[0]
    j = int(np.flatnonzero(batch.status == 0)[0])
    lat, lon, height = ecef_to_geodetic(tuple(batch.aims[j]))
    aim = Position(lat_deg=np.degrees(lat), lon_deg=np.degrees(lon), altitude_m=height)
    there = set_up(scenario, threat.model_copy(update={"aim": aim}))
    aimed = Accuracy(scenario.entry("missiles", threat.missile), surroundings(scenario))
    found = aimed.sigma(set_up(scenario, threat), batch, j)
    assert found == pytest.approx(there.world.threats[0]["burnout_velocity_sigma"], rel=0.01)
