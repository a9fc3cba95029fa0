"""What was chosen, as one sentence: the same in every heading, legend, picture and file."""

from __future__ import annotations

from dataclasses import MISSING, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import shapely

from hotspots import dutch
from hotspots.analysis.exposure import Expected
from hotspots.analysis.measures.density import Smoothed
from hotspots.analysis.measures.emerging import History
from hotspots.analysis.measures.gi_star import Hotspots
from hotspots.analysis.parameters import DividedBy, Earlier
from hotspots.analysis.question import FILTERS, WHEN, WHERE, everywhere, finest_areas
from hotspots.analysis.registry import measure_named, search_named
from hotspots.dutch import day, listed, number, number_in_short
from hotspots.geography.drawn import drawn_words
from hotspots.geography.names import area_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis, Finding
    from hotspots.analysis.periods import Period
    from hotspots.analysis.question import Filter, Search, Selection
    from hotspots.catalog.specs import LayerSpec
    from hotspots.geography.areas import AreaSet, Geography
    from hotspots.geography.drawn import DrawnArea

#: Fields of a selection that have a phrase, or are a part of the phrase of another field.
PHRASED: Final = (
    *(one.field for one in FILTERS), "layer", "level", "measure", "period", "compare_period",
    "drawn", "denominator", "expectation", "minimum_ratio", "side", "cell_m", "bandwidth_m",
    "bandwidth_rule", "kernel", "step", "history_from",
)  # fmt: skip

#: Areas that are named, and never one fewer than there are: a sentence has to fit above a map.
MOST_NAMED: Final = 20
#: A title stands on one line; the sentence below it names them.
_MOST_IN_TITLE: Final = 3
TITLE: Final = "{layer} in {where}"
#: Characters, before the days.
_LONGEST_NAME: Final = 120


#: Between the phrases of a sentence.
BETWEEN: Final = " · "
LEVELS: Final = {
    "gemeente": "één getal voor het geheel",
    "regios": "per regio",
    "gemeenten": "per gemeente",
    "wijken": "per wijk",
    "buurten": "per buurt",
    "cells": "per cel van {size} m",
}
PER_1000: Final = "noemer: {label} ({year})"
BY: Final = "verwachting naar {label} ({year})"
BY_LAND: Final = "verwachting naar {label}"
#: What was looked for, where that is not both ends.
SIDES: Final = {"both": "", "more": "alleen wat er meer is"}
FROM_RATIO: Final = ", hotspots vanaf {minimum} keer"
PERIOD: Final = "{first} t/m {last}"
#: Of a measure that looks at more than the period that was chosen.
HISTORY: Final = "geschiedenis van {first} t/m {last}, {step}"
CHOSEN_PERIOD: Final = "gekozen periode: {first} t/m {last}"
STEPS: Final = {"quarter": "per kwartaal", "month": "per maand"}
COMPARED: Final = "vergeleken met {first} t/m {last}"
WHOLE: Final = "heel {gemeente}"
#: Behind the names that fit; a file with numbers names them all.
AND_OTHERS: Final = "nog {count} andere"
DRAWN: Final = "getekend gebied: {what}, rond {x}, {y} (RD)"
RADIUS: Final = {
    "fixed": "straal {radius} m",
    "automatic": "straal {radius} m, naar de spreiding van de incidenten",
    "adaptive": "straal wisselt rond {radius} m",
}
KERNELS: Final = {"quartic": "kwartische kern", "gaussian": "gaussische kern"}
COARSE: Final = "plaatsen afgerond op {size} m"
#: Of a search.
SEARCH_RADIUS: Final = "straal {radius} m"
MIN_POINTS: Final = "ten minste {count} bij elkaar"
REACH_DAYS: Final = "hoogstens {days} dagen uit elkaar"
MANHATTAN: Final = "afstand langs de assen"
PERMUTATIONS: Final = "{count} nabootsingen"
TREATED: Final = "maatregel in {names}"
CONTROL: Final = "vergeleken met {names}"
SINCE: Final = "maatregel sinds {day}"
#: Of a choice without a phrase of its own.
OTHER: Final = "{label}: {value}"
#: In the file that accounts for numbers, and in front of a table on a terminal.
LABEL: Final = "Keuze in één zin"
#: What was chosen, by the user or for them. What is in no list is told by its own name.
PARAMETERS: Final = {
    "adjustment": "Aanpassing aan kleine gebieden",
    "all": "Incidenten in totaal",
    "all_kinds": "Incidenten van alle soorten",
    "alpha": "Grens van de toets",
    "day_bands": "Grenzen tussen de dagen",
    "bandwidth_m": "Straal (m)",
    "bandwidth_rule": "Hoe de straal gekozen is",
    "before_from": "Periode ervoor, vanaf",
    "after_to": "Periode erna, tot en met",
    "cell_m": "Celgrootte (m)",
    "centre_cell_m": "Cel waarop een zone is gelegd (m)",
    "classes": "Indeling in klassen",
    "cold": "Coldspots",
    "confidence": "Zekerheid van het interval",
    "control": "Vergeleken met",
    "dispersion": "Spreiding ten opzichte van toeval",
    "earlier_from": "Periode daar weer voor, vanaf",
    "control_alike": "Vergelijking was ongeveer even druk",
    "control_chosen": "Hoe de vergelijking gekozen is",
    "correction": "Correctie voor het aantal toetsen",
    "days": "Dagen",
    "distance_bands_m": "Grenzen tussen de afstanden (m)",
    "drawn_radius_m": "Getekende straal (m)",
    "even": "Verwachting overal gelijk",
    "expectation": "Vergeleken met",
    "spread_over": "Waarover het binnen een buurt verdeeld is",
    "fewer": "Gebieden met minder",
    "fewest_for_trend": "Stappen die een trend vraagt",
    "against": "Vergeleken met",
    "family_tests": "Vergelijkingen die samen zijn getoetst",
    "family_layers": "Lagen die samen zijn getoetst",
    "family_own": "Getoetst los van andere lagen (filter)",
    "interval_confidence": "Zekerheid van het interval, gecorrigeerd",
    "global_moran": "Moran's I van de hele kaart",
    "global_p": "p daarvan",
    "global_permutations": "Nabootsingen daarvoor",
    "history_from": "Geschiedenis vanaf",
    "history_to": "Geschiedenis tot en met",
    "hot": "Hotspots",
    "incidents_tested": "Incidenten in de toets",
    "kernel": "Kern",
    "largest_factor": "Grootste straal, keer de gekozen straal",
    "largest_radius_m": "Grootste straal (m)",
    "left_out": "Weggelaten, want niet heel",
    "longest_weeks": "Laatste weken die onderzocht zijn",
    "mask": "Waar geteld wordt",
    "mask_cells": "Cellen daarin",
    "mean_rate": "Gemiddelde per 1.000",
    "method": "Methode",
    "metric": "Hoe afstand gemeten is",
    "min_points": "Kleinste groep",
    "min_points_chosen": "Hoe de kleinste groep gekozen is",
    "minimum": "Onder dit aantal wordt niets verteld",
    "minimum_ratio": "Een hotspot is ten minste zo veel keer wat verwacht wordt",
    "more": "Gebieden met meer",
    "side": "Waarnaar gezocht is",
    "neighbourhood": "Wat buren zijn",
    "not_tested": "Incidenten in gebieden die niet getoetst zijn",
    "without_weekday": "Incidenten waarvan de weekdag niet bekend is",
    "on": "Zones op",
    "outline_cell_m": "Cel waarop een omtrek rust (m)",
    "permutations": "Nabootsingen van toeval",
    "bootstraps": "Keer dat incidenten zijn verdeeld over de noemer",
    "quarters": "Kwartalen",
    "radius_m": "Straal (m)",
    "reach_days": "Hoogstens zo veel dagen uit elkaar",
    "ring": "Buurten eromheen",
    "ring_control": "Vergeleken met, voor de buurten eromheen",
    "ring_control_alike": "Die was ongeveer even druk",
    "rounded_to": "Afgerond op",
    "rule": "Regel voor de straal",
    "rule_from": "Incidenten waar die regel op rust",
    "seed": "Begingetal van het toeval",
    "since": "Maatregel sinds",
    "spread_x_m": "Spreiding west-oost (m)",
    "spread_y_m": "Spreiding zuid-noord (m)",
    "step": "Stap in de tijd",
    "steps": "Stappen",
    "steps_with_scores": "Stappen met een toets",
    "test": "Toets",
    "tested": "Getoetste gebieden of cellen",
    "total_lower": "Alle gebieden samen, ten minste",
    "total_upper": "Alle gebieden samen, ten hoogste",
    "treated": "Buurten met de maatregel",
    "trend_claimed": "Genoeg stappen voor een trend",
    "visible_ratio": "Een plek valt meestal pas op vanaf zo veel keer wat verwacht wordt",
    "weeks": "Weken",
    "withheld_areas": "Gebieden waarvan de bron een aantal niet geeft",
    "years": "Jaren in de periode",
}
#: What such a choice is called, where the program knows it by an English name.
CHOICES: Final = {
    "2 % of all, at least 5": "2 % van alle, ten minste 5",
    "Marshall 1991, local": "Marshall 1991, naar de buurten eromheen",
    "conditional": "exact, gegeven beide aantallen samen",
    "land": "het land",
    "rest": "de rest van {whole.the}",
    "adaptive": "wisselend: kleiner waar het druk is",
    "asked": "door de gebruiker",
    "automatic": "naar de spreiding",
    "permutation of scores, and of incidents": "voorwaardelijke permutatie, en incidenten verdeeld",
    "address": "adressen",
    "built_up": "bebouwd land",
    "euclidean": "hemelsbreed",
    "exact": "exact",
    "both": "meer en minder",
    "more": "alleen meer",
    "exact binomial": "exact, binomiaal",
    "fixed": "vast",
    "gaussian": "gaussisch",
    "manhattan": "langs de assen",
    "month": "maand",
    "about as busy before": "wat ervoor ongeveer even druk was",
    "normal_reference": "regel van Scott",
    "per-step variant of Esri's emerging hot spot classes": (
        "klassen van Esri voor opkomende hotspots, per stap"
    ),
    "quarter": "kwartaal",
    "quartic": "kwartisch",
    "queen": "gebieden die elkaar raken, ook op een hoek",
}
#: Under a map and in an export.
WHOLE_PERIODS: Final = {
    "quarter": "De bron telt per kwartaal: de kaart toont hele kwartalen, fijner is er niet.",
    "year": "De bron telt per jaar: de kaart toont hele jaren, fijner is er niet.",
}


def analysis_words(workspace: Workspace, analysis: Analysis) -> str:
    """Return what an analysis is about: every choice that its numbers depend on."""
    where = _where(workspace.geography, analysis.selection)
    return _sentence([analysis.layer.label, *_choices(workspace, analysis, where)])


def title_words(workspace: Workspace, analysis: Analysis) -> str:
    """Return what an analysis counts and where, short enough for a title."""
    geography = workspace.geography
    level, codes = finest_areas(analysis.selection)
    if len(codes) > _MOST_IN_TITLE:
        plural = next(one.plural for one in WHERE if one.field == level)
        where = f"{number(len(codes))} {plural}"
    elif codes:
        where = listed(area_names(geography.level(level), codes))
    else:
        where = geography.whole.names[0]
    return TITLE.format(layer=analysis.layer.label, where=where)


def words_under_title(workspace: Workspace, analysis: Analysis) -> str:
    """Return what `title_words` leaves out of `analysis_words`."""
    selection = analysis.selection
    where = [] if everywhere(selection) else _where(workspace.geography, selection)
    return _sentence(_choices(workspace, analysis, where))


def _choices(workspace: Workspace, analysis: Analysis, where: Sequence[str]) -> list[str]:
    """Return every choice but that of the layer; ``where`` says which areas it was."""
    selection, layer = analysis.selection, analysis.layer
    return [
        *_kinds(workspace, layer, selection),
        analysis.measure.label.lower(),
        _level(analysis),
        _expected(analysis),
        SIDES[selection.side],
        *_when(analysis),
        *_moments(workspace, layer, selection),
        *where,
        *_smoothed(analysis),
        _coarse(workspace, layer, selection),
        *_others(selection, PHRASED),
    ]


def compared_words(workspace: Workspace, one: Analysis, other: Analysis) -> str:
    """Return what two answers that stand beside each other are about, their difference included."""
    places: dict[str, Any] = {
        by.field: tuple(sorted({*by.chosen(one.selection), *by.chosen(other.selection)}))
        for by in WHERE
    }
    both = replace(one, selection=replace(one.selection, **places))
    phrases = [analysis_words(workspace, both)]
    if other.period != one.period:
        first, last = day(other.period.first), day(other.period.last)
        phrases.append(COMPARED.format(first=first, last=last))
    return _sentence(phrases)


def file_name(analysis: Analysis) -> str:
    """Return a name for files of an analysis, which says what was let through: no ending."""
    selection, period = analysis.selection, analysis.period
    level = selection.level
    if analysis.cell_col is not None:
        level = f"cellen{selection.cell_m}"
    parts = [
        selection.layer, *selection.soorten, selection.measure, level,
        *(code for one in WHERE for code in one.in_file_name(selection)),
        "getekend" if selection.drawn else "",
        *(name for one in WHEN for name in one.in_file_name(selection)),
    ]  # fmt: skip
    # What is many stays out of a name that a disk has to take.
    chosen = "_".join(part for part in parts if part)[:_LONGEST_NAME].rstrip("_")
    return f"{chosen}_{period.first}_{period.last}"


def finding_words(workspace: Workspace, finding: Finding) -> str:
    """Return what a search was about: every choice that its outlines depend on."""
    expected = finding.parameters.get(Expected)
    return _sentence(
        [
            filter_words(
                workspace, finding.layer, finding.selection, finding.period,
                what=search_named(finding.search.method).label.lower(),
            ),
            *_searched(workspace.geography, finding.search),
            *([_compared_with(expected)] if expected is not None else []),
            _precision(workspace, finding.layer),
            *_others(finding.selection, PHRASED),
        ]
    )  # fmt: skip


def filter_words(
    workspace: Workspace, layer: LayerSpec, selection: Selection, period: Period, *, what: str
) -> str:
    """Return which incidents were let through, for an answer that has no measure.

    Parameters
    ----------
    period
        The days that were looked at, which need not be those that were chosen.
    what
        What was made of them, such as a search or a table of months.
    """
    return _sentence(
        [
            *_what(workspace, layer, selection),
            what,
            PERIOD.format(first=day(period.first), last=day(period.last)),
            *_moments(workspace, layer, selection),
            *_where(workspace.geography, selection),
        ]
    )


def _sentence(phrases: Iterable[str]) -> str:
    # Pages and paper set plain spaces for any space: so it is the same sentence everywhere.
    return " ".join(BETWEEN.join(phrase for phrase in phrases if phrase).split())


def _what(workspace: Workspace, layer: LayerSpec, selection: Selection) -> list[str]:
    return [layer.label, *_kinds(workspace, layer, selection)]


def _kinds(workspace: Workspace, layer: LayerSpec, selection: Selection) -> list[str]:
    kinds = [one for one in FILTERS if one.of == "what"]
    return [one.phrase(selection, layer, workspace.geography) for one in kinds]


def _level(analysis: Analysis) -> str:
    level = "cells" if analysis.cell_col is not None else analysis.selection.level
    return LEVELS[level].format(size=number(analysis.selection.cell_m))


def _expected(analysis: Analysis) -> str:
    """Return what numbers are divided by or compared with."""
    parameters = analysis.parameters
    expected, divided = parameters.get(Expected), parameters.get(DividedBy)
    if expected is not None:
        hotspots = parameters.get(Hotspots)
        return _compared_with(expected, None if hotspots is None else hotspots.minimum_ratio)
    if divided is None:
        return ""
    template = PER_1000 if analysis.measure.per_1000 else BY
    return template.format(label=divided.denominator_label, year=divided.denominator_year)


def _compared_with(expected: Expected, minimum_ratio: float | None = None) -> str:
    """Return what a test compares places with, and how much more a hotspot must be."""
    label, year = expected.expectation_label, expected.expectation_year
    phrase = BY.format(label=label, year=year) if year else BY_LAND.format(label=label)
    if minimum_ratio:
        phrase += FROM_RATIO.format(minimum=number_in_short(minimum_ratio))
    return phrase


def _when(analysis: Analysis) -> list[str]:
    """Return the days that were counted, and which others they were compared with."""
    period, parameters = analysis.period, analysis.parameters
    history, earlier = parameters.get(History), parameters.get(Earlier)
    if history is not None:
        phrases = [
            HISTORY.format(
                first=day(history.history_from),
                last=day(history.history_to),
                step=STEPS[history.step],
            )
        ]
        chosen = analysis.selection.period
        if chosen is not None:
            phrases.append(CHOSEN_PERIOD.format(first=day(chosen.first), last=day(chosen.last)))
        return phrases
    phrases = [PERIOD.format(first=day(period.first), last=day(period.last))]
    if earlier is not None:
        first, last = day(earlier.compare_from), day(earlier.compare_to)
        phrases.append(COMPARED.format(first=first, last=last))
    return phrases


def _moments(workspace: Workspace, layer: LayerSpec, selection: Selection) -> list[str]:
    """Return the days of the week and the parts of the day that are let through."""
    return [one.phrase(selection, layer, workspace.geography) for one in WHEN]


def _where(geography: Geography, selection: Selection) -> list[str]:
    if everywhere(selection):
        return [WHOLE.format(gemeente=geography.whole.names[0])]
    return [
        *(
            _areas(one, geography.level(one.field), one.chosen(selection))
            for one in WHERE
            if one.chosen(selection)
        ),
        "" if selection.drawn is None else _drawn(selection.drawn),
    ]


def _areas(one: Filter, areas: AreaSet, codes: tuple[str, ...]) -> str:
    names = area_names(areas, codes)
    if len(names) > MOST_NAMED + 1:
        rest = AND_OTHERS.format(count=number(len(names) - MOST_NAMED))
        names = [*names[:MOST_NAMED], rest]
    return one.phrases[len(codes) > 1].format(names=listed(names))


def _drawn(drawn: DrawnArea) -> str:
    middle = shapely.centroid(drawn.outline())
    x, y = round(shapely.get_x(middle)), round(shapely.get_y(middle))
    return DRAWN.format(what=drawn_words(drawn), x=x, y=y)


def _smoothed(analysis: Analysis) -> list[str]:
    if not analysis.measure.surface:
        return []
    selection = analysis.selection
    # A rule can have found another radius than was asked.
    smoothed = analysis.parameters.get(Smoothed)
    radius = selection.bandwidth_m if smoothed is None else smoothed.bandwidth_m
    return [
        RADIUS[selection.bandwidth_rule].format(radius=number(radius)),
        KERNELS[selection.kernel],
    ]


def _coarse(workspace: Workspace, layer: LayerSpec, selection: Selection) -> str:
    """Return how coarse the places are, where that can change the numbers."""
    if measure_named(selection.measure).surface or selection.drawn is not None:
        return _precision(workspace, layer)
    return ""


def _precision(workspace: Workspace, layer: LayerSpec) -> str:
    own = workspace.layer(layer.id)
    if own.sensitive or not own.holds_incidents or workspace.may_see_points(own):
        return ""
    return COARSE.format(size=number(own.privacy.finest_cell_m))


def _searched(geography: Geography, search: Search) -> list[str]:
    """Return what was chosen of a search, beside its method; nothing of a default."""
    buurten = geography.buurten
    phrases: dict[str, Callable[[Any], str]] = {
        "radius_m": lambda size: SEARCH_RADIUS.format(radius=number(size)),
        "min_points": lambda count: MIN_POINTS.format(count=number(count)),
        "reach_days": lambda days: REACH_DAYS.format(days=number(days)),
        "manhattan": lambda _: MANHATTAN,
        "permutations": lambda count: PERMUTATIONS.format(count=number(count)),
        "treated": lambda codes: TREATED.format(names=listed(area_names(buurten, codes))),
        "control": lambda codes: CONTROL.format(names=listed(area_names(buurten, codes))),
        "since": lambda since: SINCE.format(day=day(since)),
    }
    chosen = _changed(search, ("method",))
    return [
        phrases[name](value) if name in phrases else _other(name, value)
        for name, value in chosen.items()
    ]


def _others(selection: Selection, phrased: Sequence[str]) -> list[str]:
    """Return a phrase for each choice that has none of its own: a new one is never left out."""
    return [_other(name, value) for name, value in _changed(selection, phrased).items()]


def _changed(chosen: Selection | Search, but: Sequence[str]) -> dict[str, object]:
    """Return the fields of a value that are not at their default."""
    changed = {}
    for field in fields(chosen):
        value = getattr(chosen, field.name)
        if field.name not in but and field.default is not MISSING and value != field.default:
            changed[field.name] = value
    return changed


def _other(name: str, value: object) -> str:
    if isinstance(value, float):
        value = number(value, 4).rstrip("0").rstrip(",")
    elif isinstance(value, date):
        value = day(value)
    elif isinstance(value, tuple | list):
        value = listed([str(part) for part in value])
    elif isinstance(value, bool):
        value = dutch.YES if value else dutch.NO
    phrase = CHOICES.get(str(value), str(value))
    return OTHER.format(label=PARAMETERS.get(name, name), value=phrase)
