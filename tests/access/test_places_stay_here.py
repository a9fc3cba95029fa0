"""A role that may not see places: where in its cell an incident lies changes nothing it gets.

Two towns have the same incidents in the same cells, elsewhere within them. If all that a role gets
of both is the same to the byte, no place is in it, whatever one computes from it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from hotspots.access.near_repeats import NearRepeatQuestion
from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse, find
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Search, Selection
from hotspots.analysis.registry import MEASURES, SEARCH_IDS
from hotspots.errors import AccessError
from hotspots.exports.analysis_sheet import sheet_of_analysis
from hotspots.maps.choropleth import map_spec, overlay_of, points_of
from hotspots.maps.live.payload import payload
from taken import csv_of
from town import tiny_home

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace

CELL_M = 100
HALF = Period(date(2017, 7, 1), date(2017, 11, 30))


def write_town(folder: Path, shift_seed: int) -> Path:
    """Write a town with 300 burglaries; the seed says where in their cells they lie."""
    home = tiny_home(folder)
    cells, within = np.random.default_rng(7), np.random.default_rng(shift_seed)
    rows = ["id,soort,begin,eind,x,y"]
    for number in range(300):
        # Half of them in three cells, so that there is something to find.
        col, row = (cells.integers(2, 5), 15) if number % 2 else cells.integers(0, 20, 2)
        # No nearer to the side of a cell than a metre, and not in the middle.
        x, y = within.integers(1, CELL_M, 2) * 0.98 + 0.37
        moment = np.datetime64("2016-01-01") + cells.integers(0, 730)
        place = f"{100_000 + col * CELL_M + x:.2f},{420_000 + row * CELL_M + y:.2f}"
        rows.append(f"{number},woning,{moment} 12:00,,{place}")
    (home.themes / "proef" / "inbraak.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return home.root


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("towns")
    return write_town(folder / "een", 1), write_town(folder / "twee", 2)


def asked_of(town: Path, role: str) -> Workspace:
    return open_workspace(town, role=role)


def everything(workspace: Workspace, measure: str, level: str) -> str:
    """Return what the map, the table and the files hold, as one text."""
    # From the smallest a density takes: distances to cells would find a place back.
    radii = (CELL_M, 130, 400) if measure in ("density", "risk_density") else (0,)
    texts = []
    for bandwidth_m in radii:
        asked = Selection(
            "inbraak", level=level, measure=measure, bandwidth_m=bandwidth_m,
            cell_m=CELL_M if level == "cells" else 0,
            soorten=("woning",) if measure == "location_quotient" else (),
            period=HALF if measure == "change" else None,
        )  # fmt: skip
        answer = analyse(workspace, asked)
        spec = map_spec(workspace, answer, points=points_of(workspace, answer))
        texts += [json.dumps(sent(spec), default=str), csv_of(workspace, answer)]
        texts.append(sheet_of_analysis(workspace, answer).described_shapes().to_json())
        texts.append(answer.reference.tobytes().hex())
        if answer.raster is not None:
            texts.append(answer.raster.values.tobytes().hex())
    return "\n".join(texts)


def sent(spec: Any) -> dict[str, Any]:  # noqa: ANN401
    return payload(spec, root="/", name="kaart")


def found(workspace: Workspace, method: str) -> str:
    asked = Selection("inbraak", level="cells", cell_m=CELL_M)
    finding = find(workspace, asked, Search(method))
    spec = replace(map_spec(workspace, analyse(workspace, asked)), overlay=overlay_of(finding))
    tables = {name: finding.table_behind(name).to_dict() for name in finding.tables}
    told = [sent(spec), finding.table().to_dict(), finding.to_dict(), tables]
    return json.dumps(told, default=str)


CASES = [(m.id, level) for m in MEASURES for level in m.levels if level in ("cells", "buurten")]


@pytest.mark.parametrize(("measure", "level"), CASES)
def test_no_answer_holds_where_in_its_cell_an_incident_lies(
    towns: tuple[Path, Path], measure: str, level: str
) -> None:
    one, two = (everything(asked_of(town, "wijkregisseur"), measure, level) for town in towns)
    assert one == two


# The last compares whole buurten, for which this town has too few. Near repeats are counted on the
# places for every role alike: what of that goes out is below.
@pytest.mark.parametrize(
    "method", [name for name in SEARCH_IDS if name not in ("near_repeat", "before_after")]
)
def test_no_search_finds_where_in_its_cell_an_incident_lies(
    towns: tuple[Path, Path], method: str
) -> None:
    one, two = (found(asked_of(town, "wijkregisseur"), method) for town in towns)
    assert one == two


def test_near_repeats_give_a_role_without_places_no_more_than_pairs_of_many(
    towns: tuple[Path, Path],
) -> None:
    asked, search = Selection("inbraak", level="cells", cell_m=100), Search("near_repeat")
    for town in towns:
        coarse, exact = (
            find(asked_of(town, role), asked, search) for role in ("wijkregisseur", "analist")
        )
        # Whoever asks, the answer is the same.
        assert coarse.summary == exact.summary
        assert coarse.table_behind("knox").equals(exact.table_behind("knox"))
        for row in coarse.table_behind("knox").to_dict(orient="records"):
            few = row["observed"] == "<10"
            assert few or row["observed"] >= 10
            assert np.isnan([row["ratio"], row["p"], row["adjusted_p"]]).all() == few
        # A zone is a cell of this role, with what lies in the cells around it.
        for zone in coarse.outlines:
            np.testing.assert_allclose(zone.ring.mean(axis=0) % CELL_M, CELL_M / 2, atol=1e-6)


def silent(share: float) -> None:
    del share


def test_own_bands_and_parts_of_months_are_not_for_a_role_without_places(
    towns: tuple[Path, Path],
) -> None:
    asked = Selection("inbraak", level="cells", cell_m=100)
    for bands in ({"distance_bands_m": (5.0, 10.0)}, {"day_bands": (1.0, 2.0)}):
        search = Search("near_repeat", permutations=99, **bands)  # type: ignore[arg-type]
        with pytest.raises(AccessError, match="geen eigen banden"):
            find(asked_of(towns[0], "wijkregisseur"), asked, search)
        assert find(asked_of(towns[0], "analist"), asked, search).tables["knox"] is not None
    town = asked_of(towns[0], "wijkregisseur")
    for last in (date(2017, 3, 31), date(2017, 4, 29)):
        question = NearRepeatQuestion(date(2017, 3, 1), last)
        with pytest.raises(AccessError, match="hele maanden"):
            town.near_repeats(town.layer("inbraak"), question, silent)
    # Nor years that overlap in part, nor some soorten: two such answers tell what they differ in.
    for first, last in (
        (date(2017, 1, 1), date(2017, 11, 30)),
        (date(2016, 2, 1), date(2016, 12, 31)),
        (date(2016, 7, 1), date(2017, 6, 30)),
        (date(2016, 12, 1), date(2017, 12, 31)),
    ):
        with pytest.raises(AccessError, match="in een kalenderjaar of in alle jaren"):
            town.near_repeats(town.layer("inbraak"), NearRepeatQuestion(first, last), silent)
    years = (date(2016, 1, 1), date(2017, 12, 31))
    with pytest.raises(AccessError, match="één soort of in alle"):
        town.near_repeats(town.layer("inbraak"), NearRepeatQuestion(*years, soorten=(0, 1)), silent)
    for first, last in (years, (years[0], date(2016, 12, 31)), (date(2017, 1, 1), years[1])):
        question = NearRepeatQuestion(first, last, soorten=(0,), permutations=99)
        assert town.near_repeats(town.layer("inbraak"), question, silent).count
    with pytest.raises(AccessError, match="geen losse incidenten"):
        town.near_repeats(
            town.layer("zorg"),
            NearRepeatQuestion(date(2017, 1, 1), date(2017, 12, 31)),
            silent,
        )


def test_who_may_see_places_does_get_them(towns: tuple[Path, Path]) -> None:
    one, two = (everything(asked_of(town, "analist"), "density", "cells") for town in towns)
    assert one != two


def test_a_role_without_places_counts_the_same_as_one_with(towns: tuple[Path, Path]) -> None:
    for measure, level in (("count", "cells"), ("gi_star", "cells"), ("rate", "buurten")):
        asked = Selection("inbraak", level=level, measure=measure)
        one, two = (
            analyse(asked_of(towns[0], role), asked) for role in ("wijkregisseur", "analist")
        )
        assert one.counts.tolist() == two.counts.tolist()
        assert one.ledger == two.ledger


def test_a_place_that_is_not_known_stays_unknown(town: Workspace) -> None:
    coarse = open_workspace(town.home, role="wijkagent")
    _, exact = town.incidents(town.layer("inbraak"))
    _, middle = coarse.incidents(coarse.layer("inbraak"))
    # Cells of 100 m: 100.050 and 100.060 both become 100.050.
    at = np.isin(exact.x_rd, [100_050, 100_060])
    assert at.any()
    assert set(middle.x_rd[at].tolist()) == {100_050}
    assert np.array_equal(np.isnan(middle.x_rd), np.isnan(exact.x_rd))
    assert coarse.incidents(coarse.layer("inbraak"))[1] is middle
    with pytest.raises(ValueError, match="read-only"):
        middle.x_rd[0] = 0
