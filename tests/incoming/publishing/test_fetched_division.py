"""A fetched division of the town: checked, published, compared with the one before, restored."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely

from hotspots.access.audit import lines
from hotspots.access.fetching import (
    current_division,
    divisions_of,
    fetch_boundaries,
    restore_boundaries,
)
from hotspots.access.importing import damaged_versions
from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.question import Selection
from hotspots.catalog.reading import read_catalog
from hotspots.crs import RD_NEW
from hotspots.errors import AccessError, SourceError
from hotspots.geography.areas import read_geography
from hotspots.incoming.open_data.boundaries import fetch_division
from hotspots.incoming.open_data.client import PoliteClient
from hotspots.incoming.open_data.services import service_at
from hotspots.incoming.publishing.division import division_store, faults_in, publish_division
from hotspots.incoming.publishing.division_areas import changes_between
from hotspots.settings import Home
from open_data_server.kept_areas import Area, Collections, official, squares
from open_data_server.pdok import areas_by_ogc
from open_data_server.server import Server, serving
from town import BUURTEN, SIDE_M

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotspots.access.workspace import Workspace

GEMEENTE = ("GM9999", "Vierbuurten")


@pytest.fixture
def collections() -> Collections:
    """Return the town as its home has it, with wijken under the names of the home."""
    found = squares(BUURTEN, SIDE_M, gemeente=GEMEENTE)
    for at, name in enumerate(("Boven", "Onder")):
        area = found["wijken"][at]
        found["wijken"][at] = Area({**area.properties, "wijknaam": name}, area.shape)
    return found


@pytest.fixture
def server(collections: Collections) -> Iterator[Server]:
    with serving({}) as running:
        running.parts["/cbs/wijken-en-buurten-2023"] = areas_by_ogc(
            collections, lambda: running.url
        )
        yield running


@pytest.fixture
def workspace(home: Home) -> Workspace:
    return open_workspace(home, role="analist")


def line_moves(collections: Collections, metres: int) -> None:
    """Move the line between Noord and Oost to the west, and rename Zuid."""
    noord, oost, zuid, _ = collections["buurten"]
    collections["buurten"][:3] = [
        Area(noord.properties, shapely.box(100_000, 421_000, 101_000 - metres, 422_000)),
        Area(oost.properties, shapely.box(101_000 - metres, 421_000, 102_000, 422_000)),
        Area({**zuid.properties, "buurtnaam": "Zuiderpark"}, zuid.shape),
    ]


def counts(home: Home) -> dict[str, int]:
    """Return how many inbraken lie in each buurt, in a home that is opened anew."""
    analysis = analyse(open_workspace(home, role="analist"), Selection("inbraak", level="buurten"))
    return dict(zip(analysis.codes, np.asarray(analysis.counts).tolist(), strict=True))


def test_incidents_move_to_the_areas_that_were_fetched_and_back(
    home: Home, workspace: Workspace, server: Server, collections: Collections
) -> None:
    # Of town.py: Noord 4 (two at x 100.050-100.060, one at 100.550, one at 100.060), Oost 2.
    assert counts(home)["BU99990100"] == 4
    line_moves(collections, 500)
    report = fetch_boundaries(workspace, base_url=server.url, year=2023)
    assert report.status == "published"
    # The one at x 100.550 lies east of the new line at 100.500.
    after = counts(home)
    assert (after["BU99990100"], after["BU99990101"]) == (3, 3)
    assert "Inbraak" in report.rejoined
    geography = open_workspace(home, role="analist").geography
    assert "Zuiderpark" in geography.buurten.names
    restored, _ = restore_boundaries(open_workspace(home, role="analist"), 1)
    assert restored.embedded
    assert counts(home)["BU99990100"] == 4


def test_the_report_tells_names_and_hectares_that_change(
    home: Home, workspace: Workspace, server: Server, collections: Collections
) -> None:
    line_moves(collections, 500)
    report = fetch_boundaries(workspace, base_url=server.url, year=2023, dry_run=True)
    assert report.status == "would_publish"
    told = [
        (change.kind, change.before[0], change.now[0], round(change.area_ha, 1))
        for change in report.changes
    ]
    # 500 m x 1.000 m is 50 ha.
    assert told == [
        ("renamed", "BU99990200", "BU99990200", 0.0),
        ("moved", "BU99990100", "BU99990101", 50.0),
    ]
    assert divisions_of(workspace) == ()
    assert not division_store(home).folder.exists()


def test_the_page_says_which_division_it_shows_and_from_whom(
    home: Home, workspace: Workspace, server: Server
) -> None:
    fetch_boundaries(workspace, base_url=server.url, year=2023)
    opened = open_workspace(home, role="analist")
    spec = next(entry for entry in opened.catalog.contexts if entry.level == "buurten")
    assert spec.label == "Buurten (indeling 2023)"
    assert spec.source.year == 2023
    assert "CBS en Kadaster" in spec.source.attribution
    assert spec.source.licence == "CC BY 4.0"
    assert not opened.geography.approximate
    assert "opgehaald op" in opened.geography.note
    version = current_division(opened)
    assert version is not None
    assert set(version.fetched) >= {"service", "request", "at", "licence", "year", "checksum"}
    assert version.fetched["rows"] == "7"  # 1 gemeente, 2 wijken, 4 buurten


def test_figures_that_are_not_published_yet_stay_those_of_before_with_their_year(
    home: Home, workspace: Workspace, server: Server, collections: Collections
) -> None:
    for at, area in enumerate(collections["buurten"]):
        properties = {**area.properties, "aantal_huishoudens": -99995, "aantal_inwoners": 7}
        collections["buurten"][at] = Area({**properties, "jaar": 2023}, area.shape)
    server.parts["/cbs/wijken-en-buurten-2025"] = server.parts.pop("/cbs/wijken-en-buurten-2023")
    fetch_boundaries(workspace, base_url=server.url)
    geography = open_workspace(home, role="analist").geography
    years = {entry.id: entry.year for entry in geography.denominators}
    assert years == {"huishoudens": 2023, "inwoners": 2025}
    # Codes in order: Noord, Oost, Zuid, Haven; households as in town.py.
    assert geography.buurten.denominators["huishoudens"].tolist() == [600, 400, 20, 0]
    assert geography.buurten.denominators["inwoners"].tolist() == [7, 7, 7, 7]
    assert "Huishoudens komt nog van 2023" in geography.note


def test_dwellings_come_along_as_a_denominator_once_they_are_there(
    home: Home, workspace: Workspace, server: Server, collections: Collections
) -> None:
    first = collections["buurten"][0]
    collections["buurten"][0] = Area({**first.properties, "woningvoorraad": 550}, first.shape)
    fetch_boundaries(workspace, base_url=server.url, year=2023)
    denominators = open_workspace(home, role="analist").geography.buurten.denominators
    assert denominators["woningen"][0] == 550
    assert np.isnan(denominators["woningen"][1])


def test_the_same_division_twice_is_one_version(
    home: Home, workspace: Workspace, server: Server
) -> None:
    fetch_boundaries(workspace, base_url=server.url, year=2023)
    again = fetch_boundaries(open_workspace(home, role="analist"), base_url=server.url, year=2023)
    assert (again.status, again.version) == ("unchanged", "v2")
    assert [version.name for version in divisions_of(workspace)] == ["v2", "v1"]


def test_the_same_division_is_a_new_version_where_the_old_one_is_damaged(
    home: Home, workspace: Workspace, server: Server, collections: Collections
) -> None:
    line_moves(collections, 500)
    fetch_boundaries(workspace, base_url=server.url, year=2023)
    newest = max((division_store(home).folder / "versions").glob("*.parquet"))
    newest.write_bytes(newest.read_bytes()[:-40])
    opened = open_workspace(home, role="analist")
    assert opened.geography.buurten.names[2] == "Zuid"  # v1 stands in
    again = fetch_boundaries(opened, base_url=server.url, year=2023)
    assert (again.status, again.version) == ("published", "v3")
    assert open_workspace(home, role="analist").geography.buurten.names[2] == "Zuiderpark"


@pytest.mark.parametrize("level", ["buurten", "wijken"])
def test_a_division_with_an_area_too_few_is_not_published(
    home: Home, workspace: Workspace, server: Server, collections: Collections, level: str
) -> None:
    del collections[level][-1]
    with pytest.raises(SourceError, match="niet gepubliceerd"):
        fetch_boundaries(workspace, base_url=server.url, year=2023)
    assert divisions_of(workspace) == ()
    assert counts(home)["BU99990100"] == 4


def _overlap(areas: list[Area]) -> None:
    areas[0] = replace(areas[0], shape=shapely.box(100_000, 421_000, 101_100, 422_000))


def _bow_tie(areas: list[Area]) -> None:
    corners = [(100_000, 421_000), (101_000, 422_000), (101_000, 421_000), (100_000, 422_000)]
    areas[0] = replace(areas[0], shape=shapely.Polygon(corners))


def _wrong_wijk(areas: list[Area]) -> None:
    areas[0] = Area({**areas[0].properties, "wijkcode": "WK999902"}, areas[0].shape)


def _twice(areas: list[Area]) -> None:
    areas[1] = Area({**areas[1].properties, "buurtcode": "BU99990100"}, areas[1].shape)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_overlap, r"overlappen elkaar: 100\.000 m2"),
        (_bow_tie, "BU99990100 heeft een ongeldige vorm"),
        (_wrong_wijk, "buurt BU99990100 ligt niet in haar wijk WK999902"),
        (_twice, "BU99990100 komt 2 keer voor"),
    ],
)
def test_a_division_that_is_not_sound_is_not_published_and_says_why(
    workspace: Workspace,
    server: Server,
    collections: Collections,
    spoil: object,
    told: str,
) -> None:
    spoil(collections["buurten"])  # type: ignore[operator]
    with pytest.raises(SourceError, match=told):
        fetch_boundaries(workspace, base_url=server.url, year=2023)
    assert divisions_of(workspace) == ()


@pytest.mark.parametrize("position", [0, 1, 2, 3])
def test_a_division_without_one_of_its_buurten_names_what_is_not_filled(
    workspace: Workspace, server: Server, collections: Collections, position: int
) -> None:
    del collections["buurten"][position]
    # Each of the four is 100 ha, half of its wijk; the wijken and the gemeente stay as they are.
    wijk = "WK999901" if position < 2 else "WK999902"
    with pytest.raises(SourceError, match=f"100,0 ha van {wijk} ligt in geen enkele buurt"):
        fetch_boundaries(workspace, base_url=server.url, year=2023)
    assert divisions_of(workspace) == ()


def test_a_small_buurt_cannot_vanish_from_its_wijk_either() -> None:
    # A buurt of 60 by 60 m in a wijk of 4 km2, 0,1 % of it: no share of the area would show it.
    wijk, small = shapely.box(0, 0, 2_000, 2_000), shapely.box(900, 900, 960, 960)
    areas = gpd.GeoDataFrame(
        [
            {"level": "gemeente", "code": "GM9999", "parent": "", "geometry": wijk},
            {"level": "wijken", "code": "WK999901", "parent": "GM9999", "geometry": wijk},
            {"level": "buurten", "code": "BU99990100", "parent": "WK999901",
             "geometry": shapely.difference(wijk, small)},
            {"level": "buurten", "code": "BU99990101", "parent": "WK999901", "geometry": small},
        ],
        crs=RD_NEW,
    )  # fmt: skip
    areas["gemeente"], areas["inwoners"] = "GM9999", [1_000.0, 1_000.0, 900.0, 100.0]
    assert faults_in(areas, ["GM9999"], []) == []
    assert faults_in(areas.iloc[:3], ["GM9999"], []) == [
        "0,4 ha van WK999901 ligt in geen enkele buurt; er ontbreekt een buurt",
        "0,4 ha van GM9999 ligt in geen enkele buurt; er ontbreekt een buurt",
        "WK999901 heeft 1.000 inwoners en haar buurten samen 900; er ontbreekt een buurt",
    ]
    # Two buurten rounded to 5 each, and the wijk: 15 people may be missing by rounding alone.
    areas["inwoners"] = [1_000.0, 1_000.0, 890.0, 95.0]
    assert faults_in(areas, ["GM9999"], []) == []


def test_a_damaged_division_gives_way_to_the_one_before_it_and_says_so(
    home: Home, workspace: Workspace, server: Server, collections: Collections
) -> None:
    line_moves(collections, 500)
    fetch_boundaries(workspace, base_url=server.url, year=2023)
    folder = division_store(home).folder / "versions"
    newest = max(folder.glob("*.parquet"))
    newest.write_bytes(newest.read_bytes()[:-40])
    opened = open_workspace(home, role="analist")
    assert opened.geography.buurten.names[2] == "Zuid"
    assert "v2 is niet te gebruiken" in opened.geography.note
    assert counts(home)["BU99990100"] == 4
    assert any("indeling v2" in told for told in damaged_versions(opened))


def test_who_may_not_load_data_may_not_fetch_it_and_the_audit_says_who_asked(
    home: Home, server: Server
) -> None:
    (home.root / "rollen.toml").write_text(
        '[roles.analist]\nlabel = "A"\nsee = true\nimport = true\n'
        '[roles.gast]\nlabel = "G"\nsee = true\n'
    )
    with pytest.raises(AccessError, match=r"'gast' mag geen.*Dat mogen: analist"):
        fetch_boundaries(open_workspace(home, role="gast"), base_url=server.url)
    assert server.asked == []
    assert lines(home)[-1]["outcome"] == "refused"
    fetch_boundaries(open_workspace(home, role="analist"), base_url=server.url, year=2023)
    told = [(entry["subject"], entry["action"], entry["outcome"]) for entry in lines(home)[-2:]]
    assert told == [("indeling", "imported", "asked"), ("indeling", "imported", "done")]


def test_moved_lines_are_told_by_pairs_and_nothing_is_told_of_the_same_division(
    town: Workspace,
) -> None:
    assert changes_between(town.geography.buurten, town.geography.buurten) == ()


def test_official_boundaries_of_dordrecht_go_through_and_most_land_keeps_its_buurt(
    shared_real: Path, tmp_path: Path
) -> None:
    del shared_real
    dordrecht = Home(Path(__file__).parents[3], tmp_path / "state")
    catalog = read_catalog(dordrecht)
    before = read_geography(catalog)
    with serving({}) as running:
        running.parts["/cbs/wijken-en-buurten-2023"] = areas_by_ogc(official(), lambda: running.url)
        service = service_at("boundaries", base_url=running.url)
        division = fetch_division(PoliteClient(), service, None, ["GM0505"], year=2023)
    report = publish_division(dordrecht, catalog, before, division, ["GM0505"], dry_run=True)
    assert (report.wijken, report.buurten, report.year) == (13, 132, 2023)
    assert len(report.dropped) == 2  # BU05059997 and WK050599 are water
    moved_ha = sum(
        change.area_ha
        for change in report.changes
        if change.kind == "moved" and change.level == "buurten"
    )
    # geodata/README.md: 95,6 % of the land lies in its own buurt; 9.900 ha with the water, of
    # which the rest of the rivers can differ too.
    assert 0.02 * 9_900 < moved_ha < 0.09 * 9_900
    assert report.approximate_before
