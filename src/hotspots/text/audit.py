"""What is told about the audit: whether all of its lines are there as they were written."""

from __future__ import annotations

from typing import Final

PLACE: Final = "{file}, regel {line}"
BROKEN: Final = (
    "{place} (nummer {number}): sluit niet aan op de regel ervoor. Daar is een regel weg, "
    "veranderd of verplaatst."
)
UNREADABLE: Final = "{place}: niet te lezen. Hij is veranderd, of half geschreven bij een storing."
UNLINKED: Final = "{place}: een regel zonder nummer tussen regels met een nummer."
BEGUN_ANEW: Final = (
    "{place}: de nummers beginnen hier opnieuw. Het bestand met de laatste regel was weg; of er "
    "daarvoor regels weg zijn, is niet te zien."
)
NO_HEAD: Final = (
    "Het bestand '{file}' ontbreekt. Of de laatste regels er nog zijn, is niet te zien."
)
CUT_OFF: Final = (
    "De laatste regels zijn weg: het logboek houdt op bij nummer {last}, en er zijn er {noted} "
    "geschreven. Na een stroomstoring kan dat; anders heeft iemand ze weggehaald."
)
OTHER_LAST: Final = "De laatste regel, nummer {number}, is een andere dan er geschreven is."
GONE: Final = (
    "De regels 1 t/m {gone} staan niet meer in de map. Klopt dat met wat u zelf heeft opgeruimd?"
)
WHOLE: Final = (
    "Het logboek is heel tot en met nummer {number}, controlesom {checksum}. Bewaar die twee op "
    "een andere plek."
)
OLD_LINES: Final = "{count} regels zijn van voor de nummering: te lezen, niet na te kijken."
DO: Final = (
    "Wat te doen: laat het logboek zoals het is, leg het naast een reservekopie en meld het aan "
    "wie over de beveiliging gaat."
)
