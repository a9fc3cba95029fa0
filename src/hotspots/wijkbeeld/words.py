"""What a wijkbeeld says: the briefing in sentences, and why a number is not there."""

from __future__ import annotations

from typing import Final

from hotspots.analysis.chance_words import share_of

DRAWN_NAME: Final = "Getekend gebied"
AMBIGUOUS: Final = "'{written}' kan meer dan één plaats zijn."
AMBIGUOUS_FOUND: Final = "Gevonden: {places}."
AMBIGUOUS_DO: Final = "Noem de code, of zet 'wijk' of 'buurt' ervoor."
IN_WIJK: Final = " in {wijk}"
NO_PLACE: Final = "Er is geen wijk of buurt '{written}'."
MANY_PLACES_DO: Final = "Kies op de kaart, of geef de code van de wijk of buurt."
NO_PLACE_FOUND: Final = "Verwacht: de naam of de code van een wijk of een buurt."
OUTSIDE: Final = "Het getekende gebied ligt buiten {whole.the}."
OUTSIDE_FOUND: Final = "Er ligt geen enkele buurt in."
OUTSIDE_DO: Final = "Teken een gebied binnen {whole.the}."
NO_LAYERS: Final = "Er is niets te vertellen over deze plaats."
NO_LAYERS_FOUND: Final = "Geen enkele laag die u mag zien, heeft gegevens uit deze periode."
NO_LAYERS_DO: Final = "Kies een andere periode of een andere plaats."
NO_LAYERS_FOR_ROLE: Final = "Met uw rol ziet u geen enkele laag in een gebied zo klein als dit."
NO_LAYERS_FOR_ROLE_DO: Final = (
    "Kies een buurt of een wijk, of vraag de beheerder om andere rechten."
)

#: Why a number or a test is not there.
WHY_NOT: Final = {
    "rounded": "Het aantal ligt tussen twee grenzen. Toetsen kan dan niet.",
    "too_fine": "Deze laag is te gevoelig voor een gebied dat zo klein is. Kijk naar de wijk.",
    "only_gemeente": "Deze laag is zo gevoelig dat zij alleen voor {whole.the_entire} te zien is.",
    "too_fine_for_role": "Met uw rol ziet u deze laag niet zo fijn.",
    "not_by_wijk": "Deze laag is niet per wijk te bekijken.",
    "no_data": "Deze laag heeft geen gegevens uit deze periode.",
    "unreadable": "Deze laag is nu niet te lezen.",
    "nothing_yet": "Van deze laag is nog niets ingelezen.",
    "withheld": "De bron geeft niet alle aantallen. Een totaal om te vergelijken is er dan niet.",
    "no_year_before": "De laag begint later dan een jaar vóór deze periode.",
    "nothing": "Er is niets geregistreerd om te vergelijken.",
    "no_denominator": "Er is geen aantal bekend om door te delen.",
    "small_denominator": "Er wonen hier te weinig mensen om mee te rekenen.",
    "whole_city": "Buiten dit gebied is er geen {whole.town} om mee te vergelijken.",
    "events": "Evenementen zijn gepland: meer of minder ervan zegt niets over toeval.",
}
#: Why there are no open zones of a layer.
NO_ZONES: Final = {
    "not_searched": "Er is nog niet naar herhaling gezocht.",
    "too_few": "Er zijn in deze periode te weinig incidenten om herhaling te zien.",
    "too_short": "De periode heeft te weinig hele maanden om herhaling te zien.",
    "too_many": "Er zijn te veel incidenten om herhaling te zien.",
    "not_for_layer": "Alleen bij misdrijven en aangiften wordt naar herhaling gezocht.",
    "none_here": "Elders in {whole.the_town} zijn zones open, hier niet.",
    "none_open": "Er is nu geen zone open.",
    "not_significant": (
        "Of incidenten elkaar in {whole.the} dichtbij vaker snel opvolgen dan toeval: geen "
        "aantoonbaar verschil."
    ),
    "no_pairs": "Er liggen geen incidenten dicht bij elkaar.",
    "too_few_permutations": "Er is te weinig nagebootst om herhaling te zien.",
}

WINDOW: Final = "{days} tussen {first} en {until} uur"
EVERY_DAY: Final = "alle dagen"

ESTIMATED_NOTE: Final = (
    "Hoeveel mensen in het getekende gebied wonen, is geschat: het aantal van een buurt is "
    "gelijk verdeeld over de plekken waar daar mensen wonen."
)
SHORT_HISTORY_NOTE: Final = (
    "De geschiedenis is te kort om te zeggen welke hotspots nieuw of blijvend zijn: daarvoor zijn "
    "vier hele kwartalen nodig."
)
DRAWN_NOTE: Final = (
    "Een getekend gebied volgt geen grenzen van buurten: vergelijk het alleen met zichzelf en "
    "met de rest van {whole.the_town}."
)
ROUNDED_NOTE: Final = (
    "Gevoelige lagen: aantallen per kwartaal zijn afgerond op vijven, en onder de {minimum} "
    "blijft het getal onbekend. Het ware aantal ligt tussen de twee grenzen die er staan."
)
TESTED_NOTE: Final = (
    "Meer of minder staat er alleen als toeval het verschil niet verklaart. Alle regels zijn "
    "samen getoetst; " + share_of("zo genoemd") + "."
)
OTHER_PERIOD: Final = "{layers}: {period}. Andere dagen zijn er van die laag niet."
NO_CALENDAR: Final = "De evenementenkalender is niet geladen."
DENOMINATOR_NOTE: Final = (
    "Vergelijken met {whole.the_town} gaat per bewoner of huishouden. Waar veel bezoekers komen, "
    "zoals in een centrum, valt dat hoog uit."
)

#: The briefing that is read aloud. At most this many words, so that it takes a minute.
MOST_WORDS: Final = 150
IN_PLACE: Final = "In {name}"
IN_DRAWN: Final = "In het getekende gebied"
IN_YEAR: Final = "in {year}"
IN_PERIOD: Final = "van {first} tot en met {last}"
CHANGED: Final = "{where} waren er {period} {changed} dan {before}."
UNCHANGED_ALL: Final = (
    "{where} is er {period} geen aantoonbare verandering ten opzichte van {before}."
)
YEAR_BEFORE: Final = "een jaar eerder"
#: Of a period of more than a year; the same days a year earlier would be in both.
TIME_BEFORE: Final = "de periode ervoor"
NO_YEAR_BEFORE: Final = "{where} is {period} niets te vergelijken: er is geen eerder jaar."
NOTHING_REGISTERED: Final = "{where} is {period} niets geregistreerd in deze lagen."
NOTHING_TO_SHOW: Final = "{where} is er {period} geen getal dat u mag zien."
MORE_OF: Final = "meer {names}"
FEWER_OF: Final = "minder {names}"
WAS: Final = "{plural} ({count}, was {earlier})"
TIMES: Final = "{plural} ({times} keer zoveel{although})"
#: Of what is rarer: "minder ... (0,4 keer zoveel)" says two things at once.
TIMES_FEWER: Final = "{plural} ({share} % minder{although})"
#: Where the other comparison of the same layer points the other way.
ALTHOUGH: Final = {
    "more": ", al werden het er minder",
    "fewer": ", al werden het er meer",
}
OTHERS: Final = "nog {count} andere"
AGAINST_REST: Final = "{per} zijn er {differs} dan in de rest van {whole.the_town}."
PER_THOUSAND: Final = "Per 1.000 {label}"
IN_PROPORTION: Final = "Naar verhouding"
WHERE_AND_WHEN: Final = "{plural}: {places}."
#: A side of a buurt has an article, a street has none that always fits.
IN_SIDE: Final = "in het {handle}"
AT_STREET: Final = "rond {handle}"
THE_SIDE: Final = "het {handle}"
MOSTLY_IN: Final = "vooral {where} ({count})"
RISEN: Final = "meer dan een jaar eerder in {buurten}"
RISEN_BUURT: Final = "{name} ({count}, was {earlier})"
RISEN_MORE: Final = "nog {count} buurten"
NO_HOT_PLACE: Final = "geen plek springt eruit"
BUSIEST: Final = "het drukst op {window}"
NO_BUSY_HOUR: Final = "geen uur springt eruit"
TOO_FEW_HOURS: Final = "te weinig om een uur te noemen"
SINCE_MONTH_LAST_YEAR: Final = (
    "In {month} waren er {direction} {plural} ({count}) dan in dezelfde maand een jaar eerder "
    "({before})."
)
NO_NEWS: Final = (
    "De laatste hele maand, {month}, verschilt niet aantoonbaar van dezelfde maand een jaar eerder."
)
NEW_PLACE: Final = "Nieuwe plek: {place} ({plural})."
DIRECTIONS: Final = {"more": "meer", "fewer": "minder"}
ZONES_OPEN: Final = "Let op herhaling: {zones}."
ZONE: Final = "{plural} {where} (tot en met {until})"
NO_ZONES_OPEN: Final = "Er staat hier geen herhaalzone open."
EVENTS_IN: Final = "Er waren {events} in dit gebied of op minder dan 500 meter."
ONE_EVENT_IN: Final = "Er was één evenement in dit gebied of op minder dan 500 meter."
EVENTS: Final = "{count} evenementen"
NOT_SHOWN: Final = "Geen aantoonbare verandering: {layers}."
NOT_DIFFERENT: Final = "Niet aantoonbaar anders dan {whole.the_town}: {layers}."
NOTHING_OF: Final = "Niets geregistreerd: {layers}."
NOT_TESTED: Final = "Niet getoetst: {layers}."
REGISTERED: Final = "Geregistreerd is niet hetzelfde als gebeurd."

MAIL_COLUMNS: Final = ("Wie", "Wijk", "Uitkomst")
NOTHING_NEW: Final = "{place}: niets nieuws, geen mail."
NO_RECIPIENTS: Final = (
    "Niemand krijgt mail. Zet in gebruikers.toml onder [mail] per naam een adres, en onder "
    "[wijken] de wijk."
)
NO_MAIL_FILE: Final = "Het bestand '{path}' is niet te schrijven."
NO_MAIL_FILE_FOUND: Final = "Gevonden: {error}."
NO_MAIL_FILE_DO: Final = "Kies een andere map bij --out."
OUT_UNCLEAR: Final = "Bij --out hoort --dry-run, of een wijk."
OUT_UNCLEAR_FOUND: Final = "Zonder die twee wordt de mail verstuurd, en niet bewaard."
OUT_UNCLEAR_DO: Final = "Geef --dry-run erbij, of laat --out weg."
