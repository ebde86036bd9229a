"""Engagements played for the page: one at a time, a few waiting, each with its limits."""

import asyncio
import contextlib
import secrets
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from openthaad.console.problems import QueueFullError
from openthaad.console.schemas import Job
from openthaad.files import write_file
from openthaad.processes import ENDING_WITH_PARENT
from openthaad.scenario import load_scenario, pack_names, scenario_from_document, settings_hash

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

FILES = "scenarios"  # the folder beside the runs in which the scenarios of Play are kept
MAX_WAITING = 8
MAX_KEPT = 64
TIME_LIMIT = 300.0  # s
MEMORY_LIMIT = 8 * 2**30  # bytes of address space
_PROGRAM = f"{ENDING_WITH_PARENT}from openthaad.cli import main; main()"
Player = Callable[[str, int, Path], Awaitable[str]]


@dataclass(slots=True)
class _Ticket:
    text: str
    seed: int
    run: str
    state: str = "waiting"
    message: str = ""
    began: float = field(default_factory=time.monotonic)
    ended: float | None = None

    def end(self, problem: str) -> None:
        """Set down that it is over, and what went wrong if anything did."""
        self.ended = time.monotonic()
        self.state, self.message = ("failed", problem[:500]) if problem else ("done", "")


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
            raise QueueFullError(
                f"{MAX_WAITING} engagements are already waiting; try again later"
            )
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
        try:
            async with self._turn:
                ticket.state = "running"
                problem = await self._played(ticket)
        except BaseException:  # ended with the server: no job may be left running
            ticket.end("stopped because the server was shut down")
            raise
        ticket.end(problem)

    async def _played(self, ticket: _Ticket) -> str:
        """Play an engagement; return what went wrong, in words, or nothing."""
        try:
            return await asyncio.wait_for(
                self._play(ticket.text, ticket.seed, self._root), TIME_LIMIT
            )
        except TimeoutError:
            return f"stopped after {TIME_LIMIT:.0f} s; try a smaller raid"
        except Exception as error:  # noqa: BLE001 (whatever it is, the job has failed)
            return f"could not be played: {_reason(error)}"


def _reason(error: Exception) -> str:
    """Say why a process could not be started, or what else went wrong."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    if isinstance(error, subprocess.SubprocessError | RuntimeError):
        return f"this machine could not start a process for it ({error})"
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


async def play(text: str, seed: int, root: Path) -> str:
    """Play a scenario in a process of its own; return what went wrong, in words, or nothing."""
    argument, made = _argument(text, root)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _PROGRAM, "run", argument, "--seed", str(seed),
        "--out", str(root), "--json",
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        preexec_fn=_limit_memory if resource else None,
    )  # fmt: skip
    try:
        # Not by `communicate`, which closes the pipe whose end tells that this process is gone.
        said = b"" if process.stderr is None else await process.stderr.read()
        await process.wait()
    except asyncio.CancelledError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        raise
    problem = _said(process.returncode or 0, said.decode(errors="replace"))
    if problem and made is not None:
        made.unlink(missing_ok=True)
    return problem


def _argument(text: str, root: Path) -> tuple[str, Path | None]:
    """Return what `thaad run` is given, so that the command that the run keeps works again.

    A built-in scenario goes by its name. Any other is kept beside the runs, as a file.
    """
    scenario = scenario_from_document(tomllib.loads(text))
    name = scenario.name
    if name in pack_names() and load_scenario(name).document() == scenario.document():
        return name, None
    path = root / FILES / f"{name}-{settings_hash(scenario)}.toml"
    write_file(path, text.encode())
    here = Path.cwd()
    shown = path.relative_to(here) if path.is_relative_to(here) else path
    return str(shown), path


def _said(code: int, text: str) -> str:
    """Say what a process that ended had to say of it; nothing where all went well."""
    if code == 0:
        return ""
    lines = [line for line in text.splitlines() if "error:" in line]
    if lines:
        return lines[-1].removeprefix("error: ")
    if code < 0:
        return f"the engine was ended by signal {_signal_name(-code)}"
    return f"the engine ended with code {code} and gave no reason"


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)


def _limit_memory() -> None:
    """Hold the process to `MEMORY_LIMIT`, or to less where this process is held to less."""
    if resource is None:
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    limit = MEMORY_LIMIT if most == resource.RLIM_INFINITY else min(MEMORY_LIMIT, most)
    with contextlib.suppress(OSError, ValueError):  # macOS knows the limit and may refuse it
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
