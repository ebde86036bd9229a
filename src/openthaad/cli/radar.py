"""`thaad radar`: the radar equation with every term in sight."""

from __future__ import annotations

from math import radians
from typing import TYPE_CHECKING

import click

from openthaad.cli.influence import print_influence
from openthaad.cli.loading import entries_set
from openthaad.cli.options import Own, Quantity, catalogue_option, json_option, set_option
from openthaad.cli.output import print_json, print_table
from openthaad.units import from_db

if TYPE_CHECKING:
    from openthaad.catalogue import Entry
    from openthaad.radar.equation import EquationTerms

# What the terms of the equation are, in the words of a reader.
_WORDS = {
    "average_power_dbw": ("average power", "dBW"),
    "dwell_dbs": ("time on target", "dBs"),
    "transmit_gain_db": ("transmit gain of the face", "dB"),
    "receive_aperture_dbm2": ("effective receiving area of the face", "dBm2"),
    "rcs_dbm2": ("radar cross-section", "dBm2"),
    "spreading_dbm4": ("two-way spreading, (4 pi)^2 R^4", "dBm4"),
    "noise_dbw_hz": ("noise per hertz, k T", "dBW/Hz"),
    "system_loss_db": ("system losses", "dB"),
    "scan_loss_db": ("loss from steering off the face's normal", "dB"),
    "absorption_loss_db": ("two-way absorption in the air", "dB"),
}


@click.command(epilog="Example: thaad radar an-tpy-2 --rcs-m2 0.01 --snr-db 13 --dwell-s 0.1")
@click.argument("radar")
@click.option(
    "--rcs-m2",
    "rcs",
    type=Quantity(above=0.0, most=1e9),
    required=True,
    help="Radar cross-section of the target.",
)
@click.option(
    "--snr-db",
    "snr_db",
    type=Quantity(least=-100.0, most=200.0),
    default="13",
    show_default=True,
    help="Signal-to-noise ratio required.",
)
@click.option(
    "--dwell-s",
    "dwell",
    type=Quantity(above=0.0, most=3600.0),
    help="Time on target; if not given, the mode's search dwell.",
)
@click.option(
    "--mode",
    type=click.Choice(["terminal", "forward"]),
    default="terminal",
    show_default=True,
    help="Mode that sets the dwell if none is given; the equation is the same in both modes.",
)
@click.option(
    "--elevation-deg",
    "elevation_deg",
    type=Quantity(least=-5.0, most=90.0),
    help="Elevation of the beam, for losses in the air; if not given, the air is left out.",
)
@click.option(
    "--scan-deg",
    "scan_deg",
    type=Quantity(least=0.0, below=90.0),
    default="0",
    show_default=True,
    help="Angle of the beam from the normal of the face.",
)
@set_option
@catalogue_option
@json_option
def command(  # noqa: PLR0913 (one argument per option)
    *,
    radar: str,
    rcs: float,
    snr_db: float,
    dwell: float | None,
    mode: str,
    elevation_deg: float | None,
    scan_deg: float,
    sets: tuple[str, ...],
    own: Own,
    as_json: bool,
) -> None:
    """Compute the range of a radar, with every term of the radar equation.

    Nothing but the equation limits the range: the published 600 and 2,000 km are claims to
    examine.
    """
    (entry,) = entries_set("radars", [radar], sets, own)
    from openthaad.radar.equation import LookAngles, radar_equation_terms
    from openthaad.radar.model import from_entry
    from openthaad.studies.influence import influence_of_entry

    model = from_entry(entry, mode)
    look = LookAngles(
        elevation=None if elevation_deg is None else radians(elevation_deg),
        scan_angle=radians(scan_deg),
    )
    seconds = model.search.dwell if dwell is None else dwell
    found = radar_equation_terms(model, rcs, snr=from_db(snr_db), dwell=seconds, look=look)

    def reach_km(moved: Entry) -> float:
        model = from_entry(moved, mode)
        seconds = model.search.dwell if dwell is None else dwell
        terms = radar_equation_terms(model, rcs, snr=from_db(snr_db), dwell=seconds, look=look)
        return 1e-3 * terms.slant_range

    moves = influence_of_entry(entry, reach_km, quantity="range", unit="km")
    if as_json:
        document = {"radar": entry.name, "mode": mode, **found.to_dict()}
        print_json(document | {"basis": moves.basis()})
        return
    _print_terms(f"{entry.title}, {mode} mode", found)
    print_influence(moves)


def _print_terms(title: str, found: EquationTerms) -> None:
    document = found.to_dict()
    click.echo(
        f"{title}: {document['range_km']:,.0f} km for {found.rcs:g} m2 at "
        f"{document['snr_db']:.1f} dB, dwell {found.dwell * 1e3:g} ms"
    )
    rows = [
        (_WORDS.get(name, (name, ""))[0], f"{value:+.2f}", _WORDS.get(name, ("", "dB"))[1])
        for name, value in found.terms.items()
    ]
    rows.append(("signal-to-noise ratio (sum)", f"{sum(found.terms.values()):+.2f}", "dB"))
    print_table(["term", "value", "unit"], rows, right=["value"])
    click.echo("Range grows with the fourth root of cross-section, power and time on target.")
