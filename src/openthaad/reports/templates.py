"""HTML by templates: whatever is put into one is escaped, so that no name can become markup."""

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

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
    environment.globals["asset"] = _asset
    return environment


def _asset(name: str) -> "Markup":
    """Return a file of our own as it stands."""
    from markupsafe import Markup  # noqa: PLC0415 (as above)

    return Markup((_ASSETS / name).read_text("utf-8"))  # noqa: S704 (ours, not a user's)
