"""Sentences of the door about data that point at persons, which never come in.

A function that returns three sentences gives the parts of an error: what is wrong, what was
found and expected, what to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.text.door_files import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

Parts = tuple[str, str, str]

#: What values can turn out to be.
BSN: Final = "burgerservicenummers"
EMAIL: Final = "e-mailadressen"
PHONE: Final = "telefoonnummers"
IBAN: Final = "rekeningnummers (IBAN)"


def personal_columns(columns: Sequence[str]) -> str:
    """Say that columns look as if they are about persons, and are left out."""
    return (
        f"Kolommen die op persoonsgegevens lijken, zijn niet overgenomen: {listed(columns, 30)}. "
        "Lever ze de volgende keer niet aan."
    )


def personal_by_hand(column: str) -> Parts:
    """Say that a column with personal data cannot be assigned."""
    return (
        f"De kolom '{column}' lijkt persoonsgegevens te bevatten en wordt niet gelezen.",
        (
            "Namen, adressen, geboortedata, telefoonnummers en e-mailadressen komen niet in "
            "dit systeem."
        ),
        "Kies een andere kolom.",
    )


def id_is_personal(column: str, kind: str) -> str:
    """Say that the column of ids holds personal numbers, and is left out."""
    return (
        f"De kolom '{column}' bevat {kind} en is daarom niet als id overgenomen. "
        "Lever een nummer aan dat niet naar een persoon wijst."
    )
