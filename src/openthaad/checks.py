"""Argument checks shared by the domain records: each names the first value that fails."""

from collections.abc import Sequence
from itertools import pairwise
from math import isfinite, pi


def require_finite(**values: float) -> None:
    """Raise ``ValueError`` naming the first value that is not a finite number."""
    for name, value in values.items():
        if not isfinite(value):
            raise ValueError(f"{name} must be finite, got {value!r}")


def require_positive(**values: float) -> None:
    """Raise ``ValueError`` naming the first value that is not finite and above zero."""
    for name, value in values.items():
        if not (isfinite(value) and value > 0.0):
            raise ValueError(f"{name} must be finite and positive, got {value!r}")


def require_not_negative(**values: float) -> None:
    """Raise ``ValueError`` naming the first value that is not finite and at least zero."""
    for name, value in values.items():
        if not (isfinite(value) and value >= 0.0):
            raise ValueError(f"{name} must be finite and not negative, got {value!r}")


def require_between(low: float, high: float, /, **values: float) -> None:
    """Raise ``ValueError`` naming the first value outside ``low`` .. ``high`` (included)."""
    for name, value in values.items():
        if not low <= value <= high:
            raise ValueError(f"{name} must be between {low!r} and {high!r}, got {value!r}")


def require_probability(**values: float) -> None:
    """Raise ``ValueError`` naming the first value outside 0 .. 1."""
    require_between(0.0, 1.0, **values)


def require_place(*, latitude: float, longitude: float) -> None:
    """Raise ``ValueError`` unless latitude is in -90 .. 90 and longitude in -180 .. 360 deg.

    Both are radians, as everywhere inside; the message is in degrees.
    """
    for name, value, low, high in (
        ("latitude", latitude, -90.0, 90.0),
        ("longitude", longitude, -180.0, 360.0),
    ):
        degrees = value * 180.0 / pi
        # A hair of slack: 90 degrees in radians and back may not be 90 degrees.
        if not low - 1e-9 <= degrees <= high + 1e-9:
            raise ValueError(
                f"{name} must be between {low:g} and {high:g} degrees, got {degrees:g}"
            )


def require_rising(**values: Sequence[float]) -> None:
    """Raise ``ValueError`` naming the first sequence that does not rise strictly."""
    for name, sequence in values.items():
        for i, (first, second) in enumerate(pairwise(sequence)):
            if not first < second:
                raise ValueError(
                    f"{name} must rise, but entry {i + 1} ({second!r}) does not exceed "
                    f"entry {i} ({first!r})"
                )
