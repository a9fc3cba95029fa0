"""The page `Verantwoording`: what the tool is for, what it is not for, and which rules hold."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.errors import SettingsError
from hotspots.text import verantwoording as text

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

#: The one text there is; a wheel carries it in the room of texts (see pyproject.toml).
FILE: Final = "verantwoording.md"
#: Some ninety characters a line: longer ones are hard to read. A phone takes what it has.
_WIDTH_PX: Final = 860
_CHECKOUT: Final = Path(__file__).parents[3] / "docs"


def show() -> None:
    """Show the page: our own text, in which nothing from data stands."""
    st.markdown(written(), width=_WIDTH_PX)


@lru_cache(maxsize=1)
def written() -> str:
    """Return the text, from the installed package or from the checkout.

    Raises
    ------
    SettingsError
        If it is in neither: the installation is not whole.
    """
    places: tuple[Traversable, ...] = (files("hotspots.text") / FILE, _CHECKOUT / FILE)
    for place in places:
        if place.is_file():
            return _as_page(place.read_text(encoding="utf-8"))
    raise SettingsError(text.MISSING, text.MISSING_FOUND.format(file=FILE), text.MISSING_DO)


def _as_page(document: str) -> str:
    r"""Return a document one step down in headings: the name of the site is the first.

    Examples
    --------
    >>> _as_page("# Doel\n\n## Wie")
    '## Doel\n\n### Wie'
    """
    return "\n".join(f"#{line}" if line.startswith("#") else line for line in document.splitlines())
