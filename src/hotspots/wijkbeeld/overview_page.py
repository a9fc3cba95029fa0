"""The page `Overzicht`: every wijk beside every layer, and what stands out in words."""

from __future__ import annotations

import math
import re
from functools import partial
from html import escape
from itertools import compress
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import numpy as np
import streamlit as st

from hotspots import dutch as numbers
from hotspots.access.cache import counting_layers, key_of_all
from hotspots.access.served import one_moment
from hotspots.analysis.answer import Verdict
from hotspots.analysis.question import WHERE
from hotspots.analysis.registry import measure_named
from hotspots.dutch import as_text, listed, number, plural, times, two_ends
from hotspots.errors import AccessError, HotspotsError
from hotspots.exports import words as export_words
from hotspots.exports.sheet import today
from hotspots.maps import words as map_text
from hotspots.maps.live.component import root_path
from hotspots.maps.palettes import CLASSES, class_shade, ratio_shade
from hotspots.pages import words as pages
from hotspots.pages.controls import choose_one, choose_some, choose_tile
from hotspots.pages.download import offer_file, offer_table
from hotspots.pages.filters import AREA, LAYER, LEVEL, PRESET, THEME
from hotspots.pages.opened import note_looking_at_all, opened_workspace
from hotspots.pages.paging import choose_rows
from hotspots.pages.panel import panel
from hotspots.pages.problems import show_problem
from hotspots.pages.results import show_figures
from hotspots.wijkbeeld import overview_words as text
from hotspots.wijkbeeld.answers import glance_of
from hotspots.wijkbeeld.overview import LEVELS
from hotspots.wijkbeeld.overview_sheet import sheet_of_overview
from hotspots.wijkbeeld.paper import atlas_bytes
from hotspots.wijkbeeld.words import WHY_NOT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.periods import Period
    from hotspots.geography.areas import Geography
    from hotspots.wijkbeeld.overview import Glance, GlanceCell, GlanceColumn

#: Wijken named per layer in the sentences above the table.
_MOST_NAMED: Final = 3
#: A longer table is shown a page at a time: each row has a link per layer.
_MOST_ROWS: Final = 200
#: The atlas that this visitor made, in the session: with what it was made of.
_ATLAS: Final = "atlas_gemaakt"
#: Wijken in one atlas; each takes two pages and half a second or more.
_MOST_IN_ATLAS: Final = 100
_TAGS: Final = re.compile(r"<[^>]+>")

#: A first column and a header that stay in sight while the table moves under them; on a phone a
#: wijk is a card with its layers in it. Colours of the page itself, light or dark.
_STYLE: Final = """<style>
[data-testid="stMainBlockContainer"] { padding-left: clamp(1rem, 3vw, 5rem);
  padding-right: clamp(1rem, 3vw, 5rem); }
.overzicht { overflow: auto; max-width: 100%; }
.overzicht table { border-collapse: separate; border-spacing: 2px; font-size: .9rem; }
.overzicht th { font-weight: 600; text-align: left; vertical-align: bottom; padding: .25rem .4rem; }
.overzicht thead th { max-width: 8.5rem; hyphens: auto; font-size: .85rem; }
.overzicht thead tr:first-child th { border-bottom: 2px solid currentColor; opacity: .85; }
.overzicht small { display: block; font-weight: 400; }
.overzicht tbody th { position: sticky; left: 0; z-index: 1; white-space: nowrap;
  vertical-align: middle;
  background: Canvas; color: CanvasText; }
.overzicht tbody th a { color: inherit; }
.overzicht td { padding: 0; min-width: 4.6rem; border-radius: 3px; }
.overzicht td a { display: block; padding: .4rem .5rem; color: inherit; text-decoration: none;
  text-align: right; font-variant-numeric: tabular-nums; min-height: 24px; }
.overzicht td a:hover, .overzicht td a:focus-visible { outline: 2px solid currentColor;
  outline-offset: -2px; text-decoration: underline; }
.overzicht .plain { background: transparent; }
.overzicht .shade { display: inline-block; padding: .15rem .5rem; border-radius: 3px;
  margin: 0 .25rem .25rem 0; }
@media (max-width: 640px) {
  .overzicht thead { position: absolute; width: 1px; height: 1px; overflow: hidden;
    clip-path: inset(50%); }
  .overzicht table, .overzicht tbody { display: block; }
  .overzicht tr { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 2px;
    padding: .3rem 0 .6rem; }
  .overzicht tbody th { grid-column: 1 / -1; position: static; font-size: 1rem; }
  .overzicht td { display: grid; min-width: 0; }
  .overzicht td a::before { content: attr(data-kop); display: block; font-size: .7rem;
    line-height: 1.2; text-align: left; hyphens: auto; overflow-wrap: anywhere; }
  .overzicht td a { padding: .4rem .3rem; }
}
</style>"""


@one_moment()
def show() -> None:
    """Show the page."""
    workspace = opened_workspace()
    with panel():
        names = pages.PRESETS
        period = choose_one(text.PERIOD, tuple(names), key=PRESET, name=lambda name: names[name])
        level, where, inside = _choose_areas(workspace.geography)
    glance = glance_of(workspace, key_of_all(workspace), period, level)
    title = text.TITLE_IN if where else text.TITLE
    st.subheader(as_text(_of_level(title, glance, where=where)))
    shown = (column.layer.id for column in glance.columns)
    note_looking_at_all(workspace, shown, {"level": level, "preset": period})
    if not glance.columns:
        st.info(_of_level(text.EMPTY, glance))
        return
    shared, synthetic = _shared(glance)
    line = f"**{numbers.period(shared.first, shared.last)}**"
    if synthetic:
        line += f" · :orange-badge[{map_text.SYNTHETIC_BADGE}]"
    st.markdown(line)
    _show_sentences(glance, inside)
    wide = glance.level != "wijken"
    st.caption(_of_level(text.WIDE_INTRO if wide else text.INTRO, glance))
    rows = _rows_of_page(glance, inside)
    st.html(_STYLE + table_html(glance, names[period], root_path(), rows))
    st.html(_legend_html(glance))
    st.caption(map_text.REGISTERED_NOTE)
    offer_table(
        None,
        lambda whose: sheet_of_overview(whose, glance),
        name=f"overzicht_{period}",
        key="overzicht_bewaren",
        label=text.OFFER,
    )
    _show_how(glance)
    _offer_atlas(workspace, _wijken_of(workspace.geography, level, inside), where)
    if glance.silent:
        silent = ", ".join(as_text(layer.label) for layer in glance.silent)
        st.caption(_of_level(text.SILENT, glance, layers=silent))
    if glance.elsewhere:
        st.markdown(f"#### {_of_level(text.ELSEWHERE, glance)}")
    for theme in glance.elsewhere:
        st.markdown(f"**{as_text(theme.label)}**")
        if theme.no_layers:
            st.text(theme.no_layers)
        show_figures(theme)


def _show_sentences(glance: Glance, inside: NDArray[np.bool_] | None) -> None:
    """Say per layer which wijken stand out above the city, and which layers are alike everywhere.

    What is fewer is in the table; what is more is what someone comes for. Of a part of the areas
    only those are named.
    """
    lines, alike = [], []
    shown = [True] * len(glance.codes) if inside is None else inside.tolist()
    names = list(compress(glance.names, shown))
    for column in glance.columns:
        cells = list(compress(column.cells, shown))
        marked = any(cell.verdict != Verdict.NOT_SHOWN for cell in cells)
        if not (column.compared or marked):
            continue
        above = sorted(
            (
                (0.0 if math.isnan(cell.ratio) else cell.ratio, name)
                for name, cell in zip(names, cells, strict=True)
                if cell.verdict == Verdict.MORE and not cell.small
            ),
            reverse=True,
        )
        if above:
            wijken = ", ".join(
                text.MOST_ONE.format(wijk=as_text(name), ratio=times(ratio))
                if ratio
                else as_text(name)
                for ratio, name in above[:_MOST_NAMED]
            )
            if len(above) > _MOST_NAMED:
                wijken += text.MOST_MORE.format(count=number(len(above) - _MOST_NAMED))
            lines.append(
                _of_level(text.MOST, glance, layer=as_text(column.layer.label), wijken=wijken)
            )
        elif all(cell.verdict == Verdict.NOT_SHOWN for cell in cells):
            alike.append(as_text(column.layer.label.lower()))
    if alike:
        lines.append(_of_level(text.ALL_LIKE, glance, layers=", ".join(alike)))
    nothing = _of_level(text.NOTHING_STANDS_OUT, glance)
    st.markdown("\n".join(f"- {line}" for line in lines) or nothing)


def _choose_areas(geography: Geography) -> tuple[str, str, NDArray[np.bool_] | None]:
    """Let a user choose a level, and of which wider areas the parts are shown: their names, which.

    Without a choice the names are empty, and all areas are shown: None.

    There is nothing to choose in a home of one gemeente.
    """
    levels = [level for level in LEVELS if geography.has(level)]
    if len(levels) == 1:
        return levels[0], "", None
    labels = export_words.LEVELS
    first = "gemeenten" if "gemeenten" in levels else levels[0]
    level = choose_tile(
        pages.LEVEL, levels, key=LEVEL, name=lambda name: labels[name], default=first
    )
    if level == levels[0]:
        return level, "", None
    around = geography.level(levels[levels.index(level) - 1])
    one = next(one for one in WHERE if one.field == around.level)
    names = dict(zip(around.codes, around.names, strict=True))
    chosen = choose_some(
        text.INSIDE.format(one=one.noun),
        tuple(names),
        key=one.key_of_widget,
        name=names.__getitem__,
    )
    if not chosen:
        return level, "", None
    inside = np.isin(around.codes, chosen)[geography.around(around.level, level)]
    return level, listed([names[code] for code in chosen]), inside


def _wijken_of(
    geography: Geography, level: str, inside: NDArray[np.bool_] | None
) -> tuple[str, ...]:
    """Return the codes of the wijken in the areas that are shown."""
    codes = geography.wijken.codes
    if inside is None:
        return codes
    return tuple(compress(codes, inside[geography.around(level, "wijken")]))


def _of_level(sentence: str, glance: Glance, **more: str) -> str:
    """Return a sentence with what the areas of the table are called in it."""
    one = next(one for one in WHERE if one.field == glance.level)
    rest = text.REST.format(whole=glance.whole)
    return sentence.format(one=one.noun, many=one.plural, rest=rest, whole=glance.whole, **more)


def _rows_of_page(glance: Glance, inside: NDArray[np.bool_] | None) -> list[int]:
    """Let a user leaf through a long table: by name, or by the most there were of a layer."""
    if inside is not None:
        return np.flatnonzero(inside).tolist()
    columns = {column.layer.label: column for column in glance.columns}
    area_label = export_words.LEVELS[glance.level]

    def column_of(label: str) -> Sequence[float | str | None]:
        if label == area_label:
            return glance.names
        cells = columns[label].cells
        return [cell.count if cell.bounds is None else cell.bounds[1] for cell in cells]

    labels = [area_label, *columns]
    rows = choose_rows(glance.names, labels, column_of, key="overzicht", most_whole=_MOST_ROWS)
    return [int(row) for row in rows]


def table_html(glance: Glance, period: str, root: str, shown: Sequence[int] | None = None) -> str:
    """Return the table; every text from data is escaped, every cell is a link to its map.

    Parameters
    ----------
    shown
        Positions of the rows that are shown, in their order; all by default.
    """
    themes: list[tuple[str, int]] = []
    for column in glance.columns:
        if themes and themes[-1][0] == column.theme.label:
            themes[-1] = (themes[-1][0], themes[-1][1] + 1)
        else:
            themes.append((column.theme.label, 1))
    over = "".join(
        f'<th scope="colgroup" colspan="{span}">{escape(label)}</th>' for label, span in themes
    )
    shared, synthetic = _shared(glance)
    heads = "".join(_head(column, shared, all_synthetic=synthetic) for column in glance.columns)
    rows = "".join(
        f'<tr><th scope="row"><a href="{escape(root + _further(glance, code, name))}" '
        f'target="_self">{escape(name)}</a></th>'
        + "".join(_cell(glance, column, at, period, root) for column in glance.columns)
        + "</tr>"
        for at in (range(len(glance.codes)) if shown is None else shown)
        for code, name in ((glance.codes[at], glance.names[at]),)
    )
    caption, area = _of_level(text.CAPTION, glance), export_words.LEVELS[glance.level]
    return (
        f'<div class="overzicht" tabindex="0" role="region" aria-label="{caption}"><table>'
        f"<thead><tr><td></td>{over}</tr>"
        f'<tr><th scope="col">{area}</th>{heads}</tr></thead><tbody>{rows}</tbody>'
        "</table></div>"
    )


def _further(glance: Glance, code: str, name: str) -> str:
    """Return where the name of an area leads: to its wijkbeeld, or to the parts of a wide one."""
    at = LEVELS.index(glance.level)
    if glance.level == "wijken":
        return f"wijkbeeld?plek={code}"
    one = next(one for one in WHERE if one.field == glance.level)
    finer = export_words.LEVELS[LEVELS[at + 1]]
    return "overzicht?" + urlencode({LEVEL: finer, one.key_of_widget: name})


def _head(column: GlanceColumn, shared: Period, *, all_synthetic: bool) -> str:
    """Return the header of a layer: what is the same for all stands above the table."""
    own = "" if column.period == shared else f"<small>{numbers.period(*_days(column))}</small>"
    mark = column.version.synthetic and not all_synthetic
    synthetic = f"<small>{text.SYNTHETIC}</small>" if mark else ""
    return f'<th scope="col">{escape(column.layer.label)}{own}{synthetic}</th>'


def _days(column: GlanceColumn) -> tuple[date, date]:
    return column.period.first, column.period.last


def _shared(glance: Glance) -> tuple[Period, bool]:
    """Return the period of most columns, and whether all of them are synthetic."""
    periods = [column.period for column in glance.columns]
    return max(periods, key=periods.count), all(
        column.version.synthetic for column in glance.columns
    )


def _cell(glance: Glance, column: GlanceColumn, at: int, period: str, root: str) -> str:
    cell, area = column.cells[at], glance.names[at]
    shown, title = _words(glance, column, cell)
    style, css = "", ' class="plain"'
    if cell.ratio == cell.ratio:
        shade = ratio_shade(cell.ratio, sure=cell.verdict != Verdict.NOT_SHOWN)
        style, css = f' style="background:{shade.fill};color:{shade.ink}"', ""
    query = {
        THEME: column.theme.label,
        LAYER: column.layer.label,
        PRESET: period,
        LEVEL: export_words.LEVELS[glance.level],
        AREA: area,
    }
    # The map shows the number that was clicked on, and not what it opens with.
    query["maat"] = measure_named("ratio" if column.compared else "count").label
    label = escape(f"{column.layer.label}, {area}: {title}")
    # Who says aloud what is in sight means this link: what is in sight is in its name.
    seen = _TAGS.sub("", shown)
    # On a phone a cell stands without its head.
    own = "" if column.period == _shared(glance)[0] else f" {numbers.period(*_days(column))}"
    head = escape(f"{column.layer.label}{own}")
    return (
        f'<td{css}{style}><a href="{escape(root)}?{escape(urlencode(query))}" target="_self" '
        f'data-kop="{head}" '
        f'title="{label}" aria-label="{seen}; {label}">{shown}</a></td>'
    )


def _words(glance: Glance, column: GlanceColumn, cell: GlanceCell) -> tuple[str, str]:
    """Return what stands in a cell, and what it says in full."""
    layer = column.layer
    if cell.bounds is not None:
        minimum = layer.privacy.minimum
        ends = two_ends(*cell.bounds, minimum=minimum)
        title = text.BETWEEN_TITLE.format(count=ends, noun=layer.noun_plural)
        name = cell.verdict.name.lower()
        if cell.verdict != Verdict.NOT_SHOWN:
            title = f"{title}; {text.VERDICTS[name]}"
        return f"{text.MARKS[name]} {ends}".strip(), title
    if cell.count is None:
        return text.WITHHELD, text.WITHHELD_TITLE
    counted = plural(cell.count, layer.noun, layer.noun_plural)
    if cell.ratio != cell.ratio:
        if column.compared:
            why_not = WHY_NOT.get(cell.why_not, "").format(whole=glance.whole)
            counted = f"{counted}. {why_not}".strip()
        return number(cell.count), counted
    name = cell.verdict.name.lower()
    ratio = text.RATIO.format(ratio=times(cell.ratio))
    title = _of_level(
        text.TIMES_TITLE,
        glance,
        count=number(cell.count),
        noun=layer.noun if cell.count == 1 else layer.noun_plural,
        ratio=times(cell.ratio),
        low=times(cell.lower),
        high=times(cell.upper),
        verdict=text.VERDICTS[name],
    )
    return f"{text.MARKS[name]} {number(cell.count)} <small>{ratio}</small>".strip(), title


def _legend_html(glance: Glance) -> str:
    """Return what the shades mean, sure and not."""
    shades = "".join(
        f'<span class="shade" style="background:{shade.fill};color:{shade.ink}">'
        f"{text.SHADES[name]}</span>"
        for name in CLASSES
        for shade in (class_shade(name, sure=True),)
    )
    notes = f"{text.LEGEND_SURE} · {text.LEGEND_UNSURE} · {_of_level(text.LEGEND_PLAIN, glance)}"
    title = _of_level(text.LEGEND, glance)
    return f'<div class="overzicht"><strong>{title}</strong> {shades}<br>{notes}</div>'


def _show_how(glance: Glance) -> None:
    labels = sorted({column.denominator_label for column in glance.columns if column.compared})
    minimum = max((column.layer.privacy.minimum for column in glance.columns), default=0)
    with st.expander(text.HOW):
        names = as_text(" of ".join(labels))
        how = _of_level(text.HOW_TEXT, glance, denominators=names, minimum=number(minimum))
        st.markdown(how)


def _offer_atlas(workspace: Workspace, wijken: Sequence[str], where: str = "") -> None:
    """Offer the atlas of some wijken to those who may take layers away: to make, then to take.

    ``where`` is what they are the wijken of; empty for all of the home.
    """
    if not any(workspace.may_export(layer) for layer in counting_layers(workspace)):
        return
    with st.expander(text.ATLAS):
        if len(wijken) > _MOST_IN_ATLAS:
            st.caption(text.ATLAS_CHOOSE.format(wijken=number(len(wijken)), most=_MOST_IN_ATLAS))
            return
        made_of = _atlas_made_of(workspace, tuple(wijken))
        st.caption(text.ATLAS_HELP.format(wijken=len(wijken)))
        if st.button(text.ATLAS_MAKE):
            _make_atlas(workspace, made_of, tuple(wijken), where)
        made = st.session_state.get(_ATLAS)
        if made is not None and made[0] == made_of:
            offer_file(
                text.ATLAS_TAKE,
                partial(_atlas_taken, made),
                name=f"wijkatlas_{today().isoformat()}",
                ending=".pdf",
                key="atlas_pdf",
            )


def _atlas_taken(atlas: tuple[tuple[object, ...], bytes], workspace: Workspace) -> bytes:
    """Return the atlas if the role may still see and export all that it was made from."""
    made_of, made = atlas
    if made_of != _atlas_made_of(workspace, made_of[-1]):
        raise AccessError(text.ATLAS_IS_OLD, "", text.ATLAS_MAKE_AGAIN)
    return made


def _atlas_made_of(workspace: Workspace, wijken: object) -> tuple[object, ...]:
    return key_of_all(workspace), today(), wijken


def _make_atlas(
    workspace: Workspace, made_of: tuple[object, ...], wijken: tuple[str, ...], where: str
) -> None:
    st.session_state.pop(_ATLAS, None)
    bar = st.progress(0.0, text=text.ATLAS_BUSY)

    def progress(share: float) -> None:
        bar.progress(min(share, 1.0), text=text.ATLAS_BUSY)

    try:
        made = atlas_bytes(
            workspace, None, wijken=wijken, where=where, made_on=today(), progress=progress
        )
    except HotspotsError as error:
        show_problem(error)
        return
    finally:
        bar.empty()
    st.session_state[_ATLAS] = (made_of, made)
