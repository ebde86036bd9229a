"""What missiles, places and countries are called in a sentence."""

from collections.abc import Mapping
from typing import Any

from openthaad.catalogue.entries import Entry
from openthaad.catalogue.places import place_words, title_of

_WITH_ARTICLE = ("United ", "Czech Republic", "Dominican Republic", "Central African Republic",
                 "Republic ", "Democratic Republic", "Philippines", "Netherlands", "Bahamas",
                 "Maldives", "Gambia", "Comoros", "Vatican", "Ivory Coast")  # fmt: skip


def country_title(name: str) -> str:
    """Name a country inside a sentence.

    >>> country_title("Guam"), country_title("United States"), country_title("Marshall Islands")
    ('Guam', 'the United States', 'the Marshall Islands')
    """
    has_article = name.startswith(_WITH_ARTICLE) or name.endswith((" Islands", " Territory"))
    return f"the {name}" if has_article else name


def missile_title(entry: Entry) -> str:
    """Return the title of a missile without its other names.

    >>> from openthaad.catalogue import load
    >>> missile_title(load("missiles", "nodong"))
    'Nodong'
    """
    return entry.title.partition(" (")[0]


def missile_of(threat: Mapping[str, Any]) -> str:
    """Name the missile of a threat of the JSON by the title of its entry.

    >>> missile_of({"missile": "kn-23", "title": "KN-23"}), missile_of({"missile": "my-own"})
    ('KN-23', 'My Own')
    """
    return str(threat.get("title") or title_of(threat["missile"]))


def spot_title(place: Mapping[str, Any]) -> str:
    """Name a place of the JSON: its title, or its coordinates where it has no name.

    >>> spot_title({"name": "busan"}), spot_title({"lat_deg": -35.2, "lon_deg": 149.1})
    ('Busan', '35.20 S, 149.10 E')
    """
    if place.get("name"):
        return title_of(place["name"])
    if place.get("lat_deg") is None:
        return "a place without a name"
    lat, lon = place["lat_deg"], place["lon_deg"]
    return place_words(lat, lon)


def aim_of(threat: Mapping[str, Any]) -> str:
    """Name the place that a threat of the JSON is aimed at; in degrees, by its asset.

    >>> aim_of({"aim": {"name": "35.2,126.8"}, "aimed_at": "gwangju"})
    'Gwangju'
    """
    name, asset = str(threat["aim"].get("name") or ""), threat.get("aimed_at")
    is_named = bool(name) and not name[0].isdigit() and name[0] != "-"
    return spot_title(threat["aim"]) if is_named or not asset else title_of(asset)
