"""Latitude and longitude as people write them: decimal, or in minutes, with letters."""

import re
from math import isfinite
from typing import NamedTuple

HOW = "LAT,LON in degrees such as 35.18,129.08, or with letters: 35°10'45\"N 129°4'30\"E"
_SPELLINGS = {
    "\u2212": "-", "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\ufe63": "-",
    "\uff0d": "-",
    "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u3000": " ",
    "\u00ba": "°", "\u02da": "°",
    "\u2032": "'", "\u2019": "'", "\u2018": "'", "\u00b4": "'", "\u02b9": "'", "`": "'",
    "\u2033": '"', "\u201d": '"', "\u201c": '"', "\u02ba": '"', "''": '"',
    "\uff0c": ",", "\u3001": ",", ";": ",",
}  # fmt: skip
_ANY_CASE = re.IGNORECASE
_NUMBER = r"(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?"
_ANGLE = re.compile(
    rf"""(?P<before>[nsew])? \s* (?P<sign>[-+])? \s*
    (?P<degrees>{_NUMBER}) (?: \s*[°:] )?
    (?: (?:\s+|(?<=[°:])) (?P<minutes>\d+\.?\d*) (?: \s*[':] )?
        (?: (?:\s+|(?<=[':])) (?P<seconds>\d+\.?\d*) (?: \s*" )? )? )?
    \s* (?P<after>[nsew])?""",
    re.VERBOSE | re.IGNORECASE,
)
_WORDS = re.compile(
    r"\b(north|south|east|west|latitude|longitude|lat|lon|long)\b\.?:?", _ANY_CASE
)
_UNITS = tuple(
    (re.compile(rf"(?<=[\d\s]){word}\b\.?|(?<=\d){word}(?=\d|[nsew]\b)\.?", _ANY_CASE), sign)
    for word, sign in (("deg(?:rees?)?", "°"), ("min(?:utes?)?", "'"), ("sec(?:onds?)?", '"'))
)
_LONGEST = 100  # characters that coordinates have at most


class CoordinatesError(ValueError):
    """A text that begins like coordinates, and is none; says why."""


class _Angle(NamedTuple):
    degrees: float
    letter: str  # N, S, E, W, or empty


def coordinates(text: str) -> tuple[float, float] | None:
    r"""Read latitude and longitude [deg] from a text; None where it is a name.

    Raises
    ------
    CoordinatesError
        It is meant for coordinates, and cannot be read.

    >>> coordinates("35.18,129.08"), coordinates("35°10'48\"N 129°4'48\"E")
    ((35.18, 129.08), (35.18, 129.08))
    >>> coordinates("busan") is None
    True
    """
    plain = _plain(text)
    if {part.strip().lower() for part in plain.split(",")} & {"nan", "inf", "-inf", "infinity"}:
        raise CoordinatesError("is not a latitude and longitude in finite degrees")
    if not any(c.isdigit() for c in plain) or re.search(r"[a-z]{2}", plain.lower()):
        return None
    if len(plain) > _LONGEST:
        raise CoordinatesError("is too long for a latitude and a longitude")
    halves = _halves(plain)
    if halves is None:
        raise CoordinatesError("is not a latitude and longitude in finite degrees")
    first, second = (_angle(half) for half in halves)
    return _in_order(first, second)


def is_swapped(latitude: float, longitude: float) -> bool:
    """Whether two numbers make sense only as longitude and latitude.

    >>> is_swapped(129.08, 35.18), is_swapped(35.18, 129.08)
    (True, False)
    """
    return 90.0 < abs(latitude) <= 180.0 and abs(longitude) <= 90.0


def _plain(text: str) -> str:
    for written, meant in _SPELLINGS.items():
        text = text.replace(written, meant)
    for word, sign in _UNITS:
        text = word.sub(sign, text)
    return _WORDS.sub(lambda m: m[0][0] if m[0][0].lower() in "nsew" else "", text).strip()


def _halves(text: str) -> tuple[str, str] | None:
    """Part a text into its two angles: at the comma, at the letters, or by counting numbers."""
    if text.count(",") == 1:
        first, second = text.split(",")
        return first.strip(), second.strip()
    if "," in text:
        return None
    if letters := [m.start() for m in re.finditer(r"[nsew]", text, re.IGNORECASE)]:
        if len(letters) != 2:
            return None
        cut = letters[1] if letters[0] == 0 else letters[0] + 1
        return text[:cut].strip(), text[cut:].strip()
    parts = text.split()
    if len(parts) not in (2, 4, 6):
        return None
    half = len(parts) // 2
    return " ".join(parts[:half]), " ".join(parts[half:])


def _angle(text: str) -> _Angle:
    found = _ANGLE.fullmatch(text)
    if found is None:
        raise CoordinatesError(f"has {text!r}, which is not an angle")
    letter = (found["before"] or found["after"] or "").upper()
    if found["before"] and found["after"]:
        raise CoordinatesError(f"has two letters in {text!r}")
    if letter and found["sign"]:
        raise CoordinatesError(f"has a sign and a letter in {text!r}; one of them is enough")
    parts = [float(found[key] or 0.0) for key in ("degrees", "minutes", "seconds")]
    _check_parts(text, parts, has_minutes=found["minutes"] is not None)
    degrees = parts[0] + (60.0 * parts[1] + parts[2]) / 3600.0
    is_negative = found["sign"] == "-" or letter in ("S", "W")
    return _Angle(-degrees if is_negative else degrees, letter)


def _check_parts(text: str, parts: list[float], *, has_minutes: bool) -> None:
    if not all(map(isfinite, parts)):
        raise CoordinatesError("is not a latitude and longitude in finite degrees")
    if has_minutes and parts[0] != int(parts[0]):
        raise CoordinatesError(f"has minutes beside a fraction of a degree in {text!r}")
    if parts[1] >= 60.0 or parts[2] >= 60.0:
        raise CoordinatesError(f"has 60 minutes or seconds, or more, in {text!r}")


def _in_order(first: _Angle, second: _Angle) -> tuple[float, float]:
    """Put the latitude first: letters say which it is, and without letters it comes first."""
    axes = [
        "NS" if a.letter in ("N", "S") else "EW" if a.letter else "" for a in (first, second)
    ]
    if "" not in axes and axes[0] == axes[1]:
        which = "latitudes" if axes[0] == "NS" else "longitudes"
        raise CoordinatesError(f"has two {which}")
    if axes[0] == "EW" or axes[1] == "NS":
        first, second = second, first
    return first.degrees, second.degrees
