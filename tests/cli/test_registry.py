"""One list of pages and commands: what it names is there, and nothing is loaded to read it."""

from __future__ import annotations

import inspect
import subprocess
import sys
from importlib.metadata import version

import pytest

from hotspots import registry
from hotspots.cli import parse

NAMES = sorted(
    {
        *registry.SETTINGS_CHECKS,
        *(group.help for group in registry.GROUPS.values()),
        *(
            name
            for page in registry.PAGES
            for name in (page.show, page.visible_to, page.without, page.style)
        ),
        *(
            name
            for command in registry.COMMANDS
            for name in (command.help, command.run, command.options)
        ),
    }
    - {""}
)


@pytest.mark.parametrize("name", NAMES)
def test_every_name_in_the_registry_is_of_something(name: str) -> None:
    assert registry.load(name)


def test_a_page_shows_without_being_told_anything() -> None:
    for page in registry.PAGES:
        assert not inspect.signature(registry.load(page.show)).parameters, page.key


def test_no_two_pages_or_commands_have_one_name() -> None:
    for names in (
        [page.key for page in registry.PAGES],
        [page.title for page in registry.PAGES],
        [command.name for command in registry.COMMANDS],
    ):
        assert len(set(names)) == len(names)


def test_listing_the_commands_waits_for_no_table_no_map_and_no_page() -> None:
    heavy = ("geopandas", "pandas", "scipy", "numba", "shapely", "matplotlib", "streamlit")
    code = (
        "import sys\nfrom hotspots.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    "arguments", [["--home", "a", "event", "plan"], ["event", "plan", "--home", "a"]]
)
def test_a_home_stands_before_or_after_a_command(arguments: list[str]) -> None:
    assert str(parse(arguments).home) == "a"


def test_the_version_is_the_one_that_is_installed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        parse(["--version"])
    assert not left.value.code
    assert capsys.readouterr().out == f"hotspots {version('hotspots')}\n"
