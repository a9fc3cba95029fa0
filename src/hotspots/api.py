"""What a script or a notebook asks of `hotspots`: one function per question.

Each function answers as the command and the page of the same question do, and writes the same line
in the audit. Questions and answers are frozen values. Nothing inside the package imports this
module: `hotspots` loads it when a name of it is asked for.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotspots.access.export import noting_look
from hotspots.access.importing import import_file as import_file_in
from hotspots.access.importing import turn_to_import
from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse as answer_of
from hotspots.analysis.analyse import find as finding_of
from hotspots.analysis.answer import Analysis
from hotspots.evenementen.calendar import noted_calendar
from hotspots.evenementen.check import check
from hotspots.evenementen.request import request_from
from hotspots.exports.sheet import today
from hotspots.exports.writers import write_analysis, write_finding
from hotspots.maps.choropleth import map_spec as spec_of
from hotspots.maps.choropleth import overlay_of
from hotspots.maps.files import write_map
from hotspots.risico.layers import noted_look
from hotspots.risico.spoor import spoor_answer
from hotspots.risico.water import water_answer
from hotspots.vergelijken import compared
from hotspots.wijkbeeld.make import briefing, note_briefing
from hotspots.wijkbeeld.place import place_named

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Finding
    from hotspots.analysis.periods import Period
    from hotspots.analysis.question import Search, Selection
    from hotspots.evenementen.check import Check
    from hotspots.incoming.checking.report import IntakeReport
    from hotspots.maps.spec import MapSpec
    from hotspots.risico.spoor import SpoorAnswer
    from hotspots.risico.water import WaterAnswer
    from hotspots.vergelijken.compared import Compared, ComparedAreas
    from hotspots.wijkbeeld.briefing import Briefing


def open_home(home: str | Path | None = None, *, role: str | None = None) -> Workspace:
    """Open the data of a municipality, as one role may see it.

    The first time, the files of the home are checked and published, which takes some seconds.

    Parameters
    ----------
    home
        Folder with ``gemeente.toml``, ``geodata/`` and ``data/``; by default HOTSPOTS_HOME, this
        folder, or the repository.
    role
        A role of ``rollen.toml``; by default HOTSPOTS_ROLE, or ``local_role`` of the home.

    Raises
    ------
    SettingsError
        If there is no home there.
    DeclarationError
        If a declaration is wrong.
    AccessError
        If the home knows no such role.

    Examples
    --------
    >>> workspace = open_home()
    >>> workspace.catalog.gemeente.name, len(workspace.geography.wijken.codes)
    ('Dordrecht', 13)
    """
    return open_workspace(home, role=role)


def analyse(workspace: Workspace, selection: Selection) -> Analysis:
    """Answer a selection: a measure per area or cell, with a ledger of every row.

    Raises
    ------
    SelectionError
        If the layer cannot answer it.
    AccessError
        If this role, or nobody, may have the answer.

    Examples
    --------
    >>> from hotspots import Selection
    >>> analysis = analyse(open_home(), Selection("woninginbraak", level="wijken"))
    >>> len(analysis.table()), analysis.ledger.faults()
    (13, [])
    """
    with noting_look(workspace, (selection.layer,), selection.to_dict()):
        return answer_of(workspace, selection)


def find(workspace: Workspace, selection: Selection, search: Search) -> Finding:
    """Look for groups, circles, near repeats or the effect of a measure among incidents.

    Nothing found is an answer too; it does not prove that there is nothing.

    Raises
    ------
    SelectionError
        If the layer or the search cannot be asked so.
    AccessError
        If the layer is sensitive, or not for this role.

    Examples
    --------
    >>> from hotspots import Period, Search, Selection
    >>> from datetime import date
    >>> winter = Period(date(2016, 12, 1), date(2017, 2, 28))
    >>> question = Selection("woninginbraak", period=winter)
    >>> finding = find(open_home(), question, Search("clusters", radius_m=300))
    >>> finding.search.method, len(finding) == len(finding.table())
    ('clusters', True)
    """
    query = {**selection.to_dict(), "search": search.method}
    with noting_look(workspace, (selection.layer,), query):
        return finding_of(workspace, selection, search)


def compare_periods(
    workspace: Workspace, selection: Selection, earlier: Period
) -> tuple[tuple[Compared, ...], Compared | None]:
    """Compare every area with itself in an earlier period, tested together.

    Parameters
    ----------
    selection
        What to count, and in which period; its measure is not looked at.

    Returns
    -------
    A line per area, and one of all areas together; None for that where it may not be told.

    Raises
    ------
    SelectionError
        If the periods meet, or the layer does not reach back to the earlier one.

    Examples
    --------
    >>> from hotspots import Period, Selection
    >>> from datetime import date
    >>> year = Period(date(2017, 1, 1), date(2017, 12, 31))
    >>> question = Selection("woninginbraak", level="wijken", period=year)
    >>> before = Period(date(2016, 1, 1), date(2016, 12, 31))
    >>> lines, whole = compare_periods(open_home(), question, before)
    >>> len(lines), whole.one == sum(line.one for line in lines)
    (13, True)
    """
    counts = replace(selection, measure="count")
    both = replace(counts, compare_period=earlier).to_dict()
    with noting_look(workspace, (selection.layer,), both):
        now = answer_of(workspace, counts)
        then = answer_of(workspace, replace(counts, period=earlier))
        return compared.compared_periods(workspace, now, then)


def compare_wijken(
    workspace: Workspace, selection: Selection, one: str, other: str
) -> ComparedAreas:
    """Compare two wijken, or two areas of another level, per household or resident if known.

    Parameters
    ----------
    selection
        What to count; its level, measure and areas are not looked at.
    one, other
        Codes of areas of one level: wijken, buurten, gemeenten or regio's.

    Raises
    ------
    SelectionError
        If the layer cannot be asked this.
    AccessError
        If it may not be shown at that level.

    Examples
    --------
    >>> from hotspots import Selection
    >>> both = compare_wijken(open_home(), Selection("woninginbraak"), "WK050509", "WK050502")
    >>> both.whole.ratio_lower <= both.whole.ratio <= both.whole.ratio_upper
    True
    """
    places: dict[str, Any] = {workspace.geography.level_of(one) or "wijken": (one, other)}
    both = replace(selection, **places).to_dict()
    with noting_look(workspace, (selection.layer,), both):
        return compared.compared_areas(workspace, selection, one, other)


def brief(workspace: Workspace, place: str, period: Period | None = None) -> Briefing:
    """Tell what goes on in a wijk, a buurt or a drawn area: the wijkbeeld as a value.

    Parameters
    ----------
    place
        A name, a code, or an area as `hotspots.DrawnArea` writes it.
    period
        By default the last twelve complete months of each layer.

    Raises
    ------
    SelectionError
        If there is no such place, or no layer has anything in the period.

    Examples
    --------
    >>> briefing = brief(open_home(role="crisisplanner"), "Sterrenburg")
    >>> briefing.place.code, briefing.place.level
    ('WK050509', 'wijken')
    """
    answer = briefing(workspace, place_named(workspace, place), period)
    note_briefing(workspace, answer)
    return answer


def rail_exposure(workspace: Workspace, scenario: str, *, day: date | None = None) -> SpoorAnswer:
    """Count who and what lies in the zones along the track.

    Parameters
    ----------
    scenario
        Id of a scenario of ``risk.toml``, or of the ones that come with the tool.
    day
        Of which the events are looked at; none if left out.

    Raises
    ------
    SelectionError
        If the scenario does not exist.
    AccessError
        If this role may not see a layer that is needed.
    SourceError
        If the home has no railways.

    Examples
    --------
    >>> answer = rail_exposure(open_home(), "nacht")
    >>> answer.scenario.moment, answer.synthetic
    ('nacht', True)
    """
    with noted_look(workspace, "spoor", {"scenario": scenario}):
        return spoor_answer(workspace, scenario, day=day)


def water_exposure(workspace: Workspace, scenario: str, *, day: date | None = None) -> WaterAnswer:
    """Count who stands how deep in a flood, and where there is shelter.

    Parameters
    ----------
    scenario
        Id of a scenario of ``risk.toml``, or of the ones that come with the tool.
    day
        Of which the events are looked at; none if left out.

    Raises
    ------
    SelectionError
        If the scenario does not exist, or no layer holds its depths.
    AccessError
        If this role may not see a layer that is needed.

    Examples
    --------
    >>> answer = water_exposure(open_home(), "zuid")
    >>> answer.wet_from_m < 1.0
    True
    """
    with noted_look(workspace, "water", {"scenario": scenario}):
        return water_answer(workspace, scenario, day=day)


def check_event(workspace: Workspace, request: Mapping[str, object]) -> Check:
    """Check whether an event can be held: capacity, days, neighbours, zones, and alternatives.

    It is advice, and changes nothing.

    Parameters
    ----------
    request
        As in the file of ``hotspots event check``: ``location``, ``start``, ``end``, ``visitors``,
        and what more is known.

    Raises
    ------
    SelectionError
        If a key is unknown or missing, or a value cannot be read.
    AccessError
        If this role may not see where events are.

    Examples
    --------
    >>> when = {"start": "2018-06-09T12:00", "end": "2018-06-09T23:00"}
    >>> check = check_event(open_home(), {"location": "Statenplein", "visitors": 500, **when})
    >>> check.facts.plan.days
    1
    """
    wanted = request_from(request)
    with noted_calendar(workspace, {"check": wanted.location}) as calendar:
        return check(wanted, calendar, now=today())


def map_spec(workspace: Workspace, analysis: Analysis, finding: Finding | None = None) -> MapSpec:
    """Return the map of an answer as a value: classes, colours, legend and notes.

    Parameters
    ----------
    finding
        What a search found, outlined on top of the map.

    Raises
    ------
    SelectionError
        If no classes can be made.

    Examples
    --------
    >>> from hotspots import Selection
    >>> workspace = open_home()
    >>> spec = map_spec(workspace, analyse(workspace, Selection("woninginbraak")))
    >>> spec.badge
    'Synthetische gegevens'
    """
    spec = spec_of(workspace, analysis)
    return spec if finding is None else replace(spec, overlay=overlay_of(finding))


def draw(workspace: Workspace, spec: MapSpec, path: str | Path) -> Path:
    """Write a map to a file and return where: ``.html``, ``.png``, ``.svg`` or ``.pdf``.

    An existing file is replaced. The HTML works without internet.

    Raises
    ------
    AccessError
        If this role may not take the layer, or the places on the map, away.
    SelectionError
        If the name ends in something else.
    SettingsError
        If the file cannot be written there.

    Examples
    --------
    >>> from hotspots import Selection
    >>> from tempfile import TemporaryDirectory
    >>> workspace = open_home()
    >>> spec = map_spec(workspace, analyse(workspace, Selection("woninginbraak", level="wijken")))
    >>> with TemporaryDirectory() as folder:
    ...     draw(workspace, spec, Path(folder) / "kaart.html").stat().st_size > 100_000
    True
    """
    write_map(spec, workspace, Path(path))
    return Path(path)


def export_table(workspace: Workspace, answer: Analysis | Finding, path: str | Path) -> Path:
    """Write an answer to a table and return where; the end of the name says which format.

    ``.xlsx``, ``.csv``, ``.gpkg``, ``.geojson`` or ``.parquet``. Beside the numbers stands what
    they are: source, version, filters, ledger. With a CSV that is a second file.

    Raises
    ------
    AccessError
        If this role may not take the layer away.
    SelectionError
        If the name ends in something else.
    SettingsError
        If the file cannot be written there.

    Examples
    --------
    >>> from hotspots import Selection
    >>> from tempfile import TemporaryDirectory
    >>> workspace = open_home()
    >>> analysis = analyse(workspace, Selection("woninginbraak", level="wijken"))
    >>> with TemporaryDirectory() as folder:
    ...     _ = export_table(workspace, analysis, Path(folder) / "wijken.csv")
    ...     sorted(path.name for path in Path(folder).iterdir())
    ['wijken.csv', 'wijken.verantwoording.csv']
    """
    if isinstance(answer, Analysis):
        write_analysis(workspace, answer, Path(path))
    else:
        write_finding(workspace, answer, Path(path))
    return Path(path)


def import_file(
    workspace: Workspace,
    layer: str,
    path: str | Path,
    *,
    replace_all: bool = False,
    columns: Mapping[str, str] | None = None,
    crs: str | None = None,
    table: str | None = None,
    dry_run: bool = False,
) -> IntakeReport:
    r"""Check a file and publish its rows in a layer; a refused file changes nothing.

    Parameters
    ----------
    layer
        Id of the layer.
    replace_all
        Start the layer anew instead of adding to what it holds.
    columns
        Name of the column per field, where it cannot be recognised.
    crs
        Of the file, as ``EPSG:28992``, where it does not say so itself.
    table
        Sheet or table to read, where the file holds several.
    dry_run
        Check only.

    Raises
    ------
    AccessError
        If this role may not load this layer.
    HotspotsError
        If the file is refused or nothing can be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> rows = "id,begin,eind,x,y\n1,2018-01-05 08:00,2018-01-05 17:00,105000,424000\n"
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "inbraken.csv"
    ...     _ = path.write_text(rows)
    ...     report = import_file(open_home(), "woninginbraak", path, dry_run=True)
    >>> report.read, report.accepted
    (1, 1)
    """
    with turn_to_import(workspace):
        return import_file_in(
            workspace,
            workspace.layer(layer),
            Path(path),
            mode="replace" if replace_all else "add",
            by_hand=dict(columns or {}),
            crs=crs,
            table_name=table,
            dry_run=dry_run,
        )
