"""What does not stand out is said too, and what the figures are worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.analysis.wijkbeeld.briefing import NOT_SHOWN, UNTESTED, Paragraph
from hotspots.analysis.wijkbeeld.headline import against_city, lines_with, since_year
from hotspots.analysis.wijkbeeld.notes import events_unknown
from hotspots.analysis.wijkbeeld.spoken import label_of, some
from hotspots.text import wijkbeeld as text
from hotspots.text.numbers import number

if TYPE_CHECKING:
    from hotspots.analysis.wijkbeeld.briefing import Briefing


def events(told: Briefing) -> Paragraph | None:
    """Return how many events fell in the period, in or near the place, or why nobody knows."""
    unknown = events_unknown(told.period, told.events_covered)
    if not told.events:
        # That there is no calendar at all stands with the notes: it holds for every place.
        return Paragraph("events", unknown, ()) if unknown and told.events_covered else None
    count = text.EVENTS.format(count=number(len(told.events)))
    sentence = text.ONE_EVENT_IN if len(told.events) == 1 else text.EVENTS_IN.format(events=count)
    sentence = f"{sentence} {unknown}".rstrip()
    return Paragraph("events", sentence, tuple(dict.fromkeys(day.layer for day in told.events)))


def quiet(told: Briefing, *, named: int) -> Paragraph | None:
    """Return which layers show no change, which no difference, and which were not tested."""
    unchanged = lines_with(told, since_year, NOT_SHOWN)
    alike = lines_with(told, against_city, NOT_SHOWN)
    without = lines_with(told, since_year, UNTESTED)
    nothing = [line for line in without if line.since_year.why_not == "nothing"]
    untested = [line for line in without if line.since_year.why_not not in ("nothing", "events")]
    groups = (
        (text.NOT_SHOWN, unchanged),
        (text.NOT_DIFFERENT, alike),
        (text.NOTHING_OF, nothing),
        (text.NOT_TESTED, untested),
    )
    sentences = [
        template.format(layers=some([label_of(line.layer.label) for line in lines], named))
        for template, lines in groups
        if lines
    ]
    if not sentences:
        return None
    layers = dict.fromkeys(line.layer.id for _, lines in groups for line in lines)
    return Paragraph("unchanged", " ".join(sentences), tuple(layers))


def registered(told: Briefing) -> Paragraph:
    """Return that registered is not happened, and whether any of it is made up."""
    synthetic = f" {text.MADE_UP}" if told.synthetic else ""
    return Paragraph("registered", f"{text.REGISTERED}{synthetic}")
