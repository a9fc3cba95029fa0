"""The page `Wijkbeeld`: sentences first, figures second, then one layer closer, charts last."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from html import escape
from math import isfinite, isinf, isnan
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import streamlit as st

from hotspots import dutch as numbers
from hotspots.access.cache import counting_layers, key_of_all
from hotspots.access.permission import default_level, levels_of
from hotspots.access.served import one_moment
from hotspots.analysis.periods import preset
from hotspots.dutch import as_text, day, number, times, with_kind
from hotspots.errors import HotspotsError
from hotspots.exports import words as export_words
from hotspots.exports.sheet import today
from hotspots.geography.names import gemeente_around
from hotspots.maps import words as map_text
from hotspots.maps.live.component import root_path
from hotspots.pages import words as pages
from hotspots.pages.download import offer_file, offer_table
from hotspots.pages.filters import AREA, DATES, LAYER, PRESET, THEME, choose_period
from hotspots.pages.opened import note_looking_at_all, opened_workspace
from hotspots.pages.problems import show_problem
from hotspots.pages.results import show_figures
from hotspots.pages.tables import fold
from hotspots.wijkbeeld import page_words as text
from hotspots.wijkbeeld import words as briefing_text
from hotspots.wijkbeeld.answers import briefing_of, days_of_all
from hotspots.wijkbeeld.briefing import UNTESTED
from hotspots.wijkbeeld.choosing import (
    choose_place,
    clear_area,
    go_to,
    open_with,
    opening_place,
    place_in_link,
    say_why,
)
from hotspots.wijkbeeld.layer_page import (
    choose_layer,
    search_the_rest,
    show_closer,
    show_small,
    standing_out,
)
from hotspots.wijkbeeld.paper import report_bytes
from hotspots.wijkbeeld.phone_page import phone_page
from hotspots.wijkbeeld.place import BUURTEN, DRAWN, WIJKEN
from hotspots.wijkbeeld.sentences import briefing_sentences
from hotspots.wijkbeeld.sheets import sheet_of_wijkbeeld
from hotspots.wijkbeeld.word_page import report_docx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from streamlit.delta_generator import DeltaGenerator

    from hotspots.access.cache import Key
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.periods import Period
    from hotspots.catalog.specs import LayerSpec
    from hotspots.catalog.whole import WholeWords
    from hotspots.wijkbeeld.briefing import Briefing, Compared, LayerLine, Paragraph, Population
    from hotspots.wijkbeeld.place import Place


#: Names in the link of the map page.
_WIJK: Final = "wijk"
_LEVEL: Final = "niveau"
_DRAWN: Final = "vlak"


def offer_paper(workspace: Workspace, briefing: Briefing) -> None:
    """Offer the wijkbeeld as files to roles that may export one of its layers."""
    if not any(workspace.may_export(line.layer) for line in briefing.lines):
        return
    with st.popover(text.TAKE_ALONG):
        st.caption(text.TAKE_ALONG_HELP)
        for ending, label, make in (
            (".pdf", text.AS_PDF, report_bytes),
            (".docx", text.AS_WORD, report_docx),
            (".html", text.AS_PAGE, phone_page),
        ):
            offer_file(
                label,
                partial(_made, make, briefing),
                name=f"wijkbeeld_{briefing.place.name}",
                ending=ending,
                key=f"wijkbeeld_mee{ending}",
                width="stretch",
            )


def _made(make: Callable[..., bytes], briefing: Briefing, workspace: Workspace) -> bytes:
    """Return a file, with the day of the click on it."""
    return make(workspace, briefing, made_on=today())


#: Some seventy characters a line, large enough to read at arm's length. The map that stands beside
#: it, where both fit, and else below has its room from the start.
_STYLE: Final = """<style>
.st-key-wijkbeeld_tekst [data-testid="stColumn"] { min-width: min(26rem, 100%); }
.st-key-wijkbeeld_naast { min-height: 25rem; }
.wijkbeeld-zinnen { font-size: 1.3rem; line-height: 1.55; max-width: 46rem; }
.wijkbeeld-zinnen p { margin: 0 0 .9rem; font-size: inherit; }
.wijkbeeld-zinnen a { color: inherit; text-decoration-thickness: 1px; text-underline-offset: .2em; }
.wijkbeeld-zinnen a:hover, .wijkbeeld-zinnen a:focus-visible { text-decoration-thickness: 3px; }
.wijkbeeld-zinnen .dag { white-space: nowrap; }
.wijkbeeld-zinnen .klein { font-size: 1rem; margin-bottom: .3rem; }
@media (max-width: 640px) { .wijkbeeld-zinnen { font-size: 1.2rem; } }
</style>"""
_BUTTON_STYLE: Final = """<style>
.naar-kaart { display: inline-flex; align-items: center; min-height: 2.5rem; padding: 0 .75rem;
  font-size: .875rem;
  border: 1px solid color-mix(in srgb, currentColor 30%, transparent); border-radius: .5rem;
  color: inherit; text-decoration: none; white-space: nowrap; }
.naar-kaart:hover, .naar-kaart:focus-visible { border-color: currentColor; }
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
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", sentence, re.IGNORECASE):
            if all(match.end() <= first or match.start() >= last for first, last in taken):
                return match.span()
    return None


#: Cells name their column by themselves where the head of the table has no room. A table that is
#: no longer laid out as one means nothing to a screen reader, so that every part says its role.
_TABLE_STYLE: Final = """<style>
.wijkbeeld-cijfers { border-collapse: collapse; width: 100%; font-size: .95rem; }
.wijkbeeld-cijfers th, .wijkbeeld-cijfers td { text-align: left; vertical-align: top;
  padding: .45rem .6rem; border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent);
  font-variant-numeric: tabular-nums; }
.wijkbeeld-cijfers thead th { font-weight: 600; }
.wijkbeeld-cijfers tbody th { font-weight: 600; }
.wijkbeeld-cijfers small { display: block; font-weight: 400; font-size: .82rem; opacity: .85; }
.wijkbeeld-cijfers .aantal { font-size: 1.15rem; font-weight: 600; }
.wijkbeeld-cijfers .kop { display: none; }
.wijkbeeld-cijfers a { color: inherit; text-underline-offset: .2em; }
@media (max-width: 700px) {
  .wijkbeeld-cijfers thead { position: absolute; width: 1px; height: 1px; overflow: hidden;
    clip-path: inset(50%); white-space: nowrap; }
  .wijkbeeld-cijfers, .wijkbeeld-cijfers tbody { display: block; }
  .wijkbeeld-cijfers tr { display: grid; grid-template-columns: 1fr 1fr; gap: .15rem .8rem;
    padding: .7rem 0; border-bottom: 1px solid color-mix(in srgb, currentColor 35%, transparent); }
  .wijkbeeld-cijfers th, .wijkbeeld-cijfers td { border: 0; padding: 0; min-width: 0; }
  .wijkbeeld-cijfers tbody th { grid-column: 1 / -1; font-size: 1.05rem; }
  .wijkbeeld-cijfers .breed { grid-column: 1 / -1; }
  .wijkbeeld-cijfers .leeg { display: none; }
  .wijkbeeld-cijfers .kop { display: block; font-size: .82rem; opacity: .85; }
  .wijkbeeld-cijfers .breed small { display: inline; }
  .wijkbeeld-cijfers .breed small + small::before { content: "· "; }
}
</style>"""
#: Of a whole percent less, a rate needs a second decimal to differ from nothing.
_SMALL_RATE: Final = 1.0


def show_table(briefing: Briefing, links: MapLinks) -> None:
    """Show the figures, and how they are judged."""
    st.markdown(f"#### {text.FIGURES}")
    st.html(_TABLE_STYLE + table_html(briefing, links))
    over = {(line.denominator_label, line.denominator_year) for line in briefing.lines}
    denominators = [
        text.DENOMINATOR.format(label=as_text(label), year=year)
        for label, year in sorted(over)
        if label
    ]
    st.caption(text.FIGURES_NOTE.format(denominators=" ".join(denominators)))
    st.caption(map_text.REGISTERED_NOTE)
    notes = [note.text for note in briefing.notes if not note.layers]
    offer_table(
        None,
        lambda reader: sheet_of_wijkbeeld(reader, briefing),
        name=f"wijkbeeld_{briefing.place.code}",
        key="wijkbeeld_bewaren",
        label=export_words.OFFER_WIJKBEELD,
        shapes=False,
    )
    fold(text.HOW, lambda: _show_notes(notes), key="wijkbeeld_hoe")


def _show_notes(notes: list[str]) -> None:
    for note in notes:
        st.text(note)


def show_unmapped(briefing: Briefing) -> None:
    """Show the themes that have no map: why, and what was published."""
    if briefing.unmapped:
        st.markdown(f"#### {text.UNMAPPED}")
    for theme in briefing.unmapped:
        st.markdown(f"**{as_text(theme.label)}**")
        if theme.no_layers:
            st.text(theme.no_layers)
        show_figures(theme)


def table_html(briefing: Briefing, links: MapLinks) -> str:
    """Return the figures as HTML; every text from data is escaped, every layer is a link."""
    heads = "".join(
        f'<th scope="col" role="columnheader">{label}</th>'
        for label in _headings(briefing.whole).values()
    )
    rows = "".join(_row(line, briefing, links.to(line)) for line in briefing.lines)
    caption = text.FIGURES_CAPTION.format(whole=briefing.whole)
    return (
        f'<table class="wijkbeeld-cijfers" role="table" aria-label="{caption}">'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table>'
    )


def _row(line: LayerLine, briefing: Briefing, link: str) -> str:
    own = ""
    if line.period is not None and line.period != briefing.period:
        period = text.OWN_PERIOD.format(first=day(line.period.first), last=day(line.period.last))
        own = f"<small>{period}</small>"
    head = (
        f'<th scope="row" role="rowheader"><a href="{escape(link)}" target="_self">'
        f"{escape(line.layer.label)}</a><small>{escape(line.theme.label)}</small>{own}</th>"
    )
    whole = briefing.whole
    cells = [_cell("count", _count(line), whole), _cell("earlier", _earlier(line), whole)]
    reason = _reason(line, whole)
    if reason:
        cells.append(f'<td role="cell" class="breed" colspan="3"><small>{reason}</small></td>')
    else:
        cells += [
            _cell("since_year", _judged(line, line.since_year, text.VERDICTS, whole), whole),
            _cell(
                "against_city", _judged(line, line.against_city, text.CITY_VERDICTS, whole), whole
            ),
            _cell("rate", _rate(line, whole), whole, wide=True),
        ]
    return f'<tr role="row">{head}{"".join(cells)}</tr>'


def _headings(whole: WholeWords) -> dict[str, str]:
    """Return what stands above each column."""
    return {name: label.format(whole=whole) for name, label in text.COLUMNS.items()}


def _reason(line: LayerLine, whole: WholeWords) -> str:
    """Return why nothing of a layer is compared, once for all columns; empty if something is."""
    if isfinite(line.rate) or {line.since_year.verdict, line.against_city.verdict} != {UNTESTED}:
        return ""
    return escape(why_not(line, line.why_not or line.since_year.why_not, whole))


def _cell(column: str, shown: str, whole: WholeWords, *, wide: bool = False) -> str:
    kinds = [name for name, on in (("breed", wide), ("leeg", shown == text.NO_FIGURE)) if on]
    css = f' class="{" ".join(kinds)}"' if kinds else ""
    head = f'<span class="kop" aria-hidden="true">{_headings(whole)[column]}</span>'
    return f'<td role="cell"{css}>{head}{shown}</td>'


def _count(line: LayerLine) -> str:
    """Return a count, its two ends, or that it is not shown."""
    shown = line.count_words or text.NO_FIGURE
    beside = text.IN_WIJK.format(count=line.wijk_words) if line.wijk_words else ""
    small = f"<small>{escape(beside)}</small>" if beside else ""
    return f'<span class="aantal">{escape(shown)}</span>{small}'


def _earlier(line: LayerLine) -> str:
    return line.earlier_words or text.NO_FIGURE


def _rate(line: LayerLine, whole: WholeWords) -> str:
    if not isfinite(line.rate):
        return text.NO_FIGURE
    decimals = 2 if line.rate < _SMALL_RATE else 1
    rate = text.RATE.format(
        rate=number(line.rate, decimals),
        low=number(line.rate_lower, decimals),
        high=number(line.rate_upper, decimals),
    )
    template = text.RATE_ESTIMATED if line.denominator_estimated else text.RATE_OF
    of = template.format(label=line.denominator_label)
    city = ""
    if isfinite(line.city_rate):
        rest = text.RATE_CITY.format(rate=number(line.city_rate, decimals), whole=whole)
        city = f" <small>{rest}</small>"
    return f"{rate} <small>{escape(of)}</small>{city}"


def _judged(
    line: LayerLine, compared: Compared, verdicts: dict[str, str], whole: WholeWords
) -> str:
    """Return what chance makes of a difference: a sign, words, and the interval of the ratio."""
    if compared.verdict == UNTESTED:
        why = escape(why_not(line, compared.why_not, whole))
        return f"<small>{why}</small>" if why else text.NO_FIGURE
    mark = f'<span aria-hidden="true">{text.MARKS[compared.verdict]}</span>'
    return f"{mark} {verdicts[compared.verdict]}<small>{_times(compared)}</small>"


def _times(compared: Compared) -> str:
    if isnan(compared.value):
        return ""
    if isinf(compared.value):
        return text.TIMES_FROM_NOTHING
    return text.TIMES.format(
        ratio=times(compared.value), low=times(compared.lower), high=times(compared.upper)
    )


def why_not(line: LayerLine, reason: str, whole: WholeWords) -> str:
    """Return in words why a number is not there."""
    words = briefing_text.WHY_NOT.get(reason, "")
    return words.format(minimum=line.minimum, layer=line.layer.label, whole=whole)


#: The sentences with the map beside them, and that map.
_TEXT_ROW: Final = "wijkbeeld_tekst"
_BESIDE: Final = "wijkbeeld_naast"

#: What was looked at last, in the session: it is written down once for each change.
_PERIOD_BOX: Final = "wijkbeeld_periode"


@one_moment()
def show() -> None:
    """Show the page."""
    workspace = opened_workspace()
    place = place_in_link(workspace)
    if not counting_layers(workspace):
        st.subheader(text.PAGE)
        st.info(text.ALL_SILENT)
        return
    if place is None and (place := opening_place(workspace)) is not None:
        open_with(place)
    choose_place(workspace, place)
    if place is None:
        st.info(text.ALL_SILENT)
        return
    say_why(workspace, place)
    key = key_of_all(workspace)
    heading = st.container()
    actions = st.container(horizontal=True, vertical_alignment="center")
    with actions:
        period = _choose_period(workspace, key)
    try:
        briefing = briefing_of(workspace, key, place, period)
    except HotspotsError as error:
        # Another period may do: the choices stay above what is wrong.
        show_problem(error)
        return
    _note(workspace, briefing)
    with heading:
        _show_heading(workspace, briefing)
    links = MapLinks(workspace, place, as_days=period is not None, root=root_path())
    with actions:
        _offer(briefing, links)
    most = standing_out(briefing)
    beside = _show_text(briefing, links, with_map=most is not None)
    offer_paper(workspace, briefing)
    show_table(briefing, links)
    if most is not None and beside is not None:
        # Its room was kept: the sentences and the figures do not wait for it.
        with beside:
            show_small(workspace, briefing, most)
    layer_id = choose_layer(briefing)
    searching = None if layer_id is None else show_closer(workspace, briefing, layer_id)
    show_unmapped(briefing)
    if searching is not None:
        search_the_rest(workspace, briefing, searching)


def _show_text(briefing: Briefing, links: MapLinks, *, with_map: bool) -> DeltaGenerator | None:
    """Show the sentences; return where a small map goes, beside or below them."""
    paragraphs = briefing_sentences(briefing)
    if not with_map:
        show_sentences(briefing, paragraphs, links)
        return None
    with st.container(key=_TEXT_ROW):
        sentences, beside = st.columns([3, 2], gap="large")
        with sentences:
            show_sentences(briefing, paragraphs, links)
        return beside.container(key=_BESIDE)


def _choose_period(workspace: Workspace, key: Key) -> Period | None:
    """Return the chosen period; None for the last twelve months of each layer."""
    covered = days_of_all(workspace, key)
    layers = counting_layers(workspace)
    if covered is None:
        return None
    exact = next((layer for layer in layers if not layer.sensitive), layers[0])
    chosen = str(st.session_state.get(PRESET, ""))
    names = {**pages.PRESETS, "own": pages.OWN_PERIOD}
    label = text.PERIOD.format(period=names.get(chosen, next(iter(names.values()))).lower())
    with st.popover(label, key=_PERIOD_BOX):
        period = choose_period(exact, covered)
    return None if period == preset("last_12_months", covered) else period


def _note(workspace: Workspace, briefing: Briefing) -> None:
    """Write down which layers are looked at, of which place; once for every change of it."""
    question = {
        "wijkbeeld": briefing.place.code,
        "period": [briefing.period.first.isoformat(), briefing.period.last.isoformat()],
    }
    read = (line.layer.id for line in briefing.lines if line.version is not None)
    note_looking_at_all(workspace, read, question)


def _show_heading(workspace: Workspace, briefing: Briefing) -> None:
    place = briefing.place
    heading = with_kind(place.kind.capitalize(), place.name)
    if place.level == BUURTEN:
        heading = text.IN_WIJK_HEADING.format(place=heading, wijk=place.around)
    if place.level == DRAWN:
        heading = text.DRAWN_HEADING.format(name=place.name, area=number(briefing.area_km2, 2))
    if around := gemeente_around(workspace.geography, place.level, place.code):
        heading = text.IN_GEMEENTE.format(place=heading, gemeente=around)
    st.subheader(as_text(heading))
    parts = [numbers.period(briefing.period.first, briefing.period.last)]
    parts += [as_text(_people(entry)) for entry in briefing.population]
    if (made_up := briefing.synthetic) is not None:
        parts.append(f":orange-badge[{map_text.synthetic_badge(made_up.layers)}]")
    st.markdown(" · ".join(parts))


def _people(entry: Population) -> str:
    if not entry.count > 0:
        return text.NO_PEOPLE.format(label=entry.label, year=entry.year)
    template = text.PEOPLE_ESTIMATED if entry.estimated else text.PEOPLE
    return template.format(count=number(entry.count), label=entry.label, year=entry.year)


def _offer(briefing: Briefing, links: MapLinks) -> None:
    """Offer the map of the place, the wijk around it, and to be rid of a drawn area."""
    line = briefing.line(standing_out(briefing) or briefing.lines[0].layer.id)
    # Streamlit's own button for a link opens a tab.
    st.html(
        f'{_BUTTON_STYLE}<a class="naar-kaart" href="{escape(links.to(line))}" target="_self">'
        f"{text.TO_MAP}</a>",
        width="content",
    )
    if briefing.place.level == DRAWN:
        st.button(text.CLEAR_AREA, on_click=clear_area)
    elif briefing.place.wijk_code:
        label = text.TO_WIJK.format(wijk=as_text(briefing.place.around))
        st.button(label, on_click=go_to, args=(briefing.place.wijk_code,))


@dataclass(frozen=True, slots=True)
class MapLinks:
    """Addresses of the map that shows the numbers of a place.

    What the map opens with by itself is left out: the page would take it from its address again,
    and whoever goes back passes each address.

    Attributes
    ----------
    as_days
        Whether the days of a layer go along; without them the map opens with the last twelve
        months of the layer, as the briefing does.
    root
        Path the app runs under, with a slash at both ends.
    """

    workspace: Workspace
    place: Place
    as_days: bool
    root: str

    def to(self, line: LayerLine) -> str:
        """Return the address for a line of the briefing.

        A drawn area goes along; of a buurt its wijk is shown, with the buurt chosen in it, and of
        a layer that is not shown in buurten the wijk alone.
        """
        layer, place, period = line.layer, self.place, line.period
        query = _layer(self.workspace, layer)
        if self.as_days and period is not None:
            query[PRESET] = pages.OWN_PERIOD
            query[DATES] = [period.first.isoformat(), period.last.isoformat()]
        levels = levels_of(layer)
        if place.level == DRAWN:
            if "cells" in levels:
                query[_DRAWN] = place.code
        elif place.level in levels and place.level not in (WIJKEN, BUURTEN):
            query[place.kind] = place.name
            query[_LEVEL] = export_words.LEVELS["wijken" if "wijken" in levels else place.level]
        elif "wijk" in layer.filters and "wijken" in levels:
            query[_WIJK] = place.wijk or place.name
        if place.level == BUURTEN and "buurten" in levels:
            query[AREA] = place.name
            if default_level(layer) != "buurten":
                query[_LEVEL] = export_words.LEVELS["buurten"]
        return f"{self.root}?{urlencode(query, doseq=True)}"


def _layer(workspace: Workspace, layer: LayerSpec) -> dict[str, str | list[str]]:
    """Return which theme and layer to ask for, as far as the map does not open with them."""
    start = workspace.catalog.gemeente.start
    theme_of = {entry.id: theme for theme in workspace.themes for entry in theme.layers}
    theme = theme_of[layer.id]
    query: dict[str, str | list[str]] = {}
    if theme.id != theme_of.get(start, workspace.themes[0]).id:
        query[THEME] = theme.label
    names = [entry.id for entry in theme.layers]
    if layer.id != (start if start in names else names[0]):
        query[LAYER] = layer.label
    return query
