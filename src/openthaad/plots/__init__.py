"""Figures from records: the only part that imports matplotlib, and each only what it draws."""

from importlib import import_module as _import_module
from typing import TYPE_CHECKING

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

# Where each figure is drawn. It is imported when first asked for (PEP 562).
_HOMES = {
    "battle_figure": "battle",
    "battle_picture": "battle",
    "convergence": "campaign",
    "coverage_map": "coverage",
    "footprint_map": "footprint",
    "inference_figure": "inference",
    "reach_map": "reach",
    "tornado": "influence",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(_import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
