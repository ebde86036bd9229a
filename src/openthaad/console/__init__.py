"""The console: a page in the browser, and the versioned interface that it speaks to."""

from openthaad.console.app import Settings, make_app
from openthaad.console.serve import Address, serve

__all__ = ["Address", "Settings", "make_app", "serve"]
