"""From an analysis to a map: the legend says exactly how areas are coloured."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspots.analysis.analyse import analyse
from hotspots.analysis.answer import Analysis, Status
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Selection
from hotspots.errors import SelectionError
from hotspots.maps.choropleth import MapStyle, map_spec, points_of
from hotspots.maps.classes import METHODS

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.maps.spec import MapClass, MapSpec

COMPUTED = [method for method in METHODS if method != "own"]
JANUARY = Period(date(2017, 1, 1), date(2017, 1, 31))
MARCH = Period(date(2017, 3, 1), date(2017, 3, 31))


def draw(workspace: Workspace, style: MapStyle | None = None, **asked: Any) -> MapSpec:  # noqa: ANN401
    return map_spec(
        workspace, analyse(workspace, Selection(**{"layer": "inbraak", **asked})), style
    )


def with_numbers(analysis: Analysis, values: list[float], reference: list[float]) -> Analysis:
    """Return an analysis of as many areas as there are values."""
    found = np.array(values)
    return replace(
        analysis,
        codes=tuple(map(str, range(len(values)))),
        names=tuple(map(str, range(len(values)))),
        counts=np.ceil(found).astype(np.int64),
        values=found,
        status=np.where(found > 0, Status.VALUE, Status.ZERO).astype(np.int8),
        reference=np.array([*reference, *values]),
        small=None,
    )


def ends_of(label: str) -> tuple[float, float]:
    """Read the ends of a class from its label: "2,1 – 5,0" or "3"."""
    ends = [float(part.replace(".", "").replace(",", ".")) for part in label.split(" – ")]
    return ends[0], ends[-1]


def assert_labels_hold(spec: MapSpec, values: list[float], decimals: int) -> None:
    assert spec.fill is not None
    for position, value in zip(spec.fill.tolist(), values, strict=True):
        low, high = ends_of(spec.classes[position].label)
        assert low <= round(value, decimals) <= high


@settings(max_examples=120)
@given(
    values=st.lists(st.integers(0, 90).map(float), min_size=1, max_size=40),
    reference=st.lists(st.integers(0, 60).map(float), max_size=40),
    method=st.sampled_from(COMPUTED),
    classes=st.integers(1, 9),
)
def test_the_label_of_every_count_holds_it(
    town: Workspace, values: list[float], reference: list[float], method: str, classes: int
) -> None:
    analysis = with_numbers(analyse(town, Selection("inbraak")), values, reference)
    spec = map_spec(town, analysis, MapStyle(method=method, classes=classes))
    assert_labels_hold(spec, values, 0)


@settings(max_examples=200)
@given(
    # Hundredths that are written in tenths, close enough to one another to fall on one break.
    hundredths=st.lists(st.integers(5, 300), min_size=1, max_size=40),
    method=st.sampled_from(COMPUTED),
    classes=st.integers(1, 9),
)
def test_the_label_of_every_rate_holds_it_as_it_is_written(
    town: Workspace, hundredths: list[int], method: str, classes: int
) -> None:
    values = [number / 100 + 1e-6 for number in hundredths]
    analysis = with_numbers(analyse(town, Selection("inbraak", measure="rate")), values, [])
    spec = map_spec(town, analysis, MapStyle(method=method, classes=classes))
    assert_labels_hold(spec, values, 1)


@settings(max_examples=60)
@given(
    values=st.lists(st.integers(0, 40).map(float), min_size=1, max_size=20),
    own=st.lists(st.floats(1, 60), min_size=1, max_size=6),
)
def test_the_label_of_every_count_holds_it_with_own_breaks(
    town: Workspace, values: list[float], own: list[float]
) -> None:
    analysis = with_numbers(analyse(town, Selection("inbraak")), values, [])
    spec = map_spec(town, analysis, MapStyle(method="own", own_breaks=tuple(own)))
    assert_labels_hold(spec, values, 0)


def test_every_area_is_counted_in_the_legend_once(town: Workspace) -> None:
    for asked in ({}, {"measure": "rate"}, {"layer": "zorg", "level": "wijken"}):
        spec = draw(town, **asked)
        assert spec.fill is not None
        tally = np.bincount(spec.fill, minlength=len(spec.classes))
        assert [entry.count for entry in spec.classes] == tally.tolist()


def test_cells_without_incidents_are_counted_as_zero(town: Workspace) -> None:
    spec = draw(town, level="cells")
    # 300 cells with households, of which 5 hold an incident.
    assert sum(entry.count for entry in spec.classes) == 300
    assert spec.classes[0].count == 295
    assert spec.cells is not None
    assert spec.areas is None


def of_kind(spec: MapSpec, kind: str) -> list[MapClass]:
    return [entry for entry in spec.classes if entry.kind == kind]


def test_zero_missing_and_suppressed_are_three_different_fills(town: Workspace) -> None:
    zero = of_kind(draw(town), "zero")[0]
    missing = of_kind(draw(town, measure="rate"), "missing")[0]
    suppressed = of_kind(draw(town, layer="zorg", level="wijken", measure="rate"), "suppressed")[0]
    assert len({entry.colour for entry in (zero, missing, suppressed)}) == 3
    # A second channel, for who prints in black and white.
    assert (zero.pattern, missing.pattern, suppressed.pattern) == (None, "hatch", "dots")
    assert missing.label == "geen cijfer (minder dan 50 huishoudens)"
    assert suppressed.label == "minder dan 10"


def test_no_fill_of_a_number_is_one_of_no_number(town: Workspace) -> None:
    for palette in ("rood", "oranje", "groen", "blauw", "paars"):
        for classes in range(1, 10):
            style = MapStyle(method="equal", classes=classes, palette=palette)
            spec = draw(town, style, measure="rate", denominator="inwoners")
            values = {entry.colour for entry in of_kind(spec, "value")}
            others = {entry.colour for entry in spec.classes if entry.kind != "value"}
            assert not values & others


def test_areas_without_a_number_get_the_fill_that_says_why(town: Workspace) -> None:
    rate = draw(town, measure="rate")
    assert rate.fill is not None
    # Noord 6,7, Oost 5,0; Zuid and Haven have too few households.
    assert [rate.classes[at].kind for at in rate.fill] == ["value", "value", "missing", "missing"]
    assert rate.tips[2] == "1 inbraak · geen cijfer"
    zorg = draw(town, layer="zorg", level="wijken")
    assert zorg.fill is not None
    # Boven 33 to 39 lies in one class, "19 – 39"; Onder is 0 to 18: none, or in "10 – 18".
    assert [zorg.classes[at].kind for at in zorg.fill] == ["value", "between"]
    assert zorg.classes[zorg.fill[0]].label == "19 – 39"
    assert zorg.tips == ("33 tot 39 zorgmeldingen", "0 tot 18 zorgmeldingen")


def test_what_may_lie_in_two_classes_is_hatched_and_the_legend_says_so(town: Workspace) -> None:
    # With a border of your own at 35, 33 to 39 lies on both sides of it.
    own = draw(town, MapStyle(method="own", own_breaks=(35.0, 60.0)), layer="zorg", level="wijken")
    assert own.fill is not None
    assert [own.classes[at].kind for at in own.fill] == ["between", "between"]
    (between,) = of_kind(own, "between")
    assert (between.label, between.pattern, between.count) == (
        "in meer dan één klasse mogelijk", "cross", 2,
    )  # fmt: skip
    assert any("beide grenzen in dezelfde klasse" in note for note in own.legend.notes)


def test_a_single_quarter_below_the_minimum_has_its_own_fill(town: Workspace) -> None:
    first = Period(date(2017, 1, 1), date(2017, 3, 31))
    zorg = draw(town, layer="zorg", level="wijken", period=first)
    assert zorg.fill is not None
    assert [zorg.classes[at].kind for at in zorg.fill] == ["value", "suppressed"]
    # The tip gives nothing away that the colour does not.
    assert zorg.tips[1] == "minder dan 10 zorgmeldingen"


def test_what_was_not_asked_is_not_filled_and_says_nothing(town: Workspace) -> None:
    spec = draw(town, wijken=("WK999902",))
    assert spec.fill is not None
    assert spec.fill[:2].tolist() == [-1, -1]
    assert spec.tips[:2] == ("", "")
    assert sum(entry.count for entry in spec.classes) == 2


def test_breaks_stay_when_the_period_moves(town: Workspace) -> None:
    january, march = draw(town, period=JANUARY), draw(town, period=MARCH)
    for one, other in zip(january.classes, march.classes, strict=True):
        assert (one.label, one.colour) == (other.label, other.colour)
    # January has 2 in Noord; March 1 in Oost and 1 in Zuid: the classes are 1 and 2 in both.
    assert [entry.label for entry in march.classes] == ["0", "1", "2"]


def test_own_breaks_lock_the_classes(town: Workspace) -> None:
    spec = draw(town, MapStyle(method="own", own_breaks=(1, 3)))
    # The highest is 4: the last class reaches it.
    assert [entry.label for entry in spec.classes] == ["0", "1", "2 – 4"]
    with pytest.raises(SelectionError):
        draw(town, MapStyle(method="own", own_breaks=(-1,)))


def test_a_map_without_any_incident_is_all_zero(town: Workspace) -> None:
    nothing = Period(date(2017, 1, 10), date(2017, 1, 10))
    spec = draw(town, period=nothing)
    assert spec.fill is not None
    assert {spec.classes[at].kind for at in spec.fill} == {"zero"}


def test_made_up_data_carry_their_badge_and_real_data_do_not(town: Workspace) -> None:
    analysis = analyse(town, Selection("inbraak"))
    assert map_spec(town, analysis).badge == "Synthetische gegevens"
    real = replace(analysis, version=replace(analysis.version, synthetic=False))
    assert map_spec(town, real).badge is None


def test_points_are_drawn_for_the_roles_that_may_see_them(town: Workspace) -> None:
    answer = analyse(town, Selection("inbraak"))
    points = points_of(town, answer)
    assert points is not None
    assert len(points.x_rd) == 7
    assert map_spec(town, answer, points=points).points is points
    assert map_spec(town, answer).points is None
    agent = type(town)(town.library, "wijkagent")
    assert points_of(agent, analyse(agent, Selection("inbraak"))) is None
    assert points_of(town, analyse(town, Selection("zorg", level="wijken"))) is None


def test_the_legend_names_unit_denominator_and_period(town: Workspace) -> None:
    legend = draw(town, measure="rate").legend
    assert legend.title == "Inbraken per 1.000 huishoudens"
    assert legend.subtitle == (
        "Inbraak · per 1.000 · per buurt · noemer: huishoudens (2023) · 31-12-2016 t/m 31-03-2017 "
        "· heel Vierbuurten"
    )
    assert any("huishoudens, peildatum 2023" in note for note in legend.notes)
    assert any("afgerond op vijven" in note
               for note in draw(town, layer="zorg", level="wijken").legend.notes)  # fmt: skip


def test_a_density_has_a_raster_with_its_bounds_and_no_areas(town: Workspace) -> None:
    spec = draw(town, measure="density")
    assert spec.raster is not None
    assert (spec.areas, spec.cells) == (None, None)
    assert spec.mask is town.library.masks["households"]
    highest = float(np.nanmax(spec.raster.values))
    assert spec.raster_bounds[-1] >= highest
    assert len(spec.raster_bounds) == len(of_kind(spec, "value"))
