"""When two rows are the same incident: by their id, or by their content where there is none."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.catalog.specs import CALENDAR_FIELDS

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

#: Fields that together are the content of an incident, next to its id.
CONTENT: Final = ("soort", "begin", "begin_has_time", "end", "end_has_time", "x_rd", "y_rd")
#: How precise the date of an incident is, one of the three below; the rest is not known.
DATE_PRECISION: Final = "date_precision"
DAY, MONTH, YEAR = "day", "month", "year"
#: What a version keeps of an event beside that; who entered it by hand and when comes from no file.
CALENDAR_CONTENT: Final = (*CALENDAR_FIELDS, "entered_by", "entered_at")
_DIGEST_BYTES: Final = 12
#: Decimals of RD metres that count: the same place through another CRS differs in the fourth.
_DECIMALS: Final = 2


def content_of_kind(kind: str) -> tuple[str, ...]:
    """Return the fields that are the content of a row in a kind of layer."""
    return (*CONTENT, *CALENDAR_CONTENT) if kind == "calendar" else (*CONTENT, DATE_PRECISION)


def content_ids(incidents: pd.DataFrame) -> list[str]:
    """Make an id from the content of each row, the same on every machine and in every version.

    Two different incidents of one soort at one place and moment get one id: they cannot be told
    apart without an id of their own.

    Parameters
    ----------
    incidents
        With the columns `CONTENT`.
    """
    columns = [
        incidents["soort"].tolist(),
        np.datetime_as_string(incidents["begin"].to_numpy().astype("M8[s]")).tolist(),
        incidents["begin_has_time"].tolist(),
        np.datetime_as_string(incidents["end"].to_numpy().astype("M8[s]")).tolist(),
        incidents["end_has_time"].tolist(),
        (incidents["x_rd"].round(_DECIMALS) + 0.0).tolist(),
        (incidents["y_rd"].round(_DECIMALS) + 0.0).tolist(),
    ]
    # Two events at one square at one moment are distinguished by what they are called.
    columns += [incidents[name].tolist() for name in ("title", "location") if name in incidents]
    return [_digest(repr(row)) for row in zip(*columns, strict=True)]


def _digest(content: str) -> str:
    return f"h{hashlib.blake2b(content.encode(), digest_size=_DIGEST_BYTES).hexdigest()}"


def compared_with_first(
    incidents: pd.DataFrame, content: tuple[str, ...] = CONTENT, key: str = "id"
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Mark rows whose id an earlier row has, and those among them with the same content.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"id": ["1", "1", "1"], "x": [5.0, 5.0, 6.0]})
    >>> repeated, same = compared_with_first(rows, content=("x",))
    >>> repeated.tolist(), same.tolist()
    ([False, True, True], [False, True, False])
    """
    repeated = incidents[key].duplicated().to_numpy()
    same = repeated.copy()
    if not repeated.any():
        return repeated, same
    later = incidents[repeated]
    first = incidents[~repeated].set_index(key).loc[later[key]]
    for column in content:
        same[repeated] &= _equal(later[column], first[column])
    return repeated, same


def _equal(later: pd.Series[str], first: pd.Series[str]) -> NDArray[np.bool_]:
    one, other = later.to_numpy(), first.to_numpy()
    if one.dtype.kind == "f":
        return np.isclose(one, other, rtol=0, atol=10.0**-_DECIMALS, equal_nan=True)
    both_missing = later.isna().to_numpy() & first.isna().to_numpy()
    return np.asarray((one == other) | both_missing, dtype=np.bool_)
