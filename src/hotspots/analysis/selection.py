"""The question of a user as one value: it feeds the map, the table, the chart and the export."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from hotspots.access.permission import cell_sizes_of, levels_of, require_level
from hotspots.analysis.counting import DAY_PART_NUMBERS, UNKNOWN_PART
from hotspots.analysis.exposure import expectations_of
from hotspots.analysis.measures import MEASURES, measure_named
from hotspots.analysis.periods import beside, whole_spans
from hotspots.analysis.steps import STEPS
from hotspots.catalog.grammar import suggestion
from hotspots.catalog.specs import OWN_PAST
from hotspots.errors import AccessError, SelectionError
from hotspots.statistics.conditional import SIDES
from hotspots.text import counted
from hotspots.text import drawn_area as text
from hotspots.text import expectation as expectation_text
from hotspots.text.numbers import number, number_in_short

if TYPE_CHECKING:
    from datetime import date

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.drawn_area import DrawnArea
    from hotspots.analysis.periods import Period
    from hotspots.catalog.specs import LayerSpec
    from hotspots.statistics.conditional import Side

_DAY_PARTS: Final = (*DAY_PART_NUMBERS, UNKNOWN_PART)
_WEEKDAYS: Final = range(7)
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
    level: str = "buurten"
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


def settle(selection: Selection, workspace: Workspace) -> tuple[Selection, LayerSpec]:
    """Return the selection with every default filled in, and the layer it asks.

    Raises
    ------
    SelectionError
        If the layer does not know a soort, wijk, filter or denominator that is asked for, or
        there is no such part of the day or day of the week.
    AccessError
        If it may not be shown at this level, or not to this role.
    """
    layer = workspace.layer(selection.layer)
    if layer.kind == "context":
        raise SelectionError(
            f"Laag '{layer.label}' heeft geen aantallen om te tellen.",
            "Het zijn plaatsen, lijnen of vlakken zonder tijd.",
            "Bekijk de laag op de kaart.",
        )
    cell_m = selection.cell_m or layer.style.cell_m
    level = selection.level
    if measure_named(selection.measure).surface:
        level = "cells"
        cell_m = selection.cell_m or cell_sizes_of(layer)[0] if cell_sizes_of(layer) else cell_m
    require_level(layer, level, cell_m)
    _require_known("soort", selection.soorten, tuple(layer.soorten), layer)
    _require_known("wijk", selection.wijken, workspace.geography.wijken.codes, layer)
    _require_known("buurt", selection.buurten, workspace.geography.buurten.codes, layer)
    _require_known("dagdeel", selection.day_parts, _DAY_PARTS, layer)
    _require_weekdays(selection.weekdays)
    _require_fine_enough(selection, layer)
    _require_filters(selection, layer)
    denominator = selection.denominator or next(iter(layer.denominators), None)
    if denominator is not None and denominator not in layer.denominators:
        raise SelectionError(
            f"Laag '{layer.label}' kent de noemer '{denominator}' niet.",
            f"Mogelijk: {', '.join(layer.denominators) or 'geen'}.",
            suggestion(denominator, layer.denominators) if layer.denominators else "",
        )
    bandwidth_m = selection.bandwidth_m or layer.style.bandwidth_m
    if not 0 < bandwidth_m <= WIDEST_BANDWIDTH_M:
        raise SelectionError(
            f"De straal van {bandwidth_m} m kan niet.",
            f"Verwacht: 1 tot {WIDEST_BANDWIDTH_M} m.",
            "Kies een andere straal.",
        )
    _require_choice("De straal", selection.bandwidth_rule, BANDWIDTH_RULES)
    _require_choice("De kern", selection.kernel, KERNELS)
    _require_choice("De stap", selection.step, tuple(STEPS))
    _require_minimum(selection.minimum_ratio)
    _require_side(selection)
    _require_steps_as_long(selection, layer)
    period, compare_period = _as_counted(selection, layer)
    settled = Selection(
        layer=layer.id,
        level=level,
        measure=selection.measure,
        period=period,
        compare_period=compare_period,
        soorten=tuple(sorted(set(selection.soorten))),
        wijken=tuple(sorted(set(selection.wijken))),
        buurten=tuple(sorted(set(selection.buurten))),
        drawn=selection.drawn,
        day_parts=tuple(sorted(set(selection.day_parts))),
        weekdays=tuple(sorted(set(selection.weekdays))),
        denominator=denominator,
        expectation=_expectation(selection, layer, workspace),
        cell_m=cell_m,
        bandwidth_m=bandwidth_m,
        bandwidth_rule=selection.bandwidth_rule,
        kernel=selection.kernel,
        step=selection.step,
        minimum_ratio=float(selection.minimum_ratio),
        side=selection.side,
        history_from=selection.history_from,
    )
    return settled, layer


def _expectation(selection: Selection, layer: LayerSpec, workspace: Workspace) -> str | None:
    """Return what places are compared with: what is asked for, or the first that can be.

    A test that is asked for with a denominator alone is asked to compare by that.

    Raises
    ------
    SelectionError
        If the layer cannot be compared with it, or not yet.
    """
    asked = selection.expectation
    if asked is None and measure_named(selection.measure).expects:
        asked = selection.denominator
    possible = tuple(entry.id for entry in expectations_of(workspace, layer))
    if asked is None:
        return next(iter(possible), None)
    if asked in possible:
        return asked
    found = expectation_text.POSSIBLE.format(possible=", ".join(possible) or expectation_text.NONE)
    do = suggestion(asked, possible) if possible else ""
    if asked == OWN_PAST and asked in layer.expectations:
        do = expectation_text.OWN_PAST_DO
    elif asked in layer.expectations:
        contexts = {spec.id: spec.label for spec in workspace.library.catalog.contexts}
        found = f"{expectation_text.EMPTY.format(label=contexts[asked])} {found}"
        do = expectation_text.EMPTY_DO
    raise SelectionError(expectation_text.UNKNOWN.format(layer=layer.label, asked=asked), found, do)


def default_level(layer: LayerSpec) -> str:
    """Return the level a layer opens with: buurten, or the nearest it may be shown at."""
    levels = levels_of(layer)
    return levels[-1] if levels and "buurten" not in levels else "buurten"


def _require_known(
    what: str, asked: tuple[str, ...], known: tuple[str, ...], layer: LayerSpec
) -> None:
    for name in asked:
        if name not in known:
            raise SelectionError(
                f"Laag '{layer.label}' kent geen {what} '{name}'.",
                f"Bekend: {', '.join(known) or 'geen'}.",
                suggestion(name, known) if known else f"Laat {what} weg.",
            )


def _require_choice(what: str, asked: str, known: tuple[str, ...]) -> None:
    if asked not in known:
        raise SelectionError(
            f"{what} '{asked}' bestaat niet.",
            f"Mogelijk: {', '.join(known)}.",
            suggestion(asked, known),
        )


def _as_counted(selection: Selection, layer: LayerSpec) -> tuple[Period | None, Period | None]:
    """Return the whole years of the periods of a selection, where a layer counts per year.

    Raises
    ------
    SelectionError
        If they are to be compared and hold the same year.
    """
    period, earlier, months = selection.period, selection.compare_period, layer.counted_months
    if months == 1:
        return period, earlier
    if period is None or earlier is None:
        return (
            period and whole_spans(period, months),
            earlier and whole_spans(earlier, months),
        )
    now, then = beside(period, earlier, months)
    if measure_named(selection.measure).compares and now.intersection(then) is not None:
        raise SelectionError(
            counted.OVERLAP.format(layer=layer.label),
            counted.PER[layer.counts_per],
            counted.OVERLAP_DO,
        )
    return now, then


def _require_steps_as_long(selection: Selection, layer: LayerSpec) -> None:
    if measure_named(selection.measure).in_steps and STEPS[selection.step] < layer.counted_months:
        raise SelectionError(
            counted.NO_STEPS.format(layer=layer.label, step=counted.EVERY[selection.step]),
            counted.PER[layer.counts_per],
            counted.NO_STEPS_DO[layer.counts_per],
        )


def _require_minimum(minimum: float) -> None:
    if not 1.0 <= minimum <= LARGEST_MINIMUM:
        raise SelectionError(
            expectation_text.MINIMUM.format(minimum=number_in_short(minimum)),
            expectation_text.MINIMUM_FOUND.format(most=number(LARGEST_MINIMUM)),
            expectation_text.MINIMUM_DO,
        )


def _require_side(selection: Selection) -> None:
    _require_choice("De kant", selection.side, SIDES)
    measure = measure_named(selection.measure)
    if selection.side != SIDES[0] and not measure.sided:
        raise SelectionError(
            expectation_text.NO_SIDE.format(measure=measure.label),
            expectation_text.NO_SIDE_FOUND.format(
                measures=", ".join(entry.label for entry in MEASURES if entry.sided)
            ),
            expectation_text.NO_SIDE_DO,
        )


def _require_weekdays(weekdays: tuple[int, ...]) -> None:
    for day in weekdays:
        if day not in _WEEKDAYS:
            raise SelectionError(
                f"Dag {day} van de week bestaat niet.",
                f"Verwacht: {_WEEKDAYS[0]} (maandag) tot en met {_WEEKDAYS[-1]} (zondag).",
                "Kies een andere dag.",
            )


def _require_fine_enough(selection: Selection, layer: LayerSpec) -> None:
    """Stop where a buurt or a drawn area would tell more than the layer may."""
    if selection.buurten:
        require_level(layer, "buurten", 0)
    if selection.drawn is None:
        return
    selection.drawn.checked()
    if "cells" not in levels_of(layer):
        raise AccessError(
            text.TOO_FINE.format(layer=layer.label),
            text.TOO_FINE_FOUND.format(levels=", ".join(levels_of(layer))),
            text.TOO_FINE_DO,
        )
    measure = measure_named(selection.measure)
    if (measure.needs_denominator or measure.expects) and selection.level in ("buurten", "wijken"):
        raise SelectionError(
            text.NO_RATE.format(measure=measure.label), text.NO_RATE_FOUND, text.NO_RATE_DO
        )


def _require_filters(selection: Selection, layer: LayerSpec) -> None:
    asked = {
        "soort": selection.soorten,
        "wijk": selection.wijken,
        "day_part": selection.day_parts,
        "weekday": selection.weekdays,
    }
    on_offer = layer.filters
    if layer.sensitive:
        # A cube has areas and quarters; one number for the gemeente holds no wijken.
        by_wijk = layer.privacy.finest != "gemeente"
        on_offer = tuple(
            name for name in on_offer if name == "period" or (name == "wijk" and by_wijk)
        )
    for name, values in asked.items():
        if values and name not in on_offer:
            raise SelectionError(
                f"Laag '{layer.label}' kan niet gefilterd worden op {name}.",
                f"Mogelijk: {', '.join(on_offer)}.",
                "Laat dit filter weg.",
            )
