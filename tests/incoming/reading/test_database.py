"""Rows of a real PostgreSQL: with the same checks as a file, and nothing changed or left there."""

from __future__ import annotations

import builtins
import contextlib
import csv
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psycopg
import pytest

from hotspots.access.audit import check_chain
from hotspots.access.refreshing import refresh
from hotspots.access.workspace import open_workspace
from hotspots.cli import main
from hotspots.errors import SourceError
from hotspots.incoming.reading import database as module
from hotspots.incoming.reading.database import DatabaseTable, export
from hotspots.incoming.reading.odbc import PASSWORD_VARIABLE
from hotspots.store.versions import LayerStore
from postgres import PASSWORD, database, do

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hotspots.settings import Home

SECOND = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PGPASSWORD", PASSWORD)
        with database() as url:
            do(url, "DROP SCHEMA IF EXISTS proef CASCADE", "CREATE SCHEMA proef")
            do(url, "CREATE SEQUENCE proef.tel")
            do(
                url,
                """CREATE TABLE proef.meldingen (
                    id int PRIMARY KEY, soort text, begin timestamptz, eind timestamp,
                    x_rd numeric, y_rd numeric, notitie text, gewijzigd timestamptz)""",
                """INSERT INTO proef.meldingen VALUES
                    (1, 'woning', '2017-01-05 18:00+00', NULL, 100060, 421060, NULL, '2026-01-01'),
                    (2, 'schuur', '2017-07-05 18:00+00', '2017-07-05 21:30', 100550.5, 421550,
                     E'komma, "aanhaling"\\nen een regel', '2026-01-02'),
                    (3, 'woning', NULL, NULL, 100060, 421060, 'é', '2026-01-03')""",
            )
            yield url


@pytest.fixture
def postgis(server: str) -> str:
    """The server with places in PostGIS, where it has that."""
    try:
        do(server, "CREATE EXTENSION IF NOT EXISTS postgis")
    except psycopg.Error as error:
        pytest.skip(f"no PostGIS here: {error}")
    do(
        server,
        "DROP TABLE IF EXISTS proef.plekken",
        "CREATE TABLE proef.plekken (id int, begin date, plek geometry)",
        """INSERT INTO proef.plekken VALUES
            (1, '2017-01-05', ST_SetSRID(ST_MakePoint(100060, 421060), 28992)),
            (2, '2017-01-06', NULL),
            (3, '2017-01-07', ST_GeomFromText('LINESTRING(1 1, 2 2)', 28992)),
            (4, '2017-01-08', ST_SetSRID(ST_MakePoint(4.6, 51.8), 4326))""",
    )
    return server


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def current(home: Home) -> list[str]:
    store = LayerStore.of(home, "inbraak")
    version = store.current()
    assert version is not None
    return sorted(store.read(version, ["id"])["id"].to_pylist())


def test_a_table_comes_as_a_file_with_dutch_times(server: str, tmp_path: Path) -> None:
    path = tmp_path / "rijen.csv"
    exported = export(DatabaseTable(server, "proef.meldingen"), path)
    assert (exported.rows, exported.crs, exported.newest) == (3, "", "")
    first, second, third = rows_of(path)
    # 18:00 in UTC is 19:00 in winter and 20:00 in summer.
    assert (first["begin"], second["begin"]) == ("2017-01-05 19:00:00+01", "2017-07-05 20:00:00+02")
    assert second["notitie"] == 'komma, "aanhaling"\nen een regel'
    assert (third["begin"], third["notitie"]) == ("", "é")


def test_a_query_is_asked_and_nothing_in_it_can_change_the_database(
    server: str, tmp_path: Path
) -> None:
    path = tmp_path / "rijen.csv"
    query = "SELECT id, soort FROM proef.meldingen WHERE soort LIKE '%ning' ORDER BY id;"
    assert export(DatabaseTable(server, query=query), path).rows == 2
    for harmful in (
        "DELETE FROM proef.meldingen RETURNING *",
        "SELECT 1) TO STDOUT; DROP TABLE proef.meldingen; --",
        "WITH gone AS (DELETE FROM proef.meldingen RETURNING *) SELECT * FROM gone",
        "SELECT nextval('proef.tel')",
    ):
        with pytest.raises(SourceError, match="geen antwoord"):
            export(DatabaseTable(server, query=harmful), path)
    assert export(DatabaseTable(server, "proef.meldingen"), path).rows == 3


@pytest.mark.parametrize(
    ("question", "to_do"),
    [
        (DatabaseTable("", "proef.melding"), "Die tabel of view is er niet"),
        (DatabaseTable("", "proef.meldingen", newer_by="veranderd"), "Die kolom is er niet"),
        (DatabaseTable("", query="SELECT rang FROM proef.meldingen"), "Die kolom is er niet"),
        (DatabaseTable("", query="SELECT nextval('proef.tel')"), "Er wordt alleen gelezen"),
        (DatabaseTable("", query="DELETE FROM proef.meldingen"), "De vraag is niet te begrijpen"),
        (DatabaseTable("", query="SELECT 1 / 0"), "Controleer de tabel, de kolommen"),
    ],
)
def test_what_a_database_refuses_comes_with_what_to_do_about_it(
    server: str, tmp_path: Path, question: DatabaseTable, to_do: str
) -> None:
    what = f"tabel '{question.table}'" if question.table else "de vraag"
    with pytest.raises(SourceError) as refused:
        export(replace(question, url=server), tmp_path / "rijen.csv")
    error = refused.value
    assert error.what == f"De database geeft geen antwoord voor {what}; er is niets ingelezen."
    assert error.detail.startswith("Melding van de database: ")
    assert not error.detail.endswith("..")
    assert error.do.startswith(to_do)


def test_points_of_postgis_come_in_their_own_crs_and_what_is_no_point_says_so(
    postgis: str, tmp_path: Path
) -> None:
    path = tmp_path / "rijen.csv"
    exported = export(DatabaseTable(postgis, "proef.plekken"), path)
    assert exported.crs == "EPSG:28992"
    places = {row["id"]: (row["x"], row["y"]) for row in rows_of(path)}
    assert places == {
        "1": ("100060", "421060"),
        "2": ("", ""),
        "3": ("geen punt: LINESTRING",) * 2,
        "4": ("SRID 4326",) * 2,
    }
    without = "SELECT id, ST_SetSRID(plek, 0) AS plek FROM proef.plekken"
    with pytest.raises(SourceError, match="SRID 0"):
        export(DatabaseTable(postgis, query=without), path)


def test_degrees_become_metres_and_land_where_they_are(
    postgis: str, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The middle of buurt Noord of the town, and 5 m beside it, both written in degrees.
    monkeypatch.setenv("HOTSPOTS_ROLE", "analist")
    query = (
        "SELECT 'p' || n AS id, 'woning' AS soort, timestamp '2017-01-05 19:00' AS begin, "
        "ST_Transform(ST_SetSRID(ST_MakePoint(100500 + n, 421500), 28992), 4326) AS plek "
        "FROM generate_series(0, 5, 5) AS n"
    )
    assert main(["--home", str(home.root), "import", postgis, "--query", query, "--layer", "inbraak", "--replace"]) == 0  # fmt: skip  # noqa: E501
    store = LayerStore.of(home, "inbraak")
    rows = store.read(store.current(), ["id", "x_rd", "y_rd"]).to_pandas().set_index("id")  # type: ignore[arg-type]
    # PostGIS may reckon without the grid of RD, which is some decimetres.
    assert abs(rows.loc["p0", "x_rd"] - 100_500) < 1
    assert abs(rows.loc["p5", "x_rd"] - 100_505) < 1
    assert abs(rows.loc["p0", "y_rd"] - 421_500) < 1


def test_a_password_is_never_in_an_address_an_error_or_the_audit(
    server: str, home: Home, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTSPOTS_ROLE", "analist")
    secret = "geheim123"  # noqa: S105 - of nothing
    inside = server.replace("beheer@", f"beheer:{secret}@")
    said = []
    wrong = (
        inside,
        f"{server}?password={secret}",
        server.replace("/postgres", "/bestaat-niet"),
        "postgresql://niemand@127.0.0.1:1/niets",
    )
    for url in wrong:
        assert main(["--home", str(home.root), "import", url, "--table", "t", "--layer", "inbraak"]) == 2  # fmt: skip  # noqa: E501
        said.append(capsys.readouterr().err)
    assert all("wachtwoord" in text for text in said[:2])
    assert "bestaat-niet" in said[2]
    monkeypatch.setenv("PGPASSWORD", secret)
    assert main(["--home", str(home.root), "import", server, "--table", "t", "--layer", "inbraak"]) == 2  # fmt: skip  # noqa: E501
    said.append(capsys.readouterr().err)
    # What the server says in English is said in Dutch.
    assert said[-1].splitlines()[1:] == [
        "De server kent deze gebruiker niet met dit wachtwoord.",
        "Controleer de gebruiker in het adres, en het wachtwoord waar het staat.",
    ]
    assert "Op dat adres luistert geen server." in said[3]
    assert "Een database met die naam is er niet" in said[2]
    assert "127.0.0.1:1/niets" in said[3]
    everything = "".join(path.read_text("utf-8", "replace") for path in home.state.rglob("*.json*"))
    assert secret not in "".join(said) + everything
    assert PASSWORD not in "".join(said) + everything


def test_the_command_reads_a_table_as_a_file_and_leaves_nothing_behind(
    server: str, home: Home, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTSPOTS_ROLE", "analist")
    command = ["--home", str(home.root), "import", server, "--layer", "inbraak", "--replace"]
    assert main([*command, "--table", "proef.meldingen", "--save-recipe", "Meldkamer"]) == 0
    told = capsys.readouterr().out
    assert "3 rijen = 2 goed + 1 apart gezet" in told
    assert current(home) == ["1", "2"]
    version = LayerStore.of(home, "inbraak").current()
    assert version is not None
    assert version.made_from[0].startswith("postgres.proef.meldingen.csv ")
    assert not list(home.incoming.rglob("*.csv"))
    assert check_chain(home).broken == []
    # The recipe knows the table.
    assert main([*command, "--recipe", "Meldkamer", "--dry-run"]) == 0
    assert main([*command]) == 2
    assert "--table" in capsys.readouterr().err


def test_the_same_table_once_more_makes_no_version_unless_someone_insists(
    server: str, home: Home, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTSPOTS_ROLE", "analist")
    command = ["--home", str(home.root), "import", server, "--layer", "inbraak"]
    assert main([*command, "--table", "proef.meldingen", "--save-recipe", "Meldkamer"]) == 0
    first = len(LayerStore.of(home, "inbraak").versions())
    capsys.readouterr()
    assert main([*command, "--recipe", "Meldkamer"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Dit was er al: er is geen versie bij gekomen.")
    assert "--always" in told
    assert len(LayerStore.of(home, "inbraak").versions()) == first
    assert main([*command, "--recipe", "Meldkamer", "--always"]) == 0
    assert len(LayerStore.of(home, "inbraak").versions()) == first + 1


def test_a_connection_that_is_lost_on_the_way_leaves_nothing_and_says_so(
    server: str, home: Home, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTSPOTS_ROLE", "analist")
    # The server ends the connection itself, in the middle of the answer.
    query = (
        "SELECT i AS id, CASE WHEN i = 50000 THEN pg_terminate_backend(pg_backend_pid()) END AS weg"
        " FROM generate_series(1, 1000000) i"
    )
    command = ["--home", str(home.root), "import", server, "--layer", "inbraak", "--query", query]
    assert main(command) == 2
    first, *rest = capsys.readouterr().err.splitlines()
    assert first.startswith("De verbinding met de database ")
    assert first.endswith("is verbroken; er is niets ingelezen.")
    assert len(rest) == 2
    assert not list(home.incoming.rglob("*.csv"))


def test_who_may_not_load_a_layer_asks_no_database(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTSPOTS_ROLE", "wijkagent")
    monkeypatch.setattr(module, "_require_psycopg", lambda: pytest.fail("it was asked"))
    nowhere = "postgresql://x@127.0.0.1:1/x"
    assert main(["--home", str(home.root), "import", nowhere, "--table", "t", "--layer", "inbraak"]) == 2  # fmt: skip  # noqa: E501


def test_a_supply_reads_what_is_new_and_no_row_twice(server: str, home: Home) -> None:
    (home.root / "bronnen.toml").write_text(
        f'[kamer]\nlayer = "inbraak"\ndatabase = "{server}"\ntable = "proef.vers"\n'
        'newer_by = "gewijzigd"\nevery = "day"\n',
        encoding="utf-8",
    )
    insert = "INSERT INTO proef.vers SELECT * FROM proef.meldingen WHERE id = {}"
    do(
        server,
        "DROP TABLE IF EXISTS proef.vers",
        "CREATE TABLE proef.vers (LIKE proef.meldingen)",
        insert.format(1),
    )

    def look(days: int) -> str:
        workspace = open_workspace(home, role="analist")
        [one] = refresh(workspace, now=SECOND + timedelta(days=days))
        return one.look.outcome

    assert look(0) == "new"
    assert current(home) == ["1"]
    assert look(1) == "same"
    do(server, insert.format(2))
    assert look(2) == "new"
    assert current(home) == ["1", "2"]
    # A row that was changed comes again, as the incident that it is.
    do(server, "UPDATE proef.vers SET soort = 'woning', gewijzigd = '2026-02-01' WHERE id = 2")
    before = len(LayerStore.of(home, "inbraak").versions())
    assert look(3) == "new"
    assert current(home) == ["1", "2"]
    assert len(LayerStore.of(home, "inbraak").versions()) == before + 1
    do(server, "DROP TABLE proef.vers")
    assert look(4) == "failed"
    assert current(home) == ["1", "2"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (DatabaseTable("postgresql://x@h/d"), "Verwacht: één tabel"),
        (DatabaseTable("postgresql://x@h/d", "t", "SELECT 1"), "Verwacht: één tabel"),
        (DatabaseTable("postgresql://x@h/d", 't"; DROP TABLE t'), "geen naam van een tabel"),
        (DatabaseTable(f"postgresql://x:{'geheim'}@h/d", "t"), "wachtwoord"),
    ],
)
def test_what_cannot_be_asked_is_said_before_anything_is(
    asked: DatabaseTable, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_require_psycopg", lambda: pytest.fail("it was asked"))
    with pytest.raises(SourceError, match=said):
        export(asked, tmp_path / "rijen.csv")


def test_without_psycopg_it_is_said_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: object) -> object:
        if name.startswith("psycopg"):
            raise ImportError("No module named 'psycopg'")
        return real(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(SourceError, match=r"hotspots\[database\]"):
        export(DatabaseTable("postgresql://x@h/d", "t"), tmp_path / "rijen.csv")


@pytest.fixture
def by_odbc(server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The same server by ODBC, where the driver of PostgreSQL is."""
    drivers = pytest.importorskip("pyodbc", exc_type=ImportError).drivers()
    driver = next((name for name in drivers if name.startswith("PostgreSQL Uni")), None)
    if driver is None:
        pytest.skip("no ODBC driver of PostgreSQL here (odbc-postgresql)")
    address = urlsplit(server)
    monkeypatch.setenv(PASSWORD_VARIABLE, os.environ.get("PGPASSWORD", ""))
    return (
        f"odbc:DRIVER={{{driver}}};SERVER={address.hostname};PORT={address.port or 5432};"
        f"DATABASE={address.path.strip('/')};UID={address.username}"
    )


def test_odbc_gives_the_same_rows(server: str, by_odbc: str, tmp_path: Path) -> None:
    query = (
        "SELECT id, soort, begin AT TIME ZONE 'Europe/Amsterdam' AS begin, eind, x_rd, notitie "
        "FROM proef.meldingen ORDER BY id"
    )
    tables = []
    for number, url in enumerate((server, by_odbc)):
        path = tmp_path / f"{number}.csv"
        assert export(DatabaseTable(url, query=query), path).rows == 3
        tables.append(rows_of(path))
    assert tables[0] == tables[1]
    assert tables[1][0]["begin"] == "2017-01-05 19:00:00"
    # A moment with a zone comes without it, in Dutch time: 18:00 in UTC, as above.
    export(DatabaseTable(by_odbc, "proef.meldingen"), tmp_path / "rijen.csv")
    begins = [row["begin"] for row in rows_of(tmp_path / "rijen.csv")]
    assert begins == ["2017-01-05 19:00:00", "2017-07-05 20:00:00", ""]


def test_odbc_reads_what_is_new(by_odbc: str, tmp_path: Path) -> None:
    path = tmp_path / "rijen.csv"
    asked = DatabaseTable(by_odbc, "proef.meldingen", newer_by="id", newer_than="1")
    exported = export(asked, path)
    assert (exported.rows, exported.newest) == (2, "3")
    assert [row["id"] for row in rows_of(path)] == ["2", "3"]
    query = "SELECT id, gewijzigd AT TIME ZONE 'UTC' AS gewijzigd FROM proef.meldingen"
    by_time = DatabaseTable(by_odbc, query=query, newer_by="gewijzigd")
    first = export(by_time, path)
    assert first.rows == 3
    assert export(replace(by_time, newer_than=first.newest), path).rows == 0
    # The second and the third were changed after it.
    assert export(replace(by_time, newer_than="2026-01-01 23:00:00"), path).rows == 2


def test_odbc_changes_nothing_and_tells_no_password(
    by_odbc: str, server: str, tmp_path: Path
) -> None:
    path = tmp_path / "rijen.csv"
    for harmful in (
        "DELETE FROM proef.meldingen RETURNING *",
        "SELECT nextval('proef.tel')",
        "SELECT 1) x; DELETE FROM proef.meldingen; --",
    ):
        with contextlib.suppress(SourceError):
            export(DatabaseTable(by_odbc, query=harmful), path)
    assert export(DatabaseTable(server, "proef.meldingen"), path).rows == 3
    wrong = by_odbc.replace("UID=", "UID=niemand_")
    with pytest.raises(SourceError, match="Geen verbinding") as told:
        export(DatabaseTable(wrong, "proef.meldingen"), path)
    assert os.environ[PASSWORD_VARIABLE] not in str(told.value)
    with pytest.raises(SourceError, match="wachtwoord"):
        export(DatabaseTable(f"{by_odbc};pwd=geheim", "proef.meldingen"), path)
