"""A page over a real socket, as a browser asks for it and without one: what it shows and gives."""

from __future__ import annotations

import asyncio
import uuid
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from websockets.asyncio.client import ClientConnection

SECRET: Final = "een-geheim-van-meer-dan-24-tekens"  # noqa: S105 - of these tests alone
#: seconds; the first page of a home publishes it, on a machine that others use too.
PATIENCE_S: Final = 120


def through_proxy(name: str) -> dict[str, str]:
    """Return the headers by which the proxy says who it let in."""
    return {"X-Hotspots-Proxy": SECRET, "X-Forwarded-User": name}


@dataclass(frozen=True)
class Button:
    """A button that gives a file: its words and the id that a click sends."""

    label: str
    file_id: str


@dataclass
class Tab:
    """One tab of a browser on one page; see `opened_tab`."""

    address: str
    headers: Mapping[str, str]
    socket: ClientConnection
    session: str = ""
    script: str = ""
    shown: list[Any] = field(default_factory=list)
    raw: bytes = b""

    async def run(
        self, page: str = "", opened: tuple[str, ...] = (), **link: str | list[str]
    ) -> Tab:
        """Ask for a page, with popovers and folds open, and wait until all of it is there."""
        asked = BackMsg()
        asked.rerun_script.query_string = urlencode(link, doseq=True)
        asked.rerun_script.page_name = page
        for key in opened:
            widget = asked.rerun_script.widget_states.widgets.add()
            widget.id, widget.bool_value = key, True
        return await self.send(asked)

    async def send(self, asked: BackMsg) -> Tab:
        """Send something that runs a script, and wait until it has."""
        await self.socket.send(asked.SerializeToString())
        self.shown, parts = [], []
        while True:
            message, answer = await self.receive()
            parts.append(answer)
            if message.WhichOneof("type") == "new_session":
                self.session = message.new_session.initialize.session_id
                self.shown = []
            elif message.WhichOneof("type") == "delta":
                self.shown.append(message.delta)
            elif (
                message.WhichOneof("type") == "script_finished"
                # A run that goes on with another page has not said all there is.
                and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
            ):
                self.raw = b"".join(parts)
                return self

    async def receive(self) -> tuple[ForwardMsg, bytes]:
        answer = await asyncio.wait_for(self.socket.recv(), timeout=PATIENCE_S)
        assert isinstance(answer, bytes)
        message = ForwardMsg()
        message.ParseFromString(answer)
        return message, answer

    @property
    def words(self) -> str:
        """All that the page sent, as text with the bytes around it."""
        return self.raw.decode("utf-8", "replace")

    @property
    def elements(self) -> list[Any]:
        """What the page shows, one by one."""
        kinds = ((one, one.WhichOneof("type")) for one in self.shown)
        return [one.new_element for one, kind in kinds if kind == "new_element"]

    @property
    def popovers(self) -> tuple[str, ...]:
        """The ids of what unfolds when it is clicked."""
        blocks = [one.add_block for one in self.shown if one.WhichOneof("type") == "add_block"]
        ids = [block.popover.id or block.id for block in blocks if block.HasField("popover")]
        ids += [block.expandable.id for block in blocks if block.HasField("expandable")]
        return tuple(key for key in ids if key)

    @property
    def buttons(self) -> tuple[Button, ...]:
        """The buttons that give a file."""
        return tuple(
            Button(element.download_button.label, element.download_button.deferred_file_id)
            for element in self.elements
            if element.WhichOneof("type") == "download_button"
        )

    @property
    def components(self) -> tuple[str, ...]:
        """The ids of the maps."""
        return tuple(
            element.bidi_component.id
            for element in self.elements
            if element.WhichOneof("type") == "bidi_component"
        )

    async def click(self, button: Button) -> bytes | str:
        """Return the file that a button gives, or the words that the browser shows instead."""
        asked = BackMsg()
        asked.backend_operation_request.request_id = uuid.uuid4().hex
        asked.backend_operation_request.session_id = self.session
        asked.backend_operation_request.deferred_file.file_id = button.file_id
        await self.socket.send(asked.SerializeToString())
        while True:
            message, _ = await self.receive()
            if message.WhichOneof("type") == "backend_operation_response":
                break
        answer = message.backend_operation_response
        if answer.error_msg:
            return answer.error_msg
        async with httpx.AsyncClient(headers=dict(self.headers)) as client:
            got = await client.get(self.address.rstrip("/") + quote(answer.deferred_file.url))
        assert got.status_code == 200, got
        return got.content


@asynccontextmanager
async def opened_tab(address: str, headers: Mapping[str, str]) -> AsyncIterator[Tab]:
    """Open a tab of a browser that sends these headers."""
    socket_address = address.replace("http", "ws", 1) + "_stcore/stream"
    async with connect(
        socket_address,
        subprotocols=["streamlit"],
        max_size=None,
        # Closing would wait ten seconds behind what came and nobody reads.
        max_queue=None,
        additional_headers=headers,
    ) as socket:
        yield Tab(address, headers, socket)
