"""Crimes of CBS: padded codes, null against 0, pages, and rows that are no rows."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from hotspots.errors import SourceError
from hotspots.incoming.open_data.cbs import CRIMES, POLICE_TABLES, fetch_police
from hotspots.incoming.open_data.client import PoliteClient, SavedAnswers, one_fetch
from hotspots.incoming.open_data.services import service_at
from open_data_server.cbs import Table, crimes_of, dimension, tables_by_odata
from open_data_server.server import Server, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from hotspots.incoming.open_data.cbs import PoliceFigures
    from open_data_server.answer import Reply

Counts = dict[tuple[str, str, str], "int | None"]
TITLES = {
    "0.0.0": "Totaal misdrijven",
    "1.1.1": "1.1.1 Diefstal/inbraak woning",
    "2.2.1": "2.2.1 Vernieling cq. zaakbeschadiging",
}


@pytest.fixture
def counts() -> Counts:
    """Return two buurten in two months: 5 burglaries, 2 of damage, one number not given."""
    return {
        ("0.0.0", "BU99990100", "2023MM01"): 40,
        ("1.1.1", "GM9999", "2023MM01"): 400,
        ("1.1.1", "WK999901", "2023MM01"): 90,
        ("1.1.1", "BU99990100", "2023JJ00"): 77,
        ("1.1.1", "BU99990100", "2023MM01"): 3,
        ("1.1.1", "BU99990100", "2023MM02"): 0,
        ("1.1.1", "BU99990101", "2023MM01"): 2,
        ("1.1.1", "BU99990101", "2023MM02"): None,
        ("2.2.1", "BU99990101", "2023MM02"): 2,
        ("1.1.1", "BU88880000", "2023MM01"): 66,
    }


@pytest.fixture
def server(counts: Counts) -> Iterator[Server]:
    with serving({}) as running:
        table = Table(
            {
                "SoortMisdrijf": dimension(TITLES, width=6),
                "TypedDataSet": crimes_of(counts),
            },
            page=2,
        )
        running.parts["/ODataApi"] = running.parts["/ODataFeed"] = tables_by_odata(
            {"47022NED": table}, lambda: running.url
        )
        yield running


@pytest.fixture
def fetch(server: Server) -> Callable[..., PoliceFigures]:
    client = PoliteClient(wait=lambda _seconds: None)
    service = service_at("police", base_url=server.url)
    return lambda *gemeenten: fetch_police(client, service, gemeenten or ("GM9999",))


def test_only_details_in_buurten_and_months_come_along(
    fetch: Callable[..., PoliceFigures],
) -> None:
    counts = fetch().counts
    told = [
        (row.area, f"{row.month:%Y-%m}", row.soort, row.count_)
        for row in counts.rename(columns={"count": "count_"}).itertuples()
    ]
    assert told[:3] == [
        ("BU99990100", "2023-01", "1.1.1", 3),
        ("BU99990100", "2023-02", "1.1.1", 0),
        ("BU99990101", "2023-01", "1.1.1", 2),
    ]
    # No total (40), no gemeente (400), no wijk (90), no year (77), no other gemeente (66).
    assert counts["count"].sum() == 3 + 0 + 2 + 2


def test_a_number_that_is_not_given_is_missing_and_zero_is_zero(
    fetch: Callable[..., PoliceFigures],
) -> None:
    counts = fetch().counts.set_index(["area", "soort", "month"])["count"]
    assert counts[counts.isna()].index.get_level_values("area").tolist() == ["BU99990101"]
    assert counts[("BU99990100", "1.1.1", "2023-02-01")] == 0


def test_a_crime_is_asked_for_as_wide_as_cbs_pads_it_and_page_after_page(
    fetch: Callable[..., PoliceFigures], server: Server
) -> None:
    figures = fetch()
    filters = [query.get("$filter", "") for _, query, _ in server.asked]
    assert any("SoortMisdrijf eq '1.1.1 '" in told for told in filters)
    assert any("$skip" in query for _, query, _ in server.asked)
    assert figures.crimes == {
        "1.1.1": "Diefstal/inbraak woning", "2.2.1": "Vernieling cq. zaakbeschadiging",
    }  # fmt: skip


@pytest.mark.parametrize("value", [-1, "veel", 1.5, True])
def test_what_is_no_count_stops_with_where_it_stands(
    fetch: Callable[..., PoliceFigures], counts: Counts, value: object
) -> None:
    counts["1.1.1", "BU99990100", "2023MM01"] = value  # type: ignore[assignment]
    with pytest.raises(SourceError, match="als aantal bij BU99990100, 2023MM01"):
        fetch()


def test_a_month_that_does_not_exist_stops(
    fetch: Callable[..., PoliceFigures], counts: Counts
) -> None:
    counts["1.1.1", "BU99990100", "2023MM13"] = 1
    with pytest.raises(SourceError, match="2023MM13"):
        fetch()


def test_a_gemeente_without_any_row_stops(fetch: Callable[..., PoliceFigures]) -> None:
    with pytest.raises(SourceError, match="geen enkel aantal van GM7777"):
        fetch("GM7777")


def test_the_feed_that_breaks_off_stops_and_names_the_service(
    fetch: Callable[..., PoliceFigures], server: Server
) -> None:
    server.fails("half_json", at="TypedDataSet")
    with pytest.raises(SourceError, match=r"CBS \(politiecijfers\)"):
        fetch()


def test_a_page_of_the_feed_that_points_at_itself_is_asked_for_anew_by_the_next_fetch(
    server: Server, tmp_path: Path
) -> None:
    sound = server.parts["/ODataFeed"]
    bad = {"now": True}

    def feed(path: str, query: Mapping[str, str]) -> Reply:
        reply = sound(path, dict(query))
        rows = json.loads(reply.body)
        if bad["now"] and query.get("$skip") == "2":
            rows["odata.nextLink"] = f"{server.url}{path}?{urlencode(query)}"
        return replace(reply, body=json.dumps(rows).encode())

    server.parts["/ODataFeed"] = feed
    kept = SavedAnswers(tmp_path / "answers")
    client = PoliteClient(kept, wait=lambda _seconds: None)
    service = service_at("police", base_url=server.url)

    def fetch() -> PoliceFigures:
        with one_fetch(kept):
            return fetch_police(client, service, ("GM9999",))

    with pytest.raises(SourceError, match="naar een eerdere verwijst"):
        fetch()
    bad["now"] = False
    assert fetch().counts["count"].sum() == 3 + 0 + 2 + 2


def test_more_pages_of_the_feed_than_may_be_stop_in_words(
    fetch: Callable[..., PoliceFigures], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hotspots.incoming.open_data.client._MOST_PAGES", 1)
    with pytest.raises(SourceError, match="meer dan 1 bladzijden"):
        fetch()


def test_every_crime_that_is_fetched_is_a_detail_in_the_real_list(shared_real: Path) -> None:
    rows = json.loads((shared_real / "cbs/SoortMisdrijf.json").read_text())["value"]
    real = {row["Key"].strip() for row in rows}
    assert set(CRIMES) <= real - {"0.0.0"}
    # Of all 59 keys but the total none begins with another: no group is fetched with its parts.
    assert all(len(code.split(".")) == 3 for code in CRIMES)
    assert {len(row["Key"]) for row in rows} == {6}


def test_real_rows_of_a_gemeente_and_of_all_crimes_are_in_no_buurt(
    fetch: Callable[..., PoliceFigures], shared_real: Path, counts: Counts
) -> None:
    rows = (shared_real / "cbs/typeddataset_excerpt.tsv").read_text(encoding="utf-8").splitlines()
    real = [row.split("\t")[1:5] for row in rows[1:]]
    # 144 months of all crimes of a gemeente, and 92 of three soorten: padded codes, whole numbers.
    assert (len(real), sum(soort.strip() == "0.0.0" for soort, *_ in real)) == (236, 144)
    assert {len(area) for _, area, *_ in real} == {10}
    for soort, area, period, count in real:
        counts[soort.strip(), area.strip(), period] = int(float(count)) if count else None
    counts["1.1.1", "BU16800000", "2012MM01"] = 2
    figures = fetch("GM1680")
    assert figures.counts[["area", "count"]].to_numpy().tolist() == [["BU16800000", 2]]


def test_every_real_period_and_region_is_understood(shared_real: Path) -> None:
    periods = [
        row.split("\t")[0]
        for row in (shared_real / "cbs/perioden.tsv").read_text(encoding="utf-8").splitlines()[1:]
    ]
    assert len(periods) == 144
    assert all(POLICE_TABLES["month"].period.fullmatch(period) for period in periods)
    assert not any(POLICE_TABLES["year"].period.fullmatch(period) for period in periods)
    regions = json.loads((shared_real / "cbs/WijkenEnBuurten_dordrecht.json").read_text())["value"]
    keys = [row["Key"].strip() for row in regions]
    # The gemeente, 13 wijken and 132 buurten.
    assert [sum(key.startswith(kind) for key in keys) for kind in ("GM", "WK", "BU")] == [
        1,
        13,
        132,
    ]


def test_years_are_asked_of_the_table_of_years_and_months_in_it_are_left(
    server: Server, counts: Counts
) -> None:
    counts["1.1.1", "BU99990101", "2022JJ00"] = None
    yearly = Table({"SoortMisdrijf": dimension(TITLES, width=6), "TypedDataSet": crimes_of(counts)})
    server.parts["/ODataApi"] = server.parts["/ODataFeed"] = tables_by_odata(
        {"47018NED": yearly}, lambda: server.url
    )
    service = service_at("police", base_url=server.url)
    figures = fetch_police(PoliteClient(), service, ("GM9999",), counts_per="year")
    told = figures.counts.astype(object).where(figures.counts.notna(), None)
    assert [(row.area, row.month.year, row.count_) for row in
            told.rename(columns={"count": "count_"}).itertuples()] == [
        ("BU99990100", 2023, 77), ("BU99990101", 2022, None),
    ]  # fmt: skip
    assert all("47018NED" in request for request in figures.requests)
