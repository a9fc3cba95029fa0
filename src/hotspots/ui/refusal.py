"""What a request is answered that goes no further, and how often that is written down."""

from __future__ import annotations

import logging
import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from starlette.responses import PlainTextResponse

from hotspots.text import serving as text

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

_log = logging.getLogger(__name__)
#: seconds; one reason is written in the log once in this time, with how many there were.
_LOG_EVERY_S: Final = 60


@dataclass(frozen=True, slots=True)
class Refusal:
    """A status of HTTP, and why."""

    status: int
    words: str


class Refusals:
    """Answers that cost little, also in the log: a stranger may earn thousands of them."""

    def __init__(self) -> None:
        self._unwritten: Counter[Refusal] = Counter()
        self._written: dict[Refusal, float] = {}

    async def answer(self, refusal: Refusal, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer why not, and shut the connection: a body may still be on its way."""
        self._unwritten[refusal] += 1
        now = time.monotonic()
        if now - self._written.get(refusal, -_LOG_EVERY_S) >= _LOG_EVERY_S:
            count = self._unwritten.pop(refusal)
            _log.warning(text.REFUSED.format(count=count, words=refusal.words))
            self._written[refusal] = now
        answer = PlainTextResponse(refusal.words, refusal.status, {"connection": "close"})
        await answer(scope, receive, send)
