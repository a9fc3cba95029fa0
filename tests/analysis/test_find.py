"""What searches find in the embedded incidents, against what was planted there, and refusals."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from scipy.spatial import KDTree

from hotspots.analysis.analyse import find
from hotspots.analysis.layer_dispersion import layer_dispersion
from hotspots.analysis.periods import Period
from hotspots.analysis.query import query_of
from hotspots.analysis.question import Search, Selection
from hotspots.analysis.registry import (
    SEARCH_IDS,
    explanation_of,
    measure_named,
    searches_of,
    sentences_of,
)
from hotspots.analysis.searches import clusters as cluster_finding
from hotspots.analysis.searches import scan as scan_finding
from hotspots.analysis.searches.before_after import BeforeAfterAnswer
from hotspots.analysis.searches.clusters import Clustered
from hotspots.analysis.searches.near_repeats import CouldSee, Pairs, Reached
from hotspots.analysis.searches.scan import Excess
from hotspots.analysis.searches.search import Counted
from hotspots.analysis.settle import settle
from hotspots.errors import AccessError, SelectionError
from hotspots.maps.choropleth import overlay_of
from hotspots.wijkbeeld.latest import zones_of

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Finding

REPOSITORY = Path(__file__).parents[2]
TRUTH = json.loads((REPOSITORY / "tests/truth/planted_hotspots.json").read_text(encoding="utf-8"))


def burglaries(**filters: object) -> Selection:
    return Selection("woninginbraak", level="cells", **filters)  # type: ignore[arg-type]


def rings_of(finding: Finding) -> list[np.ndarray]:
    return [outline.ring for outline in finding.outlines]


def covers(finding: Finding, spot: dict[str, float]) -> bool:
    centre = shapely.Point(spot["x_rd"], spot["y_rd"])
    rings = map(shapely.Polygon, rings_of(finding))
    return any(ring.distance(centre) <= spot["radius_m"] for ring in rings)


def planted(kind: str) -> list[dict[str, float]]:
    return [spot for spot in TRUTH if spot["layer"] == "woninginbraak" and spot["kind"] == kind]


def test_a_scan_circles_every_planted_hotspot(dordrecht: Workspace) -> None:
    finding = find(dordrecht, burglaries(), Search("scan"))
    assert all(covers(finding, spot) for spot in planted("stable"))
    assert all(p <= finding.parameters.to_dict()["alpha"] for p in finding.table()["p"])


def test_a_scan_is_held_against_maps_that_come_in_bursts_as_the_layer_does(
    dordrecht: Workspace,
) -> None:
    # Burglaries repeat near by: their counts vary half as much again as chance, and what a cell of
    # 12 where 2,2 are expected shows is one such series. The lasting hotspot is none.
    layer = dordrecht.layer("woninginbraak")
    spread = layer_dispersion(dordrecht.library, layer, "buurten").place
    finding = find(dordrecht, burglaries(), Search("scan"))
    assert finding.parameters.to_dict()["dispersion"] == spread > 1.4
    assert [count for count in finding.table()["observed"] if count < 20] == []


def test_a_scan_leaves_out_what_happens_where_nothing_is_expected(dordrecht: Workspace) -> None:
    # Of a buurt with fewer than 50 households nothing is expected, also not in a cell that it
    # shares with a larger one: there its incidents would stand out against a sliver.
    households = np.nan_to_num(dordrecht.geography.buurten.denominators["huishoudens"])
    _, incidents = dordrecht.incidents(dordrecht.layer("woninginbraak"))
    few = (incidents.buurt >= 0) & (households[incidents.buurt] < 50)
    settled, layer = settle(burglaries(measure="gi_star"), dordrecht)
    query = query_of(dordrecht, settled, layer, measure_named("gi_star"))
    assert (query.chosen & few).sum() > 0
    np.testing.assert_array_equal(scan_finding._where_expected(query), query.chosen & ~few)


def test_a_scan_counts_all_circles_also_those_it_does_not_show(
    dordrecht: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    violence = Selection("geweld", level="cells")
    every = find(dordrecht, violence, Search("scan"))
    assert every.summary.require(Excess).significant == len(every) >= 2
    monkeypatch.setattr(scan_finding, "MOST_CIRCLES", 1)
    capped = find(dordrecht, violence, Search("scan"))
    assert len(capped) == 1
    assert capped.summary.require(Excess).significant == every.summary.require(Excess).significant


def test_a_scan_of_the_last_weeks_circles_what_emerged_and_not_what_was_always_there(
    dordrecht: Workspace,
) -> None:
    finding = find(dordrecht, burglaries(), Search("scan_recent"))
    assert all(covers(finding, spot) for spot in planted("emerging"))
    assert not any(covers(finding, spot) for spot in planted("stable"))
    assert all(since >= "2017-10-01" for since in finding.table()["since"])


def test_weeks_are_counted_back_from_the_last_day_of_the_period(dordrecht: Workspace) -> None:
    # 52 weeks back from 30 June 2017; an excess that began after it is not known then.
    spring = Period(date(2017, 4, 1), date(2017, 6, 30))
    finding = find(dordrecht, burglaries(period=spring), Search("scan_recent"))
    assert finding.parameters.to_dict()["weeks"] == 52
    assert not any(covers(finding, spot) for spot in planted("emerging"))


def test_groups_count_what_lies_in_them(dordrecht: Workspace) -> None:
    finding = find(dordrecht, burglaries(), Search("clusters"))
    summary = finding.summary.require(Clustered)
    assert finding.table()["count"].sum() == summary.clustered <= summary.all
    # 2 % of 811 is 16.
    assert finding.parameters.to_dict()["min_points"] == 16
    counts = finding.table()["count"].tolist()
    assert counts == sorted(counts, reverse=True)


def test_the_outline_of_a_group_follows_cells_and_never_an_incident(dordrecht: Workspace) -> None:
    finding = find(dordrecht, burglaries(), Search("clusters"))
    for ring in rings_of(finding):
        np.testing.assert_array_equal(ring % 100, 0)


def test_near_repeats_are_shown_and_zones_lie_on_cells(dordrecht: Workspace) -> None:
    # Bursts of near repeats are in the embedded burglaries, within 200 m and some weeks.
    finding = find(dordrecht, burglaries(), Search("near_repeat"))
    assert not finding.silent
    assert finding.summary.require(Pairs).ratio > 1.5
    # The smallest p that 20 bands together can have is about 20 / 1.000.
    assert finding.summary.require(Pairs).p <= 0.02
    assert len(finding.tables["knox"]) == 5 * 4
    for ring, end in zip(rings_of(finding), finding.table()["end"], strict=True):
        middle = ring.mean(axis=0)
        np.testing.assert_allclose(middle % 100, 50, atol=1e-6)
        assert end >= "2017-12-31"


def test_a_zone_by_manhattan_distance_is_a_square_on_its_point(dordrecht: Workspace) -> None:
    finding = find(dordrecht, burglaries(), Search("near_repeat", manhattan=True))
    assert {ring.shape for ring in rings_of(finding)} == {(4, 2)}
    assert finding.parameters.to_dict()["metric"] == "manhattan"


def test_a_year_of_burglaries_has_near_repeats_for_every_role(dordrecht: Workspace) -> None:
    year = burglaries(period=Period(date(2017, 1, 1), date(2017, 12, 31)))
    _, incidents = dordrecht.incidents(dordrecht.layer("woninginbraak"))
    here = (incidents.buurt >= 0) & (incidents.day >= 17_167) & (incidents.day <= 17_531)
    assert np.count_nonzero(here) == 246
    # One by one, from a k-d tree: 27 pairs of .1 to 100 m and 59 of 100 to 200 m within a week.
    places = np.column_stack([incidents.x_rd[here], incidents.y_rd[here]])
    pairs = KDTree(places).query_pairs(200.0, output_type="ndarray")
    far = np.linalg.norm(places[pairs[:, 0]] - places[pairs[:, 1]], axis=1)
    day = incidents.day[here]
    soon = np.abs(day[pairs[:, 0]] - day[pairs[:, 1]]) < 7
    by_hand = [
        int(np.count_nonzero(soon & (far >= near) & (far < reach)))
        for near, reach in ((0.1, 100), (100, 200))
    ]
    assert by_hand == [27, 59]
    first = None
    for role in ("analist", "wijkagent", "wijkregisseur"):
        finding = find(replace(dordrecht, role=role), year, Search("near_repeat"))
        assert not finding.silent
        week = finding.table_behind("knox").query("from_days == 0")
        assert week["observed"].tolist()[1:3] == by_hand
        assert week["expected"].tolist()[1:3] == [11.2, 19.2]
        assert week["stands_out"].tolist() == [False, True, True, False, False]
        # One pair at the same address: neither it, nor what it follows from.
        same = week.iloc[0]
        assert same["observed"] == "<10"
        assert np.isnan([same["expected"], same["ratio"], same["p"], same["adjusted_p"]]).all()
        assert finding.summary.require(Reached) == Reached(200, 7)
        said = sentences_of(finding)
        # 27 + 59 of 11,2 + 19,2.
        assert said[0].startswith(
            "Binnen 200 m en binnen 7 dagen volgt 2,8 keer zo vaak een tweede als bij toeval (86 "
            "paren van woninginbraken, verwacht 30,4; p = 0,0"
        )
        assert "tot 100 m en binnen 7 dagen (27 paren, verwacht 11,2)" in said[1]
        assert "van 100 tot 200 m en binnen 7 dagen (59 paren, verwacht 19,2)" in said[1]
        assert "hele gemeente, 01-01-2017 t/m 31-12-2017" in said[3]
        first = first or (said[:2], finding.summary)
        assert (said[:2], finding.summary) == first


def test_the_wijkbeeld_has_the_zones_of_the_map(dordrecht: Workspace) -> None:
    year = Period(date(2017, 1, 1), date(2017, 12, 31))
    on_map = find(dordrecht, burglaries(period=year), Search("near_repeat"))
    city = zones_of(dordrecht, "woninginbraak", year)
    assert [zone.until.isoformat() for zone in city.zones] == on_map.table()["end"].tolist()
    assert [zone.count for zone in city.zones] == on_map.table()["count"].tolist()
    # Nothing to be seen is the same on both.
    calm = find(dordrecht, Selection("uitrukken", period=year), Search("near_repeat"))
    assert calm.silent == "not_significant"


def test_other_filters_play_no_part_in_near_repeats_and_that_is_said(dordrecht: Workspace) -> None:
    everywhere = find(dordrecht, burglaries(), Search("near_repeat"))
    some = find(
        dordrecht,
        burglaries(wijken=("WK050501",), weekdays=(5,), period=None),
        Search("near_repeat"),
    )
    assert some.table_behind("knox").equals(everywhere.table_behind("knox"))
    assert some.selection.wijken == some.selection.weekdays == ()
    assert sentences_of(some)[-1] == (
        "Deze keuze telt daarbij niet mee: wijken, dagen van de week."
    )


@pytest.mark.parametrize("role", ["analist", "wijkagent"])
def test_near_repeats_are_those_of_a_calendar_year_whatever_part_of_it_is_asked(
    dordrecht: Workspace, role: str
) -> None:
    # Two periods that differ by a month would tell the pairs of that month.
    asked = replace(dordrecht, role=role)
    year = Period(date(2017, 1, 1), date(2017, 12, 31))
    whole = find(asked, burglaries(period=year), Search("near_repeat"))
    for first, last in (
        (date(2017, 1, 15), date(2017, 4, 14)),
        (date(2017, 1, 1), date(2017, 11, 30)),
        (date(2016, 12, 1), date(2017, 2, 28)),
        (date(2016, 8, 1), date(2017, 7, 31)),
    ):
        part = find(asked, burglaries(period=Period(first, last)), Search("near_repeat"))
        assert part.period == year
        assert part.table_behind("knox").equals(whole.table_behind("knox"))
        # The zones are those of the day that was asked.
        assert part.parameters.to_dict()["on"] == last.isoformat()
        assert all(end >= last.isoformat() for end in part.table()["end"])


def test_several_soorten_play_no_part_in_near_repeats_and_that_is_said(
    dordrecht: Workspace,
) -> None:
    layer = dordrecht.layer("geweld")
    everything = find(dordrecht, Selection("geweld"), Search("near_repeat"))
    two = Selection("geweld", soorten=tuple(layer.soorten)[:2])
    some = find(dordrecht, two, Search("near_repeat"))
    assert some.summary.require(Counted) == everything.summary.require(Counted)
    assert "meer soorten tegelijk" in sentences_of(some)[-1]


def test_own_bands_go_with_own_months(dordrecht: Workspace) -> None:
    # From halfway January to halfway April there are two whole months.
    search = Search("near_repeat", distance_bands_m=(100.0, 200.0), permutations=99)
    period = Period(date(2017, 1, 15), date(2017, 4, 14))
    assert find(dordrecht, burglaries(period=period), search).period == Period(
        date(2017, 2, 1), date(2017, 3, 31)
    )
    period = Period(date(2017, 1, 15), date(2017, 3, 14))
    short = find(dordrecht, burglaries(period=period), search)
    assert short.silent == "too_short"
    assert "hele maanden" in sentences_of(short)[0]


def test_own_bands_are_tested_together_as_well(dordrecht: Workspace) -> None:
    search = Search("near_repeat", distance_bands_m=(300, 150), day_bands=(14,))
    finding = find(dordrecht, burglaries(), search)
    assert finding.parameters.to_dict()["distance_bands_m"] == [0, 150, 300]
    assert finding.parameters.to_dict()["day_bands"] == [0, 14]
    assert len(finding.tables["knox"]) == 2
    with pytest.raises(SelectionError, match="boven 0"):
        find(dordrecht, burglaries(), Search("near_repeat", day_bands=(-1, 7)))


def test_without_near_repeats_there_are_no_zones_and_it_is_said(dordrecht: Workspace) -> None:
    finding = find(dordrecht, Selection("uitrukken", level="cells"), Search("near_repeat"))
    assert finding.silent == "not_significant"
    assert not finding.outlines
    said = sentences_of(finding)
    assert "geen aantoonbaar verschil" in said[0]
    assert not any("niet vaker" in sentence for sentence in said)
    # What could have been seen: more than chance gives, and not endlessly more.
    could = finding.summary.require(CouldSee).could_see
    assert could.expected < could.pairs < 3 * could.expected
    assert "een verschil te zien vanaf" in said[1]


@pytest.mark.parametrize("method", [name for name in SEARCH_IDS if name != "before_after"])
def test_where_nothing_happened_nothing_is_found(dordrecht: Workspace, method: str) -> None:
    night = burglaries(
        period=Period(date(2015, 1, 5), date(2015, 1, 6)), wijken=("WK050501",), weekdays=(2,)
    )
    finding = find(dordrecht, night, Search(method))
    assert len(finding) == 0
    assert all(sentences_of(finding))
    assert overlay_of(finding).shapes == ()


def test_as_many_days_are_compared_before_a_measure_as_after(dordrecht: Workspace) -> None:
    search = Search("before_after", treated=("BU05050103",), since=date(2017, 7, 1))
    finding = find(dordrecht, burglaries(), search)
    # 1 July up to and including 31 December is 184 days.
    assert finding.parameters.to_dict()["days"] == 184
    assert finding.parameters.to_dict()["before_from"] == "2016-12-29"
    told = finding.parameters.to_dict()
    # As many days again before that.
    assert told["earlier_from"] == "2016-06-28"
    touched = set(told["treated"]) | set(told["ring"])
    assert touched.isdisjoint(told["control"])
    assert touched.isdisjoint(told["ring_control"])


def test_a_choice_of_wijken_does_not_empty_the_buurten_around(dordrecht: Workspace) -> None:
    search = Search("before_after", treated=("BU05050102",), since=date(2017, 1, 1))
    everywhere = find(dordrecht, burglaries(), search)
    one_wijk = find(dordrecht, burglaries(wijken=("WK050501",)), search)
    assert one_wijk.summary == everywhere.summary


def test_what_is_expected_is_in_proportion_to_the_control(dordrecht: Workspace) -> None:
    search = Search(
        "before_after",
        treated=("BU05050103",),
        control=("BU05050801",),
        since=date(2017, 1, 1),
    )
    finding = find(dordrecht, Selection("overlast"), search)
    told = finding.summary.to_dict()
    counts = {
        (code, year): int(
            np.count_nonzero(
                (incidents.buurt == dordrecht.geography.buurten.codes.index(code))
                & (incidents.begin.astype("datetime64[Y]").astype(int) + 1970 == year)
            )
        )
        for _, incidents in [dordrecht.incidents(dordrecht.layer("geweld"))]
        for code in ("BU05050103", "BU05050801")
        for year in (2016, 2017)
    }
    # The day of an incident whose time is not known is left to the tool.
    assert told["treated_before"] >= counts["BU05050103", 2016]
    share = told["control_after"] / told["control_before"]
    assert told["there_expected"] == pytest.approx(told["treated_before"] * share, abs=0.05)
    assert told["there_ratio"] == pytest.approx(
        told["treated_after"] / (told["treated_before"] * share)
    )
    assert told["there_lower"] < told["there_ratio"] < told["there_upper"]
    assert finding.parameters.to_dict()["dispersion"] >= 1


def test_a_layer_that_begins_at_the_year_before_gives_no_verdict(dordrecht: Workspace) -> None:
    search = Search("before_after", treated=("BU05050508",), since=date(2016, 1, 1))
    finding = find(dordrecht, Selection("overlast"), search)
    assert finding.parameters.to_dict()["earlier_from"] is None
    assert finding.summary.require(BeforeAfterAnswer).there.why_not == "no_earlier"
    assert "de laag begint te laat" in sentences_of(finding)[1]


@pytest.mark.parametrize(
    ("search", "words"),
    [
        (Search("before_after", treated=("BU05050103",)), "geen dag"),
        (Search("before_after", treated=("BU05050103",), since=date(2017, 12, 20)), "20-12-2017"),
        (Search("before_after", since=date(2017, 1, 1)), "met de maatregel"),
        (Search("before_after", treated=("BU1",), since=date(2017, 1, 1)), "BU1"),
        (
            Search(
                "before_after",
                treated=("BU05050103",),
                control=("BU05050103",),
                since=date(2017, 1, 1),
            ),
            "niet tegelijk",
        ),
        (Search("scann"), "scan"),
    ],
)
def test_a_search_that_cannot_be_is_refused(
    dordrecht: Workspace, search: Search, words: str
) -> None:
    with pytest.raises(SelectionError, match=words):
        find(dordrecht, burglaries(), search)


def test_a_sensitive_layer_is_not_searched(dordrecht: Workspace) -> None:
    layer = dordrecht.layer("verward_gedrag")
    assert searches_of(layer) == ()
    with pytest.raises(AccessError, match="te gevoelig"):
        find(dordrecht, Selection(layer.id, level="wijken"), Search("scan"))


def test_progress_ends_at_the_end(dordrecht: Workspace) -> None:
    for method in ("clusters", "scan", "scan_recent", "near_repeat"):
        told: list[float] = []
        find(dordrecht, burglaries(), Search(method, permutations=99), told.append)
        assert told[-1] == pytest.approx(1.0)
        assert told == sorted(told)


def test_outlines_are_numbered_as_in_the_table(dordrecht: Workspace) -> None:
    finding = find(dordrecht, burglaries(), Search("scan"))
    overlay = overlay_of(finding)
    assert [shape.label for shape in overlay.shapes] == [
        str(number) for number in finding.table()["number"]
    ]
    assert "woninginbraken" in explanation_of(finding)
    assert finding.to_dict()["found"][0]["place"]


def test_places_in_one_list_have_names_of_their_own(dordrecht: Workspace) -> None:
    year = Period(date(2017, 1, 1), date(2017, 12, 31))
    for method in ("clusters", "scan", "near_repeat"):
        asked = Selection("overlast", period=year)
        found = find(dordrecht, asked, Search(method, permutations=99))
        middles = [tuple(ring.mean(axis=0).round()) for ring in rings_of(found)]
        names = found.table()["place"].tolist()
        # Two zones that began on other days may have the same place, and so the same name.
        assert len(set(names)) == len(set(middles)), method


def test_nowhere_says_how_many_make_a_group(dordrecht: Workspace) -> None:
    none = find(dordrecht, burglaries(), Search("clusters", min_points=400))
    assert not none.outlines
    assert sentences_of(none)[1] == "Een groep begint bij 400 woninginbraken binnen 150 m."
    # 2 % of 811 is 16.
    assert sentences_of(find(dordrecht, burglaries(), Search("clusters")))[1] == (
        "Een groep begint bij 16 woninginbraken binnen 150 m (2 % van alle 811, ten minste 5)."
    )


def test_a_cap_on_what_is_drawn_is_said(
    dordrecht: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    violence = Selection("geweld", level="cells")
    circles = len(find(dordrecht, violence, Search("scan")))
    groups = find(dordrecht, burglaries(), Search("clusters")).summary.require(Clustered).groups
    monkeypatch.setattr(scan_finding, "MOST_CIRCLES", 1)
    monkeypatch.setattr(cluster_finding, "MOST_GROUPS", 1)
    scan = sentences_of(find(dordrecht, violence, Search("scan")))[0]
    assert scan.startswith(f"In {circles} cirkels, waarvan de 1 sterkste getoond, zijn meer")
    told = sentences_of(find(dordrecht, burglaries(), Search("clusters")))[0]
    assert told.startswith(f"{groups} groepen, waarvan de 1 grootste getoond: ")
