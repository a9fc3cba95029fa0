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
#: metres; half the width of what may lie between a buurt and the border of its wijk.
_SLIVER_M: Final = 5.0
#: CBS rounds the residents of each area to a multiple of this.
_ROUNDED_TO: Final = 5
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
        *_filled(levels["wijken"], levels["buurten"], by="parent"),
        *_filled(levels["gemeente"], levels["buurten"], by="gemeente"),
        *_people_missing(levels["wijken"], levels["buurten"]),
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


def _filled(areas: gpd.GeoDataFrame, buurten: gpd.GeoDataFrame, *, by: str) -> list[str]:
    """Name the wijken or gemeenten with a hole in them: land that no buurt of theirs covers."""
    problems = []
    for code, shape in zip(areas["code"], areas.geometry, strict=True):
        parts = buurten.loc[buurten[by] == code].geometry.to_numpy()
        if not len(parts):
            continue
        hole = shapely.difference(shape, shapely.union_all(parts))
        # Lines of generalised shapes leave slivers; a buurt is wider than that everywhere.
        if not shapely.is_empty(shapely.buffer(hole, -_SLIVER_M)):
            told = {"area": code, "ha": number(float(shapely.area(hole)) / _M2_PER_HA, 1)}
            problems.append(text.HOLE_IN_AREA.format(**told))
    return problems


def _people_missing(wijken: gpd.GeoDataFrame, buurten: gpd.GeoDataFrame) -> list[str]:
    """Name the wijken with more people than their buurten have; each number is rounded to 5."""
    if "inwoners" not in wijken or "inwoners" not in buurten:
        return []
    problems = []
    for code, people in zip(wijken["code"], wijken["inwoners"].astype(float), strict=True):
        parts = buurten.loc[buurten["parent"] == code, "inwoners"].astype(float)
        if np.isnan(people) or not len(parts) or parts.isna().any():
            continue
        if people - parts.sum() > _ROUNDED_TO * (len(parts) + 1):
            told = {"area": code, "people": number(people), "buurten": number(parts.sum())}
            problems.append(text.PEOPLE_MISSING.format(**told))
    return problems


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
