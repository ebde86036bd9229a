"""The page's script: its modules joined, because a page opened from a file can import none.

The modules of `assets/page` are written, linted and read as modules. Joined, each is a function
that returns what it exports, called after those that it imports: its other names stay its own.
They export constants, functions and classes by name, which never change, and nothing else.
"""

import re
from functools import cache
from importlib.resources import files

_FOLDER = files("openthaad.reports") / "assets" / "page"
_IMPORT = re.compile(r'^import (\{[\w\s,]*\}) from "\./([\w-]+\.js)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:const|class|function|async function) (\w+))", re.MULTILINE)


@cache
def joined(main: str = "main.js") -> str:
    """Return a module, with all that it imports before it, as one script."""
    parts: dict[str, str] = {}
    _collect(main, parts)
    return "\n".join(["const modules = {};", *parts.values()])


def _collect(name: str, parts: dict[str, str]) -> None:
    """Add a module after those that it imports; the linter refuses circles."""
    if name in parts:
        return
    text = (_FOLDER / name).read_text("utf-8")
    for _, other in _IMPORT.findall(text):
        _collect(other, parts)
    exported = ", ".join(_EXPORT.findall(text))
    body = _EXPORT.sub("", _IMPORT.sub(r'const \1 = modules["\2"];', text))
    parts[name] = f'modules["{name}"] = (() => {{\n{body}return {{ {exported} }};\n}})();'
