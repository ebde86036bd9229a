"""The scorecard: published numbers beside what this program computes."""

from openthaad.studies.validation.case import GROUPS, Case, case_names, load_cases
from openthaad.studies.validation.check import Result, Score, basis, check, score

__all__ = [
    "GROUPS",
    "Case",
    "Result",
    "Score",
    "basis",
    "case_names",
    "check",
    "load_cases",
    "score",
]
