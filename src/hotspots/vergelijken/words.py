"""How two periods or two areas differ, and whether a measure helped: all words of the page.

Sentences are Markdown; `plain` makes them fit for a file.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from hotspots import dutch as numbers
from hotspots.analysis.answer import Verdict
from hotspots.analysis.periods import EQUAL, time_share
from hotspots.analysis.question import WHERE
from hotspots.analysis.searches.before_after import (
    FEW,
    FEW_COUNTS,
    TOGETHER,
    BeforeAfterAnswer,
    Buurt,
    verdict_of,
)
from hotspots.dutch import as_text, day, listed, number, plural, signed
from hotspots.pages import search_words
from hotspots.registry import page_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.analysis.answer import Analysis, Finding
    from hotspots.analysis.question import Filter
    from hotspots.catalog.specs import LayerSpec
    from hotspots.vergelijken.compared import Compared, ComparedAreas


PAGE: Final = page_title("vergelijken.page:show")
WHAT: Final = "Wat wilt u vergelijken?"
KINDS: Final = {
    "perioden": "Twee perioden",
    "wijken": "Twee wijken",
    "maatregel": "Voor en na een maatregel",
}
NO_COUNTS: Final = (
    "Laag '{layer}' bestaat uit plaatsen, lijnen of vlakken. Daar valt niets van te tellen, en dus "
    "ook niets te vergelijken. Kies links een laag met aantallen."
)
NOTHING: Final = (
    "In geen van beide zijn er {plural} met deze filters. Kies een langere periode, of wis een "
    "filter."
)

# Two periods
VIEW: Final = "Beeld"
VIEWS: Final = {"naast": "Twee kaarten naast elkaar", "verschil": "Het verschil op één kaart"}
NO_EARLIER: Final = (
    "Er is geen eerdere periode om mee te vergelijken: de laag begint op {first}. Kies een latere "
    "of kortere periode."
)
SENSITIVE_PERIODS: Final = (
    "Van deze laag zijn alleen aantallen per wijk en kwartaal bekend, afgerond op vijven en vanaf "
    "{minimum}: elk aantal ligt tussen twee grenzen, en het verschil dus ook. Daarmee is hier niet "
    "te toetsen of een verschil meer is dan toeval."
)
WITHHELD_PERIODS: Final = (
    "Van sommige gebieden geeft de bron geen aantal. Een totaal is er dus niet, en die gebieden "
    "zijn niet getoetst. Dat is geen nul."
)
COUNTED: Final = (
    "In {where}: {now} van {period}. In de periode waarmee u vergelijkt, {earlier}: {then}."
)
MORE_THAN: Final = (
    "Dat is {size} meer dan toen: {ratio} keer zo veel (tussen {low} en {high}, gecorrigeerd). Dat "
    "is meer dan toeval verklaart."
)
FEWER_THAN: Final = (
    "Dat is {size} minder dan toen: {ratio} keer wat het was (tussen {low} en {high}, "
    "gecorrigeerd). Dat is meer dan toeval verklaart."
)
NO_CHANGE: Final = (
    "Het verschil ({size}) kan toeval zijn: geen aantoonbare verandering. De verhouding ligt "
    "tussen {low} en {high} (gecorrigeerd)."
)
UNEQUAL: Final = (
    "De perioden zijn niet even lang ({now} en {then} dagen). Daarom is gerekend met aantallen per "
    "dag."
)
AREAS_MORE: Final = "Aantoonbaar meer in: {names}."
AREAS_FEWER: Final = "Aantoonbaar minder in: {names}."
AREAS_NONE: Final = (
    "In geen enkele {area} is de verandering aantoonbaar. Er zijn er {count} getoetst, en "
    "daarvoor is gecorrigeerd."
)
NAMED: Final = "{name} ({difference})"
AND_MORE: Final = "nog {count}"
OVERLAP: Final = (
    "De perioden overlappen elkaar. Dan tellen dezelfde incidenten in beide mee, en is niet te "
    "zeggen of er iets veranderde. Kies perioden die elkaar niet raken."
)
LOCK: Final = "Klassen van het verschil vastzetten"
LOCKED: Final = "Klassen van het verschil"
LOCKED_HELP: Final = (
    "De bovengrens van elke klasse, voor meer en voor minder gelijk, gescheiden door een "
    "puntkomma: 2; 5; 10. Leeg: de app kiest."
)

# Two wijken, or in a home of more gemeenten two areas of a level: {one}, {many} and {Many} of them
#: Instead of two wijken, in a home of more gemeenten.
TWO_AREAS: Final = "Twee gebieden"
ONE: Final = "Eerste {one}"
OTHER: Final = "Tweede {one}"
PICK_TWO: Final = "Kies twee verschillende {many}."
ONLY_WHOLE: Final = (
    "Van deze laag is alleen een getal voor {whole.the_entire} bekend. Wijken zijn dus niet te "
    "vergelijken."
)
BOTH_COUNTED: Final = "In {one}: {one_count} van {period}. In {other}: {other_count}."
BOTH_RATES: Final = (
    "Per 1.000 {label} ({year}) is dat {one_rate} in {one} en {other_rate} in {other}."
)
AREA_MORE: Final = (
    "In {one} komt het {ratio} keer zo vaak voor als in {other} (tussen {low} en {high}, "
    "gecorrigeerd). Dat is meer verschil dan toeval verklaart."
)
AREA_SAME: Final = (
    "Het verschil tussen beide {many} kan toeval zijn: geen aantoonbaar verschil. De "
    "verhouding ligt tussen {low} en {high} (gecorrigeerd)."
)
BY_COUNT: Final = (
    "Hoeveel er wonen is van een van beide niet bekend, of te weinig. Daarom zijn de aantallen "
    "zelf vergeleken, zonder rekening te houden met hoe groot de {many} zijn."
)
SENSITIVE_AREAS: Final = (
    "Per kwartaal is het aantal afgerond op vijven, en onder de {minimum} niet bekend: elk aantal "
    "ligt tussen twee grenzen. Daarmee is niet te toetsen of een verschil meer is dan toeval."
)
WITHHELD_AREAS: Final = (
    "Van deze {many} geeft de bron niet alle aantallen. Daarom is het totaal niet te vergelijken; "
    "per soort kan het soms wel."
)
SENSITIVE_COUNTED: Final = "{plural}, {period}: {one_count} in {one}, {other_count} in {other}."
SOORT_MORE: Final = "Naar soort: naar verhouding aantoonbaar meer in {name}: {soorten}."
EXPLAIN_AREAS: Final = (
    "De kaarten bewegen mee: wie de ene verschuift of inzoomt, doet dat met de andere ook. "
    "Elke kaart blijft bij de eigen {one}."
)
EXPLAIN_PERIODS: Final = (
    "De kaarten bewegen mee: wie de ene verschuift of inzoomt, doet dat met de andere ook."
)

# Before and after
MEASURE_NAME: Final = "Welke maatregel?"
MEASURES: Final = {
    "camera": "Camera",
    "toezicht": "Extra toezicht",
    "verlichting": "Straatverlichting",
    "anders": "Een andere maatregel",
}
BY_WIJK: Final = "Hele wijk"
BY_WIJK_NONE: Final = "Geen hele wijk"
BUURTEN: Final = "Buurten met de maatregel"
BUURTEN_PLACEHOLDER: Final = "Kies een of meer buurten"
CONTROL: Final = "Vergelijken met"
CONTROL_HELP: Final = search_words.CONTROL_HELP
CONTROL_PLACEHOLDER: Final = search_words.MOST_ALIKE
SINCE: Final = "Vanaf welke dag?"
PICK_WHERE: Final = (
    "Kies een wijk of een of meer buurten waar de maatregel is genomen, en de dag waarop hij "
    "begon. De app vergelijkt dan evenveel dagen ervoor en erna, met buurten zonder de "
    "maatregel."
)
NOT_PER_BUURT: Final = (
    "Voor en na vergelijken kan niet met deze laag. Er zijn alleen aantallen per {level} en "
    "kwartaal bekend, afgerond en vanaf {minimum}. Kleine veranderingen zijn daarin niet te "
    "zien."
)
NOT_FOR_COUNTS: Final = (
    "Voor en na vergelijken kan niet met deze laag. Het zijn aantallen per maand of jaar, zonder "
    "dag. Kies 'Twee perioden', of een laag met losse incidenten."
)
TITLE: Final = "{measure} in {where}, vanaf {since}"
HAPPENED: Final = (
    "**Wat gebeurde er?** In {where} ging het van {before} in de {days} dagen ervoor naar "
    "{after} in de {days} dagen erna."
)
COMPARED_TO: Final = (
    "**Wat was er anders gebeurd?** In de buurten waarmee is vergeleken ({names}) ging het "
    "van {before} naar {after}. Was het in {where} net zo gegaan, dan waren er {expected} "
    "{plural} geweest."
)
HELPED: Final = "**Hielp het?** {verdict}"
MOVED: Final = (
    "**Verplaatste het zich?** In de buurten eromheen ging het van {before} naar {after}. {verdict}"
)
NO_RING: Final = "**Verplaatste het zich?** Er zijn geen buurten eromheen om dat in te zien."
CAVEAT: Final = (
    "Een verschil is geen bewijs dat de maatregel het deed: er kan meer veranderd zijn. Zijn de "
    "buurten gekozen omdat het er al langer druk was dan in de twee periodes ervoor, dan kan een "
    "deel van een daling vanzelf gaan."
)
OVERLAY_TITLE: Final = "Maatregel (M) en eromheen (R)"
OVERLAY_NOTE: Final = "Kleur: verandering tussen {before} en {after}."
ROLE_LABELS: Final = {"treated": "M", "ring": "R"}
ROLES: Final = {
    "treated": "Met de maatregel",
    "control": "Vergelijking",
    "ring": "Eromheen",
    "ring_control": "Vergelijking voor eromheen",
}
HOW: Final = "Hoe is dit berekend?"
HOW_PERIODS: Final = (
    "Per gebied is exact getoetst of beide aantallen even vaak voorkomen, gegeven hoeveel het er "
    "samen zijn en met de spreiding die de laag van maand tot maand heeft. Er is gecorrigeerd "
    "voor alle gebieden en lagen samen (Benjamini-Hochberg), en het interval hoort bij die toets. "
    "Kaart, Overzicht en Wijkbeeld zeggen van hetzelfde gebied hetzelfde."
)
HOW_AREAS: Final = (
    "De verhouding is het aantal per inwoner, huishouden of woning in de eerste {one}, "
    "gedeeld door dat in de tweede. Getoetst is exact, gegeven hoeveel het er samen zijn en met de "
    "spreiding van de laag; voor het aantal soorten is gecorrigeerd, en het interval hoort bij die "
    "toets. Een verschil zegt niet waardoor het komt."
)
HOW_MEASURE: Final = (
    "De verhouding tussen erna en ervoor in de buurten met de maatregel, gedeeld door die in de "
    "buurten om mee te vergelijken; en hetzelfde voor de buurten eromheen. Aangenomen is dat het "
    "zonder maatregel overal in dezelfde verhouding was veranderd. Vergeleken wordt met buurten "
    "die daarvoor ongeveer even druk waren en die gelijk op gingen; zijn die er niet, dan is er "
    "geen oordeel. Het interval is het ruimste van twee: vergeleken met de periode ervoor, en met "
    "de periode daar weer voor, want een buurt die net een piek had, daalt vanzelf. Dat aantallen "
    "sterker wisselen dan toeval, telt mee."
)

# The tables
TABLE: Final = "Tabel"
AREA_COLUMN: Final = "Gebied"
SOORT_COLUMN: Final = "Soort"
ALL_SOORTEN: Final = "Alle"
WHOLE: Final = "Samen"
DIFFERENCE_IN_SIZE: Final = "Verschil naar verhouding"
DIFFERENCE_RANGE: Final = "Interval van het verschil"
RATIO_RANGE: Final = "Interval van de verhouding"
RANGE: Final = "{low} tot {high}"
NO_LIMIT: Final = "∞"
ROLE_COLUMN: Final = "Rol"
BEFORE_COLUMN: Final = "Ervoor"
AFTER_COLUMN: Final = "Erna"
EXPECTED_COLUMN: Final = "Verwacht erna"

# The maps
SAME_CLASSES: Final = "Beide kaarten hebben dezelfde klassen."
DIFFERENCE_TITLE: Final = "verschil tussen twee perioden"
DIFFERENCE_NOTE: Final = "Rood is meer, blauw is minder, met even grote stappen."
OUTLINED_NOTE: Final = (
    "Omlijnd is aantoonbaar, na correctie voor {tested} vergelijkingen samen; de rest kan toeval "
    "zijn."
)
NO_DIFFERENCE: Final = "geen verschil"
CHANGE_MORE: Final = "{range} meer"
CHANGE_FEWER: Final = "{range} minder"
SHOWN_TITLE: Final = "Aantoonbaar veranderd"

# The sheet
VERDICTS: Final = {
    1: "meer dan toeval",
    -1: "minder dan toeval",
    0: "geen aantoonbaar verschil",
}
DIFFERENCE: Final = "Verschil"
RATIO: Final = "Verhouding"
VERDICT: Final = "Oordeel"
LOWER: Final = "Verschil, ondergrens (gecorrigeerd)"
UPPER: Final = "Verschil, bovengrens (gecorrigeerd)"
RATIO_LOWER: Final = "Verhouding, ondergrens (gecorrigeerd)"
RATIO_UPPER: Final = "Verhouding, bovengrens (gecorrigeerd)"
P: Final = "p, gecorrigeerd voor het aantal regels"
SHEET_TITLE: Final = "{one} vergeleken met {other}"
SHEET_ROWS: Final = "Een gebied of soort, met twee aantallen en wat zij verschillen."
FIRST_NUMBER: Final = "Eerste aantal"
SECOND_NUMBER: Final = "Tweede aantal, waarmee is vergeleken"


def spread(low: float, high: float, decimals: int) -> str:
    """Return an interval in words.

    Examples
    --------
    >>> spread(0.5, 1.25, 2), spread(1.0, float("inf"), 2), spread(float("nan"), 1.0, 0)
    ('0,50 tot 1,25', '1,00 tot ∞', '–')
    """
    if math.isnan(low) or math.isnan(high):
        return "–"
    return RANGE.format(low=limit(low, decimals), high=limit(high, decimals))


def limit(value: float, decimals: int) -> str:
    """Return an end of an interval, which may be without end; never less than nothing of a zero.

    Examples
    --------
    >>> limit(-0.2, 0), limit(float("inf"), 2)
    ('0', '∞')
    """
    return NO_LIMIT if math.isinf(value) else number(round(value, decimals) + 0.0, decimals)


#: Names in a sentence; the table has them all.
_MOST_NAMED: Final = 4

_PER: Final = 1000

_MARKS: Final = re.compile(r"\\(.)")


def period_sentences(
    now: Analysis, then: Analysis, whole: Compared, lines: Sequence[Compared], where: str
) -> list[str]:
    """Return what changed in all, and where."""
    layer = now.layer
    said = [
        COUNTED.format(
            where=as_text(where),
            now=_counted(whole.one, layer),
            period=numbers.period(now.period.first, now.period.last),
            earlier=numbers.period(then.period.first, then.period.last),
            then=number(whole.other),
        )
    ]
    if time_share(now.period, then.period) != EQUAL:
        said.append(UNEQUAL.format(now=number(now.period.days), then=number(then.period.days)))
    said.append(_change_sentence(whole))
    if len(lines) > 1:
        said += _area_sentences(lines, now.selection.level)
    return said


def _change_sentence(whole: Compared) -> str:
    sentence = {
        Verdict.MORE: MORE_THAN,
        Verdict.FEWER: FEWER_THAN,
        Verdict.NOT_SHOWN: NO_CHANGE,
    }[whole.verdict or Verdict.NOT_SHOWN]
    size = number(abs(whole.difference)) if whole.verdict else signed(whole.difference)
    return sentence.format(size=size, **_ratio_words(whole))


def _ratio_words(line: Compared) -> dict[str, str]:
    return {
        "ratio": limit(line.ratio, 2),
        "low": limit(line.ratio_lower, 2),
        "high": limit(line.ratio_upper, 2),
    }


def _area_sentences(lines: Sequence[Compared], level: str) -> list[str]:
    said = []
    for verdict, sentence in (
        (Verdict.MORE, AREAS_MORE),
        (Verdict.FEWER, AREAS_FEWER),
    ):
        marked = [line for line in lines if line.verdict is verdict]
        if marked:
            said.append(sentence.format(names=_names(marked)))
    if not said:
        said.append(AREAS_NONE.format(area=noun_of(level).noun, count=number(len(lines))))
    return said


def _names(lines: Sequence[Compared]) -> str:
    """Return the areas that changed most, and how many more there are."""
    ordered = sorted(lines, key=lambda line: -abs(line.difference))
    return _some(
        [
            NAMED.format(name=as_text(line.name), difference=signed(line.difference))
            for line in ordered
        ]
    )


def _some(names: Sequence[str]) -> str:
    """Return the first names as they are said, and how many more there are."""
    spoken = list(names[:_MOST_NAMED])
    if len(names) > _MOST_NAMED:
        spoken.append(AND_MORE.format(count=number(len(names) - _MOST_NAMED)))
    return listed(spoken)


def area_sentences(compared: ComparedAreas, layer: LayerSpec, names: tuple[str, str]) -> list[str]:
    """Return how two areas differ."""
    many = noun_of(compared.level).plural
    one, other = (as_text(name) for name in names)
    whole = compared.whole
    said = [
        BOTH_COUNTED.format(
            one=one,
            other=other,
            one_count=_counted(whole.one, layer),
            other_count=number(whole.other),
            period=numbers.period(compared.period.first, compared.period.last),
        )
    ]
    if compared.exposures is not None:
        rates = [
            number(count * _PER / things, 1)
            for count, things in zip((whole.one, whole.other), compared.exposures, strict=True)
        ]
        said.append(
            BOTH_RATES.format(
                label=as_text(compared.denominator_label),
                year=compared.denominator_year,
                one=one,
                other=other,
                one_rate=rates[0],
                other_rate=rates[1],
            )
        )
    else:
        said.append(BY_COUNT.format(many=many))
    verdict = whole.verdict
    sentence = AREA_MORE if verdict else AREA_SAME
    said.append(sentence.format(one=one, other=other, many=many, **_ratio_words(whole)))
    for sign, name in ((Verdict.MORE, one), (Verdict.FEWER, other)):
        more = [as_text(line.name.lower()) for line in compared.soorten if line.verdict is sign]
        if more:
            said.append(SOORT_MORE.format(name=name, soorten=listed(more)))
    return said


def noun_of(level: str) -> Filter:
    """Return the filter of a level of areas, which has the words for them."""
    return next(one for one in WHERE if one.field == level)


def plain(sentences: Sequence[str]) -> list[str]:
    r"""Return sentences of a page without the marks of Markdown, for a file.

    Examples
    --------
    >>> plain([r"In Crabbehof\/Zuidhoven **12** \(veel\)."])
    ['In Crabbehof/Zuidhoven 12 (veel).']
    """
    return [_MARKS.sub(r"\1", sentence.replace("**", "")) for sentence in sentences]


def _counted(count: int, layer: LayerSpec) -> str:
    counted = plural(count, as_text(layer.noun), as_text(layer.noun_plural))
    return f"**{counted}**"


def title_of(measure: str, where: str, finding: Finding) -> str:
    """Return the title of what was found before and after a measure, as Markdown."""
    answer = finding.summary.require(BeforeAfterAnswer)
    return TITLE.format(measure=measure, where=as_text(where), since=day(answer.after.first))


def measure_sentences(finding: Finding, where: str) -> list[str]:
    """Return what happened, what else would have, and whether it helped and moved.

    ``where`` is what the places are called where the measure was taken.
    """
    layer, answer = finding.layer, finding.summary.require(BeforeAfterAnswer)
    there = answer.there
    nouns = (as_text(layer.noun), as_text(layer.noun_plural))
    place = as_text(where)
    said = [
        HAPPENED.format(
            where=place,
            before=plural(there.pair.before, *nouns),
            after=number(there.pair.after),
            days=number(answer.before.days),
        ),
        COMPARED_TO.format(
            names=_some([as_text(name) for name in answer.control_names]),
            before=number(there.control.before),
            after=number(there.control.after),
            where=place,
            expected=number(there.expected),
            plural=nouns[1],
        ),
        HELPED.format(verdict=verdict_of(there)),
        _moved(answer),
    ]
    if answer.has_ring:
        said.append(TOGETHER.format(verdict=verdict_of(answer.both)))
    if answer.few:
        said.append(FEW_COUNTS.format(few=FEW))
    return [*said, CAVEAT]


def _moved(answer: BeforeAfterAnswer) -> str:
    around = answer.around
    if not answer.has_ring:
        return NO_RING
    return MOVED.format(
        before=number(around.pair.before),
        after=number(around.pair.after),
        verdict=verdict_of(around),
    )


def course_rows(finding: Finding) -> list[dict[str, str | int]]:
    """Return incidents before and after: with the measure, around it, and of both controls."""
    answer = finding.summary.require(BeforeAfterAnswer)
    there, around = answer.there, answer.around
    return [
        {
            ROLE_COLUMN: ROLES[role],
            BEFORE_COLUMN: pair.before,
            AFTER_COLUMN: pair.after,
            EXPECTED_COLUMN: expected,
        }
        for role, pair, expected in (
            ("treated", there.pair, number(there.expected)),
            ("control", there.control, "–"),
            ("ring", around.pair, number(around.expected)),
            ("ring_control", around.control, "–"),
        )
    ]


def buurt_rows(finding: Finding) -> list[dict[str, str | int]]:
    """Return the incidents before and after in each buurt with the measure or around it."""
    return [
        {
            AREA_COLUMN: buurt.name,
            ROLE_COLUMN: ROLES[buurt.role],
            BEFORE_COLUMN: buurt.before,
            AFTER_COLUMN: buurt.after,
        }
        for buurt in finding.outlines_of(Buurt)
    ]
