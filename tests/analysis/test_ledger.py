"""Whatever is asked, every row that came in is somewhere, and once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspots.analysis.analyse import analyse
from hotspots.analysis.answer import Status
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Selection, selected
from hotspots.analysis.settle import settle
from hotspots.geography.drawn import DrawnArea

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace

PERIODS = st.none() | st.builds(
    lambda first, days: Period(first, first + timedelta(days)),
    # The town has incidents on days from 1 January to the last of December 2017.
    st.dates(date(2017, 1, 5), date(2017, 12, 20)),
    st.integers(0, 400),
)
#: In and across the four buurten and over their border, a triangle or a circle.
DRAWN = st.builds(
    lambda x, y, east, north: DrawnArea(((x, y), (x + east, y), (x, y + north))),
    st.integers(99_500, 101_800), st.integers(419_500, 421_800),
    st.integers(1, 2_000), st.integers(1, 2_000),
) | st.builds(
    lambda x, y, radius_m: DrawnArea(((x, y),), radius_m),
    st.integers(99_500, 102_500), st.integers(419_500, 422_500), st.integers(1, 1_500),
)  # fmt: skip
SELECTIONS = st.builds(
    Selection,
    layer=st.just("inbraak"),
    level=st.sampled_from(["gemeente", "wijken", "buurten", "cells"]),
    period=PERIODS,
    soorten=st.sets(st.sampled_from(["woning", "schuur"])).map(tuple),
    wijken=st.sets(st.sampled_from(["WK999901", "WK999902"])).map(tuple),
    buurten=st.sets(st.sampled_from(["BU99990100", "BU99990101", "BU99990200"])).map(tuple),
    drawn=st.none() | DRAWN,
    weekdays=st.sets(st.integers(0, 6)).map(tuple),
    day_parts=st.sets(st.sampled_from(["nacht", "ochtend", "middag", "avond", "onbekend"])).map(
        tuple
    ),
    cell_m=st.sampled_from([0, 100, 200, 500]),
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
    asked_for = analysis.status != Status.NOT_SELECTED
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
    wijken, buurten = busy.geography.wijken.codes, busy.geography.buurten.codes
    expected = []
    for at in range(len(rows)):
        day = date(1970, 1, 1) + timedelta(days=int(rows.day[at]))
        expected.append(
            bool(rows.buurt[at] >= 0)
            and (asked.period is None or asked.period.first <= day <= asked.period.last)
            and (not asked.soorten or layer_soort(rows.soorten, rows.soort[at]) in asked.soorten)
            and (not asked.wijken or wijken[rows.wijk[at]] in asked.wijken)
            and (not asked.buurten or buurten[rows.buurt[at]] in asked.buurten)
            and (asked.drawn is None or lies_in(asked.drawn, rows.x_rd[at], rows.y_rd[at]))
            and (not asked.weekdays or day.weekday() in asked.weekdays)
            and (not asked.day_parts or parts[rows.day_part[at]] in asked.day_parts)
        )
    assert selected(rows, settled, busy.geography).tolist() == expected


def lies_in(drawn: DrawnArea, x_rd: float, y_rd: float) -> bool:
    """Whether a place is in what was drawn, by its radius or by the three sides of the triangle."""
    if drawn.radius_m:
        (x, y) = drawn.corners[0]
        return bool((x_rd - x) ** 2 + (y_rd - y) ** 2 <= drawn.radius_m**2)
    (x, y), (right, _), (_, top) = drawn.corners
    across, up = x_rd - x, y_rd - y
    below_slope = across * (top - y) + up * (right - x) <= (right - x) * (top - y)
    return bool(across >= 0 and up >= 0 and below_slope)


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
