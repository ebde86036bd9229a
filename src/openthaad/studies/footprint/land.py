"""The land whose share a footprint gives: that of the countries of the batteries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import degrees

from shapely import box as rectangle
from shapely import make_valid
from shapely.affinity import translate
from shapely.geometry import MultiPoint, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from openthaad.catalogue.countries import TURNS, Box, City, Country, countries_in
from openthaad.catalogue.titles import country_title
from openthaad.scenario.fields import Location
from openthaad.studies.footprint.contour import area, common, polygons_of

# A site this far off the land drawn, on a quay or a small island, still counts [deg].
_OFF_SHORE = 0.2
# Of a country of which so much lies in the map its whole land counts.
_NEARLY_ALL = 0.95


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Land:
    """Land that a share is of.

    Attributes
    ----------
    countries : tuple of Country
    is_whole : bool
        All the land of these countries, and not only what lies in the map.
    shape : MultiPolygon
        Longitude and latitude [deg], as far round as the map's.
    area : float
        [m2]
    """

    countries: tuple[Country, ...]
    is_whole: bool
    shape: MultiPolygon
    area: float

    @property
    def name(self) -> str:
        """The countries' names."""
        return " and ".join(country.name for country in self.countries)

    @property
    def title(self) -> str:
        """The land in a sentence: the land of Guam; the land of China on the map."""
        names = " and ".join(country_title(country.name) for country in self.countries)
        return f"the land of {names}" + ("" if self.is_whole else " on the map")


@cache
def outlines(country: Country) -> MultiPolygon:
    """Return a country's land; longitudes run on past 180 where it does [deg]."""
    parts = [Polygon(part[0], part[1:]) for part in country.polygons]
    return polygons_of(unary_union([_valid(part) for part in parts]))


def _valid(part: Polygon) -> BaseGeometry:
    return part if part.is_valid else make_valid(part)


def country_at(latitude_deg: float, longitude_deg: float) -> Country | None:
    """Return the country on whose land, or just off whose shore, a place lies; None at sea."""
    spot = Point((longitude_deg + 180.0) % 360.0 - 180.0, latitude_deg)
    near = countries_in(spot.buffer(_OFF_SHORE).bounds)
    if not near:
        return None
    spots = MultiPoint([(spot.x + turn, spot.y) for turn in TURNS])
    away = {country.name: outlines(country).distance(spots) for country in near}
    nearest = min(near, key=lambda country: away[country.name])
    return nearest if away[nearest.name] <= _OFF_SHORE else None


def land_of(sites: Iterable[Location], box: Box) -> Land | None:
    """Return the land of the countries in which sites stand.

    All of it, or where a map's box holds only a part of it, that part; None where no site
    stands on land of the map.
    """
    found = [country_at(degrees(site.latitude), degrees(site.longitude)) for site in sites]
    homes = tuple(dict.fromkeys(country for country in found if country is not None))
    if not homes:
        return None
    return _held(homes, box)


# A map is asked for again and again with the defence moved, and of the same land.
@lru_cache(maxsize=16)
def _held(homes: tuple[Country, ...], box: Box) -> Land | None:
    """Return the land of some countries in a map's box; None where there is none."""
    whole = unary_union([outlines(country) for country in homes])
    inside = _within(whole, box)
    total, held = area(whole), area(inside)
    if held <= 0.0:
        return None
    is_whole = held >= _NEARLY_ALL * total
    return Land(
        countries=homes,
        is_whole=is_whole,
        shape=_turned(whole, box) if is_whole else inside,
        area=total if is_whole else held,
    )


def _within(shape: BaseGeometry, box: Box) -> MultiPolygon:
    """Return what of a shape lies in a box, which may run on past 180 degrees."""
    frame = rectangle(*box)
    return polygons_of(unary_union([common(translate(shape, t), frame) for t in TURNS]))


def _turned(shape: BaseGeometry, box: Box) -> MultiPolygon:
    """Return a shape moved by whole turns, each part to where most of it lies in a box."""
    frame = rectangle(*box)
    moved = []
    for part in polygons_of(shape).geoms:
        turns = [translate(part, turn) for turn in TURNS]
        moved.append(max(turns, key=lambda p: (p.intersects(frame), -p.distance(frame))))
    return MultiPolygon(moved)


def cities_in(homes: Sequence[Country], box: Box) -> list[tuple[City, Country]]:
    """Return the large cities of countries that lie in a box, the largest first."""
    west, south, east, north = box
    found = [
        (city, country)
        for country in homes
        for city in country.cities
        if south < city.latitude_deg < north and west < into(city.longitude_deg, west) < east
    ]
    return sorted(found, key=lambda pair: -pair[0].population)


def into(longitude_deg: float, west: float) -> float:
    """Longitude [deg] by whole turns to within one turn east of `west`."""
    return west + (longitude_deg - west) % 360.0
