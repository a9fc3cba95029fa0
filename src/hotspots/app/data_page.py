"""The page `Gegevens`: every layer with its source, its date, its quality and its versions."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import streamlit as st

from hotspots import dutch as numbers
from hotspots.access import completeness_words as loaded_words
from hotspots.access import refresh_words as words
from hotspots.access.cache import Cache, key_of
from hotspots.access.completeness import completeness_of
from hotspots.access.fetching import may_fetch
from hotspots.access.importing import report_of, starter_for
from hotspots.access.refreshing import supplies_now
from hotspots.analysis.periods import covered_days, covered_period
from hotspots.analysis.question import Selection
from hotspots.analysis.when import timeline
from hotspots.app import data_words as text
from hotspots.app.data_fetching import show_division, show_fetching, show_provenance
from hotspots.app.import_page import loadable_layers
from hotspots.app.navigation import link_to_import
from hotspots.app.versions import offer_restore, show_refused_rows, show_term, show_versions
from hotspots.catalog.specs import WHOLE
from hotspots.dutch import as_text, day, moment, number, plural
from hotspots.errors import DeclarationError, HotspotsError, NothingYetError, StoreError
from hotspots.exports.list_sheets import sheet_of_listing
from hotspots.incoming.checking.column_words import unused_columns
from hotspots.incoming.checking.far_dates import far_dates
from hotspots.incoming.open_data.words import PROVENANCE_ROW
from hotspots.incoming.publishing import starter_words
from hotspots.pages import words as pages
from hotspots.pages.controls import choose_one
from hotspots.pages.download import offer_file, offer_table
from hotspots.pages.opened import note_looking_at_all, opened_workspace
from hotspots.pages.problems import show_problem
from hotspots.pages.tables import show_small

if TYPE_CHECKING:
    from hotspots.access.cache import Key
    from hotspots.access.incidents import Countable
    from hotspots.access.refreshing import Refreshed
    from hotspots.access.workspace import Version, Workspace
    from hotspots.analysis.periods import Period
    from hotspots.catalog.specs import ContextSpec, LayerSpec


#: An empty month is a gap if chance would leave a layer with one as rarely as this.
RARE: Final = 0.001


@dataclass(frozen=True, slots=True)
class DataQuality:
    """What can be said of the rows of a layer that is not sensitive.

    ``with_place`` and ``with_time`` are shares of the accepted rows, 0 to 1, NaN where there are
    none; ``quarantined`` and ``duplicate`` are shares of what was read. ``withheld`` and ``absent``
    are shares of the areas that a layer counts by: the source keeps a count of them to itself, or
    never mentions them. Of ``area_only`` the place is a buurt or wijk, and no point in it.
    ``far_dates`` says which rows lie outside the days that the layer counts, and ``without_day`` of
    how many the day is not known. ``gaps`` are months (YYYY-MM) without a single incident where
    chance does not explain that.
    """

    covered: Period
    rows: int
    with_place: float
    area_only: float
    with_time: float
    outside: float
    quarantined: float
    duplicate: float
    withheld: float
    absent: float
    gaps: tuple[str, ...]
    far_dates: tuple[str, ...] = ()
    without_day: int = 0


def data_quality(workspace: Workspace, layer: LayerSpec) -> DataQuality:
    """Return how good the data of a layer is.

    Raises
    ------
    AccessError
        If the layer is sensitive: exact shares of it narrow what is kept back.
    """
    version, incidents = workspace.countable(layer)
    totals = incidents.totals
    rows = totals.accepted
    # Counts have a place where they have an area of here.
    of_counts = layer.kind == "counts"
    without = rows - totals.inside if of_counts else totals.without_place
    withheld, absent = _not_given(workspace, layer, incidents)
    aside, twice = version.counts["quarantined"], version.counts["duplicate"]
    # A row of counts stands for many; what was put aside is rows.
    read = version.rows + aside + twice if layer.kind == "counts" else version.counts["read"]
    return DataQuality(
        covered=covered_period(incidents),
        rows=rows,
        with_place=_share(rows - without, rows),
        area_only=_share(version.counts.get("area_only", 0), rows),
        with_time=_share(0 if of_counts else workspace.timed(layer, version), rows),
        outside=_share(rows - totals.inside - without, rows),
        quarantined=_share(aside, read),
        duplicate=_share(twice, read),
        withheld=withheld,
        absent=absent,
        gaps=_gaps(workspace, layer) if rows else (),
        far_dates=far_dates(incidents.counted, layer),
        without_day=0 if of_counts else incidents.number(~incidents.day_known),
    )


def _not_given(workspace: Workspace, layer: LayerSpec, incidents: Countable) -> tuple[float, float]:
    """Return the share of areas that lack a count, and the share of those that lack all."""
    if layer.kind != "counts":
        return float("nan"), float("nan")
    level = layer.privacy.finest
    areas = len(workspace.geography.level(level))
    gaps = incidents.withheld
    if gaps is None:
        return 0.0, 0.0
    where = gaps.area(level)
    counts = (len(np.unique(where[at & (where >= 0)])) for at in (~gaps.absent, gaps.absent))
    withheld, absent = (_share(count, areas) for count in counts)
    return withheld, absent


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")


def _gaps(workspace: Workspace, layer: LayerSpec) -> tuple[str, ...]:
    """Return the months between the first and the last that are empty and should not be.

    With ``mean`` incidents a month one of ``months`` is empty by chance at most ``months`` times
    exp(-mean) (Bonferroni): a layer with few incidents has empty months, and no gaps.
    """
    months = timeline(workspace, Selection(layer.id, level=WHOLE))
    if not len(months.counts):
        return ()
    by_chance = len(months.counts) * float(np.exp(-months.counts.mean()))
    if by_chance > RARE:
        return ()
    return tuple(str(start) for start in months.starts[(months.counts == 0) & ~months.withheld])


LAYER_KEY = "bekijk"
_qualities = Cache["DataQuality"]()


def show() -> None:
    """Show the page; a layer is one click from where it is loaded, for whoever may."""
    workspace = opened_workspace()
    st.subheader(text.PAGE)
    st.caption(text.INTRO)
    layers = {
        layer.id: layer
        for theme in workspace.themes
        for layer in theme.layers
        if layer.kind != "context"
    }
    note_looking_at_all(workspace, layers or ("",), {"page": "gegevens"})
    show_supplies(workspace)
    if layers:
        st.markdown(f"#### {text.LAYERS}")
        _show_list(_layer_rows(workspace, layers), text.COLUMNS, "lagen", text.LAYERS)
    else:
        st.info(text.EMPTY)
    shown = layers | {
        name: layer for name, layer in loadable_layers(workspace).items() if layer.kind == "context"
    }
    if shown:
        _show_layer(workspace, shown)
    st.markdown(f"#### {text.CONTEXT}")
    _show_list(_context_rows(workspace), text.CONTEXT_COLUMNS, "grenzen", text.CONTEXT)
    show_completeness(workspace)
    show_division(workspace)
    show_provenance(workspace)
    show_fetching(workspace)
    offer_starter(workspace)


def offer_starter(workspace: Workspace) -> None:
    """Offer files to fill in, to whoever may load any layer."""
    if not any(workspace.may_import(layer) for layer in workspace.catalog.layers):
        return
    st.markdown(f"#### {starter_words.OFFER_HEAD}")
    st.caption(starter_words.OFFER_INTRO)
    offer_file(
        starter_words.OFFER,
        lambda reader: starter_for(reader).as_zip(),
        name=starter_words.ZIP,
        ending=".zip",
        key="startbestanden_bewaren",
    )


def _show_list(
    rows: pd.DataFrame,
    labels: dict[str, str],
    name: str,
    title: str,
    meaning: str = text.ROW_IS,
    *,
    shown: pd.DataFrame | None = None,
) -> None:
    """Show a list of sources, or what is ``shown`` of it, and offer all of it as a file."""
    show_small(rows if shown is None else shown, labels, name=title, stacked=True)
    offer_table(
        None,
        lambda reader: sheet_of_listing(
            reader, rows, labels, name=name, title=title, meaning=meaning
        ),
        name=f"gegevens_{name}",
        key=f"gegevens_{name}_bewaren",
        label=text.OFFER.format(what=title),
        shapes=False,
    )


def show_completeness(workspace: Workspace) -> None:
    """Show per wijk what is loaded of each layer of places."""
    completeness = completeness_of(workspace)
    st.markdown(f"#### {loaded_words.TITLE}")
    st.caption(as_text(f"{loaded_words.INTRO} {loaded_words.nowhere_loaded(completeness)}"))
    labels = loaded_words.labels_of(completeness)
    rows = pd.DataFrame(loaded_words.rows_of(completeness), columns=list(labels))
    nowhere = {one.id for one in completeness.layers if one.status == "not_loaded"}
    _show_list(
        rows,
        labels,
        "volledigheid",
        loaded_words.TITLE,
        loaded_words.MEANING,
        shown=rows.drop(columns=list(nowhere)),
    )


def _served(workspace: Workspace, layer: LayerSpec) -> tuple[Version | None, str]:
    """Return the version of a layer that is served; None where there is none, with why."""
    try:
        version = workspace.version(layer)
    except NothingYetError:
        return None, text.NOTHING_YET
    except StoreError:
        return None, text.NOT_READABLE
    return version, version.name


def _layer_rows(workspace: Workspace, layers: dict[str, LayerSpec]) -> pd.DataFrame:
    themes = {theme.id: theme.label for theme in workspace.themes}
    rows = []
    for layer in layers.values():
        version, named = _served(workspace, layer)
        period = covered_days(workspace, layer) if version is not None else None
        rows.append(
            {
                "theme": themes[layer.theme],
                "layer": layer.label,
                "rows": _rows_in_words(version, layer),
                "first": day(period.first) if period else "",
                "last": day(period.last) if period else "",
                "version": named,
                "made": moment(version.made_at) if version else "",
                "synthetic": _yes_no(value=version.synthetic) if version else "",
                "source": version.attribution if version else "",
                "licence": _licence(workspace, layer, version) if version else "",
            }
        )
    return pd.DataFrame(rows, columns=list(text.COLUMNS))


def _licence(workspace: Workspace, layer: LayerSpec, version: Version) -> str:
    """Return under which licence rows are used; what somebody loaded has none that is known."""
    if "licence" in version.fetched:
        return version.fetched["licence"]
    if not version.embedded:
        return text.NO_LICENCE
    context = next(
        (entry for entry in workspace.catalog.contexts if entry.id == layer.context), None
    )
    source = layer.source if context is None else context.source
    return source.licence if source else ""


def _rows_in_words(version: Version | None, layer: LayerSpec) -> str:
    if version is None:
        return ""
    return pages.NOT_SHOWN if layer.sensitive else number(version.rows)


def _yes_no(*, value: bool) -> str:
    return pages.YES if value else pages.NO


def _context_rows(workspace: Workspace) -> pd.DataFrame:
    specs = [_as_shown(workspace, context) for context in workspace.catalog.contexts]
    rows = [
        {
            "label": context.label,
            "year": str(context.source.year or ""),
            "synthetic": _yes_no(value=context.source.synthetic),
            "approximate": _yes_no(value=context.source.approximate),
            "source": context.source.attribution,
            "licence": context.source.licence,
            "note": context.note,
        }
        for context in specs
    ]
    return pd.DataFrame(rows, columns=list(text.CONTEXT_COLUMNS))


def _as_shown(workspace: Workspace, context: ContextSpec) -> ContextSpec:
    """Return the declaration of places as they are now: what was loaded has a source of its own."""
    if not context.purpose:
        return context
    try:
        return workspace.context(context.id)[0]
    except HotspotsError:
        return context  # the map says what is wrong with it


def _show_layer(workspace: Workspace, layers: dict[str, LayerSpec]) -> None:
    """Show one layer: its quality, the report of its last import, its versions."""
    layer = layers[
        choose_one(text.PICK, tuple(layers), key=LAYER_KEY, name=lambda name: layers[name].label)
    ]
    try:
        served: Version | None = workspace.version(layer)
    except NothingYetError:
        served = None
        st.caption(text.OF_HOME if layer.kind == "context" else text.WAITS)
    except StoreError as error:
        show_problem(error)
        served = None
    if served is not None:
        for note in served.notes:
            st.warning(as_text(note))
        _show_facts(workspace, layer, served)
        st.markdown(f"**{text.QUALITY}**")
        _show_quality(workspace, layer, key_of(workspace, layer.id))
        if workspace.may_import(layer):
            _show_report(workspace, layer, served)
    link_to_import(workspace, layer)
    st.markdown(f"**{pages.VERSIONS}**")
    show_versions(workspace, layer, served)
    show_term(workspace, layer)
    offer_restore(workspace, layer, served)


def _show_facts(workspace: Workspace, layer: LayerSpec, version: Version) -> None:
    """Show what the list above shows too wide for a small screen: of whom, since when, how many."""
    facts = {
        text.COLUMNS["source"]: version.attribution,
        text.COLUMNS["licence"]: _licence(workspace, layer, version),
        text.COLUMNS["made"]: moment(version.made_at),
        text.COLUMNS["rows"]: _rows_in_words(version, layer),
    }
    if layer.kind != "context":
        period = covered_days(workspace, layer)
        facts[text.COVERS] = numbers.period(period.first, period.last)
    st.table({text.QUALITY_WHAT: list(facts), text.FACT: list(map(as_text, facts.values()))})


def _show_quality(workspace: Workspace, layer: LayerSpec, key: Key) -> None:
    if layer.sensitive:
        st.caption(text.SENSITIVE.format(minimum=layer.privacy.minimum))
        return
    if layer.kind == "context":
        st.caption(text.PLACES)
        return
    if layer.kind == "counts":
        st.caption(text.COUNTS)
    rows = text.COUNTS_ROWS if layer.kind == "counts" else text.QUALITY_ROWS
    quality: DataQuality = _qualities.answer(
        (key, layer.id), lambda: data_quality(workspace, layer)
    )
    if layer.kind != "counts" and not quality.area_only > 0:
        rows = {name: label for name, label in rows.items() if name != "area_only"}
    st.table(
        {
            text.QUALITY_WHAT: [
                label.format(whole=workspace.geography.words) for label in rows.values()
            ],
            text.QUALITY_SHARE: [_percent(getattr(quality, name)) for name in rows],
        }
    )
    for sentence in quality.far_dates:
        st.warning(sentence)
    if quality.without_day:
        st.warning(text.WITHOUT_DAY.format(rows=number(quality.without_day)))
    if quality.gaps:
        st.warning(text.GAPS.format(months=", ".join(quality.gaps)))
    else:
        st.caption(text.NO_GAPS)


def _without_report(served: Version) -> str:
    """Return where a version comes from that was not read from a file of somebody."""
    if "service" not in served.fetched:
        return text.NO_REPORT
    return text.FETCHED_REPORT.format(
        service=served.fetched["service"],
        day=moment(served.fetched["at"]),
        rows=plural(int(served.fetched["rows"]), *PROVENANCE_ROW),
    )


def _percent(share: float) -> str:
    if math.isnan(share):
        return text.NO_SHARE
    return text.PERCENT.format(share=number(100 * share, 1))


def _show_report(workspace: Workspace, layer: LayerSpec, served: Version) -> None:
    """Show the report of the last import or fetch to roles that may load the layer."""
    with st.expander(text.REPORT):
        try:
            report = report_of(workspace, layer)
        except StoreError as error:
            show_problem(error)
            return
        if report is None:
            st.caption(as_text(_without_report(served)))
            for warning in served.warnings:
                st.text(f"• {warning}")
            return
        names = ("read", "accepted", "quarantined", "duplicate")
        st.text(text.REPORT_LINE.format(**{name: number(getattr(report, name)) for name in names}))
        for line in (*unused_columns(report.unused), *report.warnings):
            st.text(f"• {line}")
        if report.problems:
            show_refused_rows(report)


def show_supplies(workspace: Workspace) -> None:
    """Show each supply with its last run, to whoever may load data; nothing where there is none."""
    if not may_fetch(workspace):
        return
    try:
        supplies = supplies_now(workspace.home, workspace.library.catalog)
    except DeclarationError as error:
        st.markdown(f"#### {text.SUPPLIES}")
        show_problem(error)
        return
    if not supplies:
        return
    st.markdown(f"#### {text.SUPPLIES}")
    st.caption(text.SUPPLIES_INTRO)
    for one in supplies:
        if not one.is_well:
            st.warning(as_text(f"{one.supply.name}: {' '.join(one.lines)}"))
    rows = pd.DataFrame([_row(workspace, one) for one in supplies])
    show_small(rows, text.SUPPLY_COLUMNS, name=text.SUPPLIES, stacked=True)


def _row(workspace: Workspace, one: Refreshed) -> dict[str, str]:
    supply, look = one.supply, one.look
    labels = {layer.id: layer.label for layer in workspace.library.catalog.layers}
    late = f", {words.LATE}" if one.late_days is not None else ""
    return {
        "name": supply.name,
        "outcome": f"{words.OUTCOMES[look.outcome]}{late}",
        "subject": labels.get(supply.layer, f"{words.OF_SERVICE}: {supply.fetch}"),
        "every": text.EVERY[supply.every],
        "looked_at": moment(look.looked_at) if look.looked_at else "",
        "arrived_at": moment(look.arrived_at) if look.arrived_at else "",
        "version": look.version or "",
    }
