"""The command line on the town, as a script would call it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from hotspots.cli import main
from hotspots.settings import HOME_VARIABLE, ROLE_VARIABLE, STATE_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.settings import Home


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

    @property
    def listed(self) -> list[tuple[str, bool]]:
        """The versions in a list of them, below its heading, and which of them is shown."""
        heading, _, *lines = self.out.splitlines()
        assert heading.startswith("Versie  Nu")
        return [(line.split()[0], "wordt getoond" in line) for line in lines]


@pytest.fixture
def run(
    home: Home, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Ran]:
    for variable in (HOME_VARIABLE, ROLE_VARIABLE, STATE_VARIABLE):
        monkeypatch.delenv(variable, raising=False)

    def command(*arguments: object) -> Ran:
        capsys.readouterr()
        try:
            code = main(["--home", str(home.root), *map(str, arguments)])
        except SystemExit as left:  # arguments that are no command
            code = int(left.code or 0)
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return command
