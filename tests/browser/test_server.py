"""The server around the pages: who it answers, whether it is well, and how it stops."""

from __future__ import annotations

import http.client
import shutil
import signal
import subprocess
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from browser_server import serving, serving_process
from hotspots.access.importing import versions_of
from hotspots.access.workspace import open_workspace
from hotspots.maps.live.routes import GEOMETRY_ROUTE
from hotspots.pages import words
from hotspots.pages import words as text
from hotspots.settings import Home
from hotspots.store.versions import LayerStore
from town import tiny_home

if TYPE_CHECKING:
    from pathlib import Path

    from visitor import Visitor

#: What a browser sends to open a socket (RFC 6455, 1.3).
HANDSHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}
SOCKET = "/_stcore/stream"
EXPORT = b"id;soort;begin;eind;x;y\na1;woning;2018-01-05 19:00;;100500;421500\n"


def ask(
    address: str, path: str, *, method: str = "GET", body: bytes = b"", **headers: str
) -> tuple[int, str, dict[str, str]]:
    """Return status, words and headers of an answer; a header may replace what is usual."""
    server = urlsplit(address)
    connection = http.client.HTTPConnection(server.hostname or "", server.port, timeout=120)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body=body or None, headers=named)
    answer = connection.getresponse()
    told = {name.lower(): value for name, value in answer.getheaders()}
    words_of = "" if answer.status == 101 else answer.read().decode()
    connection.close()
    return answer.status, words_of, told


def await_health(address: str) -> None:
    for _ in range(1200):
        if ask(address, "/gezond")[0] == 200:
            return
        time.sleep(0.1)
    raise TimeoutError(address)


def test_every_answer_carries_the_headers_also_a_refusal_and_a_file(vierbuurten: str) -> None:
    asset = "/" + ask(vierbuurten, "/")[1].partition('src="./')[2].partition('"')[0]
    await_health(vierbuurten)
    for path, status in (("/", 200), ("/gezond", 200), ("/_stcore/health", 200), (asset, 200),
                         (f"/{GEOMETRY_ROUTE}/x/y.json", 404)):  # fmt: skip
        found, _, headers = ask(vierbuurten, path)
        assert found == status, path
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "SAMEORIGIN"
    policy = ask(vierbuurten, "/")[2]["content-security-policy"]
    assert f"ws://{urlsplit(vierbuurten).netloc} " in policy
    refused = ask(vierbuurten, "/", Host="elders.example")
    assert refused[2]["x-content-type-options"] == "nosniff"


def test_who_asks_for_the_map_by_its_name_gets_it_with_the_same_filters(vierbuurten: str) -> None:
    status, _, headers = ask(vierbuurten, "/kaart?laag=Inbraak&niveau=Wijk")
    assert (status, headers["location"]) == (307, "/?laag=Inbraak&niveau=Wijk")
    # Never to another host, whatever is asked.
    assert ask(vierbuurten, "/kaart?//elders.example")[2]["location"] == "/?//elders.example"


def test_a_request_by_another_name_is_refused_also_with_an_origin_to_match(
    vierbuurten: str,
) -> None:
    for path in ("/", "/gezond", "/media/x.csv", "/_stcore/host-config"):
        status, told, _ = ask(vierbuurten, path, Host="elders.example")
        assert (status, told) == (421, words.UNKNOWN_HOST)
    forged = {**HANDSHAKE, "Host": "elders.example", "Origin": "http://elders.example"}
    assert ask(vierbuurten, SOCKET, **forged)[0] == 421
    ours = urlsplit(vierbuurten).netloc
    good = {**HANDSHAKE, "Host": ours, "Origin": f"http://{ours}"}
    assert ask(vierbuurten, SOCKET, **good)[0] == 101


def test_a_page_of_someone_else_opens_no_socket(vierbuurten: str) -> None:
    foreign = {**HANDSHAKE, "Origin": "https://elders.example"}
    assert ask(vierbuurten, SOCKET, **foreign)[0] == 403


def test_a_name_given_by_the_beheerder_is_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTSPOTS_HOSTS", "kaart.example")
    with serving(tiny_home(tmp_path / "town").root, tmp_path / "state") as address:
        assert ask(address, "/", Host="kaart.example")[0] == 200
        named = {**HANDSHAKE, "Host": "kaart.example", "Origin": "https://kaart.example"}
        named["X-Forwarded-Proto"] = "https"
        assert ask(address, SOCKET, **named)[0] == 101
        policy = ask(address, "/", Host="kaart.example")[2]["content-security-policy"]
        assert "wss://kaart.example;" in policy


def test_a_file_cannot_be_sent_from_another_page(vierbuurten: str) -> None:
    sent = ask(vierbuurten, "/_stcore/upload_file/x/y", method="PUT", body=b"x")
    # What Streamlit itself asks of a file that comes further is tried in `test_gate`.
    assert sent[:2] == (403, words.UPLOAD_NOT_YOURS)


def test_nobody_drives_the_app_by_its_programming_interface(vierbuurten: str) -> None:
    status = ask(vierbuurten, "/_stcore/agent/interact", method="POST", body=b"{}")[0]
    assert status >= 400


def test_it_is_well_as_long_as_every_layer_is_in_the_store(tmp_path: Path) -> None:
    state = tmp_path / "state"
    with serving(tiny_home(tmp_path / "town").root, state) as address:
        await_health(address)
        assert ask(address, "/gezond")[:2] == (200, words.HEALTHY)
        # A source that does not come in is told, and is no fault of the server.
        bronnen = tmp_path / "town" / "bronnen.toml"
        bronnen.write_text('[x]\nevery = "day"\n', encoding="utf-8")
        assert ask(address, "/gezond")[:2] == (200, words.HEALTHY_BUT_LATE.format(count=1))
        bronnen.unlink()
        shutil.rmtree(state)
        # What is wrong, and not where: who may not see the pages may ask this.
        assert ask(address, "/gezond")[:2] == (503, words.NOT_HEALTHY.format(what="StoreError"))


def test_a_home_that_cannot_be_opened_is_not_well(tmp_path: Path) -> None:
    home = tiny_home(tmp_path / "town")
    (home.themes / "proef" / "theme.toml").write_text("id = 1")
    with serving(home.root, tmp_path / "state") as address:
        while (answer := ask(address, "/gezond")[:2]) == (503, words.STARTING):
            time.sleep(0.1)
        assert answer == (503, words.NOT_HEALTHY.format(what="DeclarationError"))


def test_an_import_that_began_is_finished_when_the_server_is_told_to_stop(
    visitor: Visitor, tmp_path: Path
) -> None:
    home, state = tiny_home(tmp_path / "town"), tmp_path / "state"
    file = {"name": "export.csv", "mimeType": "text/csv", "buffer": EXPORT}
    with serving_process(home.root, state) as (address, server):
        await_health(address)
        visitor.page.goto(address + "inlezen")
        visitor.page.locator('input[type="file"]').set_input_files(file)
        publish = visitor.page.get_by_role("button", name=text.IMPORT_PUBLISH, exact=True)
        publish.wait_for()
        visitor.await_quiet()
        # Another writer is at work, so the import cannot come to its end yet.
        with LayerStore.of(Home(home.root, state), "inbraak").writing():
            publish.click()
            visitor.page.get_by_text(text.IMPORT_BUSY).wait_for()
            server.send_signal(signal.SIGTERM)
            visitor.page.close()
            visitor.faults.clear()
            with pytest.raises(subprocess.TimeoutExpired):
                server.wait(timeout=3)
        server.wait(timeout=180)
    assert server.returncode in (0, -signal.SIGTERM)
    log = state.with_suffix(".log").read_text(encoding="utf-8")
    assert words.WAITING_FOR_IMPORTS.format(count=1) in log
    workspace = open_workspace(Home(home.root, state), role="analist")
    versions = versions_of(workspace, workspace.layer("inbraak"))
    assert [version.name for version in versions] == ["v2", "v1"]
    assert versions[0].counts["accepted"] == 1


def test_a_page_that_is_not_there_says_so_in_dutch(visitor: Visitor, vierbuurten: str) -> None:
    visitor.page.goto(vierbuurten + "warmtekaart")
    visitor.page.get_by_text(text.NO_PAGE_DO).wait_for()
    assert visitor.page.get_by_role("dialog").count() == 0
