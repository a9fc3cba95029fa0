"""What is said where a database cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from hotspots.errors import Parts


def not_installed(why: str) -> Parts:
    """Say that the library for PostgreSQL is not here."""
    return (
        "Een database kan hier niet worden gelezen: psycopg ontbreekt.",
        f"Melding: {why}.",
        "Installeer het erbij: pip install 'hotspots[database]'",
    )


def password_in_address(where: str) -> Parts:
    """Say that a password does not belong in an address."""
    return (
        f"In het adres van de database {where} staat een wachtwoord.",
        "Zo komt het in lijsten van processen. Verwacht: postgresql://lezer@server/database.",
        "Zet het wachtwoord in .pgpass of in de omgevingsvariabele PGPASSWORD, en verander het.",
    )


def password_in_odbc(variable: str) -> Parts:
    """Say that a password does not belong in what ODBC connects by."""
    return (
        "In het adres van de database (ODBC) staat een wachtwoord.",
        "Zo komt het in lijsten van processen. Verwacht: odbc:DSN=meldkamer;UID=lezer.",
        f"Zet het wachtwoord in de omgevingsvariabele {variable}, en verander het.",
    )


def no_odbc(why: str) -> Parts:
    """Say that the library for ODBC is not here."""
    return (
        "Een database kan hier niet via ODBC worden gelezen: pyodbc ontbreekt.",
        f"Melding: {why}.",
        "Installeer het: pip install 'hotspots[odbc]', en het stuurprogramma van de database.",
    )


def odbc_not_reached(why: str) -> Parts:
    """Say that ODBC gives no connection."""
    detail, do = _meaning(
        why, "Kijk naar het stuurprogramma, de DSN, de gebruiker en het wachtwoord."
    )
    return "Geen verbinding met de database via ODBC; er is niets ingelezen.", detail, do


def table_or_query(where: str) -> Parts:
    """Say that either a table or a query is needed."""
    return (
        f"Van de database {where} is niet gezegd wat er gelezen wordt.",
        "Verwacht: één tabel of view, of één vraag (SELECT).",
        "Geef --table schema.naam of --query 'SELECT ...', of zet het in het recept.",
    )


def no_name_of_table(table: str) -> Parts:
    """Say that a name is no name of a table."""
    return (
        f"'{table}' is geen naam van een tabel.",
        "Verwacht: een naam, of schema.naam, van letters, cijfers en _.",
        "Geef iets anders als vraag: --query 'SELECT * FROM \"...\"'",
    )


def not_reached(where: str, why: str) -> Parts:
    """Say that a server gives no answer, or does not let us in.

    Examples
    --------
    >>> not_reached("server/kamer", 'FATAL:  database "kamer" does not exist')[1]
    'Een database met die naam is er niet op deze server.'
    """
    detail, do = _meaning(why, _CONNECT_OTHERWISE)
    return f"Geen verbinding met de database {where}; er is niets ingelezen.", detail, do


def _meaning(why: str, otherwise: str) -> tuple[str, str]:
    """Return what a server means that gives no connection, and what to do about it."""
    known = next((said for sign, said in _NO_CONNECTION.items() if sign in why), None)
    return known or (f"Melding: {why}.", otherwise)


_SERVER_DO: Final = "Controleer de naam van de server en de poort, en of de server aan is."
_CONNECT_OTHERWISE: Final = (
    "Kijk naar adres, gebruiker en wachtwoord (.pgpass of PGPASSWORD), en of de server aan is."
)
#: What PostgreSQL says where it gives no connection, and what that means. The server says it in its
#: own language; of another one than English it is shown as it is.
_NO_CONNECTION: Final = {
    "password authentication failed": (
        "De server kent deze gebruiker niet met dit wachtwoord.",
        "Controleer de gebruiker in het adres, en het wachtwoord waar het staat.",
    ),
    "no password supplied": (
        "De server vraagt een wachtwoord, en er is geen gevonden.",
        "Zet het in .pgpass of PGPASSWORD, of voor ODBC in HOTSPOTS_ODBC_PASSWORD.",
    ),
    'role "': (
        "De server kent deze gebruiker niet.",
        "Controleer de gebruiker in het adres.",
    ),
    "no pg_hba.conf entry": (
        "De server laat deze gebruiker niet toe vanaf deze machine.",
        "Vraag de beheerder van de database om toegang (pg_hba.conf).",
    ),
    "does not exist": (
        "Een database met die naam is er niet op deze server.",
        "Controleer de naam achter de laatste /.",
    ),
    "permission denied for database": (
        "De gebruiker mag geen verbinding maken met deze database.",
        "Vraag de beheerder van de database om CONNECT erop.",
    ),
    "too many": ("Er zijn te veel verbindingen met deze server.", "Probeer het later nog eens."),
    "Connection refused": ("Op dat adres luistert geen server.", _SERVER_DO),
    "timeout": ("De server gaf geen antwoord binnen de tijd.", _SERVER_DO),
    "resolve host": ("De naam van de server is niet bekend.", _SERVER_DO),
    "translate host": ("De naam van de server is niet bekend.", _SERVER_DO),
    "Name or service not known": ("De naam van de server is niet bekend.", _SERVER_DO),
}


def broken_off(where: str) -> Parts:
    """Say that a connection ended before all rows had come."""
    return (
        f"De verbinding met de database {where} is verbroken; er is niets ingelezen.",
        "De server stopte, of het netwerk viel weg, voordat alle rijen er waren.",
        "Geef de opdracht nog eens. Gebeurt het steeds, vraag dan de beheerder van de database.",
    )


#: What to do about what PostgreSQL says, by its SQLSTATE.
_DO: Final = {
    "42P01": "Die tabel of view is er niet: controleer de naam, met het schema ervoor.",
    "3F000": "Dat schema is er niet: controleer de naam voor de punt.",
    "42703": "Die kolom is er niet: controleer de namen in de vraag, en 'newer_by'.",
    "42501": "De gebruiker mag dit niet lezen: vraag de beheerder van de database om SELECT erop.",
    "25006": "Er wordt alleen gelezen: geef een SELECT die niets verandert.",
    "57014": "De server brak de vraag af (tijd om, of met de hand): vraag minder rijen tegelijk.",
    "42601": "De vraag is niet te begrijpen: geef één SELECT, die niets verandert.",
}
_DO_OTHERWISE: Final = "Controleer de tabel, de kolommen en de rechten van de gebruiker."


def refused(what: str, why: str, sqlstate: str) -> Parts:
    """Say that a server does not answer a question, and what to do about it."""
    return (
        f"De database geeft geen antwoord voor {what}; er is niets ingelezen.",
        f"Melding van de database: {why}.",
        _DO.get(sqlstate, _DO_OTHERWISE),
    )


def no_srid(column: str) -> Parts:
    """Say that points have no CRS."""
    return (
        f"De punten in kolom '{column}' hebben geen coördinatenstelsel.",
        "Gevonden: SRID 0. Verwacht: bijvoorbeeld 28992 (RD) of 4326.",
        f"Geef een vraag die het erbij zet, met ST_SetSRID({column}, 28992) AS {column}.",
    )


def no_address(where: str) -> Parts:
    """Say that something is not the address of a database."""
    return (
        f"'{where}' is geen adres van een database.",
        "Verwacht: postgresql://lezer@server/database, of odbc:DSN=naam;UID=lezer.",
        "Herstel 'database' in bronnen.toml.",
    )
