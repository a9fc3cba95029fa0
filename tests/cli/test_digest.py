"""`hotspots digest`, as a timer calls it: to a real server, killed in the middle, and not twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from mail_server import mail_server
from town import THEME, tiny_home
from wijkbeeld.conftest import FIETS, NOORD, ZUID, csv_of, dated

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cli.conftest import Ran
    from hotspots.settings import Home

USERS = """
[users]
"jan" = "wijkagent"
"els" = "analist"
"piet" = "analist"
"an" = "analist"

[wijken]
"jan" = "Boven"
"els" = "Onder"
"piet" = "Boven"

[mail]
"jan" = "jan@voorbeeld.nl"
"els" = "els@voorbeeld.nl"
"piet" = "piet@voorbeeld.nl"
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """The town of which Boven became nine times as busy."""
    home = tiny_home(tmp_path / "town")
    rows = [
        f"2017-01-01 12:00,{ZUID[0]},{ZUID[1]}",
        *dated(2017, NOORD, 10),
        *dated(2018, NOORD, 90),
        f"2018-12-31 12:00,{ZUID[0]},{ZUID[1]}",
    ]
    folder = home.themes / "proef"
    (folder / "theme.toml").write_text(THEME.replace('end = "eind"\n', "") + FIETS, "utf-8")
    (folder / "inbraak.csv").write_text(csv_of(rows, soort="woning"), "utf-8")
    (folder / "fiets.csv").write_text(csv_of(rows[:1] + rows[-1:]), "utf-8")
    home.users.parent.mkdir(parents=True)
    home.users.write_text(USERS, encoding="utf-8")
    return home


def declare_server(home: Home, port: int) -> None:
    with (home.root / "gemeente.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n[mail]\nhost = "127.0.0.1"\nsender = "hotspots@voorbeeld.nl"\n'
            f'page = "https://h.example"\nsecurity = "none"\nport = {port}\n'
        )


def outcomes(ran: Ran) -> dict[str, str]:
    return {one["name"]: one["outcome"] for one in ran.json["mails"]}


def test_everyone_gets_their_wijk_once_a_week_and_nothing_when_there_is_nothing(
    run: Callable[..., Ran], home: Home
) -> None:
    with mail_server() as inbox:
        declare_server(home, inbox.port)
        assert run("check").code == 0
        first = run("digest", "--date", "2019-01-07", "--json")
        assert first.code == 0
        # In Onder nothing happened that chance does not explain; an is in no list of mail.
        assert outcomes(first) == {"els": "nothing", "jan": "sent", "piet": "sent"}
        assert sorted(inbox.to) == ["jan@voorbeeld.nl", "piet@voorbeeld.nl"]
        mail = inbox.mails[0]
        assert mail["Subject"] == "Wijkbeeld Boven, week 2"
        assert mail["From"] == "hotspots@voorbeeld.nl"
        plain, html = mail.iter_parts()
        for part in (plain, html):
            body = " ".join(part.get_content().split())
            assert "2018: meer inbraken (90) dan een jaar eerder (10)." in body
            assert "https://h.example/wijkbeeld?plek=WK999901" in body
        again = run("digest", "--date", "2019-01-13", "--json")
        assert outcomes(again) == {"els": "nothing", "jan": "had_it", "piet": "had_it"}
        week_after = run("digest", "--date", "2019-01-14", "--json")
        assert outcomes(week_after) == {"els": "nothing", "jan": "nothing", "piet": "nothing"}
        assert len(inbox.mails) == 2


def test_other_rows_alone_are_no_mail_and_what_comes_back_is_news(
    run: Callable[..., Ran], home: Home, tmp_path: Path
) -> None:
    def load(layer: str, rows: list[str], *how: str) -> None:
        path = tmp_path / f"{layer}.csv"
        path.write_text(csv_of(rows, soort="woning" if layer == "inbraak" else ""), "utf-8")
        assert run("import", path, "--layer", layer, *how).code == 0

    def jan(on: str) -> str:
        return outcomes(run("digest", "--date", on, "--json"))["jan"]

    edges = [f"{day} 12:00,{ZUID[0]},{ZUID[1]}" for day in ("2017-01-01", "2018-12-31")]
    busy = [*dated(2017, NOORD, 10), *dated(2018, NOORD, 90)]
    with mail_server() as inbox:
        declare_server(home, inbox.port)
        assert jan("2019-01-07") == "sent"
        # A week later there are other bicycles, as every week.
        load("fiets", [*edges, f"2018-06-01 12:00,{NOORD[0]},{NOORD[1]}"], "--replace")
        assert jan("2019-01-14") == "nothing"
        # Of burglaries as many as a year before: nothing to tell, and nothing that holds.
        load("inbraak", [*edges, *dated(2017, NOORD, 10), *dated(2018, NOORD, 10)], "--replace")
        assert jan("2019-01-21") == "nothing"
        load("inbraak", [*edges, *busy], "--replace")
        assert jan("2019-01-28") == "sent"
        last = " ".join(inbox.mails[-1].get_body("plain").get_content().split())
        # Since the last mail, of three weeks ago; the bicycles stand beside the news.
        assert "Nieuw sinds de mail van 07-01-2019." in last
        assert "2018: meer inbraken (90) dan een jaar eerder (10)." in last
        assert "NIEUWE GEGEVENS - Inbraak, geteld tot en met 31-12-2018." in last


def test_a_dry_run_shows_the_mails_and_sends_and_remembers_nothing(
    run: Callable[..., Ran], home: Home, tmp_path: Path
) -> None:
    ran = run("digest", "--dry-run", "--date", "2019-01-07")
    assert ran.code == 0
    assert "jan   Boven  zou worden verstuurd" in ran.out
    assert "2018: meer inbraken (90) dan een jaar eerder (10)." in ran.out
    assert not (home.state / "mail").exists()
    assert "@voorbeeld.nl" not in ran.out
    out = tmp_path / "mails"
    assert run("digest", "Boven", "--date", "2019-01-07", "--out", out).code == 0
    assert sorted(path.name for path in out.iterdir()) == ["WK999901.html", "WK999901.txt"]
    refused = run("digest", "--out", out)
    assert refused.code != 0
    assert "Bij --out hoort --dry-run" in refused.err


def test_without_a_server_it_says_so(run: Callable[..., Ran]) -> None:
    ran = run("digest")
    assert ran.code != 0
    assert "gemeente.toml noemt geen mailserver" in ran.err


def test_a_wrong_list_of_sources_is_said_once_before_anything_is_sent(
    run: Callable[..., Ran], home: Home
) -> None:
    (home.root / "bronnen.toml").write_text('[fietsen]\nlayer = "fits"\n', encoding="utf-8")
    with mail_server() as inbox:
        declare_server(home, inbox.port)
        ran = run("digest", "--date", "2019-01-07")
        assert ran.code == 2
        assert ran.err.count("bronnen.toml") >= 1
        assert "[fietsen]" in ran.err
        assert ran.out == ""
        assert inbox.to == []
        # Mended, everybody still gets theirs.
        (home.root / "bronnen.toml").unlink()
        assert outcomes(run("digest", "--date", "2019-01-07", "--json"))["jan"] == "sent"


def test_one_who_is_not_known_to_the_server_does_not_stop_the_others(
    run: Callable[..., Ran], home: Home
) -> None:
    with mail_server() as inbox:
        declare_server(home, inbox.port)
        inbox.unknown.add("jan@voorbeeld.nl")
        ran = run("digest", "--date", "2019-01-07", "--json")
        assert ran.code == 1
        assert outcomes(ran) == {"els": "nothing", "jan": "failed", "piet": "sent"}
        inbox.unknown.clear()
        assert outcomes(run("digest", "--date", "2019-01-08", "--json"))["jan"] == "sent"
        assert sorted(inbox.to) == ["jan@voorbeeld.nl", "piet@voorbeeld.nl"]


def test_a_run_that_is_killed_while_a_mail_goes_does_not_send_it_again(
    run: Callable[..., Ran], home: Home
) -> None:
    with mail_server() as inbox:
        declare_server(home, inbox.port)
        command = [sys.executable, "-m", "hotspots", "--home", str(home.root), "digest"]
        child = subprocess.Popen(
            [*command, "--date", "2019-01-07"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )

        def kill() -> None:
            # The server has the mail, and has not said so.
            os.kill(child.pid, signal.SIGKILL)
            child.wait()

        inbox.at_mail = kill
        assert child.wait(300) == -signal.SIGKILL
        assert inbox.to == ["jan@voorbeeld.nl"]
        inbox.at_mail = None
        ran = run("digest", "--date", "2019-01-08", "--json")
        assert ran.code == 1
        assert outcomes(ran) == {"els": "nothing", "jan": "maybe", "piet": "sent"}
        assert inbox.to == ["jan@voorbeeld.nl", "piet@voorbeeld.nl"]
        # What nobody knows to have come, is news the week after.
        assert outcomes(run("digest", "--date", "2019-01-14", "--json"))["jan"] == "sent"
