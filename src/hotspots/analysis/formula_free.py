"""Text that no spreadsheet runs as a formula, whoever gave the text."""

from __future__ import annotations

import unicodedata
from typing import Final

from hotspots.intake.report import harmless_cell

#: With which a formula starts, once what nobody sees is gone.
_SIGNS: Final = ("=", "+", "-", "@")
#: Unicode categories of what is not seen: controls, formats, unassigned; and spaces of any kind.
_UNSEEN: Final = ("C", "Z")


def formula_free(value: str) -> str:
    r"""Return text with an apostrophe in front where a spreadsheet may take it for a formula.

    Stricter than the report of an import: some programs skip blanks and marks that are not seen
    before they look at the first sign, and some read the wide signs of East Asian keyboards as
    the narrow ones.

    References
    ----------
    OWASP, CSV Injection, https://owasp.org/www-community/attacks/CSV_Injection.

    Examples
    --------
    >>> formula_free("=1+1"), formula_free("  @SUM(A1)"), formula_free("\uff1d1+1")
    ("'=1+1", "'  @SUM(A1)", "'\uff1d1+1")
    >>> formula_free("De Staart"), formula_free("1 - 2")
    ('De Staart', '1 - 2')
    """
    harmless = harmless_cell(value)
    if harmless != value:
        return harmless
    first = next((sign for sign in value if unicodedata.category(sign)[0] not in _UNSEEN), "")
    return f"'{value}" if unicodedata.normalize("NFKC", first).startswith(_SIGNS) else value
