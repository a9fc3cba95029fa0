"""What an eye sees of a colour: everyone's, and those that lack one of the three cones."""

from __future__ import annotations

import numpy as np
from matplotlib.colors import to_rgb

#: What a dichromat sees of linear sRGB. Viénot, Brettel and Mollon (1999), Digital video
#: colourmaps for checking the legibility of displays by dichromats, Color Research and
#: Application 24(4), 243-252, doi:10.1002/(SICI)1520-6378(199908)24:4<243::AID-COL5>3.0.CO;2-3.
#: Their LMS of a display, and the missing cone as a mix of the other two.
RGB_TO_LMS = np.array(
    [[17.8824, 43.5161, 4.11935], [3.45565, 27.1554, 3.86714], [0.0299566, 0.184309, 1.46709]]
)
#: Without the third cone the colours that stay lie in two planes, so that mix does not do: Machado,
#: Oliveira and Fernandes (2009), A physiologically-based model for simulation of color vision
#: deficiency, IEEE TVCG 15(6), 1291-1298, doi:10.1109/TVCG.2009.113; linear sRGB, severity 1.
_TRITANOPIA = np.array(
    [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ]
)
SEEN = {
    "everyone": np.eye(3),
    "protanopia": np.array([[0.0, 2.02344, -2.52581], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    "deuteranopia": np.array([[1.0, 0.0, 0.0], [0.494207, 0.0, 1.24827], [0.0, 0.0, 1.0]]),
    "tritanopia": RGB_TO_LMS @ _TRITANOPIA @ np.linalg.inv(RGB_TO_LMS),
}
#: sRGB to XYZ under D65, IEC 61966-2-1.
RGB_TO_XYZ = np.array(
    [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
)
#: CIE76: 2,3 is just noticed side by side; on a map with a legend more is needed.
JUST_NOTICED, JUST_TOLD_APART = 2.3, 6.0


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
