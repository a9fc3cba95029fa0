"""What a search over incidents is called, what it says, and what it does not say."""

from __future__ import annotations

from typing import Final

from hotspots.analysis.chance_words import any_at_all, sentence
from hotspots.analysis.filters import FILTERS
from hotspots.dutch import number

CLUSTERS_LABEL: Final = "Groepen bij elkaar"
CLUSTERS_EXPLANATION: Final = (
    "Plekken waar binnen een straal ten minste een gekozen aantal {plural} ligt, aan elkaar "
    "gekoppeld tot groepen (DBSCAN). Wat los ligt, hoort bij geen groep. De methode toetst niet: "
    "waar veel mensen wonen, ontstaat vanzelf een groep. De omtrek volgt cellen, niet de adressen."
)
SCAN_LABEL: Final = "Ophopingen (scan)"
SCAN_EXPLANATION: Final = (
    "De methode schuift cirkels van allerlei grootte over de kaart en zoekt waar meer {plural} "
    "zijn dan verwacht (Kulldorff). De p-waarde houdt rekening met al die cirkels. Een cirkel is "
    "een grove vorm: niet alles erbinnen is druk, en er kan iets net buiten vallen."
)
SCAN_RECENT_LABEL: Final = "Ophopingen van nu (scan in tijd)"
SCAN_RECENT_EXPLANATION: Final = (
    "De methode zoekt cirkels waar in de laatste weken van de periode meer {plural} zijn dan past "
    "bij hoeveel er daar anders zijn en bij hoe druk die weken overal waren (Kulldorff, ruimte en "
    "tijd). Een plek die altijd druk is, valt dus niet op. De p-waarde houdt rekening met alle "
    "cirkels en weken."
)
NEAR_REPEAT_LABEL: Final = "Herhaling in de buurt"
NEAR_REPEAT_EXPLANATION: Final = (
    "Of er na {plural} vaker dan toeval snel weer een volgt, op hetzelfde adres of dichtbij "
    "(Knox). Alle afstanden en tijden worden samen getoetst. Het antwoord is voor elke rol "
    "hetzelfde: het gaat over de hele gemeente, over een kalenderjaar of over alle jaren, en "
    "minder dan 10 paren worden niet genoemd. Alleen als er een verschil is, staan er zones op de "
    "kaart, met de dag waarop zij aflopen. Een zone is de plek van een cel, niet van een adres. "
    "Zij zegt dat de kans daar even hoger is, niet dat er iets gaat gebeuren."
)
BEFORE_AFTER_LABEL: Final = "Voor en na een maatregel"
BEFORE_AFTER_EXPLANATION: Final = (
    "Hoeveel {plural} er minder of meer zijn in buurten met een maatregel dan te verwachten was, "
    "als het er in verhouding net zo was gegaan als in buurten zonder, die ervoor ongeveer even "
    "druk waren; en hetzelfde voor de buurten eromheen. Het interval is het ruimste van twee: "
    "vergeleken met de periode ervoor, en met de periode daar weer voor. Wie buurten kiest omdat "
    "het er druk is, kiest ook toeval, en dat daalt vanzelf. Een verschil buiten het interval is "
    "geen bewijs dat de maatregel het deed: er kan meer veranderd zijn."
)

#: Why a search shows nothing, by its reason.
SILENT: Final = {
    "too_few": "Te weinig {plural} om in te zoeken: {count} (ten minste {least}).",
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
P: Final = "p = {p}"
P_TINY: Final = "p kleiner dan 0,001"
#: Below this a p is only said to be small.
_TINY: Final = 0.001
GROUP_NOUNS: Final = ("groep", "groepen")
CIRCLE_NOUNS: Final = ("cirkel", "cirkels")
ZONE_NOUNS: Final = ("zone", "zones")
CLUSTERS: Final = "{clusters}: {count} van de {all} {plural} ({share} %), {period}."
NO_CLUSTERS: Final = "Nergens liggen de {plural} dicht genoeg bij elkaar voor een groep."
GROUP_IS: Final = "Een groep begint bij {least} {plural} binnen {radius} m{days}{share}."
GROUP_DAYS: Final = " en {days} dagen"
GROUP_SHARE: Final = " (2 % van alle {all}, ten minste 5)"
#: How many were found, where not all of them are drawn.
GROUPS_SHOWN: Final = "{found} groepen, waarvan de {shown} grootste getoond"
CIRCLES_SHOWN: Final = "{found} cirkels, waarvan de {shown} sterkste getoond,"
NO_DAY_IN_GROUP: Final = (
    "{count} doen niet mee: daarvan is alleen de maand of het jaar bekend, en een groep in de tijd "
    "vraagt een dag."
)
NO_DAY_IN_WEEKS: Final = (
    "{count} doen niet mee: daarvan is alleen de maand of het jaar bekend, en weken vragen een dag."
)
CLUSTER_TIP: Final = "{count} ({share} % van alle), {place}"
SCAN_TIP: Final = "{count}, verwacht {expected} ({ratio} keer, {p}), {place}"
SCAN_SINCE: Final = ", sinds {day}"
EXCESS: Final = "In {circles} zijn meer {plural} dan toeval verklaart, {period}."
STRONGEST: Final = "De sterkste: {tip}."
NO_EXCESS: Final = (
    "Geen enkele cirkel heeft meer {plural} dan toeval verklaart (sterkste: p = {p}), {period}."
)
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
#: Fewer pairs than are told.
FEW_PAIRS: Final = "<{limit}"
COULD_SEE: Final = (
    "Met dit aantal is {distance} en {days} een verschil te zien vanaf {pairs} paren; toeval geeft "
    "er daar {expected}."
)
NEAR_REPEAT_SCOPE: Final = "Gezocht is in de hele gemeente, {period}, op alle dagen en uren."
NO_PART: Final = "Deze keuze telt daarbij niet mee: {filters}."
FILTER_NAMES: Final = {one.field: one.plural for one in FILTERS} | {"drawn": "het getekende gebied"}
WITHOUT_DAY: Final = (
    "Niet meegeteld: {count} waarvan alleen de maand of het jaar bekend is, niet de dag."
)
OPEN_ZONES: Final = "Op {day}: {zones} open."
ZONE_TIP: Final = "Open tot en met {end}, {count}, {place}"
TREATED: Final = (
    "Met de maatregel gingen de {plural} van {before} naar {after}; ter vergelijking van "
    "{control_before} naar {control_after}."
)
FEWER: Final = (
    "Het zijn er {size} minder dan verwacht: {change} % (95 %: {low} tot {high} %). Dat is meer "
    "dan toeval verklaart."
)
MORE: Final = (
    "Het zijn er {size} meer dan verwacht: {change} % (95 %: {low} tot {high} %). Dat is meer dan "
    "toeval verklaart."
)
NO_EFFECT: Final = (
    "Geen aantoonbaar effect: het verschil met de verwachting is {change} % (95 %: {low} tot "
    "{high} %)."
)
BY_ITSELF: Final = (
    "Vergeleken met alleen de periode ervoor lijkt er een verschil, maar niet met de periode daar "
    "weer voor: het kan er toevallig net druk of rustig zijn geweest."
)
#: Why there is no verdict.
NO_VERDICT: Final = {
    "no_earlier": (
        "Geen oordeel: de laag begint te laat om te zien of de buurten ervoor gelijk op gingen, en "
        "of het er niet toevallig net druk was."
    ),
    "not_alike": (
        "Geen oordeel: er zijn geen buurten om mee te vergelijken die ervoor ongeveer even druk "
        "waren (de helft tot het dubbele)."
    ),
    "other_way": (
        "Geen oordeel: vóór de maatregel ging het in de buurten om mee te vergelijken al een "
        "andere kant op."
    ),
}
DISPLACED: Final = "In de buurten eromheen: van {before} naar {after}. {verdict}"
TOGETHER: Final = "Alles bij elkaar, met de buurten eromheen. {verdict}"
FEW_COUNTS: Final = (
    "Sommige aantallen zijn kleiner dan {few}. Lees het interval dan als een grove schatting."
)
AND_MORE: Final = "{names} en nog {count}"
COMPARED_WITH: Final = "Vergeleken met: {names}."
ROLE_TIP: Final = "{name} ({role}): van {before} naar {after}"
ROLES: Final = {"treated": "met de maatregel", "ring": "eromheen"}
#: What was chosen, by method: the line in the legend.
CHOSEN: Final = {
    "clusters": "Straal {radius_m} m, ten minste {min_points} {plural}. Niet getoetst.",
    "scan": (
        "Cellen van {cell_m} m, cirkels tot {largest_radius_m} m, {permutations} keer nagebootst. "
        + sentence(any_at_all("een cirkel"))
    ),
    "scan_recent": (
        "Cellen van {cell_m} m, cirkels tot {largest_radius_m} m, laatste {longest_weeks} weken, "
        "{permutations} keer nagebootst. " + sentence(any_at_all("een cirkel"))
    ),
    "near_repeat": (
        "Toets van Knox, hele gemeente, {period}, {permutations} keer nagebootst; zones op {on}. "
        + sentence(any_at_all("zones"))
    ),
    "before_after": "Vanaf {since}, {days} dagen ervoor en erna.",
}


def p_in_words(p: float) -> str:
    """Return a p as it is told.

    Examples
    --------
    >>> p_in_words(0.0123), p_in_words(0.0001)
    ('p = 0,012', 'p kleiner dan 0,001')
    """
    return P_TINY if p < _TINY else P.format(p=number(p, 3))


SEARCH: Final = "Verder zoeken"
NO_SEARCH: Final = "Niets"
SEARCH_HELP: Final = (
    "Zoekt plekken en herhaling tussen de gekozen incidenten en zet ze als omtrek op de kaart. "
    "Het kan even duren."
)
SEARCHING: Final = "Bezig met zoeken"
IN_LINE: Final = "Wacht op een zoekopdracht die eerder begon"
STOP: Final = "Stop met zoeken"
REPLACED: Final = (
    "Deze zoekopdracht is gestopt: u begon op een andere pagina een nieuwe. Kies opnieuw wat u "
    "zoekt."
)
RADIUS: Final = "Straal van een groep"
MIN_POINTS: Final = "Ten minste zo veel in een groep"
AUTOMATIC_MINIMUM: Final = "2 % van alle, ten minste 5"
REACH: Final = "Hoe ver uit elkaar in de tijd"
ANY_TIME: Final = "Maakt niet uit"
DAYS: Final = "Hoogstens {days} dagen"
LARGEST_RADIUS: Final = "Grootste cirkel (straal)"
METRIC: Final = "Afstand"
METRICS: Final = {False: "Hemelsbreed", True: "Langs de assen (Manhattan)"}
DISTANCE_BANDS: Final = "Eigen afstanden (grenzen)"
DAY_BANDS: Final = "Eigen tijden (grenzen)"
FIXED_BANDS: Final = "De vaste banden"
BANDS_HELP: Final = (
    "Kies een of meer grenzen; de eerste band begint bij 0. Kiest u niets, dan gelden de vaste "
    "banden, met voor elke rol hetzelfde antwoord."
)
ONE_DAY: Final = "1 dag"
EDGE_DAYS: Final = "{days} dagen"
SEARCH_PAGE_TREATED: Final = "Buurten met de maatregel"
CONTROL: Final = "Vergelijken met"
CONTROL_HELP: Final = (
    "Buurten zonder de maatregel. Kiest u niets, dan neemt de app alle buurten die daarvoor "
    "ongeveer even druk waren."
)
PICK_ONE: Final = "Kies een of meer buurten"
MOST_ALIKE: Final = "De app kiest wat ongeveer even druk was"
SINCE: Final = "Begin van de maatregel"
PICK_TREATED: Final = "Kies links een of meer buurten met de maatregel."
HOW: Final = "Wat dit zegt, en wat niet"
TABLES: Final = {"knox": "Paren naar afstand en tijd (Knox)"}
COLUMNS: Final = {
    "number": "Nr.",
    "place": "Waar",
    "role": "Rol",
    "name": "Buurt",
    "count": "Aantal",
    "share": "% van alle",
    "observed": "Gevonden",
    "expected": "Verwacht",
    "ratio": "Verhouding",
    "p": "p",
    "adjusted_p": "p, alle banden samen",
    "stands_out": "Valt op",
    "radius_m": "Straal (m)",
    "first": "Eerste",
    "last": "Laatste",
    "since": "Sinds",
    "start": "Begin",
    "end": "Open t/m",
    "before": "Ervoor",
    "after": "Erna",
    "from_m": "Van (m)",
    "to_m": "Tot (m)",
    "from_days": "Van (dagen)",
    "to_days": "Tot (dagen)",
}
#: Labels of columns that hold words.
WORDS: Final = (
    "Waar",
    "Rol",
    "Buurt",
    "Eerste",
    "Laatste",
    "Sinds",
    "Begin",
    "Open t/m",
    "Valt op",
)
DECIMALS: Final = {
    "expected": 1,
    "ratio": 2,
    "p": 3,
    "adjusted_p": 3,
    "radius_m": 0,
    "from_m": 1,
    "to_m": 1,
    "from_days": 0,
    "to_days": 0,
}
