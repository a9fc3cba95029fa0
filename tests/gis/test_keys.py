"""Keys of programs: kept as a checksum, good for a while, and nothing more than their user is."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from gis.conftest import PEOPLE, MapProgram, let_in, open_to_programs
from hotspots.access import words as text
from hotspots.access.audit import check_chain, lines
from hotspots.access.keys import key_shown, keys_of, new_key, revoke_key
from hotspots.access.workspace import open_workspace
from hotspots.errors import AccessError, SelectionError, StoreError
from hotspots.gis import words
from hotspots.gis.service import Asker, asker_by_key

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    opened = open_workspace(open_to_programs(tmp_path / "town"), role="analist")
    let_in(opened.home)
    return opened


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_of_a_key_the_state_holds_a_checksum_and_no_more(workspace: Workspace) -> None:
    key, secret = new_key(workspace, "ana")
    assert len(secret) > 50
    assert secret.encode() not in everything_in(workspace.home.state)
    # What is random may hold an underscore itself: hotspots_<number>_<random>.
    assert secret.split("_", 2)[2].encode() not in everything_in(workspace.home.state)
    assert key_shown(workspace.home, secret) == key
    path = workspace.home.keys / "keys.json"
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_two_keys_of_one_user_are_each_good_and_taken_back_apart(workspace: Workspace) -> None:
    first, one = new_key(workspace, "ana")
    second, other = new_key(workspace, "ana")
    assert one != other
    revoke_key(workspace, first.number)
    shown = asker_by_key(workspace.library, one, None)
    assert not isinstance(shown, Asker)
    assert (shown.status, shown.body["description"]) == (
        401,
        f"{text.KEY_REVOKED} {words.ASK_FOR_KEY}",
    )
    still = asker_by_key(workspace.library, other, None)
    assert isinstance(still, Asker)
    assert still.key == second.number
    # Once more changes nothing: the day it was taken back stays.
    assert revoke_key(workspace, first.number).revoked == keys_of(workspace.home)[0].revoked


def test_a_key_ends(workspace: Workspace) -> None:
    key, secret = new_key(workspace, "ana", days=30)
    today = datetime.now(UTC).date()
    assert key.until == today + timedelta(days=30)
    assert key.refusal(key.until) == ""
    assert key.refusal(key.until + timedelta(days=1)) == text.KEY_EXPIRED
    path = workspace.home.keys / "keys.json"
    written = json.loads(path.read_text(encoding="utf-8"))
    written["keys"][0]["until"] = (today - timedelta(days=1)).isoformat()
    path.write_text(json.dumps(written), encoding="utf-8")
    shown = asker_by_key(workspace.library, secret, None)
    assert not isinstance(shown, Asker)
    assert shown.status == 401
    assert shown.body["description"].startswith(text.KEY_EXPIRED)


@pytest.mark.parametrize("days", [0, -1, 731])
def test_a_key_is_good_for_one_day_to_two_years(workspace: Workspace, days: int) -> None:
    with pytest.raises(SelectionError, match="1 tot en met 730 dagen"):
        new_key(workspace, "ana", days=days)
    assert keys_of(workspace.home) == ()


def test_nobody_without_a_role_gets_a_key(workspace: Workspace) -> None:
    with pytest.raises(AccessError, match="'piet' heeft geen rol"):
        new_key(workspace, "piet")
    assert not (workspace.home.keys / "keys.json").exists()


def test_a_key_gives_what_its_user_is_now(workspace: Workspace) -> None:
    _, secret = new_key(workspace, "ana")
    program = MapProgram(workspace, secret)
    assert program.ask("collections/inbraak-cellen").status == 200
    let_in(workspace.home, {**PEOPLE, "ana": "crisisplanner"})
    assert program.refusal("collections/inbraak-cellen")[0] == 403
    let_in(workspace.home, {"wim": "wijkagent"})
    status, why = program.refusal("collections/inbraak-buurten")
    assert status == 403
    assert why.startswith(text.KEY_WITHOUT_ROLE)


@pytest.mark.parametrize(
    "shown",
    ["x", "hotspots_1_2", "hotspots_" + "x" * 60, "é" * 90, "x" * 5_000, "hotspots_\x00"],
)
def test_what_is_no_key_opens_nothing(workspace: Workspace, shown: str) -> None:
    new_key(workspace, "ana")
    made = asker_by_key(workspace.library, shown, "10.0.0.7")
    assert not isinstance(made, Asker)
    assert (made.status, made.body["code"]) == (401, "Unauthorized")
    assert made.body["description"].startswith(text.KEY_UNKNOWN)
    assert made.headers["www-authenticate"].startswith("Basic ")


def test_keys_that_cannot_be_read_let_nobody_in(workspace: Workspace) -> None:
    _, secret = new_key(workspace, "ana")
    (workspace.home.keys / "keys.json").write_text("{half", encoding="utf-8")
    with pytest.raises(StoreError, match="niet te lezen"):
        asker_by_key(workspace.library, secret, None)


def test_a_number_that_is_no_key_is_refused(workspace: Workspace) -> None:
    _, secret = new_key(workspace, "ana")
    with pytest.raises(SelectionError, match="bestaat niet"):
        revoke_key(workspace, secret)


def test_making_and_taking_back_and_every_use_are_in_the_audit(workspace: Workspace) -> None:
    key, secret = new_key(workspace, "ana")
    program = MapProgram(workspace, secret)
    program.items("inbraak-buurten", datetime="2017-01-01/2017-03-31", soort="woning")
    program.ask("collections")
    program.ask("collections/inbraak-buurten/items", limit="veel")
    replace(key, who="x")
    revoke_key(workspace, key.number)
    program.ask("collections")
    written = [line for line in lines(workspace.home) if line["action"] != "imported"]
    assert [(line["action"], line["outcome"], line["who"]) for line in written[-5:]] == [
        ("key_made", "done", written[0]["who"]),
        ("exported", "done", "ana"),
        ("let_in", "done", "ana"),
        ("key_revoked", "done", written[0]["who"]),
        ("let_in", "refused", "ana"),
    ]
    export = written[-4]
    assert export["subject"] == "inbraak"
    assert export["details"] == {"kind": "ogc-api", "key": key.number}
    assert export["selection"]["period"] == ["2017-01-01", "2017-03-31"]
    assert export["selection"]["soorten"] == ["woning"]
    assert secret not in json.dumps(written)
    assert check_chain(workspace.home).broken == []
