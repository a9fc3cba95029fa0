"""What publishing tells about a file."""

from __future__ import annotations

from typing import Final

LOADED_FROM: Final = "Ingelezen uit {file}"
OUTSIDE: Final = (
    "{count} rij(en) liggen buiten de gemeente. Ze zijn ingelezen, maar tellen op geen kaart mee."
)
UNKNOWN_AREAS: Final = (
    "{count} rij(en) noemen een gebied dat deze gemeente niet kent. Ze tellen op geen kaart mee."
)
