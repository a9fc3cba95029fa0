"""Keys and the project for QGIS on the command line."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

from gis.conftest import let_in
from hotspots.access.keys import key_shown

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cli.conftest import Ran
    from hotspots.settings import Home


def test_a_key_is_made_listed_and_taken_back(run: Callable[..., Ran], home: Home) -> None:
    let_in(home, {"ana": "analist"})
    made = run("key", "new", "ana", "--days", 30)
    assert made.code == 0
    # The key alone on stdout, for whoever puts it away with a script.
    secret = made.out.strip()
    key = key_shown(home, secret)
    assert key is not None
    assert "één keer" not in made.out
    assert "niet opnieuw te tonen" in made.err
    assert "zet on = true onder [ogc_api]" in made.err
    listed = run("key", "list", "--json")
    assert secret not in listed.out + run("key", "list").out
    (one,) = listed.json["keys"]
    assert (one["number"], one["who"], one["good"]) == (key.number, "ana", True)
    gone = run("key", "revoke", key.number)
    assert (gone.code, f"Sleutel {key.number} van ana is ingetrokken." in gone.out) == (0, True)
    assert "ingetrokken" in run("key", "list").out
    assert run("key", "list", "--json").json["keys"][0]["good"] is False


def test_nobody_and_nothing_are_refused(run: Callable[..., Ran]) -> None:
    nobody = run("key", "new", "piet")
    assert (nobody.code, nobody.out) == (2, "")
    assert "'piet' heeft geen rol" in nobody.err
    assert run("key", "revoke", "1f0c9a3e").code == 2
    none = run("key", "list")
    assert (none.code, none.out, none.err.strip()) == (0, "", "Er zijn geen sleutels.")


def test_a_project_is_written_and_in_the_audit(
    run: Callable[..., Ran], home: Home, tmp_path: Path
) -> None:
    path = tmp_path / "wijk.qgz"
    made = run("qgis", "--out", path, "--url", "https://hotspots.gemeente.example/ogc")
    assert (made.code, str(path) in made.out) == (0, True)
    with zipfile.ZipFile(path) as archive:
        document = archive.read("wijk.qgs").decode()
    assert "https://hotspots.gemeente.example/ogc" in document
    assert "authcfg" not in document
    written = (home.state / "audit" / "audit.jsonl").read_text(encoding="utf-8").splitlines()
    seen = [json.loads(line) for line in written]
    assert [
        (line["action"], line["subject"]) for line in seen if line["action"] == "saw"
    ] == [("saw", "inbraak"), ("saw", "zorg"), ("saw", "haltes")]  # fmt: skip
    wrong = run("qgis", "--out", path, "--url", "https://jan:geheim" + "@host/ogc")
    assert (wrong.code, "geheim" in wrong.err) == (2, False)
