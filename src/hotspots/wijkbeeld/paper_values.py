"""What stands on the two pages of a place and in the contents of an atlas: frozen texts in Dutch.

The template of the paper prints these by name, the page for a telephone lays the same values out,
and neither decides anything.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """Above a report: which place, of what kind, whether made up, and its facts by name."""

    name: str
    kind: str
    badge: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A paragraph of the briefing, and the word that leads it in; "" where there is none."""

    lead: str
    text: str


@dataclass(frozen=True, slots=True)
class ComparedCell:
    """A comparison: symbol, words, and the ratio with its interval, or "" where there is none."""

    symbol: str
    words: str
    times: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A layer in the table of figures."""

    layer: str
    about: str
    count: str
    earlier: str
    since_year: ComparedCell
    rate: str
    interval: str
    city: str
    against_city: ComparedCell
    soorten: str


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """The layers of a theme in the table of figures."""

    theme: str
    rows: tuple[FigureRow, ...]


@dataclass(frozen=True, slots=True)
class FigureTable:
    """The table of figures and how to read it; ``none`` says why it is empty."""

    title: str
    columns: tuple[str, ...]
    groups: tuple[FigureGroup, ...]
    none: str
    explained: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A swatch by the name of its picture, and what it stands for."""

    picture: str
    label: str


@dataclass(frozen=True, slots=True)
class MapPart:
    """The map, its legend, and in ``alt`` what a screen reader says in its place."""

    picture: str
    width_mm: float
    title: str
    when: str
    legend_title: str
    classes: tuple[LegendEntry, ...]
    lines: tuple[LegendEntry, ...]
    notes: tuple[str, ...]
    alt: str


@dataclass(frozen=True, slots=True)
class HotRow:
    """A hot place with its number on the map; ``history`` is a word, or ""."""

    number: str
    where: str
    count: str
    around: str
    history: str


@dataclass(frozen=True, slots=True)
class HotList:
    """The hot places by name; ``more`` were left out, ``none`` says why there are none."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[HotRow, ...]
    more: int
    none: str
    hint: str
    around_hint: str


@dataclass(frozen=True, slots=True)
class ClockPart:
    """The hours of the week: a picture, or "" without one, and the busiest hours in words."""

    title: str
    picture: str
    sentences: tuple[str, ...]
    alt: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of sentences; ``more`` were left out, ``none`` says why there are none."""

    title: str
    rows: tuple[str, ...]
    more: int
    none: str


@dataclass(frozen=True, slots=True)
class SourcesPart:
    """Where everything comes from, what to mind, and with which program it was made."""

    title: str
    mind: tuple[str, ...]
    said: tuple[str, ...]
    notes: tuple[str, ...]
    program: str


@dataclass(frozen=True, slots=True)
class BackPage:
    """The second page of a place; ``no_map`` says why there is no map, place list or clock."""

    zones: Listing
    events: Listing
    sources: SourcesPart
    map: MapPart | None = None
    no_map: str = ""
    where: HotList | None = None
    when: ClockPart | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Both pages of a place; ``folder`` comes before the name of each of its pictures."""

    folder: str
    head: Heading
    spoken: tuple[Spoken, ...]
    figures: FigureTable
    back: BackPage
    stands_out: str
    foot: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The first page of an atlas, before the list of its places."""

    title: str
    badge: str
    about: str
    facts: tuple[tuple[str, str], ...]
    heading: str
    columns: tuple[str, ...]
    mind: str
    foot: str


@dataclass(frozen=True, slots=True)
class FixedWords:
    """The words that every report has."""

    briefing: str
    own_notes: str
    more: str
    page: str
    of: str


@dataclass(frozen=True, slots=True)
class Document:
    """All that a PDF of one or more places holds."""

    title: str
    author: str
    keywords: tuple[str, ...]
    contents: Contents | None
    reports: tuple[Report, ...]
    words: FixedWords
