"""What a file holds, before it is checked: its columns, its first rows, and how they would be read.

For whoever brings the file and says what its columns are. Of columns that look personal there is
the name alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.dutch import fold
from hotspots.incoming.checking import words
from hotspots.incoming.checking.columns import looks_personal, personal_kind, recognised_columns
from hotspots.incoming.checking.features import recognised_fields
from hotspots.incoming.checking.moments import NO_FUTURE, read_moments
from hotspots.incoming.checking.places import address_columns
from hotspots.incoming.checking.report import shortened

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from hotspots.catalog.specs import ContextSpec, LayerSpec
    from hotspots.incoming.reading.table import Table


#: Rows that are shown, and rows by which is seen what a column of dates is.
SHOWN: Final = 5
_SAMPLE: Final = 1_000
#: More different values are no labels of soorten.
MOST_LABELS: Final = 60


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """The columns of a file and how they are recognised.

    Attributes
    ----------
    rows
        How many rows the file has.
    has_places
        Whether it says by itself where rows are, as a GeoPackage does.
    personal
        Columns that look personal; of those nothing is shown, and nothing is read.
    recognised
        Column per field, as the layer declares them.
    labels
        How many rows each value has, the most frequent first, per column that has few values.
    first
        The first rows of the other columns, as text.
    """

    columns: tuple[str, ...]
    rows: int
    has_places: bool
    personal: tuple[str, ...]
    recognised: Mapping[str, str]
    labels: Mapping[str, Mapping[str, int]]
    first: pd.DataFrame

    @property
    def shown(self) -> pd.DataFrame:
        """The rows that are shown."""
        return self.first.head(SHOWN)

    def values(self, column: str) -> tuple[str, ...]:
        """Return what stands in a column in the rows that are shown."""
        return tuple(self.shown[column]) if column in self.first else ()

    def there(self, columns: Mapping[str, str]) -> dict[str, str]:
        """Return columns of a recipe by field, as the file writes them; "" where it has none."""
        names = {fold(column): column for column in reversed(self.columns)}
        return {field: names.get(fold(one), "") if one else "" for field, one in columns.items()}

    def moments(self, dates: str, times: str = "") -> tuple[str, ...]:
        """Return how the dates in the rows that are shown are understood.

        Parameters
        ----------
        times
            The column with the time of day; "" where there is none.
        """
        if dates not in self.first:
            return ()
        read = read_moments(self.first[dates], self.first.get(times), now=NO_FUTURE)
        return tuple(
            words.understood(
                None if np.isnat(read.wall[at]) else read.wall[at].item(),
                has_time=bool(read.has_time[at]),
                fault=int(read.date_fault[at] or read.time_fault[at]),
            )
            for at in range(len(self.shown))
        )

    def unknown_labels(self, column: str, layer: LayerSpec) -> dict[str, int]:
        """Return the values of a column that are no soort of a layer, and how many rows have each.

        Nothing where there are too many of them to be soorten.
        """
        if not layer.soorten:
            return {}
        known = {fold(one) for soort in layer.soorten.items() for one in soort}
        labels = self.labels.get(column, {})
        return {label: rows for label, rows in labels.items() if fold(label) not in known}


def preview_of(table: Table, layer: LayerSpec, context: ContextSpec | None) -> Preview:
    """Return what a table holds, and how a layer recognises it."""
    if context is not None:
        recognised = recognised_fields(context, table.columns)
    else:
        recognised = recognised_columns(table.columns, layer)
        recognised |= address_columns(table, layer, {})
    personal = tuple(
        column
        for column in table.columns
        if looks_personal(column) or personal_kind(table.rows[column])
    )
    open_columns = [column for column in table.columns if column not in personal]
    first = table.rows[open_columns].head(_SAMPLE).map(shortened).reset_index(drop=True)
    return Preview(
        columns=table.columns,
        rows=len(table),
        has_places=table.x is not None and bool(np.isfinite(table.x).any()),
        personal=personal,
        recognised=MappingProxyType(recognised),
        labels=MappingProxyType({
            column: labels
            for column in open_columns
            if (labels := _labels(table.rows[column]))
        }),
        first=first,
    )  # fmt: skip


def _labels(values: pd.Series[str]) -> dict[str, int]:
    """Return how many rows each value has; nothing where there are too many values."""
    counted = values.str.strip().value_counts()
    counted = counted[counted.index != ""]
    if len(counted) > MOST_LABELS:
        return {}
    return {str(label): int(rows) for label, rows in counted.items()}
