"""How numbers were made: what was chosen, by the user or for them, as typed parts.

Each part is a frozen dataclass whose fields have the names that they have in files. The parts of
one measure or search stand beside it; here are those that several have.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import ClassVar, Final, Self, TypeVar

from hotspots.analysis.periods import Period
from hotspots.dutch import number, plural
from hotspots.dutch import period as period_in_words

COMPARED_NOTE: Final = "Vergeleken met {period}."
DENOMINATOR_NOTE: Final = "Noemer: {label}, peildatum {year} (vast over de jaren)."
EXPOSURE_NOTE: Final = "Verwachting: naar {label} ({year})."
WITHOUT_WEEKDAY_NOTE: Final = (
    "{count} tellen niet mee: daarvan is alleen de maand of het jaar bekend, geen weekdag."
)
CELL_NOTE: Final = "Cellen van {size} m op {mask}: {cells} cellen."


@dataclass(frozen=True)
class Part:
    """One thing that numbers depend on.

    Attributes
    ----------
    LEFT_OUT
        Fields that do not stand in a file where they are None; other fields are null there.
    """

    LEFT_OUT: ClassVar[frozenset[str]] = frozenset()

    def to_dict(self) -> dict[str, object]:
        """Return the fields by name, as JSON knows them."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: _plain(value)
            for name, value in values.items()
            if value is not None or name not in self.LEFT_OUT
        }


P = TypeVar("P", bound=Part)


@dataclass(frozen=True, slots=True)
class Parts:
    """Typed parts, in the order of a file."""

    parts: tuple[Part, ...] = ()

    def get(self, kind: type[P]) -> P | None:
        """Return the part of a kind; None where there is none."""
        return next((part for part in self.parts if isinstance(part, kind)), None)

    def require(self, kind: type[P]) -> P:
        """Return the part of a kind that is always there.

        Raises
        ------
        LookupError
            If it is not, which is a fault of ours.
        """
        part = self.get(kind)
        if part is None:
            raise LookupError(kind.__name__)
        return part

    def plus(self, *parts: Part) -> Self:
        """Return these and more parts."""
        return type(self)((*self.parts, *parts))

    def to_dict(self) -> dict[str, object]:
        """Return the fields of all parts by name, for JSON and files."""
        return {name: value for part in self.parts for name, value in part.to_dict().items()}


class Parameters(Parts):
    """The parts that numbers depend on.

    Examples
    --------
    >>> made = Parameters((Cells(100, "land", 300),))
    >>> made.get(Cells).mask_cells, made.get(WithheldAreas)
    (300, None)
    >>> made.plus(WithheldAreas(2)).to_dict()
    {'cell_m': 100, 'mask': 'land', 'mask_cells': 300, 'withheld_areas': 2}
    """

    __slots__ = ()


def _plain(value: object) -> object:
    if isinstance(value, Part):
        return value.to_dict()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Period):
        return [value.first.isoformat(), value.last.isoformat()]
    return list(value) if isinstance(value, tuple) else value


@dataclass(frozen=True)
class Cells(Part):
    """Cells of the mask: their size, what the mask holds, and how many there are."""

    cell_m: int
    mask: str
    mask_cells: int

    def note(self) -> str:
        """Return the line of a legend."""
        return CELL_NOTE.format(size=self.cell_m, mask=self.mask, cells=number(self.mask_cells))


@dataclass(frozen=True)
class DividedBy(Part):
    """What numbers were divided by, and of when.

    Attributes
    ----------
    smallest_denominator
        Areas with fewer have no number.
    confidence
        Of the intervals, 0 to 1.
    """

    LEFT_OUT: ClassVar = frozenset({"smallest_denominator", "confidence"})

    denominator: str
    denominator_label: str
    denominator_year: int
    smallest_denominator: int | None = None
    confidence: float | None = None

    def note(self) -> str:
        """Return the line of a legend."""
        return DENOMINATOR_NOTE.format(label=self.denominator_label, year=self.denominator_year)

    def expected_note(self) -> str:
        """Return the line of a legend, of a test that compares by it."""
        return EXPOSURE_NOTE.format(label=self.denominator_label, year=self.denominator_year)


@dataclass(frozen=True)
class Earlier(Part):
    """The earlier period that a change is measured from."""

    compare_from: date
    compare_to: date

    @property
    def period(self) -> Period:
        """Its days."""
        return Period(self.compare_from, self.compare_to)

    def note(self) -> str:
        """Return the line of a legend."""
        return COMPARED_NOTE.format(period=period_in_words(self.compare_from, self.compare_to))


@dataclass(frozen=True)
class WithoutWeekday(Part):
    """How many incidents no weekday lets through: only their month is known."""

    without_weekday: int

    def note(self, noun: str, noun_plural: str) -> str:
        """Return the line of a legend."""
        return WITHOUT_WEEKDAY_NOTE.format(count=plural(self.without_weekday, noun, noun_plural))


@dataclass(frozen=True)
class WithheldAreas(Part):
    """In how many areas the source gives no number."""

    withheld_areas: int


@dataclass(frozen=True)
class Published(Part):
    """What the cube tells of a period.

    Attributes
    ----------
    minimum, rounded_to
        Below which a count of a quarter is not told, and to what it is rounded.
    hidden_quarters : one per area
        In how many of the ``quarters`` it is not told.
    """

    minimum: int
    rounded_to: int
    quarters: int
    hidden_quarters: tuple[int, ...]
