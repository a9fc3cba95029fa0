"""The briefing as it is read aloud: large sentences, in which each layer leads to the map."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.text import wijkbeeld_page as text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotspots.analysis.wijkbeeld.briefing import Briefing, Paragraph
    from hotspots.catalog.specs import LayerSpec
    from hotspots.ui.wijkbeeld.links import MapLinks

#: Some seventy characters a line, large enough to read at arm's length.
_STYLE: Final = """<style>
.wijkbeeld-zinnen { font-size: 1.3rem; line-height: 1.55; max-width: 46rem; }
.wijkbeeld-zinnen p { margin: 0 0 .9rem; font-size: inherit; }
.wijkbeeld-zinnen a { color: inherit; text-decoration-thickness: 1px; text-underline-offset: .2em; }
.wijkbeeld-zinnen a:hover, .wijkbeeld-zinnen a:focus-visible { text-decoration-thickness: 3px; }
.wijkbeeld-zinnen .dag { white-space: nowrap; }
.wijkbeeld-zinnen .klein { font-size: 1rem; margin-bottom: .3rem; }
@media (max-width: 640px) { .wijkbeeld-zinnen { font-size: 1.2rem; } }
</style>"""
_DATE: Final = re.compile(r"\b\d{2}-\d{2}-\d{4}\b")
#: What is read last, if at all: it says how to take the rest.
_SMALL: Final = ("unchanged", "registered")


def show_sentences(briefing: Briefing, paragraphs: Iterable[Paragraph], links: MapLinks) -> None:
    """Show the briefing."""
    st.html(_STYLE + sentences_html(briefing, paragraphs, links))


def sentences_html(briefing: Briefing, paragraphs: Iterable[Paragraph], links: MapLinks) -> str:
    """Return the paragraphs as HTML; where a layer is named first, a link to its map."""
    parts = []
    for paragraph in paragraphs:
        lines = [briefing.line(layer_id) for layer_id in paragraph.layers]
        addresses = [(line.layer, links.to(line)) for line in lines]
        css = ' class="klein"' if paragraph.id in _SMALL else ""
        parts.append(f"<p{css}>{with_links(paragraph.text, addresses)}</p>")
    inside = "".join(parts)
    return f'<section class="wijkbeeld-zinnen" aria-label="{text.BRIEFING}">{inside}</section>'


def with_links(sentence: str, links: list[tuple[LayerSpec, str]]) -> str:
    """Return a sentence as HTML, with each layer linked where it is named first.

    A layer that the sentence does not name gets no link: the table below has one for each.
    """
    spans: list[tuple[int, int, str]] = []
    for layer, address in links:
        taken = [(first, last) for first, last, _ in spans]
        span = _named_at(sentence, layer, taken)
        if span is not None:
            spans.append((*span, address))
    parts, at = [], 0
    for first, last, address in sorted(spans):
        parts += [
            _plain(sentence[at:first]),
            f'<a href="{escape(address)}" target="_self" title="{text.ON_MAP}">',
            escape(sentence[first:last]),
            "</a>",
        ]
        at = last
    return "".join([*parts, _plain(sentence[at:])])


def _plain(words: str) -> str:
    """Return words as HTML, in which a date stays on one line."""
    return _DATE.sub(r'<span class="dag">\g<0></span>', escape(words))


def _named_at(
    sentence: str, layer: LayerSpec, taken: list[tuple[int, int]]
) -> tuple[int, int] | None:
    """Return where a layer is named first, by its noun or its label, in words that are free."""
    names = sorted((layer.noun_plural, layer.label, layer.noun), key=len, reverse=True)
    for name in names:
        for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", sentence, re.IGNORECASE):
            if all(found.end() <= first or found.start() >= last for first, last in taken):
                return found.span()
    return None
