"""Where one colour ends and the next begins: breaks of numbers, and classes of a test."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import jenkspy
import numpy as np

from hotspots.analysis.answer import Status
from hotspots.analysis.exposure import Expected
from hotspots.analysis.measures.gi_star import Hotspot, Hotspots
from hotspots.analysis.question import everywhere
from hotspots.dutch import number, number_in_short
from hotspots.errors import SelectionError
from hotspots.maps import words as text
from hotspots.maps.palettes import MISSING_COLOUR, ZERO_COLOUR
from hotspots.maps.spec import MapClass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.measures.measure import VerdictClass
    from hotspots.maps.spec import Pattern


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

    @property
    def lows(self) -> tuple[float, ...]:
        """The lowest number of each class as it is written: a step above the class before it.

        Examples
        --------
        >>> Breaks("own", (2.0, 5.0), 1).lows
        (0.1, 2.1)
        """
        step = 10.0**-self.decimals
        return tuple(bound + step for bound in (0.0, *self.upper[:-1])) if self.upper else ()

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
        rounded = rounded_up(_BOUNDS[method](shown, classes), decimals)
    return Breaks(method, tuple(float(bound) for bound in np.unique(rounded)), decimals)


def rounded_up(values: NDArray[np.float64], decimals: int) -> NDArray[np.float64]:
    """Return values rounded up, so that the last class holds the highest as it is written.

    Examples
    --------
    >>> rounded_up(np.array([4.0, 4.01]), 1).tolist()
    [4.0, 4.1]
    """
    scale = 10.0**decimals
    # A hair of floating point must not lift 4,0 to 4,1.
    rounded: NDArray[np.float64] = np.ceil(values * scale - 1e-9) / scale
    return rounded


def with_counts(classes: Sequence[MapClass], tally: NDArray[np.int64]) -> tuple[MapClass, ...]:
    """Return classes with how many areas or cells are in each."""
    return tuple(
        replace(entry, count=int(count)) for entry, count in zip(classes, tally, strict=True)
    )


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


#: The ends of ColorBrewer's RdBu, apart for every common colour blindness; the pattern is the
#: second channel, in grey and in print.
MORE_COLOUR: Final = "#b2182b"
FEWER_COLOUR: Final = "#67a9cf"
#: Colour and pattern of what a measure can say, by its id.
_STYLES: Final[dict[str, tuple[str, Pattern | None]]] = {
    "not_shown": (ZERO_COLOUR, None),
    "more": (MORE_COLOUR, None),
    "fewer": (FEWER_COLOUR, "cross"),
    "slightly_more": ("#f4dfd0", "dots"),
    "slightly_fewer": ("#d8e6f0", "lines"),
    # A hotspot by how many times what is expected: darker is more.
    "hot_1": ("#fee0a6", None),
    "hot_2": ("#fdae61", None),
    "hot_3": ("#e8743b", None),
    "hot_4": (MORE_COLOUR, "lines"),
    "hot_5": ("#67001f", "grid"),
    "high_high": (MORE_COLOUR, None),
    "high_low": ("#ef8a62", "dots"),
    "low_high": ("#d1e5f0", "dots"),
    "low_low": (FEWER_COLOUR, "cross"),
    "no_pattern": (ZERO_COLOUR, None),
    # Hot: darker the longer it lasts; dotted where it comes and goes, hatched where it went.
    "new_hot": ("#fdae61", None),
    "consecutive_hot": ("#f46d43", None),
    "intensifying_hot": ("#7f0018", None),
    "persistent_hot": (MORE_COLOUR, None),
    "diminishing_hot": ("#d6604d", "cross"),
    "sporadic_hot": ("#fdd49e", "dots"),
    "oscillating_hot": ("#e8a5c8", "dots"),
    "historical_hot": ("#c9b8ae", "cross"),
    # Cold: lined where it lasts, a grid where it comes and goes or went; in grey no hot class is.
    "new_cold": ("#c6dbef", "lines"),
    "consecutive_cold": ("#9ecae1", "lines"),
    "intensifying_cold": ("#08306b", "lines"),
    "persistent_cold": ("#2171b5", "lines"),
    "diminishing_cold": ("#5a9bc8", "grid"),
    "sporadic_cold": ("#deebf7", "grid"),
    "oscillating_cold": ("#b7c7e6", "grid"),
    "historical_cold": ("#9fb0bd", "grid"),
}
#: Where a grade of a hotspot begins: how many times what is expected.
GRADES: Final = (1.5, 2.0, 3.0, 5.0)
#: With any excess as the lowest grade.
_MOST_GRADES: Final = len(GRADES) + 1
#: What is no part of the map: as the paper under it.
OUTSIDE_COLOUR: Final = "#ffffff"
#: With more classes than this, those that hold no area are left out of the legend.
_MOST_ALWAYS_SHOWN: Final = 5


def verdict_classes(analysis: Analysis) -> tuple[NDArray[np.int16], tuple[MapClass, ...]]:
    """Return the class of every area or cell, and the classes, what is not shown first.

    The last two are what took no part in the test, and what lies outside of it.
    """
    assert analysis.verdict is not None  # noqa: S101 - the caller has looked
    fill = np.zeros(len(analysis.codes), dtype=np.int16)
    shown: list[MapClass] = []
    hotspots = analysis.parameters.get(Hotspots)
    for entry in _classes_to_show(analysis):
        marked = analysis.verdict == entry.number
        if entry.number == Hotspot.MORE and hotspots is not None:
            fill[marked] = len(shown) + _grade(analysis, hotspots.minimum_ratio)[marked]
            shown += grades(hotspots.minimum_ratio)
        else:
            fill[marked] = len(shown)
            shown.append(_map_class(entry))
    fill[analysis.status == Status.MISSING] = len(shown)
    fill[analysis.status == Status.NOT_SELECTED] = -1
    tally = np.bincount(fill[fill >= 0], minlength=len(shown) + 1)
    tally[0] += analysis.zero_cells
    tally[-1] += 0 if analysis.untested is None else len(analysis.untested)
    shown.append(MapClass("missing", _untested_label(analysis), MISSING_COLOUR, "hatch"))
    return fill, (*with_counts(shown, tally), *_outside(analysis))


def grades(minimum: float) -> list[MapClass]:
    """Return the classes of hotspots by how many times what is expected, from a minimum up.

    Darker is more; the pattern is the second channel, in grey and in print.

    Examples
    --------
    >>> [entry.label for entry in grades(2.0)][:2]
    ['hotspot: 2 tot 3 keer verwacht', 'hotspot: 3 tot 5 keer verwacht']
    """
    bounds = grade_bounds(minimum)
    styles = [
        _STYLES[f"hot_{grade}"] for grade in range(_MOST_GRADES + 1 - len(bounds), _MOST_GRADES + 1)
    ]
    return [
        MapClass(
            "value",
            text.GRADE.format(low=number_in_short(low), high=number_in_short(high))
            if high is not None
            else text.GRADE_TOP.format(low=number_in_short(low)),
            colour,
            pattern,
        )
        for low, high, (colour, pattern) in zip(bounds, (*bounds[1:], None), styles, strict=True)
    ]


def grade_bounds(minimum: float) -> tuple[float, ...]:
    """Return the lower bound of each grade."""
    return (minimum, *(bound for bound in GRADES if bound > minimum))


def _grade(analysis: Analysis, minimum: float) -> NDArray[np.int16]:
    """Return the grade of each area; what is marked is above the minimum."""
    bounds = grade_bounds(minimum)
    ratio = np.nan_to_num(analysis.columns["ratio"], posinf=np.inf)
    grade: NDArray[np.int16] = np.maximum(
        np.searchsorted(bounds, ratio, side="right") - 1, 0
    ).astype(np.int16)
    return grade


def _untested_label(analysis: Analysis) -> str:
    """Return why an area or cell took no part in the test."""
    expected = analysis.parameters.get(Expected)
    if expected is None:
        return text.NOT_DETERMINABLE
    label, smallest = expected.expectation_label, expected.smallest_denominator
    if smallest is None:
        return text.UNTESTED.format(label=label)
    return text.UNTESTED_FEW.format(label=label, smallest=smallest)


def _outside(analysis: Analysis) -> tuple[MapClass, ...]:
    """Return what lies outside the test: beyond the mask, or where nobody asked."""
    if analysis.cell_col is not None:
        label = text.OUTSIDE[analysis.layer.mask]
        if not everywhere(analysis.selection):
            label = text.OUTSIDE_CHOSEN.format(outside=label)
        return (MapClass("outside", label, OUTSIDE_COLOUR, count=None),)
    not_selected = int(np.count_nonzero(analysis.status == Status.NOT_SELECTED))
    if not not_selected:
        return ()
    return (MapClass("outside", text.NOT_SELECTED, OUTSIDE_COLOUR, count=not_selected),)


def _classes_to_show(analysis: Analysis) -> list[VerdictClass]:
    """Return the classes of the legend: what is not shown first, then from low to high."""
    every = sorted(analysis.measure.verdicts, key=_from_low_to_high)
    if len(every) <= _MOST_ALWAYS_SHOWN:
        return every
    assert analysis.verdict is not None  # noqa: S101 - the caller has looked
    given = set(np.unique(analysis.verdict).tolist())
    return [entry for entry in every if entry.number == 0 or entry.number in given]


def _from_low_to_high(entry: VerdictClass) -> tuple[bool, float]:
    """Return where a class stands in the legend; what is slightly more stands before the hot."""
    order = {"slightly_fewer": Hotspot.FEWER * 0.5, "slightly_more": Hotspot.MORE * 0.5}
    return entry.number != 0, order.get(entry.id, entry.number)


def _map_class(entry: VerdictClass) -> MapClass:
    colour, pattern = _STYLES[entry.id]
    return MapClass("zero" if entry.number == 0 else "value", entry.label, colour, pattern)
