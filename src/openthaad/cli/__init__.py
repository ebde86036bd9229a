"""The command line, `thaad`."""

from openthaad.cli.application import main

__all__ = ["main"]
