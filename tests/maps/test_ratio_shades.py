"""Shades of a ratio: readable, told apart by every eye, and pale where it may be chance."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.maps.palettes import BREAKS, CLASSES, class_shade, contrast, ratio_shade
from seen_colours import JUST_TOLD_APART, SEEN, lab


@pytest.mark.parametrize("name", CLASSES)
@pytest.mark.parametrize("sure", [True, False])
def test_a_number_can_be_read_on_every_shade(name: str, *, sure: bool) -> None:
    shade = class_shade(name, sure=sure)
    # WCAG 2.2, criterion 1.4.3.
    assert contrast(shade.fill, shade.ink) >= 4.5


def test_contrast_is_that_of_wcag() -> None:
    # A grey of #767676 on white is the usual example of just enough: 4,54.
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("eye", SEEN)
def test_neighbouring_classes_are_told_apart_by_every_eye(eye: str) -> None:
    fills = [lab(class_shade(name, sure=True).fill, eye) for name in CLASSES]
    for one, other in itertools.combinations(fills, 2):
        assert np.linalg.norm(one - other) > 2 * JUST_TOLD_APART


@given(st.floats(0.0, 50.0))
def test_a_ratio_and_its_inverse_lie_as_far_from_one(ratio: float) -> None:
    name = ratio_shade(ratio, sure=True).name
    if ratio > 0 and all(abs(ratio - at) > 1e-9 for at in BREAKS):
        mirrored = ratio_shade(1.0 / ratio, sure=True).name
        assert CLASSES.index(name) + CLASSES.index(mirrored) == len(CLASSES) - 1
    assert class_shade(name, sure=False).fill != class_shade(name, sure=True).fill
