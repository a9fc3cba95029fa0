"""The class of an event by a table of points, with the points that made it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.evenementen.settings import Question, ScoringTable


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
    ``heaviest``: what nobody filled in never makes an event lighter in silence.

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
    >>> found = classify(table, {"visitors": 6000, "days": 2}, {"alcohol": "ruim"})
    >>> found.points, found.risk, found.heaviest
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
        told = answers.get(question.id, "")
        answer = told if told in question.answers else None
        points = question.answers.get(told, 0)
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
