"""Colours: darker is more, and neighbours differ for who sees no red or no green."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from hotspots.maps.classes import FEWER_COLOUR, MORE_COLOUR
from hotspots.maps.palettes import MISSING_COLOUR, PALETTES, SUPPRESSED_COLOUR, ZERO_COLOUR, colours
from seen_colours import JUST_NOTICED, JUST_TOLD_APART, SEEN, lab

each_palette = pytest.mark.parametrize("palette", PALETTES)
each_eye = pytest.mark.parametrize("eye", SEEN)


def test_the_simulation_sees_white_black_and_a_red_that_turns_dark() -> None:
    for eye in SEEN:
        assert lab("#ffffff", eye) == pytest.approx([100, 0, 0], abs=1.0)
        assert lab("#000000", eye) == pytest.approx([0, 0, 0], abs=1e-6)
    # Without the third cone blue and green run together: both a blue green.
    blue, green = lab("#0000ff", "tritanopia"), lab("#00ff00", "tritanopia")
    assert abs(blue[2] - green[2]) < abs(lab("#0000ff")[2] - lab("#00ff00")[2]) / 2
    # A protanope sees red as dark (L* 53 for others), and without redness (a* 80 for others).
    assert lab("#ff0000")[:2] == pytest.approx([53.2, 80.1], abs=0.2)
    assert lab("#ff0000", "protanopia")[0] < 40
    assert abs(lab("#ff0000", "protanopia")[1]) < 10


@each_palette
@each_eye
@pytest.mark.parametrize("count", range(2, 10))
def test_darker_is_more_for_every_eye(palette: str, eye: str, count: int) -> None:
    lightness = [lab(colour, eye)[0] for colour in colours(palette, count)]
    assert np.all(np.diff(lightness) < 0)


@each_palette
@each_eye
@pytest.mark.parametrize("count", range(2, 8))
def test_neighbouring_classes_are_told_apart_by_every_eye(
    palette: str, eye: str, count: int
) -> None:
    ramp = [lab(colour, eye) for colour in colours(palette, count)]
    for one, other in itertools.pairwise(ramp):
        assert np.linalg.norm(one - other) > JUST_TOLD_APART


@each_eye
def test_fills_without_a_number_are_pale_and_told_from_zero(eye: str) -> None:
    zero, missing, suppressed = (
        lab(colour, eye) for colour in (ZERO_COLOUR, MISSING_COLOUR, SUPPRESSED_COLOUR)
    )
    for fill in (missing, suppressed):
        assert np.linalg.norm(zero - fill) > JUST_TOLD_APART
    # Missing and suppressed lie closer together: the hatch and the dots tell them apart.
    assert np.linalg.norm(missing - suppressed) > JUST_NOTICED
    for palette in PALETTES:
        assert lab(colours(palette, 5)[-1], eye)[0] < 50 < missing[0]


@each_palette
def test_as_many_colours_as_classes_all_different(palette: str) -> None:
    for count in range(1, 10):
        ramp = colours(palette, count)
        assert len(set(ramp)) == count
        assert all(len(colour) == 7 and colour.startswith("#") for colour in ramp)


@each_eye
def test_what_a_test_says_is_told_apart_by_every_eye(eye: str) -> None:
    more, fewer, not_shown = (
        lab(colour, eye) for colour in (MORE_COLOUR, FEWER_COLOUR, ZERO_COLOUR)
    )
    for one, other in itertools.combinations((more, fewer, not_shown), 2):
        assert np.linalg.norm(one - other) > 4 * JUST_TOLD_APART
