"""What commands about events print and write."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from hotspots.errors import SelectionError, SettingsError
from hotspots.text import events_command as text
from hotspots.text import report as report_text

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from hotspots.intake.report import IntakeReport


def tell(asked: Namespace, told: Mapping[str, Any], lines: Iterable[str]) -> None:
    """Print an answer: as JSON where that was asked for, or else in lines of words."""
    if asked.json:
        print(json.dumps(told, ensure_ascii=False, allow_nan=False))
        return
    for line in lines:
        print(line)


def warn(asked: Namespace, report: IntakeReport) -> None:
    """Print what an import warns of beside its answer; the JSON holds it already."""
    if not asked.json:
        for warning in report.warnings:
            print(warning, file=sys.stderr)


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
