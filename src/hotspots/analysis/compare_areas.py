"""Two areas beside each other: the same question asked of each, in all and per soort."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from hotspots.analysis.analyse import analyse
from hotspots.analysis.compare import Compared, between, compared
from hotspots.analysis.cube_bounds import ends_of
from hotspots.analysis.layer_dispersion import layer_dispersion
from hotspots.statistics.rates import SMALLEST_DENOMINATOR

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.periods import Period
    from hotspots.analysis.selection import Selection


@dataclass(frozen=True, slots=True)
class ComparedAreas:
    """What two wijken have, in all and per soort.

    Attributes
    ----------
    whole
        All incidents of the selection.
    soorten
        The same per soort; empty where there is one, or none may be told.
    exposures
        How many of the denominator each has; None where the layer has none, or too few live there.
    denominator_label, denominator_year
        What that is, and of when.
    period
        What was counted.
    """

    whole: Compared
    soorten: tuple[Compared, ...]
    exposures: tuple[float, float] | None
    denominator_label: str
    denominator_year: int
    period: Period


def compared_wijken(
    workspace: Workspace, selection: Selection, one: str, other: str
) -> ComparedAreas:
    """Compare two wijken by their codes, per thing exposed where that is known.

    Parameters
    ----------
    selection
        What to count; its level, measure and wijken are not looked at.

    Raises
    ------
    SelectionError
        If the layer cannot be asked this.
    AccessError
        If it may not be shown per wijk.
    """
    asked = replace(selection, level="wijken", measure="count", wijken=(one, other))
    found = analyse(workspace, asked)
    at = [found.codes.index(code) for code in (one, other)]
    names = (workspace.geography.wijken.names[at[0]], workspace.geography.wijken.names[at[1]])
    label = " – ".join(names)
    layer, counts = found.layer, found.counts[at]
    if layer.sensitive:
        whole = between(("", label), *(ends_of(found, place) for place in at))
        return ComparedAreas(whole, (), None, "", 0, found.period)
    exposures, denominator = _exposures(workspace, found.selection, at)
    shares = exposures or (1.0, 1.0)
    how: dict[str, Any] = {
        "one_exposure": shares[0],
        "other_exposure": shares[1],
        "period": found.period,
        "dispersion": layer_dispersion(workspace.library, layer, "wijken").place,
    }
    (whole,) = compared([("", label)], counts[:1], counts[1:], **how)
    entry = workspace.geography.denominator(denominator) if denominator else None
    return ComparedAreas(
        whole=whole,
        soorten=_per_soort(workspace, asked, at, how),
        exposures=exposures,
        denominator_label=entry.label if entry is not None else "",
        denominator_year=entry.year if entry is not None else 0,
        period=found.period,
    )


def _per_soort(
    workspace: Workspace, asked: Selection, at: list[int], how: dict[str, Any]
) -> tuple[Compared, ...]:
    layer = workspace.layer(asked.layer)
    soorten = asked.soorten or tuple(layer.soorten)
    if len(soorten) < 2:  # noqa: PLR2004 - one soort is the whole
        return ()
    counts = np.array(
        [analyse(workspace, replace(asked, soorten=(soort,))).counts[at] for soort in soorten]
    )
    names = [(soort, layer.soorten[soort]) for soort in soorten]
    return compared(names, counts[:, 0], counts[:, 1], **how)


def _exposures(
    workspace: Workspace, settled: Selection, at: list[int]
) -> tuple[tuple[float, float] | None, str]:
    """Return how many of the denominator both have, and which it is."""
    if settled.denominator is None:
        return None, ""
    things = workspace.geography.wijken.denominators[settled.denominator][at]
    if not (things >= SMALLEST_DENOMINATOR).all():
        return None, ""
    return (float(things[0]), float(things[1])), settled.denominator
