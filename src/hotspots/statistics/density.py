"""Kernel density on a grid of cells, in incidents per km2, kept inside a mask."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np
import scipy

from hotspots.errors import StatisticError
from hotspots.statistics.checks import require_same_length
from hotspots.statistics.density_kernels import EDGE, add_points, share_points

if TYPE_CHECKING:
    from numpy.typing import NDArray


#: Of the peak of a kernel: how far off it may be where nodes lie farthest from a point.
TOLERANCE: Final = 0.0025
#: Of the highest value: below this a Fourier transform leaves rounding, not density.
_ROUNDING: Final = 1e-12


def nodes_per_cell(shape: KernelShape, *, bandwidth_m: float, cell_m: float) -> int:
    """Return into how many steps a cell must be divided to keep to `TOLERANCE`.

    Sharing a point among four nodes is linear interpolation of its kernel; at steps d that is
    wrong by at most d2 / 8 times the second derivatives along both axes together. So a step is at
    most a twentieth of the radius (quartic) or a tenth of the standard deviation (gaussian).

    References
    ----------
    Wand, M. P. (1994). Fast computation of multivariate kernel estimators. Journal of
    Computational and Graphical Statistics 3(4), 433-445, doi:10.1080/10618600.1994.10474656.
    """
    step_m = bandwidth_m * math.sqrt(8.0 * TOLERANCE / shape.curvature)
    # A radius of exactly 20 cells is one step per cell, also where the division rounds up.
    return math.ceil(cell_m / step_m - 1e-9)


def _convolve(
    nodes: NDArray[np.float64], land: NDArray[np.bool_], shape: KernelShape, bandwidth: float
) -> NDArray[np.float64]:
    """Spread what is at the nodes over the cells of the land, each node keeping its mass.

    Every phase (so many steps north and east of a centre) is a grid of whole cells of its own.
    """
    rows, cols = land.shape
    phases = _phases(land.tobytes(), land.shape, shape, bandwidth, len(nodes) // rows)
    spread_spectrum = np.zeros_like(phases.land_spectrum)
    product = np.empty_like(spread_spectrum)
    for north, east in np.ndindex(phases.steps, phases.steps):
        filled = np.ascontiguousarray(nodes[north :: phases.steps, east :: phases.steps])
        if not filled.any():
            continue
        spectrum, under = phases.of(north, east)
        shares = np.divide(filled, under, out=np.zeros_like(filled), where=filled > 0.0)
        np.multiply(scipy.fft.rfft2(shares, phases.size), spectrum, out=product)
        spread_spectrum += product
    spread: NDArray[np.float64] = scipy.fft.irfft2(spread_spectrum, phases.size)[:rows, :cols]
    return np.where(land & (spread > _ROUNDING * spread.max()), spread, 0.0)


class _Phases:
    """The kernel on a piece of land, per phase: what it does there, whatever is spread by it.

    The land under a kernel, by which a node's mass is divided, is the same convolution backwards.
    Who looks at one layer with several filters asks for the same each time.
    """

    def __init__(
        self, land: NDArray[np.bool_], shape: KernelShape, bandwidth: float, steps: int
    ) -> None:
        rows, cols = land.shape
        # No cell is farther away than the land is wide.
        reach = math.ceil(shape.reach * bandwidth)
        self._down, self._right = (
            np.arange(-min(reach, n - 1), min(reach, n - 1) + 2) for n in land.shape
        )
        # Room for the kernel beyond the last cell, or it would come in again on the other side.
        self.size = (
            scipy.fft.next_fast_len(rows + int(self._down[-1]), real=True),
            scipy.fft.next_fast_len(cols + int(self._right[-1]), real=True),
        )
        self.steps = steps
        self._land = land.shape
        self._shape, self._bandwidth = shape, bandwidth
        self.land_spectrum = scipy.fft.rfft2(land.astype(np.float64), self.size)
        bytes_of_one = self.land_spectrum.nbytes + 8 * land.size
        self._keeps = bytes_of_one * steps**2 <= _MOST_B
        self._made: dict[tuple[int, int], _Phase] = {}

    def of(self, north: int, east: int) -> _Phase:
        """Return the spectrum of the kernel of a phase, and the land under it."""
        phase = self._made.get((north, east))
        if phase is None:
            phase = self._make(north, east)
            if self._keeps:
                self._made[north, east] = phase
        return phase

    def _make(self, north: int, east: int) -> _Phase:
        rows, cols = self._land
        from_north, from_east = self._down - north / self.steps, self._right - east / self.steps
        squared = np.add.outer(from_north**2, from_east**2)
        # Centred on cell 0: what lies before it counts from the end. The other rows are empty, and
        # need no transform of their own.
        kernel = np.zeros((self._down.size, self.size[1]))
        kernel[:, self._right] = self._shape.heights(squared / self._bandwidth**2)
        spectrum = np.zeros_like(self.land_spectrum)
        spectrum[self._down] = scipy.fft.rfft(kernel)
        spectrum = scipy.fft.fft(spectrum, axis=0, overwrite_x=True)
        product = self.land_spectrum * spectrum.conj()
        under = scipy.fft.irfft2(product, self.size, overwrite_x=True)[:rows, :cols]
        return spectrum, np.ascontiguousarray(under)


#: The spectrum of a kernel, and the land under it.
_Phase = tuple["NDArray[np.complex128]", "NDArray[np.float64]"]
#: bytes; of a piece of land with more to it nothing is kept for the next density.
_MOST_B: Final = 24_000_000


@lru_cache(maxsize=4)
def _phases(
    land: bytes, size: tuple[int, int], shape: KernelShape, bandwidth: float, steps: int
) -> _Phases:
    cells = np.frombuffer(land, dtype=bool).reshape(size)
    return _Phases(cells, shape, bandwidth, steps)


def _span(filled: NDArray[np.bool_]) -> slice:
    """Return the range from the first to the last that is held."""
    at = np.flatnonzero(filled)
    return slice(int(at[0]), int(at[-1]) + 1)


KernelName = Literal["quartic", "gaussian"]


@dataclass(frozen=True, slots=True)
class KernelShape:
    """A round kernel in the plane, in bandwidths: its formula is in `heights`.

    Attributes
    ----------
    reach
        Where it ends, in bandwidths.
    roughness
        Integral of its square at a bandwidth of 1 and a mass of 1.
    second_moment
        Integral of x squared times the kernel, the same along both axes.
    curvature
        The largest sum of its second derivatives along both axes, signs dropped, for a peak of 1.
    """

    name: KernelName
    reach: float
    roughness: float
    second_moment: float
    curvature: float

    def heights(self, squared: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how high the kernel is, its peak being 1, at squared distances in bandwidths."""
        if self.name == "quartic":
            return np.clip(1.0 - squared, 0.0, None) ** 2
        return np.where(squared <= self.reach**2 + EDGE, np.exp(-0.5 * squared), 0.0)

    def effective_area_km2(self, bandwidth_m: float) -> float:
        """Return how many km2 hold as many points as the kernel has to go by.

        With points lying evenly, a weighted mean over the kernel varies as a plain mean over this
        area does: the square of the sum of the weights over the sum of their squares.

        References
        ----------
        Kish, L. (1965). Survey Sampling. Wiley (the effective number of weighted observations).
        """
        return bandwidth_m**2 / self.roughness / 1e6


#: With K(r) = 3 / pi (1 - r2)2 for r up to 1: the integral of K2 is 18 / pi times that of
#: (1 - r2)4 r dr, which is 1/10; that of x2 K is 3 times that of (1 - r2)2 r3 dr, which is 1/24.
#: The second derivatives of (1 - r2)2 add up to 8 at most, in the middle and at the edge.
QUARTIC: Final = KernelShape("quartic", 1.0, 9.0 / (5.0 * math.pi), 1.0 / 8.0, 8.0)
#: The bandwidth is the standard deviation. Cut off at 4 of them, where it is 1/2.981 of its peak:
#: 0,03 % of its mass lies beyond, and is given to the rest. The moments are those without the cut.
GAUSSIAN: Final = KernelShape("gaussian", 4.0, 1.0 / (4.0 * math.pi), 1.0, 2.0)
KERNELS: Final[dict[KernelName, KernelShape]] = {shape.name: shape for shape in (QUARTIC, GAUSSIAN)}


def kernel_shape(name: KernelName) -> KernelShape:
    """Return the kernel of that name.

    Raises
    ------
    StatisticError
        If there is none.

    Examples
    --------
    >>> kernel_shape("gaussian").reach
    4.0
    """
    if name not in KERNELS:
        raise StatisticError(
            f"De kern '{name}' bestaat niet.",
            f"Verwacht: {' of '.join(KERNELS)}.",
            "Kies een van deze.",
        )
    return KERNELS[name]


@dataclass(frozen=True, slots=True, eq=False)
class Smoother:
    """One kernel on the grid of a mask: points are shared among nodes, and the nodes are spread.

    What was shared may be added up before it is spread, so points need not all be there at once.
    Its cost hardly grows with their number. A point reaches one step farther than its kernel does.

    Attributes
    ----------
    compartment, west_m, south_m, cell_m
        As in `kernel_density`.
    """

    shape: KernelShape
    bandwidth_m: float
    compartment: NDArray[np.int8]
    west_m: float
    south_m: float
    cell_m: float

    def worth_it(self, points: int) -> bool:
        """Whether a sum over so many points, one by one, takes longer than this."""
        rows, cols = self.compartment.shape
        reach = self.shape.reach * self.bandwidth_m / self.cell_m
        one_by_one = points * (math.pi * reach**2 + _CELLS_PER_POINT)
        nodes = self._steps**2 * (rows + reach) * (cols + reach)
        return bool(one_by_one > _CELLS_PER_NODE * nodes)

    def shared(
        self,
        x_m: NDArray[np.float64],
        y_m: NDArray[np.float64],
        weights: NDArray[np.float64] | None = None,
    ) -> Shared:
        """Share points among the nodes of their piece of land.

        Parameters
        ----------
        x_m, y_m : shape (n,)
            RD metres, finite.
        weights : shape (n,)
            The mass of each, 0 or more; by default 1.
        """
        # The loop is compiled for these types, contiguous and writable, and for no others.
        x, y = (np.require(part, np.float64, ["C", "W"]) for part in (x_m, y_m))
        weight = np.ones(1) if weights is None else np.require(weights, np.float64, ["C", "W"])
        land = np.require(self.compartment, np.int8, ["C", "W"])
        corner = float(self.west_m), float(self.south_m), float(self.cell_m)
        steps, nodes, inside = self._steps, [], 0
        for number, box in self._boxes():
            height, width = (part.stop - part.start + 2 for part in box)
            own = np.zeros((steps * height, steps * width))
            at = box[0].start, box[1].start
            inside += share_points(x, y, weight, land, *corner, number, *at, steps, own)
            nodes.append(own)
        return Shared(tuple(nodes), inside, x.size)

    def spread(self, shared: Shared) -> NDArray[np.float64]:
        """Return what was shared per cell, spread by the kernel: shape (rows, columns)."""
        density = np.zeros(self.compartment.shape)
        for (number, box), nodes in zip(self._boxes(), shared.nodes, strict=True):
            if nodes.any():
                own = np.pad(self.compartment[box] == number, 1)
                spread = _convolve(nodes, own, self.shape, self.bandwidth_m / self.cell_m)
                density[box] += spread[1:-1, 1:-1]
        return density

    @property
    def _steps(self) -> int:
        return nodes_per_cell(self.shape, bandwidth_m=self.bandwidth_m, cell_m=self.cell_m)

    def _boxes(self) -> list[tuple[int, tuple[slice, slice]]]:
        """Return each piece of land, and the rectangle of cells around it."""
        lands = np.flatnonzero(np.bincount(self.compartment[self.compartment >= 0]))
        own = ((int(land), self.compartment == land) for land in lands)
        return [(land, (_span(cells.any(axis=1)), _span(cells.any(axis=0)))) for land, cells in own]


class Shared(NamedTuple):
    """Points as they were shared among nodes by a `Smoother`, piece of land by piece of land."""

    nodes: tuple[NDArray[np.float64], ...]
    inside: int
    points: int

    def plus(self, other: Shared) -> Shared:
        """Return both together."""
        nodes = tuple(one + more for one, more in zip(self.nodes, other.nodes, strict=True))
        return Shared(nodes, self.inside + other.inside, self.points + other.points)


#: What a node of the convolution costs (20 ns, measured), in cells of the disc of a point.
_CELLS_PER_NODE: Final = 40
#: What a point costs besides the cells of its disc, in such cells.
_CELLS_PER_POINT: Final = 60


def kernel_density(
    x_m: NDArray[np.float64],
    y_m: NDArray[np.float64],
    *,
    kernel: KernelName,
    compartment: NDArray[np.int8],
    west_m: float,
    south_m: float,
    cell_m: float,
    bandwidth_m: float | NDArray[np.float64],
    weights: NDArray[np.float64] | None = None,
) -> tuple[NDArray[np.float64], int]:
    """Spread every point over the cells around it, and give points per km2.

    A high density says that incidents lie close together, not that there are more than chance or
    than the number of dwellings explains: for that see `hotspots.statistics.risk_density`.

    Few points are summed one by one, exactly. Where there are more of them than that is worth,
    and one bandwidth for all, they are first shared among the nodes of a fine grid: no kernel is
    then off by more than 0,25 % of its peak (`hotspots.statistics.density`).

    Parameters
    ----------
    x_m, y_m : shape (n,)
        Points in RD metres, finite.
    kernel
        "quartic", which ends at the bandwidth, or "gaussian", whose standard deviation the
        bandwidth is, cut off at 4 of them.
    compartment : shape (rows, columns), south to north
        The mask: -1 outside it, else the number of the piece of land a cell lies on. Nothing is
        spread outside the mask or from one piece of land to another; the part of a kernel that
        would fall there is given to its other cells, so that every point keeps a mass of one.
    west_m, south_m
        Corner of cell (0, 0).
    cell_m
        Side of a cell.
    bandwidth_m : one number or shape (n,)
        Of the kernel, the same for all or one for each point: `hotspots.statistics.bandwidth`.
    weights : shape (n,)
        The mass of each point, 0 or more; by default 1.

    Returns
    -------
    density : shape (rows, columns)
        Points per km2 at cell centres; 0 outside the mask. Its sum times the area of a cell is
        the number of points inside, or their weight.
    outside : int
        Points outside the mask, which are in no cell.

    Raises
    ------
    StatisticError
        If there is no such kernel, arrays differ in length, a weight is negative or not finite,
        or a bandwidth is smaller than a cell: the result would show the grid, not the points.

    References
    ----------
    Silverman, B. W. (1986). Density Estimation for Statistics and Data Analysis, eq. 4.5 and 4.3,
    doi:10.1201/9781315140919. Diggle, P. (1985). A kernel method for smoothing point process
    data. Applied Statistics 34(2), 138-147, doi:10.2307/2347366 (the correction at the edge).

    Examples
    --------
    One point in the middle of a wide mask has a mass of one, and 3 / (pi h^2) at its own place:
    42,44 per km2 where the bandwidth is 150 m.

    >>> mask = np.zeros((41, 41), dtype=np.int8)
    >>> density, outside = kernel_density(
    ...     np.array([205.0]), np.array([205.0]), kernel="quartic", compartment=mask, west_m=0.0,
    ...     south_m=0.0, cell_m=10.0, bandwidth_m=150.0)
    >>> float(round(density.sum() * 10 * 10 / 1e6, 6)), float(round(density[20, 20], 2))
    (1.0, 42.44)
    """
    shape = kernel_shape(kernel)
    # The loop is compiled for these types, contiguous and writable, and for no others.
    x, y = (np.require(part, np.float64, ["C", "W"]) for part in (x_m, y_m))
    land = np.require(compartment, np.int8, ["C", "W"])
    west_m, south_m, cell_m = float(west_m), float(south_m), float(cell_m)
    require_same_length(x_m=x, y_m=y)
    weight = _weights(weights, x)
    bandwidths = _bandwidths(bandwidth_m, x, cell_m)
    smoother = None
    if not bandwidths.ndim:
        smoother = Smoother(shape, float(bandwidths), land, west_m, south_m, cell_m)
    if smoother is not None and smoother.worth_it(x.size):
        shared = smoother.shared(x, y, weight)
        density, outside = smoother.spread(shared), shared.points - shared.inside
    else:
        density = np.zeros(land.shape)
        weight, each = (np.full(x.size, part) for part in (weight, bandwidths))
        gaussian = shape is GAUSSIAN
        outside = add_points(
            x, y, weight, each, shape.reach, gaussian, land, west_m, south_m, cell_m, density
        )
    return density * (1e6 / cell_m**2), int(outside)


def warm_up() -> None:
    """Compile or load the loops, so that the first density need not wait for the compiler."""
    for n in (1, 1_000):
        for kernel in KERNELS:
            kernel_density(
                np.zeros(n),
                np.zeros(n),
                kernel=kernel,
                compartment=np.zeros((1, 1), dtype=np.int8),
                west_m=0.0,
                south_m=0.0,
                cell_m=1.0,
                bandwidth_m=30.0,
            )


def _bandwidths(
    bandwidth_m: float | NDArray[np.float64], x_m: NDArray[np.float64], cell_m: float
) -> NDArray[np.float64]:
    """Return the bandwidth, or that of each point, as an array, checked."""
    bandwidths = np.array(bandwidth_m, np.float64)
    wrong = ~((bandwidths >= cell_m) & (bandwidths < np.inf))
    if wrong.any():
        raise StatisticError(
            f"De straal ({bandwidths[wrong][0]:.0f} m) is kleiner dan een cel, of onbekend.",
            f"Verwacht: een straal van ten minste één cel ({cell_m:.0f} m).",
            "Kies een grotere straal of kleinere cellen.",
        )
    if bandwidths.ndim:
        require_same_length(x_m=x_m, bandwidth_m=bandwidths)
    return bandwidths


def _weights(weights: NDArray[np.float64] | None, x_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return one weight per point, checked, or one for all."""
    if weights is None:
        return np.ones(1)
    weight = np.require(weights, np.float64, ["C", "W"])
    require_same_length(x_m=x_m, weights=weight)
    wrong = ~(np.isfinite(weight) & (weight >= 0.0))
    if wrong.any():
        raise StatisticError(
            "Een gewicht is negatief, oneindig of onbekend.",
            f"Gevonden: {weight[wrong][0]}; verwacht 0 of meer.",
            "Laat die punten weg, of geef ze een gewicht.",
        )
    return weight
