"""The registry of measures: what can be shown per area, cell or place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from hotspots.analysis.periods import STEPS
from hotspots.analysis.words import share_of
from hotspots.catalog.grammar import suggestion
from hotspots.catalog.specs import OWN_PAST
from hotspots.errors import SelectionError
from hotspots.statistics.emerging import EmergingClass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from hotspots.catalog.specs import LayerSpec
    from hotspots.statistics.conditional import Side


class Verdict(IntEnum):
    """What a test says of an area, corrected for how many were tested."""

    FEWER = -1
    NOT_SHOWN = 0
    MORE = 1


class Hotspot(IntEnum):
    """What Gi* says of an area; the numbers of `Verdict` mean the same.

    "Slightly" is beyond chance, but not by as much as a hotspot or coldspot must be.
    """

    SLIGHTLY_FEWER = -2
    FEWER = -1
    NOT_SHOWN = 0
    MORE = 1
    SLIGHTLY_MORE = 2


class Association(IntEnum):
    """How an area and its neighbours differ from the whole, beyond chance."""

    LOW_HIGH = -2
    LOW_LOW = -1
    NOT_SHOWN = 0
    HIGH_HIGH = 1
    HIGH_LOW = 2


@dataclass(frozen=True, slots=True)
class VerdictClass:
    """One thing a measure can say.

    ``number`` is above 0 for what is high, below 0 for what is low, and 0 where nothing is shown.
    ``id`` stands in files; ``label`` on screen.
    """

    number: int
    id: str
    label: str


def verdict_classes(
    kinds: Iterable[IntEnum], labels: Mapping[str, str]
) -> tuple[VerdictClass, ...]:
    """Return the classes of an enumeration, lowest number first.

    Examples
    --------
    >>> labels = {"fewer": "minder", "not_shown": "niets", "more": "meer"}
    >>> [entry.label for entry in verdict_classes(Verdict, labels)]
    ['minder', 'niets', 'meer']
    """
    ordered = sorted(kinds, key=int)
    return tuple(
        VerdictClass(int(kind), kind.name.lower(), labels[kind.name.lower()]) for kind in ordered
    )


class HasId(Protocol):
    """An entry with a name that scripts use."""

    @property
    def id(self) -> str:
        """The name."""


T = TypeVar("T", bound=HasId)


def named(name: str, entries: Iterable[T], *, what: str) -> T:
    """Return the entry of that name; ``what`` is how a user calls such entries.

    Raises
    ------
    SelectionError
        If there is none, with those there are.
    """
    known = {entry.id: entry for entry in entries}
    if name not in known:
        raise SelectionError(
            f"De {what} '{name}' bestaat niet.",
            f"Mogelijk: {', '.join(known)}.",
            suggestion(name, tuple(known)),
        )
    return known[name]


COUNT_LABEL: Final = "Aantal"
COUNT_UNIT: Final = "{plural}"
COUNT_EXPLANATION: Final = (
    "Het aantal {plural} in de gekozen periode. Waar meer mensen wonen of komen, gebeurt vaak ook "
    "meer: een hoog aantal is nog geen hoog risico."
)
RATE_LABEL: Final = "Per 1.000"
RATE_UNIT: Final = "{plural} per 1.000 {denominator}"
RATE_EXPLANATION: Final = (
    "Het aantal {plural} in de gekozen periode, gedeeld door het aantal {denominator}, maal 1.000. "
    "Bij minder dan 50 {denominator} is er geen cijfer. Het interval zegt hoe ver het cijfer "
    "alleen al door toeval kan afwijken (95 %)."
)
EB_LABEL: Final = "Per 1.000, afgevlakt"
EB_EXPLANATION: Final = (
    "Het aantal {plural} per 1.000 {denominator}, waarbij een kleine buurt leunt op het gemiddelde "
    "van alle (empirische Bayes). Een uitschieter door toeval valt zo weg; een echte piek in een "
    "kleine buurt wordt ook lager. Kijk er het aantal bij."
)
CHANGE_LABEL: Final = "Verandering"
CHANGE_UNIT: Final = "{plural} meer of minder dan eerder"
CHANGE_VERDICTS: Final = {
    "fewer": "minder dan eerder",
    "not_shown": "geen aantoonbare verandering",
    "more": "meer dan eerder",
}
CHANGE_EXPLANATION: Final = (
    "Hoeveel {plural} er meer of minder waren dan in de eerdere periode. Een gebied krijgt alleen "
    "kleur als toeval het verschil niet verklaart: exact getoetst, met de spreiding die de laag "
    "van maand tot maand heeft, en gecorrigeerd voor alle gebieden en lagen samen. Geen kleur "
    "betekent: geen aantoonbare verandering. Dat is iets anders dan geen verandering."
)
CHANGE_LEVELS: Final = "In een cel gebeurt te weinig om een verandering aan te tonen."
#: Of a measure that looks for more alone: there may be fewer, and nobody looked.
NOT_SHOWN_TO_BE_MORE: Final = "niet aantoonbaar meer"
HOTSPOT_LABEL: Final = "Hotspots"
HOTSPOT_UNIT: Final = "hotspots van {plural} (Gi*)"
HOTSPOT_VERDICTS: Final = {
    "slightly_fewer": "minder dan verwacht, te weinig voor een coldspot",
    "fewer": "coldspot: duidelijk minder dan verwacht",
    "not_shown": "geen aantoonbaar verschil",
    "more": "hotspot: duidelijk meer dan verwacht",
    "slightly_more": "meer dan verwacht, te weinig voor een hotspot",
}
HOTSPOT_EXPLANATION: Final = (
    "Waar in een gebied en zijn omgeving meer {plural} zijn dan verwacht (Gi*). Een hotspot is "
    "aangetoond en groot: toeval verklaart hem niet, en ook de ondergrens van de verhouding ligt "
    "boven het minimum. De toets is exact en gecorrigeerd voor het aantal gebieden: "
    + share_of("gekleurd")
    + ". Geen kleur betekent: geen aantoonbaar "
    "verschil. Dat is iets anders dan geen verschil. Een gekleurd gebied hoeft zelf niet veel "
    "{plural} te hebben; het gaat om de omgeving. De kaart beschrijft wat er was en voorspelt "
    "niets."
)
HOTSPOT_LEVELS: Final = (
    "Een toets per wijk zegt niets: met zo weinig gebieden is bijna alles elkaars buur."
)
EB_LOCAL_LABEL: Final = "Per 1.000, afgevlakt naar de buren"
EB_LOCAL_EXPLANATION: Final = (
    "Het aantal {plural} per 1.000 {denominator}, waarbij een kleine buurt leunt op de buurten "
    "eromheen (empirische Bayes, ruimtelijk). Een streek die als geheel hoog is, blijft hoog. Een "
    "echte piek in één kleine buurt wordt lager. Kijk er het aantal bij."
)
EB_LOCAL_LEVELS: Final = "Een wijk heeft te weinig wijken naast zich om op te leunen."
RATIO_LABEL: Final = "Vergeleken met de rest"
RATIO_UNIT: Final = "{plural} per {denominator}, keer de rest van de gemeente"
RATIO_VERDICTS: Final = {
    "fewer": "minder dan in de rest van de gemeente",
    "not_shown": "geen aantoonbaar verschil",
    "more": "meer dan in de rest van de gemeente",
}
RATIO_EXPLANATION: Final = (
    "Het aantal {plural} naar het aantal {denominator}, gedeeld door dat in de rest van de "
    "gemeente. 2 is twee keer zo veel. Een gebied krijgt kleur als toeval het verschil niet "
    "verklaart: exact getoetst, met de spreiding die de laag heeft, en gecorrigeerd voor alle "
    "gebieden en lagen samen. Waarom het meer of minder is, zegt de kaart niet."
)
LQ_LABEL: Final = "Aandeel van de soort"
LQ_UNIT: Final = "keer het aandeel in de hele gemeente"
LQ_EXPLANATION: Final = (
    "Welk deel van alle {plural} in een gebied van de gekozen soort is, gedeeld door dat deel in "
    "de hele gemeente (locatiequotiënt). 2 betekent: de soort is hier twee keer zo gewoon als "
    "elders. Het zegt niet dat er veel van is: 1 van de 2 geeft ook een hoog getal."
)
TREND_VERDICTS: Final = {
    "historical_cold": "was een coldspot",
    "oscillating_cold": "wisselend, nu een coldspot",
    "sporadic_cold": "af en toe een coldspot",
    "diminishing_cold": "blijvende coldspot, wordt zwakker",
    "persistent_cold": "blijvende coldspot",
    "intensifying_cold": "blijvende coldspot, wordt sterker",
    "consecutive_cold": "sinds kort een coldspot, aaneengesloten",
    "new_cold": "nieuwe coldspot",
    "no_pattern": "geen patroon",
    "new_hot": "nieuwe hotspot",
    "consecutive_hot": "sinds kort een hotspot, aaneengesloten",
    "intensifying_hot": "blijvende hotspot, wordt sterker",
    "persistent_hot": "blijvende hotspot",
    "diminishing_hot": "blijvende hotspot, wordt zwakker",
    "sporadic_hot": "af en toe een hotspot",
    "oscillating_hot": "wisselend, nu een hotspot",
    "historical_hot": "was een hotspot",
}
RISK_LABEL: Final = "Dichtheid naar bewoning"
RISK_UNIT: Final = "{plural} per 1.000 {denominator} per jaar, uitgesmeerd"
RISK_EXPLANATION: Final = (
    "Hoeveel {plural} er per 1.000 {denominator} per jaar zijn, allebei uitgesmeerd over dezelfde "
    "straal (dubbele kerndichtheid). Zo vallen plekken weg waar het alleen druk is doordat er "
    "veel mensen wonen. Waar bijna niemand woont, is er geen cijfer. De {denominator} liggen "
    "gelijk verspreid over het land van een buurt: waar zij precies staan, is niet bekend."
)
MORAN_LABEL: Final = "Buren die op elkaar lijken"
MORAN_UNIT: Final = "{plural} naar {denominator}, met de buren (Moran)"
MORAN_VERDICTS: Final = {
    "low_high": "laag tussen hoge buren",
    "low_low": "laag, en de buren ook",
    "not_shown": "niet meer dan toeval",
    "high_high": "hoog, en de buren ook",
    "high_low": "hoog tussen lage buren",
}
MORAN_EXPLANATION: Final = (
    "Of een buurt en haar buren samen veel of weinig {plural} naar {denominator} hebben, of juist "
    "van elkaar verschillen (lokale Moran). Kleine buurten tellen minder zwaar (Assunção-Reis). "
    "De toets deelt de cijfers telkens opnieuw uit over de kaart en is gecorrigeerd voor het "
    "aantal buurten. De kaart zegt niet hoe hoog het cijfer is, alleen waar het samenhangt."
)
TREND_LABEL: Final = "Opkomend en blijvend"
TREND_UNIT: Final = "hotspots van {plural} door de tijd"
TREND_EXPLANATION: Final = (
    "Welke hotspots van {plural} nieuw zijn, welke blijven en welke verdwijnen. Elk kwartaal (of "
    "elke maand) krijgt een eigen toets, zoals bij 'Hotspots'; de kaart vat de rij samen. "
    "'Sterker' en 'zwakker' vragen ten minste 10 stappen en een trend die toeval niet verklaart "
    "(Mann-Kendall). Een laatste kwartaal dat nog niet af is, telt niet mee. De kaart beschrijft "
    "wat er was en voorspelt niets."
)
DENSITY_LABEL: Final = "Dichtheid"
DENSITY_UNIT: Final = "{plural} per km² per jaar"
DENSITY_EXPLANATION: Final = (
    "Hoe dicht de {plural} bij elkaar liggen, uitgesmeerd over een straal om elk punt. De kaart "
    "houdt alles binnen de gemeente en smeert niets uit over breed water. Zij zegt waar het "
    "druk is, niet of dat meer is dan toeval."
)


_AREAS: Final = ("gemeente", "wijken", "buurten")


@dataclass(frozen=True, slots=True)
class Measure:
    """A number per area: its name, where it can be asked, and what it says.

    ``unit`` and ``explanation`` are Dutch; ``{plural}`` and ``{denominator}`` in them stand for
    words of the layer. ``expects`` says that it compares places with what is expected there,
    ``per_1000`` that it is divided, ``compares`` that it looks at an
    earlier period, ``of_soort`` that it asks for some of the soorten, ``in_steps``
    that it cuts the history of the layer into steps, ``surface`` that it is drawn as a density.
    ``verdicts`` are what a test
    can say of an area, low to high: where there are any, the map shows them and not the numbers.
    ``sided`` says that it can look for places with more alone.
    ``why_levels`` says why it cannot be asked at other levels.
    """

    id: str
    label: str
    levels: tuple[str, ...]
    unit: str
    explanation: str
    needs_denominator: bool = False
    expects: bool = False
    per_1000: bool = False
    compares: bool = False
    of_soort: bool = False
    in_steps: bool = False
    surface: bool = False
    verdicts: tuple[VerdictClass, ...] = ()
    sided: bool = False
    why_levels: str = ""
    answers_sensitive: bool = False
    decimals: int = 0

    def verdict(self, number: int) -> VerdictClass:
        """Return what the measure says by the number that stands in an analysis."""
        return next(entry for entry in self.verdicts if entry.number == number)

    def looking_for(self, side: Side) -> Measure:
        """Return the measure with what it can say when only one side is looked for."""
        if side == "both":
            return self
        verdicts = tuple(
            entry if entry.number else replace(entry, label=NOT_SHOWN_TO_BE_MORE)
            for entry in self.verdicts
            if entry.number >= 0
        )
        return replace(self, verdicts=verdicts)

    def unit_of(self, layer: LayerSpec, denominator: str | None) -> str:
        """Return the unit in words of the layer."""
        return self.unit.format(plural=layer.noun_plural, denominator=denominator or "")

    def explanation_of(self, layer: LayerSpec, denominator: str | None) -> str:
        """Return what the measure says, in words of the layer."""
        return self.explanation.format(plural=layer.noun_plural, denominator=denominator or "")


#: Every measure, in the order of the page.
MEASURES: Final = (
    Measure(
        id="count",
        label=COUNT_LABEL,
        levels=(*_AREAS, "cells"),
        unit=COUNT_UNIT,
        explanation=COUNT_EXPLANATION,
        answers_sensitive=True,
    ),
    Measure(
        id="rate",
        label=RATE_LABEL,
        levels=_AREAS,
        unit=RATE_UNIT,
        explanation=RATE_EXPLANATION,
        needs_denominator=True,
        per_1000=True,
        answers_sensitive=True,
        decimals=1,
    ),
    Measure(
        id="eb_rate",
        label=EB_LABEL,
        levels=("wijken", "buurten"),
        unit=RATE_UNIT,
        explanation=EB_EXPLANATION,
        needs_denominator=True,
        per_1000=True,
        decimals=1,
    ),
    Measure(
        id="eb_rate_local",
        label=EB_LOCAL_LABEL,
        levels=("buurten",),
        unit=RATE_UNIT,
        explanation=EB_LOCAL_EXPLANATION,
        needs_denominator=True,
        per_1000=True,
        why_levels=EB_LOCAL_LEVELS,
        decimals=1,
    ),
    Measure(
        id="ratio",
        label=RATIO_LABEL,
        levels=("wijken", "buurten"),
        unit=RATIO_UNIT,
        explanation=RATIO_EXPLANATION,
        needs_denominator=True,
        verdicts=verdict_classes(Verdict, RATIO_VERDICTS),
        sided=True,
        decimals=2,
    ),
    Measure(
        id="location_quotient",
        label=LQ_LABEL,
        levels=("wijken", "buurten"),
        unit=LQ_UNIT,
        explanation=LQ_EXPLANATION,
        of_soort=True,
        decimals=2,
    ),
    Measure(
        id="change",
        label=CHANGE_LABEL,
        levels=_AREAS,
        unit=CHANGE_UNIT,
        explanation=CHANGE_EXPLANATION,
        compares=True,
        verdicts=verdict_classes(Verdict, CHANGE_VERDICTS),
        sided=True,
        why_levels=CHANGE_LEVELS,
    ),
    Measure(
        id="gi_star",
        label=HOTSPOT_LABEL,
        levels=("buurten", "cells"),
        unit=HOTSPOT_UNIT,
        explanation=HOTSPOT_EXPLANATION,
        expects=True,
        verdicts=verdict_classes(Hotspot, HOTSPOT_VERDICTS),
        sided=True,
        why_levels=HOTSPOT_LEVELS,
        decimals=1,
    ),
    Measure(
        id="emerging",
        label=TREND_LABEL,
        levels=("buurten", "cells"),
        unit=TREND_UNIT,
        explanation=TREND_EXPLANATION,
        expects=True,
        in_steps=True,
        verdicts=verdict_classes(
            [kind for kind in EmergingClass if kind is not EmergingClass.NOT_DETERMINABLE],
            TREND_VERDICTS,
        ),
        why_levels=HOTSPOT_LEVELS,
    ),
    Measure(
        id="moran",
        label=MORAN_LABEL,
        levels=("buurten",),
        unit=MORAN_UNIT,
        explanation=MORAN_EXPLANATION,
        needs_denominator=True,
        verdicts=verdict_classes(Association, MORAN_VERDICTS),
        why_levels=HOTSPOT_LEVELS,
        decimals=2,
    ),
    Measure(
        id="density",
        label=DENSITY_LABEL,
        levels=("cells",),
        unit=DENSITY_UNIT,
        explanation=DENSITY_EXPLANATION,
        surface=True,
        decimals=1,
    ),
    Measure(
        id="risk_density",
        label=RISK_LABEL,
        levels=("cells",),
        unit=RISK_UNIT,
        explanation=RISK_EXPLANATION,
        needs_denominator=True,
        surface=True,
        decimals=1,
    ),
)
MEASURE_IDS: Final = tuple(measure.id for measure in MEASURES)


def measure_named(name: str) -> Measure:
    """Return a measure by its id.

    Raises
    ------
    SelectionError
        If there is none of that name.
    """
    return named(name, MEASURES, what="maat")


def opening_measure(on_offer: Collection[Measure]) -> Measure:
    """Return the measure that a map opens with where these are on offer: per 1.000 if it can.

    A map of counts is first of all a map of where many people live.

    Examples
    --------
    >>> opening_measure([measure_named("count"), measure_named("rate")]).id
    'rate'
    >>> opening_measure([measure_named("count"), measure_named("density")]).id
    'count'
    """
    rate = measure_named("rate")
    return rate if rate in on_offer else next(iter(on_offer))


def measures_of(layer: LayerSpec) -> tuple[Measure, ...]:
    """Return the measures a layer can be asked for."""
    return tuple(
        measure
        for measure in MEASURES
        if (layer.denominators or not measure.needs_denominator)
        and (not measure.expects or set(layer.expectations) - {OWN_PAST})
        and (measure.answers_sensitive or not layer.sensitive)
        and (len(layer.soorten) > 1 or not measure.of_soort)
        and (not layer.measures or measure.id in layer.measures)
        and (not measure.in_steps or layer.counted_months <= max(STEPS.values()))
    )
