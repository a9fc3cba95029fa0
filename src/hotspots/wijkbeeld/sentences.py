"""A briefing in sentences that are read aloud in a minute: plain text, each with its layers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hotspots.access.words import calendar_reach
from hotspots.access.workspace import Synthetic
from hotspots.analysis.periods import a_year_earlier, whole_months
from hotspots.dutch import MONTHS, day, listed, number, times, two_ends
from hotspots.dutch import period as period_in_words
from hotspots.geography.names import OUTSIDE_BUURTEN, is_side
from hotspots.maps.words import REGISTERED_NOTE, synthetic_note, synthetic_sentence
from hotspots.wijkbeeld import words as text
from hotspots.wijkbeeld.briefing import FEWER, MORE, NOT_SHOWN, UNTESTED, Note, Paragraph

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hotspots.access.calendar import Covered
    from hotspots.analysis.periods import Period
    from hotspots.catalog.whole import WholeWords
    from hotspots.wijkbeeld.briefing import (
        Briefing,
        Compared,
        HotPlace,
        LayerDetail,
        LayerLine,
        MonthNews,
        OpenZone,
    )
    from hotspots.wijkbeeld.place import Place

    #: Which comparison of a line is meant.
    Which = Callable[[LayerLine], Compared]


#: Characters and words of a name from data; no wijk has more.
_LONGEST_NAME: Final = 60
_MOST_WORDS: Final = 6
_YEAR: Final = 12


def name_of(name: str) -> str:
    """Return a name from data on one line, and cut off where it is no name any more.

    Examples
    --------
    >>> name_of("Het   Reeland")
    'Het Reeland'
    >>> name_of("een twee drie vier vijf zes zeven")
    'een twee drie vier vijf zes…'
    """
    words = name.split()
    short = " ".join(words[:_MOST_WORDS])[:_LONGEST_NAME]
    return short if short == " ".join(words) else short + "…"


def in_place(place: Place) -> str:
    """Return "In Krispijn"."""
    return text.IN_DRAWN if place.drawn is not None else text.IN_PLACE.format(
        name=name_of(place.name)
    )  # fmt: skip


def in_period(period: Period) -> str:
    """Return a period as it is said.

    Examples
    --------
    >>> from datetime import date
    >>> from hotspots.analysis.periods import Period
    >>> in_period(Period(date(2017, 1, 1), date(2017, 12, 31)))
    'in 2017'
    >>> in_period(Period(date(2017, 1, 1), date(2017, 11, 30)))
    'van 01-01-2017 tot en met 30-11-2017'
    """
    first, last = period.first, period.last
    if whole_months(period) == _YEAR and first.month == 1:
        return text.IN_YEAR.format(year=first.year)
    return text.IN_PERIOD.format(first=day(first), last=day(last))


def month_name(month: Period) -> str:
    """Return "december 2017"."""
    return f"{MONTHS[month.first.month - 1]} {month.first.year}"


def some(names: Sequence[str], most: int) -> str:
    """Return the first names as a list, and how many more there are.

    Examples
    --------
    >>> some(["a", "b", "c"], 3), some(["a", "b", "c"], 1)
    ('a, b en c', 'a en nog 2 andere')

    One name more takes no more room than the words for it.

    >>> some(["a", "b", "c"], 2)
    'a, b en c'
    """
    named = list(names[:most])
    if len(names) == most + 1:
        named = list(names)
    elif len(names) > most:
        named.append(text.OTHERS.format(count=number(len(names) - most)))
    return listed(named)


def label_of(label: str) -> str:
    """Return the label of a layer within a sentence.

    Examples
    --------
    >>> label_of("Overlast"), label_of("WOZ-waarde")
    ('overlast', 'WOZ-waarde')
    """
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def at_the_start(phrase: str) -> str:
    """Return a phrase with a capital: "woninginbraken" at the start of a sentence."""
    return phrase[:1].upper() + phrase[1:]


def since_year(line: LayerLine) -> Compared:
    """Return the comparison with a year earlier."""
    return line.since_year


def against_city(line: LayerLine) -> Compared:
    """Return the comparison with the rest of the city."""
    return line.against_city


def lines_with(briefing: Briefing, which: Which, *verdicts: str) -> list[LayerLine]:
    """Return the lines with one of these verdicts, the least like chance first.

    Not those of which too few live in the place: such a rate says who lives there, not what
    happens.
    """
    chosen = [
        line for line in briefing.lines if which(line).verdict in verdicts and not which(line).small
    ]
    return sorted(chosen, key=lambda line: which(line).p_adjusted)


def standing_out(briefing: Briefing) -> list[LayerLine]:
    """Return the lines of which where and when is said.

    First what became more, then what did so in a buurt of the place, then what is more than in the
    city; where nothing is, what has hot cells, most incidents first.
    """
    first = lines_with(briefing, since_year, MORE)
    first += [line for line in briefing.lines if _rose_within(briefing, line) and line not in first]
    first += [line for line in lines_with(briefing, against_city, MORE) if line not in first]
    if first:
        return first
    hot = [line for line in briefing.lines if _hot_count(briefing, line)]
    return sorted(hot, key=lambda line: -_hot_count(briefing, line))


def _rose_within(briefing: Briefing, line: LayerLine) -> bool:
    """Whether a buurt of the place became busier."""
    detail = briefing.details.get(line.layer.id)
    return detail is not None and bool(detail.risen)


def _hot_count(briefing: Briefing, line: LayerLine) -> int:
    detail = briefing.details.get(line.layer.id)
    return sum(place.count for place in detail.places) if detail is not None else 0


def headline(briefing: Briefing, *, named: int) -> Paragraph:
    """Return what became more and fewer, and what is more and fewer than in the city."""
    changed = lines_with(briefing, since_year, MORE, FEWER)
    differs = lines_with(briefing, against_city, MORE, FEWER)
    sentences = [_changed(briefing, changed, named)]
    if differs:
        sentences.append(
            text.AGAINST_REST.format(
                whole=briefing.whole,
                per=_per(differs),
                differs=_directions(differs, against_city, _times, named),
            )
        )
    layers = dict.fromkeys(line.layer.id for line in (*changed, *differs))
    return Paragraph("headline", " ".join(sentences), tuple(layers))


def _changed(briefing: Briefing, changed: list[LayerLine], named: int) -> str:
    where, period = in_place(briefing.place), in_period(briefing.period)
    if changed:
        directions = _directions(changed, since_year, _was, named)
        before = _before(changed)
        return text.CHANGED.format(where=where, period=period, changed=directions, before=before)
    alike = lines_with(briefing, since_year, NOT_SHOWN)
    if alike:
        return text.UNCHANGED_ALL.format(where=where, period=period, before=_before(alike))
    # Of two ends the upper one: only where that is 0 there was nothing.
    counts = [
        line.count_ends[1] if line.count_ends is not None else line.count
        for line in briefing.lines
        if line.counted
    ]
    if not counts:
        return text.NOTHING_TO_SHOW.format(where=where, period=period)
    template = text.NO_YEAR_BEFORE if any(counts) else text.NOTHING_REGISTERED
    return template.format(where=where, period=period)


def _before(lines: Sequence[LayerLine]) -> str:
    """Return what lines are compared with, in words."""
    a_year = all(
        line.period is not None and line.before == a_year_earlier(line.period) for line in lines
    )
    return text.YEAR_BEFORE if a_year else text.TIME_BEFORE


def _directions(
    lines: Sequence[LayerLine], which: Which, tell: Callable[[LayerLine], str], named: int
) -> str:
    """Return "meer ... en minder ...", each with the first few."""
    parts = []
    for verdict, template in ((MORE, text.MORE_OF), (FEWER, text.FEWER_OF)):
        names = [tell(line) for line in lines if which(line).verdict == verdict]
        if names:
            parts.append(template.format(names=some(names, named)))
    return listed(parts)


def _was(line: LayerLine) -> str:
    count, earlier = number(line.count or 0), number(line.earlier or 0)
    if line.count_ends is not None and line.earlier_ends is not None:
        count, earlier = (
            two_ends(*ends, minimum=line.minimum) for ends in (line.count_ends, line.earlier_ends)
        )
    return text.WAS.format(plural=line.layer.noun_plural, count=count, earlier=earlier)


def _times(line: LayerLine) -> str:
    """Return how much more or fewer there are than in the city, and that it went the other way."""
    plural, compared = line.layer.noun_plural, line.against_city
    since = line.since_year.verdict
    opposite = since in (MORE, FEWER) and since != compared.verdict
    although = text.ALTHOUGH[compared.verdict] if opposite else ""
    if not compared.value >= 0:
        # Of a count that is known by its two ends there is no ratio, only which way it goes.
        return f"{plural}{although}"
    if compared.verdict == FEWER:
        share = number(100 * (1 - compared.value))
        return text.TIMES_FEWER.format(plural=plural, share=share, although=although)
    return text.TIMES.format(plural=plural, times=times(compared.value), although=although)


def _per(lines: Sequence[LayerLine]) -> str:
    """Return what all lines are divided by, if it is the same."""
    labels = {line.denominator_label for line in lines}
    if len(labels) > 1:
        return text.IN_PROPORTION
    return text.PER_THOUSAND.format(label=labels.pop())


#: Why no zones were looked for.
_UNSOUGHT: Final = ("not_searched", "not_for_layer")


def latest(briefing: Briefing, *, most: int) -> Paragraph | None:
    """Return what the last month changed and which places are new, at most ``most`` of each."""
    months = [
        (line, news)
        for line in briefing.lines
        if (news := _news(briefing, line)) and news.since_year.shown
    ]
    places = [(line, new) for line in briefing.lines if (new := _new_place(briefing, line))]
    sentences = [_month(line, news) for line, news in months[:most]]
    if not months and any(_compared(briefing, line) for line in briefing.lines):
        sentences.append(text.NO_NEWS.format(month=month_name(briefing.last_month)))
    sentences += [
        text.NEW_PLACE.format(place=_the_place(place), plural=line.layer.noun_plural)
        for line, place in places[:most]
    ]
    if not sentences:
        return None
    layers = [line.layer.id for line, _ in (*months[:most], *places[:most])]
    return Paragraph("new", " ".join(sentences), tuple(dict.fromkeys(layers)))


def open_zones(briefing: Briefing, *, most: int) -> Paragraph | None:
    """Return where the zones are that stay open longest, or that none is; None if not searched."""
    searched = set(briefing.details) - {
        name for name, why in briefing.zones_silent.items() if why in _UNSOUGHT
    }
    if not searched:
        return None
    if not briefing.zones:
        return Paragraph("zones", text.NO_ZONES_OPEN, tuple(sorted(searched)))
    zones = some([_zone(briefing, zone) for zone in briefing.zones], most)
    layers = dict.fromkeys(zone.layer for zone in briefing.zones)
    return Paragraph("zones", text.ZONES_OPEN.format(zones=zones), tuple(layers))


def _news(briefing: Briefing, line: LayerLine) -> MonthNews | None:
    detail = briefing.details.get(line.layer.id)
    return detail.news if detail is not None else None


def _compared(briefing: Briefing, line: LayerLine) -> bool:
    """Whether a layer knows of the last month and of the same month a year earlier."""
    news = _news(briefing, line)
    return news is not None and news.year_ago is not None


def _new_place(briefing: Briefing, line: LayerLine) -> HotPlace | None:
    detail = briefing.details.get(line.layer.id)
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


def _zone(briefing: Briefing, zone: OpenZone) -> str:
    return text.ZONE.format(
        plural=briefing.line(zone.layer).layer.noun_plural,
        where=at_place(zone),
        until=day(zone.until),
    )


#: Buurten that are named; the others are counted.
_MOST_RISEN: Final = 2


def where_and_when(briefing: Briefing, lines: Sequence[LayerLine]) -> Paragraph | None:
    """Return for each line its hottest place and its busiest hours, or that none stands out."""
    detailed = [line for line in lines if line.layer.id in briefing.details]
    if not detailed:
        return None
    sentences = [
        text.WHERE_AND_WHEN.format(
            plural=at_the_start(line.layer.noun_plural),
            places=_where_and_when(briefing.details[line.layer.id]),
        )
        for line in detailed
    ]
    return Paragraph("where", " ".join(sentences), tuple(line.layer.id for line in detailed))


def _where_and_when(detail: LayerDetail) -> str:
    return ", ".join(part for part in (_where(detail), _risen(detail), _when(detail)) if part)


def _where(detail: LayerDetail) -> str:
    if not detail.in_cells:
        return ""
    place = next((place for place in detail.places if place.count), None)
    if place is None:
        return text.NO_HOT_PLACE
    return text.MOSTLY_IN.format(where=at_place(place), count=number(place.count))


def at_place(place: HotPlace | OpenZone) -> str:
    """Return a place as it stands in a sentence that says where something is."""
    if is_side(place.handle, place.buurt):
        return text.IN_SIDE.format(handle=name_of(place.handle))
    if place.handle == OUTSIDE_BUURTEN:
        return place.handle
    return text.AT_STREET.format(handle=_called(place.handle))


def _the_place(place: HotPlace) -> str:
    """Return a place as it stands in a sentence about the place itself."""
    if is_side(place.handle, place.buurt):
        return text.THE_SIDE.format(handle=name_of(place.handle))
    return _called(place.handle)


def _called(handle: str) -> str:
    """Return a street and its buurt, each cut off where it is no name any more."""
    return ", ".join(map(name_of, handle.split(", ", 1)))


def _risen(detail: LayerDetail) -> str:
    """Return which buurten became busier, where the change of a buurt is proven."""
    if not detail.risen:
        return ""
    buurten = [
        text.RISEN_BUURT.format(
            name=name_of(buurt.name), count=number(buurt.count), earlier=number(buurt.earlier)
        )
        for buurt in detail.risen[:_MOST_RISEN]
    ]
    more = len(detail.risen) - len(buurten)
    if more:
        buurten.append(text.RISEN_MORE.format(count=number(more)))
    return text.RISEN.format(buurten=listed(buurten))


def _when(detail: LayerDetail) -> str:
    if detail.windows:
        return text.BUSIEST.format(window=detail.windows[0].words)
    if detail.hours is not None and not detail.hours.enough:
        return text.TOO_FEW_HOURS
    return text.NO_BUSY_HOUR


def notes_of(
    place: Place,
    whole: Period,
    lines: Sequence[LayerLine],
    details: Mapping[str, LayerDetail],
    events_covered: Covered | None,
    *,
    words: WholeWords,
) -> tuple[Note, ...]:
    """Return the notes: what holds for all lines, and what for some."""
    notes = [Note(REGISTERED_NOTE)]
    if (made_up := Synthetic.among((line.layer.label, line.version) for line in lines)) is not None:
        synthetic = _of(lines, lambda line: line.version is not None and line.version.synthetic)
        notes.append(Note(synthetic_note(made_up.layers), synthetic, beside_one=synthetic_note()))
    notes += _other_periods(whole, lines)
    estimated = _of(lines, lambda line: line.denominator_estimated and not line.why_not)
    if estimated:
        notes.append(Note(text.ESTIMATED_NOTE, estimated))
    rounded = [line for line in lines if line.minimum]
    if rounded:
        minimum = rounded[0].minimum
        names = tuple(line.layer.id for line in rounded)
        notes.append(Note(text.ROUNDED_NOTE.format(minimum=minimum), names))
    if _of(lines, lambda line: bool(line.against_city.p_adjusted <= 1)):
        notes.append(Note(text.DENOMINATOR_NOTE.format(whole=words)))
    short = _of(lines, lambda line: _history_too_short(details.get(line.layer.id)))
    if short:
        notes.append(Note(text.SHORT_HISTORY_NOTE, short))
    if place.drawn is not None:
        notes.append(Note(text.DRAWN_NOTE.format(whole=words)))
    notes.append(Note(text.TESTED_NOTE))
    unknown = events_unknown(whole, events_covered)
    if unknown:
        notes.append(Note(unknown))
    return tuple(notes)


def _history_too_short(detail: LayerDetail | None) -> bool:
    """Whether a layer has hot cells here, and nobody knows which are new and which last."""
    return detail is not None and bool(detail.cells) and not detail.new_known


def events_unknown(period: Period, covered: Covered | None) -> str:
    """Say why it is not known which events there were in a period; empty where it is known."""
    if covered is None:
        return text.NO_CALENDAR
    if covered.whole(period.first, period.last):
        return ""
    return calendar_reach(covered)


def _of(lines: Sequence[LayerLine], true_of: Callable[[LayerLine], bool]) -> tuple[str, ...]:
    return tuple(line.layer.id for line in lines if true_of(line))


def _other_periods(whole: Period, lines: Sequence[LayerLine]) -> list[Note]:
    """Return a note for each period that lines have instead of that of the briefing."""
    others: dict[Period, list[LayerLine]] = {}
    for line in lines:
        if line.period is not None and line.period != whole:
            others.setdefault(line.period, []).append(line)
    return [
        Note(
            text.OTHER_PERIOD.format(
                layers=", ".join(line.layer.label for line in lines_of),
                period=period_in_words(period.first, period.last),
            ),
            tuple(line.layer.id for line in lines_of),
        )
        for period, lines_of in others.items()
    ]


def events(briefing: Briefing) -> Paragraph | None:
    """Return how many events fell in the period, in or near the place, or why nobody knows."""
    unknown = events_unknown(briefing.period, briefing.events_covered)
    if not briefing.events:
        # That there is no calendar at all stands with the notes: it holds for every place.
        return Paragraph("events", unknown, ()) if unknown and briefing.events_covered else None
    count = text.EVENTS.format(count=number(len(briefing.events)))
    sentence = (
        text.ONE_EVENT_IN if len(briefing.events) == 1 else text.EVENTS_IN.format(events=count)
    )
    sentence = f"{sentence} {unknown}".rstrip()
    return Paragraph("events", sentence, tuple(dict.fromkeys(day.layer for day in briefing.events)))


def quiet(briefing: Briefing, *, named: int) -> Paragraph | None:
    """Return which layers show no change, which no difference, and which were not tested."""
    unchanged = lines_with(briefing, since_year, NOT_SHOWN)
    alike = lines_with(briefing, against_city, NOT_SHOWN)
    without = lines_with(briefing, since_year, UNTESTED)
    nothing = [line for line in without if line.since_year.why_not == "nothing"]
    untested = [line for line in without if line.since_year.why_not not in ("nothing", "events")]
    groups = (
        (text.NOT_SHOWN, unchanged),
        (text.NOT_DIFFERENT, alike),
        (text.NOTHING_OF, nothing),
        (text.NOT_TESTED, untested),
    )
    sentences = [
        template.format(
            whole=briefing.whole, layers=some([label_of(line.layer.label) for line in lines], named)
        )
        for template, lines in groups
        if lines
    ]
    if not sentences:
        return None
    layers = dict.fromkeys(line.layer.id for _, lines in groups for line in lines)
    return Paragraph("unchanged", " ".join(sentences), tuple(layers))


def notes_beside(briefing: Briefing, layer_id: str) -> tuple[str, ...]:
    """Return the notes of one layer, as they read where it stands by itself."""
    return tuple(note.beside_one or note.text for note in briefing.notes if layer_id in note.layers)


def registered(briefing: Briefing) -> Paragraph:
    """Return that registered is not happened, and whether any of it is made up."""
    made_up = briefing.synthetic
    synthetic = "" if made_up is None else f" {synthetic_sentence(made_up.layers)}"
    return Paragraph("registered", f"{text.REGISTERED}{synthetic}")


@dataclass(frozen=True, slots=True)
class _Length:
    """How many layers, places, news and zones are named one by one."""

    named: int
    where: int
    news: int
    zones: int
    quiet: int


#: From all that is worth a name to the least that is still a briefing.
_LENGTHS: Final = (
    _Length(3, 3, 2, 3, 8),
    _Length(3, 2, 2, 2, 8),
    _Length(3, 2, 1, 1, 6),
    _Length(2, 1, 1, 1, 4),
    _Length(2, 1, 0, 1, 3),
    _Length(1, 0, 0, 1, 2),
    _Length(1, 0, 0, 0, 1),
)


def briefing_sentences(briefing: Briefing) -> tuple[Paragraph, ...]:
    """Return the briefing as it is read aloud: at most `MOST_WORDS` words.

    What stands out comes first, then where and when, what is new, and what shows no change. Names
    from the data are as they are: a page has to show them as text.
    """
    paragraphs: tuple[Paragraph, ...] = ()
    for length in _LENGTHS:
        paragraphs = _in(briefing, length)
        if words_in(paragraphs) <= text.MOST_WORDS:
            break
    return paragraphs


def words_in(paragraphs: tuple[Paragraph, ...]) -> int:
    """Return how many words paragraphs have.

    Examples
    --------
    >>> from hotspots.wijkbeeld.briefing import Paragraph
    >>> words_in((Paragraph("zones", "Er staat niets open."), Paragraph("new", "Niets nieuws.")))
    6
    """
    return sum(len(paragraph.text.split()) for paragraph in paragraphs)


def _in(briefing: Briefing, length: _Length) -> tuple[Paragraph, ...]:
    parts = (
        headline(briefing, named=length.named),
        where_and_when(briefing, standing_out(briefing)[: length.where]),
        latest(briefing, most=length.news),
        open_zones(briefing, most=length.zones),
        events(briefing),
        quiet(briefing, named=length.quiet),
        registered(briefing),
    )
    return tuple(part for part in parts if part is not None)
