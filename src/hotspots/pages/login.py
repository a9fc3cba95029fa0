"""Who is looking, and as what: by a login, by a proxy, or nobody but who sits at this machine.

Everything that is not certain ends in `DeniedLogin`: someone who sees a page that says whom to ask.
A request says who sent it in a `Visit`, which goes along to where there is no request any more: the
bytes of a download are made in a thread of their own.
"""

from __future__ import annotations

import hmac
import math
import os
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import streamlit as st
from starlette.requests import HTTPConnection
from streamlit.auth_util import get_origin_from_redirect_uri
from streamlit.errors import StreamlitAuthError
from streamlit.web.server.server_util import get_cookie_secret, is_xsrf_enabled
from streamlit.web.server.starlette import starlette_websocket as streamlit_socket
from streamlit.web.server.starlette.starlette_app_utils import validate_xsrf_token
from streamlit.web.server.starlette.starlette_server_config import (
    USER_COOKIE_NAME,
    XSRF_COOKIE_NAME,
)

from hotspots.access import words as text
from hotspots.access.audit import note_denied_login
from hotspots.access.permission import local_role, role_of
from hotspots.dutch import as_text
from hotspots.errors import HotspotsError, SettingsError
from hotspots.settings import (
    LOGIN_VARIABLE,
    LOGINS,
    OIDC_AUDIENCE_VARIABLE,
    OIDC_ISSUER_VARIABLE,
    OIDC_OWN_PEOPLE_VARIABLE,
    PROXY_HEADER_VARIABLE,
    PROXY_SECRET_VARIABLE,
    YES,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.types import ASGIApp, Receive, Scope, Send

    from hotspots.access.library import Library

#: seconds; a login is good for a working day, whatever its own end says. Streamlit keeps the
#: cookie, with the claims of that moment in it, for 30 days.
LONGEST_S: Final = 8 * 3600
#: seconds; clocks of two machines differ.
_SLACK_S: Final = 60
#: In which a proxy shows that it is the proxy.
SECRET_HEADER: Final = "X-Hotspots-Proxy"  # noqa: S105 - the name of a header
DEFAULT_USER_HEADER: Final = "X-Forwarded-User"
#: In which this server itself writes when a socket was opened, for the pages behind it.
OPENED_HEADER: Final = "x-hotspots-opened"
#: characters; a shorter secret is guessed.
_SHORTEST_SECRET: Final = 24
_AT_HOME: Final = ("localhost", "127.0.0.1", "::1")
_LOOPBACK: Final = ("127.0.0.1", "::1")
_NOTED: Final = "geweigerd_vastgelegd"
_OPENED: Final = "pagina_geopend"


@dataclass(frozen=True, slots=True)
class Person:
    """Someone with a role."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class DeniedLogin:
    """Someone who is not let in, why, and whether logging in may help."""

    why: str
    may_log_in: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """All that a request says of who sent it; not yet who that is, and what they may.

    Attributes
    ----------
    headers
        Values of each header, by its name in small letters; more than one where it was sent more
        than once.
    claims
        Of the login cookie, as far as Streamlit found its signature to be right.
    address
        Other end of the connection; None for this machine.
    opened
        Seconds since 1970; when the request was made, or the socket opened that it came over.
    """

    headers: Mapping[str, tuple[str, ...]] = field(repr=False)
    claims: Mapping[str, Any] = field(repr=False)
    address: str | None
    opened: float

    def header(self, name: str) -> str | None:
        """Return the value of a header; None where there is none, and where there are two.

        Whoever adds a second one to that of a proxy must not be the first that counts, nor the
        last.
        """
        values = self.headers.get(name.lower(), ())
        return values[0] if len(values) == 1 else None

    @property
    def host(self) -> str | None:
        """Name by which this server was asked; None where no browser asked."""
        return self.header("host") if "host" in self.headers else None


def visit_here() -> Visit:
    """Return who asks for the page that runs now; to be called while it runs, in its own thread."""
    headers = _by_name(_headers())
    address = st.context.ip_address
    first: float = st.session_state.setdefault(_OPENED, time.time())
    return Visit(
        headers,
        _claims(),
        address if isinstance(address, str) else None,
        _opened(headers, at_the_latest=first),
    )


def visit_of(scope: Scope) -> Visit:
    """Return who sends a request, or opens a socket, before Streamlit sees it."""
    connection = HTTPConnection(scope)
    address = connection.client.host if connection.client else None
    headers = _by_name(connection.headers.items())
    return Visit(
        headers,
        _claims_in(connection) if login_kind() == "oidc" else {},
        None if address in _LOOPBACK else address,
        _opened(headers, at_the_latest=time.time()),
    )


def _opened(headers: Mapping[str, tuple[str, ...]], *, at_the_latest: float) -> float:
    """Return when a socket was opened; a moment that a sender wrote makes it older at most."""
    # What is not there is NaN, and then the other counts.
    return min(at_the_latest, _number(headers.get(OPENED_HEADER, ("",))[0]))


def _by_name(headers: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    named: dict[str, tuple[str, ...]] = {}
    for name, value in headers:
        named[name.lower()] = (*named.get(name.lower(), ()), value)
    return named


def _claims_in(connection: HTTPConnection) -> dict[str, object]:
    """Return the claims of a login cookie as Streamlit reads them for a page, with its checks."""
    origin = connection.headers.get("origin")
    if connection.scope["type"] == "websocket":
        _, token, _ = streamlit_socket._parse_subprotocols(connection.headers)  # noqa: SLF001
        # Streamlit reads no cookie of a page that it did not give this token.
        known = is_xsrf_enabled() and validate_xsrf_token(
            token, connection.cookies.get(XSRF_COOKIE_NAME)
        )
        if not origin or not known:
            return {}
    # A browser says from where it asks at all but plain questions, which come by address alone.
    origin = origin or get_origin_from_redirect_uri() or ""
    cookie = streamlit_socket._get_signed_cookie_with_chunks(  # noqa: SLF001 - no second one of ours
        connection.cookies, USER_COOKIE_NAME
    )
    return streamlit_socket._parse_decoded_user_cookie(cookie, origin) if cookie else {}  # noqa: SLF001


def names_someone(scope: Scope) -> bool:
    """Whether a request says at all who sent it, true or not; else of nobody who is let in."""
    kind, sent = login_kind(), {name for name, _ in scope["headers"]}
    if kind == "proxy":
        return SECRET_HEADER.lower().encode() in sent
    return kind is None or any(
        USER_COOKIE_NAME.encode() in value for name, value in scope["headers"] if name == b"cookie"
    )


class Dated:
    """Write on each socket when it was opened, over whatever its sender wrote there.

    Streamlit shows a page the headers of the socket it came over, and not their age: a socket that
    stays open all day would have the login of this morning for good.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, with the moment in its headers."""
        if "headers" in scope:
            name = OPENED_HEADER.encode()
            sent = [pair for pair in scope["headers"] if pair[0].lower() != name]
            scope = {**scope, "headers": [*sent, (name, str(time.time()).encode())]}
        await self.app(scope, receive, send)


def login_kind() -> str | None:
    """Return how people log in on this server; None where they do not.

    Raises
    ------
    SettingsError
        If the setting is none of the kinds there are: an error of one letter must not open a door.
    """
    login = os.environ.get(LOGIN_VARIABLE, "")
    if login and login not in LOGINS:
        raise SettingsError(
            text.WRONG_LOGIN.format(value=login),
            text.WRONG_LOGIN_FOUND.format(known=", ".join(LOGINS)),
            text.WRONG_LOGIN_DO,
        )
    return login or None


def asker(library: Library, visit: Visit) -> Person | DeniedLogin:
    """Return who sent a request, as what they are now: looked up at every run and every download.

    Raises
    ------
    SettingsError
        If the setting or the table of roles is wrong.
    """
    kind, now = login_kind(), time.time()
    if kind is None:
        return _at_this_machine(library, visit)
    if kind == "proxy":
        named = by_proxy(visit, os.environ, now=now)
    elif len(get_cookie_secret()) < _SHORTEST_SECRET:
        # It signs the claims: whoever guesses it is whomever they like.
        named = DeniedLogin(text.NOT_SET_UP)
    else:
        named = by_claims(visit.claims, os.environ, now=now)
    if isinstance(named, DeniedLogin):
        return named
    role = role_of(library.home, library.catalog, named)
    return DeniedLogin(text.NO_ACCESS, name=named) if role is None else Person(named, role)


def _at_this_machine(library: Library, visit: Visit) -> Person | DeniedLogin:
    """Let in who sits at the machine itself; whoever comes from further away needs a login.

    The server listens on this machine alone unless someone told Streamlit otherwise; a proxy in
    front of it undoes that as well. So each visitor is looked at.
    """
    if not is_this_machine(visit):
        return DeniedLogin(text.ONLY_HERE)
    return Person("", local_role(library.catalog))


def is_this_machine(visit: Visit) -> bool:
    """Whether a page is asked for on the machine that serves it.

    The name that it was asked by counts as well: another one means a proxy in between. Without any
    no browser asked: `hotspots.app.gate` turns away a browser without one.

    Examples
    --------
    >>> is_this_machine(Visit({"host": ("127.0.0.1:8501",)}, {}, None, 0))
    True
    >>> is_this_machine(Visit({"host": ("localhost",)}, {}, "10.0.0.7", 0))
    False
    >>> is_this_machine(Visit({"host": ("hotspots.dordrecht.nl",)}, {}, None, 0))
    False
    """
    if visit.address is not None:
        return False
    if "host" not in visit.headers:
        return True
    try:
        return urlsplit(f"//{visit.host or ''}").hostname in _AT_HOME
    except ValueError:
        return False


def by_claims(
    claims: Mapping[str, object], environment: Mapping[str, str], *, now: float
) -> str | DeniedLogin:
    """Return the address in the claims of a login that is still good.

    Parameters
    ----------
    claims
        What the provider said at the login: needs ``exp``, ``iat``, ``email``, ``iss`` and ``aud``,
        and that the address was verified.
    environment
        Says which provider counts and for what it must have logged in; and where it has only its
        own people, that it need not say of each address that it is theirs.
    now
        Seconds since 1970.

    Examples
    --------
    >>> ours = {"HOTSPOTS_OIDC_ISSUER": "https://login", "HOTSPOTS_OIDC_AUDIENCE": "kaart"}
    >>> good = {"is_logged_in": True, "email": "a@b.nl", "email_verified": True, "iat": 0}
    >>> good |= {"exp": 99_999, "iss": "https://login", "aud": "kaart"}
    >>> by_claims(good, ours, now=8 * 3600 - 1)
    'a@b.nl'
    >>> by_claims(good, ours, now=8 * 3600).why
    'U bent te lang ingelogd. Log opnieuw in.'
    """
    issuer = environment.get(OIDC_ISSUER_VARIABLE, "")
    audience = environment.get(OIDC_AUDIENCE_VARIABLE, "")
    if not issuer or not audience:
        return DeniedLogin(text.NOT_SET_UP)
    if claims.get("is_logged_in") is not True:
        return DeniedLogin(text.LOG_IN_FIRST, may_log_in=True)
    issued, expires = _moment(claims.get("iat")), _moment(claims.get("exp"))
    # What is not there is NaN, and no comparison with that holds.
    if not issued - _SLACK_S <= now < min(issued + LONGEST_S, expires) or math.isnan(expires):
        return DeniedLogin(text.LOG_IN_AGAIN, may_log_in=True)
    address = claims.get("email")
    sure = (
        claims.get("iss") == issuer
        and _is_for(claims, audience)
        and _is_verified(claims, environment)
    )
    if not isinstance(address, str) or not address.strip() or not sure:
        return DeniedLogin(text.NO_ACCESS, may_log_in=True)
    return address


def _is_for(claims: Mapping[str, object], audience: str) -> bool:
    """Whether someone logged in for this tool, and not for another of the same provider.

    A login for several tools says for which of them it was made (OpenID Connect Core, 3.1.3.7).
    """
    named = claims.get("aud")
    several = named if isinstance(named, list) else [named]
    made_for = claims.get("azp", audience if len(several) == 1 else None)
    return audience in several and made_for == audience


def _is_verified(claims: Mapping[str, object], environment: Mapping[str, str]) -> bool:
    """Whether a provider stands for an address; one that has only its own people does not say."""
    own_people = environment.get(OIDC_OWN_PEOPLE_VARIABLE) == YES
    return claims.get("email_verified", own_people) is True


def _moment(value: object) -> float:
    known = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if known else math.nan  # type: ignore[arg-type]


def _number(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        return math.nan


def by_proxy(visit: Visit, environment: Mapping[str, str], *, now: float) -> str | DeniedLogin:
    """Return who a proxy says it let in, if it is our proxy that says so, and said it today.

    Anyone can send a header. It counts only beside the secret that the proxy and this server
    share, and without a secret of some length nobody comes in. The headers of a page are those of
    the moment it was opened; opening it again asks the proxy anew.
    """
    secret = environment.get(PROXY_SECRET_VARIABLE, "")
    if len(secret) < _SHORTEST_SECRET:
        return DeniedLogin(text.NOT_SET_UP)
    shown = visit.header(SECRET_HEADER) or ""
    if not hmac.compare_digest(shown.encode(), secret.encode()):
        return DeniedLogin(text.NO_ACCESS)
    name = visit.header(environment.get(PROXY_HEADER_VARIABLE) or DEFAULT_USER_HEADER) or ""
    if not name.strip():
        return DeniedLogin(text.NO_ACCESS)
    if not now - visit.opened < LONGEST_S:
        return DeniedLogin(text.OPEN_AGAIN)
    return name


def _headers() -> Iterable[tuple[str, str]]:
    """Return each header of this page, one that was sent twice as two."""
    headers = st.context.headers
    return [(name, value) for name in headers for value in headers.get_all(name)]


def _claims() -> Mapping[str, object]:
    """Return what the identity provider says of who looks; without one nothing is looked up."""
    return st.user.to_dict() if os.environ.get(LOGIN_VARIABLE) == "oidc" else {}


def show_denied(library: Library, denied: DeniedLogin) -> None:
    """Show whom to ask, and nothing of the home but its name."""
    _note_once(library, denied)
    gemeente = library.catalog.gemeente
    st.subheader(f"Hotspots {as_text(gemeente.name)}")
    st.info(denied.why)
    st.markdown(text.WHOM_TO_ASK.format(whom=as_text(gemeente.ask or text.KEEPER)))
    try:
        if login_kind() != "oidc":
            return
    except HotspotsError:
        return
    if denied.may_log_in and st.button(text.LOG_IN, type="primary"):
        _log_in()
    elif denied.name:
        show_log_out()


def _log_in() -> None:
    """Send someone to the provider; Streamlit itself says no where it is not set up."""
    try:
        st.login()
    except StreamlitAuthError:
        st.error(text.NOT_SET_UP)
        st.text(text.NO_LOGIN_PACKAGE)


def show_log_out() -> None:
    """Show the button that ends a login."""
    if st.button(text.LOG_OUT, type="tertiary"):
        st.logout()
        # What is drawn after it could run the page anew, which drops the way to the provider.
        st.stop()


def _note_once(library: Library, denied: DeniedLogin) -> None:
    """Write a refusal down, once for each session and person at most."""
    if st.session_state.get(_NOTED) != denied.name:
        st.session_state[_NOTED] = denied.name
        note_denied_login(library.home, name=denied.name, address=visit_here().address)
