"""What is said of mail that goes, and of mail that does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.settings import MAIL_PASSWORD_VARIABLE

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.catalog.specs import MailSpec
    from hotspots.errors import Parts

NO_PASSWORD: Final = (
    "Er is geen wachtwoord voor de mailserver.",
    f"gemeente.toml noemt onder [mail] een gebruiker; {MAIL_PASSWORD_VARIABLE} is leeg.",
    f"Zet het wachtwoord in de omgevingsvariabele {MAIL_PASSWORD_VARIABLE}.",
)
NO_SERVER: Final = (
    "Er kan geen mail weg: gemeente.toml noemt geen mailserver.",
    "Verwacht: een deel [mail] met host, sender en page.",
    "Vul het in, of kijk eerst met: hotspots digest --dry-run",
)
#: What became of the mail of someone.
OUTCOMES: Final = {
    "sent": "verstuurd",
    "would_send": "zou worden verstuurd",
    "nothing": "niets nieuws, geen mail",
    "had_it": "deze week al verstuurd",
    "maybe": "misschien al verstuurd",
    "failed": "niet verstuurd",
}
MAYBE: Final = (
    "Een eerdere poging brak af nadat de mail was aangeboden. Deze week gaat er geen tweede; wat "
    "erin stond, komt volgende week opnieuw."
)


def refused(spec: MailSpec, answer: str) -> Parts:
    """Say that a server does not take a login or a mail."""
    return (
        f"De mailserver {spec.host} neemt de mail niet aan.",
        f"Hij antwoordde: {answer}.",
        "Kijk de afzender en de gebruiker na in gemeente.toml, en het adres in gebruikers.toml.",
    )


def broken_off(spec: MailSpec) -> Parts:
    """Say that a connection broke after a mail was handed over."""
    return (f"De verbinding met de mailserver {spec.host} brak af.", MAYBE, "")


def not_safe(spec: MailSpec) -> Parts:
    """Say that a server cannot be spoken to without others reading along."""
    return (
        f"Met de mailserver {spec.host} komt geen veilige verbinding tot stand.",
        f"Gevraagd: {spec.security} op poort {spec.port}, met een certificaat dat klopt.",
        "Kijk security en port na bij [mail]; een eigen certificaat noemt u in SSL_CERT_FILE.",
    )


def not_there(spec: MailSpec, error: str) -> Parts:
    """Say that a server does not answer."""
    return (
        f"De mailserver {spec.host} antwoordt niet op poort {spec.port}.",
        f"Gevonden: {error}.",
        "Kijk host en port na bij [mail] in gemeente.toml; de mail gaat de volgende keer opnieuw.",
    )


def busy() -> Parts:
    """Say that another run is mailing."""
    return (
        "Er is al een ronde mail bezig.",
        "Twee tegelijk zouden iemand twee keer kunnen mailen.",
        "Wacht tot die klaar is.",
    )


def not_written(folder: Path, error: str) -> Parts:
    """Say that it cannot be written down who got mail."""
    return (
        f"In '{folder}' kan niet worden geschreven.",
        f"Gevonden: {error}. Wie mail kreeg, kan dan niet worden onthouden.",
        "Geef deze gebruiker schrijfrechten; er is niets verstuurd.",
    )
