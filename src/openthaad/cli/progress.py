"""A bar with the time left, on a terminal, for work that lasts."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

_PATIENCE = 2.0  # seconds of silence before a bar appears


class Progress:
    """Call it with the share that is done; it shows nothing for the first two seconds.

    Nothing at all is shown where standard error is no terminal.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._began = time.monotonic()
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        """Start the clock."""
        self._began = time.monotonic()
        return self

    def __call__(self, done: float, words: str | None = None) -> None:
        """Show that this share, 0 to 1, of the work is done, and what it stands at."""
        if self._bar is None and self._is_due():
            self._open()
        if self._bar is not None and self._task is not None:
            self._bar.update(
                self._task,
                completed=min(max(done, 0.0), 1.0),
                description=words or self._what,
            )

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()

    def _is_due(self) -> bool:
        return sys.stderr.isatty() and time.monotonic() - self._began > _PATIENCE

    def _open(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:3.0f} %"),
            TimeRemainingColumn(),
            console=Console(file=sys.stderr),
            transient=True,
        )
        self._task = self._bar.add_task(self._what, total=1.0)
        self._bar.start()
