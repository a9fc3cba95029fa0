"""Rows of a database, as a CSV like any other: a question is put to it, and the answer is a file.

Of PostgreSQL the transaction is read-only, and what it has to give stands within a COPY, which
takes no other statement. The answer is streamed to a file, however large, and from there on it is a
file that someone sent: with the same checks, the same report and the same recipe. Points of PostGIS
come as ``x`` and ``y`` in their own CRS. Other databases: `hotspots.incoming.reading.odbc`.

psycopg is imported when it is needed: the extra ``hotspots[database]``.
"""

from __future__ import annotations

import hashlib
import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from hotspots.dutch import reason
from hotspots.errors import SourceError
from hotspots.incoming.reading import database_words as words
from hotspots.incoming.reading.odbc import export_odbc, require_no_password, require_odbc

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from psycopg import Connection
    from psycopg.sql import Composable

#: How the address of a database begins.
SCHEMES: Final = ("postgresql", "postgres")
ODBC: Final = "odbc:"
#: How the SQLSTATE begins where a connection is gone: there is none, or the server stops.
_CONNECTION_LOST: Final = ("", "57P", "080")
#: What a column of points is called in PostGIS.
_GEOMETRIES: Final = ("geometry", "geography")
#: seconds that a server gets to answer that it is there.
_CONNECT_S: Final = 10
#: A table or view, with or without its schema; anything else is written as a query.
_NAME: Final = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)?")


@dataclass(frozen=True, slots=True)
class DatabaseTable:
    """What a database is to give.

    Attributes
    ----------
    url
        Such as ``postgresql://lezer@server/meldkamer``; without a password, which psycopg finds in
        ``PGPASSWORD`` or ``.pgpass``. Or ``odbc:`` with what ODBC connects by, such as
        ``odbc:DSN=meldkamer;UID=lezer``.
    table
        A table or view, such as ``public.meldingen``; "" where there is a query.
    query
        A SELECT; "" where there is a table.
    newer_by, newer_than
        Only rows of which this column is larger than a value, as text; "" for all rows.
    """

    url: str
    table: str = ""
    query: str = ""
    newer_by: str = ""
    newer_than: str = ""

    @property
    def name(self) -> str:
        """What a version remembers of where it came from: the database and the table."""
        database = ODBC.rstrip(":")
        if not self.url.startswith(ODBC):
            database = unquote(urlsplit(self.url).path.strip("/")) or "postgres"
        return f"{database}.{self.table or 'query'}.csv"


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of the statement: rows in the file, their CRS if it has points, the newest value.

    ``sha256`` is the checksum of the file.
    """

    rows: int
    crs: str
    newest: str
    sha256: str


def is_database(written: str) -> bool:
    """Whether something is the address of a database, and no file.

    Examples
    --------
    >>> is_database("postgresql://lezer@server/meldkamer"), is_database("postgresql.csv")
    (True, False)
    """
    scheme, separator, _ = written.partition("://")
    return (bool(separator) and scheme in SCHEMES) or written.startswith(ODBC)


def export(question: DatabaseTable, path: Path) -> Exported:
    """Write the rows of a table or query to a CSV.

    Raises
    ------
    SourceError
        If psycopg is not installed, the address holds a password, the server cannot be reached, or
        it refuses the statement.
    """
    _require_sound(question)
    if question.url.startswith(ODBC):
        # Names were looked at above, and a query is one that may read anything in any case.
        source = question.table or f"({question.query.strip().rstrip(';')}) q"
        rows, newest, sha256 = export_odbc(
            question.url.removeprefix(ODBC),
            source,
            path,
            what=_what(question),
            newer_by=question.newer_by,
            newer_than=question.newer_than,
        )
        return Exported(rows, "", newest, sha256)
    _require_psycopg()
    import psycopg  # noqa: PLC0415 - an extra

    where, reached = _where(question.url), False
    try:
        with _reading(question) as connection:
            reached = True
            return _exported(question, path, connection)
    except psycopg.Error as error:
        state = error.sqlstate or ""
        if not reached:
            problem = words.not_reached(where, _said(error))
        elif isinstance(error, psycopg.OperationalError) and state[:3] in _CONNECTION_LOST:
            problem = words.broken_off(where)
        else:
            problem = words.refused(_what(question), _said(error), state)
        raise SourceError(*problem) from error


def address_problem(url: str) -> str:
    """Return what is wrong with the address of a database, and whether it can be read here; or "".

    The form, and whether the library for it is installed: the database itself is not asked, since
    its password may be elsewhere.
    """
    try:
        _require_no_password(url)
        if url.startswith(ODBC):
            require_odbc()
        else:
            _require_psycopg()
            _require_conninfo(url)
    except SourceError as error:
        return str(error)
    return ""


def _require_conninfo(url: str) -> None:
    import psycopg.conninfo  # noqa: PLC0415 - an extra

    where = url.partition("?")[0].rpartition("@")[2]
    try:
        known = psycopg.conninfo.conninfo_to_dict(url) if is_database(url) else {}
    except psycopg.ProgrammingError as error:
        raise SourceError(*words.no_address(where)) from error
    if not known.get("dbname"):
        raise SourceError(*words.no_address(where))


def _what(question: DatabaseTable) -> str:
    return f"tabel '{question.table}'" if question.table else "de vraag"


def _require_no_password(url: str) -> None:
    if url.startswith(ODBC):
        require_no_password(url.removeprefix(ODBC))
    elif urlsplit(url).password is not None or "password=" in url:
        raise SourceError(*words.password_in_address(_where(url)))


def _require_sound(question: DatabaseTable) -> None:
    _require_no_password(question.url)
    if bool(question.table) == bool(question.query):
        raise SourceError(*words.table_or_query(_where(question.url)))
    for name in filter(None, (question.table, question.newer_by)):
        if not _NAME.fullmatch(name):
            raise SourceError(*words.no_name_of_table(name))


def _require_psycopg() -> None:
    try:
        import psycopg.conninfo  # noqa: PLC0415 - an extra
        import psycopg.sql  # noqa: F401, PLC0415
    except ImportError as error:
        raise SourceError(*words.not_installed(reason(error))) from error


@contextmanager
def _reading(question: DatabaseTable) -> Iterator[Connection]:
    """Give a connection that reads one moment of the database, in Dutch time and plain dates."""
    import psycopg  # noqa: PLC0415 - an extra

    options = "-c default_transaction_read_only=on -c TimeZone=Europe/Amsterdam -c DateStyle=ISO"
    with psycopg.connect(question.url, connect_timeout=_CONNECT_S, options=options) as connection:
        connection.read_only = True
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        yield connection


def _exported(question: DatabaseTable, path: Path, connection: Connection) -> Exported:
    from psycopg import sql  # noqa: PLC0415 - an extra

    source = (
        sql.SQL("SELECT * FROM ") + sql.Identifier(*question.table.split("."))
        if question.table
        else sql.SQL(question.query.strip().rstrip(";"))
    )
    inner = sql.SQL("({}) AS q").format(source)
    columns = _columns(connection, inner)
    geometry = next((name for name, kind in columns if kind in _GEOMETRIES), None)
    srid = _srid_of(connection, inner, geometry) if geometry else 0
    chosen = _chosen(columns, geometry, srid)
    statement = sql.SQL("SELECT {} FROM {}").format(sql.SQL(", ").join(chosen), inner)
    newest = ""
    if question.newer_by:
        newest = _newest(connection, question, inner)
        statement += sql.SQL(" WHERE {0} <= {1}").format(sql.Identifier(question.newer_by), newest)
        if question.newer_than:
            statement += sql.SQL(" AND {0} > {1}").format(
                sql.Identifier(question.newer_by), question.newer_than
            )
    digest = hashlib.sha256()
    with connection.cursor() as cursor, path.open("wb") as file:
        copy = sql.SQL("COPY ({}) TO STDOUT (FORMAT csv, HEADER true)").format(statement)
        with cursor.copy(copy) as answer:
            for block in answer:
                digest.update(block)
                file.write(block)
        rows = cursor.rowcount
    return Exported(rows, f"EPSG:{srid}" if geometry else "", newest, digest.hexdigest())


def _columns(connection: Connection, inner: Composable) -> list[tuple[str, str]]:
    """Return the name of each column, and of what type it is."""
    from psycopg import sql  # noqa: PLC0415 - an extra

    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT * FROM {} LIMIT 0").format(inner))
        described = cursor.description or ()
        oids = [column.type_code for column in described]
        cursor.execute("SELECT oid, typname FROM pg_type WHERE oid = ANY(%s)", (oids,))
        types: dict[int, str] = dict(cursor.fetchall())
    return [(column.name, types.get(column.type_code, "")) for column in described]


def _srid_of(connection: Connection, inner: Composable, geometry: str) -> int:
    """Return in which CRS the points are: that of the first; others are no point in the answer."""
    from psycopg import sql  # noqa: PLC0415 - an extra

    column = sql.Identifier(geometry)
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("SELECT ST_SRID({0}::geometry) FROM {1} WHERE {0} IS NOT NULL LIMIT 1").format(
                column, inner
            )
        )
        first = cursor.fetchone()
    srid = int(first[0]) if first else 28992
    if not srid:
        raise SourceError(*words.no_srid(geometry))
    return srid


def _chosen(
    columns: Sequence[tuple[str, str]], geometry: str | None, srid: int
) -> list[Composable]:
    """Return what is selected: every column, and of points their place in the stead of the rest."""
    from psycopg import sql  # noqa: PLC0415 - an extra

    plain: list[Composable] = [
        sql.Identifier(name) for name, kind in columns if kind not in _GEOMETRIES
    ]
    if geometry is None:
        return plain
    # What is no point, or in another CRS, says so: its row is put aside with that as its value.
    place = sql.SQL(
        "CASE WHEN {0} IS NULL THEN NULL"
        " WHEN GeometryType({0}::geometry) <> 'POINT' THEN 'geen punt: ' ||"
        " GeometryType({0}::geometry)"
        " WHEN ST_SRID({0}::geometry) <> {1} THEN 'SRID ' || ST_SRID({0}::geometry)"
        " ELSE {2}({0}::geometry)::text END AS {3}"
    )
    taken = {name.casefold() for name, _ in columns}
    names = ("x", "y") if not {"x", "y"} & taken else ("geom_x", "geom_y")
    of_point = [
        place.format(sql.Identifier(geometry), srid, sql.SQL(axis), sql.Identifier(name))
        for axis, name in zip(("ST_X", "ST_Y"), names, strict=True)
    ]
    return [*plain, *of_point]


def _newest(connection: Connection, question: DatabaseTable, inner: Composable) -> str:
    """Return the largest value there is before rows are read: what comes later is for next time."""
    from psycopg import sql  # noqa: PLC0415 - an extra

    column = sql.Identifier(question.newer_by)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT max({0})::text FROM {1}").format(column, inner))
        first = cursor.fetchone()
    return str(first[0]) if first and first[0] is not None else question.newer_than


def _where(url: str) -> str:
    """Return the address without what is secret or long: server and database."""
    if url.startswith(ODBC):
        return "via ODBC"
    address = urlsplit(url)
    port = f":{address.port}" if address.port else ""
    return f"{address.hostname or 'deze machine'}{port}/{unquote(address.path.strip('/'))}"


def _said(error: Exception) -> str:
    """Return what the server said, in one line, without what psycopg puts around it."""
    primary = getattr(getattr(error, "diag", None), "message_primary", None)
    return " ".join(str(primary or error).split()).rstrip(".?")
