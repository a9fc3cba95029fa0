"""What a person reads of a command is Dutch: its help, what it refuses, and what it answers."""

from __future__ import annotations

import argparse
import ast
import inspect
import json
import os
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from event_town import calendar_home
from hotspots import registry
from hotspots.cli import example_of, main, parse, parser_of_all
from hotspots.cli.parser import not_understood
from hotspots.settings import HOME_VARIABLE, ROLE_VARIABLE, STATE_VARIABLE
from open_data_server.everything import town_parts
from open_data_server.server import serving
from risky_town import festive_home
from town import tiny_home

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from open_data_server.server import Server

#: Words that are not Dutch as well: of argparse, of Python, of the keys of JSON, of the language.
_ENGLISH = """
about above accepted after ambiguous an and are argument arguments be because been before below
both but can cannot cells change changed choice choices choose column columns could count counts
default denied did does done duplicate each earlier error errors event events exit expected
exposure failed false fetch fewer files found from has have how inside invalid it layer layers
level levels line lines list location mapped mean measure measures message missing more must
name names nan none not null number off one only optional options or other outline outside
period positional published quarantined rate read recognized refused required row rows same
selected selection shelter show shown skipped small source string suppressed table that the
their there they this total true unchanged unexpected unknown unrecognized until updated usage
use used using value values verdict version visitors warning weekday when where which who with
within without would written wrong year years you your zero
"""
ENGLISH = frozenset(_ENGLISH.split())
#: What is typed on the command line, or stands in a file that a person makes: it is no sentence.
_TYPED = re.compile(
    r"--[a-z][a-z-]*"  # an option
    r"|hotspots(?: [a-z][a-z-]*)+"  # a command
    r"|'[^']*'"  # a key or a value that is quoted
    r"|[\w./-]*[\w-]+\.(?:toml|json|csv|gpkg|geojson|parquet|xlsx|html|ics|pdf)\b"
    r"|https?://\S+"
    r"|\b[A-Z]{2}-?[\w-]*\d[\w-]*"  # a code
)
#: Choices that are typed behind an option; the help says what each is.
_CHOICES = """
count rate eb_rate eb_rate_local ratio location_quotient change gi_star emerging moran density
risk_density cells both more fixed automatic adaptive quartic gaussian quarter month clusters
scan scan_recent near_repeat before_after location start end visitors sound profile title name
"""
CHOICES = frozenset(_CHOICES.split())


def english_in(said: str, *, typed: frozenset[str] = frozenset()) -> list[str]:
    """Return the English words in a text, whole words only."""
    words = re.findall(r"\b[A-Za-z_]+\b", _TYPED.sub(" ", said))
    return sorted({word for word in words if word.lower() in ENGLISH - typed})


#: What is called so in any language.
NAMES = ("Event Safety Guide", "CC BY 4.0")


def test_an_english_word_is_seen() -> None:
    # The test of a test: each of these stood on a terminal once.
    assert english_in("usage: hotspots check [-h]") == ["usage"]
    assert english_in("  -h, --help  show this help message and exit") == [
        "and", "exit", "message", "show", "this",
    ]  # fmt: skip
    assert english_in("Telling: read 11; accepted 9; without_place 1") == ["accepted", "read"]
    assert english_in("Geweigerd: None, True of nan") == ["None", "True", "nan"]
    assert english_in("Bekijk de lijst met: hotspots fetch boundaries --list") == []


COMMANDS = [command.name for command in registry.COMMANDS]


def help_of(name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit) as left:
        parse([*name.split(), "--help"])
    assert left.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("name", ["", *registry.GROUPS, *COMMANDS])
def test_the_help_of_a_command_is_dutch_and_fits_on_a_screen(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = help_of(name, capsys, monkeypatch)
    # The names of commands are typed; the sentence behind each is not.
    told_of = re.sub(r"^    [a-z-]+(?= |$)", "", told, flags=re.MULTILINE)
    assert english_in(told_of, typed=CHOICES) == []
    assert told.startswith("gebruik: hotspots")
    assert "\nopties:\n" in told
    assert [line for line in told.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_argument_of_a_command_is_explained(name: str) -> None:
    tree: Any = parser_of_all()
    for word in name.split():
        (below,) = (
            action for action in tree._actions if isinstance(action, argparse._SubParsersAction)
        )
        tree = below.choices[word]
    tree.add_options()
    assert [action.dest for action in tree._actions if not action.help] == []
    # What stands for a value is Dutch as well.
    stands_for = [
        str(action.metavar or action.dest) for action in tree._actions if action.nargs != 0
    ]
    assert english_in(" ".join(stands_for)) == []


@pytest.mark.parametrize("command", registry.COMMANDS, ids=lambda command: command.name)
def test_the_example_of_a_command_can_be_asked(
    command: registry.Command,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = example_of(command)
    assert f"voorbeeld:\n  {line}\n" in help_of(command.name, capsys, monkeypatch)
    program, *words = shlex.split(line)
    assert program == "hotspots"
    assert parse(words).command.args == (command,)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ((), "Er ontbreekt: OPDRACHT."),
        (("kaart",), "OPDRACHT: 'kaart' kan niet; mogelijk: app, check, import, "),
        (("analyse",), "Er ontbreekt: LAAG."),
        (("find", "x"), "Er ontbreekt: --method."),
        (("analyse", "x", "--measure", "mooi"), "--measure: 'mooi' kan niet; mogelijk: count, "),
        (("analyse", "x", "--weekday", "8"), "--weekday: '8' kan niet; mogelijk: 1, 2, 3, "),
        (("analyse", "x", "--bandwidth", "2,5"), "--bandwidth: '2,5' is geen heel getal."),
        (("exposure", "spoor", "--scenario", "x", "--distance", "ver"), "'ver' is geen getal."),
        (("analyse", "x", "--from"), "--from: er hoort een waarde achter."),
        (("analyse", "x", "--soort"), "--soort: er hoort ten minste één waarde achter."),
        (("import", "x", "--layer", "y", "--add", "--replace"), "gaat niet samen met --add."),
        (("check", "--json=ja"), "Onbekend: --json=ja."),
        (("analyse", "x", "--json=ja"), "--json: hier hoort geen waarde achter; gevonden: 'ja'."),
        (("analyse", "x", "--com", "y"), "--com kan meer betekenen: --compare-from, --compare-to."),
        (("versions", "x", "y"), "Onbekend: y."),
        (("analyse", "x", "--from", "gisteren"), "--from: 'gisteren' is geen dag; verwacht 2017-"),
        (("exposure", "lucht", "--scenario", "x"), "ONDERWERP: 'lucht' kan niet; mogelijk: spoor"),
    ],
)
def test_what_cannot_be_read_is_said_in_dutch_in_three_parts(
    asked: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        parse(asked)
    assert left.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    what, found, look = err.splitlines()
    assert what == "De opdracht is niet te begrijpen."
    assert said in found
    assert look.startswith("Bekijk wat kan met: hotspots")
    assert english_in(err, typed=CHOICES | frozenset(COMMANDS) | {"fetch", "event"}) == []


#: What only who writes a parser can meet, or what no parser here can come to.
_OF_AUTHORS = (
    "conflicting", "cannot merge", "is an invalid argument for", "invalid option string",
    "dest= is", "invalid conflict_resolution", "mutually exclusive arguments", "cannot have",
    "is not callable", "__call__", 'argument "-"', "can't open", "unknown parser",
    "unexpected option string", "usage: ", "positional arguments", "options", "show this help",
    "%(prog)s: error", "%(prog)s: warning", "is deprecated", "(default: ", "program's version",
)  # fmt: skip


def test_everything_that_argparse_of_this_python_can_say_is_known() -> None:
    said = set()
    for node in ast.walk(ast.parse(inspect.getsource(argparse))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "ngettext"):
            said |= {
                part.value
                for part in node.args
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            }
    assert len(said) > 20
    of_users = [one for one in said if not any(part in one for part in _OF_AUTHORS)]
    # A message with something filled in, as a user would get it.
    filled = [re.sub(r"%(?:\(\w+\))?r", "'1'", one) for one in of_users]
    filled = [re.sub(r"%(?:\(\w+\))?s", "1", one) for one in filled]
    untold = [one for one in filled if english_in(not_understood(one, "hotspots")[1])]
    assert untold == []


# Output of every command, on the towns of the tests.

FESTIVE = {
    "location": "markt", "start": "2018-06-09T20:00", "end": "2018-06-09T23:00", "visitors": 300,
}  # fmt: skip
PERIOD = ("--from", "2017-01-01", "--to", "2017-03-31")
#: Which home a command is asked of, and what it is asked; {out} is a folder to write in.
ASKED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("town", ("check",)),
    ("town", ("import", "{out}/nieuw.csv", "--layer", "inbraak", "--dry-run")),
    ("town", ("import", "{out}/nieuw.csv", "--layer", "inbraak")),
    ("town", ("import", "{out}/fout.csv", "--layer", "inbraak")),
    ("town", ("import", "{out}/nieuw.csv", "--layer", "inbraak", "--save-recipe", "Politie")),
    ("town", ("import", "{out}/fout.csv", "--layer", "inbraak", "--recipe", "Politie")),
    ("town", ("recipe", "list")),
    ("town", ("recipe", "show", "inbraak", "Politie")),
    ("town", ("recipe", "remove", "inbraak", "Politie")),
    ("town", ("recipe", "remove", "inbraak", "Politie")),
    ("town", ("versions", "inbraak")),
    ("town", ("versions", "zorg")),
    ("town", ("restore", "inbraak", "v1")),
    ("town", ("restore", "inbraak", "v9")),
    ("town", ("verify",)),
    ("town", ("analyse", "inbraak")),
    ("town", ("analyse", "inbraak", "--measure", "rate", *PERIOD)),
    ("town", ("analyse", "inbraak", "--measure", "eb_rate")),
    ("town", ("analyse", "inbraak", "--measure", "change", *PERIOD)),
    ("town", ("analyse", "inbraak", "--measure", "ratio", "--level", "wijken")),
    ("town", ("analyse", "inbraak", "--measure", "gi_star", "--level", "cells:500")),
    ("town", ("analyse", "inbraak", "--measure", "moran")),
    ("town", ("analyse", "inbraak", "--measure", "density")),
    ("town", ("analyse", "zorg")),
    ("town", ("analyse", "inbraak", "--from", "2016-12-01", "--to", "2016-12-02")),
    ("town", ("analyse", "inbraak", "--out", "{out}/a.csv")),
    ("town", ("analyse", "inbraak", "--out", "{out}/geen/a.csv")),
    ("town", ("find", "inbraak", "--method", "clusters", "--min-points", "3")),
    ("town", ("find", "inbraak", "--method", "scan")),
    ("town", ("find", "inbraak", "--method", "near_repeat")),
    ("town", ("map", "inbraak", "--out", "{out}/kaart.html")),
    ("town", ("report", "Boven", "--out", "{out}/boven.html")),
    ("town", ("digest", "Boven", "--date", "2017-04-03")),
    ("town", ("digest", "--dry-run")),
    ("town", ("measures",)),
    ("risky", ("exposure", "spoor", "--scenario", "nacht")),
    ("risky", ("exposure", "spoor", "--scenario", "nacht", "--at", "proef centraal",
               "--kind", "gifwolk", "--wind", "270")),
    ("risky", ("exposure", "water", "--scenario", "proef", "--day", "2018-06-02")),
    ("risky", ("exposure", "spoor", "--scenario", "geen")),
    ("festive", ("event", "check", "{out}/aanvraag.json")),
    ("festive", ("event", "check", "{out}/half.json")),
    ("festive", ("event", "add", "{out}/aanvraag.json")),
    ("festive", ("event", "export", "--out", "{out}/kalender.ics")),
    ("festive", ("event", "profile", "markt")),
    ("festive", ("event", "plan", "--year", "2018")),
    ("festive", ("event", "move", "1", "--start", "2018-06-02", "--location", "park")),
    ("festive", ("event", "afterwards", "1", "--visitors", "260", "--findings", "Druk")),
    ("festive", ("event", "afterwards", "--year", "2018")),
    ("festive", ("event", "list", "--year", "2018")),
    ("festive", ("event", "list", "1")),
    ("festive", ("event", "list", "1", "--year", "2018")),
    ("festive", ("event", "decide", "3", "--status", "vergund", "--text", "Om 23 uur stil")),
    ("festive", ("event", "decide", "3", "--status", "afgelast")),
    ("festive", ("event", "change", "3", "--visitors", "700")),
    ("festive", ("event", "copy", "3", "--start", "2027-06-05")),
    ("festive", ("event", "site", "Nieuw plein", "--at", "100500 421500", "--kind", "plein")),
    ("open", ("fetch", "boundaries", "--dry-run", "--base-url", "{url}")),
    ("open", ("fetch", "boundaries", "--base-url", "{url}")),
    ("open", ("fetch", "boundaries", "--list")),
    ("open", ("versions", "indeling")),
    ("open", ("refresh",)),
    ("open", ("refresh", "--dry-run", "--all")),
    ("open", ("purge",)),
    ("open", ("purge", "inbraak", "--dry-run")),
    ("open", ("fetch", "keyfigures", "--year", "2023", "--base-url", "{url}")),
    ("open", ("fetch", "police", "--base-url", "{url}")),
    *(
        ("open", ("fetch", name, "--dry-run", "--base-url", "{url}"))
        for name in (
            "rail", "stations", "risk", "register", "companies", "pipelines", "flood", "dikes",
            "roads",
        )
    ),
    ("open", ("key", "list")),
    ("open", ("key", "new", "onbekende")),
    ("open", ("key", "revoke", "1f0c9a3e")),
    ("open", ("qgis", "--out", "{out}/wijk.qgz")),
    ("risky", ("starter", "--out", "{out}/start")),
    ("risky", ("completeness",)),
    ("open", ("new-home", "{out}/nieuw", "--gemeente", "GM9999", "--base-url", "{url}")),
)  # fmt: skip
#: It becomes a server, which says its address and no more.
_A_SERVER = frozenset(["app"])


def test_every_command_is_asked_here() -> None:
    asked = {
        name for name in COMMANDS for _, words in ASKED if " ".join(words).startswith(f"{name} ")
    } | {" ".join(words) for _, words in ASKED}
    assert set(COMMANDS) - asked - _A_SERVER == set()


@pytest.fixture(scope="module")
def services() -> Iterator[Server]:
    with serving({}) as running:
        running.parts.update(town_parts(lambda: running.url))
        yield running


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the home of each kind; a later question meets what an earlier one published."""
    where = tmp_path_factory.mktemp("steden")
    return {
        "town": tiny_home(where / "town").root,
        "open": tiny_home(where / "open").root,
        "risky": festive_home(where / "risky").root,
        "festive": calendar_home(where / "festive").root,
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with what is loaded and asked, to write in."""
    out = tmp_path_factory.mktemp("uit")
    rows = "\n".join(
        f"{n},woning,2017-0{1 + n % 3}-0{1 + n % 9} 20:00,,{100_050 + 40 * n},421050"
        for n in range(20, 40)
    )
    head = "id,soort,begin,eind,x,y\n"
    (out / "nieuw.csv").write_text(
        f"{head}{rows}\n40,woning,31-02-2017,,100050,421050\n", encoding="utf-8"
    )
    (out / "fout.csv").write_text(f"{head}1,woning,geen,,1,2\n", encoding="utf-8")
    (out / "aanvraag.json").write_text(json.dumps(FESTIVE), encoding="utf-8")
    (out / "half.json").write_text('{"location": ', encoding="utf-8")
    return out


@pytest.fixture
def ask(
    homes: dict[str, Path],
    folder: Path,
    services: Server,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[str, Sequence[str]], str]:
    """Return what a command writes, errors included."""
    for variable in (HOME_VARIABLE, ROLE_VARIABLE, STATE_VARIABLE):
        monkeypatch.delenv(variable, raising=False)

    def asked(kind: str, words: Sequence[str]) -> str:
        filled = [word.format(out=folder, url=services.url) for word in words]
        capsys.readouterr()
        assert main(["--home", str(homes[kind]), *filled]) in (0, 2)
        out, err = capsys.readouterr()
        told = out + err
        for name in (str(folder), *map(str, homes.values()), *NAMES):
            told = told.replace(name, "NAAM")
        return told

    return asked


@pytest.mark.parametrize(
    ("kind", "words"), ASKED, ids=[f"{kind}-{words[0]}" for kind, words in ASKED]
)
def test_what_a_command_says_is_dutch_and_its_tables_have_headings(
    kind: str, words: tuple[str, ...], ask: Callable[[str, Sequence[str]], str]
) -> None:
    said = ask(kind, words)
    assert said.strip()
    typed = CHOICES if words[0] == "measures" else frozenset[str]()
    assert english_in(said, typed=typed) == []
    assert without_heading(said) == []
    # A date is written as one, and a number has a comma.
    assert re.findall(r"\b\d{4}-\d{2}-\d{2}\b", said) == []
    assert re.findall(r"\b\d+\.\d{1,2}\b(?!\.)", said) == []


_RULE = re.compile(r"-+(?:  -+)*")
_IN_COLUMNS = re.compile(r"\S {2,}\S")


def without_heading(said: str) -> list[str]:
    """Return lines in columns that stand in no table with a heading."""
    lines = said.splitlines()
    rules = [at for at, line in enumerate(lines) if _RULE.fullmatch(line)]
    headed = set(rules)
    for at in rules:
        assert lines[at - 1].strip(), "a rule without a heading"
        # A heading and a row go on in columns too, above and below the rule.
        for step in (-1, 1):
            beside = at + step
            while 0 <= beside < len(lines) and _goes_on(lines[beside]):
                headed.add(beside)
                beside += step
    return [line for at, line in enumerate(lines) if _IN_COLUMNS.search(line) and at not in headed]


def _goes_on(line: str) -> bool:
    return _IN_COLUMNS.search(line) is not None or line.startswith("  ")


#: What is kept of the commands of this repository's own home; the help is asked above.
KEPT = sorted((Path(__file__).parents[1] / "golden/kept/commands").glob("*_*.txt"))


@pytest.mark.parametrize(
    "kept", [*KEPT, KEPT[0].with_name("refusals.txt")], ids=lambda kept: kept.stem
)
def test_what_is_kept_of_a_command_is_dutch_and_its_tables_have_headings(kept: Path) -> None:
    lines = kept.read_text(encoding="utf-8").splitlines()
    said = "\n".join(line for line in lines if not line.startswith(("$ hotspots", "--- stderr")))
    # A refusal lists the commands that there are.
    names = frozenset(word for name in COMMANDS for word in name.split())
    assert said.strip()
    assert english_in(said, typed=CHOICES | names) == []
    assert without_heading(said) == []


def test_a_table_without_a_heading_is_seen() -> None:
    assert without_heading("BU1  Noord   4\nBU2  Oost   2") == ["BU1  Noord   4", "BU2  Oost   2"]
    assert without_heading("Code  Naam\n----  -----\nBU1   Noord\nKlaar.") == []


def test_a_table_fits_where_a_person_looks_at_it(
    ask: Callable[[str, Sequence[str]], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hotspots.exports.terminal_table.screen_width", lambda _: 80)
    monkeypatch.setattr(
        "hotspots.exports.terminal_table.shutil.get_terminal_size",
        lambda: os.terminal_size((80, 24)),
    )
    for kind, words in (
        ("town", ("analyse", "inbraak", "--measure", "rate")),
        ("town", ("measures",)),
        ("town", ("versions", "inbraak")),
        ("town", ("find", "inbraak", "--method", "clusters", "--min-points", "3")),
        ("festive", ("event", "check", "{out}/aanvraag.json")),
        ("festive", ("event", "move", "1", "--start", "2018-06-02", "--location", "park")),
    ):
        said = ask(kind, words)
        table = [line for line in said.splitlines() if _IN_COLUMNS.search(line)]
        assert table
        assert max(map(len, table)) <= 80, words
