"""The measures "Dichtheid": how dense incidents are, and how dense per household."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

import numpy as np

from hotspots.analysis.answer import Raster
from hotspots.analysis.counting import mask_grid
from hotspots.analysis.exposure import spread_exposure
from hotspots.analysis.measures.computed import ComputedMeasure
from hotspots.analysis.measures.count import cells_counted
from hotspots.analysis.measures.rate import divided_by
from hotspots.analysis.parameters import Cells, DividedBy, Part
from hotspots.analysis.question import WIDEST_BANDWIDTH_M, everywhere
from hotspots.dutch import number
from hotspots.statistics.bandwidth import LARGEST_FACTOR, adaptive_bandwidths, automatic_bandwidth
from hotspots.statistics.density import Shared, Smoother, kernel_density, kernel_shape
from hotspots.statistics.risk_density import dual_density

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.incidents import Incidents
    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.counting import MaskGrid
    from hotspots.analysis.periods import Period
    from hotspots.analysis.query import Query
    from hotspots.statistics.density import KernelName


#: Cells of the rectangle around a mask that is smoothed as a whole, whatever is asked: of a town
#: in its finest cells there are half as many.
_WHOLE_UP_TO: Final = 1 << 17


@dataclass(frozen=True)
class Smoothed(Part):
    """How a surface was smoothed, and how the radius was chosen.

    Attributes
    ----------
    rule
        The name of the rule, where it was not fixed.
    spread_x_m, spread_y_m, rule_from
        Of the automatic rule: the spread of so many incidents, metres.
    largest_factor
        Of an adaptive radius: how many times the chosen one it is at most.
    """

    LEFT_OUT: ClassVar = frozenset(
        {"rule", "spread_x_m", "spread_y_m", "rule_from", "largest_factor"}
    )

    kernel: str
    bandwidth_rule: str
    rule: str | None = None
    spread_x_m: int | None = None
    spread_y_m: int | None = None
    rule_from: int | None = None
    largest_factor: float | None = None
    bandwidth_m: int = 0


@dataclass(frozen=True)
class Span(Part):
    """How many years the period is long."""

    years: float


@dataclass(frozen=True, slots=True)
class Smoothing:
    """One way of smoothing for every surface of an answer; ``how`` is how it was chosen."""

    kernel: KernelName
    bandwidth_m: float
    adaptive: bool
    how: Smoothed

    @property
    def reach_m(self) -> float:
        """How far from an incident its kernel ends at most, in metres."""
        widest = self.bandwidth_m * (LARGEST_FACTOR if self.adaptive else 1.0)
        return kernel_shape(self.kernel).reach * widest

    def density(self, query: Query, grid: MaskGrid, *, any_time: bool) -> Smooth:
        """Spread the incidents of a query over the grid of a mask.

        Parameters
        ----------
        any_time
            Whether those of any time, and not only those of the period.
        """
        smoother = Smoother(kernel_shape(self.kernel), self.bandwidth_m, **grid.place())
        number = query.rows.number(query.any_time if any_time else query.chosen)
        if not self.adaptive and smoother.worth_it(number):
            parts = query.by_part(_shared, smoother, any_time=any_time, add=Shared.plus)
            shared = reduce(Shared.plus, parts)
            density = smoother.spread(shared) * (1e6 / grid.cell_m**2)
            return Smooth(density, shared.points, shared.points - shared.inside)
        x_rd, y_rd = points_of(query, any_time=any_time)
        bandwidth_m: float | NDArray[np.float64] = self.bandwidth_m
        if self.adaptive and len(x_rd):
            bandwidth_m = adaptive_bandwidths(
                x_rd, y_rd, kernel=self.kernel, bandwidth_m=self.bandwidth_m, **grid.place()
            )
        density, outside = kernel_density(
            x_rd, y_rd, kernel=self.kernel, bandwidth_m=bandwidth_m, **grid.place()
        )
        return Smooth(density, len(x_rd), outside)


class Smooth(NamedTuple):
    """Incidents per km2 on the grid of a mask, 0 outside it; of how many, and how many outside."""

    density: NDArray[np.float64]
    points: int
    outside: int


def _shared(incidents: Incidents, chosen: NDArray[np.bool_], smoother: Smoother) -> Shared:
    return smoother.shared(incidents.x_rd[chosen], incidents.y_rd[chosen])


def points_of(query: Query, *, any_time: bool) -> NDArray[np.float64]:
    """Return where the incidents of a query lie, metres RD: shape (2, n)."""
    places = list(query.by_part(_places, any_time=any_time))
    return np.concatenate(places, axis=1) if places else np.empty((2, 0))


def _places(incidents: Incidents, chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
    return np.stack([incidents.x_rd[chosen], incidents.y_rd[chosen]])


def smoothing_of(query: Query, grid: MaskGrid) -> Smoothing:
    """Return the smoothing of a selection.

    A radius that is chosen by the rule comes from all that passes the other filters, whatever the
    period: so two periods are drawn alike.

    Raises
    ------
    StatisticError
        If there are too few incidents for the rule.
    """
    selection = query.selection
    kernel: KernelName = "gaussian" if selection.kernel == "gaussian" else "quartic"
    bandwidth_m = float(selection.bandwidth_m)
    how = Smoothed(kernel, selection.bandwidth_rule)
    if selection.bandwidth_rule == "automatic":
        x_rd, y_rd = points_of(query, any_time=True)
        inside = grid.holds(x_rd, y_rd)
        chosen = automatic_bandwidth(x_rd[inside], y_rd[inside], kernel=kernel)
        # Whole tens: a rule of thumb is no more precise than that.
        bandwidth_m = float(np.clip(round(chosen.metres, -1), grid.cell_m, WIDEST_BANDWIDTH_M))
        how = replace(
            how,
            rule=chosen.rule,
            spread_x_m=round(chosen.spread_x_m),
            spread_y_m=round(chosen.spread_y_m),
            rule_from=chosen.n,
        )
    adaptive = selection.bandwidth_rule == "adaptive"
    if adaptive:
        how = replace(how, rule="Abramson 1982", largest_factor=LARGEST_FACTOR)
    how = replace(how, bandwidth_m=round(bandwidth_m))
    return Smoothing(kernel, bandwidth_m, adaptive, how)


def _smoothed_grid(query: Query) -> tuple[Smoothing, MaskGrid]:
    """Return the smoothing of a selection, and the grid that it reaches.

    That is the whole mask, or of a wide home no more than a radius around what is asked: beyond it
    there is nothing to draw.
    """
    cell_m = query.selection.cell_m
    if query.mask.size(cell_m) <= _WHOLE_UP_TO or everywhere(query.selection):
        grid = mask_grid(query.mask, cell_m)
        return smoothing_of(query, grid), grid
    smoothing = smoothing_of(query, mask_grid(query.mask, cell_m, query.window(cell_m)))
    window = query.window(cell_m, reach_m=smoothing.reach_m)
    return smoothing, mask_grid(query.mask, cell_m, window)


def density_answer(query: Query) -> Analysis:
    """Answer with incidents per km2 per year, also at the centre of cells that hold incidents."""
    smoothing, grid = _smoothed_grid(query)

    def surface(period: Period, *, any_time: bool) -> NDArray[np.float64]:
        density = smoothing.density(query, grid, any_time=any_time).density / period.years
        return np.where(grid.compartment >= 0, density, np.nan)

    shown = surface(query.period, any_time=False)
    whole = query.period == query.covered
    always = shown if whole else surface(query.covered, any_time=True)
    return _answer(query, grid, shown, always, (smoothing.how,))


def risk_answer(query: Query) -> Analysis:
    """Answer with incidents per 1.000 households per year, both smoothed alike.

    The radius is the same everywhere: an adaptive one would smooth the two apart.
    """
    selection = query.selection
    assert selection.denominator is not None  # noqa: S101 - the measure needs one
    if selection.bandwidth_rule == "adaptive":
        query = replace(query, selection=replace(selection, bandwidth_rule="fixed"))
    smoothing, grid = _smoothed_grid(query)
    cells = query.cells(selection.cell_m)
    exposed = grid.spread(cells, spread_exposure(query, selection.denominator, selection.cell_m))

    def surface(period: Period, *, any_time: bool) -> NDArray[np.float64]:
        smooth = smoothing.density(query, grid, any_time=any_time)
        return dual_density(
            smooth.density,
            points=smooth.points,
            outside=smooth.outside,
            kernel=smoothing.kernel,
            exposed=exposed,
            bandwidth_m=smoothing.bandwidth_m,
            years=period.years,
            **grid.place(),
        ).per_1000

    shown = surface(query.period, any_time=False)
    whole = query.period == query.covered
    always = shown if whole else surface(query.covered, any_time=True)
    divided = divided_by(query.workspace, selection.denominator)
    answer = _answer(query, grid, shown, always, (smoothing.how, divided))
    assert answer.raster is not None  # noqa: S101 - just made
    missing = (grid.compartment >= 0) & np.isnan(shown)
    return replace(answer, raster=replace(answer.raster, missing=missing))


def _answer(
    query: Query,
    grid: MaskGrid,
    shown: NDArray[np.float64],
    always: NDArray[np.float64],
    how: tuple[Part, ...],
) -> Analysis:
    counted = cells_counted(query)
    assert counted.cell_col is not None  # noqa: S101 - cells always have places
    assert counted.cell_row is not None  # noqa: S101
    row, column = counted.cell_row - grid.first_row, counted.cell_col - grid.first_col
    return replace(
        counted,
        values=shown[row, column],
        raster=Raster(shown, grid.west_m, grid.south_m, grid.cell_m),
        # Per year, so that any period can be held against the whole of the layer.
        reference=always[np.nan_to_num(always) > 0],
        parameters=counted.parameters.plus(*how, Span(round(query.period.years, 3))),
    )


BANDWIDTH_NOTE: Final = "Straal {bandwidth} m ({kernel}), cellen van {size} m, op {mask}."
KERNELS: Final = {
    "quartic": "kwartische kern",
    "gaussian": "gaussische kern, standaardafwijking",
}
AUTOMATIC_NOTE: Final = (
    "De straal volgt uit de spreiding van {count} incidenten: {x} m west-oost, {y} m zuid-noord "
    "(regel van Scott)."
)
ADAPTIVE_NOTE: Final = "De straal wisselt: kleiner waar veel is, groter waar weinig is."


def density_notes(analysis: Analysis) -> list[str]:
    """Return what was divided by, and how the surface was smoothed."""
    parameters = analysis.parameters
    divided, cells = parameters.get(DividedBy), parameters.require(Cells)
    smoothed = parameters.require(Smoothed)
    return [
        *([] if divided is None else [divided.note()]),
        *_smoothing_notes(smoothed, cells),
    ]


def _smoothing_notes(smoothed: Smoothed, cells: Cells) -> list[str]:
    notes = [
        BANDWIDTH_NOTE.format(
            bandwidth=number(smoothed.bandwidth_m),
            kernel=KERNELS[smoothed.kernel],
            size=cells.cell_m,
            mask=cells.mask,
        )
    ]
    if smoothed.bandwidth_rule == "automatic":
        spread = (smoothed.spread_x_m or 0, smoothed.spread_y_m or 0, smoothed.rule_from or 0)
        x, y, count = map(number, spread)
        notes.append(AUTOMATIC_NOTE.format(x=x, y=y, count=count))
    elif smoothed.bandwidth_rule == "adaptive":
        notes.append(ADAPTIVE_NOTE)
    return notes


DENSITY: Final = ComputedMeasure(
    id="density",
    label="Dichtheid",
    levels=("cells",),
    unit="{plural} per km² per jaar",
    explanation=(
        "Hoe dicht de {plural} bij elkaar liggen, uitgesmeerd over een straal om elk punt. De "
        "kaart houdt alles binnen {whole.the} en smeert niets uit over breed water. Zij zegt waar "
        "het druk is, niet of dat meer is dan toeval."
    ),
    answer=density_answer,
    notes=density_notes,
    surface=True,
    decimals=1,
)
RISK_DENSITY: Final = ComputedMeasure(
    id="risk_density",
    label="Dichtheid naar bewoning",
    levels=("cells",),
    unit="{plural} per 1.000 {denominator} per jaar, uitgesmeerd",
    explanation=(
        "Hoeveel {plural} er per 1.000 {denominator} per jaar zijn, allebei uitgesmeerd over "
        "dezelfde straal (dubbele kerndichtheid). Zo vallen plekken weg waar het alleen druk is "
        "doordat er veel mensen wonen. Waar bijna niemand woont, is er geen cijfer. De "
        "{denominator} liggen gelijk verspreid over het land van een buurt: waar zij precies "
        "staan, is niet bekend."
    ),
    answer=risk_answer,
    notes=density_notes,
    needs_denominator=True,
    surface=True,
    decimals=1,
)
