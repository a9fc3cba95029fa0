"""What the import that made a version reported, kept beside it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from hotspots.dutch import reason
from hotspots.errors import StoreError
from hotspots.store.files import checked
from hotspots.store.layer_files import REPORTS

if TYPE_CHECKING:
    from hotspots.store.catalogue import Version
    from hotspots.store.layer_files import LayerFiles


def keep_report(
    files: LayerFiles, number: int, report: dict[str, Any], *, beside: bool = False
) -> str:
    """Keep a report in the folder of a layer, and return its SHA-256.

    Parameters
    ----------
    beside
        Whether there is one already, which stays until the catalogue names the other.
    """
    content = (json.dumps(report, ensure_ascii=False) + "\n").encode()
    digest = hashlib.sha256(content).hexdigest()
    beside = beside or files.report_beside()
    files.write(_second(number, digest) if beside else _first(number), content)
    return digest


def read_report(files: LayerFiles, version: Version) -> dict[str, Any] | None:
    """Return what the import that made a version reported, or None if it made none.

    Raises
    ------
    StoreError
        If it made one that is gone or damaged.
    """
    name = _where(files, version)
    if not version.report and not files.is_file(name):
        return None
    try:
        content = files.read(name)
        report: dict[str, Any] = json.loads(
            checked(content, version.report) if version.report else content
        )
    except (OSError, ValueError) as error:
        raise StoreError(
            f"Het inleesverslag van versie {version.name} van laag '{files.layer_id}' is niet te "
            f"lezen ({files.where(name)}).",
            f"Melding bij het lezen: {reason(error)}.",
            "De versie zelf blijft bruikbaar. Zet het verslag uit een reservekopie terug.",
        ) from error
    return report


def _where(files: LayerFiles, version: Version) -> str:
    names = report_files(version.number, version.report)
    return next((name for name in names[:-1] if files.is_file(name)), names[-1])


def report_files(number: int, sha256: str) -> tuple[str, ...]:
    """Return where the report of a version can be: where it took the place of another, or alone."""
    return (*((_second(number, sha256),) if sha256 else ()), _first(number))


def _first(number: int) -> str:
    return f"{REPORTS}/{number:05d}.json"


def _second(number: int, sha256: str) -> str:
    return f"{REPORTS}/{number:05d}-{sha256[:12]}.json"
