"""Answers for readers: words, stories, one page."""

from openthaad.reports.answer import HEADER, headline, threat_rows
from openthaad.reports.page import report
from openthaad.reports.story import explain

__all__ = ["HEADER", "explain", "headline", "report", "threat_rows"]
