"""Before and after a measure, against buurten without it and with a ring for displacement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from hotspots.analysis.counting import count_areas, selected
from hotspots.analysis.finding import finding_of
from hotspots.analysis.periods import Period
from hotspots.errors import SelectionError
from hotspots.statistics.displacement import BeforeAfter, weighted_displacement_difference

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from hotspots.analysis.asked import Asked
    from hotspots.analysis.finding import Finding
    from hotspots.analysis.search import Search

#: Days on each side of a measure below which seasons and chance are all there is to see.
LEAST_DAYS: Final = 28
#: Days on each side at most: of longer, too much else has changed.
MOST_DAYS: Final = 365


@dataclass(frozen=True, slots=True)
class _Roles:
    """Positions of the buurten in each part, and of those that each is compared with."""

    treated: list[int]
    control: list[int]
    ring: list[int]
    ring_control: list[int]


def find_before_after(asked: Asked, search: Search, progress: Callable[[float], None]) -> Finding:
    """Answer with the change where a measure was taken, beyond that in buurten like it.

    As many days are compared before the measure as after it, as far as the layer reaches, up to a
    year. The buurten around the treated ones are the ring for displacement. Where no control is
    named, it is the buurten elsewhere with the most similar count before; so it is for the ring.
    A choice of wijken plays no part: buurten outside it would count as quiet.

    Raises
    ------
    SelectionError
        If the buurten or the day do not allow a comparison.
    """
    everywhere = replace(asked.selection, period=None, wijken=(), buurten=(), drawn=None)
    rows = selected(asked.incidents, everywhere, asked.workspace.geography)
    asked = replace(asked, any_time=rows)
    before, after = _windows(asked, search)
    counts = np.stack([_counts(asked, before), _counts(asked, after)])
    roles = _roles(asked, search, counts[0])
    pairs = {
        name: BeforeAfter(*counts[:, getattr(roles, name)].sum(axis=1).tolist())
        for name in ("treated", "control", "ring", "ring_control")
    }
    found = weighted_displacement_difference(
        treated=pairs["treated"],
        control=pairs["control"],
        displacement=pairs["ring"],
        displacement_control=pairs["ring_control"],
    )
    progress(1.0)
    buurten = asked.workspace.geography.buurten
    shown = [*roles.treated, *roles.ring]
    return finding_of(
        asked,
        search,
        period=Period(before.first, after.last),
        rings=tuple(_outline(buurten.polygons[at]) for at in shown),
        columns={
            "role": ["treated"] * len(roles.treated) + ["ring"] * len(roles.ring),
            "code": [buurten.codes[at] for at in shown],
            "name": [buurten.names[at] for at in shown],
            "before": counts[0, shown].tolist(),
            "after": counts[1, shown].tolist(),
        },
        summary={
            **{f"{name}_before": pair.before for name, pair in pairs.items()},
            **{f"{name}_after": pair.after for name, pair in pairs.items()},
            "difference": found.difference,
            "lower": found.lower,
            "upper": found.upper,
            "displaced": found.displaced,
            "p": found.p,
            "control_names": _names(buurten.names, roles.control),
        },
        parameters=_parameters(asked, search, roles, before, after),
    )


def _names(names: tuple[str, ...], places: list[int]) -> str:
    return ", ".join(names[at] for at in places)


def _windows(asked: Asked, search: Search) -> tuple[Period, Period]:
    """Return as many days before the measure as after it."""
    since, covered = search.since, asked.covered
    days = 0
    if since is not None:
        days = min((since - covered.first).days, (covered.last - since).days + 1, MOST_DAYS)
    if since is None or days < LEAST_DAYS:
        raise SelectionError(
            "De dag waarop de maatregel begon, laat geen vergelijking toe.",
            f"Gevonden: {'geen dag' if since is None else f'{since:%d-%m-%Y}'}; in de laag: "
            f"{covered.first:%d-%m-%Y} t/m {covered.last:%d-%m-%Y}.",
            f"Kies een dag met ten minste {LEAST_DAYS} dagen ervoor en erna.",
        )
    span = timedelta(days=days)
    return (
        Period(since - span, since - timedelta(days=1)),
        Period(since, since + span - timedelta(days=1)),
    )


def _counts(asked: Asked, window: Period) -> NDArray[np.int64]:
    buurten = len(asked.workspace.geography.buurten)
    return count_areas(asked.incidents, asked.in_period(window), "buurten", buurten)


def _roles(asked: Asked, search: Search, before: NDArray[np.int64]) -> _Roles:
    codes = asked.workspace.geography.buurten.codes
    treated = _positions(search.treated, codes, "met de maatregel")
    control = _positions(search.control, codes, "om mee te vergelijken") if search.control else []
    both = sorted(set(treated) & set(control))
    if both:
        raise SelectionError(
            "Een buurt kan niet tegelijk de maatregel hebben en de vergelijking zijn.",
            f"Gevonden: {codes[both[0]]}.",
            "Laat haar bij een van beide weg.",
        )
    touching = asked.workspace.library.neighbours[treated].sum(axis=0)
    ring = [int(at) for at in np.flatnonzero(touching) if at not in treated and at not in control]
    taken = {*treated, *control, *ring}
    if not control:
        control = _most_alike(before, treated, taken)
        taken |= set(control)
    return _Roles(treated, control, ring, _most_alike(before, ring, taken))


def _positions(asked: tuple[str, ...], codes: tuple[str, ...], what: str) -> list[int]:
    unknown = [code for code in asked if code not in codes]
    if unknown or not asked:
        raise SelectionError(
            f"De buurten {what} kloppen niet.",
            f"Gevonden: {unknown[0] if unknown else 'geen'}.",
            "Kies een of meer buurten van deze gemeente.",
        )
    return sorted(codes.index(code) for code in set(asked))


def _most_alike(before: NDArray[np.int64], wanted: list[int], taken: set[int]) -> list[int]:
    """Return for each wanted buurt another one, not taken, with the nearest count before.

    The busiest chooses first; of equally near ones the first in the order of the codes is taken.
    """
    free = [at for at in range(len(before)) if at not in taken]
    if len(free) < len(wanted):
        raise SelectionError(
            "Er blijven te weinig buurten over om mee te vergelijken.",
            f"Gevonden: {len(free)}; nodig: {len(wanted)}.",
            "Kies minder buurten met de maatregel.",
        )
    chosen = []
    for at in sorted(wanted, key=lambda at: (-before[at], at)):
        best = min(free, key=lambda other: (abs(before[other] - before[at]), other))
        free.remove(best)
        chosen.append(best)
    return sorted(chosen)


def _outline(polygon: Any) -> NDArray[np.float64]:  # noqa: ANN401 - shapely has no types
    """Return the outer border of the largest piece of an area."""
    pieces = shapely.get_parts(polygon)
    largest = pieces[int(np.argmax(shapely.area(pieces)))]
    corners: NDArray[np.float64] = shapely.get_coordinates(shapely.get_exterior_ring(largest))[:-1]
    return corners


def _parameters(
    asked: Asked, search: Search, roles: _Roles, before: Period, after: Period
) -> dict[str, Any]:
    codes = asked.workspace.geography.buurten.codes
    return {
        "since": after.first.isoformat(),
        "days": before.days,
        "before_from": before.first.isoformat(),
        "after_to": after.last.isoformat(),
        "treated": [codes[at] for at in roles.treated],
        "control": [codes[at] for at in roles.control],
        "control_chosen": "named" if search.control else "most alike before",
        "ring": [codes[at] for at in roles.ring],
        "ring_control": [codes[at] for at in roles.ring_control],
        "confidence": 0.95,
    }
