"""Coordinates as people and spreadsheets write them, read as numbers or refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hotspots.text import door

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

FINE, EMPTY, UNREADABLE, ROUNDED, INFINITE = range(5)
#: What each code says; "" where there is nothing to say.
NUMBER_REASONS: Final = (
    "",
    door.HALF_EMPTY,
    door.NUMBER_UNREADABLE,
    door.NUMBER_ROUNDED,
    door.NUMBER_INFINITE,
)
#: A number without thousands, with a point or a comma before the decimals. The length keeps a
#: number within a float.
_PLAIN: Final = r"^[+-]?[0-9]{1,15}(?:[.,][0-9]{0,20})?$"
_GROUPED: Final = re.compile(
    r"^[+-]?[0-9]{1,3}(?:"
    r"(?:\.[0-9]{3})+,[0-9]+|(?:,[0-9]{3})+\.[0-9]+"  # 105.123,50 and 105,123.50
    r"|(?:\.[0-9]{3}){2,}|(?:,[0-9]{3}){2,}"  # 1.105.123: two points cannot be decimal
    r"|(?:[ \u00a0\u202f'][0-9]{3})+(?:[.,][0-9]+)?)$"  # 105 123,5
)
_SCIENTIFIC: Final = re.compile(r"^[+-]?[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]+$")
_INFINITE: Final = re.compile(r"^[+-]?inf(?:inity)?$", re.IGNORECASE)


def read_numbers(texts: pd.Series[str]) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
    """Read numbers with a decimal point or comma, and say what is wrong where it is not one.

    One separator followed by digits is a decimal one: 105.123 is a hundred and five and a bit.
    Separators of thousands are accepted only where nothing else can be meant (105.123,50).
    The notation 1,05E+05 is refused: a spreadsheet has thrown digits away.

    Returns
    -------
    tuple of arrays, both shape (n,)
        Numbers, NaN where there is none; and codes, 0 where fine, else the place of the reason
        in `NUMBER_REASONS`.

    Examples
    --------
    >>> import pandas as pd
    >>> values, codes = read_numbers(pd.Series(["105123,5", "105.123,50", "4.67", "", "1e309"]))
    >>> values.tolist(), codes.tolist()
    ([105123.5, 105123.5, 4.67, nan, nan], [0, 0, 0, 1, 4])
    """
    trimmed = pc.utf8_trim_whitespace(pa.array(texts, type=pa.string()))
    if isinstance(trimmed, pa.ChunkedArray):
        trimmed = trimmed.combine_chunks()
    plain = np.asarray(
        pc.match_substring_regex(trimmed, _PLAIN).to_numpy(zero_copy_only=False), dtype=np.bool_
    )
    values = np.full(len(plain), np.nan)
    codes = np.zeros(len(plain), dtype=np.int8)
    chosen = trimmed.filter(pa.array(plain))
    pointed = pc.replace_substring(pc.utf8_ltrim(chosen, "+"), ",", ".")
    values[plain] = pc.cast(pointed, pa.float64()).to_numpy(zero_copy_only=False)
    for row in np.flatnonzero(~plain):
        values[row], codes[row] = _read_other(trimmed[row].as_py())
    return values, codes


def _read_other(text: str) -> tuple[float, int]:
    if not text:
        return np.nan, EMPTY
    if _SCIENTIFIC.match(text):
        infinite = not np.isfinite(float(text.replace(",", ".")))
        return np.nan, INFINITE if infinite else ROUNDED
    if _INFINITE.match(text):
        return np.nan, INFINITE
    if _GROUPED.match(text):
        value = float(_without_thousands(text))
        return (value, FINE) if np.isfinite(value) else (np.nan, INFINITE)
    return np.nan, UNREADABLE


def _without_thousands(text: str) -> str:
    bare = re.sub(r"[ \u00a0\u202f']", "", text)
    last = max(bare.rfind(","), bare.rfind("."))
    repeated = last >= 0 and bare.count(bare[last]) > 1
    if last < 0 or repeated:
        return bare.replace(",", "").replace(".", "")
    return f"{re.sub('[.,]', '', bare[:last])}.{bare[last + 1 :]}"
