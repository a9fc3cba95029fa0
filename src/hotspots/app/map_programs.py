"""Where map programs such as QGIS ask: OGC API - Features by address, with a key and no login.

A key comes as the password of basic authentication, which every program can send, or as a bearer
token. It is read from the header alone: an address ends up in logs.
"""

from __future__ import annotations

import base64
import binascii
import json
import logging
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from anyio import CapacityLimiter, to_thread
from starlette.responses import Response

from hotspots.access import words as access_text
from hotspots.app.gate import MISDIRECTED, host_of, scheme_of
from hotspots.app.smaller import smaller, takes_smaller
from hotspots.errors import HotspotsError
from hotspots.gis import SERVICE_ROUTE
from hotspots.gis import words as text
from hotspots.gis.service import (
    Asker,
    ProgramAnswer,
    ProgramRequest,
    answer,
    asker_by_key,
    refused,
    why_off,
)
from hotspots.maps.live.component import root_path
from hotspots.pages.login import is_this_machine, login_kind, visit_of
from hotspots.pages.opened import opened_library

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from starlette.requests import Request

    from hotspots.pages.login import Visit

_log = logging.getLogger(__name__)

#: How many are looked up, and answered, at the same time; the others wait.
_LOOKED_UP: Final = 4
_ANSWERED: Final = 2
#: How many one key may have waiting, and all together.
MOST_OF_ONE: Final = 8
MOST_OF_ALL: Final = 40


class MapPrograms:
    """The answers to map programs."""

    def __init__(self, known: tuple[str, ...]) -> None:
        self._known = known
        self._waiting: Counter[str] = Counter()
        self._looked_up = CapacityLimiter(_LOOKED_UP)
        self._answered = CapacityLimiter(_ANSWERED)

    async def respond(self, request: Request) -> Response:
        """Answer an address of the service."""
        sent, host = request.headers, host_of(request.scope, self._known)
        if host is None:
            return _response(refused(MISDIRECTED.status, MISDIRECTED.words), sent)
        shown = key_in(sent.get("authorization", ""))
        visit = visit_of(request.scope)
        who = await to_thread.run_sync(lambda: _who(visit, shown), limiter=self._looked_up)
        if isinstance(who, ProgramAnswer):
            return _response(who, sent)
        if self._waiting[who.key] >= MOST_OF_ONE or self._waiting.total() >= MOST_OF_ALL:
            return _response(refused(429, text.AT_ONCE), sent)
        question = ProgramRequest(
            f"{scheme_of(request.scope)}://{host}{root_path()}{SERVICE_ROUTE}",
            request.path_params.get("path", "").strip("/"),
            tuple(request.query_params.multi_items()),
        )
        with self._one_more(who.key):
            return await to_thread.run_sync(
                lambda: _response(answer(who, question), sent), limiter=self._answered
            )

    @contextmanager
    def _one_more(self, key: str) -> Iterator[None]:
        self._waiting[key] += 1
        try:
            yield
        finally:
            self._waiting[key] -= 1
            self._waiting += Counter()


def key_in(header: str) -> str:
    """Return the key in a header ``Authorization``; empty where there is none.

    Examples
    --------
    >>> key_in("Bearer hotspots_1"), key_in("Basic amFuOmhvdHNwb3RzXzE="), key_in("Basic ?")
    ('hotspots_1', 'hotspots_1', '')
    """
    kind, _, sent = header.strip().partition(" ")
    if kind.lower() == "bearer":
        return sent.strip()
    if kind.lower() != "basic":
        return ""
    try:
        pair = base64.b64decode(sent.strip(), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return ""
    # Whatever stands as the name: the key says of whom it is.
    return pair.partition(":")[2].strip()


def _who(visit: Visit, shown: str) -> Asker | ProgramAnswer:
    try:
        library = opened_library()
        off = why_off(library)
        if off is not None:
            return off
        if login_kind() is None and not is_this_machine(visit):
            return refused(403, access_text.ONLY_HERE)
        return asker_by_key(library, shown, visit.address)
    except HotspotsError as error:
        # Nobody is known yet, so the inside of the home is for the log alone.
        _log.warning("%s", error)
        return refused(503, text.NOT_NOW)


def _response(made: ProgramAnswer, sent: Mapping[str, str]) -> Response:
    body = json.dumps(made.body, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {"cache-control": "no-store", **made.headers}
    if takes_smaller(sent, body):
        headers["content-encoding"] = "gzip"
        body = smaller(body)
    return Response(body, made.status, headers, media_type=made.media_type)
