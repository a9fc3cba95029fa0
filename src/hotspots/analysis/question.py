"""The question of a user as one value: it feeds the map, the table, the chart and the export."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from hotspots.catalog.grammar import suggestion
from hotspots.catalog.specs import DAY_PARTS
from hotspots.errors import SelectionError

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from hotspots.analysis.periods import Period
    from hotspots.geography.drawn import DrawnArea
    from hotspots.statistics.conditional import Side


#: Largest bandwidth of a density, metres: wider than this a city is one blur.
WIDEST_BANDWIDTH_M: Final = 5000
#: How wide a density smooths: as asked, by the spread of the incidents, or wider where there are
#: few and narrower where there are many.
BANDWIDTH_RULES: Final = ("fixed", "automatic", "adaptive")
KERNELS: Final = ("quartic", "gaussian")
#: How many times what is expected a hotspot has at least, for every layer alike: what is beyond
#: chance by less makes no place to go to. With many incidents chance is soon exceeded everywhere.
MINIMUM_RATIO: Final = 1.5
#: The minima on offer, from anything beyond chance; any number in between can be asked for.
MINIMUM_RATIOS: Final = (1.0, 1.25, 1.5, 2.0, 3.0)
LARGEST_MINIMUM: Final = 10.0


@dataclass(frozen=True, slots=True)
class Selection:
    """Which incidents, counted where, and how.

    ``level`` empty means the one that the layer and the measure open with.
    Empty ``soorten``, ``wijken``, ``buurten``, ``day_parts`` or ``weekdays`` mean all of them.
    ``period`` None means everything in the layer; ``compare_period`` is what a change is measured
    from, None the same days a year earlier. ``denominator`` None means the first the layer
    declares, and so does ``expectation``: what a test compares places with.
    ``cell_m`` and ``bandwidth_m`` 0 mean the sizes it declares. ``weekdays`` count from
    Monday, 0. ``bandwidth_rule`` is one of `BANDWIDTH_RULES`, ``kernel`` one of `KERNELS`;
    ``minimum_ratio`` is how many times what is expected a hotspot has at least; ``side`` whether
    places with fewer are looked for as well, one of `SIDES`; ``step`` is how a
    history is cut, a quarter or a month, and ``history_from`` where it begins, None with the layer.
    ``drawn`` leaves out what lies outside an area.

    Examples
    --------
    >>> Selection("woninginbraak", level="buurten", measure="rate").measure
    'rate'
    """

    layer: str
    level: str = ""
    measure: str = "count"
    period: Period | None = None
    compare_period: Period | None = None
    soorten: tuple[str, ...] = ()
    wijken: tuple[str, ...] = ()
    buurten: tuple[str, ...] = ()
    drawn: DrawnArea | None = None
    day_parts: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = ()
    denominator: str | None = None
    expectation: str | None = None
    cell_m: int = 0
    bandwidth_m: int = 0
    bandwidth_rule: str = "fixed"
    kernel: str = "quartic"
    step: str = "quarter"
    minimum_ratio: float = MINIMUM_RATIO
    side: Side = "both"
    history_from: date | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the selection as plain values, for a link, a report or JSON."""
        plain = asdict(self)
        for name in ("period", "compare_period"):
            period: Period | None = getattr(self, name)
            if period is not None:
                plain[name] = [period.first.isoformat(), period.last.isoformat()]
        plain["history_from"] = self.history_from.isoformat() if self.history_from else None
        plain["drawn"] = self.drawn.to_text() if self.drawn is not None else None
        return plain


#: Parts of the day a user can ask for, and their number in a version.
DAY_PART_NUMBERS: Final = {name: number for number, (name, _) in enumerate(DAY_PARTS)}

#: What is asked for where a user wants the incidents whose part of the day is not known.
UNKNOWN_PART: Final = "onbekend"


def require_choice(what: str, name: str, known: Collection[str]) -> None:
    """Stop unless something is one of those there are.

    Parameters
    ----------
    what
        How a user calls such things, such as "De maat".

    Raises
    ------
    SelectionError
        If it is none of them; it names those there are.
    """
    if name not in known:
        raise SelectionError(
            f"{what} '{name}' bestaat niet.",
            f"Mogelijk: {', '.join(known)}.",
            suggestion(name, tuple(known)),
        )
