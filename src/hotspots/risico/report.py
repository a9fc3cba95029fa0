"""A scenario as it is read: sentences, figures, tables, flags, notes.

The page, the sheet of paper and the file for a laptop lay out one such report, so that they cannot
say different things.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.risico import amounts, report_words, words
from hotspots.risico.water_words import UNDER_WATER
from hotspots.risico.words import ZONES, zone_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from hotspots.risico.crosschecks import Flag
    from hotspots.risico.tables import Table
    from hotspots.risico.zones import Zone


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
    kind = (
        report_words.MARKS["unknown"] if value == amounts.shown(None) else report_words.MARKS[mark]
    )
    marks = "; ".join(part for part in (kind, beside) if part)
    return Figure(value, report_words.FIGURES[name], marks)


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
