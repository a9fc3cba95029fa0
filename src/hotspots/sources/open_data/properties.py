"""Properties of CBS areas, however a vintage writes their names, and the numbers in them."""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

#: CBS writes -99995 (no data), -99997 (secret) and -99999999 for numbers that it does not give.
MISSING_FROM: Final = -99_990.0

#: What each field is called since 2022 (snake_case, camelCase) and before (BU_CODE, AANT_INW),
#: folded; ``statcode`` and ``statnaam`` are of the gebiedsindelingen.
NAMES: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = MappingProxyType(
    {
        "buurten": {
            "code": ("buurtcode", "bucode", "statcode"),
            "name": ("buurtnaam", "bunaam", "statnaam"),
            "parent": ("wijkcode", "wkcode"),
        },
        "wijken": {
            "code": ("wijkcode", "wkcode", "statcode"),
            "name": ("wijknaam", "wknaam", "statnaam"),
        },
        "gemeente": {
            "code": ("gemeentecode", "gmcode", "statcode"),
            "name": ("gemeentenaam", "gmnaam", "statnaam"),
        },
    }
)
WATER: Final = ("water", "h2o")
#: Denominators that the areas of CBS bring along; the first name that is there counts.
FIGURES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "huishoudens": ("aantalhuishoudens", "aantalhh", "huishoudenstotaal"),
        "inwoners": ("aantalinwoners", "aantinw"),
        "woningen": ("woningvoorraad", "aantalwoningen", "woningen"),
    }
)


def fold(name: str) -> str:
    """Return a name as it is compared: small letters and digits only.

    Examples
    --------
    >>> fold("aantal_inwoners") == fold("aantalInwoners"), fold("AANT_INW")
    (True, 'aantinw')
    """
    return "".join(character for character in name.lower() if character.isalnum())


def value_of(properties: Mapping[str, Any], names: tuple[str, ...]) -> Any:  # noqa: ANN401
    """Return the property with the first of these folded names; None where none is there."""
    folded = {fold(name): value for name, value in properties.items()}
    return next((folded[name] for name in names if folded.get(name) is not None), None)


def number_of(value: object) -> float | None:
    """Return a figure; NaN where CBS does not give one, None where it is no number at all.

    Examples
    --------
    >>> number_of(805), number_of(-99997), number_of("480"), number_of("veel")
    (805.0, nan, 480.0, None)
    """
    if value is None or value == "":
        return math.nan
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        figure = float(value)
    except (ValueError, OverflowError):
        return None
    if not math.isfinite(figure):
        return None
    if figure <= MISSING_FROM:
        return math.nan
    return figure if figure >= 0.0 else None
