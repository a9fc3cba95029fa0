"""Addresses in the place of coordinates: which columns hold them, and where they are.

Nothing of an address goes further than this: not into a row, a problem or a version.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.errors import IntakeError
from hotspots.intake.columns import fold
from hotspots.sources.open_data.geocoder import Address
from hotspots.text import door
from hotspots.text import door_addresses as text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from hotspots.catalog.specs import LayerSpec
    from hotspots.intake.places import Places
    from hotspots.intake.problems import Problems
    from hotspots.sources.table import Table

#: What columns of addresses are called, beside what a layer declares.
_ALIASES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "address": ("adres", "straat", "straatnaam"),
        "postcode": ("pc6",),
        "house_number": ("huisnummer", "huisnr"),
        "house_letter": ("huisletter", "huislt"),
        "house_addition": (
            "toevoeging",
            "huisnummertoevoeging",
            "huisnummer_toevoeging",
            "huisnr_toevoeging",
        ),
    }
)


#: Together the number of a house.
_HOUSE: Final = ("house_number", "house_letter", "house_addition")


@dataclass(frozen=True, slots=True)
class Locator:
    """How addresses are looked up.

    Parameters
    ----------
    place
        Gives RD metres, or in Dutch why there is no place.
    service
        Who is asked.
    """

    place: Callable[[Address], tuple[float, float] | str]
    service: str


def address_columns(table: Table, layer: LayerSpec, by_hand: Mapping[str, str]) -> dict[str, str]:
    """Return the columns of addresses by field, if together they can be an address or a postcode.

    Only incidents have addresses; a calendar names places of its own list.

    Parameters
    ----------
    by_hand
        Column per field, before what the layer declares.

    Raises
    ------
    IntakeError
        If a column by hand does not exist.
    """
    if layer.kind != "incidents":
        return {}
    found: dict[str, str] = {}
    for field, aliases in _ALIASES.items():
        named = by_hand.get(field)
        names = (named,) if named else (*layer.columns.get(field, ()), field, *aliases)
        wanted = [fold(name) for name in names]
        fitting = [column for column in table.columns if fold(column) in wanted]
        if named and not fitting:
            raise IntakeError(*door.unknown_column(named, table.columns, None))
        if fitting and named != "":
            found[field] = min(fitting, key=lambda column: wanted.index(fold(column)))
    return found if {"address", "postcode"} & set(found) else {}


def without_addresses(layer: LayerSpec, by_hand: Mapping[str, str] | None) -> dict[str, str]:
    """Return what was chosen by hand for the fields that a row keeps."""
    apart = _ALIASES if layer.kind == "incidents" else ()
    return {field: column for field, column in (by_hand or {}).items() if field not in apart}


def require_allowed(layer: LayerSpec, columns: Mapping[str, str], locator: Locator | None) -> None:
    """Stop at a file with addresses only, where those are not looked up.

    Raises
    ------
    IntakeError
    """
    if layer.sensitive:
        raise IntakeError(*text.never_of_sensitive(layer.label))
    if locator is None:
        raise IntakeError(*text.switched_off(layer.label, tuple(columns.values())))


def with_addresses(
    table: Table,
    columns: Mapping[str, str],
    places: Places,
    problems: Problems,
    locator: Locator,
) -> tuple[NDArray[np.float64], NDArray[np.float64], tuple[str, ...]]:
    """Return the places of rows, those without coordinates by their address; and what to tell.

    A row that is refused already is not looked up. An address without a place is a problem of its
    row, told without the address.
    """
    x, y = places.x_rd.copy(), places.y_rd.copy()
    texts = {field: table.rows[column].str.strip().tolist() for field, column in columns.items()}
    rows = np.flatnonzero(places.without & ~problems.refused)
    addresses = {
        int(row): Address(
            text=texts["address"][row] if "address" in texts else "",
            postcode=texts["postcode"][row] if "postcode" in texts else "",
            house_number=" ".join(
                texts[field][row] for field in _HOUSE if field in texts and texts[field][row]
            ),
        )
        for row in rows
    }
    addresses = {row: address for row, address in addresses.items() if address.filled}
    found = {address: locator.place(address) for address in dict.fromkeys(addresses.values())}
    reasons: dict[str, NDArray[np.bool_]] = {}
    placed = rough = 0
    for row, address in addresses.items():
        place = found[address]
        if isinstance(place, str):
            reasons.setdefault(place, np.zeros(len(table), dtype=np.bool_))[row] = True
        else:
            x[row], y[row] = place
            placed += 1
            rough += address.only_postcode
    told = columns.get("address") or columns["postcode"]
    for reason, where in reasons.items():
        problems.add(where, told, [""] * len(table), reason)
    if not addresses:
        return x, y, ()
    told_of = [text.looked_up(placed, len(found), locator.service)]
    if rough:
        told_of.append(text.by_postcode(rough))
    return x, y, tuple(told_of)
