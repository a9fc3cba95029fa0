"""Measure the map page in a browser: from a click on a filter to the new map on the screen.

    python benchmarks/bench_map_page.py [--incidents N] [--official FOLDER] [--points]

Three pages answer the same clicks in turn with ours, each click a selection that was not asked
before:

* the same page in plain order (`benchmarks/plain_page.py`): the very code of ours, but the whole
  script runs at each click. Ours may not be slower;
* the same page, its map drawn by `GeoDataFrame.explore` and shown by `st_folium`, written as their
  documentation shows it (`benchmarks/explore_page.py`). All but the map is the very code of our
  page. The ratio that is asked, 4, is asked of this one: it decides how the run ends;
* the lightest page with such a map (`benchmarks/folium_page.py`): two filters, simplified geometry,
  one column, no tooltip, no legend. It is less than our page; its ratio is printed all the same.

After that the period is dragged along the bar of months below our map: from letting go to the map
of other months, which asks by itself.

``--official`` takes the boundaries of CBS from a folder with dordrecht_wijken_2023.gpkg and
dordrecht_buurten_2023.gpkg, which are finer than the embedded ones. ``--points`` has the pages show
the incidents on top: clusters by zoom here, `explore` there. Prints medians, the ratios, and what
went over the socket per click; for ours also the part of it that is the map.
"""

from __future__ import annotations

import argparse
import operator
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

from hotspots.maps.live.scripts import ASSETS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Route

REPOSITORY: Final = Path(__file__).parents[1]
LAYER: Final = Path("data", "vermogen_en_geweld", "woninginbraak.csv")
CHROMIUM: Final = "/usr/bin/chromium" if Path("/usr/bin/chromium").exists() else None
#: The settings of Streamlit that ours has.
SERVED_AS_OURS: Final = (
    "--server.headless", "true", "--server.address", "localhost",
    "--browser.gatherUsageStats", "false", "--runner.postScriptGC", "false",
    "--server.fileWatcherType", "none",
)  # fmt: skip
SEED: Final = 20171231
DAYS: Final = tuple(("Dag van de week", day) for day in ("ma", "di", "wo", "do", "vr", "za"))
PARTS: Final = tuple(
    ("Deel van de dag", part) for part in ("Nacht (0–6)", "Ochtend (6–12)", "Middag (12–18)")
)
#: Two visits; each click adds an option, and no selection comes twice.
VISITS: Final = (DAYS + PARTS, PARTS + DAYS[:-1])

PLAIN: Final = "plain_page.py"
#: The scripts of the peers; the ratio is asked of the second.
PEERS: Final = {
    "same page, plain order": PLAIN,
    "same page, explore + st_folium": "explore_page.py",
    "lightest page, idem": "folium_page.py",
}
#: Medians of the peers over ours, at least: plain order, and the same page with another map.
LEAST_RATIOS: Final = (1.0, 4.0)
#: How often the period is dragged, and how far: a month, to one that was not shown before.
STEPS: Final = 30
STEP_PX: Final = 16

#: All that a click on a filter may send of the map; as it goes over the socket.
MOST_BYTES: Final = 10_000
#: How long a page stands in front before a click: one that comes to the front is painted anew.
SETTLED_MS: Final = 300
#: How long a page must send nothing to have answered.
QUIET_MS: Final = 700

#: Starts at the click and stops when the page says that the new map is on the screen. It looks
#: after each frame was painted, not before: what a frame did counts in that frame.
_ARM: Final = """() => {
  const isReady = READY;
  const afterPaint = (then) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = then;
    channel.port2.postMessage(null);
  });
  window.stopwatch = new Promise((done) => {
    addEventListener("click", () => {
      window.clickedAt = performance.now();
      const look = () => isReady() ? done(performance.now() - clickedAt) : afterPaint(look);
      afterPaint(look);
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
    milliseconds: list[float] = field(default_factory=list)
    last_ms: list[float] = field(default_factory=list)
    received: list[int] = field(default_factory=list)
    of_map: list[int] = field(default_factory=list)
    _frames: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Keep what comes over the socket, and when the last of it came."""
        self.page.add_init_script(_LAST_MESSAGE)
        self.page.on(
            "websocket",
            lambda socket: socket.on("framereceived", self._keep),
        )

    def _keep(self, frame: bytes | str) -> None:
        self._frames.append(frame if isinstance(frame, bytes) else frame.encode())

    def visit(self) -> None:
        """Open the page afresh and wait until its map stands still."""
        self.page.goto(self.address)
        for _ in range(600):
            if self.page.evaluate(f"({self.ready})(true)"):
                break
            self.page.wait_for_timeout(100)
        else:
            raise TimeoutError(f"{self.name}: there is no map")
        self._await_quiet()

    def click(self, label: str, option: str) -> None:
        """Add an option to a filter that has all of them in sight."""
        group = self.page.get_by_test_id("stButtonGroup").filter(has_text=label)
        choice = group.get_by_role("button", name=option, exact=True)
        choice.scroll_into_view_if_needed()
        self.page.wait_for_timeout(SETTLED_MS)
        self.page.evaluate(_BEFORE)
        # Spelled out, not passed: our page evaluates no text.
        self.page.evaluate(_ARM.replace("READY", self.ready))
        self._frames.clear()
        choice.click()
        self.milliseconds.append(self.page.evaluate("window.stopwatch"))
        self._await_quiet()
        self.last_ms.append(self.page.evaluate("window.messageAt - window.clickedAt"))
        self.received.append(sum(map(len, self._frames)))
        self.of_map.append(sum(len(frame) for frame in self._frames if _OUR_MAP in frame))

    def drag(self) -> None:
        """Drag the period a step back; the page hears of it after the map was drawn."""
        window = self.page.locator(".hs-time-window")
        box = window.bounding_box()
        assert box is not None  # noqa: S101 - the bar is there, or the click before it had failed
        mouse, left, top = self.page.mouse, box["x"] + box["width"] / 2, box["y"] + 10
        mouse.move(left, top)
        mouse.down()
        mouse.move(left - STEP_PX, top, steps=4)
        self.page.wait_for_timeout(SETTLED_MS)
        self.page.evaluate(_BEFORE)
        self.page.evaluate(_ARM.replace("READY", self.ready).replace('"click"', '"pointerup"'))
        mouse.up()
        self.milliseconds.append(self.page.evaluate("window.stopwatch"))
        self._await_quiet()

    def _await_quiet(self) -> None:
        """Wait until the script has run, and nothing came for a while."""
        came, quiet_ms = -1, 0
        while quiet_ms < QUIET_MS:
            runs = self.page.evaluate(_RUNS)
            quiet_ms = quiet_ms + 100 if came == len(self._frames) and not runs else 0
            came = len(self._frames)
            self.page.wait_for_timeout(100)


#: When the socket last said something.
_LAST_MESSAGE: Final = """(() => {
  const Own = WebSocket;
  window.WebSocket = class extends Own {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", () => { window.messageAt = performance.now(); });
    }
  };
})()"""
#: In the message of our map alone: one for its fills, one for its component.
_OUR_MAP: Final = b"hotspots_live_map"
_RUNS: Final = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  return app.dataset.testScriptState !== "notRunning";
}"""
#: What was on the screen before a click, to know the next map by.
_BEFORE: Final = """() => {
  const own = document.querySelector(".hotspots-map");
  const frame = document.querySelector('iframe[title*="st_folium"]');
  window.before = own ? Number(own.dataset.drawn) : frame.contentWindow.map;
}"""
#: Our map counts its drawings in the frame after the one it was painted in.
OURS_READY: Final = """(first) => {
  const drawn = Number(document.querySelector(".hotspots-map")?.dataset.drawn ?? 0);
  return first ? drawn > 0 : drawn > window.before;
}"""
#: Its map is another object with all of its areas; the frame after that is waited for here.
PEER_READY: Final = """(first) => {
  const inside = document.querySelector('iframe[title*="st_folium"]')?.contentWindow;
  const there = inside?.map && (first || inside.map !== window.before)
    && inside.document.querySelectorAll("path").length > 130;
  window.frames_since = there ? (window.frames_since ?? 0) + 1 : 0;
  return first ? there : window.frames_since > 1;
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
    # As it is for who installed the program: its bytecode is there from the second start on.
    environment = {**os.environ, "HOTSPOTS_STATE": str(state), "PYTHONDONTWRITEBYTECODE": ""}
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
    browser: Browser, ours: str, peers: dict[str, str], *, points: bool
) -> list[Contestant]:
    """Let all pages answer the same clicks, in turn; ours is the first."""
    asked = "?periode=Alles&meer_filters=true" + ("&punten=true" if points else "")
    contestants = [Contestant("hotspots", _page(browser), ours + asked, OURS_READY)]
    for name, address in peers.items():
        page = _page(browser)
        page.route("**/*", serve_libraries)
        ready = OURS_READY if PEERS[name] == PLAIN else PEER_READY
        contestants.append(Contestant(name, page, address + asked, ready))
    for clicks in (DAYS,) if points else VISITS:
        for contestant in contestants:
            contestant.page.bring_to_front()
            contestant.visit()
        for turn, (label, option) in enumerate(clicks):
            first = turn % len(contestants)
            for contestant in contestants[first:] + contestants[:first]:
                contestant.page.bring_to_front()
                contestant.click(label, option)
    return contestants


def dragged(browser: Browser, ours: str) -> Contestant:
    """Drag the last month back in time, and let the page hear of each month."""
    bar = Contestant("bar of months", _page(browser), ours + "?periode=Laatste+maand", OURS_READY)
    bar.visit()
    for _ in range(STEPS):
        bar.drag()
    return bar


def _page(browser: Browser) -> Page:
    return browser.new_page(viewport={"width": 1400, "height": 1000})


def main() -> None:
    """Run the contest and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=50_000)
    parser.add_argument("--official", type=Path, metavar="FOLDER")
    parser.add_argument("--points", action="store_true")
    asked = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        write_home(folder, asked.incidents)
        if asked.official:
            use_official(folder, asked.official)
        port = free_port()
        app = [sys.executable, "-m", "hotspots", "--home", str(folder), "app", "--port", str(port)]
        ours = stack.enter_context(serving(app, port, folder / "state"))
        peers = {}
        for name, script in PEERS.items():
            port = free_port()
            command = peer_command(script, port, folder, points=asked.points)
            state = folder / f"state_{Path(script).stem}"
            peers[name] = stack.enter_context(serving(command, port, state))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        contestants = contest(browser, ours, peers, points=asked.points)
        bar = dragged(browser, ours)
        browser.close()
    report(contestants, bar, asked.incidents)


def peer_command(script: str, port: int, home: Path, *, points: bool) -> list[str]:
    """Return how a peer is served: as Streamlit does it, with the settings that ours has."""
    if script == PLAIN:
        return [sys.executable, str(REPOSITORY / "benchmarks" / script), str(home), str(port)]
    return [
        sys.executable, "-m", "streamlit", "run", str(REPOSITORY / "benchmarks" / script),
        "--server.port", str(port), *SERVED_AS_OURS,
        "--", str(home), *(["--points"] if points else []),
    ]  # fmt: skip


def report(contestants: list[Contestant], bar: Contestant, n_incidents: int) -> None:
    """Print times, ratios and bytes; fail where what is asked is not reached."""
    ours, plain, same_page, lightest = contestants
    print(f"{n_incidents} incidents, {len(ours.milliseconds)} clicks each, from click to screen")
    for one in contestants:
        print(
            f"{one.name:32} median {median(one.milliseconds):6.0f} ms   "
            f"best {min(one.milliseconds):6.0f} ms   worst {max(one.milliseconds):6.0f} ms   "
            f"last message {median(one.last_ms):6.0f} ms   "
            f"{median(one.received) / 1000:8.1f} kB per click"
        )
    print(
        f"{bar.name}: {len(bar.milliseconds)} drags, median {median(bar.milliseconds):.0f} ms, "
        f"worst {max(bar.milliseconds):.0f} ms"
    )
    ratios = [times_slower(peer, ours) for peer in (plain, same_page)]
    of_map = max(ours.of_map)
    for peer, ratio, least in zip((plain, same_page), ratios, LEAST_RATIOS, strict=True):
        print(f"against {peer.name}: {ratio:.1f} times as fast (asked: {least:.0f})")
    print(f"against {lightest.name}: {times_slower(lightest, ours):.1f} times as fast (not asked)")
    print(f"our map itself: at most {of_map / 1000:.1f} kB per click (asked: {MOST_BYTES / 1000})")
    if any(map(operator.lt, ratios, LEAST_RATIOS)) or of_map > MOST_BYTES:
        raise SystemExit(1)


def times_slower(peer: Contestant, ours: Contestant) -> float:
    """Return the ratio of the medians."""
    return median(peer.milliseconds) / median(ours.milliseconds)


if __name__ == "__main__":
    main()
