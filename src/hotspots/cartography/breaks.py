"""Class breaks: where one colour ends and the next begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import jenkspy
import numpy as np

from hotspots.errors import SelectionError
from hotspots.text.numbers import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

#: Methods on offer; "own" takes the breaks of a user.
METHODS: Final = ("jenks", "quantiles", "equal", "pretty", "own")
MOST_CLASSES: Final = 9
#: Fisher-Jenks looks at every pair of values: more than this many are first thinned to as many
#: quantiles, which moves a break by less than one step of them.
_MOST_VALUES_FOR_JENKS: Final = 500


@dataclass(frozen=True, slots=True)
class Breaks:
    """Classes as their upper bounds, each included; the first starts just above zero.

    ``method`` is what was asked. There are fewer classes than asked where values tie.
    """

    method: str
    upper: tuple[float, ...]
    decimals: int

    def __len__(self) -> int:
        return len(self.upper)

    def assign(self, values: NDArray[np.float64]) -> NDArray[np.int16]:
        """Return the class of each value; values above the last break belong to the last class.

        A value is classed as it is written, rounded to ``decimals``: 2,04 reads as 2,0 and lies
        in "0,1 – 2,0", not in "2,1 – 5,0".

        Examples
        --------
        >>> Breaks("own", (2.0, 5.0), 1).assign(np.array([1.0, 2.04, 2.1, 9.0])).tolist()
        [0, 0, 1, 1]
        """
        # Python rounds a float by its exact value, as writing it does; numpy may round 2,05 up.
        written = [round(value, self.decimals) for value in values.tolist()]
        classes = np.searchsorted(np.array(self.upper), np.array(written), side="left")
        return np.minimum(classes, max(len(self.upper) - 1, 0)).astype(np.int16)


def find_breaks(
    values: NDArray[np.float64],
    *,
    method: str,
    classes: int = 5,
    decimals: int = 0,
    own: Sequence[float] = (),
) -> Breaks:
    """Return the breaks of a set of values.

    Parameters
    ----------
    values : shape (n,)
        What the map may show, also at other times than it shows now, so that the breaks stay
        when a filter moves through time. Only finite values above 0 count: zero has a class of
        its own.
    method
        One of `METHODS`.
    classes
        How many at most.
    decimals
        Precision that the measure is shown with; breaks are rounded up to it, so that what the
        legend says is exactly how areas are coloured.
    own
        Upper bounds of the user, for method "own", rounded down to ``decimals``: up to 2,5
        incidents is up to 2.

    Raises
    ------
    SelectionError
        If the method is unknown, or own breaks are none, too many, or below the first number that
        can be written.

    Examples
    --------
    Ties leave fewer classes; one value leaves one; nothing leaves none.

    >>> find_breaks(np.array([1.0, 1.0, 1.0, 4.0]), method="quantiles", classes=4).upper
    (1.0, 4.0)
    >>> find_breaks(np.array([7.0]), method="jenks").upper
    (7.0,)
    >>> find_breaks(np.zeros(9), method="equal").upper
    ()
    """
    _require_method(method, classes)
    shown = np.sort(values[np.isfinite(values) & (values > 0)])
    if method == "own":
        rounded = _own_breaks(own, decimals)
    elif not shown.size:
        return Breaks(method, (), decimals)
    else:
        # A hair of floating point must not lift 4,0 to 4,1.
        scale = 10.0**decimals
        rounded = np.ceil(_BOUNDS[method](shown, classes) * scale - 1e-9) / scale
    return Breaks(method, tuple(float(bound) for bound in np.unique(rounded)), decimals)


def _require_method(method: str, classes: int) -> None:
    if method not in METHODS:
        raise SelectionError(
            f"De klassenindeling '{method}' bestaat niet.", f"Mogelijk: {', '.join(METHODS)}.", ""
        )
    if not 1 <= classes <= MOST_CLASSES:
        raise SelectionError(
            f"{classes} klassen kan niet.",
            f"Verwacht: 1 tot {MOST_CLASSES}.",
            "Kies minder klassen: meer tinten zijn niet uit elkaar te houden.",
        )


def _own_breaks(own: Sequence[float], decimals: int) -> NDArray[np.float64]:
    scale = 10.0**decimals
    bounds = np.unique(np.floor(np.asarray(own, dtype=np.float64) * scale + 1e-9) / scale)
    if not 1 <= bounds.size <= MOST_CLASSES or not np.isfinite(bounds).all() or bounds[0] <= 0:
        raise SelectionError(
            "Uw eigen klassengrenzen zijn niet te gebruiken.",
            f"Gevonden: {', '.join(f'{bound:g}' for bound in own) or 'geen'}; verwacht 1 tot "
            f"{MOST_CLASSES} getallen van {number(1 / scale, decimals)} of meer.",
            "Geef de bovengrens van elke klasse, bijvoorbeeld: 2; 5; 10; 20.",
        )
    return bounds


def _quantiles(shown: NDArray[np.float64], classes: int) -> NDArray[np.float64]:
    # A break is a value that occurs: halfway between two it would leave a class empty.
    ends = np.linspace(0.0, 1.0, classes + 1)[1:]
    return np.asarray(np.quantile(shown, ends, method="inverted_cdf"))


def _jenks(shown: NDArray[np.float64], classes: int) -> NDArray[np.float64]:
    distinct = np.unique(shown)
    if distinct.size <= classes:
        return distinct
    if shown.size > _MOST_VALUES_FOR_JENKS:
        shown = np.quantile(shown, np.linspace(0.0, 1.0, _MOST_VALUES_FOR_JENKS), method="nearest")
        if np.unique(shown).size <= classes:
            return np.unique(shown)
    # The first of them is the lowest value, which is no upper bound.
    return np.asarray(jenkspy.jenks_breaks(shown, n_classes=classes)[1:])


def _equal(shown: NDArray[np.float64], classes: int) -> NDArray[np.float64]:
    return np.linspace(0.0, shown[-1], classes + 1)[1:]


def _pretty(shown: NDArray[np.float64], classes: int) -> NDArray[np.float64]:
    """Return multiples of 1, 2, 2,5 or 5 times a power of ten, up to the highest value."""
    rough = shown[-1] / classes
    power = 10.0 ** np.floor(np.log10(rough))
    step = power * next(factor for factor in (1.0, 2.0, 2.5, 5.0, 10.0) if factor * power >= rough)
    bounds: NDArray[np.float64] = np.arange(1, np.ceil(shown[-1] / step - 1e-9) + 1) * step
    return bounds


_BOUNDS: Final = {
    "jenks": _jenks,
    "quantiles": _quantiles,
    "equal": _equal,
    "pretty": _pretty,
}
