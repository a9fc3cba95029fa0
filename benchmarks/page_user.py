"""A user of a Streamlit page without a browser: the same messages over the same socket."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

if TYPE_CHECKING:
    import random

    from websockets.asyncio.client import ClientConnection

#: seconds; whoever waits longer has left, and the answer counts as a fault.
LONGEST_S: Final = 30.0
#: seconds between two changes of a filter.
EVERY_S: Final = 5.0
PERIOD: Final = "Periode"
WEEKDAY: Final = "Dag van de week"
#: The period that asks for dates of one's own.
_OWN: Final = "Zelf kiezen"


@dataclass
class Answers:
    """What all users of one run got."""

    finished_s: list[float] = field(default_factory=list)
    map_s: list[float] = field(default_factory=list)
    received_bytes: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@dataclass
class _Widget:
    """A filter as the page offers it."""

    id: str
    options: tuple[str, ...]


class User:
    """Someone who changes a filter every five seconds."""

    def __init__(self, port: int, answers: Answers, rng: random.Random) -> None:
        self.address = f"ws://localhost:{port}/_stcore/stream"
        self.answers = answers
        self.rng = rng
        self.widgets: dict[str, _Widget] = {}
        self.states: dict[str, WidgetState] = {}
        self.kept: set[str] = set()
        self.page = ""
        #: What a filter runs: the page without the menu around it.
        self.fragment = ""

    async def visit(self, since: float, until: float) -> None:
        """Open the page, and change filters; what was asked between the two times counts."""
        try:
            async with connect(
                self.address, subprotocols=["streamlit"], max_size=None, open_timeout=LONGEST_S
            ) as socket:
                await self._ask(socket, counted=False)
                await asyncio.sleep(self.rng.random() * EVERY_S)
                while perf_counter() < until:
                    start = perf_counter()
                    self._change()
                    await self._ask(socket, counted=start >= since)
                    await asyncio.sleep(max(0.0, EVERY_S - (perf_counter() - start)))
        except (ConnectionClosed, OSError, TimeoutError) as error:
            self.answers.faults.append(type(error).__name__)

    def _change(self) -> None:
        """Choose another period; one time in three a day of the week as well."""
        period, now = self.widgets[PERIOD], self.states[PERIOD].string_value
        others = [option for option in period.options if option not in (_OWN, now)]
        self.states[PERIOD].string_value = self.rng.choice(others)
        if self.rng.random() < 1 / 3:
            chosen = self.states[WEEKDAY].string_array_value.data
            chosen[:] = [self.rng.choice(self.widgets[WEEKDAY].options)]

    async def _ask(self, socket: ClientConnection, *, counted: bool) -> None:
        """Have the script run, and read all of its answer."""
        asked = BackMsg()
        asked.rerun_script.query_string = "meer_filters=true"
        asked.rerun_script.fragment_id = self.fragment
        asked.rerun_script.page_script_hash = self.page
        asked.rerun_script.widget_states.widgets.extend(self.states.values())
        asked.rerun_script.cached_message_hashes.extend(self.kept)
        start = perf_counter()
        await socket.send(asked.SerializeToString())
        map_s, received = None, 0
        while True:
            left = LONGEST_S - (perf_counter() - start)
            raw = await asyncio.wait_for(socket.recv(), left)
            received += len(raw)
            answer = ForwardMsg()
            answer.ParseFromString(raw if isinstance(raw, bytes) else raw.encode())
            kind = answer.WhichOneof("type")
            if kind == "delta" and self._read(answer):
                map_s = perf_counter() - start
            elif kind == "navigation":
                self.page = answer.navigation.page_script_hash
            elif kind == "script_finished":
                break
        if counted:
            self.answers.finished_s.append(perf_counter() - start)
            self.answers.received_bytes.append(received)
            if map_s is not None:
                self.answers.map_s.append(map_s)

    def _meet(self, widget: Any, kind: str) -> None:  # noqa: ANN401 - one of several messages
        """Take in a filter; a browser sends the state of each of them at every change."""
        options: tuple[str, ...] = ()
        if kind == "button_group":
            options = tuple(option.content for option in widget.options)
        elif kind != "checkbox":
            options = tuple(widget.options)
        known = self.widgets.get(widget.label)
        self.widgets[widget.label] = _Widget(widget.id, options)
        if known is not None and known.id == widget.id:
            return
        state = WidgetState(id=widget.id)
        if kind == "selectbox":
            state.string_value = options[widget.default] if widget.HasField("default") else ""
        elif kind in ("button_group", "multiselect"):
            state.string_array_value.data.extend(options[at] for at in widget.default)
        else:
            state.bool_value = widget.default
        self.states[widget.label] = state

    def _read(self, answer: ForwardMsg) -> bool:
        """Remember a filter and note a fault; return whether it is the map."""
        if answer.metadata.cacheable:
            self.kept.add(answer.hash)
        self.fragment = answer.delta.fragment_id or self.fragment
        element = answer.delta.new_element
        kind = element.WhichOneof("type")
        if kind in ("selectbox", "multiselect", "button_group", "checkbox"):
            self._meet(getattr(element, kind), kind)
        elif kind == "exception":
            self.answers.faults.append(element.exception.type)
        elif kind == "alert" and element.alert.format == element.alert.ERROR:
            self.answers.faults.append(element.alert.body)
        return bool(kind == "bidi_component")
