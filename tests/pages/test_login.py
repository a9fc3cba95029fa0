"""Who is let in: by a login, by a proxy, at this machine; and what everyone else sees."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from apart import run_apart
from hotspots.access import words as text
from hotspots.access.audit import lines
from hotspots.catalog.reading import read_catalog
from hotspots.pages import login
from hotspots.pages.login import (
    LONGEST_S,
    Dated,
    DeniedLogin,
    Visit,
    by_claims,
    by_proxy,
    is_this_machine,
)
from hotspots.settings import (
    LOGIN_VARIABLE,
    OIDC_AUDIENCE_VARIABLE,
    OIDC_ISSUER_VARIABLE,
    OIDC_OWN_PEOPLE_VARIABLE,
    PROXY_HEADER_VARIABLE,
    PROXY_SECRET_VARIABLE,
    STATE_VARIABLE,
    Home,
    open_home,
)
from opened_page import PageOpener, sent_to_map, sentences, shown_without_fault

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

HOUR = 3600
SECRET = "een-geheim-van-meer-dan-24-tekens"  # noqa: S105 - of this test alone
ISSUER, AUDIENCE = "https://login.dordrecht.nl", "hotspots"
OURS = {OIDC_ISSUER_VARIABLE: ISSUER, OIDC_AUDIENCE_VARIABLE: AUDIENCE}
GOOD = {
    "is_logged_in": True, "email": "jan@dordrecht.nl", "email_verified": True,
    "iat": 1000, "exp": 1000 + HOUR, "iss": ISSUER, "aud": AUDIENCE,
}  # fmt: skip
#: What a visitor that is not let in must not read.
INSIDE = ("Inbraak", "Proef", "inbraken", "Noord", "Kaart", "analist")


@pytest.mark.parametrize(
    ("changed", "now"),
    [
        ({}, 1000 + HOUR),
        ({"exp": 1000 + 30 * 24 * HOUR}, 1000 + LONGEST_S),
        ({"exp": None}, 1001),
        ({"iat": None}, 1001),
        ({"exp": "morgen"}, 1001),
        ({"exp": True}, 1001),
        ({"exp": float("nan")}, 1001),
        ({"exp": float("inf"), "iat": float("-inf")}, 1001),
        ({"iat": 10**12, "exp": 10**13}, 1001),
        ({"is_logged_in": False}, 1001),
        ({"is_logged_in": "ja"}, 1001),
        ({"email": None}, 1001),
        ({"email": " "}, 1001),
        ({"email": ["jan@dordrecht.nl"]}, 1001),
        ({"email_verified": False}, 1001),
        ({"email_verified": "false"}, 1001),
        ({"email_verified": None}, 1001),
        ({"iss": "https://login.example"}, 1001),
        ({"iss": None}, 1001),
        ({"iss": [ISSUER]}, 1001),
        ({"aud": "another-tool"}, 1001),
        ({"aud": None}, 1001),
        ({"aud": [AUDIENCE, "another-tool"]}, 1001),
        ({"aud": [AUDIENCE, "another-tool"], "azp": "another-tool"}, 1001),
        ({"azp": "another-tool"}, 1001),
        ({"aud": AUDIENCE + "s"}, 1001),
    ],
)
def test_a_login_that_is_not_certain_lets_nobody_in(changed: dict[str, Any], now: float) -> None:
    assert isinstance(by_claims({**GOOD, **changed}, OURS, now=now), DeniedLogin)


def test_a_login_for_more_tools_counts_when_it_was_made_for_this_one() -> None:
    assert by_claims({**GOOD, "aud": [AUDIENCE]}, OURS, now=1001) == "jan@dordrecht.nl"
    made_for_ours = {**GOOD, "aud": ["another", AUDIENCE], "azp": AUDIENCE}
    assert by_claims(made_for_ours, OURS, now=1001) == "jan@dordrecht.nl"


@pytest.mark.parametrize("unset", [OIDC_ISSUER_VARIABLE, OIDC_AUDIENCE_VARIABLE])
def test_without_a_provider_that_counts_nobody_comes_in(unset: str) -> None:
    refused = by_claims(GOOD, {**OURS, unset: ""}, now=1001)
    assert refused == DeniedLogin(text.NOT_SET_UP)


def test_an_address_needs_no_proof_only_where_the_provider_has_its_own_people() -> None:
    unsaid = {name: claim for name, claim in GOOD.items() if name != "email_verified"}
    assert isinstance(by_claims(unsaid, OURS, now=1001), DeniedLogin)
    own = {**OURS, OIDC_OWN_PEOPLE_VARIABLE: "ja"}
    assert by_claims(unsaid, own, now=1001) == "jan@dordrecht.nl"
    assert isinstance(by_claims({**GOOD, "email_verified": False}, own, now=1001), DeniedLogin)
    for other in ("nee", "true", "1", ""):
        odd = {**OURS, OIDC_OWN_PEOPLE_VARIABLE: other}
        assert isinstance(by_claims(unsaid, odd, now=1001), DeniedLogin)


def test_a_login_is_good_until_its_own_end_and_eight_hours_at_most() -> None:
    assert by_claims(GOOD, OURS, now=1000 + HOUR - 1) == "jan@dordrecht.nl"
    long = {**GOOD, "exp": 1000 + 30 * 24 * HOUR}
    assert by_claims(long, OURS, now=1000 + LONGEST_S - 1) == "jan@dordrecht.nl"
    assert isinstance(by_claims({}, OURS, now=1001), DeniedLogin)


@pytest.mark.parametrize(
    ("headers", "environment"),
    [
        ({"X-Forwarded-User": "jan"}, {PROXY_SECRET_VARIABLE: SECRET}),
        ({"X-Forwarded-User": "jan", "X-Hotspots-Proxy": "x"}, {PROXY_SECRET_VARIABLE: SECRET}),
        ({"X-Forwarded-User": "jan", "X-Hotspots-Proxy": ""}, {}),
        ({"X-Forwarded-User": "jan", "X-Hotspots-Proxy": "kort"}, {PROXY_SECRET_VARIABLE: "kort"}),
        ({"X-Hotspots-Proxy": SECRET}, {PROXY_SECRET_VARIABLE: SECRET}),
        ({"X-Forwarded-User": " ", "X-Hotspots-Proxy": SECRET}, {PROXY_SECRET_VARIABLE: SECRET}),
        (
            {"X-Forwarded-User": "jan", "X-Hotspots-Proxy": SECRET},
            {PROXY_SECRET_VARIABLE: SECRET, PROXY_HEADER_VARIABLE: "X-Remote-User"},
        ),
    ],
)
def test_a_header_that_anyone_can_send_lets_nobody_in(
    headers: dict[str, str], environment: dict[str, str]
) -> None:
    assert isinstance(by_proxy(visit(headers), environment, now=1), DeniedLogin)


def test_the_proxy_that_knows_the_secret_says_who_it_is() -> None:
    environment = {PROXY_SECRET_VARIABLE: SECRET, PROXY_HEADER_VARIABLE: "X-Remote-User"}
    sent = visit({"X-Remote-User": "jan", "X-Hotspots-Proxy": SECRET})
    assert by_proxy(sent, environment, now=LONGEST_S - 1) == "jan"
    assert by_proxy(sent, environment, now=LONGEST_S) == DeniedLogin(text.OPEN_AGAIN)


@pytest.mark.parametrize("doubled", ["x-forwarded-user", "x-hotspots-proxy"])
def test_a_header_that_was_sent_twice_counts_for_nobody(doubled: str) -> None:
    sent = {"x-forwarded-user": ("jan",), "x-hotspots-proxy": (SECRET,)}
    environment = {PROXY_SECRET_VARIABLE: SECRET}
    assert by_proxy(Visit(sent, {}, None, 0), environment, now=1) == "jan"
    twice = {**sent, doubled: sent[doubled] * 2}
    assert isinstance(by_proxy(Visit(twice, {}, None, 0), environment, now=1), DeniedLogin)
    assert not is_this_machine(Visit({"host": ("localhost", "localhost")}, {}, None, 0))


@pytest.mark.parametrize(
    ("address", "host", "here"),
    [
        (None, "localhost:8501", True),
        (None, "127.0.0.1", True),
        (None, "[::1]:8501", True),
        (None, None, True),
        ("10.0.0.5", "localhost", False),
        ("172.17.0.1", "localhost:8501", False),
        ("10.0.0.5", None, False),
        ("", "localhost", False),
        (None, "hotspots.dordrecht.nl", False),
        (None, "localhost.evil.example", False),
        (None, "", False),
        (None, "[", False),
    ],
)
def test_without_a_login_only_this_machine_is_served(
    address: str | None, host: str | None, here: bool
) -> None:
    headers = {} if host is None else {"host": (host,)}
    assert is_this_machine(Visit(headers, {}, address, 0)) == here


def visit(headers: dict[str, str]) -> Visit:
    """Return a visit that began at the moment 0."""
    return Visit({name.lower(): (value,) for name, value in headers.items()}, {}, None, 0)


def users(text_of_table: str) -> Home:
    home = open_home()
    home.users.parent.mkdir(parents=True, exist_ok=True)
    home.users.write_text(text_of_table, encoding="utf-8")
    return home


@pytest.fixture
def by_header(open_page: PageOpener, monkeypatch: pytest.MonkeyPatch) -> PageOpener:
    """Return a server behind a proxy that let in jan."""
    monkeypatch.setenv(LOGIN_VARIABLE, "proxy")
    monkeypatch.setenv(PROXY_SECRET_VARIABLE, SECRET)
    come_as("jan", monkeypatch)
    return open_page


def come_as(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    headers = {"X-Forwarded-User": name, "X-Hotspots-Proxy": SECRET}
    monkeypatch.setattr(login, "_headers", headers.items)


def is_shut(page: AppTest) -> bool:
    """Whether a page says whom to ask and nothing else."""
    told = sentences(page)
    return (
        not page.exception
        and "Vraag toegang aan" in told
        and not any(word in told for word in INSIDE)
        and not page.get("bidi_component")
        and not page.dataframe
        and not page.selectbox
        and not page.sidebar.children
    )


def test_who_is_not_in_the_table_reads_whom_to_ask_and_nothing_else(
    home: Home, by_header: PageOpener
) -> None:
    with home.gemeente.open("a", encoding="utf-8") as file:
        file.write('\n[access]\nask = "informatiebeheer, tst 1234"\n')
    page = by_header(home)
    assert is_shut(page)
    assert text.NO_ACCESS in sentences(page)
    assert "informatiebeheer" in sentences(page)
    assert lines(open_home())[-1] == {
        "at": lines(open_home())[-1]["at"], "who": "jan", "role": "", "action": "let_in",
        "outcome": "refused", "subject": "", "selection": {},
        "details": {"times": 1, "address": ""},
    }  # fmt: skip


@pytest.mark.parametrize("page_name", ["", "inlezen", "verantwoording"])
def test_no_page_and_no_link_opens_for_a_stranger(
    home: Home, by_header: PageOpener, page_name: str
) -> None:
    assert is_shut(by_header(home, page=page_name, thema="Proef", laag="Inbraak", punten="true"))


def test_the_environment_gives_no_role_to_who_logs_in(home: Home, by_header: PageOpener) -> None:
    assert is_shut(by_header(home, role="beheerder"))


def test_someone_in_the_table_works_in_the_role_of_now(home: Home, by_header: PageOpener) -> None:
    by_header(home)
    users('[users]\n"jan" = "analist"\n')
    page = by_header(home, punten="true", periode="Alles")
    assert shown_without_fault(page)
    assert "werkt als **analist**" in sentences(page)
    assert sent_to_map(page)["points"] is not None
    assert lines(open_home())[-1]["who"] == "jan"
    # The table changed while the page was open: the next run knows.
    users('[users]\n"jan" = "wijkagent"\n')
    page = page.run()
    assert sent_to_map(page)["points"] is None
    users("[users]\n")
    assert is_shut(page.run())


def test_a_table_with_a_fault_lets_nobody_in(home: Home, by_header: PageOpener) -> None:
    by_header(home)
    users('[users]\n"jan" = "beheerdr"\n')
    page = by_header(home)
    assert not page.exception
    assert not page.get("bidi_component")
    assert "De tabel met gebruikers is niet te lezen" in sentences(page)
    assert "jan" not in sentences(page)


def test_a_page_that_stays_open_is_asked_again(
    home: Home, by_header: PageOpener, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_header(home)
    users('[users]\n"jan" = "analist"\n')
    page = by_header(home)
    assert shown_without_fault(page)
    now = login.time.time()
    monkeypatch.setattr(login.time, "time", lambda: now + LONGEST_S)
    page = page.run()
    assert is_shut(page)
    assert text.OPEN_AGAIN in sentences(page)


def test_two_people_in_one_process_each_see_their_own(
    home: Home, by_header: PageOpener, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_header(home)
    users('[users]\n"jan" = "analist"\n"an" = "wijkagent"\n')
    link = {"punten": "true", "periode": "Alles", "laag": "Inbraak"}
    first = by_header(home, **link)
    come_as("an", monkeypatch)
    second = by_header(home, **link)
    for _ in range(3):
        come_as("jan", monkeypatch)
        assert sent_to_map(first.run())["points"] is not None
        come_as("an", monkeypatch)
        assert sent_to_map(second.run())["points"] is None
    assert "Inlezen" not in [link.label for link in second.get("page_link")]


def test_a_login_that_is_over_shows_the_button_and_nothing_else(
    home: Home, open_page: PageOpener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(LOGIN_VARIABLE, "oidc")
    monkeypatch.setenv(OIDC_ISSUER_VARIABLE, ISSUER)
    monkeypatch.setenv(OIDC_AUDIENCE_VARIABLE, AUDIENCE)
    claims: dict[str, Any] = {}
    monkeypatch.setattr(login, "_claims", lambda: claims)
    page = open_page(home)
    assert is_shut(page)
    assert [button.label for button in page.button] == [text.LOG_IN]
    now = login.time.time()
    claims |= {**GOOD, "iat": now, "exp": now + HOUR}
    users('[users]\n"jan@dordrecht.nl" = "wijkagent"\n')
    page = page.run()
    assert shown_without_fault(page)
    assert text.LOG_OUT in [button.label for button in page.button]
    claims["exp"] = now - 1
    page = page.run()
    assert is_shut(page)
    assert text.LOG_IN_AGAIN in sentences(page)


def test_a_login_that_is_not_set_up_says_so(
    home: Home, open_page: PageOpener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(LOGIN_VARIABLE, "oidc")
    assert text.NOT_SET_UP in sentences(open_page(home))
    monkeypatch.setenv(OIDC_ISSUER_VARIABLE, ISSUER)
    monkeypatch.setenv(OIDC_AUDIENCE_VARIABLE, AUDIENCE)
    page = open_page(home)
    page = page.button[0].click().run()
    assert not page.exception
    assert text.NOT_SET_UP in sentences(page)


@pytest.mark.parametrize("kind", ["OIDC", "geen", "none", " "])
def test_a_kind_of_login_that_does_not_exist_opens_no_door(
    home: Home, open_page: PageOpener, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setenv(LOGIN_VARIABLE, kind)
    page = open_page(home)
    assert not page.exception
    assert not page.get("bidi_component")
    assert "Mogelijk: oidc, proxy" in sentences(page)


def test_a_local_role_that_does_not_exist_is_refused_in_words(
    home: Home, open_page: PageOpener
) -> None:
    page = open_page(home, role="wijkagnt")
    assert not page.exception
    assert "Bedoelde u 'wijkagent'?" in sentences(page)
    assert not page.get("bidi_component")


def test_without_a_login_who_comes_through_a_proxy_sees_nothing(
    home: Home, open_page: PageOpener, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = {"Host": "kaart.dordrecht.nl", "X-Forwarded-User": "jan"}
    monkeypatch.setattr(login, "_headers", headers.items)
    page = open_page(home)
    assert is_shut(page)
    assert text.ONLY_HERE in sentences(page)


def test_a_socket_is_as_old_as_this_server_says_and_not_as_its_sender(
    home: Home, by_header: PageOpener, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_header(home)
    users('[users]\n"jan" = "analist"\n')
    proxy = {"X-Forwarded-User": "jan", "X-Hotspots-Proxy": SECRET}
    sent = [*proxy.items(), (login.OPENED_HEADER, str(login.time.time() - LONGEST_S))]
    monkeypatch.setattr(login, "_headers", lambda: sent)
    assert text.OPEN_AGAIN in sentences(by_header(home))
    # The first look came late, or a sender wrote a moment of its own: neither gives more time.
    for moment in ("9e99", "nan", "inf", "gisteren"):
        sent[-1] = (login.OPENED_HEADER, moment)
        assert shown_without_fault(by_header(home))


def test_the_server_dates_a_socket_over_what_its_sender_wrote() -> None:
    passed: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - as of ASGI
        passed.append((scope, receive, send))

    sent = [(b"host", b"localhost"), (b"X-Hotspots-Opened", b"9e99")]
    scope = {"type": "websocket", "headers": sent}
    before = login.time.time()
    run_apart(Dated(app)(scope, None, None))  # type: ignore[arg-type]
    (host, (name, moment)) = passed[0][0]["headers"]
    assert host == (b"host", b"localhost")
    assert name == b"x-hotspots-opened"
    assert before <= float(moment) <= login.time.time()


def test_without_a_login_the_page_says_so(home: Home, open_page: PageOpener) -> None:
    page = open_page(home)
    assert "Deze installatie heeft geen inlog en is alleen op deze computer" in sentences(page)
    assert sent_to_map(page)["areas"]


def test_what_someone_looks_at_is_written_down_once(home: Home, open_page: PageOpener) -> None:
    page = open_page(home, laag="Inbraak", periode="Alles")
    page = page.run()
    page.multiselect(key="soort").set_value(["schuur"])
    page.run()
    seen = [line for line in lines(Home(home.root, open_home().state)) if line["action"] == "saw"]
    assert [line["selection"]["soorten"] for line in seen] == [[], ["schuur"]]
    assert os.environ[STATE_VARIABLE] == str(open_home().state)


@pytest.mark.parametrize("secret", ["", "geheim", "x" * 23])
def test_a_cookie_secret_that_can_be_guessed_lets_nobody_in(
    home: Home, open_page: PageOpener, monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    monkeypatch.setenv(LOGIN_VARIABLE, "oidc")
    for name, value in OURS.items():
        monkeypatch.setenv(name, value)
    users('[users]\n"jan@dordrecht.nl" = "wijkagent"\n')
    now = login.time.time()
    monkeypatch.setattr(login, "_claims", lambda: {**GOOD, "iat": now, "exp": now + HOUR})
    monkeypatch.setattr(login, "get_cookie_secret", lambda: secret)
    page = open_page(home)
    assert is_shut(page)
    assert text.NOT_SET_UP in sentences(page)
    monkeypatch.setattr(login, "get_cookie_secret", lambda: "x" * 32)
    assert text.LOG_OUT in [button.label for button in page.run().button]


def test_what_someone_may_not_see_and_the_pages_of_data_are_written_down(
    home: Home, by_header: PageOpener
) -> None:
    (home.root / "rollen.toml").write_text(
        '[roles.analist]\nlabel = "Analist"\nsee = true\nimport = true\nfinest = "cells"\n'
        "[roles.analist.layers.zorg]\nsee = false\n",
        encoding="utf-8",
    )
    by_header(home)
    users('[users]\n"jan" = "analist"\n')
    hidden = next(layer for layer in read_catalog(home).layers if layer.id == "zorg")
    assert shown_without_fault(by_header(home, thema="Proef", laag=hidden.label))
    by_header(home, page="evenementen")
    by_header(home, page="gegevens")
    by_header(home, page="inlezen")
    told = [(line["outcome"], line["subject"], line["selection"].get("page"))
            for line in lines(open_home()) if line["action"] == "saw"]  # fmt: skip
    assert ("refused", "zorg", "kaart") in told
    assert ("refused", "", "evenementen") in told
    assert ("done", "inbraak", "gegevens") in told
    assert ("done", "inbraak", "inlezen") in told
    assert not [line for line in told if line[:2] == ("done", "zorg")]
