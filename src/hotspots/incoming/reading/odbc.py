"""Rows of any database with an ODBC driver, as a CSV: for SQL Server, Oracle and the rest.

The driver is the machine's; pyodbc is the extra ``hotspots[odbc]``. The connection is asked to be
read-only and what it did is undone, but what a driver makes of that is its own: let the user of the
database read and no more. Tried with the driver of PostgreSQL alone.
"""

from __future__ import annotations

import csv
import hashlib
import os
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from hotspots.dutch import reason
from hotspots.errors import SourceError
from hotspots.incoming.reading import database_words as words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pyodbc import Connection, Cursor, Row

#: Where the password is looked for: in an address it would be in every list of processes.
PASSWORD_VARIABLE: Final = "HOTSPOTS_ODBC_PASSWORD"  # noqa: S105 - its name
#: How the SQLSTATE begins where a connection is gone.
_CONNECTION_LOST: Final = ("08", "57P")
#: What the driver of PostgreSQL says that it is of.
_POSTGRES: Final = "PostgreSQL"
#: Rows that are in memory at once.
_AT_ONCE: Final = 10_000


def require_no_password(connection_string: str) -> None:
    """Stop at a password that stands in an address.

    Raises
    ------
    SourceError
        If there is one.
    """
    keys = [part.partition("=")[0].strip().casefold() for part in connection_string.split(";")]
    if {"pwd", "password"} & set(keys):
        raise SourceError(*words.password_in_odbc(PASSWORD_VARIABLE))


def require_odbc() -> None:
    """Stop where there is no library for ODBC.

    Raises
    ------
    SourceError
        If it is not installed.
    """
    try:
        import pyodbc  # noqa: F401, PLC0415 - an extra
    except ImportError as error:
        raise SourceError(*words.no_odbc(reason(error))) from error


def export_odbc(
    connection_string: str,
    source: str,
    path: Path,
    *,
    what: str,
    newer_by: str = "",
    newer_than: str = "",
) -> tuple[int, str, str]:
    """Write the rows of a table or query to a CSV.

    Parameters
    ----------
    source
        What stands behind FROM: a table, or a query between brackets.
    what
        What that is called in an error.

    Returns
    -------
    tuple
        How many rows, the newest value of the column, and the checksum of the file.

    Raises
    ------
    SourceError
        If pyodbc or the driver is not there, or the database refuses.
    """
    require_odbc()
    import pyodbc  # noqa: PLC0415 - an extra

    password = os.environ.get(PASSWORD_VARIABLE)
    secret = f";PWD={{{password.replace('}', '}}')}}}" if password else ""
    try:
        connection = pyodbc.connect(f"{connection_string}{secret}", readonly=True, timeout=10)
    except pyodbc.Error as error:
        raise SourceError(*words.odbc_not_reached(_said(error, password))) from error
    try:
        _in_dutch_time(connection)
        return _exported(connection.cursor(), source, path, newer_by, newer_than)
    except pyodbc.Error as error:
        state = str(error.args[0]) if error.args else ""
        if state.startswith(_CONNECTION_LOST):
            raise SourceError(*words.broken_off("via ODBC")) from error
        raise SourceError(*words.refused(what, _said(error, password), state)) from error
    finally:
        # Of a connection that is gone there is nothing to undo or to close.
        with suppress(pyodbc.Error):
            connection.rollback()
            connection.close()


def _in_dutch_time(connection: Connection) -> None:
    """Have PostgreSQL give moments with a zone in Dutch time: a driver hands them over without."""
    from pyodbc import SQL_DBMS_NAME  # noqa: PLC0415 - an extra

    if connection.getinfo(SQL_DBMS_NAME) == _POSTGRES:
        connection.cursor().execute("SET TIME ZONE 'Europe/Amsterdam'")


def _exported(
    cursor: Cursor, source: str, path: Path, newer_by: str, newer_than: str
) -> tuple[int, str, str]:
    question, values, newest = f"SELECT * FROM {source}", [], newer_than  # noqa: S608 - checked
    if newer_by:
        cursor.execute(f"SELECT MAX({newer_by}) FROM {source}")  # noqa: S608
        most = cursor.fetchone()[0]
        question += f" WHERE {newer_by} <= ?"
        values.append(most)
        if newer_than:
            question += f" AND {newer_by} > ?"
            values.append(_like(most, newer_than))
        newest = newer_than if most is None else _text(most)
    cursor.execute(question, values)
    rows = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column[0] for column in cursor.description])
        for row in _each(cursor):
            writer.writerow([_text(value) for value in row])
            rows += 1
    with path.open("rb") as written:
        return rows, newest, hashlib.file_digest(written, "sha256").hexdigest()


def _each(cursor: Cursor) -> Iterator[Row]:
    while some := cursor.fetchmany(_AT_ONCE):
        yield from some


def _text(value: object) -> str:
    """Return a value as a file has it: moments as they stand in the database, without a zone."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes | bytearray) else str(value)


def _like(one: object, text: str) -> object:
    """Return a text as a value of the same kind as another: a driver compares by kind."""
    if isinstance(one, datetime):
        return datetime.fromisoformat(text)
    if isinstance(one, date):
        return date.fromisoformat(text)
    kind = type(one) if isinstance(one, int | float | Decimal) else str
    return kind(text)


def _said(error: Exception, password: str | None) -> str:
    """Return what a driver said, in one line and without what it may repeat of the address."""
    said = " ".join(str(error.args[-1] if error.args else error).split())
    return said.replace(password, "…") if password else said
