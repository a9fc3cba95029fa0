"""Who may see what, and how fine; asked where data is read, not where a button is drawn.

Everything else that a home declares is read when it is opened. A changed file with a fault in it
gives nobody anything, as after a restart: what its writer wanted to take away is not known.

A login says who someone is, for as long as its cookie lives; what they may do today stands in
this table, and of which wijk they open the wijkbeeld. It lies in the state folder and not in the
home, because it holds names:

    [users]
    "j.jansen@dordrecht.nl" = "wijkagent"

    [wijken]
    "j.jansen@dordrecht.nl" = "Sterrenburg"

    [mail]
    "j.jansen@dordrecht.nl" = "j.jansen@dordrecht.nl"

Who is in the last one gets a mail about their wijk each week that there is something new.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from hotspots.access import words as text
from hotspots.catalog.grammar import (
    Key,
    Problems,
    is_address,
    read_section,
    read_toml,
    suggestion,
)
from hotspots.catalog.roles import FILE, read_roles, roles_name_what_exists
from hotspots.catalog.specs import FINEST, WHOLE, nesting_sizes
from hotspots.errors import AccessError, SettingsError
from hotspots.settings import ROLE_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from hotspots.access.library import Library
    from hotspots.catalog.specs import Catalog, LayerSpec, RoleSpec
    from hotspots.settings import Home


def not_for_role(layer: LayerSpec, role: str, roles: tuple[str, ...]) -> AccessError:
    """Return the refusal of a layer to a role, with the roles that it is for."""
    return AccessError(
        text.NOT_FOR_ROLE.format(layer=layer.label, role=role),
        text.FOR_ROLES.format(roles=", ".join(roles) or text.NOBODY),
        text.ASK,
    )


def require_export(layer: LayerSpec, role: RoleSpec, catalog: Catalog) -> None:
    """Stop unless this role may take a layer that it sees away as a file.

    Raises
    ------
    AccessError
    """
    if not role.on_layer(layer).export:
        raise AccessError(
            text.NO_EXPORT.format(role=role.id, layer=layer.label),
            text.NO_EXPORT_FOUND.format(roles=_who(catalog, lambda r: r.on_layer(layer).export)),
            text.NO_EXPORT_DO,
        )


def require_import(layer: LayerSpec, role: RoleSpec, catalog: Catalog) -> None:
    """Stop unless this role may load and restore a layer that it sees.

    Raises
    ------
    AccessError
    """
    if not role.on_layer(layer).imports:
        raise AccessError(
            text.NO_IMPORT.format(role=role.id, layer=layer.label),
            text.NO_IMPORT_FOUND.format(roles=_who(catalog, lambda r: r.on_layer(layer).imports)),
            text.ASK,
        )


def _who(catalog: Catalog, may: Callable[[RoleSpec], bool]) -> str:
    return ", ".join(role.id for role in catalog.roles if may(role)) or text.NOBODY


def may_see_points(layer: LayerSpec, role: str) -> bool:
    """Whether this role may see single places of the layer."""
    return not layer.sensitive and role in layer.privacy.points_roles


def levels_of(layer: LayerSpec) -> tuple[str, ...]:
    """Return the levels a layer may be shown at, coarse to fine."""
    if layer.kind == "context":
        return ()
    if layer.sensitive:
        return (layer.privacy.finest,)
    finest = FINEST.index(layer.privacy.finest)
    return tuple(level for level in (WHOLE, *layer.parts, "cells") if FINEST.index(level) <= finest)


def cell_sizes_of(layer: LayerSpec) -> tuple[int, ...]:
    """Return the cell sizes a layer may be shown in, metres: multiples of the finest.

    Other sizes would cut the finest cells: what lies alone in a cell of 100 m and in one of 250 m
    lies in the part that they share, which can be 50 m wide.

    Examples
    --------
    >>> from hotspots.catalog.specs import LayerSpec, Privacy
    >>> privacy = Privacy(finest="cells", finest_cell_m=100)
    >>> layer = LayerSpec("a", "t", "incidents", "A", "melding", "m", "m", privacy=privacy)
    >>> cell_sizes_of(layer)
    (100, 200, 500)
    """
    return nesting_sizes(layer.privacy.finest_cell_m) if "cells" in levels_of(layer) else ()


def require_level(layer: LayerSpec, level: str, cell_m: int) -> None:
    """Stop if the layer may not be shown this fine.

    Raises
    ------
    AccessError
    """
    if level not in levels_of(layer):
        raise AccessError(
            f"Laag '{layer.label}' kan niet op niveau '{level}'.",
            f"Mogelijk: {', '.join(levels_of(layer)) or 'alleen de plaatsen zelf'}.",
            "Kies een ander niveau.",
        )
    if level == "cells" and cell_m not in cell_sizes_of(layer):
        raise AccessError(
            f"Laag '{layer.label}' kan niet in cellen van {cell_m} m.",
            f"Mogelijk: {', '.join(f'{size} m' for size in cell_sizes_of(layer))}.",
            "Kies een grotere cel.",
        )


def too_fine_to_draw(layer: LayerSpec) -> AccessError:
    """Return that a layer may not be counted in an area of any form."""
    return AccessError(
        f"Laag '{layer.label}' kan niet voor een getekend gebied.",
        f"Mogelijk: {', '.join(levels_of(layer))}. Een vrij gebied is fijner dan deze laag mag "
        "zijn.",
        "Kies een wijk, of een andere laag.",
    )


#: When a file was written, its bytes, and which file it is; None where there is none.
Stamp = tuple[int, int, int] | None
#: seconds; a file that was written longer ago is complete.
_AT_REST_S: Final = 1.0
#: seconds between two looks at a file that may still be written, and how many looks.
_LOOK_AGAIN_S: Final = 0.05
_MOST_LOOKS: Final = 20


def stamp_of(path: Path) -> Stamp:
    """Return what changes when a file does."""
    try:
        seen = path.stat()
    except OSError:
        return None
    return (seen.st_mtime_ns, seen.st_size, seen.st_ino)


def with_roles_now(library: Library) -> tuple[Library, Stamp]:
    """Return a library with the roles that its home declares now, and the file they are from.

    Raises
    ------
    SettingsError
        If the file is gone, or has a fault. Without one the roles of the tool would count, which
        may give more than those of the home.
    """
    path = library.home.roles
    problems: list[str] = []
    for _ in range(_MOST_LOOKS):
        stamp = _stamp_at_rest(path)
        problems.clear()
        roles = read_roles(path, problems)
        if stamp is not None and stamp_of(path) == stamp:
            break
    else:
        raise SettingsError(
            text.ROLES_GONE.format(file=FILE), text.ROLES_GONE_FOUND, text.ROLES_GONE_DO
        )
    catalog = replace(library.catalog, roles=roles)
    problems.extend(roles_name_what_exists(catalog))
    if problems:
        raise SettingsError(
            text.ROLES_NOT_READ.format(problems=" ".join(problems)),
            text.ROLES_NOT_READ_FOUND,
            text.ROLES_NOT_READ_DO,
        )
    return library.with_catalog(catalog), stamp


def _stamp_at_rest(path: Path) -> Stamp:
    """Return the stamp of a file that nobody writes at this moment, as far as can be seen.

    An editor may empty a file before it fills it again. A half of it could be read without a fault,
    and be the half that gives.
    """
    stamp = stamp_of(path)
    if stamp is None or time.time() - stamp[0] / 1e9 < _AT_REST_S:
        time.sleep(_LOOK_AGAIN_S)
    return stamp


_TOP: Final[Mapping[str, Key]] = {
    "users": Key(dict, required=True, holds=(str,)),
    "wijken": Key(dict, holds=(str,)),
    "mail": Key(dict, holds=(str,)),
}


@dataclass(frozen=True, slots=True)
class User:
    """What stands in the table of someone.

    ``wijk`` is a name or a code, ``mail`` the address that mail about it goes to; empty without.
    """

    role: str
    wijk: str = ""
    mail: str = ""


def role_of(home: Home, catalog: Catalog, name: str) -> str | None:
    """Return the role of a person; None for whoever is not in the table or whose role is gone.

    Raises
    ------
    SettingsError
        If the table cannot be read: then nobody has a role.
    """
    users, problems = read_users(home, catalog)
    if problems:
        raise users_wrong(home, problems)
    user = users.get(_same(name)) if name.strip() else None
    return None if user is None else user.role


def users_wrong(home: Home, problems: Sequence[str]) -> SettingsError:
    """Return the error that lists everything wrong with the table of users."""
    return SettingsError(
        text.USERS_NOT_READ.format(problems=" ".join(problems)),
        text.USERS_NOT_READ_FOUND.format(path=home.users),
        text.USERS_NOT_READ_DO,
    )


def wijk_of(home: Home, catalog: Catalog, name: str) -> str:
    """Return the wijk of a person, as it is written in the table; empty without one."""
    user = read_users(home, catalog)[0].get(_same(name)) if name.strip() else None
    return "" if user is None else user.wijk


def read_users(home: Home, catalog: Catalog) -> tuple[dict[str, User], list[str]]:
    """Return who is in the table, and everything wrong with it; without a file nobody."""
    path = home.users
    problems = Problems(path.name)
    written = read_toml(path, path.name, problems.sentences, missing_ok=True)
    if written is None:
        return {}, problems.sentences
    read = read_section(written, _TOP, "", problems)
    known = tuple(role.id for role in catalog.roles)
    users: dict[str, User] = {}
    for name, role in read.get("users", {}).items():
        # No names in a problem: it may end in a log.
        if role not in known:
            problems.add("users", f"rol '{role}' bestaat niet. {suggestion(role, known)}")
        elif users.setdefault(_same(name), User(role)).role != role:
            problems.add("users", "iemand staat er twee keer in, met verschillende rollen.")
    for name, wijk in read.get("wijken", {}).items():
        if _same(name) in users:
            users[_same(name)] = replace(users[_same(name)], wijk=wijk)
        else:
            problems.add("wijken", "iemand heeft een wijk en staat niet bij 'users'.")
    for name, address in read.get("mail", {}).items():
        user = users.get(_same(name))
        if not is_address(address):
            problems.add("mail", text.NO_ADDRESS)
        elif user is None or not user.wijk:
            problems.add("mail", text.MAIL_WITHOUT_WIJK)
        else:
            users[_same(name)] = replace(user, mail=address.strip())
    return users, problems.sentences


def _same(name: str) -> str:
    """Return a name as it is compared: addresses differ in capitals and mean the same."""
    return name.strip().casefold()


def is_wide(layer: LayerSpec) -> bool:
    """Whether the home of a layer has wider areas than wijken."""
    return FINEST.index(layer.parts[0]) < FINEST.index("wijken")


def default_level(layer: LayerSpec) -> str:
    """Return the level a layer opens with: buurten, or the nearest it may be shown at.

    In a home of more gemeenten it is the widest: there one goes down from the map.
    """
    levels = levels_of(layer)
    if is_wide(layer) and layer.parts[0] in levels:
        return layer.parts[0]
    return levels[-1] if levels and "buurten" not in levels else "buurten"


def role_named(catalog: Catalog, role: str) -> RoleSpec:
    """Return a role of a home.

    Raises
    ------
    AccessError
        If the home knows no such role.
    """
    for spec in catalog.roles:
        if spec.id == role:
            return spec
    known = tuple(spec.id for spec in catalog.roles)
    raise AccessError(
        text.NO_ROLE.format(role=role),
        text.KNOWN_ROLES.format(roles=", ".join(known) or text.NOBODY),
        suggestion(role, known) if known else text.ASK,
    )


def local_role(catalog: Catalog) -> str:
    """Return who someone is on a machine without a login."""
    return os.environ.get(ROLE_VARIABLE) or catalog.gemeente.local_role
