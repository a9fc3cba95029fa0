"""The words above the pictures of when it happens."""

from __future__ import annotations

from typing import Final

VIEW: Final = "Wat te zien is van de tijd"
PER_MONTH: Final = "Verloop"
