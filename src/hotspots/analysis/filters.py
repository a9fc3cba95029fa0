"""The filters of incidents: what each lets through, and its words.

A new one is a field of `hotspots.analysis.question.Selection` and a `Filter` here: what checks,
tells, files and asks for them goes over the list. The drawn area is a filter too, but no choice
out of a list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from hotspots.analysis.question import DAY_PART_NUMBERS
from hotspots.catalog.grammar import suggestion
from hotspots.dutch import SHORT_DAYS, WEEKDAY_NAMES, enumerated
from hotspots.errors import SelectionError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from hotspots.access.incidents import Incidents
    from hotspots.analysis.question import Selection
    from hotspots.catalog.specs import LayerSpec
    from hotspots.geography.areas import Geography

#: Parts of the day on a page and in sentences.
DAY_PARTS: Final[Mapping[str, str]] = {
    "nacht": "Nacht (0–6)",
    "ochtend": "Ochtend (6–12)",
    "middag": "Middag (12–18)",
    "avond": "Avond (18–24)",
    "onbekend": "Tijd onbekend",
}


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice out of a list that lets some incidents through; nothing chosen is all.

    Attributes
    ----------
    field
        Its name in a `Selection`, in files and in JSON.
    key
        Its name under ``filters`` in the declaration of a layer; empty where every layer has it.
    of
        Whether it says what happened, where or when.
    noun, plural, label
        In an error, in a sentence, and on a page and in files.
    names
        What can be chosen, with its name.
    rows
        Which incidents are one of some choices: shape (incidents,).
    phrases
        Of one choice and of several, in the sentence that says what was chosen.
    short
        The name of a choice where there is little room, where it has one.
    option, metavar, option_help
        On the command line, where days of the week count from 1.
    key_of_widget, widget_help
        On a page, and in its link.
    """

    field: str
    key: str
    of: Literal["what", "where", "when"]
    noun: str
    plural: str
    label: str
    names: Callable[[LayerSpec, Geography], Mapping[Any, str]]
    rows: Callable[[Incidents, Sequence[Any], Geography], NDArray[np.bool_]]
    phrases: tuple[str, str]
    option: str
    metavar: str
    option_help: str
    key_of_widget: str
    widget_help: str | None = None
    short: tuple[str, ...] = ()

    def chosen(self, selection: Selection) -> tuple[Any, ...]:
        """Return what a selection lets through; empty where that is all."""
        choices: tuple[Any, ...] = getattr(selection, self.field)
        return choices

    def require_known(self, selection: Selection, layer: LayerSpec, geography: Geography) -> None:
        """Stop where a selection asks for something that there is not.

        Raises
        ------
        SelectionError
            If the layer or the municipality does not have it.
        """
        names = self.names(layer, geography)
        for choice in self.chosen(selection):
            if choice in names:
                continue
            if isinstance(choice, int):
                raise SelectionError(
                    f"Dag {choice} van de week bestaat niet.",
                    f"Verwacht: 0 (maandag) tot en met {len(names) - 1} (zondag).",
                    "Kies een andere dag.",
                )
            raise SelectionError(
                f"Laag '{layer.label}' kent geen {self.noun} '{choice}'.",
                f"Bekend: {', '.join(names) or 'geen'}.",
                suggestion(choice, tuple(names)) if names else f"Laat {self.noun} weg.",
            )

    def phrase(self, selection: Selection, layer: LayerSpec, geography: Geography) -> str:
        """Return what is let through, in the sentence that says what was chosen; "" for all."""
        choices, known = self.chosen(selection), self.names(layer, geography)
        if not choices:
            return ""
        names = [known[choice] for choice in choices]
        if self.of == "when":
            names = [name.lower() for name in names]
        return self.phrases[len(names) > 1].format(names=enumerated(names))

    def in_file_name(self, selection: Selection) -> list[str]:
        """Return what is let through, as it stands in the name of a file."""
        return [
            self.short[choice] if isinstance(choice, int) else choice
            for choice in self.chosen(selection)
        ]


def _is_any_of(numbers: NDArray[np.integer[Any]], few: Sequence[int]) -> NDArray[np.bool_]:
    """Return which numbers are one of a few; `numpy.isin` takes fifty times as long for so few."""
    is_one = np.zeros(len(numbers), dtype=bool)
    for one in few:
        is_one |= numbers == one
    return is_one


def _in_areas(
    area: NDArray[np.integer[Any]], codes: Sequence[str], chosen: Sequence[str]
) -> NDArray[np.bool_]:
    """Return which incidents lie in one of some areas; an incident in none has -1."""
    wanted = np.append(np.isin(codes, chosen), False)
    inside: NDArray[np.bool_] = wanted[area]
    return inside


SOORTEN: Final = Filter(
    field="soorten",
    key="soort",
    of="what",
    noun="soort",
    plural="meer soorten tegelijk",
    label="Soort",
    names=lambda layer, _: layer.soorten,
    rows=lambda incidents, chosen, _: _is_any_of(
        incidents.soort, [incidents.soorten.index(name) for name in chosen]
    ),
    phrases=("soort {names}", "soorten {names}"),
    option="soort",
    metavar="SOORT",
    option_help="een of meer soorten",
    key_of_widget="soort",
)
WIJKEN: Final = Filter(
    field="wijken",
    key="wijk",
    of="where",
    noun="wijk",
    plural="wijken",
    label="Wijk",
    names=lambda _, geography: dict(
        zip(geography.wijken.codes, geography.wijken.names, strict=True)
    ),
    rows=lambda incidents, chosen, geography: _in_areas(
        incidents.wijk, geography.wijken.codes, chosen
    ),
    phrases=("wijk {names}", "wijken {names}"),
    option="wijk",
    metavar="CODE",
    option_help="een of meer wijkcodes",
    key_of_widget="wijk",
)
BUURTEN: Final = Filter(
    field="buurten",
    key="",
    of="where",
    noun="buurt",
    plural="buurten",
    label="Buurt",
    names=lambda _, geography: dict(
        zip(geography.buurten.codes, geography.buurten.names, strict=True)
    ),
    rows=lambda incidents, chosen, geography: _in_areas(
        incidents.buurt, geography.buurten.codes, chosen
    ),
    phrases=("buurt {names}", "buurten {names}"),
    option="buurt",
    metavar="CODE",
    option_help="een of meer buurtcodes",
    key_of_widget="buurt",
)
DAY_PART: Final = Filter(
    field="day_parts",
    key="day_part",
    of="when",
    noun="dagdeel",
    plural="delen van de dag",
    label="Deel van de dag",
    names=lambda *_: DAY_PARTS,
    rows=lambda incidents, chosen, _: _is_any_of(
        incidents.day_part, [DAY_PART_NUMBERS.get(name, -1) for name in chosen]
    ),
    phrases=("alleen {names}", "alleen {names}"),
    option="day-part",
    metavar="DAGDEEL",
    option_help="nacht, ochtend, middag, avond of onbekend",
    key_of_widget="dagdeel",
    widget_help=(
        "Alleen incidenten die helemaal in dit dagdeel vallen. Is het tijdvak langer of de tijd "
        "niet bekend, dan valt een incident onder 'Tijd onbekend'."
    ),
)
WEEKDAY: Final = Filter(
    field="weekdays",
    key="weekday",
    of="when",
    noun="dag van de week",
    plural="dagen van de week",
    label="Dag van de week",
    names=lambda *_: dict(enumerate(WEEKDAY_NAMES)),
    rows=lambda incidents, chosen, _: _is_any_of(incidents.weekday, chosen),
    phrases=("alleen op {names}", "alleen op {names}"),
    option="weekday",
    metavar="1-7",
    option_help="dagen van de week, maandag is 1",
    key_of_widget="weekdag",
    short=SHORT_DAYS,
)

#: Every filter, in the order of files.
FILTERS: Final = (SOORTEN, WIJKEN, BUURTEN, DAY_PART, WEEKDAY)
#: Those of when, in the order of sentences and pages: the day, then the part of it.
WHEN: Final = tuple(one for one in reversed(FILTERS) if one.of == "when")
