"""Answers that sessions share: one cache, with one bound in bytes for all of them.

Streamlit's own cache turns every argument into bytes and hashes those, at every call. A question
here is a frozen value that Python compares as it is. All caches keep their answers in one memory,
so that one number says how much the answers of a process may take.

Whatever an answer depends on is in its question. The part that is the same for every question is
a `Key`: who looks, in which areas, at which versions.
"""

from __future__ import annotations

import itertools
import sys
import threading
from collections import OrderedDict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar

from hotspots.access.incidents import Incidents
from hotspots.errors import StoreError
from hotspots.geography.areas import Geography
from hotspots.geography.masks import Mask
from hotspots.geography.streets import Streets

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import LayerSpec


T = TypeVar("T")

#: bytes; of all answers of a process together.
BOUND_B: Final = 256_000_000
#: Of a longer list the size of so many members is measured, spread over it.
_SAMPLE: Final = 64
#: What answers refer to and do not own: it is in memory once, whatever is kept.
_SHARED: Final = (Geography, Mask, Incidents, Streets)
_MISSING: Final[Any] = object()


class Memory:
    """Where caches keep their answers: the answers that were not asked for longest make room.

    Parameters
    ----------
    bound_b
        How many bytes the answers may take together. The last answer stays, however large it is.
    """

    def __init__(self, bound_b: int) -> None:
        self._bound_b = bound_b
        self._answers: OrderedDict[tuple[int, Hashable], tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()
        self._size_b = 0

    @property
    def size_b(self) -> int:
        """Bytes that the answers take, estimated."""
        return self._size_b

    def get(self, at: tuple[int, Hashable], otherwise: object) -> Any:  # noqa: ANN401 - of any cache
        """Return an answer, and put off that it makes room."""
        with self._lock:
            if at not in self._answers:
                return otherwise
            self._answers.move_to_end(at)
            return self._answers[at][0]

    def put(self, at: tuple[int, Hashable], answer: object) -> None:
        """Keep an answer, and let older ones go as far as it needs their room."""
        size_b = size_of((at, answer))
        with self._lock:
            self._size_b += size_b - self._answers.pop(at, (None, 0))[1]
            self._answers[at] = (answer, size_b)
            while self._size_b > self._bound_b and len(self._answers) > 1:
                self._size_b -= self._answers.popitem(last=False)[1][1]


#: The memory of all caches of this process.
ANSWERS: Final = Memory(BOUND_B)
_numbers: Final = itertools.count()


class Cache(Generic[T]):
    """The answers to one kind of question.

    Answers are handed out as they are, so nobody may change one. Two who ask the same at the same
    time wait for one answer. An error is not kept.

    Parameters
    ----------
    memory
        Where the answers are kept; a test takes a small one.

    Examples
    --------
    >>> squares = Cache[int]()
    >>> squares.answer(("square", 3), lambda: 9)
    9
    >>> squares.answer(("square", 3), lambda: 0)
    9
    """

    def __init__(self, memory: Memory = ANSWERS) -> None:
        self._memory = memory
        self._number = next(_numbers)
        self._lock = threading.Lock()
        self._being_answered: dict[Hashable, threading.Lock] = {}
        self._added = 0

    @property
    def added(self) -> int:
        """How many answers were put in since the start; it never falls."""
        return self._added

    def answer(self, question: Hashable, find: Callable[[], T]) -> T:
        """Return the answer to a question, and find it if it is not there.

        Parameters
        ----------
        question
            All that the answer depends on: the `Key` among it. Whatever is left out here reaches
            someone who asked something else.
        """
        at = (self._number, question)
        answer: T = self._memory.get(at, _MISSING)
        if answer is not _MISSING:
            return answer
        with self._lock:
            lock = self._being_answered.setdefault(question, threading.Lock())
        with lock:
            # Whoever waited here gets what the first one found.
            answer = self._memory.get(at, _MISSING)
            if answer is not _MISSING:
                return answer
            try:
                answer = find()
                self.keep(question, answer)
            finally:
                with self._lock:
                    self._being_answered.pop(question, None)
        return answer

    def known(self, question: Hashable) -> T | None:
        """Return the answer to a question if it is there."""
        answer: T | None = self._memory.get((self._number, question), None)
        return answer

    def keep(self, question: Hashable, answer: T) -> None:
        """Keep an answer that was found elsewhere."""
        self._memory.put((self._number, question), answer)
        with self._lock:
            self._added += 1


class Itself:
    """A question about one object, which is equal to nothing but itself."""

    def __init__(self, value: object) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Itself) and other.value is self.value

    def __hash__(self) -> int:
        return id(self.value)


class Latest(Generic[T]):
    """What was made of the newest of each thing; what was made of the one before it goes.

    For rows, of which one version is in use at a time: they are as large as their layer.
    """

    def __init__(self) -> None:
        self._made: dict[Hashable, tuple[Hashable, T]] = {}
        self._lock = threading.Lock()

    def answer(self, thing: Hashable, mark: Hashable, make: Callable[[], T]) -> T:
        """Return what is made of a thing, made again only when its mark is another one."""
        with self._lock:
            made = self._made.get(thing)
        if made is None or made[0] != mark:
            made = (mark, make())
            with self._lock:
                self._made[thing] = made
        return made[1]


def size_of(value: object) -> int:
    """Return about how many bytes a value takes that nothing else has in memory.

    Arrays and tables count in full; of a long list of values a sample is measured.

    Examples
    --------
    >>> import numpy as np
    >>> 8_000 <= size_of((np.zeros(1_000),)) < 8_500
    True
    """
    total = 0.0
    seen: set[int] = set()
    waiting: list[tuple[object, float]] = [(value, 1.0)]
    while waiting:
        one, times = waiting.pop()
        if one is None or isinstance(one, _SHARED) or id(one) in seen:
            continue
        seen.add(id(one))
        total += times * _own_size(one)
        parts = _parts_of(one)
        if parts:
            step = max(len(parts) // _SAMPLE, 1)
            sample = parts[::step]
            waiting += [(part, times * len(parts) / len(sample)) for part in sample]
    return int(total)


def _own_size(one: object) -> int:
    """Return the size of a value without its parts."""
    size_b = getattr(one, "nbytes", None)  # arrays of numpy, tables of Arrow
    if isinstance(size_b, int):
        return size_b
    if hasattr(one, "memory_usage"):
        return int(one.memory_usage(index=True).sum())
    return sys.getsizeof(one, 64)


def _parts_of(one: object) -> list[object]:
    if isinstance(one, Mapping):
        return [*one.keys(), *one.values()]
    if isinstance(one, list | tuple | AbstractSet):
        return list(one)
    if isinstance(one, Itself):
        return [one.value]
    if is_dataclass(one) and not isinstance(one, type):
        return [getattr(one, field.name) for field in fields(one)]
    return []


class Key(NamedTuple):
    """What an answer depends on beside the question.

    Attributes
    ----------
    seen_as
        The role and what it may.
    areas
        Fingerprint of the areas.
    version
        The versions as they are served, and whatever else an answer is made from.
    """

    seen_as: str
    areas: str
    version: str

    def with_marks(self, *marks: str) -> Key:
        """Return the key of an answer that depends on more than layers.

        Examples
        --------
        >>> Key("analist:1", "a", "v2").with_marks("settings=3").version
        'v2|settings=3'
        """
        return self._replace(version="|".join((self.version, *marks)))


def key_of(workspace: Workspace, layer_id: str) -> Key:
    """Return the key of answers about a layer.

    Raises
    ------
    StoreError
        If the layer cannot be read.
    """
    version = workspace.version(workspace.layer(layer_id))
    return _key(workspace, f"{workspace.home.state}{version.served_as}")


def lenient_key_of(workspace: Workspace, layer_id: str) -> Key:
    """Return the key of a layer among others, also of one that cannot be read.

    An answer about all layers says of such a layer that it cannot be read.
    """
    try:
        return key_of(workspace, layer_id)
    except StoreError:
        return _key(workspace, f"{workspace.home.state}?")


def key_of_all(workspace: Workspace) -> Key:
    """Return the key of answers about all layers that count something."""
    versions = (lenient_key_of(workspace, layer.id).version for layer in counting_layers(workspace))
    return _key(workspace, "|".join(versions))


def _key(workspace: Workspace, version: str) -> Key:
    areas = f"{workspace.geography.fingerprint}{workspace.naming.mark}"
    return Key(workspace.seen_as, areas, version)


def counting_layers(workspace: Workspace) -> tuple[LayerSpec, ...]:
    """Return the layers that this role may see and that count something."""
    return tuple(layer for layer in workspace.catalog.layers if layer.kind != "context")
