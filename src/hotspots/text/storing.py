"""What is told about the versions of a layer and the files they are in."""

from __future__ import annotations

from typing import Final

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

#: After a restored version whose areas have changed since.
PLACED_AGAIN: Final = "De gebieden zijn sindsdien veranderd: de rijen staan nu in {version}."
#: Below the list of what `verify` found.
REPAIR: Final = (
    "Wat te doen: zet het bestand uit een reservekopie terug op dezelfde plaats. Is die er niet, "
    "zet dan een eerdere versie terug (hotspots restore LAAG VERSIE) of lees de bron opnieuw in "
    "(hotspots import BESTAND --layer LAAG --replace). Is alleen de catalogus of zijn kopie "
    "beschadigd, dan herstelt elk van die twee opdrachten hem."
)
WAITING: Final = "Er wordt al iets ingelezen; dit bestand wacht. Bestanden ervoor: {count}."
