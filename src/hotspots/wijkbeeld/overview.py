"""All layers for all wijken at once: what stands out against the city, and what does not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from hotspots.access.cube import SUPPRESSED
from hotspots.access.permission import levels_of
from hotspots.analysis.analyse import analyse
from hotspots.analysis.answer import Status, Verdict, ends_of
from hotspots.analysis.judgement import is_compared_in_place, judged_in_place
from hotspots.analysis.parameters import DividedBy
from hotspots.analysis.periods import Period, covered_days, preset
from hotspots.analysis.question import Selection, require_choice
from hotspots.analysis.registry import measure_named, measures_of
from hotspots.catalog.specs import PARTS
from hotspots.catalog.whole import OF_ONE
from hotspots.errors import SelectionError, StoreError

if TYPE_CHECKING:
    from hotspots.access.workspace import Version, Workspace
    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.judgement import Judged
    from hotspots.catalog.specs import LayerSpec, ThemeSpec
    from hotspots.catalog.whole import WholeWords

#: Levels that are held side by side, wide to fine; of buurten there are too many to take in.
LEVELS: Final = tuple(level for level in PARTS if level != "buurten")


@dataclass(frozen=True, slots=True)
class GlanceCell:
    """One layer in one wijk.

    ``count`` is None where it may not be told; ``bounds`` are then the fewest and the most there
    can have been, where a layer tells those. ``ratio`` is the rate over that of the rest of the
    city, with the ratios that are not rejected; NaN where it is not compared. ``verdict`` says
    whether chance does not explain it, as everyone is told; ``small`` that too few live there for
    a headline. ``why_not`` is a key of `words.WHY_NOT` where it is not judged.
    """

    count: int | None
    status: Status
    ratio: float = float("nan")
    lower: float = float("nan")
    upper: float = float("nan")
    verdict: Verdict = Verdict.NOT_SHOWN
    bounds: tuple[int, int] | None = None
    small: bool = False
    why_not: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class GlanceColumn:
    """One layer: a cell per wijk, in their order.

    ``compared`` is False for a layer that tells too little to compare with the city.
    """

    theme: ThemeSpec
    layer: LayerSpec
    version: Version
    period: Period
    compared: bool
    denominator_label: str
    denominator_year: int
    cells: tuple[GlanceCell, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Glance:
    """The wijken, or wider areas, by the layers, in the order of the areas.

    ``elsewhere`` are the themes without a layer that counts per wijk; ``silent`` are layers that
    hold nothing in the period, or tell nothing per wijk. ``whole`` is what the whole of the
    home is called.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    columns: tuple[GlanceColumn, ...]
    elsewhere: tuple[ThemeSpec, ...]
    silent: tuple[LayerSpec, ...]
    level: str = "wijken"
    whole: WholeWords = OF_ONE

    @property
    def marked(self) -> int:
        """How many cells lie outside what chance explains."""
        return sum(
            cell.verdict != Verdict.NOT_SHOWN for column in self.columns for cell in column.cells
        )


def at_a_glance(workspace: Workspace, period: str, level: str = "wijken") -> Glance:
    """Return all layers for all wijken, or areas of a wider level, as far as the role may see them.

    Each is held against the rest of the city, as `hotspots.analysis.judgement` judged it.
    Ratios of one layer may be compared with 1, and layers not with each other.

    Parameters
    ----------
    period
        A preset, counted back from the last complete month of each layer.
    level
        One of `LEVELS` that the home has.

    Raises
    ------
    SelectionError
        If there is no such preset, or the home has no such level.
    """
    _require_preset(period)
    require_choice("Het niveau", level, [one for one in LEVELS if workspace.geography.has(one)])
    areas, whole = workspace.geography.level(level), workspace.geography.words
    columns, silent, elsewhere = [], [], []
    for theme in workspace.themes:
        counting = [layer for layer in theme.layers if layer.kind != "context" and levels_of(layer)]
        made = []
        for layer in counting:
            if level not in levels_of(layer):
                silent.append(layer)
                continue
            try:
                made.append(_column(workspace, theme, layer, period, level))
            except (SelectionError, StoreError):
                # One layer without days in the period, or damaged, does not hide the others.
                silent.append(layer)
        columns += made
        if not made:
            elsewhere.append(theme)
    return Glance(
        areas.codes, areas.names, tuple(columns), tuple(elsewhere), tuple(silent), level, whole
    )


def _require_preset(period: str) -> None:
    """Stop at a period that does not exist: it would read as layers that hold nothing."""
    preset(period, Period(date(2000, 1, 1), date(2000, 12, 31)))


def _column(
    workspace: Workspace, theme: ThemeSpec, layer: LayerSpec, period: str, level: str
) -> GlanceColumn:
    """Return a layer per area of a level."""
    covered = covered_days(workspace, layer)
    # Events are planned: more of them than elsewhere is no news.
    compared = layer.observes != "evenement" and measure_named("ratio") in measures_of(layer)
    measure = "ratio" if compared else "count"
    analysis = analyse(
        workspace,
        Selection(layer.id, level=level, measure=measure, period=preset(period, covered)),
    )
    divided = analysis.parameters.get(DividedBy)
    judged = None
    if is_compared_in_place(layer, level):
        judged = judged_in_place(workspace, layer, level, analysis.period)
    return GlanceColumn(
        theme=theme,
        layer=layer,
        version=analysis.version,
        period=analysis.period,
        compared=compared,
        denominator_label=analysis.denominator_label,
        denominator_year=0 if divided is None else divided.denominator_year,
        cells=tuple(_cell(analysis, at, judged) for at in range(len(analysis.codes))),
    )


def _cell(analysis: Analysis, at: int, judged: Judged | None) -> GlanceCell:
    count, status = int(analysis.counts[at]), Status(int(analysis.status[at]))
    if analysis.bounds is not None:
        verdict = Verdict.NOT_SHOWN if judged is None else Verdict(int(judged.verdict[at]))
        small = judged is not None and bool(judged.small[at])
        return GlanceCell(None, status, verdict=verdict, bounds=ends_of(analysis, at), small=small)
    if count == SUPPRESSED or status == Status.SUPPRESSED:
        return GlanceCell(None, Status.SUPPRESSED)
    if analysis.verdict is None or analysis.lower is None or analysis.upper is None:
        return GlanceCell(count, status)
    if judged is None or judged.why_not[at]:
        return GlanceCell(count, status, why_not="" if judged is None else str(judged.why_not[at]))
    return GlanceCell(
        count,
        status,
        float(judged.ratio[at]),
        float(judged.lower[at]),
        float(judged.upper[at]),
        Verdict(int(judged.verdict[at])),
        small=bool(judged.small[at]),
    )
