"""Searches on their way: done once for all who ask the same, and stopped when nobody waits.

A search works in a thread of its own. The pages that asked wait for it and look at it; its loops
let other threads work meanwhile. One of the heavy ones works at a time, so that a processor is
left for the pages of others, and a person has one of them: who begins another gives up the first.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

T = TypeVar("T")

#: Heavy searches that work at the same time, and others.
HEAVY_AT_ONCE: Final = 1
LIGHT_AT_ONCE: Final = 2
#: seconds between two looks of a search that waits for its turn at whether anyone still wants it.
_LOOK_S: Final = 0.1


class ReplacedError(Exception):
    """The same person began another heavy search."""


class _NobodyWaitsError(Exception):
    """Stops the work of a search."""


class _Work(Generic[T]):
    """A search on its way, and who waits for it."""

    def __init__(self, question: Hashable, *, heavy: bool) -> None:
        self.question = question
        self.heavy = heavy
        self.waiting: dict[Ticket[T], str] = {}
        self.share = 0.0
        self.begun = False
        self.over = threading.Event()
        self.answer: list[T] = []
        self.error: Exception | None = None


class Ticket(Generic[T]):
    """The place of one page at a search; to be left, whatever happens."""

    def __init__(self, searches: Searches[T], work: _Work[T]) -> None:
        self._searches, self._work = searches, work
        self._called = threading.Event()

    @property
    def share(self) -> float:
        """How much of the search is done, 0 to 1."""
        return self._work.share

    @property
    def begun(self) -> bool:
        """Whether it works, and does not wait for another one."""
        return self._work.begun

    def wait(self, seconds: float) -> bool:
        """Wait so long at most; return whether there is an answer, or will be none."""
        return self._called.wait(seconds)

    def call(self) -> None:
        """Let the page wait no longer."""
        self._called.set()

    def answer(self) -> T:
        """Return the answer of a search that is over.

        Raises
        ------
        ReplacedError
            If the same person began another heavy search.
        Exception
            Whatever the search raised.
        """
        if not self._work.over.is_set() or (not self._work.answer and self._work.error is None):
            raise ReplacedError
        if self._work.error is not None:
            raise self._work.error
        return self._work.answer[0]

    def leave(self) -> None:
        """Wait no longer; a search that nobody waits for stops."""
        self._searches.leave(self._work, self)


class Searches(Generic[T]):
    """All searches on their way.

    Examples
    --------
    >>> searches = Searches[int]()
    >>> ticket = searches.ask("how much", lambda progress: 42, person="agent", heavy=True)
    >>> ticket.wait(10.0), ticket.answer()
    (True, 42)
    >>> ticket.leave()
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._on_their_way: dict[Hashable, _Work[T]] = {}
        self._turns = {
            True: threading.BoundedSemaphore(HEAVY_AT_ONCE),
            False: threading.BoundedSemaphore(LIGHT_AT_ONCE),
        }

    def ask(
        self,
        question: Hashable,
        find: Callable[[Callable[[float], None]], T],
        *,
        person: str,
        heavy: bool,
    ) -> Ticket[T]:
        """Return a place at the search that answers a question; it begins if none does yet.

        Parameters
        ----------
        question
            All that the answer depends on: the role and the version among it.
        find
            Does the work, and calls what it is given with the share that is done. It works in
            another thread, where there is no page and no session.
        """
        with self._lock:
            work = self._on_their_way.get(question)
            begins = work is None
            if work is None:
                work = _Work(question, heavy=heavy)
                self._on_their_way[question] = work
            if heavy:
                self._give_up_others(person, work)
            ticket = Ticket(self, work)
            work.waiting[ticket] = person
        if begins:
            threading.Thread(target=self._do, args=(work, find), name="search", daemon=True).start()
        return ticket

    def leave(self, work: _Work[T], ticket: Ticket[T]) -> None:
        """Take a page away from those that wait."""
        with self._lock:
            work.waiting.pop(ticket, None)

    def _give_up_others(self, person: str, wanted: _Work[T]) -> None:
        for work in self._on_their_way.values():
            if work is wanted or not work.heavy:
                continue
            for ticket in [one for one, who in work.waiting.items() if who == person]:
                del work.waiting[ticket]
                ticket.call()

    def _require_someone(self, work: _Work[T]) -> None:
        """Stop a search that nobody waits for; whoever asks it from now on begins it anew."""
        with self._lock:
            if work.waiting:
                return
            self._forget(work)
        raise _NobodyWaitsError

    def _forget(self, work: _Work[T]) -> None:
        if self._on_their_way.get(work.question) is work:
            del self._on_their_way[work.question]

    def _do(self, work: _Work[T], find: Callable[[Callable[[float], None]], T]) -> None:
        def progress(share: float) -> None:
            self._require_someone(work)
            work.share = min(max(share, 0.0), 1.0)

        turns = self._turns[work.heavy]
        try:
            while not turns.acquire(timeout=_LOOK_S):
                self._require_someone(work)
            try:
                self._require_someone(work)
                work.begun = True
                work.answer.append(find(progress))
            finally:
                turns.release()
        except _NobodyWaitsError:
            pass
        except Exception as error:  # noqa: BLE001 - it is raised to whoever waits
            work.error = error
        finally:
            with self._lock:
                self._forget(work)
                work.over.set()
                for ticket in work.waiting:
                    ticket.call()
