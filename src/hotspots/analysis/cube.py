"""The answer of a sensitive layer: what the sums of its published quarters can mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.access.cube import ROUNDED_TO, SUPPRESSED
from hotspots.analysis.answer import Analysis, Ledger, Status
from hotspots.analysis.exposure import small_denominators
from hotspots.analysis.parameters import DividedBy, Parameters, Part, Published
from hotspots.analysis.periods import Period, covered_by, require_overlap, whole_quarters
from hotspots.analysis.question import areas_selected
from hotspots.statistics.rates import PER, SMALLEST_DENOMINATOR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.cube import Bounds, Cube
    from hotspots.access.workspace import Version, Workspace
    from hotspots.analysis.measures.measure import Measure
    from hotspots.analysis.question import Selection
    from hotspots.catalog.specs import LayerSpec


ROUNDED_NOTE: Final = (
    "Het ware aantal ligt tussen twee grenzen. Per wijk en kwartaal is het afgerond op vijven (15 "
    "is 13 tot 17), en onder de {minimum} blijft het onbekend (0 tot {most})."
)
ONE_CLASS_NOTE: Final = (
    "Een gebied krijgt alleen een kleur als beide grenzen in dezelfde klasse vallen; anders is het "
    "gearceerd."
)


@dataclass(frozen=True)
class Total(Part):
    """The fewest and the most incidents of all areas together."""

    total_lower: int
    total_upper: int


def cube_notes(layer: LayerSpec) -> list[str]:
    """Return that counts of a sensitive layer are bounds; nothing for another layer."""
    if not layer.sensitive:
        return []
    minimum = layer.privacy.minimum
    return [ROUNDED_NOTE.format(minimum=minimum, most=minimum - 1), ONE_CLASS_NOTE]


def bounds_in(cube: Cube, period: Period) -> Bounds:
    """Return the fewest and the most incidents of each area in a period: shape (areas,).

    The sum over the quarters that begin in the period; of a quarter outside the cube nothing is
    known, so clip the period to `hotspots.analysis.periods.covered_by` and say so.

    Examples
    --------
    A year of which one quarter was published as 10 and three were not holds 10 to 39.

    >>> from datetime import date
    >>> from hotspots.access.cube import Cube
    >>> from hotspots.analysis.periods import Period
    >>> quarters = np.array(["2017-01", "2017-04", "2017-07", "2017-10"], dtype="datetime64[M]")
    >>> cube = Cube("wijken", 10, quarters, np.array([[10, -1, -1, -1]], np.int32))
    >>> year = bounds_in(cube, Period(date(2017, 1, 1), date(2017, 12, 31)))
    >>> year.lower.tolist(), year.upper.tolist()
    ([10], [39])
    """
    return cube.bounds.pick((slice(None), quarters_in(cube, period))).sum(axis=1)


def quarters_in(cube: Cube, period: Period) -> NDArray[np.bool_]:
    """Return which quarters of a cube begin in a period: shape (q,)."""
    first, last = (np.datetime64(day, "D") for day in (period.first, period.last))
    begin = cube.quarters.astype("datetime64[D]")
    return np.asarray((begin >= first) & (begin <= last))


def here_and_rest(cube: Cube, period: Period) -> tuple[Bounds, Bounds]:
    """Return the two ends of each area, and of all the other areas together: shape (areas,) each.

    A comparison is true only if it is true at both ends: more here than elsewhere if the lower
    end here and the upper end of the rest say so.

    Examples
    --------
    >>> from datetime import date
    >>> from hotspots.access.cube import Cube
    >>> from hotspots.analysis.periods import Period
    >>> quarter = np.array(["2017-01"], dtype="datetime64[M]")
    >>> cube = Cube("wijken", 10, quarter, np.array([[20], [-1], [10]], np.int32))
    >>> here, rest = here_and_rest(cube, Period(date(2017, 1, 1), date(2017, 3, 31)))
    >>> list(zip(here.lower.tolist(), here.upper.tolist()))
    [(18, 22), (0, 9), (10, 12)]
    >>> list(zip(rest.lower.tolist(), rest.upper.tolist()))
    [(10, 21), (28, 34), (18, 31)]
    """
    here = bounds_in(cube, period)
    return here, here.sum() - here


def analyse_cube(
    workspace: Workspace, selection: Selection, layer: LayerSpec, measure: Measure
) -> Analysis:
    """Answer a selection from the cube: whole quarters, whole layer, two ends for each area."""
    version, cube = workspace.cube(layer)
    areas = workspace.geography.level(cube.level)
    covered = covered_by(cube)
    period = require_overlap(whole_quarters(selection.period or covered), covered, layer.label)
    quarters = quarters_in(cube, period)
    bounds = bounds_in(cube, period)
    exact = bounds.lower == bounds.upper
    counts = np.where(exact, bounds.lower, SUPPRESSED)
    status = np.where(exact, Status.VALUE, Status.BETWEEN).astype(np.int8)
    status[bounds.upper < cube.minimum] = Status.SUPPRESSED
    parameters = Parameters(
        (
            Published(
                minimum=cube.minimum,
                rounded_to=ROUNDED_TO,
                quarters=int(quarters.sum()),
                hidden_quarters=tuple(
                    (cube.counts[:, quarters] == SUPPRESSED).sum(axis=1).tolist()
                ),
            ),
        )
    )
    denominators, factor = None, np.ones(len(counts))
    classed = factor
    if measure.per_1000 and selection.denominator is not None:
        denominators = areas.denominators[selection.denominator]
        enough = denominators >= SMALLEST_DENOMINATOR
        factor = np.where(enough, PER / np.where(enough, denominators, 1.0), np.nan)
        # What is drawn pale takes no part in the classes.
        few = small_denominators(workspace.geography, cube.level, selection.denominator)
        classed = np.where(few, np.nan, factor)
        status[~enough] = Status.MISSING
        entry = workspace.geography.denominator(selection.denominator)
        parameters = parameters.plus(DividedBy(entry.id, entry.label, entry.year))
    wanted = areas_selected(workspace.geography, cube.level, selection)
    status[~wanted] = Status.NOT_SELECTED
    total = bounds.pick(wanted).sum()
    return Analysis(
        selection=selection,
        layer=layer,
        version=version,
        measure=measure,
        period=period,
        covered=covered,
        codes=areas.codes,
        names=areas.names,
        counts=np.where(status == Status.SUPPRESSED, SUPPRESSED, counts),
        values=np.where(status == Status.VALUE, counts * factor, np.nan),
        status=status,
        reference=(_most_of_runs(cube, int(quarters.sum())) * classed[:, np.newaxis]).ravel(),
        ledger=_ledger(version),
        lower=bounds.lower * factor,
        upper=bounds.upper * factor,
        bounds=bounds,
        denominators=denominators,
        parameters=parameters.plus(Total(int(total.lower), int(total.upper))),
        whole=workspace.geography.words,
    )


def _most_of_runs(cube: Cube, length: int) -> NDArray[np.float64]:
    """Return the most of each area over every run of quarters: shape (areas, runs).

    0 where that is below the minimum: what is only known to be small has a fill of its own.
    """
    most = cube.bounds.upper
    if not 0 < length <= most.shape[1]:
        return np.zeros((len(most), 0))
    sums = np.lib.stride_tricks.sliding_window_view(most, length, axis=1).sum(axis=2)
    return np.where(sums < cube.minimum, 0, sums).astype(np.float64)


def _ledger(version: Version) -> Ledger:
    """Return a ledger of what is told: of a sensitive layer no number of rows."""
    counts = {name: None if number < 0 else number for name, number in version.counts.items()}
    return Ledger(
        read=counts.get("read"),
        accepted=counts.get("accepted"),
        quarantined=counts.get("quarantined"),
        duplicate=counts.get("duplicate"),
        without_place=counts.get("without_place"),
        outside=counts.get("outside"),
        inside=None,
        selected=None,
        filtered_out=None,
        outside_mask=0,
        suppressed=None,
        mapped=None,
        area_only=None,
    )
