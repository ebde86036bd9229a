"""Keep the numbers in README and docs equal to what commands print.

    python builders/docs_numbers.py                    # every page; many minutes
    python builders/docs_numbers.py docs/seongju.md    # these pages

`docs/numbers.toml` lists sentences of the pages with holes for numbers, the command that each
comes from, and where in its JSON the numbers stand (without a command, an interval). The rows
of a table are in a list that the entry names, and share its text: `<key>` is a row's own word.
This program runs the commands and writes the numbers into the pages;
`tests/test_docs_numbers.py` compares them. A sentence that is slow to compute is compared only
when asked for, and by a fingerprint otherwise: `made_from` says which stored results and which
catalogue the numbers came from.
"""

import contextlib
import hashlib
import io
import json
import re
import shlex
import sys
import tempfile
import tomllib
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

from openthaad.campaigns.statistics import clopper_pearson
from openthaad.catalogue import fingerprint
from openthaad.cli import main as thaad

ROOT = Path(__file__).parents[1]
LIST = ROOT / "docs" / "numbers.toml"
STORED = ROOT / "tests" / "stored"
HOLE = re.compile(r"\{(\w+)(?::[^}]*)?\}")
FIXED = ("page", "command", "text", "slow", "rows", "words")


def sentences() -> list[dict[str, Any]]:
    """Return every sentence of the list, each row of a table as one."""
    document = tomllib.loads(LIST.read_text("utf-8"))
    return [one for entry in document["sentence"] for one in rows(entry, document["lists"])]


def rows(entry: dict[str, Any], lists: dict[str, Any]) -> list[dict[str, Any]]:
    """Return an entry once, or once for each row of the list it names, with the row's words."""
    given = lists[entry["rows"]] if "rows" in entry else [{}]
    return [
        {**entry, "text": filled(entry["text"], row), "words": {**lists, **row}}
        for row in given
    ]


def filled(text: str, words: dict[str, str]) -> str:
    """Return text with the word for each `<key>`."""
    for key, word in words.items():
        text = text.replace(f"<{key}>", word)
    return text


def made_from() -> str:
    """Return a hash of what the numbers hang on: the stored results and the catalogue."""
    total = hashlib.sha256(fingerprint().encode())
    for path in sorted(STORED.glob("*.toml")):
        total.update(path.read_bytes())
    return total.hexdigest()[:12]


@cache
def answer(command: str) -> Any:  # noqa: ANN401 (whatever a command prints)
    """Run a command with `--json`, in a folder of its own, and return what it prints."""
    words = [*shlex.split(command)[1:], "--json"]
    said = io.StringIO()
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        try:
            with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()):
                thaad(words)
        except SystemExit as stopped:
            if stopped.code:
                raise SystemExit(f"{command}: exit {stopped.code}\n{said.getvalue()}") from None
    return json.loads(said.getvalue())


def numbers(sentence: dict[str, Any]) -> dict[str, Any]:
    """Return the number for each hole: Python over the document that the command prints.

    Code may name what the entry computes above it; `said(COMMAND)` is another document.
    """
    document = answer(sentence["command"]) if "command" in sentence else {}
    names = {"clopper_pearson": clopper_pearson, "answer": document, "said": answer}
    names |= {"median": median, **sentence["words"]}
    names |= document if isinstance(document, dict) else {}
    for name in [key for key in sentence if key not in FIXED]:
        names[name] = eval(sentence[name], names)  # noqa: S307 (our own list)
    return names


def pattern(sentence: dict[str, Any]) -> re.Pattern[str]:
    """Return what finds the sentence in its page: a group a hole, lines broken anywhere.

    In a table a number may hold spaces, as its cell has an end.
    """
    pieces, end = [], 0
    number = r"([^|\n]+?)" if sentence["text"].startswith("|") else r"([^\s|]+?)"
    for hole in HOLE.finditer(sentence["text"]):
        pieces += [spaced(sentence["text"][end : hole.start()]), number]
        end = hole.end()
    last = spaced(sentence["text"][end:]) + r"(?!\d)"  # a full stop, not a decimal point
    return re.compile("".join([*pieces, last]))


def spaced(text: str) -> str:
    """Return text as a pattern in which every space may be a line's end."""
    return re.sub(r"(?:\\ |\s)+", r"\\s+", re.escape(text))


def formatted(sentence: dict[str, Any]) -> list[str]:
    """Return the numbers as the page has them, hole by hole."""
    found = numbers(sentence)
    return [hole.group().format(**found) for hole in HOLE.finditer(sentence["text"])]


def written(page: str, sentence: dict[str, Any]) -> str:
    """Return the page with the sentence's numbers as they are now."""
    match = pattern(sentence).search(page)
    if match is None:
        raise SystemExit(f"{sentence['page']} has no sentence like: {sentence['text']}")
    pieces, end = [], match.start()
    for group, number in enumerate(formatted(sentence), start=1):
        pieces += [page[end : match.start(group)], number]
        end = match.end(group)
    return page[: match.start()] + "".join(pieces) + page[end:]


def main(pages: list[str]) -> None:
    """Write the numbers of these pages, or of all, and what they were made from."""
    for sentence in sentences():
        if pages and sentence["page"] not in pages:
            continue
        path = ROOT / sentence["page"]
        before = path.read_text("utf-8")
        after = written(before, sentence)
        path.write_text(after, "utf-8")
        print(f"{'changed' if after != before else 'same':8s}{sentence['text'][:90]}")
    if not pages:
        text = LIST.read_text("utf-8")
        line = f'made_from = "{made_from()}"'
        LIST.write_text(re.sub(r'^made_from = ".*"$', line, text, flags=re.MULTILINE), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
