"""Land is drawn as land wherever a map lies."""

import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Polygon
from pyproj import Proj

from openthaad.plots.ground import draw_ground, to_plane

MOSCOW, BEIJING, DENVER = (37.6, 55.7), (116.4, 39.9), (-105.0, 39.7)
ATLANTIC, PACIFIC, POLE = (-30.0, 45.0), (-150.0, 30.0), (0.0, 90.0)


@pytest.mark.parametrize(
    ("centre", "half", "land", "sea"),
    [
        ((17.1, 58.5), 900.0, (19.0, 52.0), (19.5, 56.5)),
        ((17.1, 54.5), 4000.0, MOSCOW, ATLANTIC),
        ((128.0, 39.9), 5000.0, BEIJING, (150.0, 35.0)),
        ((-179.0, 60.0), 6000.0, DENVER, PACIFIC),
        ((30.0, 80.0), 4000.0, MOSCOW, POLE),
        ((134.0, -24.0), 3000.0, (134.0, -24.0), (160.0, -35.0)),
    ],
)
def test_a_place_on_land_lies_on_land_and_one_at_sea_does_not(centre, half, land, sea):
    plane = Proj(proj="aeqd", lon_0=centre[0], lat_0=centre[1], ellps="WGS84")
    ax = Figure().subplots()
    ax.set_xlim(-half, half)
    ax.set_ylim(-half, half)
    draw_ground(ax, plane)
    rings = [patch.get_path() for patch in ax.patches if isinstance(patch, Polygon)]
    spots = to_plane([land, sea], plane)
    assert abs(spots).max() < half
    inside = [sum(ring.contains_point(spot) for ring in rings) % 2 for spot in spots]
    assert inside == [1, 0]
