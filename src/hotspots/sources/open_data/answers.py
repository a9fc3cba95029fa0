"""What a service answered, and whether it is what was promised."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NoReturn

from hotspots.errors import SourceError
from hotspots.text import open_data as text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.sources.open_data.services import Service

#: Characters of an error body that are shown; services answer with whole pages.
_MOST_SAID: Final = 300
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f]+")


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of an answer, complete, with what its headers said.

    ``media`` is the kind of content without parameters; ``crs`` the address in Content-Crs, ""
    without one; ``kept`` says that the body was at hand and still the same.
    """

    url: str
    media: str
    body: bytes
    sha256: str
    crs: str = ""
    kept: bool = False


def not_promised(service: Service, url: str, found: str, expected: str) -> SourceError:
    """Return the error of an answer that is something else: service, address and what came."""
    return SourceError(*text.not_promised(service.title, shown(url), found, expected))


def json_of(service: Service, answer: Answer) -> Any:  # noqa: ANN401 - whatever it is
    """Return an answer as JSON.

    Raises
    ------
    SourceError
        If it is something else: a web page, half an answer, NaN, nested without end.
    """
    if answer.media in ("text/html", "application/xhtml+xml"):
        raise not_promised(service, answer.url, text.HTML, text.JSON)
    try:
        return json.loads(answer.body, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        reason = visible(str(error)) if isinstance(error, ValueError) else type(error).__name__
        found = text.NO_JSON.format(reason=reason)
        raise not_promised(service, answer.url, found, text.JSON) from error


def said(body: bytes) -> str:
    """Return what the body of an error says, short and without anything that steers a terminal.

    Examples
    --------
    >>> said(b'{"detail": "unknown query parameter(s) found: x", "status": 400}')
    'unknown query parameter(s) found: x'
    >>> said(b"<html>busy</html>")
    ''
    """
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(found, dict):
        return ""
    detail = found.get("detail") or found.get("title") or found.get("odata.error")
    if isinstance(detail, dict):
        message = detail.get("message")
        detail = message.get("value") if isinstance(message, dict) else message
    return visible(detail) if isinstance(detail, str) else ""


def checksum_of(pages: Sequence[str]) -> str:
    """Return one checksum of all pages of a fetch, in order: that of the page if there is one."""
    if len(pages) == 1:
        return pages[0]
    return hashlib.sha256("".join(pages).encode()).hexdigest()


def visible(told: str) -> str:
    """Return a text from elsewhere in one line of no more than a few hundred characters."""
    line = " ".join(_CONTROL.sub(" ", told[: 2 * _MOST_SAID]).split())
    return line if len(line) <= _MOST_SAID else line[: _MOST_SAID - 1] + "…"


def shown(url: str) -> str:
    """Return an address for a message."""
    return visible(url)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)
