from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apart import run_apart
from hotspots.app import gate
from hotspots.app.gate import (
    HOSTS_VARIABLE,
    MOST_OF_ADDRESS,
    MOST_OF_ONE,
    TOO_MANY,
    TOO_MANY_OF_YOU,
    Gate,
    Places,
    host_of,
    known_hosts,
    refusal_of,
)
from hotspots.app.listening import Bearable, Refusal
from hotspots.pages.login import DeniedLogin, Person

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

KNOWN = ("localhost", "127.0.0.1", "::1", "kaart.dordrecht.example")


def told(*hosts: str) -> dict[str, Any]:
    return {"headers": [(b"host", host.encode("latin-1")) for host in hosts]}


@pytest.mark.parametrize(
    "host",
    ["localhost", "localhost:8501", "LocalHost:8501", "127.0.0.1:80", "[::1]:8501", "[::1]",
     "kaart.dordrecht.example"],
)  # fmt: skip
def test_a_name_of_this_server_is_known_with_any_port(host: str) -> None:
    assert host_of(told(host), KNOWN) == host.lower()


@pytest.mark.parametrize(
    "host",
    ["", "elders.example", "localhost.elders.example", "elders.example#localhost", "x@localhost",
     "localhost:8501/pad", "localhost?x", "localhost:99999", "localhost:", "[::1", "*",
     "localhost\\elders", "localhost elders", "localhost,elders.example", "localhost\n"],
)  # fmt: skip
def test_any_other_name_is_not(host: str) -> None:
    assert host_of(told(host), KNOWN) is None


def test_no_name_and_two_names_are_none() -> None:
    assert host_of(told(), KNOWN) is None
    assert host_of(told("localhost", "localhost"), KNOWN) is None


@given(st.text(alphabet=st.characters(max_codepoint=255)))
def test_what_is_known_is_a_known_name_and_a_port(host: str) -> None:
    found = host_of(told(host), KNOWN)
    names = {*KNOWN, "[::1]"}
    assert found is None or found in names or found.rpartition(":")[0] in names


def test_the_names_are_those_of_this_machine_and_those_a_beheerder_gives(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(HOSTS_VARIABLE, " Kaart.Example, *, *., ,intern.example")
    assert known_hosts()[3:] == ("kaart.example", "intern.example")
    monkeypatch.delenv(HOSTS_VARIABLE)
    assert set(known_hosts()) == {"localhost", "127.0.0.1", "::1"}


def scope_of(
    *headers: tuple[str, str], kind: str = "http", method: str = "GET", path: str = "/"
) -> dict[str, Any]:
    encoded = [(name.encode(), value.encode()) for name, value in headers]
    return {
        "type": kind, "method": method, "path": path, "raw_path": path.encode(), "headers": encoded,
        "query_string": b"", "scheme": "ws" if kind == "websocket" else "http",
        "client": ("::1", 1),
    }  # fmt: skip


ONCE = frozenset({b"origin", b"x-who"})
HOST = ("host", "localhost:8501")


@pytest.mark.parametrize(
    ("origin", "forwarded", "refused"),
    [
        ("http://localhost:8501", "", False),
        ("HTTP://LOCALHOST:8501", "", False),
        ("https://localhost:8501", "https", False),
        # What is not a scheme says nothing, and the connection itself is plain.
        ("https://localhost:8501", "gopher", True),
        ("http://localhost:8501", "https", True),
        ("http://localhost", "", True),
        ("http://127.0.0.1:8501", "", True),
        ("null", "", True),
    ],
)
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_same_origin_is_the_same_scheme_name_and_port(
    kind: str, origin: str, forwarded: str, *, refused: bool
) -> None:
    proxy = [("x-forwarded-proto", forwarded)] if forwarded else []
    path, method = gate.UPLOADS + "a/b", "PUT"
    scope = scope_of(HOST, ("origin", origin), *proxy, kind=kind, method=method, path=path)
    assert refusal_of(scope, KNOWN, ONCE) == (gate.FOREIGN if refused else None)


@pytest.mark.parametrize(("scheme", "port"), [("http", 80), ("https", 443)])
def test_the_usual_port_of_a_scheme_may_be_left_out(scheme: str, port: int) -> None:
    proxy = ("x-forwarded-proto", scheme)
    for host in ("localhost", f"localhost:{port}"):
        page = ("origin", f"{scheme}://localhost")
        scope = scope_of(("host", host), page, proxy, kind="websocket")
        assert refusal_of(scope, KNOWN, ONCE) is None


def test_a_link_on_a_page_elsewhere_may_be_followed() -> None:
    # As after a login: a browser that is sent back from a form says "null".
    assert refusal_of(scope_of(HOST, ("origin", "null")), KNOWN, ONCE) is None


@given(st.text(alphabet=st.characters(max_codepoint=255)))
def test_only_one_page_is_of_the_same_origin(origin: str) -> None:
    scope = scope_of(HOST, kind="websocket")
    scope["headers"].append((b"origin", origin.encode("latin-1")))
    own = origin.lower() == "http://localhost:8501"
    assert refusal_of(scope, KNOWN, ONCE) == (None if own else gate.FOREIGN)


def test_what_a_request_carries_is_limited() -> None:
    assert refusal_of(scope_of(HOST, ("x-who", "a"), ("x-who", "a")), KNOWN, ONCE) == gate.TWICE
    long = scope_of(HOST)
    long["query_string"] = b"a" * gate.MOST_ADDRESS
    assert refusal_of(long, KNOWN, ONCE) == gate.LONG_ADDRESS
    assert refusal_of(scope_of(HOST, ("x", "a" * gate.MOST_HEADERS)), KNOWN, ONCE) == (
        gate.LONG_HEADERS
    )


@pytest.mark.parametrize(
    ("method", "path", "size", "refusal"),
    [
        ("GET", "/", "0", None),
        ("GET", "/", "1", gate.NO_BODY_HERE),
        ("POST", "/", "1", gate.NO_SUCH_METHOD),
        ("PUT", "/", "1", gate.NO_SUCH_METHOD),
        ("PUT", gate.UPLOADS + "a/b", "1", None),
        ("DELETE", gate.UPLOADS + "a/b", "0", None),
        # With which Streamlit's page says what goes away.
        ("DELETE", gate.UPLOADS + "a/b", "60", None),
        ("DELETE", gate.UPLOADS + "a/b", "9999", gate.NO_BODY_HERE),
        ("GET", "/", "x", gate.NO_BODY_HERE),
    ],
)
def test_a_body_is_taken_in_at_one_address(
    method: str, path: str, size: str, refusal: gate.Refusal | None
) -> None:
    scope = scope_of(HOST, ("content-length", size), method=method, path=path)
    assert refusal_of(scope, KNOWN, ONCE) == refusal


@given(st.integers(0, 2**20))
def test_what_is_let_in_never_takes_the_last_descriptor(descriptors: int) -> None:
    most = Bearable.of(descriptors)
    # Open sessions take four, sleeping ones three, and three rounds come in before they count.
    taken = 4 * most.sessions + most.connections + 3 * most.backlog + 128 * 3
    assert taken < max(descriptors, 576)
    assert min(most.sessions, most.connections, most.backlog) > 0


JAN, AN, LOCAL = Person("jan", "analist"), Person("an", "analist"), Person("", "analist")


def taken(places: Places, who: Person | DeniedLogin, address: str, count: int) -> list[object]:
    """Return for each of so many sockets why it was refused; None if it was not."""
    outcomes = [places.take(who, address) for _ in range(count)]
    return [outcome if isinstance(outcome, Refusal) else None for outcome in outcomes]


def test_a_person_has_so_many_places_whatever_others_do() -> None:
    places = Places(400)
    stranger = DeniedLogin("")
    assert taken(places, JAN, "::1", MOST_OF_ONE + 1) == [None] * MOST_OF_ONE + [TOO_MANY_OF_YOU]
    # Who is named in another case is the same person in the table of roles.
    assert taken(places, Person("Jan", "analist"), "::1", 1) == [TOO_MANY_OF_YOU]
    assert taken(places, stranger, "192.0.2.1", MOST_OF_ADDRESS + 1)[-1] == TOO_MANY_OF_YOU
    assert taken(places, stranger, "192.0.2.2", MOST_OF_ADDRESS) == [None] * MOST_OF_ADDRESS
    # A quarter of 400 is taken: 50 and 50.
    assert taken(places, stranger, "192.0.2.3", 1) == [TOO_MANY]
    assert taken(places, AN, "192.0.2.3", 1) == [None]


def test_without_a_login_only_all_places_together_are_limited() -> None:
    places = Places(30)
    assert taken(places, LOCAL, "::1", 31) == [None] * 30 + [TOO_MANY]


@given(st.lists(st.sampled_from([JAN, AN, LOCAL, DeniedLogin("")]), max_size=60))
def test_places_that_are_given_back_are_free_again(comers: list[Person | DeniedLogin]) -> None:
    places = Places(12)
    places_taken = [places.take(who, "192.0.2.1") for who in comers]
    open_now = [place for place in places_taken if not isinstance(place, Refusal)]
    assert len(open_now) <= 12
    for place in open_now:
        places.give_back(place)
    assert taken(places, LOCAL, "::1", 13) == [None] * 12 + [TOO_MANY]


def asked(kind: str, host: str) -> list[Message]:
    """Return what is answered to a request by a name."""
    sent: list[Message] = []

    async def inside(scope: Scope, receive: Receive, send: Send) -> None:
        del scope, receive
        await send({"type": "inside"})

    async def receive() -> Message:
        return {"type": f"{kind}.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = scope_of(("host", host), kind=kind)
    scope["extensions"] = {"websocket.http.response": {}}
    run_apart(Gate(inside, KNOWN, 4)(scope, receive, send))
    return sent


def test_a_request_by_another_name_never_gets_inside() -> None:
    assert asked("http", "localhost") == [{"type": "inside"}]
    assert asked("http", "elders.example")[0]["status"] == 421
    assert asked("websocket", "elders.example")[0]["status"] == 421
    assert asked("lifespan", "") == [{"type": "inside"}]
