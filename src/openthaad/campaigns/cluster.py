"""Playing parts on a Dask cluster; the only importer of Dask."""

import logging
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from typing import Any

from openthaad.campaigns.plan import Order
from openthaad.campaigns.playing import play
from openthaad.campaigns.rows import Rows
from openthaad.errors import ScenarioError, StorageError

_PATIENCE = "15s"  # to reach a scheduler
_WAIT_FOR_WORKERS = 60.0  # s
# They report a lost scheduler with tracebacks of their own; ours is one sentence.
_TALKATIVE = (
    "distributed", "distributed.client", "distributed.core", "tornado.application", "asyncio",
)  # fmt: skip
_KEPT = "finished parts are kept; give the same command to go on from them"


def play_on_cluster(orders: Iterable[Order], address: str) -> Iterator[tuple[Order, Rows]]:
    """Yield each part as it is done, in any order, played by the workers of a scheduler.

    Workers send their rows back and need not reach the store. A part whose worker dies is
    given to another. One worker of each host plays first, so that a host compiles once.

    Parameters
    ----------
    orders : Iterable of Order
        Taken as they are needed: two for every thread of the cluster.
    address : str
        Of the scheduler, such as `tcp://host:8786`.

    Raises
    ------
    ScenarioError
        Dask is not installed.
    StorageError
        The scheduler cannot be reached, has no workers, or gives a part up.
    """
    with _client(address) as client:
        yield from _play(client, iter(orders))


def _play(client: Any, waiting: Iterator[Order]) -> Iterator[tuple[Order, Rows]]:  # noqa: ANN401
    from distributed import as_completed  # noqa: PLC0415 (an extra)

    first = next(waiting, None)
    if first is None:
        return
    _compile_once(client, first)
    pending = {}
    finished: Any = as_completed(loop=client.loop)  # type: ignore[no-untyped-call]

    def submit(order: Order) -> None:
        future = client.submit(play, order, pure=False)
        pending[future.key] = order
        finished.add(future)

    submit(first)
    while pending:
        while len(pending) < 2 * max(_threads(client), 1):
            order = next(waiting, None)
            if order is None:
                break
            submit(order)
        future = next(finished)
        order = pending.pop(future.key)
        rows = future.result()
        future.release()
        if rows is not None:
            yield order, rows


def _threads(client: Any) -> int:  # noqa: ANN401
    return sum(worker["nthreads"] for worker in _workers(client).values())


def _workers(client: Any) -> dict[str, Any]:  # noqa: ANN401
    found: dict[str, Any] = client.scheduler_info(n_workers=-1)["workers"]
    return found


def _compile_once(client: Any, order: Order) -> None:  # noqa: ANN401
    """Let one worker of each host play a run, so that the kernels are compiled there."""
    hosts = {worker["host"]: address for address, worker in _workers(client).items()}
    short = order._replace(part=order.part._replace(runs=1))
    futures = [
        client.submit(play, short, workers=[address], allow_other_workers=True, pure=False)
        for address in hosts.values()
    ]
    for future in futures:
        future.result()


@contextmanager
def _client(address: str) -> Iterator[Any]:
    """Connect to a scheduler, and turn what goes wrong with it into our own errors."""
    try:
        import distributed  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise ScenarioError(
            "--dask needs Dask: pip install 'openthaad[cluster]'",
            key="--dask",
            value=address,
            hint="without --dask, a campaign runs in threads of this machine",
        ) from error
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    lost = (OSError, TimeoutError, CancelledError, distributed.KilledWorker)
    try:
        with _connected(distributed, address) as client:
            client.wait_for_workers(1, timeout=_WAIT_FOR_WORKERS)
            yield client
    except lost as error:
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise StorageError(
            f"the Dask scheduler at {address} cannot be reached, has no workers, or lost "
            f"them: {why}; {_KEPT}",
            code="cluster",
            key="--dask",
            value=address,
        ) from error


def _connected(distributed: Any, address: str) -> Any:  # noqa: ANN401
    """Return a client of the scheduler; an address that is none is refused."""
    try:
        return distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
    except ValueError as error:
        raise ScenarioError(
            f"--dask {address}: {error}",
            key="--dask",
            value=address,
            allowed="the address of a scheduler, such as tcp://host:8786",
        ) from error
