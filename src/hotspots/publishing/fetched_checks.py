"""Whether fetched boundaries can be counted in: what a fetch can get wrong beside the shapes.

That shapes are valid, do not overlap and lie in a wijk that is there is asked by
`hotspots.geography.areas.read_geography`, as of every division.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots.text import open_data as text
from hotspots.text.numbers import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

#: Part of a buurt that lies in its wijk; lines of generalised shapes differ a little.
_INSIDE_WIJK: Final = 0.99
#: Part by which the buurten together may differ from the gemeente.
_OF_GEMEENTE: Final = 0.01
#: A division that loses or wins more than this part of its buurten was not fetched whole.
_FEWER: Final = 0.5
_MORE: Final = 2.0
_M2_PER_HA: Final = 10_000.0


def faults_in(
    areas: gpd.GeoDataFrame, gemeenten: Sequence[str], before: Sequence[str]
) -> list[str]:
    """List, in Dutch, why a fetched division is not whole.

    Parameters
    ----------
    areas
        As in `hotspots.sources.open_data.boundaries.Division`; every shape is valid.
    gemeenten
        Codes that were asked for.
    before
        Codes of the buurten of the division that is there.
    """
    levels = {level: areas[areas["level"] == level] for level in ("gemeente", "wijken", "buurten")}
    return [
        *_buurten_in_wijken(levels["buurten"], levels["wijken"]),
        *_whole_gemeenten(levels["buurten"], levels["gemeente"], gemeenten),
        *_about_as_many(levels["buurten"], gemeenten, before),
    ]


def _buurten_in_wijken(buurten: gpd.GeoDataFrame, wijken: gpd.GeoDataFrame) -> list[str]:
    shape_of = dict(zip(wijken["code"], wijken.geometry, strict=True))
    known = buurten[buurten["parent"].isin(shape_of)]
    shapes = known.geometry.to_numpy()
    around = np.array([shape_of[code] for code in known["parent"]], dtype=object)
    inside = shapely.area(shapely.intersection(shapes, around)) / shapely.area(shapes)
    outside = [
        text.OUTSIDE_WIJK.format(code=code, wijk=wijk)
        for code, wijk, share in zip(known["code"], known["parent"], inside, strict=True)
        if share < _INSIDE_WIJK
    ]
    empty = sorted(set(shape_of) - set(known["parent"]))
    return outside + [text.EMPTY_WIJK.format(code=code) for code in empty]


def _whole_gemeenten(
    buurten: gpd.GeoDataFrame, gemeenten: gpd.GeoDataFrame, asked: Sequence[str]
) -> list[str]:
    problems = []
    whole_ha = dict(zip(gemeenten["code"], gemeenten.geometry.area / _M2_PER_HA, strict=True))
    for code in asked:
        if code not in whole_ha:
            problems.append(text.NO_GEMEENTE.format(code=code))
            continue
        parts_ha = float(buurten.loc[buurten["gemeente"] == code].geometry.area.sum()) / _M2_PER_HA
        if abs(parts_ha - whole_ha[code]) > _OF_GEMEENTE * whole_ha[code]:
            told = {"buurten": number(parts_ha), "whole": number(whole_ha[code])}
            problems.append(text.AREA_DIFFERS.format(gemeente=code, **told))
    return problems


def _about_as_many(
    buurten: gpd.GeoDataFrame, gemeenten: Sequence[str], before: Sequence[str]
) -> list[str]:
    problems = []
    for gemeente in gemeenten:
        then = sum(code[2:6] == gemeente[2:6] for code in before)
        now = int((buurten["gemeente"] == gemeente).sum())
        if then and not _FEWER * then <= now <= _MORE * then:
            told = text.LOST_HALF.format(gemeente=gemeente, before=number(then), now=number(now))
            problems.append(told)
    return problems
