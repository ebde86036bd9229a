"""`thaad fly`: one threat flight."""

from __future__ import annotations

from collections.abc import Callable
from math import nan, radians
from typing import TYPE_CHECKING, Any

import click

from openthaad.cli.influence import print_influence
from openthaad.cli.loading import entries_set
from openthaad.cli.options import (
    Own,
    Quantity,
    catalogue_option,
    json_option,
    place_option,
    set_option,
)
from openthaad.cli.output import note_if_cold, print_json, print_table
from openthaad.errors import ScenarioError

if TYPE_CHECKING:
    from openthaad.catalogue import Entry
    from openthaad.records import Flight
    from openthaad.scenario import Location
    from openthaad.studies.influence import Influence
    from openthaad.threat.aiming import Mode


@click.command(epilog="Example: thaad fly nodong --from kittaeryong --to busan --apogee-km 300")
@click.argument("missile")
@place_option("--from", "launch", "Launch site: LAT,LON or a name.")
@place_option("--to", "aim", "Target: LAT,LON or a name.")
@click.option(
    "--apogee-km",
    type=Quantity(above=0.0, most=10_000.0),
    help="Fly to this apogee.",
)
@click.option(
    "--loft-deg",
    type=Quantity(above=0.0, below=90.0),
    help="Fly at this flight-path angle at burnout.",
)
@click.option("--depressed", is_flag=True, help="Fly a depressed trajectory.")
@set_option
@catalogue_option
@json_option
def command(  # noqa: PLR0913 (one argument per option)
    *,
    missile: str,
    launch: Location,
    aim: Location,
    apogee_km: float | None,
    loft_deg: float | None,
    depressed: bool,
    sets: tuple[str, ...],
    own: Own,
    as_json: bool,
) -> None:
    """Fly MISSILE from one place to another over the rotating, ellipsoidal Earth.

    Unless told otherwise, a liquid-fuelled missile cuts off its engine for a minimum-energy
    path, and a solid-fuelled one burns all it has on a lofted path.
    Negative coordinates need an equals sign: --to=-35.2,149.1
    """
    (entry,) = entries_set("missiles", [missile], sets, own)
    _require_one_shape(apogee_km, loft_deg, depressed=depressed)
    note_if_cold("run_shoot", 15)
    from openthaad.threat.document import flight_document
    from openthaad.threat.flight import fly_to
    from openthaad.threat.missile import Missile

    model = Missile.from_entry(entry)
    mode, value = _wish(apogee_km, loft_deg, depressed=depressed)
    flight = fly_to(model, launch, aim, mode=mode, value=value)
    document = flight_document(flight, model, launch, aim)

    def fly(moved: Entry) -> Flight:
        return fly_to(Missile.from_entry(moved), launch, aim, mode=mode, value=value)

    found = _influence(entry, fly, by_apogee=apogee_km is None)
    if as_json:
        print_json(document | {"basis": found.basis()})
        return
    _print_flight(f"{entry.title} from {_title(launch, own)} to {_title(aim, own)}", document)
    print_influence(found)


def _influence(entry: Entry, fly: Callable[[Entry], Flight], *, by_apogee: bool) -> Influence:
    """How far each value moves the apogee, or where that is given, the flight time."""
    from openthaad.studies.influence import influence_of_entry

    if by_apogee:
        return influence_of_entry(
            entry,
            lambda moved: 1e-3 * float(fly(moved).summary[0]["apogee_altitude"]),
            quantity="apogee",
            unit="km",
        )
    return influence_of_entry(
        entry,
        lambda moved: float(fly(moved).summary[0]["impact_time"]),
        quantity="flight time",
        unit="s",
    )


def _title(place: Location, own: Own) -> str:
    """Name a place as the catalogue does, or by its coordinates."""
    known = own.catalogue.places().get(place.name)
    return known.title if known else place.name


def _require_one_shape(
    apogee_km: float | None, loft_deg: float | None, *, depressed: bool
) -> None:
    given = {
        "--apogee-km": apogee_km is not None,
        "--loft-deg": loft_deg is not None,
        "--depressed": depressed,
    }
    chosen = [name for name, is_given in given.items() if is_given]
    if len(chosen) > 1:
        raise ScenarioError(
            f"{' and '.join(chosen)} cannot be combined: keep one",
            key=chosen[1],
            allowed=f"one of {', '.join(given)}",
        )


def _wish(
    apogee_km: float | None, loft_deg: float | None, *, depressed: bool
) -> tuple[Mode, float]:
    """Which flight is asked for, and the number that goes with it, SI."""
    from openthaad.threat.aiming import Mode

    if apogee_km is not None:
        return Mode.APOGEE, 1e3 * apogee_km
    if loft_deg is not None:
        return Mode.LOFT, radians(loft_deg)
    return (Mode.DEPRESSED if depressed else Mode.STANDARD), nan


def _print_flight(title: str, document: dict[str, Any]) -> None:
    """Print the flight in a sentence, then its moments, then what else would arrive."""
    burnout, impact, start = document["burnout"], document["impact"], document["launch"]
    click.echo(
        f"{title}: {document['range_km']:.0f} km in {document['flight_time_s']:.0f} s, "
        f"{document['apogee_km']:.0f} km high"
    )
    rows = [
        ("launch", "0", "0", "0", f"azimuth {start['azimuth_deg']:.1f} deg"),
        _moment("burnout", burnout, burnout["altitude_km"]),
        ("apogee", f"{document['apogee_s']:.1f}", f"{document['apogee_km']:.1f}", "", ""),
        _moment("impact", impact, impact["altitude_m"] / 1e3),
    ]
    columns = ["", "time s", "altitude km", "speed km/s", "direction"]
    print_table(columns, rows, right=columns[1:4])
    losses, peak = document["losses"], document["peak"]
    click.echo(
        f"lost in the boost: {losses['gravity_m_s']:.0f} m/s to gravity, "
        f"{losses['drag_m_s']:.0f} m/s to drag; "
        f"deceleration of at most {peak['deceleration_g']:.0f} g on the way down"
    )
    click.echo(f"lands {impact['miss_m']:.1f} m from the aim")
    if glide := document["reentry"]["glide"]:
        click.echo(
            f"on the way down, where the air is dense enough, lift holds its path at "
            f"{-glide['path_angle_deg']:.1f} deg below the horizontal, with a lift of at most "
            f"{glide['lift_to_drag_max']:g} times the drag"
        )
    others = [f"{root['branch']} ({root['apogee_km']:.0f} km high)" for root in start["roots"]]
    if len(others) > 1:
        click.echo(
            f"flights that reach the aim: {', '.join(others)}; this one is {start['branch']}"
        )


def _moment(name: str, moment: dict[str, Any], altitude_km: float) -> tuple[str, ...]:
    angle = moment["flight_path_angle_deg"]
    way = "up" if angle > 0.0 else "down"
    return (
        name,
        f"{moment['time_s']:.1f}",
        f"{altitude_km:.1f}",
        f"{moment['speed_km_s']:.3f}",
        f"{abs(angle):.1f} deg {way}",
    )
