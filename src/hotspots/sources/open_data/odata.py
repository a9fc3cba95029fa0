"""Tables of CBS by OData version 3: rows page by page, dimensions whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urljoin

from hotspots.sources.open_data.answers import json_of, not_promised
from hotspots.sources.open_data.kept import one_question
from hotspots.sources.open_data.polite import require_same_host
from hotspots.text import open_data as text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hotspots.sources.open_data.answers import Answer
    from hotspots.sources.open_data.polite import PoliteClient
    from hotspots.sources.open_data.services import Service

#: The bulk feed; the other interface refuses more than 10.000 rows.
FEED: Final = "ODataFeed/odata"
API: Final = "ODataApi/odata"
#: Pages of one question: two million rows.
_MOST_PAGES: Final = 200
#: Characters that OData wants as they are in a filter; spaces become %20, as CBS asks for.
_AS_IS: Final = "$'(),="


class Rows:
    """The rows of a question, with where they come from."""

    def __init__(self, request: str) -> None:
        self.request = request
        self.rows: list[Mapping[str, Any]] = []
        self.checksums: list[str] = []


def table_rows(
    client: PoliteClient,
    service: Service,
    table: str,
    entity: str,
    *,
    condition: str = "",
    columns: Sequence[str] = (),
    feed: bool = True,
) -> Rows:
    """Return all rows of an entity of a table that meet a condition.

    Parameters
    ----------
    condition
        In the words of OData. Keys are padded with spaces to their width: that counts in ``eq``.
    columns
        Which to give; all unless some are named.
    feed
        Ask the bulk feed; dimensions are small and are asked of the other interface.

    Raises
    ------
    SourceError
        If a page cannot be had or is not a page.
    """
    options = {"$format": "json", "$filter": condition, "$select": ",".join(columns)}
    told = "&".join(f"{name}={quote(value, _AS_IS)}" for name, value in options.items() if value)
    url = f"{service.base_url}/{FEED if feed else API}/{table}/{entity}?{told}"
    found = Rows(url)
    seen: set[str] = set()
    after: str | None = url
    with one_question(client.kept, url) as pages:
        while after is not None:
            seen.add(after)
            answer = pages.answer(after) if pages is not None else None
            if answer is None:
                answer = client.get(service, after)
            page = _page(service, answer)
            found.rows += page["value"]
            found.checksums.append(answer.sha256)
            after = _next(service, answer.url, page)
            # A page that points nowhere, or back, is not kept: it is asked for anew.
            if after in seen:
                raise not_promised(service, after, text.SAME_PAGE, text.OTHER_PAGE)
            if after is not None and len(seen) == _MOST_PAGES:
                raise not_promised(
                    service,
                    after,
                    text.MANY_PAGES.format(most=_MOST_PAGES),
                    text.FEWER_PAGES.format(most=_MOST_PAGES),
                )
            if pages is not None:
                pages.keep(answer, "")
    return found


def _page(service: Service, answer: Answer) -> Mapping[str, Any]:
    page: Mapping[str, Any] = json_of(service, answer)
    rows = page.get("value") if isinstance(page, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise not_promised(service, answer.url, text.NO_TABLE, text.TABLE)
    return page


def _next(service: Service, url: str, page: Mapping[str, Any]) -> str | None:
    link = page.get("odata.nextLink")
    if link is None:
        return None
    if not isinstance(link, str) or not link:
        raise not_promised(service, url, text.NO_LINK, text.LINK)
    address = urljoin(url, link)
    require_same_host(service, address, url)
    return address


def text_at(service: Service, found: Rows, position: int, field: str) -> str:
    """Return a text of a row, without the spaces that it was padded with.

    Raises
    ------
    SourceError
        If the row has none.
    """
    value = found.rows[position].get(field)
    if not isinstance(value, str):
        told = text.NO_ROW.format(position=position + 1, field=field)
        raise not_promised(service, found.request, told, text.ROW.format(fields=field))
    return value.strip()
