"""What is said in Dutch to a map program and to whoever connects one."""

from __future__ import annotations

from typing import Final

TITLE: Final = "Hotspots {gemeente}"
DESCRIPTION: Final = (
    "Aantallen per gebied en cel, hotspots en lagen van de omgeving, zoals de kaart ze laat zien "
    "aan de rol van uw sleutel. Geregistreerd is niet hetzelfde als gebeurd. Geen losse "
    "incidenten."
)
OFF: Final = (
    "De koppeling voor kaartprogramma's staat uit. Verwacht: on = true onder [ogc_api] in "
    "gemeente.toml. Vraag de beheerder erom."
)
NOT_INSTALLED: Final = (
    "De koppeling voor kaartprogramma's staat aan, maar het pakket pygeoapi ontbreekt. Vraag de "
    "beheerder om: pip install 'hotspots[service]'."
)
NOT_NOW: Final = (
    "De koppeling kan nu geen antwoord geven. De oorzaak staat in het logboek van de server. Vraag "
    "de beheerder om ernaar te kijken."
)
NO_KEY_SHOWN: Final = (
    "Hiervoor is een sleutel nodig. Gevonden: geen. Geef hem als wachtwoord (de gebruikersnaam "
    "mag alles zijn), of als 'Authorization: Bearer SLEUTEL'."
)
ASK_FOR_KEY: Final = "Vraag de beheerder om een nieuwe sleutel."
REFUSAL: Final = "Geen antwoord, en in het Nederlands waarom niet"
REALM: Final = "hotspots"
UNKNOWN_ADDRESS: Final = "Dit adres bestaat niet. Begin bij {start}."
AT_ONCE: Final = (
    "U vraagt te veel tegelijk met deze sleutel. Wacht tot de vorige antwoorden er zijn."
)

NO_COLLECTION: Final = "Verzameling '{name}' bestaat niet."
KNOWN_COLLECTIONS: Final = "Bekend: {known}."
NO_FEATURE: Final = "In '{collection}' is geen vlak of plek '{name}'."
NO_FEATURE_FOUND: Final = "Verwacht: een code uit /collections/{collection}/items."
NO_FEATURE_DO: Final = "Verbeter de code, of kies een andere verzameling."

UNKNOWN_PARAMETER: Final = "Parameter '{name}' bestaat niet."
TWICE: Final = "Parameter '{name}' staat er met {times} waarden."
ONCE: Final = "Verwacht: één waarde."
ONE_ONLY: Final = "Laat er één staan."
KNOWN_PARAMETERS: Final = "Bekend: {known}."
NO_NUMBER: Final = "'{value}' kan niet als {name}."
NUMBER_BETWEEN: Final = "Verwacht: een geheel getal van {low} tot en met {high}."
NUMBER_DO: Final = "Vraag een kleiner deel, en de rest met de link 'next'."
PAST_THE_END: Final = (
    "Vanaf {offset} is er niets: '{collection}' heeft hier {count} vlakken of plekken."
)
PAST_THE_END_FOUND: Final = "Verwacht: een offset van 0 tot en met {count}."
PAST_THE_END_DO: Final = "Begin opnieuw bij 0 en volg de link 'next'."
NO_BBOX: Final = "'{value}' is geen uitsnede (bbox)."
NO_BBOX_FOUND: Final = (
    "Verwacht: vier getallen met komma's, west,zuid,oost,noord, met zuid het kleinst (en in meters "
    "ook west)."
)
NO_BBOX_DO: Final = "Verbeter de getallen; zonder bbox-crs zijn het graden, met RD meters."
NO_CRS: Final = "Coördinatenstelsel '{value}' kan hier niet ({name})."
NO_CRS_FOUND: Final = "Mogelijk: {known}."
NO_CRS_DO: Final = "Kies een van deze; zonder {name} is het {usual}."
CRS_WITHOUT_BBOX: Final = "Er staat een bbox-crs, en geen bbox."
CRS_WITHOUT_BBOX_FOUND: Final = "Verwacht: beide, of geen van beide."
CRS_WITHOUT_BBOX_DO: Final = "Geef ook de bbox."
NO_PERIOD: Final = "'{value}' is geen periode (datetime)."
NO_PERIOD_FOUND: Final = "Verwacht: 2017-01-01/2017-12-31, een open einde als .., of één dag."
NO_PERIOD_DO: Final = "Verbeter de dagen."
NO_FORMAT: Final = "Het formaat '{value}' kan hier niet (f)."
NO_FORMAT_FOUND: Final = "Verwacht: json. Er zijn geen pagina's bij deze koppeling."
NO_FORMAT_DO: Final = "Laat f weg."
NO_SOORT: Final = "'{collection}' kent geen {name}."
NO_SOORT_FOUND: Final = "Gevonden: {name}={value}."
NO_SOORT_DO: Final = "Laat {name} weg."

OF_AREAS: Final = "{layer} per {level}"
OF_CELLS: Final = "{layer} per cel"
OF_HOTSPOTS: Final = "{layer}: hotspots"
LEVELS: Final = {
    "gemeente": "gemeente",
    "regios": "regio",
    "gemeenten": "gemeente",
    "wijken": "wijk",
    "buurten": "buurt",
    "cells": "cel",
}
ABOUT_AREAS: Final = (
    "{label} ({measures} met maat=). Een leeg getal is geen nul: 'status' zegt wat het is, en "
    "'legend' de klasse van de legenda. Periode met datetime=begin/einde{soort}."
)
ABOUT_CELLS: Final = (
    "Cellen van {size} m met ten minste één {noun}; cellen zonder staan er niet in. Periode met "
    "datetime=begin/einde{soort}."
)
ABOUT_HOTSPOTS: Final = (
    "Getoetste cellen van {size} m. 'verdict' zegt wat er meer is dan toeval verklaart, 'legend' "
    "hoeveel keer wat te verwachten was. Periode met datetime=begin/einde{soort}."
)
WITH_SOORT: Final = ", soort met soort={soorten}"
SYNTHETIC: Final = "Synthetische gegevens."
SYNTHETIC_NAME: Final = " (synthetisch)"
LEGEND_FIELD: Final = "Klasse van de legenda"

#: Titles of links, by what they lead to.
LINKS: Final = {
    "root": "Begin van deze koppeling",
    "self": "Dit antwoord",
    "alternate": "Dit antwoord",
    "service-desc": "Beschrijving van de koppeling (OpenAPI)",
    "conformance": "Aan welke delen van de standaard dit voldoet",
    "data": "Verzamelingen",
    "items": "Vlakken en plekken (GeoJSON)",
    "collection": "De verzameling",
    "next": "Volgende",
    "prev": "Vorige",
    "http://www.opengis.net/def/rel/ogc/1.0/schema": "Velden",
}

#: The command line.
KEY: Final = "sleutels voor QGIS en andere kaartprogramma's"
KEY_NEW: Final = "maak een sleutel voor een gebruiker; hij wordt één keer getoond"
KEY_LIST: Final = "toon de sleutels: nummer, gebruiker en tot wanneer"
KEY_REVOKE: Final = "trek een sleutel in; hij geldt meteen niet meer"
KEY_WHO: Final = "gebruiker, zoals in gebruikers.toml"
KEY_NUMBER: Final = "nummer van de sleutel, uit 'hotspots key list'"
KEY_FOR_DAYS: Final = "hoeveel dagen hij geldt"
KEY_MADE: Final = "Sleutel {number} van {who}, geldig tot en met {until}:"
KEY_ONCE: Final = (
    "Bewaar hem nu: hij is niet opnieuw te tonen. In QGIS is hij het wachtwoord van een "
    "authenticatie 'Basic'."
)
KEY_GONE: Final = "Sleutel {number} van {who} is ingetrokken."
SERVICE_IS_OFF: Final = (
    "De koppeling staat nog uit: zet on = true onder [ogc_api] in gemeente.toml en start opnieuw."
)
NO_KEYS: Final = "Er zijn geen sleutels."
KEY_COLUMNS: Final = ("Nummer", "Gebruiker", "Gemaakt", "Tot en met", "Stand")
KEY_GOOD: Final = "geldig"

QGIS: Final = "schrijf een project voor QGIS, met de klassen en kleuren van de kaart"
QGIS_OUT: Final = "bestand: .qgz"
QGIS_URL: Final = "adres van de koppeling, zoals https://hotspots.gemeente.nl/ogc"
QGIS_AUTHCFG: Final = "nummer van de authenticatie in QGIS (7 tekens); er komt geen sleutel in"
QGIS_LAYERS: Final = "alleen deze lagen"
WRONG_PROJECT_END: Final = "Een project kan niet naar '{name}'."
WRONG_URL: Final = "'{url}' is geen adres van de koppeling."
WRONG_URL_FOUND: Final = (
    "Verwacht: http:// of https:// en een server, zonder wachtwoord en zonder ? of #."
)
WRONG_URL_DO: Final = "Verbeter het adres bij --url."
WRONG_AUTHCFG: Final = "'{value}' is geen nummer van een authenticatie in QGIS."
WRONG_AUTHCFG_FOUND: Final = "Verwacht: zeven letters of cijfers, zoals QGIS ze toont."
WRONG_AUTHCFG_DO: Final = "Zie in QGIS: Extra, Opties, Authenticatie. Zet hier nooit de sleutel."
EMPTY_PROJECT: Final = "Er is geen laag om in een project te zetten."
EMPTY_PROJECT_FOUND: Final = (
    "De rol {role} mag niets meenemen van wat hier gekozen is, of daar staan nog geen rijen in."
)
EMPTY_PROJECT_DO: Final = "Kies andere lagen bij --layer, of een rol die mag exporteren."
NOT_WRITTEN: Final = "Het project '{path}' is niet te schrijven."
PROJECT_NOTE: Final = (
    "Kleuren en klassen zijn die van de kaart op het moment dat dit project is gemaakt. "
    "Geregistreerd is niet hetzelfde als gebeurd."
)
