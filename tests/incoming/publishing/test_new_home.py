"""`hotspots new-home`: another municipality from the services, and what is done with it next."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from shapely import LineString

from hotspots.access.features import waits
from hotspots.access.fetching import (
    current_division,
    divisions_of,
    fetch_boundaries,
    fetch_surroundings,
    make_new_home,
)
from hotspots.access.importing import import_file, report_of
from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.question import Selection
from hotspots.errors import NothingYetError, SettingsError, SourceError
from hotspots.exports.writers import write_analysis
from hotspots.incoming.publishing.features import layer_for
from hotspots.pages.home_check import problems_of
from hotspots.settings import Home
from open_data_server.cbs import Table, crimes_of, dimension, tables_by_odata
from open_data_server.everything import town_parts
from open_data_server.kept_areas import Area, groningen, squares, the_hague, together
from open_data_server.made_up_figures import keyfigures_table
from open_data_server.pdok import areas_by_ogc, features_by_ogc, regions_by_wfs
from open_data_server.server import Server, serving
from town import BUURTEN, SIDE_M

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotspots.incoming.open_data.surroundings import Subject


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


def test_the_boundaries_of_a_home_keep_where_they_come_from(tmp_path: Path, server: Server) -> None:
    home = make_new_home(tmp_path / "vierbuurten", ("GM9999",), base_url=server.url).home
    workspace = open_workspace(home, role="analist")
    # The lines, and the lines with the figures of CBS.
    assert [version.name for version in divisions_of(workspace)] == ["v2", "v1"]
    for version in divisions_of(workspace):
        told = version.fetched
        assert told["service"] == "PDOK (CBS wijken en buurten)"
        assert told["request"].startswith(f"{server.url}/cbs/wijken-en-buurten-2023/")
        assert told["licence"] == "CC BY 4.0"
        assert len(told["checksum"]) == 64
        assert told["rows"] == "7"  # the gemeente, two wijken and four buurten


def test_an_export_tells_where_borders_and_figures_were_fetched(
    tmp_path: Path, server: Server
) -> None:
    home = make_new_home(tmp_path / "vierbuurten", ("GM9999",), base_url=server.url).home
    workspace = open_workspace(home, role="analist")
    out = tmp_path / "uit.csv"
    write_analysis(workspace, analyse(workspace, Selection("politiecijfers", level="buurten")), out)
    told = out.with_suffix(".verantwoording.csv").read_text(encoding="utf-8-sig")
    division = current_division(workspace)
    assert division is not None
    for words in (
        "Dienst: grenzen,PDOK (CBS wijken en buurten)",
        f"Vraag aan de dienst: grenzen,{server.url}/cbs/wijken-en-buurten-2023/",
        f"Controlegetal van het antwoord (SHA-256): grenzen,{division.fetched['checksum']}",
        "Rijen in het antwoord: grenzen,7",
        "Dienst: kerncijfers,CBS (kerncijfers wijken en buurten)",
        "Rijen in het antwoord: kerncijfers,4",
    ):
        assert words in told


def test_the_same_boundaries_again_leave_the_newer_figures_alone(
    tmp_path: Path, server: Server
) -> None:
    home = make_new_home(tmp_path / "vierbuurten", ("GM9999",), base_url=server.url).home
    again = fetch_boundaries(open_workspace(home, role="analist"), base_url=server.url, year=2023)
    assert (again.status, again.version) == ("unchanged", "v2")
    current = current_division(open_workspace(home, role="analist"))
    assert current is not None
    assert current.fetched["figures_service"] == "CBS (kerncijfers wijken en buurten)"


def test_layers_for_rail_and_water_wait_for_their_services(tmp_path: Path, server: Server) -> None:
    made = make_new_home(tmp_path / "vierbuurten", ("GM9999",), base_url=server.url)
    workspace = open_workspace(made.home, role="analist")
    subjects: tuple[Subject, ...] = (
        "rail", "stations", "risk", "register", "companies", "pipelines", "flood", "dikes", "roads",
    )  # fmt: skip
    for subject in subjects:
        layer, spec = layer_for(workspace.library.catalog, subject)
        assert layer.theme == "fysieke_veiligheid"
        assert waits(workspace, spec.purpose)
    track = Area({"naam": "Merwedelijn"}, LineString([(100_100, 420_500), (101_900, 420_500)]))
    server.parts["/prorail"] = features_by_ogc({"spooras": [track]}, lambda: server.url)
    _, report = fetch_surroundings(workspace, "rail", base_url=server.url)
    assert (report.status, report.accepted) == ("published", 1)
    after = open_workspace(made.home, role="analist")
    assert not waits(after, "rail")
    assert waits(after, "dike_ring")


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


def test_a_region_of_gemeenten_keeps_to_its_list(tmp_path: Path) -> None:
    further = [
        (f"BU8888{code[6:]}", name, f"WK8888{wijk[6:]}", x + 5_000, y, homes, people)
        for code, name, wijk, x, y, homes, people in BUURTEN
    ]
    areas = together(
        squares(BUURTEN, SIDE_M, gemeente=("GM9999", "Vierbuurten")),
        squares(further, SIDE_M, gemeente=("GM8888", "Overkant")),
    )
    counts: dict[tuple[str, str, str], int | None] = {
        ("1.1.1", "BU99990100", "2023MM01"): 3, ("1.1.1", "BU88880100", "2023MM01"): 4,
    }  # fmt: skip
    police = Table(
        {
            "SoortMisdrijf": dimension({"1.1.1": "1.1.1 Inbraak"}, width=6),
            "TypedDataSet": crimes_of(counts),
        }
    )
    with serving({}) as running:
        cbs = tables_by_odata(
            {"47022NED": police, "85618NED": keyfigures_table(areas["buurten"])},
            lambda: running.url,
        )
        regions = {"VR18": ("Twee Oevers", ["GM9999", "GM8888"])}
        running.parts |= {
            "/cbs/wijken-en-buurten-2023": areas_by_ogc(areas, lambda: running.url),
            "/cbs/gebiedsindelingen/2023": regions_by_wfs(areas, regions),
            "/ODataApi": cbs,
            "/ODataFeed": cbs,
        }
        made = make_new_home(
            tmp_path / "regio", ("GM9999", "GM8888"), base_url=running.url, name="Twee Oevers"
        )
        assert (made.wijken, made.buurten, made.without) == (4, 8, ())
        workspace = open_workspace(made.home, role="analist")
        assert workspace.catalog.gemeente.name == "Twee Oevers"
        gemeenten = workspace.geography.level("gemeenten")
        assert gemeenten.names == ("Overkant", "Vierbuurten")
        assert workspace.geography.around("gemeenten", "wijken").tolist() == [0, 0, 1, 1]
        found = analyse(workspace, Selection("politiecijfers", level="wijken"))
        told = dict(zip(found.codes, found.counts.tolist(), strict=True))
        assert (told["WK999901"], told["WK888801"]) == (3, 4)
        found = analyse(workspace, Selection("politiecijfers", level="gemeenten"))
        assert dict(zip(found.codes, found.counts.tolist(), strict=True)) == {
            "GM8888": 4, "GM9999": 3,
        }  # fmt: skip
        # Without a list on the command line that of gemeente.toml counts.
        again = fetch_boundaries(workspace, base_url=running.url, dry_run=True)
        # By the name of the region it is the same home, in the order of the codes.
        named = make_new_home(tmp_path / "naam", region="twee oevers", base_url=running.url)
    assert again.gemeenten == ("GM9999", "GM8888")
    assert (again.buurten, again.changes) == (8, ())
    assert (named.name, named.year, named.gemeenten) == ("Twee Oevers", 2023, ("GM8888", "GM9999"))
    assert (named.wijken, named.buurten, named.without) == (4, 8, ())


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

[layers.delicten]
kind = "counts"
label = "Delicten"
observes = "misdrijf"
noun = "delict"
noun_plural = "delicten"

[layers.delicten.source]
file = "delicten.csv"
attribution = "Politie Den Haag, open data"
licence = "onbekend"

[layers.delicten.columns]
area = "district"
period = "maand"
soort = "delict"
count = "aantal"

[layers.delicten.filters]
show = ["soort", "period", "wijk"]

[layers.delicten.privacy]
finest = "wijken"

[layers.delicten.soorten]
"""


def test_the_region_of_the_hague_by_district_and_districts_without_data_are_told(
    tmp_path: Path, shared_real: Path
) -> None:
    delicts = pd.read_csv(shared_real / "denhaag/delicts_buurt_month_2011_2017.csv.gz")
    codes = sorted({f"GM{code // 100:04d}" for code in delicts["district_code"]})
    assert len(codes) == 8
    with serving({}) as running:
        running.parts["/cbs/wijken-en-buurten-2017"] = areas_by_ogc(
            the_hague(codes), lambda: running.url
        )
        made = make_new_home(tmp_path / "regio", codes, base_url=running.url, year=2017)
    folder = made.home.themes / "politie"
    folder.mkdir()
    soorten = {name: f"s{at}" for at, name in enumerate(sorted(set(delicts["delict"])))}
    assert len(soorten) == 12
    declared = "".join(f'{soort} = "{name}"\n' for name, soort in soorten.items())
    (folder / "theme.toml").write_text(COUNTS_LAYER + declared, encoding="utf-8")
    delicts["district"] = [f"WK{code:06d}" for code in delicts["district_code"]]
    months = zip(delicts["year"], delicts["month"], strict=True)
    delicts["maand"] = [f"{year}-{month:02d}" for year, month in months]
    counted = delicts.groupby(["district", "maand", "delict"])["count"].sum().reset_index()
    # 341 buurten lie in 102 districts; 84 months and 12 crimes of each.
    assert len(counted) == 102 * 84 * 12
    counted.rename(columns={"count": "aantal"}).to_csv(folder / "delicten.csv", index=False)
    workspace = open_workspace(made.home, role="analist")
    analysis = analyse(workspace, Selection("delicten", level="wijken"))
    told = analysis.table()
    told = told[told["status"] != "suppressed"]
    with_polygon = set(counted["district"]) & set(analysis.codes)
    assert set(told["code"]) == with_polygon
    # What is on the map is the sum of the file over the districts that have a polygon.
    inside = counted[counted["district"].isin(with_polygon)]
    assert told["count"].sum() == inside["count"].sum() == analysis.ledger.mapped
    assert analysis.ledger.faults() == []
    assert analysis.ledger.read == counted["count"].sum()
    # The eight gemeenten are the sums of their districts, also where a district tells nothing.
    per_gemeente = analyse(workspace, Selection("delicten", level="gemeenten"))
    assert per_gemeente.codes == tuple(codes)
    expected = inside.groupby("GM" + inside["district"].str[2:6])["count"].sum()
    assert dict(zip(codes, per_gemeente.counts.tolist(), strict=True)) == expected.to_dict()
    # One crime alone.
    name = "Burglary (attempted and successful)"
    burglaries = analyse(workspace, Selection("delicten", level="wijken", soorten=(soorten[name],)))
    assert burglaries.ledger.mapped == inside.loc[inside["delict"] == name, "count"].sum()
    report = report_of(workspace, workspace.layer("delicten"))
    assert report is not None
    absent = len(analysis.codes) - len(with_polygon)
    assert absent > 0
    assert any(f"{absent} gebieden" in warning for warning in report.warnings)
    assert workspace.version(workspace.layer("delicten")).counts["quarantined"] == 0


def test_the_layer_of_counts_in_the_guide_is_one_that_works(tmp_path: Path, server: Server) -> None:
    guide = (Path(__file__).parents[3] / "docs/eigen-gemeente.md").read_text(encoding="utf-8")
    lines = guide[guide.index("    [layers.delicten]") :].splitlines()
    told = "\n".join(
        line.removeprefix("    ")
        for line in takewhile(lambda line: not line or line.startswith("    "), lines)
    )
    home = make_new_home(tmp_path / "vierbuurten", ("GM9999",), base_url=server.url).home
    theme = home.themes / "overlast" / "theme.toml"
    theme.write_text(f"{theme.read_text(encoding='utf-8')}\n{told}\n", encoding="utf-8")
    (home.themes / "overlast" / "delicten.csv").write_text(
        "district,maand,delict,aantal\nWK999901,2023-01,Inbraak,4\nWK999901,2023-02,diefstal,2\n"
    )
    assert problems_of(home)[1] == []
    found = analyse(
        open_workspace(home, role="analist"), Selection("delicten", level="wijken")
    ).table()
    assert dict(zip(found["code"], found["status"], strict=True)) == {
        "WK999901": "value", "WK999902": "suppressed",
    }  # fmt: skip
