"""Engagements played for the page: one at a time, a few waiting, each with its limits."""

import asyncio
import contextlib
import resource
import secrets
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from openthaad.console.schemas import Job
from openthaad.errors import OpenThaadError

MAX_WAITING = 8
MAX_KEPT = 64
TIME_LIMIT = 300.0  # s
MEMORY_LIMIT = 8 * 2**30  # bytes of address space
_PROGRAM = "from openthaad.cli import main; main()"
Player = Callable[[str, int, Path], Awaitable[str]]


class QueueFullError(OpenThaadError):
    """Too many engagements wait already."""

    default_code = "queue_full"


@dataclass(slots=True)
class _Ticket:
    text: str
    seed: int
    run: str
    state: str = "waiting"
    message: str = ""
    began: float = field(default_factory=time.monotonic)
    ended: float | None = None


class JobQueue:
    """Plays engagements one after another in processes of their own."""

    def __init__(self, root: Path, player: Player | None = None) -> None:
        self._root = root.resolve()
        self._play = player or play
        self._tickets: dict[str, _Ticket] = {}
        self._turn = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    def put(self, text: str, seed: int, run: str) -> Job:
        """Queue an engagement, given as the text of a scenario file.

        Raises
        ------
        QueueFullError
            There are `MAX_WAITING` in the queue.
        """
        open_ones = sum(t.state in ("waiting", "running") for t in self._tickets.values())
        if open_ones >= MAX_WAITING:
            raise QueueFullError(f"{MAX_WAITING} engagements wait already; try again soon")
        for old in list(self._tickets)[: max(0, len(self._tickets) - MAX_KEPT)]:
            if self._tickets[old].ended is not None:
                del self._tickets[old]
        number = secrets.token_hex(8)
        self._tickets[number] = _Ticket(text, seed, run)
        task = asyncio.get_running_loop().create_task(self._work(self._tickets[number]))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return self.get(number)

    def get(self, number: str) -> Job:
        """Return how a job stands; KeyError if there is none."""
        ticket = self._tickets[number]
        until = ticket.ended or time.monotonic()
        return Job.model_validate(
            {
                "id": number,
                "state": ticket.state,
                "run": ticket.run,
                "elapsed_s": round(until - ticket.began, 1),
                "message": ticket.message,
            }
        )

    async def close(self) -> None:
        """End what still runs."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _work(self, ticket: _Ticket) -> None:
        async with self._turn:
            ticket.state = "running"
            try:
                problem = await asyncio.wait_for(
                    self._play(ticket.text, ticket.seed, self._root), TIME_LIMIT
                )
            except TimeoutError:
                problem = f"stopped after {TIME_LIMIT:.0f} s; a smaller raid takes less"
            except OSError as error:
                problem = f"could not be started: {error.strerror}"
            ticket.ended = time.monotonic()
            ticket.state, ticket.message = ("failed", problem) if problem else ("done", "")


async def play(text: str, seed: int, root: Path) -> str:
    """Play a scenario in a process of its own; return what went wrong, in words, or nothing."""
    with tempfile.TemporaryDirectory(prefix="openthaad-") as folder:
        # In the file's own folder: the command that the run keeps then names no other folder.
        path = Path(folder) / f"{tomllib.loads(text)['name']}.toml"
        path.write_text(text, encoding="utf-8")
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", _PROGRAM, "run", path.name, "--seed", str(seed),
            "--out", str(root), "--json", cwd=folder,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            preexec_fn=_limit_memory,
        )  # fmt: skip
        try:
            _, said = await process.communicate()
        except asyncio.CancelledError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            raise
    if process.returncode == 0:
        return ""
    lines = [line for line in said.decode(errors="replace").splitlines() if "error:" in line]
    return lines[-1].removeprefix("error: ")[:500] if lines else "the engine stopped"


def _limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
