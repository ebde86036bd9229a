"""Figures from records: the only part that imports matplotlib."""

from openthaad.plots.reach import reach_map

__all__ = ["reach_map"]
