"""Supplies that are looked at by themselves, every night: each new file or answer a version.

What became of each is kept beside the layers, so that a run that is killed goes on with what was
not done, and so that the page and a watchdog can say what is late:

    <state>/supplies/<name>.json    when it was looked at, what came of it, which files it had
    <state>/supplies/lock           held while a run is busy

A supply that fails, or that suddenly has far fewer rows, leaves the version that was there.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Literal, cast

from hotspots.access import refresh_words as words
from hotspots.access.fetching import fetch_keyfigures, fetch_police, fetch_surroundings
from hotspots.access.importing import import_file, rows_of_database, turn_to_import
from hotspots.access.recipes import recipe_named
from hotspots.access.workspace import open_workspace
from hotspots.catalog.checks import sha256_of
from hotspots.catalog.grammar import suggestion
from hotspots.catalog.supplies import FILE, read_supplies, supplies_in
from hotspots.dutch import reason
from hotspots.errors import HotspotsError, SelectionError
from hotspots.incoming.checking import recipe as recipes
from hotspots.incoming.checking.recipe import PLAIN
from hotspots.incoming.publishing.police import POLICE_LAYERS
from hotspots.incoming.reading.database import DatabaseTable, address_problem
from hotspots.incoming.reading.table import shown_name
from hotspots.store.durable import only_run, replace_whole
from hotspots.store.versions import LayerStore

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import Catalog, LayerSpec
    from hotspots.catalog.supplies import Supply
    from hotspots.incoming.checking.recipe import Recipe
    from hotspots.incoming.open_data.surroundings import Subject
    from hotspots.incoming.reading.table import Limits
    from hotspots.settings import Home

Outcome = Literal["never", "new", "same", "shrunk", "failed"]
#: A source with less than this share of the rows that there were is not believed.
LEAST_SHARE: Final = 2 / 3
#: seconds; a file that changed later than this may still be on its way.
_STILL_WRITTEN_S: Final = 60
#: Names of files that are remembered of a supply.
_MOST_FILES: Final = 2_000
_FOLDER: Final = "supplies"


@dataclass(frozen=True, slots=True)
class Look:
    """What became of a supply when it was last looked at; moments are ISO 8601, in UTC.

    Attributes
    ----------
    first_at, looked_at
        When it was looked at for the first time, and for the last; "" if it never was.
    arrived_at
        When new data came of it last.
    lines
        What there is to say, for whoever may load data: it names files.
    files
        Per name of a file that was dealt with its bytes, its time of change and its checksum.
    newest
        Of a database that is read by a column: the largest value of it that was read.
    """

    outcome: Outcome = "never"
    first_at: str = ""
    looked_at: str = ""
    arrived_at: str = ""
    version: str | None = None
    lines: tuple[str, ...] = ()
    files: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    newest: str = ""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A supply with what became of it; ``due`` says whether it was its turn."""

    supply: Supply
    look: Look
    due: bool
    late_days: int | None

    @property
    def is_well(self) -> bool:
        """Whether nobody has to look at it."""
        return self.late_days is None and self.look.outcome not in ("failed", "shrunk")

    @property
    def layers(self) -> tuple[str, ...]:
        """Return the ids of the layers of incidents that it brings."""
        if self.supply.fetch == "police":
            return tuple(POLICE_LAYERS.values())
        return (self.supply.layer,) if self.supply.layer else ()

    @property
    def lines(self) -> tuple[str, ...]:
        """Return what there is to say of it."""
        if self.late_days is None:
            return self.look.lines
        # A line may end with a command to type: nothing comes behind it.
        return (words.late(self.late_days, self.supply.late_days), *self.look.lines)

    def to_dict(self) -> dict[str, object]:
        """Return it for JSON; names of files only within its lines."""
        look = asdict(self.look)
        del look["files"], look["newest"]
        named = {"name": self.supply.name, "layer": self.supply.layer, "fetch": self.supply.fetch}
        return {**named, "due": self.due, "late": self.late_days is not None, **look}


def supplies_now(home: Home, catalog: Catalog, now: datetime | None = None) -> list[Refreshed]:
    """Return every supply of a home with what became of it last, nothing being looked at.

    Raises
    ------
    DeclarationError
        If ``bronnen.toml`` is wrong.
    """
    moment = now or datetime.now(UTC)
    return [
        _refreshed(home, supply, _last_look(home, supply), moment)
        for supply in read_supplies(home, catalog)
    ]


def supply_problems(home: Home, catalog: Catalog) -> list[str]:
    """Return all that is wrong with ``bronnen.toml``; a recipe that is not there is too."""
    supplies, problems = supplies_in(home, catalog)
    layers = {layer.id: layer for layer in catalog.layers}
    for supply in supplies:
        if supply.database and (problem := address_problem(supply.database)):
            problems.append(f"{FILE} [{supply.name}]: {problem}")
        if not supply.recipe:
            continue
        try:
            recipes.recipe_named(home, catalog, layers[supply.layer], supply.recipe)
        except HotspotsError as error:
            problems.append(f"{FILE} [{supply.name}]: {error}")
    return problems


def refresh(
    workspace: Workspace,
    names: Collection[str] = (),
    *,
    whatever_the_day: bool = False,
    dry_run: bool = False,
    limits: Limits | None = None,
    now: datetime | None = None,
    waiting: Callable[[int], None] = lambda _ahead: None,
) -> Iterator[Refreshed]:
    """Look at the supplies whose turn it is, and give what became of each, those not due too.

    Parameters
    ----------
    names
        Which supplies; all of them if none is named.
    whatever_the_day
        Also those that were looked at in this day, week or month.
    dry_run
        Say which would be looked at; nothing is loaded or kept.

    Raises
    ------
    DeclarationError
        If ``bronnen.toml`` is wrong.
    SelectionError
        If there is no supply of a name.
    StoreError
        If another run is busy, or the state cannot be written.
    """
    home, moment = workspace.home, now or datetime.now(UTC)
    supplies = read_supplies(home, workspace.library.catalog)
    known = [supply.name for supply in supplies]
    for name in names:
        if name not in known:
            raise SelectionError(*words.no_such(name, known, suggestion(name, tuple(known))))
    with _turn(home):
        for supply in supplies:
            if names and supply.name not in names:
                continue
            before = _last_look(home, supply)
            if not (whatever_the_day or is_due(supply, before, moment)):
                not_due = replace(before, lines=(words.NOT_DUE,))
                yield _refreshed(home, supply, not_due, moment)
                continue
            run = _Run(workspace, supply, before, now=moment, limits=limits, waiting=waiting)
            look = run.planned() if dry_run else run.done()
            yield replace(_refreshed(home, supply, look, moment), due=True)


def is_due(supply: Supply, look: Look, now: datetime) -> bool:
    """Whether a supply was not looked at yet in this day, week or month; a failed one always is.

    Examples
    --------
    >>> from datetime import timedelta
    >>> from hotspots.catalog.supplies import Supply
    >>> weekly = Supply("meldkamer", "week", 12)
    >>> monday = datetime(2026, 11, 30, 3, tzinfo=UTC)
    >>> is_due(weekly, Look("same", looked_at="2026-11-29T03:00:00+00:00"), monday)
    True
    >>> is_due(weekly, Look("same", looked_at=monday.isoformat()), monday + timedelta(days=6))
    False
    """
    if look.outcome in ("never", "failed", "shrunk"):
        return True
    last = datetime.fromisoformat(look.looked_at).astimezone()
    return _term(supply, last) != _term(supply, now.astimezone())


def _term(supply: Supply, moment: datetime) -> tuple[int, ...]:
    """Return the day, week or month that a moment lies in, on the local clock."""
    if supply.every == "week":
        return tuple(moment.isocalendar()[:2])
    return (moment.year, moment.month, *((moment.day,) if supply.every == "day" else ()))


def _refreshed(home: Home, supply: Supply, look: Look, now: datetime) -> Refreshed:
    written = look.arrived_at or look.first_at
    since = datetime.fromisoformat(written) if written else _declared_at(home)
    days = (now - since).days
    late = days if days > supply.late_days else None
    return Refreshed(supply, look, due=is_due(supply, look, now), late_days=late)


def _declared_at(home: Home) -> datetime:
    """Return since when a supply that was never looked at is waited for: the timer may be off."""
    return datetime.fromtimestamp((home.root / FILE).stat().st_mtime, UTC)


def _turn(home: Home) -> AbstractContextManager[None]:
    """Return what holds the only run of a home."""
    return only_run(home.state / _FOLDER, words.busy(), words.not_written)


def _path_of(home: Home, supply: Supply) -> Path:
    return home.state / _FOLDER / f"{supply.name}.json"


def _last_look(home: Home, supply: Supply) -> Look:
    """Return what became of a supply; one of which that cannot be read is looked at anew."""
    try:
        body: dict[str, Any] = json.loads(_path_of(home, supply).read_bytes())
        files = {
            str(name): (int(size), int(at), str(sha))
            for name, (size, at, sha) in body["files"].items()
        }
        known = {name: body[name] for name in Look.__dataclass_fields__ if name in body}
        look = Look(**known | {"lines": tuple(body["lines"]), "files": files})
        for at in filter(None, (look.first_at, look.looked_at, look.arrived_at)):
            datetime.fromisoformat(at)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Look()
    is_whole = look.outcome in words.OUTCOMES and (look.outcome == "never" or look.looked_at)
    return look if is_whole else Look()


@dataclass(frozen=True, slots=True)
class _File:
    """A file that came: where it is, and what tells it from one of the same name."""

    path: Path
    size: int
    changed_ns: int

    @property
    def name(self) -> str:
        """Its name, fit for a message."""
        return shown_name(self.path.name)


class _Run:
    """One look at one supply."""

    def __init__(
        self,
        workspace: Workspace,
        supply: Supply,
        before: Look,
        *,
        now: datetime,
        limits: Limits | None,
        waiting: Callable[[int], None],
    ) -> None:
        self._workspace, self._supply = workspace, supply
        self._now, self._limits, self._waiting = now, limits, waiting
        at = now.isoformat(timespec="seconds")
        self._look = replace(before, looked_at=at, first_at=before.first_at or at, lines=())

    def planned(self) -> Look:
        """Return what would be looked at, as a look that says so."""
        if not self._supply.files:
            return replace(self._look, lines=(words.WOULD_LOOK,))
        try:
            fresh, still = self._arrived()
        except OSError:
            return replace(self._look, outcome="failed", lines=(self._no_folder(),))
        names = [file.name for file in fresh]
        if self._supply.mode == "replace":
            names = names[-1:]
        lines = [words.would_load(names), *([words.still_written(still)] if still else [])]
        return replace(self._look, lines=tuple(lines))

    def done(self) -> Look:
        """Look at the supply, and keep what became of it."""
        self._look = replace(self._look, outcome="same")
        try:
            if self._supply.fetch:
                self._fetch()
            elif self._supply.database:
                self._ask_database()
            else:
                self._load()
        except HotspotsError as error:
            self._say("failed", words.failed(str(error)))
        except OSError as error:
            self._say("failed", words.failed(words.of_system(reason(error))))
        self._keep()
        return self._look

    def _no_folder(self) -> str:
        return words.no_folder(self._supply.folder(self._workspace.home)[0])

    def _say(self, outcome: Outcome, line: str) -> None:
        """Note a line; of several outcomes the one that somebody has to look at stays."""
        rank: tuple[Outcome, ...] = ("never", "same", "new", "shrunk", "failed")
        worst = max(self._look.outcome, outcome, key=rank.index)
        self._look = replace(self._look, outcome=worst, lines=(*self._look.lines, line))

    def _keep(self) -> None:
        body = json.dumps(asdict(self._look), ensure_ascii=False, indent=1).encode()
        replace_whole(_path_of(self._workspace.home, self._supply), body + b"\n")

    def _arrived(self) -> tuple[list[_File], list[str]]:
        """Return the files that were not dealt with, oldest first, and those still written to.

        Raises
        ------
        OSError
            If there is no such folder.
        """
        folder, pattern = self._supply.folder(self._workspace.home)
        list(folder.iterdir())  # a folder that is not there has no files, and says nothing of it
        fresh: list[_File] = []
        still: list[str] = []
        for path in folder.glob(pattern):
            if not path.is_file():
                continue
            status = path.stat()
            file = _File(path, status.st_size, status.st_mtime_ns)
            if self._look.files.get(path.name, (0, 0, ""))[:2] == (file.size, file.changed_ns):
                continue
            if self._now.timestamp() - status.st_mtime < _STILL_WRITTEN_S:
                still.append(file.name)
            else:
                fresh.append(file)
        fresh.sort(key=lambda file: (file.changed_ns, file.path.name))
        return fresh, sorted(still)

    def _load(self) -> None:
        """Load the files that came: each, or the newest where that takes the place of the rest."""
        try:
            fresh, still = self._arrived()
        except OSError:
            self._say("failed", self._no_folder())
            return
        if self._supply.mode == "replace" and len(fresh) > 1:
            older = fresh[:-1]
            self._say("same", words.passed_over([file.name for file in older]))
            for file in older:
                self._dealt_with(file, sha256_of(file.path))
            fresh = fresh[-1:]
        for file in fresh:
            try:
                self._load_file(file)
            except HotspotsError as error:
                # The next file may be sound; this one is tried again.
                self._say("failed", words.failed(str(error), file.name))
            except OSError as error:
                self._say("failed", words.failed(words.of_system(reason(error)), file.name))
            self._keep()
        if still:
            self._say("same", words.still_written(still))
        if not self._look.lines:
            self._say("same", words.NO_FILE)

    def _load_file(self, file: _File) -> None:
        supply, workspace = self._supply, self._workspace
        layer = workspace.layer(supply.layer)
        sha256, name = sha256_of(file.path), file.name
        # What was replaced since is not in the layer any more: a supplier may send it once more.
        known = supply.mode == "add" and sha256 in {
            checksum for _, _, checksum in self._look.files.values()
        }
        version = "" if known else self._version_with(layer, sha256)
        if known or version:
            self._dealt_with(file, sha256)
            if version:
                self._new(version)
            self._say("same", words.loaded_before(name))
            return
        options = self._options(self._recipe(layer))
        with turn_to_import(workspace, self._waiting):
            if supply.mode == "replace":
                checked = import_file(workspace, layer, file.path, dry_run=True, **options)
                if self._shrinks(layer.id, name, checked.accepted, self._by_hand(file)):
                    return
            report = import_file(workspace, layer, file.path, **options)
        self._dealt_with(file, sha256)
        self._new(report.version)
        if report.status == "unchanged":
            self._say("same", words.known_already(name, report.quarantined))
            return
        self._say("new", words.loaded(name, report.version, report.accepted, report.quarantined))

    def _by_hand(self, file: _File) -> str:
        recipe = f" --recipe {self._supply.recipe}" if self._supply.recipe else ""
        return f"hotspots import {file.path} --layer {self._supply.layer} --replace{recipe}"

    def _version_with(self, layer: LayerSpec, sha256: str) -> str:
        """Return the version that a file is in: loaded by hand, or by a run that was killed."""
        version = LayerStore.of(self._workspace.home, layer.id).current()
        if version is None:
            return ""
        sums = {source.rpartition(" ")[2] for source in version.made_from}
        return version.name if sha256 in sums else ""

    def _shrinks(self, layer_id: str, what: str, rows: int, do: str) -> bool:
        """Say so, and return True, where there are far fewer rows than in the version there is."""
        version = LayerStore.of(self._workspace.home, layer_id).current()
        before = 0 if version is None or version.embedded else version.rows
        if rows >= before * LEAST_SHARE:
            return False
        self._say("shrunk", words.shrunk(what, rows, before, do))
        return True

    def _dealt_with(self, file: _File, sha256: str) -> None:
        known = self._look.files | {file.path.name: (file.size, file.changed_ns, sha256)}
        self._look = replace(self._look, files=dict(list(known.items())[-_MOST_FILES:]))

    def _new(self, version: str | None) -> None:
        arrived = self._now.isoformat(timespec="seconds")
        self._look = replace(self._look, arrived_at=arrived, version=version)

    def _ask_database(self) -> None:
        """Load what a database has, or what is new in it, unless it is what the layer has."""
        supply, workspace = self._supply, self._workspace
        layer = workspace.layer(supply.layer)
        recipe = self._recipe(layer)
        question = DatabaseTable(
            supply.database,
            supply.table or recipe.table,
            "" if supply.table else recipe.query,
            supply.newer_by,
            self._look.newest,
        )
        with rows_of_database(workspace, layer, question, recipe, waiting=self._waiting) as (
            path,
            exported,
            as_file,
        ):
            if not exported.rows or self._version_with(layer, exported.sha256):
                # Asked and answered: that nothing is new is as fresh as something new.
                self._new(self._look.version)
                self._say("same", words.NO_ROWS)
                return
            options = self._options(as_file) | {"name": question.name}
            by_hand = f"hotspots import {supply.database} --layer {supply.layer} --replace"
            if supply.mode == "replace":
                checked = import_file(workspace, layer, path, dry_run=True, **options)
                if self._shrinks(layer.id, question.name, checked.accepted, by_hand):
                    return
            report = import_file(workspace, layer, path, **options)
        self._new(report.version)
        self._look = replace(self._look, newest=exported.newest)
        aside = report.quarantined
        if report.status == "unchanged":
            self._say("same", words.known_already(question.name, aside))
            return
        self._say("new", words.loaded(question.name, report.version, report.accepted, aside))

    def _recipe(self, layer: LayerSpec) -> Recipe:
        name = self._supply.recipe
        return recipe_named(self._workspace, layer, name) if name else PLAIN

    def _options(self, recipe: Recipe) -> dict[str, object]:
        limits = {} if self._limits is None else {"limits": self._limits}
        return {"mode": self._supply.mode, "recipe": recipe, **limits}

    def _fetch(self) -> None:
        """Ask a service, unless what it would give is far less than there is."""
        # What was fetched before may have brought a layer that this one did not know.
        workspace = open_workspace(self._workspace.home, role=self._workspace.role)
        workspace = replace(workspace, who=self._workspace.who)
        what = self._supply.fetch
        if what == "keyfigures":
            figures = fetch_keyfigures(workspace)
            self._fetched(figures.status, figures.version)
            return
        do = f"hotspots fetch {what}"
        if what == "police":
            counts = fetch_police(workspace, dry_run=True)
            if not self._shrinks(POLICE_LAYERS[counts.counts_per], what, counts.read, do):
                counts = fetch_police(workspace)
                self._fetched(counts.status, counts.version)
            return
        subject = cast("Subject", what)
        layer, report = fetch_surroundings(workspace, subject, dry_run=True)
        if not self._shrinks(layer.id, what, report.accepted, do):
            _, report = fetch_surroundings(workspace, subject)
            self._fetched(report.status, report.version)

    def _fetched(self, status: str, version: str | None) -> None:
        # An answer that is the same as before is as fresh as one that is not.
        self._new(version)
        if status == "unchanged":
            self._say("same", words.NOTHING_NEW)
        else:
            self._say("new", words.NEW_OF_SERVICE)
