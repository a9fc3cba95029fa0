"""A real server asked by GDAL, as QGIS and GDAL do it: with a key, page by page, in RD."""

from __future__ import annotations

import asyncio
import base64
import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from apart import run_apart
from browser_server import serving
from gis.conftest import let_in, open_to_programs
from hotspots.access.keys import new_key, revoke_key
from hotspots.access.workspace import open_workspace
from hotspots.app.map_programs import MOST_OF_ONE
from hotspots.gis.question import RD
from hotspots.settings import Home

if TYPE_CHECKING:
    from collections.abc import Iterator

_READ = """
import json, sys
import pyogrio
address, layer, options = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
names = [name for name, _ in pyogrio.list_layers(address)]
if "bbox" in options:
    options["bbox"] = tuple(options["bbox"])
rows = pyogrio.read_dataframe(address, layer=layer, **options)
print(json.dumps({
    "layers": names,
    "crs": rows.crs.to_string(),
    "bounds": rows.total_bounds.tolist(),
    "rows": json.loads(rows.drop(columns="geometry").to_json(orient="records")),
}))
"""


class Served:
    def __init__(self, address: str, home: Home, key: str) -> None:
        self.address, self.home, self.key = f"{address}ogc", home, key

    def get(self, path: str = "", **headers: str) -> httpx.Response:
        return httpx.get(f"{self.address}{path}", headers=headers, timeout=120)

    def by_gdal(self, layer: str, question: str = "", **options: object) -> dict[str, Any]:
        """Read a layer as GDAL does, with the key as the password, in a process of its own."""
        source = f"OAPIF:{self.address}{question}"
        done = subprocess.run(
            [sys.executable, "-c", _READ, source, layer, json.dumps(options)],
            env={"GDAL_HTTP_AUTH": "BASIC", "GDAL_HTTP_USERPWD": f"qgis:{self.key}"},
            capture_output=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr.decode()
        read: dict[str, Any] = json.loads(done.stdout)
        return read


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("wire")
    home = Home(open_to_programs(folder / "town").root, folder / "state")
    workspace = open_workspace(home, role="analist")
    let_in(home)
    _, key = new_key(workspace, "ana")
    with serving(home.root, home.state) as address:
        for _ in range(600):
            if httpx.get(f"{address}gezond").status_code == 200:
                break
            time.sleep(0.1)
        yield Served(address, home, key)


def test_a_key_comes_as_a_password_or_as_a_token(served: Served) -> None:
    pair = base64.b64encode(f"wie dan ook:{served.key}".encode()).decode()
    for header in (f"Bearer {served.key}", f"Basic {pair}"):
        answer = served.get(authorization=header)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        assert answer.json()["title"] == "Hotspots Vierbuurten"
    packed = served.get("/collections", authorization=f"Bearer {served.key}")
    assert packed.headers["content-encoding"] == "gzip"
    assert len(packed.json()["collections"]) == 6


@pytest.mark.parametrize("header", ["", "Bearer x", "Basic x", "Basic eDp5", "Digest x"])
def test_without_a_good_key_there_is_nothing(served: Served, header: str) -> None:
    for path in ("", "/collections", "/collections/inbraak-buurten/items", "/openapi", "/x"):
        answer = served.get(path, **({"authorization": header} if header else {}))
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Basic ")
        assert "sleutel" in answer.json()["description"].lower()
    # Nor by an address, which would end up in logs.
    assert served.get(f"?key={served.key}").status_code == 401


def test_who_shows_no_key_is_not_told_where_the_home_is(served: Served) -> None:
    # Roles are read anew at every question.
    roles = served.home.roles
    written = roles.read_text(encoding="utf-8")
    roles.write_text("[roles", encoding="utf-8")
    try:
        answer = served.get()
    finally:
        roles.write_text(written, encoding="utf-8")
    assert answer.status_code == 503
    assert "logboek" in answer.json()["description"]
    assert str(served.home.root) not in answer.text
    assert roles.name not in answer.text
    assert served.get().status_code == 401


def test_another_name_another_method_and_another_page_get_nothing(served: Served) -> None:
    key = f"Bearer {served.key}"
    assert served.get(authorization=key, host="elders.example").status_code == 421
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = httpx.request(method, served.address, headers={"authorization": key})
        assert answer.status_code in (403, 405)


def test_gdal_reads_every_layer_and_its_numbers(served: Served) -> None:
    read = served.by_gdal("inbraak-buurten")
    assert read["layers"] == [
        "inbraak-wijken", "inbraak-buurten", "inbraak-cellen", "inbraak-hotspots", "zorg-wijken",
        "haltes",
    ]  # fmt: skip
    assert read["crs"] == "EPSG:28992"
    assert read["bounds"] == [100_000, 420_000, 102_000, 422_000]
    # See `town`.
    assert [row["count"] for row in read["rows"]] == [4, 2, 1, 0]
    assert served.by_gdal("zorg-wijken")["rows"][1]["count"] is None


def test_gdal_goes_from_page_to_page_within_a_question(served: Served) -> None:
    question = "?datetime=2017-01-01/2017-03-31&soort=woning"
    read = served.by_gdal("inbraak-cellen", question, PAGE_SIZE="2")
    # Of the four burglaries of a house in 2017 two lie in one cell: three cells, on two pages.
    assert sorted(row["count"] for row in read["rows"]) == [1, 1, 2]
    corner = served.by_gdal("inbraak-buurten", bbox=[100_100, 421_100, 100_900, 421_900])
    assert [row["name"] for row in corner["rows"]] == ["Noord"]


def test_the_address_behind_a_proxy_is_that_of_the_proxy(served: Served) -> None:
    answer = served.get(authorization=f"Bearer {served.key}", **{"x-forwarded-proto": "https"})
    hrefs = [link["href"] for link in answer.json()["links"]]
    assert all(href.startswith("https://localhost:") for href in hrefs)


def test_one_key_does_not_keep_the_others_waiting(served: Served) -> None:
    async def at_once() -> list[int]:
        headers = {"authorization": f"Bearer {served.key}"}
        async with httpx.AsyncClient(headers=headers, timeout=120) as client:
            path = f"{served.address}/collections/inbraak-hotspots/items?crs={RD}"
            answers = await asyncio.gather(*(client.get(path) for _ in range(4 * MOST_OF_ONE)))
        return [answer.status_code for answer in answers]

    statuses = run_apart(at_once())
    assert set(statuses) <= {200, 429}
    assert statuses.count(200) >= MOST_OF_ONE


def test_no_key_is_in_a_log_or_in_the_state(served: Served) -> None:
    served.get("/collections", authorization=f"Bearer {served.key}")
    served.get("/collections/x", authorization=f"Bearer {served.key}x")
    secret = served.key.encode()[20:]
    for path in served.home.state.parent.rglob("*"):
        if path.is_file():
            assert secret not in path.read_bytes(), path


def test_a_key_that_is_taken_back_is_good_for_nothing_at_once(served: Served) -> None:
    workspace = open_workspace(served.home, role="analist")
    key, secret = new_key(workspace, "wim")
    assert served.get(authorization=f"Bearer {secret}").status_code == 200
    revoke_key(workspace, key.number)
    answer = served.get(authorization=f"Bearer {secret}")
    assert answer.status_code == 401
    assert "ingetrokken" in answer.json()["description"]
