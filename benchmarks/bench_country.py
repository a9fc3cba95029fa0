"""Measure the pages of a country in a browser: what a click sends, and the largest answer.

    python benchmarks/bench_country.py [--buurten N] [--wijken N] [--gemeenten N] [--incidents N]
                                       [--keep FOLDER] [--served ADDRESS]

The home is that of `benchmarks/country.py`. On the map of all buurten filters are clicked, each a
selection that was not asked before; then somebody points at an area, zooms in, and goes to
Overzicht, to cells and points of all of it, and to what else sends much. Prints what went over the
line and the time until it was there, and fails where a filter sends more than 40 kB or one answer
or message is larger than 1 MB.

``--keep`` makes the home in a folder, once; ``--served`` asks a server of it that runs already.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Final

from bench_map_page import CHROMIUM, DAYS, OURS_READY, PARTS, Contestant, free_port, serving
from country import Size, write_home
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Request

#: What may go over the line, in bytes: for a filter, and in one answer.
MOST_OF_A_FILTER: Final = 40_000
MOST_OF_AN_ANSWER: Final = 1_000_000
#: The whole country, and a town from close by.
MAP: Final = "?niveau=Buurt&periode=Alles&maat=Per+1.000+huishoudens&meer_filters=true"
#: What else sends much: cells, points, two periods per buurt, and a place with its cells.
_LARGE: Final = (
    "?niveau=Cel&cel=500+m&periode=Alles&maat=Aantal",
    "?niveau=Cel&cel=500+m&periode=Alles&maat=Hotspots",
    "?niveau=Gemeente&punten=true&periode=Alles",
    "vergelijken?niveau=Buurt",
    "wijkbeeld",
)
#: A map that a browser has painted, and not only the place for it.
_DRAWN: Final = "() => Number(document.querySelector('.hotspots-map')?.dataset.drawn ?? 0) > 0"
_PARTS_READY: Final = "document.querySelector('.hotspots-map').dataset.parts"


@dataclass
class Line:
    """What goes over the line to a page: each answer to its map, and each message."""

    page: Page
    answers: list[tuple[str, int]] = field(default_factory=list)
    messages: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Keep the size of each answer as it went over the line, without its headers."""
        self.page.on("requestfinished", self._keep)
        self.page.on(
            "websocket",
            lambda socket: socket.on("framereceived", lambda sent: self.messages.append(len(sent))),
        )

    def _keep(self, request: Request) -> None:
        if "/kaart/" in request.url:
            size = request.sizes()["responseBodySize"]
            self.answers.append((request.url, size))

    @contextmanager
    def counted(self, what: str) -> Iterator[None]:
        """Print what is fetched in a block, and how long that takes."""
        self.answers.clear()
        self.messages.clear()
        began = perf_counter()
        yield
        taken = perf_counter() - began
        sizes = [size for _, size in self.answers]
        print(
            f"{what:44}{taken:7.1f} s {sum(sizes) / 1000:9.1f} kB in {len(sizes):3} answers, "
            f"the largest {max(sizes, default=0) / 1000:.1f} kB; "
            f"{sum(self.messages) / 1000:.1f} kB in {len(self.messages)} messages, "
            f"the largest {max(self.messages, default=0) / 1000:.1f} kB"
        )


def await_parts(page: Page) -> None:
    """Wait until the map holds areas; by asking, since it evaluates no text."""
    for _ in range(9_000):
        if page.evaluate(_PARTS_READY):
            return
        page.wait_for_timeout(20)
    raise TimeoutError("no areas came")


def largest_geometry(address: str, page: Page) -> tuple[str, int]:
    """Return the largest of all geometry that the map can fetch, as it is before it is packed."""
    asked = page.evaluate(
        """async (root) => {
          const map = performance.getEntriesByType("resource").map(({ name }) => name);
          const url = map.find((name) => name.includes("kaart/meetkunde"));
          const place = url.slice(0, url.lastIndexOf("/") + 1);
          let largest = ["", 0];
          const ask = async (name) => {
            const answer = await fetch(place + name);
            if (!answer.ok) return null;
            const body = await answer.text();
            if (body.length > largest[1]) largest = [name, body.length];
            return JSON.parse(body);
          };
          await ask("basis.json");
          for (const level of ["wijken", "buurten"]) {
            const index = await ask(level + ".json");
            if (!index?.steps) continue;
            for (const [step, { parts }] of index.steps.entries()) {
              for (let part = 0; part < parts.length; part += 1) {
                await ask(`${level}~${step}~${part}.json`);
              }
            }
          }
          return largest;
        }""",
        address,
    )
    return str(asked[0]), int(asked[1])


def measured(browser: Browser, address: str) -> bool:
    """Print what each step takes; return whether all that is asked was reached."""
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    ours, line = Contestant("country", page, address + MAP, OURS_READY), Line(page)
    with line.counted("first map of all buurten"):
        ours.visit()
        await_parts(page)
    largest = max(line.messages)
    line.answers.clear()
    for label, option in DAYS + PARTS[:-1]:
        ours.click(label, option)
    fetched = sum(size for _, size in line.answers) / len(ours.received)
    sent = max(ours.received) + fetched
    print(
        f"{'a filter':44}{median(ours.milliseconds):7.0f} ms {sent / 1000:8.1f} kB at most, "
        f"of it the map {max(ours.of_map) / 1000:.1f} kB; worst {max(ours.milliseconds):.0f} ms"
    )
    page.locator(".hotspots-map").scroll_into_view_if_needed()
    box = page.locator(".hotspots-map").bounding_box()
    assert box is not None  # noqa: S101 - it was drawn
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    with line.counted("pointed at an area"):
        page.mouse.move(*middle)
        page.locator(".hs-tooltip-line").wait_for()
    for _ in range(5):
        with line.counted("zoomed in, and looked for a second"):
            page.locator(".leaflet-control-zoom-in").click()
            page.wait_for_timeout(1_000)
    name, size = largest_geometry(address, page)
    for what in ("Overzicht, first time", "Overzicht, again"):
        with line.counted(what):
            page.goto(f"{address}overzicht?periode=Laatste+12+maanden")
            page.locator(".overzicht table").wait_for()
        largest = max(largest, *line.messages)
    for link in _LARGE:
        with line.counted(f"/{link}"[:44]):
            page.goto(address + link)
            page.wait_for_function(_DRAWN, timeout=180_000)
        # What comes later counts as well.
        page.wait_for_timeout(5_000)
        largest = max(largest, *line.messages)
    print(f"{'largest geometry, not packed':44}{size / 1000:9.1f} kB ({name})")
    print(f"{'largest message':44}{largest / 1000:9.1f} kB")
    return sent <= MOST_OF_A_FILTER and max(size, largest) <= MOST_OF_AN_ANSWER


def main() -> None:
    """Read the arguments, serve the home, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("gemeenten", "wijken", "buurten", "incidents"):
        parser.add_argument(f"--{name}", type=int, default=getattr(Size(), name))
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    parser.add_argument("--served", metavar="ADDRESS")
    asked = parser.parse_args()
    size = Size(asked.gemeenten, asked.wijken, asked.buurten, asked.incidents)
    with ExitStack() as stack:
        address = asked.served
        if address is None:
            temporary = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            folder = asked.keep or temporary / "land"
            if not folder.exists():
                write_home(folder, size)
            port = free_port()
            app = [sys.executable, "-m", "hotspots", "--home", str(folder), "app"]
            command = [*app, "--port", str(port)]
            address = stack.enter_context(serving(command, port, folder / "state"))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        reached = measured(browser, address)
        browser.close()
    if not reached:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
