"""Every download of every page as every role, behind a login: the bytes, or why not in Dutch.

With a real server: the bytes are made in a thread in which no page runs, as no other test does.
"""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Any, Final

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from apart import run_apart
from browser_server import serving
from event_page import REQUEST
from hotspots import registry
from hotspots.access import words as text
from hotspots.catalog.roles import DEFAULTS
from hotspots.evenementen import page_words as events_page
from hotspots.evenementen import profile_words
from hotspots.exports import words as taking
from hotspots.pages import words as pages
from hotspots.risico import page_words as veiligheid_page
from hotspots.settings import LOGIN_VARIABLE, PROXY_SECRET_VARIABLE, Home
from hotspots.wijkbeeld import page_words as wijkbeeld_words
from on_the_wire import SECRET, Button, Tab, opened_tab, through_proxy
from risky_town import festive_home

if TYPE_CHECKING:
    from collections.abc import Iterator

ROLES: Final = (
    "wijkagent", "wijkregisseur", "crisisplanner", "vergunningen", "analist", "beheerder",
)  # fmt: skip
EVENTS, RISK = events_page.PARTS, veiligheid_page.PARTS
MONTHS: Final = {
    "periode": "Zelf kiezen", "dagen": ["2017-02-01", "2017-02-28"],
    "vergelijk": "De periode ervoor",
}  # fmt: skip
#: Each page, with the part of it and what makes it show all that it has.
PAGES: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("", {"periode": "Alles", "onder": "Bewaren"}),
    ("", {"periode": "Alles", "onder": "In de tijd"}),
    ("wijkbeeld", {"plek": "WK999901"}),
    ("overzicht", {}),
    ("vergelijken", MONTHS),
    ("evenementen", {**REQUEST, "deel": EVENTS["check"]}),
    ("evenementen", {"deel": EVENTS["places"], "plaats": "Park"}),
    ("evenementen", {"deel": EVENTS["board"]}),
    *(("risico", {"deel": part}) for part in RISK.values()),
    ("gegevens", {}),
    ("inlezen", {}),
    ("verantwoording", {}),
)
#: Nothing can be taken away from a text.
WITHOUT_DOWNLOADS: Final = {"handleiding"}
DEFAULT_ROLES: Final = resources.files("hotspots.catalog").joinpath(DEFAULTS).read_bytes()
#: Kinds of file of which one is enough of each page.
OF_TABLES_AND_MAPS: Final = {*taking.FORMATS.values(), *pages.MAP_FORMATS.values()} - {
    taking.FORMATS[".csv"], pages.MAP_FORMATS[".svg"],
}  # fmt: skip
#: How a file begins, by a part of the words on its button.
BEGINNINGS: Final = {
    "PDF": b"%PDF", "pdf": b"%PDF", "XLSX": b"PK", "GeoPackage": b"SQLite", "GeoParquet": b"PAR1",
    "PNG": b"\x89PNG", "SVG": b"<?xml", "GeoJSON": b"{", "HTML": b"<!", "html": b"<!",
    "iCalendar": b"BEGIN:VCALENDAR", "JSON": b"{",
}  # fmt: skip


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Home]]:
    folder = tmp_path_factory.mktemp("downloads")
    home = Home(festive_home(folder / "town").root, folder / "state")
    home.state.mkdir()
    home.roles.write_bytes(DEFAULT_ROLES)
    table = "".join(f'"{role}" = "{role}"\n' for role in ROLES)
    home.users.write_text(f"[users]\n{table}", encoding="utf-8")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(LOGIN_VARIABLE, "proxy")
        environment.setenv(PROXY_SECRET_VARIABLE, SECRET)
        with serving(home.root, home.state) as address:
            yield address, home


async def shown(tab: Tab, page: str, link: dict[str, Any]) -> Tab:
    """Ask for a page, and unfold all that it has folded."""
    await tab.run(page, **link)
    return await tab.run(page, opened=tab.popovers, **link)


def test_every_page_is_asked_for_its_downloads() -> None:
    asked = {page or registry.PAGES[0].key for page, _ in PAGES}
    assert asked | WITHOUT_DOWNLOADS == {page.key for page in registry.PAGES}


@pytest.mark.parametrize("role", ROLES)
def test_every_download_of_every_page_gives_a_file_or_a_plain_refusal(
    served: tuple[str, Home], role: str
) -> None:
    address, home = served

    async def all_of_them() -> dict[str, bytes | str]:
        taken: dict[str, bytes | str] = {}
        for page, link in PAGES:
            async with opened_tab(address, through_proxy(role)) as tab:
                await shown(tab, page, link)
                for button in tab.buttons:
                    # Tables are all made in one way, and so are maps: one kind of file of each page
                    # will do, and of the first page every kind.
                    place = f"{page} {link.get('deel', '')}: {button.label}"
                    kind = button.label if button.label in OF_TABLES_AND_MAPS else place
                    if place not in taken and kind not in taken:
                        taken[kind] = taken[place] = await tab.click(button)
        return taken

    taken = run_apart(all_of_them())
    for place, given in taken.items():
        assert isinstance(given, bytes), (place, given)
        for part, beginning in BEGINNINGS.items():
            if part in place:
                assert given.startswith(beginning), (place, given[:20])
    parts = {place.partition(":")[0] for place in taken}
    assert {" ", "overzicht ", "gegevens "} < parts
    assert {f"risico {part}" for part in RISK.values()} & parts
    if role == "analist":
        kinds = " ".join(taken)
        assert [part for part in BEGINNINGS if part not in kinds] == []
        assert f"evenementen {EVENTS['places']}: {profile_words.AS_PDF}" in taken
    log = home.state.with_suffix(".log").read_text(encoding="utf-8")
    assert "Traceback" not in log
    assert "deferred callable" not in log


def grant(home: Home, **roles: str) -> None:
    """Write the table of users anew, all at once."""
    table = "".join(f'"{name}" = "{role}"\n' for name, role in roles.items())
    other = home.users.with_suffix(".new")
    other.write_text(f"[users]\n{table}", encoding="utf-8")
    other.replace(home.users)


@pytest.fixture
def granted(served: tuple[str, Home]) -> Iterator[tuple[str, Home]]:
    """Return the server; what a test changes of roles is undone."""
    address, home = served
    before = home.users.read_text(encoding="utf-8")
    yield address, home
    home.users.write_text(before, encoding="utf-8")
    home.roles.write_bytes(DEFAULT_ROLES)


async def first_file(tab: Tab) -> tuple[Button, bytes | str]:
    await shown(tab, "", {"periode": "Alles", "onder": "Bewaren"})
    button = next(one for one in tab.buttons if "CSV" in one.label)
    return button, await tab.click(button)


def test_a_role_that_was_taken_away_gets_no_file_from_a_page_that_is_open(
    granted: tuple[str, Home],
) -> None:
    address, home = granted

    async def in_turn() -> list[bytes | str]:
        async with opened_tab(address, through_proxy("jan")) as tab:
            grant(home, jan="analist")
            button, first = await first_file(tab)
            grant(home, an="analist")
            second = await tab.click(button)
            grant(home, jan="analist")
            return [first, second, await tab.click(button)]

    first, second, third = run_apart(in_turn())
    assert isinstance(first, bytes)
    assert text.NO_ACCESS in str(second)
    assert first == third


def test_a_right_that_was_withdrawn_holds_at_the_next_click(granted: tuple[str, Home]) -> None:
    address, home = granted
    without = DEFAULT_ROLES.replace(b"export = true", b"export = false")
    broken = without.replace(b"see = true", b"sea = true", 1)

    async def in_turn() -> list[bytes | str]:
        async with opened_tab(address, through_proxy("analist")) as tab:
            button, first = await first_file(tab)
            given = [first]
            for roles in (without, DEFAULT_ROLES, broken, b"[roles", DEFAULT_ROLES):
                home.roles.write_bytes(roles)
                given.append(await tab.click(button))
            home.roles.write_bytes(without)
            await shown(tab, "", {"periode": "Alles", "onder": "Bewaren"})
            # Figures that were published for everyone are of no layer.
            assert not [button for button in tab.buttons if "GeoPackage" in button.label]
            home.roles.unlink()
            return [*given, (await tab.run("")).words]

    allowed, withdrawn, again, wrong, unreadable, last, gone = run_apart(in_turn())
    assert isinstance(allowed, bytes)
    assert "geen bestand meenemen" in str(withdrawn)
    assert again == last == allowed
    for closed in (wrong, unreadable):
        assert "De rollen zijn veranderd en niet meer te lezen" in str(closed)
    assert "rollen.toml is weg" in str(gone)
    assert "Inbraak" not in str(gone)


def test_whoever_has_a_wijk_opens_on_its_wijkbeeld_and_others_on_the_map(
    granted: tuple[str, Home],
) -> None:
    address, home = granted
    table = home.users.read_text(encoding="utf-8")
    home.users.write_text(f'{table}[wijken]\n"wijkagent" = "Onder"\n', encoding="utf-8")

    async def opens_with(role: str) -> str:
        async with opened_tab(address, through_proxy(role)) as tab:
            return str((await tab.run("")).words)

    assert wijkbeeld_words.YOUR_WIJK in run_apart(opens_with("wijkagent"))
    assert wijkbeeld_words.YOUR_WIJK not in run_apart(opens_with("analist"))


def test_a_button_of_before_says_so_in_dutch(served: tuple[str, Home]) -> None:
    address, _ = served

    async def click() -> bytes | str:
        async with opened_tab(address, through_proxy("analist")) as tab:
            await tab.run("verantwoording")
            return await tab.click(Button("", "0" * 32))

    assert run_apart(click()) == pages.OLD_BUTTON


@pytest.mark.parametrize(
    "sent",
    [
        "[", "null", '{"click": 1}', '[{"event": "click"}]', '[{"event": "click", "value": [1]}]',
        "[" * 5000,
    ],
    ids=("half", "nothing", "no list", "no value", "no area", "deep"),
)  # fmt: skip
def test_what_a_browser_sends_of_a_map_makes_no_english_box_and_no_trace(
    served: tuple[str, Home], sent: str
) -> None:
    address, home = served

    async def click() -> str:
        async with opened_tab(address, through_proxy("analist")) as tab:
            await tab.run("", periode="Alles")
            (component,) = tab.components
            asked = BackMsg()
            asked.rerun_script.query_string = "periode=Alles"
            for key, kind in ((component, "json_value"), (f"{component}__events", "trigger")):
                widget = asked.rerun_script.widget_states.widgets.add()
                widget.id = key
                if kind == "trigger":
                    widget.json_trigger_value = sent
                else:
                    widget.json_value = sent
            return (await tab.send(asked)).words

    words = run_apart(click())
    assert "This app has encountered an error" not in words
    if sent in ("[", "[" * 5000):
        # No JSON: this breaks in Streamlit, before a page of ours runs.
        assert pages.FAULT.partition("{")[0] in words
    else:
        assert pages.FAULT[:20] not in words
    log = home.state.with_suffix(".log").read_text(encoding="utf-8")
    assert "Traceback" not in log
