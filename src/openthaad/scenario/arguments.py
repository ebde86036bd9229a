"""What the public functions are given from Python, checked as the command line checks it."""

import os
from collections.abc import Sequence
from numbers import Integral, Real

from openthaad.errors import ScenarioError
from openthaad.scenario.fields import nearest
from openthaad.scenario.schema import Scenario

LAST_SEED = 2**63 - 1


def require_scenario(key: str, value: object) -> None:
    """Refuse what is no scenario.

    Raises
    ------
    ScenarioError
        It is something else, such as a name.
    """
    if not isinstance(value, Scenario):
        raise _wrong(
            key,
            value,
            "a Scenario",
            hint="openthaad.load_scenario reads one by its name or from a TOML file",
        )


def require_whole(key: str, value: object, least: int, most: int) -> int:
    """Return a whole number from `least` to `most` as Python's own.

    Raises
    ------
    ScenarioError
        It is another number, or none; True and False are none.
    """
    is_whole = isinstance(value, Integral) and not isinstance(value, bool)
    number = int(value) if is_whole else least - 1  # type: ignore[call-overload] # whole by now
    if not least <= number <= most:
        raise _wrong(key, value, f"a whole number from {least} to {most}")
    return int(number)


def require_seed(value: object) -> int:
    """Return a seed; see `require_whole`."""
    return require_whole("seed", value, 0, LAST_SEED)


def require_number(key: str, value: object, low: float, high: float) -> None:
    """Refuse what is no finite number from `low` to `high`.

    Raises
    ------
    ScenarioError
        It is another number, or none.
    """
    is_number = isinstance(value, Real) and not isinstance(value, bool)
    if not (is_number and low <= float(value) <= high):  # type: ignore[arg-type] # real by now
        raise _wrong(key, value, f"a number from {low:g} to {high:g}")


def require_word(key: str, value: object, known: Sequence[str]) -> None:
    """Refuse what is none of the words known.

    Raises
    ------
    ScenarioError
        It is another word, or none.
    """
    if value not in known:
        hint = nearest(value, known) if isinstance(value, str) else None
        raise _wrong(key, value, f"one of {', '.join(known)}", allowed=list(known), hint=hint)


def require_path(key: str, value: object, what: str) -> None:
    """Refuse what is no path: text or a `pathlib.Path`.

    Raises
    ------
    ScenarioError
        It is something else, empty, or not UTF-8: no file that we write could name it.
    """
    if not isinstance(value, str | os.PathLike) or not os.fspath(value):
        raise _wrong(key, value, what)
    try:
        str(value).encode()
    except UnicodeEncodeError:
        raise _wrong(key, ascii(str(value)), f"{what}, in UTF-8") from None


def require_texts(key: str, value: object, what: str) -> None:
    """Refuse what is no list of texts; one text by itself is none.

    Raises
    ------
    ScenarioError
        It is something else, or one of its items is.
    """
    is_list = isinstance(value, Sequence) and not isinstance(value, str | bytes)
    if not (is_list and all(isinstance(text, str) for text in value)):  # type: ignore[attr-defined]
        raise _wrong(key, value, what)


def _wrong(
    key: str, value: object, what: str, *, allowed: object = None, hint: str | None = None
) -> ScenarioError:
    shown = repr(value)
    if len(shown) > 80:
        shown = f"{shown[:77]}..."
    return ScenarioError(
        f"{key} must be {what}, got {shown}" + (f"; {hint}" if hint else ""),
        key=key,
        value=value if isinstance(value, bool | int | float | str | None) else shown,
        allowed=allowed or what,
        hint=hint,
    )
