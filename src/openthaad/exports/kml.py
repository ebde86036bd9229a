"""KML, for Google Earth and other globes: paths with their times, places, endings."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import simplekml

from openthaad.exports.paths import Flown, endings, epoch, interceptors, missiles, tracks
from openthaad.exports.styles import BODY, HIT, INTERCEPTOR, PICTURE, WARHEAD, Colour
from openthaad.runs import Run, geodetic, thin

_TOLERANCE = 100.0  # m, of a path against its straight pieces


def document(run: Run) -> str:
    """Return a run as a KML document; heights are above the ellipsoid."""
    # Ids count on from one document to the next: the same run would not give the same bytes.
    simplekml.Kml.resetidcounter()
    kml = simplekml.Kml(name=str(run.manifest["title"]))
    since = epoch(run)
    _places(kml, run)
    groups = {"missiles": missiles, "interceptors": interceptors, "tracks": tracks}
    for name, group in groups.items():
        _flown(kml.newfolder(name=name), group(run), since)
    _endings(kml, run, since)
    return str(kml.kml())


def _colour(rgb: Colour, alpha: int = 255) -> str:
    return str(simplekml.Color.rgb(*rgb, alpha))


def _moment(since: datetime, time: float) -> str:
    moment = since + timedelta(seconds=time)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _flown(folder: simplekml.Folder, group: Iterable[Flown], since: datetime) -> None:
    shades = {"lead": WARHEAD, "interceptor": INTERCEPTOR, "track": PICTURE}
    for flown in group:
        rows = thin(flown.time, flown.position_ecef, _TOLERANCE)
        lat, lon, alt = geodetic(flown.position_ecef[rows])
        track = folder.newgxtrack(name=flown.name)
        track.altitudemode = simplekml.AltitudeMode.absolute
        track.newwhen([_moment(since, time) for time in flown.time[rows].tolist()])
        track.newgxcoord(list(zip(lon.tolist(), lat.tolist(), alt.tolist(), strict=True)))
        shade = shades.get(flown.kind, BODY)
        track.style.linestyle.color = _colour(shade)
        track.style.linestyle.width = 2
        track.style.iconstyle.color = _colour(shade)
        track.style.iconstyle.scale = 0.6
        track.style.labelstyle.scale = 0.7


def _places(kml: simplekml.Kml, run: Run) -> None:
    folder = kml.newfolder(name="defence")
    for kind in ("radars", "batteries", "assets"):
        for place in run.manifest["geometry"][kind]:
            name = place["name"] if kind == "assets" else f"{kind[:-1]} {place['name']}"
            name = name.replace("batterie ", "battery ")
            folder.newpoint(name=name, coords=[(place["lon_deg"], place["lat_deg"])])


def _endings(kml: simplekml.Kml, run: Run, since: datetime) -> None:
    folder = kml.newfolder(name="endings")
    for ending in endings(run):
        lat, lon, alt = geodetic(ending.position_ecef)
        word = "hit" if ending.is_hit else "impact"
        point = folder.newpoint(name=f"{word} of {ending.missile} {ending.threat}")
        point.coords = [(float(lon[0]), float(lat[0]), float(alt[0]))]
        point.altitudemode = simplekml.AltitudeMode.absolute
        point.timestamp.when = _moment(since, ending.time)
        point.style.iconstyle.color = _colour(HIT if ending.is_hit else WARHEAD)
