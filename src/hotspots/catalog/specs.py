"""What a theme and a layer are: frozen values, read from TOML and never changed.

A layer is recognised by its purpose, never by its name: a home calls its layers what it likes.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path


#: One number for all that is asked, in a home of whatever size. It has the name of what most homes
#: are of, because scripts, links and declarations of roles say it.
WHOLE: Final = "gemeente"
#: The areas that a home can be divided in, wide to fine. It has those that `geodata/` declares:
#: wijken and buurten always, the others where it is of more than one gemeente.
PARTS: Final = ("regios", "gemeenten", "wijken", "buurten")
AREA_LEVELS: Final = (WHOLE, *PARTS)
#: What a home of one gemeente is divided in.
_OF_ONE: Final = ("wijken", "buurten")
#: What [privacy] finest may say, coarse to fine.
FINEST: Final = (*AREA_LEVELS, "cells", "places")
#: Sizes of cells, metres; all multiples of the first. Which are offered: `nesting_sizes`.
CELL_SIZES_M: Final = (50, 100, 200, 250, 500)

LayerKind = Literal["incidents", "counts", "context", "calendar"]
LAYER_KINDS: Final[tuple[LayerKind, ...]] = ("incidents", "counts", "context", "calendar")

ContextKind = Literal["areas", "places", "lines", "zones", "raster", "table"]
CONTEXT_KINDS: Final[tuple[ContextKind, ...]] = (
    "areas", "places", "lines", "zones", "raster", "table",
)  # fmt: skip

FieldKind = Literal["text", "number", "choice", "day"]
FIELD_KINDS: Final[tuple[FieldKind, ...]] = ("text", "number", "choice", "day")

#: What a row is. melding, aangifte and misdrijf are never synonyms.
OBSERVES: Final = ("melding", "aangifte", "misdrijf", "uitruk", "signaal", "evenement", "plaats")

#: Services of open data that can have another address under [open_data] in gemeente.toml.
OPEN_DATA_SERVICES: Final = (
    "boundaries",
    "boundaries_wfs",
    "regions",
    "police",
    "keyfigures",
    "rail",
    "risk",
    "flood",
    "flood_dikes",
    "roads",
    "geocoder",
)

#: Kinds of layer of geodata/ of which each cell can hold more or less, and so be expected by.
EXPECTABLE: Final = ("places", "zones")

#: Where incidents of a layer can happen: cells with households, or all land.
MASKS: Final = ("households", "land")

#: What a page can filter on.
FILTERS: Final = ("soort", "period", "day_part", "weekday", "wijk")

#: Fields that an import knows, per kind of layer; aliases are declared per layer.
#: ``time`` and ``end_time`` are joined to a date that has no time of its own.
INCIDENT_FIELDS: Final = (
    "id",
    "soort",
    "begin",
    "time",
    "end",
    "end_time",
    "x_rd",
    "y_rd",
    "lon",
    "lat",
)
#: In which buurt or wijk an incident was, where no place says it finer.
AREA_FIELDS: Final = ("buurt", "wijk")
#: How much is known of when: a time, a day, a month or a year. An event is planned to the minute.
PRECISION: Final = "precision"
#: In the place of coordinates, where addresses may be looked up; never kept.
ADDRESS_FIELDS: Final = (
    "address",
    "postcode",
    "house_number",
    "house_letter",
    "house_addition",
)
#: Without these a count is of nothing.
COUNT_FIELDS: Final = ("area", "period", "count")
#: What a number of a layer of counts is about at the least, with its months.
COUNTED_PER: Final[Mapping[str, int]] = MappingProxyType({"month": 1, "quarter": 3, "year": 12})
#: What a calendar knows of an event beside its soort, begin, end and place.
CALENDAR_FIELDS: Final = (
    "title",
    "location",
    "build_up",
    "dismantled",
    "visitors",
    "status",
    "sound",
    "class",
    "profile",
    "requested",
    "actual_visitors",
    "findings",
    "decision",
)
#: Classes of risk of an event, light to heavy.
EVENT_CLASSES: Final = ("A", "B", "C")
#: First and last year that an event can be in; a date beyond them is a slip of the pen.
EVENT_YEARS: Final = (1900, 2100)
#: What a layer of ``geodata/`` may know of a place that can hold an event.
VENUE_FIELDS: Final = (
    "usable_m2",
    "exits_m",
    "surface",
    "indoor",
    "days",
    "sound_days",
    "quiet",
    "rest_days",
    "pace_kmh",
    "neighbours",
    "note",
)


def fields_of(kind: str) -> tuple[str, ...]:
    """Return the fields that an import knows for a kind of layer.

    Examples
    --------
    >>> fields_of("counts")
    ('area', 'period', 'count', 'soort')
    """
    if kind == "counts":
        return (*COUNT_FIELDS, "soort")
    if kind == "calendar":
        return (*INCIDENT_FIELDS, *CALENDAR_FIELDS)
    return (*INCIDENT_FIELDS, *AREA_FIELDS, PRECISION)


#: An even expectation: as many incidents on every hectare of land.
LAND: Final = "land"
#: No expectation for a place but what it had before.
OWN_PAST: Final = "own_past"


def nesting_sizes(finest_m: int) -> tuple[int, ...]:
    """Return the sizes of which each cell consists of whole cells of the finest that is shown.

    Examples
    --------
    >>> nesting_sizes(50), nesting_sizes(100), nesting_sizes(200)
    ((50, 100, 200, 250, 500), (100, 200, 500), (200,))
    """
    return tuple(size for size in CELL_SIZES_M if size % finest_m == 0)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a file comes from and what it should hold.

    ``crs`` is the CRS of the coordinates in the file; ``year`` the peildatum or last year.
    """

    file: str
    attribution: str
    licence: str
    crs: str = "EPSG:28992"
    rows: int | None = None
    sha256: str | None = None
    year: int | None = None
    details: str = ""
    synthetic: bool = False
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Denominator:
    """A number of things per area that a rate divides by, with its name and peildatum."""

    id: str
    column: str
    label: str
    year: int


@dataclass(frozen=True, slots=True)
class Privacy:
    """How fine a layer may be shown, to whom, and from what number up.

    ``finest`` is the finest level, ``finest_cell_m`` the smallest cell where that is "cells".
    ``minimum`` above 0 makes a layer sensitive: counts below it are never told.
    ``points_roles`` are the roles that may see single places. Incidents may be kept for
    ``keep_months`` after they began; 0 is for good.
    """

    finest: str = "cells"
    finest_cell_m: int = 50
    minimum: int = 0
    roles: tuple[str, ...] = ()
    points_roles: tuple[str, ...] = ()
    keep_months: int = 0

    def term_begin(self, today: date) -> date | None:
        """Return the first day of which an incident may still be kept; None without a term.

        Examples
        --------
        >>> Privacy(keep_months=60).term_begin(date(2026, 3, 31))
        datetime.date(2021, 3, 31)
        >>> Privacy(keep_months=1).term_begin(date(2026, 3, 31))
        datetime.date(2026, 2, 28)
        """
        if not self.keep_months:
            return None
        year, month = divmod(today.year * 12 + today.month - 1 - self.keep_months, 12)
        if year < date.min.year:
            return date.min
        last = monthrange(year, month + 1)[1]
        return date(year, month + 1, min(today.day, last))


@dataclass(frozen=True, slots=True)
class Rights:
    """What a role may do with a layer; nothing, unless it is given.

    ``finest`` is the finest level, ``finest_cell_m`` the smallest cell in metres; what the layer
    itself says in [privacy] holds as well.
    """

    see: bool = False
    finest: str = "gemeente"
    finest_cell_m: int = 50
    export: bool = False
    imports: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """How a layer likes to be drawn until a user chooses otherwise."""

    palette: str = "rood"
    cell_m: int = 200
    bandwidth_m: int = 400


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """What an import reads of each row of a layer of ``geodata/``, next to its shape.

    ``columns`` are the names it may have in a file, ``choices`` maps a value to its label,
    ``least`` and ``most`` bound a number. Fields with ``key`` together tell a row from others.
    """

    id: str
    kind: FieldKind
    label: str
    columns: tuple[str, ...]
    unit: str = ""
    required: bool = False
    key: bool = False
    least: float | None = None
    most: float | None = None
    choices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class ContextSpec:
    """A layer of ``geodata/``: areas, places, lines, zones, a raster or a table, without a time.

    ``purpose`` says what the tool does with it (`hotspots.catalog.specs`); only a layer with
    one can be loaded as an import, and ``fields`` are what it then holds.
    """

    id: str
    kind: ContextKind
    label: str
    folder: Path
    source: Source
    columns: Mapping[str, str]
    level: str | None = None
    note: str = ""
    denominators: tuple[Denominator, ...] = ()
    purpose: str = ""
    fields: tuple[FieldSpec, ...] = ()

    @property
    def path(self) -> Path:
        """The file itself."""
        return self.folder / self.source.file


@dataclass(frozen=True, slots=True)
class LayerSpec:
    """A layer of a theme: what it observes, how it is read, filtered, protected and drawn.

    ``columns`` maps a field to the column names that mean it. ``context`` names a
    layer of ``geodata/`` where kind is "context", ``places`` the one with the places of a calendar.
    ``soorten`` maps an id to its label; ``counts_per`` is how long a period each count is of.
    ``first_day`` is since when the layer counts, None if its rows have to show that.
    ``complete_years`` are years of which all events stand in a calendar, also without a file.
    ``expectation`` is what it is compared with, best first, as it is declared. ``parts`` are the
    levels of areas that its home has, wide to fine.
    """

    id: str
    theme: str
    kind: LayerKind
    label: str
    observes: str
    noun: str
    noun_plural: str
    description: str = ""
    folder: Path | None = None
    source: Source | None = None
    context: str | None = None
    places: str | None = None
    mask: str = "land"
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    soorten: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    denominators: tuple[str, ...] = ()
    expectation: tuple[str, ...] = ()
    counts_per: str = "month"
    first_day: date | None = None
    complete_years: tuple[int, ...] = ()
    filters: tuple[str, ...] = FILTERS
    measures: tuple[str, ...] = ()
    privacy: Privacy = field(default_factory=Privacy)
    style: Style = field(default_factory=Style)
    parts: tuple[str, ...] = _OF_ONE

    @property
    def path(self) -> Path | None:
        """The file the layer starts from, if it has one of its own."""
        if self.folder is None or self.source is None:
            return None
        return self.folder / self.source.file

    @property
    def of_service(self) -> bool:
        """Whether its rows come from a service alone: there is no file to load into it."""
        return self.source is not None and not self.source.file

    @property
    def sensitive(self) -> bool:
        """Whether small counts of this layer are kept from everyone."""
        return self.privacy.minimum > 0

    @property
    def expectations(self) -> tuple[str, ...]:
        """What places of this layer can be compared with, best first.

        Ids of denominators, of layers with places or zones, `LAND`, or `OWN_PAST`: then nothing
        says how many to expect in a place, and only change over time can be judged.
        """
        if self.expectation or not self.denominators:
            return self.expectation
        return (*self.denominators, LAND)

    @property
    def counted_months(self) -> int:
        """How many months the shortest period is that this layer can tell something of."""
        return COUNTED_PER[self.counts_per]

    @property
    def holds_incidents(self) -> bool:
        """Whether each row is something that happened, or will, at a time and a place."""
        return self.kind in ("incidents", "calendar")


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure that belongs to a theme; ``value`` is None where none was given."""

    indicator: str
    year: int
    value: float | None
    unit: str
    kind: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ThemeSpec:
    """A theme: a name, the published figures, and the layers it holds."""

    id: str
    label: str
    order: int
    description: str
    layers: tuple[LayerSpec, ...] = ()
    figures: tuple[Figure, ...] = ()
    figures_source: str = ""
    no_layers: str = ""


#: How a server of mail is spoken to, with the port that goes with it.
MAIL_PORTS: Final[Mapping[str, int]] = {"starttls": 587, "tls": 465, "none": 25}


@dataclass(frozen=True, slots=True)
class MailSpec:
    """By which server mail is sent, from ``[mail]`` of ``gemeente.toml``.

    ``security`` is one of `MAIL_PORTS`; ``user`` logs in where the server asks that, by a password
    that stands in no file. ``page`` is the address at which users find the pages.
    """

    host: str
    sender: str
    page: str
    port: int
    security: str = "starttls"
    user: str = ""


@dataclass(frozen=True, slots=True)
class Gemeente:
    """What a home is of, a municipality or more of them, from ``gemeente.toml``.

    ``compartments`` are groups of wijken between which density is not smoothed, because wide
    water lies there; what is in no group is one compartment more. ``water`` names the layer of
    ``geodata/`` that is no land; ``start`` the layer that a first visit opens with.
    ``local_role`` is who someone is on a machine without a login; ``ask`` whom to ask for access.
    ``tiles_url`` is where background tiles come from that a user may turn on; ``tiles_file`` an
    archive of them in the home, which comes first. ``tiles_attribution`` says whose they are.
    ``open_data`` gives other addresses of services, ``gemeenten`` the codes whose open data are
    fetched where that is more than ``code`` alone. ``geocode`` says that addresses may leave the
    building to be looked up. ``mail`` is by which server mail goes, None where none is sent.
    ``ogc_api`` says that programs such as QGIS may ask with a key.
    """

    code: str
    name: str
    start: str = ""
    water: str = ""
    compartments: tuple[tuple[str, ...], ...] = ()
    local_role: str = "analist"
    ask: str = ""
    tiles_url: str = ""
    tiles_file: str = ""
    tiles_attribution: str = ""
    open_data: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    gemeenten: tuple[str, ...] = ()
    geocode: bool = False
    mail: MailSpec | None = None
    ogc_api: bool = False


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything a home declares."""

    gemeente: Gemeente
    contexts: tuple[ContextSpec, ...]
    themes: tuple[ThemeSpec, ...]
    roles: tuple[RoleSpec, ...] = ()

    @property
    def layers(self) -> tuple[LayerSpec, ...]:
        """All layers of all themes, in order."""
        return tuple(layer for theme in self.themes for layer in theme.layers)


def parts_of(contexts: Iterable[ContextSpec]) -> tuple[str, ...]:
    """Return the levels of areas that layers of ``geodata/`` divide a home in, wide to fine."""
    declared = {context.level for context in contexts if context.kind == "areas"}
    return tuple(level for level in PARTS if level in declared)


def layer_showing(catalog: Catalog, context: ContextSpec) -> LayerSpec | None:
    """Return the layer of a theme that shows a layer of ``geodata/``; None if none does."""
    return next((layer for layer in catalog.layers if layer.context == context.id), None)


def context_of(catalog: Catalog, layer: LayerSpec) -> ContextSpec | None:
    """Return the layer of ``geodata/`` that a layer of a theme shows, if it shows one."""
    return next((entry for entry in catalog.contexts if entry.id == layer.context), None)


#: Parts of the day, each from its hour up to the next; the last ends at 24:00.
DAY_PARTS: Final = (("nacht", 0), ("ochtend", 6), ("middag", 12), ("avond", 18))


@dataclass(frozen=True, slots=True)
class RoleSpec:
    """A role: its rights, and where they differ.

    ``sensitive`` changes them for layers with a minimum, then ``themes`` and ``layers`` by id;
    what is named last here counts most.
    """

    id: str
    label: str
    rights: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    sensitive: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    themes: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: MappingProxyType({}))
    layers: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: MappingProxyType({}))

    def on_theme(self, theme: ThemeSpec) -> Rights:
        """Return what the role may do with a theme, its layers aside."""
        return _rights({**self.rights, **self.themes.get(theme.id, {})})

    def on_layer(self, layer: LayerSpec) -> Rights:
        """Return what the role may do with a layer, as far as the layer itself allows it.

        Examples
        --------
        >>> layer = LayerSpec("a", "t", "incidents", "A", "melding", "melding", "meldingen")
        >>> role = RoleSpec("gast", "Gast", layers={"a": {"see": True, "finest": "wijken"}})
        >>> role.on_layer(layer).finest, role.on_layer(layer).export
        ('wijken', False)
        """
        rights = {
            **self.rights,
            **(self.sensitive if layer.sensitive else {}),
            **self.themes.get(layer.theme, {}),
            **self.layers.get(layer.id, {}),
        }
        return _rights(rights)


def _rights(rights: Mapping[str, Any]) -> Rights:
    """Return rights; what nobody wrote down is not given."""
    return Rights(**{"imports" if name == "import" else name: rights[name] for name in rights})


@dataclass(frozen=True, slots=True)
class Purpose:
    """Which kinds of layer serve it, the fields it needs, and those it understands besides.

    ``also`` names kinds whose shapes a layer of places may hold beside points: a place that
    somebody drew with its edges is still one place, and on a map it stands at its middle.
    """

    kinds: tuple[str, ...]
    needs: tuple[str, ...] = ()
    knows: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


PURPOSES: Final[Mapping[str, Purpose]] = MappingProxyType({
    # Railways, and what is carried over them: wagons per year and substance class.
    "rail": Purpose(("lines",), ("name",), ("km_begin", "km_end")),
    "transport": Purpose(("table",), ("route", "substance"), ("wagons_per_year", "year")),
    "rail_zone": Purpose(("zones",), ("zone",), ("name", "origin", "code")),
    # What the register draws around companies and pipelines, and those themselves.
    "risk_area": Purpose(
        ("zones",), ("zone",), ("source", "name", "activity", "substance", "code")
    ),
    "risk_company": Purpose(("places",), ("name",), ("activity", "substance", "code")),
    "pipeline": Purpose(("lines",), ("name",), ("substance", "code")),
    "station": Purpose(("places",), ("name",), ("code",)),
    "vulnerable": Purpose(
        ("places",),
        ("name", "vulnerability"),
        ("sort", "persons", "dependent", "hours_up", "hours_out", "opens_h", "closes_h", "phone",
         "code"),
    ),
    "flood_zone": Purpose(
        ("zones",),
        ("scenario", "depth_from_m", "depth_to_m"),
        ("name", "arrival_h", "duration_h", "code"),
    ),
    "dike_ring": Purpose(("zones",), ("name",), ("code",)),
    "flood_depth": Purpose(("raster",)),
    "flood_arrival": Purpose(("raster",)),
    "flood_duration": Purpose(("raster",)),
    "high_ground": Purpose(("zones",), ("name",), ("height_m_nap", "floor_area_m2", "code")),
    "shelter": Purpose(
        ("places",), ("name",),
        ("floor_area_m2", "floor_m", "sort", "dependent_first", "outside_dike", "code"),
    ),
    "dry_floor": Purpose(("table",), ("area",), ("dry_share",)),
    "people": Purpose(
        ("table",),
        ("area", "residents_night"),
        ("residents_day", "households", "dwellings", "pct_65plus", "pct_75plus_alone"),
    ),
    # The buurten of the neighbours: who is in the part of a zone outside the municipality.
    "neighbour": Purpose(
        ("zones",), ("residents_night",), ("name", "residents_day", "gemeente", "code")
    ),
    # Streets: what a cell, a circle or a group is named by. A line without a name is only drawn.
    "street": Purpose(("lines",), ("name",), ("code",)),
    # What is built up of the land: where the people of a buurt are spread, and what they live on.
    "built_up": Purpose(("zones",), (), ("code",)),
    # Street and number find the place of an incident.
    "address": Purpose(
        ("places",), (),
        ("dwellings", "street", "house_number", "house_letter", "house_addition", "postcode",
         "code"),
    ),
    # Where a road is closed or narrowed, and from which day to which.
    "road_works": Purpose(
        ("places", "lines", "zones"), ("name", "first_day"), ("last_day", "sort", "code"),
        also=("lines", "zones"),
    ),
    "event_site": Purpose(
        ("places",),
        ("name",),
        (
            "capacity", "outdoors", "sort", "code", "usable_m2", "exits_m", "surface", "indoor",
            "days", "sound_days", "quiet", "rest_days", "pace_kmh", "neighbours",
            "note",
        ),
        also=("zones", "lines"),
    ),
})  # fmt: skip
PURPOSE_IDS: Final = tuple(PURPOSES)


def purposes_are_unique(contexts: Sequence[ContextSpec]) -> Iterator[str]:
    """Report a purpose that two layers have: only the first of them would be used."""
    first: dict[str, str] = {}
    for context in contexts:
        if context.purpose and context.purpose in first:
            yield (
                f"geodata/{context.id}/layer.toml: purpose '{context.purpose}' heeft laag "
                f"'{first[context.purpose]}' ook; een doel heeft één laag."
            )
        first.setdefault(context.purpose, context.id)


def purpose_is_served(context: ContextSpec) -> Iterator[str]:
    """Report what a layer lacks for what it is meant for."""
    names = tuple(entry.id for entry in context.fields)
    if not context.purpose:
        if names:
            yield "[fields] hoort bij een laag met 'purpose'."
        return
    purpose = PURPOSES[context.purpose]
    if context.kind not in purpose.kinds:
        yield f"purpose '{context.purpose}' kan niet bij kind '{context.kind}'."
    for name in purpose.needs:
        if name not in names:
            yield f"[fields] '{name}' ontbreekt; nodig voor purpose '{context.purpose}'."
    known = (*purpose.needs, *purpose.knows)
    for name in names:
        if name not in known:
            yield f"[fields] onbekend veld '{name}'. Mogelijk: {', '.join(known)}."
