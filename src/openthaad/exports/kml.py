"""KML 2.2, for Google Earth and other globes: paths, where things are when, places, endings.

The document keeps to the schema of the standard, without the extensions of one program. So a
thing that flies is its whole path, there while it flies, and a point for each piece of the
path, there while it flies that piece: a viewer with a clock plays the run.

References
----------
.. [1] Open Geospatial Consortium, OGC 07-147r2, "OGC KML", version 2.2.0, 2008, and its schema
   `ogckml22.xsd`.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element, SubElement

import numpy as np
from numpy.typing import NDArray

from openthaad.characters import shown
from openthaad.exports.paths import (
    Flown,
    endings,
    epoch,
    interceptors,
    missiles,
    places,
    tracks,
)
from openthaad.exports.styles import (
    BODY,
    DEFENCE,
    HIT,
    INTERCEPTOR,
    PICTURE,
    WARHEAD,
    Colour,
)
from openthaad.runs import Run, geodetic, thin

Array = NDArray[np.float64]
_SPACE = "http://www.opengis.net/kml/2.2"
_TOLERANCE = 100.0  # m, of a path against its straight pieces
_STYLES: dict[str, Colour] = {
    "lead": WARHEAD,
    "body": BODY,
    "interceptor": INTERCEPTOR,
    "track": PICTURE,
    "hit": HIT,
    "impact": WARHEAD,
    "defence": DEFENCE,
}


def document(run: Run) -> str:
    """Return a run as a KML document; heights are above the ellipsoid."""
    kml = Element("kml", xmlns=_SPACE)
    top = SubElement(kml, "Document")
    _say(top, "name", str(run.manifest["title"]))
    for name, colour in _STYLES.items():
        _style(top, name, colour)
    since = epoch(run)
    _places(_folder(top, "defence"), run)
    groups = {"missiles": missiles, "interceptors": interceptors, "tracks": tracks}
    for name, group in groups.items():
        _flown(_folder(top, name), group(run), since)
    _endings(_folder(top, "endings"), run, since)
    ET.indent(kml, " ")
    # UTF-8, which goes without saying: some readers take a text with a declaration for bytes.
    return '<?xml version="1.0"?>\n' + ET.tostring(kml, "unicode") + "\n"


def _say(parent: Element, tag: str, text: str) -> Element:
    element = SubElement(parent, tag)
    element.text = shown(text)
    return element


def _folder(parent: Element, name: str) -> Element:
    folder = SubElement(parent, "Folder")
    _say(folder, "name", name)
    return folder


def _style(top: Element, name: str, colour: Colour) -> None:
    red, green, blue = colour
    shade = f"ff{blue:02x}{green:02x}{red:02x}"
    style = SubElement(top, "Style", id=name)
    icon = SubElement(style, "IconStyle")
    _say(icon, "color", shade)
    _say(icon, "scale", "0.6")
    _say(SubElement(style, "LabelStyle"), "scale", "0.7")
    line = SubElement(style, "LineStyle")
    _say(line, "color", shade)
    _say(line, "width", "2")


def _moment(since: datetime, time: float) -> str:
    moment = since + timedelta(seconds=time)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _placemark(
    folder: Element, name: str, style: str, times: Sequence[str], shape: tuple[str, str]
) -> None:
    """Add a placemark: there at a moment, between two, or always; `shape` is tag and places."""
    mark = SubElement(folder, "Placemark")
    _say(mark, "name", name)
    if len(times) == 1:
        _say(SubElement(mark, "TimeStamp"), "when", times[0])
    elif times:
        span = SubElement(mark, "TimeSpan")
        _say(span, "begin", times[0])
        _say(span, "end", times[1])
    _say(mark, "styleUrl", f"#{style}")
    tag, coordinates = shape
    geometry = SubElement(mark, tag)
    _say(geometry, "altitudeMode", "absolute")
    _say(geometry, "coordinates", coordinates)


def _coordinates(longitude: float, latitude: float, altitude: float) -> str:
    return f"{longitude:.7f},{latitude:.7f},{altitude:.2f}"


def _flown(folder: Element, group: Iterable[Flown], since: datetime) -> None:
    for flown in group:
        rows = thin(flown.time, flown.position_ecef, _TOLERANCE)
        latitude, longitude, altitude = geodetic(flown.position_ecef[rows])
        spots = [
            _coordinates(*spot) for spot in zip(longitude, latitude, altitude, strict=True)
        ]
        times = [_moment(since, time) for time in flown.time[rows].tolist()]
        style = flown.kind if flown.kind in _STYLES else "body"
        of_one = _folder(folder, flown.name)
        line = ("LineString", " ".join(spots))
        _placemark(of_one, flown.name, style, (times[0], times[-1]), line)
        for begin, end, spot in zip(times[:-1], times[1:], spots[:-1], strict=True):
            _placemark(of_one, flown.name, style, (begin, end), ("Point", spot))
        _placemark(of_one, flown.name, style, times[-1:], ("Point", spots[-1]))


def _places(folder: Element, run: Run) -> None:
    for place in places(run):
        name = place.name if place.kind == "asset" else f"{place.kind} {place.name}"
        spot = _coordinates(place.lon_deg, place.lat_deg, place.altitude_m)
        _placemark(folder, name, "defence", (), ("Point", spot))


def _endings(folder: Element, run: Run, since: datetime) -> None:
    for ending in endings(run):
        latitude, longitude, altitude = (float(x[0]) for x in geodetic(ending.position_ecef))
        word = "hit" if ending.is_hit else "impact"
        name = f"{word} of {ending.title} {ending.threat}"
        spot = _coordinates(longitude, latitude, altitude)
        _placemark(folder, name, word, (_moment(since, ending.time),), ("Point", spot))
