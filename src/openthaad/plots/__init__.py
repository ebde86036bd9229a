"""Figures from records: the only part that imports matplotlib."""

from openthaad.plots.battle import battle_figure, battle_picture
from openthaad.plots.convergence import convergence
from openthaad.plots.coverage import coverage_map
from openthaad.plots.footprint import footprint_map
from openthaad.plots.inference import inference_figure
from openthaad.plots.reach import reach_map
from openthaad.plots.tornado import tornado

__all__ = [
    "battle_figure",
    "battle_picture",
    "convergence",
    "coverage_map",
    "footprint_map",
    "inference_figure",
    "reach_map",
    "tornado",
]
