"""Near repeats: whether incidents follow each other nearby, and the zones still open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hotspots.access.near_repeats import (
    FEW,
    FEWEST_PAIRS,
    LEAST,
    LEAST_MONTHS,
    NearRepeatQuestion,
)
from hotspots.access.permission import cell_sizes_of
from hotspots.analysis.answer import Outline, Row
from hotspots.analysis.chance_words import any_at_all, sentence
from hotspots.analysis.parameters import Parameters, Part
from hotspots.analysis.periods import Period, month_starts_after, to_date, to_day
from hotspots.analysis.question import FILTERS, WHEN, selected
from hotspots.analysis.searches.search import (
    Counted,
    SearchKind,
    circle,
    count_in_words,
    finding_of,
    p_in_words,
    too_few_sentence,
)
from hotspots.dutch import day, number, plural
from hotspots.dutch import period as period_in_words
from hotspots.errors import SelectionError
from hotspots.geography.names import listed_places
from hotspots.statistics.contagion_zones import contagion_zones
from hotspots.statistics.near_repeat import SAME_ADDRESS_M

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.near_repeats import Bands
    from hotspots.analysis.answer import Finding
    from hotspots.analysis.query import Query
    from hotspots.analysis.question import Search
    from hotspots.catalog.specs import LayerSpec
    from hotspots.statistics.contagion_zones import ContagionZones, Reach

#: Fewer pairs than are told.
FEW_PAIRS: Final = "<{limit}"
#: Days.
_LONGEST_YEAR: Final = 366
#: The filters of a selection that play no part, with nothing chosen, and what they are called.
_WHERE: Final = tuple(one for one in FILTERS if one.of == "where")
_NO_PART: Final[dict[str, Any]] = {
    **{one.field: () for one in _WHERE},
    "drawn": None,
    **{one.field: () for one in WHEN},
}


@dataclass(frozen=True)
class Simulated(Part):
    """How distance was measured, how often chance was simulated, and the day of the zones."""

    metric: str
    permutations: int
    on: date


@dataclass(frozen=True)
class Knox(Part):
    """The edges of the bands, and how they were tested."""

    distance_bands_m: tuple[float, ...]
    day_bands: tuple[float, ...]
    alpha: float
    seed: int


@dataclass(frozen=True)
class Zones(Part):
    """The cell that a zone is put on, and how wide it is drawn."""

    centre_cell_m: int
    drawn_radius_m: float


@dataclass(frozen=True, eq=False)
class Zone(Outline):
    """A zone: after how many incidents, since when, and until when it is open."""

    place: str
    count: int
    start: date
    end: date

    def tip(self, layer: LayerSpec) -> str:
        """Return until when a zone is open, after how many incidents, and where it is."""
        count = count_in_words(layer, self.count)
        return ZONE_TIP.format(count=count, end=day(self.end), place=self.place)


@dataclass(frozen=True)
class KnoxBand(Row):
    """Pairs within one band of distance and of time; ``observed`` is None where they are few."""

    from_m: float
    to_m: float
    from_days: float
    to_days: float
    observed: int | None
    expected: float
    ratio: float
    p: float
    adjusted_p: float
    stands_out: bool

    def values(self) -> dict[str, object]:
        """Return the columns by name; of few pairs only that they are few."""
        few = FEW_PAIRS.format(limit=FEWEST_PAIRS)
        observed = few if self.observed is None else self.observed
        return {**super().values(), "observed": observed}


@dataclass(frozen=True)
class TooShort(Part):
    """How many whole months a period needs."""

    months: int


@dataclass(frozen=True)
class NoPart(Part):
    """What plays no part: incidents without a day, and filters by the name of their field."""

    without_day: int
    filters_dropped: tuple[str, ...]


@dataclass(frozen=True)
class Visible(Part):
    """The nearest band in which enough pairs can be: from how many a difference would show."""

    from_m: float
    to_m: float
    from_days: float
    to_days: float
    pairs: int
    expected: float


@dataclass(frozen=True)
class StandingOut(Part):
    """How many bands stand out."""

    bands: int


@dataclass(frozen=True)
class Pairs(Part):
    """The pairs of the bands in the zone that stand out, as far as they are not few."""

    observed: int
    expected: float
    ratio: float
    p: float


@dataclass(frozen=True)
class CouldSee(Part):
    """What could have been seen with so many incidents."""

    could_see: Visible


@dataclass(frozen=True)
class Reached(Part):
    """How far around an incident, and for how many days, a second one is likelier."""

    radius_m: float
    days: float


def find_near_repeats(query: Query, search: Search, progress: Callable[[float], None]) -> Finding:
    """Answer with the zones open on the last day, if Knox shows near repeats in the period.

    In the whole municipality and in a calendar year or all years, on any day and at any hour, so
    that every role gets the same answer; the finding says so. With bands of one's own in whole
    months. Only the drawing of the zones is as coarse as the role: the middle of a zone is that of
    a cell of the size the layer may be shown in, never the place of an incident.
    """
    on = min(query.period.last, query.covered.last)
    own_bands = bool(search.distance_bands_m or search.day_bands)
    of_months = whole_months if own_bands else tested_months
    months = of_months(query.period, query.covered)
    everywhere = replace(query.selection, **_NO_PART, period=months)
    dropped = [name for name in _NO_PART if getattr(query.selection, name)]
    if len(everywhere.soorten) > 1 and not own_bands:
        dropped += ["soorten"] if len(everywhere.soorten) < len(query.incidents.soorten) else []
        everywhere = replace(everywhere, soorten=())
    query = replace(query, selection=everywhere, period=months or query.period)
    metric = "manhattan" if search.manhattan else "euclidean"
    parameters = Parameters((Simulated(metric, search.permutations, on),))
    if months is None:
        short = (TooShort(LEAST_MONTHS),)
        return finding_of(query, search, Zone, parameters, summary=short, silent="too_short")
    answer = query.workspace.near_repeats(query.layer, _question(query, search, months), progress)
    summary = (Counted(answer.count, LEAST), NoPart(answer.without_day, tuple(dropped)))
    if answer.bands is None or answer.reach is None:
        return finding_of(query, search, Zone, parameters, summary=summary, silent=answer.silent)
    bands = answer.bands
    parameters = parameters.plus(
        Knox(bands.distance_bands_m, bands.day_bands, answer.alpha, answer.seed)
    )
    return _with_zones(
        query, search, parameters, summary, bands=answer.bands, reach=answer.reach, on=on
    )


def tested_months(period: Period, covered: Period) -> Period | None:
    """Return the months by which it is judged whether incidents follow each other in a period."""
    return None if whole_months(period, covered) is None else fixed_period(period, covered)


def fixed_period(period: Period, covered: Period) -> Period | None:
    """Return the calendar year that most of a period lies in; of a longer one all that is covered.

    Periods that overlap in part tell what lies in the one and not in the other. None where fewer
    than `LEAST_MONTHS` are left.

    Examples
    --------
    >>> from datetime import date
    >>> covered = Period(date(2015, 1, 2), date(2017, 12, 30))
    >>> fixed_period(covered, covered)
    Period(first=datetime.date(2015, 1, 1), last=datetime.date(2017, 12, 31))
    >>> fixed_period(Period(date(2016, 12, 1), date(2017, 2, 28)), covered)
    Period(first=datetime.date(2017, 1, 1), last=datetime.date(2017, 12, 31))
    """
    all_of_it = period.first <= covered.first and period.last >= covered.last
    if all_of_it or period.days > _LONGEST_YEAR:
        return whole_months(covered, covered)
    years = [
        Period(date(year, 1, 1), date(year, 12, 31))
        for year in range(period.first.year, period.last.year + 1)
    ]
    shared = [year.intersection(period) for year in years]
    _, _, year = max(
        (overlap.days, at, years[at]) for at, overlap in enumerate(shared) if overlap is not None
    )
    return whole_months(year, covered)


def whole_months(period: Period, covered: Period) -> Period | None:
    """Return the whole months of a period, at least `LEAST_MONTHS`; None where it has fewer.

    Up to the last day that the layer covers is up to the end of that month, and from its first day
    from the begin of that one: nothing is known outside it.

    Examples
    --------
    >>> from datetime import date
    >>> covered = Period(date(2015, 1, 2), date(2017, 12, 30))
    >>> whole_months(covered, covered)
    Period(first=datetime.date(2015, 1, 1), last=datetime.date(2017, 12, 31))
    >>> whole_months(Period(date(2016, 1, 15), date(2016, 4, 14)), covered)
    Period(first=datetime.date(2016, 2, 1), last=datetime.date(2016, 3, 31))
    """
    first, last = period.first, period.last
    if first <= covered.first:
        first = covered.first.replace(day=1)
    elif first.day > 1:
        first = month_starts_after(first)
    if last >= covered.last:
        after = month_starts_after(covered.last)
    else:
        after = (last + timedelta(days=1)).replace(day=1)
    months = (after.year - first.year) * 12 + after.month - first.month
    return Period(first, after - timedelta(days=1)) if months >= LEAST_MONTHS else None


def _question(query: Query, search: Search, months: Period) -> NearRepeatQuestion:
    soorten = query.incidents.soorten
    return NearRepeatQuestion(
        first=months.first,
        last=months.last,
        soorten=tuple(soorten.index(name) for name in query.selection.soorten),
        metric="manhattan" if search.manhattan else "euclidean",
        permutations=search.permutations,
        distance_bands_m=_from_zero("afstanden", search.distance_bands_m),
        day_bands=_from_zero("dagen", search.day_bands),
    )


def _from_zero(what: str, edges: tuple[float, ...]) -> tuple[float, ...]:
    """Return own edges, from 0 on; none where none are chosen."""
    if not edges:
        return ()
    if any(edge < 0 for edge in edges):
        raise SelectionError(
            f"De grenzen van de {what} kloppen niet.",
            f"Gevonden: {', '.join(f'{edge:g}' for edge in edges)}.",
            "Geef getallen boven 0, bijvoorbeeld 100 200 400.",
        )
    return tuple(sorted({0.0, *(float(edge) for edge in edges)}))


def _with_zones(
    query: Query,
    search: Search,
    parameters: Parameters,
    summary: tuple[Part, ...],
    *,
    bands: Bands,
    reach: Reach,
    on: date,
) -> Finding:
    """Return the zones that are open on a day, and the table they rest on."""
    tables = {"knox": knox_table(bands)}
    summary = (*summary, *_figures(bands, reach))
    if reach.reason is not None:
        return finding_of(
            query,
            search,
            Zone,
            parameters,
            summary=summary,
            silent=str(reach.reason),
            tables=tables,
        )
    size_m = cell_sizes_of(query.layer)[0]
    # Wide enough to hold the true zone wherever in the cell its middle is.
    manhattan = reach.metric == "manhattan"
    wider_m = size_m if manhattan else size_m / np.sqrt(2.0)
    zones = _zones(query, reach, size_m, wider_m, on=on)
    shape = {"corners": 4} if manhattan else {}
    radius_m = reach.radius_m + wider_m
    places = listed_places(query.workspace.naming, zones.x_m, zones.y_m, size_m=size_m)
    return finding_of(
        query,
        search,
        Zone,
        parameters.plus(Zones(size_m, round(float(radius_m), 1))),
        outlines=tuple(
            Zone(
                ring=circle(zones.x_m[at], zones.y_m[at], radius_m, **shape),
                place=place,
                count=int(zones.around[at]),
                start=to_date(int(zones.start_day[at])),
                # The statistic gives the first day on which a zone is over.
                end=to_date(int(np.ceil(zones.end_day[at])) - 1),
            )
            for at, place in enumerate(places)
        ),
        summary=(*summary, Reached(reach.radius_m, reach.lasts_days)),
        tables=tables,
    )


def _zones(query: Query, reach: Reach, size_m: int, wider_m: float, *, on: date) -> ContagionZones:
    """Return the open zones, with the middle of a cell for a place.

    From what the role may see anyway: two addresses in a cell are one zone.
    """
    incidents = query.incidents
    until = Period(query.period.first, max(query.period.last, on))
    selection = replace(query.selection, period=until)
    chosen = selected(incidents, selection, query.workspace.geography)
    chosen &= incidents.day_known & incidents.known_at("cells")
    x_rd, y_rd = (
        (np.floor(metres[chosen] / size_m) + 0.5) * size_m
        for metres in (incidents.x_rd, incidents.y_rd)
    )
    return contagion_zones(
        x_rd,
        y_rd,
        incidents.day[chosen].astype(np.float64),
        on_day=float(to_day(on)),
        reach=reach,
        within_m=wider_m,
    )


def _figures(bands: Bands, reach: Reach) -> tuple[Part, ...]:
    """Return the numbers of the whole: of the bands in the zone that stand out and may be shown.

    The nearest band in which enough pairs can be says what could have been seen.
    """
    shown = bands.stands_out & (bands.observed != FEW)
    if reach.reason is None:
        shown[np.array(bands.distance_bands_m[1:]) > reach.radius_m] = False
        shown[:, np.array(bands.day_bands[1:]) > reach.lasts_days] = False
    figures: list[Part] = [StandingOut(int(np.count_nonzero(bands.stands_out)))]
    if shown.any():
        observed, expected = int(bands.observed[shown].sum()), float(bands.expected[shown].sum())
        figures.append(
            Pairs(
                observed=observed,
                expected=round(expected, 1),
                ratio=round(observed / expected, 2),
                p=float(bands.adjusted_p[shown].min()),
            )
        )
    seen = np.argwhere(np.isfinite(bands.expected) & (bands.shown_from >= FEWEST_PAIRS))
    if len(seen):
        at, when = seen[0]
        visible = Visible(
            from_m=bands.distance_bands_m[at],
            to_m=bands.distance_bands_m[at + 1],
            from_days=bands.day_bands[when],
            to_days=bands.day_bands[when + 1],
            pairs=int(bands.shown_from[at, when]),
            expected=float(bands.expected[at, when]),
        )
        figures.append(CouldSee(visible))
    return tuple(figures)


def knox_table(bands: Bands) -> tuple[KnoxBand, ...]:
    """Return the table of Knox, a row per band of distance and of time."""
    distances, days = bands.distance_bands_m, bands.day_bands
    return tuple(
        KnoxBand(
            from_m=distances[at],
            to_m=distances[at + 1],
            from_days=days[when],
            to_days=days[when + 1],
            observed=None if bands.observed[at, when] == FEW else int(bands.observed[at, when]),
            expected=float(bands.expected[at, when]),
            ratio=float(bands.ratio[at, when]),
            p=float(bands.p[at, when]),
            adjusted_p=float(bands.adjusted_p[at, when]),
            stands_out=bool(bands.stands_out[at, when]),
        )
        for at in range(len(distances) - 1)
        for when in range(len(days) - 1)
    )


#: Why nothing is shown.
SILENT: Final = {
    "too_few_permutations": "Met zo weinig nabootsingen is niets aan te tonen.",
    "no_pairs": "Er zijn geen twee {plural} dicht genoeg bij elkaar om te toetsen.",
    "not_significant": (
        "Of {plural} elkaar dichtbij vaker snel opvolgen dan toeval: geen aantoonbaar verschil. Er "
        "zijn geen zones."
    ),
    "too_short": (
        "Naar herhaling wordt gezocht in hele maanden. Kies een periode van ten minste {months} "
        "hele maanden."
    ),
}
#: Bands that a sentence names; the table has all.
_MOST_BANDS: Final = 4
ZONE_NOUNS: Final = ("zone", "zones")
REPEATS: Final = (
    "{where} en binnen {days} dagen volgt {ratio} keer zo vaak een tweede als bij toeval "
    "({observed} paren van {plural}, verwacht {expected}; {p}, alle afstanden en tijden samen "
    "getoetst)."
)
REPEATS_FEW: Final = (
    "{where} en binnen {days} dagen volgt vaker een tweede dan toeval verklaart (minder dan "
    "{limit} paren van {plural}; alle afstanden en tijden samen getoetst)."
)
WITHIN_M: Final = "Binnen {reach} m"
AT_ADDRESS: Final = "Op hetzelfde adres"
BANDS: Final = "Boven toeval komt het uit: {bands}."
BAND: Final = "{distance} en {days} ({observed} paren, verwacht {expected})"
BAND_FEW: Final = "{distance} en {days} (minder dan {limit} paren)"
MORE_BANDS: Final = "{bands}; en nog {count}, zie de tabel"
SAME_ADDRESS: Final = "op hetzelfde adres"
UP_TO_M: Final = "tot {to} m"
FROM_TO_M: Final = "van {since} tot {to} m"
WITHIN_DAYS: Final = "binnen {to} dagen"
FROM_TO_DAYS: Final = "{since} tot {to} dagen later"
COULD_SEE: Final = (
    "Met dit aantal is {distance} en {days} een verschil te zien vanaf {pairs} paren; toeval geeft "
    "er daar {expected}."
)
NEAR_REPEAT_SCOPE: Final = "Gezocht is in {whole.the_entire}, {period}, op alle dagen en uren."
NO_PART: Final = "Deze keuze telt daarbij niet mee: {filters}."
FILTER_NAMES: Final = {one.field: one.plural for one in FILTERS} | {"drawn": "het getekende gebied"}
WITHOUT_DAY: Final = (
    "Niet meegeteld: {count} waarvan alleen de maand of het jaar bekend is, niet de dag."
)
OPEN_ZONES: Final = "Op {day}: {zones} open."
ZONE_TIP: Final = "Open tot en met {end}, {count}, {place}"
CHOSEN: Final = (
    "Toets van Knox, hele {whole.noun}, {period}, {permutations} keer nagebootst; zones op {on}. "
    + sentence(any_at_all("zones"))
)


def near_repeat_sentences(finding: Finding) -> tuple[str, ...]:
    """Return whether incidents follow each other nearby, and about what that was asked."""
    if not finding.silent:
        said = [*_shown(finding), _open_zones(finding)]
    else:
        said = [_why_silent(finding)]
        seen = finding.summary.get(CouldSee)
        if finding.silent == "not_significant" and seen is not None:
            said.append(_could_see(seen.could_see))
    return (*said, *_scope(finding))


def _why_silent(finding: Finding) -> str:
    if finding.silent == "too_few":
        return too_few_sentence(finding)
    short = finding.summary.get(TooShort)
    months = 0 if short is None else short.months
    return SILENT[finding.silent].format(plural=finding.layer.noun_plural, months=months)


def _shown(finding: Finding) -> tuple[str, str]:
    pairs, reached = finding.summary.get(Pairs), finding.summary.require(Reached)
    where = WITHIN_M.format(reach=number(reached.radius_m))
    if reached.radius_m <= SAME_ADDRESS_M:
        where = AT_ADDRESS
    reach = {"where": where, "days": number(reached.days), "plural": finding.layer.noun_plural}
    if pairs is None:
        first = REPEATS_FEW.format(**reach, limit=number(FEWEST_PAIRS))
    else:
        first = REPEATS.format(
            **reach,
            ratio=number(pairs.ratio, 1),
            observed=number(pairs.observed),
            expected=number(pairs.expected, 1),
            p=p_in_words(pairs.p),
        )
    table = [band for band in finding.tables["knox"] if isinstance(band, KnoxBand)]
    standing = sorted(
        (band for band in table if band.stands_out), key=lambda band: (band.from_days, band.from_m)
    )
    bands = "; ".join(map(_band, standing[:_MOST_BANDS]))
    if len(standing) > _MOST_BANDS:
        bands = MORE_BANDS.format(bands=bands, count=number(len(standing) - _MOST_BANDS))
    return first, BANDS.format(bands=bands)


def _band(band: KnoxBand) -> str:
    """Return one band with its pairs; not how many where they are few."""
    if band.observed is None:
        return BAND_FEW.format(**_where_and_when(band), limit=number(FEWEST_PAIRS))
    return BAND.format(
        **_where_and_when(band), observed=number(band.observed), expected=number(band.expected, 1)
    )


def _where_and_when(band: KnoxBand | Visible) -> dict[str, str]:
    if band.to_m <= SAME_ADDRESS_M:
        distance = SAME_ADDRESS
    elif band.from_m <= SAME_ADDRESS_M:
        distance = UP_TO_M.format(to=number(band.to_m))
    else:
        distance = FROM_TO_M.format(since=number(band.from_m), to=number(band.to_m))
    template = FROM_TO_DAYS if band.from_days else WITHIN_DAYS
    days = template.format(since=number(band.from_days), to=number(band.to_days))
    return {"distance": distance, "days": days}


def _could_see(band: Visible) -> str:
    return COULD_SEE.format(
        **_where_and_when(band), pairs=number(band.pairs), expected=number(band.expected, 1)
    )


def _scope(finding: Finding) -> list[str]:
    """Return about what was asked: area, period, and all that was left out."""
    if finding.silent == "too_short":
        return []
    no_part = finding.summary.require(NoPart)
    notes = [
        NEAR_REPEAT_SCOPE.format(
            whole=finding.whole,
            period=period_in_words(finding.period.first, finding.period.last),
        )
    ]
    if no_part.filters_dropped:
        names = (FILTER_NAMES[name] for name in no_part.filters_dropped)
        notes.append(NO_PART.format(filters=", ".join(names)))
    if no_part.without_day:
        without = count_in_words(finding.layer, no_part.without_day)
        notes.append(WITHOUT_DAY.format(count=without))
    return notes


def _open_zones(finding: Finding) -> str:
    """Return how many zones are open, and on which day."""
    on = finding.parameters.require(Simulated).on
    return OPEN_ZONES.format(day=day(on), zones=plural(len(finding), *ZONE_NOUNS))


def near_repeat_chosen(finding: Finding) -> str:
    """Return how was tested, and of which day the zones are: the line in a legend."""
    simulated = finding.parameters.require(Simulated)
    return CHOSEN.format(
        whole=finding.whole,
        period=period_in_words(finding.period.first, finding.period.last),
        permutations=number(simulated.permutations),
        on=day(simulated.on),
    )


NEAR_REPEAT: Final = SearchKind(
    id="near_repeat",
    label="Herhaling in de buurt",
    explanation=(
        "Of er na {plural} vaker dan toeval snel weer een volgt, op hetzelfde adres of dichtbij "
        "(Knox). Alle afstanden en tijden worden samen getoetst. Het antwoord is voor elke rol "
        "hetzelfde: het gaat over {whole.the_entire}, over een kalenderjaar of over alle jaren, en "
        "minder dan 10 paren worden niet genoemd. Alleen als er een verschil is, staan er zones "
        "op de kaart, met de dag waarop zij aflopen. Een zone is de plek van een cel, niet van "
        "een adres. Zij zegt dat de kans daar even hoger is, niet dat er iets gaat gebeuren."
    ),
    find=find_near_repeats,
    sentences=near_repeat_sentences,
    chosen=near_repeat_chosen,
)
