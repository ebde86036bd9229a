"""The exceptions this package raises.

OpenThaadError
├── CatalogueError     a data file is wrong: says which file, entry and field
├── ScenarioError      a scenario or an option is wrong: says which key and what is allowed
│   └── RecordError    a figure is given something else than its record; a TypeError, too
├── NoSolutionError    a fair question with no answer: says the limits that make it so
├── PropagationError   a trajectory could not be computed: says why and what to try
└── StorageError       a file or a folder could not be read or written; finished parts stay
"""

from collections.abc import Iterable
from typing import Any, ClassVar


class OpenThaadError(Exception):
    """Base of every error raised on purpose by this package.

    Parameters
    ----------
    message : str
        What is wrong, with the value, and what to do about it.
    code : str, optional
        One word for programs; the class's own where not given.
    key : str, optional
        Dotted path of the wrong field, or name of the option.
    value : object, optional
        What was found there.
    allowed : object, optional
        What is allowed there: a list of names, or a range in words.
    hint : str, optional
        The nearest right spelling, or the limits that leave no answer.
    """

    default_code: ClassVar[str] = "failed"
    exit_code: ClassVar[int] = 1

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        key: str | None = None,
        value: object = None,
        allowed: object = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.key = key
        self.value = value
        self.allowed = allowed
        self.hint = hint

    def to_dict(self) -> dict[str, Any]:
        """Return the fields of the JSON error object; the message stands in for no hint."""
        return {
            "code": self.code,
            "key": self.key,
            "value": _plain(self.value),
            "allowed": _plain(self.allowed),
            "hint": self.hint or self.message,
        }


def _plain(value: object) -> object:
    """Reduce a value to what JSON can hold."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if abs(value) < float("inf") else str(value)
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, Iterable):
        return [_plain(item) for item in value]
    return str(value)


class CatalogueError(OpenThaadError):
    """A catalogue entry is missing, malformed or without a source."""

    default_code = "catalogue"
    exit_code = 2


class ScenarioError(OpenThaadError):
    """A scenario, a setting or an option is not what it must be."""

    default_code = "scenario"
    exit_code = 2


class RecordError(ScenarioError, TypeError):
    """A figure is given something else than the record that it is drawn of."""

    default_code = "record"


class NoSolutionError(OpenThaadError):
    """A fair question has no answer, as with a target out of reach."""

    default_code = "no_solution"
    exit_code = 3


class PropagationError(OpenThaadError):
    """A trajectory integration stopped before reaching its end condition."""

    default_code = "propagation"
    exit_code = 3


class StorageError(OpenThaadError):
    """A file or a store could not be read or written; finished parts are kept."""

    default_code = "storage"
    exit_code = 4
