"""What is said about who may what: refusals, and the page for whoever is not let in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.dutch import day as written_day
from hotspots.dutch import listed, number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from hotspots.access.calendar import Covered

NOBODY: Final = "geen"
NO_ROLE: Final = "De rol '{role}' bestaat hier niet."
KNOWN_ROLES: Final = "Bekende rollen: {roles}."
ASK: Final = "Vraag de beheerder om toegang."
NO_LAYERS: Final = "Dit thema heeft voor uw rol geen kaart. Hieronder staan de openbare cijfers."

NOT_FOR_ROLE: Final = "Laag '{layer}' is niet voor de rol '{role}'."
FOR_ROLES: Final = "Wel voor: {roles}."
NO_EXPORT: Final = "De rol '{role}' mag van laag '{layer}' geen bestand meenemen."
NO_EXPORT_FOUND: Final = "Bekijken op het scherm mag wel. Meenemen mag: {roles}."
NO_EXPORT_DO: Final = "Vraag wie het wel mag om het bestand, of vraag de beheerder om toegang."
NO_EXPORT_HERE: Final = "Uw rol mag van deze laag geen bestand meenemen."
NO_IMPORT: Final = "De rol '{role}' mag in laag '{layer}' niets inlezen of terugzetten."
NO_IMPORT_FOUND: Final = "Inlezen mag: {roles}."
#: Of a file that is about to be written.
WRONG_ENDING_FOUND: Final = "Gevonden: {found}; verwacht: {expected}."
NO_ENDING: Final = "geen extensie"
WRONG_ENDING_DO: Final = "Kies een bestandsnaam die daarop eindigt."
NO_FILE_FOUND: Final = "Melding bij het schrijven: {error}."
NO_FILE_DO: Final = "Kies een map die bestaat en waarin u mag schrijven."
NO_LAYER_NAMED: Final = "Van deze kaart is niet bekend bij welke laag zij hoort."
NO_LAYER_NAMED_DO: Final = "Maak de kaart opnieuw."
POINTS_NOT_FOR_ROLE: Final = "Op deze kaart staan losse plaatsen van laag '{layer}'."
POINTS_NOT_FOR_ROLE_FOUND: Final = "Die zijn niet voor de rol '{role}'."
POINTS_NOT_FOR_ROLE_DO: Final = "Maak de kaart opnieuw, zonder losse plaatsen."
NO_PAIRS_HERE: Final = "In laag '{layer}' kan niet gezocht worden naar herhaling."
NO_PAIRS_HERE_FOUND: Final = "De laag geeft geen losse incidenten."
OWN_BANDS: Final = "De rol '{role}' kan bij laag '{layer}' geen eigen banden kiezen."
OWN_BANDS_FOUND: Final = (
    "Uit smalle banden is af te leiden waar een incident was, en deze rol ziet geen losse plaatsen."
)
OWN_BANDS_DO: Final = "Laat de banden weg: de vaste banden geven voor elke rol hetzelfde antwoord."
WHOLE_MONTHS: Final = "Naar herhaling wordt gezocht in hele maanden."
WHOLE_MONTHS_FOUND: Final = "Gevonden: {first:%d-%m-%Y} t/m {last:%d-%m-%Y}."
WHOLE_MONTHS_DO: Final = "Kies ten minste {months} hele maanden."
FIXED_YEARS: Final = "Naar herhaling wordt gezocht in een kalenderjaar of in alle jaren samen."
FIXED_YEARS_DO: Final = "Kies een kalenderjaar, of alle jaren."
ONE_SOORT: Final = "Naar herhaling wordt gezocht in één soort of in alle soorten samen."
ONE_SOORT_FOUND: Final = "Gevonden: {count} soorten."
ONE_SOORT_DO: Final = "Kies één soort, of geen."

AUDIT_NOT_WRITTEN: Final = "Het logboek is niet te beschrijven ({path})."
AUDIT_NOT_WRITTEN_FOUND: Final = (
    "Melding van het systeem: {error}. Wat niet wordt vastgelegd, mag niet worden meegenomen of "
    "veranderd; er is niets gebeurd."
)
AUDIT_NOT_NOTED: Final = "Melding van het systeem: {error}."
AUDIT_LOCKED: Final = "een ander schrijft er al te lang in"
AUDIT_NOT_WRITTEN_DO: Final = (
    "Maak ruimte of geef schrijfrechten op die map, of kies een andere met HOTSPOTS_STATE."
)

CHAIN_PLACE: Final = "{file}, regel {line}"
CHAIN_BROKEN: Final = (
    "{place} (nummer {number}): sluit niet aan op de regel ervoor. Daar is een regel weg, "
    "veranderd of verplaatst."
)
CHAIN_UNREADABLE: Final = (
    "{place}: niet te lezen. Hij is veranderd, of half geschreven bij een storing."
)
CHAIN_UNLINKED: Final = "{place}: een regel zonder nummer tussen regels met een nummer."
CHAIN_BEGUN_ANEW: Final = (
    "{place}: de nummers beginnen hier opnieuw. Het bestand met de laatste regel was weg; of er "
    "daarvoor regels weg zijn, is niet te zien."
)
CHAIN_NO_HEAD: Final = (
    "Het bestand '{file}' ontbreekt. Of de laatste regels er nog zijn, is niet te zien."
)
CHAIN_CUT_OFF: Final = (
    "De laatste regels zijn weg: het logboek houdt op bij nummer {last}, en er zijn er {noted} "
    "geschreven. Na een stroomstoring kan dat; anders heeft iemand ze weggehaald."
)
CHAIN_OTHER_LAST: Final = "De laatste regel, nummer {number}, is een andere dan er geschreven is."
CHAIN_GONE: Final = (
    "De regels 1 t/m {gone} staan niet meer in de map. Klopt dat met wat u zelf heeft opgeruimd?"
)
CHAIN_WHOLE: Final = (
    "Het logboek is heel tot en met nummer {number}, controlesom {checksum}. Bewaar die twee op "
    "een andere plek."
)
CHAIN_OLD_LINES: Final = "{count} regels zijn van voor de nummering: te lezen, niet na te kijken."
CHAIN_DO: Final = (
    "Wat te doen: laat het logboek zoals het is, leg het naast een reservekopie en meld het aan "
    "wie over de beveiliging gaat."
)

LOG_IN: Final = "Inloggen"
LOG_OUT: Final = "Uitloggen"
LOG_IN_FIRST: Final = "Log in met uw account van het werk."
LOG_IN_AGAIN: Final = "U bent te lang ingelogd. Log opnieuw in."
OPEN_AGAIN: Final = "Deze pagina staat te lang open. Laad haar opnieuw."
NO_ACCESS: Final = "U heeft geen toegang."
WHOM_TO_ASK: Final = "Vraag toegang aan {whom}."
KEEPER: Final = "de beheerder van deze toepassing"
LOGGED_IN: Final = "U bent ingelogd en werkt als **{role}**."
NOT_SET_UP: Final = "Het inloggen is niet goed ingesteld. Daarom komt er niemand in."
ONLY_HERE: Final = (
    "Deze installatie heeft geen inlog. Zij is daarom alleen te gebruiken op de computer zelf."
)
NO_LOGIN_PACKAGE: Final = "Het pakket Authlib ontbreekt, of [auth] staat niet in secrets.toml."

WRONG_LOGIN: Final = "HOTSPOTS_LOGIN is '{value}'; dat bestaat niet."
WRONG_LOGIN_FOUND: Final = "Mogelijk: {known}, of niet ingesteld."
WRONG_LOGIN_DO: Final = "Herstel de instelling en start opnieuw."
ROLES_NOT_READ: Final = "De rollen zijn veranderd en niet meer te lezen: {problems}"
ROLES_NOT_READ_FOUND: Final = "Wat er stond, geldt niet meer; wat er staat, is niet zeker."
ROLES_NOT_READ_DO: Final = (
    "Laat de beheerder het bestand herstellen en nakijken met: hotspots check. Tot dan komt er "
    "niemand in."
)
ROLES_GONE: Final = "De rollen zijn niet te lezen: {file} is weg, of verandert steeds."
ROLES_GONE_FOUND: Final = "Zonder dat bestand gelden de gewone rollen, en die mogen misschien meer."
ROLES_GONE_DO: Final = (
    "Laat de beheerder het bestand terugzetten, of de toepassing opnieuw starten als het weg mag. "
    "Tot dan komt er niemand in."
)
USERS_NOT_READ: Final = "De tabel met gebruikers is niet te lezen: {problems}"
USERS_NOT_READ_FOUND: Final = 'Verwacht: {path}, met [users] en per regel "naam" = "rol".'
NO_ADDRESS: Final = "een adres is geen mailadres zoals j.jansen@gemeente.nl."
MAIL_WITHOUT_WIJK: Final = "iemand krijgt mail en staat niet bij 'users', of niet bij 'wijken'."
USERS_NOT_READ_DO: Final = "Herstel het bestand; tot dan komt er niemand in."


def calendar_reach(covered: Covered) -> str:
    """Say of which days calendars tell, and what is known of the others.

    Examples
    --------
    >>> from datetime import date
    >>> from hotspots.access.calendar import Covered
    >>> two = Covered(date(2015, 1, 1), date(2018, 12, 31), frozenset({2015, 2018}))
    >>> calendar_reach(two)[:67]
    'De kalender loopt van 01-01-2015 tot en met 31-12-2018, zonder 2016'
    >>> calendar_reach(two)[67:]
    ' en 2017: van andere dagen niet bekend.'
    """
    years = [str(year) for year in sorted(covered.complete)]
    others = "is alleen bekend wat hier is ingevoerd" if covered.beyond else "niet bekend"
    if covered.first is None or covered.last is None:
        if years:
            return f"De kalender gaat over {listed(years)}: van andere jaren {others}."
        return CALENDAR_OF_ENTRIES if covered.beyond else CALENDAR_EMPTY
    days = f"van {written_day(covered.first)} tot en met {written_day(covered.last)}"
    between = range(covered.first.year, covered.last.year)
    missing = [str(year) for year in between if year not in covered.years]
    if missing:
        days += f", zonder {listed(missing)}"
    if years:
        days += f", en over heel {listed(years)}"
    return f"De kalender loopt {days}: van andere dagen {others}."


CALENDAR_EMPTY: Final = "De kalender is leeg: welke evenementen er waren of komen, is niet bekend."
CALENDAR_OF_ENTRIES: Final = (
    "De kalender heeft alleen evenementen die hier zijn ingevoerd: welke er nog meer waren of "
    "komen, is niet bekend."
)

WET_UNKNOWN: Final = "niet bekend of het nat wordt"

DEPTH_UNKNOWN: Final = "diepte niet bekend"


UNKNOWN: Final = "niet bekend"


def number_class(bounds: Sequence[float], at: int, unit: str) -> str:
    """Name a class of numbers, such as depths, by its bounds.

    Examples
    --------
    >>> number_class((0.0, 0.5, 5.0), 0, "m"), number_class((0.0, 0.5, 5.0), 2, "m")
    ('0 tot 0,5 m', 'meer dan 5 m')
    """
    low = number(bounds[at], 0 if bounds[at].is_integer() else 1)
    if at + 1 == len(bounds):
        return f"meer dan {low} {unit}"
    high = number(bounds[at + 1], 0 if bounds[at + 1].is_integer() else 1)
    return f"{low} tot {high} {unit}"


#: After a restored version whose areas have changed since.
PLACED_AGAIN: Final = "De gebieden zijn sindsdien veranderd: de rijen staan nu in {version}."

#: Below the list of what `verify` found.
REPAIR: Final = (
    "Wat te doen: zet het bestand uit een reservekopie terug op dezelfde plaats. Is die er niet, "
    "zet dan een eerdere versie terug (hotspots restore LAAG VERSIE) of lees de bron opnieuw in "
    "(hotspots import BESTAND --layer LAAG --replace). Is alleen de catalogus of zijn kopie "
    "beschadigd, dan herstelt elk van die twee opdrachten hem."
)

WAITING: Final = "Er wordt al iets ingelezen; dit bestand wacht. Bestanden ervoor: {count}."

#: What a role needs to see a calendar.
CALENDAR_IN_CELLS: Final = (
    "De kalender noemt per evenement de plek. Die is voor rollen die dit thema per vakje mogen "
    "zien."
)

#: When no layer that this role may load has a term.
NO_TERM: Final = (
    "Geen laag die u mag inlezen heeft een bewaartermijn: in de verklaring van een laag is dat "
    "'keep_months' onder [privacy]."
)


def no_term(layer: str) -> str:
    """Say that nothing of a layer is ever removed for its age."""
    return f"{layer}: geen bewaartermijn (keep_months onder [privacy]); er is niets veranderd."


def purged(
    layer: str, before: date, versions: Sequence[str], rows: int | None, *, dry_run: bool
) -> str:
    """Say what went of a layer, or would go; ``rows`` is None where no number may be told."""
    day = f"{before:%d-%m-%Y}"
    if not versions:
        return f"{layer}: geen rijen van vóór {day}; er is niets veranderd."
    what = "rijen" if rows is None else f"{number(rows)} rij{'' if rows == 1 else 'en'}"
    many = len(versions) > 1
    where = f"de versies {', '.join(versions)}" if many else f"versie {versions[0]}"
    most = "ten hoogste " if many and rows is not None else ""
    if dry_run:
        return f"{layer}: {most}{what} van vóór {day} zou(den) verdwijnen uit {where}."
    return (
        f"{layer}: {most}{what} van vóór {day} verwijderd uit {where}. "
        "Dit is niet terug te draaien."
    )


def purged_whole(layer: str, versions: Sequence[str], *, dry_run: bool) -> str:
    """Say that versions went whole, since nobody could read what is in them."""
    return (
        f"{layer}: {', '.join(versions)} {'zou(den)' if dry_run else 'is/zijn'} helemaal verwijderd"
        f"{' worden' if dry_run else ''}: beschadigd, dus niemand kan zien welke rijen erin staan."
    )


def term(months: int, before: date) -> str:
    """Say for how long the rows of a layer may be kept."""
    return (
        f"Bewaartermijn: {months} maanden. Rijen van vóór {before:%d-%m-%Y} worden niet ingelezen."
    )


#: After it, where a version still has such rows.
OVERDUE: Final = (
    "Er staan nog oudere rijen in deze laag. De beheerder verwijdert ze met: hotspots purge"
)

#: Keys of programs.
KEY_REVOKED: Final = "Deze sleutel is ingetrokken."
KEY_EXPIRED: Final = "Deze sleutel is verlopen."
KEY_UNKNOWN: Final = "Deze sleutel is niet bekend."
KEY_WITHOUT_ROLE: Final = "De gebruiker van deze sleutel heeft hier geen rol meer."
KEY_DAYS: Final = "Een sleutel kan niet {days} dagen gelden."
KEY_DAYS_FOUND: Final = "Verwacht: 1 tot en met {most} dagen."
KEY_DAYS_DO: Final = "Geef een ander aantal met --days."
KEY_NOBODY: Final = "Gebruiker '{who}' heeft geen rol, dus een sleutel zou niets geven."
KEY_NOBODY_FOUND: Final = "Verwacht: een naam uit '{path}'."
KEY_NOBODY_DO: Final = "Zet de gebruiker eerst in die tabel, of verbeter de naam."
NO_KEY: Final = "Sleutel '{number}' bestaat niet."
NO_KEY_FOUND: Final = "Verwacht: het nummer van een sleutel, niet de sleutel zelf."
NO_KEY_DO: Final = "Zie 'hotspots key list' voor de nummers."
KEYS_NOT_READ: Final = "De sleutels in '{path}' zijn niet te lezen."
KEYS_NOT_READ_FOUND: Final = "Oorzaak: {error}."
KEYS_NOT_READ_DO: Final = "Zet het bestand terug uit de reservekopie; tot dan geldt geen sleutel."
KEYS_NOT_WRITTEN: Final = "De sleutels in '{path}' zijn niet te bewaren."
KEYS_NOT_WRITTEN_DO: Final = "Maak ruimte of geef schrijfrecht op die map, en probeer het opnieuw."

#: Where all layers stand that a role may see.
LAYERS_ARE_THERE: Final = "Alle lagen staan op de pagina Gegevens."
