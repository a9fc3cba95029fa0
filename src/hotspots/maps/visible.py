"""A text from data as it may be shown: on one line, without what cannot be seen."""

from __future__ import annotations

import unicodedata
from typing import Final

#: Longer than this is no name and no note; what is cut off is marked by an ellipsis.
LONGEST_TEXT: Final = 1_000
#: Control characters, halves of surrogate pairs, and code points that are no characters. Marks
#: that only turn the direction of writing (Cf) can make a text read as another; they go as well.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Cn", "Co"})


def visible(text: str, longest: int = LONGEST_TEXT) -> str:
    r"""Return a text without what cannot be seen, on one line, at most ``longest`` characters.

    Examples
    --------
    >>> visible("een\ntwee\x07"), visible("abcdef", 4)
    ('een twee', 'abc…')
    """
    spaced = " ".join(text[: 2 * longest].split())
    seen = "".join(sign for sign in spaced if unicodedata.category(sign) not in _UNSEEN)
    return seen if len(seen) <= longest else seen[: longest - 1] + "…"
