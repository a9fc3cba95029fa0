"""Files that commands about events write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.errors import SelectionError, SettingsError
from hotspots.text import events_command as text
from hotspots.text import report as report_text

if TYPE_CHECKING:
    from pathlib import Path


def require_ending(path: Path, ending: str) -> None:
    """Stop before the work is done for nothing.

    Raises
    ------
    SelectionError
        If the file has another ending.
    """
    if path.suffix.lower() != ending:
        found = path.suffix or report_text.NO_ENDING
        raise SelectionError(
            text.NO_FILE.format(path=path),
            report_text.WRONG_ENDING_FOUND.format(found=found, expected=ending),
            report_text.WRONG_ENDING_DO,
        )


def write(path: Path, content: bytes) -> None:
    """Write a file.

    Raises
    ------
    SettingsError
        If it cannot be written there.
    """
    try:
        path.write_bytes(content)
    except OSError as error:
        raise SettingsError(
            text.NO_FILE.format(path=path),
            report_text.NO_FILE_FOUND.format(error=error.strerror or error),
            report_text.NO_FILE_DO,
        ) from error
