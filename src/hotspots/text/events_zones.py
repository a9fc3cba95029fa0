"""Large events in a zone along the track, on the page about events, in Dutch."""

from __future__ import annotations

from typing import Final

IN_ZONES: Final = "Grote evenementen in een zone langs het spoor: {count}"
ABOUT: Final = (
    "Een evenement buiten voor zo veel mensen is zelf een kwetsbare locatie (Bkl, bijlage VI). "
    "Dezelfde evenementen staan op de pagina Risico. Overleg met de veiligheidsregio."
)
NONE: Final = (
    "Dit jaar staat er geen groot evenement buiten in de kalender dat in een zone langs het spoor "
    "ligt."
)
