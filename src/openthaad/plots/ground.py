"""What maps have in common: land, coasts and borders on a plane, and a palette."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon
from numpy.typing import NDArray

from openthaad.catalogue.coastline import Box, borders, coastline, land
from openthaad.earth.geodesy import Plane

INK, SOFT, LAND, SEA, PAPER = "#1d2126", "#59616a", "#e4e1d8", "#f1f4f6", "#fcfbf9"
Array = NDArray[np.float64]
_ROOM = 2.0  # degrees drawn beyond the frame


def draw_ground(ax: Axes, plane: Plane) -> None:
    """Draw the land, coasts and borders that the axes show of a plane [km]."""
    box = shown_box(ax, plane)
    for ring in land(box):
        outline = to_plane(finer(ring), plane)
        ax.add_patch(Polygon(outline, closed=True, facecolor=LAND, linewidth=0))
    for line in coastline(box):
        ax.plot(*to_plane(line, plane).T, color="#b3aea1", linewidth=0.5)
    for line in borders(box):
        ax.plot(*to_plane(line, plane).T, color="#a9a290", linewidth=0.7, linestyle=(0, (5, 3)))


def shown_box(ax: Axes, plane: Plane) -> Box:
    """West, south, east and north [deg] of what the axes show; east may pass 180."""
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    x, y = np.meshgrid(np.linspace(left, right, 33), np.linspace(low, high, 33))
    lon, lat = plane(1e3 * x, 1e3 * y, inverse=True)
    middle, _ = plane(500.0 * (left + right), 500.0 * (low + high), inverse=True)
    aside = (lon - middle + 180.0) % 360.0 - 180.0
    south, north = max(lat.min() - _ROOM, -90.0), min(lat.max() + _ROOM, 90.0)
    west, east = aside.min() - _ROOM, aside.max() + _ROOM
    for pole in (-90.0, 90.0):
        across, up = (c / 1e3 for c in plane(middle, pole))
        if left < across < right and low < up < high:
            west, east = -180.0, 180.0
            south, north = min(south, pole), max(north, pole)
    return float(middle + west), float(south), float(middle + east), float(north)


def finer(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Divide the long edges of a ring, so that they bend with the plane as parallels do."""
    points = np.array(ring)
    parts = np.maximum(1, np.ceil(np.abs(np.diff(points, axis=0)).max(axis=1))).astype(int)
    ends = np.concatenate([[0], np.cumsum(parts)])
    every = np.arange(ends[-1] + 1)
    lon, lat = (np.interp(every, ends, points[:, axis]).tolist() for axis in (0, 1))
    return list(zip(lon, lat, strict=True))


def to_plane(points: list[tuple[float, float]], plane: Plane) -> Array:
    """Longitudes and latitudes [deg] on the plane [km]."""
    lon, lat = np.array(points).T
    return np.stack(plane(lon, lat), axis=-1) / 1e3
