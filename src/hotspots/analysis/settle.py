"""A selection is settled first: what was left open is filled in, what cannot be is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from hotspots import dutch
from hotspots.access.permission import (
    cell_sizes_of,
    default_level,
    levels_of,
    require_level,
    too_fine_to_draw,
)
from hotspots.analysis.exposure import expectations_of
from hotspots.analysis.periods import STEPS, beside, whole_spans
from hotspots.analysis.question import (
    BANDWIDTH_RULES,
    FILTERS,
    KERNELS,
    LARGEST_MINIMUM,
    WHERE,
    WIDEST_BANDWIDTH_M,
    Selection,
    require_choice,
    selected,
)
from hotspots.analysis.registry import MEASURES, measure_named
from hotspots.catalog.grammar import suggestion
from hotspots.catalog.specs import FINEST, OWN_PAST, PARTS
from hotspots.dutch import number, number_in_short
from hotspots.errors import AccessError, SelectionError
from hotspots.statistics.conditional import SIDES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.periods import Period
    from hotspots.catalog.specs import LayerSpec


#: For a layer of counts: how fine it can be asked, and what to do about a step that is shorter.
_NO_FINER: Final = {
    "quarter": "Deze laag telt per kwartaal; fijner is er niet.",
    "year": "Deze laag telt per jaar; fijner is er niet.",
}
_LONGER_STEP: Final = {
    "quarter": "Kies een langere stap: --step quarter.",
    "year": "Kies een andere maat; 'change' vergelijkt het ene jaar met het andere.",
}


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
    level, cell_m = selection.level or level_of(layer, selection.measure), selection.cell_m
    if not cell_m:
        # A surface is drawn as fine as it may be.
        finest = cell_sizes_of(layer)[:1] if measure_named(selection.measure).surface else ()
        cell_m = next(iter(finest), layer.style.cell_m)
    require_level(layer, level, cell_m)
    selection = replace(selection, layer=layer.id, level=level, cell_m=cell_m)
    for one in FILTERS:
        one.require_known(selection, layer, workspace.geography)
    _require_fine_enough(selection, layer)
    _require_filters(selection, layer)
    denominator, bandwidth_m = _denominator(selection, layer), _bandwidth(selection, layer)
    require_choice("De straal", selection.bandwidth_rule, BANDWIDTH_RULES)
    require_choice("De kern", selection.kernel, KERNELS)
    require_choice("De stap", selection.step, tuple(STEPS))
    _require_minimum(selection.minimum_ratio)
    _require_side(selection)
    _require_steps_as_long(selection, layer)
    period, compare_period = _as_counted(selection, layer)
    chosen: dict[str, Any] = {
        one.field: tuple(sorted(set(one.chosen(selection)))) for one in FILTERS
    }
    settled = replace(
        selection,
        period=period,
        compare_period=compare_period,
        denominator=denominator,
        expectation=_expectation(selection, layer, workspace),
        bandwidth_m=bandwidth_m,
        minimum_ratio=float(selection.minimum_ratio),
        **chosen,
    )
    return settled, layer


def _denominator(selection: Selection, layer: LayerSpec) -> str | None:
    """Return what to divide by: what is asked for, or the first that the layer declares."""
    denominator = selection.denominator or next(iter(layer.denominators), None)
    if denominator is not None and denominator not in layer.denominators:
        raise SelectionError(
            f"Laag '{layer.label}' kent de noemer '{denominator}' niet.",
            f"Mogelijk: {', '.join(layer.denominators) or 'geen'}.",
            suggestion(denominator, layer.denominators) if layer.denominators else "",
        )
    return denominator


def _bandwidth(selection: Selection, layer: LayerSpec) -> int:
    """Return how wide a density smooths, metres: as asked, or as the layer declares."""
    bandwidth_m = selection.bandwidth_m or layer.style.bandwidth_m
    if not 0 < bandwidth_m <= WIDEST_BANDWIDTH_M:
        raise SelectionError(
            f"De straal van {bandwidth_m} m kan niet.",
            f"Verwacht: 1 tot {WIDEST_BANDWIDTH_M} m.",
            "Kies een andere straal.",
        )
    return bandwidth_m


def _expectation(selection: Selection, layer: LayerSpec, workspace: Workspace) -> str | None:
    """Return what places are compared with: what is asked for, or the first that can be.

    A test that is asked for with a denominator alone is asked to compare by that.

    Raises
    ------
    SelectionError
        If the layer cannot be compared with it, or not yet.
    """
    wanted = selection.expectation
    if wanted is None and measure_named(selection.measure).expects:
        wanted = selection.denominator
    possible = tuple(entry.id for entry in expectations_of(workspace, layer))
    if wanted is None:
        return next(iter(possible), None)
    if wanted in possible:
        return wanted
    reason = f"Mogelijk: {', '.join(possible) or 'geen'}."
    do = suggestion(wanted, possible) if possible else ""
    if wanted == OWN_PAST and wanted in layer.expectations:
        do = "Kies de maat 'Verandering': die vergelijkt een plek met haar eigen verleden."
    elif wanted in (known := {one.id: one for one in workspace.geography.denominators}):
        if wanted in layer.expectations:
            reason = f"Van geen buurt is bekend hoeveel {known[wanted].label} er zijn. {reason}"
            do = "Zet ze bij de grenzen (fetch keyfigures), of kies een andere verwachting."
    elif wanted in layer.expectations:
        contexts = {spec.id: spec.label for spec in workspace.library.catalog.contexts}
        reason = f"In laag '{contexts[wanted]}' staan nog geen rijen. {reason}"
        do = "Lees die laag eerst in, of kies een andere verwachting."
    raise SelectionError(
        f"Laag '{layer.label}' kan niet vergeleken worden met '{wanted}'.", reason, do
    )


def level_of(layer: LayerSpec, measure: str) -> str:
    """Return the level a layer opens with for a measure: what is only drawn in cells, in cells."""
    return "cells" if measure_named(measure).surface else default_level(layer)


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
            f"De twee perioden overlappen elkaar, zoals laag '{layer.label}' telt.",
            _NO_FINER[layer.counts_per],
            "Kies perioden die elkaar niet raken, de vroegste als vergelijking.",
        )
    return now, then


def _require_steps_as_long(selection: Selection, layer: LayerSpec) -> None:
    if measure_named(selection.measure).in_steps and STEPS[selection.step] < layer.counted_months:
        raise SelectionError(
            f"Laag '{layer.label}' kan niet per {dutch.EVERY[selection.step]} bekeken worden.",
            _NO_FINER[layer.counts_per],
            _LONGER_STEP[layer.counts_per],
        )


def _require_minimum(minimum: float) -> None:
    if not 1.0 <= minimum <= LARGEST_MINIMUM:
        raise SelectionError(
            f"Een hotspot van ten minste {number_in_short(minimum)} keer zoveel kan niet.",
            f"Verwacht: een getal van 1 tot {number(LARGEST_MINIMUM)}.",
            "Kies 1 om alles te tonen wat niet door toeval komt, of 1,5 zoals de standaard.",
        )


def _require_side(selection: Selection) -> None:
    require_choice("De kant", selection.side, SIDES)
    measure = measure_named(selection.measure)
    if selection.side != SIDES[0] and not measure.sided:
        raise SelectionError(
            f"De maat '{measure.label}' kan niet alleen naar meer zoeken.",
            f"Dat kan bij: {', '.join(entry.label for entry in MEASURES if entry.sided)}.",
            "Kies een van die maten, of zoek naar meer en minder.",
        )


def _require_fine_enough(selection: Selection, layer: LayerSpec) -> None:
    """Stop where a buurt or a drawn area would tell more than the layer may."""
    for one in WHERE:
        if one.chosen(selection) and FINEST.index(one.field) > FINEST.index(layer.privacy.finest):
            require_level(layer, one.field, 0)
    if selection.drawn is None:
        return
    selection.drawn.checked()
    if "cells" not in levels_of(layer):
        raise too_fine_to_draw(layer)
    measure = measure_named(selection.measure)
    if (measure.needs_denominator or measure.expects) and selection.level in PARTS:
        raise SelectionError(
            f"De maat '{measure.label}' kan niet per gebied binnen een getekend gebied.",
            "Van een deel van een buurt is niet bekend hoeveel er wonen.",
            "Kies cellen, een andere maat, of haal het getekende gebied weg.",
        )


def _require_filters(selection: Selection, layer: LayerSpec) -> None:
    on_offer = layer.filters
    if layer.sensitive:
        # A cube has areas and quarters; one number for the gemeente holds no wijken.
        by_wijk = FINEST.index(layer.privacy.finest) >= FINEST.index("wijken")
        on_offer = tuple(
            name for name in on_offer if name == "period" or (name == "wijk" and by_wijk)
        )
    for one in FILTERS:
        if one.key and one.chosen(selection) and one.key not in on_offer:
            raise SelectionError(
                f"Laag '{layer.label}' kan niet gefilterd worden op {one.key}.",
                f"Mogelijk: {', '.join(on_offer)}.",
                "Laat dit filter weg.",
            )


def selected_places(
    workspace: Workspace, selection: Selection
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return where the incidents of a selection are, in RD metres.

    Raises
    ------
    AccessError
        If this role may not see single places of the layer.
    """
    settled, layer = settle(selection, workspace)
    if not workspace.may_see_points(layer):
        raise AccessError(
            f"Losse plaatsen van laag '{layer.label}' zijn niet voor de rol '{workspace.role}'.",
            f"Wel voor: {', '.join(layer.privacy.points_roles) or 'niemand'}.",
            "Bekijk aantallen per gebied of cel.",
        )
    _, incidents = workspace.incidents(layer)
    chosen = selected(incidents, settled, workspace.geography)
    chosen &= incidents.known_at("cells")
    return incidents.x_rd[chosen], incidents.y_rd[chosen]
