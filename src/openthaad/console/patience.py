"""Connections that ask nothing keep nobody out: they time out, and make room first."""

import asyncio
from typing import TYPE_CHECKING

from uvicorn.protocols.http.auto import AutoHTTPProtocol

if TYPE_CHECKING:  # the two protocols that uvicorn may pick have these parts in common
    from uvicorn.protocols.http.h11_impl import H11Protocol as _Protocol
else:
    _Protocol = AutoHTTPProtocol

MAX_CONNECTIONS = 64
_ROOM = MAX_CONNECTIONS - 16  # more than these, and silent ones are closed
SILENCE = 10.0  # s that a new connection may take to ask something


class PatientProtocol(_Protocol):
    """HTTP as uvicorn speaks it, with an end to patience."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection in; close the silent ones that are too many."""
        super().connection_made(transport)
        self._came = self.loop.time()
        self.loop.call_later(SILENCE, self._close_if_silent)
        others = [c for c in self.connections if isinstance(c, PatientProtocol)]
        silent = sorted((c for c in others if c is not self and c.is_silent()), key=_came)
        for connection in silent[: max(0, len(self.connections) - _ROOM)]:
            connection.transport.close()

    def is_silent(self) -> bool:
        """Whether nothing that was asked here waits for its answer."""
        return self.cycle is None or self.cycle.response_complete

    def _close_if_silent(self) -> None:
        """Close what has asked nothing at all; what became a WebSocket is no longer here."""
        if self.cycle is None and self in self.connections:
            self.transport.close()


def _came(connection: PatientProtocol) -> float:
    return connection._came  # noqa: SLF001 (of this module)
