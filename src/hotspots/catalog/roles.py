"""Roles and what each may do: read from ``rollen.toml``, or the ones that come with the tool.

A role has rights; a theme or a layer named below it changes some of them. What a layer itself
says in [privacy] always holds: a role can be given less than that, never more.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hotspots.catalog.grammar import (
    Key,
    Problems,
    read_section,
    read_toml,
    shipped_toml,
    suggestion,
)
from hotspots.catalog.specs import CELL_SIZES_M, FINEST, RoleSpec

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from hotspots.catalog.specs import Catalog

#: The file of a home; without it the roles of `DEFAULTS` count.
FILE: Final = "rollen.toml"
#: The roles that come with the tool, in the package.
DEFAULTS: Final = "standaardrollen.toml"

_RIGHTS: Final[Mapping[str, Key]] = {
    "see": Key(bool),
    "finest": Key(str, allowed=FINEST),
    "finest_cell_m": Key(int),
    "export": Key(bool),
    "import": Key(bool),
}
_TOP: Final[Mapping[str, Key]] = {"roles": Key(dict, required=True, holds=(dict,))}
_ROLE: Final[Mapping[str, Key]] = {
    "label": Key(str, required=True),
    **_RIGHTS,
    "sensitive": Key(dict),
    "themes": Key(dict, holds=(dict,)),
    "layers": Key(dict, holds=(dict,)),
}


def read_roles(path: Path, faults: list[str]) -> tuple[RoleSpec, ...]:
    """Return the roles of a home; problems are added in words, and then nobody has a role."""
    if not path.exists():
        return default_roles()
    table = read_toml(path, FILE, faults)
    if table is None:
        return ()
    problems = Problems(FILE)
    roles = _read(table, problems)
    if not roles and not problems.sentences:
        problems.add("roles", "er staat geen rol in; niemand komt er dan in.")
    faults.extend(problems.sentences)
    return () if problems.sentences else roles


def default_roles() -> tuple[RoleSpec, ...]:
    """Return the roles that come with the tool."""
    return _read(shipped_toml("hotspots.catalog", DEFAULTS), Problems(DEFAULTS))


def _read(table: Mapping[str, object], problems: Problems) -> tuple[RoleSpec, ...]:
    top = read_section(table, _TOP, "", problems)
    return tuple(_read_role(name, entry, problems) for name, entry in top.get("roles", {}).items())


def _read_role(name: str, table: Mapping[str, object], problems: Problems) -> RoleSpec:
    section = f"roles.{name}"
    read = read_section(table, _ROLE, section, problems)
    parts = {
        part: {
            entry: _read_rights(rights, f"{section}.{part}.{entry}", problems)
            for entry, rights in read.pop(part, {}).items()
        }
        for part in ("themes", "layers")
    }
    sensitive = _read_rights(read.pop("sensitive", {}), f"{section}.sensitive", problems)
    label = read.pop("label", name)
    _require_cell(read, section, problems)
    return RoleSpec(name, label, MappingProxyType(read), sensitive, **parts)


def _read_rights(
    table: Mapping[str, object], section: str, problems: Problems
) -> Mapping[str, object]:
    read = read_section(table, _RIGHTS, section, problems)
    _require_cell(read, section, problems)
    return MappingProxyType(read)


def _require_cell(read: Mapping[str, object], section: str, problems: Problems) -> None:
    size = read.get("finest_cell_m")
    if size is not None and size not in CELL_SIZES_M:
        known = ", ".join(map(str, CELL_SIZES_M))
        problems.add(section, f"'finest_cell_m' is {size}; mogelijk: {known}.")


def roles_name_what_exists(catalog: Catalog) -> Iterator[str]:
    """Report names that would give or take a right in silence."""
    if not catalog.roles:
        # Their file has a fault, which is reported where it was read.
        return
    roles = tuple(role.id for role in catalog.roles)
    yield from _unknown("gemeente.toml [access]: rol", [catalog.gemeente.local_role], roles)
    for layer in catalog.layers:
        where = f"data/{layer.theme}/theme.toml [layers.{layer.id}]: [privacy] rol"
        yield from _unknown(where, (*layer.privacy.roles, *layer.privacy.points_roles), roles)
        if layer.kind == "context" and layer.privacy.roles:
            yield (
                f"data/{layer.theme}/theme.toml [layers.{layer.id}]: [privacy] 'roles' kan niet "
                'bij kind = "context": zulke lagen zijn open gegevens, en hun vormen komen los van '
                "de pagina op de kaart. Haal de regel weg, of zet de laag niet in geodata/."
            )
    themes = tuple(theme.id for theme in catalog.themes)
    layers = tuple(layer.id for layer in catalog.layers)
    for role in catalog.roles:
        yield from _unknown(f"{FILE} [roles.{role.id}.themes]: thema", role.themes, themes)
        yield from _unknown(f"{FILE} [roles.{role.id}.layers]: laag", role.layers, layers)


def _unknown(
    where: str, names: Sequence[str] | Mapping[str, object], known: tuple[str, ...]
) -> Iterator[str]:
    for name in names:
        if name not in known:
            yield f"{where} '{name}' bestaat niet. {suggestion(name, known)}"
