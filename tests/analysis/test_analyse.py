"""Counts and rates of the town, worked out by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from scipy import stats

from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.answer import Analysis, Status
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Selection
from hotspots.analysis.settle import selected_places
from hotspots.errors import AccessError

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.settings import Home

JANUARY = Period(date(2017, 1, 1), date(2017, 1, 31))
EVERYTHING = (Selection("inbraak", measure="rate"), Selection("inbraak", level="cells"),
              Selection("inbraak", measure="density"), Selection("zorg", level="wijken"),
              Selection("inbraak", wijken=("WK999901",)))  # fmt: skip


def ask(workspace: Workspace, **asked: Any) -> Analysis:  # noqa: ANN401
    return analyse(workspace, Selection(**{"layer": "inbraak", **asked}))


def test_counts_per_level_are_those_of_the_plan(town: Workspace) -> None:
    # Noord: rows 1 to 4; Oost: 5 and 6; Zuid: 7; Haven: none. 8 has no place, 9 lies outside.
    assert ask(town).counts.tolist() == [4, 2, 1, 0]
    assert ask(town, level="wijken").counts.tolist() == [6, 1]
    assert ask(town, level="gemeente").counts.tolist() == [7]


def test_counts_per_cell_are_those_of_the_plan(town: Workspace) -> None:
    cells = ask(town, level="cells")
    # Rows 1, 2 and 4 share the cell at 100.000, 421.000; the others have one each.
    assert dict(zip(cells.codes, cells.counts.tolist(), strict=True)) == {
        "C100_100000_421000": 3,
        "C100_100500_420500": 1,
        "C100_100500_421500": 1,
        "C100_101200_421200": 1,
        "C100_101900_421900": 1,
    }
    # Three buurten with households of 100 cells each; five cells hold an incident.
    assert (cells.parameters.to_dict()["mask_cells"], cells.zero_cells) == (300, 295)
    # In 500 m: row 5 at 101.000, 421.000; row 6 at 101.500, 421.500.
    coarse = ask(town, level="cells", cell_m=500)
    assert coarse.counts.tolist() == [3, 1, 1, 1, 1]


@pytest.mark.parametrize(
    ("asked", "counts"),
    [
        ({"soorten": ("woning",)}, [3, 1, 1, 0]),  # 1, 2, 4; 5; 7
        ({"soorten": ("schuur",)}, [1, 1, 0, 0]),  # 3; 6
        ({"weekdays": (4,)}, [2, 1, 1, 0]),  # Friday: 3, 4; 5; 7
        ({"weekdays": (5, 3)}, [2, 0, 0, 0]),  # Saturday 1, Thursday 2
        ({"day_parts": ("avond",)}, [1, 0, 0, 0]),  # 2; not 1, which ends after midnight
        ({"day_parts": ("nacht",)}, [1, 0, 0, 0]),  # 4
        ({"day_parts": ("middag", "ochtend")}, [0, 2, 1, 0]),  # 5, 6; 7
        ({"day_parts": ("onbekend",)}, [2, 0, 0, 0]),  # 1 and 3
        ({"period": JANUARY}, [2, 0, 0, 0]),  # 2 and 3; 1 begins in December
        ({"period": Period(date(2016, 12, 31), date(2016, 12, 31))}, [1, 0, 0, 0]),
        ({"period": JANUARY, "soorten": ("woning",), "weekdays": (3,)}, [1, 0, 0, 0]),  # 2
    ],
)  # fmt: skip
def test_filters_hold_the_rows_of_the_plan(
    town: Workspace, asked: dict[str, Any], counts: list[int]
) -> None:
    analysis = ask(town, **asked)
    assert analysis.counts.tolist() == counts
    assert analysis.ledger.faults() == []
    assert analysis.ledger.selected == sum(counts)
    assert analysis.ledger.filtered_out == 7 - sum(counts)


def test_a_filter_on_a_wijk_asks_nothing_of_the_others(town: Workspace) -> None:
    onder = ask(town, wijken=("WK999902",))
    assert onder.counts.tolist() == [0, 0, 1, 0]
    assert [Status(at).name for at in onder.status] == [
        "NOT_SELECTED",
        "NOT_SELECTED",
        "VALUE",
        "ZERO",
    ]
    # The table has the buurten that were asked for: Zuid, and Haven with a real zero.
    table = onder.table()
    assert table["name"].tolist() == ["Zuid", "Haven"]
    assert table["count"].tolist() == [1, 0]
    assert np.isnan(onder.values[:2]).all()
    assert ask(town, level="wijken", wijken=("WK999902",)).table()["name"].tolist() == ["Onder"]


def test_rates_are_per_thousand_and_none_below_fifty(town: Workspace) -> None:
    rate = ask(town, measure="rate")
    # 4 of 600 is 6,667 per 1.000; 2 of 400 is 5; Zuid has 20 households, Haven none.
    assert rate.values.tolist() == pytest.approx([20 / 3, 5.0, np.nan, np.nan], nan_ok=True)
    assert [Status(at).name for at in rate.status] == ["VALUE", "VALUE", "MISSING", "MISSING"]
    # The count is still told.
    assert rate.table()["count"].tolist() == [4, 2, 1, 0]
    assert rate.parameters.to_dict()["denominator_year"] == 2023


def test_rates_of_other_levels_and_denominators(town: Workspace) -> None:
    # Boven: 6 of 1.000 households; Onder: 20 households. All: 7 of 1.020.
    assert ask(town, measure="rate", level="wijken").values.tolist() == pytest.approx(
        [6.0, np.nan], nan_ok=True
    )
    assert ask(town, measure="rate", level="gemeente").values.tolist() == pytest.approx(
        [7_000 / 1_020]
    )
    # 4 of 1.300 residents, 2 of 900; Zuid has 45.
    residents = ask(town, measure="rate", denominator="inwoners").values
    assert residents[:2].tolist() == pytest.approx([40 / 13, 20 / 9])
    assert np.isnan(residents[2:]).all()


def test_part_of_the_gemeente_is_divided_by_the_households_of_that_part(town: Workspace) -> None:
    # 6 in Boven, by the 1.000 households of Boven and not the 1.020 of the gemeente.
    boven = ask(town, measure="rate", level="gemeente", wijken=("WK999901",))
    assert boven.counts.tolist() == [6]
    assert boven.values.tolist() == pytest.approx([6.0])


def test_the_interval_of_a_rate_is_the_exact_one_of_poisson(town: Workspace) -> None:
    rate = ask(town, measure="rate")
    assert rate.lower is not None
    assert rate.upper is not None
    # Garwood by chi-square: half its 2,5 % point with 2k, and its 97,5 % point with 2k + 2 degrees.
    for at, (count, households) in enumerate([(4, 600), (2, 400)]):
        low = stats.chi2.ppf(0.025, 2 * count) / 2 * 1_000 / households
        high = stats.chi2.ppf(0.975, 2 * count + 2) / 2 * 1_000 / households
        assert rate.lower[at] == pytest.approx(low)
        assert rate.upper[at] == pytest.approx(high)
    assert np.isnan(rate.lower[2:]).all()


def test_without_incidents_a_rate_is_a_real_zero(town: Workspace) -> None:
    rate = ask(town, measure="rate", period=JANUARY)
    # Nothing in Oost in January, on 400 households.
    assert (rate.values[1], rate.status[1]) == (0.0, Status.ZERO)
    assert rate.lower is not None
    assert rate.lower[1] == 0.0


def test_incidents_outside_the_mask_are_counted_and_said(home: Home) -> None:
    path = home.themes / "proef" / "inbraak.csv"
    path.write_text(
        path.read_text(encoding="utf-8") + "11,woning,2017-02-01 10:00,,101500,420500\n",
        encoding="utf-8",
    )
    cells = ask(open_workspace(home, role="analist"), level="cells")
    # In Haven no one lives: 8 are selected, 7 lie in cells with households.
    ledger = cells.ledger
    assert (ledger.selected, ledger.outside_mask, ledger.mapped) == (8, 1, 7)
    assert int(cells.counts.sum()) == 7


def test_the_order_of_the_rows_does_not_matter(home: Home, town: Workspace) -> None:
    path = home.themes / "proef" / "inbraak.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([header, *reversed(rows)]) + "\n", encoding="utf-8")
    other = open_workspace(home, role="analist")
    for asked in EVERYTHING:
        one, two = analyse(town, asked), analyse(other, asked)
        assert one.table().equals(two.table())
        assert one.ledger == two.ledger


def test_an_answer_changes_nothing_that_others_share(town: Workspace) -> None:
    def shared() -> list[bytes]:
        geography = town.geography
        return [
            array.tobytes()
            for areas in (geography.whole, geography.wijken, geography.buurten)
            for array in (areas.parent, *areas.denominators.values())
        ] + [
            array.tobytes()
            for mask in town.library.masks.values()
            for array in (mask.finest, mask.compartment)
        ]

    before = shared()
    first = [analyse(town, asked).table() for asked in EVERYTHING]
    assert shared() == before
    again = [analyse(town, asked).table() for asked in EVERYTHING]
    assert all(one.equals(two) for one, two in zip(first, again, strict=True))


def test_places_are_for_the_roles_that_may_see_them(town: Workspace) -> None:
    x, y = selected_places(town, Selection("inbraak", soorten=("schuur",)))
    assert sorted(zip(x.tolist(), y.tolist(), strict=True)) == [
        (100_550, 421_550),
        (101_999, 421_999),
    ]
    agent = type(town)(town.library, "wijkagent")
    for workspace, layer in ((agent, "inbraak"), (town, "zorg")):
        level = "wijken" if layer == "zorg" else "buurten"
        with pytest.raises(AccessError, match="Losse plaatsen"):
            selected_places(workspace, Selection(layer, level=level))
