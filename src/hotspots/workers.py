"""Work on many parts: one after the other here, or side by side on the workers of a Dask cluster.

Whoever has the same to do with every part of a version says what, and gets what came of it in the
order of the parts. Where that happens is a setting of the machine, HOTSPOTS_CLUSTER: an address of
a scheduler ("tcp://10.0.0.4:8786", "tls://..."), or "local:4" for four processes on this machine.
Without it nothing of Dask is imported.

Work may be done twice, where a worker died before it could tell what came of it. So it has to give
the same each time, and what it writes has the checksum of its content as its name.
"""

from __future__ import annotations

import logging
import os
import sys
from collections import deque
from collections.abc import Sized
from contextlib import contextmanager
from functools import lru_cache
from importlib.metadata import version
from multiprocessing import get_all_start_methods
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, TypeVar

from hotspots.errors import ClusterError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from distributed import Client, Future, LocalCluster

CLUSTER_VARIABLE: Final = "HOTSPOTS_CLUSTER"
_LOCAL: Final = "local:"
#: seconds to find a scheduler.
_REACH_S: Final = 20
#: seconds between two looks at whether there is still a worker, while one is waited for.
_LOOK_S: Final = 20
#: seconds without a worker after which none is waited for. One that died is started again, which
#: on a busy machine takes its time.
_PATIENCE_S: Final = 60
#: Workers on this machine are copies of one process that has read their code, where the system can
#: do that: reading it took each of them seconds.
_START: Final = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"
#: What that process reads beside the module of the work.
_READ_FIRST: Final = ("distributed.nanny", "distributed.worker")
#: Items on their way per worker: one that is worked on, one that waits.
_AHEAD: Final = 2
#: Dask warns of items as large as a part of a layer, looks 100 times a second at what a worker
#: does, and serves that by HTTP. Nobody reads it here. Its watch on itself and on memory is as
#: often as someone would notice. And it gives back to the system all that work frees: numbers of
#: a part are freed and taken again many times a second, which took a sixth of a worker's time.
_SETTINGS: Final = {
    "distributed.admin.large-graph-warning-threshold": "512 MiB",
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "5s",
    "distributed.worker.profile.enabled": False,
    "distributed.worker.memory.monitor-interval": "500ms",
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.worker.multiprocessing-method": _START,
    # All that Dask sets before a worker starts, but for MALLOC_TRIM_THRESHOLD_.
    "distributed.nanny.pre-spawn-environ": {
        "OMP_NUM_THREADS": 1,
        "MKL_NUM_THREADS": 1,
        "OPENBLAS_NUM_THREADS": 1,
    },
}
#: Workers per processor at most: more only take memory.
_PER_PROCESSOR: Final = 4

#: How Dask calls work that nobody will do.
_LOST: Final = ("cancelled", "lost")

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def spread(
    work: Callable[..., _Result], items: Iterable[_Item], *shared: object
) -> Iterator[_Result]:
    """Give ``work(item, *shared)`` of every item, in the order of the items.

    Items are taken as they are needed: no more than two per worker are on their way. One item alone
    is worked on here: nobody would work beside it.

    Parameters
    ----------
    work
        A function of a module, or a method: workers find it by its name.
    shared
        What is the same for all items, sent to a worker once.

    Raises
    ------
    ClusterError
        If the cluster cannot be reached, or is gone. What the work itself raises is raised as it
        would be here.

    Examples
    --------
    >>> list(spread(pow, [2, 3], 2))
    [4, 9]
    """
    alone = isinstance(items, Sized) and len(items) < 2  # noqa: PLR2004 - as it says
    client = None if alone else _client(work)
    if client is None:
        for item in items:
            yield work(item, *shared)
        return
    yield from _on_cluster(client, work, items, shared)


def workers_here(work: Callable[..., object]) -> int:
    """Return how many workers there are for work; 1 where there is no cluster.

    Raises
    ------
    ClusterError
        If the cluster cannot be reached.
    """
    client = _client(work)
    return 1 if client is None else max(1, len(_workers(client)))


def is_worker() -> bool:
    """Return whether this process is a worker itself: it does not pass its work on."""
    if sys.modules.get("distributed") is None:
        return False
    from distributed import get_worker  # noqa: PLC0415 - it is there already

    try:
        get_worker()
    except ValueError:
        return False
    return True


def _on_cluster(
    client: Client, work: Callable[..., _Result], items: Iterable[_Item], shared: tuple[object, ...]
) -> Iterator[_Result]:
    with _cluster_at_work(client):
        common = client.submit(_itself, shared, pure=False)
        there = _workers(client)
        most = _AHEAD * max(1, len(there))
        on_their_way: deque[Future] = deque()
        try:
            for at, item in enumerate(items):
                # Each begins with one: Dask gives the first few all to the one that has `common`.
                begin = there[at : at + 1]
                where = {"workers": begin, "allow_other_workers": True} if begin else {}
                on_their_way.append(client.submit(_done, work, item, common, pure=False, **where))
                if len(on_their_way) >= most:
                    yield _result(client, on_their_way.popleft())
            while on_their_way:
                yield _result(client, on_their_way.popleft())
        finally:
            # Whoever stops to listen stops the work as well.
            if client.status == "running":
                client.cancel(list(on_their_way))


def _itself(value: _Item) -> _Item:
    return value


def _done(work: Callable[..., _Result], item: object, shared: tuple[object, ...]) -> _Result:
    return work(item, *shared)


def _result(client: Client, future: Future) -> Any:  # noqa: ANN401 - whatever the work returns
    """Return what came of work, however long it takes, as long as there is somebody to do it.

    Raises
    ------
    ClusterError
        If nobody is.
    """
    from distributed import TimeoutError as NotYet  # noqa: PLC0415 - an extra
    from distributed.scheduler import KilledWorker  # noqa: PLC0415

    none_since: float | None = None
    while True:
        try:
            return future.result(timeout=_LOOK_S)
        except NotYet:
            if future.status == "error":
                raise
            if future.status in _LOST:
                raise _gone(future.status) from None
            # Of work that is done the answer may still be on its way, from a worker that is busy.
            now = monotonic()
            none_since = None if _workers(client) else none_since or now
            if none_since is not None and now - none_since >= _PATIENCE_S:
                raise _gone(f"geen werker in {_PATIENCE_S} seconden") from None
        except KilledWorker as error:
            raise ClusterError(
                "Een deel van het werk is vier keer afgebroken op het rekencluster.",
                f"De werker hield er telkens mee op ({error.last_worker}): vaak is dat te weinig "
                "geheugen. Er is niets veranderd.",
                "Geef elke werker meer geheugen (1 GB of meer), of werk zonder HOTSPOTS_CLUSTER.",
            ) from error


@contextmanager
def _cluster_at_work(client: Client) -> Iterator[None]:
    """Say in one sentence that a cluster went away, whichever way Dask noticed it."""
    from distributed.client import CancelledError  # noqa: PLC0415 - an extra
    from distributed.comm import CommClosedError  # noqa: PLC0415

    try:
        yield
    except (CommClosedError, CancelledError) as error:
        # The connection may not know it yet; whoever asks next makes another.
        _connected.cache_clear()
        raise _gone(type(error).__name__) from error
    finally:
        if client.status != "running":
            _connected.cache_clear()


def _gone(why: str) -> ClusterError:
    return ClusterError(
        "Het rekencluster is weg terwijl het aan het werk was.",
        f"Adres: {os.environ.get(CLUSTER_VARIABLE, '')}; melding: {why}. Er is niets veranderd.",
        "Start het cluster weer en doe de opdracht opnieuw, of werk zonder HOTSPOTS_CLUSTER.",
    )


def _workers(client: Client) -> list[str]:
    """Return the addresses of the workers; of a scheduler that is gone nothing is known."""
    return list(client.scheduler_info(n_workers=-1).get("workers", ()))


def _client(work: Callable[..., object]) -> Client | None:
    """Return the cluster of this machine; None where work is done in this process."""
    address = os.environ.get(CLUSTER_VARIABLE, "").strip()
    if not address or is_worker():
        return None
    _set_up(address, work.__module__)
    return _connected(address)


def _set_up(address: str, module: str) -> None:
    """Set what Dask does otherwise, and what workers of this machine have read when they start.

    Raises
    ------
    ClusterError
        If Dask is not installed.
    """
    try:
        import dask  # noqa: PLC0415 - an extra
        import distributed  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise ClusterError(
            f"HOTSPOTS_CLUSTER staat op '{address}', maar Dask is niet geïnstalleerd.",
            f"Gezocht: {error.name}.",
            "Installeer het met: pip install 'hotspots[cluster]', of werk zonder HOTSPOTS_CLUSTER.",
        ) from error
    dask.config.set(_SETTINGS)
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    if _START == "forkserver":
        distributed.utils.get_mp_context().set_forkserver_preload([*_READ_FIRST, module])


@lru_cache(maxsize=1)
def _connected(address: str) -> Client:
    """Return a connection with a cluster, begun once in the life of this process."""
    from distributed import Client  # noqa: PLC0415 - an extra

    if address.startswith(_LOCAL):
        client = Client(_local_cluster(address), set_as_default=False)
    else:
        try:
            client = Client(address, timeout=_REACH_S, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise ClusterError(
                f"Het rekencluster op '{address}' is niet te bereiken.",
                f"Melding: {str(error).splitlines()[0] if str(error) else type(error).__name__}. "
                "Verwacht: het adres van een Dask-scheduler (tcp://10.0.0.4:8786), of local:2.",
                "Kijk of de scheduler draait en of HOTSPOTS_CLUSTER klopt, of haal die weg.",
            ) from error
    try:
        _require_same_release(client)
    except ClusterError:
        client.close()
        raise
    return client


def _local_cluster(address: str) -> LocalCluster:
    from distributed import LocalCluster  # noqa: PLC0415 - an extra

    number, most = address.removeprefix(_LOCAL), _PER_PROCESSOR * (os.cpu_count() or 1)
    if not number.isdecimal() or not 1 <= int(number) <= most:
        raise ClusterError(
            f"HOTSPOTS_CLUSTER staat op '{address}'.",
            f"Gevonden: '{number}'. Verwacht: een aantal werkers van 1 tot en met {most}, zoals "
            "local:2.",
            "Kies zoveel werkers als de machine processors heeft.",
        )
    # Whoever can speak to a scheduler can run anything: also on this machine only by certificate.
    return LocalCluster(
        n_workers=int(number),
        threads_per_worker=1,
        host="127.0.0.1",
        security=True,
        dashboard_address="127.0.0.1:0",
        silence_logs=logging.CRITICAL,
    )


def _require_same_release(client: Client) -> None:
    """Stop where workers have another release, or none: their parts would be others."""
    try:
        releases = client.run(_release)
    except (ImportError, AttributeError) as error:
        releases = {"?": str(error)}
    other = sorted({release for release in releases.values() if release != _release()})
    if other:
        raise ClusterError(
            "Op het rekencluster staat een andere uitgave van hotspots dan hier.",
            f"Gevonden: {', '.join(other)}; verwacht: {_release()}.",
            "Installeer op elke werker dezelfde uitgave, met dezelfde constraints.txt.",
        )


def _release() -> str:
    return version("hotspots")
