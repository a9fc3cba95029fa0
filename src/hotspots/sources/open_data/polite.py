"""One way to ask a service something: with patience, a name, and limits to what comes back.

Waiting and trying again are done here and not by urllib3, whose retries end where the body
begins: an answer that breaks off halfway is tried again as well, within one limit of time.

Of the surroundings only two things are used: a proxy that the system names (HTTPS_PROXY,
NO_PROXY), never for this machine itself, and REQUESTS_CA_BUNDLE with the certificates of an
organisation. Passwords in a .netrc are not sent, cookies are not kept.
"""

from __future__ import annotations

import email.utils
import hashlib
import os
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Final, NoReturn
from urllib.parse import urlencode, urljoin, urlsplit

import requests
import urllib3
from requests.utils import get_environ_proxies

from hotspots.errors import SourceError
from hotspots.sources.open_data.answers import Answer, said, shown
from hotspots.sources.open_data.failing import RefusedError, UnreachableError
from hotspots.text import open_data as text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hotspots.sources.open_data.kept import KeptAnswers
    from hotspots.sources.open_data.services import Service

#: Says who asks, as services like to know; no name of a person or a municipality.
USER_AGENT: Final = f"hotspots/{version('hotspots')} (open-source hotspot map of Dutch gemeenten)"
_ACCEPT: Final = "application/geo+json, application/json;q=0.9"
#: Codes that may be gone in a moment.
_BUSY: Final = frozenset({429, 500, 502, 503, 504})
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_OK: Final = 200
_NOT_MODIFIED: Final = 304
#: bytes read at once; what is there is taken, so that a slow drip meets the time limit.
_BLOCK_B: Final = 1 << 16
#: bytes of an error that are read to see what it says.
_ERROR_B: Final = 20_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a service's time and of ours a question may take.

    ``answer_b`` is of the answer unpacked. ``answer_s`` is for one try, ``connect_s`` and
    ``silence_s`` for a connection and a silence in it. ``tries`` includes the first;
    between them the wait doubles from ``backoff_s``; a service may ask for ``wait_s`` at most.
    """

    answer_b: int = 100_000_000
    answer_s: float = 120.0
    connect_s: float = 10.0
    silence_s: float = 30.0
    tries: int = 4
    backoff_s: float = 1.0
    wait_s: float = 60.0
    redirects: int = 3


class _AgainError(Exception):
    """A try that failed in a way that another may not."""

    def __init__(self, error: SourceError, wait_s: float | None = None) -> None:
        self.error = error
        self.wait_s = wait_s
        super().__init__(str(error))


@dataclass(frozen=True, slots=True)
class PoliteClient:
    """Ask services one question at a time.

    Parameters
    ----------
    kept
        Answers of before: a service is asked whether they still hold.
    wait
        How to wait between tries, seconds; tests do not.
    """

    kept: KeptAnswers | None = None
    limits: Limits = field(default_factory=Limits)
    wait: Callable[[float], None] = time.sleep

    def get(
        self, service: Service, url: str, parameters: Mapping[str, str | int] | None = None
    ) -> Answer:
        """Return the answer of a service at an address.

        Raises
        ------
        UnreachableError
            If there is no connection.
        RefusedError
            If the service answers with an error.
        SourceError
            If the answer is too large, too slow, or somewhere else.
        """
        address = url if not parameters else f"{url}?{urlencode(parameters)}"
        for attempt in range(self.limits.tries):
            try:
                return self._follow(service, address)
            except _AgainError as again:
                if attempt + 1 == self.limits.tries:
                    raise again.error from again
                asked = again.wait_s
                if asked is not None and asked > self.limits.wait_s:
                    told = text.wait_too_long(service.title, shown(address), asked)
                    raise SourceError(*told) from again
                self.wait(self.limits.backoff_s * 2**attempt if asked is None else asked)
        raise AssertionError  # pragma: no cover - the last try returned or raised

    def _follow(self, service: Service, asked: str) -> Answer:
        """Return an answer, after redirects within the same host."""
        address = asked
        for _ in range(self.limits.redirects + 1):
            require_same_host(service, address, asked)
            found = self._once(service, address)
            if isinstance(found, Answer):
                return found
            address = urljoin(address, found)
        raise SourceError(*text.elsewhere(service.title, shown(asked), shown(address)))

    def _once(self, service: Service, url: str) -> Answer | str:
        """Return an answer, or the address that it sends on to."""
        etag = self.kept.etag(url) if self.kept is not None else ""
        headers = {"User-Agent": USER_AGENT, "Accept": _ACCEPT}
        if etag:
            headers["If-None-Match"] = etag
        try:
            with (
                _session(url) as session,
                session.get(
                    url,
                    headers=headers,
                    stream=True,
                    allow_redirects=False,
                    timeout=(self.limits.connect_s, self.limits.silence_s),
                ) as response,
            ):
                return self._read(service, url, response)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            _fail(service, url, error, self.limits)

    def _read(self, service: Service, url: str, response: requests.Response) -> Answer | str:
        status = response.status_code
        if status in _REDIRECTS and response.headers.get("Location"):
            return response.headers["Location"]
        if status == _NOT_MODIFIED and self.kept is not None:
            before = self.kept.answer(url)
            if before is not None:
                return before
        if status != _OK:
            body = self._body(service, url, response, most_b=_ERROR_B, cut=True)
            error = RefusedError(
                status, *text.refused(service.title, shown(url), status, said(body))
            )
            if status in _BUSY:
                raise _AgainError(error, _retry_after(response.headers.get("Retry-After")))
            raise error
        body = self._body(service, url, response, most_b=self.limits.answer_b, cut=False)
        answer = Answer(
            url=url,
            media=response.headers.get("Content-Type", "").split(";")[0].strip().lower(),
            body=body,
            sha256=hashlib.sha256(body).hexdigest(),
            crs=response.headers.get("Content-Crs", "").strip().strip("<>"),
        )
        etag = response.headers.get("ETag", "")
        if etag and self.kept is not None:
            self.kept.keep(answer, etag)
        return answer

    def _body(
        self, service: Service, url: str, response: requests.Response, *, most_b: int, cut: bool
    ) -> bytes:
        """Return the body, unpacked; stop where it is too large or takes too long."""
        until = time.monotonic() + self.limits.answer_s
        blocks: list[bytes] = []
        size = 0
        while block := response.raw.read1(_BLOCK_B, decode_content=True):
            size += len(block)
            blocks.append(block)
            if size > most_b:
                if cut:
                    break
                raise SourceError(*text.too_large(service.title, shown(url), most_b))
            if time.monotonic() > until:
                told = text.too_slow(service.title, shown(url), self.limits.answer_s)
                raise SourceError(*told)
        return b"".join(blocks)


def require_same_host(service: Service, url: str, asked: str) -> None:
    """Stop if an address is not of the service, or no longer safe.

    Raises
    ------
    SourceError
    """
    parts, base = urlsplit(url), urlsplit(service.base_url)
    if (parts.scheme, parts.netloc) != (base.scheme, base.netloc):
        told = shown(f"{parts.scheme}://{parts.netloc}")
        raise SourceError(*text.elsewhere(service.title, shown(asked), told))


def _session(url: str) -> requests.Session:
    """Return a session that takes nothing from its surroundings but a proxy and certificates."""
    session = requests.Session()
    session.trust_env = False
    session.verify = os.environ.get("REQUESTS_CA_BUNDLE") or True
    if urlsplit(url).scheme == "https":
        session.proxies = dict(get_environ_proxies(url))
    return session


def _fail(service: Service, url: str, error: Exception, limits: Limits) -> NoReturn:
    """Raise what a failed connection means; whether another try makes sense is part of it."""
    if isinstance(error, requests.exceptions.SSLError):
        raise SourceError(*text.certificate(service.title, shown(url))) from error
    timed_out = (requests.exceptions.ReadTimeout, urllib3.exceptions.ReadTimeoutError)
    if isinstance(error, (*timed_out, TimeoutError)):
        told = text.too_slow(service.title, shown(url), limits.silence_s)
        raise _AgainError(SourceError(*told)) from error
    unreachable = UnreachableError(*text.unreachable(service.title, shown(url)))
    if _is_no_network(error):
        # Nobody there, or no name for it: four tries would say the same four times later.
        raise unreachable from error
    raise _AgainError(unreachable) from error


def _is_no_network(error: BaseException | None) -> bool:
    """Whether a connection could not be made at all; one that broke may do better next time."""
    if not isinstance(error, requests.exceptions.ConnectionError):
        return False
    reason = getattr(error.args[0], "reason", None) if error.args else None
    nobody = (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError)
    return isinstance(reason, nobody)


def _retry_after(told: str | None) -> float | None:
    """Return how many seconds a service asks to wait; None where it does not say.

    Examples
    --------
    >>> _retry_after("7"), _retry_after(None), _retry_after("soon")
    (7.0, None, None)
    """
    if not told:
        return None
    if told.strip().isdigit():
        return float(told)
    try:
        moment = email.utils.parsedate_to_datetime(told)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
