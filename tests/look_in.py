"""Open the first page through nginx as a browser does, and print what it says of who looks."""

from __future__ import annotations

import asyncio
import base64
import sys

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from hotspots.access import words as text
from proxied import NAME, trusting

PATIENCE_S = 120
#: What a page can say of who looks.
KNOWN = ("U bent ingelogd en werkt als **analist**", text.NO_ACCESS, text.LOG_IN_FIRST)


async def seen(who: str, password: str) -> str:
    """Return all that the page sends, as text with the bytes around it."""
    headers = {}
    if who:
        pair = base64.b64encode(f"{who}:{password}".encode()).decode()
        headers["Authorization"] = f"Basic {pair}"
    came = b""
    async with connect(
        f"wss://{NAME}/_stcore/stream", host="127.0.0.1", port=443, ssl=trusting(),
        subprotocols=["streamlit"], origin=f"https://{NAME}", max_size=None,
        additional_headers=headers,
    ) as opened:  # fmt: skip
        first = BackMsg()
        first.rerun_script.query_string = ""
        await opened.send(first.SerializeToString())
        message = ForwardMsg()
        while message.WhichOneof("type") != "script_finished":
            part = await asyncio.wait_for(opened.recv(), PATIENCE_S)
            assert isinstance(part, bytes)
            came += part
            message.ParseFromString(part)
    return came.decode("utf-8", "replace")


if __name__ == "__main__":
    page = asyncio.run(seen(*sys.argv[1:3]))
    print("GEZIEN:", *[each for each in KNOWN if each in page])  # noqa: T201
