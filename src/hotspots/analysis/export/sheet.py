"""A table that leaves the tool, with all that is told of it: what every kind of file is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd

from hotspots.access.taking import allow_export
from hotspots.analysis.formula_free import formula_free
from hotspots.crs import RD_NEW

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.metadata import Metadata


@dataclass(frozen=True, slots=True)
class Permit:
    """What a role has to be allowed before a table leaves: see `allow_export`."""

    layer_id: str
    selection: Mapping[str, Any] = field(default_factory=dict)
    level: tuple[str, int] | None = None

    def require(self, workspace: Workspace, kind: str) -> None:
        """Stop unless whoever asks may take it away as this kind of file.

        Raises
        ------
        AccessError
            If it may not.
        """
        allow_export(
            workspace, self.layer_id, kind=kind, selection=self.selection, level=self.level
        )


@dataclass(frozen=True, slots=True)
class Column:
    """A column as people read it: Dutch, with its unit; ``number_format`` as in a workbook."""

    name: str
    label: str
    number_format: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A table and what it is, for whoever writes a file.

    Attributes
    ----------
    name
        Of the table inside a file; ours, never a text from data.
    rows
        For programs: English names, numbers as they are, missing where there is no number.
    described
        What stands in every row of a file for programs: a row on its own still says what it is.
    for_people : same length as ``rows``
        In words: a number that is kept says so, one that is not there is empty.
    columns
        Those of ``for_people`` to show, in order.
    permits
        One for each layer in it; none for what others published for everyone.
    shapes : same length as ``rows``, or None
        Geometries in metres RD.
    """

    name: str
    rows: pd.DataFrame
    for_people: pd.DataFrame
    columns: tuple[Column, ...]
    metadata: Metadata
    permits: tuple[Permit, ...]
    described: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    shapes: NDArray[np.object_] | None = None

    def described_rows(self) -> pd.DataFrame:
        """Return the rows for programs; no text in them starts a formula."""
        rows = self.rows.assign(**self.described, made_on=self.metadata.made_on.isoformat())
        texts = rows.select_dtypes(exclude=["number", "bool"]).columns
        free = {name: [_free(value) for value in rows[name]] for name in texts}
        return rows.assign(**{name: pd.Series(free[name], rows.index, object) for name in texts})

    def described_shapes(self) -> gpd.GeoDataFrame:
        """Return the rows for programs with the shape of each, in RD metres."""
        return gpd.GeoDataFrame(self.described_rows(), geometry=self.shapes, crs=RD_NEW)

    def require(self, workspace: Workspace, kind: str) -> None:
        """Stop unless whoever asks may take it away as this kind of file."""
        for permit in self.permits:
            permit.require(workspace, kind)


def _free(value: Any) -> Any:  # noqa: ANN401 - a cell of a table
    return formula_free(value) if isinstance(value, str) else value
