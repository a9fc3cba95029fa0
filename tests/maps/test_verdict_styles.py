"""What a test can say is told apart in grey and by every eye: by lightness, or by a pattern."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from hotspots.maps.classes import _STYLES
from seen_colours import JUST_TOLD_APART, SEEN, lab

#: Styles that stand in one legend together.
LEGENDS = (
    ("not_shown", "more", "fewer"),
    (
        "not_shown", "slightly_more", "hot_1", "hot_2", "hot_3", "hot_4", "hot_5",
        "slightly_fewer", "fewer",
    ),
    ("no_pattern", "high_high", "high_low", "low_high", "low_low"),
    (
        "not_shown",
        *(
            f"{kind}_{side}"
            for kind in (
                "new", "consecutive", "intensifying", "persistent", "diminishing", "sporadic",
                "oscillating", "historical",
            )
            for side in ("hot", "cold")
        ),
    ),
)  # fmt: skip


def test_every_style_stands_in_a_legend() -> None:
    assert set(itertools.chain(*LEGENDS)) == set(_STYLES)


@pytest.mark.parametrize("legend", LEGENDS, ids=len)
def test_a_print_in_black_and_white_tells_them_apart(legend: tuple[str, ...]) -> None:
    for one, other in itertools.combinations(legend, 2):
        (colour, pattern), (other_colour, other_pattern) = _STYLES[one], _STYLES[other]
        if pattern == other_pattern:
            difference = abs(lab(colour)[0] - lab(other_colour)[0])
            assert difference > JUST_TOLD_APART, (one, other, difference)


@pytest.mark.parametrize("eye", SEEN)
@pytest.mark.parametrize("legend", LEGENDS, ids=len)
def test_every_eye_tells_them_apart(legend: tuple[str, ...], eye: str) -> None:
    for one, other in itertools.combinations(legend, 2):
        (colour, pattern), (other_colour, other_pattern) = _STYLES[one], _STYLES[other]
        if pattern == other_pattern:
            difference = np.linalg.norm(lab(colour, eye) - lab(other_colour, eye))
            assert difference > JUST_TOLD_APART, (one, other, difference)
