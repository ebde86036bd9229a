"""Distances and bearings on the WGS 84 ellipsoid, by PROJ."""

from functools import cache
from math import degrees
from typing import Protocol

from pyproj import Geod


class Place(Protocol):
    """Anything with geodetic latitude and longitude [rad]."""

    @property
    def latitude(self) -> float:
        """Geodetic latitude [rad]."""

    @property
    def longitude(self) -> float:
        """Longitude [rad]."""


@cache
def _wgs84() -> Geod:
    return Geod(ellps="WGS84")


def distance(a: Place, b: Place) -> float:
    """Length of the geodesic between two places [m]."""
    _, _, length = _wgs84().inv(
        degrees(a.longitude), degrees(a.latitude), degrees(b.longitude), degrees(b.latitude)
    )
    return float(length)
