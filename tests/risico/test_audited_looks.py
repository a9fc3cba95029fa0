"""A look at rail or water is in the audit, by script and by command; a refused one as well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import hotspots
from hotspots.access import audit
from hotspots.cli import main
from hotspots.errors import AccessError, SelectionError
from hotspots.settings import ROLE_VARIABLE

if TYPE_CHECKING:
    from hotspots.settings import Home

BLIND = """
[roles.analist]
label = "Analist"
see = true
finest = "places"
[roles.analist.layers.laag_rail]
see = false
[roles.analist.layers.laag_flood_depth]
see = false
"""


def by_script(home: Home, subject: str, scenario: str) -> None:
    workspace = hotspots.open_home(home.root, role="analist")
    ask: Any = {"spoor": hotspots.rail_exposure, "water": hotspots.water_exposure}[subject]
    ask(workspace, scenario)


def by_command(home: Home, subject: str, scenario: str) -> None:
    arguments = ["--home", str(home.root), "exposure", subject, "--scenario", scenario]
    if main(arguments):
        raise AccessError("", "", "")


WAYS = pytest.mark.parametrize("ask", [by_script, by_command])


def looks(home: Home) -> list[tuple[str, str, str]]:
    """Outcome, layer and scenario of each look."""
    return [
        (line["outcome"], line["subject"], line["selection"]["scenario"])
        for line in audit.lines(home)
        if line["action"] == "saw"
    ]


@pytest.fixture(autouse=True)
def _as_analist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ROLE_VARIABLE, "analist")


@WAYS
def test_a_look_is_in_the_audit_with_every_layer_that_is_read(risky: Home, ask: Any) -> None:  # noqa: ANN401
    ask(risky, "spoor", "nacht")
    assert {"laag_rail", "laag_vulnerable"} <= {subject for _, subject, _ in looks(risky)}
    assert {(outcome, scenario) for outcome, _, scenario in looks(risky)} == {("done", "nacht")}


@WAYS
@pytest.mark.parametrize(
    ("subject", "scenario", "layer"),
    [("spoor", "nacht", "laag_rail"), ("water", "proef", "laag_flood_depth")],
)
def test_a_refused_look_is_in_the_audit_as_refused_and_not_as_seen(
    risky: Home,
    ask: Any,  # noqa: ANN401
    subject: str,
    scenario: str,
    layer: str,
) -> None:
    (risky.root / "rollen.toml").write_text(BLIND, encoding="utf-8")
    with pytest.raises(AccessError):
        ask(risky, subject, scenario)
    assert looks(risky) == [("refused", layer, scenario)]


def test_what_does_not_exist_was_neither_seen_nor_refused(risky: Home) -> None:
    with pytest.raises(SelectionError):
        by_script(risky, "spoor", "nergens")
    assert looks(risky) == []
