"""The words of the live map in the browser."""

from __future__ import annotations

from typing import Final

WORDS: Final = {
    "zoom_in": "Inzoomen",
    "zoom_out": "Uitzoomen",
    "fit": "Hele gemeente",
    "tiles_on": "Achtergrondkaart aan (internet)",
    "tiles_off": "Achtergrondkaart uit",
    "tiles_failed": "De achtergrondkaart is niet bereikbaar. De kaart werkt zonder verder.",
    "skip": "Kaart overslaan; dezelfde cijfers staan in de tabel",
    "legend": "Legenda",
    "failed": "Een deel van de kaart kon niet worden getekend. De tabel is wel compleet.",
    "cell": "cel van",
    "label": "Kaart",
}
