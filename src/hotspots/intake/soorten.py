"""What soort each row of a file is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from hotspots.intake.columns import fold
from hotspots.text import door

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.catalog.specs import LayerSpec
    from hotspots.intake.problems import Problems
    from hotspots.sources.table import Table


def read_soorten(
    table: Table, columns: Mapping[str, str], layer: LayerSpec, problems: Problems
) -> pd.Series[str]:
    """Return the id of the soort of each row; "" where it has none, or one that is not known.

    A soort goes by its id or its label. Where a layer has one only, each row is of that.
    """
    if "soort" not in columns or not layer.soorten:
        only = next(iter(layer.soorten)) if len(layer.soorten) == 1 else ""
        return pd.Series([only] * len(table), dtype="str")
    known = {fold(label): soort for soort, label in layer.soorten.items()}
    known |= {fold(soort): soort for soort in layer.soorten}
    name = columns["soort"]
    texts = table.rows[name]
    codes, distinct = pd.factorize(texts)
    folded = [fold(text) for text in distinct]
    found = np.array([known.get(text, "") for text in folded], dtype=object)[codes]
    empty = np.array([not text.strip() for text in distinct], dtype=np.bool_)[codes]
    if layer.kind != "calendar":
        problems.add(empty, name, texts, door.SOORT_EMPTY)
    problems.add((found == "") & ~empty, name, texts, door.unknown_soort(tuple(layer.soorten)))
    return pd.Series(found, dtype="str")
