"""Edges of what is defended: polygons from cells, their areas, and GeoJSON (RFC 7946)."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from contourpy import FillType, contour_generator
from numpy.typing import NDArray
from shapely import box as rectangle
from shapely.affinity import translate
from shapely.geometry import MultiPolygon, Polygon, mapping
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient
from shapely.ops import unary_union

from openthaad.earth import geodesy

if TYPE_CHECKING:
    from openthaad.studies.footprint.region import Grid

_DIGITS = 4  # of a degree: 11 m
Filled = tuple[list[NDArray[np.float64]], list[NDArray[np.int64]]]


def outline(grid: Grid, inside: NDArray[np.bool_]) -> MultiPolygon:
    """Return the outline of the cells that are inside, half way to their neighbours.

    Parameters
    ----------
    grid : Grid
    inside : (N,) array of bool
        Row by row from the south.

    Returns
    -------
    MultiPolygon
        Longitude and latitude [deg]; longitudes run on past 180 where the grid does.
    """
    padded = np.zeros((grid.rows + 2, grid.columns + 2))
    padded[1:-1, 1:-1] = inside.reshape(grid.rows, grid.columns)
    lat, lon = _padded(grid.latitude_deg), _padded(grid.longitude_deg)
    found = contour_generator(lon, lat, padded, fill_type=FillType.OuterOffset)
    points, offsets = cast("Filled", found.filled(0.5, 2.0))
    parts = []
    for ring_points, ends in zip(points, offsets, strict=True):
        rings = [ring_points[a:b] for a, b in itertools.pairwise(ends)]
        parts.append(Polygon(rings[0], rings[1:]))
    return polygons_of(unary_union([part.buffer(0.0) for part in parts]))


def _padded(values: NDArray[np.float64]) -> NDArray[np.float64]:
    step = values[1] - values[0]
    return np.concatenate([[values[0] - step], values, [values[-1] + step]])


def polygons_of(shape: BaseGeometry) -> MultiPolygon:
    """Keep the polygons of a shape."""
    if isinstance(shape, MultiPolygon):
        return shape
    if isinstance(shape, Polygon):
        return MultiPolygon([] if shape.is_empty else [shape])
    parts = [p for p in getattr(shape, "geoms", ()) if isinstance(p, Polygon)]
    return MultiPolygon(parts)


def area(shape: BaseGeometry) -> float:
    """Area on the WGS 84 ellipsoid [m2]; edges are geodesics."""
    total = 0.0
    for part in polygons_of(shape).geoms:
        signed = geodesy.signed_area(orient(part, 1.0))
        total += signed
    return total


def common(a: BaseGeometry, b: BaseGeometry) -> MultiPolygon:
    """Return what two shapes have in common."""
    return polygons_of(a.intersection(b))


def feature(shape: BaseGeometry, properties: dict[str, Any]) -> dict[str, Any]:
    """Return a GeoJSON feature: cut at 180 degrees, shores counter-clockwise, holes clockwise.

    References
    ----------
    .. [1] RFC 7946, "The GeoJSON Format", 2016, sections 3.1.6 and 3.1.9.
    """
    parts = [orient(part, 1.0) for part in cut_at_dateline(shape).geoms]
    geometry = mapping(MultiPolygon(parts))
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {
            "type": "MultiPolygon",
            "coordinates": _rounded(geometry["coordinates"]),
        },
    }


def cut_at_dateline(shape: BaseGeometry) -> MultiPolygon:
    """Move what lies beyond 180 degrees of longitude to the other side of the map."""
    pieces: list[BaseGeometry] = []
    for turn in (-360.0, 0.0, 360.0):
        window = rectangle(turn - 180.0, -90.0, turn + 180.0, 90.0)
        pieces.extend(translate(p, -turn) for p in common(shape, window).geoms)
    return MultiPolygon(pieces)


def _rounded(item: Any) -> Any:  # noqa: ANN401 (nested to any depth)
    if isinstance(item, float | int):
        return round(float(item), _DIGITS)
    return [_rounded(part) for part in item]
