"""Ask each method for the hotspots that were planted in the embedded incidents.

    python benchmarks/bench_planted.py [--draws N]

Planted spots are circles of 120 to 160 m; some last all three years, some come, go, or do both.
Each method looks at the whole layer (of the soort that was planted) as a user would who knows
nothing: Gi* and emerging hotspots on cells of the size of the layer, the scan over those cells,
and the groups of DBSCAN.

A spot is found where a cell that is marked as more has its centre within the radius or one cell
from the middle of the spot; or, for scan and groups, where the middle lies inside an outline. A
large outline finds easily: what is marked is therefore also given in km2. The emerging classes
tell what is hot now or nearly always was: a spot that went is none of them, and need not be found.

A mark is far where it lies farther than the radius and one cell from every planted spot. That is
not yet a false one. The embedded incidents follow a landscape, shops, stations and nightlife too,
so most marks far from a planted spot are of something that is really there, and the spots are no
list of all that can be found. What is false is therefore measured on maps by chance: the same
incidents, on their own days, are dealt over the cells that the tests look at, by households where
the layer follows those, else evenly. On such a map nothing stands out and every mark, of more or
of less, is false. Given is the share of maps that have any. The tests promise at most 5 %; the
groups promise nothing, they only say what lies close together.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from timing import keep

from hotspots.access.workspace import open_workspace
from hotspots.analysis.exposure import cells_at_risk
from hotspots.analysis.query import query_of
from hotspots.analysis.question import Search, Selection
from hotspots.analysis.registry import measure_named, search_named
from hotspots.analysis.settle import settle
from hotspots.geography.grid import cell_boxes, cell_of
from hotspots.settings import Home

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.query import Query

REPOSITORY: Final = Path(__file__).parents[1]
TRUTH: Final = REPOSITORY / "tests" / "truth" / "planted_hotspots.json"
SEED: Final = 20171231


@dataclass(frozen=True)
class Spot:
    """A circle that incidents were planted in."""

    kind: str
    x_rd: float
    y_rd: float
    radius_m: float
    events: int


@dataclass(frozen=True)
class Marks:
    """What a method marked.

    Attributes
    ----------
    shapes : shape (n,)
        Polygons of what holds more.
    by_centre
        Whether a shape is near a spot by its centre, as a cell is, or by its outline.
    words : length n
        What is said of each.
    less
        How many cells are marked as holding less.
    """

    shapes: NDArray[np.object_]
    by_centre: bool
    words: tuple[str, ...]
    less: int = 0

    @property
    def anything(self) -> bool:
        """Whether anything is marked."""
        return len(self.shapes) + self.less > 0

    def away_m(self, spot: Spot) -> NDArray[np.float64]:
        """Return how far each mark lies from the middle of a spot."""
        shapes = shapely.centroid(self.shapes) if self.by_centre else self.shapes
        return shapely.distance(shapes, shapely.Point(spot.x_rd, spot.y_rd))

    def on(self, spot: Spot, cell_m: int) -> NDArray[np.bool_]:
        """Return which marks lie on a spot."""
        return self.away_m(spot) <= (max(spot.radius_m, cell_m) if self.by_centre else 0.0)

    def far(self, spots: list[Spot], cell_m: int) -> int:
        """Return how many marks lie far from every spot."""
        far = [self.away_m(spot) > spot.radius_m + cell_m for spot in spots]
        return int(np.logical_and.reduce(far).sum())


def cells(measure: str, query: Query) -> Marks:
    """Mark cells by a measure that tests."""
    measured = replace(query, measure=measure_named(measure))
    analysis = measure_named(measure).answer(measured)
    more = analysis.verdict > 0
    return Marks(
        cell_boxes(analysis.cell_col[more], analysis.cell_row[more], query.selection.cell_m),
        by_centre=True,
        words=tuple(measured.measure.verdict(int(kind)).id for kind in analysis.verdict[more]),
        less=int(np.count_nonzero(analysis.verdict < 0)),
    )


def outlines(method: str, query: Query) -> Marks:
    """Mark outlines by a search."""
    finding = search_named(method).find(query, Search(method), lambda _share: None)
    shapes = np.array([shapely.Polygon(one.ring) for one in finding.outlines], dtype=object)
    return Marks(shapes, by_centre=False, words=(method,) * len(shapes))


METHODS: Final[dict[str, Callable[[Query], Marks]]] = {
    "gi_star": lambda asked: cells("gi_star", asked),
    "emerging": lambda asked: cells("emerging", asked),
    "scan": lambda asked: outlines("scan", asked),
    "clusters": lambda asked: outlines("clusters", asked),
}


def read_truth() -> dict[tuple[str, str | None], list[Spot]]:
    """Return the planted spots by layer and soort."""
    found: dict[tuple[str, str | None], list[Spot]] = {}
    for entry in json.loads(TRUTH.read_text(encoding="utf-8")):
        spot = Spot(**{name: entry[name] for name in Spot.__dataclass_fields__})
        found.setdefault((entry["layer"], entry["soort"]), []).append(spot)
    return found


def ask(workspace: Workspace, layer: str, soort: str | None) -> Query:
    """Return the question to a layer, cells of its own size."""
    selection = Selection(layer, level="cells", soorten=(soort,) if soort else ())
    settled, spec = settle(selection, workspace)
    return query_of(workspace, settled, spec, measure_named("gi_star"), reads="everything")


def deal(query: Query, rng: np.random.Generator) -> Query:
    """Return the question about a map by chance: the incidents dealt over the cells."""
    risk, size_m = cells_at_risk(query), query.selection.cell_m
    share = None if risk.exposure is None else risk.exposure / risk.exposure.sum()
    rows = np.flatnonzero(query.any_time)
    cell = rng.choice(len(risk.cells), size=rows.size, p=share)
    moved: dict[str, NDArray[Any]] = {}
    for axis, held in (("x_rd", risk.col), ("y_rd", risk.row)):
        place = getattr(query.incidents, axis).copy()
        place[rows] = (held[cell] + rng.random(rows.size)) * size_m
        moved[axis] = place
    moved["cell_col"], moved["cell_row"] = cell_of(moved["x_rd"]), cell_of(moved["y_rd"])
    return replace(query, rows=replace(query.incidents, **moved))


def compare(query: Query, spots: list[Spot], draws: int, *, write: bool) -> None:
    """Print what each method finds in a layer, and what it marks on maps by chance."""
    cell_m, count = query.selection.cell_m, int(np.count_nonzero(query.chosen))
    soort = "".join(f", {name}" for name in query.selection.soorten)
    print(f"\n{query.layer.id}{soort}: {count} incidents, cells of {cell_m} m, "
          f"{len(spots)} planted spots")  # fmt: skip
    rng = np.random.default_rng(SEED)
    maps = [deal(query, rng) for _ in range(draws)]
    marked = {name: method(query) for name, method in METHODS.items()}
    print(f"{'':12}{'found':>8}{'marks':>8}{'km2':>8}{'far':>8}   maps by chance with any mark")
    told = []
    for name, marks in marked.items():
        found = sum(bool(marks.on(spot, cell_m).any()) for spot in spots)
        km2 = shapely.area(shapely.union_all(marks.shapes)) / 1e6
        false = sum(METHODS[name](dealt).anything for dealt in maps)
        told.append({"method": name, "found": found, "of": len(spots), "false": false})
        print(
            f"{name:12}{f'{found}/{len(spots)}':>8}{len(marks.shapes):8}{km2:8.2f}"
            f"{marks.far(spots, cell_m):8}   {false} of {draws} ({100 * false / draws:.1f} %)"
        )
    if write:
        keep(f"{query.layer.id}{soort}", {}, rounds=draws, incidents=count, methods=told)
    for spot in spots:
        said = (f"{name}: {_words(marks, spot, cell_m)}" for name, marks in marked.items())
        print(f"  {spot.kind}, {spot.events} incidents: {'; '.join(said)}")


def _words(marks: Marks, spot: Spot, cell_m: int) -> str:
    """Return what a method says at a spot, the words of its cells with how many say so."""
    on = np.flatnonzero(marks.on(spot, cell_m))
    if not on.size:
        return "-"
    if not marks.by_centre:
        return "yes"
    words = [marks.words[at] for at in on]
    return ", ".join(f"{words.count(word)} {word}" for word in sorted(set(words)))


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=200, help="maps by chance")
    parser.add_argument("--write", action="store_true", help="keep the result for the docs")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as state:
        workspace = open_workspace(Home(REPOSITORY, Path(state)), role="analist")
        for (layer, soort), spots in read_truth().items():
            asked = ask(workspace, layer, soort)
            compare(asked, spots, arguments.draws, write=arguments.write)


if __name__ == "__main__":
    main()
