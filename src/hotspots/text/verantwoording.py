"""What is said where the page `Verantwoording` is missing."""

from __future__ import annotations

from typing import Final

MISSING: Final = "De tekst van deze pagina ontbreekt."
MISSING_FOUND: Final = "Verwacht: '{file}' in het geïnstalleerde pakket."
MISSING_DO: Final = "Installeer het programma opnieuw."
