from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apart import run_apart
from hotspots.ui.hosts import HOSTS_VARIABLE, KnownHosts, host_of, known_hosts

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

    scope = {"type": kind, "method": "GET", "path": "/", **told(host)}
    run_apart(KnownHosts(inside, KNOWN)(scope, receive, send))
    return sent


def test_a_request_by_another_name_never_gets_inside() -> None:
    assert asked("http", "localhost") == [{"type": "inside"}]
    assert asked("http", "elders.example")[0]["status"] == 421
    assert asked("websocket", "elders.example") == [{"type": "websocket.close", "code": 1008}]
    assert asked("lifespan", "") == [{"type": "inside"}]
