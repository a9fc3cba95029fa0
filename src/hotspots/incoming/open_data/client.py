"""One way to ask a service something: with patience, a name, and limits to what comes back.

Waiting and trying again are done here and not by urllib3, whose retries end where the body
begins: an answer that breaks off halfway is tried again as well, within one limit of time.

Of the surroundings only two things are used: a proxy that the system names (HTTPS_PROXY,
NO_PROXY), never for this machine itself, and REQUESTS_CA_BUNDLE with the certificates of an
organisation. Passwords in a .netrc are not sent, cookies are not kept.

<state>/open_data/answers/<address>.json + .body   an answer, with its ETag
    <state>/open_data/answers/unfinished/<question>/   pages of a fetch that is not finished

A fetch asks many questions, and a service need not mark its answers: what came is kept until all
of them are answered, so that a fetch that is cut off goes on where it was.

What cannot be kept (a full disk, a state folder that is read-only) is simply fetched again.
"""

from __future__ import annotations

import contextlib
import email.utils
import hashlib
import json
import os
import re
import shutil
import time
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final, NoReturn
from urllib.parse import urljoin, urlsplit

import requests
import urllib3
from requests.utils import get_environ_proxies

from hotspots.dutch import reason
from hotspots.errors import HotspotsError, SourceError
from hotspots.incoming.open_data import words as text
from hotspots.settings import private, private_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from hotspots.incoming.open_data.services import Service


#: Characters of an error body that are shown; services answer with whole pages.
_MOST_SAID: Final = 300
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f]+")


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of an answer, complete, with what its headers said.

    ``media`` is the kind of content without parameters; ``crs`` the address in Content-Crs, ""
    without one; ``unchanged`` says that the body was at hand and still the same.
    """

    url: str
    media: str
    body: bytes
    sha256: str
    crs: str = ""
    unchanged: bool = False


def not_promised(service: Service, url: str, got: str, expected: str) -> SourceError:
    """Return the error of an answer that is something else: service, address and what came."""
    return SourceError(*text.not_promised(service.title, shown(url), got, expected))


def json_of(service: Service, answer: Answer) -> Any:  # noqa: ANN401 - whatever it is
    """Return an answer as JSON.

    Raises
    ------
    SourceError
        If it is something else: a web page, half an answer, NaN, nested without end.
    """
    try:
        # What it is counts, not what the service calls it: JSON is also sent as text or HTML.
        return json.loads(answer.body, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        if answer.media in ("text/html", "application/xhtml+xml"):
            raise not_promised(service, answer.url, text.HTML, text.JSON) from error
        why = visible(reason(error)) if isinstance(error, ValueError) else text.TOO_DEEP
        result = text.NO_JSON.format(reason=why)
        raise not_promised(service, answer.url, result, text.JSON) from error


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
        result = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(result, dict):
        return ""
    detail = result.get("detail") or result.get("title") or result.get("odata.error")
    if isinstance(detail, dict):
        message = detail.get("message")
        detail = message.get("value") if isinstance(message, dict) else message
    return visible(detail) if isinstance(detail, str) else ""


def checksum_of(pages: Sequence[str]) -> str:
    """Return one checksum of all pages of a fetch, in order: that of the page if there is one."""
    if len(pages) == 1:
        return pages[0]
    return hashlib.sha256("".join(pages).encode()).hexdigest()


def visible(written: str) -> str:
    """Return a text from elsewhere in one line of no more than a few hundred characters."""
    line = " ".join(_CONTROL.sub(" ", written[: 2 * _MOST_SAID]).split())
    return line if len(line) <= _MOST_SAID else line[: _MOST_SAID - 1] + "…"


def shown(url: str) -> str:
    """Return an address for a message."""
    return visible(url)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


class UnreachableError(SourceError):
    """There is no connection: everything goes on with what is there."""


class RefusedError(SourceError):
    """A service answered with an error.

    Attributes
    ----------
    status
        Code of HTTP: 404 is a year, collection or table that is not there.
    """

    def __init__(self, status: int, what: str, detail: str = "", do: str = "") -> None:
        self.status = status
        super().__init__(what, detail, do)


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
    saved
        Answers of before: a service is asked whether they still hold.
    wait
        How to wait between tries, seconds; tests do not.
    """

    saved: SavedAnswers | None = None
    limits: Limits = field(default_factory=Limits)
    wait: Callable[[float], None] = time.sleep

    def get(self, service: Service, url: str) -> Answer:
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
        for attempt in range(self.limits.tries):
            try:
                return self._follow(service, url)
            except _AgainError as again:
                if attempt + 1 == self.limits.tries:
                    raise again.error from again
                wait_s = again.wait_s
                if wait_s is not None and wait_s > self.limits.wait_s:
                    parts = text.wait_too_long(service.title, shown(url), wait_s)
                    raise SourceError(*parts) from again
                self.wait(self.limits.backoff_s * 2**attempt if wait_s is None else wait_s)
        raise AssertionError  # pragma: no cover - the last try returned or raised

    def _follow(self, service: Service, first_url: str) -> Answer:
        """Return an answer, after redirects within the same host."""
        address = first_url
        for _ in range(self.limits.redirects + 1):
            require_same_host(service, address, first_url)
            answer = self._once(service, address)
            if isinstance(answer, Answer):
                return answer
            address = as_safe(service, urljoin(address, answer))
        raise SourceError(*text.elsewhere(service.title, shown(first_url), shown(address)))

    def _once(self, service: Service, url: str) -> Answer | str:
        """Return an answer, or the address that it sends on to."""
        etag = self.saved.etag(url) if self.saved is not None else ""
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
        if status == _NOT_MODIFIED and self.saved is not None:
            before = self.saved.answer(url)
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
        if etag and self.saved is not None:
            self.saved.keep(answer, etag)
        return answer

    def _body(
        self, service: Service, url: str, response: requests.Response, *, most_b: int, cut: bool
    ) -> bytes:
        """Return the body, unpacked; stop where it is too large or takes too long."""
        until = time.monotonic() + self.limits.answer_s
        blocks: list[bytes] = []
        size = 0
        while block := self._block(service, url, response):
            size += len(block)
            blocks.append(block)
            if size > most_b:
                if cut:
                    break
                raise SourceError(*text.too_large(service.title, shown(url), most_b))
            if time.monotonic() > until:
                parts = text.too_slow(service.title, shown(url), self.limits.answer_s)
                raise SourceError(*parts)
        return b"".join(blocks)

    @staticmethod
    def _block(service: Service, url: str, response: requests.Response) -> bytes:
        """Return what came next of a body; b"" at its end."""
        try:
            block: bytes = response.raw.read1(_BLOCK_B, decode_content=True)
        except urllib3.exceptions.ReadTimeoutError:
            raise  # a silence, which has words of its own
        except (urllib3.exceptions.ProtocolError, urllib3.exceptions.DecodeError) as error:
            # There was a connection, and a beginning of an answer.
            raise _AgainError(SourceError(*text.broken_off(service.title, shown(url)))) from error
        return block


def as_safe(service: Service, url: str) -> str:
    """Return an address with TLS, where a service names its own host without.

    A server behind a gate often does not know that it is asked by https. Nothing is ever asked
    less safely than its service is.

    Examples
    --------
    >>> from hotspots.incoming.open_data.services import SERVICES
    >>> as_safe(SERVICES["rail"], "http://api.pdok.nl:80/prorail?cursor=2")
    'https://api.pdok.nl/prorail?cursor=2'
    >>> as_safe(SERVICES["rail"], "http://elders.nl/prorail")
    'http://elders.nl/prorail'
    """
    parts, base = urlsplit(url), urlsplit(service.base_url)
    plain = parts.scheme == "http" and base.scheme == "https"
    if plain and parts.netloc in (base.netloc, f"{base.netloc}:80"):
        return parts._replace(scheme="https", netloc=base.netloc).geturl()
    return url


def require_same_host(service: Service, url: str, first_url: str) -> None:
    """Stop if an address is not of the service, or no longer safe.

    Raises
    ------
    SourceError
    """
    parts, base = urlsplit(url), urlsplit(service.base_url)
    if (parts.scheme, parts.netloc) != (base.scheme, base.netloc):
        host = shown(f"{parts.scheme}://{parts.netloc}")
        raise SourceError(*text.elsewhere(service.title, shown(first_url), host))


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
        parts = text.too_slow(service.title, shown(url), limits.silence_s)
        raise _AgainError(SourceError(*parts)) from error
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


def _retry_after(header: str | None) -> float | None:
    """Return how many seconds a service asks to wait; None where it does not say.

    Examples
    --------
    >>> _retry_after("7"), _retry_after(None), _retry_after("soon")
    (7.0, None, None)
    """
    if not header:
        return None
    if header.strip().isdigit():
        return float(header)
    try:
        moment = email.utils.parsedate_to_datetime(header)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


#: seconds; older pages of a fetch that broke off are of another day, and not gone on with.
_UNFINISHED_S: Final = 6 * 3600.0
#: There while a question is being asked.
_ASKING: Final = "asking"
#: seconds; an answer that was not asked for in three months is thrown away.
_UNUSED_S: Final = 92 * 86400.0


@dataclass(frozen=True, slots=True)
class _AboutAnswer:
    """What is kept beside a body."""

    url: str
    media: str
    sha256: str
    crs: str
    etag: str


@dataclass(frozen=True, slots=True)
class SavedAnswers:
    """A folder with answers, by address.

    Parameters
    ----------
    folder
        Made when there is something to keep.
    """

    folder: Path

    def etag(self, url: str) -> str:
        """Return the mark by which to ask whether an answer is still the same; "" for none."""
        saved = self._read(url)
        return saved[0].etag if saved is not None else ""

    def answer(self, url: str) -> Answer | None:
        """Return an answer as it was kept; None where it was not, or is damaged."""
        saved = self._read(url)
        if saved is None:
            return None
        about, body = saved
        return Answer(about.url, about.media, body, about.sha256, about.crs, unchanged=True)

    def keep(self, answer: Answer, etag: str) -> None:
        """Keep an answer, if that can be."""
        about = _AboutAnswer(answer.url, answer.media, answer.sha256, answer.crs, etag)
        name = _name(answer.url)
        # Keeping is a kindness: what cannot be kept is fetched again.
        with contextlib.suppress(OSError):
            private_folder(self.folder)
            for suffix, content in (
                (".body", answer.body),
                (".json", json.dumps(asdict(about)).encode()),
            ):
                partial = self.folder / f"{name}{suffix}.new"
                with open(partial, "wb", opener=private) as file:
                    file.write(content)
                partial.replace(self.folder / f"{name}{suffix}")

    def tidy(self) -> None:
        """Throw away what nobody asked for in a long time."""
        before = time.time() - _UNUSED_S
        with contextlib.suppress(OSError):
            for path in self.folder.iterdir():
                if path.is_file() and path.stat().st_mtime < before:
                    path.unlink()

    def _read(self, url: str) -> tuple[_AboutAnswer, bytes] | None:
        name = _name(url)
        try:
            about = _AboutAnswer(**json.loads((self.folder / f"{name}.json").read_bytes()))
            body = (self.folder / f"{name}.body").read_bytes()
        except (OSError, ValueError, TypeError):
            return None
        whole = about.url == url and hashlib.sha256(body).hexdigest() == about.sha256
        return (about, body) if whole else None


#: Pages of one question: two million rows of a table, or far more than all buurten there are.
_MOST_PAGES: Final = 200


def ask_pages(
    client: PoliteClient,
    service: Service,
    first_url: str,
    take: Callable[[str, Answer], str | None],
) -> None:
    """Ask a question page by page; one that was cut off goes on from its last page.

    Parameters
    ----------
    take
        Takes the answer of an address, and returns the address of the next page; None on the last.

    Raises
    ------
    SourceError
        If a page cannot be had, points back to an earlier one, or there are too many.
    """
    seen: set[str] = set()
    url: str | None = first_url
    with one_question(client.saved, first_url) as pages:
        while url is not None:
            seen.add(url)
            answer = pages.answer(url) if pages is not None else None
            if answer is None:
                answer = client.get(service, url)
            url = take(url, answer)
            # A page that points nowhere, or back, is not kept: it is asked for anew.
            if url in seen:
                raise not_promised(service, url, text.SAME_PAGE, text.OTHER_PAGE)
            if url is not None and len(seen) == _MOST_PAGES:
                fault = text.MANY_PAGES.format(most=_MOST_PAGES)
                raise not_promised(service, url, fault, text.FEWER_PAGES.format(most=_MOST_PAGES))
            if pages is not None:
                pages.keep(answer, "")


@contextlib.contextmanager
def one_question(answers: SavedAnswers | None, first_url: str) -> Iterator[SavedAnswers | None]:
    """Give where the pages of a question are kept until the whole fetch is finished.

    Pages of too long ago are thrown away first: what came after them may have changed.
    """
    if answers is None:
        yield None
        return
    pages = SavedAnswers(_unfinished(answers) / _name(first_url))
    asking = _unfinished(answers) / _ASKING
    with contextlib.suppress(OSError):
        private_folder(asking.parent)
        asking.touch(mode=0o600)
        ages = [path.stat().st_mtime for path in pages.folder.iterdir()]
        if ages and min(ages) < time.time() - _UNFINISHED_S:
            shutil.rmtree(pages.folder, ignore_errors=True)
    yield pages
    # Not after an error: then a question stays halfway.
    with contextlib.suppress(OSError):
        asking.unlink(missing_ok=True)


@contextlib.contextmanager
def one_fetch(answers: SavedAnswers) -> Iterator[None]:
    """Throw the pages of a fetch away when it is finished.

    After an error they stay if a question was halfway. If all were answered, what was answered is
    at fault, and it is asked anew.
    """
    try:
        yield
    except HotspotsError:
        if not (_unfinished(answers) / _ASKING).exists():
            forget(answers)
        raise
    forget(answers)


def forget(answers: SavedAnswers) -> None:
    """Throw away what an unfinished fetch left."""
    shutil.rmtree(_unfinished(answers), ignore_errors=True)


def _unfinished(answers: SavedAnswers) -> Path:
    return answers.folder / "unfinished"


def _name(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()[:32]
