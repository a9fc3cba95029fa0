"""Logging in through a proxy, with a real server and a real socket: headers, table, refusal."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from apart import run_apart
from browser_server import serving
from hotspots.access import words as text
from hotspots.access.audit import lines
from hotspots.settings import LOGIN_VARIABLE, PROXY_SECRET_VARIABLE, Home

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "een-geheim-van-meer-dan-24-tekens"  # noqa: S105 - of this test alone


@pytest.fixture
def served(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Home]]:
    monkeypatch.setenv(LOGIN_VARIABLE, "proxy")
    monkeypatch.setenv(PROXY_SECRET_VARIABLE, SECRET)
    home.state.mkdir()
    home.users.write_text('[users]\n"jan" = "analist"\n"an" = "vergunningen"\n', encoding="utf-8")
    with serving(home.root, home.state) as address:
        yield address, home


async def read(address: str, headers: dict[str, str]) -> str:
    """Return all that a page sends over its socket, as text with the bytes around it."""
    socket_address = address.replace("http", "ws", 1) + "_stcore/stream"
    received = []
    async with connect(
        socket_address,
        subprotocols=["streamlit"],
        max_size=None,
        max_queue=None,
        additional_headers=headers,
    ) as socket:
        asked = BackMsg()
        asked.rerun_script.query_string = "punten=true&periode=Alles"
        await socket.send(asked.SerializeToString())
        while True:
            answer = await asyncio.wait_for(socket.recv(), timeout=180)
            assert isinstance(answer, bytes)
            received.append(answer)
            message = ForwardMsg()
            message.ParseFromString(answer)
            if message.WhichOneof("type") == "script_finished":
                return b"".join(received).decode("utf-8", "replace")


def test_a_socket_gets_what_the_person_behind_it_may_see(served: tuple[str, Home]) -> None:
    address, home = served

    async def all_at_once() -> list[str]:
        proxy = {"X-Hotspots-Proxy": SECRET}
        return await asyncio.gather(
            read(address, {**proxy, "X-Forwarded-User": "jan"}),
            read(address, {**proxy, "X-Forwarded-User": "an"}),
            read(address, {**proxy, "X-Forwarded-User": "piet"}),
            read(address, {"X-Hotspots-Proxy": "x" * 30, "X-Forwarded-User": "jan"}),
            read(address, {"X-Forwarded-User": "jan"}),
            read(address, {}),
        )

    analist, planner, *strangers = run_apart(all_at_once())
    assert "werkt als **analist**" in analist
    assert "Losse" in analist
    assert '"points": {' in analist or '"points":{' in analist
    assert "werkt als **vergunningverlener**" in planner
    assert '"points": {' not in planner
    assert '"points":{' not in planner
    for stranger in strangers:
        assert text.NO_ACCESS in stranger
        assert "Inbraak" not in stranger
        assert "Noord" not in stranger
    refused = [line["who"] for line in lines(home) if line["outcome"] == "refused"]
    # Whoever is not the proxy gives no name that is worth writing down, and one address one line.
    assert sorted(refused) == ["", "piet"]
