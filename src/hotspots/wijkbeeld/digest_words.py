"""What a mail about a place says: its sentences, for HTML and text alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from hotspots.analysis.periods import Period
from hotspots.dutch import day, number, period, plural
from hotspots.maps import words as map_text
from hotspots.wijkbeeld.sentences import at_place, at_the_start, month_name, name_of, some

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.catalog.specs import LayerSpec
    from hotspots.wijkbeeld.briefing import EventDay
    from hotspots.wijkbeeld.digest import Behind, Change, Digest, Fresh, Hot, Risen

SUBJECT: Final = "Wijkbeeld {place}, week {week}"
SINCE: Final = "Nieuw sinds de mail van {day}."
FIRST: Final = (
    "Dit is uw eerste mail over {place}: hier staat wat nu geldt. Daarna leest u wat nieuw is."
)
CHANGES: Final = "Meer of minder dan een jaar eerder"
HOT: Final = "Plekken die eruit springen"
ZONES: Final = "Let op herhaling"
EVENTS: Final = "Evenementen, {period}"
FRESH: Final = "Nieuwe gegevens"
OPEN: Final = "Open het wijkbeeld van {place}"
MONTH: Final = (
    "{month}: {direction} {plural} ({count}) dan in dezelfde maand een jaar eerder ({earlier})."
)
YEAR: Final = "{period}: {direction} {plural} ({count}) dan een jaar eerder ({earlier})."
BUURT: Final = "{buurt}, {period}: meer {plural} ({count}) dan een jaar eerder ({earlier})."
MORE: Final = "meer"
FEWER: Final = "minder"
HOT_PLACES: Final = "{plural}, {period}: {places}."
HOT_PLACE: Final = "{where} ({count})"
#: Places of a layer that are named; the others are counted.
MOST_PLACES: Final = 4
WHOLE_YEAR: Final = "{year}"
ZONE: Final = "{plural} {where}: verhoogde kans tot en met {until}."
EVENT: Final = "{when}: {name}{where}{visitors}."
EVENT_WHERE: Final = ", {where}"
EVENT_NEAR: Final = ", op {distance} m afstand ({where})"
EVENT_VISITORS: Final = ", {visitors} bezoekers"
EVENTS_UNKNOWN: Final = "De kalender dekt deze dagen niet helemaal: er kan meer zijn."
FRESH_NEW: Final = "Nieuwe laag: {layer}"
FRESH_LAYER: Final = "{label}, geteld tot en met {until}."
FRESH_WITHOUT: Final = "{label}."
FRESH_SILENT: Final = "Daarin is niets gevonden dat toeval niet verklaart, of u las het al."
BEHIND: Final = "Gegevens die achterlopen"
LATE: Final = "{label}: er kwam al {days} niets nieuws binnen.{until}"
REFUSED: Final = "{label}: de laatste aanlevering kon niet worden gebruikt.{until}"
BEHIND_UNTIL: Final = " Geteld is tot en met {until}."
MIND: Final = (
    "Over aantallen en plekken staat hier alleen wat toeval niet verklaart, strenger gekozen dan "
    "op de pagina: is er niets aan de hand, dan leest in een jaar hooguit 1 op de 20 wijken iets "
    "dat toch toeval was. Wat hier niet staat, kan er wel zijn. Geregistreerd is niet hetzelfde "
    "als gebeurd."
)
WHY: Final = (
    "U krijgt deze mail omdat u zich met deze wijk bezighoudt. Geen mail meer? Meld het bij {ask}."
)
KEEPER: Final = "de beheerder"


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with its sentences."""

    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MailText:
    """A whole mail: the same in HTML and in text."""

    subject: str
    title: str
    lead: str
    parts: tuple[Part, ...]
    open: str
    link: str
    mind: tuple[str, ...]


def mail_text(digest: Digest, *, page: str, ask: str) -> MailText:
    """Return what a mail says.

    Parameters
    ----------
    page
        The address of the pages.
    ask
        Whom to ask not to get it any more; "" for whoever keeps the tool.
    """
    place = name_of(digest.place.name)
    title = SUBJECT.format(place=place, week=digest.on.isocalendar().week)
    lead = (
        FIRST.format(place=place) if digest.since is None else SINCE.format(day=day(digest.since))
    )
    made_up = digest.synthetic
    synthetic = () if made_up is None else (map_text.synthetic_sentence(made_up.layers),)
    return MailText(
        subject=title,
        title=title,
        lead=lead,
        parts=tuple(part for part in _parts(digest) if part.sentences),
        open=OPEN.format(place=place),
        link=f"{page.rstrip('/')}/wijkbeeld?plek={digest.place.code}",
        mind=(MIND, *synthetic, WHY.format(ask=ask or KEEPER)),
    )


def _parts(digest: Digest) -> tuple[Part, ...]:
    events = [_event(event) for event in digest.events]
    if events and not digest.events_known:
        events.append(EVENTS_UNKNOWN)
    fresh = [_fresh(one) for one in digest.fresh]
    if fresh and not digest.claims:
        fresh.append(FRESH_SILENT)
    return (
        Part(
            CHANGES,
            (
                *(_month(one) for one in digest.months),
                *(_year(one) for one in digest.years),
                *(_risen(one) for one in digest.risen),
            ),
        ),
        Part(HOT, tuple(_hot(group) for group in _by_layer(digest.hot))),
        Part(
            ZONES,
            tuple(
                ZONE.format(plural=_plural(layer), where=at_place(zone), until=day(zone.until))
                for layer, zone in digest.zones
            ),
        ),
        Part(EVENTS.format(period=_days(digest.ahead)), tuple(events)),
        Part(FRESH, tuple(fresh)),
        Part(BEHIND, tuple(_behind(one) for one in digest.behind)),
    )


def _plural(layer: LayerSpec) -> str:
    return at_the_start(layer.noun_plural)


def _days(days: Period) -> str:
    """Return a period in days, or as a year where it is one."""
    year = days.first.year
    if days == Period(date(year, 1, 1), date(year, 12, 31)):
        return WHOLE_YEAR.format(year=year)
    return period(days.first, days.last)


def _month(change: Change) -> str:
    return MONTH.format(
        month=at_the_start(month_name(change.period)),
        direction=MORE if change.more else FEWER,
        plural=change.layer.noun_plural,
        count=number(change.count),
        earlier=number(change.earlier),
    )


def _year(change: Change) -> str:
    return YEAR.format(
        period=_days(change.period),
        direction=MORE if change.more else FEWER,
        plural=change.layer.noun_plural,
        count=number(change.count),
        earlier=number(change.earlier),
    )


def _risen(one: Risen) -> str:
    return BUURT.format(
        buurt=name_of(one.buurt.name),
        period=_days(one.period),
        plural=one.layer.noun_plural,
        count=number(one.buurt.count),
        earlier=number(one.buurt.earlier),
    )


def _by_layer(hot: Sequence[Hot]) -> list[list[Hot]]:
    """Return the hot places of each layer."""
    alike: dict[str, list[Hot]] = {}
    for one in hot:
        alike.setdefault(one.layer.id, []).append(one)
    return list(alike.values())


def _hot(group: Sequence[Hot]) -> str:
    places = [
        HOT_PLACE.format(where=at_place(one.place), count=number(one.place.count)) for one in group
    ]
    return HOT_PLACES.format(
        plural=_plural(group[0].layer),
        period=_days(group[0].period),
        places=some(places, MOST_PLACES),
    )


def _event(event: EventDay) -> str:
    where = EVENT_WHERE.format(where=name_of(event.where))
    if event.distance_m:
        where = EVENT_NEAR.format(distance=number(event.distance_m), where=name_of(event.where))
    visitors = ""
    if event.visitors is not None:
        visitors = EVENT_VISITORS.format(visitors=number(event.visitors))
    when = day(event.first) if event.first == event.last else period(event.first, event.last)
    return EVENT.format(when=when, name=name_of(event.name), where=where, visitors=visitors)


def _fresh(one: Fresh) -> str:
    words = FRESH_WITHOUT if one.until is None else FRESH_LAYER
    said = words.format(label=one.layer.label, until=one.until and day(one.until))
    return FRESH_NEW.format(layer=said) if one.is_new else said


def _behind(one: Behind) -> str:
    until = "" if one.until is None else BEHIND_UNTIL.format(until=day(one.until))
    if one.late_days is None:
        return REFUSED.format(label=one.layer.label, until=until)
    days = plural(one.late_days, "dag", "dagen")
    return LATE.format(label=one.layer.label, days=days, until=until)
