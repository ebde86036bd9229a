"""Playing parts in threads of this process: the kernels release the interpreter's lock."""

from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from threading import Event

from openthaad.campaigns.plan import Order
from openthaad.campaigns.playing import play
from openthaad.campaigns.rows import Rows

# Seconds after which the waiting thread looks up, so that an interrupt is heard.
_LOOK_UP = 0.5


def play_in_threads(orders: Iterable[Order], workers: int) -> Iterator[tuple[Order, Rows]]:
    """Yield each part as it is done, in any order; few are in memory at a time.

    Closing the iterator, or an exception in whoever uses it, stops the threads after the
    runs that they are in.

    Parameters
    ----------
    orders : Iterable of Order
        Taken as they are needed.
    workers : int
        Number of threads.
    """
    stop = Event()
    waiting = iter(orders)
    with ThreadPoolExecutor(workers, thread_name_prefix="campaign") as pool:
        pending: dict[Future[Rows | None], Order] = {}
        try:
            while True:
                while len(pending) <= workers and (order := next(waiting, None)) is not None:
                    pending[pool.submit(play, order, stop.is_set)] = order
                if not pending:
                    return
                done, _ = wait(pending, timeout=_LOOK_UP, return_when=FIRST_COMPLETED)
                for future in done:
                    order, rows = pending.pop(future), future.result()
                    if rows is not None:
                        yield order, rows
        finally:
            stop.set()
            pool.shutdown(wait=True, cancel_futures=True)
