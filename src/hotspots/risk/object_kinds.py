"""Kinds of vulnerable objects: which are loaded, and in which there are people at night."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.intake.columns import fold
from hotspots.text.risk import OBJECT_KINDS

if TYPE_CHECKING:
    from hotspots.risk.objects import Place, Places

#: Words by which a kind is recognised in the sort of an object, or in its name where it has none.
#: The kinds are those that are zeer kwetsbaar by the Bkl (annex VI).
_WORDS: Final = {
    "hospital": ("ziekenhuis", "kliniek"),
    "nursing_home": ("verpleeg", "verzorgingshuis", "zorginstelling", "zorgcentrum", "hospice"),
    "school": ("school", "onderwijs"),
    "childcare": ("kinderopvang", "kinderdagverblijf", "creche"),
    "prison": ("gevangenis", "penitentiair", "justitiele"),
}
#: Kinds that people sleep in.
_ALWAYS: Final = ("hospital", "nursing_home", "prison")
#: Hours of the day at which a scenario by night and by day is looked at.
_HOURS: Final = {"nacht": (0.0, 6.0), "dag": (9.0, 17.0)}
_DAY_H: Final = 24.0


def kind_of(place: Place) -> str:
    """Return the kind of an object; "" where it is none of those that are zeer kwetsbaar."""
    words = fold(place.sort) or fold(place.name)
    return next(
        (kind for kind, known in _WORDS.items() if any(fold(word) in words for word in known)), ""
    )


def kinds_not_loaded(places: Places) -> tuple[str, ...]:
    """Return what the kinds are called of which no object is loaded at all, in Dutch.

    Examples
    --------
    >>> from hotspots.risk.objects import Place, Places
    >>> kinds_not_loaded(Places((Place("A", "basisschool", 0, 0), Place("B", "ziekenhuis", 0, 0))))
    ('verpleeghuizen', 'kinderopvang', 'gevangenissen')
    """
    loaded = {kind_of(place) for place in places.places}
    return tuple(label for kind, label in OBJECT_KINDS.items() if kind not in loaded)


def open_at(place: Place, moment: str) -> bool | None:
    """Return whether there are people in an object by night or by day; None if nobody knows.

    Examples
    --------
    >>> from hotspots.risk.objects import Place
    >>> pool = Place("Zwembad", "zwemlocatie", 0, 0, opens_h=9, closes_h=22)
    >>> open_at(pool, "nacht"), open_at(pool, "dag")
    (False, True)
    >>> open_at(Place("Hal", "sportaccommodatie", 0, 0), "nacht") is None
    True
    """
    if kind_of(place) in _ALWAYS:
        return True
    if place.opens_h is None or place.closes_h is None:
        return None
    first, last = _HOURS[moment]
    closes = place.closes_h if place.closes_h > place.opens_h else place.closes_h + _DAY_H
    hours = np.arange(first, last, 0.5)
    return bool(
        any(place.opens_h <= hour + turn < closes for hour in hours for turn in (0.0, _DAY_H))
    )
