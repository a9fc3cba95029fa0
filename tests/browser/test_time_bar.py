"""What the map asks by itself in a browser: the bar of time below it, and the switch of levels."""

from __future__ import annotations

import json
from itertools import pairwise
from time import monotonic
from typing import TYPE_CHECKING, Any

import pytest

from browser_server import serving
from town import tiny_home
from visitor import QUIET_MS, STILL_MS, await_true

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Route

    from visitor import Visitor, Visitors

ROUTE = "/kaart/antwoord?"
#: seconds; after so long without a key the bar asks for the map
REST_S = 0.25
COUNTS = "maat=Aantal"
_OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Bar:
    """The bar below the map of a visitor."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.whole = visitor.page.locator(".hs-time")
        self.period = self.whole.get_by_role("slider", name="Periode van de kaart")
        self.begin = self.whole.get_by_role("slider", name="Begin van de periode")
        self.end = self.whole.get_by_role("slider", name="Einde van de periode")

    @property
    def said(self) -> str:
        return self.period.get_attribute("aria-valuetext") or ""

    @property
    def followed(self) -> int:
        """How many times the map was coloured from counts that it has."""
        return int(self.visitor.map.get_attribute("data-followed") or 0)

    def step_px(self) -> float:
        """Return how wide a step is."""
        most = int(self.begin.get_attribute("aria-valuemax") or 0)
        now = int(self.begin.get_attribute("aria-valuenow") or 0)
        return box_of(self.period)["width"] / (most - now + 1)

    def pull(self, part: Locator, steps: float, *, followed: bool = True) -> None:
        """Take hold of a part and pull it so many steps, without letting go."""
        box = box_of(part)
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        wide = self.step_px()
        mouse = self.visitor.page.mouse
        mouse.move(x, y)
        if followed:
            self.await_counts()
        mouse.down()
        mouse.move(x + steps * wide, y, steps=8)

    def await_counts(self) -> None:
        """Wait until the counts are there: they are fetched when someone comes near."""
        page = self.visitor.page
        await_true(page, lambda: any("/kaart/verloop?" in one for one in self.visitor.asked))
        page.wait_for_load_state("networkidle")

    def let_go(self) -> None:
        self.visitor.page.mouse.up()
        self.visitor.await_quiet()


def box_of(part: Locator) -> dict[str, float]:
    box = part.bounding_box()
    assert box is not None
    return dict(box)


def asked_of_route(visitor: Visitor) -> list[str]:
    return [one for one in visitor.asked if ROUTE in one]


def test_the_map_follows_while_the_period_is_dragged_and_the_page_when_it_stops(
    visitor: Visitor, dordrecht: str
) -> None:
    visitor.open(f"{dordrecht}?{COUNTS}")
    bar = Bar(visitor)
    assert bar.said == "januari 2017 tot en met december 2017"
    drawn, fills, sent = visitor.drawn(), visitor.fills(), len(visitor.sent)
    bar.pull(bar.period, -8)
    await_true(visitor.page, lambda: visitor.fills() != fills)
    assert bar.said == "mei 2016 tot en met april 2017"
    # The last picture comes after the last move.
    visitor.page.wait_for_timeout(STILL_MS)
    assert bar.followed > 0
    followed = visitor.fills()
    assert "klassen blijven gelijk" in bar.whole.inner_text()
    assert "Tijdens het slepen" in visitor.map.locator(".hs-legend").inner_text()
    # Until here nobody was asked anything but the counts.
    assert asked_of_route(visitor) == []
    assert len(visitor.sent) == sent
    bar.let_go()
    await_true(visitor.page, lambda: "dagen" in visitor.link())
    visitor.await_quiet()
    assert visitor.link()["dagen"] == ["2016-05-01", "2017-04-30"]
    assert visitor.link()["periode"] == ["Zelf kiezen"]
    assert "01-05-2016 t/m 30-04-2017" in visitor.headline()
    # As many months have the same classes: what was followed is what is.
    assert visitor.fills() == followed
    assert len(asked_of_route(visitor)) == 1
    # Drawn once, from the address; the page said the same.
    assert visitor.drawn() == drawn + 1


def test_an_end_is_pulled_and_a_link_holds_what_is_there(
    visitors: Visitors, dordrecht: str
) -> None:
    one = visitors.arrive()
    one.open(f"{dordrecht}?{COUNTS}")
    bar = Bar(one)
    bar.pull(bar.begin, 9)
    bar.let_go()
    await_true(one.page, lambda: "dagen" in one.link())
    one.await_quiet()
    assert bar.said == "oktober 2017 tot en met december 2017"
    other = visitors.arrive()
    other.open(one.page.url)
    assert other.headline() == one.headline()
    assert other.fills() == one.fills()
    assert Bar(other).said == bar.said


def test_a_drag_that_is_given_up_leaves_everything_as_it_was(
    visitor: Visitor, dordrecht: str
) -> None:
    visitor.open(f"{dordrecht}?{COUNTS}")
    bar, fills, sent = Bar(visitor), visitor.fills(), len(visitor.sent)
    bar.pull(bar.period, -8)
    await_true(visitor.page, lambda: visitor.fills() != fills)
    visitor.page.keyboard.press("Escape")
    await_true(visitor.page, lambda: visitor.fills() == fills)
    visitor.page.mouse.up()
    assert bar.said == "januari 2017 tot en met december 2017"
    assert "Tijdens het slepen" not in visitor.map.locator(".hs-legend").inner_text()
    # A press on the period itself changes nothing either.
    bar.period.click()
    visitor.page.wait_for_timeout(QUIET_MS)
    assert asked_of_route(visitor) == []
    assert len(visitor.sent) == sent


def test_keys_move_widen_and_go_to_the_ends(visitor: Visitor, dordrecht: str) -> None:
    visitor.open(f"{dordrecht}?{COUNTS}&periode=Laatste+maand")
    bar = Bar(visitor)
    assert bar.said == "december 2017"
    bar.period.focus()
    keyboard = visitor.page.keyboard
    pressed = [monotonic()]
    for key, said in (
        ("ArrowLeft", "november 2017"),
        ("ArrowRight", "december 2017"),
        ("Home", "januari 2015"),
        ("Shift+ArrowRight", "januari 2015 tot en met februari 2015"),
        ("PageUp", "maart 2015 tot en met april 2015"),
        ("Shift+ArrowLeft", "februari 2015 tot en met april 2015"),
        ("End", "oktober 2017 tot en met december 2017"),
    ):
        keyboard.press(key)
        pressed.append(monotonic())
        assert bar.said == said, key
    bar.begin.focus()
    keyboard.press("ArrowRight")
    pressed.append(monotonic())
    assert bar.said == "november 2017 tot en met december 2017"
    assert bar.begin.get_attribute("aria-valuetext") == "november 2017"
    await_true(visitor.page, lambda: visitor.link().get("dagen") == ["2017-11-01", "2017-12-31"])
    visitor.await_quiet()
    assert "01-11-2017 t/m 31-12-2017" in visitor.headline()
    # However many keys, the map was asked when they rested; between two as well if the machine did.
    rests = sum(then - before > REST_S for before, then in pairwise(pressed))
    assert len(asked_of_route(visitor)) <= 2 + rests
    # And the hand stays where it was.
    assert bar.begin.evaluate("one => one === document.activeElement")


def test_back_and_forward_go_with_the_bar(visitor: Visitor, dordrecht: str) -> None:
    visitor.open(f"{dordrecht}?{COUNTS}")
    bar, fills = Bar(visitor), visitor.fills()
    bar.whole.get_by_role("button", name="Een stap eerder").click()
    await_true(visitor.page, lambda: "dagen" in visitor.link())
    visitor.await_quiet()
    earlier, moved = bar.said, visitor.fills()
    assert earlier == "december 2016 tot en met november 2017"
    assert moved != fills
    visitor.page.go_back()
    await_true(visitor.page, lambda: bar.said == "januari 2017 tot en met december 2017")
    visitor.await_quiet()
    assert visitor.fills() == fills
    visitor.page.go_forward()
    await_true(visitor.page, lambda: bar.said == earlier)
    visitor.await_quiet()
    assert visitor.fills() == moved


def test_weeks_and_days_when_it_is_near(visitor: Visitor, dordrecht: str) -> None:
    visitor.open(f"{dordrecht}?{COUNTS}&periode=Laatste+maand")
    bar = Bar(visitor)
    bar.whole.get_by_role("button", name="Dagen").click()
    await_true(visitor.page, lambda: "woninginbraken" in bar.whole.inner_text())
    bar.begin.focus()
    for _ in range(3):
        visitor.page.keyboard.press("ArrowRight")
    await_true(visitor.page, lambda: visitor.link().get("dagen") == ["2017-12-04", "2017-12-31"])
    assert bar.said == "4 december 2017 tot en met 31 december 2017"
    bar.whole.get_by_role("button", name="Weken").click()
    bar.period.focus()
    visitor.page.keyboard.press("ArrowLeft")
    # From Monday to Sunday.
    assert bar.said == "27 november 2017 tot en met 24 december 2017"


def test_another_level_is_drawn_at_once_and_the_page_follows(
    visitor: Visitor, dordrecht: str
) -> None:
    visitor.open(f"{dordrecht}?{COUNTS}")
    drawn, headline = visitor.drawn(), visitor.headline()
    levels = visitor.map.get_by_role("group", name="Niveau")
    wijk = levels.get_by_role("button", name="Wijk")
    assert wijk.get_attribute("aria-pressed") == "false"
    wijk.click()
    await_true(visitor.page, lambda: visitor.link().get("niveau") == ["Wijk"])
    visitor.await_quiet()
    assert len(visitor.fills()) == 13
    assert wijk.get_attribute("aria-pressed") == "true"
    assert visitor.page.get_by_role("radio", name="Wijk", exact=True).is_checked()
    assert visitor.headline() != headline
    assert len(asked_of_route(visitor)) == 1
    assert visitor.drawn() == drawn + 1
    # A measure that is not there per wijk takes its level along.
    levels.get_by_role("button", name="Cel").click()
    await_true(visitor.page, lambda: visitor.link().get("niveau") == ["Cel"])
    visitor.await_quiet()
    assert "per cel van" in visitor.headline()


def test_a_test_follows_when_the_period_stands(visitor: Visitor, dordrecht: str) -> None:
    visitor.open(f"{dordrecht}?niveau=Cel&maat=Hotspots")
    bar = Bar(visitor)
    bar.pull(bar.period, -6, followed=False)
    assert bar.followed == 0
    assert "de kaart volgt als u loslaat" in bar.whole.inner_text()
    bar.let_go()
    await_true(visitor.page, lambda: "dagen" in visitor.link())
    visitor.await_quiet()
    assert len(asked_of_route(visitor)) == 1
    assert "01-07-2016 t/m 30-06-2017" in visitor.headline()


def test_a_sensitive_layer_has_quarters_and_no_finer_counts(
    visitor: Visitor, vierbuurten: str
) -> None:
    visitor.open(f"{vierbuurten}?laag=Zorg&periode=Alles")
    bar = Bar(visitor)
    assert bar.said == "1e kwartaal 2017 tot en met 2e kwartaal 2017"
    # The count lies between two ends, and is not said as one.
    assert "zorgmelding" not in bar.whole.inner_text()
    assert bar.whole.get_by_role("button", name="Dagen").count() == 0
    assert visitor.map.get_by_role("group", name="Niveau").count() == 0
    bar.end.focus()
    visitor.page.keyboard.press("ArrowLeft")
    await_true(visitor.page, lambda: visitor.link().get("dagen") == ["2017-01-01", "2017-03-31"])
    visitor.await_quiet()
    assert bar.followed == 0
    assert not any("/kaart/verloop?" in one for one in visitor.asked)


def test_where_the_address_does_not_answer_the_page_does(visitor: Visitor, dordrecht: str) -> None:
    visitor.page.route("**/kaart/antwoord*", lambda route: route.abort())
    visitor.open(f"{dordrecht}?{COUNTS}")
    bar, drawn = Bar(visitor), visitor.drawn()
    bar.whole.get_by_role("button", name="Een stap eerder").click()
    await_true(visitor.page, lambda: "dagen" in visitor.link())
    visitor.await_quiet()
    assert "01-12-2016 t/m 30-11-2017" in visitor.headline()
    assert visitor.drawn() == drawn + 1


def test_what_the_page_heard_last_does_not_take_a_map_back_that_went_on(
    visitor: Visitor, dordrecht: str
) -> None:
    waiting: list[Route] = []

    def after_the_first(route: Route) -> None:
        if len(asked_of_route(visitor)) == 1:
            route.continue_()
        else:
            waiting.append(route)

    visitor.page.route("**/kaart/antwoord*", after_the_first)
    visitor.open(f"{dordrecht}?{COUNTS}")
    bar = Bar(visitor)
    earlier = bar.whole.get_by_role("button", name="Een stap eerder")
    earlier.click()
    await_true(visitor.page, lambda: len(asked_of_route(visitor)) == 1)
    earlier.click()
    await_true(visitor.page, lambda: len(waiting) == 1)
    await_true(visitor.page, lambda: visitor.link().get("dagen") == ["2016-12-01", "2017-11-30"])
    visitor.await_quiet()
    assert bar.said == "november 2016 tot en met oktober 2017"
    waiting[0].continue_()
    await_true(visitor.page, lambda: visitor.link().get("dagen") == ["2016-11-01", "2017-10-31"])
    visitor.await_quiet()
    assert bar.said == "november 2016 tot en met oktober 2017"
    assert "01-11-2016 t/m 31-10-2017" in visitor.headline()


def test_what_is_dragged_is_written_down_once(visitor: Visitor, tmp_path: Path) -> None:
    with serving(tiny_home(tmp_path / "town").root, tmp_path / "state") as address:
        visitor.open(f"{address}?{COUNTS}&periode=Laatste+maand")
        bar = Bar(visitor)
        bar.whole.get_by_role("button", name="Een stap eerder").click()
        await_true(visitor.page, lambda: "dagen" in visitor.link())
        visitor.await_quiet()
        written = (tmp_path / "state" / "audit" / "audit.jsonl").read_text(encoding="utf-8")
    seen: list[dict[str, Any]] = [json.loads(line) for line in written.splitlines()]
    periods = [line["selection"]["period"] for line in seen if line["action"] == "saw"]
    assert periods == [["2017-03-01", "2017-03-31"], ["2017-02-01", "2017-02-28"]]


def test_it_plays_to_the_end_and_tells_the_page_then(visitor: Visitor, dordrecht: str) -> None:
    visitor.open(f"{dordrecht}?{COUNTS}&periode=Zelf+kiezen&dagen=2017-08-01&dagen=2017-10-31")
    bar = Bar(visitor)
    bar.whole.hover()
    bar.await_counts()
    bar.whole.get_by_role("button", name="Afspelen").click()
    bar.whole.get_by_role("button", name="Stoppen").wait_for()
    await_true(visitor.page, lambda: visitor.link().get("dagen") == ["2017-10-01", "2017-12-31"])
    visitor.await_quiet()
    assert bar.whole.get_by_role("button", name="Afspelen").is_visible()
    assert bar.followed >= 2
    assert len(asked_of_route(visitor)) == 1


def test_who_asked_for_calm_has_steps_and_no_play(visitors: Visitors, vierbuurten: str) -> None:
    visitor = visitors.arrive(reduced_motion="reduce")
    visitor.open(f"{vierbuurten}?{COUNTS}")
    bar = Bar(visitor)
    assert bar.whole.get_by_role("button", name="Een stap eerder").is_visible()
    assert bar.whole.get_by_role("button", name="Afspelen").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_thumb_drags_it_on_a_phone(visitors: Visitors, dordrecht: str, scheme: str) -> None:
    visitor = visitors.arrive(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, color_scheme=scheme
    )
    visitor.open(f"{dordrecht}?{COUNTS}")
    bar = Bar(visitor)
    bar.whole.scroll_into_view_if_needed()
    assert visitor.page.evaluate(_OVERFLOW) <= 0
    targets = [*bar.whole.get_by_role("button").all(), bar.begin, bar.end]
    targets += visitor.map.get_by_role("group", name="Niveau").get_by_role("button").all()
    for target in targets:
        assert min(box_of(target)["width"], box_of(target)["height"]) >= 44, target
    wide = bar.step_px()
    box = box_of(bar.period)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = visitor.page.context.new_cdp_session(visitor.page)

    def send(kind: str, *points: tuple[float, float]) -> None:
        touched = [{"x": at, "y": down} for at, down in points]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touched})

    send("touchStart", (x, y))
    for step in range(1, 13):
        send("touchMove", (x - step * wide, y))
        visitor.page.wait_for_timeout(30)
    await_true(visitor.page, lambda: bar.said == "januari 2016 tot en met december 2016")
    send("touchEnd")
    await_true(visitor.page, lambda: visitor.link().get("dagen") == ["2016-01-01", "2016-12-31"])
    visitor.await_quiet()
    visitor.page.wait_for_timeout(QUIET_MS)
    assert "01-01-2016 t/m 31-12-2016" in visitor.headline()
