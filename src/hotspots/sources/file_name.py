"""The name of a file as it may be shown: a name and never a path, and only what can be printed."""

from __future__ import annotations

import re
from typing import Final

#: Characters; a name of 255 bytes would push the rest of a message out of sight.
_LONGEST: Final = 80
_KEPT_AT_END: Final = 20
#: Characters that steer a terminal, break a line, or turn the direction of writing around.
_STEERING: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)


def shown_name(name: str) -> str:
    r"""Return the last part of a name or path, fit for a message, a report and a log.

    HTML in a name stays: whoever shows it on a page escapes it, as any other text.

    Examples
    --------
    >>> shown_name("../../etc/maart\n2017.csv"), shown_name("C:\\export\\maart.csv")
    ('maart�2017.csv', 'maart.csv')
    >>> len(shown_name("a" * 250 + ".csv"))
    80
    """
    last = re.split(r"[/\\]", name.rstrip("/\\"))[-1]
    printable = last.encode("utf-8", "replace").decode()
    clean = _STEERING.sub("\ufffd", printable).strip() or "\ufffd"
    if len(clean) <= _LONGEST:
        return clean
    return f"{clean[: _LONGEST - _KEPT_AT_END - 1]}…{clean[-_KEPT_AT_END:]}"
