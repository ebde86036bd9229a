"""Footprints for the page: one at a time, each for somebody who still waits for it."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from openthaad.console.problems import EndingError
from openthaad.console.schemas import Change, Question
from openthaad.console.whatif import Mapper
from openthaad.studies.footprint.threads import while_wanted

ANSWER_LIMIT = 60.0  # s, for a footprint
COMPILE_LIMIT = 300.0  # s, for one that may have to wait for the compiler
_WARM_UP = Question(change=Change(scenario="korea-2017", missile="nodong"), cells=4)


class Maps:
    """Answers questions in a thread of its own; work that nobody waits for is given up."""

    def __init__(self) -> None:
        self.engine = "cold"
        self._mapper = Mapper()
        self._thread = ThreadPoolExecutor(1, "footprint")
        self._ending = asyncio.Event()

    async def warm(self) -> None:
        """Answer a small question, so that the first real one need not wait."""
        self.engine = "compiling"
        try:
            await self._begin(_WARM_UP, threading.Event())
        except Exception:  # noqa: BLE001 (whatever it is, the page says that it failed)
            if self.engine == "compiling":
                self.engine = "failed"

    async def answer(self, question: Question) -> dict[str, Any]:
        """Answer a question, or give up after a while, or when nobody waits any more.

        Raises
        ------
        TimeoutError
            It took longer than allowed.
        EndingError
            The server is being ended.
        OpenThaadError
            The question has no answer.
        """
        gone = threading.Event()
        work = self._begin(question, gone)
        ending = asyncio.create_task(self._ending.wait())
        limit = ANSWER_LIMIT if self.engine == "ready" else COMPILE_LIMIT
        try:
            waited: set[asyncio.Future[Any]] = {work, ending}
            await asyncio.wait(waited, timeout=limit, return_when=asyncio.FIRST_COMPLETED)
            if work.done():
                return work.result()
            if ending.done():
                raise EndingError("the server is shutting down")
            raise TimeoutError
        finally:
            gone.set()
            work.cancel()  # which only holds back what has not begun
            ending.cancel()

    def end(self) -> None:
        """Let nobody wait any longer."""
        self._ending.set()

    def close(self) -> None:
        """Give up what is left; no thread is waited for."""
        self.end()
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _begin(
        self, question: Question, gone: threading.Event
    ) -> asyncio.Future[dict[str, Any]]:
        def work() -> dict[str, Any]:
            with while_wanted(lambda: not gone.is_set()):
                answer = self._mapper.answer(question)
            self.engine = "ready"
            return answer

        future = asyncio.get_running_loop().run_in_executor(self._thread, work)
        future.add_done_callback(_heard)
        return future


def _heard(work: asyncio.Future[dict[str, Any]]) -> None:
    """Look at how it ended, for nobody else may."""
    if not work.cancelled():
        work.exception()
