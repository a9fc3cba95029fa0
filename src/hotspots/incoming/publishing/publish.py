"""From rows to a published version: check, merge, join, write; or change nothing.

Rows come from a file, or from one event that a person enters. What a home brings along is published
by `hotspots.incoming.publishing.home_files`.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from hotspots.catalog.reading import read_context_spec, read_what_is_right
from hotspots.dutch import fold, number
from hotspots.errors import IntakeError
from hotspots.geography.areas import read_context
from hotspots.incoming.checking.calendar import NO_VENUES, Venues
from hotspots.incoming.checking.far_dates import counted_days_of, far_dates
from hotspots.incoming.checking.intake import one_id_each
from hotspots.incoming.checking.known_areas import KnownAreas
from hotspots.incoming.checking.moments import amsterdam_now
from hotspots.incoming.checking.recipe import PLAIN
from hotspots.incoming.checking.report import IntakeReport
from hotspots.incoming.checking.rows import check_counts, check_rows
from hotspots.incoming.open_data import words as open_data_words
from hotspots.incoming.publishing import words
from hotspots.incoming.publishing.arrival import Arrived, term_begin_of, within_term
from hotspots.incoming.publishing.drafts import GEOMETRY, draft_of
from hotspots.incoming.publishing.features import publish_features
from hotspots.incoming.publishing.joining import join_counts, tally_of_counts
from hotspots.incoming.publishing.large_files import LargeFile, PieceCheck, is_large, staged
from hotspots.incoming.publishing.merge import merged_with, parts_or_whole, placed_anew
from hotspots.incoming.publishing.rasters import publish_raster
from hotspots.incoming.reading.files import read_table
from hotspots.incoming.reading.table import (
    HOME_LIMITS,
    UPLOAD_LIMITS,
    Limits,
    Table,
    shown_name,
    text_columns,
)
from hotspots.store import words as text
from hotspots.store.catalogue import SAME_COLUMNS_SINCE, Version, unwritten
from hotspots.store.catalogue import VERSION_FORMAT as FORMAT
from hotspots.store.versions import LayerStore
from hotspots.store.waiting import incoming
from hotspots.workers import spread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    import pyarrow as pa
    from numpy.typing import NDArray

    from hotspots.catalog.specs import ContextSpec, LayerSpec
    from hotspots.geography.areas import Geography
    from hotspots.incoming.checking.intake import Intake
    from hotspots.incoming.checking.places import Locator
    from hotspots.incoming.checking.recipe import Recipe
    from hotspots.incoming.publishing.merge import Merged, Mode
    from hotspots.settings import Home


def absent_areas(rows: pa.Table, geography: Geography, layer: LayerSpec) -> tuple[str, ...]:
    """Return a warning with how many areas of the level are in no row; none of a sensitive layer.

    A sensitive layer keeps small numbers back, and which areas it is silent about with them.
    """
    if layer.sensitive:
        return ()
    codes = geography.level(layer.privacy.finest).codes
    absent = len(set(codes) - set(rows["area"].to_pylist()))
    return (open_data_words.ABSENT_AREAS.format(count=number(absent)),) if absent else ()


def venues_of(home: Home, layer: LayerSpec) -> Venues:
    """Return the places of a calendar by id and name; none for a layer that is no calendar.

    A name that two places share means neither of them.
    """
    spec = None if layer.places is None else read_context_spec(home, layer.places)
    if spec is None:
        return NO_VENUES
    loaded = _loaded(home, spec.id) if spec.purpose else None
    if loaded is not None:
        return loaded
    if spec.source.rows == 0 or "name" not in spec.columns:
        return NO_VENUES  # declared empty: there is no column to look in either
    features = read_context(spec)
    names = features[spec.columns["name"]]
    ids = features[spec.columns.get("code", spec.columns["name"])]
    return _venues(names, ids, features.geometry.to_numpy())


def _loaded(home: Home, context_id: str) -> Venues | None:
    """Return the places that somebody loaded; None where nobody did."""
    catalog, _ = read_what_is_right(home)
    layers = () if catalog is None else catalog.layers
    layer = next((entry for entry in layers if entry.context == context_id), None)
    store = None if layer is None else LayerStore.of(home, layer.id)
    version = None if store is None else store.current()
    if store is None or version is None or version.embedded:
        return None
    rows = store.read(version).to_pandas()
    ids = rows["code"].where(rows["code"] != "", rows["name"])
    return _venues(rows["name"], ids, shapely.from_wkb(rows[GEOMETRY].to_numpy()))


def _venues(names: Iterable[object], ids: Iterable[object], shapes: NDArray[np.object_]) -> Venues:
    texts = [str(venue) for venue in ids]
    middles = shapely.get_coordinates(shapely.centroid(shapes))
    known: dict[str, str] = {}
    for name, venue in zip(names, texts, strict=True):
        known[fold(str(name))] = "" if fold(str(name)) in known else venue
    known |= {fold(venue): venue for venue in texts}
    return Venues(
        MappingProxyType({name: venue for name, venue in known.items() if venue}),
        MappingProxyType(
            {venue: (float(x), float(y)) for venue, (x, y) in zip(texts, middles, strict=True)}
        ),
    )


def publish_file(
    home: Home,
    geography: Geography,
    layer: LayerSpec,
    path: Path,
    *,
    mode: Mode = "add",
    by_hand: Mapping[str, str] | None = None,
    crs: str | None = None,
    table_name: str | None = None,
    recipe: Recipe = PLAIN,
    name: str | None = None,
    dry_run: bool = False,
    embedded: bool = False,
    context: ContextSpec | None = None,
    locator: Locator | None = None,
    limits: Limits = UPLOAD_LIMITS,
    progress: Callable[[float], None] = lambda _: None,
    always: bool = False,
) -> IntakeReport:
    """Check a file and publish its rows as a new version of a layer.

    A file with nothing but rows that the layer has already makes no version.

    Parameters
    ----------
    mode
        "add" keeps the rows of the current version: a known id with the same content is a
        duplicate, with other content it replaces. "replace" starts anew. Synthetic rows are
        always replaced by the first real import.
    by_hand
        Field to column name, where the declared names do not fit.
    crs
        CRS of the coordinates, where the file does not say or says it wrongly.
    table_name
        Which table of a file with several.
    recipe
        How files of this supplier are read; the three above go before what it says.
    name
        What the file is called in the report; by default its own name.
    dry_run
        Check and report, publish nothing.
    embedded
        The file belongs to the home; only then may its rows be synthetic.
    context
        The layer of ``geodata/`` that a layer of kind "context" shows; one with a purpose can be
        loaded.
    locator
        Looks up addresses of incidents without coordinates; None where that may not be.
    limits
        How large a file may be. Of a CSV with incidents beyond those of an upload, whatever these
        say of its rows, a piece at a time is read; of a raster what lies in the municipality.
    progress
        Called with the share of such a CSV that was read, 0 to 1.
    always
        Make a version also of a file that brings nothing new.

    Raises
    ------
    SourceError, IntakeError, CrsError
        If the file is refused; nothing was changed.
    StoreError
        If the version cannot be written; nothing was changed.
    """
    if layer.kind == "context" and (context is None or not context.purpose):
        raise IntakeError(*words.not_loadable(layer.label, str(layer.context)))
    recipe = recipe.but(by_hand, crs=crs, table_name=table_name)
    # Rows take room from before they are read until they are written.
    with incoming(home, waits=not embedded) as folder:
        if layer.kind == "context" and context is not None:
            if context.kind == "raster":
                return publish_raster(
                    home, geography, layer, context, path,
                    mode=mode, crs=recipe.crs or None, scenario=recipe.table or None, name=name,
                    dry_run=dry_run, folder=folder, limits=limits,
                )  # fmt: skip
            return publish_features(
                home, geography, layer, context, path,
                mode=mode, recipe=recipe, name=name, dry_run=dry_run, folder=folder, always=always,
            )  # fmt: skip
        limits = HOME_LIMITS if embedded else limits
        if layer.holds_incidents and limits.in_pieces and is_large(path):
            check = PieceCheck(
                layer, recipe, venues_of(home, layer), locator, KnownAreas.of(geography)
            )
            large = LargeFile(path, shown_name(name or path.name), geography, check, progress)
            draft = draft_of(geography, path, name)
            return _publish_large(home, large, draft, mode=mode, dry_run=dry_run, always=always)
        table = read_table(
            path, layer_name=recipe.table or None, limits=limits, name=name, folder=folder
        )
        recipe.require_fit(table.columns)
        draft = draft_of(geography, path, name, layer.source if embedded else None)
        if layer.kind == "counts":
            counted = check_counts(
                table, layer, by_hand=recipe.columns, labels=recipe.soorten, soort=recipe.soort,
                each_row=recipe.each_row,
            )  # fmt: skip
            return _publish_counts(
                home, geography, layer, counted, draft, dry_run=dry_run, add_up=recipe.each_row
            )
        checked = check_rows(
            table, layer,
            by_hand=recipe.columns, labels=recipe.soorten, soort=recipe.soort,
            each_row=recipe.each_row, crs=recipe.crs or None,
            venues=venues_of(home, layer), locator=locator, areas=KnownAreas.of(geography),
        )  # fmt: skip
        return publish_incidents(
            home, geography, layer, checked, draft,
            mode=mode, dry_run=dry_run, each_row=recipe.each_row, always=always,
        )  # fmt: skip


def publish_incidents(
    home: Home,
    geography: Geography,
    layer: LayerSpec,
    checked: Intake,
    draft: Version,
    *,
    mode: Mode,
    dry_run: bool,
    each_row: bool = False,
    always: bool = False,
) -> IntakeReport:
    """Publish checked rows as a new version of a layer, or only report what that would do.

    With ``each_row`` rows with one id are told apart; with ``always`` rows that the layer has
    already make a version too.

    Raises
    ------
    StoreError
        If the version cannot be written; nothing was changed.
    """
    checked = within_term(checked, layer)
    if each_row:
        ids = one_id_each(checked.accepted["id"].tolist())
        checked = replace(checked, accepted=checked.accepted.assign(id=pd.Series(ids, dtype="str")))
    arrived = Arrived.of(checked, layer.kind, geography)
    return _publish(
        home, geography, layer, arrived, draft, mode=mode, dry_run=dry_run, always=always
    )


def _publish(
    home: Home,
    geography: Geography,
    layer: LayerSpec,
    arrived: Arrived,
    draft: Version,
    *,
    mode: Mode,
    dry_run: bool,
    always: bool,
) -> IntakeReport:
    """Put the rows of an import beside those of the layer, and report what that did."""
    store = LayerStore.of(home, layer.id)
    outcome, outside = arrived.outcome, arrived.outside
    counts = {
        "read": outcome.read,
        "accepted": outcome.accepted,
        "quarantined": outcome.quarantined,
        "duplicate": outcome.duplicate,
    }

    def merge() -> Merged:
        return merged_with(store, geography, arrived.rows, draft, counts=counts, mode=mode)

    def report(merged: Merged, written: Version | None) -> IntakeReport:
        return IntakeReport.of(
            outcome,
            written,
            known=merged.known,
            updated=merged.updated,
            outside=outside,
            area_only=arrived.area_only,
            warnings=(
                *((text.OUTSIDE.format(count=outside, whole=geography.words),) if outside else ()),
                *((words.events_by_hand(merged.by_hand),) if merged.by_hand else ()),
                *((words.examples_gone(merged.examples_gone),) if merged.examples_gone else ()),
                *far_dates(counted_days_of(merged.days(), layer), layer),
            ),
        )

    def is_there_already(merged: Merged) -> bool:
        return merged.is_what_there_was and not always

    if dry_run:
        merged = merge()
        said = report(merged, None)
        return said.unchanged(store.current()) if is_there_already(merged) else said
    with store.writing():
        merged = merge()
        if is_there_already(merged):
            return report(merged, None).unchanged(store.current())
        since = merged.forgotten_before
        # What was forgotten is not known, also when other rows come beside it.
        forgotten = (text.forgotten(date.fromisoformat(since)),) if since else ()
        written = merged.write(
            store,
            replace(
                draft,
                made_from=merged.made_from,
                counts=merged.counts,
                warnings=(*outcome.warnings, *forgotten),
                forgotten_before=since,
            ),
            lambda version: report(merged, version).to_dict(),
        )
    return report(merged, written)


def _publish_large(
    home: Home, large: LargeFile, draft: Version, *, mode: Mode, dry_run: bool, always: bool
) -> IntakeReport:
    """Publish the rows of a CSV that is read in pieces; stopped, it goes on where it was."""
    check, geography = large.check, large.geography
    layer = check.layer
    same = (draft.made_from, layer, geography.fingerprint, FORMAT, check.recipe)
    term = term_begin_of(layer)
    with staged(LayerStore.of(home, layer.id), *same, check.locator is None, term) as staging:
        arrived = large.arrive(staging)
        return _publish(
            home, geography, layer, arrived, draft, mode=mode, dry_run=dry_run, always=always
        )


def _publish_counts(
    home: Home,
    geography: Geography,
    layer: LayerSpec,
    counted: Intake,
    draft: Version,
    *,
    dry_run: bool,
    add_up: bool,
) -> IntakeReport:
    """Publish counts: they always replace what was there, since a count cannot be added to."""
    rows, outside = join_counts(counted.accepted, geography, layer, add_up=add_up)
    warnings = (
        *((text.UNKNOWN_AREAS.format(count=outside),) if outside else ()),
        *absent_areas(rows, geography, layer),
    )

    def report(written: Version | None) -> IntakeReport:
        return IntakeReport.of(
            counted.outcome,
            written,
            outside=outside,
            warnings=warnings,
        )

    if dry_run:
        return report(None)
    store = LayerStore.of(home, layer.id)
    tally = tally_of_counts(rows, counted, layer, outside)
    with store.writing():
        written = store.add(
            rows,
            replace(draft, counts=tally, warnings=counted.warnings),
            lambda version: report(version).to_dict(),
        )
    return report(written)


def rejoin(home: Home, geography: Geography, layer: LayerSpec) -> Version | None:
    """Place the rows of the current version in the areas as they are now, as a new version.

    Returns
    -------
    Version
        What was made; None if the layer has no version.

    Raises
    ------
    StoreError
        If the version cannot be read, or none can be written.
    """
    store = LayerStore.of(home, layer.id)
    with store.writing():
        current = store.current()
        if current is None:
            return None
        placed = spread(placed_anew, parts_or_whole(store, current), store, current, geography)
        return store.add_parts(
            [part for made in placed for part in made],
            replace(current, fingerprint=geography.fingerprint),
        )


def fits(version: Version, layer: LayerSpec, geography: Geography) -> bool:
    """Whether the rows of a version were placed in these areas, by this release."""
    if not layer.holds_incidents:
        return True
    return version.fingerprint == geography.fingerprint and version.format >= SAME_COLUMNS_SINCE


def publish_event(
    home: Home,
    geography: Geography,
    layer: LayerSpec,
    event: Mapping[str, str],
    *,
    who: str,
    dry_run: bool = False,
) -> IntakeReport:
    """Check one event as a row of a file and add it to the calendar as a new version.

    An event with a known id replaces that event; that is how the number of visitors who came is
    entered afterwards.
    Beside invented examples the new version is still called synthetic.

    Parameters
    ----------
    event
        Text per field of a calendar, as in a file.
    who
        Who enters it; kept in the row and never shown beside a number.

    Raises
    ------
    IntakeError
        If a field is wrong, or the layer is no calendar.
    StoreError
        If the version cannot be written; nothing was changed.
    """
    if layer.kind != "calendar":
        raise IntakeError(*words.no_calendar(layer.label))
    columns = tuple(event)
    table = Table(
        columns, text_columns(columns, [tuple(event.values())]), np.array([1], dtype=np.int64)
    )
    checked = _signed_by(
        check_rows(
            table, layer, by_hand={name: name for name in columns}, venues=venues_of(home, layer)
        ),
        who,
        amsterdam_now(),
    )
    term_begin = term_begin_of(layer)
    if term_begin is not None and within_term(checked, layer) is not checked:
        # One event is entered whole or not at all; a file leaves such rows out and says so.
        raise IntakeError(*words.entry_past_its_term(layer.label, term_begin))
    current = LayerStore.of(home, layer.id).current()
    attribution = "" if current is None else current.attribution
    # Said once, however many events were added.
    own = attribution.removesuffix(words.ENTERED.format(attribution=""))
    draft = unwritten(
        made_from=(_entry_name(checked),),
        synthetic=current is not None and current.synthetic,
        attribution=words.ENTERED.format(attribution=own or layer.label),
        fingerprint=geography.fingerprint,
    )
    return publish_incidents(home, geography, layer, checked, draft, mode="add", dry_run=dry_run)


def _signed_by(checked: Intake, who: str, when: np.datetime64) -> Intake:
    """Return checked rows with who entered them and when.

    Raises
    ------
    IntakeError
        If a row is wrong: one event is entered whole or not at all.
    """
    if checked.problems:
        first = checked.problems[0]
        raise IntakeError(*words.entry_refused(first.column, first.value, first.reason))
    accepted = checked.accepted.assign(entered_by=who or words.UNKNOWN_PERSON)
    accepted["entered_at"] = np.full(len(accepted), when, dtype="datetime64[s]")
    return replace(checked, accepted=accepted)


def _entry_name(checked: Intake) -> str:
    """Return what a version remembers of an event that came from no file: which, and how far.

    It stands where the name of a file stands, so that whoever goes back to a version sees to which.
    """
    content = checked.accepted.drop(columns=["row", "entered_at"]).to_csv(index=False)
    digest = hashlib.sha256(content.encode()).hexdigest()
    event = checked.accepted.iloc[0]
    return f"{words.by_hand(str(event['id']), str(event['status']))} {digest}"
