"""Where fetched rows come from: on the page with data, under a map, and in every export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.text.numbers import plural

if TYPE_CHECKING:
    from collections.abc import Mapping

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
ROW: Final = ("rij", "rijen")
_SHOWN_CHECKSUM: Final = 16


def fetch_told(fetched: Mapping[str, str]) -> str:
    """Return where fetched rows come from, as a sentence; "" of what was not fetched.

    Of the question only where it was asked: the whole of it may take half a page.

    Examples
    --------
    >>> fetch_told({})
    ''
    """
    if "service" not in fetched:
        return ""
    return FETCHED_NOTE.format(
        service=fetched["service"],
        day="-".join(reversed(fetched["at"][:10].split("-"))),
        licence=fetched["licence"],
        rows=plural(int(fetched["rows"]), *ROW),
        request=fetched["request"].partition("?")[0],
        checksum=fetched["checksum"][:_SHOWN_CHECKSUM],
    )


def of_service(layer: str) -> tuple[str, str, str]:
    """Tell that a layer takes no file."""
    return (
        f"In laag '{layer}' kan geen bestand worden ingelezen.",
        "Gevonden: een bestand. Verwacht: cijfers van de dienst zelf, want die vult deze laag.",
        "Haal de cijfers op (hotspots fetch police), of maak een eigen laag met aantallen.",
    )
