"""What a map asks by itself: from its own open page, as the page draws it, and written down."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode, urlsplit

import httpx
import pytest

from apart import run_apart
from browser_server import serving
from hotspots.analysis.registry import MEASURES as REGISTERED
from hotspots.app.map_answers import MOST_OF_ONE
from hotspots.maps.live.routes import ANSWERS_ROUTE, COUNTS_ROUTE, TIPS_ROUTE
from hotspots.pages import words
from hotspots.settings import LOGIN_VARIABLE, PROXY_SECRET_VARIABLE, Home
from on_the_wire import SECRET, opened_tab, through_proxy
from town import tiny_home

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from on_the_wire import Tab

ROLES: Final = """\
[roles.wijkagent]
label = "Wijkagent"
see = true
finest = "cells"

[roles.crisisplanner]
label = "Crisisplanner"
see = true
finest = "buurten"

[roles.crisisplanner.sensitive]
see = false

[roles.analist]
label = "Analist"
see = true
finest = "places"
export = true
import = true
"""
PEOPLE: Final = {"ana": "analist", "wim": "wijkagent", "cor": "crisisplanner", "piet": "analist"}
ALL: Final = {"periode": "Alles"}
COUNT: Final = {"maat": "Aantal", **ALL}
FIRST_QUARTER: Final = ["2017-01-01", "2017-03-31"]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Home]]:
    folder = tmp_path_factory.mktemp("answers")
    home = Home(tiny_home(folder / "town").root, folder / "state")
    home.state.mkdir()
    home.roles.write_text(ROLES, encoding="utf-8")
    table = "".join(f'"{name}" = "{role}"\n' for name, role in PEOPLE.items())
    home.users.write_text(f"[users]\n{table}", encoding="utf-8")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(LOGIN_VARIABLE, "proxy")
        environment.setenv(PROXY_SECRET_VARIABLE, SECRET)
        with serving(home.root, home.state) as address:
            await_open(address)
            yield address, home


def await_open(address: str) -> None:
    """Wait until the home is open: who comes before waits, and a socket does not wait long."""
    for _ in range(300):
        if httpx.get(f"{address}gezond").status_code == 200:
            return
        time.sleep(0.1)
    raise TimeoutError(address)


@asynccontextmanager
async def page_of(address: str, name: str, **link: str | list[str]) -> AsyncIterator[Page]:
    """Open the map page as someone."""
    async with (
        opened_tab(address, through_proxy(name)) as tab,
        httpx.AsyncClient(base_url=address, headers=through_proxy(name), timeout=60) as client,
    ):
        await tab.run(**link)
        yield Page(tab, client)


class Page:
    """An open map page, and the browser that it is in."""

    def __init__(self, tab: Tab, client: httpx.AsyncClient) -> None:
        self.tab, self.client = tab, client

    @property
    def sent(self) -> dict[str, Any]:
        """What the page sent to its map."""
        (component,) = (
            one.bidi_component
            for one in self.tab.elements
            if one.WhichOneof("type") == "bidi_component"
        )
        sent: dict[str, Any] = json.loads(component.json)
        return sent

    def query(self, **changed: object) -> dict[str, str]:
        """Return what the map asks, with another level or period."""
        asks = self.sent["asks"]
        query = {
            "sessie": asks["session"],
            "vraag": json.dumps({**asks["question"], **changed}),
            "stijl": json.dumps(asks["style"]),
        }
        return {**query, "vergelijk": asks["compared"]} if asks["compared"] else query

    async def ask(self, route: str = ANSWERS_ROUTE, **changed: object) -> httpx.Response:
        return await self.client.get(route, params=self.query(**changed))

    async def ask_raw(
        self, query: dict[str, str], headers: dict[str, str] | None = None
    ) -> httpx.Response:
        return await self.client.get(ANSWERS_ROUTE, params=query, headers=headers)


def as_drawn(sent: dict[str, Any]) -> dict[str, Any]:
    """Return of a map what is drawn of it, without what the page alone knows of."""
    page_alone = ("asks", "draw", "fills", "follows", "focus", "view_key")
    drawn = {name: value for name, value in sent.items() if name not in page_alone}
    return {**drawn, "followed": sent["asks"]["time"]["followed"]}


def audit(home: Home) -> list[dict[str, Any]]:
    written = (home.state / "audit" / "audit.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in written.splitlines()]


def seen_by(home: Home, name: str, *, outcome: str = "done") -> list[dict[str, Any]]:
    return [
        line
        for line in audit(home)
        if (line["who"], line["action"], line["outcome"]) == (name, "saw", outcome)
    ]


_LEVELS: Final = {"Wijk": "wijken", "Buurt": "buurten", "Cel": "cells"}
#: Of the layer that has them all, at a level where each can be asked; four months are no history
#: to cut in steps.
MEASURES: Final = tuple(
    (measure.label, label)
    for measure in REGISTERED
    for label, level in _LEVELS.items()
    if level in measure.levels and not measure.in_steps
)
MARCH: Final = ["2017-03-01", "2017-03-31"]
LINK: Final = {
    "periode": "Zelf kiezen", "dagen": MARCH, "vergelijk": "De periode ervoor", "soort": ["Woning"],
    "stap": "Maand",
}  # fmt: skip


@pytest.mark.parametrize(("measure", "level"), MEASURES)
def test_the_answer_is_what_the_page_draws(
    served: tuple[str, Home], measure: str, level: str
) -> None:
    address, _ = served

    async def both() -> tuple[dict[str, Any], httpx.Response]:
        async with page_of(address, "ana", maat=measure, niveau=level, **LINK) as page:
            return page.sent, await page.ask()

    sent, answer = run_apart(both())
    assert sent["asks"]["question"]["layer"] == "inbraak"
    assert answer.status_code == 200, answer.text
    assert answer.json() == as_drawn(sent)
    assert answer.headers["cache-control"] == "private, no-cache"


def test_another_level_and_period_are_what_the_page_draws_then(served: tuple[str, Home]) -> None:
    address, _ = served

    async def both() -> tuple[dict[str, Any], httpx.Response]:
        async with page_of(address, "ana", **COUNT) as page:
            levels = {one["id"]: one for one in page.sent["asks"]["levels"]}
            asked = {"level": "cells", "cell_m": levels["cells"]["cell_m"]}
            answer = await page.ask(**asked, period=FIRST_QUARTER)
        own = {"periode": "Zelf kiezen", "dagen": FIRST_QUARTER, "niveau": "Cel"}
        async with page_of(address, "ana", maat="Aantal", **own) as page:
            return page.sent, answer

    sent, answer = run_apart(both())
    assert sent["cells"] is not None
    assert answer.json() == as_drawn(sent)


def test_a_change_is_measured_from_the_period_that_the_page_would_take(
    served: tuple[str, Home],
) -> None:
    address, _ = served
    link = {"maat": "Verandering", "vergelijk": "De periode ervoor", "periode": "Zelf kiezen"}

    async def both() -> tuple[dict[str, Any], dict[str, Any], httpx.Response]:
        async with page_of(address, "ana", **link, dagen=["2017-02-01", "2017-02-28"]) as page:
            before, answer = page.sent, await page.ask(period=MARCH)
        async with page_of(address, "ana", **link, dagen=MARCH) as page:
            return before, page.sent, answer

    before, sent, answer = run_apart(both())
    assert answer.json() == as_drawn(sent)
    assert sent["legend"] != before["legend"]


def test_a_sensitive_layer_answers_whole_quarters_as_on_its_page(served: tuple[str, Home]) -> None:
    address, _ = served

    async def both() -> tuple[dict[str, Any], httpx.Response, httpx.Response, httpx.Response]:
        async with page_of(address, "ana", laag="Zorg", **ALL) as page:
            month = await page.ask(period=["2017-02-01", "2017-02-28"])
            counts = await page.client.get(COUNTS_ROUTE, params={**page.query(), "stap": "month"})
            finer = await page.ask(level="buurten")
        own = {"periode": "Zelf kiezen", "dagen": FIRST_QUARTER}
        async with page_of(address, "ana", laag="Zorg", **own) as page:
            return page.sent, month, counts, finer

    sent, month, counts, finer = run_apart(both())
    assert sent["asks"]["time"]["step"] == "quarter"
    assert sent["asks"]["time"]["followed"] is None
    assert sent["asks"]["levels"] == []
    assert month.json() == as_drawn(sent)
    assert counts.status_code == 400
    assert finer.status_code == 403


def test_counts_by_place_and_month_add_up_to_the_map(served: tuple[str, Home]) -> None:
    address, _ = served

    async def counts() -> tuple[httpx.Response, httpx.Response]:
        async with page_of(address, "ana", **COUNT) as page:
            query = page.query()
            return (
                await page.client.get(COUNTS_ROUTE, params={**query, "stap": "month"}),
                await page.client.get(COUNTS_ROUTE, params={**query, "stap": "day"}),
            )

    months, days = run_apart(counts())
    # December 2016 to March 2017: 1, 2, 2, 2 inside the town (rows 1; 2, 3; 4, 5; 6, 7).
    assert numbers(months.json()["totals"], 4) == [1, 2, 2, 2]
    assert numbers(months.json()["per_step"], 4) == [1, 1, 2, 2]
    # Noord, then Noord twice, Noord and Oost, Oost and Zuid; the order is that of the codes.
    assert numbers(months.json()["place"], 2) == [0, 0, 0, 1, 1, 2]
    assert numbers(months.json()["count"], 2) == [1, 2, 1, 1, 1, 1]
    # From 31 December to 31 March: 1 + 31 + 28 + 31 days.
    assert len(numbers(days.json()["totals"], 4)) == 91
    assert sum(numbers(days.json()["count"], 2)) == 7


def test_a_bar_of_days_below_a_test_has_its_incidents(served: tuple[str, Home]) -> None:
    address, _ = served

    async def counts() -> httpx.Response:
        async with page_of(address, "ana", maat="Hotspots", niveau="Cel", **ALL) as page:
            assert page.sent["asks"]["time"]["followed"] is None
            return await page.client.get(COUNTS_ROUTE, params={**page.query(), "stap": "day"})

    days = run_apart(counts()).json()
    assert sum(numbers(days["totals"], 4)) == 7
    assert days["denominators"] is None


def numbers(packed: str, width: int) -> list[int]:
    raw = base64.b64decode(packed)
    return [int.from_bytes(raw[at : at + width], "little") for at in range(0, len(raw), width)]


def test_areas_say_by_address_what_they_say_on_the_page(served: tuple[str, Home]) -> None:
    address, home = served

    async def both() -> tuple[dict[str, Any], dict[str, httpx.Response]]:
        async with page_of(address, "ana", niveau="Buurt", **COUNT) as page:
            query = page.query()
            hidden = page.query(layer="bestaat_niet")
            asked = {
                "first": {**query, "vanaf": "0"},
                "none": query,
                "past the end": {**query, "vanaf": "100"},
                "in between": {**query, "vanaf": "1"},
                "below": {**query, "vanaf": "-100"},
                "other digits": {**query, "vanaf": "٠"},
                "no layer": {**hidden, "vanaf": "0"},
            }
            return page.sent, {
                name: await page.client.get(TIPS_ROUTE, params=params)
                for name, params in asked.items()
            }

    before = len(audit(home))
    sent, answers = run_apart(both())
    first = answers.pop("first")
    # A town has so few areas that the page sends what they say along.
    assert first.json() == {name: sent["areas"][name] for name in ("forms", "tip")}
    assert len(first.json()["tip"]) == 4
    assert {answer.status_code for answer in answers.values()} == {400}
    # It is the look at the page that was written down already.
    assert [line["action"] for line in audit(home)[before:]] == ["saw"]


def test_only_the_person_of_an_open_page_is_answered(served: tuple[str, Home]) -> None:
    address, home = served
    before = len(audit(home))

    async def asked() -> dict[str, int]:
        async with page_of(address, "ana", **ALL) as page:
            query = page.query()
            anew = {**query, "sessie": "0" * 36}
            own = f"http://{urlsplit(address).netloc}"
            status = {
                "no session": (await page.ask_raw(anew)).status_code,
                "what areas say": await page.client.get(TIPS_ROUTE, params={**anew, "vanaf": "0"}),
                "no session named": (await page.ask_raw({"vraag": query["vraag"]})).status_code,
                "elsewhere": (await page.ask_raw(query, {"Origin": "https://x.example"})),
                "another site": (await page.ask_raw(query, {"Sec-Fetch-Site": "same-site"})),
                "own page": await page.ask_raw(
                    query, {"Origin": own, "Sec-Fetch-Site": "same-origin"}
                ),
                "posted": await page.client.post(ANSWERS_ROUTE, params=query),
            }
            async with httpx.AsyncClient(base_url=address) as stranger:
                status["nobody"] = await stranger.get(ANSWERS_ROUTE, params=query)
                for name in ("piet", "wim", "niemand"):
                    headers = through_proxy(name)
                    status[name] = await stranger.get(ANSWERS_ROUTE, params=query, headers=headers)
                guessed = {**through_proxy("ana"), "X-Hotspots-Proxy": "geraden" * 5}
                status["guessed"] = await stranger.get(ANSWERS_ROUTE, params=query, headers=guessed)
        await page.tab.socket.wait_closed()
        async with httpx.AsyncClient(base_url=address, headers=through_proxy("ana")) as client:
            for _ in range(50):
                gone = await client.get(ANSWERS_ROUTE, params=query)
                if gone.status_code == 403:
                    break
            status["closed"] = gone
        return {
            name: one if isinstance(one, int) else one.status_code for name, one in status.items()
        }

    status = run_apart(asked())
    assert status.pop("own page") == 200
    assert status.pop("posted") == 405
    assert set(status.values()) == {403}, status
    # The page was looked at once, and nothing else was seen.
    assert [line["who"] for line in audit(home)[before:]] == ["ana"]


def test_a_layer_that_a_role_may_not_see_is_refused_and_that_is_written_down_once(
    served: tuple[str, Home],
) -> None:
    address, home = served

    async def asked() -> list[httpx.Response]:
        async with page_of(address, "cor", **ALL) as page:
            hidden = {"layer": "zorg", "level": "wijken", "measure": "count"}
            return [
                await page.ask(**hidden),
                await page.ask(**hidden),
                await page.client.get(
                    COUNTS_ROUTE, params={**page.query(**hidden), "stap": "month"}
                ),
                await page.client.get(TIPS_ROUTE, params={**page.query(**hidden), "vanaf": "0"}),
                # Cells are finer than a crisisplanner may see.
                await page.ask(level="cells", cell_m=100),
                await page.ask(layer="bestaat_niet"),
            ]

    answers = run_apart(asked())
    assert [answer.status_code for answer in answers] == [403, 403, 403, 403, 403, 400]
    assert all(answer.headers["cache-control"] == "no-store" for answer in answers)
    refused = seen_by(home, "cor", outcome="refused")
    assert [line["subject"] for line in refused] == ["zorg", "inbraak"]


def test_points_are_for_who_may_see_them(served: tuple[str, Home]) -> None:
    address, _ = served

    async def asked(name: str) -> dict[str, Any]:
        async with page_of(address, name, **COUNT) as page:
            query = {**page.query(), "stijl": json.dumps({"points": True})}
            answer: dict[str, Any] = (await page.ask_raw(query)).json()
            return answer

    assert run_apart(asked("ana"))["points"] is not None
    assert run_apart(asked("wim"))["points"] is None


def test_what_the_browser_has_already_is_authorised_and_written_down_too(
    served: tuple[str, Home],
) -> None:
    address, home = served
    months = [["2017-01-01", "2017-01-31"], ["2017-02-01", "2017-02-28"]]

    async def asked() -> tuple[list[int], list[int]]:
        own = {"periode": "Zelf kiezen", "dagen": months[0]}
        async with page_of(address, "piet", maat="Aantal", **own) as page:
            written = [len(seen_by(home, "piet"))]
            first, second = [(await page.ask(period=month)).headers["etag"] for month in months]
            written.append(len(seen_by(home, "piet")))
            held = [
                await page.ask_raw(page.query(period=months[0]), {"If-None-Match": first}),
                await page.ask_raw(page.query(period=months[0]), {"If-None-Match": first}),
                await page.ask_raw(page.query(period=months[1]), {"If-None-Match": first}),
            ]
            assert first != second
            assert not held[0].content
            written.append(len(seen_by(home, "piet")))
        async with httpx.AsyncClient(base_url=address, headers=through_proxy("wim")) as other:
            query = page.query(period=months[0])
            stolen = await other.get(ANSWERS_ROUTE, params=query, headers={"If-None-Match": first})
        return [*(one.status_code for one in held), stolen.status_code], written

    statuses, written = run_apart(asked())
    assert statuses == [304, 304, 200, 403]
    # January on the page, and then on the map: once. February; January again, and February.
    assert written == [1, 2, 4]


def test_another_role_gets_another_mark(served: tuple[str, Home]) -> None:
    address, _ = served

    async def mark(name: str) -> str:
        async with page_of(address, name, **COUNT) as page:
            return str((await page.ask()).headers["etag"])

    assert run_apart(mark("ana")) == run_apart(mark("piet")) != run_apart(mark("wim"))


@pytest.mark.parametrize(
    "hostile",
    [
        {"vraag": ""}, {"vraag": "[]"}, {"vraag": "{"}, {"vraag": "[" * 1_500},
        {"vraag": '{"layer": NaN}'}, {"vraag": '{"layer": "inbraak", "layer": "zorg"}'},
        {"question": {"layer": ["inbraak"]}}, {"question": {"layer": ""}},
        {"question": {"level": "straat"}}, {"question": {"level": 3}},
        {"question": {"measure": "hoeveel"}}, {"question": {"measure": None}},
        {"question": {"period": None}}, {"question": {"period": ["2017-01-01"]}},
        {"question": {"period": ["2017-02-31", "2017-03-01"]}},
        {"question": {"period": ["2017-03-01", "2017-01-01"]}},
        {"question": {"period": ["0001-01-01", "9999-12-31"], "level": "cells", "cell_m": 1}},
        {"question": {"cell_m": -5}}, {"question": {"cell_m": 1e300}},
        {"question": {"cell_m": True}},
        {"question": {"cell_m": 10**30}}, {"question": {"minimum_ratio": 1e400}},
        {"question": {"soorten": ["x"]}}, {"question": {"soorten": "woning"}},
        {"question": {"weekdays": [9]}}, {"question": {"weekdays": [True]}},
        {"question": {"wijken": ["'; --"]}}, {"question": {"drawn": "cirkel:1e400,0,5"}},
        {"question": {"drawn": {"x": 1}}}, {"question": {"__class__": "x"}},
        {"question": {"bandwidth_m": 10**6, "measure": "density", "level": "cells"}},
        {"question": {"side": "links"}}, {"question": {"step": "seconde"}},
        {"stijl": '{"method": "x"}'}, {"stijl": '{"classes": 99}'}, {"stijl": '{"classes": true}'},
        {"stijl": '{"own_breaks": ["a"]}'}, {"stijl": '{"method": "own", "own_breaks": [-1]}'},
        {"stijl": '{"palette": "x"}'}, {"stijl": '{"points": 1}'},
        {"question": {"measure": "change"}, "vergelijk": "gisteren"},
    ],
    ids=lambda hostile: str(hostile)[:60],
)  # fmt: skip
def test_what_no_map_asks_is_refused_plainly(
    served: tuple[str, Home], hostile: dict[str, Any]
) -> None:
    address, _ = served

    async def asked() -> httpx.Response:
        async with page_of(address, "ana", **COUNT) as page:
            hostile_question = hostile.get("question", {})
            rest = {name: value for name, value in hostile.items() if name != "question"}
            question = {**page.sent["asks"]["question"], **hostile_question}
            written = json.dumps(question).replace("Infinity", "1e400")
            return await page.ask_raw({**page.query(), "vraag": written, **rest})

    answer = run_apart(asked())
    # What is finer than a layer may be is refused as such.
    assert answer.status_code in (400, 403), answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["content-type"].startswith("text/plain")


def test_an_address_that_is_too_long_goes_nowhere(served: tuple[str, Home]) -> None:
    address, _ = served
    query = urlencode({"vraag": "x" * 9_000})
    answer = httpx.get(f"{address}{ANSWERS_ROUTE}?{query}", headers=through_proxy("ana"))
    assert (answer.status_code, answer.text) == (414, words.LONG_ADDRESS)


def test_one_person_waits_for_so_many_maps_and_no_more(served: tuple[str, Home]) -> None:
    address, _ = served

    async def asked() -> list[int]:
        async with page_of(address, "wim", maat="Hotspots", niveau="Cel", **ALL) as page:
            days = [[f"2017-01-{day:02}", "2017-03-31"] for day in range(1, 31)]
            answers = await asyncio.gather(*(page.ask(period=period) for period in days))
            after = await page.ask()
            return [*(one.status_code for one in answers), after.status_code]

    statuses = run_apart(asked())
    assert set(statuses) <= {200, 429}
    assert statuses.count(200) >= MOST_OF_ONE
    assert statuses[-1] == 200
