"""Every radar of a scenario in every mode, for studies that ask what it would see."""

from collections.abc import Callable, Mapping, Sequence

from openthaad.catalogue import Entry
from openthaad.radar.model import MODES
from openthaad.radar.site import RadarSite
from openthaad.scenario import Scenario
from openthaad.scenario.radars import radar_site
from openthaad.scenario.schema import Radar

EntryOf = Callable[[str, str], Entry]


def radar_sites(
    scenario: Scenario, modes: Sequence[str] = MODES, entry_of: EntryOf | None = None
) -> list[RadarSite]:
    """Set every radar of a scenario up in every mode, with all that the scenario says of it.

    `entry_of` gives the catalogue entry of a kind and name, the scenario's own by default.
    """
    sites = []
    for name, setting in once(scenario.radars).items():
        entry = (entry_of or scenario.entry)("radars", setting.type)
        sites += [
            radar_site(
                name,
                setting.model_copy(update={"mode": mode}),
                entry,
                scenario.environment.refraction,
            )
            for mode in modes
        ]
    return sites


def once(radars: Mapping[str, Radar]) -> dict[str, Radar]:
    """Leave out radars that differ in their mode alone, for each is asked in both.

    What is left of several is called after its place.
    """
    groups: dict[str, list[tuple[str, Radar]]] = {}
    for name, setting in radars.items():
        groups.setdefault(repr(setting.model_copy(update={"mode": "terminal"})), []).append(
            (name, setting)
        )
    kept = {}
    for members in groups.values():
        name, setting = members[0]
        site = setting.site
        if len(members) > 1 and isinstance(site, str) and site not in radars:
            name = site
        kept[name] = setting
    return kept
