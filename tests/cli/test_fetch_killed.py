"""A fetch that is killed goes on where it was: real processes, and a service that stops halfway."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.question import Selection
from open_data_server.cbs import Table, crimes_of, dimension, tables_by_odata
from open_data_server.server import Server, serving
from town import BUURTEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hotspots.settings import Home
    from open_data_server.answer import Reply

SOORTEN = ("1.1.1", "1.1.2", "1.2.1", "1.2.2")
#: The third soort has 8 rows in pages of 3: the service hangs at its third page.
PAGE, HANGS_AT = 3, ("1.2.1 ", "6")


class Hanging:
    """The tables of CBS, that stop answering at one page until somebody frees them."""

    def __init__(self) -> None:
        self.reached, self.free = threading.Event(), threading.Event()
        counts: dict[tuple[str, str, str], int | None] = {
            (soort, row[0], f"2023MM{month:02d}"): month
            for soort in SOORTEN
            for row in BUURTEN[:4]
            for month in (1, 2)
        }
        titles = {soort: f"{soort} Soort" for soort in SOORTEN}
        table = Table(
            {"SoortMisdrijf": dimension(titles, width=6), "TypedDataSet": crimes_of(counts)},
            page=PAGE,
        )
        self.host = ""
        self.answer = tables_by_odata({"47022NED": table}, lambda: self.host)

    def __call__(self, path: str, query: Mapping[str, str]) -> Reply:
        soort, skip = HANGS_AT
        if f"'{soort}'" in query.get("$filter", "") and query.get("$skip") == skip:
            self.reached.set()
            self.free.wait(60.0)
        return self.answer(path, query)


@pytest.fixture
def hanging() -> Iterator[tuple[Server, Hanging]]:
    part = Hanging()
    with serving({"/ODataApi": part, "/ODataFeed": part}) as running:
        part.host = running.url
        yield running, part
        part.free.set()


def test_a_killed_fetch_goes_on_where_it_was(home: Home, hanging: tuple[Server, Hanging]) -> None:
    server, part = hanging
    command = [
        sys.executable, "-m", "hotspots", "--home", str(home.root),
        "fetch", "police", "--base-url", server.url,
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as first:
        assert part.reached.wait(60.0)
        os.kill(first.pid, signal.SIGKILL)
    part.free.set()
    assert first.returncode == -signal.SIGKILL
    workspace = open_workspace(home.root, role="analist")
    assert "politiecijfers" not in {layer.id for layer in workspace.catalog.layers}

    server.asked.clear()
    again = subprocess.run(command, check=False, capture_output=True, text=True, timeout=600)
    assert again.returncode == 0, again.stderr
    asked = [(query["$filter"].split("'")[1], query.get("$skip")) for _, query, _ in server.asked
             if "$filter" in query]  # fmt: skip
    # Two soorten were there whole, and two pages of the third: only what came after is asked.
    assert asked == [("1.2.1 ", "6"), ("1.2.2 ", None), ("1.2.2 ", "3"), ("1.2.2 ", "6")]
    layer = Selection("politiecijfers", level="gemeente")
    found = analyse(open_workspace(home.root, role="analist"), layer)
    # Four soorten, four buurten: 1 in January and 2 in February.
    assert found.ledger.selected == 4 * 4 * (1 + 2)
    assert not (home.state / "open_data/answers/unfinished").exists()
