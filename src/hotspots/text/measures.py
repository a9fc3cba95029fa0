"""What each measure is called and says."""

from __future__ import annotations

from typing import Final

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
CHANGE_VERDICTS: Final = (
    "minder dan eerder",
    "geen aantoonbare verandering",
    "meer dan eerder",
)
CHANGE_EXPLANATION: Final = (
    "Hoeveel {plural} er meer of minder waren dan in de eerdere periode. Een gebied krijgt alleen "
    "kleur als toeval het verschil niet verklaart (E-toets op twee aantallen, gecorrigeerd voor "
    "het aantal gebieden). Geen kleur betekent: geen aantoonbare verandering. Dat is iets anders "
    "dan geen verandering."
)
CHANGE_LEVELS: Final = "In een cel gebeurt te weinig om een verandering aan te tonen."
HOTSPOT_LABEL: Final = "Hotspots"
HOTSPOT_UNIT: Final = "hotspots van {plural} (Gi*)"
HOTSPOT_VERDICTS: Final = (
    "coldspot: minder dan toeval",
    "niet meer of minder dan toeval",
    "hotspot: meer dan toeval",
)
HOTSPOT_EXPLANATION: Final = (
    "Waar in een gebied en zijn omgeving meer {plural} zijn dan toeval verklaart (Gi*). De toets "
    "is exact en gecorrigeerd voor het aantal gebieden: van wat gekleurd is, is naar verwachting "
    "hooguit 5 % toeval. Een gekleurd gebied hoeft zelf niet veel {plural} te hebben; het gaat om "
    "de omgeving. De kaart beschrijft wat er was en voorspelt niets."
)
HOTSPOT_LEVELS: Final = (
    "Een toets per wijk zegt niets: met zo weinig gebieden is bijna alles elkaars buur."
)
DENSITY_LABEL: Final = "Dichtheid"
DENSITY_UNIT: Final = "{plural} per km² per jaar"
DENSITY_EXPLANATION: Final = (
    "Hoe dicht de {plural} bij elkaar liggen, uitgesmeerd over een straal om elk punt. De kaart "
    "houdt alles binnen de gemeente en smeert niets uit over breed water. Zij zegt waar het "
    "druk is, niet of dat meer is dan toeval."
)
