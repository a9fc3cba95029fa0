"""What has to be known beside the figures of a briefing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.analysis.wijkbeeld.briefing import Note
from hotspots.text import wijkbeeld as text
from hotspots.text.events import calendar_reach
from hotspots.text.maps import REGISTERED_NOTE, SYNTHETIC_NOTE
from hotspots.text.maps import period as told_period

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hotspots.access.event_days import Covered
    from hotspots.analysis.periods import Period
    from hotspots.analysis.wijkbeeld.briefing import LayerDetail, LayerLine
    from hotspots.analysis.wijkbeeld.place import Place


def notes_of(
    place: Place,
    whole: Period,
    lines: Sequence[LayerLine],
    details: Mapping[str, LayerDetail],
    events_covered: Covered | None,
) -> tuple[Note, ...]:
    """Return the notes: what holds for all lines, and what for some."""
    notes = [Note(REGISTERED_NOTE)]
    synthetic = _of(lines, lambda line: line.version is not None and line.version.synthetic)
    if synthetic:
        notes.append(Note(SYNTHETIC_NOTE, synthetic))
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
        notes.append(Note(text.DENOMINATOR_NOTE))
    short = _of(lines, lambda line: _history_too_short(details.get(line.layer.id)))
    if short:
        notes.append(Note(text.SHORT_HISTORY_NOTE, short))
    if place.drawn is not None:
        notes.append(Note(text.DRAWN_NOTE))
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
    return calendar_reach(covered.first, covered.last)


def _of(lines: Sequence[LayerLine], held: Callable[[LayerLine], bool]) -> tuple[str, ...]:
    return tuple(line.layer.id for line in lines if held(line))


def _other_periods(whole: Period, lines: Sequence[LayerLine]) -> list[Note]:
    """Return a note for each period that lines have instead of that of the briefing."""
    others: dict[Period, list[LayerLine]] = {}
    for line in lines:
        if line.period is not None and line.period != whole:
            others.setdefault(line.period, []).append(line)
    return [
        Note(
            text.OTHER_PERIOD.format(
                layers=", ".join(line.layer.label for line in held),
                period=told_period(period.first, period.last),
            ),
            tuple(line.layer.id for line in held),
        )
        for period, held in others.items()
    ]
