"""Text from data on a page that reads Markdown."""

from __future__ import annotations

import re
import string
from typing import Final

_MARKS: Final = str.maketrans({mark: f"\\{mark}" for mark in string.punctuation})
#: What Markdown of GitHub makes a link of without being asked: an address and a mail address.
_LINKED: Final = re.compile(
    r"(?<=http:)(?=//)|(?<=https:)(?=//)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE
)
#: Keeps what stands on both sides together, and is not seen.
_WORD_JOINER: Final = "\u2060"


def as_text(value: str) -> str:
    r"""Return a text as Markdown that shows exactly that text.

    A name is data: without this, a name with two stars would turn bold, and one that reads as a
    picture would fetch it from elsewhere. A line break becomes a space. An address is no link: a
    sign that nobody sees stands in it, since escaping does not stop Markdown there.

    Examples
    --------
    >>> print(as_text("De *Staart*"))
    De \*Staart\*
    >>> print(as_text("![x](elders)"))
    \!\[x\]\(elders\)
    >>> as_text("www.elders.nl").replace(chr(0x2060), "|")
    'www|\\.elders\\.nl'
    """
    apart = _LINKED.sub(_WORD_JOINER, " ".join(value.split()))
    return apart.translate(_MARKS)
