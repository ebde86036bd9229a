"""Geodesics, areas and maps of the WGS 84 ellipsoid, by PROJ: the one module that asks it.

Longitude before latitude, as PROJ has it.  Numbers or arrays of them, all of one shape.  It is
imported when it is first asked.
"""

from functools import cache
from math import degrees
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from pyproj import Geod, Transformer


class Plane(Protocol):
    """A plane that the ground is drawn on."""

    def __call__(self, longitude: Any, latitude: Any, inverse: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002 - numbers or arrays, as PROJ has it
        """Turn longitude and latitude [deg] into x and y [m]; the other way with `inverse`."""


class Place(Protocol):
    """Anything with geodetic latitude and longitude [rad]."""

    @property
    def latitude(self) -> float:
        """Geodetic latitude [rad]."""

    @property
    def longitude(self) -> float:
        """Longitude [rad]."""


@cache
def _wgs84() -> "Geod":
    from pyproj import Geod  # noqa: PLC0415 (not every command measures)

    return Geod(ellps="WGS84")


@cache
def _transformer(source: str, target: str) -> "Transformer":
    from pyproj import Transformer  # noqa: PLC0415 (as above)

    return Transformer.from_crs(source, target, always_xy=True)


def distance(a: Place, b: Place) -> float:
    """Length of the geodesic between two places [m]."""
    _, _, length = _wgs84().inv(
        degrees(a.longitude), degrees(a.latitude), degrees(b.longitude), degrees(b.latitude)
    )
    return float(length)


def direct(lon: Any, lat: Any, azimuth: Any, length: Any, *, radians: bool = False) -> Any:  # noqa: ANN401 - numbers or arrays
    """Where a geodesic leads: longitude, latitude and back azimuth [deg, or rad if asked].

    `azimuth` is clockwise from north, `length` in m.
    """
    return _wgs84().fwd(lon, lat, azimuth, length, radians=radians)


def inverse(lon: Any, lat: Any, to_lon: Any, to_lat: Any, *, radians: bool = False) -> Any:  # noqa: ANN401 - numbers or arrays
    """Azimuth, back azimuth [deg, or rad if asked] and length [m] of a geodesic."""
    return _wgs84().inv(lon, lat, to_lon, to_lat, radians=radians)


def signed_area(polygon: Any) -> float:  # noqa: ANN401 - any geometry of shapely
    """Area of a polygon of longitudes and latitudes [m2], positive counterclockwise."""
    area, _ = _wgs84().geometry_area_perimeter(polygon)
    return float(area)


def to_ecef(lon: Any, lat: Any, height: Any) -> Any:  # noqa: ANN401 - numbers or arrays
    """Position x, y, z [m, ECEF] of geodetic coordinates [deg, m]."""
    return _transformer("EPSG:4979", "EPSG:4978").transform(lon, lat, height)


def to_geodetic(x: Any, y: Any, z: Any) -> Any:  # noqa: ANN401 - numbers or arrays
    """Longitude, latitude [deg] and height [m] of a position [m, ECEF]."""
    return _transformer("EPSG:4978", "EPSG:4979").transform(x, y, z)


def equidistant_plane(lat: float, lon: float) -> Plane:
    """Plane with true distances and azimuths from a place [deg]."""
    return _plane(proj="aeqd", lat_0=lat, lon_0=lon, ellps="WGS84")


def equal_area_plane(lat: float, lon: float) -> Plane:
    """Plane with true areas about a place [deg]."""
    return _plane(proj="laea", lat_0=lat, lon_0=lon, ellps="WGS84")


def mercator_plane(lat: float, lon: float) -> Plane:
    """Mercator's plane, true to scale at a latitude, about a meridian [deg]."""
    return _plane(proj="merc", lat_ts=lat, lon_0=lon, ellps="WGS84", over=True)


def _plane(**told: Any) -> Plane:  # noqa: ANN401 - what PROJ takes
    from pyproj import Proj  # noqa: PLC0415 (as above)

    plane: Plane = Proj(**told)
    return plane
