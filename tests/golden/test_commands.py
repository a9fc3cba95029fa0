"""The command line as a script meets it: what can be asked, what is answered, what is refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from golden.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from golden.conftest import Ran

_LISTED = re.compile(r"^    ([a-z][\w-]*)(?: {2,}|$)", re.MULTILINE)


def test_the_commands_and_their_options_are_those_that_are_kept(run: Callable[..., Ran]) -> None:
    told, pending = [], [()]
    while pending:
        command = pending.pop(0)
        ran = run(None, *command, "--help")
        assert ran.code == 0
        told.append(f"=== hotspots {' '.join((*command, '--help'))}\n\n{ran.out}")
        pending += [(*command, name) for name in _LISTED.findall(ran.out)]
    assert len(told) > 25
    frozen("commands/help.txt", "\n".join(told))


REFUSED = (
    (),
    ("kaart",),
    ("analyse",),
    ("analyse", "inbraken"),
    ("analyse", "woninginbraak", "--measure", "mooi"),
    ("analyse", "woninginbraak", "--level", "straten"),
    ("analyse", "woninginbraak", "--level", "cells:30"),
    ("analyse", "woninginbraak", "--from", "2017-01-01"),
    ("analyse", "woninginbraak", "--from", "2017-02-30", "--to", "2017-03-01"),
    ("analyse", "woninginbraak", "--from", "2017-03-01", "--to", "2017-02-01"),
    ("analyse", "woninginbraak", "--denominator", "huishoudens"),
    ("analyse", "woninginbraak", "--expectation", "huishoudens"),
    ("analyse", "woninginbraak", "--wijk", "WK999999"),
    ("analyse", "verward_gedrag", "--level", "buurten"),
    ("analyse", "woninginbraak", "--measure", "moran", "--level", "wijken"),
    ("analyse", "ondermijning_signalen", "--level", "cells"),
    ("analyse", "spoor"),
    ("analyse", "woninginbraak", "--out", "antwoord.docx"),
    ("find", "woninginbraak"),
    ("find", "verward_gedrag", "--method", "clusters"),
    ("find", "woninginbraak", "--method", "before_after"),
    ("map", "woninginbraak", "--out", "kaart.bmp"),
    ("report",),
    ("report", "Centrum"),
    ("report", "Nergens", "--json"),
    ("report", "Centrum", "--out", "beeld.doc"),
    ("exposure", "spoor", "--scenario", "nergens"),
    ("exposure", "spoor", "--scenario", "nacht", "--wind", "270"),
    ("exposure", "water", "--scenario", "zuid", "--wind", "3"),
    ("exposure", "water", "--scenario", "zuid", "--out", "a.xlsx"),
    ("event", "check", "--location", "maan"),
    ("event", "check", "--location", "grote_markt", "--start", "x", "--end", "y"),
    ("event", "profile", "maan"),
    ("event", "move", "EV99999", "--start", "2018-06-02"),
    ("event", "plan", "--year", "1"),
    ("event", "afterwards", "EV00001"),
    ("event", "export", "--out", "kalender.xlsx"),
    ("import", "nergens.csv", "--layer", "woninginbraak"),
    ("import", "gemeente.toml", "--layer", "spoor"),
    ("versions", "inbraken"),
    ("restore", "woninginbraak", "v99"),
    ("fetch", "boundaries", "--gemeente", "Dordrecht"),
)  # fmt: skip


def test_a_refusal_says_what_was_found_and_what_to_do(
    run: Callable[..., Ran], dordrecht: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(dordrecht)
    told = []
    for asked in REFUSED:
        ran = run(dordrecht, *asked)
        assert (asked, ran.code, ran.out) == (asked, 2, "")
        told.append(f"$ hotspots {' '.join(asked)}\n{ran.err}")
    frozen("commands/refusals.txt", "\n".join(told))


@pytest.mark.parametrize("role", ["wijkagent", "crisisplanner", "niemand"])
def test_a_role_is_refused_what_it_may_not_see(
    run: Callable[..., Ran], dordrecht: Path, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTSPOTS_ROLE", role)
    told = []
    for asked in (
        ("analyse", "ondermijning_signalen"),
        ("analyse", "verward_gedrag", "--out", "antwoord.csv"),
        ("analyse", "woninginbraak", "--level", "cells"),
        ("import", "nergens.csv", "--layer", "woninginbraak"),
    ):
        ran = run(dordrecht, *asked)
        told.append(f"$ hotspots {' '.join(asked)}\n{ran.code}\n{ran.err}")
    frozen(f"commands/role_{role}.txt", "\n".join(told))


SAID = (
    ("check",),
    ("measures",),
    ("analyse", "geweld", "--level", "wijken", "--measure", "rate"),
    ("analyse", "verward_gedrag"),
    ("find", "woninginbraak", "--method", "near_repeat", "--permutations", "99"),
    ("exposure", "spoor", "--scenario", "nacht"),
    ("exposure", "water", "--scenario", "zuid", "--day", "2018-06-02"),
    ("event", "plan", "--year", "2018"),
    ("event", "profile", "grote_markt", "--year", "2018"),
    ("event", "afterwards", "--year", "2017"),
    ("event", "move", "EV00999", "--start", "2018-12-20"),
)


@pytest.mark.parametrize("asked", SAID, ids=lambda asked: "_".join(asked[:2]))
def test_a_command_says_in_words_what_is_kept(
    run: Callable[..., Ran], dordrecht: Path, asked: tuple[str, ...]
) -> None:
    ran = run(dordrecht, *asked)
    name = "_".join(asked[:2])
    told = f"$ hotspots {' '.join(asked)}\n{ran.code}\n{ran.out}\n--- stderr\n{ran.err}"
    frozen(f"commands/said_{name}.txt", told)
