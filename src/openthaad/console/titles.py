"""Words for a changed scenario: what flies, and what of the defence is not as it was."""

from typing import Any

from openthaad.catalogue import title_of
from openthaad.catalogue.titles import missile_title, spot_title
from openthaad.reports.words import listed, unit_title
from openthaad.scenario import Scenario, locate, scenario_from_document
from openthaad.scenario.aims import aimed_asset


def words_of(scenario: Scenario, document: dict[str, Any], unit: str | None) -> tuple[str, str]:
    """Return a title and a question for what a scenario was changed to.

    Parameters
    ----------
    scenario : Scenario
        As it was.
    document : dict
        As it is now.
    unit : str or None
        The battery that was changed.
    """
    now = scenario_from_document(document, where=scenario.name, catalogue=scenario.catalogue)
    title, question = scenario.title or scenario.name, scenario.question
    if now.threats != scenario.threats:
        threat = now.threats[0]
        missile, aim = missile_title(now.entry("missiles", threat.missile)), _aim(now)
        title = f"One {missile} from {_title(threat.origin)} to {aim}"
        question = f"Is the {missile} aimed at {aim} stopped?"
    changes = _changes(scenario, now, unit) if unit is not None else []
    return (f"{title}: {listed(changes)}" if changes else title), question


def _changes(was: Scenario, now: Scenario, unit: str) -> list[str]:
    """List what is not as it was about a battery and the first radar that it fires on."""
    old, new = was.batteries[unit], now.batteries[unit]
    radar = new.radars[0]
    seen, sees = was.radars[radar], now.radars[radar]
    told = []
    if new.site != old.site:
        told.append(f"battery {unit_title(unit)} at {_title(new.site)}")
    if sees.boresight_deg != seen.boresight_deg:
        told.append(f"boresight {sees.boresight_deg:g} degrees")
    if sees.mode != seen.mode:
        told.append(f"radar in {sees.mode} mode")
    if new.doctrine != old.doctrine:
        told.append(f"doctrine {new.doctrine.mode}")
    if new.caps != old.caps:
        told.append("published caps " + ("on" if new.caps else "off"))
    return told


def _aim(scenario: Scenario) -> str:
    """Name the aim of the first threat; in degrees, by the asset that lies there."""
    site = scenario.threats[0].aim
    asset = aimed_asset(scenario, locate(site))
    is_asset = asset >= 0 and not isinstance(site, str)
    return title_of(list(scenario.assets)[asset]) if is_asset else _title(site)


def _title(site: Any) -> str:  # noqa: ANN401 (a place by name, or a position)
    if isinstance(site, str):
        return spot_title({"name": locate(site).name})
    return spot_title({"lat_deg": site.lat_deg, "lon_deg": site.lon_deg})
