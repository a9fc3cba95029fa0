"""Colours: darker is more, and neighbours differ for who sees no red or no green."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from hotspots.cartography.palettes import (
    MISSING_COLOUR,
    PALETTES,
    SUPPRESSED_COLOUR,
    ZERO_COLOUR,
    colours,
)

#: What a dichromat sees of linear sRGB. Viénot, Brettel and Mollon (1999), Digital video
#: colourmaps for checking the legibility of displays by dichromats, Color Research and
#: Application 24(4), 243-252, doi:10.1002/(SICI)1520-6378(199908)24:4<243::AID-COL5>3.0.CO;2-3.
#: Their LMS of a display, and the missing cone as a mix of the other two.
RGB_TO_LMS = np.array(
    [[17.8824, 43.5161, 4.11935], [3.45565, 27.1554, 3.86714], [0.0299566, 0.184309, 1.46709]]
)
SEEN = {
    "everyone": np.eye(3),
    "protanopia": np.array([[0.0, 2.02344, -2.52581], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    "deuteranopia": np.array([[1.0, 0.0, 0.0], [0.494207, 0.0, 1.24827], [0.0, 0.0, 1.0]]),
}
#: sRGB to XYZ under D65, IEC 61966-2-1.
RGB_TO_XYZ = np.array(
    [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
)
#: CIE76: 2,3 is just noticed side by side; on a map with a legend more is needed.
JUST_NOTICED, JUST_TOLD_APART = 2.3, 6.0

each_palette = pytest.mark.parametrize("palette", PALETTES)
each_eye = pytest.mark.parametrize("eye", SEEN)


def lab(colour: str, eye: str = "everyone") -> np.ndarray:
    """Return CIE L*a*b* of a colour, as an eye sees it."""
    gamma = np.array(to_rgb(colour))
    linear = np.where(gamma <= 0.04045, gamma / 12.92, ((gamma + 0.055) / 1.055) ** 2.4)
    lms = SEEN[eye] @ RGB_TO_LMS @ linear
    xyz = RGB_TO_XYZ @ np.clip(np.linalg.solve(RGB_TO_LMS, lms), 0, 1)
    relative = xyz / (RGB_TO_XYZ @ np.ones(3))
    f = np.where(
        relative > (6 / 29) ** 3, np.cbrt(relative), relative / (3 * (6 / 29) ** 2) + 4 / 29
    )
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_the_simulation_sees_white_black_and_a_red_that_turns_dark() -> None:
    for eye in SEEN:
        assert lab("#ffffff", eye) == pytest.approx([100, 0, 0], abs=1.0)
        assert lab("#000000", eye) == pytest.approx([0, 0, 0], abs=1e-6)
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
