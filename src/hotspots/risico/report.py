"""A scenario as it is read: sentences, figures, tables, flags, notes.

The page, the sheet of paper and the file for a laptop lay out one such report, so that they cannot
say different things.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hotspots.dutch import listed, number, plural
from hotspots.risico import words
from hotspots.risico.words import UNDER_WATER, ZONES, zone_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from hotspots.risico.tables import Table
    from hotspots.risico.tally import Flag
    from hotspots.risico.zones import Zone


#: What stands on a map, in each table and in each file.
CALCULATED: Final = "Berekend"

PARTLY_EXAMPLE: Final = "Berekend, deels voorbeeld"

SOME_EXAMPLE: Final = "Deels voorbeeld"

EXAMPLE: Final = "Voorbeeld, verzonnen gegevens"

#: Five figures, by their place in the answer.
FIGURES: Final = {
    "inside": "mensen in een zone",
    "elderly": "van 65 jaar en ouder",
    "dependent": "niet zelfredzaam",
    "objects": "zeer kwetsbare en kwetsbare objecten",
    "areas": "gebieden van het register in de gemeente",
    "sources": "bedrijven en buisleidingen",
    "worst": "mensen bij de ongunstigste BLEVE",
    "affected": "inwoners onder water",
    "stay": "mensen blijven",
    "need": "mensen zoeken opvang",
    "rooms": "plaatsen voor de nacht",
    "gap": "mensen zonder plaats",
    "in_zone": "mensen in de zone",
    "buurten": "buurten geraakt",
    "warned": "plekken om te waarschuwen",
}

#: Above figures that stand below each other: a number, what it is, and how it is known.
FIGURE_COLUMNS: Final = ("Cijfer", "Wat", "Hoe bepaald")

MARKS: Final = {
    "calculated": words.CALCULATED,
    "setting": "instelling",
    "counted": "geteld",
    "example": "voorbeeld",
    "unknown": words.NOT_KNOWN,
}


def and_unknown(people: float | None) -> str:
    """Say of how many more people it is not known, beside a number; "" if there are none.

    Examples
    --------
    >>> and_unknown(0.2), and_unknown(1200.4), and_unknown(None)
    ('', 'van 1.200 niet bekend', 'van anderen niet bekend')
    """
    if people is None:
        return "van anderen niet bekend"
    return f"van {number(people)} niet bekend" if round(people) else ""


def objects_beside(without: int) -> str:
    """Say how many objects give no number, beside a number of people; "" if all do.

    Examples
    --------
    >>> objects_beside(1), objects_beside(0)
    ('van 1 object niet bekend', '')
    """
    return f"van {plural(without, 'object', 'objecten')} niet bekend" if without else ""


def shelters_beside(unknown: int) -> str:
    """Say how many shelters may not stay dry, beside a number of places; "" if all do.

    Examples
    --------
    >>> shelters_beside(1), shelters_beside(0)
    ('van 1 plek voor opvang niet bekend', '')
    """
    return (
        f"van {plural(unknown, 'plek voor opvang', 'plekken voor opvang')} niet bekend"
        if unknown
        else ""
    )


def kinds_beside(kinds: Sequence[str]) -> str:
    """Say which kinds are not loaded, beside a number of objects.

    Examples
    --------
    >>> kinds_beside(["scholen", "kinderopvang"])
    'niet geladen: scholen en kinderopvang'
    """
    return f"niet geladen: {listed(kinds)}" if kinds else ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it is, and whether it was counted, calculated or assumed."""

    value: str
    label: str
    mark: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One of the five columns of the framework; ``about`` says how its numbers are to be read."""

    label: str
    known: bool
    sentences: tuple[str, ...]
    about: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class ScenarioReport:
    """A scenario in words, numbers and tables.

    Attributes
    ----------
    flags
        Severity and sentence of each cross-check with a result.
    notes
        How it was calculated, and which parts rest on invented data.
    """

    part: str
    label: str
    badge: str
    sentences: tuple[str, ...]
    figures: tuple[Figure, ...]
    tables: tuple[Table, ...]
    settings: Table
    flags: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    criteria: tuple[Criterion, ...] = ()

    def table(self, name: str) -> Table:
        """Return a table by its id."""
        return next(table for table in self.tables if table.id == name)


def figure(name: str, value: str, mark: str, *, beside: str = "") -> Figure:
    """Return a figure by the keys of its label and of its mark.

    Parameters
    ----------
    beside
        What is not known of it, to be read with the number.
    """
    # What is not known was not counted or calculated either.
    kind = MARKS["unknown"] if value == words.shown(None) else MARKS[mark]
    marks = "; ".join(part for part in (kind, beside) if part)
    return Figure(value, FIGURES[name], marks)


def flag_lines(flags: Sequence[Flag], zones: Sequence[Zone] = ()) -> tuple[tuple[str, str], ...]:
    """Return severity and sentence of each flag: the red ones first, then the heaviest zone.

    Parameters
    ----------
    zones
        Along the track; none for a flood.
    """
    together: dict[tuple[str, str], list[Flag]] = {}
    for at, flag in enumerate(flags):
        # Shelters in one zone share a sentence: they would push the others out of sight.
        alike = ("shelter", flag.zone) if flag.kind == "shelter" else ("", str(at))
        together.setdefault(alike, []).append(flag)
    weight = {zone: at for at, zone in enumerate(ZONES)}
    ordered = sorted(
        together.values(),
        key=lambda alike: (
            alike[0].severity != "rood",
            weight.get(alike[0].zone, len(weight)),
        ),
    )
    return tuple((alike[0].severity, _flag_sentence(alike, zones)) for alike in ordered)


def _flag_sentence(flags: Sequence[Flag], zones: Sequence[Zone]) -> str:
    """Return the sentence of a flag, or the one of shelters that lie in one zone."""
    if len(flags) == 1:
        return flags[0].sentence
    zone = flags[0].zone
    calculated = any(one.id == zone and one.calculated for one in zones)
    label = zone_name(ZONES.get(zone, UNDER_WATER), calculated=calculated)
    return words.shelters_in_zone(label, [flag.name for flag in flags])


def note_lines(
    illustrations: Sequence[str], day: date | None, notes: Sequence[str]
) -> tuple[str, ...]:
    """Return the notes: what is invented, the day of the events, how it was calculated."""
    of_day = () if day is None else (words.events_of(day),)
    return tuple(dict.fromkeys((*illustrations, *of_day, *notes)))
