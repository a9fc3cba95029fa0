"""Whatever is asked, every row that came in is somewhere, and once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspots.analysis.analyse import analyse
from hotspots.analysis.analysis import Status
from hotspots.analysis.counting import selected
from hotspots.analysis.periods import Period
from hotspots.analysis.selection import Selection, settle

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace

PERIODS = st.none() | st.builds(
    lambda first, days: Period(first, first + timedelta(days)),
    # The town has incidents on days from 1 January to the last of December 2017.
    st.dates(date(2017, 1, 5), date(2017, 12, 20)),
    st.integers(0, 400),
)
SELECTIONS = st.builds(
    Selection,
    layer=st.just("inbraak"),
    level=st.sampled_from(["gemeente", "wijken", "buurten", "cells"]),
    period=PERIODS,
    soorten=st.sets(st.sampled_from(["woning", "schuur"])).map(tuple),
    wijken=st.sets(st.sampled_from(["WK999901", "WK999902"])).map(tuple),
    weekdays=st.sets(st.integers(0, 6)).map(tuple),
    day_parts=st.sets(st.sampled_from(["nacht", "ochtend", "middag", "avond", "onbekend"])).map(
        tuple
    ),
    cell_m=st.sampled_from([0, 100, 250, 500]),
)


@settings(max_examples=150)
@given(asked=SELECTIONS)
def test_every_row_is_somewhere_and_the_map_holds_what_it_says(
    busy: Workspace, asked: Selection
) -> None:
    analysis = analyse(busy, asked)
    ledger = analysis.ledger
    assert ledger.faults() == []
    assert (ledger.read, ledger.accepted) == (300, 300)
    # Every eleventh row has no place: 0, 11, ..., 297.
    assert ledger.without_place == 28
    assert int(analysis.counts.sum()) == ledger.mapped
    assert ledger.outside_mask == 0 or asked.level == "cells"
    asked_for = analysis.status != Status.NOT_ASKED
    assert int(analysis.counts[asked_for].sum()) == ledger.mapped
    assert np.array_equal(analysis.status == Status.ZERO, (analysis.counts == 0) & asked_for)


@settings(max_examples=50)
@given(asked=SELECTIONS)
def test_a_selection_holds_what_a_reader_of_the_rows_would_pick(
    busy: Workspace, asked: Selection
) -> None:
    settled, layer = settle(asked, busy)
    _, rows = busy.incidents(layer)
    parts = ("nacht", "ochtend", "middag", "avond", "onbekend")
    wijken = busy.geography.wijken.codes
    expected = []
    for at in range(len(rows)):
        day = date(1970, 1, 1) + timedelta(days=int(rows.day[at]))
        expected.append(
            bool(rows.buurt[at] >= 0)
            and (asked.period is None or asked.period.first <= day <= asked.period.last)
            and (not asked.soorten or layer_soort(rows.soorten, rows.soort[at]) in asked.soorten)
            and (not asked.wijken or wijken[rows.wijk[at]] in asked.wijken)
            and (not asked.weekdays or day.weekday() in asked.weekdays)
            and (not asked.day_parts or parts[rows.day_part[at]] in asked.day_parts)
        )
    assert selected(rows, settled, busy.geography).tolist() == expected


def layer_soort(soorten: tuple[str, ...], position: int) -> str:
    return soorten[position]


def test_levels_add_up_to_one_another(busy: Workspace) -> None:
    buurten = analyse(busy, Selection("inbraak")).counts
    wijken = analyse(busy, Selection("inbraak", level="wijken")).counts
    gemeente = analyse(busy, Selection("inbraak", level="gemeente")).counts
    parent = busy.geography.buurten.parent
    assert wijken.tolist() == [int(buurten[parent == at].sum()) for at in range(2)]
    assert gemeente.tolist() == [int(buurten.sum())]


def test_soorten_add_up_to_the_whole(busy: Workspace) -> None:
    parts = [analyse(busy, Selection("inbraak", soorten=(name,))).counts
             for name in ("woning", "schuur")]  # fmt: skip
    assert sum(parts).tolist() == analyse(busy, Selection("inbraak")).counts.tolist()
