"""Answers that sessions share, by the question itself: found again without being written out.

Streamlit's own cache turns every argument into bytes and hashes those, at every call; a question
here is a frozen value, that Python compares as it is.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

T = TypeVar("T")

_MISSING: Final[Any] = object()


class Kept(Generic[T]):
    """The answers that were asked for last; the oldest make room.

    Answers are handed out as they are, so nobody may change one. Two who ask the same at the same
    time wait for one answer. An error is not kept.

    Parameters
    ----------
    most
        How many to keep.

    Examples
    --------
    >>> squares = Kept[int](most=2)
    >>> squares.answer(("square", 3), lambda: 9)
    9
    >>> squares.answer(("square", 3), lambda: 0)
    9
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = threading.Lock()
        self._asking: dict[Hashable, threading.Lock] = {}

    def __len__(self) -> int:
        return len(self._answers)

    def answer(self, question: Hashable, find: Callable[[], T]) -> T:
        """Return the answer to a question, and find it if it is not there.

        Parameters
        ----------
        question
            All that the answer depends on: the role and the version among it. What is left out
            here is told to who asked something else.
        """
        found = self._look(question)
        if found is not _MISSING:
            return found
        with self._lock:
            asking = self._asking.setdefault(question, threading.Lock())
        with asking:
            # Whoever waited here finds what the first one found.
            found = self._look(question)
            if found is not _MISSING:
                return found
            try:
                found = find()
                self._put(question, found)
            finally:
                with self._lock:
                    self._asking.pop(question, None)
        return found

    def _look(self, question: Hashable) -> T:
        with self._lock:
            if question not in self._answers:
                return _MISSING  # type: ignore[no-any-return]
            self._answers.move_to_end(question)
            return self._answers[question]

    def _put(self, question: Hashable, found: T) -> None:
        with self._lock:
            self._answers[question] = found
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
