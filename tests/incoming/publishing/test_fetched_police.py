"""Crimes of CBS on the map of the town: counts per buurt and month answer as incidents do."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.access.fetching import fetch_police
from hotspots.access.importing import import_file
from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Selection
from hotspots.analysis.registry import measures_of
from hotspots.analysis.when import season, timeline
from hotspots.app.data_page import data_quality
from hotspots.errors import AccessError, IntakeError, SelectionError
from hotspots.exports.time_sheets import sheet_of_months
from hotspots.exports.writers import write_analysis
from hotspots.maps.choropleth import map_spec
from hotspots.store.versions import LayerStore
from hotspots.wijkbeeld.make import briefing
from hotspots.wijkbeeld.place import place_named
from open_data_server.cbs import Table, crimes_of, dimension, tables_by_odata
from open_data_server.server import Server, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.settings import Home

NOORD, OOST, ZUID, HAVEN = "BU99990100", "BU99990101", "BU99990200", "BU99990201"
#: Per buurt burglaries in January, February, March 2023; damage: 4 in Oost in February.
BURGLARIES = {NOORD: (3, 0, 6), OOST: (2, None, 1), ZUID: (0, 0, 1)}
#: Per buurt burglaries in whole years; a month, a gemeente and a total that are not to be counted.
YEARLY: dict[tuple[str, str, str], int | None] = {
    ("1.1.1", NOORD, "2021JJ00"): 10,
    ("1.1.1", NOORD, "2022JJ00"): 20,
    ("1.1.1", NOORD, "2023JJ00"): 60,
    ("1.1.1", OOST, "2022JJ00"): None,
    ("1.1.1", OOST, "2023JJ00"): 40,
    ("1.1.1", ZUID, "2023JJ00"): 0,
    ("1.1.1", NOORD, "2023MM03"): 6,
    ("1.1.1", "GM9999", "2023JJ00"): 100,
    ("0.0.0", NOORD, "2023JJ00"): 300,
}
TITLES = {"0.0.0": "Totaal", "1.1.1": "1.1.1 Woninginbraak", "2.2.1": "2.2.1 Vernieling"}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    counts: dict[tuple[str, str, str], int | None] = {
        ("1.1.1", area, f"2023MM{month:02d}"): count
        for area, per_month in BURGLARIES.items()
        for month, count in enumerate(per_month, start=1)
    }
    counts["2.2.1", OOST, "2023MM02"] = 4
    counts["1.1.1", "BU99990999", "2023MM01"] = 5
    with serving({}) as running:
        table = Table(
            {"SoortMisdrijf": dimension(TITLES, width=6), "TypedDataSet": crimes_of(counts)}
        )
        yearly = Table(
            {"SoortMisdrijf": dimension(TITLES, width=6), "TypedDataSet": crimes_of(YEARLY)}
        )
        running.parts["/ODataApi"] = running.parts["/ODataFeed"] = tables_by_odata(
            {"47022NED": table, "47018NED": yearly}, lambda: running.url
        )
        yield running


@pytest.fixture
def fetched(home: Home, server: Server) -> Workspace:
    fetch_police(open_workspace(home, role="analist"), base_url=server.url)
    return open_workspace(home, role="analist")


def asked(measure: str = "count", **told: object) -> Selection:
    return Selection("politiecijfers", level="buurten", measure=measure, **told)  # type: ignore[arg-type]


def by_area(workspace: Workspace, selection: Selection) -> dict[str, tuple[object, str]]:
    rows = analyse(workspace, selection).table().astype(object)
    return {row["code"]: (row["count"], row["status"]) for row in rows.to_dict("records")}


JANUARY = Period(date(2023, 1, 1), date(2023, 1, 31))
MARCH = Period(date(2023, 3, 1), date(2023, 3, 31))


def test_the_layer_is_not_there_until_it_was_fetched(home: Home, server: Server) -> None:
    before = open_workspace(home, role="analist")
    assert "politiecijfers" not in {layer.id for layer in before.catalog.layers}
    tried = fetch_police(before, base_url=server.url, dry_run=True)
    assert (tried.status, tried.read) == ("would_publish", 22)  # 9+3+1 burglaries, 4, 5
    after = open_workspace(home, role="analist")
    assert "politiecijfers" not in {layer.id for layer in after.catalog.layers}


def test_no_file_can_be_loaded_into_what_a_service_fills(
    fetched: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "mijn.csv"
    file.write_text(f"gebied,periode,aantal\n{NOORD},2023-01,7\n", encoding="utf-8")
    with pytest.raises(IntakeError, match="kan geen bestand worden ingelezen"):
        import_file(fetched, fetched.layer("politiecijfers"), file)
    assert fetched.version(fetched.layer("politiecijfers")).name == "v1"


def test_what_is_not_given_is_told_of_the_data(fetched: Workspace) -> None:
    found = data_quality(fetched, fetched.layer("politiecijfers"))
    # Burglaries 9 + 3 + 1, damage 4, and 5 in an area that is not here; of four buurten Oost
    # lacks a month, and Haven is never mentioned.
    assert found.rows == 22
    assert found.with_place == pytest.approx(17 / 22)
    assert (found.withheld, found.absent) == (0.25, 0.25)
    assert found.gaps == ()


def test_counts_per_buurt_are_those_of_the_months_asked_for(fetched: Workspace) -> None:
    told = by_area(fetched, asked(period=JANUARY))
    assert told == {
        NOORD: (3, "value"), OOST: (2, "value"), ZUID: (0, "zero"), HAVEN: (None, "suppressed"),
    }  # fmt: skip


def test_a_buurt_that_the_source_never_mentions_is_unknown_and_its_wijk_is_not(
    fetched: Workspace,
) -> None:
    wijken = Selection("politiecijfers", level="wijken", period=JANUARY)
    assert by_area(fetched, wijken) == {"WK999901": (5, "value"), "WK999902": (0, "zero")}
    gemeente = Selection("politiecijfers", level="gemeente", period=JANUARY)
    assert by_area(fetched, gemeente) == {"GM9999": (5, "value")}


def test_a_buurt_of_which_a_number_is_not_given_has_none_and_the_ledger_adds_up(
    fetched: Workspace,
) -> None:
    analysis = analyse(fetched, asked())
    told = by_area(fetched, asked())
    assert told[OOST][1] == "suppressed"
    assert told[NOORD] == (9, "value")
    # Selected: 9 Noord, 3 + 4 Oost, 1 Zuid; the 7 of Oost are on no map. 5 are of nowhere here.
    ledger = analysis.ledger
    assert (ledger.read, ledger.without_place, ledger.selected) == (22, 5, 17)
    assert (ledger.suppressed, ledger.mapped) == (7, 10)
    assert ledger.faults() == []
    assert analysis.parameters.to_dict()["withheld_areas"] == 2  # and Haven, never mentioned


def test_what_is_not_given_has_a_colour_of_its_own_that_says_so(fetched: Workspace) -> None:
    spec = map_spec(fetched, analyse(fetched, asked()))
    labels = [entry.label for entry in spec.classes]
    assert "door de bron niet gegeven" in labels
    wijken = Selection("politiecijfers", level="wijken", period=JANUARY)
    other = map_spec(fetched, analyse(fetched, wijken))
    assert "door de bron niet gegeven" not in [entry.label for entry in other.classes]


def test_a_soort_of_which_all_is_given_answers_for_every_buurt(fetched: Workspace) -> None:
    assert by_area(fetched, asked(soorten=("2.2.1",)))[OOST] == (4, "value")


def test_the_layer_covers_its_months_to_their_last_day(fetched: Workspace) -> None:
    months = timeline(fetched, asked())
    assert months.counts.tolist() == [5, 4, 8]
    assert months.complete.all()
    assert analyse(fetched, asked()).covered == Period(date(2023, 1, 1), date(2023, 3, 31))


def test_rates_are_by_households_and_leave_out_what_is_not_given(fetched: Workspace) -> None:
    analysis = analyse(fetched, asked("rate", period=MARCH))
    value = dict(zip(analysis.codes, analysis.values, strict=True))
    assert value[NOORD] == pytest.approx(6 / 600 * 1000)
    assert value[OOST] == pytest.approx(1 / 400 * 1000)
    assert np.isnan(value[HAVEN])
    whole = analyse(fetched, asked("rate"))
    assert np.isnan(dict(zip(whole.codes, whole.values, strict=True))[OOST])


def test_every_measure_that_areas_allow_answers(fetched: Workspace) -> None:
    layer = fetched.layer("politiecijfers")
    names = {measure.id for measure in measures_of(layer) if "buurten" in measure.levels}
    assert {"rate", "eb_rate", "change", "gi_star", "emerging", "ratio"} <= names
    for name in sorted(names - {"location_quotient", "emerging"}):
        compare = JANUARY if name == "change" else None
        analysis = analyse(fetched, asked(name, period=MARCH, compare_period=compare))
        assert analysis.ledger.faults() == []
    quotient = analyse(fetched, asked("location_quotient", soorten=("2.2.1",)))
    # Its share is of all soorten together, of which one number is not given.
    assert dict(zip(quotient.codes, quotient.table()["status"], strict=True))[OOST] == "suppressed"


def test_a_change_looks_at_what_is_not_given_in_the_earlier_period_too(
    fetched: Workspace,
) -> None:
    february = Period(date(2023, 2, 1), date(2023, 2, 28))
    told = by_area(fetched, asked("change", period=MARCH, compare_period=february))
    assert told[OOST][1] == "suppressed"
    assert told[NOORD][1] == "value"


def test_cells_and_hours_are_not_to_be_had(fetched: Workspace) -> None:
    with pytest.raises(AccessError, match="kan niet op niveau 'cells'"):
        analyse(fetched, Selection("politiecijfers", level="cells"))


def test_the_version_tells_where_its_rows_come_from(fetched: Workspace) -> None:
    version = fetched.version(fetched.layer("politiecijfers"))
    assert set(version.fetched) >= {"service", "request", "at", "licence", "checksum", "rows"}
    assert version.fetched["rows"] == "11"
    # What a server on this machine gives is no real figure, whatever it says.
    assert version.synthetic
    assert version.attribution.endswith("(proefserver)")
    assert any("geeft het CBS geen aantal" in warning for warning in version.warnings)
    assert any("BU99990999" in warning for warning in version.warnings)


def test_every_export_tells_where_its_rows_come_from(fetched: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "uit.csv"
    write_analysis(fetched, analyse(fetched, asked()), out)
    told = out.with_suffix(".verantwoording.csv").read_text(encoding="utf-8-sig")
    for words in (
        "Dienst,CBS (politiecijfers)",
        "47022NED/TypedDataSet",
        "Licentie van de dienst,CC BY 4.0",
        "Controlegetal van het antwoord",
        "Rijen in het antwoord,11",
        "Gebieden waarvan de bron een aantal niet geeft,2",
    ):
        assert words in told
    assert f"{OOST},Oost" in out.read_text(encoding="utf-8-sig")
    assert "suppressed" in out.read_text(encoding="utf-8-sig")


def test_the_same_figures_twice_are_one_version(fetched: Workspace, server: Server) -> None:
    again = fetch_police(fetched, base_url=server.url)
    assert (again.status, again.version) == ("unchanged", "v1")


def damage(workspace: Workspace) -> None:
    """Spoil the newest version of the layer, as a disk does."""
    folder = LayerStore.of(workspace.home, "politiecijfers").folder / "versions"
    newest = max(folder.glob("*.parquet"))
    newest.write_bytes(newest.read_bytes()[:-40])


def test_the_same_figures_are_a_new_version_where_the_old_one_is_damaged(
    fetched: Workspace, server: Server
) -> None:
    damage(fetched)
    again = fetch_police(fetched, base_url=server.url)
    assert (again.status, again.version) == ("published", "v2")
    opened = open_workspace(fetched.home, role="analist")
    assert opened.version(opened.layer("politiecijfers")).stands_in_for == ""
    assert by_area(opened, asked(period=JANUARY))[NOORD] == (3, "value")
    third = fetch_police(opened, base_url=server.url)
    assert (third.status, third.version) == ("unchanged", "v2")


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_damaged_version_is_told_of_as_if_there_was_none_and_blocks_no_fetch(
    fetched: Workspace, server: Server, *, dry_run: bool
) -> None:
    damage(fetched)
    told = fetch_police(fetched, base_url=server.url, dry_run=dry_run)
    # Eleven rows, all of them new beside what cannot be read.
    assert (told.before, told.added, told.changed, told.gone) == (None, 11, 0, 0)


def test_another_fetch_tells_what_differs(fetched: Workspace, server: Server) -> None:
    first = fetch_police(fetched, base_url=server.url, dry_run=True)
    # Eleven rows in the table: 9 burglaries, one of damage, one of a buurt that is not here.
    assert (first.before, first.added, first.changed, first.gone) == ("v1", 0, 0, 0)
    counts = {("1.1.1", NOORD, "2023MM01"): 4, ("1.1.1", NOORD, "2023MM04"): 1}
    other = Table({"SoortMisdrijf": dimension(TITLES, width=6), "TypedDataSet": crimes_of(counts)})
    with serving({}) as running:
        running.parts["/ODataApi"] = running.parts["/ODataFeed"] = tables_by_odata(
            {"47022NED": other}, lambda: running.url
        )
        told = fetch_police(fetched, base_url=running.url, dry_run=True)
    # April is new, January was 3, and of the eleven all but January are not given any more.
    assert (told.added, told.changed, told.gone) == (1, 1, 10)


@pytest.fixture
def yearly(home: Home, server: Server) -> Workspace:
    workspace = open_workspace(home, role="analist")
    report = fetch_police(workspace, counts_per="year", base_url=server.url)
    assert (report.read, report.first, report.last) == (10 + 20 + 60 + 40, "2021", "2023")
    return open_workspace(home, role="analist")


def asked_yearly(measure: str = "count", **told: object) -> Selection:
    return Selection("politiecijfers_jaar", level="buurten", measure=measure, **told)  # type: ignore[arg-type]


YEAR_2023 = Period(date(2023, 1, 1), date(2023, 12, 31))


def test_what_is_counted_per_year_answers_a_month_with_its_year_and_says_so(
    yearly: Workspace,
) -> None:
    analysis = analyse(yearly, asked_yearly(period=MARCH))
    assert analysis.period == YEAR_2023
    assert analysis.covered == Period(date(2021, 1, 1), date(2023, 12, 31))
    assert by_area(yearly, asked_yearly(period=MARCH)) == {
        NOORD: (60, "value"), OOST: (40, "value"), ZUID: (0, "zero"), HAVEN: (None, "suppressed"),
    }  # fmt: skip
    notes = map_spec(yearly, analysis).legend.notes
    assert any("telt per jaar" in note and "fijner is er niet" in note for note in notes)


def test_a_year_that_is_not_given_stays_unknown_in_a_longer_period(yearly: Workspace) -> None:
    told = by_area(yearly, asked_yearly())
    assert told[NOORD] == (90, "value")
    assert told[OOST] == (None, "suppressed")


def test_years_are_compared_with_years_and_rates_are_of_whole_ones(yearly: Workspace) -> None:
    first = Period(date(2023, 1, 1), date(2023, 3, 31))
    last = Period(date(2022, 10, 1), date(2022, 12, 31))
    within = Period(date(2023, 4, 1), date(2023, 6, 30))
    # A month, a quarter beside the one before it, and a quarter beside one in the same year.
    for period, compare in ((MARCH, None), (first, last), (within, first)):
        asked_for = asked_yearly("change", period=period, compare_period=compare)
        change = analyse(yearly, asked_for)
        assert change.period == YEAR_2023
        assert change.parameters.to_dict()["compare_from"] == "2022-01-01"
        assert change.parameters.to_dict()["compare_to"] == "2022-12-31"
        at = change.codes.index(NOORD)
        assert (change.columns["earlier"][at], change.counts[at]) == (20, 60)
    # A winter is 2022 and 2023, and the layer has only 2021 before them.
    winter = Period(date(2022, 12, 1), date(2023, 2, 28))
    with pytest.raises(SelectionError, match="geen eerdere periode"):
        analyse(yearly, asked_yearly("change", period=winter))
    rate = analyse(yearly, asked_yearly("rate", period=YEAR_2023))
    values = dict(zip(rate.codes, rate.values, strict=True))
    assert values[NOORD] == pytest.approx(60 / 600 * 1000)


def test_a_measure_that_needs_something_shorter_than_a_year_is_not_on_offer(
    yearly: Workspace,
) -> None:
    layer = yearly.layer("politiecijfers_jaar")
    names = {measure.id for measure in measures_of(layer)}
    assert "emerging" not in names
    assert {"rate", "eb_rate", "change", "gi_star", "ratio"} <= names
    with pytest.raises(SelectionError, match="telt per jaar"):
        analyse(yearly, asked_yearly("emerging"))


def test_the_bars_of_such_a_layer_are_years(yearly: Workspace) -> None:
    years = timeline(yearly, asked_yearly())
    assert years.step == "year"
    assert [str(start) for start in years.starts] == ["2021-01", "2022-01", "2023-01"]
    assert years.counts.tolist() == [10, 20, 100]
    assert years.complete.all()
    why = season(yearly, asked_yearly()).why_not
    assert why is not None
    assert why.value == "years_only"


def test_months_and_years_are_two_layers_of_one_theme_and_never_added(
    yearly: Workspace, server: Server
) -> None:
    fetch_police(yearly, base_url=server.url)
    both = open_workspace(yearly.home, role="analist")
    theme = next(theme for theme in both.themes if theme.id == "politiecijfers")
    assert [layer.id for layer in theme.layers] == ["politiecijfers", "politiecijfers_jaar"]
    assert analyse(both, asked()).ledger.selected == 17
    assert analyse(both, asked_yearly()).ledger.selected == 130


def test_a_wijkbeeld_tells_no_news_of_a_month_about_years(yearly: Workspace) -> None:
    made = briefing(yearly, place_named(yearly, "WK999901"), MARCH, zones=None)
    line = next(one for one in made.lines if one.layer.id == "politiecijfers_jaar")
    # A year of which Oost is given, and one before it of which it is not.
    assert (line.period, line.count, line.earlier) == (YEAR_2023, 100, None)
    assert line.since_year.why_not == "withheld"
    south = briefing(yearly, place_named(yearly, "WK999902"), YEAR_2023, zones=None)
    assert south.details["politiecijfers_jaar"].news is None


def test_a_wijkbeeld_counts_crimes_and_gives_no_total_where_one_is_withheld(
    fetched: Workspace,
) -> None:
    noord = place_named(fetched, "WK999901")
    january = briefing(fetched, noord, JANUARY, zones=None)
    line = next(one for one in january.lines if one.layer.id == "politiecijfers")
    assert (line.count, line.why_not) == (5, "")
    assert line.rate == pytest.approx(5 / (600 + 400) * 1000)
    news = january.details["politiecijfers"].news
    assert news is not None
    assert (news.count, news.year_ago, news.since_year.why_not) == (5, None, "no_year_before")
    # Haven is never mentioned: how many there were in the rest of the city is not known.
    buurt = briefing(fetched, place_named(fetched, NOORD), JANUARY, zones=None)
    line = next(one for one in buurt.lines if one.layer.id == "politiecijfers")
    assert (line.count, line.rate) == (3, pytest.approx(3 / 600 * 1000))
    assert np.isnan(line.city_rate)
    assert (line.against_city.verdict, line.against_city.why_not) == ("untested", "withheld")
    quarter = briefing(fetched, noord, Period(date(2023, 1, 1), date(2023, 3, 31)), zones=None)
    line = next(one for one in quarter.lines if one.layer.id == "politiecijfers")
    assert (line.count, line.why_not) == (None, "withheld")
    assert (line.since_year.why_not, line.against_city.why_not) == ("withheld", "withheld")
    assert np.isnan(line.city_rate)
    assert "politiecijfers" not in quarter.details
    # In March all is given, in February one number of Oost is not.
    march = briefing(fetched, noord, MARCH, zones=None)
    line = next(one for one in march.lines if one.layer.id == "politiecijfers")
    assert line.count == 7
    news = march.details["politiecijfers"].news
    assert news is not None
    assert (news.count, news.year_ago, news.since_year.why_not) == (7, None, "no_year_before")


def test_the_bars_say_that_they_are_the_least_there_were(fetched: Workspace) -> None:
    line = timeline(fetched, asked())
    assert line.lower_bound
    # Of February Oost gives 4 of damage and no burglaries.
    assert (line.withheld.tolist(), line.unknown.any()) == ([False, True, False], False)
    rows = sheet_of_months(fetched, analyse(fetched, asked()), line).rows
    assert rows["count"].tolist() == [5, 4, 8]
    assert rows["status"].tolist() == ["value", "suppressed", "value"]
    damage = timeline(fetched, Selection("politiecijfers", level="wijken", soorten=("2.2.1",)))
    assert not damage.lower_bound
