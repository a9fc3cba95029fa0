"""A briefing in sentences that are read aloud in a minute: plain text, each with its layers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hotspots.analysis.wijkbeeld.headline import headline, standing_out
from hotspots.analysis.wijkbeeld.latest import latest, open_zones
from hotspots.analysis.wijkbeeld.quiet import events, quiet, registered
from hotspots.analysis.wijkbeeld.where_and_when import where_and_when
from hotspots.text import wijkbeeld as text

if TYPE_CHECKING:
    from hotspots.analysis.wijkbeeld.briefing import Briefing, Paragraph


@dataclass(frozen=True, slots=True)
class _Room:
    """How many layers, places, news and zones are named one by one."""

    named: int
    where: int
    news: int
    zones: int
    quiet: int


#: From all that is worth a name to the least that is still a briefing.
_ROOMS: Final = (
    _Room(3, 3, 2, 3, 8),
    _Room(3, 2, 2, 2, 8),
    _Room(3, 2, 1, 1, 6),
    _Room(2, 1, 1, 1, 4),
    _Room(2, 1, 0, 1, 3),
    _Room(1, 0, 0, 1, 2),
    _Room(1, 0, 0, 0, 1),
)


def briefing_sentences(told: Briefing) -> tuple[Paragraph, ...]:
    """Return the briefing as it is read aloud: at most `MOST_WORDS` words.

    What stands out comes first, then where and when, what is new, and what shows no change. Names
    from the data are as they are: a page has to show them as text.
    """
    paragraphs: tuple[Paragraph, ...] = ()
    for room in _ROOMS:
        paragraphs = _in(told, room)
        if words_in(paragraphs) <= text.MOST_WORDS:
            break
    return paragraphs


def words_in(paragraphs: tuple[Paragraph, ...]) -> int:
    """Return how many words paragraphs have.

    Examples
    --------
    >>> from hotspots.analysis.wijkbeeld.briefing import Paragraph
    >>> words_in((Paragraph("zones", "Er staat niets open."), Paragraph("new", "Niets nieuws.")))
    6
    """
    return sum(len(paragraph.text.split()) for paragraph in paragraphs)


def _in(told: Briefing, room: _Room) -> tuple[Paragraph, ...]:
    parts = (
        headline(told, named=room.named),
        where_and_when(told, standing_out(told)[: room.where]),
        latest(told, most=room.news),
        open_zones(told, most=room.zones),
        events(told),
        quiet(told, named=room.quiet),
        registered(told),
    )
    return tuple(part for part in parts if part is not None)
