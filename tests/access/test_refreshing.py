"""Supplies that are looked at by themselves: each new file a version, and nothing lost or twice."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from hotspots.access import refreshing
from hotspots.access.audit import check_chain
from hotspots.access.refreshing import refresh, supplies_now, supply_problems
from hotspots.access.workspace import open_workspace
from hotspots.errors import DeclarationError, SelectionError, StoreError
from hotspots.store.durable import exclusive
from hotspots.store.versions import LayerStore
from loading import HEADER
from open_data_server.cbs import Table, crimes_of, dimension, tables_by_odata
from open_data_server.server import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hotspots.access.refreshing import Refreshed
    from hotspots.access.workspace import Workspace
    from hotspots.settings import Home
    from open_data_server.server import Server

NIGHT = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
FILES = '[meldkamer]\nlayer = "inbraak"\nfiles = "aanlevering/*.csv"\nevery = "day"\n'
REPLACED = FILES + 'mode = "replace"\n'


def rows(*names: object, first: int = 1) -> str:
    lines = [
        f"{name},woning,2017-03-{first + at % 28:02d} 19:00,,100060,421060"
        for at, name in enumerate(names)
    ]
    return "\n".join([HEADER, *lines]) + "\n"


class Place:
    """A town with a folder in which files arrive."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.folder = home.root / "aanlevering"
        self.folder.mkdir()
        self.declare(FILES)

    def declare(self, text: str) -> None:
        (self.home.root / "bronnen.toml").write_text(text, encoding="utf-8")

    def arrive(self, name: str, text: str, *, at: datetime = NIGHT - timedelta(hours=2)) -> None:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        os.utime(path, (at.timestamp(), at.timestamp()))

    def workspace(self, role: str = "analist") -> Workspace:
        return open_workspace(self.home, role=role)

    def look(self, at: datetime = NIGHT, *names: str, **how: Any) -> list[Refreshed]:  # noqa: ANN401
        role = how.pop("role", "analist")
        return list(refresh(self.workspace(role), names, now=at, **how))

    def one(self, at: datetime = NIGHT, **how: Any) -> Refreshed:  # noqa: ANN401
        [looked_at] = self.look(at, **how)
        return looked_at

    @property
    def ids(self) -> list[str]:
        store = LayerStore.of(self.home, "inbraak")
        version = store.current()
        assert version is not None
        return sorted(store.read(version, ["id"])["id"].to_pylist())

    @property
    def versions(self) -> int:
        return len(LayerStore.of(self.home, "inbraak").versions())


@pytest.fixture
def place(home: Home) -> Place:
    return Place(home)


def test_each_new_file_is_a_version_and_none_is_loaded_twice(place: Place) -> None:
    place.arrive("week1.csv", rows("a", "b"))
    first = place.one()
    assert (first.look.outcome, first.is_well) == ("new", True)
    assert place.ids == ["a", "b"]
    before = place.versions
    # The next night nothing came, and the night after it one file.
    again = place.one(NIGHT + DAY)
    assert (again.look.outcome, again.look.lines) == ("same", ("Er is geen nieuw bestand.",))
    place.arrive("week2.csv", rows("c"), at=NIGHT + DAY)
    assert place.one(NIGHT + 2 * DAY).look.outcome == "new"
    assert place.ids == ["a", "b", "c"]
    assert place.versions == before + 1
    assert check_chain(place.home).broken == []


def test_a_supply_has_its_turn_once_in_a_day_and_a_failed_one_at_every_look(place: Place) -> None:
    place.arrive("week1.csv", rows("a"))
    place.one()
    place.arrive("week2.csv", rows("b"))
    later = place.one(NIGHT + timedelta(hours=5))
    assert not later.due
    assert place.ids == ["a"]
    assert place.one(NIGHT + timedelta(hours=5), whatever_the_day=True).look.outcome == "new"
    place.arrive("week3.csv", "geen,tabel\n")
    assert place.one(NIGHT + DAY).look.outcome == "failed"
    assert place.one(NIGHT + DAY + timedelta(hours=1)).due


def test_a_file_that_is_refused_leaves_what_there_was_and_the_next_is_loaded(place: Place) -> None:
    place.arrive("1.csv", rows("a"), at=NIGHT - timedelta(hours=3))
    place.arrive("2.csv", "geen,tabel\n1,2\n", at=NIGHT - timedelta(hours=2))
    place.arrive("3.csv", rows("c"), at=NIGHT - timedelta(hours=1))
    looked_at = place.one()
    assert looked_at.look.outcome == "failed"
    assert not looked_at.is_well
    assert place.ids == ["a", "c"]
    assert sum("De vorige versie blijft staan." in line for line in looked_at.lines) == 1
    # Mended, it is loaded at the next look, and the others are not again.
    place.arrive("2.csv", rows("b"))
    before = place.versions
    assert place.one(NIGHT + DAY).look.outcome == "new"
    assert place.ids == ["a", "b", "c"]
    assert place.versions == before + 1


def test_only_the_newest_file_takes_the_place_of_what_there_was(place: Place) -> None:
    place.declare(REPLACED)
    place.arrive("1.csv", rows("a"), at=NIGHT - timedelta(hours=3))
    place.arrive("2.csv", rows("b", "c"), at=NIGHT - timedelta(hours=2))
    looked_at = place.one()
    assert place.ids == ["b", "c"]
    assert "1.csv" in looked_at.look.lines[0]
    assert place.one(NIGHT + DAY).look.outcome == "same"


def test_a_file_that_was_replaced_is_taken_when_it_is_sent_again(place: Place) -> None:
    place.declare(REPLACED)
    place.arrive("november.csv", rows("a", "b"), at=NIGHT - timedelta(hours=3))
    place.one()
    place.arrive("december.csv", rows("c", "d"), at=NIGHT)
    place.one(NIGHT + DAY)
    assert place.ids == ["c", "d"]
    # December was wrong: the supplier sends what there was once more, under another name.
    place.arrive("december-2.csv", rows("a", "b"), at=NIGHT + DAY)
    assert place.one(NIGHT + 2 * DAY).look.outcome == "new"
    assert place.ids == ["a", "b"]
    # What the layer has, is still no version twice.
    place.arrive("december-3.csv", rows("a", "b"), at=NIGHT + 2 * DAY)
    again = place.one(NIGHT + 3 * DAY)
    assert again.look.lines == ("december-3.csv: stond al in de laag.",)


def test_a_file_that_cannot_be_read_is_named_and_the_next_is_loaded(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.arrive("1.csv", rows("a"), at=NIGHT - timedelta(hours=3))
    place.arrive("2.csv", rows("b"), at=NIGHT - timedelta(hours=2))
    real = refreshing.sha256_of

    def closed(path: Path) -> str:
        if path.name == "1.csv":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(refreshing, "sha256_of", closed)
    looked_at = place.one()
    assert looked_at.look.outcome == "failed"
    assert place.ids == ["b"]
    assert looked_at.lines[0].startswith("1.csv: Dat lukte niet. Melding van het systeem:")
    assert "map" not in looked_at.lines[0]
    monkeypatch.undo()
    assert place.one(NIGHT + DAY).look.outcome == "new"
    assert place.ids == ["a", "b"]


@pytest.mark.parametrize(("rows_now", "outcome"), [(20, "new"), (19, "shrunk")])
def test_a_file_with_a_third_fewer_rows_is_not_believed(
    place: Place, rows_now: int, outcome: str
) -> None:
    place.declare(REPLACED)
    place.arrive("1.csv", rows(*range(30)))
    place.one()
    place.arrive("2.csv", rows(*range(rows_now)), at=NIGHT)
    looked_at = place.one(NIGHT + DAY)
    assert looked_at.look.outcome == outcome
    assert len(place.ids) == (rows_now if outcome == "new" else 30)
    if outcome == "shrunk":
        [line] = looked_at.look.lines
        assert "19 rijen, waar er 30 waren" in line
        assert "--layer inbraak --replace" in line
        # Still so the next night, until somebody loads it or another comes.
        assert place.one(NIGHT + 2 * DAY).look.outcome == "shrunk"
        place.arrive("3.csv", rows(*range(28)), at=NIGHT + 2 * DAY)
        assert place.one(NIGHT + 3 * DAY).look.outcome == "new"


def test_who_is_killed_after_a_version_was_made_does_not_make_it_again(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.arrive("1.csv", rows("a"), at=NIGHT - timedelta(hours=3))
    place.arrive("2.csv", rows("b"), at=NIGHT - timedelta(hours=2))

    def killed(_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(refreshing._Run, "_keep", killed)
        with pytest.raises(KeyboardInterrupt):
            place.one()
    assert place.ids == ["a"]
    before = place.versions
    looked_at = place.one()
    assert looked_at.look.lines[0] == "1.csv: stond al in de laag."
    assert place.ids == ["a", "b"]
    assert place.versions == before + 1
    assert looked_at.look.arrived_at


def test_a_record_that_is_damaged_costs_no_second_version(place: Place) -> None:
    place.arrive("1.csv", rows("a"))
    place.one()
    before = place.versions
    path = place.home.state / "supplies" / "meldkamer.json"
    for damage in (b"", b"[]", b'{"outcome": "new"}', path.read_bytes().replace(b'"new"', b'"x"')):
        path.write_bytes(damage)
        assert place.one(NIGHT + DAY).look.outcome == "same"
    assert place.versions == before


def test_a_file_that_is_still_being_written_waits(place: Place) -> None:
    place.arrive("1.csv", rows("a"), at=NIGHT - timedelta(seconds=10))
    looked_at = place.one()
    assert looked_at.look.lines == ("Wordt misschien nog geschreven, volgende keer: 1.csv.",)
    assert place.one(NIGHT + DAY).look.outcome == "new"


def test_what_does_not_come_is_late(place: Place) -> None:
    place.declare(FILES + "late_days = 3\n")
    place.arrive("1.csv", rows("a"))
    assert place.one().is_well
    assert place.one(NIGHT + 3 * DAY).is_well
    late = place.one(NIGHT + 4 * DAY)
    assert not late.is_well
    assert late.lines[0] == "Te laat: al 4 dagen niets nieuws; verwacht: binnen 3 dagen."
    [now] = supplies_now(place.home, place.workspace().library.catalog, NIGHT + 5 * DAY)
    assert now.late_days == 5
    # Also what never came: from the first look on.
    place.declare(FILES.replace("meldkamer", "ander").replace("*.csv", "*.xlsx"))
    assert place.one(NIGHT).is_well
    assert not place.one(NIGHT + 5 * DAY).is_well


def test_what_was_never_looked_at_is_late_from_the_day_that_it_was_declared(place: Place) -> None:
    # The timer was never switched on.
    declared = place.home.root / "bronnen.toml"
    os.utime(declared, (NIGHT.timestamp(), NIGHT.timestamp()))
    catalog = place.workspace().library.catalog

    def late(at: datetime) -> int | None:
        [one] = supplies_now(place.home, catalog, at)
        return one.late_days

    assert (late(NIGHT), late(NIGHT + 4 * DAY), late(NIGHT + 5 * DAY)) == (None, None, 5)


def test_a_folder_that_is_gone_is_a_failure_and_not_an_absence_of_files(place: Place) -> None:
    place.folder.rmdir()
    looked_at = place.one()
    assert looked_at.look.outcome == "failed"
    assert str(place.folder) in looked_at.lines[0]
    assert place.one(dry_run=True).look.outcome == "failed"


def test_two_runs_at_once_are_one(place: Place) -> None:
    place.one()
    with (
        exclusive(place.home.state / "supplies" / "lock"),
        pytest.raises(StoreError, match="worden al bijgewerkt"),
    ):
        place.one()


def test_a_dry_run_says_what_would_come_and_keeps_nothing(place: Place) -> None:
    place.workspace()
    place.arrive("1.csv", rows("a"))
    before = place.versions
    [line] = place.one(dry_run=True).look.lines
    assert line == "Aan de beurt: 1.csv wordt ingelezen."
    assert place.versions == before
    assert not (place.home.state / "supplies" / "meldkamer.json").exists()


def test_who_may_not_load_a_layer_changes_nothing(place: Place) -> None:
    place.workspace()
    place.arrive("1.csv", rows("a"))
    before = place.versions
    looked_at = place.one(role="wijkagent")
    assert looked_at.look.outcome == "failed"
    assert place.versions == before


def test_a_name_cannot_steer_a_terminal_or_a_page(place: Place) -> None:
    place.arrive("week\x1b[31m\n1.csv", rows("a"))
    [line] = place.one().look.lines
    assert "\x1b" not in line
    assert "\n" not in line
    assert place.one(NIGHT + DAY).look.outcome == "same"


HEAD = '[x]\nevery = "day"\n'
OF_FILES = f'{HEAD}files = "a/*.csv"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[x]\nlayer = "inbraak"\nfiles = "a/*.csv"\n', "every"),
        (HEAD, "óf files"),
        (OF_FILES + 'fetch = "police"\nlayer = "inbraak"\n', "óf files"),
        (HEAD + 'fetch = "police"\nlayer = "inbraak"\n', "geen layer"),
        (OF_FILES, "layer ontbreekt"),
        (OF_FILES + 'layer = "inbrak"\n', "'inbraak'"),
        ('[x]\nevery = "hour"\nfetch = "police"\n', "hour"),
        (HEAD + 'fetch = "police"\nlaat_days = 3\n', "late_days"),
        ('["../x"]\nevery = "day"\nfetch = "police"\n', "letters, cijfers"),
        ("x = 3\n", "geen tabel"),
        (OF_FILES + 'layer = "inbraak"\nrecipe = "Politie"\n', "Politie"),
        ("[x", "geen leesbare TOML"),
    ],
)
def test_what_is_wrong_in_the_file_is_said_at_once(place: Place, text: str, said: str) -> None:
    place.declare(text)
    problems = supply_problems(place.home, place.workspace().library.catalog)
    assert len(problems) == 1
    assert said in problems[0]
    assert problems[0].startswith("bronnen.toml")
    if "recipe" not in text:
        with pytest.raises(DeclarationError):
            place.look()


def test_a_supply_that_is_not_there_is_named_with_those_there_are(place: Place) -> None:
    with pytest.raises(SelectionError, match="meldkamer"):
        place.look(NIGHT, "meldkmer")


def test_a_home_without_the_file_has_no_supplies(home: Home) -> None:
    assert list(refresh(open_workspace(home, role="analist"))) == []


@pytest.fixture
def crimes() -> Iterator[Server]:
    """A service that answers as CBS does, with eight months of burglaries in a buurt."""
    counts: dict[tuple[str, str, str], int | None] = {
        ("1.1.1", "BU99990100", f"2023MM{month:02d}"): month for month in range(1, 9)
    }
    with serving({}) as running:
        table = Table(
            {
                "SoortMisdrijf": dimension({"1.1.1": "Diefstal/inbraak woning"}, width=6),
                "TypedDataSet": crimes_of(counts),
            }
        )
        running.parts["/ODataApi"] = running.parts["/ODataFeed"] = tables_by_odata(
            {"47022NED": table}, lambda: running.url
        )
        yield running


def test_open_data_are_asked_for_and_the_same_answer_is_no_version(
    place: Place, crimes: Server
) -> None:
    place.declare('[cbs]\nfetch = "police"\nevery = "month"\n')
    gemeente = place.home.gemeente.read_text(encoding="utf-8")
    settings = f'{gemeente}\n[open_data]\npolice = "{crimes.url}"\n'
    place.home.gemeente.write_text(settings, encoding="utf-8")
    assert place.one().look.outcome == "new"
    store = LayerStore.of(place.home, "politiecijfers")
    assert len(store.versions()) == 1
    assert not place.one(NIGHT + timedelta(hours=1)).due  # the same month
    again = place.one(NIGHT + 5 * DAY)
    assert (again.look.outcome, again.is_well) == ("same", True)
    assert again.look.arrived_at.startswith("2026-12-05")
    # A service that cannot be reached leaves what there is, and is asked again.
    crimes.parts.clear()
    gone = place.one(NIGHT + 40 * DAY)
    assert gone.look.outcome == "failed"
    assert gone.due
    assert len(store.versions()) == 1
