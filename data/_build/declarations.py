"""Keep ``rows`` and ``sha256`` in a theme.toml true to the file that was written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SOURCE_TABLE = re.compile(r"\[layers\.[a-z0-9_]+\.source\]")
ANY_TABLE = re.compile(r"\s*\[")


def declare(theme: Path, file: str, rows: int, sha256: str) -> bool:
    """Set rows and sha256 of the source that names ``file``; other lines stay as they are.

    Returns
    -------
    bool
        Whether the declaration exists and names the file.
    """
    if not theme.is_file():
        return False
    lines = theme.read_text(encoding="utf-8").split("\n")
    place = source_of(lines, file)
    if place is None:
        return False
    start, end = place
    kept = [line for line in lines[start:end] if not re.match(r"(rows|sha256)\s*=", line)]
    named = next(i for i, line in enumerate(kept) if names(line, file))
    kept[named + 1 : named + 1] = [f"rows = {rows}", f'sha256 = "{sha256}"']
    written = "\n".join([*lines[:start], *kept, *lines[end:]])
    theme.write_text(written, encoding="utf-8", newline="\n")
    return True


def source_of(lines: list[str], file: str) -> tuple[int, int] | None:
    """Return first and last-plus-one line of the source table that names ``file``."""
    for start, line in enumerate(lines):
        if not SOURCE_TABLE.fullmatch(line.strip()):
            continue
        after = (i for i in range(start + 1, len(lines)) if ANY_TABLE.match(lines[i]))
        end = next(after, len(lines))
        if any(names(line, file) for line in lines[start:end]):
            return start, end
    return None


def names(line: str, file: str) -> bool:
    """Return whether a line is ``file = "<file>"``."""
    return re.fullmatch(rf'file\s*=\s*"{re.escape(file)}"\s*(#.*)?', line.strip()) is not None
