"""The places of a scenario by name, and coordinates given with the longitude first."""

import pytest

from openthaad.scenario import load_scenario, pack_names, scenario_from
from openthaad.scenario.sites import asset_called, sites, swapped_in, swapped_words

MALTA, SICILY, NAPLES = [35.9, 14.5], [37.5, 15.0], [40.85, 14.27]


def raid(*, aim=MALTA, launch=NAPLES, port=MALTA, radar=SICILY):
    return scenario_from(
        {
            "epoch": "2020-01-01T00:00:00Z",
            "threats": [{"missile": "nodong", "from": launch, "to": aim}],
            "radars": {"etna": {"position": radar, "boresight_deg": 0}},
            "batteries": {"etna": {"position": radar, "radars": ["etna"]}},
            "assets": {"grand-port": {"position": port, "radius_km": 10}},
        }
    )


@pytest.mark.parametrize("word", ["grand-port", "Grand Port", "GRAND_PORT"])
def test_an_asset_is_found_by_its_name(word):
    found = asset_called(raid(), word)
    assert found.name == "grand-port"
    assert asset_called(raid(), "harbour") is None


@pytest.mark.parametrize("name", pack_names())
def test_nothing_of_the_pack_looks_swapped(name):
    assert swapped_in(load_scenario(name)) == []
    assert len(list(sites(load_scenario(name)))) > 2


@pytest.mark.parametrize(
    ("wrong", "keys"),
    [
        ({"aim": MALTA[::-1]}, ["threats.0.to"]),
        ({"port": MALTA[::-1]}, ["assets.grand-port.position"]),
        ({"radar": SICILY[::-1]}, ["radars.etna.position", "batteries.etna.position"]),
        ({}, []),
    ],
)
def test_a_longitude_given_first_is_hinted_at(wrong, keys):
    found = swapped_in(raid(**wrong))
    assert [words.partition(":")[0] for words in found] == keys
    assert all("latitude comes first" in words for words in found)


def test_a_place_far_off_either_way_is_left_alone():
    (launch, *_) = [site.at for site in sites(raid(launch=[-33.0, 70.0]))]
    assert swapped_words(launch, {site.at for site in sites(raid())}) is None
