"""What each measure is called and says."""

from __future__ import annotations

from typing import Final

from hotspots.text.error_rates import share_of

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
