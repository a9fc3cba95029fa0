"""What is said about fetching open data, and where fetched rows come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.dutch import day_of, number, plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hotspots.errors import Parts


#: What an error of a service says to do when nothing better is known.
TRY_LATER: Final = "Probeer het later opnieuw. Wat er al was, blijft staan."
TELL_KEEPER: Final = (
    "Er is niets veranderd. Meld het aan de beheerder: de dienst werkt anders dan dit programma "
    "verwacht."
)


def unreachable(service: str, url: str) -> Parts:
    """Say that there is no connection: one sentence, and where it was looked for."""
    return (
        f"Geen verbinding met {service}; er is niets opgehaald en alles werkt door met wat er is.",
        f"Gezocht: {url}.",
        "",
    )


def certificate(service: str, url: str) -> Parts:
    """Say that the other side could not show who it is."""
    return (
        f"{service} kan niet bewijzen dat het de echte dienst is; er is niets opgehaald.",
        f"Het certificaat van {url} klopt niet.",
        (
            "Zit er een tussenstation van de gemeente in de verbinding? Zet dan het certificaat "
            "daarvan in een bestand en noem dat in REQUESTS_CA_BUNDLE."
        ),
    )


def not_safe(service: str, url: str) -> Parts:
    """Say that an address is not one that is fetched from."""
    return (
        f"Van dit adres wordt niets opgehaald voor {service}.",
        (
            f"Gevonden: {url}. Verwacht: een adres dat begint met https:// (http:// mag alleen "
            "naar deze computer)."
        ),
        "Herstel --base-url, of het adres onder [open_data] in gemeente.toml.",
    )


def no_year(service: str) -> Parts:
    """Say that none of the years that are known is there."""
    return (
        f"{service} heeft geen indeling van de jaren die dit programma kent.",
        "Elk jaar gaf: niet gevonden.",
        "Noem een jaar met --year, of zet het adres onder [open_data] in gemeente.toml.",
    )


def no_region(service: str, written: str, year: int, names: Sequence[str], close: str) -> Parts:
    """Say that no veiligheidsregio has a name; ``close`` is which one may be meant."""
    return (
        f"{service} heeft in {year} geen veiligheidsregio met de naam '{written}'.",
        f"Bekend: {', '.join(names)}.",
        f"{close} Of geef de codes van de gemeenten, met --gemeente GM0000 GM0000.",
    )


def no_gemeente(service: str, url: str, gemeenten: str, year: int) -> Parts:
    """Say that a service has nothing of a gemeente."""
    return (
        f"{service} heeft in {year} geen gemeente met de code {gemeenten}.",
        f"Gevraagd: {url}.",
        (
            "Controleer de code op de site van het CBS. Is de gemeente later ontstaan, of "
            "opgeheven? Kies dan een ander jaar met --year."
        ),
    )


def elsewhere(service: str, url: str, host: str) -> Parts:
    """Say that a service sends on to another host."""
    return (
        f"{service} verwijst door naar een andere computer; daar wordt niets opgehaald.",
        f"Gevraagd: {url}. Verwezen naar: {host}.",
        TELL_KEEPER,
    )


def refused(service: str, url: str, status: int, detail: str) -> Parts:
    """Say that a service did not answer the question, with what it said."""
    said = f" De dienst zegt: {detail}" if detail else ""
    return (f"{service} gaf geen antwoord.", f"Gevraagd: {url}. Code {status}.{said}", TRY_LATER)


def wait_too_long(service: str, url: str, seconds: float) -> Parts:
    """Say that a service asks to stay away longer than we wait."""
    return (
        f"{service} is te druk.",
        f"Gevraagd: {url}. De dienst vraagt om {number(round(seconds))} seconden te wachten.",
        TRY_LATER,
    )


def too_large(service: str, url: str, most_b: int) -> Parts:
    """Say that an answer was cut off because it was larger than the tool will hold."""
    return (
        f"Het antwoord van {service} is te groot; het ophalen is gestopt.",
        f"Gevraagd: {url}. Toegestaan: {number(most_b // 1_000_000)} MB per antwoord.",
        TELL_KEEPER,
    )


def too_slow(service: str, url: str, most_s: float) -> Parts:
    """Say that an answer was cut off because it took too long."""
    return (
        f"{service} is te traag; het ophalen is gestopt.",
        f"Gevraagd: {url}. Gewacht: {number(round(most_s))} seconden.",
        TRY_LATER,
    )


def broken_off(service: str, url: str) -> Parts:
    """Say that an answer began and did not come to its end."""
    return (
        f"Het antwoord van {service} brak halverwege af; er is niets veranderd.",
        f"Gevraagd: {url}. Gevonden: een begin. Verwacht: het hele antwoord.",
        TRY_LATER,
    )


def not_promised(service: str, url: str, got: str, expected: str) -> Parts:
    """Say that an answer is something else than the service says it gives."""
    return (
        f"Het antwoord van {service} is niet wat het hoort te zijn.",
        f"Gevraagd: {url}. Gevonden: {got}. Verwacht: {expected}.",
        TELL_KEEPER,
    )


def none_near(service: str, what: str, margin_m: float) -> Parts:
    """Say that there is nothing of a kind here: an answer, and no fault of anybody."""
    return (
        f"Er zijn geen {what} in of bij deze gemeente.",
        (
            f"Gevraagd aan: {service}, tot {number(margin_m / 1000, 1)} km om de gemeente. Het "
            "antwoord is in orde en leeg."
        ),
        "Er is niets veranderd en er is niets te doen. Wat er in de laag stond, staat er nog.",
    )


#: What can be found where something else was expected, and what was expected.
NO_JSON: Final = "geen JSON ({reason})"
TOO_DEEP: Final = "te diep genest"
JSON: Final = "JSON"
HTML: Final = "een webpagina"
NO_COLLECTION: Final = "JSON zonder een lijst met gebieden"
COLLECTION: Final = "een FeatureCollection met een lijst 'features'"
NO_LINK: Final = "een verwijzing naar de volgende bladzijde zonder adres"
LINK: Final = "een adres"
SAME_PAGE: Final = "een bladzijde die naar een eerdere verwijst"
PAGE_AGAIN: Final = "een bladzijde met dezelfde gebieden als de vorige"
OTHER_PAGE: Final = "een volgende bladzijde, of geen"
MANY_PAGES: Final = "meer dan {most} bladzijden"
FEWER_PAGES: Final = "ten hoogste {most} bladzijden"
RETURNED: Final = "{found} gebieden"
SAID_RETURNED: Final = "{said} gebieden, zoals het antwoord zelf zegt"
NO_FEATURE: Final = "gebied {position} zonder eigenschappen of vorm"
FEATURE: Final = "een gebied met eigenschappen en een vorm"
NO_PROPERTY: Final = "gebieden zonder {field} (eigenschappen: {names})"
PROPERTY: Final = "een van: {names}"
NO_CODE: Final = "de code {code}"
CODE: Final = "een code zoals {example}"
NO_NAME: Final = "een naam die geen naam is bij {code}"
NAME: Final = "een naam van 1 tot {most} tekens"
NO_NUMBER: Final = "{value} als {field} van {code}"
NUMBER: Final = "een getal of niets"
NOT_IN_COUNTRY: Final = "een vorm buiten Nederland (bij {code})"
ALL_ABROAD: Final = "alleen vormen buiten Nederland"
IN_COUNTRY: Final = "coördinaten in Nederland"
OTHER_CRS: Final = "coördinaten in {crs}"
KNOWN_CRS: Final = "CRS84, EPSG:4326, EPSG:4258 of EPSG:28992"

#: Behind the source of what did not come from the service itself.
TRIAL: Final = " (proefserver)"
LEVELS: Final = {"gemeente": "gemeenten", "wijken": "wijken", "buurten": "buurten"}
LABEL: Final = "{level} (indeling {year})"
NOTE: Final = "Officiële grenzen van CBS en Kadaster, indeling {year}, opgehaald op {day}."
NOTE_OLDER: Final = " {label} komt nog van {year}: in de indeling van nu is dat cijfer niet bekend."
NO_DENOMINATOR: Final = "de opgehaalde indeling heeft geen cijfers over {label}"


def not_sound(year: int, problems: tuple[str, ...]) -> Parts:
    """Say that fetched boundaries did not pass the checks."""
    more = f" En nog {number(len(problems) - 5)}." if len(problems) > 5 else ""  # noqa: PLR2004 - listed
    return (
        f"De opgehaalde indeling van {year} is niet gepubliceerd: zij klopt niet.",
        f"Gevonden: {'; '.join(problems[:5])}.{more}",
        "De indeling die er was, blijft staan. Probeer een ander jaar met --year, of meld het.",
    )


OUTSIDE_WIJK: Final = "buurt {code} ligt niet in haar wijk {wijk}"
HOLE_IN_AREA: Final = "{ha} ha van {area} ligt in geen enkele buurt; er ontbreekt een buurt"
PEOPLE_MISSING: Final = (
    "{area} heeft {people} inwoners en haar buurten samen {buurten}; er ontbreekt een buurt"
)
EMPTY_WIJK: Final = "wijk {code} heeft geen buurt"
AREA_DIFFERS: Final = (
    "de buurten van {gemeente} beslaan {buurten} ha en de gemeente {whole} ha; er ontbreekt iets"
)
NO_GEMEENTE: Final = "de gemeente {code} zelf ontbreekt"
LOST_HALF: Final = (
    "het aantal buurten van {gemeente} gaat van {before} naar {now}; verwacht was ongeveer evenveel"
)

#: Of the table of changes.
KINDS: Final = {
    "new": "nieuw",
    "gone": "vervallen",
    "renamed": "andere naam",
    "moved": "grens verschoven",
}
CHANGES_HEAD: Final = "Wat er verandert aan de indeling:"
NO_CHANGES: Final = "De gebieden zijn dezelfde als in de indeling die er was."
APPROXIMATE: Final = (
    "De indeling die er was, heeft benaderde grenzen. Een verschoven grens hieronder is dus vooral "
    "een verbetering van de kaart, geen besluit van de gemeente."
)
RENAMED: Final = "{code} heet nu {now} (was {before})"
NEW: Final = "{code} {now} is nieuw"
GONE: Final = "{code} {before} is er niet meer"
MOVED: Final = "{ha} ha gaat van {before} naar {now}"
MORE_CHANGES: Final = "… en nog {count}; alles staat in --json."

FETCH: Final = "haal openbare gegevens op"
BOUNDARIES: Final = "grenzen van gemeente, wijken en buurten"
YEAR: Final = "jaar van de indeling (anders de nieuwste die er is)"
GEMEENTE: Final = "een of meer gemeenten (anders die van gemeente.toml)"
NO_GEMEENTE_CODE: Final = "'{written}' is geen code van een gemeente; verwacht GM0505 of 0505"
ROWS: Final = "Gebieden"
BASE_URL: Final = "ander adres van de dienst, bijvoorbeeld van een proefserver"
DRY_RUN: Final = "haal op en vertel wat er zou veranderen, verander niets"
LIST: Final = "toon de indelingen die er zijn"
RESTORE: Final = "zet een eerdere indeling terug"

FETCHED: Final = (
    "Indeling {year}: {wijken} wijken en {buurten} buurten van {gemeenten}, opgehaald bij "
    "{service}."
)
PUBLISHED: Final = "Gepubliceerd als {version} van de indeling."
WOULD_PUBLISH: Final = "Dit was een proef: er is niets veranderd."
SAME: Final = "Deze indeling was er al ({version}); er is niets veranderd."
REJOINED: Final = "Opnieuw in gebieden geplaatst: {layers}."
NOT_REJOINED: Final = "Laag '{layer}' kon niet opnieuw worden geplaatst: {reason}"
OPEN_APP: Final = (
    "Draait de applicatie al? Start deze dan opnieuw: tot dan toont de kaart de oude indeling."
)
DIVISION_RESTORED: Final = "De indeling is weer die van {version}."
NO_DIVISIONS: Final = "Er is nog geen indeling opgehaald: de tool toont die van de gemeente zelf."
FELL_BACK: Final = "{first} gaf geen indeling van {year} ({reason}); opgehaald bij {second}."
PROGRESS_PAGES: Final = "Ophalen: {what}, {features} gebieden"
PROGRESS_JOIN: Final = "Incidenten opnieuw in de gebieden plaatsen"

NOT_ALLOWED: Final = "De rol '{role}' mag geen openbare gegevens ophalen."
NOT_ALLOWED_FOUND: Final = "Dat mogen: {roles}."
NO_VERSION: Final = "'{written}' is geen versie van de indeling."
NO_VERSION_FOUND: Final = "Aanwezig: {known}."
NO_VERSION_DO: Final = "Bekijk de lijst met: hotspots fetch boundaries --list"

# Tables of CBS.
NO_TABLE: Final = "JSON zonder een lijst 'value'"
TABLE: Final = "een lijst 'value' met rijen"
NO_ROW: Final = "rij {position} zonder {field}"
ROW: Final = "rijen met {fields}"
NO_PERIOD: Final = "de periode {period}"
PERIOD: Final = "een {per} zoals {example}"
NO_COUNT: Final = "{value} als aantal bij {area}, {period}"
COUNT: Final = "een heel aantal, of niets"
ROW_TWICE: Final = "twee keer een aantal voor {area}, {period}, {soort}"
ROW_ONCE: Final = "één aantal per gebied, periode en soort"
NO_CRIMES: Final = "geen van de soorten die dit programma kent"
CRIMES: Final = "soorten zoals 1.1.1"
NO_ROWS: Final = "geen enkel aantal van {gemeente}"
ROWS_EXPECTED: Final = "aantallen per buurt"

POLICE: Final = "geregistreerde misdrijven per buurt en maand (politie, via CBS)"
YEARLY: Final = "de jaarcijfers: een laag ernaast, die verder terug kan gaan"
POLICE_THEME: Final = "Politiecijfers (CBS)"
POLICE_DESCRIPTION: Final = (
    "Misdrijven die de politie registreerde, per buurt, zoals het CBS ze openbaar maakt. "
    "Van een gebeurtenis telt alleen het zwaarste misdrijf. Dit zijn aantallen, geen plaatsen."
)
POLICE_LAYERS: Final = {
    "month": "Geregistreerde misdrijven",
    "year": "Geregistreerde misdrijven (jaarcijfers)",
}
POLICE_NOUN: Final = "misdrijf"
POLICE_NOUN_PLURAL: Final = "misdrijven"
SOORT: Final = ("soort", "soorten")
FIGURE: Final = ("cijfer", "cijfers")
POLICE_WITHHELD: Final = (
    "Van {count} keer buurt, {per} en soort geeft het CBS geen aantal. Dat is geen nul: zo'n buurt "
    "krijgt in die periode geen getal."
)
POLICE_ELSEWHERE: Final = (
    "{count} misdrijven horen bij een buurt die deze indeling niet kent ({codes}). Zij tellen niet "
    "mee op de kaart."
)
ABSENT_AREAS: Final = (
    "{count} gebieden van deze indeling komen in de bron niet voor. Dat is geen nul: zij krijgen "
    "geen getal."
)
POLICE_SUMMARY: Final = (
    "{crimes} van {soorten}, {first} tot en met {last}, opgehaald bij {service}."
)
POLICE_NEW: Final = "Van deze laag was er nog niets: {added} per buurt, {per} en soort."
POLICE_SAME: Final = "De cijfers zijn dezelfde als in {before}."
POLICE_DIFFERS: Final = (
    "Vergeleken met {before}: {added} cijfers erbij, {changed} veranderd, {gone} niet meer gegeven."
)
POLICE_PUBLISHED: Final = (
    "Gepubliceerd als {version}; kies op de kaart het thema '{theme}'. Draait de applicatie al? "
    "Start deze dan opnieuw: het thema staat er nog niet in."
)
SAME_FIGURES: Final = "Deze cijfers waren er al ({version}); er is niets veranderd."
PROGRESS_POLICE: Final = "Politiecijfers"
PROGRESS_KEYFIGURES: Final = "Kerncijfers per buurt"

KEYFIGURES: Final = "kerncijfers per buurt: huishoudens, inwoners, woningen, 65-plussers (CBS)"
KEYFIGURES_YEAR: Final = "jaar van de kerncijfers (anders het nieuwste met cijfers)"
NO_TOPIC: Final = "een tabel zonder kolom voor {field}"
TOPIC: Final = "een kolom als {names}"
NO_FIGURES: Final = "geen enkel cijfer van {gemeente}"
FIGURES_EXPECTED: Final = "cijfers per buurt"
FIGURES_SUMMARY: Final = "{label}: {known} van {buurten} buurten, samen {total} ({year});"
#: Of figures that no home declares before they are fetched.
FIGURE_LABELS: Final = {
    "inwoners_65plus": "inwoners van 65 jaar en ouder",
    "inwoners_0_15": "inwoners tot 15 jaar",
}
FIGURES_NEW: Final = " dit cijfer was er nog niet."
FIGURES_BEFORE: Final = " dit was {total} ({year})."
FIGURES_SOURCE: Final = "; cijfers: {source}"
FIGURES_FROM: Final = "Van de cijfers over {labels} is de bron: {source}, opgehaald op {day}."
FIGURES_PUBLISHED: Final = "Gepubliceerd als {version} van de indeling, met dezelfde grenzen."
UNKNOWN_YEAR: Final = "Van {year} is geen tabel met kerncijfers bekend."
UNKNOWN_YEAR_FOUND: Final = "Bekend: {years}."
UNKNOWN_YEAR_DO: Final = "Kies een van deze jaren met --year."
NO_KNOWN_BUURT: Final = "De kerncijfers van {year} horen bij geen enkele buurt van deze indeling."
NO_KNOWN_BUURT_DO: Final = "Haal eerst de grenzen op, of kies een ander jaar met --year."

RAIL: Final = "spoorlijnen (ProRail, via PDOK)"
STATIONS: Final = "stations (ProRail, via PDOK)"
RISK: Final = "aandachtsgebieden langs het spoor (Register externe veiligheid)"
REGISTER: Final = "aandachtsgebieden van bedrijven en buisleidingen (Register externe veiligheid)"
COMPANIES: Final = "bedrijven met gevaarlijke stoffen (Register externe veiligheid)"
PIPELINES: Final = "buisleidingen met gevaarlijke stoffen (Register externe veiligheid)"
FLOOD: Final = "gebieden die kunnen overstromen (Rijkswaterstaat, via PDOK)"
DIKES: Final = "dijkringen (LIWO)"
ROADS: Final = "straten met hun naam (NWB wegen van Rijkswaterstaat, via PDOK)"
#: What there is none of, where a service has nothing.
NONE_OF: Final = {
    "rail": "spoorlijnen",
    "stations": "stations",
    "risk": "aandachtsgebieden langs het spoor",
    "register": "aandachtsgebieden van bedrijven en buisleidingen",
    "companies": "bedrijven met gevaarlijke stoffen",
    "pipelines": "buisleidingen met gevaarlijke stoffen",
    "flood": "gebieden die kunnen overstromen",
    "dikes": DIKES,
    "roads": "straten",
}
SURROUNDINGS: Final = {
    "rail": RAIL,
    "stations": STATIONS,
    "risk": RISK,
    "register": REGISTER,
    "companies": COMPANIES,
    "pipelines": PIPELINES,
    "flood": FLOOD,
    "dikes": DIKES,
    "roads": ROADS,
}
NO_LAYER: Final = "Deze gemeente heeft geen laag voor {what}."
NO_LAYER_FOUND: Final = (
    'Verwacht: een laag in geodata/ met purpose = "{purpose}", die een thema toont.'
)
NO_LAYER_DO: Final = "Zie 'Een eigen gemeente' op de pagina Handleiding."
UNNAMED_RAIL: Final = "Spoor"
UNNAMED_STATION: Final = "Station"
UNNAMED_COMPANY: Final = "Bedrijf zonder naam"
UNNAMED_PIPELINE: Final = "Buisleiding zonder naam"
#: What the register was asked for and does not know, or has none of here: both are said.
NO_ANSWER_ABOUT: Final = "Niet bekend: het register gaf geen antwoord over {kinds}."
NONE_OF_KIND: Final = "In en om deze gemeente geeft het register geen {kinds}."
ENDED: Final = "Niet meer geldig volgens het register en weggelaten: {count} van {all}."
_AREA_KINDS: Final = {
    "pr10_6": "gebied voor plaatsgebonden risico 10⁻⁶",
    "brand": "brandaandachtsgebied",
    "explosie": "explosieaandachtsgebied",
    "gifwolk": "gifwolkaandachtsgebied",
}


def area_kind(zone: str, source: str) -> str:
    """Name a kind of area of the register, and of what it is.

    Examples
    --------
    >>> area_kind("brand", "buisleiding")
    'brandaandachtsgebied van een buisleiding'
    """
    return f"{_AREA_KINDS[zone]} van een {source}"


UNNAMED_FLOOD: Final = "Kan overstromen"
UNNAMED_DIKE_RING: Final = "Dijkring"
INSTEAD: Final = "Dit komt in de plaats van {rows} ({source})."
INSTEAD_OF_NOTHING: Final = "In deze laag stond nog niets."
SURROUNDINGS_LAYER: Final = "Laag '{layer}':"
NO_DEPTH: Final = (
    "De dienst zegt waar het water kan komen en niet hoe diep: elke diepte vanaf 0 m telt als "
    "onbekend."
)
NO_SHAPES: Final = "{count} zonder vorm en niets met een vorm"
WITHOUT_SHAPE: Final = (
    "Zonder vorm in het antwoord: {count} van {all}. Die kunnen niet getekend worden en zijn "
    "weggelaten."
)
UNNAMED_STREETS: Final = (
    "Zonder straatnaam: {count} van {all} wegvakken. Die worden getekend en geven geen plek een "
    "naam."
)
NOT_ALL_ZONES: Final = (
    "Van het spoor geeft het register alleen {zones}. De andere gebieden blijven berekend uit de "
    "afstanden in de instellingen."
)

NEW_HOME: Final = "maak een map voor een andere gemeente, met grenzen en cijfers uit open data"
NEW_HOME_DIR: Final = "map die gemaakt wordt"
REGION: Final = "{name} en omgeving"
NAME_OF_HOME: Final = "hoe het geheel heet bij meer gemeenten (anders: de eerste, en omgeving)"
NOTE_OF_HOME: Final = "Officiële grenzen van CBS en Kadaster, indeling {year}."
HOME_MADE: Final = (
    "De map '{root}' is gemaakt: {name} ({gemeenten}), {wijken} wijken en {buurten} buurten "
    "(indeling {year})."
)
OWN_HOME_MADE: Final = (
    "De map '{root}' is gemaakt: {name}, met {wijken} en {buurten} uit uw bestand."
)
#: The code of a home that is of no gemeente.
OWN_CODE: Final = "GM0000"
OWN_AREAS: Final = "bestand met de gebieden (GeoPackage, GeoJSON): dan wordt geen dienst gevraagd"
OWN_TABLE: Final = "laag van het bestand, als het er meer heeft"
OWN_COLUMN: Final = (
    "kolom van een veld: code, name, wijk, wijk_name, huishoudens, inwoners, woningen"
)
AREAS_OR_GEMEENTE: Final = (
    "Niet duidelijk is waar de gebieden vandaan komen.",
    (
        "Verwacht: --gemeente GM0000 of --region NAAM (van de diensten), of --areas BESTAND (uit "
        "een eigen bestand)."
    ),
    "Geef een van deze op.",
)
REGION_BY_NAME: Final = "veiligheidsregio, met haar naam: dan alle gemeenten die erin liggen"
EMPTY_REGION: Final = "in de veiligheidsregio {name} ligt geen enkele gemeente"
FULL_REGION: Final = "een of meer gemeenten"
NO_AREAS: Final = "geen enkel gebied in {collection}"
SOME_AREAS: Final = "een of meer gebieden"
STATCODE: Final = "een statcode zoals VR18 of GM0505, met een statnaam"
HOME_WATER: Final = "Weggelaten omdat het alleen water is: {areas}."
HOME_WITHOUT: Final = "Nog niet opgehaald: {what}. {why}"
HOME_NEXT: Final = (
    "Verder: kijk met 'hotspots --home {root} app', lees in met 'hotspots --home {root} import "
    "BESTAND --layer LAAG'. De lege lagen staan in {root}/data; zie 'Een eigen gemeente' op "
    "de pagina Handleiding."
)


def not_empty(root: str) -> Parts:
    """Say that a folder holds something already."""
    return (
        f"De map '{root}' is niet leeg.",
        "Verwacht: een map die er nog niet is, of een lege.",
        "Noem een andere map.",
    )


def not_made(root: str, reason: str) -> Parts:
    """Say that a folder cannot be made."""
    return (
        f"De map '{root}' kan niet gemaakt worden.",
        f"Melding van het systeem: {reason}.",
        "Noem een map waarin u mag schrijven.",
    )


#: What is kept of a fetch, in the order in which it is shown.
PROVENANCE: Final = {
    "service": "Dienst",
    "request": "Vraag aan de dienst",
    "at": "Opgehaald op (UTC)",
    "licence": "Licentie van de dienst",
    "checksum": "Controlegetal van het antwoord (SHA-256)",
    "rows": "Rijen in het antwoord",
}

#: Under a map and in the note of a layer; a table has all of it.
FETCHED_NOTE: Final = (
    "Opgehaald bij {service} op {day}; licentie: {licence}; {rows} in het antwoord. Gevraagd: "
    "{request}. Controlegetal (SHA-256): {checksum}…"
)
PROVENANCE_ROW: Final = ("rij", "rijen")
_SHOWN_CHECKSUM: Final = 16


def fetched_line(fetched: Mapping[str, str]) -> str:
    """Return where fetched rows come from, as a sentence; "" of what was not fetched.

    Of the question only where it was asked: the whole of it may take half a page.

    Examples
    --------
    >>> fetched_line({})
    ''
    """
    if "service" not in fetched:
        return ""
    return FETCHED_NOTE.format(
        service=fetched["service"],
        day=day_of(fetched["at"]),
        licence=fetched["licence"],
        rows=plural(int(fetched["rows"]), *PROVENANCE_ROW),
        request=fetched["request"].partition("?")[0],
        checksum=fetched["checksum"][:_SHOWN_CHECKSUM],
    )


def of_service(layer: str) -> Parts:
    """Say that a layer takes no file."""
    return (
        f"In laag '{layer}' kan geen bestand worden ingelezen.",
        "Gevonden: een bestand. Verwacht: cijfers van de dienst zelf, want die vult deze laag.",
        "Haal de cijfers op (hotspots fetch police), of maak een eigen laag met aantallen.",
    )


#: Of a version that was loaded: its file has the terms of who supplied it.
LICENCE_OF_SUPPLIER: Final = "volgens de afspraken met wie het leverde"

NOT_FOUND: Final = "dit adres is niet gevonden in de gemeente"

AMBIGUOUS: Final = "dit adres past bij meer dan één plaats in de gemeente"

NO_HOUSE_NUMBER: Final = "adres zonder huisnummer of postcode"


def no_connection(service: str) -> Parts:
    """Say that addresses cannot be looked up now; never which."""
    return (
        f"Geen verbinding met {service}; de adressen zijn niet opgezocht en er is niets ingelezen.",
        "",
        "Probeer het later opnieuw, of voeg coördinaten toe. Wat is opgezocht, blijft bewaard.",
    )


def no_answer(service: str) -> Parts:
    """Say that a service did not answer as it should; never about which address."""
    return (
        f"{service} gaf geen bruikbaar antwoord op een adres; er is niets ingelezen.",
        "Welk adres het was, wordt niet verteld.",
        "Probeer het later opnieuw, of voeg coördinaten toe.",
    )
