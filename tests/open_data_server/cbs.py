"""Tables of CBS by OData 3: padded codes, null beside 0, a feed in pages, and its refusals."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from open_data_server.answer import Reply, as_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Row = dict[str, Any]

#: Rows that the interface that is no feed gives at most.
REFUSED_FROM: Final = 10_000
_TERM: Final = re.compile(
    r"(?P<eq>\w+) eq '(?P<value>[^']*)'"
    r"|startswith\((?P<starts>\w+),\s*'(?P<start>[^']*)'\)"
    r"|substringof\('(?P<part>[^']*)',\s*(?P<within>\w+)\)"
)


@dataclass(frozen=True)
class Table:
    """A table: its entities by name, and how many rows the feed gives per page."""

    entities: Mapping[str, Callable[[Mapping[str, str]], Iterable[Row]]]
    page: int = 10_000


def tables_by_odata(
    tables: Mapping[str, Table], host: Callable[[], str]
) -> Callable[[str, Mapping[str, str]], Reply]:
    """Return the part that answers for tables, at /ODataApi and /ODataFeed."""

    def answer(path: str, query: Mapping[str, str]) -> Reply:
        parts = path.strip("/").split("/")
        if len(parts) != 4 or parts[2] not in tables:
            return _error(404, "Resource not found.")
        table, entity = tables[parts[2]], parts[3]
        if entity not in table.entities:
            return _error(404, f"Entity {entity} not found.")
        terms = [match.groupdict() for match in _TERM.finditer(query.get("$filter", ""))]
        wanted = {term["eq"]: term["value"] for term in terms if term["eq"]}
        rows = [
            row
            for row in table.entities[entity](wanted)
            if all(_meets(row, term) for term in terms)
        ]
        rows = rows[int(query.get("$skip", "0")) :]
        if "$top" in query:
            rows = rows[: int(query["$top"])]
        feed = parts[0].lower() == "odatafeed"
        if not feed and len(rows) > REFUSED_FROM:
            return _error(500, "The requested dataset contains more than 10000 records.")
        told: Row = {"odata.metadata": f"{host()}/ODataApi/OData/{parts[2]}/$metadata#{entity}"}
        if feed and len(rows) > table.page:
            after = {**query, "$skip": str(int(query.get("$skip", "0")) + table.page)}
            told["odata.nextLink"] = f"{host()}{path}?{urlencode(after)}"
            rows = rows[: table.page]
        columns = [name for name in query.get("$select", "").split(",") if name]
        told["value"] = [{name: row[name] for name in columns} if columns else row for row in rows]
        return as_json(told)

    return answer


def _meets(row: Row, term: Mapping[str, str | None]) -> bool:
    """Whether a row meets a term; of an eq the spaces that pad a code count."""
    if term["eq"]:
        return bool(row[term["eq"]] == term["value"])
    if term["starts"]:
        return str(row[term["starts"]]).startswith(term["start"] or "")
    return (term["part"] or "") in str(row[term["within"] or ""])


def _error(status: int, message: str) -> Reply:
    told = {"odata.error": {"code": "", "message": {"lang": "en-US", "value": message}}}
    return Reply(status, json.dumps(told).encode())


def dimension(titles: Mapping[str, str], *, width: int) -> Callable[[Mapping[str, str]], list[Row]]:
    """Return an entity of keys, padded to a width, and titles."""
    rows = [
        {"Key": f"{key:<{width}}", "Title": title, "Description": None, "CategoryGroupID": None}
        for key, title in titles.items()
    ]
    return lambda _wanted: rows


def crimes_of(
    counts: Mapping[tuple[str, str, str], int | None],
) -> Callable[[Mapping[str, str]], list[Row]]:
    """Return the rows of 47022NED from counts per (soort, area, period), as they then are."""
    return lambda _wanted: [
        {
            "ID": at,
            "SoortMisdrijf": f"{soort:<6}",
            "WijkenEnBuurten": f"{area:<10}",
            "Perioden": period,
            "GeregistreerdeMisdrijven_1": count,
        }
        for at, ((soort, area, period), count) in enumerate(counts.items())
    ]


def topics(columns: Mapping[str, str]) -> Callable[[Mapping[str, str]], list[Row]]:
    """Return DataProperties with a topic per key and title, behind the dimension."""
    rows: list[Row] = [{"ID": 0, "Type": "GeoDimension", "Key": "WijkenEnBuurten", "Title": "W"}]
    rows += [
        {"ID": at, "Type": "Topic", "Key": key, "Title": title, "Datatype": "Long"}
        for at, (key, title) in enumerate(columns.items(), start=1)
    ]
    return lambda _wanted: rows


def figures_of(
    rows: Mapping[str, Mapping[str, float | None]],
) -> Callable[[Mapping[str, str]], list[Row]]:
    """Return the rows of a table with key figures from figures per area."""
    return lambda _wanted: [
        {"ID": at, "WijkenEnBuurten": f"{area:<10}", **figures}
        for at, (area, figures) in enumerate(rows.items())
    ]
