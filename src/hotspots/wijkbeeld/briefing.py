"""The briefing of a place as one frozen value: the page, the paper and the command line read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hotspots.access.workspace import Synthetic
from hotspots.catalog.whole import OF_ONE
from hotspots.dutch import number, two_ends
from hotspots.geography.names import PLACE_IN_CELL

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from hotspots.access.calendar import Covered
    from hotspots.access.workspace import Version
    from hotspots.analysis.periods import Period
    from hotspots.analysis.when import HoursAndDays, Timeline
    from hotspots.catalog.specs import LayerSpec, ThemeSpec
    from hotspots.catalog.whole import WholeWords
    from hotspots.wijkbeeld.place import Place

#: What a comparison says. "untested": there is nothing to compare with, or to compare.
MORE: Final = "more"
FEWER: Final = "fewer"
NOT_SHOWN: Final = "not_shown"
UNTESTED: Final = "untested"
#: Why a layer shows no near-repeat zones; those of `contagion_zones.NoZones` come beside them.
NO_ZONES: Final = (
    "not_searched",
    "too_few",
    "too_short",
    "too_many",
    "not_for_layer",
    "none_here",
)


@dataclass(frozen=True, slots=True)
class Compared:
    """A count against another, and whether chance explains the difference.

    Attributes
    ----------
    value, lower, upper
        Ratio of the rates with the ratios that are not rejected; infinite from nothing to
        something, NaN where there is nothing to divide or a count is known by its bounds only.
    verdict
        `MORE`, `FEWER`, `NOT_SHOWN` or `UNTESTED`, by ``p_adjusted``:
        the interval leaves out 1 where it is more or fewer.
    p_adjusted
        After Benjamini-Hochberg over all that was judged with it: see
        `hotspots.analysis.judgement`; NaN where untested.
    why_not
        A key of `words.WHY_NOT`, where it is untested.
    confidence
        Of the interval, corrected for how many were marked.
    small
        Whether too few live there for a headline.
    """

    value: float
    lower: float
    upper: float
    verdict: str
    p_adjusted: float
    why_not: str = ""
    confidence: float = 0.95
    small: bool = False

    @property
    def shown(self) -> bool:
        """Whether chance does not explain it."""
        return self.verdict in (MORE, FEWER)


@dataclass(frozen=True, slots=True)
class Soort:
    """One soort of a layer in the place: not tested, to see what a total is made of."""

    id: str
    label: str
    count: int
    earlier: int | None


@dataclass(frozen=True, slots=True)
class LayerLine:
    """One layer in the place.

    Attributes
    ----------
    version
        What was counted; None where the layer cannot be read.
    period, before
        What was counted and the same days a year earlier, which may differ from those of other
        layers: each has its own last complete month. None where the layer holds nothing of it.
    count
        Incidents; None where it may not be told (``why_not``), or only two ends of it.
    count_ends, earlier_ends
        Of a sensitive layer: the fewest and the most there can have been.
    earlier
        Incidents a year earlier; None as for ``count``, or where the layer does not reach back.
    since_year, against_city
        Against a year earlier, and against the rest of the city, as everyone is given them.
    rate, rate_lower, rate_upper
        Per 1.000 of the denominator over the whole period, with the exact interval; NaN where
        there is none.
    city_rate
        The same of the rest of the city: the city without the place.
    denominator
        How much of it is in the place; an estimate where ``denominator_estimated``.
    why_not
        Why there is no count: a key of `words.WHY_NOT`.
    wijk_ends
        Where a buurt is too fine for the layer: the two ends of the wijk around it.
    """

    theme: ThemeSpec
    layer: LayerSpec
    version: Version | None
    period: Period | None
    before: Period | None
    count: int | None
    earlier: int | None
    since_year: Compared
    against_city: Compared
    rate: float = float("nan")
    rate_lower: float = float("nan")
    rate_upper: float = float("nan")
    city_rate: float = float("nan")
    denominator: float = float("nan")
    denominator_label: str = ""
    denominator_year: int = 0
    denominator_estimated: bool = False
    why_not: str = ""
    minimum: int = 0
    count_ends: tuple[int, int] | None = None
    earlier_ends: tuple[int, int] | None = None
    wijk_ends: tuple[int, int] | None = None
    soorten: tuple[Soort, ...] = ()

    @property
    def counted(self) -> bool:
        """Whether anything is known of the count: itself, or its two ends."""
        return self.count is not None or self.count_ends is not None

    @property
    def count_words(self) -> str:
        """The count as it is written; "" where nothing is known of it."""
        return self._written(self.count, self.count_ends)

    @property
    def earlier_words(self) -> str:
        """The count of a year earlier as it is written; "" where nothing is known of it."""
        return self._written(self.earlier, self.earlier_ends)

    @property
    def wijk_words(self) -> str:
        """The count of the wijk around it as it is written; "" where nothing is known of it."""
        return self._written(None, self.wijk_ends)

    def _written(self, count: int | None, ends: tuple[int, int] | None) -> str:
        if ends is not None:
            return two_ends(*ends, minimum=self.minimum)
        return "" if count is None else number(count)


@dataclass(frozen=True, slots=True)
class HotCell:
    """A cell that is hot in the city (Gi*) and has its middle in the place.

    Attributes
    ----------
    code, col, row, size_m
        The cell as on the map of the layer.
    x_rd, y_rd
        Its middle, metres RD.
    buurt, handle
        Name of the buurt of its middle, and where in it: "noordoosten van Crabbehof".
    count
        Incidents in the cell itself.
    around, expected
        Incidents in the cell and its eight neighbours, and how many chance puts there.
    new, lasting
        What the measure "Opkomend en blijvend" says of the same cell at the end of the period: hot
        in the last step or two and never before, or in nearly all steps and the last.
    """

    code: str
    col: int
    row: int
    size_m: int
    x_rd: float
    y_rd: float
    buurt: str
    handle: str
    count: int
    around: int
    expected: float
    p_adjusted: float
    new: bool
    lasting: bool = False

    @property
    def name(self) -> str:
        """Its name in a list, which no other cell has."""
        return PLACE_IN_CELL.format(place=self.handle, code=self.code)


@dataclass(frozen=True, slots=True)
class HotPlace:
    """Hot cells with the same handle, together: what is said aloud.

    ``count`` are the incidents in its cells; ``new`` or ``lasting`` if all of its cells are.
    """

    handle: str
    buurt: str
    count: int
    cells: tuple[HotCell, ...]
    new: bool
    lasting: bool = False


@dataclass(frozen=True, slots=True)
class RisenBuurt:
    """A buurt of a wijk with more than a year earlier, more than chance explains."""

    code: str
    name: str
    count: int
    earlier: int
    p_adjusted: float


@dataclass(frozen=True, slots=True)
class BusyWindow:
    """Hours of the week that are busier than chance, in words.

    ``days`` are the days on which it begins, Monday 0, all seven where it is of the day. ``until``
    is the hour it ends, 1 to 24; not after ``first`` means on the next day.
    """

    days: tuple[int, ...]
    first: int
    until: int
    weight: float
    expected: float
    words: str


@dataclass(frozen=True, slots=True)
class MonthNews:
    """The last complete month of a layer beside the same month a year earlier.

    Not beside the month before: that would tell the season as news.
    """

    month: Period
    count: int
    year_ago: int | None
    since_year: Compared


@dataclass(frozen=True, slots=True, eq=False)
class LayerDetail:
    """Where and when, for a layer whose incidents may be counted here.

    Attributes
    ----------
    cells, places
        Hot cells in the place, most incidents first, and those with the same handle together;
        empty where none is hot, and where the layer is not shown in cells (``in_cells``).
    history
        The steps by which cells are called new or lasting; None where the layer holds too few.
    hours, windows
        The clock, and its three busiest windows; none where no hour stands out.
    timeline
        Months of the whole layer in the place.
    news
        The last complete month; None where no month is complete.
    risen
        Buurten of the wijk that have more than a year earlier, the least like chance first.
    """

    cells: tuple[HotCell, ...]
    places: tuple[HotPlace, ...]
    in_cells: bool
    history: Period | None
    hours: HoursAndDays | None
    windows: tuple[BusyWindow, ...]
    timeline: Timeline
    news: MonthNews | None
    risen: tuple[RisenBuurt, ...] = ()

    @property
    def new_known(self) -> bool:
        """Whether the layer reaches back far enough to say which cells are new."""
        return self.history is not None

    @property
    def listed_cells(self) -> tuple[HotCell, ...]:
        """The hot cells with incidents: an empty one is hot by its neighbours, and no place."""
        return tuple(cell for cell in self.cells if cell.count)


@dataclass(frozen=True, slots=True)
class OpenZone:
    """A near-repeat zone that is still open on the last day of its layer.

    ``x_rd``, ``y_rd`` are the middle of a cell, never a place of an incident; ``radius_m`` is wide
    enough for that. ``new`` if it began in the last complete month or after it. ``corners`` 4 is a
    square on its point, 0 a circle. ``name`` is its name in a list, which no zone of another cell
    has.
    """

    layer: str
    buurt: str
    handle: str
    since: date
    until: date
    count: int
    radius_m: float
    x_rd: float
    y_rd: float
    new: bool = False
    corners: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class EventDay:
    """An event in the period, in or near the place; ``distance_m`` is 0 where it lies inside."""

    layer: str
    name: str
    soort: str
    first: date
    last: date
    where: str
    visitors: int | None
    distance_m: float
    x_rd: float
    y_rd: float


@dataclass(frozen=True, slots=True)
class Population:
    """How many live here: a denominator of the home in the place.

    ``count`` is NaN where it was not published; ``estimated`` for a drawn area.
    """

    id: str
    label: str
    year: int
    count: float
    estimated: bool


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence beside the figures, and the layers it is about; all where ``layers`` is empty.

    Attributes
    ----------
    beside_one
        How it reads beside one of its layers, which need not be named there; empty for as it is.
    """

    text: str
    layers: tuple[str, ...] = ()
    beside_one: str = ""


@dataclass(frozen=True, slots=True)
class HowTested:
    """How a briefing was tested: one family over all layers, and the cells of each in metres."""

    alpha: float
    correction: str
    test: str
    hot: str
    permutations: int
    cell_m: Mapping[str, int]

    def to_dict(self) -> dict[str, object]:
        """Return it by name, for a file."""
        return {
            "alpha": self.alpha,
            "correction": self.correction,
            "test": self.test,
            "hot": self.hot,
            "permutations": self.permutations,
            "cell_m": dict(self.cell_m),
        }


@dataclass(frozen=True, slots=True, eq=False)
class Briefing:
    """What goes on in a place.

    Attributes
    ----------
    period, before
        What was asked for, or the latest last twelve complete months of the layers, and the same
        days a year earlier; a line whose own period differs has a note.
    last_month
        The latest last complete month of the layers.
    lines
        Every layer that this role may see and that counts something, in the order of the themes.
    unmapped
        Themes without such a layer: their published figures are what there is.
    details
        By id of the layer, for those that may be counted in the place.
    zones, zones_silent
        Near-repeat zones that are open, and by layer why there are none.
    events, events_covered
        Event days, and the days that calendars cover; None without a calendar.
    population
        Per denominator of the home.
    area_km2
        Of the place, land and water together.
    tested
        How hot cells, zones and comparisons were tested.
    whole
        What the whole of the home is called.
    """

    place: Place
    period: Period
    before: Period | None
    last_month: Period
    lines: tuple[LayerLine, ...]
    unmapped: tuple[ThemeSpec, ...]
    details: Mapping[str, LayerDetail]
    zones: tuple[OpenZone, ...]
    zones_silent: Mapping[str, str]
    events: tuple[EventDay, ...]
    events_covered: Covered | None
    population: tuple[Population, ...]
    area_km2: float
    notes: tuple[Note, ...]
    tested: HowTested
    whole: WholeWords = OF_ONE

    @property
    def events_known(self) -> bool:
        """Whether calendars cover the whole period, so that no event is none."""
        covered = self.events_covered
        return covered is not None and covered.whole(self.period.first, self.period.last)

    @property
    def events_status(self) -> str:
        """Return "counted", "counted_in_part", "none" or "not_known"."""
        if self.events:
            return "counted" if self.events_known else "counted_in_part"
        return "none" if self.events_known else "not_known"

    @property
    def synthetic(self) -> Synthetic | None:
        """Which of the layers are made up; None if none is."""
        return Synthetic.among((line.layer.label, line.version) for line in self.lines)

    def line(self, layer_id: str) -> LayerLine:
        """Return the line of a layer."""
        return next(line for line in self.lines if line.layer.id == layer_id)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences of the briefing that belong together, plain text, and the layers they tell of.

    ``id`` is one of "headline", "where", "new", "zones", "events", "unchanged", "registered".
    """

    id: str
    text: str
    layers: tuple[str, ...] = ()
