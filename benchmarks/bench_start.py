"""Measure how long someone waits for the first map, against an empty Streamlit page.

    python benchmarks/bench_start.py [--incidents N] [--turns N]

Two things, each in turn with the same of a page that holds one word:

* **start**: from the command that starts the server to the map in the browser, the page asked for
  as soon as the server listens;
* **browser**: from the address to the map, in a browser that was never there, on a server that has
  drawn the page for someone else.

Prints medians and ratios. Exits with 1 where a ratio is over 1,5.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Final

from bench_map_page import CHROMIUM, SERVED_AS_OURS, free_port, serving, write_home
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser

MOST: Final = 1.5
WORD: Final = "leeg"
EMPTY_SCRIPT: Final = f'import streamlit as st\n\nst.write("{WORD}")\n'
#: What is on the screen when there is something to see.
_THERE: Final = {
    "hotspots": "() => Number(document.querySelector('.hotspots-map')?.dataset.drawn ?? 0) > 0",
    "empty page": f"() => document.querySelector('.stMarkdown')?.textContent === '{WORD}'",
}


def commands(home: Path, script: Path) -> dict[str, list[str]]:
    """Return how either is started, without the port."""
    script.write_text(EMPTY_SCRIPT, encoding="utf-8")
    python = sys.executable
    return {
        "hotspots": [python, "-m", "hotspots", "--home", str(home), "app", "--port"],
        "empty page": [
            python, "-m", "streamlit", "run", str(script), *SERVED_AS_OURS, "--server.port",
        ],
    }  # fmt: skip


def seconds_to_see(browser: Browser, address: str, name: str) -> float:
    """Open a page in a browser that keeps nothing of before; return how long it took."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    page = context.new_page()
    begin = perf_counter()
    page.goto(address + ("kaart" if name == "hotspots" else ""), wait_until="commit")
    page.wait_for_function(_THERE[name], polling="raf", timeout=60_000)
    took = perf_counter() - begin
    context.close()
    return took


def main() -> None:
    """Let both start and open in turn, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=50_000)
    parser.add_argument("--turns", type=int, default=7)
    args = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        write_home(folder, args.incidents)
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        started: dict[str, list[float]] = {}
        opened: dict[str, list[float]] = {}
        for _ in range(args.turns):
            for name, command in commands(folder, folder / "empty.py").items():
                port = free_port()
                begin = perf_counter()
                with serving([*command, str(port)], port, folder / "state") as address:
                    seconds_to_see(browser, address, name)
                    started.setdefault(name, []).append(perf_counter() - begin)
                    opened.setdefault(name, []).append(seconds_to_see(browser, address, name))
        browser.close()
    ratios = [report("start", started), report("browser", opened)]
    if max(ratios) > MOST:
        raise SystemExit(1)


def report(what: str, took_s: dict[str, list[float]]) -> float:
    """Print the medians of either, and return their ratio."""
    ours, empty = (median(took_s[name]) for name in ("hotspots", "empty page"))
    print(
        f"{what:8} hotspots {ours:5.2f} s   empty page {empty:5.2f} s   "
        f"{ours / empty:.2f} times (asked: at most {MOST})"
    )
    return ours / empty


if __name__ == "__main__":
    main()
