"""Logging in at an OpenID provider, from the page of a stranger to the map and out again."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from browser_server import serving_process
from conftest import NO_INTERNET
from hotspots.access import words as text
from hotspots.access.audit import lines
from hotspots.app.gate import HOSTS_VARIABLE
from hotspots.settings import (
    LOGIN_VARIABLE,
    OIDC_AUDIENCE_VARIABLE,
    OIDC_ISSUER_VARIABLE,
    Home,
)
from ports import free_port
from proxied import NAME, RECIPE, await_listening, nginx, proxied
from town import tiny_home
from visitor import HEADLESS, PATIENCE_MS, installed_browser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

CLIENT = "hotspots-test"
HOUR_S = 3600
#: A lot, and less than the tool takes in: so many that a websocket would not by itself.
GROUPS = [str(uuid.uuid4()) for _ in range(110)]


def people(issuer: str) -> dict[str, dict[str, Any]]:
    """Return who can log in at the provider; what stands in the claims goes over its own."""
    now = int(time.time())
    fine: dict[str, Any] = {"email": "jan@gemeente.example", "email_verified": True}
    return {
        "jan": fine,
        "groepen": {**fine, "groups": GROUPS},
        "vreemd": {**fine, "email": "piet@gemeente.example"},
        "niet-nagekeken": {**fine, "email_verified": False},
        "zegt-niets": {"email": "jan@gemeente.example"},
        # Authlib lets this one through: `azp` is us, whatever `aud` is.
        "andere-tool": {**fine, "aud": "andere-tool", "azp": CLIENT},
        "ook-een-ander": {**fine, "aud": [CLIENT, "andere-tool"], "azp": "x"},
        "andere-uitgever": {**fine, "iss": f"{issuer}/elders"},
        "vanmorgen": {**fine, "iat": now - 8 * HOUR_S, "exp": now + HOUR_S},
        "bijna-om": {**fine, "iat": now - 8 * HOUR_S + 600, "exp": now + HOUR_S},
    }


@contextmanager
def a_provider(log: Path) -> Iterator[str]:
    """Run a provider; gives its address, which is its issuer as well."""
    port = free_port()
    issuer = f"http://localhost:{port}"
    known = [json.dumps({"sub": sub, **claims}) for sub, claims in people(issuer).items()]
    options = [part for one in known for part in ("--user-claims", one)]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), *options]
    with (
        log.open("w") as written,
        subprocess.Popen(command, stdout=written, stderr=written) as running,
    ):
        try:
            await_listening(port)
            yield issuer
        finally:
            running.terminate()


@contextmanager
def logging_in_at(
    issuer: str, folder: Path, address: str, port: int, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Home]:
    """Serve a town with the recipe's secrets.toml filled in."""
    home = Home(tiny_home(folder / "town").root, folder / "state")
    monkeypatch.setenv(LOGIN_VARIABLE, "oidc")
    monkeypatch.setenv(OIDC_ISSUER_VARIABLE, issuer)
    monkeypatch.setenv(OIDC_AUDIENCE_VARIABLE, CLIENT)
    home.state.mkdir(parents=True)
    home.users.write_text('[users]\n"Jan@gemeente.example" = "analist"\n', encoding="utf-8")
    told = (RECIPE / "secrets.toml").read_text(encoding="utf-8")
    for before, after in (
        ("https://hotspots.gemeente.example", address),
        ('cookie_secret = ""', f'cookie_secret = "{secrets.token_hex(32)}"'),
        ('client_id = ""', f'client_id = "{CLIENT}"'),
        ('client_secret = ""', f'client_secret = "{secrets.token_hex(16)}"'),
        ("https://login.gemeente.example", issuer),
    ):
        assert before in told
        told = told.replace(before, after)
    # The server of a test starts in the folder that its state lies in.
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "secrets.toml").write_text(told, encoding="utf-8")
    with serving_process(home.root, home.state, port=port):
        yield home


@contextmanager
def knowing_the_way(chromium: Browser, port: int) -> Iterator[Browser]:
    """Run another browser, for which the name of the recipe leads to this machine."""
    way = f"MAP {NAME} 127.0.0.1:{port}"
    rules = NO_INTERNET.replace("MAP *", f"{way}, MAP *")
    other = chromium.browser_type.launch(
        executable_path=installed_browser(), args=[*HEADLESS, rules]
    )
    try:
        yield other
    finally:
        other.close()


@contextmanager
def someone(chromium: Browser, **how: bool) -> Iterator[tuple[BrowserContext, Page]]:
    context = chromium.new_context(locale="nl-NL", **how)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_MS)
    try:
        yield context, context.new_page()
    finally:
        context.close()


def await_logged_in(page: Page) -> None:
    """Wait for the role at the top, and unfold what is said of it."""
    page.get_by_role("button", name="analist").click()
    page.get_by_text("U bent ingelogd en werkt als analist").wait_for()


def log_in(page: Page, address: str, who: str) -> None:
    """Go from the page of a stranger to the provider, and come back."""
    page.goto(address)
    page.get_by_role("button", name=text.LOG_IN).click()
    page.get_by_role("button", name=who, exact=True).first.click()
    page.wait_for_url(lambda url: urlsplit(url).netloc == urlsplit(address).netloc)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Home]]:
    port, folder = free_port(), tmp_path_factory.mktemp("oidc")
    address = f"http://localhost:{port}"
    with (
        pytest.MonkeyPatch.context() as patch,
        a_provider(folder / "provider.log") as issuer,
        logging_in_at(issuer, folder, address, port, patch) as home,
    ):
        yield address, home


@pytest.fixture(scope="module")
def lent(chromium: Browser) -> Iterator[BrowserContext]:
    """Return one browser for many people: what every page fetches alike is fetched once."""
    with someone(chromium) as (context, _):
        yield context


@pytest.fixture
def page(lent: BrowserContext) -> Iterator[Page]:
    """Return a page of someone who is not known here."""
    lent.clear_cookies()
    page = lent.new_page()
    yield page
    page.close()


def test_someone_comes_in_by_a_provider_and_goes_out_again(
    served: tuple[str, Home], lent: BrowserContext, page: Page
) -> None:
    address, home = served
    page.goto(address)
    page.get_by_text(text.LOG_IN_FIRST).wait_for()
    assert page.get_by_text("Noord").count() == 0
    log_in(page, address, "jan")
    await_logged_in(page)
    page.locator(".hotspots-map .hs-area").first.wait_for(state="attached")
    logins = {
        cookie["name"]: cookie
        for cookie in lent.cookies()
        if cookie["name"].startswith("_streamlit_user")
    }
    assert logins
    assert all(each["httpOnly"] and each["sameSite"] == "Lax" for each in logins.values())

    log_out = page.get_by_role("button", name=text.LOG_OUT)
    if not log_out.is_visible():
        # The page has run since, and folded it.
        page.get_by_role("button", name="analist").click()
    log_out.click()
    page.wait_for_url(lambda url: urlsplit(url).netloc != urlsplit(address).netloc)
    # The provider asks whether someone is sure, and sends them back.
    page.wait_for_url(lambda url: urlsplit(url).netloc != urlsplit(address).netloc)
    page.get_by_role("button").first.click()
    page.get_by_text(text.LOG_IN_FIRST).wait_for()
    assert not [
        cookie["name"]
        for cookie in lent.cookies(address)
        if cookie["name"].startswith("_streamlit_user")
    ]
    assert {line["who"] for line in lines(home) if line["role"] == "analist"} == {
        "jan@gemeente.example"
    }


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("vreemd", text.NO_ACCESS),
        ("niet-nagekeken", text.NO_ACCESS),
        ("zegt-niets", text.NO_ACCESS),
        ("andere-tool", text.NO_ACCESS),
        # These do not get as far as a cookie.
        ("ook-een-ander", text.LOG_IN_FIRST),
        ("andere-uitgever", text.LOG_IN_FIRST),
        ("vanmorgen", text.LOG_IN_AGAIN),
    ],
)
def test_a_login_that_is_not_sure_shows_nothing(
    served: tuple[str, Home], page: Page, who: str, why: str
) -> None:
    address, _ = served
    log_in(page, address, who)
    page.get_by_text(why).wait_for()
    assert page.locator(".hotspots-map").count() == 0
    assert page.get_by_text("Noord").count() == 0


def test_a_login_for_which_the_day_is_not_over_still_counts(
    served: tuple[str, Home], page: Page
) -> None:
    address, _ = served
    log_in(page, address, "bijna-om")
    await_logged_in(page)


def test_behind_nginx_a_login_goes_over_https_alone_and_may_be_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chromium: Browser
) -> None:
    nginx()
    port, secure = free_port(), free_port()
    address = f"https://{NAME}"
    monkeypatch.setenv(HOSTS_VARIABLE, NAME)
    settings = (RECIPE / "hotspots.env").read_text(encoding="utf-8")
    (longest,) = (line for line in settings.splitlines() if line.startswith("WEBSOCKETS_"))
    monkeypatch.setitem(os.environ, *longest.split("="))
    with (
        a_provider(tmp_path / "provider.log") as issuer,
        logging_in_at(issuer, tmp_path / "tool", address, port, monkeypatch),
        proxied(tmp_path / "nginx", (port, port), port=secure) as proxy,
        knowing_the_way(chromium, secure) as browser,
        someone(browser, ignore_https_errors=True) as (context, page),
    ):
        log_in(page, address, "groepen")
        await_logged_in(page)
        cookies = context.cookies()
        assert sum(len(each["value"]) for each in cookies) > 8192
        assert {"hs_proces", "_streamlit_xsrf", "_streamlit_user"} <= {
            each["name"] for each in cookies
        }
        assert [each["name"] for each in cookies if not each["secure"]] == []
        assert [each["name"] for each in cookies if not each["httpOnly"]] == ["_streamlit_xsrf"]
        # The page itself reads that one, or no file could be loaded.
        assert "_streamlit_xsrf=" in page.evaluate("document.cookie")
        assert "code=" not in proxy.log
        assert "/oauth2callback" in proxy.log
