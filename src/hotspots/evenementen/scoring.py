"""The class of an event by a table of points, with the points that made it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.evenementen.locations import capacity_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.evenementen.calendar import Events
    from hotspots.evenementen.locations import Location, Locations
    from hotspots.evenementen.settings import EventSettings, Question, ScoringTable


@dataclass(frozen=True, slots=True)
class Points:
    """What one question gave; ``answer`` is what was answered or measured, None where unknown."""

    question: str
    profile: str
    label: str
    answer: str | float | None
    points: int
    most: int


@dataclass(frozen=True, slots=True)
class Classified:
    """The class that the table gives, and the heaviest it could be with every answer known.

    ``unknown`` are the questions without a usable answer: they gave no points.
    """

    risk: str
    heaviest: str
    points: int
    made_of: tuple[Points, ...]
    unknown: tuple[str, ...]


def classify(
    table: ScoringTable, measured: Mapping[str, float | None], answers: Mapping[str, str]
) -> Classified:
    """Return the class of an event.

    A question without an answer gives no points, and is counted for the most it could give in
    ``heaviest``: an answer that is missing never makes an event lighter in silence.

    Parameters
    ----------
    measured
        Per measure its value, None where it is not known.
    answers
        Per question what was filled in.

    Examples
    --------
    >>> from hotspots.evenementen.settings import read_settings
    >>> table = read_settings().scoring
    >>> result = classify(table, {"visitors": 6000, "days": 2}, {"alcohol": "ruim"})
    >>> result.points, result.risk, result.heaviest
    (10, 'B', 'C')
    """
    made_of = tuple(_points(question, measured, answers) for question in table.questions)
    total = sum(part.points for part in made_of)
    unknown = tuple(part.question for part in made_of if part.answer is None)
    could_be = total + sum(part.most for part in made_of if part.answer is None)
    return Classified(class_at(table, total), class_at(table, could_be), total, made_of, unknown)


def class_at(table: ScoringTable, points: int) -> str:
    """Return the class of so many points."""
    return "C" if points >= table.class_c else "B" if points >= table.class_b else "A"


def _points(
    question: Question, measured: Mapping[str, float | None], answers: Mapping[str, str]
) -> Points:
    answer: str | float | None
    if question.measures:
        answer = measured.get(question.measures)
        points = (
            0
            if answer is None
            else max((given for low, given in question.steps if answer >= low), default=0)
        )
    else:
        written = answers.get(question.id, "")
        answer = written if written in question.answers else None
        points = question.answers.get(written, 0)
    return Points(question.id, question.profile, question.label, answer, points, question.most)


def read_profile(written: str) -> dict[str, str]:
    """Return the answers of a text such as "alcohol=ruim;publiek=jongeren".

    Examples
    --------
    >>> read_profile("alcohol=ruim; publiek=jongeren;")
    {'alcohol': 'ruim', 'publiek': 'jongeren'}
    """
    pairs = (part.strip().partition("=") for part in written.split(";") if part.strip())
    return {question: answer for question, _, answer in pairs}


#: From this hour neighbours want to sleep.
_LATE_HOUR: Final = 23


def measured(
    visitors: float | None,
    capacity: int | None,
    *,
    first_day: int,
    last_day: int,
    end: np.datetime64,
    sound: bool | None,
) -> dict[str, float | None]:
    """Return the values of the measures; None where something is not known.

    Parameters
    ----------
    first_day, last_day
        Days since 1 January 1970.
    end
        First moment after the event, wall time.

    Examples
    --------
    Half full, one day, until one o'clock at night.

    >>> measured(
    ...     500.0, 1000, first_day=17656, last_day=17656,
    ...     end=np.datetime64("2018-05-06T01:00:00"), sound=True,
    ... )
    {'visitors': 500.0, 'occupancy_pct': 50.0, 'days': 1.0, 'hours_after_23': 2.0, 'sound': 1.0}
    """
    late = np.datetime64(last_day, "D").astype("M8[s]") + np.timedelta64(_LATE_HOUR, "h")
    hours = (end.astype("M8[s]") - late) / np.timedelta64(1, "h")
    full = None if visitors is None or not capacity else 100.0 * visitors / capacity
    return {
        "visitors": visitors,
        "occupancy_pct": full,
        "days": float(last_day - first_day + 1),
        "hours_after_23": max(0.0, float(hours)),
        "sound": None if sound is None else float(sound),
    }


def risks_of(events: Events, locations: Locations, settings: EventSettings) -> tuple[str, ...]:
    """Return the class of each event: as decided, or else by the scoring table."""
    return tuple(
        decided or classified_event(events, row, locations, settings).risk
        for row, decided in enumerate(events.risk)
    )


def classified_event(
    events: Events, row: int, locations: Locations, settings: EventSettings
) -> Classified:
    """Return what the scoring table says of an event of the calendar."""
    place = int(events.place[row])
    visitors = float(events.visitors[row])
    return classify(
        settings.scoring,
        measured(
            None if np.isnan(visitors) else visitors,
            _people(locations.items[place], settings) if place >= 0 else None,
            first_day=int(events.first_day[row]),
            last_day=int(events.last_day[row]),
            end=events.end[row],
            sound=bool(events.sound[row]) if events.sound_known[row] else None,
        ),
        read_profile(events.profiles[row]),
    )


def _people(location: Location, settings: EventSettings) -> int | None:
    return capacity_of(location, settings.capacity).people
