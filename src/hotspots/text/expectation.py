"""What is said about what places are compared with, in Dutch."""

from __future__ import annotations

from typing import Final

LAND: Final = "land"
#: Where the people of a buurt are taken to live, by what they are spread over.
SPREAD: Final = {
    "address": "binnen een buurt verdeeld over de adressen",
    "built_up": "binnen een buurt verdeeld over het bebouwde land",
    "land": "binnen een buurt gelijk verdeeld over het land",
}
MINIMUM: Final = "Een hotspot van ten minste {minimum} keer zoveel kan niet."
MINIMUM_FOUND: Final = "Verwacht: een getal van 1 tot {most}."
MINIMUM_DO: Final = "Kies 1 om alles te tonen wat niet door toeval komt, of 1,5 zoals de standaard."
NO_SIDE: Final = "De maat '{measure}' kan niet alleen naar meer zoeken."
NO_SIDE_FOUND: Final = "Dat kan bij: {measures}."
NO_SIDE_DO: Final = "Kies een van die maten, of zoek naar meer en minder."
UNKNOWN: Final = "Laag '{layer}' kan niet vergeleken worden met '{asked}'."
POSSIBLE: Final = "Mogelijk: {possible}."
NONE: Final = "geen"
EMPTY: Final = "In laag '{label}' staan nog geen rijen."
EMPTY_DO: Final = "Lees die laag eerst in, of kies een andere verwachting."
OWN_PAST_DO: Final = "Kies de maat 'Verandering': die vergelijkt een plek met haar eigen verleden."
HELP: Final = (
    "Waarmee een plek vergeleken wordt. Met land: alsof overal evenveel gebeurt, ook waar niemand "
    "woont. Dan is elke woonwijk al snel een hotspot."
)
NOT_USED: Final = "De maat '{measure}' vergelijkt niet met een verwachting."
NOT_USED_FOUND: Final = "Gevraagd: --expectation {asked}."
NOT_USED_DO: Final = "Laat --expectation weg, of kies de maat gi_star of emerging."
NO_DENOMINATOR: Final = "De maat '{measure}' gebruikt geen noemer."
NO_DENOMINATOR_FOUND: Final = "Gevraagd: --denominator {asked}."
NO_DENOMINATOR_DO: Final = "Laat --denominator weg, of kies een maat die door een noemer deelt."
TWO: Final = "Er zijn twee verschillende verwachtingen gegeven."
TWO_FOUND: Final = "Gevraagd: --denominator {denominator} en --expectation {expectation}."
TWO_DO: Final = "Geef alleen --expectation."
