"""The words around a long table that is shown a page at a time."""

from __future__ import annotations

from typing import Final

SEARCH: Final = "Zoek op naam"
SEARCH_PLACEHOLDER: Final = "Deel van een naam"
SORT: Final = "Sorteer op"
AS_IT_IS: Final = "Volgorde van de tabel"
PAGE: Final = "Blad"
SHOWN: Final = "Rij {first} tot en met {last} van {matching}; blad {page} van {pages}."
NONE_FOUND: Final = "Geen naam waar dit in staat. Maak de zoektekst korter."
