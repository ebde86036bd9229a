"""Figures from records: the only part that imports matplotlib, and each only what it draws."""

from typing import TYPE_CHECKING

from openthaad.importing import on_demand as _on_demand

if TYPE_CHECKING:
    from openthaad.plots.battle import battle_figure, battle_picture
    from openthaad.plots.campaign import convergence
    from openthaad.plots.coverage import coverage_map
    from openthaad.plots.footprint import footprint_map
    from openthaad.plots.inference import inference_figure
    from openthaad.plots.influence import tornado
    from openthaad.plots.reach import reach_map

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

__getattr__, __dir__ = _on_demand(
    __name__,
    {
        "battle_figure": ".battle",
        "battle_picture": ".battle",
        "convergence": ".campaign",
        "coverage_map": ".coverage",
        "footprint_map": ".footprint",
        "inference_figure": ".inference",
        "reach_map": ".reach",
        "tornado": ".influence",
    },
)
