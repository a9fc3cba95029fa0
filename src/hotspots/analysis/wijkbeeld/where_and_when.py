"""Where and when, for what stands out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.analysis.wijkbeeld.briefing import Paragraph
from hotspots.analysis.wijkbeeld.listed import listed
from hotspots.analysis.wijkbeeld.spoken import at_the_start, name_of
from hotspots.text import wijkbeeld as text
from hotspots.text.numbers import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.analysis.wijkbeeld.briefing import Briefing, LayerDetail, LayerLine

#: Buurten that are named; the others are counted.
_MOST_RISEN: Final = 2


def where_and_when(told: Briefing, lines: Sequence[LayerLine]) -> Paragraph | None:
    """Return for each line its hottest place and its busiest hours, or that none stands out."""
    held = [line for line in lines if line.layer.id in told.details]
    if not held:
        return None
    sentences = [
        text.WHERE_AND_WHEN.format(
            plural=at_the_start(line.layer.noun_plural), told=_told(told.details[line.layer.id])
        )
        for line in held
    ]
    return Paragraph("where", " ".join(sentences), tuple(line.layer.id for line in held))


def _told(detail: LayerDetail) -> str:
    return ", ".join(part for part in (_where(detail), _risen(detail), _when(detail)) if part)


def _where(detail: LayerDetail) -> str:
    if not detail.in_cells:
        return ""
    place = next((place for place in detail.places if place.count), None)
    if place is None:
        return text.NO_HOT_PLACE
    return text.MOSTLY_IN.format(handle=name_of(place.handle), count=number(place.count))


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
