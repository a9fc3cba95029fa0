"""Where the records of a CSV text begin and end, found for all of it at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: In a table narrower than this, prose can look like a row.
FEWEST_FIELDS: Final = 3
_QUOTE: Final = 34
_NEWLINE: Final = 10


@dataclass(frozen=True, slots=True)
class Structure:
    """The records of a text.

    Attributes
    ----------
    text
        UTF-8 that ends in a line end.
    separator
        The byte between fields.
    starts, ends
        Shape (n,): first byte of each record, and the line end behind it.
    separators
        Shape (n,): how many separators outside quotes each record has.
    lines
        Shape (n,): the line on which each record begins, the first being 1.
    """

    text: bytes
    separator: int
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    separators: NDArray[np.int64]
    lines: NDArray[np.int64]

    def record(self, at: int) -> bytes:
        """Return one record without its line end."""
        return self.text[self.starts[at] : self.ends[at]]

    @property
    def blank(self) -> NDArray[np.bool_]:
        """Mark the records without any value."""
        return np.asarray(self.ends - self.starts == self.separators, dtype=np.bool_)

    def swallows_rows(self, fields: int) -> bool:
        """Whether a value of several lines holds a line that looks like a whole row.

        Two quotes that are not closed, rows apart, make a value that is as regular as any.
        """
        spans = np.diff(self.lines, append=self.lines[-1] + 1)
        return (
            fields >= FEWEST_FIELDS
            and any(
                line.count(self.separator) == fields - 1
                for at in np.flatnonzero(spans > 2).tolist()  # noqa: PLR2004 - a first and a last line
                for line in self.record(at).split(b"\n")[1:-1]
            )
        )

    def joined(self, records: NDArray[np.bool_]) -> bytes:
        """Return the chosen records as one text."""
        kept = np.repeat(records, self.ends - self.starts + 1)
        return np.frombuffer(self.text, dtype=np.uint8)[kept].tobytes()

    def all_end_in_separator(self, records: NDArray[np.bool_]) -> bool:
        """Whether the last byte of each chosen record is a separator."""
        last = np.frombuffer(self.text, dtype=np.uint8)[self.ends[records] - 1]
        return bool((last == self.separator).all())


def find_structure(text: bytes, separator: str) -> Structure | None:
    r"""Find all records, or None if quotes are used in a way that needs a closer look.

    Examples
    --------
    >>> found = find_structure(b'id;soort\n1;"a;\nb"\n2;c\n', ";")
    >>> found.separators.tolist(), found.lines.tolist()
    ([1, 1, 1], [1, 2, 4])
    """
    buffer = np.frombuffer(text, dtype=np.uint8)
    newlines = np.flatnonzero(buffer == _NEWLINE)
    separators = np.flatnonzero(buffer == ord(separator))
    ends = newlines
    if _QUOTE in text:
        quotes = np.flatnonzero(buffer == _QUOTE)
        if not _quotes_are_regular(buffer, quotes, ord(separator)):
            return None
        # Between an odd and an even quote lies a value, not structure.
        ends = ends[np.searchsorted(quotes, ends) % 2 == 0]
        separators = separators[np.searchsorted(quotes, separators) % 2 == 0]
    starts = np.concatenate(([0], ends[:-1] + 1))
    counts = np.diff(np.searchsorted(separators, ends), prepend=0)
    lines = np.searchsorted(newlines, starts) + 1
    return Structure(text, ord(separator), starts, ends, counts, lines)


def _quotes_are_regular(
    buffer: NDArray[np.uint8], quotes: NDArray[np.int64], separator: int
) -> bool:
    """Whether every quote opens at the start of a field, closes at its end, or is doubled."""
    if len(quotes) % 2:
        return False
    edges = np.array([separator, _NEWLINE, _QUOTE], dtype=np.uint8)
    before = quotes[0::2][quotes[0::2] > 0] - 1
    after = quotes[1::2][quotes[1::2] < len(buffer) - 1] + 1
    return bool(np.isin(buffer[before], edges).all() and np.isin(buffer[after], edges).all())
