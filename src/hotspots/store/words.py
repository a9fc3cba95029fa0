"""The sentences about versions, and about imports that wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

#: Where loaded rows are from, as everyone reads it: a name is for whoever may load the layer.
LOADED: Final = "Ingelezen bestand"
#: How an older release wrote it, before the name.
LOADED_FROM: Final = "Ingelezen uit "
OUTSIDE: Final = (
    "{count} rij(en) liggen buiten {whole.the}. Ze zijn ingelezen, maar tellen op geen kaart mee."
)
UNKNOWN_AREAS: Final = (
    "{count} rij(en) noemen een gebied dat deze gemeente niet kent. Ze tellen op geen kaart mee."
)


def too_many_waiting(most: int) -> tuple[str, str, str]:
    """Say that too many imports wait already."""
    return (
        "Dit bestand kan nu niet worden ingelezen: het is te druk.",
        f"Er wachten al {most} bestanden op hun beurt; meer kunnen er niet wachten.",
        "Probeer het over een paar minuten opnieuw. Er is niets veranderd.",
    )


def too_long_waiting() -> tuple[str, str, str]:
    """Say that an import waited too long for its turn."""
    return (
        "Dit bestand is niet ingelezen: het wachten duurde te lang.",
        "Andere bestanden werden al die tijd ingelezen.",
        "Probeer het later opnieuw. Er is niets veranderd.",
    )


def no_folder_for_import(folder: object, why: str) -> tuple[str, str, str]:
    """Say that there is no room for a file that is being read."""
    return (
        f"Er kan niets worden ingelezen: de map {folder} is niet te beschrijven.",
        f"Melding van het systeem: {why}. Verwacht: een map waarin dit programma mag schrijven.",
        (
            "Laat de beheerder kijken of de schijf vol is en van wie de map is, of kies een "
            "andere map met de omgevingsvariabele HOTSPOTS_STATE."
        ),
    )


#: How the sentence about rows that are past their term begins.
FORGOTTEN: Final = "Rijen van vóór "


def forgotten(before: date) -> str:
    """Say that a version had older rows, and why it has them no longer."""
    return (
        f"{FORGOTTEN}{before:%d-%m-%Y} zijn verwijderd: hun bewaartermijn was voorbij. "
        "Van die tijd is hier niets bekend; dat is iets anders dan dat er niets gebeurde."
    )


def not_removed(folder: object, name: str) -> tuple[str, str, str]:
    """Say that files with rows that are past their term are still on the disk."""
    return (
        "De rijen zijn uit alle versies, maar niet alle oude bestanden konden van de schijf.",
        f"Gevonden: {name} in '{folder}'.",
        "Sluit programma's die het bestand open hebben en geef hotspots purge nog eens.",
    )


def cube_damaged(file: str, fault: str) -> str:
    """Say that what was counted beforehand cannot be used, and that no row is lost by it."""
    return f"telling {file} ({fault}; er mist niets: de rijen worden opnieuw geteld)"


def newer_release(version: str, layer: str) -> tuple[str, str, str]:
    """Say that nothing can be removed from a version of a newer release."""
    return (
        f"Uit laag '{layer}' kan niets worden verwijderd.",
        f"Gevonden: versie {version} van een nieuwere uitgave van dit programma.",
        "Gebruik de nieuwere uitgave. Er is niets veranderd.",
    )


#: Beside a version that is served because another could not be.
STANDS_IN: Final = (
    "Let op: dit is {served} van {made_at}, niet de nieuwste. {wanted} is niet te gebruiken: "
    "{reason} Vraag de beheerder om hem te herstellen."
)
STANDS_IN_SYNTHETIC: Final = "Wat u nu ziet zijn synthetische gegevens."
OTHER_AREAS: Final = "de gebieden zijn veranderd nadat de applicatie is gestart."
CATALOGUE: Final = (
    "Let op: de catalogus van deze laag is beschadigd ({fault}). De kopie ernaast is gebruikt; er "
    "mist niets. De volgende import herstelt hem."
)
NOT_UPDATED: Final = "Let op: deze laag kon bij het openen niet worden bijgewerkt. {reason}"
