"""Measure the map page in a browser: from a click on a filter to the new map on the screen.

    python benchmarks/bench_map_page.py [--incidents N] [--official FOLDER] [--points]

The peer is the same page with `GeoDataFrame.explore` and streamlit-folium, in
`benchmarks/folium_page.py`. Both answer the same clicks in turn, each click a selection that was
not asked before. ``--official`` takes the boundaries of CBS from a folder with
dordrecht_wijken_2023.gpkg and dordrecht_buurten_2023.gpkg, which are finer than the embedded ones.
``--points`` has both pages show the incidents on top: clusters by zoom here, `explore` there.
Prints medians, the ratio, and what went over the socket per click.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from playwright.sync_api import sync_playwright

from hotspots.drawing.live_map.component import ASSETS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Route

REPOSITORY: Final = Path(__file__).parents[1]
LAYER: Final = Path("data", "vermogen_en_geweld", "woninginbraak.csv")
SEED: Final = 20171231
DAYS: Final = tuple(("Dag van de week", day) for day in ("ma", "di", "wo", "do", "vr", "za"))
PARTS: Final = tuple(
    ("Deel van de dag", part) for part in ("Nacht (0–6)", "Ochtend (6–12)", "Middag (12–18)")
)
#: Two visits; each click adds an option, and no selection comes twice.
VISITS: Final = (DAYS + PARTS, PARTS + DAYS[:-1])

LEAST_RATIO: Final = 4.0

#: Starts at the click and stops when the page says that the new map is on the screen.
_ARM: Final = """() => {
  const isReady = READY;
  window.stopwatch = new Promise((done) => {
    addEventListener("click", () => {
      const start = performance.now();
      const look = () => isReady() ? done(performance.now() - start) : requestAnimationFrame(look);
      requestAnimationFrame(look);
    }, { capture: true, once: true });
  });
}"""


@dataclass
class Contestant:
    """A page that answers clicks, and what it took."""

    name: str
    page: Page
    address: str
    ready: str
    settle_ms: int = 700
    milliseconds: list[float] = field(default_factory=list)
    received: list[int] = field(default_factory=list)
    _frames: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Count what comes over the socket."""
        self.page.on(
            "websocket",
            lambda socket: socket.on("framereceived", lambda f: self._frames.append(len(f))),
        )

    def visit(self) -> None:
        """Open the page afresh and wait until its map stands still."""
        self.page.goto(self.address)
        while not self.page.evaluate(f"({self.ready})(true)"):
            self.page.wait_for_timeout(100)
        self.page.wait_for_timeout(2000)

    def click(self, label: str, option: str) -> None:
        """Add an option to a filter; the clock starts at the click on the option."""
        box = self.page.get_by_test_id("stMultiSelect").filter(has_text=label)
        box.locator("input").click()
        choice = self.page.get_by_role("option", name=option, exact=True)
        choice.wait_for()
        self.page.wait_for_timeout(200)
        self.page.evaluate(_BEFORE)
        # Spelled out, not passed: our page evaluates no text.
        self.page.evaluate(_ARM.replace("READY", self.ready))
        self._frames.clear()
        choice.click()
        self.milliseconds.append(self.page.evaluate("window.stopwatch"))
        self.page.wait_for_timeout(self.settle_ms)
        self.received.append(sum(self._frames))
        self.page.keyboard.press("Escape")


#: What was on the screen before a click, to know the next map by.
_BEFORE: Final = """() => {
  const own = document.querySelector(".hotspots-map");
  const frame = document.querySelector('iframe[title*="st_folium"]');
  window.before = own ? Number(own.dataset.drawn) : frame.contentWindow.map;
}"""
#: Our map counts its drawings, two frames after each.
OURS_READY: Final = """(first) => {
  const drawn = Number(document.querySelector(".hotspots-map")?.dataset.drawn ?? 0);
  return first ? drawn > 0 : drawn > window.before;
}"""
#: Its map is another object with all of its areas; the two frames are waited for here.
PEER_READY: Final = """(first) => {
  const inside = document.querySelector('iframe[title*="st_folium"]')?.contentWindow;
  const there = inside?.map && (first || inside.map !== window.before)
    && inside.document.querySelectorAll("path").length > 130;
  window.frames_since = there ? (window.frames_since ?? 0) + 1 : 0;
  return first ? there : window.frames_since > 2;
}"""


def write_home(folder: Path, n_incidents: int) -> None:
    """Write the home of this repository with as many woninginbraken as asked, around real ones."""
    for name in ("geodata", "data"):
        shutil.copytree(REPOSITORY / name, folder / name, ignore=shutil.ignore_patterns("_build"))
    shutil.copy(REPOSITORY / "gemeente.toml", folder)
    embedded = pd.read_csv(folder / LAYER)
    rng = np.random.default_rng(SEED)
    near = embedded.iloc[rng.integers(0, len(embedded), n_incidents)]
    begin = pd.Timestamp("2013-01-01") + pd.to_timedelta(
        rng.integers(0, 5 * 365 * 24 * 60, n_incidents), unit="min"
    )
    incidents = pd.DataFrame(
        {
            "id": [f"B{number:06}" for number in range(n_incidents)],
            "begin": begin.strftime("%Y-%m-%d %H:%M"),
            "eind": (begin + pd.Timedelta(minutes=30)).strftime("%Y-%m-%d %H:%M"),
            "x": (near["x"].fillna(near["x"].median()) + rng.normal(0, 60, n_incidents)).round(),
            "y": (near["y"].fillna(near["y"].median()) + rng.normal(0, 60, n_incidents)).round(),
        }
    )
    incidents.to_csv(folder / LAYER, index=False)
    declaration = folder / LAYER.parent / "theme.toml"
    written = declaration.read_text(encoding="utf-8")
    # The first layer of the theme is this one; its file is no longer what was declared.
    written = re.sub(r"rows = \d+\nsha256 = .*\n", "", written, count=1)
    declaration.write_text(written, encoding="utf-8")


def use_official(folder: Path, official: Path) -> None:
    """Put the official boundaries of Dordrecht in the place of the embedded ones."""
    for layer in ("wijken", "buurten"):
        shutil.rmtree(folder / "geodata" / layer)
        declared = REPOSITORY / "tests/homes/dordrecht_officieel/geodata" / layer
        shutil.copytree(declared, folder / "geodata" / layer)
        shutil.copy(official / f"dordrecht_{layer}_2023.gpkg", folder / "geodata" / layer)
    shutil.rmtree(folder / "geodata" / "gemeente")


@contextmanager
def serving(command: list[str], port: int, state: Path) -> Iterator[str]:
    """Run a server until the block ends."""
    environment = {**os.environ, "HOTSPOTS_STATE": str(state)}
    with (
        state.with_suffix(f".{port}.log").open("w") as log,
        subprocess.Popen(command, stdout=log, stderr=log, env=environment) as server,  # noqa: S603
    ):
        try:
            _await_health(port)
            yield f"http://localhost:{port}/"
        finally:
            server.terminate()


def _await_health(port: int) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=1):
                return
        except urllib.error.URLError:
            time.sleep(0.1)
    raise TimeoutError(f"no server on port {port}")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        return int(free.getsockname()[1])


def serve_libraries(route: Route) -> None:
    """Answer for the hosts that the peer loads its libraries from, at once.

    Leaflet is the one the map needs; the icons and the buttons of the others are on no page.
    """
    address = route.request.url
    if "localhost" in address:
        route.continue_()
    elif (name := Path(address).name) in ("leaflet.js", "leaflet.css"):
        route.fulfill(path=ASSETS / "vendor" / "leaflet" / name)
    else:
        kind = "text/css" if name.endswith("css") else "text/javascript"
        route.fulfill(body="", content_type=kind)


def contest(
    browser: Browser, ours: str, peer: str, *, points: bool
) -> tuple[Contestant, Contestant]:
    """Let both pages answer the same clicks, in turn."""
    pages = [browser.new_page(viewport={"width": 1400, "height": 1000}) for _ in range(2)]
    pages[1].route("**/*", serve_libraries)
    asked = "periode=Alles&punten=true" if points else "periode=Alles"
    # A page that is still drawing opens no list.
    settle_ms = 6000 if points else 700
    both = (
        Contestant("hotspots", pages[0], f"{ours}?{asked}", OURS_READY, settle_ms),
        Contestant("explore + streamlit-folium", pages[1], peer, PEER_READY, settle_ms),
    )
    for clicks in (DAYS,) if points else VISITS:
        for contestant in both:
            contestant.visit()
        for turn, (label, option) in enumerate(clicks):
            for contestant in both if turn % 2 else both[::-1]:
                contestant.page.bring_to_front()
                contestant.click(label, option)
    return both


def main() -> None:
    """Run the contest and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=50_000)
    parser.add_argument("--official", type=Path, metavar="FOLDER")
    parser.add_argument("--points", action="store_true")
    asked = parser.parse_args()
    chromium = Path("/usr/bin/chromium")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        write_home(folder, asked.incidents)
        if asked.official:
            use_official(folder, asked.official)
        port, peer_port = free_port(), free_port()
        app = [sys.executable, "-m", "hotspots", "--home", str(folder), "app", "--port", str(port)]
        peer_app = [
            sys.executable, "-m", "streamlit", "run", str(REPOSITORY / "benchmarks/folium_page.py"),
            "--server.port", str(peer_port), "--server.headless", "true",
            "--server.address", "localhost", "--browser.gatherUsageStats", "false",
            "--runner.postScriptGC", "false", "--server.fileWatcherType", "none",
            "--", str(folder), *(["--points"] if asked.points else []),
        ]  # fmt: skip
        ours = stack.enter_context(serving(app, port, folder / "state"))
        peer = stack.enter_context(serving(peer_app, peer_port, folder / "state"))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(
            executable_path=chromium if chromium.exists() else None,
            args=["--no-sandbox", "--disable-gpu"],
        )
        report(*contest(browser, ours, peer, points=asked.points), asked.incidents)
        browser.close()


def report(ours: Contestant, peer: Contestant, n_incidents: int) -> None:
    """Print medians, the best, the ratio and the bytes."""
    print(f"{n_incidents} incidents, {len(ours.milliseconds)} clicks each, from click to screen")
    for one in (ours, peer):
        print(
            f"{one.name:28} median {median(one.milliseconds):6.0f} ms   "
            f"best {min(one.milliseconds):6.0f} ms   worst {max(one.milliseconds):6.0f} ms   "
            f"{median(one.received) / 1000:8.1f} kB per click"
        )
    ratio = median(peer.milliseconds) / median(ours.milliseconds)
    weight = median(peer.received) / median(ours.received)
    print(f"ratio {ratio:.1f} in time (asked: {LEAST_RATIO:.0f}), {weight:.0f} in bytes")
    if ratio < LEAST_RATIO:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
