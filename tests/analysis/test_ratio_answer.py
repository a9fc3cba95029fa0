"""Counts beside what was expected, worked out by hand on the town of four buurten."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.analysis.analyse import analyse
from hotspots.analysis.answer import Status
from hotspots.analysis.area_words import tip, verdict_lines
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Selection
from hotspots.errors import SelectionError
from hotspots.exports.analysis_sheet import sheet_of_analysis
from hotspots.maps.choropleth import map_spec

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace


def test_the_ratio_divides_by_the_rate_of_the_rest_of_the_town(town: Workspace) -> None:
    # 4 in the 600 households of Noord, 2 in the 400 of Oost, 1 in the 20 of Zuid, none in Haven.
    # Noord: 4 / 600 over 3 / 420. Oost: 2 / 400 over 5 / 620. Zuid and Haven have fewer than 50.
    analysis = analyse(town, Selection("inbraak", measure="ratio"))
    np.testing.assert_allclose(
        analysis.values, [4 / 600 * 420 / 3, 2 / 400 * 620 / 5, np.nan, np.nan]
    )
    np.testing.assert_allclose(
        analysis.columns["expected"], [600 * 3 / 420, 400 * 5 / 620, np.nan, np.nan]
    )
    assert analysis.status.tolist() == [
        Status.VALUE,
        Status.VALUE,
        Status.MISSING,
        Status.MISSING,
    ]
    assert analysis.parameters.to_dict()["not_tested"] == 1
    assert analysis.parameters.to_dict()["more"] == analysis.parameters.to_dict()["fewer"] == 0


def test_what_was_not_tested_has_no_verdict_in_any_file(town: Workspace) -> None:
    analysis = analyse(town, Selection("inbraak", measure="ratio"))
    verdict = analysis.table()["verdict"]
    assert verdict[:2].tolist() == ["not_shown", "not_shown"]
    assert verdict.isna().tolist() == [False, False, True, True]
    sheet = sheet_of_analysis(town, analysis)
    in_words = dict(zip(sheet.for_people["name"], sheet.for_people["verdict"], strict=True))
    assert in_words == {
        "Noord": "geen aantoonbaar verschil",
        "Oost": "geen aantoonbaar verschil",
        "Zuid": "niet getoetst",
        "Haven": "niet getoetst",
    }


@pytest.mark.parametrize("measure", ["ratio", "gi_star", "moran", "emerging"])
def test_of_what_was_not_tested_nothing_is_told_but_that_there_is_no_figure(
    dordrecht: Workspace, measure: str
) -> None:
    selection = Selection("woninginbraak", level="buurten", measure=measure)
    analysis = analyse(dordrecht, selection)
    rows = analysis.table().set_index("code")
    left_out = rows[rows["status"] == "missing"]
    assert len(left_out)
    assert left_out["verdict"].isna().all()
    for name in {"value", "p", "p_adjusted", "hot_steps", "cold_steps"} & set(rows.columns):
        assert left_out[name].isna().all(), name
    for code in left_out.index:
        at = analysis.codes.index(code)
        assert tip(analysis, at).endswith("geen cijfer")
        assert verdict_lines(analysis, at) == []


def test_the_map_of_ratios_says_what_was_judged_together_and_the_times(town: Workspace) -> None:
    spec = map_spec(town, analyse(town, Selection("inbraak", measure="ratio")))
    # The only layer with households: Noord and Oost.
    assert any(
        "gecorrigeerd voor 2 vergelijkingen van 1 laag" in note for note in spec.legend.notes
    )
    assert (
        spec.tips[0] == "4 inbraken · 0,9 keer de rest van de gemeente · geen aantoonbaar verschil"
    )
    # Two without a verdict, none below or above, two without a ratio.
    assert [entry.count for entry in spec.classes] == [2, 0, 0, 2]


def test_a_soort_is_judged_apart_and_says_so(town: Workspace) -> None:
    asked = Selection("inbraak", measure="ratio", soorten=("woning",))
    analysis = analyse(town, asked)
    assert analysis.parameters.to_dict()["family_own"]
    assert any("toets op zichzelf" in note for note in map_spec(town, analysis).legend.notes)
    assert not analyse(town, Selection("inbraak", measure="ratio")).parameters.to_dict()[
        "family_own"
    ]


def test_which_areas_are_looked_at_changes_nothing_about_an_area(dordrecht: Workspace) -> None:
    wijk = dordrecht.geography.wijken.codes[0]
    for measure in ("ratio", "change"):
        asked = Selection("woninginbraak", level="wijken", measure=measure)
        asked = replace(asked, period=Period(date(2017, 1, 1), date(2017, 12, 31)))
        whole, part = analyse(dordrecht, asked), analyse(dordrecht, replace(asked, wijken=(wijk,)))
        at = part.codes.index(wijk)
        for name in ("counts", "values", "lower", "upper", "verdict"):
            assert getattr(whole, name)[at] == getattr(part, name)[at], (measure, name)


def test_the_quotient_compares_the_share_of_a_soort_with_the_whole(town: Workspace) -> None:
    # Schuur is 2 of 7. Noord 1 of 4, Oost 1 of 2, Zuid 0 of 1, Haven nothing.
    analysis = analyse(town, Selection("inbraak", measure="location_quotient", soorten=("schuur",)))
    share = 2 / 7
    np.testing.assert_allclose(analysis.values, [0.25 / share, 0.5 / share, 0.0, np.nan])
    assert analysis.status.tolist() == [Status.VALUE, Status.VALUE, Status.ZERO, Status.MISSING]
    assert (
        map_spec(town, analysis).tips[1] == "1 inbraak · 1,75 keer het aandeel in de hele gemeente"
    )


@pytest.mark.parametrize("soorten", [(), ("woning", "schuur")])
def test_a_quotient_of_all_soorten_is_refused(town: Workspace, soorten: tuple[str, ...]) -> None:
    with pytest.raises(SelectionError, match="Kies een of meer soorten"):
        analyse(town, Selection("inbraak", measure="location_quotient", soorten=soorten))
