"""Was the map any good: a town counted by hand, and the embedded layers by another road."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.counting import selected_cells
from hotspots.analysis.map_quality import (
    MARKED,
    SCORES,
    HoldOut,
    WhyNot,
    hold_out,
    hold_out_sentences,
    trial_of,
)
from hotspots.analysis.periods import Period, to_day
from hotspots.analysis.query import query_of
from hotspots.analysis.question import Selection
from hotspots.analysis.registry import measure_named
from hotspots.analysis.settle import settle
from hotspots.errors import AccessError
from hotspots.geography.grid import cell_number
from hotspots.settings import Home
from loading import Door
from town import tiny_home

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.query import Query

REPOSITORY = Path(__file__).parents[2]
YEAR = Period(date(2016, 1, 1), date(2016, 12, 31))
QUARTER = Period(date(2017, 1, 1), date(2017, 3, 31))

# 300 cells of 100 m have households, so that 5 % is 15 cells. In 2016 ten cells of Noord had two
# incidents each and ten of Oost had one. Of the 24 of 2017K1 in those cells 12 lie in six of the
# ten of Noord, 6 in three of the ten of Oost and 6 in two cells of Zuid; one more is in Haven.
NOORD = [(100_050 + 100 * at, 421_950) for at in range(10)]
OOST = [(101_050 + 100 * at, 421_050) for at in range(10)]
ZUID = [(100_150, 420_150), (100_850, 420_350)]
HAVEN = (101_500, 420_500)


def rows_of_trial() -> list[str]:
    """In 2016 all are woningen, in 2017 all schuren."""
    rows = [
        (moment, "woning", place)
        for place in NOORD
        for moment in ("2016-01-01 10:00", "2016-12-31 10:00")
    ]
    rows += [("2016-06-15 10:00", "woning", place) for place in OOST]
    later = [place for place in (*NOORD[:6], *OOST[:3]) for _ in range(2)]
    later += [place for place in ZUID for _ in range(3)]
    rows += [("2017-01-01 10:00", "schuur", place) for place in later]
    rows.append(("2017-03-31 10:00", "schuur", HAVEN))
    return [f"{n},{soort},{begin},,{x},{y}" for n, (begin, soort, (x, y)) in enumerate(rows)]


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    home = tiny_home(tmp_path_factory.mktemp("tried"))
    path = home.themes / "proef" / "inbraak.csv"
    path.write_text(
        "\n".join(["id,soort,begin,eind,x,y", *rows_of_trial()]) + "\n", encoding="utf-8"
    )
    return open_workspace(home, role="analist")


@pytest.fixture(scope="module")
def dordrecht(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return open_workspace(Home(REPOSITORY, tmp_path_factory.mktemp("state")), role="analist")


def held(workspace: Workspace, **asked: object) -> HoldOut:
    return hold_out(workspace, Selection("inbraak", level="cells", **asked))  # type: ignore[arg-type]


def ask(workspace: Workspace, selection: Selection) -> Query:
    settled, layer = settle(selection, workspace)
    return query_of(workspace, settled, layer, measure_named(settled.measure))


def test_the_quarter_after_the_map_tells_how_good_it_was(tried: Workspace) -> None:
    found = held(tried, period=YEAR)
    assert found.trial is not None
    assert not found.trial.earlier
    assert (found.trial.map_period, found.trial.test_period) == (YEAR, QUARTER)
    assert (found.cells, found.events, found.outside) == (300, 24, 1)
    assert found.hit_rate is not None
    # 15 cells: the ten of Noord, with 12, and any five of the ten of Oost, half of their 6.
    assert found.hit_rate.hits == pytest.approx(15)
    # 15 of 24 in a twentieth of the area.
    assert found.hit_rate.pai == pytest.approx(12.5)
    # Afterwards all 24 lay in eleven cells.
    assert found.hit_rate.pei == pytest.approx(15 / 24)


def test_where_no_quarter_follows_the_last_three_months_are_held_apart(tried: Workspace) -> None:
    # Twelve months up to the end of the layer: the same map, three months earlier, is 2016.
    last_year = Period(date(2016, 4, 1), date(2017, 3, 31))
    found = held(tried, period=last_year)
    assert found.trial is not None
    assert found.trial.earlier
    assert (found.trial.map_period, found.trial.test_period) == (YEAR, QUARTER)
    assert found.hit_rate == held(tried, period=YEAR).hit_rate


def test_the_answer_is_a_sentence_that_says_which_months(tried: Workspace) -> None:
    answer, *notes = hold_out_sentences(held(tried, period=YEAR))
    # Clopper-Pearson for 15 of 24: 0,406 to 0,812 (from tables), over 0,05.
    assert answer == (
        "Deze kaart had in het kwartaal erna (01-01-2017 t/m 31-03-2017) 12,5 keer zo veel inbraken"
        " in de drukste 5 % van de cellen als bij toeval (95 %: 8,1–16,2): 15 van de 24. De drukke"
        " plekken op de kaart bleven dus druk. Een kaart van alleen huishoudens had er 1,5 keer zo"
        " veel (95 %: 0,2–5,2): ongeveer 2 van de 24. Wat er eerder gebeurde, voegt daar dus iets"
        " aan toe."
    )
    assert notes[0].startswith("Gemarkeerd: 15 van de 300 cellen van 100 m.")
    assert notes[1].startswith("1 inbraak in de drie maanden van de proef buiten het land van")
    answer = hold_out_sentences(held(tried, period=Period(date(2016, 4, 1), date(2017, 3, 31))))[0]
    assert answer.startswith(
        "Na deze periode is er nog geen heel kwartaal met gegevens. Daarom gaat dit over dezelfde "
        "kaart van drie maanden eerder (01-01-2016 t/m 31-12-2016)."
    )


def test_what_has_only_a_buurt_or_wijk_is_left_out_and_counted(home: Home, tmp_path: Path) -> None:
    points = [f"{row},," for row in rows_of_trial()]
    alone = [
        "a1,woning,2017-01-01 10:00,,,,BU99990100,",
        "a2,schuur,2017-02-10 10:00,,,,BU99990101,",
        "a3,woning,2017-03-31 10:00,,,,,Onder",
        # Of the months of the map, not of the trial.
        "a4,woning,2016-05-10 10:00,,,,BU99990100,",
    ]
    header = "id,soort,begin,eind,x,y,buurtcode,wijk"
    Door(home, "inbraak", tmp_path).load(*points, *alone, header=header, mode="replace")
    workspace = open_workspace(home, role="analist")
    found = held(workspace, period=YEAR)
    assert (found.events, found.outside, found.area_only) == (24, 1, 3)
    assert found.hit_rate is not None
    assert found.hit_rate.hits == pytest.approx(15)
    assert hold_out_sentences(found)[-1] == (
        "Van 3 inbraken in de drie maanden van de proef is alleen bekend in welke buurt of wijk: "
        "niet meegeteld."
    )
    # Also where the rest is too few to say anything: a2 and a3 were on a Friday, a1 was not, nor
    # was anything with a place in a cell.
    fridays = held(workspace, period=YEAR, weekdays=(4,))
    assert (fridays.why_not, fridays.area_only) == (WhyNot.TOO_FEW, 2)
    assert hold_out_sentences(fridays)[-1].startswith("Van 2 inbraken in de drie maanden")


def test_a_map_of_people_alone_stands_beside_the_map(tried: Workspace) -> None:
    # Noord has 6 households in each of 100 cells, Oost 4, Zuid too few to count: the 15 cells of a
    # map of households are 15 of the 100 of Noord, all alike, which had 12 of the 24. 12 x 0,15 =
    # 1,8 of 24 is 0,075, over 0,05: 1,5. The map marks the ten of Noord and half of the ten of
    # Oost: of 12 x 0,85 + 6 x 0,5 = 13,2 incidents only the map knew, of none only the people.
    people = held(tried, period=YEAR).people
    assert people is not None
    assert people.hit_rate.hits == pytest.approx(1.8)
    assert people.hit_rate.pai == pytest.approx(1.5)
    assert people.beside.only_first == pytest.approx(13.2)
    assert people.beside.only_second == pytest.approx(0.0)
    assert people.beside.upper == 1.0


def test_where_people_alone_are_as_good_a_map_nothing_is_claimed(dordrecht: Workspace) -> None:
    # The busiest cells of burglaries are where most live: the map finds fewer than households do.
    tried = hold_out(dordrecht, Selection("woninginbraak", level="cells"))
    assert tried.hit_rate is not None
    assert tried.people is not None
    assert tried.people.hit_rate.hits > tried.hit_rate.hits
    assert hold_out_sentences(tried)[0].endswith(
        "Dat wat er eerder gebeurde daar iets aan toevoegt, is niet aangetoond."
    )


def test_filters_hold_for_the_map_and_for_what_came_after(tried: Workspace) -> None:
    # 1 January 2017 is a Sunday, 15 June 2016 a Wednesday, 1 January 2016 a Friday and 31 December
    # 2016 a Saturday: a map of Fridays and Sundays knows Noord only, once per cell.
    found = held(tried, period=YEAR, weekdays=(4, 6))
    assert found.events == 24
    assert found.hit_rate is not None
    # Ten cells of Noord with 12; five of the 290 others hold 5/290 of the other 12.
    assert found.hit_rate.hits == pytest.approx(12 + 12 * 5 / 290)
    # No Sunday, no test; the one in Haven was on a Friday.
    fridays = held(tried, period=YEAR, weekdays=(4,))
    assert (fridays.why_not, fridays.events, fridays.outside) == (WhyNot.TOO_FEW, 0, 1)


def test_cells_outside_the_wijken_of_the_selection_do_not_count(tried: Workspace) -> None:
    boven = held(tried, period=YEAR, wijken=("WK999901",))
    # Noord and Oost: 200 cells, of which ten are marked: exactly those of Noord, 12 of 18.
    assert (boven.cells, boven.events, boven.outside) == (200, 18, 0)
    assert boven.why_not is WhyNot.TOO_FEW
    asked = ask(tried, Selection("inbraak", level="cells", wijken=("WK999902",)))
    # Haven has no households, so that it is no part of the mask.
    assert len(selected_cells(asked, 100)) == 100
    assert len(selected_cells(asked, 500)) == 4


@pytest.mark.parametrize(
    ("asked", "why", "words"),
    [
        ({"period": YEAR, "soorten": ("woning",)}, WhyNot.TOO_FEW, "waren er 0 inbraken"),
        ({"period": YEAR, "soorten": ("schuur",)}, WhyNot.FLAT,
         "op de kaart over 01-01-2016 t/m 31-12-2016 is geen cel drukker"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_says_why(
    tried: Workspace, asked: dict[str, object], why: WhyNot, words: str
) -> None:
    found = held(tried, **asked)
    assert (found.hit_rate, found.why_not) == (None, why)
    told = hold_out_sentences(found)
    assert len(told) == 1
    assert words in told[0]


def test_buurten_and_measures_without_an_order_of_cells_have_no_answer(tried: Workspace) -> None:
    for selection in (
        Selection("inbraak", period=YEAR),
        Selection("inbraak", period=YEAR, measure="gi_star"),
    ):
        found = hold_out(tried, selection)
        assert found.why_not is WhyNot.NO_CELLS
        assert "op een kaart in cellen" in hold_out_sentences(found)[0]


def test_a_sensitive_layer_is_not_tried(tried: Workspace) -> None:
    with pytest.raises(AccessError):
        hold_out(tried, Selection("zorg", level="wijken"))


def test_a_period_of_days_keeps_its_length() -> None:
    covered = Period(date(2015, 1, 1), date(2017, 12, 31))
    asked = Period(date(2017, 11, 5), date(2017, 12, 31))
    trial = trial_of(asked, covered)
    assert trial is not None
    assert trial.test_period == Period(date(2017, 10, 1), date(2017, 12, 31))
    # 26 days of November and 31 of December: 57 days up to and including 30 September.
    assert trial.map_period == Period(date(2017, 8, 5), date(2017, 9, 30))


def test_days_the_layer_does_not_hold_are_no_part_of_the_trial() -> None:
    covered = Period(date(2015, 1, 1), date(2017, 12, 31))
    trial = trial_of(Period(date(2017, 1, 1), date(2018, 6, 30)), covered)
    assert trial is not None
    assert trial.test_period.last == date(2017, 12, 31)
    assert trial_of(Period(date(2018, 1, 1), date(2018, 2, 1)), covered) is None


@given(first=st.dates(date(2014, 1, 1), date(2018, 12, 31)), days=st.integers(1, 800))
def test_a_map_is_never_held_against_its_own_months(first: date, days: int) -> None:
    covered = Period(date(2015, 1, 1), date(2017, 12, 31))
    last = date.fromordinal(first.toordinal() + days - 1)
    trial = trial_of(Period(first, last), covered)
    if trial is None:
        return
    assert trial.map_period.last < trial.test_period.first
    assert (trial.test_period.first - trial.map_period.last).days == 1
    assert covered.first <= trial.map_period.first
    assert trial.test_period.last <= covered.last
    # Three months are 89 days at the least (from 29 November on) and 92 at the most.
    assert 89 <= trial.test_period.days <= 92


@pytest.mark.parametrize("measure", sorted(SCORES))
@pytest.mark.parametrize("layer", ["woninginbraak", "geweld"])
def test_scores_are_those_of_the_map(dordrecht: Workspace, measure: str, layer: str) -> None:
    selection = Selection(layer, level="cells", measure=measure, period=YEAR)
    asked, analysis = ask(dordrecht, selection), analyse(dordrecht, selection)
    scores = SCORES[measure](asked)
    cells = asked.mask.cells(asked.selection.cell_m)
    assert scores.shape == cells.shape
    assert analysis.cell_col is not None
    assert analysis.cell_row is not None
    own = np.searchsorted(cells, cell_number(analysis.cell_col, analysis.cell_row))
    np.testing.assert_allclose(scores[own], analysis.values, equal_nan=True)


def counted(
    workspace: Workspace, layer: str, period: Period, size_m: int
) -> Counter[tuple[int, int]]:
    """Count per cell from the coordinates alone."""
    _, incidents = workspace.incidents(workspace.layer(layer))
    first, last = to_day(period.first), to_day(period.last)
    return Counter(
        (int(x // size_m), int(y // size_m))
        for x, y, day, buurt in zip(
            incidents.x_rd, incidents.y_rd, incidents.day, incidents.buurt, strict=True
        )
        if buurt >= 0 and first <= day <= last
    )


@pytest.mark.parametrize("layer", ["woninginbraak", "overlast", "geweld"])
def test_hits_are_those_of_a_count_by_hand(dordrecht: Workspace, layer: str) -> None:
    found = hold_out(dordrecht, Selection(layer, level="cells", cell_m=200, period=YEAR))
    assert found.hit_rate is not None
    before = counted(dordrecht, layer, YEAR, 200)
    after = counted(dordrecht, layer, QUARTER, 200)
    marked = found.cells * MARKED
    hits = 0.0
    # From the highest count down: all cells with it, or the share of them that still fits.
    for count in sorted(set(before.values()), reverse=True):
        group = [cell for cell, here in before.items() if here == count]
        share = min(1.0, marked / len(group))
        hits += share * sum(after[cell] for cell in group)
        marked -= share * len(group)
    assert marked < 1e-9
    assert found.events + found.outside == sum(after.values())
    # A hit outside the mask would be counted here and not there; there is none in these layers.
    assert found.outside == 0
    assert found.hit_rate.hits == pytest.approx(hits)


@pytest.mark.parametrize("measure", sorted(SCORES))
def test_every_measure_is_held_against_the_same_incidents(
    dordrecht: Workspace, measure: str
) -> None:
    asked = Selection("geweld", level="cells", measure=measure, period=YEAR)
    found = hold_out(dordrecht, asked).hit_rate
    assert found is not None
    assert found.events == sum(counted(dordrecht, "geweld", QUARTER, 200).values())
    assert 0 <= found.hits <= found.events
    assert found.pai == pytest.approx(found.hits / found.events / MARKED)
    assert found.pai_lower <= found.pai <= found.pai_upper


def test_of_all_there_is_the_last_quarter_is_held_back_if_more_remains() -> None:
    five_months = Period(date(2017, 1, 1), date(2017, 5, 31))
    # Without March to May two months remain, less than the three that are held back.
    assert trial_of(five_months, five_months) is None
    year = Period(date(2017, 1, 1), date(2017, 12, 31))
    trial = trial_of(year, year)
    assert trial is not None
    assert trial.map_period == Period(date(2017, 1, 1), date(2017, 9, 30))
