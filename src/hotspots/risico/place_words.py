"""What is said about a place that somebody wrote, in Dutch: how it is called, and why it fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.dutch import listed, number, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.errors import Parts


#: How a place can be written.
WAYS: Final = (
    "een station, een adres, een kilometer van het spoor (km 12,3), x,y in RD-meters, of graden"
)

NO_KILOMETRES: Final = (
    "De kilometers van het spoor zijn hier niet bekend.",
    "Bij geen enkele spoorlijn staat bij welke kilometer zij begint en eindigt.",
    "Laad de spoorlijnen met de kolommen km_begin en km_eind, of klik de plaats aan op de kaart.",
)


def station(name: str) -> str:
    """Name a station."""
    return f"station {name}"


def kilometre(line: str, km: float) -> str:
    """Name a kilometre of a line.

    Examples
    --------
    >>> kilometre("Dordrecht - Breda", 12.3)
    'Dordrecht - Breda, km 12,3'
    """
    return f"{line}, km {number(km, _decimals(km))}"


def _decimals(km: float) -> int:
    return len(f"{km:.3f}".rstrip("0").partition(".")[2])


def no_kilometre(
    km: float, fitting: Sequence[str], ranges: Sequence[tuple[str, float, float]]
) -> Parts:
    """Say that no line has a kilometre, or that several have."""
    known = "; ".join(
        f"{name} van km {number(begin, _decimals(begin))} tot {number(end, _decimals(end))}"
        for name, begin, end in ranges
    )
    what = number(km, _decimals(km))
    if len(fitting) > 1:
        return (
            f"Kilometer {what} ligt op {plural(len(fitting), 'spoorlijn', 'spoorlijnen')}.",
            f"Gevonden: {listed(fitting)}.",
            f"Zet de lijn erbij, zoals: {fitting[0]}, km {what}.",
        )
    return (
        f"Kilometer {what} ligt op geen enkele spoorlijn.",
        f"Bekend: {known}.",
        "Controleer de kilometer en de naam van de lijn.",
    )


def not_in_country(first: float, second: float) -> Parts:
    """Say that two numbers are no place in the country."""
    return (
        "De plaats van het ongeval ligt niet in Nederland.",
        (
            f"Gevonden: {number(first, _decimals(first))} en {number(second, _decimals(second))}; "
            "verwacht: meters in RD, zoals 105420,424530, of graden, zoals 4.667, 51.807."
        ),
        "Controleer de coördinaten.",
    )


def several_places(written: str, names: Sequence[str]) -> Parts:
    """Say that a name fits more than one place."""
    return (
        f"'{written}' past bij meer dan één plaats.",
        f"Gevonden: {listed(names)}.",
        "Schrijf de hele naam, of klik de plaats aan op de kaart.",
    )


def several_addresses(written: str) -> Parts:
    """Say that an address is there more than once."""
    return (
        f"Het adres '{written}' is er meer dan één keer.",
        "Gevonden: adressen die verder dan 25 m uit elkaar liggen.",
        "Zet de postcode erbij, of klik de plaats aan op de kaart.",
    )


def no_address(written: str, *, has_register: bool) -> Parts:
    """Say that an address is not in the register, or that there is none."""
    return (
        f"Het adres '{written}' is niet gevonden.",
        "Gezocht in de adressen van deze gemeente."
        if has_register
        else "Er zijn hier geen adressen met straat en huisnummer geladen.",
        (
            "Klik de plaats aan op de kaart, of geef coördinaten. Laad de adressen van de BAG, of "
            "laat de beheerder geocode = true zetten: dan gaat een adres naar PDOK."
        ),
    )


def not_at_service(written: str, service: str, reason: str) -> Parts:
    """Say that a service does not know an address."""
    return (
        f"Het adres '{written}' is niet gevonden.",
        f"{service}: {reason}",
        "Controleer straat en nummer, of klik de plaats aan op de kaart.",
    )


def no_place(written: str, stations: Sequence[str]) -> Parts:
    """Say that a place is not known, and how one is written."""
    return (
        f"De plaats '{written}' is niet gevonden.",
        f"Verwacht: {WAYS}. Stations: {listed(stations) if stations else 'geen geladen'}.",
        "Schrijf bijvoorbeeld 105420,424530, of Grote Markt 4, of klik op de kaart.",
    )
