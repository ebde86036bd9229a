"""Results kept for whoever asks for them again, in any thread; the oldest go."""

from collections import OrderedDict
from collections.abc import Hashable
from itertools import count
from threading import Lock
from typing import Any, Generic, TypeVar

from numpy.typing import NDArray

Key = TypeVar("Key", bound=Hashable)
Result = TypeVar("Result")


class Kept(Generic[Key, Result]):
    """The results asked for last, by all that they depend on."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._results: OrderedDict[Key, Result] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Result | None:
        """Return a result if it is still there."""
        with self._lock:
            found = self._results.get(key)
            if found is not None:
                self._results.move_to_end(key)
            return found

    def clear(self) -> None:
        """Forget all, so that the work itself is done, and can be timed, again."""
        with self._lock:
            self._results.clear()

    def keep(self, key: Key, result: Result) -> None:
        """Keep a result; the one that was not asked for longest makes room."""
        with self._lock:
            self._results[key] = result
            if len(self._results) > self._most:
                self._results.popitem(last=False)


class Numbered:
    """Numbers for long tables, the same for equal ones: comparing is quicker than hashing."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: list[tuple[int, bytes]] = []
        self._next = count()
        self._lock = Lock()

    def number(self, table: NDArray[Any]) -> int:
        """Return the number of a table; one that was forgotten gets another."""
        raw = table.tobytes()
        with self._lock:
            for number, known in self._known:
                if known == raw:
                    return number
            number = next(self._next)
            self._known = [(number, raw), *self._known[: self._most - 1]]
            return number
