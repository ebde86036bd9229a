"""HTML by templates: whatever is put into one is escaped, so that no name can become markup."""

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from openthaad.reports.scripts import joined

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_ASSETS = files("openthaad.reports") / "assets"


def rendered(template: str, **values: object) -> str:
    """Return a template of `assets` with its holes filled."""
    return _environment().get_template(template).render(values)


@cache
def _environment() -> "Environment":
    import jinja2  # noqa: PLC0415 (only what writes a page waits for it)

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("openthaad.reports", "assets"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["json.dumps_kwargs"] = {"separators": (",", ":"), "allow_nan": False}
    environment.globals["style"] = _ours((_ASSETS / "page.css").read_text("utf-8"))
    environment.globals["script"] = _ours(joined())
    return environment


def _ours(text: str) -> "Markup":
    """Let a file of our own stand in the page as it is."""
    from markupsafe import Markup  # noqa: PLC0415 (as above)

    return Markup(text)  # noqa: S704 (no user's)
