"""A PDF read back as a reader, a screen reader and a printer meet it."""

from __future__ import annotations

import io
from collections import Counter
from typing import TYPE_CHECKING, Any

from pypdf import PdfReader

if TYPE_CHECKING:
    from collections.abc import Iterator


class Printed:
    """The pages of a PDF: their text, the tags around it, and the fonts in it."""

    def __init__(self, document: bytes) -> None:
        self.reader = PdfReader(io.BytesIO(document))
        self.root: Any = self.reader.trailer["/Root"]
        self.pages = [page.extract_text() for page in self.reader.pages]

    @property
    def text(self) -> str:
        """All words of all pages with single spaces: where a line ends says nothing."""
        return " ".join(" ".join(self.pages).split())

    @property
    def title(self) -> str | None:
        return self.reader.metadata.title if self.reader.metadata else None

    def tags(self) -> Counter[str]:
        """Return how often each kind of tag occurs."""
        return Counter(element["/S"] for element in self._elements())

    def alternatives(self) -> list[str]:
        """Return the words that stand for pictures, in reading order."""
        return [str(element["/Alt"]) for element in self._elements() if element["/S"] == "/Figure"]

    def _elements(self) -> Iterator[Any]:
        pending = [self.root["/StructTreeRoot"]]
        while pending:
            element = pending.pop().get_object()
            if not isinstance(element, dict):
                continue
            if "/S" in element and element.get("/Type") != "/MCR":
                yield element
            kids = element.get("/K", [])
            kids = kids.get_object() if hasattr(kids, "get_object") else kids
            pending += reversed(kids if isinstance(kids, list) else [kids])

    def fonts(self) -> list[tuple[str, bool]]:
        """Return every font by name, and whether its letters are in the file."""
        found = {}
        for held in self._objects():
            if isinstance(held, dict) and held.get("/Type") == "/FontDescriptor":
                files = {"/FontFile", "/FontFile2", "/FontFile3"} & set(held)
                found[str(held["/FontName"])] = bool(files)
        return sorted(found.items())

    def addresses(self) -> list[str]:
        """Return every address outside the file that a reader could be led to."""
        return [
            str(held["/URI"])
            for held in self._objects()
            if isinstance(held, dict) and "/URI" in held
        ]

    def _objects(self) -> Iterator[Any]:
        for number in range(1, len(self.reader.xref_objStm) + len(self.reader.xref.get(0, {})) + 2):
            held = self.reader.get_object(number)
            if held is not None:
                yield held

    def bookmarks(self) -> list[tuple[str, int]]:
        """Return the bookmarks of the first level and their pages, from 1."""
        return [
            (str(entry.title), int(self.reader.get_destination_page_number(entry) or 0) + 1)
            for entry in self.reader.outline
            if not isinstance(entry, list)
        ]
