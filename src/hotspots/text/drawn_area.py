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

#: Of the tool on the map; the browser fills in {radius} and {area}.
TOOL_WORDS: Final = {
    "draw_tools": "Gebied tekenen",
    "draw_polygon": "Teken vlak",
    "draw_circle": "Teken cirkel",
    "draw_clear": "Wis gebied",
    "draw_polygon_how": (
        "Klik de hoeken van het vlak aan. Klaar? Klik op de eerste hoek, dubbelklik, of kies Klaar."
    ),
    "draw_circle_how": "Klik op het midden van de cirkel, en daarna op de rand.",
    "draw_polygon_size": "{area} km²",
    "draw_circle_size": "Straal {radius} m, {area} km²",
    "draw_crossing": "De randen kruisen elkaar. Doe een of meer stappen terug.",
    "draw_done": "Klaar",
    "draw_undo": "Stap terug",
    "draw_stop": "Stoppen",
}
#: Beside a map of it.
DRAWN_NOTE: Final = "Alleen in het getekende gebied (dikke stippellijn), {area}\u00a0km²."
#: Of its border, in the legend of a file.
DRAWN_LINE: Final = "Getekend gebied"
CIRCLE: Final = "cirkel met straal {radius}\u00a0m, {area}\u00a0km²"
POLYGON: Final = "vlak van {area}\u00a0km²"
#: Of the fields beside the map, for who does not draw with a mouse.
FIELDS: Final = "Getekend gebied"
FIELDS_HELP: Final = (
    "Teken een vlak of een cirkel met de knoppen op de kaart, of maak het gebied hier. Alles op de "
    "pagina gaat dan over wat erin ligt."
)
AS_TEXT: Final = "Gebied als tekst"
AS_TEXT_HELP: Final = (
    "In hele meters RD: cirkel:X,Y,STRAAL of vlak:X,Y;X,Y;X,Y. Leeg is geen getekend gebied."
)
MIDDLE: Final = "Cirkel rond"
MIDDLE_HELP: Final = "Kies een buurt, of typ een plaats in meters RD: 105000, 425000."
MIDDLE_PLACEHOLDER: Final = "Buurt, of X, Y"
RADIUS: Final = "Straal in meters"
MAKE_CIRCLE: Final = "Maak cirkel"
CLEAR: Final = "Wis gebied"
NO_RATES_NOTE: Final = (
    "Maten met een noemer kunnen hier niet per wijk of buurt: van een deel van een buurt is niet "
    "bekend hoeveel er wonen."
)
