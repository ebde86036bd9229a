"""The map under everything: coasts and borders, drawn once as an image and kept."""

import hashlib
import io
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import platformdirs
from PIL import Image, ImageDraw

from openthaad.catalogue import coastline, countries
from openthaad.files import write_file

# East Asia lies over the world in a picture of its own, so that it is sharp near Korea.
BOXES: dict[str, coastline.Box] = {
    "world": (-180.0, -90.0, 180.0, 90.0),
    "korea": (116.0, 28.0, 148.0, 48.0),
}
WIDTHS = {"world": 8192, "korea": 4096}
ANTARCTIC = -60.0  # deg; the land south of it is no country's
_EDGE = 0.05  # deg; the fine coasts end in straight lines along the edge of their region
Colour = tuple[int, int, int]
Line = list[tuple[float, float]]


class Palette(NamedTuple):
    """Colours of a map."""

    sea: Colour
    land: Colour
    coast: Colour
    border: Colour

    def at(self, name: str) -> int:
        """Place of a colour in the palette of an image."""
        return self._fields.index(name)


PALETTES = {
    "light": Palette((214, 226, 234), (247, 246, 241), (128, 148, 160), (178, 176, 168)),
    "dark": Palette((17, 25, 35), (37, 47, 58), (98, 118, 136), (70, 82, 95)),
}


def basemap(theme: str, part: str, cache: Path | None = None) -> Path:
    """Return the PNG of a theme, baked the first time and kept in the user's cache.

    Parameters
    ----------
    theme : str
        `light` or `dark`.
    part : str
        `world` or `korea`, see `BOXES`.
    cache : Path, optional
        Folder to keep it in; the user's own cache if not given.

    Raises
    ------
    StorageError
        It cannot be kept there.
    """
    folder = cache or Path(platformdirs.user_cache_dir("openthaad")) / "basemap"
    path = folder / f"{part}-{theme}-{_fingerprint(theme, part)}.png"
    if not path.is_file():
        write_file(path, bake(PALETTES[theme], BOXES[part], WIDTHS[part]))
    return path


def shores(box: coastline.Box) -> dict[str, list[Line]]:
    """Return the coasts and borders inside a box [deg], as the map under them has them."""
    if _covers(coastline.region(), box):
        coasts, borders = coastline.coastline(box), coastline.borders(box)
    else:
        coasts, borders = _shores_of_countries(box)
    return {
        "coasts": [_short(line) for line in coasts],
        "borders": [_short(line) for line in borders],
    }


def _shores_of_countries(box: coastline.Box) -> tuple[list[Line], list[Line]]:
    """Coasts and borders inside a box."""
    found: tuple[list[Line], list[Line]] = ([], [])
    for line, is_border in countries.shores():
        for turn in countries.TURNS:
            moved = [(x + turn, y) for x, y in line]
            found[is_border].extend(coastline.clip_line(moved, box))
    return found


def _short(line: Line) -> Line:
    return [(round(x, 4), round(y, 4)) for x, y in line]


def _fingerprint(theme: str, part: str) -> str:
    """Name of what the image is made from: the coasts, the colours, the size."""
    words = f"{PALETTES[theme]} {BOXES[part]} {WIDTHS[part]}".encode()
    data = coastline.DATA_FILE.read_bytes() + countries.DATA_FILE.read_bytes()
    return hashlib.sha256(data + words).hexdigest()[:12]


def bake(palette: Palette, box: coastline.Box, width: int) -> bytes:
    """Draw a box in plate carree and return it as PNG bytes.

    East Asia is drawn from the coastline, as other maps of it are. Elsewhere that is coarse,
    and the shores of countries are drawn instead, except for Antarctica.
    """
    west, south, east, north = box
    height = round(width * (north - south) / (east - west))
    image = Image.new("P", (width, height), palette.at("sea"))
    image.putpalette([part for colour in palette for part in colour])
    sheet = _Sheet(ImageDraw.Draw(image), box, (width, height))
    if _covers(coastline.region(), box):
        sheet.paint(_of_coastline(box), palette)
    else:
        sheet.paint(_of_countries(box), palette)
        sheet.paint(_of_coastline((box[0], box[1], box[2], ANTARCTIC)), palette)
        fine = _inside(coastline.region())
        sheet.blank(fine, palette)
        sheet.paint(_of_coastline(fine), palette)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _inside(box: coastline.Box) -> coastline.Box:
    west, south, east, north = box
    return west + _EDGE, south + _EDGE, east - _EDGE, north - _EDGE


def _covers(outer: coastline.Box, inner: coastline.Box) -> bool:
    return (
        outer[0] <= inner[0]
        and outer[1] <= inner[1]
        and outer[2] >= inner[2]
        and outer[3] >= inner[3]
    )


class _Ground(NamedTuple):
    """Land as closed rings, and the lines on it [deg]."""

    land: list[Line]
    borders: list[Line]
    coasts: list[Line]


def _of_coastline(box: coastline.Box) -> _Ground:
    return _Ground(coastline.land(box), coastline.borders(box), coastline.coastline(box))


def _of_countries(box: coastline.Box) -> _Ground:
    """Every country's land; a hole in one is another country, so it need not be cut out."""
    land = [
        [(x + turn, y) for x, y in polygon[0]]
        for country in countries.countries_in(box)
        for polygon, (west, _, east, _) in zip(country.polygons, country.boxes, strict=True)
        for turn in countries.TURNS
        if west + turn < box[2] and east + turn > box[0]
    ]
    coasts, borders = _shores_of_countries(box)
    return _Ground(land, borders, coasts)


class _Sheet(NamedTuple):
    """A picture of a box that is drawn on in degrees."""

    draw: ImageDraw.ImageDraw
    box: coastline.Box
    size: tuple[int, int]

    def paint(self, ground: _Ground, palette: Palette) -> None:
        """Draw land, borders and coasts."""
        for ring in ground.land:
            if len(ring) > 2:
                self.draw.polygon(self._pixels(ring), fill=palette.at("land"))
        for line in ground.borders:
            self.draw.line(self._pixels(line), fill=palette.at("border"), width=1)
        for line in ground.coasts:
            self.draw.line(self._pixels(line), fill=palette.at("coast"), width=1)

    def blank(self, box: coastline.Box, palette: Palette) -> None:
        """Make sea of a box."""
        corners = [(box[0], box[3]), (box[2], box[1])]
        self.draw.rectangle(self._pixels(corners), fill=palette.at("sea"))

    def _pixels(self, points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        west, south, east, north = self.box
        across, down = self.size[0] / (east - west), self.size[1] / (north - south)
        return [((x - west) * across, (north - y) * down) for x, y in points]
