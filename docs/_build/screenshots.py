"""Make the pictures of README and handleiding from the application as it is now.

Run with ``make screenshots``; needs the browser of the tests.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Page

REPOSITORY: Final = Path(__file__).parents[2]
PICTURES: Final = REPOSITORY / "docs" / "beeld"
DRAWN: Final = ".hotspots-map[data-drawn]"
#: File, what the link asks, and the height in pixels.
MAPS: Final = (
    ("kaart.png", {}, 900),
    ("buurt.png", {"maat": "Per 1.000", "gebied": "Pearl Buck-erf en omgeving"}, 900),
    ("hotspots.png", {"niveau": "Cel", "maat": "Hotspots", "periode": "Alles"}, 900),
    ("winter.png", {"niveau": "Cel", "periode": "Laatste winter"}, 900),
)
EXPORT: Final = """\
nummer;Pleegdatum;Tijd;X;Y
1;05-06-2018;13:10;105123,5;424501,2
2;06-06-2018;23:10;105223;424601
3;31-02-2018;10:00;105223;424601
4;07-06-2018;10:00;105300;424650
"""


def main() -> None:
    """Start the application on a state of its own, and take every picture."""
    with tempfile.TemporaryDirectory() as folder:
        port = _free_port()
        environment = {**os.environ, "HOTSPOTS_STATE": str(Path(folder) / "state")}
        command = [sys.executable, "-m", "hotspots", "--home", REPOSITORY, "app", "--port", port]
        server = subprocess.Popen([str(part) for part in command], env=environment)  # noqa: S603
        try:
            _wait_for(f"http://localhost:{port}/_stcore/health")
            _take_all(f"http://localhost:{port}", Path(folder))
        finally:
            server.terminate()
            server.wait(timeout=10)


def _take_all(address: str, folder: Path) -> None:
    export = folder / "export.csv"
    export.write_text(EXPORT, encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="nl-NL")
        for name, asked, height in MAPS:
            page.set_viewport_size({"width": 1280, "height": height})
            page.goto(f"{address}/?{urlencode(asked)}")
            page.wait_for_selector(DRAWN)
            _save(page, name)
        page.goto(f"{address}/inlezen?{urlencode({'naar': 'Woninginbraak'})}")
        page.set_input_files("input[type=file]", export)
        page.get_by_role("button", name="Controleren").click()
        page.get_by_text("Rijen die apart zijn gezet").wait_for()
        _save(page, "inlezen.png")
        browser.close()


def _save(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)  # charts under the map are drawn after it
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / name)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait_for(address: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(address, timeout=1).close()  # noqa: S310 - our own server
        except OSError:
            time.sleep(0.5)
        else:
            return
    sys.exit("the application did not start")


if __name__ == "__main__":
    main()
