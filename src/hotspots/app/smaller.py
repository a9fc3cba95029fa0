"""Answers as small as the browser takes them."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

#: bytes; what is shorter is not made smaller.
_SHORT: Final = 500


def takes_smaller(headers: Mapping[str, str], body: bytes) -> bool:
    """Return whether who asks with these headers gets this body as `smaller` makes it.

    Examples
    --------
    >>> takes_smaller({"accept-encoding": "gzip, br"}, bytes(501))
    True
    >>> takes_smaller({"accept-encoding": "gzip, br"}, b"kort")
    False
    """
    return "gzip" in headers.get("accept-encoding", "") and len(body) > _SHORT


def smaller(body: bytes) -> bytes:
    """Return a body in gzip, to be sent with ``content-encoding``; the same bytes each time."""
    return gzip.compress(body, 6, mtime=0)
