"""What is said about an area that a user drew."""

from __future__ import annotations

from typing import Final

NOT_AN_AREA: Final = "Het getekende gebied is niet te lezen."
NOT_AN_AREA_FOUND: Final = (
    "Gevonden: '{found}'. Verwacht: cirkel:X,Y,STRAAL of vlak:X,Y;X,Y;X,Y, in hele meters RD."
)
NOT_AN_AREA_DO: Final = "Teken het gebied opnieuw, of verbeter de link."
NOT_RD: Final = "Het getekende gebied ligt niet in Nederland."
NOT_RD_FOUND: Final = "Verwacht: coördinaten in meters RD, zoals 105000,425000."
NOT_RD_DO: Final = "Teken het gebied opnieuw op de kaart."
WRONG_RADIUS: Final = "De straal van de cirkel kan niet."
WRONG_RADIUS_FOUND: Final = "Gevonden: {found} m. Verwacht: 1 tot {most} m."
WRONG_RADIUS_DO: Final = "Kies een andere straal."
WRONG_CORNERS: Final = "Het getekende vlak heeft te weinig of te veel hoeken."
WRONG_CORNERS_FOUND: Final = "Gevonden: {found}. Verwacht: {fewest} tot {most}."
WRONG_CORNERS_DO: Final = "Teken het gebied opnieuw."
CROSSING: Final = "De randen van het getekende vlak kruisen elkaar, of het heeft geen oppervlak."
CROSSING_FOUND: Final = "Verwacht: een vlak waarvan de randen elkaar nergens raken."
CROSSING_DO: Final = "Teken het gebied opnieuw, de hoeken op volgorde."
TOO_FINE: Final = "Laag '{layer}' kan niet voor een getekend gebied."
TOO_FINE_FOUND: Final = "Mogelijk: {levels}. Een vrij gebied is fijner dan deze laag mag zijn."
TOO_FINE_DO: Final = "Kies een wijk, of een andere laag."
NO_RATE: Final = "De maat '{measure}' kan niet per gebied binnen een getekend gebied."
NO_RATE_FOUND: Final = "Van een deel van een buurt is niet bekend hoeveel er wonen."
NO_RATE_DO: Final = "Kies cellen, een andere maat, of haal het getekende gebied weg."
