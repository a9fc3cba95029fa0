"""The words of the button that asks where someone is."""

from __future__ import annotations

from typing import Final

#: Of the browser, by name of what happened.
WORDS: Final = {
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
OUTSIDE: Final = "U bent niet in {gemeente}. Zoek uw wijk of buurt."
FOUND: Final = "U bent in {buurt} (tot op {accuracy} m). Uw plek zelf is niet bewaard."
UNCLEAR: Final = (
    "Uw apparaat weet uw plek maar tot op {accuracy} m. {buurt} is het dichtst bij; kies zo nodig "
    "een andere buurt."
)
