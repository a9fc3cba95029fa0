"""Who is looking, and as what: by a login, by a proxy, or nobody but who sits at this machine.

Everything that is not certain ends in `Stranger`: someone who sees a page that says whom to ask.
"""

from __future__ import annotations

import hmac
import math
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import streamlit as st
from streamlit.errors import StreamlitAuthError

from hotspots.access.audit import Event, note
from hotspots.access.people import role_of
from hotspots.access.workspace import local_role
from hotspots.errors import HotspotsError, SettingsError
from hotspots.settings import (
    LOGIN_VARIABLE,
    LOGINS,
    PROXY_HEADER_VARIABLE,
    PROXY_SECRET_VARIABLE,
)
from hotspots.text import access as text
from hotspots.text.markdown import as_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.access.library import Library

#: seconds; a login is good for a working day, whatever its own end says. Streamlit keeps the
#: cookie, with the claims of that moment in it, for 30 days.
LONGEST_S: Final = 8 * 3600
#: seconds; clocks of two machines differ.
_SLACK_S: Final = 60
#: In which a proxy shows that it is the proxy.
SECRET_HEADER: Final = "X-Hotspots-Proxy"  # noqa: S105 - the name of a header
DEFAULT_USER_HEADER: Final = "X-Forwarded-User"
#: characters; a shorter secret is guessed.
_SHORTEST_SECRET: Final = 24
_AT_HOME: Final = ("localhost", "127.0.0.1", "::1")
_TOLD: Final = "geweigerd_vastgelegd"
_OPENED: Final = "pagina_geopend"


@dataclass(frozen=True, slots=True)
class Person:
    """Someone with a role."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Stranger:
    """Someone who is not let in, why, and whether logging in may help."""

    why: str
    may_log_in: bool = False
    name: str = ""


def login_kind() -> str | None:
    """Return how people log in on this server; None where they do not.

    Raises
    ------
    SettingsError
        If the setting is none of the kinds there are: an error of one letter must not open a door.
    """
    asked = os.environ.get(LOGIN_VARIABLE, "")
    if asked and asked not in LOGINS:
        raise SettingsError(
            text.WRONG_LOGIN.format(value=asked),
            text.WRONG_LOGIN_FOUND.format(known=", ".join(LOGINS)),
            text.WRONG_LOGIN_DO,
        )
    return asked or None


def asker(library: Library) -> Person | Stranger:
    """Return who looks at this page now; asked anew at every run.

    Raises
    ------
    SettingsError
        If the setting or the table of roles is wrong.
    """
    kind = login_kind()
    if kind is None:
        return _at_this_machine(library)
    if kind == "proxy":
        named = _too_long() or by_proxy(_headers(), os.environ)
    else:
        named = by_claims(_claims(), now=time.time())
    if isinstance(named, Stranger):
        return named
    role = role_of(library.home, library.catalog, named)
    return Stranger(text.NO_ACCESS, name=named) if role is None else Person(named, role)


def _at_this_machine(library: Library) -> Person | Stranger:
    """Let in who sits at the machine itself; whoever comes from further away needs a login.

    The server listens on this machine alone unless someone told Streamlit otherwise; a proxy in
    front of it undoes that as well. So each visitor is looked at.
    """
    if not is_this_machine(st.context.ip_address, _headers().get("Host")):
        return Stranger(text.ONLY_HERE)
    return Person("", local_role(library.catalog))


def is_this_machine(address: object, host: str | None) -> bool:
    """Whether a page is asked for on the machine that serves it.

    Parameters
    ----------
    address
        Other end of the connection as Streamlit tells it: a text, and None for this machine. In a
        test without a connection it is neither.
    host
        The name that the page was asked by; another one means a proxy in between. None where no
        browser asked: `hotspots.ui.hosts` turns away a browser without one.

    Examples
    --------
    >>> is_this_machine(None, "127.0.0.1:8501"), is_this_machine("10.0.0.7", "localhost")
    (True, False)
    >>> is_this_machine(None, "hotspots.dordrecht.nl")
    False
    """
    if isinstance(address, str):
        return False
    try:
        return host is None or urlsplit(f"//{host}").hostname in _AT_HOME
    except ValueError:
        return False


def by_claims(claims: Mapping[str, Any], *, now: float) -> str | Stranger:
    """Return the address in the claims of a login that is still good.

    Parameters
    ----------
    claims
        What the provider said at the login: needs ``exp``, ``iat`` and ``email``.
    now
        Seconds since 1970.

    Examples
    --------
    >>> good = {"is_logged_in": True, "email": "a@b.nl", "iat": 0, "exp": 99_999}
    >>> by_claims(good, now=8 * 3600 - 1)
    'a@b.nl'
    >>> by_claims(good, now=8 * 3600).why
    'U bent te lang ingelogd. Log opnieuw in.'
    """
    if claims.get("is_logged_in") is not True:
        return Stranger(text.LOG_IN_FIRST, may_log_in=True)
    issued, expires = _moment(claims.get("iat")), _moment(claims.get("exp"))
    # What is not there is NaN, and no comparison with that holds.
    if not issued - _SLACK_S <= now < min(issued + LONGEST_S, expires) or math.isnan(expires):
        return Stranger(text.LOG_IN_AGAIN, may_log_in=True)
    address = claims.get("email")
    # A provider that is not sure of an address says so; one that has only its own people does not.
    sure = claims.get("email_verified", True) is True
    if not isinstance(address, str) or not address.strip() or not sure:
        return Stranger(text.NO_ACCESS, may_log_in=True)
    return address


def _moment(value: object) -> float:
    known = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if known else math.nan  # type: ignore[arg-type]


def by_proxy(headers: Mapping[str, str], environment: Mapping[str, str]) -> str | Stranger:
    """Return who a proxy says it let in, if it is our proxy that says so.

    Anyone can send a header. It counts only beside the secret that the proxy and this server
    share, and without a secret of some length nobody comes in.
    """
    secret = environment.get(PROXY_SECRET_VARIABLE, "")
    if len(secret) < _SHORTEST_SECRET:
        return Stranger(text.NOT_SET_UP)
    shown = headers.get(SECRET_HEADER) or ""
    if not hmac.compare_digest(shown.encode(), secret.encode()):
        return Stranger(text.NO_ACCESS)
    name = headers.get(environment.get(PROXY_HEADER_VARIABLE) or DEFAULT_USER_HEADER) or ""
    return name if name.strip() else Stranger(text.NO_ACCESS)


def _too_long() -> Stranger | None:
    """Return a stranger for a page that stayed open longer than a login may last.

    Its headers are those of the moment it was opened; opening it again asks the proxy anew.
    """
    opened: float = st.session_state.setdefault(_OPENED, time.time())
    return Stranger(text.OPEN_AGAIN) if time.time() - opened >= LONGEST_S else None


def _headers() -> Mapping[str, str]:
    return st.context.headers


def _claims() -> Mapping[str, Any]:
    return st.user.to_dict()


def show_stranger(library: Library, stranger: Stranger) -> None:
    """Show whom to ask, and nothing of the home but its name."""
    _note_once(library, stranger)
    gemeente = library.catalog.gemeente
    st.subheader(f"Hotspots {as_text(gemeente.name)}")
    st.info(stranger.why)
    st.markdown(text.WHOM_TO_ASK.format(whom=as_text(gemeente.ask or text.KEEPER)))
    try:
        if login_kind() != "oidc":
            return
    except HotspotsError:
        return
    if stranger.may_log_in and st.button(text.LOG_IN, type="primary"):
        _log_in()
    elif stranger.name:
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


def _note_once(library: Library, stranger: Stranger) -> None:
    """Write a refusal down, once for each session and person."""
    if st.session_state.get(_TOLD) != stranger.name:
        st.session_state[_TOLD] = stranger.name
        note(library.home, Event(stranger.name, "", "let_in", "refused"))
