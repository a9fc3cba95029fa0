"""What an import told, kept beside the version that it made."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from hotspots.errors import StoreError
from hotspots.settings import private_folder
from hotspots.store.durable import replace_whole

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.store.version import Version


def keep_report(folder: Path, number: int, report: dict[str, Any]) -> str:
    """Keep a report in the folder of a layer, and return its SHA-256."""
    path = _path(folder, number)
    private_folder(path.parent)
    content = (json.dumps(report, ensure_ascii=False) + "\n").encode()
    replace_whole(path, content)
    return hashlib.sha256(content).hexdigest()


def read_report(folder: Path, version: Version) -> dict[str, Any] | None:
    """Return what the import that made a version reported, or None if it made none.

    Raises
    ------
    StoreError
        If it made one that is gone or damaged.
    """
    path = _path(folder, version.number)
    if not version.report and not path.is_file():
        return None
    try:
        return _checked(path.read_bytes(), version.report)
    except (OSError, ValueError) as error:
        raise StoreError(
            f"Het inleesverslag van versie {version.name} van laag '{folder.name}' is niet te "
            f"lezen ({path}).",
            f"Melding bij het lezen: {error}.",
            "De versie zelf blijft bruikbaar. Zet het verslag uit een reservekopie terug.",
        ) from error


def _checked(content: bytes, sha256: str) -> dict[str, Any]:
    if sha256 and hashlib.sha256(content).hexdigest() != sha256:
        raise ValueError("het controlegetal klopt niet met de inhoud")
    report: dict[str, Any] = json.loads(content)
    return report


def _path(folder: Path, number: int) -> Path:
    return folder / "reports" / f"{number:05d}.json"
