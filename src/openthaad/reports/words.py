"""Codes in plain words: causes, results, limits, names."""

from collections.abc import Mapping, Sequence
from typing import Any

from openthaad.catalogue.titles import spot_title
from openthaad.fire_control.limits import CAUSES
from openthaad.fire_control.limits import LIMITS as LIMIT_CLASSES
from openthaad.kernels.codes import Limit

# What left no intercept when fire control looked.
LIMITS = {
    name: kind.long for name, kind in LIMIT_CLASSES.items() if name.upper() in Limit.__members__
}

# What became of an interceptor; {miss} is its miss distance with a unit.
RESULTS = {
    "kill": "hits and destroys it (miss distance {miss})",
    "hit_no_kill": "hits it (miss distance {miss}) but does not destroy it",
    "miss": "misses by {miss}",
    "not_acquired": "never acquires it with its seeker (passes at {miss})",
    "divert_exhausted": "runs out of divert propellant and passes at {miss}",
    "booster_failed": "fails in flight",
    "target_already_destroyed": "finds the target already destroyed",
    "wrong_object": "meets another object, not the warhead (miss distance {miss})",
    "aborted": "is aborted before it gets there",
    "pending": "was still flying when the run ended",
}

RESULTS_SHORT = {
    "kill": "kill",
    "hit_no_kill": "hit, no kill",
    "miss": "miss",
    "not_acquired": "not acquired",
    "divert_exhausted": "divert exhausted",
    "booster_failed": "booster failed",
    "target_already_destroyed": "target already destroyed",
    "wrong_object": "wrong object",
    "aborted": "aborted",
    "pending": "still flying",
}


_SMALL: tuple[str, ...] = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
)
_SMALL += ("eleven", "twelve")


def because(cause: str | None, batteries: Sequence[Mapping[str, Any]] = ()) -> str:
    """Say why a threat leaked, with the battery's published caps; empty for no cause."""
    return CAUSES.get(cause or "", "").format(**_caps(batteries))


def missed(cause: str, engaged: Mapping[str, Any]) -> str:
    """Say by how much the limit behind a cause was missed, to follow `because`.

    `engaged` is an entry of `by_battery`; empty where it has no margin.
    """
    kind, margin = LIMIT_CLASSES[engaged["limit"]], engaged["margin"]
    if margin is None or kind.margin is None:
        return ""
    if engaged["limit"] == cause:
        return f", by {kind.margin.amount(margin)}"
    return f" ({kind.missed_by(margin)})"


def limit_in_words(limit: str | None, batteries: Sequence[Mapping[str, Any]] = ()) -> str:
    """Say what left no intercept, with the battery's published caps."""
    return LIMITS.get(limit or "", "no reason is recorded").format(**_caps(batteries))


def _caps(batteries: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Published caps in words; the reach of several batteries is that of the first."""
    first = batteries[0] if batteries else {}
    keys = {"floor": "floor_km", "ceiling": "ceiling_km", "reach": "reach_km"}
    caps = {key: first.get(field) for key, field in keys.items()}
    return {key: "" if cap is None else f"{cap:.4g}" for key, cap in caps.items()}


def result_in_words(result: str, miss: float | None) -> str:
    """Say what became of an interceptor; `miss` is its closest approach [m]."""
    words = RESULTS.get(result, result.replace("_", " "))
    return words.format(miss="an unknown distance" if miss is None else length(miss))


def length(metres: float) -> str:
    """Write a length with the unit that suits it.

    >>> length(0.2134), length(14.52), length(31_400.0)
    ('0.21 m', '15 m', '31 km')
    """
    if metres < 10.0:
        return f"{metres:.2f} m"
    if metres < 1e3:
        return f"{metres:.0f} m"
    return f"{metres / 1e3:.1f} km" if metres < 10e3 else f"{metres / 1e3:.0f} km"


def clock(time: float) -> str:
    """Write a time since the epoch [s]: to a tenth early on, to a second later.

    >>> clock(41.34), clock(388.2)
    ('T+41.3 s', 'T+388 s')
    """
    return f"T+{time:.1f} s" if time < 100.0 else f"T+{time:.0f} s"


def unit_title(name: str) -> str:
    """Write the name of a battery or radar as a name.

    >>> unit_title("seongju_2")
    'Seongju 2'
    """
    return name.replace("_", " ").replace("-", " ").title()


def counted(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun, small numbers as words.

    >>> counted(1, "missile"), counted(12, "missile"), counted(0, "battery", "batteries")
    ('one missile', 'twelve missiles', 'no batteries')
    """
    word = _SMALL[number] if number < len(_SMALL) else f"{number:,}"
    return f"{word} {one if number == 1 else many or one + 's'}"


def nothing_listed(places: Sequence[Mapping[str, Any]]) -> str:
    """Say that missiles are aimed where no asset is listed; empty where none are.

    Parameters
    ----------
    places : sequence of mappings
        `scenario.aims.undefended`: places with the number of missiles aimed at each.
    """
    if not places:
        return ""
    missiles = sum(place["missiles"] for place in places)
    names = listed([spot_title(place) for place in places])
    if missiles == 1:
        aimed, lost = "one missile is aimed", "shoot at it, and it does not count as a leak"
    else:
        aimed = f"{counted(missiles, 'missile')} are aimed"
        lost = "shoot at them, and they do not count as leaks"
    return (
        f"No asset is listed at {names}, where {aimed}, so the defence has no reason to "
        f"{lost}. To list an asset, add a table under [assets]."
    )


def listed(words: Sequence[str]) -> str:
    """Join words as a sentence does.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
