"""Words as they stand at the beginning of a line."""

from __future__ import annotations


def with_capital(words: str) -> str:
    """Return words with a capital, as a label or at the beginning of a sentence.

    Examples
    --------
    >>> with_capital("x (RD)"), with_capital("einde afbouw"), with_capital("")
    ('X (RD)', 'Einde afbouw', '')
    """
    return words[:1].upper() + words[1:]
