"""Key figures of CBS as denominators: by name, by year, with the lines as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.access.fetching import fetch_boundaries, fetch_keyfigures, restore_boundaries
from hotspots.access.workspace import open_workspace
from hotspots.errors import SelectionError, SourceError
from hotspots.risico.people import people_of
from hotspots.risico.settings import read_risk_settings
from open_data_server.cbs import Table, figures_of, tables_by_odata, topics
from open_data_server.kept_areas import squares
from open_data_server.pdok import areas_by_ogc
from open_data_server.server import Server, serving
from risky_town import RISK_TOML
from town import BUURTEN, SIDE_M

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotspots.access.workspace import Workspace
    from hotspots.settings import Home

NOORD, OOST, ZUID, HAVEN = (row[0] for row in BUURTEN)


def table(suffix: int, rows: dict[str, dict[str, float | None]]) -> Table:
    """Return a table whose keys end in numbers of its own."""
    keys = {
        f"AantalInwoners_{suffix}": "Aantal inwoners",
        f"HuishoudensTotaal_{suffix + 23}": "Huishoudens totaal",
        f"Woningvoorraad_{suffix + 29}": "Woningvoorraad",
    }
    named = {
        area: dict(zip(keys, (one["in"], one["hh"], one["wo"]), strict=True))
        for area, one in rows.items()
    }
    return Table({"DataProperties": topics(keys), "TypedDataSet": figures_of(named)})


@pytest.fixture
def server() -> Iterator[Server]:
    nothing = {"in": None, "hh": -99995, "wo": None}
    of_2024: dict[str, dict[str, float | None]] = {
        "GM9999": {"in": 9_999, "hh": 9_999, "wo": 9_999},
        "WK999901": {"in": 8_888, "hh": 8_888, "wo": 8_888},
        NOORD: {"in": 1_400, "hh": 650, "wo": 640},
        OOST: {"in": 950, "hh": 420, "wo": None},
        ZUID: {"in": 0, "hh": 0, "wo": 0},
    }
    with serving({}) as running:
        running.parts["/ODataApi"] = running.parts["/ODataFeed"] = tables_by_odata(
            {
                "86165NED": table(5, {NOORD: nothing, OOST: nothing}),
                "85984NED": table(6, of_2024),
            },
            lambda: running.url,
        )
        running.parts["/cbs/wijken-en-buurten-2023"] = areas_by_ogc(
            squares(BUURTEN, SIDE_M, gemeente=("GM9999", "Vierbuurten")), lambda: running.url
        )
        yield running


def opened(home: Home) -> Workspace:
    return open_workspace(home, role="analist")


def test_the_newest_year_with_figures_is_divided_by(home: Home, server: Server) -> None:
    report = fetch_keyfigures(opened(home), base_url=server.url)
    assert (report.year, report.status) == (2024, "published")
    geography = opened(home).geography
    figures = geography.buurten.denominators
    # Noord, Oost, Zuid, Haven: zero is zero, and what CBS does not give is missing.
    assert figures["huishoudens"][:3].tolist() == [650, 420, 0]
    assert np.isnan(figures["huishoudens"][3])
    assert figures["woningen"][0] == 640
    assert np.isnan(figures["woningen"][1])
    # The wijken are the sum of their buurten, not what a row of a wijk says.
    assert geography.wijken.denominators["inwoners"].tolist() == [2_350, 0]
    assert {entry.id: entry.year for entry in geography.denominators} == {
        "huishoudens": 2024, "inwoners": 2024, "woningen": 2024,
    }  # fmt: skip


def test_the_lines_stay_those_of_the_home_and_say_whose_figures_they_hold(
    home: Home, server: Server
) -> None:
    before = opened(home)
    fetch_keyfigures(before, base_url=server.url)
    after = opened(home)
    names = {entry.id: entry for entry in before.catalog.contexts}
    buurten = next(entry for entry in after.catalog.contexts if entry.level == "buurten")
    assert buurten.label == names["buurten"].label
    assert buurten.source.licence == names["buurten"].source.licence
    assert "cijfers: CBS, Kerncijfers wijken en buurten" in buurten.source.attribution
    assert "Vierkanten, verzonnen voor de test." in after.geography.note
    assert all(
        one.equals(other)
        for one, other in zip(
            before.geography.buurten.polygons, after.geography.buurten.polygons, strict=True
        )
    )
    restore_boundaries(after, 1)
    assert opened(home).geography.fingerprint == before.geography.fingerprint


def test_figures_on_fetched_lines_leave_their_year_and_source(home: Home, server: Server) -> None:
    fetch_boundaries(opened(home), base_url=server.url, year=2023)
    fetch_keyfigures(opened(home), base_url=server.url)
    buurten = next(entry for entry in opened(home).catalog.contexts if entry.level == "buurten")
    assert buurten.label == "Buurten (indeling 2023)"
    assert {entry.year for entry in buurten.denominators} == {2024}
    assert fetch_keyfigures(opened(home), base_url=server.url).status == "unchanged"


def test_a_try_tells_and_changes_nothing(home: Home, server: Server) -> None:
    report = fetch_keyfigures(opened(home), base_url=server.url, dry_run=True)
    # What the town of the tests has itself is of 2023; it knows of no dwellings.
    assert report.lines == (
        "Huishoudens: 3 van 4 buurten, samen 1.070 (2024); dit was 1.020 (2023).",
        "Inwoners: 3 van 4 buurten, samen 2.350 (2024); dit was 2.245 (2023).",
        "Woningen: 2 van 4 buurten, samen 640 (2024); dit cijfer was er nog niet.",
    )
    assert opened(home).geography.buurten.denominators["huishoudens"].tolist() == [600, 400, 20, 0]


def test_a_year_without_a_table_or_without_figures_is_refused(home: Home, server: Server) -> None:
    with pytest.raises(SelectionError, match=r"Bekend: 2025, 2024"):
        fetch_keyfigures(opened(home), base_url=server.url, year=1999)
    with pytest.raises(SourceError, match="horen bij geen enkele buurt"):
        fetch_keyfigures(opened(home), base_url=server.url, year=2025)


def test_a_column_is_found_by_its_title_where_its_key_says_nothing(
    home: Home, server: Server
) -> None:
    keys = {"M000352": "Aantal inwoners", "M000353": "Huishoudens totaal"}
    odd = Table(
        {
            "DataProperties": topics(keys),
            "TypedDataSet": figures_of({NOORD: {"M000352": 3, "M000353": 2}}),
        }
    )
    server.parts["/ODataApi"] = server.parts["/ODataFeed"] = tables_by_odata(
        {"85618NED": odd}, lambda: server.url
    )
    fetch_keyfigures(opened(home), base_url=server.url, year=2023)
    assert opened(home).geography.buurten.denominators["huishoudens"][0] == 2


def test_older_people_and_children_come_along_and_are_what_risks_count(
    home: Home, server: Server
) -> None:
    keys = {
        "AantalInwoners_5": "Aantal inwoners",
        "k_0Tot15Jaar_8": "0 tot 15 jaar",
        "k_65JaarOfOuder_12": "65 jaar of ouder",
        "HuishoudensTotaal_29": "Huishoudens totaal",
        "Eenpersoonshuishoudens_30": "Eenpersoonshuishoudens",
    }
    figures = {NOORD: (1_300, 200, 260, 600, 250), OOST: (900, None, -99997, 400, None)}
    rows = {area: dict(zip(keys, values, strict=True)) for area, values in figures.items()}
    of_2023 = Table({"DataProperties": topics(keys), "TypedDataSet": figures_of(rows)})
    server.parts["/ODataApi"] = server.parts["/ODataFeed"] = tables_by_odata(
        {"85618NED": of_2023}, lambda: server.url
    )
    report = fetch_keyfigures(opened(home), base_url=server.url, year=2023)
    assert (
        "Inwoners van 65 jaar en ouder: 1 van 4 buurten, samen 260 (2023); dit cijfer was er nog "
        "niet."
    ) in report.lines
    workspace = opened(home)
    labels = {entry.id: entry.label for entry in workspace.geography.denominators}
    assert labels["inwoners_65plus"] == "inwoners van 65 jaar en ouder"
    assert labels["inwoners_0_15"] == "inwoners tot 15 jaar"
    older = workspace.geography.buurten.denominators["inwoners_65plus"]
    # What CBS keeps to itself is not known, and not zero.
    assert older[0] == 260
    assert np.isnan(older[1:]).all()
    (home.root / "data/proef/risk.toml").write_text(RISK_TOML, encoding="utf-8")
    people = people_of(workspace, read_risk_settings(workspace.home))
    assert people.counts["elderly"][0] == 260
    assert np.isnan(people.counts["elderly"][1])
