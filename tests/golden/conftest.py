"""The home of this repository from the outside: its command line and its pages, at one moment."""

from __future__ import annotations

import json
import runpy
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from golden.standing_clock import import_all, standing
from town import tiny_home

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CHECKOUT = Path(__file__).parents[2]
#: What of the environment changes an answer.
_VARIABLES = ("HOME", "STATE", "ROLE", "LOGIN", "USERS", "HOSTS", "READERS")


@dataclass(frozen=True)
class Ran:
    """What a command left: its exit code, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401
        """The one object on stdout; NaN and Infinity are no JSON."""
        return json.loads(self.out, parse_constant=lambda name: pytest.fail(f"{name} in JSON"))


@pytest.fixture(scope="session")
def script() -> Path:
    """Return what ``app.py`` lets Streamlit run."""
    path: Path = runpy.run_path(str(CHECKOUT / "app.py"))["app"]._script_path
    return path


@pytest.fixture(scope="session")
def all_imported(script: Path) -> None:
    import_all(but=[script])


@pytest.fixture(autouse=True)
def at_one_moment(all_imported: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    del all_imported
    for name in _VARIABLES:
        monkeypatch.delenv(f"HOTSPOTS_{name}", raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    with standing():
        yield


@pytest.fixture(scope="session")
def dordrecht(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the home of this repository; what is published stays in it."""
    root = tmp_path_factory.mktemp("dordrecht")
    for name in ("gemeente.toml", "rollen.toml"):
        shutil.copy(CHECKOUT / name, root / name)
    for name in ("geodata", "data"):
        shutil.copytree(CHECKOUT / name, root / name, ignore=shutil.ignore_patterns("_build"))
    return root


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """Return a town of four buurten of which nothing is published yet, to change."""
    return tiny_home(tmp_path / "town").root


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Return how to run ``python -m hotspots`` in a home."""

    def command(home: Path | None, *arguments: object) -> Ran:
        where = [] if home is None else ["--home", str(home)]
        monkeypatch.setattr(sys, "argv", ["hotspots", *where, *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            runpy.run_module("hotspots", run_name="__main__")
        out, err = (_without_place(text, home) for text in capsys.readouterr())
        return Ran(int(left.value.code or 0), out, err)

    return command


def _without_place(text: str, home: Path | None) -> str:
    return text if home is None else text.replace(str(home), "<home>")
