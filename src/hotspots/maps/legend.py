"""The words beside the colours: what is measured, of what, and what to bear in mind."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hotspots import dutch as numbers
from hotspots.analysis import words as expectation_text
from hotspots.analysis.where import everywhere
from hotspots.dutch import day, number, number_in_short, plural, with_capital
from hotspots.incoming import words as counted
from hotspots.incoming.open_data.words import fetch_told
from hotspots.maps import words as text
from hotspots.maps.spec import Legend, drawn_notes
from hotspots.statistics.rates import SMALL_DENOMINATOR, THIN_BELOW

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from hotspots.analysis.answer import Analysis
    from hotspots.catalog.specs import LayerSpec

#: From so many times on, tenths say nothing.
_COARSE_FROM = 4.0


def legend_of(analysis: Analysis, method: str, chosen: str) -> Legend:
    """Return the legend of an analysis of what was ``chosen``, drawn with a method of classes."""
    denominator = analysis.parameters.get("denominator_label")
    unit = analysis.measure.unit_of(analysis.layer, denominator)
    return Legend(
        title=with_capital(unit),
        subtitle=chosen,
        notes=(*drawn_notes(analysis.selection.drawn), *_notes(analysis, method)),
    )


def _notes(analysis: Analysis, method: str) -> list[str]:
    if analysis.verdict is not None:
        notes = _test_notes(analysis)
    else:
        notes = _measure_notes(analysis)
        notes.append(text.OWN_BREAKS_NOTE if method == "own" else text.FIXED_BREAKS_NOTE)
    if analysis.small is not None and analysis.small.any():
        notes.append(
            text.SMALL_NOTE.format(
                denominator=analysis.parameters["denominator_label"],
                small=number(SMALL_DENOMINATOR),
                thin=number(THIN_BELOW),
            )
        )
    if analysis.layer.counted_months > 1:
        notes.append(counted.WHOLE[analysis.layer.counts_per])
    fetched = fetch_told(analysis.version.fetched)
    if fetched:
        notes.append(fetched)
    if analysis.ledger.outside_mask:
        notes.append(
            text.OUTSIDE_MASK_NOTE.format(
                count=number(analysis.ledger.outside_mask), mask=analysis.parameters["mask"]
            )
        )
    return notes


def _measure_notes(analysis: Analysis) -> list[str]:
    parameters = analysis.parameters
    notes = []
    if "denominator_label" in parameters:
        notes.append(_denominator_note(analysis))
    if "bandwidth_m" in parameters:
        notes.append(
            text.BANDWIDTH_NOTE.format(
                bandwidth=number(parameters["bandwidth_m"]),
                kernel=text.KERNELS[parameters["kernel"]],
                size=parameters["cell_m"],
                mask=parameters["mask"],
            )
        )
        if parameters["bandwidth_rule"] == "automatic":
            notes.append(
                text.AUTOMATIC_NOTE.format(
                    x=number(parameters["spread_x_m"]),
                    y=number(parameters["spread_y_m"]),
                    count=number(parameters["rule_from"]),
                )
            )
        elif parameters["bandwidth_rule"] == "adaptive":
            notes.append(text.ADAPTIVE_NOTE)
    elif "cell_m" in parameters:
        notes.append(
            text.CELL_NOTE.format(
                size=parameters["cell_m"],
                mask=parameters["mask"],
                cells=number(parameters["mask_cells"]),
            )
        )
    if without := analysis.parameters.get("without_weekday"):
        layer = analysis.layer
        count = plural(without, layer.noun, layer.noun_plural)
        notes.append(text.WITHOUT_WEEKDAY_NOTE.format(count=count))
    if analysis.layer.sensitive:
        minimum = analysis.layer.privacy.minimum
        notes.append(text.ROUNDED_NOTE.format(minimum=minimum, most=minimum - 1))
        notes.append(text.ONE_CLASS_NOTE)
    return notes


def _test_notes(analysis: Analysis) -> list[str]:
    """Return what was tested, against what, and how many times."""
    parameters = analysis.parameters
    notes = []
    if parameters.get("side") == "more":
        notes.append(text.MORE_NOTE)
    notes += _compared_notes(parameters)
    if "even" in parameters and parameters["tested"]:
        notes.append(f"{expectation_note(parameters)} {text.NEIGHBOURS_NOTE}")
    if "family_tests" in parameters:
        notes += _judged_notes(analysis)
    if "steps" in parameters:
        notes += _step_notes(analysis)
    if "global_moran" in parameters:
        notes += [_denominator_note(analysis), _whole_note(analysis)]
    if parameters.get("minimum_ratio"):
        notes += _large_notes(parameters)
    own = "family_tests" not in parameters and parameters["tested"]
    if own and not everywhere(analysis.selection):
        notes.append(text.FAMILY_NOTE)
    if parameters.get("not_tested"):
        notes.append(_not_tested_note(parameters))
    if parameters["tested"] and "alpha" in parameters and "family_tests" not in parameters:
        told = text.STEP_TEST_NOTE if "steps" in parameters else text.TEST_NOTE
        notes.append(
            told.format(
                tested=plural(parameters["tested"], *_what_is_tested(analysis)),
                alpha=number(100 * parameters["alpha"]),
            )
        )
    notes += visible_notes(parameters, analysis.layer)
    return notes


def _compared_notes(parameters: Mapping[str, Any]) -> list[str]:
    """Return which earlier period a change is measured from."""
    if "compare_from" not in parameters:
        return []
    first = date.fromisoformat(parameters["compare_from"])
    last = date.fromisoformat(parameters["compare_to"])
    return [text.COMPARED_NOTE.format(period=numbers.period(first, last))]


def _judged_notes(analysis: Analysis) -> list[str]:
    """Return what an area was held against, and what was judged together."""
    parameters = analysis.parameters
    notes = [_exposure_note(analysis)] if "against" in parameters else []
    if not parameters["family_tests"]:
        return notes
    told = text.JUDGED_APART_NOTE if parameters["family_own"] else text.JUDGED_NOTE
    notes.append(
        told.format(
            tests=number(parameters["family_tests"]),
            layers=plural(parameters["family_layers"], *text.LAYER_NOUNS),
            dispersion=number(parameters["dispersion"], 1),
        )
    )
    return notes


def _large_notes(parameters: Mapping[str, Any]) -> list[str]:
    """Return how much more a hotspot must be, and how the counts of the layer spread."""
    minimum = parameters["minimum_ratio"]
    notes = [text.ANY_EXCESS_NOTE]
    if minimum > 1.0:
        notes = [text.LARGE_NOTE.format(minimum=number_in_short(minimum))]
    if round(parameters["dispersion"], 1) > 1.0:
        notes.append(text.SPREAD_COUNTS_NOTE.format(dispersion=number(parameters["dispersion"], 1)))
    return notes


def visible_notes(parameters: Mapping[str, Any], layer: LayerSpec) -> list[str]:
    """Return what a map without marks leaves open: the smallest excess that would have shown.

    Any test says it that puts ``visible_ratio`` among its parameters, with the incidents it had.
    """
    if "visible_ratio" not in parameters:
        return []
    ratio = parameters["visible_ratio"]
    incidents = plural(parameters["incidents_tested"], layer.noun, layer.noun_plural)
    if ratio is None:
        return [text.NOTHING_VISIBLE_NOTE.format(incidents=incidents)]
    told = number_in_short(round(ratio, 1) if ratio < _COARSE_FROM else float(round(ratio)))
    return [text.VISIBLE_NOTE.format(incidents=incidents, ratio=told)]


def _not_tested_note(parameters: Mapping[str, Any]) -> str:
    """Return how many incidents lie where nothing is expected, and why nothing is."""
    count = number(parameters["not_tested"])
    label = parameters.get("expectation_label", parameters.get("denominator_label"))
    if "smallest_denominator" not in parameters:
        return text.NOT_TESTED_WITHOUT_NOTE.format(count=count, label=label)
    return text.NOT_TESTED_NOTE.format(
        count=count, smallest=parameters["smallest_denominator"], label=label
    )


def expectation_note(parameters: Mapping[str, Any]) -> str:
    """Return what places are compared with, of which year and how it lies within a buurt."""
    if parameters["even"]:
        return text.EVEN_NOTE
    label, year = parameters["expectation_label"], parameters["expectation_year"]
    if "spread_over" not in parameters:
        return text.EXPECTED_NOTE.format(label=label)
    if "cell_m" not in parameters:
        return text.EXPOSURE_NOTE.format(label=label, year=year)
    return text.SPREAD_NOTE.format(
        label=label, year=year, spread=expectation_text.SPREAD[parameters["spread_over"]]
    )


def _step_notes(analysis: Analysis) -> list[str]:
    """Return how the history was cut, what was left out, and whether a trend is claimed."""
    parameters = analysis.parameters
    nouns = text.STEP_NOUNS[parameters["step"]]
    notes = [
        text.STEPS_NOTE.format(
            steps=plural(parameters["steps"], *nouns),
            first=day(date.fromisoformat(parameters["history_from"])),
            last=day(date.fromisoformat(parameters["history_to"])),
        )
    ]
    if analysis.other_period is not None:
        asked = analysis.selection.period or analysis.covered
        notes.append(text.OTHER_PERIOD_NOTE.format(asked=numbers.period(asked.first, asked.last)))
    if parameters["left_out"]:
        notes.append(
            text.LEFT_OUT_NOTE.format(
                step=nouns[0],
                period=numbers.period(*map(date.fromisoformat, parameters["left_out"])),
            )
        )
    if not parameters["trend_claimed"]:
        notes.append(text.NO_TREND_NOTE.format(fewest=parameters["fewest_for_trend"]))
    return notes


def _denominator_note(analysis: Analysis) -> str:
    return text.DENOMINATOR_NOTE.format(
        label=analysis.parameters["denominator_label"],
        year=analysis.parameters["denominator_year"],
    )


def _exposure_note(analysis: Analysis) -> str:
    return text.EXPOSURE_NOTE.format(
        label=analysis.parameters["denominator_label"],
        year=analysis.parameters["denominator_year"],
    )


def _whole_note(analysis: Analysis) -> str:
    """Return Moran's I of the whole map, and whether chance gives as much."""
    parameters = analysis.parameters
    chance = parameters["global_p"] > parameters["alpha"]
    told = text.GLOBAL_MORAN_CHANCE if chance else text.GLOBAL_MORAN
    return told.format(
        value=number(parameters["global_moran"], 2), p=number(parameters["global_p"], 3)
    )


def _what_is_tested(analysis: Analysis) -> tuple[str, str]:
    return text.CELL_NOUNS if "cell_m" in analysis.parameters else text.AREA_NOUNS
