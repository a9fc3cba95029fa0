"""What a scenario is told in, whatever it is about: sentences, figures, lists, flags, notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from hotspots.text import veiligheid_sentences as says
from hotspots.text import veiligheid_sheet as sheet
from hotspots.text.risk import ZONES, zone_name
from hotspots.text.risk_water import UNDER_WATER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hotspots.drawing.report.scenario_lists import Listing


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it is, and whether it was counted, calculated or assumed."""

    value: str
    label: str
    mark: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One of the five columns of the framework; ``about`` says how its numbers are to be read."""

    label: str
    known: bool
    sentences: tuple[str, ...]
    about: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class ScenarioTold:
    """A scenario in words, numbers and lists.

    Attributes
    ----------
    flags
        Severity and sentence of each cross-check that found something.
    notes
        How it was calculated, and which parts rest on invented data.
    """

    part: str
    label: str
    badge: str
    sentences: tuple[str, ...]
    figures: tuple[Figure, ...]
    lists: tuple[Listing, ...]
    settings: Listing
    flags: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    criteria: tuple[Criterion, ...] = ()

    def listing(self, name: str) -> Listing:
        """Return a list by its id."""
        return next(found for found in self.lists if found.id == name)


def figure(name: str, value: str, mark: str, *, beside: str = "") -> Figure:
    """Return a figure by the names of what it is and of how sure it is.

    Parameters
    ----------
    beside
        What is not known of it, to be read with the number.
    """
    # What is not known was not counted or calculated either.
    kind = sheet.MARKS["unknown"] if value == says.shown(None) else sheet.MARKS[mark]
    marks = "; ".join(part for part in (kind, beside) if part)
    return Figure(value, sheet.FIGURES[name], marks)


def flags_of(answer: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return what the cross-checks found, the red ones first, then from the heaviest zone."""
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for at, flag in enumerate(answer["flags"]):
        # Shelters in one zone are told together: they would push the others out of sight.
        alike = ("shelter", flag["zone"]) if flag["kind"] == "shelter" else ("", str(at))
        found.setdefault(alike, []).append(flag)
    weight = {zone: at for at, zone in enumerate(ZONES)}
    ordered = sorted(
        found.values(),
        key=lambda flags: (
            flags[0]["severity"] != "rood",
            weight.get(flags[0]["zone"], len(weight)),
        ),
    )
    return tuple((flags[0]["severity"], _flagged(flags, answer)) for flags in ordered)


def _flagged(flags: Sequence[Mapping[str, Any]], answer: Mapping[str, Any]) -> str:
    """Return the sentence of a flag, or the one of shelters that lie in one zone."""
    zone = flags[0]["zone"]
    if len(flags) == 1:
        return str(flags[0]["sentence"])
    calculated = any(one["id"] == zone and one["calculated"] for one in answer.get("zones", ()))
    label = zone_name(ZONES.get(zone, UNDER_WATER), calculated=calculated)
    return says.shelters_in_zone(label, [flag["name"] for flag in flags])


def notes_of(answer: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what is invented, of which day the events are, and how it was calculated."""
    day = [says.events_of(date.fromisoformat(answer["day"]))] if answer["day"] else []
    return tuple(dict.fromkeys((*answer["illustrations"], *day, *answer["notes"])))
