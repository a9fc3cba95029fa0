"""The five columns about the track, in Dutch."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any, Final

from hotspots.text.numbers import number, plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LABELS: Final = {
    "plaatsgebonden_risico": "Plaatsgebonden risico",
    "groepsrisico": "Groepsrisico",
    "zelfredzaamheid": "Zelfredzaamheid",
    "beheersbaarheid": "Beheersbaarheid",
    "resteffect": "Resteffect",
}
NO_PR: Final = (
    "Niet bekend: het gebied met plaatsgebonden risico 10⁻⁶ is niet ingelezen, en de breedte ervan "
    "is niet te berekenen zonder de Regeling basisnet."
)
WAGONS: Final = "het aantal wagens met brandbaar gas"
ACCIDENTS: Final = "de kans op een ongeval per wagen per kilometer"
LETHALITY: Final = "de overlijdenskans"
NO_OBJECTS: Final = "Er zijn geen kwetsbare objecten geladen: niet bekend of er een in ligt."
NO_ELDERLY: Final = "Hoeveel ouderen er wonen, is niet bekend."
NO_DEPENDENT: Final = "Hoeveel mensen zich niet zelf kunnen redden, is niet bekend."
CONTRIBUTION: Final = (
    "Bijdrage: het deel in alle mensen die een BLEVE zou raken, als die overal op het spoor even "
    "waarschijnlijk is. Naar de groepsrisicokaart van RIVM en TNO (2007), vereenvoudigd."
)
#: How many buurten a sentence names.
_NAMED: Final = 3


def location_risk(residents: float, objects: Sequence[str] | None) -> tuple[str, ...]:
    """Tell who and what lies inside the limit value; None if no objects were loaded."""
    if objects is None:
        return _inside_limit(residents), NO_OBJECTS
    named = f": {', '.join(objects)}" if objects else ""
    return (
        _inside_limit(residents),
        lie_in(len(objects), "kwetsbaar of zeer kwetsbaar", "kwetsbare of zeer kwetsbare", named),
    )


def _inside_limit(residents: float) -> str:
    if isnan(residents):
        return "Hoeveel mensen er binnen plaatsgebonden risico 10⁻⁶ wonen, is niet bekend."
    return f"{number(residents)} inwoners wonen binnen plaatsgebonden risico 10⁻⁶."


def not_calculated(missing: Sequence[str]) -> str:
    """Say what is lacking.

    Examples
    --------
    >>> not_calculated(["de overlijdenskans"])
    'Niet te berekenen. Niet ingevuld: de overlijdenskans.'
    """
    return f"Niet te berekenen. Niet ingevuld: {', '.join(missing)}."


def group_risk(
    ratio: float | None, why: str, shares: Sequence[tuple[str, float]]
) -> tuple[str, ...]:
    """Tell the group risk as times the oriëntatiewaarde, and which buurten add most."""
    told = why
    if ratio is not None:
        told = (
            f"Hoogstens {number(ratio, 2)} keer de oriëntatiewaarde per kilometer. Dat is geen "
            "grens: boven de waarde moet worden uitgelegd waarom het mag."
        )
    if not shares:
        return told, "Nergens langs het spoor zijn genoeg mensen om als groep te tellen."
    named = ", ".join(f"{name} ({number(100 * part)} %)" for name, part in shares[:_NAMED])
    return told, f"Dragen het meest bij: {named}."


def in_objects(found: Mapping[str, Any]) -> str:
    """Say how many of those who cannot help themselves are in objects, as far as those give it.

    Parameters
    ----------
    found
        People, objects and those without a number, as an answer gives them.

    Examples
    --------
    >>> in_objects({"people": 150.0, "objects": 3, "without": 2})
    ', van wie 150 in kwetsbare objecten (van 2 objecten niet bekend)'
    >>> in_objects({"people": None, "objects": 1, "without": 1})
    ' (van 1 kwetsbaar object niet bekend)'
    >>> in_objects({"people": 0.0, "objects": 0, "without": 0})
    ''
    """
    people, without = found["people"], found["without"]
    if people is None and not found["objects"]:
        return " (van kwetsbare objecten niet bekend)"
    if people is None:
        return f" (van {plural(without, 'kwetsbaar object', 'kwetsbare objecten')} niet bekend)"
    if not found["objects"]:
        return ""
    told = f", van wie {number(people)} in kwetsbare objecten"
    if without:
        told += f" (van {plural(without, 'object', 'objecten')} niet bekend)"
    return told


def self_reliance(
    zone: str,
    elderly: float,
    dependent: tuple[float, float],
    cared: Sequence[str] | None,
    helpless: Mapping[str, Any],
) -> tuple[str, ...]:
    """Tell who cannot get away alone; None if no objects were loaded."""
    told = [
        f"Tot en met {zone.lower()} wonen {number(elderly)} mensen van 65 jaar en ouder.",
        (
            f"Naar schatting {margin(dependent)} mensen kunnen zich niet zelf redden"
            f"{in_objects(helpless)}."
        ),
    ]
    if isnan(elderly):
        told = [NO_ELDERLY]
    if cared is None:
        return *told, NO_OBJECTS
    named = f": {', '.join(cared)}" if cared else ""
    return *told, lie_in(len(cared), "zeer kwetsbaar", "zeer kwetsbare", named)


def lie_in(count: int, one: str, many: str, named: str) -> str:
    """Tell how many objects lie in a zone, and which.

    Examples
    --------
    >>> lie_in(1, "kwetsbaar", "kwetsbare", ": School"), lie_in(0, "kwetsbaar", "kwetsbare", "")
    ('1 kwetsbaar object ligt erin: School.', '0 kwetsbare objecten liggen erin.')
    """
    told = plural(count, f"{one} object ligt", f"{many} objecten liggen")
    return f"{told} erin{named}."


def setting_sentence(label: str, value: float, unit: str, source: str) -> str:
    """Tell a setting with its source."""
    return f"{label}: {number(value, 1)} {unit}".strip() + f". Bron: {source}."


def not_given(labels: Sequence[str], sources: Sequence[str]) -> str:
    """Tell which settings nobody filled in, and where to ask."""
    return f"Niet ingevuld: {'; '.join(labels)}. {' '.join(f'{source}.' for source in sources)}"


def rest(
    most: float | None,
    place: Sequence[int] | None,
    radius_m: float,
    dependent: tuple[float, float],
) -> tuple[str, ...]:
    """Tell what is left when all measures have been taken."""
    if most is None or place is None:
        return ("Er woont niemand binnen de straal van een BLEVE op het spoor.",)
    return (
        (
            f"Op de ongunstigste plek van het spoor (x {number(place[0])}, y {number(place[1])}) "
            f"zijn {number(most)} mensen binnen {number(radius_m)} m."
        ),
        _left_to_help(dependent),
    )


def _left_to_help(dependent: tuple[float, float]) -> str:
    if isnan(dependent[0]):
        return NO_DEPENDENT
    return f"Wie zich niet zelf kan redden, blijft aangewezen op hulp: {margin(dependent)} mensen."


def margin(pair: tuple[float, float]) -> str:
    """Write a margin of whole people; a dash where it is not known.

    Examples
    --------
    >>> margin((1200.4, 3600.0)), margin((5.0, 5.0)), margin((float("nan"), 5.0))
    ('1.200 tot 3.600', '5', '–')
    """
    if any(isnan(end) for end in pair):
        return "–"
    low, high = (number(round(value)) for value in pair)
    return low if low == high else f"{low} tot {high}"
