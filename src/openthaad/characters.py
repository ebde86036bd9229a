r"""Text that a terminal, a page or an XML file can hold.

Control characters move a terminal's cursor and colour its text, and no XML file may hold them;
marks of direction make a line read otherwise than it is. Words of a scenario have none of them
(`stray`); words from elsewhere have them written out (`shown`), as `\x1b`.
"""

import re
from collections.abc import Iterator
from typing import Any

_STRAY = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def shown(text: str) -> str:
    r"""Write out every character that would be obeyed and not read; tabs and line ends stay.

    >>> shown("a \x1b[31mred\x1b[0m title\n")
    'a \\x1b[31mred\\x1b[0m title\n'
    """
    return _STRAY.sub(lambda found: _name(found[0]), text)


def stray(text: str) -> str | None:
    r"""Return the name of the first character that would be obeyed and not read.

    >>> stray("plain, \ud55c\uae00, tab\t"), stray("bell\a")
    (None, '\\x07')
    """
    found = _STRAY.search(text)
    return None if found is None else _name(found[0])


def stray_in(document: object) -> tuple[str, str] | None:
    r"""Return where in a document the first such character is, and its name.

    >>> stray_in({"assets": [{"title": "a\x07"}]})
    ('assets.0.title', '\\x07')
    """
    found = ((path, stray(text)) for path, text in _texts(document, ""))
    return next(((shown(path), name) for path, name in found if name is not None), None)


def _texts(document: object, path: str) -> Iterator[tuple[str, str]]:
    """Yield every text of a document, keys too, with the dotted path to it."""
    if isinstance(document, str):
        yield path.removeprefix("."), document
    elif isinstance(document, dict):
        for key, item in document.items():
            yield f"{path}.{key}".removeprefix("."), str(key)
            yield from _texts(item, f"{path}.{key}")
    elif isinstance(document, list | tuple):
        for i, item in enumerate(document):
            yield from _texts(item, f"{path}.{i}")


def shown_in_json(text: str) -> str:
    r"""Write such characters into the text of a JSON document as JSON writes them.

    >>> shown_in_json('{"a": "\x9b"}')
    '{"a": "\\u009b"}'
    """
    return _STRAY.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def shown_in(document: Any) -> Any:  # noqa: ANN401 (JSON, whatever it holds)
    """Return a JSON document with all of its words as `shown`."""
    if isinstance(document, str):
        return shown(document)
    if isinstance(document, dict):
        return {shown(key): shown_in(item) for key, item in document.items()}
    if isinstance(document, list):
        return [shown_in(item) for item in document]
    return document


def _name(character: str) -> str:
    number = ord(character)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"
