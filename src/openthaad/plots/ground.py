"""What maps have in common: land, coasts and borders on a plane, and a palette."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon
from numpy.typing import NDArray
from pyproj import Proj

from openthaad.catalogue.coastline import Box, borders, coastline, land

INK, SOFT, LAND, SEA, PAPER = "#1d2126", "#59616a", "#e4e1d8", "#f1f4f6", "#fcfbf9"
Array = NDArray[np.float64]


def draw_ground(ax: Axes, plane: Proj, box: Box) -> None:
    """Draw land, coasts and borders of a box [deg] on a plane whose unit is the kilometre."""
    for ring in land(box):
        ax.add_patch(Polygon(to_plane(ring, plane), closed=True, facecolor=LAND, linewidth=0))
    for line in coastline(box):
        ax.plot(*to_plane(line, plane).T, color="#b3aea1", linewidth=0.5)
    for line in borders(box):
        ax.plot(*to_plane(line, plane).T, color="#a9a290", linewidth=0.7, linestyle=(0, (5, 3)))


def to_plane(points: list[tuple[float, float]], plane: Proj) -> Array:
    """Longitudes and latitudes [deg] on the plane [km]."""
    lon, lat = np.array(points).T
    return np.stack(plane(lon, lat), axis=-1) / 1e3
