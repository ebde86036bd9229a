"""The command line, `thaad`."""

from collections.abc import Sequence
from typing import NoReturn

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run `thaad` with these arguments (the process's own if none) and exit with its code."""
    try:
        from openthaad.cli.application import main as run
    except KeyboardInterrupt:  # pressed before there was anything that hears it
        raise SystemExit(130) from None
    run(arguments)
