"""What is said where a document is missing, and around the manual."""

from __future__ import annotations

from typing import Final

MISSING: Final = "De tekst van deze pagina ontbreekt."
MISSING_FOUND: Final = "Verwacht: '{file}' in het geïnstalleerde pakket."
MISSING_DO: Final = "Installeer het programma opnieuw."
HELP_PAGE: Final = "Handleiding"
CHAPTER: Final = "Hoofdstuk"
#: Which chapter opens for whom.
CHAPTER_OF_ROLE: Final = {
    "wijkagent": "Voor de wijkagent",
    "wijkregisseur": "Voor de wijkregisseur",
    "crisisplanner": "Voor de crisisplanner",
    "vergunningen": "Voor de vergunningverlener",
    "analist": "Voor de analist en de beheerder",
    "beheerder": "Voor de analist en de beheerder",
}
