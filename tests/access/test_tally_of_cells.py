"""A tally of cells holds what the cubes of its parts say, each row with its cells."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.access import tally
from hotspots.access.tally import tally_of_areas, tally_of_cells
from hotspots.store.cubes import cube_of

if TYPE_CHECKING:
    from hotspots.access.tally import Tally
    from hotspots.access.workspace import Workspace

AREAS = st.sampled_from(
    [
        ("BU05050101", "WK050501"),
        ("BU05050102", "WK050501"),
        ("BU05050201", "WK050502"),
        (None, "WK050501"),
        (None, "WK050502"),
        (None, None),
    ]
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from([(2_100, 8_490), (2_100, 8_491), (2_177, 8_400), (5_000, 1), (-1, -1)]),
        AREAS,
        st.sampled_from(["jeugd", "geluid", None]),
        st.integers(-2, 3),
        st.sampled_from(["day", "month"]),
        st.integers(-1, 3),
    ),
    max_size=60,
)


def table_of(rows: list[tuple[object, ...]]) -> pa.Table:
    place, area, soort, day, known, part = zip(*rows, strict=True) if rows else [()] * 6
    col, row = zip(*place, strict=True) if rows else ((), ())
    buurt, wijk = zip(*area, strict=True) if rows else ((), ())
    return pa.table({
        "cell_col": pa.array(col, pa.int32()),
        "cell_row": pa.array(row, pa.int32()),
        "buurt": pa.array(buurt, pa.string()).dictionary_encode(),
        "wijk": pa.array(wijk, pa.string()).dictionary_encode(),
        "soort": pa.array(soort, pa.string()).dictionary_encode(),
        "day": pa.array(day, pa.int32()),
        "date_precision": pa.array(known, pa.string()).dictionary_encode(),
        "day_part": pa.array(part, pa.int8()),
    })  # fmt: skip


def unfolded(made: Tally, workspace: Workspace) -> Counter[tuple[object, ...]]:
    """Return the incidents of a tally one by one, as the rows that it was made of."""
    geography = workspace.geography
    buurten, wijken = (*geography.buurten.codes, None), (*geography.wijken.codes, None)
    soorten = (*made.soorten, None)
    counts: Counter[tuple[object, ...]] = Counter()
    assert made.times is not None
    for at in range(len(made)):
        known = "day" if made.day_known[at] else "month"
        area = buurten[made.buurt[at]], wijken[made.wijk[at]]
        same = area, soorten[made.soort[at]], int(made.day[at]), known, int(made.day_part[at])
        lies = range(made.start[at], made.start[at + 1])
        if not made.placed[at]:
            assert not lies
            counts[(-1, -1), *same] += int(made.times[at])
        for entry in lies:
            place = tuple(made.places[:, made.cell[entry]].tolist())
            counts[place, *same] += int(made.in_cell[entry])
        if lies:
            assert made.times[at] == made.in_cell[lies.start : lies.stop].sum()
    return counts


@given(st.lists(ROWS, min_size=1, max_size=3), st.sampled_from([0, tally._SPARSE]))
def test_every_incident_lies_where_the_cubes_have_it(
    dordrecht: Workspace, parts: list[list[tuple[object, ...]]], sparse: int
) -> None:
    layer, geography = dordrecht.layer("overlast"), dordrecht.geography
    tables = [table_of(rows) for rows in parts]
    areas = tally_of_areas([cube_of(rows, "areas") for rows in tables], 0, layer, geography)
    cubes = (cube_of(rows, "cells") for rows in tables)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tally, "_SPARSE", sparse)
        made = tally_of_cells(cubes, areas, layer, geography)
    # What lies in no buurt and no wijk is in no cube of cells.
    every = [row for rows in parts for row in rows if row[1] != (None, None)]
    assert unfolded(made, dordrecht) == Counter(every)
    assert made.totals.accepted == sum(map(len, parts))
    # No row but the first of any cell is written twice.
    assert len({tuple(place) for place in made.places.T.tolist()}) == made.places.shape[1]
    assert np.array_equal(made.in_a_cell(), made.placed)
