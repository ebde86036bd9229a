"""Answers for readers: words, stories, one page; each imports only what it is made of."""

from importlib import import_module as _import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openthaad.reports.answer import HEADER, headline, threat_rows
    from openthaad.reports.page import report
    from openthaad.reports.story import explain

__all__ = ["HEADER", "explain", "headline", "report", "threat_rows"]

# Where each is made. It is imported when first asked for (PEP 562).
_HOMES = {
    "HEADER": "answer",
    "explain": "story",
    "headline": "answer",
    "report": "page",
    "threat_rows": "answer",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(_import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
