"""Sentences about a flood, in Dutch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.dutch import number, plural
from hotspots.risico.sentences import amount, amounts, capital, first_of, hours

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.risico.exposure import Dependents


def water_sentences(
    inside: float | None,
    city: float | None,
    leave: Sequence[float | None],
    stay: Sequence[float | None],
    unknown: tuple[float | None, float | None] = (0.0, 0.0),
) -> list[str]:
    """Tell who is under water, who can leave before it comes, and who stays.

    Parameters
    ----------
    unknown
        Of how many it is not known whether they are under water, and of how many of those who are
        nobody says how deep.

    Examples
    --------
    >>> water_sentences(10, 100, [1, 2], [8, 9], (30, 10))[0]  # doctest: +NORMALIZE_WHITESPACE
    'In dit scenario komt het huis van 10 van de 100 inwoners onder water te staan (hoe diep, is van
    10 niet bekend); van 30 inwoners is niet bekend of het daar nat wordt.'
    """
    wet, depth = unknown
    no_depth = f" (hoe diep, is van {amount(depth)} niet bekend)" if some(depth) else ""
    untold = f"; van {amount(wet)} inwoners is niet bekend of het daar nat wordt"
    return [
        (
            f"In dit scenario komt het huis van {amount(inside)} van de {amount(city)} inwoners "
            f"onder water te staan{no_depth}{untold if some(wet) else ''}."
        ),
        (
            f"Vóór het water komt, kunnen {amounts(leave)} mensen weg. Dus {amounts(stay)} mensen "
            "blijven."
        ),
    ]


def some(people: float | None) -> bool:
    """Whether a number that is told in whole people is more than nobody, or is not known."""
    return people is None or round(people) > 0


def duration_sentence(hours_: Sequence[float]) -> str:
    """Tell how long the water stays."""
    return f"Het water staat er daarna {hours(min(hours_), max(hours_))} uur."


def shelter_sentences(
    dry: Sequence[float | None], need: Sequence[float | None],
    rooms: tuple[float | None, float | None],
    gap: Sequence[float | None], helpless: Sequence[float | None], *, unknown: int = 0,
) -> list[str]:  # fmt: skip
    """Tell who finds a dry floor, who needs a place, and the gap.

    Parameters
    ----------
    rooms
        Places for the night and for some hours; None where no area is known.
    unknown
        Of how many shelters it is not known whether they stay dry.

    Examples
    --------
    >>> shelter_sentences([0, 0], [5, 9], (None, None), [5, 9], [1, 2])[1].partition(".")[0]
    'Hoeveel plaatsen er zijn om te overnachten, is niet bekend'
    """
    nights, hours_ = rooms
    places = "Hoeveel plaatsen er zijn om te overnachten, is niet bekend."
    if nights is not None and hours_ is not None:
        places = (
            f"Er zijn {plural(round(nights), 'plaats', 'plaatsen')} om te overnachten, en "
            f"{number(hours_)} voor enkele uren."
        )
    if unknown:
        which = plural(unknown, "plek voor opvang", "plekken voor opvang")
        places += f" Van {which} is niet bekend of het er droog blijft: die tellen niet mee."
    return [
        (
            f"{capital(amounts(dry))} van hen hebben thuis een droge verdieping. "
            f"{capital(amounts(need))} moeten ergens anders heen."
        ),
        (
            f"{places} Voor de nacht houden {amounts(gap)} mensen geen plaats over, onder wie "
            f"{amounts(helpless)} die zich niet zelf kunnen redden; die gaan bij het verdelen voor."
        ),
    ]


def target_sentence(hours: float, persons: float, low: float, high: float) -> str:
    """Tell what a veiligheidsregio prepares for, beside what is needed here."""
    times = (
        f"{number(low)} tot {number(high)} keer" if round(low) != round(high)
        else f"{number(high)} keer"
    )  # fmt: skip
    return (
        f"Een veiligheidsregio bereidt opvang voor van hoogstens {number(persons)} mensen binnen "
        f"{number(hours)} uur. Hier is {times} zo veel nodig."
    )


def high_ground_sentence(names: Sequence[str]) -> str:
    """Tell where it stays dry; without a known area nobody was given a place there."""
    return (
        f"Hoge grond: {', '.join(names)}. Waar niet bekend is hoeveel plaats er is, is er niemand "
        "ingedeeld."
    )


def helpless_objects_sentence(dependents: Dependents) -> str:
    """Tell how many who cannot help themselves are in vulnerable objects under water.

    Examples
    --------
    >>> from hotspots.risico.exposure import Dependents
    >>> helpless_objects_sentence(Dependents(150.0, objects=3, without=0))
    'In kwetsbare objecten onder water zijn 150 mensen die zich niet zelf kunnen redden.'
    """
    without = plural(dependents.without, "object", "objecten")
    if dependents.people is None:
        return (
            "Hoeveel mensen in kwetsbare objecten onder water zich niet zelf kunnen redden, is van "
            f"{without} niet bekend."
        )
    more = f"; van {without} is dat niet bekend" if dependents.without else ""
    return (
        f"In kwetsbare objecten onder water zijn {number(dependents.people)} mensen die zich niet "
        f"zelf kunnen redden{more}."
    )


def clocks_sentence(
    late: Sequence[str], unsure: Sequence[str], unknown: int, wet: int, untold: int = 0
) -> str:
    """Tell which vulnerable objects the water may overtake.

    Parameters
    ----------
    unknown
        How many of the ``wet`` do not know when it comes.
    untold
        Of how many it is not known whether they come under water.

    Examples
    --------
    >>> clocks_sentence([], [], 1, 1)
    '1 bekend kwetsbaar object komt onder water. Van 1 is niet bekend wanneer.'
    >>> clocks_sentence([], [], 0, 0, 2)
    'Van 2 kwetsbare objecten is niet bekend of zij onder water komen.'
    """
    beyond = ""
    if untold:
        objects = plural(untold, "kwetsbaar object", "kwetsbare objecten")
        verb = "het onder water komt" if untold == 1 else "zij onder water komen"
        beyond = f"Van {objects} is niet bekend of {verb}."
    if not wet:
        return beyond or "Geen enkel bekend kwetsbaar object komt onder water."
    count = plural(wet, "bekend kwetsbaar object komt", "bekende kwetsbare objecten komen")
    told = [f"{count} onder water.", *([beyond] if beyond else [])]
    if late:
        told.append(f"Te laat om weg te gaan: {first_of(late)}.")
    if unsure:
        told.append(f"Onzeker of weggaan op tijd lukt: {first_of(unsure)}.")
    if unknown:
        told.append(f"Van {number(unknown)} is niet bekend wanneer.")
    if not (late or unsure or unknown or untold):
        told.append("Volgens deze gegevens lukt weggaan overal op tijd.")
    return " ".join(told)
