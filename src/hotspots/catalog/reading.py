"""Read the declarations of a home; list every problem, not only the first."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn

from hotspots.catalog import keys
from hotspots.catalog.grammar import (
    Problems,
    Section,
    declarations_wrong,
    read_section,
    read_toml,
)
from hotspots.catalog.roles import read_roles
from hotspots.catalog.specs import (
    MAIL_PORTS,
    Catalog,
    ContextSpec,
    Denominator,
    FieldSpec,
    Figure,
    Gemeente,
    LayerSpec,
    MailSpec,
    Privacy,
    Source,
    Style,
    ThemeSpec,
    parts_of,
)
from hotspots.catalog.storage import SECTION, read_storage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from hotspots.settings import Home


def read_catalog(home: Home) -> Catalog:
    """Return everything a home declares.

    Raises
    ------
    DeclarationError
        If anything is wrong; ``problems`` lists all of it.
    """
    catalog, problems = read_what_is_right(home)
    if problems or catalog is None:
        stop_at(problems, home)
    return catalog


def stop_at(problems: list[str], home: Home) -> NoReturn:
    """Stop, and list everything that is wrong with a home.

    Raises
    ------
    DeclarationError
        Always.
    """
    raise declarations_wrong(
        f"de declaraties van '{home.root}'",
        problems,
        "Herstel ze en controleer met: hotspots check",
    )


def read_what_is_right(home: Home) -> tuple[Catalog | None, list[str]]:
    """Return the catalog as far as it can be read, and all problems in words."""
    faults: list[str] = []
    gemeente = _read_gemeente(home, faults)
    roles = read_roles(home.roles, faults)
    contexts = [
        context
        for folder in _declared(home.geodata, "layer.toml", faults)
        if (context := _read_context(folder, home, faults)) is not None
    ]
    themes = [
        theme
        for folder in _declared(home.themes, "theme.toml", faults)
        if (theme := _read_theme(folder, home, faults)) is not None
    ]
    if gemeente is None:
        return None, faults
    themes.sort(key=lambda theme: (theme.order, theme.id))
    parts = parts_of(contexts)
    themes = [
        replace(theme, layers=tuple(replace(layer, parts=parts) for layer in theme.layers))
        for theme in themes
    ]
    return Catalog(gemeente, tuple(contexts), tuple(themes), roles), faults


def read_context_spec(home: Home, context_id: str) -> ContextSpec | None:
    """Return the declaration of one layer of ``geodata/``; None where it is not there or wrong."""
    folder = home.geodata / context_id
    return _read_context(folder, home, []) if (folder / "layer.toml").is_file() else None


def _declared(parent: Path, file: str, faults: list[str]) -> list[Path]:
    """Return the folders with a declaration; one without is a problem, not a silence."""
    if not parent.is_dir():
        faults.append(f"{parent.name}/: de map ontbreekt.")
        return []
    folders = sorted(
        folder for folder in parent.iterdir() if folder.is_dir() and folder.name[0] not in "._"
    )
    faults.extend(
        f"{parent.name}/{folder.name}/: {file} ontbreekt."
        for folder in folders
        if not (folder / file).is_file()
    )
    return [folder for folder in folders if (folder / file).is_file()]


def _read_gemeente(home: Home, faults: list[str]) -> Gemeente | None:
    table = read_toml(home.gemeente, "gemeente.toml", faults)
    if table is None:
        return None
    problems = Problems("gemeente.toml")
    top = read_section(table, keys.GEMEENTE, "", problems)
    sections = {
        name: read_section(top.get(name, {}), allowed, name, problems)
        for name, allowed in keys.GEMEENTE_SECTIONS.items()
        if name in top
    }
    if "layers" in sections.get(SECTION, {}):
        read_storage(sections[SECTION], problems)
    faults.extend(problems.sentences)
    if problems.sentences:
        return None
    land = sections.get("land", {})
    tiles = sections.get("tiles", {})
    open_data = dict(sections.get("open_data", {}))
    gemeenten = tuple(open_data.pop("gemeenten", ()))
    geocode = bool(open_data.pop("geocode", False))
    return Gemeente(
        code=sections["gemeente"]["code"],
        name=sections["gemeente"]["name"],
        start=sections["gemeente"].get("start", ""),
        water=land.get("water", ""),
        compartments=tuple(tuple(group) for group in land.get("compartments", [])),
        local_role=sections.get("access", {}).get("local_role", "analist"),
        ask=sections.get("access", {}).get("ask", ""),
        tiles_url=tiles.get("url", ""),
        tiles_file=tiles.get("file", ""),
        tiles_attribution=tiles.get("attribution", ""),
        open_data=MappingProxyType(open_data),
        gemeenten=gemeenten,
        geocode=geocode,
        mail=_mail(sections["mail"]) if "mail" in sections else None,
        ogc_api=bool(sections.get("ogc_api", {}).get("on", False)),
    )


def _mail(section: Section) -> MailSpec:
    """Return the server of mail, with the port of how it is spoken to where none is given."""
    security = section.get("security", "starttls")
    return MailSpec(**{"security": security, "port": MAIL_PORTS[security]} | dict(section))


def _read_context(folder: Path, home: Home, faults: list[str]) -> ContextSpec | None:
    where = f"{folder.relative_to(home.root).as_posix()}/layer.toml"
    table = read_toml(folder / "layer.toml", where, faults)
    if table is None:
        return None
    problems = Problems(where)
    top = read_section(table, keys.CONTEXT, "", problems)
    source = _read_source(top.get("source", {}), "source", problems)
    denominators = tuple(
        Denominator(name, **read)
        for name, entry in top.get("denominators", {}).items()
        if len(read := read_section(entry, keys.DENOMINATOR, f"denominators.{name}", problems))
        == len(keys.DENOMINATOR)
    )
    fields = _read_fields(top.get("fields", {}), problems)
    if top.get("id", folder.name) != folder.name:
        problems.add("", f"id '{top['id']}' is niet de naam van de map ('{folder.name}').")
    if top.get("kind") == "areas" and "level" not in top:
        problems.add("", "een laag met kind = \"areas\" heeft ook 'level' nodig.")
    faults.extend(problems.sentences)
    if problems.sentences or source is None:
        return None
    return ContextSpec(
        id=top["id"],
        kind=top["kind"],
        label=top["label"],
        folder=folder,
        source=source,
        columns=MappingProxyType(dict(top["columns"])),
        level=top.get("level"),
        note=top.get("note", ""),
        denominators=denominators,
        purpose=top.get("purpose", ""),
        fields=fields,
    )


def _read_fields(
    table: Mapping[str, Mapping[str, object]], problems: Problems
) -> tuple[FieldSpec, ...]:
    """Return the fields of a layer of ``geodata/`` that are right; the rest becomes a problem."""
    fields: list[FieldSpec] = []
    for name, entry in table.items():
        before = len(problems.sentences)
        read = read_section(entry, keys.CONTEXT_FIELD, f"fields.{name}", problems)
        if (read.get("kind") == "choice") != bool(read.get("choices")):
            problems.add(f"fields.{name}", "'choices' hoort bij kind = \"choice\", en andersom.")
        if len(problems.sentences) == before:
            read["columns"] = tuple(read["columns"])
            read["choices"] = MappingProxyType(dict(read.get("choices", {})))
            fields.append(FieldSpec(name, **read))
    return tuple(fields)


def _read_theme(folder: Path, home: Home, faults: list[str]) -> ThemeSpec | None:
    where = f"{folder.relative_to(home.root).as_posix()}/theme.toml"
    table = read_toml(folder / "theme.toml", where, faults)
    if table is None:
        return None
    problems = Problems(where)
    top = read_section(table, keys.THEME, "", problems)
    if top.get("id", folder.name) != folder.name:
        problems.add("", f"id '{top['id']}' is niet de naam van de map ('{folder.name}').")
    layers = [
        _read_layer(name, entry, folder, problems) for name, entry in top.get("layers", {}).items()
    ]
    figures = [
        read_section(entry, keys.FIGURE, "figures", problems) for entry in top.get("figures", [])
    ]
    if not layers and not top.get("no_layers"):
        problems.add("", "een thema zonder lagen zegt waarom, in 'no_layers'.")
    faults.extend(problems.sentences)
    if problems.sentences:
        return None
    return ThemeSpec(
        id=top["id"],
        label=top["label"],
        order=top["order"],
        description=top["description"],
        layers=tuple(layer for layer in layers if layer is not None),
        figures=tuple(_figure(entry) for entry in figures),
        figures_source=top.get("figures_source", ""),
        no_layers=top.get("no_layers", ""),
    )


def _figure(entry: Section) -> Figure:
    return Figure(
        indicator=entry["indicator"],
        year=entry["year"],
        value=entry.get("value"),
        unit=entry.get("unit", ""),
        kind=entry["kind"],
        note=entry.get("note", ""),
    )


def _read_source(table: dict[str, object], section: str, problems: Problems) -> Source | None:
    before = len(problems.sentences)
    read = read_section(table, keys.SOURCE, section, problems)
    return Source(**read) if len(problems.sentences) == before else None


def _read_layer(
    name: str, table: dict[str, object], folder: Path, problems: Problems
) -> LayerSpec | None:
    section = f"layers.{name}"
    before = len(problems.sentences)
    top = read_section(table, keys.LAYER, section, problems)
    parts = {
        part: read_section(top.get(part, {}), allowed, f"{section}.{part}", problems)
        for part, allowed in (
            ("denominators", keys.LAYER_DENOMINATORS),
            ("expectation", keys.LAYER_EXPECTATION),
            ("filters", keys.LAYER_FILTERS),
            ("privacy", keys.PRIVACY),
            ("style", keys.STYLE),
        )
        if part in top
    }
    source = _read_source(top["source"], f"{section}.source", problems) if "source" in top else None
    if ("context" in top) == ("source" in top):
        problems.add(section, "een laag heeft óf [source] óf 'context', niet beide of geen.")
    if len(problems.sentences) > before:
        return None
    optional: dict[str, Any] = {
        key: top[key]
        for key in ("description", "context", "places", "mask", "counts_per", "first_day")
        if key in top
    }
    if "complete_years" in top:
        optional["complete_years"] = tuple(top["complete_years"])
    if "filters" in parts and "show" in parts["filters"]:
        optional["filters"] = tuple(parts["filters"]["show"])
    privacy: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in parts.get("privacy", {}).items()
    }
    return LayerSpec(
        id=name,
        theme=folder.name,
        kind=top["kind"],
        label=top["label"],
        observes=top["observes"],
        noun=top["noun"],
        noun_plural=top["noun_plural"],
        folder=folder,
        source=source,
        columns=MappingProxyType({k: _aliases(v) for k, v in top.get("columns", {}).items()}),
        soorten=MappingProxyType(dict(top.get("soorten", {}))),
        denominators=tuple(parts.get("denominators", {}).get("use", ())),
        expectation=tuple(parts.get("expectation", {}).get("use", ())),
        measures=tuple(parts.get("filters", {}).get("measures", ())),
        privacy=Privacy(**privacy),
        style=Style(**parts.get("style", {})),
        **optional,
    )


def _aliases(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
