"""The sentences about versions, and about imports that wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

    from hotspots.errors import Parts

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


def too_many_waiting(most: int) -> Parts:
    """Say that too many imports wait already."""
    return (
        "Dit bestand kan nu niet worden ingelezen: het is te druk.",
        f"Er wachten al {most} bestanden op hun beurt; meer kunnen er niet wachten.",
        "Probeer het over een paar minuten opnieuw. Er is niets veranderd.",
    )


def too_long_waiting() -> Parts:
    """Say that an import waited too long for its turn."""
    return (
        "Dit bestand is niet ingelezen: het wachten duurde te lang.",
        "Andere bestanden werden al die tijd ingelezen.",
        "Probeer het later opnieuw. Er is niets veranderd.",
    )


def no_folder_for_import(folder: object, why: str) -> Parts:
    """Say that there is no room for a file that is being read."""
    return (
        f"Er kan niets worden ingelezen: de map {folder} is niet te beschrijven.",
        f"Melding van het systeem: {why}. Verwacht: een map waarin dit programma mag schrijven.",
        (
            "Laat de beheerder kijken of de schijf vol is en van wie de map is, of kies een "
            "andere map met de omgevingsvariabele HOTSPOTS_STATE."
        ),
    )


def catalogue_unreadable(where: str, versions: str, fault: str, *, copies: bool) -> Parts:
    """Say that nothing tells which versions there are."""
    beside = ", en de kopie ernaast ook niet" if copies else ""
    back = "een reservekopie van de map" if copies else "een eerdere stand van dit object"
    return (
        f"De catalogus '{where}' is niet te lezen{beside}.",
        f"Melding: {fault}.",
        f"Zet {back} terug. De bestanden met rijen staan nog in '{versions}'.",
    )


def lost_race(layer: str) -> Parts:
    """Say that a writer on another machine was first."""
    return (
        f"Op een andere machine is zojuist iets veranderd in laag '{layer}'.",
        "Deze wijziging was gemaakt bij de stand van daarvoor. Er is niets veranderd.",
        "Probeer het opnieuw: dan komt de wijziging bij de nieuwe stand.",
    )


def no_object_store() -> Parts:
    """Say that what speaks with an object store is not installed."""
    return (
        "De lagen van deze gemeente staan in een objectopslag; daar kan dit programma niet bij.",
        "Niet gevonden: het pakket boto3.",
        "Installeer het met: pip install 'hotspots[objects]'",
    )


#: Nobody answers, as S3 and boto3 call it.
CODES_GONE: Final = frozenset(
    {"EndpointConnectionError", "ConnectTimeoutError", "ReadTimeoutError", "ConnectionClosedError",
     "ProxyConnectionError", "SSLError"}
)  # fmt: skip
#: Whoever asks is not known.
_CODES_KEY: Final = frozenset(
    {"InvalidAccessKeyId", "SignatureDoesNotMatch", "NoCredentialsError", "ExpiredToken",
     "InvalidToken", "PartialCredentialsError", "TokenRefreshRequired", "RequestTimeTooSkewed"}
)  # fmt: skip
_CODES_RIGHT: Final = frozenset({"AccessDenied", "AllAccessDisabled", "403", "Forbidden"})
_CODES_BUCKET: Final = frozenset({"NoSuchBucket", "PermanentRedirect", "InvalidBucketName"})


def unreachable(storage: str, endpoint: str, code: str, *, unsure: bool) -> Parts:
    """Say why an object store does not do what was asked; without a key, or its name.

    ``unsure`` is whether it may have done what was asked all the same.
    """
    what = f"De opslag van de lagen, {storage}, is niet te gebruiken."
    perhaps = (
        " Of de laatste wijziging er staat, is niet bekend: kijk met hotspots versions."
        if unsure
        else ""
    )
    if code in CODES_GONE:
        at = f" op {endpoint}" if endpoint else ""
        return (
            what,
            f"Er antwoordt geen server{at} ({code}).{perhaps}",
            "Kijk of de server aanstaat en of endpoint in [storage] klopt, en probeer het opnieuw.",
        )
    if code in _CODES_KEY:
        return (
            what,
            f"De server kent de sleutel niet, of er is er geen ({code}).",
            "Zet AWS_ACCESS_KEY_ID en AWS_SECRET_ACCESS_KEY goed in de omgeving van het programma.",
        )
    if code in _CODES_RIGHT:
        return (
            what,
            f"De sleutel mag dit niet ({code}).",
            "Geef de sleutel het recht om te lezen, schrijven, verwijderen en een lijst te vragen.",
        )
    if code in _CODES_BUCKET:
        return (
            what,
            f"Er is daar geen bucket met die naam ({code}).",
            "Maak de bucket, of verbeter layers en region in [storage] van gemeente.toml.",
        )
    return (
        what,
        f"Melding van de server: {code}.{perhaps}",
        "Probeer het opnieuw. Helpt dat niet, vraag dan de beheerder van de opslag wat dit is.",
    )


#: How the sentence about rows that are past their term begins.
FORGOTTEN: Final = "Rijen van vóór "


def forgotten(before: date) -> str:
    """Say that a version had older rows, and why it has them no longer."""
    return (
        f"{FORGOTTEN}{before:%d-%m-%Y} zijn verwijderd: hun bewaartermijn was voorbij. "
        "Van die tijd is hier niets bekend; dat is iets anders dan dat er niets gebeurde."
    )


def not_removed(folder: object, name: str) -> Parts:
    """Say that files with rows that are past their term are still on the disk."""
    return (
        "De rijen zijn uit alle versies, maar niet alle oude bestanden konden van de schijf.",
        f"Gevonden: {name} in '{folder}'.",
        "Sluit programma's die het bestand open hebben en geef hotspots purge nog eens.",
    )


def cube_damaged(file: str, fault: str) -> str:
    """Say that what was counted beforehand cannot be used, and that no row is lost by it."""
    return f"telling {file} ({fault}; er mist niets: de rijen worden opnieuw geteld)"


def written_elsewhere(where: str, file: str) -> Parts:
    """Say that a worker of a cluster does not see the folder of this machine."""
    return (
        "De werkers van het rekencluster schrijven in een andere map dan deze computer.",
        f"Gezocht: {file} in '{where}'. Er is niets veranderd.",
        "Geef elke werker dezelfde map onder hetzelfde pad, of werk zonder HOTSPOTS_CLUSTER.",
    )


def newer_release(version: str, layer: str) -> Parts:
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
