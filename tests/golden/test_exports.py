"""What leaves as a file, by a button of a page or by a command: its name, and what is in it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pytest

from golden.frozen import frozen
from golden.taken_along import told
from golden.visits import VISITS, Visiting, unfold

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from golden.conftest import Ran

#: How the name of a file ends that accounts for a CSV.
ACCOUNT = ".verantwoording.csv"
#: Pages with files, and the kinds of which the inside is kept; of the others the name is.
OFFERED = {
    "kaart": (".xlsx", ".csv", ".gpkg", ".parquet", ".geojson", ".html", ".pdf", ".png", ".svg"),
    "kaart_in_de_tijd": (".csv",),
    "kaart_klein": (".csv", ".xlsx"),
    "kaart_hotspots": (".csv", ".geojson"),
    "kaart_dichtheid": (".csv", ".html"),
    "kaart_getekend": (".csv", ".html"),
    "kaart_herhaling": (".csv",),
    "overzicht": (".csv", ".xlsx"),
    "vergelijken": (".csv", ".xlsx", ".html"),
    "vergelijken_wijken": (".csv",),
    "vergelijken_maatregel": (".csv",),
    "wijkbeeld_wijk": (".csv", ".pdf", ".html", ".xlsx"),
    "evenementen_getoetst": (".csv", ".json"),
    "evenementen_locatie": (".csv", ".pdf"),
    "evenementen_druk": (".csv",),
    "evenementen_jaarplan": (".csv", ".ics"),
    "evenementen_na_afloop": (".csv",),
    "risico": (".csv", ".pdf"),
    "risico_water": (".csv", ".pdf"),
    "risico_gifwolk": (".csv", ".pdf"),
    "gegevens": (".csv",),
}
#: Of what is drawn slowly, or is nearly the same beside each table, the first of a page is opened.
ONCE = (".pdf", ".html", ".png", ".svg", ACCOUNT)

WRITTEN = {
    "analyse.csv": ("analyse", "overlast", "--level", "wijken", "--measure", "ratio"),
    "analyse.gpkg": ("analyse", "woninginbraak", "--level", "cells:500"),
    "find.csv": ("find", "woninginbraak", "--method", "clusters", "--radius", "200"),
    "find.geojson": ("find", "woninginbraak", "--method", "near_repeat", "--permutations", "99"),
    "map.html": ("map", "woninginbraak", "--level", "wijken", "--find", "clusters"),
    "map.svg": ("map", "overlast", "--level", "buurten", "--measure", "gi_star"),
    "exposure.csv": ("exposure", "spoor", "--scenario", "nacht"),
    "report.pdf": ("report", "BU05050108", "--date", "2018-01-10", "--layer", "overlast"),
    "report.html": ("report", "BU05050108", "--date", "2018-01-10"),
    "profile.pdf": ("event", "profile", "energiehuis_dordrecht", "--year", "2018",
                    "--date", "2018-01-10"),
    "events.ics": ("event", "export", "--from", "2018-12-01", "--to", "2018-12-31"),
}  # fmt: skip


@dataclass
class Offered:
    """The buttons that give a file, instead of those that Streamlit would show."""

    files: dict[str, Callable[[], bytes]] = field(default_factory=dict)

    def note(self, label: str, *, data: Callable[[], bytes], file_name: str, **more: Any) -> bool:  # noqa: ANN401
        del label, more
        self.files[file_name] = data
        return False


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Offered:
    found = Offered()
    monkeypatch.setattr("streamlit.download_button", found.note)
    return found


@pytest.mark.parametrize("name", OFFERED)
def test_a_page_gives_the_files_that_are_kept(
    name: str, offered: Offered, script: Path, dordrecht: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = VISITS[name]
    if not visit.page and "onder" in visit.link and name != "kaart_in_de_tijd":
        visit = replace(visit, link={**visit.link, "onder": "Bewaren"})
    unfold(Visiting(script, dordrecht, monkeypatch)(visit))
    assert offered.files
    lines = ["\n".join(offered.files), ""]
    opened: set[str] = set()
    for file, make in offered.files.items():
        kind = ACCOUNT if file.endswith(ACCOUNT) else file[file.rindex(".") :]
        if kind not in (*OFFERED[name], ACCOUNT) or (kind in ONCE and kind in opened):
            continue
        opened.add(kind)
        lines.append(f"##### {file}\n{told(file, make())}\n")
    frozen(f"exports/{name}.txt", "\n".join(lines))


@pytest.mark.parametrize("name", WRITTEN)
def test_a_command_writes_the_file_that_is_kept(
    name: str, run: Callable[..., Ran], dordrecht: Path, tmp_path: Path
) -> None:
    path = tmp_path / name
    ran = run(dordrecht, *WRITTEN[name], "--out", path)
    assert ran.code == 0
    said = f"$ hotspots {' '.join(WRITTEN[name])} --out {name}\n{ran.out}{ran.err}"
    frozen(
        f"exports/command_{name}.txt",
        f"{said.replace(str(tmp_path), '<folder>')}\n{told(name, path.read_bytes())}",
    )
