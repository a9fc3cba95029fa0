"""What an answer says of one area: each line follows from the town, counted by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.analysis.analyse import analyse
from hotspots.analysis.area_words import area_lines, tip
from hotspots.analysis.question import Selection

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace


def test_a_rate_says_its_denominator_its_chance_and_what_all_areas_have_together(
    town: Workspace,
) -> None:
    rates = analyse(town, Selection("inbraak", level="buurten", measure="rate"))
    # 4 in 600 households. Exact Poisson limits of 4 are 1,09 and 10,24: 1,8 and 17,1 per 1.000.
    # Together 6 in 1.000: Zuid and Haven have fewer than 50, so no rate and no place in the row.
    assert tip(rates, 0) == "6,7 per 1.000 · 4 inbraken"
    assert area_lines(town, rates, 0) == [
        "Wijk Boven",
        "600 huishoudens (2023)",
        "Door toeval alleen al tussen 1,8 en 17,1 (95 %)",
        "Alle gebieden op de kaart samen: 6,0 per 1.000 huishoudens",
        "Nummer 1 van 2 gebieden met een cijfer",
    ]


def test_an_area_without_a_rate_has_no_place_in_the_row(town: Workspace) -> None:
    rates = analyse(town, Selection("inbraak", level="buurten", measure="rate"))
    assert tip(rates, 2) == "1 inbraak · geen cijfer"
    assert area_lines(town, rates, 2) == [
        "Wijk Onder",
        "20 huishoudens (2023)",
        "Alle gebieden op de kaart samen: 6,0 per 1.000 huishoudens",
    ]
