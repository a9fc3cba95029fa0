"""Our own documents on a page: found in the package or in the checkout, cut into chapters."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hotspots.errors import SettingsError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


MISSING: Final = "De tekst van deze pagina ontbreekt."
MISSING_FOUND: Final = "Verwacht: '{file}' in het geïnstalleerde pakket."
MISSING_DO: Final = "Installeer het programma opnieuw."
CHAPTER: Final = "Hoofdstuk"
#: Which chapter opens for whom.
CHAPTER_OF_ROLE: Final = {
    "wijkagent": "Voor de wijkagent",
    "wijkregisseur": "Voor de wijkregisseur",
    "crisisplanner": "Voor de crisisplanner",
    "vergunningen": "Voor de vergunningverlener",
    "analist": "Voor de analist en de beheerder",
    "beheerder": "Voor de analist en de beheerder",
}
#: Some ninety characters a line: longer ones are hard to read. A phone takes what it has.
WIDTH_PX: Final = 860
_CHECKOUT: Final = Path(__file__).parents[3] / "docs"
_HEADING: Final = re.compile(r"^(#+) (.+)$", re.MULTILINE)
_LINK: Final = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)#\s]*)(#[^)\s]+)?\)")
_PICTURE: Final = re.compile(r"!\[([^\]]*)\]\(beeld/([\w.-]+)\)")
#: Where pictures of documents are served.
PICTURES_ROUTE: Final = "handleiding-beeld"


@lru_cache(maxsize=8)
def document(name: str) -> str:
    """Return the text of a document, from the installed package or from the checkout.

    Raises
    ------
    SettingsError
        If it is in neither: the installation is not whole.
    """
    places: tuple[Traversable, ...] = (files("hotspots.pages") / name, _CHECKOUT / name)
    for place in places:
        if place.is_file():
            return place.read_text(encoding="utf-8")
    raise SettingsError(MISSING, MISSING_FOUND.format(file=name), MISSING_DO)


def pictures() -> Path:
    """Return the folder with the pictures of the documents."""
    packaged = Path(str(files("hotspots.pages"))) / "beeld"
    return packaged if packaged.is_dir() else _CHECKOUT / "beeld"


def one_step_down(written: str) -> str:
    r"""Return a document with its headings one step down: the name of the site is the first.

    Examples
    --------
    >>> one_step_down("# Doel\n\n## Wie")
    '## Doel\n\n### Wie'
    """
    return _HEADING.sub(r"#\1 \2", written)


def chapters(written: str) -> dict[str, str]:
    r"""Return the chapters of a document, by their title; what stands before the first is left out.

    Examples
    --------
    >>> chapters("# Boek\n\nVooraf.\n\n## Een\n\nTekst.\n\n### Deel\n\n## Twee\n")
    {'Een': 'Tekst.\n\n### Deel', 'Twee': ''}
    """
    parts = re.split(r"^## (.+)$", written, flags=re.MULTILINE)[1:]
    return {title: body.strip() for title, body in zip(parts[::2], parts[1::2], strict=True)}


def anchor(title: str) -> str:
    """Return how a heading is named in a link.

    Examples
    --------
    >>> anchor("Voor de crisisplanner en de vergunningverlener"), anchor("Welke maat?")
    ('voor-de-crisisplanner-en-de-vergunningverlener', 'welke-maat')
    """
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def as_page(chapter: str, *, root: str, links: dict[str, str]) -> str:
    """Return a chapter as Markdown of a page: pictures by their address, links that lead somewhere.

    Parameters
    ----------
    root
        Path of the application.
    links
        Where a heading of the document is to be found, by its `anchor`; a link to another document
        becomes its words.
    """

    def linked(link: re.Match[str]) -> str:
        words, target, heading = link.group(1), link.group(2), link.group(3)
        if not target and heading and heading[1:] in links:
            return f"[{words}]({links[heading[1:]]})"
        return words

    return _PICTURE.sub(rf"![\1]({root}{PICTURES_ROUTE}/\2)", _LINK.sub(linked, chapter))
