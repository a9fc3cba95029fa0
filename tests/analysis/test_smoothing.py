"""How a surface smooths, and what it says of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.analysis.analyse import analyse
from hotspots.analysis.periods import Period, preset
from hotspots.analysis.question import Selection
from hotspots.errors import SelectionError
from hotspots.maps.choropleth import map_spec
from hotspots.maps.raster_image import classes_at

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Raster

REPOSITORY = Path(__file__).parents[2]


def burglaries(**chosen: object) -> Selection:
    return Selection("woninginbraak", measure="density", **chosen)  # type: ignore[arg-type]


def mass(raster: Raster, years: float) -> float:
    return float(np.nansum(raster.values)) * raster.cell_m**2 / 1e6 * years


@pytest.mark.parametrize("kernel", ["quartic", "gaussian"])
@pytest.mark.parametrize("rule", ["fixed", "automatic", "adaptive"])
def test_however_it_smooths_no_incident_is_lost(
    dordrecht: Workspace, kernel: str, rule: str
) -> None:
    analysis = analyse(dordrecht, burglaries(kernel=kernel, bandwidth_rule=rule))
    assert analysis.raster is not None
    mapped = analysis.ledger.mapped
    assert mass(analysis.raster, analysis.period.years) == pytest.approx(mapped, rel=1e-6)


def test_a_radius_by_the_rule_is_told_with_the_spread_of_both_axes(dordrecht: Workspace) -> None:
    analysis = analyse(dordrecht, burglaries(bandwidth_rule="automatic"))
    told = analysis.parameters.to_dict()
    # The rule of Scott in the plane, times 2,779 for the quartic kernel, in whole tens.
    spread = np.sqrt(told["spread_x_m"] * told["spread_y_m"])
    by_hand = 2.779 * spread * told["rule_from"] ** (-1 / 6)
    assert told["bandwidth_m"] == pytest.approx(by_hand, abs=6)
    notes = " ".join(map_spec(dordrecht, analysis).legend.notes)
    assert "west-oost" in notes
    assert "zuid-noord" in notes


def test_a_radius_by_the_rule_does_not_move_with_the_period(dordrecht: Workspace) -> None:
    whole = analyse(dordrecht, burglaries(bandwidth_rule="automatic"))
    winter: Period = preset("winter", whole.covered)
    part = analyse(dordrecht, burglaries(bandwidth_rule="automatic", period=winter))
    assert part.parameters.to_dict()["bandwidth_m"] == whole.parameters.to_dict()["bandwidth_m"]


def test_a_surface_by_households_says_where_it_has_no_number(dordrecht: Workspace) -> None:
    analysis = analyse(dordrecht, Selection("woninginbraak", measure="risk_density"))
    raster = analysis.raster
    assert raster is not None
    assert raster.missing is not None
    assert raster.missing.any()
    assert np.isnan(raster.values[raster.missing]).all()
    spec = map_spec(dordrecht, analysis)
    (position,) = [at for at, entry in enumerate(spec.classes) if entry.kind == "missing"]
    row, col = np.nonzero(raster.missing)
    drawn = classes_at(spec, row.astype(float), col.astype(float))
    assert (drawn == position).all()


def test_the_mean_of_a_surface_by_households_is_that_of_the_town(dordrecht: Workspace) -> None:
    # 811 burglaries in three years over the households of Dordrecht is some 5 per 1.000 a year;
    # a surface lies around its mean.
    analysis = analyse(dordrecht, Selection("woninginbraak", measure="risk_density"))
    assert analysis.raster is not None
    households = dordrecht.geography.buurten.denominators["huishoudens"]
    mean = analysis.ledger.mapped / analysis.period.years / np.nansum(households) * 1000
    assert np.nanmin(analysis.raster.values) < mean < np.nanmax(analysis.raster.values)


@pytest.mark.parametrize(
    ("chosen", "words"),
    [({"kernel": "kwartisch"}, "quartic"), ({"bandwidth_rule": "auto"}, "automatic")],
)
def test_a_way_of_smoothing_that_does_not_exist_is_refused(
    dordrecht: Workspace, chosen: dict[str, str], words: str
) -> None:
    with pytest.raises(SelectionError, match=words):
        analyse(dordrecht, burglaries(**chosen))
