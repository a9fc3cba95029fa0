"""Every assumption is a setting with its source; a wrong one is told with all others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hotspots.errors import DeclarationError, SelectionError
from hotspots.risico.settings import read_risk_settings
from hotspots.risico.water import water_answer
from hotspots.settings import Home

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace

REPOSITORY = Path(__file__).parents[2]


def test_every_setting_says_where_it_comes_from() -> None:
    settings = read_risk_settings(Home(REPOSITORY, REPOSITORY / ".hotspots"))
    assert settings.settings
    for setting in settings.settings.values():
        assert setting.label
        assert setting.source
    # What was read somewhere has a number; what has none is not known, never zero.
    assert all(entry.known for entry in settings.settings.values() if entry.certainty == "bron")
    assert settings.value("gifwolk_m") == 1_500
    assert settings["vertrek_verwacht"].margin == (0.08, 0.25)


def test_a_home_goes_before_the_defaults(workspace: Workspace) -> None:
    settings = read_risk_settings(workspace.home)
    assert settings.value("niet_zelfredzaam_65plus") == 0.5
    assert settings.rail_scenario("ver").distances["gifwolk_m"] == 700
    assert settings.rail_scenario("nacht").distances == {}


def test_a_scenario_that_is_not_there_is_refused_with_a_suggestion(workspace: Workspace) -> None:
    with pytest.raises(SelectionError, match="Bedoelde u 'proef'"):
        water_answer(workspace, "proeff")


def test_a_setting_without_a_value_counts_nothing(workspace: Workspace) -> None:
    settings = read_risk_settings(workspace.home)
    with pytest.raises(DeclarationError, match="niet ingevuld"):
        settings.value("overlijdenskans")


def test_everything_that_is_wrong_is_told_at_once(risky: Home) -> None:
    (risky.themes / "proef" / "risk.toml").write_text(
        """
[settings.a]
label = "A"
low = 2
high = 1
unit = "m"
source = ""
certainty = "bron"

[settings.b]
lable = "B"
unit = "m"
source = "x"
certainty = "zeker"

[water.c]
label = "C"
leave = "vertrek_verwachd"
""",
        encoding="utf-8",
    )
    with pytest.raises(DeclarationError) as caught:
        read_risk_settings(risky)
    told = "\n".join(caught.value.problems)
    for part in (
        "'low' is hoger dan 'high'",
        "onbekende sleutel 'lable'. Bedoelde u 'label'?",
        "'certainty' is 'zeker'",
        "instelling 'vertrek_verwachd' bestaat niet. Bedoelde u 'vertrek_verwacht'?",
    ):
        assert part in told
