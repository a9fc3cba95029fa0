"""A visitor without a browser: the messages of a page over its real socket."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING, Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import connect

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from websockets.asyncio.client import ClientConnection

#: seconds that an answer may take, on a machine that others use too.
PATIENCE_S = 120.0


@dataclass
class PageSocket:
    """A session of the page, its choices, and the words that came back last."""

    socket: ClientConnection
    page: str = ""
    ids: dict[str, str] = field(default_factory=dict)
    states: dict[str, WidgetState] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)

    def choose(self, label: str, option: str) -> None:
        """Choose from a list; it counts from the next `ask` on."""
        self.states[label] = WidgetState(id=self.ids[label], string_value=option)

    def choose_tiles(self, label: str, *options: str) -> None:
        """Choose tiles."""
        state = WidgetState(id=self.ids[label])
        state.string_array_value.data.extend(options)
        self.states[label] = state

    def press(self, label: str) -> None:
        """Press a button, once."""
        self.states[label] = WidgetState(id=self.ids[label], trigger_value=True)

    async def ask(self, link: str = "", *, until: Callable[[Any], bool] = lambda _: False) -> float:
        """Have the script run and read its answer, or a part; return how long that took."""
        asked = BackMsg()
        asked.rerun_script.query_string = link
        asked.rerun_script.page_script_hash = self.page
        asked.rerun_script.widget_states.widgets.extend(self.states.values())
        for label in [one for one, state in self.states.items() if state.trigger_value]:
            del self.states[label]
        start = perf_counter()
        self.words = []
        await self.socket.send(asked.SerializeToString())
        while True:
            left = PATIENCE_S - (perf_counter() - start)
            raw = await asyncio.wait_for(self.socket.recv(), left)
            message = ForwardMsg()
            message.ParseFromString(raw if isinstance(raw, bytes) else raw.encode())
            self._read(message)
            # A run that another one replaces ends too; ours is the last that began.
            ended = message.WhichOneof("type") == "script_finished"
            if ended and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return perf_counter() - start
            if until(message.delta.new_element):
                return perf_counter() - start

    def _read(self, message: ForwardMsg) -> None:
        if message.WhichOneof("type") == "navigation":
            self.page = message.navigation.page_script_hash
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind in ("selectbox", "multiselect", "button_group", "button", "checkbox"):
            widget = getattr(element, kind)
            self.ids[widget.label] = widget.id
        elif kind in ("markdown", "text", "alert"):
            self.words.append(getattr(element, kind).body)


@asynccontextmanager
async def page_socket(address: str, link: str) -> AsyncIterator[PageSocket]:
    """Open a page through a link."""
    root = address.rstrip("/")
    async with connect(
        f"{root.replace('http', 'ws', 1)}/_stcore/stream",
        subprotocols=["streamlit"],  # type: ignore[list-item]
        max_size=None,
        # Closing would wait ten seconds behind what came and nobody reads.
        max_queue=None,
        origin=root,  # type: ignore[arg-type]
        open_timeout=PATIENCE_S,
    ) as socket:
        visitor = PageSocket(socket)
        await visitor.ask(link)
        yield visitor
