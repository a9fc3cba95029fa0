"""What the server needs before it listens: little, for a browser waits for it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from streamlit.components.v2 import manifest_scanner
from streamlit.components.v2.component_manager import BidiComponentManager

from hotspots.app.server import bring_no_other_components

if TYPE_CHECKING:
    import pytest

#: What takes long to import, and is needed for the home alone.
SLOW = ("geopandas", "matplotlib.figure", "numba", "pandas", "pyarrow", "scipy", "shapely")


#: Read by scipy itself when something in them is used, as long as nobody imports them by name.
PARTS = tuple(
    f"scipy.{name}" for name in ("fft", "ndimage", "optimize", "sparse", "spatial", "special")
)


def imported_by(module: str, names: tuple[str, ...] = SLOW) -> set[str]:
    code = f"import {module}, sys; print(*(name for name in {names} if name in sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    return set(ran.stdout.split())


def test_the_server_listens_before_anything_slow_is_imported() -> None:
    assert imported_by("hotspots.app.server") == set()


def test_what_opens_the_home_is_slow_which_is_why_it_comes_after() -> None:
    assert imported_by("hotspots.app.prepared") >= {"geopandas", "numba", "pandas", "scipy"}


def test_the_first_page_does_not_import_what_draws_on_paper() -> None:
    assert "matplotlib.figure" not in imported_by("hotspots.app.map_page")


def test_the_first_page_waits_for_no_part_of_scipy() -> None:
    assert imported_by("hotspots.app.map_page", PARTS) == set()


def test_no_installed_package_is_looked_through_for_components(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(manifest_scanner, "scan_component_manifests", None)
    bring_no_other_components()
    monkeypatch.setattr("importlib.metadata.distributions", None)
    manager = BidiComponentManager()
    manager.discover_and_register_components(start_file_watching=False)
    assert not caplog.records, "it says in the log what it could not look through"
