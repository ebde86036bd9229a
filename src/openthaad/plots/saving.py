"""Drawing in a style of its own, and saving a figure whole.

A figure is the same file whatever the user's own matplotlib settings are; its words are drawn
as they were written, never as mathematics; and a letter for which the machine has no font is
named as missing, not drawn as a box.
"""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from matplotlib import rc_context, style
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, fontManager
from matplotlib.ft2font import FT2Font
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter

from openthaad.errors import ScenarioError
from openthaad.files import write_file

# What each format would otherwise hold of the moment at which it is drawn.
_DATELESS: dict[str, dict[str, Any]] = {
    "pdf": {"CreationDate": None},
    "png": {},
    "svg": {"Date": None},
}
_DPI = 144
_FONT = "DejaVu Sans"  # comes with matplotlib
_OWN: Any = {  # (matplotlib's stubs want each key by name)
    "font.family": [_FONT],
    "pdf.fonttype": 42,  # TrueType: text that can be searched, and that publishers accept
    "svg.hashsalt": "openthaad",
    "text.parse_math": False,
}
MISSING = "[no font here for these letters]"
# What is laid out and not drawn.
_BLANK = frozenset("\n\t")


@contextmanager
def own_style() -> Iterator[None]:
    """Draw with matplotlib's own defaults and ours, whatever the user has set; a decorator."""
    with rc_context():
        style.use("default")
        with rc_context(rc=_OWN):
            yield


def save(figure: Figure, path: str | Path) -> Path:
    """Save a figure; the ending says the format.

    An interrupt or a full disk leaves what stood there before, never half a picture.

    Raises
    ------
    ScenarioError
        The ending is of no format that is drawn.
    StorageError
        It cannot be written.
    """
    path = Path(path)
    form = path.suffix.lower().removeprefix(".")
    if form not in _DATELESS:
        raise ScenarioError(
            f"a figure is a PNG, PDF or SVG file, got {path}",
            key="path",
            value=str(path),
            allowed=[f"FILE.{form}" for form in _DATELESS],
        )
    return write_file(path, as_bytes(figure, form))


@own_style()
def as_bytes(figure: Figure, form: str) -> bytes:
    """Return a figure as a file of a format; the same figure gives the same bytes."""
    _find_fonts(figure)
    content = io.BytesIO()
    figure.savefig(content, format=form, dpi=_DPI, metadata=_DATELESS[form])
    return content.getvalue()


def _find_fonts(figure: Figure) -> None:
    """Give all words fonts that hold their letters, or say where the machine has none."""
    for text in figure.findobj(Text):
        words, family = _drawable(text.get_text())
        text.set_text(words)
        text.set_fontfamily(family)
    for axis in [axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)]:
        if isinstance(axis.get_major_formatter(), FuncFormatter):  # words, put on when drawn
            told = [_drawable(text.get_text()) for text in axis.get_ticklabels()]
            family = list(dict.fromkeys(name for _, names in told for name in names))
            axis.set_ticklabels([words for words, _ in told], fontfamily=family)


def _drawable(words: str) -> tuple[str, list[str]]:
    """Return words that can be drawn, and in which fonts."""
    strange = "".join(sorted(set(words) - _letters(_own_font()) - _BLANK))
    if not strange:
        return words, [_FONT]
    other = _font_with(strange)
    if other is not None:
        return words, [_FONT, other]
    run = f"[{re.escape(strange)}]"
    return re.sub(rf"{run}(?: *{run})*", MISSING, words), [_FONT]


@cache
def _own_font() -> str:
    return findfont(FontProperties(family=[_FONT]))


@cache
def _letters(path: str) -> frozenset[str]:
    return frozenset(map(chr, FT2Font(path).get_charmap()))


@cache
def _font_with(letters: str) -> str | None:
    """Return the first family on this machine, by name, whose letters hold all of these."""
    fonts = sorted(fontManager.ttflist, key=lambda font: (font.name, font.fname))
    for font in fonts:
        is_plain = font.style == "normal" and not font.name.startswith("Last Resort")
        if is_plain and set(letters) <= _letters(font.fname):
            return str(font.name)
    return None
