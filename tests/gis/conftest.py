"""A town that map programs may ask, and a program with a key for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from hotspots.access.keys import new_key
from hotspots.access.workspace import open_workspace
from hotspots.gis.service import (
    Asker,
    ProgramAnswer,
    ProgramRequest,
    answer,
    asker_by_key,
    why_off,
)
from town import tiny_home

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.settings import Home

ROLES: Final = """\
[roles.wijkagent]
label = "Wijkagent"
see = true
finest = "cells"
export = true

[roles.wijkagent.sensitive]
export = false

[roles.crisisplanner]
label = "Crisisplanner"
see = true
finest = "buurten"
export = true

[roles.crisisplanner.sensitive]
see = false

[roles.kijker]
label = "Kijker"
see = true
finest = "cells"

[roles.analist]
label = "Analist"
see = true
finest = "places"
export = true
import = true
"""
PEOPLE: Final = {"ana": "analist", "wim": "wijkagent", "cor": "crisisplanner", "kim": "kijker"}
URL: Final = "http://localhost:8501/ogc"


def open_to_programs(folder: Path) -> Home:
    """Write the town with roles, people and the service on; nothing is published yet."""
    home = tiny_home(folder)
    gemeente = home.gemeente.read_text(encoding="utf-8")
    home.gemeente.write_text(f"{gemeente}\n[ogc_api]\non = true\n", encoding="utf-8")
    home.roles.write_text(ROLES, encoding="utf-8")
    return home


def let_in(home: Home, people: dict[str, str] = PEOPLE) -> None:
    table = "".join(f'"{name}" = "{role}"\n' for name, role in people.items())
    home.users.parent.mkdir(parents=True, exist_ok=True)
    home.users.write_text(f"[users]\n{table}", encoding="utf-8")


class MapProgram:
    """A program that shows a key; what it asks is answered as the server does, without one."""

    def __init__(self, workspace: Workspace, shown: str) -> None:
        self.workspace, self.shown = workspace, shown

    def ask(self, path: str = "", *pairs: tuple[str, str], **given: object) -> ProgramAnswer:
        library = self.workspace.library
        off = why_off(library)
        if off is not None:
            return off
        who = asker_by_key(library, self.shown, None)
        if not isinstance(who, Asker):
            return who
        named = tuple((name.replace("_", "-"), str(value)) for name, value in given.items())
        return answer(who, ProgramRequest(URL, path, (*pairs, *named)))

    def items(self, collection: str, **given: object) -> dict[str, Any]:
        made = self.ask(f"collections/{collection}/items", **given)
        assert made.status == 200, made.body
        return dict(made.body)

    def rows(self, collection: str, **given: object) -> dict[str, dict[str, Any]]:
        """Return what is known of each feature, by its id."""
        features = self.items(collection, **given)["features"]
        return {feature["id"]: feature["properties"] for feature in features}

    def refusal(self, path: str, *pairs: tuple[str, str], **given: object) -> tuple[int, str]:
        made = self.ask(path, *pairs, **given)
        return made.status, made.body["description"]


@pytest.fixture(scope="module")
def open_town(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    home = open_to_programs(tmp_path_factory.mktemp("programs") / "town")
    workspace = open_workspace(home, role="analist")
    let_in(home)
    return workspace


@pytest.fixture(scope="module")
def programs(open_town: Workspace) -> dict[str, MapProgram]:
    """Return a program of each person."""
    return {name: MapProgram(open_town, new_key(open_town, name)[1]) for name in PEOPLE}
