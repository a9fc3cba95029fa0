"""`hotspots new-home`: another municipality from the services, and what is done with it next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from hotspots.access.importing import import_file, report_of
from hotspots.access.new_home import make_new_home
from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.selection import Selection
from hotspots.cartography.soundness import problems_of
from hotspots.errors import NothingYetError, SettingsError, SourceError
from hotspots.settings import Home
from open_data_server.everything import town_parts
from open_data_server.kept_areas import groningen, the_hague
from open_data_server.pdok import areas_by_ogc
from open_data_server.server import Server, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def server() -> Iterator[Server]:
    with serving({}) as running:
        running.parts.update(town_parts(lambda: running.url))
        yield running


def test_a_home_has_boundaries_figures_and_layers_that_wait(tmp_path: Path, server: Server) -> None:
    root = tmp_path / "vierbuurten"
    made = make_new_home(root, ("GM9999",), base_url=server.url)
    assert (made.year, made.wijken, made.buurten, made.without) == (2023, 2, 4, ())
    home = Home(root, root / ".hotspots")
    assert problems_of(home)[1] == []
    workspace = open_workspace(home, role="analist")
    assert workspace.catalog.gemeente.name == "Vierbuurten"
    assert [theme.id for theme in workspace.themes][-1] == "politiecijfers"
    assert analyse(workspace, Selection("politiecijfers", level="buurten")).ledger.selected == 120
    # No rows is not the same as no incidents: a layer that waits has no zeros to show.
    waiting = [layer for layer in workspace.catalog.layers if layer.kind == "incidents"]
    assert len(waiting) == 4
    for layer in waiting:
        with pytest.raises(NothingYetError, match="nog niets gepubliceerd"):
            analyse(workspace, Selection(layer.id, level="buurten"))


def test_the_first_file_fills_an_empty_layer(tmp_path: Path, server: Server) -> None:
    root = tmp_path / "vierbuurten"
    home = make_new_home(root, ("GM9999",), base_url=server.url).home
    # The header of the example and one row under it.
    example = (root / "data/overlast/overlast.csv").read_text(encoding="utf-8")
    file = tmp_path / "eerste.csv"
    file.write_text(f"{example}1,jeugd,2024-05-01,20:15,100500,421500\n", encoding="utf-8")
    workspace = open_workspace(home, role="analist")
    report = import_file(workspace, workspace.layer("overlast"), file)
    assert (report.status, report.accepted) == ("published", 1)
    analysis = analyse(open_workspace(home, role="analist"), Selection("overlast", level="buurten"))
    assert dict(zip(analysis.codes, analysis.counts.tolist(), strict=True))["BU99990100"] == 1


def test_without_figures_there_is_a_home_that_says_what_it_lacks(
    tmp_path: Path, server: Server
) -> None:
    del server.parts["/ODataApi"], server.parts["/ODataFeed"]
    made = make_new_home(tmp_path / "kaal", ("GM9999",), base_url=server.url)
    assert [why for _, why in made.without] == [
        "CBS (kerncijfers wijken en buurten) gaf geen antwoord.",
        "CBS (politiecijfers) gaf geen antwoord.",
    ]
    assert problems_of(made.home)[1] == []


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path, server: Server) -> None:
    (tmp_path / "vol").mkdir()
    (tmp_path / "vol" / "brief.txt").write_text("bewaren")
    with pytest.raises(SettingsError, match="is niet leeg"):
        make_new_home(tmp_path / "vol", ("GM9999",), base_url=server.url)
    assert [path.name for path in (tmp_path / "vol").iterdir()] == ["brief.txt"]


def test_boundaries_that_are_not_sound_leave_no_folder(tmp_path: Path, server: Server) -> None:
    server.fails("html", at="/collections/buurten", times=1)
    with pytest.raises(SourceError):
        make_new_home(tmp_path / "half", ("GM9999",), base_url=server.url, year=2023)
    assert list(tmp_path.iterdir()) == []


def test_groningen_in_the_names_of_2017_with_real_thefts(tmp_path: Path, shared_real: Path) -> None:
    with serving({}) as running:
        running.parts["/cbs/wijken-en-buurten-2017"] = areas_by_ogc(
            groningen(), lambda: running.url
        )
        made = make_new_home(tmp_path / "gm", ("GM0014",), base_url=running.url, year=2017)
    assert made.year == 2017
    workspace = open_workspace(made.home, role="analist")
    households = workspace.geography.buurten.denominators["huishoudens"]
    at = workspace.geography.buurten.codes.index("BU00140000")
    assert households[at] == 3595  # AANTAL_HH of Binnenstad-Noord in the file
    lines = (shared_real / "groningen/fietsdiefstallen_2013_2017.csv").read_text().splitlines()
    some = tmp_path / "fietsen.csv"
    some.write_text("\n".join(lines[:1001]), encoding="utf-8")
    report = import_file(workspace, workspace.layer("fietsendiefstal"), some)
    assert (report.read, report.quarantined) == (1000, 0)
    analysis = analyse(
        open_workspace(made.home, role="analist"), Selection("fietsendiefstal", level="buurten")
    )
    assert analysis.ledger.faults() == []
    assert analysis.ledger.selected == report.accepted - report.outside - report.without_place


COUNTS_LAYER = """
id = "politie"
label = "Politie"
order = 2
description = "Aantallen per district."

[layers.inbraken]
kind = "counts"
label = "Inbraken"
observes = "misdrijf"
noun = "inbraak"
noun_plural = "inbraken"

[layers.inbraken.source]
file = "inbraken.csv"
attribution = "Politie Den Haag, open data"
licence = "onbekend"

[layers.inbraken.columns]
area = "district"
period = "maand"
count = "aantal"

[layers.inbraken.filters]
show = ["period", "wijk"]

[layers.inbraken.privacy]
finest = "wijken"
"""


def test_the_region_of_the_hague_by_district_and_districts_without_data_are_told(
    tmp_path: Path, shared_real: Path
) -> None:
    delicts = pd.read_csv(shared_real / "denhaag/delicts_buurt_month_2011_2017.csv.gz")
    burglary = delicts[delicts["delict"].str.startswith("Burglary")]
    codes = sorted({f"GM{code // 100:04d}" for code in burglary["district_code"]})
    with serving({}) as running:
        running.parts["/cbs/wijken-en-buurten-2017"] = areas_by_ogc(
            the_hague(codes), lambda: running.url
        )
        made = make_new_home(tmp_path / "regio", codes, base_url=running.url, year=2017)
    counted = burglary.groupby(["district_code", "year", "month"])["count"].sum().reset_index()
    folder = made.home.themes / "politie"
    folder.mkdir()
    (folder / "theme.toml").write_text(COUNTS_LAYER, encoding="utf-8")
    rows = [
        f"WK{row.district_code:06d},{row.year}-{row.month:02d},{row.count_}"
        for row in counted.rename(columns={"count": "count_"}).itertuples()
    ]
    (folder / "inbraken.csv").write_text("\n".join(["district,maand,aantal", *rows]) + "\n")
    workspace = open_workspace(made.home, role="analist")
    analysis = analyse(workspace, Selection("inbraken", level="wijken"))
    table = analysis.table()
    told = table[table["status"] != "suppressed"]
    with_polygon = {f"WK{code:06d}" for code in counted["district_code"]} & set(analysis.codes)
    assert set(told["code"]) == with_polygon
    # What is on the map is the sum of the file over the districts that have a polygon.
    inside = counted[[f"WK{code:06d}" in with_polygon for code in counted["district_code"]]]
    assert told["count"].sum() == inside["count"].sum() == analysis.ledger.mapped
    version = workspace.version(workspace.layer("inbraken"))
    assert len(codes) == 8
    report = report_of(workspace, workspace.layer("inbraken"))
    assert report is not None
    absent = len(analysis.codes) - len(with_polygon)
    assert absent > 0
    assert any(f"{absent} gebieden" in warning for warning in report["warnings"])
    assert version.counts["quarantined"] == 0
