"""Who may see what, and how fine."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hotspots.access.permission import (
    cell_sizes_of,
    levels_of,
    may_see_points,
    require_level,
)
from hotspots.catalog.specs import CELL_SIZES_M, LayerSpec, Privacy
from hotspots.errors import AccessError

OPEN = LayerSpec(
    id="open", theme="t", kind="incidents", label="Open", observes="melding", noun="melding",
    noun_plural="meldingen",
)  # fmt: skip
#: Nothing below ten, nothing finer than a wijk.
KEPT = replace(OPEN, id="kept", label="Gevoelig", privacy=Privacy(finest="wijken", minimum=10))


def protected(**privacy: object) -> LayerSpec:
    return replace(OPEN, privacy=Privacy(**privacy))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("finest", "levels"),
    [
        ("gemeente", ("gemeente",)),
        ("wijken", ("gemeente", "wijken")),
        ("buurten", ("gemeente", "wijken", "buurten")),
        ("cells", ("gemeente", "wijken", "buurten", "cells")),
        ("places", ("gemeente", "wijken", "buurten", "cells")),
    ],
)
def test_a_layer_is_shown_down_to_its_finest_level(finest: str, levels: tuple[str, ...]) -> None:
    layer = protected(finest=finest)
    assert levels_of(layer) == levels
    for level in ("gemeente", "wijken", "buurten", "cells"):
        if level in levels:
            require_level(layer, level, 200)
        else:
            with pytest.raises(AccessError, match=f"niet op niveau '{level}'"):
                require_level(layer, level, 200)


def test_a_sensitive_layer_has_one_level() -> None:
    # A total of the gemeente beside those of its wijken would give away the one that is kept.
    assert levels_of(KEPT) == ("wijken",)
    with pytest.raises(AccessError, match="Mogelijk: wijken"):
        require_level(KEPT, "gemeente", 0)


def test_a_layer_of_places_has_no_levels_to_count_in() -> None:
    context = replace(OPEN, kind="context")
    assert levels_of(context) == ()
    with pytest.raises(AccessError, match="alleen de plaatsen zelf"):
        require_level(context, "buurten", 0)


def test_cells_are_no_smaller_than_a_layer_allows() -> None:
    layer = protected(finest_cell_m=100)
    assert cell_sizes_of(layer) == (100, 200, 500)
    require_level(layer, "cells", 100)
    # 60 m would be 50 m in all but name, 250 m cuts cells of 100 m; 1.000 m is no size on offer.
    for size in (50, 60, 99, 250, 1_000, 0, -100):
        with pytest.raises(AccessError, match=f"cellen van {size} m"):
            require_level(layer, "cells", size)


@pytest.mark.parametrize("finest_m", CELL_SIZES_M)
def test_every_cell_on_offer_consists_of_whole_cells_of_the_finest(finest_m: int) -> None:
    offered = cell_sizes_of(protected(finest_cell_m=finest_m))
    assert offered[0] == finest_m
    # Where all these grids together cut the map is only where that of the finest does.
    cuts = {at for size in offered for at in range(0, 10_000, size)}
    assert cuts == set(range(0, 10_000, finest_m))


def test_a_layer_without_cells_has_no_cell_sizes() -> None:
    assert cell_sizes_of(protected(finest="buurten")) == ()
    assert cell_sizes_of(KEPT) == ()


def test_points_are_for_the_roles_that_are_named_and_for_no_one_else() -> None:
    layer = protected(points_roles=("analist",))
    assert may_see_points(layer, "analist")
    assert not may_see_points(layer, "wijkagent")
    assert not may_see_points(OPEN, "analist")


def test_points_of_a_sensitive_layer_are_for_no_one() -> None:
    layer = protected(finest="wijken", minimum=10, points_roles=("analist",))
    assert not may_see_points(layer, "analist")
