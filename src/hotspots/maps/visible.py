"""A text from data as it may be shown: on one line, without what cannot be seen, and as HTML."""

from __future__ import annotations

import html
import unicodedata
from typing import Final

#: Longer than this is no name and no note; what is cut off is marked by an ellipsis.
LONGEST_TEXT: Final = 1_000
#: Control characters, halves of surrogate pairs, and code points that are no characters. Marks
#: that only turn the direction of writing (Cf) can make a text read as another; they go as well.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Cn", "Co"})

#: What starts an expression in Jinja, in a template string of JavaScript, or an escape in either.
_ENTITIES: Final = str.maketrans({sign: f"&#{ord(sign)};" for sign in "{}`$\\%"})


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


def escaped(text: str) -> str:
    r"""Return a text from data as HTML that shows it literally, and that no template can run.

    It fits between tags and in a quoted attribute; not in a script, a style or an address.

    Parameters
    ----------
    text
        Anything. Control characters go, line breaks become spaces, and it is cut off after
        1.000 characters.

    Examples
    --------
    >>> escaped("Noord & Zuid")
    'Noord &amp; Zuid'
    >>> escaped("{{7*191}}")
    '&#123;&#123;7*191&#125;&#125;'
    >>> escaped("<b>\x00 # ${1}")
    '&lt;b&gt; &#35; &#36;&#123;1&#125;'
    """
    # The number sign first: the entities that follow hold one of their own.
    entities = html.escape(visible(text)).replace("&#x27;", "&apos;").replace("#", "&#35;")
    return entities.translate(_ENTITIES)
