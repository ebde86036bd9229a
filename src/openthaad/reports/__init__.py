"""Answers for readers: words, stories, one page; each imports only what it is made of."""

from typing import TYPE_CHECKING

from openthaad.importing import on_demand as _on_demand

if TYPE_CHECKING:
    from openthaad.reports.answer import HEADER, headline, threat_rows
    from openthaad.reports.page import report
    from openthaad.reports.story import explain

__all__ = ["HEADER", "explain", "headline", "report", "threat_rows"]

__getattr__, __dir__ = _on_demand(
    __name__,
    {
        "HEADER": ".answer",
        "explain": ".story",
        "headline": ".answer",
        "report": ".page",
        "threat_rows": ".answer",
    },
)
