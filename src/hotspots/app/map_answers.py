"""What the map of a page asks by itself: an answer by address, as the page itself would draw it.

Only from an open page, by whom that page is of, and only what their role may see. Every answer is
written down as a look at the page is, also one that the browser has already; the page that follows
with the same question adds no second line.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from anyio import CapacityLimiter, to_thread
from starlette.responses import PlainTextResponse, Response

from hotspots.access.cache import key_of
from hotspots.access.permission import role_named
from hotspots.access.served import one_moment
from hotspots.access.workspace import Workspace
from hotspots.analysis.places_in_time import FOLLOWED, TIME_STEPS
from hotspots.analysis.question import require_choice
from hotspots.app.gate import FOREIGN, LOG_IN, host_of, is_same_origin
from hotspots.app.listening import Refusal
from hotspots.app.session_owner import owner_of
from hotspots.app.smaller import smaller, takes_smaller
from hotspots.errors import AccessError, HotspotsError, SelectionError
from hotspots.maps.live.component import assets_version, root_path
from hotspots.maps.live.payload import (
    TIPS_AT_ONCE,
    payload,
    places_payload,
    tips_in_forms,
)
from hotspots.pages import cached
from hotspots.pages import words as text
from hotspots.pages.login import Person, asker, names_someone, visit_of
from hotspots.pages.map_question import (
    SESSION,
    STEP,
    first_area,
    followed_by,
    question_from,
    subject_of,
)
from hotspots.pages.opened import note_change, noted_of, opened_library

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    from starlette.requests import Request
    from starlette.types import Scope

    from hotspots.access.cache import Key
    from hotspots.pages.map_question import MapQuestion

#: How many are looked up, and answered, at the same time; the others wait.
_LOOKED_UP: Final = 4
_ANSWERED: Final = 2
#: How many one person may have waiting, and all together.
MOST_OF_ONE: Final = 6
MOST_OF_ALL: Final = 40

NOT_YOURS: Final = Refusal(403, text.MAP_NOT_YOURS)
AT_ONCE: Final = Refusal(429, text.MAPS_AT_ONCE)
TOO_MANY: Final = Refusal(503, text.TOO_MANY_MAPS)
_UNREADABLE: Final = 400
_REFUSED: Final = 403
_NOT_NOW: Final = 503


@dataclass(frozen=True, slots=True)
class _Answer:
    """What an answer is known by, and what makes its body."""

    mark: str
    make: Callable[[], dict[str, Any]]


class MapAnswers:
    """What a map asks: another map, what areas say, and counts to follow a period by."""

    def __init__(self, known: tuple[str, ...]) -> None:
        self._known = known
        self._waiting: Counter[str] = Counter()
        self._looked_up = CapacityLimiter(_LOOKED_UP)
        self._answered = CapacityLimiter(_ANSWERED)

    async def map_again(self, request: Request) -> Response:
        """Answer the map of a question, as the page that asks draws it."""
        return await self._answer(request, _map_answer)

    async def tips(self, request: Request) -> Response:
        """Answer what some areas of a map say to whoever points at them."""
        return await self._answer(request, _tips_answer)

    async def counts(self, request: Request) -> Response:
        """Answer the counts of a question by place and time."""
        return await self._answer(request, _counts_answer)

    async def _answer(
        self,
        request: Request,
        find: Callable[[Workspace, Key, MapQuestion, Mapping[str, str]], _Answer],
    ) -> Response:
        query = request.query_params
        if not is_own_page(request.scope, self._known):
            return _refused(FOREIGN)
        if not names_someone(request.scope):
            return _refused(LOG_IN)
        try:
            who = await to_thread.run_sync(
                lambda: _who(request.scope, query.get(SESSION, "")), limiter=self._looked_up
            )
        except HotspotsError:
            # Whoever opens a page reads it there.
            return _refused(LOG_IN)
        if who is None:
            return _refused(NOT_YOURS)
        busy = self._busy(who)
        if busy is not None:
            return _refused(busy)
        with self._one_more(who):
            return await to_thread.run_sync(
                lambda: _response(who, query, find, request.headers), limiter=self._answered
            )

    def _busy(self, who: _Asker) -> Refusal | None:
        if self._waiting[who.key] >= MOST_OF_ONE:
            return AT_ONCE
        return TOO_MANY if self._waiting.total() >= MOST_OF_ALL else None

    @contextmanager
    def _one_more(self, who: _Asker) -> Iterator[None]:
        self._waiting[who.key] += 1
        try:
            yield
        finally:
            self._waiting[who.key] -= 1
            self._waiting += Counter()


@dataclass(frozen=True, slots=True)
class _Asker:
    """Who asks, as what they are now, in which session."""

    workspace: Workspace
    session: str

    @property
    def key(self) -> str:
        """Whose requests are counted together: without a login all of a page."""
        return self.workspace.who.casefold() or self.session


def is_own_page(scope: Scope, known: tuple[str, ...]) -> bool:
    """Whether a request comes from a page of this server, as far as a browser says from where.

    A browser that is asked from elsewhere says so in one of two headers, and no page can take that
    back; the gate looks at the first of them only where something is changed.

    Examples
    --------
    >>> sent = [(b"host", b"localhost"), (b"sec-fetch-site", b"cross-site")]
    >>> is_own_page({"scheme": "http", "headers": sent}, ("localhost",))
    False
    """
    host = host_of(scope, known)
    sites = [value for name, value in scope["headers"] if name == b"sec-fetch-site"]
    return (
        host is not None
        and is_same_origin(scope, host)
        and all(site == b"same-origin" for site in sites)
    )


def _who(scope: Scope, session: str) -> _Asker | None:
    """Return who asks, if it is from their own open page; None if not."""
    library = opened_library()
    person = asker(library, visit_of(scope))
    if not isinstance(person, Person) or person.name != owner_of(library, session):
        return None
    role = role_named(library.catalog, person.role)
    return _Asker(Workspace(library, role.id, person.name), session)


@one_moment()
def _response(
    who: _Asker,
    query: Mapping[str, str],
    find: Callable[[Workspace, Key, MapQuestion, Mapping[str, str]], _Answer],
    sent: Mapping[str, str],
) -> Response:
    """Return an answer, or that the browser has it; authorised and written down alike."""
    workspace, noted = who.workspace, noted_of(who.session)
    try:
        question = question_from(query, workspace)
        layer_id = question.selection.layer
        answer = find(workspace, key_of(workspace, layer_id), question, query)
        note_change(noted, workspace, (layer_id,), question.selection.to_dict())
        headers = {"cache-control": "private, no-cache", "etag": answer.mark}
        if answer.mark in sent.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        body = json.dumps(answer.make(), ensure_ascii=False, separators=(",", ":")).encode()
    except AccessError as error:
        layer_id, selection = subject_of(query)
        note_change(noted, workspace, (layer_id,), selection, refused=True)
        return _plain(f"{error}", _REFUSED)
    except SelectionError as error:
        return _plain(f"{error}", _UNREADABLE)
    except HotspotsError as error:
        return _plain(f"{error}", _NOT_NOW)
    headers["vary"] = "accept-encoding"
    if takes_smaller(sent, body):
        headers["content-encoding"] = "gzip"
        body = smaller(body)
    return Response(body, media_type="application/json", headers=headers)


def _map_answer(
    workspace: Workspace, key: Key, question: MapQuestion, query: Mapping[str, str]
) -> _Answer:
    """Answer what the page draws, and how the map can be followed from there."""
    del query
    spec = cached.spec_of(workspace, key, question.selection, question.style)
    followed = followed_by(workspace, cached.analysis_of(workspace, key, question.selection), spec)
    return _Answer(
        _mark("map", key, question),
        lambda: {
            **payload(spec, root=root_path(), name="kaart", asks=True),
            "followed": None if followed is None else asdict(followed),
        },
    )


def _tips_answer(
    workspace: Workspace, key: Key, question: MapQuestion, query: Mapping[str, str]
) -> _Answer:
    """Answer what areas say, from the map that the page drew."""
    spec = cached.spec_of(workspace, key, question.selection, question.style)
    first = first_area(query, len(spec.tips))
    return _Answer(
        _mark("tips", key, question, first),
        lambda: tips_in_forms(spec.tips[first : first + TIPS_AT_ONCE]),
    )


def _counts_answer(
    workspace: Workspace, key: Key, question: MapQuestion, query: Mapping[str, str]
) -> _Answer:
    step = query.get(STEP, "")
    require_choice("De stap", step, TIME_STEPS)
    selection = question.selection
    analysis = cached.analysis_of(workspace, key, selection)
    # Of a test a bar of days has the incidents, and the map waits for the test.
    counted = selection if selection.measure in FOLLOWED else replace(selection, measure="count")
    places = cached.places_of(workspace, key, counted, "day" if step == "day" else "month")
    denominators = analysis.denominators if counted is selection else None
    return _Answer(
        _mark("counts", key, question, step),
        lambda: places_payload(places, analysis.selection.cell_m, denominators),
    )


def _mark(*parts: Hashable) -> str:
    """Return a name for an answer: of the versions, the role and what it may, and the question."""
    digest = hashlib.sha256(repr((assets_version(), *parts)).encode()).hexdigest()
    return f'W/"{digest[:32]}"'


def _refused(refusal: Refusal) -> Response:
    return _plain(refusal.words, refusal.status)


def _plain(words: str, status: int) -> Response:
    return PlainTextResponse(words, status, {"cache-control": "no-store"})
