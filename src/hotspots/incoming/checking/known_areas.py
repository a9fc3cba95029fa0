"""In which buurt or wijk rows without coordinates are, by its code or its name.

Such a row counts in its buurt and wijk. It is put on no point: no cell, density or cluster has it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from hotspots.crs import NETHERLANDS_RD, NETHERLANDS_WGS84
from hotspots.dutch import fold
from hotspots.incoming.checking import words
from hotspots.incoming.checking.moments import UNKNOWN_TEXTS
from hotspots.incoming.checking.places import read_numbers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from hotspots.geography.areas import AreaSet, Geography
    from hotspots.incoming.checking.report import RowProblems
    from hotspots.incoming.reading.table import Table

#: A code as CBS writes it, of a buurt or wijk of any municipality.
_OF_CBS: Final = re.compile(r"BU[0-9]{8}|WK[0-9]{6}")
#: How CBS begins the codes of a level, and how many digits follow.
_PREFIXES: Final = {"buurt": ("BU", 8), "wijk": ("WK", 6)}
#: In the way of a name that two areas have.
_SEVERAL: Final = ""


@dataclass(frozen=True, slots=True)
class KnownAreas:
    """The codes of the buurten and wijken of a home, by folded code and by folded name."""

    buurten: Mapping[str, str]
    wijken: Mapping[str, str]

    @classmethod
    def of(cls, geography: Geography) -> KnownAreas:
        """Return the areas of a geography."""
        return cls(_by_text(geography.buurten), _by_text(geography.wijken))

    def code(self, text: str, field: str) -> str | None:
        """Return the code that a text means, None if nothing and "" if more than one thing.

        Parameters
        ----------
        field
            "buurt" or "wijk": what the column is about. A code of the other is understood too, a
            name is not: many a wijk has the name of one of its buurten.

        Examples
        --------
        >>> known = KnownAreas({"bu05050101": "BU05050101", "kade": ""}, {"wk050501": "WK050501"})
        >>> [known.code(text, "buurt") for text in ("BU 05050101", "5050101", "WK050501", "Kade")]
        ['BU05050101', 'BU05050101', 'WK050501', '']
        >>> known.code("BU03630000", "buurt"), known.code("Singel", "buurt")
        ('BU03630000', None)
        """
        own = self.buurten if field == "buurt" else self.wijken
        folded = fold(text)
        if folded in own:
            return own[folded]
        prefix, digits = _PREFIXES[field]
        whole = f"{prefix}{folded.zfill(digits)}" if re.fullmatch("[0-9]+", folded) else folded
        either = {fold(code): code for code in (*self.buurten.values(), *self.wijken.values())}
        if fold(whole) in either:
            return either[fold(whole)]
        return whole.upper() if _OF_CBS.fullmatch(whole.upper()) else None


def _by_text(areas: AreaSet) -> dict[str, str]:
    names: dict[str, str] = {}
    for code, name in zip(areas.codes, areas.names, strict=True):
        names[fold(name)] = _SEVERAL if fold(name) in names else code
    return names | {fold(code): code for code in areas.codes}


def read_areas(
    table: Table,
    columns: Mapping[str, str],
    without: NDArray[np.bool_],
    problems: RowProblems,
    known: KnownAreas | None,
) -> pd.Series[str]:
    """Return the code of the area of each row without coordinates; "" where it says none.

    The buurt goes before the wijk. A code of CBS that is not of here stays as it is: the row lies
    outside. A name that is not known is a problem.

    Parameters
    ----------
    without : shape (n,)
        Which rows have no coordinates.
    known
        None where no row can name an area.
    """
    codes = np.full(len(table), "", dtype=object)
    for field in ("buurt", "wijk"):
        if field not in columns or known is None:
            continue
        column = columns[field]
        texts = table.rows[column].str.strip()
        filled = ~(texts == "") & ~texts.str.casefold().isin(UNKNOWN_TEXTS)
        wanted = without & (codes == "") & filled.to_numpy(dtype=bool)
        meant = {text: known.code(text, field) for text in texts[wanted].unique()}
        by_row = np.array([meant.get(text) for text in texts], dtype=object)
        nothing = np.array([one is None for one in by_row], dtype=np.bool_)
        problems.add(wanted & nothing, column, texts, words.AREA_UNKNOWN)
        problems.add(wanted & (by_row == _SEVERAL), column, texts, words.AREA_SEVERAL)
        right = wanted & ~nothing
        codes[right] = by_row[right]
    return pd.Series(codes, dtype="str")


#: West, south, east and north of what is surely meant as a coordinate: in metres no count is as
#: large as that, in degrees no count has decimals.
_COORDINATES: Final = ((10_000.0, *NETHERLANDS_RD[1:]), NETHERLANDS_WGS84)
#: Share of the values of a column that must be coordinates.
_MOST: Final = 0.9


def look_like_places(rows: pd.DataFrame) -> tuple[str, ...]:
    """Return two columns that hold coordinates by what stands in them; nothing without both.

    Examples
    --------
    >>> look_like_places(pd.DataFrame({"oost": ["105000"], "noord": ["425000"], "n": ["3"]}))
    ('oost', 'noord')
    >>> look_like_places(pd.DataFrame({"cijfer": ["5"], "leeftijd": ["52"]}))
    ()
    """
    for west, south, east, north in _COORDINATES:
        names = [str(name) for name in rows]
        x = [name for name in names if _within(rows[name], west, east)]
        y = [name for name in names if name not in x and _within(rows[name], south, north)]
        if x and y:
            return x[0], y[0]
    return ()


def _within(texts: pd.Series[str], low: float, high: float) -> bool:
    numbers, _ = read_numbers(texts[texts.str.strip() != ""])
    likely = (numbers >= low) & (numbers <= high)
    if high < _LARGE:
        likely &= numbers != np.round(numbers)
    return bool(len(numbers)) and bool(np.mean(likely) > _MOST)


#: Metres are beyond it, degrees are not.
_LARGE: Final = 1_000.0
