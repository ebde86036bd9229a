"""Write the catalogue as pages for the documentation: every number, range, basis and source.

`make docs` calls it; the pages are generated, not committed.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openthaad import catalogue
from openthaad.catalogue import Entry

FOLDER = Path(__file__).parents[1] / "docs" / "catalogue" / "values"
HEAD = "| value | best | range | unit | basis | source | note |"
RULE = "|---|--:|---|---|---|---|---|"


def cell(text: object) -> str:
    """Text that does not end a cell of a table."""
    return str(text).replace("|", "\\|").replace("\n", " ")


def note(item: Mapping[str, Any]) -> str:
    """What the file notes of a value, and which others it goes with."""
    with_others = f"goes with {', '.join(item['follows'])}" if "follows" in item else ""
    return "; ".join(text for text in (item.get("note", ""), with_others) if text)


def row(entry: Entry, key: str) -> str:
    """One line of the table."""
    item = entry.values[key].in_file_units()
    span = "" if item["low"] == item["high"] else f"{item['low']:g} to {item['high']:g}"
    cells = (
        key, f"{item['value']:g}", span, item["unit"], item["basis"], item["source"],
        note(item),
    )  # fmt: skip
    return f"| {' | '.join(cell(text) for text in cells)} |"


def page(entry: Entry) -> str:
    """One entry: its values, then its sources."""
    about = [f"- {key}: {cell(text)}" for key, text in sorted(entry.about.items())]
    rows = [row(entry, key) for key in entry.values]
    sources = [f"- `{key}`: {text}" for key, text in entry.sources.items()]
    parts = [
        f"# {entry.title}",
        f"`thaad catalogue show {entry.kind}/{entry.name}`",
        "\n".join(about),
        "\n".join([HEAD, RULE, *rows]),
        "Sources:",
        "\n".join(sources),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def write(folder: Path = FOLDER) -> None:
    """Write a page for each entry; one whose text has not changed is left as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {}
    for kind in catalogue.kinds():
        for name in catalogue.names(kind):
            wanted[f"{kind}-{name}.md"] = page(catalogue.load(kind, name))
    for old in folder.glob("*.md"):
        if old.name not in wanted:
            old.unlink()
    for name, text in wanted.items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
