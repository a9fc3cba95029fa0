"""What is said about the track, in Dutch: zones, who lies in them, the five columns."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

from hotspots.dutch import listed, number, plural
from hotspots.risico.amounts import amount, between, first_of, margin
from hotspots.risico.object_words import NO_ELDERLY, in_objects
from hotspots.risico.words import VULNERABILITY, beyond, kinds_unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.risico.tally import Dependents


def spoor_sentences(
    people: tuple[float | None, float | None],
    moment: str,
    zone: str,
    nearest: tuple[float | None, str, float],
    *,
    bounds: tuple[Sequence[float | None], Sequence[float | None]] = ((), ()),
    status: str = "counted",
) -> list[str]:
    """Say how many people lie along the track: in any zone, and in the heaviest one.

    Parameters
    ----------
    people
        In any zone, and in the city; None where it is not known.
    nearest
        People, label and metres of the first zone with a distance; no metres is 0.
    bounds
        Between which numbers the people in any zone lie for certain, and those in the nearest.
    status
        "counted", or "counted_in_part" where zones go on outside the municipality.
    """
    when = "'s nachts" if moment == "nacht" else "overdag"
    inside, city = people
    part = f" ({number(100 * inside / city)} %)" if city and inside is not None else ""
    sentences = [
        (
            f"Langs het spoor zijn {when} naar schatting {amount(inside)} van de {amount(city)} "
            f"mensen binnen een zone{part}{between(bounds[0])}; de wijdste is: {zone.lower()}"
            f"{beyond(status)}."
        )
    ]
    count, label, metres = nearest
    wide = f", tot {number(metres)} m van het spoor" if metres else ""
    sentences.append(
        f"In de smalste zone ({label.lower()}{wide}) zijn het er naar schatting {amount(count)}"
        f"{between(bounds[1])}."
    )
    return sentences


def objects_sentence(very: Sequence[str], limited: int, not_loaded: Sequence[str] = ()) -> str:
    """Say how many objects lie in a zone, and name the ones that cannot get away alone.

    Parameters
    ----------
    not_loaded
        Kinds of which no object is loaded.

    Examples
    --------
    >>> objects_sentence([], 1)
    'In een zone liggen 0 zeer kwetsbare objecten en 1 kwetsbaar object.'
    """
    which = f": {first_of(very)};" if very else ""
    count = plural(len(very), "zeer kwetsbaar object", "zeer kwetsbare objecten")
    others = plural(limited, "kwetsbaar object", "kwetsbare objecten")
    unknown = f"; {kinds_unknown(not_loaded)}" if not_loaded else ""
    return f"In een zone liggen {count}{which} en {others}{unknown}."


def zones_calculated(calculated: Sequence[str], register: Sequence[str]) -> str:
    """Say which zones follow from settings, and which come from the register; of none nothing.

    Examples
    --------
    >>> zones_calculated([], ["Brandaandachtsgebied"])
    'Uit het Register externe veiligheid: brandaandachtsgebied.'
    """
    sentences = []
    if calculated:
        sentences.append(
            f"Berekend met afstanden uit de instellingen: {listed(calculated).lower()}."
        )
    if register:
        sentences.append(f"Uit het Register externe veiligheid: {listed(register).lower()}.")
    elif calculated:
        sentences.append("Geen zone komt uit het Register externe veiligheid.")
    return " ".join(sentences)


ZONES_OUTSIDE: Final = (
    "Een deel van de zones ligt buiten de gemeente. Hoeveel mensen daar zijn, is niet bekend."
)

NO_PR_ZONE: Final = (
    "Het gebied met plaatsgebonden risico 10⁻⁶ is niet ingelezen. Er is dus niet nagekeken of daar "
    "kwetsbare objecten in liggen."
)


def vulnerable_in_pr(name: str, vulnerability: str) -> str:
    """Flag a place inside the limit value."""
    return (
        f"'{name}' is {VULNERABILITY[vulnerability]} en ligt binnen plaatsgebonden risico 10⁻⁶: "
        "daar geldt een grenswaarde (artikel 5.7 Bkl)."
    )


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

COLUMN_NO_OBJECTS: Final = "Er zijn geen kwetsbare objecten geladen: niet bekend of er een in ligt."

NO_DEPENDENT: Final = "Hoeveel mensen zich niet zelf kunnen redden, is niet bekend."

CONTRIBUTION: Final = (
    "Bijdrage: het deel in alle mensen die een BLEVE zou raken, als die overal op het spoor even "
    "waarschijnlijk is. Naar de groepsrisicokaart van RIVM en TNO (2007), vereenvoudigd."
)

#: How many buurten a sentence names.
_NAMED: Final = 3


def location_risk(residents: float, objects: Sequence[str] | None) -> tuple[str, ...]:
    """Say who and what lies inside the limit value; None if no objects were loaded."""
    if objects is None:
        return _inside_limit(residents), COLUMN_NO_OBJECTS
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
    """Give the group risk in times the oriëntatiewaarde, and which buurten add most."""
    sentence = why
    if ratio is not None:
        sentence = (
            f"Hoogstens {number(ratio, 2)} keer de oriëntatiewaarde per kilometer. Dat is geen "
            "grens: boven de waarde moet worden uitgelegd waarom het mag."
        )
    if not shares:
        return sentence, "Nergens langs het spoor zijn genoeg mensen om als groep te tellen."
    named = ", ".join(f"{name} ({number(100 * part)} %)" for name, part in shares[:_NAMED])
    return sentence, f"Dragen het meest bij: {named}."


def self_reliance(
    zone: str,
    elderly: float,
    dependent: tuple[float, float],
    cared: Sequence[str] | None,
    helpless: Dependents,
) -> tuple[str, ...]:
    """Say who cannot get away alone; None if no objects were loaded."""
    sentences = [
        f"Tot en met {zone.lower()} wonen {number(elderly)} mensen van 65 jaar en ouder.",
        (
            f"Naar schatting {margin(dependent)} mensen kunnen zich niet zelf redden"
            f"{in_objects(helpless)}."
        ),
    ]
    if isnan(elderly):
        sentences = [NO_ELDERLY]
    if cared is None:
        return *sentences, COLUMN_NO_OBJECTS
    named = f": {', '.join(cared)}" if cared else ""
    return *sentences, lie_in(len(cared), "zeer kwetsbaar", "zeer kwetsbare", named)


def lie_in(count: int, one: str, many: str, named: str) -> str:
    """Say how many objects lie in a zone, and which.

    Examples
    --------
    >>> lie_in(1, "kwetsbaar", "kwetsbare", ": School"), lie_in(0, "kwetsbaar", "kwetsbare", "")
    ('1 kwetsbaar object ligt erin: School.', '0 kwetsbare objecten liggen erin.')
    """
    objects = plural(count, f"{one} object ligt", f"{many} objecten liggen")
    return f"{objects} erin{named}."


def setting_sentence(label: str, value: float, unit: str, source: str) -> str:
    """Write a setting with its source."""
    return f"{label}: {number(value, 1)} {unit}".strip() + f". Bron: {source}."


def not_given(labels: Sequence[str], sources: Sequence[str]) -> str:
    """Say which settings nobody filled in, and where to ask."""
    return f"Niet ingevuld: {'; '.join(labels)}. {' '.join(f'{source}.' for source in sources)}"


def rest(
    most: float | None,
    place: Sequence[int] | None,
    radius_m: float,
    dependent: tuple[float, float],
) -> tuple[str, ...]:
    """Say what is left when all measures have been taken."""
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
