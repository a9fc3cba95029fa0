"""Maps that are compared: the same classes on both, or what they differ by on one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import matplotlib as mpl
import numpy as np
from matplotlib.colors import to_hex

from hotspots.analysis.answer import Status, Verdict
from hotspots.analysis.area_words import tip
from hotspots.analysis.judgement import FamilyTest
from hotspots.analysis.parameters import Earlier
from hotspots.analysis.question import Selection
from hotspots.analysis.searches.before_after import BeforeAfterAnswer, Buurt
from hotspots.dutch import number, period
from hotspots.geography.areas import outer_border
from hotspots.maps import words as map_text
from hotspots.maps.choropleth import MapStyle, map_spec
from hotspots.maps.classes import Breaks, find_breaks, rounded_up, with_counts
from hotspots.maps.palettes import ZERO_COLOUR
from hotspots.maps.spec import Legend, MapClass, Overlay, Shape
from hotspots.vergelijken import words as text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis, Finding
    from hotspots.geography.areas import AreaSet
    from hotspots.maps.spec import MapSpec

#: Blue for fewer, red for more: apart for every common colour blindness. From this share of the
#: ramp on, for its middle reads as paper.
_RAMP: Final = "RdBu_r"
_PALEST: Final = 0.18
#: Classes on either side of no difference.
_CLASSES_A_SIDE: Final = 3


def compared_specs(
    workspace: Workspace, analyses: Sequence[Analysis], style: MapStyle
) -> tuple[MapSpec, ...]:
    """Return a map of each answer, all in the same classes.

    The breaks are those of all of them together, and of what the same question has at other
    times, so that they stay when one is moved; own breaks of a user are taken as they are.
    """
    if style.method != "own":
        values = np.concatenate([part for analysis in analyses for part in _all_values(analysis)])
        breaks = find_breaks(
            values,
            method=style.method,
            classes=style.classes,
            decimals=max(analysis.measure.decimals for analysis in analyses),
        )
        style = replace(style, method="own", own_breaks=breaks.upper) if breaks.upper else style
    # Above the last of own breaks a map adds to it by itself: to both the same.
    highest = max((_highest(analysis) for analysis in analyses), default=0.0)
    if style.method == "own" and highest > style.own_breaks[-1]:
        style = replace(style, own_breaks=(*style.own_breaks[:-1], highest))
    return tuple(_with_shared_note(map_spec(workspace, analysis, style)) for analysis in analyses)


def _all_values(analysis: Analysis) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return analysis.reference, analysis.in_classes


def _highest(analysis: Analysis) -> float:
    shown = analysis.in_classes[np.isfinite(analysis.in_classes)]
    return float(rounded_up(shown.max(initial=0.0), analysis.measure.decimals))


def _with_shared_note(spec: MapSpec) -> MapSpec:
    said = (map_text.OWN_BREAKS_NOTE, map_text.FIXED_BREAKS_NOTE)
    notes = tuple(note for note in spec.legend.notes if note not in said)
    return replace(spec, legend=replace(spec.legend, notes=(*notes, text.SAME_CLASSES)))


def difference_spec(
    workspace: Workspace,
    change: Analysis,
    own: tuple[float, ...] = (),
    overlay: Overlay | None = None,
) -> MapSpec:
    """Return one map of what changed: as many classes above no difference as below it, alike.

    Areas in which the change is more than chance explains have an outline; the others are coloured
    as well, for what cannot be shown is not therefore gone.

    Parameters
    ----------
    change
        An answer of the measure ``change``.
    own
        Upper bounds of a user, of more and of fewer alike.
    overlay
        Other outlines than those of what is more than chance.
    """
    method = "own" if own else "jenks"
    sizes = np.abs(change.values[change.status == Status.VALUE]).round()
    breaks = find_breaks(sizes, method=method, classes=_CLASSES_A_SIDE, own=own)
    upper = breaks.upper
    if len(upper) and sizes.max(initial=0.0) > upper[-1]:
        upper = (*upper[:-1], float(sizes.max()))
        breaks = replace(breaks, upper=upper)
    values = np.nan_to_num(change.values).round()
    steps = np.searchsorted(np.array(upper), np.abs(values), side="left")
    fill = np.zeros(len(values), dtype=np.int16)
    fill[values < 0] = 1 + len(upper) - 1 - steps[values < 0]
    fill[values > 0] = 1 + len(upper) + steps[values > 0]
    fill[change.status == Status.NOT_SELECTED] = -1
    plain = map_spec(workspace, change)
    tally = np.bincount(fill[fill >= 0], minlength=1 + 2 * len(upper))
    classes = with_counts(_classes(breaks), tally)
    earlier, test = change.parameters.get(Earlier), change.parameters.get(FamilyTest)
    notes = [*([] if earlier is None else [earlier.note()]), text.DIFFERENCE_NOTE]
    if overlay is None and test is not None:
        notes.append(text.OUTLINED_NOTE.format(tested=number(test.family_tests)))
        overlay = _shown_changes(change, workspace.geography.level(change.selection.level))
    return replace(
        plain,
        title=f"{change.layer.label}: {text.DIFFERENCE_TITLE}",
        classes=classes,
        fill=fill,
        judged=False,
        bounds=upper,
        legend=Legend(plain.legend.title, plain.legend.subtitle, tuple(notes)),
        overlay=overlay,
    )


def change_around(finding: Finding) -> Selection:
    """Return what to ask for a map of the change before and after a measure, per buurt."""
    answer = finding.summary.require(BeforeAfterAnswer)
    return Selection(
        layer=finding.layer.id,
        level="buurten",
        measure="change",
        period=answer.after,
        compare_period=answer.before,
        soorten=finding.selection.soorten,
    )


def measure_spec(workspace: Workspace, finding: Finding, change: Analysis) -> MapSpec:
    """Return that map, with an outline around each buurt with the measure or around it."""
    answer = finding.summary.require(BeforeAfterAnswer)
    note = text.OVERLAY_NOTE.format(
        before=period(answer.before.first, answer.before.last),
        after=period(answer.after.first, answer.after.last),
    )
    shapes = tuple(
        Shape(
            ring=buurt.ring,
            label=text.ROLE_LABELS[buurt.role],
            tip=f"{buurt.name}: {number(buurt.before)} → {number(buurt.after)}",
        )
        for buurt in finding.outlines_of(Buurt)
    )
    overlay = Overlay(text.OVERLAY_TITLE, (note,), shapes)
    return difference_spec(workspace, change, overlay=overlay)


def _classes(breaks: Breaks) -> list[MapClass]:
    """Return no difference, then fewer from much to little, then more from little to much."""
    limits = zip(breaks.lows, breaks.upper, strict=True)
    labels = [map_text.between(low, high, 0) for low, high in limits]
    ramp = mpl.colormaps[_RAMP]
    reach = np.linspace(_PALEST, 1.0, len(breaks)) if len(breaks) != 1 else np.array([0.7])
    fewer = [
        MapClass(
            "value", text.CHANGE_FEWER.format(range=label), to_hex(ramp(0.5 - at / 2)), "cross"
        )
        for label, at in zip(labels, reach, strict=True)
    ]
    more = [
        MapClass("value", text.CHANGE_MORE.format(range=label), to_hex(ramp(0.5 + at / 2)))
        for label, at in zip(labels, reach, strict=True)
    ]
    return [MapClass("zero", text.NO_DIFFERENCE, ZERO_COLOUR), *reversed(fewer), *more]


def _shown_changes(change: Analysis, areas: AreaSet) -> Overlay:
    """Return an outline around each area whose change is more than chance explains."""
    assert change.verdict is not None  # noqa: S101 - the measure is a test
    marked = np.flatnonzero(change.verdict != Verdict.NOT_SHOWN).tolist()
    return Overlay(
        title=text.SHOWN_TITLE,
        notes=(),
        shapes=tuple(
            Shape(
                ring=outer_border(areas.polygons[at]),
                label="+" if change.verdict[at] == Verdict.MORE else "\N{MINUS SIGN}",
                tip=f"{change.names[at]}: {tip(change, at)}",
            )
            for at in marked
        ),
    )
