"""The features of a collection: the rows of the file that a page gives, each with its shape.

An analysis is the one that the page and the command line get, from the same caches, so that a
number is the same everywhere and what is suppressed is suppressed here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots.access.cache import key_of
from hotspots.analysis.answer import Status
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Selection
from hotspots.crs import RD_NEW, WGS84, reproject
from hotspots.exports.analysis_sheet import column_label, sheet_of_analysis
from hotspots.exports.list_sheets import sheet_of_places
from hotspots.exports.words import COLUMNS
from hotspots.gis import words as text
from hotspots.maps.choropleth import MapStyle
from hotspots.pages import cached

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis
    from hotspots.exports.sheet import Permit
    from hotspots.gis.collection import Collection
    from hotspots.gis.question import Days, FeatureQuestion
    from hotspots.maps.spec import MapSpec

#: What a feature does not repeat of what stands in every row of a file.
_NOT_REPEATED: Final = ("parameters", "filters", "selection", "made_on", "licence")
#: The column with the class of the legend that a feature is in.
LEGEND: Final = "legend"
#: Points along each side of an extent.
_ALONG: Final = 11
#: An extent is given to this part of a degree.
_PER_DEGREE: Final = 100_000


@dataclass(frozen=True, slots=True, eq=False)
class FeatureSet:
    """The features of an answer.

    Attributes
    ----------
    rows
        In RD; the index holds the id of each feature, as text.
    labels
        What columns are called in Dutch, by name, where they have such a name.
    """

    rows: gpd.GeoDataFrame
    labels: Mapping[str, str]
    permits: tuple[Permit, ...]

    def within(self, window: shapely.Geometry | None) -> gpd.GeoDataFrame:
        """Return the rows that touch a window, all of them without one."""
        if window is None:
            return self.rows
        shapely.prepare(window)
        return self.rows[shapely.intersects(window, self.rows.geometry.to_numpy())]


def selection_of(
    workspace: Workspace, collection: Collection, question: FeatureQuestion
) -> Selection:
    """Return the question of the page that a collection is the answer to.

    Raises
    ------
    HotspotsError
        If an open end of a period has to be looked up in a layer that cannot be read.
    """
    selection = Selection(
        collection.layer.id,
        level=collection.level,
        measure=question.measure,
        soorten=question.soorten,
    )
    if question.days is None:
        return selection
    return replace(selection, period=_period(workspace, selection, question.days))


def _period(workspace: Workspace, selection: Selection, days: Days) -> Period | None:
    """Return the period; an end that is open is as far as the layer goes."""
    first, last = days.first, days.last
    if first is None and last is None:
        return None
    if first is None or last is None:
        whole = replace(selection, measure="count", soorten=())
        covered = cached.analysis_of(workspace, key_of(workspace, selection.layer), whole).covered
        # Whoever asks for what comes before or after all there is gets that said.
        first = first or min(covered.first, last or covered.first)
        last = last or max(covered.last, first)
    return Period(first, last)


def features_of(
    workspace: Workspace, collection: Collection, question: FeatureQuestion
) -> FeatureSet:
    """Return all features of a collection that answer a question, wherever they lie.

    Raises
    ------
    HotspotsError
        If this role may not have it, the layer cannot answer it, or has nothing yet.
    """
    if collection.kind == "context":
        sheet = sheet_of_places(workspace, collection.layer)
        rows = sheet.described_shapes().drop(columns=list(_NOT_REPEATED), errors="ignore")
        rows.index = rows["number"].astype(str)
        return FeatureSet(rows, _labels(rows.columns, None), sheet.permits)
    analysis, spec = answer_of(workspace, selection_of(workspace, collection, question))
    sheet = sheet_of_analysis(workspace, analysis)
    rows = sheet.described_shapes().drop(columns=list(_NOT_REPEATED), errors="ignore")
    rows[LEGEND] = legend_of(analysis, spec)
    rows.index = rows["code"].astype(str)
    return FeatureSet(rows, _labels(rows.columns, analysis), sheet.permits)


def extent_of(workspace: Workspace, collection: Collection) -> tuple[float, float, float, float]:
    """Return west, south, east and north of all that a collection can hold, in degrees.

    It is rounded outwards, to about a metre.
    """
    west, south, east, north = _bounds(workspace, collection)
    # A straight side in RD is bent in degrees, so that its corners alone are not enough.
    along = np.linspace(0, 1, _ALONG)
    x, y = np.meshgrid(west + (east - west) * along, south + (north - south) * along)
    lon, lat = reproject(x.ravel(), y.ravel(), source=RD_NEW, target=WGS84)
    low = np.floor(np.array([lon.min(), lat.min()]) * _PER_DEGREE) / _PER_DEGREE
    high = np.ceil(np.array([lon.max(), lat.max()]) * _PER_DEGREE) / _PER_DEGREE
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _bounds(workspace: Workspace, collection: Collection) -> NDArray[np.float64]:
    """Return the same in RD: a layer of the surroundings goes as far as it goes."""
    around: NDArray[np.float64] = shapely.bounds(workspace.geography.outline)
    if collection.kind == "context":
        assert collection.layer.context is not None  # noqa: S101 - checked when it was read
        shapes = workspace.context(collection.layer.context)[1].geometry.to_numpy()
        if len(shapes):
            around = shapely.total_bounds(shapes)
    elif collection.level == "cells":
        # A cell at the border sticks out.
        around = around + collection.layer.style.cell_m * np.array([-1.0, -1.0, 1.0, 1.0])
    return around


def answer_of(workspace: Workspace, selection: Selection) -> tuple[Analysis, MapSpec]:
    """Return the analysis of a selection, and how the map draws it."""
    key = key_of(workspace, selection.layer)
    analysis = cached.analysis_of(workspace, key, selection)
    return analysis, cached.spec_of(workspace, key, selection, MapStyle())


def legend_of(analysis: Analysis, spec: MapSpec) -> NDArray[np.object_]:
    """Return the class of the legend of each row of the table of an analysis."""
    fill = spec.fill if spec.cells is None else spec.cells.fill
    assert fill is not None  # noqa: S101 - a density is in no collection
    # Cells that took no part in a test come after those of the table.
    shown = fill[: len(analysis.codes)][analysis.status != Status.NOT_SELECTED]
    labels = np.array([*(entry.label for entry in spec.classes), ""], dtype=object)
    classes: NDArray[np.object_] = labels[shown]
    return classes


def _labels(columns: object, analysis: Analysis | None) -> dict[str, str]:
    known = {LEGEND: text.LEGEND_FIELD}
    for name in map(str, columns):  # type: ignore[call-overload]
        if name in COLUMNS:
            known[name] = COLUMNS[name] if analysis is None else column_label(name, analysis)
    return known
