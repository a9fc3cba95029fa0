"""The question of a user as one value, and which incidents it lets through.

One `Selection` feeds the map, the table, the chart and the export; a `Search` says what to look
for among its incidents. A new filter is a field of it
and a `Filter` in `FILTERS`: what checks filters, says them, files them and offers them goes over
that list. The drawn area is a filter too, but no choice out of a list.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal, cast

import numpy as np
import shapely

from hotspots.access.incidents import Incidents
from hotspots.analysis.periods import Period
from hotspots.catalog.grammar import known_names, suggestion
from hotspots.catalog.specs import DAY_PARTS, WHOLE
from hotspots.dutch import SHORT_DAYS, WEEKDAY_NAMES, listed
from hotspots.errors import SelectionError
from hotspots.geography.drawn import DrawnArea
from hotspots.geography.grid import Window

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from hotspots.access.incidents import Countable
    from hotspots.catalog.specs import LayerSpec
    from hotspots.geography.areas import Geography
    from hotspots.statistics.conditional import Side


#: Largest bandwidth of a density, metres: wider than this a city is one blur.
WIDEST_BANDWIDTH_M: Final = 5000
#: How wide a density smooths: as asked, by the spread of the incidents, or wider where there are
#: few and narrower where there are many.
BANDWIDTH_RULES: Final = ("fixed", "automatic", "adaptive")
KERNELS: Final = ("quartic", "gaussian")
#: How many times what is expected a hotspot has at least, for every layer alike: what is beyond
#: chance by less makes no place to go to. With many incidents chance is soon exceeded everywhere.
MINIMUM_RATIO: Final = 1.5
#: The minima on offer, from anything beyond chance; any number in between can be asked for.
MINIMUM_RATIOS: Final = (1.0, 1.25, 1.5, 2.0, 3.0)
LARGEST_MINIMUM: Final = 10.0


@dataclass(frozen=True, slots=True)
class Selection:
    """Which incidents, counted where, and how.

    ``level`` empty means the one that the layer and the measure open with.
    Empty ``soorten``, ``regios``, ``gemeenten``, ``wijken``, ``buurten``, ``day_parts`` or
    ``weekdays`` mean all of them.
    ``period`` None means everything in the layer; ``compare_period`` is what a change is measured
    from, None the same days a year earlier. ``denominator`` None means the first the layer
    declares, and so does ``expectation``: what a test compares places with.
    ``cell_m`` and ``bandwidth_m`` 0 mean the sizes it declares. ``weekdays`` count from
    Monday, 0. ``bandwidth_rule`` is one of `BANDWIDTH_RULES`, ``kernel`` one of `KERNELS`;
    ``minimum_ratio`` is how many times what is expected a hotspot has at least; ``side`` whether
    places with fewer are looked for as well, one of `SIDES`; ``step`` is how a
    history is cut, a quarter or a month, and ``history_from`` where it begins, None with the layer.
    ``drawn`` leaves out what lies outside an area.

    Examples
    --------
    >>> Selection("woninginbraak", level="buurten", measure="rate").measure
    'rate'
    """

    layer: str
    level: str = ""
    measure: str = "count"
    period: Period | None = None
    compare_period: Period | None = None
    soorten: tuple[str, ...] = ()
    regios: tuple[str, ...] = ()
    gemeenten: tuple[str, ...] = ()
    wijken: tuple[str, ...] = ()
    buurten: tuple[str, ...] = ()
    drawn: DrawnArea | None = None
    day_parts: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = ()
    denominator: str | None = None
    expectation: str | None = None
    cell_m: int = 0
    bandwidth_m: int = 0
    bandwidth_rule: str = "fixed"
    kernel: str = "quartic"
    step: str = "quarter"
    minimum_ratio: float = MINIMUM_RATIO
    side: Side = "both"
    history_from: date | None = None

    def to_dict(self) -> dict[str, object]:
        """Return the selection as plain values, for a link, a report or JSON.

        Of areas that a home of one gemeente does not have nothing is said where none was chosen.
        """
        plain = asdict(self)
        for one in (REGIOS, GEMEENTEN):
            if not plain[one.field]:
                del plain[one.field]
        for name in ("period", "compare_period"):
            period: Period | None = getattr(self, name)
            if period is not None:
                plain[name] = [period.first.isoformat(), period.last.isoformat()]
        plain["history_from"] = self.history_from.isoformat() if self.history_from else None
        plain["drawn"] = self.drawn.to_text() if self.drawn is not None else None
        return plain


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for, and how; 0, empty and None mean the default of the method.

    ``radius_m`` is the radius of a cluster or the largest of a scan. ``reach_days`` makes clusters
    of incidents that are near in time as well. ``distance_bands_m`` and ``day_bands`` are own edges
    of the bands of near repeats, only for roles that see places. ``treated``, ``control`` and
    ``since`` are the buurten with a measure, those to compare with, and the day the measure began.

    Examples
    --------
    >>> Search("scan", radius_m=500).permutations
    999
    """

    method: str
    radius_m: int = 0
    min_points: int = 0
    reach_days: int = 0
    manhattan: bool = False
    permutations: int = 999
    distance_bands_m: tuple[float, ...] = ()
    day_bands: tuple[float, ...] = ()
    treated: tuple[str, ...] = ()
    control: tuple[str, ...] = ()
    since: date | None = None


#: Parts of the day a user can ask for, and their number in a version.
DAY_PART_NUMBERS: Final = {name: number for number, (name, _) in enumerate(DAY_PARTS)}

#: What is asked for where a user wants the incidents whose part of the day is not known.
UNKNOWN_PART: Final = "onbekend"


def require_choice(what: str, name: str, known: Collection[str]) -> None:
    """Stop unless something is one of those there are.

    Parameters
    ----------
    what
        How a user calls such things, such as "De maat".

    Raises
    ------
    SelectionError
        If it is none of them; it names those there are.
    """
    if name not in known:
        raise SelectionError(
            f"{what} '{name}' bestaat niet.",
            f"Mogelijk: {', '.join(known)}.",
            suggestion(name, tuple(known)),
        )


#: Parts of the day on a page and in sentences.
DAY_PART_NAMES: Final[Mapping[str, str]] = {
    "nacht": "Nacht (0–6)",
    "ochtend": "Ochtend (6–12)",
    "middag": "Middag (12–18)",
    "avond": "Avond (18–24)",
    "onbekend": "Tijd onbekend",
}


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice out of a list that lets some incidents through; nothing chosen is all.

    Attributes
    ----------
    field
        Its name in a `Selection`, in files and in JSON.
    key
        Its name under ``filters`` in the declaration of a layer; empty where every layer has it.
    of
        Whether it says what happened, where or when.
    noun, plural, label
        In an error, in a sentence, and on a page and in files.
    names
        What can be chosen, with its name.
    rows
        Which incidents are one of some choices: shape (incidents,).
    phrases
        Of one choice and of several, in the sentence that says what was chosen.
    short
        The name of a choice where there is little room, where it has one.
    option, metavar, option_help
        On the command line, where days of the week count from 1.
    key_of_widget, widget_help
        On a page, and in its link.
    """

    field: str
    key: str
    of: Literal["what", "where", "when"]
    noun: str
    plural: str
    label: str
    names: Callable[[LayerSpec, Geography], Mapping[Any, str]]
    rows: Callable[[Countable, Sequence[Any], Geography], NDArray[np.bool_]]
    phrases: tuple[str, str]
    option: str
    metavar: str
    option_help: str
    key_of_widget: str
    widget_help: str | None = None
    short: tuple[str, ...] = ()

    def chosen(self, selection: Selection) -> tuple[Any, ...]:
        """Return what a selection lets through; empty where that is all."""
        choices: tuple[Any, ...] = getattr(selection, self.field)
        return choices

    def require_known(self, selection: Selection, layer: LayerSpec, geography: Geography) -> None:
        """Stop where a selection asks for something that there is not.

        Raises
        ------
        SelectionError
            If the layer or the municipality does not have it.
        """
        names = self.names(layer, geography)
        for choice in self.chosen(selection):
            if choice in names:
                continue
            if isinstance(choice, int):
                raise SelectionError(
                    f"Dag {choice} van de week bestaat niet.",
                    f"Verwacht: 0 (maandag) tot en met {len(names) - 1} (zondag).",
                    "Kies een andere dag.",
                )
            raise SelectionError(
                f"Laag '{layer.label}' kent geen {self.noun} '{choice}'.",
                f"Bekend: {known_names(choice, tuple(names)) or 'geen'}.",
                suggestion(choice, tuple(names), "Kies er een die bekend is.")
                if names
                else f"Laat {self.noun} weg.",
            )

    def phrase(self, selection: Selection, layer: LayerSpec, geography: Geography) -> str:
        """Return what is let through, in the sentence that says what was chosen; "" for all."""
        choices, known = self.chosen(selection), self.names(layer, geography)
        if not choices:
            return ""
        names = [known[choice] for choice in choices]
        if self.of == "when":
            names = [name.lower() for name in names]
        return self.phrases[len(names) > 1].format(names=listed(names))

    def in_file_name(self, selection: Selection) -> list[str]:
        """Return what is let through, as it stands in the name of a file."""
        return [
            self.short[choice] if isinstance(choice, int) else choice
            for choice in self.chosen(selection)
        ]


def _is_any_of(numbers: NDArray[np.integer], few: Sequence[int]) -> NDArray[np.bool_]:
    """Return which numbers are one of a few; `numpy.isin` takes fifty times as long for so few."""
    is_one = np.zeros(len(numbers), dtype=bool)
    for one in few:
        is_one |= numbers == one
    return is_one


def _in_areas(
    area: NDArray[np.integer], codes: Sequence[str], chosen: Sequence[str]
) -> NDArray[np.bool_]:
    """Return which incidents lie in one of some areas; an incident in none has -1."""
    wanted = np.append(np.isin(codes, chosen), False)
    inside: NDArray[np.bool_] = wanted[area]
    return inside


SOORTEN: Final = Filter(
    field="soorten",
    key="soort",
    of="what",
    noun="soort",
    plural="meer soorten tegelijk",
    label="Soort",
    names=lambda layer, _: layer.soorten,
    rows=lambda incidents, chosen, _: _is_any_of(
        incidents.soort, [incidents.soorten.index(name) for name in chosen]
    ),
    phrases=("soort {names}", "soorten {names}"),
    option="soort",
    metavar="SOORT",
    option_help="een of meer soorten",
    key_of_widget="soort",
)


def _by_area(level: str, noun: str, plural: str, *, key: str = "") -> Filter:
    """Return the filter that lets through what lies in some areas of a level."""
    return Filter(
        field=level,
        key=key,
        of="where",
        noun=noun,
        plural=plural,
        label=noun.capitalize(),
        names=lambda _, geography: names_by_code(geography, level),
        rows=lambda incidents, chosen, geography: _in_areas(
            incidents.area(level), geography.level(level).codes, chosen
        ),
        phrases=(f"{noun} {{names}}", f"{plural} {{names}}"),
        option=noun,
        metavar="CODE",
        option_help=f"een of meer {noun}codes",
        key_of_widget=noun,
    )


def names_by_code(geography: Geography, level: str) -> dict[str, str]:
    """Return the names of the areas of a level by code; none where the home has no such level."""
    if not geography.has(level):
        return {}
    areas = geography.level(level)
    return dict(zip(areas.codes, areas.names, strict=True))


REGIOS: Final = _by_area("regios", "regio", "regio's")
GEMEENTEN: Final = _by_area("gemeenten", "gemeente", "gemeenten")
WIJKEN: Final = _by_area("wijken", "wijk", "wijken", key="wijk")
BUURTEN: Final = _by_area("buurten", "buurt", "buurten")
DAY_PART: Final = Filter(
    field="day_parts",
    key="day_part",
    of="when",
    noun="dagdeel",
    plural="delen van de dag",
    label="Deel van de dag",
    names=lambda *_: DAY_PART_NAMES,
    rows=lambda incidents, chosen, _: _is_any_of(
        incidents.day_part, [DAY_PART_NUMBERS.get(name, -1) for name in chosen]
    ),
    phrases=("alleen {names}", "alleen {names}"),
    option="day-part",
    metavar="DAGDEEL",
    option_help="nacht, ochtend, middag, avond of onbekend",
    key_of_widget="dagdeel",
    widget_help=(
        "Alleen incidenten die helemaal in dit dagdeel vallen. Is het tijdvak langer of de tijd "
        "niet bekend, dan valt een incident onder 'Tijd onbekend'."
    ),
)
WEEKDAY: Final = Filter(
    field="weekdays",
    key="weekday",
    of="when",
    noun="dag van de week",
    plural="dagen van de week",
    label="Dag van de week",
    names=lambda *_: dict(enumerate(WEEKDAY_NAMES)),
    rows=lambda incidents, chosen, _: _is_any_of(incidents.weekday, chosen),
    phrases=("alleen op {names}", "alleen op {names}"),
    option="weekday",
    metavar="1-7",
    option_help="dagen van de week, maandag is 1",
    key_of_widget="weekdag",
    short=SHORT_DAYS,
)

#: Every filter, in the order of files.
FILTERS: Final = (SOORTEN, REGIOS, GEMEENTEN, WIJKEN, BUURTEN, DAY_PART, WEEKDAY)
#: Those of where, wide to fine; each has the name of its level.
WHERE: Final = tuple(one for one in FILTERS if one.of == "where")
#: Those of when, in the order of sentences and pages: the day, then the part of it.
WHEN: Final = tuple(one for one in reversed(FILTERS) if one.of == "when")


def everywhere(selection: Selection) -> bool:
    """Whether a selection asks for all that the home has."""
    return not (selection.drawn or any(one.chosen(selection) for one in WHERE))


def finest_areas(selection: Selection) -> tuple[str, tuple[str, ...]]:
    """Return the finest level of which a selection names areas, with their codes; "" for none."""
    for one in reversed(WHERE):
        if codes := one.chosen(selection):
            return one.field, codes
    return "", ()


def without_places(selection: Selection) -> Selection:
    """Return a selection that asks for all areas; what was drawn stays."""
    return replace(selection, regios=(), gemeenten=(), wijken=(), buurten=())


def areas_selected(geography: Geography, level: str, selection: Selection) -> NDArray[np.bool_]:
    """Return which areas of a level a selection asks for, wholly or in part: shape (areas,).

    The whole is asked for whatever part of it is.
    """
    inside = np.zeros(len(geography.level(level)), dtype=bool)
    inside[geography.around(level)[buurten_selected(geography, selection)]] = True
    return inside | (level == WHOLE)


def buurten_selected(geography: Geography, selection: Selection) -> NDArray[np.bool_]:
    """Return which buurten a selection asks for, wholly or in part: shape (buurten,)."""
    buurten = geography.buurten
    wanted = np.ones(len(buurten), dtype=bool)
    for one in WHERE:
        if chosen := one.chosen(selection):
            inside = np.isin(geography.level(one.field).codes, chosen)
            wanted &= inside[geography.around(one.field)]
    if selection.drawn is not None:
        wanted &= shapely.intersects(buurten.polygons, selection.drawn.outline())
    return wanted


#: Cells in one map. The country has 170.000 of 500 m; smaller ones are less than a pixel there.
MOST_CELLS: Final = 200_000


def drawable_sizes(
    sizes: Sequence[int], geography: Geography, selection: Selection
) -> tuple[int, ...]:
    """Return the sizes of cells, metres, of which a map can hold all that a selection asks for.

    The largest, where each is too small.
    """
    area_km2 = geography.buurten.area_km2[buurten_selected(geography, selection)].sum()
    fitting = tuple(size for size in sizes if area_km2 * 1e6 <= MOST_CELLS * size**2)
    return fitting or tuple(sizes[-1:])


def incidents_where(
    incidents: Countable, selection: Selection, geography: Geography
) -> NDArray[np.bool_]:
    """Return which rows lie inside the municipality and where a selection asks: shape (n,).

    Of some no more than the buurt or wijk is known: whoever counts them finer, or needs where in it
    they are, leaves them out (`Countable.known_at`) and says so. A drawn area holds none of them.

    Raises
    ------
    TypeError
        If it asks for a drawn area, and the rows have no place.
    """
    inside = incidents.known_at(WHOLE)
    for one in WHERE:
        if one.chosen(selection):
            inside &= one.rows(incidents, one.chosen(selection), geography)
    if selection.drawn is not None:
        if not isinstance(incidents, Incidents):
            raise TypeError("alike incidents have no place: ask for them one by one")
        inside[inside] = selection.drawn.contains(incidents.x_rd[inside], incidents.y_rd[inside])
    return inside


def window_of(
    geography: Geography, selection: Selection, size_m: int, *, reach_m: float = 0.0
) -> Window | None:
    """Return the window of whole cells around where a selection asks; None if that is everywhere.

    Parameters
    ----------
    reach_m
        How far beyond that it has to reach, in metres.
    """
    if everywhere(selection):
        return None
    bounds = shapely.bounds(geography.buurten.polygons[buurten_selected(geography, selection)])
    if not len(bounds):
        return Window.around((0.0, 0.0, 0.0, 0.0), size_m)  # at sea
    west, south = bounds[:, :2].min(axis=0)
    east, north = bounds[:, 2:].max(axis=0)
    if selection.drawn is not None:
        of_drawn = shapely.bounds(selection.drawn.outline())
        west, south = np.maximum((west, south), of_drawn[:2])
        east, north = np.minimum((east, north), of_drawn[2:])
    return Window.around((west, south, east, north), size_m, reach_m=reach_m)


def selected_shape(geography: Geography, selection: Selection) -> shapely.Geometry:
    """Return the area that a selection asks about as one geometry, in metres RD."""
    shape = shapely.union_all(geography.buurten.polygons[buurten_selected(geography, selection)])
    if selection.drawn is not None:
        shape = shapely.intersection(shape, selection.drawn.outline())
    return shape


def selected(incidents: Countable, selection: Selection, geography: Geography) -> NDArray[np.bool_]:
    """Return which rows inside the gemeente a settled selection holds.

    An interval counts at its begin. A part of the day holds an incident only if all of it lies
    in that part.
    """
    chosen = incidents_where(incidents, selection, geography)
    if selection.period is not None:
        chosen &= selection.period.holds(incidents.day)
    for one in FILTERS:
        if one.of != "where" and one.chosen(selection):
            chosen &= one.rows(incidents, one.chosen(selection), geography)
    return chosen


#: More choices of one filter than any home has, and longer than any name.
_MOST_CHOICES: Final = 1_000
_LONGEST: Final = 2_500
#: Metres, and whatever else is counted in whole numbers.
_LARGEST: Final = 1_000_000
_WEEKDAYS: Final = range(7)


def selection_from(plain: Mapping[str, object]) -> Selection:
    """Return the selection that `Selection.to_dict` wrote; what is left out is as it starts.

    Raises
    ------
    SelectionError
        If a name is no field, or a value is not of its kind. Whether there is such a layer, soort
        or level is not looked at: `hotspots.analysis.settle` does.

    Examples
    --------
    >>> asked = Selection("woninginbraak", wijken=("WK01",), weekdays=(5, 6))
    >>> selection_from(asked.to_dict()) == asked
    True
    """
    known = tuple(field.name for field in fields(Selection))
    for name in plain:
        if name not in known:
            raise SelectionError(
                f"Een vraag heeft geen '{str(name)[:40]}'.",
                f"Mogelijk: {', '.join(known)}.",
                suggestion(str(name)[:40], known),
            )
    read = {name: _READERS[name](name, value) for name, value in plain.items()}
    if not read.get("layer"):
        raise _unreadable("layer", plain.get("layer"))
    return Selection(**read)


def _unreadable(name: str, value: object) -> SelectionError:
    return SelectionError(
        f"De vraag is niet te lezen: '{name}' klopt niet.",
        f"Gevonden: {str(value)[:80]}.",
        "Open de pagina opnieuw en kies nog eens.",
    )


def _text(name: str, value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise _unreadable(name, value)
    return value


def _text_or_none(name: str, value: object) -> str | None:
    return None if value is None else _text(name, value)


def _whole(name: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _LARGEST:
        raise _unreadable(name, value)
    return value


def _number(name: str, value: object) -> float:
    known = isinstance(value, int | float) and not isinstance(value, bool)
    if not known or not math.isfinite(number := float(cast("float", value))):
        raise _unreadable(name, value)
    return number


def _several(name: str, value: object) -> list[object]:
    if not isinstance(value, list | tuple) or len(value) > _MOST_CHOICES:
        raise _unreadable(name, value)
    return list(value)


def _texts(name: str, value: object) -> tuple[str, ...]:
    return tuple(_text(name, one) for one in _several(name, value))


def _weekdays(name: str, value: object) -> tuple[int, ...]:
    days = tuple(_whole(name, one) for one in _several(name, value))
    if any(day not in _WEEKDAYS for day in days):
        raise _unreadable(name, value)
    return days


def _day(name: str, value: object) -> date:
    try:
        return date.fromisoformat(_text(name, value))
    except ValueError as error:
        raise _unreadable(name, value) from error


def _day_or_none(name: str, value: object) -> date | None:
    return None if value is None else _day(name, value)


def _period(name: str, value: object) -> Period | None:
    if value is None:
        return None
    match _several(name, value):
        case [first, last]:
            return Period(_day(name, first), _day(name, last))
        case _:
            raise _unreadable(name, value)


def _drawn(name: str, value: object) -> DrawnArea | None:
    return None if value is None else DrawnArea.from_text(_text(name, value))


def _side(name: str, value: object) -> Side:
    # Which sides there are, `settle` knows.
    return cast("Side", _text(name, value))


_READERS: Final[Mapping[str, Callable[[str, object], Any]]] = {
    "layer": _text,
    "level": _text,
    "measure": _text,
    "period": _period,
    "compare_period": _period,
    "soorten": _texts,
    "regios": _texts,
    "gemeenten": _texts,
    "wijken": _texts,
    "buurten": _texts,
    "drawn": _drawn,
    "day_parts": _texts,
    "weekdays": _weekdays,
    "denominator": _text_or_none,
    "expectation": _text_or_none,
    "cell_m": _whole,
    "bandwidth_m": _whole,
    "bandwidth_rule": _text,
    "kernel": _text,
    "step": _text,
    "minimum_ratio": _number,
    "side": _side,
    "history_from": _day_or_none,
}
