"""A home from a GeoPackage and a CSV, by the commands of the manual, from an empty folder."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

import geopandas as gpd
import numpy as np
import pytest
import shapely

from hotspots.catalog.reading import read_catalog
from hotspots.cli import main
from hotspots.geography.areas import read_geography
from hotspots.settings import HOME_VARIABLE, ROLE_VARIABLE, STATE_VARIABLE, Home
from ports import free_port
from town import BUURTEN, SIDE_M

if TYPE_CHECKING:
    from collections.abc import Callable

    from cli.conftest import Ran

MANUAL = Path(__file__).parents[2] / "docs/eigen-gemeente.md"
HEADING = "## Zonder diensten: een bestand met gebieden en een CSV"


def commands() -> list[list[str]]:
    """The commands of the chapter, as they are typed."""
    chapter = MANUAL.read_text(encoding="utf-8").partition(HEADING)[2].partition("\n## ")[0]
    return [shlex.split(line) for line in re.findall(r"^    (hotspots .*)$", chapter, re.MULTILINE)]


def squares() -> list[shapely.Geometry]:
    return [shapely.box(x, y, x + SIDE_M, y + SIDE_M) for *_, x, y, _, _ in BUURTEN]


def write_areas(folder: Path, **columns: object) -> Path:
    path = folder / "gebieden.gpkg"
    shapes = columns.pop("shapes", squares())
    rows = gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:28992")  # type: ignore[arg-type]
    rows.to_file(path, layer="gebieden", driver="GPKG")
    return path


@pytest.fixture
def as_typed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ran]:
    from cli.conftest import Ran  # noqa: PLC0415

    for variable in (HOME_VARIABLE, ROLE_VARIABLE, STATE_VARIABLE):
        monkeypatch.delenv(variable, raising=False)

    def run(*arguments: object) -> Ran:
        capsys.readouterr()
        code = main([str(one) for one in arguments])
        return Ran(code, *capsys.readouterr())

    return run


def test_the_manual_makes_a_home_from_a_geopackage_and_a_csv(
    tmp_path: Path,
) -> None:
    write_areas(
        tmp_path,
        buurtcode=[row[0] for row in BUURTEN],
        buurtnaam=[row[1] for row in BUURTEN],
        wijkcode=[row[2] for row in BUURTEN],
        wijknaam=["Boven", "Boven", "Onder", "Onder"],
        huishoudens=[row[5] for row in BUURTEN],
    )
    # Noord 3, Oost 2, Zuid 1, Haven 0.
    places = [(100_050, 421_050)] * 3 + [(101_500, 421_500)] * 2 + [(100_500, 420_500)]
    rows = [f"{at},{at + 1:02d}-03-2026,12:30,Geluid,{x},{y}" for at, (x, y) in enumerate(places)]
    (tmp_path / "meldingen.csv").write_text(
        "\n".join(["id,datum,tijd,soort,x,y", *rows]) + "\n", encoding="utf-8"
    )
    typed = commands()
    assert [words[-1] for words in typed if "app" in words] == ["app"]
    assert len(typed) == 7
    here = {name: value for name, value in os.environ.items() if not name.startswith("HOTSPOTS_")}
    here["PYTHONPATH"] = os.pathsep.join(sys.path)
    # No service is asked: each would be asked through this proxy, which is not there.
    here |= dict.fromkeys(("http_proxy", "https_proxy", "HTTPS_PROXY"), "http://127.0.0.1:9")
    said: dict[str, str] = {}
    for words in typed[:-1]:
        ran = subprocess.run(
            [sys.executable, "-m", *words], cwd=tmp_path, env=here, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert ran.returncode == 0, (words, ran.stderr)
        said[" ".join(words)] = ran.stdout
    assert "Alles klopt" in said["hotspots --home ./mijn check"]
    counted = said["hotspots --home ./mijn analyse overlast --level buurten"]
    for name, count in (("Noord", 3), ("Oost", 2), ("Zuid", 1), ("Haven", 0)):
        assert re.search(rf"{name} +{count}\b", counted), counted
    assert (tmp_path / "kaart.html").stat().st_size > 100_000
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", *typed[-1], "--port", str(port)], cwd=tmp_path, env=here,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        last = time.monotonic() + 120
        while True:
            try:
                with urlopen(f"http://127.0.0.1:{port}/gezond", timeout=5) as answer:
                    assert answer.status == 200
                break
            except OSError:
                assert time.monotonic() < last
                time.sleep(0.5)
    finally:
        server.terminate()
        server.wait(60)


def test_one_column_may_be_code_and_name_and_a_collection_is_repaired_and_named(
    tmp_path: Path, as_typed: Callable[..., Ran]
) -> None:
    shapes = squares()
    line = shapely.LineString([(100_000, 421_000), (99_000, 420_000)])
    inner = shapely.GeometryCollection([shapes[3]])
    shapes[0] = shapely.GeometryCollection([shapes[0], line, shapely.Point(0, 0)])
    shapes[3] = shapely.GeometryCollection([inner, line])
    file = write_areas(tmp_path, gebied=[row[1] for row in BUURTEN], shapes=shapes)
    refused = as_typed("new-home", tmp_path / "mijn", "--areas", file)
    assert refused.code != 0
    assert "Gevonden: gebied." in refused.err
    assert "--column code=KOLOM" in refused.err
    made = as_typed("new-home", tmp_path / "mijn", "--areas", file, "--column", "code=gebied")
    assert made.code == 0
    assert "Hersteld: 2 gebieden waren een verzameling" in made.out
    assert "Noord, Haven" in made.out
    root = (tmp_path / "mijn").resolve()
    geography = read_geography(read_catalog(Home(root, root / ".hotspots")))
    assert geography.buurten.names == geography.buurten.codes == ("Haven", "Noord", "Oost", "Zuid")
    assert geography.buurten.area_km2.tolist() == [1.0] * 4
    assert (geography.wijken.names, geography.wijken.codes) == (("mijn",), ("WK000000",))
    assert np.isnan(geography.whole.denominators["huishoudens"]).all()


def test_without_households_hotspots_are_sought_by_land_and_not_by_what_is_not_known(
    tmp_path: Path, as_typed: Callable[..., Ran]
) -> None:
    file = write_areas(tmp_path, code=[row[0] for row in BUURTEN])
    home = tmp_path / "mijn"
    assert as_typed("new-home", home, "--areas", file).code == 0
    # Forty in one hectare, and ten over the rest.
    places = [(100_050 + at % 10, 421_050 + at // 10) for at in range(40)]
    places += [(100_150 + 190 * at, 420_150 + 170 * at) for at in range(10)]
    rows = [f"{at},{at % 28 + 1:02d}-03-2026,Geluid,{x},{y}" for at, (x, y) in enumerate(places)]
    incidents = tmp_path / "meldingen.csv"
    incidents.write_text("\n".join(["id,datum,soort,x,y", *rows]) + "\n", encoding="utf-8")
    assert as_typed("--home", home, "import", incidents, "--layer", "overlast").code == 0
    tested = ("--home", home, "analyse", "overlast", "--level", "cells", "--measure", "gi_star")
    by_default = as_typed(*tested)
    assert by_default.code == 0
    assert "verwachting naar land" in by_default.err
    assert "hotspot: duidelijk meer dan verwacht" in by_default.out
    refused = as_typed(*tested, "--expectation", "huishoudens")
    assert refused.code == 2
    assert "Van geen buurt is bekend hoeveel huishoudens er zijn." in refused.err


def test_a_home_may_declare_a_collection_and_one_column_for_both(
    run: Callable[..., Ran], home: Home
) -> None:
    path = home.geodata / "buurten/buurten.geojson"
    rows = gpd.read_file(path)
    line = shapely.LineString([(100_000, 421_000), (99_000, 420_000)])
    shapes = rows.geometry.to_list()
    shapes[1] = shapely.GeometryCollection([shapes[1], line])
    rows.set_geometry(shapes, crs=rows.crs).to_file(path, driver="GeoJSON")
    declared = home.geodata / "buurten/layer.toml"
    told = declared.read_text(encoding="utf-8")
    column = re.search(r'^code = "(.*)"$', told, re.MULTILINE)
    assert column is not None
    declared.write_text(
        re.sub(r'^name = ".*"$', f'name = "{column[1]}"', told, flags=re.MULTILINE), "utf-8"
    )
    ran = run("check")
    assert ran.code == 0, ran.err
    assert "Hersteld: 1 gebied was een verzameling" in ran.out
    assert "BU99990101" in ran.out


@pytest.mark.parametrize(
    ("columns", "crs", "said"),
    [
        ({"buurtcode": ["A", "A", "B", "C"]}, "EPSG:28992", "Code A komt 2 keer voor"),
        ({"buurtcode": ["A", "B", "C", "D"]}, None, "zegt niet in welk stelsel"),
        ({"buurtcode": ["A", "B", "C", "D"]}, "EPSG:32618", "liggen niet in Nederland"),
    ],
)
def test_areas_that_cannot_be_are_refused_and_leave_no_folder(
    tmp_path: Path,
    as_typed: Callable[..., Ran],
    columns: dict[str, object],
    crs: str | None,
    said: str,
) -> None:
    rows = gpd.GeoDataFrame(columns, geometry=squares(), crs=crs)
    path = tmp_path / "gebieden.gpkg"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that there is no CRS is what is tried
        rows.to_file(path, layer="gebieden", driver="GPKG")
    ran = as_typed("new-home", tmp_path / "mijn", "--areas", path)
    assert ran.code != 0
    assert said in ran.err
    # Of the file that was given, and of none that would have been made of it; a sum names codes.
    assert ("'gebieden.gpkg'" in ran.err) == (crs != "EPSG:28992")
    assert "layer.toml" not in ran.err
    assert not (tmp_path / "mijn").exists()


def test_a_home_is_of_a_gemeente_or_of_a_file(tmp_path: Path, as_typed: Callable[..., Ran]) -> None:
    for both in ((), ("--region", "Zuid", "--areas", "eigen.gpkg")):
        ran = as_typed("new-home", tmp_path / "mijn", *both)
        assert ran.code != 0
        assert "--areas BESTAND" in ran.err


def test_check_opens_the_files_of_incidents_and_judges_them(
    run: Callable[..., Ran], home: Home
) -> None:
    fine = run("check")
    assert fine.code == 0
    # As `town.INCIDENTS` says: 31 February is put aside, and row 1 is there twice.
    assert "data/proef/inbraak.csv: 11 rijen, 9 goed, 1 apart gezet, 1 dubbel." in fine.out
    assert not home.state.exists()
    path = home.themes / "proef/inbraak.csv"
    path.write_text("id,begin,x,y\n1,gisteren,hier,daar\n2,morgen,hier,daar\n", encoding="utf-8")
    ran = run("check")
    assert ran.code == 2
    assert "data/proef/inbraak.csv" in ran.err
    path.write_bytes(b"\x00\x01\x02 geen csv")
    assert "data/proef/inbraak.csv" in run("check").err
    # Whoever asks for something else did not choose that file, and is told which it is.
    for asked in (("analyse", "inbraak"), ("import", path, "--layer", "inbraak")):
        ran = run(*asked)
        assert ran.code == 2
        assert ran.err.startswith("data/proef/inbraak.csv: ")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("id,soort,begin,eind,x,y\n", ""),
        ("id,soort,begin,eind,x,y\n1,woning,2018-01-05,,100060,421060\n", "1 rij gevonden"),
        ("naam;waarde\nx;1\ny;2\n", "2 rijen gevonden"),
        ("naam;waarde\n", "ontbreekt een kolom voor: datum"),
        ("", "is leeg"),
        ("%PDF-1.7", "herkend als een PDF"),
    ],
)
def test_check_opens_a_file_that_is_declared_empty(
    run: Callable[..., Ran], home: Home, content: str, said: str
) -> None:
    folder = home.themes / "proef"
    theme = (folder / "theme.toml").read_text(encoding="utf-8")
    declared = 'file = "inbraak.csv"\n'
    assert declared in theme
    empty = theme.replace(declared, f"{declared}rows = 0\n")
    (folder / "theme.toml").write_text(empty, encoding="utf-8")
    (folder / "inbraak.csv").write_text(content, encoding="utf-8")
    ran = run("check")
    assert ran.code == (2 if said else 0)
    assert said in ran.err
    assert not said or "data/proef/inbraak.csv: " in ran.err


def test_check_opens_a_layer_of_places_that_is_declared_empty(
    as_typed: Callable[..., Ran], tmp_path: Path
) -> None:
    columns = {"buurtcode": [row[0] for row in BUURTEN], "buurtnaam": [row[1] for row in BUURTEN]}
    areas = write_areas(tmp_path, **columns)
    home = tmp_path / "mijn"
    assert as_typed("new-home", home, "--areas", areas).code == 0
    sites = home / "geodata/evenementlocaties/evenementlocaties.geojson"
    empty = sites.read_text(encoding="utf-8")
    assert as_typed("--home", home, "check").code == 0
    sites.write_bytes(b"\x00\x07\xff" * 400)
    ran = as_typed("--home", home, "check")
    assert ran.code == 2
    assert "'evenementlocaties.geojson' van laag 'evenementlocaties' is niet te lezen" in ran.err
    point = '{"type": "Feature", "properties": {"naam": "Markt"}, "geometry": {"type": "Point", '
    point += '"coordinates": [100050, 421050]}}'
    sites.write_text(re.sub(r'("features": \[)', rf"\1{point}", empty), encoding="utf-8")
    ran = as_typed("--home", home, "check")
    assert ran.code == 2
    assert "evenementlocaties.geojson: 1 rij gevonden, terwijl 'rows = 0'" in ran.err
    assert "uit layer.toml" in ran.err


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://lezer" + ":geheim" + "@server/meldkamer", "staat een wachtwoord"),
        ("postgresql://lezer@server", "geen adres van een database"),
        ("postgresql://lezer@server/meldkamer?soort=alles", "geen adres van een database"),
        ("mysql://lezer@server/meldkamer", "geen adres van een database"),
        ("odbc:DSN=meldkamer;PWD=geheim", "staat een wachtwoord"),
        ("postgresql://lezer@server/meldkamer", ""),
        ("odbc:DSN=meldkamer;UID=lezer", ""),
    ],
)
def test_check_judges_the_address_of_a_database_without_asking_it(
    run: Callable[..., Ran], home: Home, address: str, said: str
) -> None:
    (home.root / "bronnen.toml").write_text(
        f'[meldkamer]\nlayer = "inbraak"\ndatabase = "{address}"\ntable = "m"\nevery = "week"\n',
        encoding="utf-8",
    )
    if address.startswith("odbc:") and not said:
        # It is there and cannot be used where the machine has no library of ODBC.
        pytest.importorskip("pyodbc", exc_type=ImportError)
    ran = run("check")
    assert "geheim" not in ran.err
    assert ran.code == (2 if said else 0), ran.err
    assert said in ran.err


def test_check_says_where_the_library_of_a_database_is_not_installed(
    run: Callable[..., Ran], home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    (home.root / "bronnen.toml").write_text(
        '[m]\nlayer = "inbraak"\ndatabase = "postgresql://l@s/d"\ntable = "m"\nevery = "week"\n',
        encoding="utf-8",
    )
    ran = run("check")
    assert ran.code == 2
    assert "pip install 'hotspots[database]'" in ran.err


def test_an_error_on_a_key_says_what_the_key_holds_and_where_all_of_them_stand(
    run: Callable[..., Ran], home: Home
) -> None:
    (home.root / "bronnen.toml").write_text('[m]\nevry = "week"\n', encoding="utf-8")
    ran = run("refresh")
    assert (
        "onbekende sleutel 'evry'. Bedoelde u 'every'? ('every' is tekst: day, week of month)"
        in ran.err
    )
    assert "sleutel 'every' ontbreekt: tekst: day, week of month." in ran.err
    assert "docs/reference.md" in ran.err
