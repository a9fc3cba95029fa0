"""Text from data on a page that reads Markdown."""

from __future__ import annotations

import string
from typing import Final

_MARKS: Final = str.maketrans({mark: f"\\{mark}" for mark in string.punctuation})


def as_text(value: str) -> str:
    r"""Return a text as Markdown that shows exactly that text.

    A name is data: without this, a name with two stars would turn bold, and one that reads as a
    picture would fetch it from elsewhere. A line break becomes a space.

    Examples
    --------
    >>> print(as_text("De *Staart*"))
    De \*Staart\*
    >>> print(as_text("![x](https://elders)"))
    \!\[x\]\(https\:\/\/elders\)
    """
    return " ".join(value.split()).translate(_MARKS)
