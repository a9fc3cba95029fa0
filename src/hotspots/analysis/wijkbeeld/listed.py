"""Names in a row, as they are said aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.text import wijkbeeld as text

if TYPE_CHECKING:
    from collections.abc import Sequence


def listed(names: Sequence[str]) -> str:
    """Return names with commas, and "en" before the last.

    Examples
    --------
    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])
    ('a', 'a en b', 'a, b en c')
    """
    if len(names) < 2:  # noqa: PLR2004 - one name needs no "en"
        return "".join(names)
    return text.AND.format(first=", ".join(names[:-1]), last=names[-1])
