"""A visitor in a browser: what they do on the pages, and what their browser was asked to do."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Error

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request

#: In this order. The shell draws the same pages as the browser, in a fifth less of a processor.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
#: Without the last, the shell rounds the width of each letter: lines are longer than anybody's.
HEADLESS = ("--no-sandbox", "--disable-gpu", "--font-render-hinting=none")
MAP = ".hotspots-map"
#: How Streamlit's page says that no script is running.
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
#: What a page puts after a hyphen where no line may end (`hotspots.app.line_ends`).
SIGN = "\u2060"
#: Areas have any shape, and the legend may lie on one: try spots, the middle first.
_SPOT_IN_AREA = """(position) => {
  const area = document.querySelectorAll(".hotspots-map .hs-area")[position];
  const box = area.getBoundingClientRect();
  const shares = [0.5, 0.35, 0.65, 0.2, 0.8];
  for (const down of shares) for (const right of shares) {
    const [x, y] = [box.left + right * box.width, box.top + down * box.height];
    if (document.elementFromPoint(x, y) === area) return [x, y];
  }
  return null;
}"""
#: Notes in every page what it has begun that may still say something to the server: timers that end
#: soon, and answers that are fetched. Five timers that each set the next are a clock, as a browser
#: reckons too, and not the end of something.
_LISTEN = """(() => {
  const [SOON_MS, DEEPEST] = [1000, 5];
  const later = window.setTimeout, never = window.clearTimeout, get = window.fetch;
  const due = new Set();
  let depth = 0;
  window.setTimeout = function (work, wait, ...given) {
    if (typeof work !== "function") return later.call(window, work, wait, ...given);
    const level = depth + 1;
    const id = later.call(window, (...all) => {
      due.delete(id);
      const outer = depth;
      depth = level;
      try { work.apply(window, all); } finally { depth = outer; }
    }, wait, ...given);
    if (level <= DEEPEST && !(wait > SOON_MS)) due.add(id);
    return id;
  };
  window.clearTimeout = (id) => { due.delete(id); never.call(window, id); };
  window.fetch = (...given) => {
    const answer = get.apply(window, given);
    due.add(answer);
    const done = () => due.delete(answer);
    answer.then(done, done);
    return answer;
  };
  // A page that is behind another has no frames at all.
  const frame = () => new Promise((go) => {
    requestAnimationFrame(() => requestAnimationFrame(go));
    later.call(window, go, 500);
  });
  window.testsListen = { due, frame };
})()"""
#: Whether a page keeps what it shows and has begun nothing more, two looks in a row. False if it
#: never ends something for so long: it may be a clock after all.
_SETTLED = """async ([holds, seen, patience]) => {
  const { due, frame } = window.testsListen ?? {};
  if (!frame) return false;
  const shown = () => [...document.querySelectorAll(seen)].map((one) => one.dataset.view).join();
  const until = performance.now() + patience;
  for (let looks = 0, before = shown(); looks < 2;) {
    if (performance.now() > until) return false;
    await frame();
    const now = shown();
    looks = document.querySelector(holds) && !due.size && now === before ? looks + 1 : 0;
    before = now;
  }
  return true;
}"""
#: A page that is behind another has no frames at all.
_NEXT_FRAME = """new Promise((go) => {
  requestAnimationFrame(() => requestAnimationFrame(go));
  setTimeout(go, 500);
})"""
#: Nothing runs on the page and it is connected: only then is what it says heard.
_RESTS = f'{IDLE}[data-test-connection-state="CONNECTED"]'
#: No map on the page moves to another place or zoom.
_NO_MOVE = "body:not(:has(.leaflet-zoom-anim, .leaflet-pan-anim))"
#: milliseconds; for so long something that does not end may be the end of something.
_CLOCK_MS = 3000
#: milliseconds; the first visitor waits while a home is published, on a machine that others use too
PATIENCE_MS = 180_000
#: Of the host of every server here; no port is asked for it.
EMPTY = "http://localhost/"
#: milliseconds; a map that moves says at the end of each move where it looks, 250 ms later at most
STILL_MS = 400
#: milliseconds between two looks at something that is still coming
LOOK_AGAIN_MS = 100
#: milliseconds; long enough for a rerun that should not come to have come
QUIET_MS = 1200
#: What a browser may be told to be and yet serve another visitor later: nothing it knows or may do.
_LENT = {"viewport", "locale", "color_scheme", "has_touch", "is_mobile"}


def installed_browser() -> str | None:
    """Return where a browser of the machine is; None where Playwright brings its own."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def await_true(page: Page, holds: Callable[[], bool]) -> None:
    """Wait until something holds, however busy the machine is; fail if it never does."""
    until = monotonic() + PATIENCE_MS / 1000
    while monotonic() < until:
        if holds():
            return
        page.wait_for_timeout(LOOK_AGAIN_MS)
    assert holds()


def with_signs(said: str) -> str:
    """Return a text as a page holds it: after a hyphen in a date stands a sign nobody sees."""
    return re.sub(r"(?<=\w)-(?=\w)", f"-{SIGN}", said)


def without_signs(said: str) -> str:
    """Return a text of a page as a person reads it."""
    return said.replace(SIGN, "")


class Browsers:
    """Browsers to lend. What every visitor fetches alike is fetched once, as by who comes back.

    Each keeps an empty page of this host open, which nobody sees: as long as there is one, the next
    page is drawn by the same process (`--process-per-site`), in which the scripts that all pages
    share were compiled before. That is half of what opening a page takes.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[str, list[BrowserContext]] = {}
        self._empty: set[Page] = set()

    def lend(self, device: dict[str, Any]) -> BrowserContext:
        """Return one that is told to be this device, with nothing in it of who had it before."""
        free = self._free.get(repr(sorted(device.items())))
        if free:
            return free.pop()
        made = self._browser.new_context(**device)
        made.set_default_timeout(PATIENCE_MS)
        made.add_init_script(_LISTEN)
        if device.keys() <= _LENT:
            page = made.new_page()
            page.route(EMPTY, lambda route: route.fulfill(body=""))
            page.goto(EMPTY)
            self._empty.add(page)
        return made

    def take_back(self, used: BrowserContext, device: dict[str, Any]) -> None:
        """Close its pages, and forget what they kept; one that may do more is not lent again."""
        for page in set(used.pages) - self._empty:
            if page.url.startswith("http"):
                page.evaluate("localStorage.clear()")
            page.close()
        if device.keys() <= _LENT:
            used.clear_cookies()
            self._free.setdefault(repr(sorted(device.items())), []).append(used)
        else:
            used.close()


class Visitors:
    """Everyone who visits in one test."""

    def __init__(self, browsers: Browsers) -> None:
        self._browsers = browsers
        self._here: list[Visitor] = []

    def arrive(self, *, may_reach: tuple[str, ...] = (), **device: Any) -> Visitor:  # noqa: ANN401
        """Return a new visitor with a browser that nobody else has now.

        Parameters
        ----------
        may_reach
            Hosts, beside the server, that may be asked for something. They do not answer: the
            browser of these tests has no internet.
        device
            As for a browser context of Playwright: viewport, color_scheme.
        """
        device = {"viewport": {"width": 1400, "height": 1000}, "locale": "nl-NL", **device}
        visitor = Visitor(self._browsers.lend(device), device, may_reach)
        self._here.append(visitor)
        return visitor

    def leave(self) -> None:
        """Close every browser, and fail if one was asked what it should not have been."""
        for visitor in self._here:
            visitor.context.remove_listener("request", visitor.hear_request)
            self._browsers.take_back(visitor.context, visitor.device)
        for visitor in self._here:
            assert visitor.asked_elsewhere() == []
            assert visitor.faults == []


@dataclass
class Visitor:
    """One person with a browser; see the module."""

    context: BrowserContext
    device: dict[str, Any]
    may_reach: tuple[str, ...] = ()
    page: Page = field(init=False)
    asked: list[str] = field(default_factory=list)
    #: What the pages complained of: scripts that failed or were refused by the policy.
    faults: list[str] = field(default_factory=list)
    #: What the pages sent to the server over their socket.
    sent: list[bytes | str] = field(default_factory=list)
    received: list[bytes | str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen before anything is opened."""
        self.page = self.context.new_page()
        self.context.on("request", self.hear_request)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda message: self._hear(message.type, message.text))
        self.page.on("websocket", self._listen)

    def hear_request(self, request: Request) -> None:
        """Note what is asked for, by any page."""
        self.asked.append(request.url)

    def _hear(self, kind: str, words: str) -> None:
        refused = "Content Security Policy" in words
        if refused or (kind == "error" and "Failed to load resource" not in words):
            self.faults.append(words)

    def _listen(self, socket: Any) -> None:  # noqa: ANN401 - of Playwright
        self.asked.append(socket.url)
        # Playwright marks its listeners, and a method of a list cannot be marked.
        socket.on("framesent", lambda frame: self.sent.append(frame))  # noqa: PLW0108
        socket.on("framereceived", lambda frame: self.received.append(frame))  # noqa: PLW0108

    def asked_elsewhere(self) -> list[str]:
        """Return every address that was asked for and is not of the server."""
        allowed = {"localhost", *self.may_reach}
        return [
            address
            for address in self.asked
            if urlsplit(address).scheme not in ("data", "blob")
            and urlsplit(address).hostname not in allowed
        ]

    def open(self, address: str) -> None:
        """Open the map page, and wait until its map is on the screen."""
        self.page.goto(address)
        self.page.wait_for_selector(f"{MAP}[data-drawn]")
        self.await_quiet()

    def go_to(self, page: str, *, under: str) -> None:
        """Open a page that stands folded under a name at the top."""
        self.page.get_by_test_id("stTopNavSection").filter(has_text=under).click()
        self.page.get_by_role("menuitem", name=page).click()

    def await_quiet(self) -> None:
        """Wait until the script has run and the server has no more to say."""
        self.page.wait_for_selector(IDLE)
        self._settled(_RESTS, "none")
        # A page at rest may have a question on its way, which no timer or request of it shows.
        heard = -1
        while heard != len(self.received):
            heard = len(self.received)
            self.page.wait_for_timeout(200)
            self.page.wait_for_selector(IDLE)
        # What came is drawn in the next frame, and a busy machine has few of them.
        self.page.evaluate(_NEXT_FRAME)

    def _settled(self, holds: str, seen: str) -> bool:
        """Wait until something holds and nothing is begun; False if this page cannot say so."""
        try:
            told: bool = self.page.evaluate(_SETTLED, [holds, seen, _CLOCK_MS])
        except Error as gone:
            if "context was destroyed" not in str(gone):
                raise
            return False  # it goes to another page
        return told

    @property
    def map(self) -> Locator:
        """The map."""
        return self.page.locator(MAP)

    def view(self) -> str:
        """Return where the map looks: latitude, longitude, zoom."""
        return self.map.get_attribute("data-view") or ""

    def await_view_other_than(self, view: str) -> str:
        """Wait until the map looks elsewhere and moves no more; return where it looks."""
        await_true(self.page, lambda: self.view() != view)
        return self.await_still()

    def await_still(self) -> str:
        """Wait until no map moves any more; return where the first looks."""
        if self._settled(_NO_MOVE, MAP):
            return self.map.first.get_attribute("data-view") or ""
        seen: list[str | None] = []
        now = [None]
        while seen != now:
            seen = now
            self.page.wait_for_timeout(STILL_MS)
            self.page.evaluate(_NEXT_FRAME)
            now = [one.get_attribute("data-view") for one in self.map.all()]
        return now[0] or ""

    def drawn(self) -> int:
        """Return how many times the map was drawn since it was opened."""
        return int(self.map.get_attribute("data-drawn") or 0)

    def fills(self) -> list[str]:
        """Return the colour of every area, in the order of their codes."""
        fills: list[str] = self.page.evaluate(
            f"[...document.querySelectorAll('{MAP} .hs-area')].map((a) => a.getAttribute('fill'))"
        )
        return fills

    def headline(self) -> str:
        """Return the count and the period above the map."""
        said = self.page.locator(".st-key-kop").get_by_test_id("stMarkdown").first.inner_text()
        return without_signs(said)

    def link(self) -> dict[str, list[str]]:
        """Return what the address of the page holds."""
        return parse_qs(urlsplit(self.page.url).query)

    def choose_some(self, label: str, *options: str) -> None:
        """Add options to a filter that takes several."""
        box = self.page.get_by_test_id("stMultiSelect").filter(has_text=label)
        if not box.count():
            self.unfold("Meer filters")
        for option in options:
            box.locator("input").click()
            self.page.get_by_role("option", name=option, exact=True).click()
        self.page.keyboard.press("Escape")
        self.await_quiet()

    def choose_one(self, label: str, option: str) -> None:
        """Pick from a list."""
        self.page.get_by_test_id("stSelectbox").filter(has_text=label).locator("input").click()
        self.page.get_by_role("option", name=option, exact=True).click()
        self.await_quiet()

    def choose_tile(self, option: str) -> None:
        """Pick one of a few options that are all in sight."""
        self.page.get_by_role("radio", name=option, exact=True).click()
        self.await_quiet()

    def unfold(self, label: str) -> None:
        """Unfold a line."""
        self.page.locator("summary").filter(has_text=label).click()
        self.await_quiet()

    def take_away(self, filter_: str) -> None:
        """Click the chip of a filter above the map."""
        self.page.locator(".st-key-actief button").filter(has_text=filter_).click()
        self.await_quiet()

    def chosen(self, label: str) -> str:
        """Return what a list shows as chosen."""
        box = self.page.get_by_test_id("stSelectbox").filter(has_text=label)
        return box.locator("input").input_value()

    def spot_in_area(self, position: int) -> tuple[float, float]:
        """Return where on the screen a pointer is on an area, by the order of the codes."""
        spot: list[float] | None = self.page.evaluate(_SPOT_IN_AREA, position)
        assert spot is not None, f"area {position} is not in sight"
        return spot[0], spot[1]

    def fold_legend(self) -> None:
        """Fold the legend away: after a zoom it may lie on an area."""
        self.map.locator(".hs-legend-button").click()

    def hover_area(self, position: int) -> str:
        """Return what stands beside the pointer when it is on an area."""
        self.page.mouse.move(*self.spot_in_area(position))
        tooltip = self.map.locator(".hs-tooltip")
        tooltip.wait_for(state="visible")
        return tooltip.inner_text()

    def click_area(self, position: int) -> None:
        """Choose an area on the map."""
        self.page.mouse.click(*self.spot_in_area(position))
        self.await_quiet()
