"""One layer of the place closer: where, what is new, which zones are open, and when."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import streamlit as st

from hotspots.access.cache import key_of
from hotspots.access.permission import default_level
from hotspots.analysis.question import Selection
from hotspots.analysis.when import busy_sentence, hours_notes
from hotspots.dutch import MONTHS, as_text, day, number, p_in_words, plural
from hotspots.errors import HotspotsError
from hotspots.exports import words as export_words
from hotspots.maps import words as map_text
from hotspots.maps.choropleth import MapStyle
from hotspots.pages import cached, results, words
from hotspots.pages.charts import show_chart, theme_of_page
from hotspots.pages.clock import heat_chart, hours_table
from hotspots.pages.controls import choose_one
from hotspots.pages.download import offer_table
from hotspots.pages.page_map import CellClick, clicked_on
from hotspots.pages.problems import show_problem
from hotspots.pages.results import show_explanation
from hotspots.pages.tables import fold
from hotspots.wijkbeeld import page_words as text
from hotspots.wijkbeeld import words as briefing_text
from hotspots.wijkbeeld.answers import search_zones
from hotspots.wijkbeeld.briefing import MORE, UNTESTED
from hotspots.wijkbeeld.hot_cells import cell_size_of
from hotspots.wijkbeeld.maps import draw_place_map, draw_small_map
from hotspots.wijkbeeld.paper_pages import outlined
from hotspots.wijkbeeld.sentences import events_unknown, notes_beside
from hotspots.wijkbeeld.sheets import sheet_of_event_days, sheet_of_hot_cells, sheet_of_zones

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray
    from streamlit.delta_generator import DeltaGenerator

    from hotspots.access.cache import Key
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.when import HoursAndDays, Timeline
    from hotspots.catalog.specs import LayerSpec
    from hotspots.maps.spec import MapSpec
    from hotspots.wijkbeeld.briefing import (
        Briefing,
        BusyWindow,
        EventDay,
        HotCell,
        LayerDetail,
        LayerLine,
        MonthNews,
        OpenZone,
        Soort,
    )


#: How many events are listed one by one, the last ones; the table has all.
_MOST_EVENTS: Final = 5
#: Of a regio there are a hundred; the map and the file have them all.
_MOST_ZONES: Final = 20


def show_news(shown: Shown) -> None:
    """Show the last complete month beside that of a year earlier, and what is new or lasting."""
    st.markdown(f"##### {text.NEWS}")
    news, detail = shown.detail.news, shown.detail
    st.markdown(as_text(news_sentences(news, shown.line.layer)) if news else text.NO_NEWS)
    if not detail.cells or not detail.new_known:
        return
    new = list(dict.fromkeys(cell.handle for cell in detail.listed_cells if cell.new))
    st.markdown(text.NEW_CELLS.format(places=as_text("; ".join(new))) if new else text.NO_NEW_CELLS)
    lasting = list(dict.fromkeys(cell.handle for cell in detail.cells if cell.lasting))
    if lasting:
        st.markdown(text.LASTING_CELLS.format(places=as_text("; ".join(lasting))))
    history = detail.history
    if history is not None:
        ends = {"first": day(history.first), "last": day(history.last)}
        st.caption(text.HISTORY_OF_CELLS.format(**ends))


def news_sentences(news: MonthNews, layer: LayerSpec) -> str:
    """Return the last month in sentences, with what chance makes of the difference."""
    countearlier = plural(news.count, layer.noun, layer.noun_plural)
    parts = [text.NEWS_LINE.format(month=month_name(news.month.first), count=countearlier)]
    if news.year_ago is not None:
        countearlier, verdict = number(news.year_ago), news.since_year.verdict
        if verdict != UNTESTED:
            countearlier = text.JUDGED.format(count=countearlier, verdict=text.VERDICTS[verdict])
        parts.append(text.NEWS_YEAR.format(count=countearlier))
    return " ".join(parts)


def month_name(first: date) -> str:
    """Return a month in words.

    Examples
    --------
    >>> from datetime import date
    >>> month_name(date(2017, 12, 1))
    'December 2017'
    """
    return f"{MONTHS[first.month - 1].capitalize()} {first.year}"


def show_zones(shown: Shown, silent: str) -> None:
    """Show the zones that are open, numbered as on the map, or why there are none."""
    st.markdown(f"##### {text.ZONES}")
    if shown.zones:
        st.caption(text.ZONES_HELP)
        sentences = [zone_sentence(zone, shown.line.layer) for zone in shown.zones]
        numbered = [f"{at}. {one}" for at, one in enumerate(sentences, start=1)]
        st.markdown("\n".join(numbered[:_MOST_ZONES]))
        rest = numbered[_MOST_ZONES:]
        if rest:
            fold(
                text.MORE_ZONES.format(count=number(len(rest))),
                lambda: st.markdown("\n".join(rest)),
                key="wijkbeeld_meer_zones",
            )
        briefing, layer, zones = shown.briefing, shown.line.layer, shown.zones
        offer_table(
            layer,
            lambda reader: sheet_of_zones(reader, briefing, layer.id, zones),
            name=f"herhaalzones_{layer.id}_{briefing.place.code}",
            key="wijkbeeld_zones_bewaren",
            label=export_words.OFFER_ZONES,
            quiet=True,
        )
    elif silent:
        st.markdown(briefing_text.NO_ZONES[silent].format(whole=shown.briefing.whole))
    elif shown.line.period is not None:
        st.markdown(text.NO_OPEN_ZONES.format(day=day(shown.line.period.last)))


def zone_sentence(zone: OpenZone, layer: LayerSpec) -> str:
    """Return a zone in a line of Markdown: where, until when, and what it began with."""
    sentence = text.ZONE.format(
        where=as_text(zone.name or zone.handle),
        until=day(zone.until),
        since=day(zone.since),
        count=plural(zone.count, as_text(layer.noun), as_text(layer.noun_plural)),
        radius=number(zone.radius_m),
    )
    return text.NEW_ZONE.format(zone=sentence) if zone.new else sentence


def show_events(briefing: Briefing) -> None:
    """Show which events fell in the period, here or near; nothing where no calendar is known."""
    if briefing.events_covered is None:
        return
    st.markdown(f"##### {text.EVENTS}")
    events, unknown = briefing.events, events_unknown(briefing.period, briefing.events_covered)
    if unknown:
        st.markdown(unknown)
    if not events:
        if not unknown:
            st.markdown(text.NO_EVENTS)
        return
    last = events[-_MOST_EVENTS:]
    st.markdown("\n".join(f"- {event_sentence(event)}" for event in reversed(last)))
    if len(events) > _MOST_EVENTS:
        fold(
            text.ALL_EVENTS.format(count=number(len(events))),
            lambda: st.table(events_table(events)),
            key="wijkbeeld_evenementen",
        )
    offer_table(
        briefing.line(events[0].layer).layer,
        lambda reader: sheet_of_event_days(reader, briefing),
        name=f"evenementdagen_{briefing.place.code}",
        key="wijkbeeld_evenementen_bewaren",
        label=export_words.OFFER_EVENTS,
        quiet=True,
    )


def event_sentence(event: EventDay) -> str:
    """Return an event in a line of Markdown."""
    parts = [as_text(event.where)] if event.where else []
    if event.visitors is not None:
        parts.append(text.VISITORS.format(count=number(event.visitors)))
    parts.append(_distance(event.distance_m))
    return text.EVENT.format(
        days=_days(event.first, event.last), name=as_text(event.name), more=", ".join(parts)
    )


def events_table(events: tuple[EventDay, ...]) -> dict[str, list[str]]:
    """Return event days as columns of text, ready for Markdown."""
    columns = (
        [_days(event.first, event.last) for event in events],
        [as_text(event.name) for event in events],
        [as_text(event.where) for event in events],
        [text.NO_FIGURE if event.visitors is None else number(event.visitors) for event in events],
        [_distance(event.distance_m) for event in events],
    )
    return dict(zip(text.EVENTS_COLUMNS, columns, strict=True))


def _days(first: date, last: date) -> str:
    return day(first) if first == last else text.OWN_PERIOD.format(first=day(first), last=day(last))


def _distance(metres: float) -> str:
    return text.METRES.format(distance=number(metres)) if metres else text.EVENTS_INSIDE


def show_when(workspace: Workspace, shown: Shown, analysis: Analysis, key: Key) -> None:
    """Show the week beside the months, each in words first."""
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.markdown(f"##### {text.WHEN}")
        if shown.detail.hours is not None:
            _show_hours(shown.detail.hours, shown.detail.windows, analysis, key)
    with right:
        st.markdown(f"##### {text.MONTHS}")
        months = shown.detail.timeline
        st.markdown(as_text(months_sentence(months, shown.line.layer)))
        results.show_months(workspace, analysis, key)


def _show_hours(
    hours: HoursAndDays, windows: tuple[BusyWindow, ...], analysis: Analysis, key: Key
) -> None:
    st.markdown(as_text(windows_sentence(windows) if windows else busy_sentence(hours)))
    if hours.enough:
        theme = theme_of_page()
        show_chart(("hours", key, analysis.selection, theme), lambda: heat_chart(hours, theme))
    notes = hours_notes(hours)
    if notes:
        st.caption(as_text(" ".join(notes)))
    if hours.enough:
        fold(
            words.CLOCK_AS_TABLE,
            lambda: st.dataframe(hours_table(hours), width="stretch"),
            key="wijkbeeld_uren",
        )


def windows_sentence(windows: tuple[BusyWindow, ...]) -> str:
    """Return the busiest windows in words, with how many there were and what chance puts there."""
    spoken = [
        text.WINDOW.format(
            words=window.words,
            weight=number(round(window.weight)),
            expected=number(window.expected, 1),
        )
        for window in windows
    ]
    return text.WINDOWS.format(windows="; ".join(spoken))


def months_sentence(months: Timeline, layer: LayerSpec) -> str:
    """Return the highest and the lowest whole month: the months in words."""
    whole = np.flatnonzero(months.complete)
    if not whole.size:
        return text.INCOMPLETE
    counts = months.counts[whole]
    most, least = whole[int(counts.argmax())], whole[int(counts.argmin())]
    return text.MONTHS_SENTENCE.format(
        plural=layer.noun_plural,
        month=_name(months, int(most)).lower(),
        most=number(int(months.counts[most])),
        quiet=_name(months, int(least)).lower(),
        least=number(int(months.counts[least])),
    )


def _name(months: Timeline, at: int) -> str:
    return month_name(months.starts[at].astype("datetime64[D]").item())


#: Of the map, so that it stays mounted from one rerun to the next.
MAP_KEY: Final = "wijkbeeld_kaart"
_SMALL_KEY: Final = "wijkbeeld_bij_tekst"
#: The cell that was pointed at, in the session: of which layer and place, column, row and size.
_CELL: Final = "wijkbeeld_cel"
#: Cells that are listed to be pointed at; the table has the others.
_MOST_LISTED: Final = 6


@dataclass(frozen=True, slots=True)
class Shown:
    """The layer that is shown closer, with everything of it."""

    briefing: Briefing
    line: LayerLine
    detail: LayerDetail
    zones: tuple[OpenZone, ...]

    @property
    def subject(self) -> tuple[str, str]:
        """Which layer of which place it is."""
        return self.line.layer.id, self.briefing.place.code


def show_where(workspace: Workspace, shown: Shown) -> None:
    """Show where, on the map and in a list with the same cells."""
    analysis, spec = _hotspots_of(workspace, shown.line, in_cells=shown.detail.in_cells)
    st.markdown(f"##### {text.WHERE}")
    pointed = _pointed(shown)
    on_map, in_list = st.columns([3, 2], gap="medium")
    with on_map:
        draw_place_map(
            workspace,
            spec,
            shown.briefing.place,
            shown.zones,
            pointed,
            key=MAP_KEY,
            clicked=partial(_take_click, shown.subject),
        )
        st.caption(map_text.REGISTERED_NOTE)
    with in_list:
        if shown.detail.in_cells:
            _show_cells(shown, pointed)
        else:
            _show_buurten(shown, analysis, shown.briefing.place.of_buurten(workspace.geography))
    show_explanation(analysis, spec)


def show_small(workspace: Workspace, briefing: Briefing, layer_id: str) -> None:
    """Show a layer on a small map beside the sentences, with the places that stand out."""
    line, detail = briefing.line(layer_id), briefing.details[layer_id]
    _, spec = _hotspots_of(workspace, line, in_cells=detail.in_cells)
    outlines = outlined(detail.places)
    draw_small_map(workspace, spec, briefing.place, outlines, key=_SMALL_KEY)
    words_of = text.PLACES_OUTLINED if outlines else text.LAYER_IN_PLACE
    names = {"layer": as_text(line.layer.label), "place": as_text(briefing.place.name)}
    st.caption(words_of.format(**names))


def _hotspots_of(
    workspace: Workspace, line: LayerLine, *, in_cells: bool
) -> tuple[Analysis, MapSpec]:
    """Return the hotspots of the city, of which the map opens at the place; else the buurten."""
    layer = line.layer
    if in_cells:
        selection = Selection(
            layer.id,
            level="cells",
            measure="gi_star",
            period=line.period,
            cell_m=cell_size_of(layer),
        )
    else:
        selection = Selection(layer.id, level=default_level(layer), period=line.period)
    key = key_of(workspace, layer.id)
    analysis = cached.analysis_of(workspace, key, selection)
    return analysis, cached.spec_of(workspace, key, selection, MapStyle())


def _show_cells(shown: Shown, pointed: tuple[int, int, int] | None) -> None:
    cells, layer = shown.detail.listed_cells, shown.line.layer
    if not cells:
        st.markdown(
            text.NO_HOT.format(plural=as_text(layer.noun_plural), whole=shown.briefing.whole)
        )
        return
    st.markdown(text.HOT)
    with st.container(gap=None):
        for cell in cells[:_MOST_LISTED]:
            st.button(
                _cell_sentence(cell),
                key=f"wijkbeeld_hot_{cell.code}",
                on_click=_point_at,
                args=(shown.subject, _place_of(cell)),
                type="tertiary",
            )
    chosen = next((cell for cell in shown.detail.cells if _place_of(cell) == pointed), None)
    if chosen is not None:
        names = {"handle": as_text(chosen.handle), "code": as_text(chosen.code)}
        st.caption(text.CHOSEN_CELL.format(size=chosen.size_m, **names))
    if not shown.detail.new_known:
        st.caption(text.NEW_NOT_KNOWN)
    label = text.ALL_HOT.format(count=number(len(cells)))
    fold(
        label,
        lambda: st.dataframe(cells_table(cells), hide_index=True, width="stretch"),
        key="wijkbeeld_alle_cellen",
    )
    briefing, layer = shown.briefing, shown.line.layer
    offer_table(
        layer,
        lambda reader: sheet_of_hot_cells(reader, briefing, layer.id),
        name=f"hotspots_{layer.id}_{briefing.place.code}",
        key="wijkbeeld_cellen_bewaren",
        label=export_words.OFFER_HOT_CELLS,
        quiet=True,
    )


def _show_buurten(shown: Shown, analysis: Analysis, inside: NDArray[np.bool_]) -> None:
    """Show the buurten of the place with their counts, where the layer is shown no finer."""
    st.markdown(text.NOT_IN_CELLS)
    if len(inside) != len(analysis.codes):
        return
    order = np.argsort(-analysis.counts, kind="stable")
    rows = [(analysis.names[at], number(int(analysis.counts[at]))) for at in order if inside[at]]
    st.dataframe(
        pd.DataFrame(rows, columns=[text.BUURT, shown.line.layer.noun_plural]),
        hide_index=True,
        width="stretch",
    )


def _cell_sentence(cell: HotCell) -> str:
    sentence = text.HOT_CELL.format(
        handle=as_text(cell.name),
        count=number(cell.count),
        around=number(cell.around),
        expected=number(cell.expected, 1),
    )
    if cell.new:
        return text.HOT_NEW.format(cell=sentence)
    return text.HOT_LASTING.format(cell=sentence) if cell.lasting else sentence


def cells_table(cells: tuple[HotCell, ...]) -> pd.DataFrame:
    """Return the hot cells as a table with Dutch names and numbers."""
    rows = [
        (
            cell.name,
            cell.code,
            number(cell.count),
            number(cell.around),
            number(cell.expected, 1),
            p_in_words(cell.p_adjusted),
            text.YES if cell.new else text.NO,
            text.YES if cell.lasting else text.NO,
        )
        for cell in cells
    ]
    return pd.DataFrame(rows, columns=list(text.HOT_COLUMNS))


def _place_of(cell: HotCell) -> tuple[int, int, int]:
    return cell.col, cell.row, cell.size_m


def _pointed(shown: Shown) -> tuple[int, int, int] | None:
    """Return column, row and size of the cell that was pointed at on this layer and place."""
    subject, cell = st.session_state.get(_CELL, (None, None))
    return cell if subject == shown.subject else None


def _point_at(subject: tuple[str, str], cell: tuple[int, int, int]) -> None:
    st.session_state[_CELL] = (subject, cell)


def _take_click(subject: tuple[str, str]) -> None:
    """Point at the cell that was clicked on the map."""
    click = clicked_on(MAP_KEY)
    if isinstance(click, CellClick):
        _point_at(subject, (click.col, click.row, click.size_m))


#: Key of the widget, which is the name in the link.
LAYER: Final = "uitgelicht"
_OF_PLACE: Final = "uitgelicht_van"
_NOT_SEARCHED: Final = "not_searched"
#: seconds; in which the browser gets and draws the map, before a search keeps the server busy.
HEAD_START_S: Final = 1.0


def standing_out(briefing: Briefing) -> str | None:
    """Return the layer that differs most from chance, more before fewer; the largest without one.

    None where no layer may be shown closer.
    """
    lines = [line for line in briefing.lines if line.layer.id in briefing.details]
    return min(lines, key=_rank).layer.id if lines else None


def _rank(line: LayerLine) -> tuple[bool, bool, float, int]:
    """Return a key that puts first what one would ask about first."""
    judged = [one for one in (line.since_year, line.against_city) if one.verdict != UNTESTED]
    more = any(one.verdict == MORE for one in judged)
    p = min((one.p_adjusted for one in judged if one.shown), default=1.0)
    return not more, p >= 1.0, p, -(line.count or 0)


def choose_layer(briefing: Briefing) -> str | None:
    """Let a user choose what to see closer; another place starts with what stands out there."""
    st.markdown(f"#### {text.DETAIL}")
    first = standing_out(briefing)
    if first is None:
        st.info(text.NO_DETAIL)
        return None
    labels = {name: briefing.line(name).layer.label for name in briefing.details}
    before = st.session_state.get(_OF_PLACE)
    st.session_state[_OF_PLACE] = briefing.place.code
    elsewhere = before not in (None, briefing.place.code)
    if elsewhere or st.session_state.get(LAYER, first) not in labels:
        st.session_state[LAYER] = first
    return choose_one(
        text.DETAIL_LAYER,
        tuple(labels),
        key=LAYER,
        name=lambda name: labels[name],
        default=first,
    )


def show_closer(workspace: Workspace, briefing: Briefing, layer_id: str) -> DeltaGenerator:
    """Show a layer closer: words and the map first, the charts last.

    Returns where the search of zones may say how far it is.
    """
    zones = tuple(zone for zone in briefing.zones if zone.layer == layer_id)
    shown = Shown(briefing, briefing.line(layer_id), briefing.details[layer_id], zones)
    if shown.line.soorten:
        st.markdown(soorten_sentence(shown.line.soorten))
    show_where(workspace, shown)
    left, right = st.columns(2, gap="medium")
    with left:
        show_news(shown)
    with right:
        show_zones(shown, briefing.zones_silent.get(layer_id, ""))
        searching = st.empty()
    show_events(briefing)
    selection = briefing.place.selection(layer_id, period=shown.line.period)
    key = key_of(workspace, layer_id)
    analysis = cached.analysis_of(workspace, key, selection)
    show_when(workspace, shown, analysis, key)
    results.show_ledger(analysis)
    for said in notes_beside(briefing, layer_id):
        st.caption(as_text(said))
    return searching


def soorten_sentence(soorten: tuple[Soort, ...]) -> str:
    """Return what a total is made of, as Markdown: not tested, and said so."""
    spoken = [
        (text.SOORT if soort.earlier is None else text.SOORT_WAS).format(
            label=as_text(soort.label),
            count=number(soort.count),
            earlier="" if soort.earlier is None else number(soort.earlier),
        )
        for soort in soorten
    ]
    return text.SOORTEN.format(soorten=", ".join(spoken))


def search_the_rest(workspace: Workspace, briefing: Briefing, where: DeltaGenerator) -> None:
    """Look for near-repeat zones after all else is on the screen, then show the page with them."""
    waiting = [name for name, why in briefing.zones_silent.items() if why == _NOT_SEARCHED]
    if not waiting:
        return
    bar = where.progress(0.0)
    time.sleep(HEAD_START_S)
    for at, name in enumerate(waiting):
        line = briefing.line(name)
        if line.period is None:
            continue
        sentence = text.SEARCHING.format(layer=as_text(line.layer.label.lower()))
        bar.progress(at / len(waiting), text=sentence)
        progress = partial(_show_progress, bar, sentence, at, len(waiting))
        try:
            search_zones(workspace, name, line.period, progress)
        except HotspotsError as error:
            bar.empty()
            show_problem(error)
            return
    st.rerun()


def _show_progress(bar: DeltaGenerator, sentence: str, done: int, total: int, share: float) -> None:
    bar.progress(min((done + share) / total, 1.0), text=sentence)
