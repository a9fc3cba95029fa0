"""What is new in a layer: the last month, near-repeat zones that are open, and event days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.analysis.export.of_wijkbeeld_parts import sheet_of_event_days, sheet_of_zones
from hotspots.analysis.wijkbeeld.briefing import UNTESTED
from hotspots.analysis.wijkbeeld.notes import events_unknown
from hotspots.text import taking as taking_text
from hotspots.text import wijkbeeld as briefing_text
from hotspots.text import wijkbeeld_page as text
from hotspots.text.markdown import as_text
from hotspots.text.numbers import MONTHS, day, number, plural
from hotspots.ui.folded import fold
from hotspots.ui.taking import offer_table

if TYPE_CHECKING:
    from datetime import date

    from hotspots.analysis.wijkbeeld.briefing import Briefing, EventDay, MonthNews, OpenZone
    from hotspots.catalog.specs import LayerSpec
    from hotspots.ui.wijkbeeld.where import Shown

#: Events that are told one by one, the last ones; the table has all.
_MOST_EVENTS: Final = 5


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
    told = plural(news.count, layer.noun, layer.noun_plural)
    parts = [text.NEWS_LINE.format(month=month_name(news.month.first), count=told)]
    if news.year_ago is not None:
        told, verdict = number(news.year_ago), news.since_year.verdict
        if verdict != UNTESTED:
            told = text.JUDGED.format(count=told, verdict=text.VERDICTS[verdict])
        parts.append(text.NEWS_YEAR.format(count=told))
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
        told = [zone_told(zone, shown.line.layer) for zone in shown.zones]
        st.markdown("\n".join(f"{at}. {one}" for at, one in enumerate(told, start=1)))
        briefing, layer, zones = shown.briefing, shown.line.layer, shown.zones
        offer_table(
            layer,
            lambda asked: sheet_of_zones(asked, briefing, layer.id, zones),
            name=f"herhaalzones_{layer.id}_{briefing.place.code}",
            key="wijkbeeld_zones_bewaren",
            label=taking_text.OFFER_ZONES,
            quiet=True,
        )
    elif silent:
        st.markdown(briefing_text.NO_ZONES[silent])
    elif shown.line.period is not None:
        st.markdown(text.NO_OPEN_ZONES.format(day=day(shown.line.period.last)))


def zone_told(zone: OpenZone, layer: LayerSpec) -> str:
    """Return a zone in a line of Markdown: where, until when, and what it began with."""
    told = text.ZONE.format(
        where=as_text(zone.name or zone.handle),
        until=day(zone.until),
        since=day(zone.since),
        count=plural(zone.count, as_text(layer.noun), as_text(layer.noun_plural)),
        radius=number(zone.radius_m),
    )
    return text.NEW_ZONE.format(zone=told) if zone.new else told


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
    st.markdown("\n".join(f"- {event_told(event)}" for event in reversed(last)))
    if len(events) > _MOST_EVENTS:
        fold(
            text.ALL_EVENTS.format(count=number(len(events))),
            lambda: st.table(events_table(events)),
            key="wijkbeeld_evenementen",
        )
    offer_table(
        briefing.line(events[0].layer).layer,
        lambda asked: sheet_of_event_days(asked, briefing),
        name=f"evenementdagen_{briefing.place.code}",
        key="wijkbeeld_evenementen_bewaren",
        label=taking_text.OFFER_EVENTS,
        quiet=True,
    )


def event_told(event: EventDay) -> str:
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
