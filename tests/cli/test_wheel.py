"""The wheel, in an empty environment and an empty folder."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import httpx
import pytest

from browser_server import START_S
from hotspots.exports.terminal import DEMO_OPENED
from hotspots.pages import words as text
from ports import free_port
from town import tiny_home
from wheel import built_wheel, environment_of, packages_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="stops a program by a signal")

#: bytes; a wheel is fetched by phone too, and grows unseen.
MOST = 5_000_000
#: What each extra brings that nothing else of ours needs, by the module it is imported by.
EXTRAS = ("boto3", "dask", "distributed", "psycopg", "pygeoapi", "pyodbc")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_wheel(tmp_path_factory.mktemp("built"))


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return environment_of(wheel, tmp_path_factory.mktemp("installed") / "venv")


@pytest.fixture
def apart(tmp_path: Path) -> dict[str, Any]:
    """Return how to start a program in an empty folder, for someone with an empty home folder."""
    for name in ("work", "me", "temporary"):
        (tmp_path / name).mkdir()
    hidden = ("PYTHON", "HOTSPOTS", "NUMBA", "XDG", "STREAMLIT", "COVERAGE")
    environment = {name: at for name, at in os.environ.items() if not name.startswith(hidden)}
    places = {"HOME": str(tmp_path / "me"), "TMPDIR": str(tmp_path / "temporary")}
    return {"cwd": tmp_path / "work", "env": {**environment, **places}}


def _ran(apart: dict[str, Any], *command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, **apart, capture_output=True, text=True, check=False)


def _package(programs: Path) -> Path:
    return packages_of(programs.parent) / "hotspots"


def _as_it_lies(folder: Path) -> dict[str, tuple[int, int]]:
    stats = {str(path): path.stat() for path in folder.rglob("*")}
    return {path: (stat.st_size, stat.st_mtime_ns) for path, stat in stats.items()}


def test_the_wheel_holds_the_home_and_neither_tests_nor_what_made_it(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    root = Path(__file__).resolve().parents[2]
    declared = sorted(root.glob("geodata/*/layer.toml")) + sorted(root.glob("data/*/theme.toml"))
    assert len(declared) > 20
    for path in (*declared, root / "gemeente.toml", root / "rollen.toml"):
        assert f"hotspots/embedded/{path.relative_to(root)}" in names
    assert {"hotspots/pages/handleiding.md", "hotspots/pages/eigen-gemeente.md"} <= {*names}
    assert len(names) == len(set(names))
    assert {name.split("/")[0] for name in names} <= {"hotspots", "hotspots-0.2.0.dist-info"}
    left_out = re.compile(r"(^|/)(tests|_build|\.hotspots|__pycache__|\..*_cache)/|\.pyc$|/test_")
    assert list(filter(left_out.search, names)) == []
    assert wheel.stat().st_size < MOST


def test_the_same_files_give_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    assert built_wheel(tmp_path).read_bytes() == wheel.read_bytes()


@pytest.mark.slow
def test_the_demo_opens_dordrecht_anywhere_and_leaves_nothing_behind(
    programs: Path, apart: dict[str, Any], tmp_path: Path
) -> None:
    package, port = _package(programs), free_port()
    for path in (package, *package.rglob("*")):
        path.chmod(path.stat().st_mode & ~0o222)
    before = _as_it_lies(package)
    command = [programs / "hotspots", "app", "--demo", "--port", str(port)]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    # A group of its own, which a terminal sends Ctrl-C to as a whole.
    with subprocess.Popen(command, **apart, **streams, process_group=0) as demo:
        try:
            health = _answer_of(demo, f"http://localhost:{port}/gezond")
            page = httpx.get(f"http://localhost:{port}/", timeout=60).text
            (state,) = (tmp_path / "temporary").glob("hotspots-demo-*/state")
            published = {path.name for path in (state / "layers").iterdir()}
        finally:
            os.killpg(demo.pid, signal.SIGINT)
            said, _ = demo.communicate(timeout=60)
    assert health == text.HEALTHY
    assert "<title>" in page
    assert {"woninginbraak", "overlast"} <= published
    assert demo.returncode == 0
    assert said.splitlines() == [
        DEMO_OPENED.format(state=state),
        f"De tool staat op http://localhost:{port}",
    ]
    assert _as_it_lies(package) == before
    for folder in ("work", "temporary", "me"):
        assert list((tmp_path / folder).rglob("*")) == [], folder


def _answer_of(demo: subprocess.Popen[str], address: str) -> str:
    for _ in range(START_S * 5):
        assert demo.poll() is None, demo.stdout and demo.stdout.read()
        try:
            return httpx.get(address, timeout=30).raise_for_status().text
        except httpx.HTTPError:
            time.sleep(0.2)
    raise AssertionError("the demo does not answer")


def test_without_a_home_the_way_to_one_is_told(programs: Path, apart: dict[str, Any]) -> None:
    ran = _ran(apart, programs / "hotspots", "app")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.splitlines() == [
        f"Geen gemeente gevonden in de map '{apart['cwd']}'.",
        "Verwacht: een map met gemeente.toml, geodata/ en data/.",
        (
            "Geef de map op met --home MAP of met de omgevingsvariabele HOTSPOTS_HOME, maak er een "
            "met hotspots new-home, of bekijk een voorbeeld met hotspots app --demo."
        ),
    ]


def test_without_an_extra_every_command_and_page_is_there(
    programs: Path, apart: dict[str, Any]
) -> None:
    script = f"""
import importlib.util, pkgutil
import hotspots
from hotspots import registry
from hotspots.cli import parser_of_all
assert [one for one in {EXTRAS!r} if importlib.util.find_spec(one)] == []
parser_of_all()
for one in registry.COMMANDS:
    registry.load(one.run), registry.load(one.help)
    one.options and registry.load(one.options)
for page in registry.PAGES:
    registry.load(page.show)
for module in pkgutil.walk_packages(hotspots.__path__, "hotspots."):
    if module.name not in ("hotspots.__main__", "hotspots.app.__main__", "hotspots.app.script"):
        try:
            importlib.import_module(module.name)
        except ModuleNotFoundError as error:
            print(module.name, error.name)
"""
    ran = _ran(apart, programs / "python", "-c", script)
    assert ran.returncode == 0, ran.stderr
    # Only what is imported once its extra is known to be there.
    assert ran.stdout.splitlines() == ["hotspots.gis.pygeo pygeoapi"]


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        ("database", ("import", "postgresql://host/db", "--layer", "inbraak", "--table", "t")),
        ("odbc", ("import", "odbc:DRIVER=PostgreSQL", "--layer", "inbraak", "--table", "t")),
        ("objects", ("versions", "inbraak")),
    ],
)  # fmt: skip
def test_what_needs_an_extra_says_which(
    programs: Path, apart: dict[str, Any], tmp_path: Path, extra: str, words: tuple[str, ...]
) -> None:
    home = tiny_home(tmp_path / "home").root
    if extra == "objects":
        with (home / "gemeente.toml").open("a", encoding="utf-8") as declared:
            declared.write('\n[storage]\nlayers = "s3://emmer/lagen"\n')
    ran = _ran(apart, programs / "hotspots", "--home", home, *words)
    assert ran.returncode == 2, ran.stderr
    assert f"pip install 'hotspots[{extra}]'" in ran.stderr
    assert "Traceback" not in ran.stderr
