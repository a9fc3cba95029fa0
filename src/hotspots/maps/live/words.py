"""Words for the scripts in the browser, which know none of their own."""

from __future__ import annotations

from typing import Final

from hotspots.maps import words as text

#: On and around the map, by the name that the scripts have for it.
ON_THE_MAP: Final = {
    "zoom_in": text.ZOOM_IN,
    "zoom_out": text.ZOOM_OUT,
    # Of which home: `payload` fills it in.
    "fit": text.FIT,
    "tiles_on": "Achtergrondkaart aan (internet)",
    "tiles_off": "Achtergrondkaart uit",
    "tiles_failed": "De achtergrondkaart is niet bereikbaar. De kaart werkt zonder verder.",
    "skip": "Kaart overslaan; dezelfde cijfers staan in de tabel",
    "legend": text.LEGEND,
    "failed": "Een deel van de kaart kon niet worden getekend. De tabel is wel compleet.",
    "cell": "cel van",
    "label": "Kaart",
}

#: Instead, where the background map is a file of the home.
OWN_TILES: Final = {
    "tiles_on": "Achtergrondkaart aan",
    "tiles_failed": (
        "De achtergrondkaart van deze gemeente kan niet worden gelezen. De kaart werkt zonder "
        "verder."
    ),
}

#: Of the bar of time below the map, by the name that the scripts have for it.
TIME_BAR: Final = {
    "label": "Periode van de kaart",
    "begin": "Begin van de periode",
    "end": "Einde van de periode",
    "until": "tot en met",
    "until_short": "t/m",
    "earlier": "Een stap eerder",
    "later": "Een stap later",
    "play": "Afspelen",
    "pause": "Stoppen",
    "zoom": "Stap van de tijdbalk",
    "month": "Maanden",
    "quarter": "Kwartalen",
    "year": "Jaren",
    "week": "Weken",
    "day": "Dagen",
    "whole_quarter": "e kwartaal",
    "fixed_classes": "Tijdens het slepen blijven de klassen gelijk.",
    "same_classes": "klassen blijven gelijk",
    "follows": "de kaart volgt als u loslaat",
}

#: Of the button that asks the device where it is, by name of what happened.
WHERE_AM_I: Final = {
    "button": "Waar ben ik?",
    "busy": "Uw plek wordt opgezocht…",
    "refused": (
        "Uw browser geeft uw plek niet door. Sta dat toe in de instellingen van de browser, of "
        "zoek hierboven uw wijk of buurt."
    ),
    "unknown": "Uw apparaat weet niet waar het is. Zoek hierboven uw wijk of buurt.",
    "slow": "Uw apparaat vond uw plek niet op tijd. Probeer het buiten nog eens.",
    "insecure": (
        "Uw browser geeft uw plek alleen door over een beveiligde verbinding (https). Zoek "
        "hierboven uw wijk of buurt."
    ),
}
