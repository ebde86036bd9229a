"""Cells of a map as areas with smooth edges, no finer than the cells are.

Each class of cells weighs 1 in its own cells and 0 elsewhere.  The weights are smoothed again
and again, and after each time held to the cells: in the middle of each its own class keeps more
than half.  An edge runs where two classes weigh the same, so that it passes between the middles
of the cells that it parts, and a single cell of a class stays on the map.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import cast

import numpy as np
from contourpy import FillType, LineType, contour_generator
from matplotlib.path import Path as Outline
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, gaussian_filter1d

from openthaad.earth.geodesy import Plane
from openthaad.processes import cores
from openthaad.studies.footprint import Grid

Array = NDArray[np.float64]
Filled = tuple[list[Array], list[NDArray[np.int64]]]
_FINER = 5  # points along a cell, an odd number
_SIGMA = 0.8  # cells, of what is smoothed
# Cells over which it is set right each time; the last times closely, and nothing is smoothed.
_SPREADS = (0.5,) * 12 + (0.3,) * 6
_OWN, _FOREIGN = 0.56, 0.44  # the least and greatest weight in the middle of a cell
_HALF = 0.5


def weight(grid: Grid, inside: NDArray[np.bool_]) -> Array:
    """Return how much of a class there is about each point of a finer grid, 0 to 1."""
    cells = inside.reshape(grid.rows, grid.columns).astype(float)
    padded = np.pad(cells, 1, mode="edge")
    least = np.where(padded > _HALF, _OWN, 0.0)
    most = np.where(padded > _HALF, 1.0, _FOREIGN)
    field: Array = _finer(padded)
    for spread in _SPREADS:
        if spread == _SPREADS[0]:
            field = gaussian_filter(field, _SIGMA * _FINER, mode="nearest")
        middles = field[_FINER // 2 :: _FINER, _FINER // 2 :: _FINER]
        amiss = np.clip(middles, least, most) - middles
        field = field + _spread(amiss, spread * _FINER)
    return field


def _finer(cells: Array) -> Array:
    return cells.repeat(_FINER, axis=0).repeat(_FINER, axis=1)


def _spread(cells: Array, sigma: float) -> Array:
    """Smooth what cells hold over the finer grid: down the columns while they are still few."""
    down = gaussian_filter1d(cells.repeat(_FINER, axis=0), sigma, axis=0, mode="nearest")
    wide: Array = down.repeat(_FINER, axis=1)
    return cast("Array", gaussian_filter1d(wide, sigma, axis=1, mode="nearest"))


def shares(grid: Grid, codes: NDArray[np.int64], count: int) -> Iterator[Array]:
    """Yield for each class how far it outweighs every other one, on the finer grid."""
    if count == 0:
        return
    with ThreadPoolExecutor(cores()) as pool:  # filters release the interpreter
        weights = np.stack(list(pool.map(lambda k: weight(grid, codes == k), range(count))))
    for k in range(count):
        others = np.delete(weights, k, axis=0)
        rest = others.max(axis=0) if count > 1 else np.zeros(weights.shape[1:])
        yield weights[k] - rest


def areas(grid: Grid, field: Array, least: float, plane: Plane) -> list[Outline]:
    """Return the areas in which a field is at least so much, as paths on a plane [km]."""
    lon, lat = _axes(grid)
    found = contour_generator(lon, lat, field, fill_type=FillType.OuterOffset)
    points, offsets = cast("Filled", found.filled(least, np.inf))
    paths = []
    for part, ends in zip(points, offsets, strict=True):
        codes = np.full(len(part), Outline.LINETO, dtype=np.uint8)
        for start, end in pairwise(ends):
            codes[start], codes[end - 1] = Outline.MOVETO, Outline.CLOSEPOLY
        paths.append(Outline(flat(part, plane), codes))
    return paths


def edges(grid: Grid, field: Array, plane: Plane) -> list[Array]:
    """Return the lines on which a weight is a half, on a plane [km]."""
    lon, lat = _axes(grid)
    found = contour_generator(lon, lat, field, line_type=LineType.Separate)
    return [flat(cast("Array", line), plane) for line in found.lines(_HALF)]


def flat(points: Array | Sequence[tuple[float, float]], plane: Plane) -> Array:
    """Longitudes and latitudes [deg] on the plane [km]."""
    lon, lat = np.asarray(points, dtype=float).T
    return np.stack(plane(lon, lat), axis=-1) / 1e3


def _axes(grid: Grid) -> tuple[Array, Array]:
    """Longitudes and latitudes [deg] of the finer grid, one cell beyond the map each way."""
    west, south, east, north = grid.box
    return (
        _points(west, east, grid.columns),
        np.clip(_points(south, north, grid.rows), -90.0, 90.0),
    )


def _points(low: float, high: float, count: int) -> Array:
    step = (high - low) / count / _FINER
    middles = low + step * (np.arange((count + 2) * _FINER) - _FINER + 0.5)
    return np.asarray(middles, dtype=np.float64)
