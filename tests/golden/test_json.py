"""What every command with ``--json`` answers: each key, and each number."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from golden.frozen import frozen, frozen_json
from open_data_server.everything import town_parts
from open_data_server.kept_areas import squares
from open_data_server.pdok import areas_by_ogc
from open_data_server.server import serving
from town import BUURTEN, INCIDENTS, SIDE_M

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from golden.conftest import Ran

YEAR = ("--from", "2017-01-01", "--to", "2017-12-31")
WIJK = ("--wijk", "WK050503")
#: Each measure once, with layers, levels and choices spread over them.
MEASURED = {
    "count": ("analyse", "woninginbraak", "--level", "gemeente"),
    "rate": ("analyse", "vermogensmisdrijven", "--level", "wijken", "--denominator", "inwoners",
             *YEAR),
    "eb_rate": ("analyse", "geweld", "--level", "wijken", "--weekday", "6", "7"),
    "eb_rate_local": ("analyse", "woninginbraak", "--level", "buurten"),
    "ratio": ("analyse", "overlast", "--level", "wijken", "--side", "more", "--minimum-ratio",
              "1.2"),
    "location_quotient": ("analyse", "overlast", "--level", "wijken", "--soort", "jeugd"),
    "change": ("analyse", "uitrukken", "--level", "wijken", *YEAR, "--compare-from", "2015-01-01",
               "--compare-to", "2015-12-31"),
    "gi_star": ("analyse", "overlast", "--level", "cells:500"),
    "emerging": ("analyse", "vermogensmisdrijven", "--level", "buurten", "--step", "quarter"),
    "moran": ("analyse", "overlast", "--level", "buurten"),
    "density": ("analyse", "geweld", "--bandwidth-rule", "automatic", *WIJK),
    "risk_density": ("analyse", "woninginbraak", "--kernel", "gaussian"),
}  # fmt: skip
#: What is special of a layer: places, suppression, counts that came in as counts.
COUNTED = {
    "cells": ("analyse", "woninginbraak", "--level", "cells:500", "--day-part", "avond"),
    "suppressed": ("analyse", "verward_gedrag", "--level", "wijken", *YEAR),
    "per_quarter": ("analyse", "ondermijning_signalen", "--level", "wijken"),
    "synthetic_figures": ("analyse", "digitale_aangiften", "--measure", "rate"),
    "buurt": ("analyse", "geweld", "--level", "buurten", "--buurt", "BU05050108"),
}
FOUND = {
    "clusters": ("woninginbraak", "--radius", "200", "--min-points", "8"),
    "scan": ("woninginbraak", "--permutations", "99"),
    "scan_recent": ("vermogensmisdrijven", "--permutations", "99"),
    "near_repeat": ("woninginbraak", "--permutations", "99", "--manhattan"),
    "before_after": ("woninginbraak", "--treated", "BU05050101", "BU05050102",
                     "--control", "BU05050201", "BU05050202", "--since", "2017-01-01"),
}  # fmt: skip
EXPOSED = {
    "spoor": ("spoor", "--scenario", "nacht"),
    "spoor_incident": ("spoor", "--scenario", "dag", "--at", "105700,424600", "--kind", "gifwolk",
                       "--wind", "225", "--day", "2017-06-03"),
    "water": ("water", "--scenario", "zuid", "--day", "2017-06-03"),
}  # fmt: skip
REQUEST = ("--location", "grote_markt", "--start", "2018-06-02T14:00", "--end", "2018-06-02T20:00",
           "--visitors", "1800", "--soort", "muziek", "--sound", "--profile",
           "alcohol=ruim")  # fmt: skip
EVENTS = {
    "check": ("check", *REQUEST),
    "add": ("add", *REQUEST, "--title", "Voorbeeld", "--dry-run"),
    "profile": ("profile", "grote_markt", "--year", "2017"),
    "plan": ("plan", "--year", "2018"),
    "move": ("move", "EV00999", "--start", "2018-12-20", "--location", "grote_markt"),
    "afterwards": ("afterwards", "--year", "2017"),
    "looked_back": ("afterwards", "EV00001", "--visitors", "200", "--findings", "Rustig",
                    "--dry-run"),
}  # fmt: skip


@pytest.fixture
def answered(run: Callable[..., Ran], dordrecht: Path) -> Callable[..., None]:
    """Return how to compare what a command answers with what is kept."""

    def compare(name: str, *asked: str, home: Path = dordrecht, code: int = 0) -> None:
        ran = run(home, *asked, "--json")
        assert ran.code == code
        shown = " ".join(asked).replace(str(home), "<home>")
        frozen_json(f"json/{name}.json", {"$": shown, "<stderr>": ran.err.splitlines(), **ran.json})

    return compare


def test_every_measure_is_kept(run: Callable[..., Ran]) -> None:
    _, _, *lines = run(None, "measures").out.splitlines()
    assert [line.split()[0] for line in lines] == list(MEASURED)


@pytest.mark.parametrize("measure", MEASURED)
def test_an_analysis_answers_what_is_kept(answered: Callable[..., None], measure: str) -> None:
    answered(f"analyse_{measure}", *MEASURED[measure], "--measure", measure)


@pytest.mark.parametrize("name", COUNTED)
def test_a_count_answers_what_is_kept(answered: Callable[..., None], name: str) -> None:
    answered(f"count_{name}", *COUNTED[name])


@pytest.mark.parametrize("method", FOUND)
def test_a_search_answers_what_is_kept(answered: Callable[..., None], method: str) -> None:
    layer, *choices = FOUND[method]
    answered(f"find_{method}", "find", layer, "--method", method, *choices)


@pytest.mark.parametrize("place", ["Centrum", "WK050501"])
def test_a_wijkbeeld_answers_what_is_kept(answered: Callable[..., None], place: str) -> None:
    answered(f"report_{place}", "report", place)


@pytest.mark.parametrize("name", EXPOSED)
def test_an_exposure_answers_what_is_kept(answered: Callable[..., None], name: str) -> None:
    answered(f"exposure_{name}", "exposure", *EXPOSED[name])


@pytest.mark.parametrize("name", EVENTS)
def test_a_question_about_events_answers_what_is_kept(
    answered: Callable[..., None], name: str
) -> None:
    answered(f"event_{name}", "event", *EVENTS[name])


def test_the_versions_of_a_published_layer_are_kept(answered: Callable[..., None]) -> None:
    answered("versions", "versions", "woninginbraak")


def test_an_import_tells_what_is_kept_until_it_is_put_back(
    run: Callable[..., Ran], answered: Callable[..., None], town: Path
) -> None:
    file = town / "meer.csv"
    file.write_text(INCIDENTS + "11,woning,2017-04-01 10:00,,100500,421500\n", encoding="utf-8")
    wrong = town / "fout.csv"
    wrong.write_text("a;b\n1;2\n", encoding="utf-8")
    answered("import_dry_run", "import", str(file), "--layer", "inbraak", "--dry-run", home=town)
    answered("import_refused", "import", str(wrong), "--layer", "inbraak", home=town, code=2)
    answered("import_replace", "import", str(file), "--layer", "inbraak", "--replace", home=town)
    answered("import_add", "import", str(file), "--layer", "inbraak", home=town)
    assert run(town, "restore", "inbraak", "v1").code == 0
    answered("import_versions", "versions", "inbraak", home=town)
    frozen("commands/verify.txt", run(town, "verify").out)


def test_what_is_fetched_from_open_data_is_kept(answered: Callable[..., None], town: Path) -> None:
    collections = squares(BUURTEN, SIDE_M, gemeente=("GM9999", "Vierbuurten"))
    with serving({}) as server:
        server.parts.update(town_parts(lambda: server.url))
        server.parts["/cbs/wijken-en-buurten-2023"] = areas_by_ogc(collections, lambda: server.url)
        asked = ("--base-url", server.url)
        answered("fetch_boundaries", "fetch", "boundaries", *asked, "--dry-run", home=town)
        answered("fetch_keyfigures", "fetch", "keyfigures", *asked, home=town)
        answered("fetch_police", "fetch", "police", *asked, home=town)
    answered("fetch_list", "fetch", "boundaries", "--list", home=town)


def test_the_answer_to_an_exposure_is_the_same_in_its_file(
    run: Callable[..., Ran], dordrecht: Path, tmp_path: Path
) -> None:
    path = tmp_path / "antwoord.json"
    asked = ("exposure", "water", "--scenario", "west")
    ran = run(dordrecht, *asked, "--json", "--out", path)
    assert ran.code == 0
    assert json.loads(path.read_text(encoding="utf-8")) == ran.json
