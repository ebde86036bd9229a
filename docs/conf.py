"""How Sphinx builds these pages: `make docs`, offline, warnings as errors."""

import sys
from importlib.metadata import version as installed_version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "builders"))

import catalogue_pages

# Read before anything is built: Sphinx looks for pages first.
catalogue_pages.write()

project = "OpenTHAAD"
author = "The OpenTHAAD authors"
version = release = installed_version("openthaad")

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
# Files of the project's root are shown in full here; their links point into the repository.
suppress_warnings = ["myst.xref_missing", "myst.header"]
exclude_patterns = ["_build"]

html_theme = "alabaster"
html_theme_options = {
    "description": "Terminal missile defence on published data",
    "page_width": "60em",
}
html_show_sphinx = False
