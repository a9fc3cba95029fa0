"""A table as plain text: a heading, columns that line up, numbers on the right.

On a terminal a row goes on below itself where it is wider than the screen, and so does a sentence.
In a pipe or a file each is one line, so that it can be searched and sorted.
"""

from __future__ import annotations

import shutil
import sys
import textwrap
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from math import sqrt
from numbers import Real
from typing import TYPE_CHECKING, Final, TextIO

from hotspots.dutch import NO, YES, day, moment, number

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    import pandas as pd

#: Between two columns.
GAP: Final = "  "
_RULE: Final = "-"
_NO_BREAK: Final = "\u00a0"
#: A heading goes on below itself from here on, where what stands below it is no wider.
_HEADING: Final = 6
#: A word of so many characters is not broken off to fit on a screen.
_WHOLE_WORD: Final = 24
#: A cell of which the value is not known, or is not there.
NOTHING: Final = "–"


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a column, and whether it holds numbers; those line up on the right."""

    label: str
    number: bool = False


def table_lines(
    headings: Sequence[Heading], rows: Sequence[Sequence[str]], *, width: int | None = None
) -> Iterator[str]:
    """Yield a table line by line: its heading, a rule, and its rows; nothing where it has none.

    A heading that is wider than its column goes on below itself. So does a cell with a line break
    in it, and one that holds what cannot be seen has a space there: names come from files.

    Parameters
    ----------
    width
        In characters; None is that of the terminal, or no limit where nobody looks.

    Examples
    --------
    >>> headings = Heading("Naam"), Heading("Aantal", number=True)
    >>> for line in table_lines(headings, [("Noord", "1.200"), ("Oost", "7")]):
    ...     print(line)
    Naam   Aantal
    -----  ------
    Noord   1.200
    Oost        7
    """
    if not rows:
        return
    cells = [[_visible(cell) for cell in row] for row in rows]
    widths = _widths(headings, cells, screen_width(sys.stdout) if width is None else width)
    labels = [_unbroken(heading.label) for heading in headings]
    above = [_wrapped(label, size) for label, size in zip(labels, widths, strict=True)]
    deepest = max(map(len, above))
    # A short heading stands on the rule, below the first lines of a long one.
    heading_lines = [[""] * (deepest - len(lines)) + lines for lines in above]
    yield from _lines(heading_lines, headings, widths)
    rules = list(widths)
    if not headings[-1].number:
        # Sentences in the last column need no rule as long as they are.
        rules[-1] = max(map(len, above[-1]))
    yield GAP.join(_RULE * length for length in rules)
    for row in cells:
        wrapped = [_wrapped(cell, size) for cell, size in zip(row, widths, strict=True)]
        yield from _lines(wrapped, headings, widths)


def frame_lines(
    frame: pd.DataFrame,
    labels: Mapping[str, str],
    decimals: Mapping[str, int] | None = None,
    *,
    numbers: Collection[str] = (),
) -> Iterator[str]:
    """Yield the rows of a frame as a table in Dutch: numbers, days, yes and no.

    Parameters
    ----------
    labels
        What stands above each column, in their order; what is not in the frame is left out.
    decimals
        Of the columns that have any.
    numbers
        Columns of numbers in which words can stand as well; they line up on the right.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"name": ["Noord", "Oost"], "share": [0.25, float("nan")]})
    >>> for line in frame_lines(rows, {"name": "Buurt", "share": "Deel"}, {"share": 1}):
    ...     print(line)
    Buurt  Deel
    -----  ----
    Noord   0,2
    Oost      –
    """
    known = [name for name in labels if name in frame]
    columns = [frame[name].tolist() for name in known]
    headings = [
        Heading(labels[name], number=name in numbers or all(map(_is_number, column)))
        for name, column in zip(known, columns, strict=True)
    ]
    written = [
        [cell_text(value, (decimals or {}).get(name, 0)) for value in column]
        for name, column in zip(known, columns, strict=True)
    ]
    yield from table_lines(headings, list(zip(*written, strict=True)))


def cell_text(value: object, decimals: int = 0) -> str:
    """Write what a cell holds; a dash where it holds nothing.

    Examples
    --------
    >>> cell_text(1234.5, 1), cell_text(True), cell_text(date(2017, 12, 31)), cell_text(None)
    ('1.234,5', 'ja', '31-12-2017', '–')
    """
    if _is_missing(value):
        return NOTHING
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Real):
        return number(float(value), decimals)
    return str(value)


def _is_missing(value: object) -> bool:
    """Return whether a value is none: None, NaN, or what pandas calls NA or NaT."""
    return value is None or type(value).__name__ in ("NAType", "NaTType") or value != value  # noqa: PLR0124 - NaN alone differs


def _is_number(value: object) -> bool:
    """Return whether a value lines up with numbers: one that is missing does so as well."""
    return _is_missing(value) or (isinstance(value, Real) and not isinstance(value, bool))


def screen_width(stream: TextIO) -> int | None:
    """Return how many characters fit beside each other; None where no terminal shows them."""
    return shutil.get_terminal_size().columns if stream.isatty() else None


def _widths(
    headings: Sequence[Heading], rows: Sequence[Sequence[str]], width: int | None
) -> list[int]:
    """Return the width of each column: what is in it, and as much less as the screen asks."""
    widths, least, weights = [], [], []
    for at, heading in enumerate(headings):
        lines = [line for row in rows for line in row[at].split("\n")]
        word = _longest_word(_unbroken(heading.label))
        # Words of a heading stand below each other rather than push the columns apart.
        widths.append(max(*map(len, lines), word, min(len(heading.label), _HEADING)))
        whole = min(max(map(_longest_word, lines)), _WHOLE_WORD)
        least.append(widths[-1] if heading.number else max(word, whole))
        weights.append(sqrt(sum(map(len, lines))))
    if width is None:
        return widths
    return _narrowed(widths, least, weights, width - len(GAP) * (len(widths) - 1))


def _narrowed(
    widths: Sequence[int], least: Sequence[int], weights: Sequence[float], total: int
) -> list[int]:
    """Return widths that come to a total, if that can be.

    What is no wider than an equal share stays; of the rest a column with more in it keeps more.
    """
    narrowed = list(widths)
    wide = [at for at, size in enumerate(widths) if size > least[at]]
    while wide and sum(narrowed) > total:
        free = total - sum(narrowed[at] for at in range(len(narrowed)) if at not in wide)
        fitting = [at for at in wide if widths[at] <= free / len(wide)]
        if not fitting:
            shared = sum(weights[at] for at in wide)
            for at in wide:
                share = int(free * weights[at] / shared)
                narrowed[at] = max(least[at], min(widths[at], share))
            fitting = [at for at in wide if narrowed[at] in (least[at], widths[at])]
            if not fitting:
                break
        wide = [at for at in wide if at not in fitting]
    return narrowed


def _unbroken(label: str) -> str:
    """Return a heading of which a percentage, or "'s nachts", is not broken off."""
    return label.replace(" %", _NO_BREAK + "%").replace("'s ", "'s" + _NO_BREAK)


def _longest_word(text: str) -> int:
    return max(map(len, text.split(" ")), default=0)


def _wrapped(cell: str, size: int) -> list[str]:
    lines = [
        part
        for line in cell.split("\n")
        for part in textwrap.wrap(line, size, break_on_hyphens=False) or [""]
    ]
    return lines or [""]


def _lines(
    cells: Sequence[Sequence[str]], headings: Sequence[Heading], widths: Sequence[int]
) -> Iterator[str]:
    """Yield the lines of one row, of which each cell is a list of lines."""
    for parts in zip_longest(*cells, fillvalue=""):
        written = [
            part.rjust(size) if heading.number else part.ljust(size)
            for part, heading, size in zip(parts, headings, widths, strict=True)
        ]
        yield GAP.join(written).rstrip().replace(_NO_BREAK, " ")


def _visible(cell: str) -> str:
    """Return a cell without what a terminal would obey; line breaks stay."""
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in cell)
