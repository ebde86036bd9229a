"""ACMI 2.2, the text format of the flight recorder Tacview: what flew, second by second.

References
----------
.. [1] Raia Software, "ACMI 2.2 flight recording format", tacview.net/documentation/acmi.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC

import numpy as np

from openthaad.characters import shown
from openthaad.exports.paths import Flown, endings, epoch, interceptors, missiles, places
from openthaad.runs import Run, geodetic

_STEP = 0.5  # s between two rows of one thing; Tacview draws straight lines between
_TYPES = {"lead": "Weapon+Missile", "interceptor": "Weapon+Missile"}
_DEBRIS = "Misc+Debris"
_LOOKALIKES = str.maketrans({"\\": "\N{FULLWIDTH REVERSE SOLIDUS}", "|": "\N{BROKEN BAR}"})
_COALITIONS = {True: ("Defence", "Blue"), False: ("Attack", "Red")}


def document(run: Run) -> str:
    """Return a run as an ACMI document; it opens with a byte-order mark, as asked."""
    start = epoch(run).astimezone(UTC).isoformat().replace("+00:00", "Z")
    head = [
        "FileType=text/acmi/tacview",
        "FileVersion=2.2",
        f"0,ReferenceTime={start}",
        f"0,Title={_text(run.manifest['title'])}",
        "0,DataSource=OpenTHAAD",
    ]
    lines = [*head, *_places(run)]
    for time, rows in sorted(_rows(run).items()):
        lines += [f"#{time:.2f}", *rows]
    return "\ufeff" + "\n".join(lines) + "\n"


def _text(words: str) -> str:
    """Escape what a value may not hold; what has no escape there is shown by a look-alike."""
    text = shown(str(words)).translate(_LOOKALIKES)
    return text.replace(",", "\\,").replace("\n", "\\\n")


def _places(run: Run) -> Iterator[str]:
    number = 0xD000
    words = {"radar": "Ground+AntiAircraft+Sensor", "battery": "Ground+AntiAircraft"}
    for place in places(run):
        if place.kind in words:
            number += 1
            where = f"T={place.lon_deg:.7f}|{place.lat_deg:.7f}|{place.altitude_m:.2f}"
            what = f"Name={_text(place.name)},Type={words[place.kind]}"
            yield f"{number:x},{where},{what},{_side(is_defence=True)}"


def _side(*, is_defence: bool) -> str:
    coalition, colour = _COALITIONS[is_defence]
    return f"Coalition={coalition},Color={colour}"


def _rows(run: Run) -> dict[float, list[str]]:
    """Lines of the document by time [s]."""
    rows: dict[float, list[str]] = defaultdict(list)
    leads = {}
    for flown in [*missiles(run), *interceptors(run)]:
        _add(rows, flown)
        if flown.kind == "lead":
            leads[flown.threat] = flown.number
    for ending in endings(run):
        word = "Destroyed" if ending.is_hit else "Message"
        where = f"{_number('lead', leads[ending.threat]):x}"
        said = f"0,Event={word}|{where}|{_text(ending.title)} {ending.threat}"
        rows[round(ending.time, 2)].append(said)
    return rows


def _number(kind: str, number: int) -> int:
    return number + (0xB000 if kind == "interceptor" else 0xA000)


def _add(rows: dict[float, list[str]], flown: Flown) -> None:
    """Write a thing's path at even times, and its removal after the last."""
    first, last = float(flown.time[0]), float(flown.time[-1])
    even = np.arange(np.ceil(first / _STEP) * _STEP, last, _STEP)
    times = np.unique(np.concatenate([[first], even, [last]]))
    position = np.column_stack(
        [np.interp(times, flown.time, flown.position_ecef[:, axis]) for axis in range(3)]
    )
    number = _number(flown.kind, flown.number)
    label = f",Name={_text(flown.name)},Type={_TYPES.get(flown.kind, _DEBRIS)},"
    label += _side(is_defence=flown.kind == "interceptor")
    for time, lat, lon, alt in zip(times.tolist(), *geodetic(position), strict=True):
        rows[round(time, 2)].append(f"{number:x},T={lon:.7f}|{lat:.7f}|{alt:.2f}{label}")
        label = ""
    rows[round(last + _STEP, 2)].append(f"-{number:x}")
