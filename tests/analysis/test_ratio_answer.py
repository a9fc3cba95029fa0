"""Counts beside what was expected, worked out by hand on the town of four buurten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.analysis.analyse import analyse
from hotspots.analysis.analysis import Status
from hotspots.analysis.selection import Selection
from hotspots.cartography.choropleth import map_spec
from hotspots.errors import SelectionError

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace


def test_the_ratio_divides_by_what_the_households_give(town: Workspace) -> None:
    # 6 incidents in 1.000 households: 3,6 expected in Noord (600), 2,4 in Oost (400). Zuid has 20
    # households and Haven none: no ratio, and the one of Zuid is said.
    analysis = analyse(town, Selection("inbraak", measure="ratio"))
    np.testing.assert_allclose(analysis.values, [4 / 3.6, 2 / 2.4, np.nan, np.nan])
    np.testing.assert_allclose(analysis.columns["expected"], [3.6, 2.4, np.nan, np.nan])
    assert analysis.status.tolist() == [
        Status.VALUE,
        Status.VALUE,
        Status.MISSING,
        Status.MISSING,
    ]
    assert analysis.parameters["not_tested"] == 1
    assert analysis.parameters["more"] == analysis.parameters["fewer"] == 0


def test_the_map_of_ratios_says_the_funnel_and_the_times(town: Workspace) -> None:
    spec = map_spec(town, analyse(town, Selection("inbraak", measure="ratio")))
    assert any("99,8 %" in note for note in spec.legend.notes)
    assert (
        spec.tips[0] == "4 inbraken · 1,11 keer verwacht · binnen de trechter: toeval verklaart het"
    )
    # Two within, none below or above, two without a ratio.
    assert [entry.count for entry in spec.classes] == [2, 0, 0, 2]


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
