"""What a request says of who sent it, before Streamlit sees it: as a page would hear it."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from streamlit import config
from streamlit.web.server.starlette.starlette_app_utils import (
    create_signed_value,
    generate_xsrf_token_string,
)

from hotspots.pages.login import visit_of
from hotspots.settings import LOGIN_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST, ORIGIN = "localhost:8501", "http://localhost:8501"
SECRET = "een-geheim-van-deze-toets-alleen"  # noqa: S105 - of this test alone
CLAIMS = {"email": "jan@dordrecht.nl", "iss": "https://login", "is_logged_in": True}


@pytest.fixture(autouse=True)
def by_oidc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(LOGIN_VARIABLE, "oidc")
    before = config.get_option("server.cookieSecret")
    config.set_option("server.cookieSecret", SECRET)
    yield
    config.set_option("server.cookieSecret", before)


def scope(kind: str, *headers: tuple[str, str], address: str = "127.0.0.1") -> dict[str, Any]:
    sent = [(name.lower().encode(), value.encode()) for name, value in (("Host", HOST), *headers)]
    return {"type": kind, "headers": sent, "client": (address, 50000), "path": "/"}


def cookie(secret: str = SECRET, origin: str = ORIGIN) -> str:
    signed = create_signed_value(
        secret, "_streamlit_user", json.dumps({**CLAIMS, "origin": origin})
    )
    return f"_streamlit_user={signed.decode()}"


def test_a_request_has_the_claims_that_streamlit_signed_for_this_site() -> None:
    asked = scope("http", ("Origin", ORIGIN), ("Cookie", cookie()))
    assert visit_of(asked).claims == CLAIMS


@pytest.mark.parametrize(
    "asked",
    [
        scope("http", ("Origin", ORIGIN), ("Cookie", cookie(secret="x" * 32))),
        scope("http", ("Origin", "https://elsewhere.example"), ("Cookie", cookie())),
        scope("http", ("Origin", ORIGIN), ("Cookie", cookie(origin="https://elsewhere.example"))),
        scope("http", ("Origin", ORIGIN), ("Cookie", "_streamlit_user=x")),
        scope("http", ("Origin", ORIGIN)),
        # Streamlit takes no login of a socket without the token that it gave the page.
        scope("websocket", ("Origin", ORIGIN), ("Cookie", cookie())),
        scope(
            "websocket",
            ("Origin", ORIGIN),
            ("Cookie", f"{cookie()}; _streamlit_xsrf={generate_xsrf_token_string()}"),
            ("Sec-WebSocket-Protocol", f"streamlit, {generate_xsrf_token_string()}"),
        ),
    ],
)
def test_a_request_has_no_claims_that_a_page_would_not_have(asked: dict[str, Any]) -> None:
    assert visit_of(asked).claims == {}


def test_a_socket_with_the_token_of_its_page_has_its_claims() -> None:
    token = generate_xsrf_token_string()
    asked = scope(
        "websocket",
        ("Origin", ORIGIN),
        ("Cookie", f"{cookie()}; _streamlit_xsrf={token}"),
        ("Sec-WebSocket-Protocol", f"streamlit, {token}"),
    )
    assert visit_of(asked).claims == CLAIMS


def test_without_that_login_no_cookie_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LOGIN_VARIABLE, "proxy")
    assert visit_of(scope("http", ("Origin", ORIGIN), ("Cookie", cookie()))).claims == {}


def test_a_header_that_was_sent_twice_has_no_value() -> None:
    seen = visit_of(scope("http", ("X-Forwarded-User", "jan"), ("x-forwarded-user", "piet")))
    assert seen.headers["x-forwarded-user"] == ("jan", "piet")
    assert seen.header("X-Forwarded-User") is None
    assert seen.host == HOST
    assert seen.address is None
    assert visit_of(scope("http", address="10.0.0.7")).address == "10.0.0.7"


def test_the_headers_of_an_open_socket_keep_its_age() -> None:
    moment = time.time() - 3600
    assert visit_of(scope("http", ("X-Hotspots-Opened", str(moment)))).opened == moment
    for written in ("9e99", "nan", "morgen"):
        assert visit_of(scope("http", ("X-Hotspots-Opened", written))).opened <= time.time()


def test_what_is_told_of_a_visit_shows_no_secret() -> None:
    assert SECRET not in repr(visit_of(scope("http", ("X-Hotspots-Proxy", SECRET))))
