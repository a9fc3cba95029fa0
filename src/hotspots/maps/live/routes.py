"""Where the server hands out what the live map fetches, below the path the pages run under."""

from __future__ import annotations

from typing import Final

#: Scripts and styles.
ASSETS_ROUTE: Final = "kaart/onderdelen"
#: Geometry of the home, by its fingerprint.
GEOMETRY_ROUTE: Final = "kaart/meetkunde"
#: A map again at another level or period, and counts by place and time.
ANSWERS_ROUTE: Final = "kaart/antwoord"
COUNTS_ROUTE: Final = "kaart/verloop"
#: What areas of a map say to whoever points at them.
TIPS_ROUTE: Final = "kaart/aanwijzen"
#: Parts of the background map of the home.
BACKGROUND_ROUTE: Final = "kaart/achtergrond"
