"""Large events in a zone along the track, on the page about events, in Dutch."""

from __future__ import annotations

from typing import Final

from hotspots.text.numbers import plural

IN_ZONES: Final = "Grote evenementen in een zone langs het spoor: {count}"
ABOUT: Final = (
    "Een evenement buiten voor zo veel mensen is zelf een kwetsbare locatie (Bkl, bijlage VI). "
    "Dezelfde evenementen staan op de pagina Risico. Overleg met de veiligheidsregio."
)
NONE: Final = (
    "Dit jaar staat er geen groot evenement buiten in de kalender dat in een zone langs het spoor "
    "ligt."
)


def without_place(count: int) -> str:
    """Say how many events of the whole calendar have no place; of none there is nothing to say.

    Examples
    --------
    >>> without_place(1)
    'Van 1 evenement in de kalender is de plaats niet bekend: dat is niet nagekeken.'
    """
    if not count:
        return ""
    told = plural(count, "evenement in de kalender", "evenementen in de kalender")
    which = "dat is" if count == 1 else "die zijn"
    return f"Van {told} is de plaats niet bekend: {which} niet nagekeken."
