"""What an answer rests on, and what would flip it, at the end of the answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from openthaad.cli.output import paragraph, print_table

if TYPE_CHECKING:
    from openthaad.studies.influence import Influence

ASK = "to find out what would change the answer: {}"


def ask_of_a_run(command: str) -> str:
    """Say how to learn what would flip a run: its own command, and one option more."""
    return ASK.format(f"{command} --influence (takes a minute, the first time only)")


def draw_influence(found: Influence | None, path: Path, foot: str) -> list[str]:
    """Draw what moves an answer; the line that says where, or none where nothing does."""
    if found is None:
        return []
    from openthaad.plots import tornado

    drawn = tornado(found, path, foot=foot)
    return [] if drawn is None else [f"tornado:  {drawn}"]


def draw_beside(found: Influence | None, figure: str | Path | None, foot: str) -> str | None:
    """Draw what moves an answer next to the figure asked for; return its path, if any."""
    if found is None or figure is None:
        return None
    from openthaad.plots import tornado

    path = Path(figure)
    drawn = tornado(found, path.with_stem(f"{path.stem}-influence"), foot=foot)
    return None if drawn is None else str(drawn)


def print_influence(found: Influence, *, most: int = 0) -> None:
    """Print shares by basis, the values that move the answer most, and what flips it.

    Parameters
    ----------
    found : Influence
    most : int
        Rows of the table of values; none by default.
    """
    shares = found.shares()
    if shares is None:
        paragraph(f"no catalogue value changes the answer within its range ({found.quantity})")
        return
    parts = ", ".join(f"{share:.0%} {basis}" for basis, share in shares.items() if share)
    paragraph(f"depends on (shares of the swing of the {found.quantity}): {parts}")
    if most:
        _print_swings(found, most)
    paragraph(what_flips(found.flips_if(), found.moves_most()))


def what_flips(flips_if: str | None, moves_most: str | None) -> str:
    """Say what turns an answer over, or that nothing does and what moves it most."""
    if flips_if:
        return f"the answer changes if {flips_if}"
    if moves_most:
        return (
            f"no assumed or derived value changes it by a tenth within its range; {moves_most}"
        )
    return "no assumed or derived value changes it alone within its range"


def _print_swings(found: Influence, most: int) -> None:
    rows = [
        (
            swing.axis.words,
            swing.axis.item.basis,
            swing.axis.quantity(swing.axis.low),
            found.in_words(swing.at_low),
            swing.axis.quantity(swing.axis.high),
            found.in_words(swing.at_high),
        )
        for swing in found.moving[:most]
    ]
    click.echo()
    print_table(["value", "basis", "at", "gives", "at ", "gives "], rows)
