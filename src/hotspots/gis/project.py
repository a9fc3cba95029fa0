"""A project for QGIS on the service: its layers by address, in the classes and colours of the map.

There is no key in it. QGIS has it as an authentication of whoever opens the project, of which the
number at most stands here.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode, urlsplit

# Written and not read: nothing of anyone else is parsed here.
from xml.etree import ElementTree as ET

import shapely

from hotspots.access.export import require_ending, writing_file
from hotspots.access.permission import default_level, role_named
from hotspots.crs import RD_NEW
from hotspots.errors import NothingYetError, SelectionError, SettingsError
from hotspots.gis import words as text
from hotspots.gis.collection import collections_of
from hotspots.gis.features import answer_of, features_of, selection_of
from hotspots.gis.question import DATETIME, Days, FeatureQuestion
from hotspots.maps.style import SITE, STROKES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import geopandas as gpd

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.periods import Period
    from hotspots.gis.collection import Collection
    from hotspots.maps.spec import MapClass, MapSpec

#: Of QGIS; older releases open it as well, from 3.16 on.
_QGIS_VERSION: Final = "3.40.0"
_ENDING: Final = ".qgz"
_AUTHCFG: Final = re.compile(r"[a-z0-9]{7}")
#: What an address must not hold: it stands between apostrophes in a project, and parameters come
#: behind it.
_NOT_IN_URL: Final = re.compile(r"['\"\s\\<>?#]")
_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Brushes of QGIS for the patterns of a legend.
_BRUSHES: Final = {
    "hatch": "b_diagonal",
    "dots": "dense6",
    "cross": "diagonal_x",
    "lines": "horizontal",
    "grid": "cross",
}
_PATTERN_COLOUR: Final = "#5c6168"
_OUTLINE: Final = "#484e58"
#: millimetres.
_OUTLINE_MM: Final = "0.15"
#: Of a zip without a clock: the same answer gives the same file.
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
#: metres around the municipality when a project opens.
_MARGIN_M: Final = 500.0


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of a legend: a class, and which features are in it, as an expression of QGIS."""

    entry: MapClass
    expression: str


@dataclass(frozen=True, slots=True, eq=False)
class ProjectLayer:
    """A collection as a layer of a project.

    Attributes
    ----------
    geometry
        "Polygon", "Line" or "Point".
    rules
        Empty for a layer in one colour.
    notes
        What must be said with it.
    checked
        Whether it is drawn when the project opens.
    """

    collection: Collection
    name: str
    source: str
    geometry: str
    rules: tuple[Rule, ...]
    notes: tuple[str, ...]
    checked: bool


@dataclass(frozen=True, slots=True, eq=False)
class Project:
    """A project: its layers by theme, top to bottom, and what it shows first in RD metres."""

    title: str
    themes: tuple[tuple[str, tuple[ProjectLayer, ...]], ...]
    extent: tuple[float, float, float, float]

    @property
    def layer_ids(self) -> tuple[str, ...]:
        """Ids of the layers of the home that it tells of, each once."""
        layers = (layer.collection.layer.id for _, part in self.themes for layer in part)
        return tuple(dict.fromkeys(layers))


def require_url(url: str, authcfg: str) -> None:
    """Stop unless an address, and the number of an authentication, can stand in a project.

    Raises
    ------
    SettingsError
    """
    if not _is_address(url):
        # What stands before an @ may be a password.
        raise SettingsError(
            text.WRONG_URL.format(url=url.rpartition("@")[2][:80]),
            text.WRONG_URL_FOUND,
            text.WRONG_URL_DO,
        )
    if authcfg and not _AUTHCFG.fullmatch(authcfg):
        # It may be the key itself: no more of it than says where to look.
        raise SettingsError(
            text.WRONG_AUTHCFG.format(value=authcfg[:4] + "…"),
            text.WRONG_AUTHCFG_FOUND,
            text.WRONG_AUTHCFG_DO,
        )


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        has_server = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    is_plain = "@" not in parts.netloc and not _NOT_IN_URL.search(url)
    return parts.scheme in ("http", "https") and has_server and is_plain


def project_of(
    workspace: Workspace,
    *,
    url: str,
    authcfg: str = "",
    layers: tuple[str, ...] = (),
    period: Period | None = None,
) -> Project:
    """Return a project of what a role may take away.

    Parameters
    ----------
    url
        Where the service is; see `require_url`.
    authcfg
        Number of the authentication of QGIS; empty for none.
    layers
        Ids of layers; empty for all of them.
    period
        Days that are counted; None for all there are.

    Raises
    ------
    HotspotsError
        If a layer is not there, not for this role, or cannot be read, or if there is none to show.
    """
    chosen = {workspace.layer(layer_id).id for layer_id in layers}
    collections = [
        one
        for one in collections_of(workspace)
        if (not chosen or one.layer.id in chosen) and _is_shown(one)
    ]
    parameters = {DATETIME: f"{period.first}/{period.last}"} if period else {}
    address = url.rstrip("/") + (f"?{urlencode(parameters, safe='/')}" if parameters else "")
    days = Days(period.first, period.last) if period else None
    first = _opens_with(workspace, collections)
    themes = []
    for theme in workspace.themes:
        of_theme = [one for one in collections if one.layer.theme == theme.id]
        made = tuple(
            layer
            for one in of_theme
            for layer in _layer(workspace, one, address, authcfg, days, checked=one.id == first)
        )
        if made:
            themes.append((theme.label, made))
    if not themes:
        role = role_named(workspace.library.catalog, workspace.role).label
        raise SelectionError(
            text.EMPTY_PROJECT, text.EMPTY_PROJECT_FOUND.format(role=role), text.EMPTY_PROJECT_DO
        )
    west, south, east, north = shapely.bounds(workspace.geography.outline).tolist()
    return Project(
        text.TITLE.format(gemeente=workspace.library.catalog.gemeente.name),
        tuple(themes),
        (west - _MARGIN_M, south - _MARGIN_M, east + _MARGIN_M, north + _MARGIN_M),
    )


def _is_shown(collection: Collection) -> bool:
    """Whether a collection is in the project: areas at the level of the page, hotspots, places."""
    if collection.kind == "areas":
        return collection.level == default_level(collection.layer) or collection.layer.sensitive
    return collection.kind != "cells"


def _opens_with(workspace: Workspace, collections: Sequence[Collection]) -> str:
    start = workspace.catalog.gemeente.start
    counted = [one for one in collections if one.kind == "areas"]
    of_start = [one for one in counted if one.layer.id == start]
    return next((one.id for one in (*of_start, *counted, *collections)), "")


def _layer(
    workspace: Workspace,
    collection: Collection,
    address: str,
    authcfg: str,
    days: Days | None,
    *,
    checked: bool,
) -> Iterator[ProjectLayer]:
    """Yield a collection as a layer; none where the layer waits for its first file."""
    source = _source(collection, address, authcfg)
    rules: tuple[Rule, ...] = ()
    measure = collection.measures[0] if collection.measures else ""
    question = FeatureQuestion(measure=measure, days=days)
    try:
        if collection.kind == "context":
            rows = features_of(workspace, collection, question).rows
            if rows.empty:
                # Of nothing QGIS makes a table, and nothing would be drawn.
                return
            geometry, notes = _geometry(rows), _made_up_notes(rows)
        else:
            selection = selection_of(workspace, collection, question)
            analysis, spec = answer_of(workspace, selection)
            geometry, rules, notes = "Polygon", rules_of(analysis, spec), _notes(spec)
    except NothingYetError:
        return
    name = f"{collection.title}{text.SYNTHETIC_NAME if text.SYNTHETIC in notes else ''}"
    yield ProjectLayer(collection, name, source, geometry, rules, notes, checked)


def _geometry(rows: gpd.GeoDataFrame) -> str:
    """Return what QGIS calls the shapes of a layer, as the first of them is."""
    kind = str(rows.geometry.geom_type.iloc[0]).removeprefix("Multi")
    return {"Point": "Point", "LineString": "Line"}.get(kind, "Polygon")


def _made_up_notes(rows: gpd.GeoDataFrame) -> tuple[str, ...]:
    return (text.SYNTHETIC,) if bool(rows["synthetic"].iloc[0]) else ()


def _notes(spec: MapSpec) -> tuple[str, ...]:
    """Return what must be said with a map, as its legend and its edge say it."""
    made_up = (text.SYNTHETIC,) if spec.badge else ()
    return (
        *made_up,
        spec.legend.title,
        spec.legend.subtitle,
        *spec.legend.notes,
        spec.attribution,
        spec.version,
        text.PROJECT_NOTE,
    )


def _source(collection: Collection, address: str, authcfg: str) -> str:
    parts = {
        "authcfg": authcfg,
        "pagingEnabled": "default",
        "restrictToRequestBBOX": "1",
        "srsname": RD_NEW,
        "typename": collection.id,
        "url": address,
    }
    return " ".join(
        f"{name}={value}" if name == "authcfg" else f"{name}='{value}'"
        for name, value in parts.items()
        if value
    )


def rules_of(analysis: Analysis, spec: MapSpec) -> tuple[Rule, ...]:
    """Return which features belong to each class of a map.

    A class of numbers is told by its limits, so that it holds for another period as well; the
    others, and those of a layer that tells bounds alone, by what each feature says of itself.
    """
    entries = [entry for entry in spec.classes if entry.kind != "outside"]
    by_limits = analysis.verdict is None and analysis.bounds is None
    others = [entry.label for entry in entries if entry.kind != "value"]
    limits = iter(zip((0.0, *spec.bounds[:-1]), spec.bounds, strict=True) if spec.bounds else ())
    rules = []
    for entry in entries:
        expression = f'"legend" = {_quoted(entry.label)}'
        if by_limits and entry.kind == "value":
            low, high = next(limits)
            value = f'round("value", {analysis.measure.decimals})'
            # As on the map, whatever lies above the last class belongs to it.
            below = f" AND {value} <= {high:.12g}" if high != spec.bounds[-1] else ""
            apart = ", ".join(map(_quoted, others))
            expression = f'{value} > {low:.12g}{below} AND "legend" NOT IN ({apart})'
        rules.append(Rule(entry, expression))
    return tuple(rules)


def _quoted(label: str) -> str:
    return "'" + label.replace("\\", "\\\\").replace("'", "''") + "'"


def write_project(project: Project, path: Path) -> None:
    """Write a project to a file.

    Raises
    ------
    SelectionError
        If the name does not end in ``.qgz``.
    SettingsError
        If it cannot be written there.
    """
    require_ending(path, (_ENDING,), text.WRONG_PROJECT_END.format(name=path.name))
    with writing_file(text.NOT_WRITTEN.format(path=path)):
        path.write_bytes(project_bytes(project, path.stem))


def project_bytes(project: Project, stem: str) -> bytes:
    """Return a project as the bytes of a ``.qgz``: a zip with one document."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        member = zipfile.ZipInfo(f"{stem}.qgs", _NO_TIME)
        member.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(member, ET.tostring(_fit(_document(project)), encoding="utf-8"))
    return packed.getvalue()


def _fit(document: ET.Element) -> ET.Element:
    """Return a document without signs that XML does not know: nothing would open the file."""
    for element in document.iter():
        if element.text:
            element.text = _NOT_IN_XML.sub(" ", element.text)
        for name, value in element.attrib.items():
            element.set(name, _NOT_IN_XML.sub(" ", value))
    return document


def _document(project: Project) -> ET.Element:
    document = ET.Element("qgis", projectname=project.title, version=_QGIS_VERSION)
    _text(document, "title", project.title)
    _system(ET.SubElement(document, "projectCrs"))
    # Else QGIS takes the extent of each layer from the service, in degrees, for one in metres.
    ET.SubElement(document, "trust", active="1")
    tree = ET.SubElement(document, "layer-tree-group")
    canvas = ET.SubElement(document, "mapcanvas", name="theMapCanvas", annotationsVisible="1")
    _text(canvas, "units", "meters")
    _extent(canvas, project.extent)
    _system(ET.SubElement(canvas, "destinationsrs"))
    layers = ET.SubElement(document, "projectlayers")
    for theme, part in project.themes:
        shown = any(layer.checked for layer in part)
        group = ET.SubElement(
            tree,
            "layer-tree-group",
            name=theme,
            checked="Qt::Checked",
            expanded=_flag(shown),
        )
        for layer in part:
            ET.SubElement(
                group,
                "layer-tree-layer",
                id=_id(layer),
                name=layer.name,
                providerKey="OAPIF",
                source=layer.source,
                checked="Qt::Checked" if layer.checked else "Qt::Unchecked",
                expanded=_flag(layer.checked),
            )
            layers.append(_map_layer(layer, project.extent))
    return document


def _map_layer(layer: ProjectLayer, extent: tuple[float, float, float, float]) -> ET.Element:
    element = ET.Element(
        "maplayer", type="vector", geometry=layer.geometry, autoRefreshMode="Disabled"
    )
    _extent(element, extent)
    _text(element, "id", _id(layer))
    _text(element, "datasource", layer.source)
    _text(element, "layername", layer.name)
    _text(element, "title", layer.name)
    _text(element, "abstract", "\n".join(layer.notes))
    _system(ET.SubElement(element, "srs"))
    provider = ET.SubElement(element, "provider", encoding="UTF-8")
    provider.text = "OAPIF"
    described = ET.SubElement(element, "resourceMetadata")
    _text(described, "title", layer.name)
    _text(described, "abstract", "\n".join(layer.notes))
    element.append(_renderer(layer))
    return element


def _renderer(layer: ProjectLayer) -> ET.Element:
    if not layer.rules:
        renderer = ET.Element("renderer-v2", type="singleSymbol", symbollevels="0")
        ET.SubElement(renderer, "symbols").append(_plain_symbol(layer.geometry))
        return renderer
    renderer = ET.Element("renderer-v2", type="RuleRenderer", symbollevels="0")
    rules = ET.SubElement(renderer, "rules", key="root")
    symbols = ET.SubElement(renderer, "symbols")
    for at, rule in enumerate(layer.rules):
        ET.SubElement(
            rules,
            "rule",
            key=f"class{at}",
            symbol=str(at),
            label=rule.entry.label,
            filter=rule.expression,
        )
        symbol = ET.SubElement(symbols, "symbol", type="fill", name=str(at), alpha="1")
        outline = {
            "outline_color": _colour(_OUTLINE),
            "outline_width": _OUTLINE_MM,
            "outline_width_unit": "MM",
            "outline_style": "solid",
        }
        _options(symbol, "SimpleFill", color=_colour(rule.entry.colour), style="solid", **outline)
        if rule.entry.pattern is not None:
            brush = _BRUSHES[rule.entry.pattern]
            _options(
                symbol,
                "SimpleFill",
                color=_colour(_PATTERN_COLOUR),
                style=brush,
                outline_style="no",
            )
    return renderer


def _plain_symbol(geometry: str) -> ET.Element:
    subject = STROKES["subject"][-1]
    if geometry == "Point":
        symbol = ET.Element("symbol", type="marker", name="0", alpha="1")
        colour = _colour(SITE.fill or subject.colour)
        _options(
            symbol, "SimpleMarker", name="circle", color=colour, size="2.4",
            outline_color=_colour(SITE.colour),
        )  # fmt: skip
    elif geometry == "Line":
        symbol = ET.Element("symbol", type="line", name="0", alpha="1")
        _options(
            symbol, "SimpleLine", line_color=_colour(subject.colour), line_width="0.6",
            line_width_unit="MM",
        )  # fmt: skip
    else:
        symbol = ET.Element("symbol", type="fill", name="0", alpha="0.7")
        _options(
            symbol, "SimpleFill", color=_colour(subject.fill or subject.colour), style="solid",
            outline_color=_colour(subject.colour), outline_width="0.3", outline_width_unit="MM",
        )  # fmt: skip
    return symbol


def _options(symbol: ET.Element, kind: str, **options: str) -> None:
    layer = ET.SubElement(symbol, "layer", {"class": kind, "enabled": "1", "pass": "0"})
    known = ET.SubElement(layer, "Option", type="Map")
    for name, value in options.items():
        ET.SubElement(known, "Option", name=name, type="QString", value=value)


def _colour(code: str) -> str:
    """Return a colour as QGIS writes it.

    Examples
    --------
    >>> _colour("#ff8000")
    '255,128,0,255'
    """
    return ",".join(str(int(code[at : at + 2], 16)) for at in (1, 3, 5)) + ",255"


def _id(layer: ProjectLayer) -> str:
    # QGIS gives a short id another one, which the tree of layers then does not know.
    return "hotspots_" + re.sub(r"\W", "_", layer.collection.id)


def _flag(value: bool) -> str:
    return "1" if value else "0"


def _text(parent: ET.Element, name: str, value: str) -> None:
    ET.SubElement(parent, name).text = value


def _system(parent: ET.Element) -> None:
    system = ET.SubElement(parent, "spatialrefsys", nativeFormat="Wkt")
    _text(system, "srid", RD_NEW.rpartition(":")[2])
    _text(system, "authid", RD_NEW)


def _extent(parent: ET.Element, extent: tuple[float, float, float, float]) -> None:
    element = ET.SubElement(parent, "extent")
    for name, value in zip(("xmin", "ymin", "xmax", "ymax"), extent, strict=True):
        _text(element, name, f"{value:.1f}")
