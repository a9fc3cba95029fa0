"""What an answer says of one of its areas or cells: in one line, and line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.analysis.answer import Status, count_in_words, value_in_words
from hotspots.analysis.measures.emerging import History
from hotspots.analysis.parameters import DividedBy, Published
from hotspots.dutch import number, plural, signed, times, two_ends, with_kind

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis


#: Of an area whose count the source does not give.
WITHHELD: Final = "door de bron niet gegeven"
NO_VALUE: Final = "geen cijfer"
SMALL: Final = "weinig {denominator}"
RATIO: Final = "{number} keer de rest van {whole.the}"
TIMES: Final = "{number} keer het aandeel in {whole.the_entire}"
TIMES_EXPECTED: Final = "{ratio} keer verwacht, met de buren"
TIMES_AT_LEAST: Final = "{ratio} keer verwacht, met de buren (zeker ten minste {lower})"
TIMES_BETWEEN: Final = "{ratio} keer verwacht, met de buren (zeker tussen {lower} en {upper})"


def tips_of(analysis: Analysis) -> tuple[str, ...]:
    """Return the line of every area."""
    return tuple(tip(analysis, position) for position in range(len(analysis.codes)))


def tip(analysis: Analysis, position: int) -> str:
    """Return the line of one area."""
    status = Status(int(analysis.status[position]))
    layer = analysis.layer
    if status is Status.NOT_SELECTED:
        return ""
    if status is Status.SUPPRESSED and not layer.sensitive:
        return WITHHELD
    if analysis.bounds is not None:
        return _between(analysis, position)
    count = plural(int(analysis.counts[position]), layer.noun, layer.noun_plural)
    if status is Status.MISSING:
        return f"{count} · {NO_VALUE}"
    if analysis.measure.per_1000:
        value = number(float(analysis.values[position]), analysis.measure.decimals)
        return f"{value} per 1.000 · {count}{_small(analysis, position)}"
    return f"{count}{_valued(analysis, position)}{_small(analysis, position)}"


def _small(analysis: Analysis, position: int) -> str:
    """Return the remark behind a rate with a small denominator; empty behind another."""
    if analysis.small is None or not analysis.small[position]:
        return ""
    words = SMALL.format(denominator=analysis.denominator_label)
    return f" · {words}"


def _between(analysis: Analysis, position: int) -> str:
    """Return the two ends of the count, after those of the rate if there is one."""
    layer, status = analysis.layer, int(analysis.status[position])
    count = f"{count_in_words(analysis, position)} {layer.noun_plural}"
    if not analysis.measure.per_1000 or status == Status.SUPPRESSED:
        return count
    if status == Status.MISSING:
        return f"{count} · {NO_VALUE}"
    value = value_in_words(analysis, position)
    return f"{value} per 1.000 · {count}{_small(analysis, position)}"


def _valued(analysis: Analysis, position: int) -> str:
    """Return what follows the count: how much it is, or what the test says of it."""
    value = float(analysis.values[position])
    decimals = analysis.measure.decimals
    if analysis.verdict is not None:
        verdict = f" · {analysis.measure.verdict(int(analysis.verdict[position])).label}"
        if analysis.measure.expects and "ratio" in analysis.columns:
            return f" · {times_expected(analysis, position)}{verdict}"
        if "elsewhere" in analysis.columns:
            verdict = f" · {RATIO.format(number=times(value), whole=analysis.whole)}{verdict}"
        return f" ({signed(value)}){verdict}" if analysis.measure.compares else verdict
    if analysis.measure.of_soort:
        return f" · {TIMES.format(number=number(value, decimals), whole=analysis.whole)}"
    return ""


def times_expected(analysis: Analysis, position: int) -> str:
    """Return how many times what is expected is in a neighbourhood, with its bounds if marked."""
    ratio, lower, upper = (
        float(analysis.columns[name][position]) for name in ("ratio", "ratio_lower", "ratio_upper")
    )
    if not np.isfinite(lower):
        return TIMES_EXPECTED.format(ratio=times(ratio))
    if np.isinf(upper):
        return TIMES_AT_LEAST.format(ratio=times(ratio), lower=times(lower))
    return TIMES_BETWEEN.format(ratio=times(ratio), lower=times(lower), upper=times(upper))


WIJK: Final = "Wijk"
DENOMINATOR: Final = "{number} {label} ({year})"
INTERVAL: Final = "Door toeval alleen al tussen {low} en {high} (95 %)"
CITY_RATE: Final = "Alle gebieden op de kaart samen: {rate} per 1.000 {label}"
RANK: Final = "Nummer {rank} van {areas} gebieden met een cijfer"
HIDDEN_QUARTERS: Final = (
    "In {hidden} van {quarters} kwartalen minder dan {minimum}: elk daarvan telt als 0 tot {most}"
)
#: Of a buurt that a test judges together with the buurten beside it.
LISTED_TOGETHER: Final = (
    "{name}: {observed} met de buurten eromheen, verwacht {expected} ({ratio} keer)"
)
LISTED_RATIO: Final = "{name}: {value} keer verwacht"
LISTED_STEPS: Final = "{name}: hotspot in {hot} van de {steps} stappen"
EARLIER: Final = "Eerder: {count}"
DIFFERENCE: Final = "Het verschil ligt tussen {low} en {high} (gecorrigeerd interval)"
DIFFERENCE_AT_LEAST: Final = "Het verschil is ten minste {low} (gecorrigeerd)"
EARLIER_SCALED: Final = "Eerder: {count}; omgerekend naar deze periode {scaled}"
EXPECTED: Final = "Met de buren erbij: {observed}; verwacht {expected}"
AGAINST_REST: Final = (
    "Bij het aantal in de rest van {whole.the} zouden het er {expected} zijn: {ratio} keer, tussen "
    "{low} en {high} (gecorrigeerd interval)"
)
AGAINST_REST_AT_LEAST: Final = (
    "Bij het aantal in de rest van {whole.the} zouden het er {expected} zijn: {ratio} keer, ten "
    "minste {low} (gecorrigeerd)"
)
STEPS: Final = "Hotspot in {hot} en coldspot in {cold} van de {steps} stappen"
P: Final = "p = {p}, gecorrigeerd voor het aantal gebieden"
P_TINY: Final = "p kleiner dan 0,001, gecorrigeerd voor het aantal gebieden"
#: Below this a p is only said to be small.
_TINY: Final = 0.001


def area_lines(workspace: Workspace, analysis: Analysis, position: int) -> list[str]:
    """Return what is known of one area, beside its tip: a line each."""
    lines = []
    if analysis.selection.level == "buurten":
        wijk = int(workspace.geography.buurten.parent[position])
        lines.append(with_kind(WIJK, workspace.geography.wijken.names[wijk]))
    if analysis.denominators is not None and analysis.measure.per_1000:
        lines += _rate_lines(analysis, position)
    if analysis.verdict is None:
        lines += _rank_lines(analysis, position)
    else:
        lines += verdict_lines(analysis, position)
    published = analysis.parameters.get(Published)
    if published is not None and published.hidden_quarters[position]:
        minimum = analysis.layer.privacy.minimum
        lines.append(
            HIDDEN_QUARTERS.format(
                hidden=published.hidden_quarters[position],
                quarters=published.quarters,
                minimum=minimum,
                most=minimum - 1,
            )
        )
    return lines


def verdict_lines(analysis: Analysis, position: int) -> list[str]:
    """Return what was found, what was expected, and how sure the verdict is.

    Of what was not tested only what happened before is known.
    """
    columns = analysis.columns
    lines = []
    if "earlier" in columns:
        lines.append(_earlier_line(analysis, position))
    if analysis.measure.compares and analysis.lower is not None and analysis.upper is not None:
        low, high = float(analysis.lower[position]), float(analysis.upper[position])
        template = DIFFERENCE if np.isfinite(high) else DIFFERENCE_AT_LEAST
        lines.append(template.format(low=signed(low), high=signed(high)))
    if not analysis.judged[position]:
        return lines
    if "observed" in columns:
        lines.append(
            EXPECTED.format(
                observed=number(columns["observed"][position]),
                expected=number(columns["expected"][position], 1),
            )
        )
    if analysis.measure.expects and "ratio" in columns and np.isfinite(columns["ratio"][position]):
        lines.append(times_expected(analysis, position))
    if "elsewhere" in columns:
        lines += _rest_lines(analysis, position)
    history = analysis.parameters.get(History)
    if history is not None:
        lines.append(
            STEPS.format(
                hot=number(columns["hot_steps"][position]),
                cold=number(columns["cold_steps"][position]),
                steps=number(history.steps),
            )
        )
    p = float(columns["p_adjusted"][position]) if "p_adjusted" in columns else np.nan
    if np.isfinite(p):
        lines.append(P_TINY if p < _TINY else P.format(p=number(p, 3)))
    return lines


def _earlier_line(analysis: Analysis, position: int) -> str:
    """Return the earlier count, scaled where the periods differ in length."""
    columns = analysis.columns
    count = number(columns["earlier"][position])
    if "earlier_scaled" not in columns:
        return EARLIER.format(count=count)
    scaled = number(columns["earlier_scaled"][position], 1)
    return EARLIER_SCALED.format(count=count, scaled=scaled)


def _rest_lines(analysis: Analysis, position: int) -> list[str]:
    """Return what the rest of the municipality would give, and the ratio with its interval."""
    if not np.isfinite(analysis.columns["expected"][position]):
        return []
    assert analysis.lower is not None  # noqa: S101 - a ratio has an interval
    assert analysis.upper is not None  # noqa: S101
    only_more = analysis.selection.side == "more"
    template = AGAINST_REST_AT_LEAST if only_more else AGAINST_REST
    return [
        template.format(
            whole=analysis.whole,
            expected=number(analysis.columns["expected"][position], 1),
            ratio=times(float(analysis.values[position])),
            low=times(float(analysis.lower[position])),
            high=times(float(analysis.upper[position])),
        )
    ]


def _rate_lines(analysis: Analysis, position: int) -> list[str]:
    assert analysis.denominators is not None  # noqa: S101 - the caller has looked
    divided = analysis.parameters.require(DividedBy)
    label = divided.denominator_label
    things = number(float(analysis.denominators[position]))
    lines = [DENOMINATOR.format(number=things, label=label, year=divided.denominator_year)]
    if analysis.bounds is None and analysis.lower is not None and analysis.upper is not None:
        low, high = float(analysis.lower[position]), float(analysis.upper[position])
        if np.isfinite(low):
            lines.append(INTERVAL.format(low=number(low, 1), high=number(high, 1)))
    rate = _city_rate(analysis)
    if rate:
        lines.append(CITY_RATE.format(rate=rate, label=label))
    return lines


def _city_rate(analysis: Analysis) -> str:
    """Return the rate of all areas on the map that have one, or its two ends; "" without any."""
    assert analysis.denominators is not None  # noqa: S101 - the caller has looked
    of_areas = analysis.values if analysis.lower is None else analysis.lower
    rated = np.isfinite(of_areas) & (analysis.status != Status.NOT_SELECTED)
    total = float(analysis.denominators[rated].sum())
    if not total:
        return ""
    if analysis.bounds is None:
        return number(int(analysis.counts[rated].sum()) * 1000 / total, 1)
    ends = analysis.bounds.pick(rated).sum()
    return two_ends(int(ends.lower) * 1000 / total, int(ends.upper) * 1000 / total, decimals=1)


def _rank_lines(analysis: Analysis, position: int) -> list[str]:
    value = analysis.values[position]
    ranked = np.isfinite(analysis.values)
    if analysis.small is not None:
        ranked &= ~analysis.small
    shown = analysis.values[ranked]
    if not ranked[position] or value == 0 or len(shown) < 2:  # noqa: PLR2004 - a rank needs two
        return []
    higher = int(np.count_nonzero(shown > value))
    return [RANK.format(rank=higher + 1, areas=len(shown))]


def listed_line(analysis: Analysis, at: int, name: str) -> str:
    """Return the name of an area and the number that a reader can use, named by what it is."""
    columns = analysis.columns
    if "observed" in columns and columns["expected"][at] > 0:
        observed, expected = float(columns["observed"][at]), float(columns["expected"][at])
        return LISTED_TOGETHER.format(
            name=name,
            observed=number(observed),
            expected=number(expected, 1),
            ratio=number(observed / expected, 1),
        )
    value = number(float(analysis.values[at]), analysis.measure.decimals)
    if analysis.measure.id == "ratio":
        return LISTED_RATIO.format(name=name, value=value)
    history = analysis.parameters.get(History)
    if history is not None:
        hot, steps = number(columns["hot_steps"][at]), number(history.steps)
        return LISTED_STEPS.format(name=name, hot=hot, steps=steps)
    return f"{name}: {value}"
