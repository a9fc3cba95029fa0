"""Make the pictures of README and handleiding from the application as it is now.

Run with ``make screenshots``; needs the browser of the tests. With names of files behind it, such
as ``screenshots.py spoor.png``, it makes those alone. A link in this file that the page no longer
understands stops it: a picture of the usual choice would show something else than the words beside
it.
"""

from __future__ import annotations

import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

REPOSITORY: Final = Path(__file__).parents[2]
PICTURES: Final = REPOSITORY / "docs" / "beeld"
DRAWN: Final = ".hotspots-map[data-drawn]"
WIDTH_PX: Final = 1280
#: On a page the map fills the screen; here what stands below it is to be in the picture too.
MAP_STYLE: Final = (
    "body :is(.st-key-kaart, .st-key-risico_beeld) .hotspots-map { --hs-height: 560px !important }"
)
#: A picture of a page has few colours; fewer make the file three times as small.
COLOURS: Final = 256
#: The first page of a new state compiles and publishes, on a machine that others use as well.
PATIENCE_MS: Final = 180_000
#: Pixels around a part of a page.
MARGIN_PX: Final = 20
WINTER: Final = {"niveau": "Cel", "periode": "Laatste winter"}
JEUGD: Final = {"thema": "Overlast in de woonomgeving", "soort": "Jeugd"}


class Picture(NamedTuple):
    """A file, what its link asks, a height that cuts no line in two, and how far to pull the map.

    ``up_px`` brings into sight what lies under the legend.
    """

    name: str
    asked: dict[str, str]
    height_px: int
    up_px: int = 0


MAPS: Final = (
    Picture("kaart.png", {}, 933),
    Picture("hotspots.png", {**WINTER, "maat": "Hotspots"}, 873),
    Picture(
        "buurt.png",
        {"maat": "Hotspots", "periode": "Laatste winter", "gebied": "Sterrenburg 1-Oost"},
        873,
    ),
    Picture("ophoping.png", {"niveau": "Cel", "maat": "Aantal", "zoek": "Ophopingen (scan)"}, 1270),
    Picture("opkomend.png", {**JEUGD, "niveau": "Cel", "maat": "Opkomend en blijvend"}, 873, 60),
    Picture(
        "maatregel.png",
        {
            **JEUGD,
            "zoek": "Voor en na een maatregel",
            "maatregel": "Heysterbachstraat en omgeving",
            "sinds": "2016-07-01",
        },
        1390,
    ),
    Picture("plaatsen.png", {"thema": "Fysieke veiligheid", "laag": "Kwetsbare objecten"}, 957),
)
#: File, path of another page, what its link asks, what is there when it is ready, and a height.
PAGES: Final = (
    ("wijkbeeld.png", "wijkbeeld", {"plek": "WK050509"}, DRAWN, 1180),
    ("overzicht.png", "overzicht", {}, ".overzicht td", 1010),
    (
        "vergelijken.png",
        "vergelijken",
        {
            "vergelijking_van": "Twee wijken",
            "thema": "Overlast in de woonomgeving",
            "wijk_een": "Binnenstad",
            "wijk_twee": "Stadspolders",
        },
        DRAWN,
        1000,
    ),
    (
        "aanvraagtoets.png",
        "evenementen",
        {
            "toets_locatie": "Statenplein",
            "begindag": "2018-05-05",
            "begintijd": "20:00",
            "eindtijd": "01:00",
            "bezoekers": "4000",
            "toets_soort": "Muziek",
            "geluid": "Ja",
            "opbouw": "6",
            "afbouw": "4",
            "vraag_alcohol": "Beperkt",
            "vraag_publiek": "Gemengd",
            "vraag_ervaring": "Nieuw",
            "vraag_bereikbaarheid": "Goed",
        },
        DRAWN,
        1240,
    ),
    ("druk.png", "evenementen", {"deel": "Druk"}, DRAWN, 1000),
    ("spoor.png", "risico", {"deel": "Spoor"}, DRAWN, 1290),
    ("water.png", "risico", {"deel": "Water"}, DRAWN, 1243),
)
HOURS_FILE: Final = "uren.png"
IMPORT_FILE: Final = "inlezen.png"
ALL: Final = {
    *(picture.name for picture in MAPS), *(page[0] for page in PAGES), HOURS_FILE, IMPORT_FILE,
}  # fmt: skip
#: The picture of the time that is shown, and the part of the page it stands in.
HOURS: Final = "Uren van de week"
TIME: Final = "In de tijd"
EXPORT: Final = """\
volgnummer;Pleegdatum;Tijd;X;Y
1;05-06-2018;13:10;105123,5;424501,2
2;06-06-2018;23:10;105223;424601
3;31-02-2018;10:00;105223;424601
4;07-06-2018;10:00;105300;424650
"""


def main() -> None:
    """Start the application on a state of its own, and take the pictures that are asked for."""
    asked = set(sys.argv[1:]) or ALL
    if unknown := asked - ALL:
        sys.exit(f"no such picture: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory() as folder:
        port = _free_port()
        environment = {**os.environ, "HOTSPOTS_STATE": str(Path(folder) / "state")}
        command = [sys.executable, "-m", "hotspots", "--home", REPOSITORY, "app", "--port", port]
        server = subprocess.Popen([str(part) for part in command], env=environment)  # noqa: S603
        try:
            _wait_for(f"http://localhost:{port}/_stcore/health")
            _take_all(f"http://localhost:{port}", Path(folder), asked)
        finally:
            server.terminate()
            server.wait(timeout=10)


def _take_all(address: str, folder: Path, asked: set[str]) -> None:
    export = folder / "export.csv"
    export.write_text(EXPORT, encoding="utf-8")
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for picture in MAPS:
            if picture.name in asked:
                _take_map(browser, address, picture)
        for name, path, link, ready, height_px in PAGES:
            if name not in asked:
                continue
            page = _open(browser, f"{address}/{path}?{urlencode(link)}", height_px)
            page.wait_for_selector(ready)
            page.add_style_tag(content=MAP_STYLE)
            _settle(page)
            _save(page.screenshot(), name)
            page.close()
        if HOURS_FILE in asked:
            _take_hours(browser, address)
        if IMPORT_FILE in asked:
            _take_import(browser, address, export)
        browser.close()


def _take_map(browser: Browser, address: str, picture: Picture) -> None:
    page = _open_map(browser, address, picture.asked, picture.height_px)
    if picture.up_px:
        box = page.locator(DRAWN).bounding_box()
        assert box is not None  # noqa: S101 - it was waited for
        x, y = box["x"] + 80, box["y"] + box["height"] - 80
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x, y - picture.up_px, steps=10)
        page.wait_for_timeout(500)  # a map that is let go while it moves slides on
        page.mouse.up()
        page.mouse.move(WIDTH_PX - 40, picture.height_px - 80)
        _settle(page)
    _save(page.screenshot(), picture.name)
    page.close()


def _take_hours(browser: Browser, address: str) -> None:
    page = _open_map(browser, address, {**WINTER, "onder": TIME, "tijdbeeld": HOURS}, 1600)
    first = page.get_by_role("radio", name=TIME).bounding_box()
    last = page.get_by_test_id("stVegaLiteChart").bounding_box()
    assert first is not None  # noqa: S101 - both are on the page
    assert last is not None  # noqa: S101
    left, top = last["x"] - MARGIN_PX, first["y"] - MARGIN_PX
    picture = page.screenshot(
        clip={
            "x": left,
            "y": top,
            "width": WIDTH_PX - left,
            "height": last["y"] + last["height"] + MARGIN_PX - top,
        }
    )
    _save(picture, HOURS_FILE)
    page.close()


def _take_import(browser: Browser, address: str, export: Path) -> None:
    page = _open(browser, f"{address}/inlezen?{urlencode({'naar': 'Woninginbraak'})}", 1640)
    page.set_input_files("input[type=file]", export)
    page.get_by_role("button", name="Controleren").click()
    page.get_by_text("Rijen die apart zijn gezet").wait_for()
    _settle(page)
    _save(page.screenshot(), IMPORT_FILE)
    page.close()


def _open(browser: Browser, address: str, height_px: int) -> Page:
    """Open a page of its own: one that was open before remembers where it looked."""
    page = browser.new_page(viewport={"width": WIDTH_PX, "height": height_px}, locale="nl-NL")
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    return page


def _open_map(browser: Browser, address: str, asked: dict[str, str], height_px: int) -> Page:
    page = _open(browser, f"{address}/?{urlencode(asked)}", height_px)
    page.wait_for_selector(DRAWN)
    page.add_style_tag(content=MAP_STYLE)
    _settle(page)
    for problem in ("stToast", "stAlert", "stException"):
        if page.get_by_test_id(problem).count():
            sys.exit(f"{asked}: {page.get_by_test_id(problem).first.inner_text()}")
    return page


def _settle(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.get_by_test_id("stStatusWidget").wait_for(state="detached")
    page.wait_for_timeout(1500)  # charts under the map are drawn after it


def _save(picture: bytes, name: str) -> None:
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    # Of the ways Pillow has, the one that keeps small spots of a colour of their own.
    few = image.quantize(
        COLOURS, method=Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE
    )
    few.save(PICTURES / name, optimize=True)


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
