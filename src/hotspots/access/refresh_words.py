"""What is said of supplies and of what became of them when they were looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.dutch import listed, number, plural

if TYPE_CHECKING:
    from pathlib import Path

#: What became of a supply, by the outcome that is kept.
OUTCOMES: Final = {
    "never": "nog niet bekeken",
    "new": "nieuwe gegevens",
    "same": "niets nieuws",
    "shrunk": "niet ingelezen: veel minder rijen",
    "failed": "mislukt",
}
LATE: Final = "te laat"
BEFORE: Final = "vorige keer: {outcome}"
OF_SERVICE: Final = "open data"
NO_FILE: Final = "Er is geen nieuw bestand."
NOTHING_NEW: Final = "De dienst heeft niets nieuws."
NEW_OF_SERVICE: Final = "Nieuwe gegevens opgehaald."
NOT_DUE: Final = "Nog niet aan de beurt."
WOULD_LOOK: Final = "Aan de beurt: de bron wordt gevraagd."
NO_ROWS: Final = "De database heeft niets nieuws."
STAYS: Final = "De vorige versie blijft staan."


def would_load(names: list[str]) -> str:
    """Say which files would be loaded."""
    if not names:
        return NO_FILE
    verb = "wordt" if len(names) == 1 else "worden"
    return f"Aan de beurt: {listed(names)} {verb} ingelezen."


def known_already(name: str, aside: int) -> str:
    """Say that a file holds nothing that the layer does not have.

    Examples
    --------
    >>> known_already("week 12.csv", 3)
    'week 12.csv: alles was er al, 3 apart gezet. Er is geen versie bij gekomen.'
    """
    tail = f", {number(aside)} apart gezet" if aside else ""
    return f"{name}: alles was er al{tail}. Er is geen versie bij gekomen."


def loaded(name: str, version: str | None, accepted: int, aside: int) -> str:
    """Say that a file was loaded."""
    rows = plural(accepted, "rij", "rijen")
    tail = f", {number(aside)} apart gezet" if aside else ""
    return f"{name}: ingelezen als {version}, {rows}{tail}."


def loaded_before(name: str) -> str:
    """Say that a file is in the layer already."""
    return f"{name}: stond al in de laag."


def passed_over(names: list[str]) -> str:
    """Say that only the newest file takes the place of what there is."""
    return f"Overgeslagen, want er is een nieuwer bestand: {', '.join(names)}."


def still_written(names: list[str]) -> str:
    """Say that a file changed less than a minute ago."""
    return f"Wordt misschien nog geschreven, volgende keer: {', '.join(names)}."


def shrunk(what: str, now: int, before: int, do: str) -> str:
    """Say that there are far fewer rows than there were, and what to do if that is right."""
    return (
        f"{what}: {number(now)} rijen, waar er {number(before)} waren; dat is meer dan een derde "
        f"minder. {STAYS} Klopt het, geef dan: {do}"
    )


def failed(why: str, file: str = "") -> str:
    """Say why a file or a service could not be used, and that nothing changed."""
    return f"{file}: {why} {STAYS}" if file else f"{why} {STAYS}"


def of_system(why: str) -> str:
    """Say what the system answered where a file or the state could not be read or written."""
    return f"Dat lukte niet. Melding van het systeem: {why}."


def no_folder(folder: Path) -> str:
    """Say that there is no folder where files should arrive."""
    return (
        f"De map '{folder}' is er niet of is niet te lezen. Verwacht: de map waarin de bestanden "
        f"komen. Maak hem, of pas files aan in bronnen.toml. {STAYS}"
    )


def late(days: int, most: int) -> str:
    """Say for how long there was nothing new."""
    return (
        f"Te laat: al {plural(days, 'dag', 'dagen')} niets nieuws; verwacht: binnen "
        f"{plural(most, 'dag', 'dagen')}."
    )


def busy() -> tuple[str, str, str]:
    """Say that another refresh is going on."""
    return (
        "De bronnen worden al bijgewerkt.",
        "Gevonden: een andere 'hotspots refresh' die nog bezig is. Er is niets veranderd.",
        "Wacht tot die klaar is.",
    )


def not_written(folder: Path, why: str) -> tuple[str, str, str]:
    """Say that what became of supplies cannot be kept."""
    return (
        "De bronnen worden niet bijgewerkt: wat ervan kwam, kan niet worden bewaard.",
        f"De map '{folder}' is niet te beschrijven. Melding van het systeem: {why}.",
        "Geef het programma schrijfrechten, of kies een andere map met HOTSPOTS_STATE.",
    )


def no_such(name: str, known: list[str], hint: str) -> tuple[str, str, str]:
    """Say that there is no supply of a name."""
    return (
        f"Bron '{name}' staat niet in bronnen.toml.",
        f"Daar staan: {', '.join(known) or 'geen bronnen'}.",
        hint or "Kies een van die, of zet hem erin.",
    )
