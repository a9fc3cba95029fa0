"""What is new: the last complete month, places that became hot, and zones that are open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.analysis.wijkbeeld.briefing import Paragraph
from hotspots.analysis.wijkbeeld.spoken import month_name, name_of, some
from hotspots.text import wijkbeeld as text
from hotspots.text.numbers import day, number

if TYPE_CHECKING:
    from hotspots.analysis.wijkbeeld.briefing import (
        Briefing,
        HotPlace,
        LayerLine,
        MonthNews,
        OpenZone,
    )

#: Why no zones were looked for.
_UNSOUGHT: Final = ("not_searched", "not_for_layer")


def latest(told: Briefing, *, most: int) -> Paragraph | None:
    """Return what the last month changed and which places are new, at most ``most`` of each."""
    months = [
        (line, news) for line in told.lines if (news := _news(told, line)) and news.since_year.shown
    ]
    places = [(line, new) for line in told.lines if (new := _new_place(told, line))]
    sentences = [_month(line, news) for line, news in months[:most]]
    if not months and any(_compared(told, line) for line in told.lines):
        sentences.append(text.NO_NEWS.format(month=month_name(told.last_month)))
    sentences += [
        text.NEW_PLACE.format(handle=name_of(place.handle), plural=line.layer.noun_plural)
        for line, place in places[:most]
    ]
    if not sentences:
        return None
    layers = [line.layer.id for line, _ in (*months[:most], *places[:most])]
    return Paragraph("new", " ".join(sentences), tuple(dict.fromkeys(layers)))


def open_zones(told: Briefing, *, most: int) -> Paragraph | None:
    """Return where the zones are that stay open longest, or that none is; None if not searched."""
    searched = set(told.details) - {
        name for name, why in told.zones_silent.items() if why in _UNSOUGHT
    }
    if not searched:
        return None
    if not told.zones:
        return Paragraph("zones", text.NO_ZONES_OPEN, tuple(sorted(searched)))
    zones = some([_zone(told, zone) for zone in told.zones], most)
    layers = dict.fromkeys(zone.layer for zone in told.zones)
    return Paragraph("zones", text.ZONES_OPEN.format(zones=zones), tuple(layers))


def _news(told: Briefing, line: LayerLine) -> MonthNews | None:
    detail = told.details.get(line.layer.id)
    return detail.news if detail is not None else None


def _compared(told: Briefing, line: LayerLine) -> bool:
    """Whether a layer knows of the last month and of the same month a year earlier."""
    news = _news(told, line)
    return news is not None and news.year_ago is not None


def _new_place(told: Briefing, line: LayerLine) -> HotPlace | None:
    detail = told.details.get(line.layer.id)
    places = detail.places if detail is not None else ()
    return next((place for place in places if place.new and place.count), None)


def _month(line: LayerLine, news: MonthNews) -> str:
    """Return what the month was against the same month a year earlier."""
    return text.SINCE_MONTH_LAST_YEAR.format(
        month=month_name(news.month),
        direction=text.DIRECTIONS[news.since_year.verdict],
        plural=line.layer.noun_plural,
        count=number(news.count),
        before=number(news.year_ago or 0),
    )


def _zone(told: Briefing, zone: OpenZone) -> str:
    return text.ZONE.format(
        plural=told.line(zone.layer).layer.noun_plural,
        handle=name_of(zone.handle),
        until=day(zone.until),
    )
