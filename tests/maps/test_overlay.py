from __future__ import annotations

import base64
import dataclasses
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from found_shapes import FOUND, NOTHING_FOUND, circle
from hotspots.maps.live.payload import _overlay, payload
from hotspots.maps.page_html import standalone_html
from hotspots.maps.spec import Overlay, Shape
from hotspots.maps.words import overlay_entry

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.maps.spec import MapSpec


def test_a_thousand_outlines_are_counted_as_numbers_are_written() -> None:
    shapes = (circle(100_500, 421_500, 100),) * 1200

    assert overlay_entry(Overlay("Zones", (), shapes)) == "Zones (1.200)"


def test_twenty_circles_travel_in_under_ten_kilobytes() -> None:
    # 64 corners of twice two bytes are 256 bytes, 342 in base64; twenty of them 6,8 kB.
    zones = tuple(circle(100_000 + 137.7 * at, 421_000, 100 + at, str(at)) for at in range(20))
    sent = _sent(Overlay("Zones", (), zones))

    assert len(json.dumps(sent)) < 10_000


@given(
    st.lists(
        st.lists(
            st.tuples(st.floats(10_000, 280_000), st.floats(305_000, 620_000)),
            min_size=3,
            max_size=12,
        ),
        min_size=1,
        max_size=8,
    )
)
def test_every_corner_arrives_within_a_step_wherever_the_outlines_lie(
    rings: list[list[tuple[float, float]]],
) -> None:
    shapes = tuple(Shape(np.array(ring), str(at), "") for at, ring in enumerate(rings))
    sent = _sent(Overlay("Zones", (), shapes))
    corners = np.concatenate([shape.ring for shape in shapes])
    lengths = _numbers(sent["corners"])
    east, north = (_numbers(sent[name], len(corners)) for name in ("x", "y"))

    assert lengths.tolist() == [len(ring) for ring in rings]
    assert sent["x0"] + sent["step_m"] * east == pytest.approx(corners[:, 0], abs=sent["step_m"])
    assert sent["y0"] + sent["step_m"] * north == pytest.approx(corners[:, 1], abs=sent["step_m"])


def test_nothing_found_is_sent_as_nothing_to_draw() -> None:
    sent = _sent(NOTHING_FOUND)

    assert (sent["corners"], sent["x"], sent["y"]) == ("", "", "")
    assert (sent["labels"], sent["tips"]) == ([], [])


def test_outlines_change_nothing_else_that_is_sent(spec_of: Callable[[str], MapSpec]) -> None:
    bare = spec_of("cells")
    with_outlines = dataclasses.replace(bare, overlay=FOUND)

    before, after = (payload(spec, root="/", name="kaart") for spec in (bare, with_outlines))

    assert {name for name in before if before[name] != after[name]} == {"overlay", "legend"}


def test_the_page_with_outlines_gives_the_same_bytes(spec_of: Callable[[str], MapSpec]) -> None:
    spec = dataclasses.replace(spec_of("cells"), overlay=FOUND)

    assert standalone_html(spec) == standalone_html(spec)


def _sent(overlay: Overlay) -> dict[str, Any]:
    sent = _overlay(overlay)
    assert sent is not None
    return sent


def _numbers(text: str, count: int | None = None) -> np.ndarray:
    """Return numbers of two bytes each, or of two or four where it is known how many there are."""
    raw = base64.b64decode(text)
    size = 2 if count is None else len(raw) // count
    return np.frombuffer(raw, dtype=f"<u{size}")
