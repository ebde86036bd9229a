"""How Sphinx builds these pages: `make docs`, offline, warnings as errors."""

from importlib.metadata import version as installed_version

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
