"""What the door says about addresses that stand in the place of coordinates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.text.numbers import number, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

NOT_FOUND: Final = "dit adres is niet gevonden in de gemeente"
AMBIGUOUS: Final = "dit adres past bij meer dan één plaats in de gemeente"
NO_HOUSE_NUMBER: Final = "adres zonder huisnummer of postcode"


def switched_off(layer: str, columns: Sequence[str]) -> tuple[str, str, str]:
    """Tell that a file has addresses only, and that those are not looked up here."""
    return (
        "Dit bestand heeft adressen en geen coördinaten; adressen worden hier niet opgezocht.",
        f"Gevonden: {', '.join(columns)}. Laag '{layer}' verwacht x en y (RD), of lon en lat.",
        (
            "Voeg coördinaten toe. Of laat de beheerder geocode = true zetten onder [open_data] in "
            "gemeente.toml: dan gaan adressen naar PDOK, dus buiten de gemeente."
        ),
    )


def never_of_sensitive(layer: str) -> tuple[str, str, str]:
    """Tell that addresses of a sensitive layer do not leave the building, whatever is set."""
    return (
        f"Laag '{layer}' is gevoelig: van deze laag gaat geen adres naar buiten.",
        "Gevonden: een bestand met adressen en zonder coördinaten.",
        "Voeg coördinaten toe, bijvoorbeeld uit de BAG van de gemeente zelf.",
    )


def looked_up(rows: int, addresses: int, service: str) -> str:
    """Tell how many rows got their place from a service."""
    return (
        f"Van {plural(rows, 'rij', 'rijen')} is de plaats opgezocht met het adres, bij {service} "
        f"({number(addresses)} verschillende adressen). De adressen zelf worden niet bewaard."
    )


def by_postcode(rows: int) -> str:
    """Tell that the place of rows is that of a postcode, and no door."""
    return (
        f"Van {plural(rows, 'rij', 'rijen')} is alleen de postcode bekend: de plaats is het midden "
        "van die postcode, en kan een straat verder zijn."
    )


def no_connection(service: str) -> tuple[str, str, str]:
    """Tell that addresses cannot be looked up now; never which."""
    return (
        f"Geen verbinding met {service}; de adressen zijn niet opgezocht en er is niets ingelezen.",
        "",
        "Probeer het later opnieuw, of voeg coördinaten toe. Wat is opgezocht, blijft bewaard.",
    )


def no_answer(service: str) -> tuple[str, str, str]:
    """Tell that a service did not answer as it should; never about which address."""
    return (
        f"{service} gaf geen bruikbaar antwoord op een adres; er is niets ingelezen.",
        "Welk adres het was, wordt niet verteld.",
        "Probeer het later opnieuw, of voeg coördinaten toe.",
    )
