"""What missiles and countries are called in a sentence."""

from functools import cache

from openthaad.catalogue.ours import load, names

_WITH_ARTICLE = ("United ", "Czech Republic", "Dominican Republic", "Central African Republic",
                 "Republic ", "Democratic Republic", "Philippines", "Netherlands", "Bahamas",
                 "Maldives", "Gambia", "Comoros", "Vatican", "Ivory Coast")  # fmt: skip


def country_title(name: str) -> str:
    """Name a country inside a sentence.

    >>> country_title("Guam"), country_title("United States"), country_title("Marshall Islands")
    ('Guam', 'the United States', 'the Marshall Islands')
    """
    has_article = name.startswith(_WITH_ARTICLE) or name.endswith((" Islands", " Territory"))
    return f"the {name}" if has_article else name


@cache
def missile_title(name: str) -> str:
    """Return the title of a missile without its other names.

    A user's own is known here by its name alone.

    >>> missile_title("nodong"), missile_title("light-nodong")
    ('Nodong', 'Light Nodong')
    """
    if name not in names("missiles"):
        return name.replace("-", " ").replace("_", " ").title()
    return load("missiles", name).title.partition(" (")[0]
