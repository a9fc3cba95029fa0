"""Sentences about a flood, in Dutch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.text.numbers import number, plural
from hotspots.text.veiligheid_sentences import amount, amounts, capital, first_of, hours

if TYPE_CHECKING:
    from collections.abc import Sequence


def water_sentences(
    inside: float | None,
    city: float | None,
    leave: Sequence[float | None],
    stay: Sequence[float | None],
) -> list[str]:
    """Tell who is under water, who can leave before it comes, and who stays."""
    return [
        (
            f"In dit scenario komt het huis van {amount(inside)} van de {amount(city)} inwoners "
            "onder water te staan."
        ),
        (
            f"Vóór het water komt, kunnen {amounts(leave)} mensen weg. Dus {amounts(stay)} mensen "
            "blijven."
        ),
    ]


def duration_sentence(hours_: Sequence[float]) -> str:
    """Tell how long the water stays."""
    return f"Het water staat er daarna {hours(min(hours_), max(hours_))} uur."


def shelter_sentences(
    dry: Sequence[float | None], need: Sequence[float | None],
    rooms: tuple[float | None, float | None],
    gap: Sequence[float | None], helpless: Sequence[float | None],
) -> list[str]:  # fmt: skip
    """Tell who finds a dry floor, who needs a place, and the gap.

    Parameters
    ----------
    rooms
        Places for the night and for some hours; None where no area is known.

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


def clocks_sentence(late: Sequence[str], unsure: Sequence[str], unknown: int, wet: int) -> str:
    """Tell which institutions the water may overtake.

    Parameters
    ----------
    unknown
        How many of the ``wet`` do not know when it comes.

    Examples
    --------
    >>> clocks_sentence([], [], 1, 1)
    '1 bekende instelling komt onder water. Van 1 is niet bekend wanneer.'
    """
    if not wet:
        return "Geen enkele bekende instelling komt onder water."
    told = [f"{plural(wet, 'bekende instelling komt', 'bekende instellingen komen')} onder water."]
    if late:
        told.append(f"Te laat om weg te gaan: {first_of(late)}.")
    if unsure:
        told.append(f"Onzeker of weggaan op tijd lukt: {first_of(unsure)}.")
    if unknown:
        told.append(f"Van {number(unknown)} is niet bekend wanneer.")
    if not late and not unsure and not unknown:
        told.append("Volgens deze gegevens lukt weggaan overal op tijd.")
    return " ".join(told)
