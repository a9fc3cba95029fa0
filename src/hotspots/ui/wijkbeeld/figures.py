"""The figures of a briefing as a table: a row per layer, that folds into cards on a phone."""

from __future__ import annotations

from html import escape
from math import isfinite, isinf, isnan
from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.analysis.export.of_wijkbeeld import sheet_of_wijkbeeld
from hotspots.analysis.wijkbeeld.briefing import UNTESTED
from hotspots.text import maps as map_text
from hotspots.text import taking as taking_text
from hotspots.text import wijkbeeld as briefing_text
from hotspots.text import wijkbeeld_page as text
from hotspots.text.markdown import as_text
from hotspots.text.numbers import day, number, times
from hotspots.ui.figures import show_figures
from hotspots.ui.folded import fold
from hotspots.ui.taking import offer_table

if TYPE_CHECKING:
    from hotspots.analysis.wijkbeeld.briefing import Briefing, Compared, LayerLine
    from hotspots.ui.wijkbeeld.links import MapLinks

#: Cells name their column by themselves where the head of the table has no room. A table that is
#: no longer laid out as one means nothing to a screen reader, so that every part says its role.
_STYLE: Final = """<style>
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
#: Of a whole percent less, a rate needs a second decimal to be told from nothing.
_SMALL_RATE: Final = 1.0


def show_table(briefing: Briefing, links: MapLinks) -> None:
    """Show the figures, and how they are judged."""
    st.markdown(f"#### {text.FIGURES}")
    st.html(_STYLE + table_html(briefing, links))
    over = {(line.denominator_label, line.denominator_year) for line in briefing.lines}
    told = [
        text.DENOMINATOR.format(label=as_text(label), year=year)
        for label, year in sorted(over)
        if label
    ]
    st.caption(text.FIGURES_NOTE.format(denominators=" ".join(told)))
    st.caption(map_text.REGISTERED_NOTE)
    notes = [note.text for note in briefing.notes if not note.layers]
    offer_table(
        None,
        lambda asked: sheet_of_wijkbeeld(asked, briefing),
        name=f"wijkbeeld_{briefing.place.code}",
        key="wijkbeeld_bewaren",
        label=taking_text.OFFER_WIJKBEELD,
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
        f'<th scope="col" role="columnheader">{label}</th>' for label in text.COLUMNS.values()
    )
    rows = "".join(_row(line, briefing, links.to(line)) for line in briefing.lines)
    return (
        f'<table class="wijkbeeld-cijfers" role="table" aria-label="{text.FIGURES_CAPTION}">'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table>'
    )


def _row(line: LayerLine, briefing: Briefing, link: str) -> str:
    own = ""
    if line.period is not None and line.period != briefing.period:
        told = text.OWN_PERIOD.format(first=day(line.period.first), last=day(line.period.last))
        own = f"<small>{told}</small>"
    head = (
        f'<th scope="row" role="rowheader"><a href="{escape(link)}" target="_self">'
        f"{escape(line.layer.label)}</a><small>{escape(line.theme.label)}</small>{own}</th>"
    )
    cells = [_cell("count", _count(line)), _cell("earlier", _earlier(line))]
    reason = _reason(line)
    if reason:
        cells.append(f'<td role="cell" class="breed" colspan="3"><small>{reason}</small></td>')
    else:
        cells += [
            _cell("since_year", _judged(line, line.since_year, text.VERDICTS)),
            _cell("against_city", _judged(line, line.against_city, text.CITY_VERDICTS)),
            _cell("rate", _rate(line), wide=True),
        ]
    return f'<tr role="row">{head}{"".join(cells)}</tr>'


def _reason(line: LayerLine) -> str:
    """Return why nothing of a layer is compared, once for all columns; empty if something is."""
    if isfinite(line.rate) or {line.since_year.verdict, line.against_city.verdict} != {UNTESTED}:
        return ""
    return escape(why_not(line, line.why_not or line.since_year.why_not))


def _cell(column: str, shown: str, *, wide: bool = False) -> str:
    kinds = [name for name, on in (("breed", wide), ("leeg", shown == text.NO_FIGURE)) if on]
    css = f' class="{" ".join(kinds)}"' if kinds else ""
    head = f'<span class="kop" aria-hidden="true">{text.COLUMNS[column]}</span>'
    return f'<td role="cell"{css}>{head}{shown}</td>'


def _count(line: LayerLine) -> str:
    """Return how many, its two ends, or that it is not told."""
    shown = line.count_words or text.NO_FIGURE
    beside = text.IN_WIJK.format(count=line.wijk_words) if line.wijk_words else ""
    small = f"<small>{escape(beside)}</small>" if beside else ""
    return f'<span class="aantal">{escape(shown)}</span>{small}'


def _earlier(line: LayerLine) -> str:
    return line.earlier_words or text.NO_FIGURE


def _rate(line: LayerLine) -> str:
    if not isfinite(line.rate):
        return text.NO_FIGURE
    decimals = 2 if line.rate < _SMALL_RATE else 1
    told = text.RATE.format(
        rate=number(line.rate, decimals),
        low=number(line.rate_lower, decimals),
        high=number(line.rate_upper, decimals),
    )
    template = text.RATE_ESTIMATED if line.denominator_estimated else text.RATE_OF
    of = template.format(label=line.denominator_label)
    city = ""
    if isfinite(line.city_rate):
        city = f" <small>{text.RATE_CITY.format(rate=number(line.city_rate, decimals))}</small>"
    return f"{told} <small>{escape(of)}</small>{city}"


def _judged(line: LayerLine, compared: Compared, verdicts: dict[str, str]) -> str:
    """Return what chance makes of a difference: a sign, words, and the interval of the ratio."""
    if compared.verdict == UNTESTED:
        why = escape(why_not(line, compared.why_not))
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


def why_not(line: LayerLine, reason: str) -> str:
    """Return in words why a number is not there."""
    words = briefing_text.WHY_NOT.get(reason, "")
    return words.format(minimum=line.minimum, layer=line.layer.label)
