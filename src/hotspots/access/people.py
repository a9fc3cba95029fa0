"""Which role someone has: read from our own table at every question, never from a login.

A login says who someone is, for as long as its cookie lives; what they may do today stands in
this table. It lies in the state folder and not in the home, because it holds names:

    [users]
    "j.jansen@dordrecht.nl" = "wijkagent"
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, Final

from hotspots.catalog.grammar import Key, Problems, read_section, suggestion
from hotspots.errors import SettingsError
from hotspots.text import access as text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.catalog.specs import Catalog
    from hotspots.settings import Home

_TOP: Final[Mapping[str, Key]] = {"users": Key(dict, required=True, holds=(str,))}


def role_of(home: Home, catalog: Catalog, name: str) -> str | None:
    """Return the role of a person; None for who is not in the table, or has a role that is gone.

    Raises
    ------
    SettingsError
        If the table cannot be read: then nobody has a role.
    """
    users, problems = read_users(home, catalog)
    if problems:
        raise SettingsError(
            text.USERS_NOT_READ.format(problems=" ".join(problems)),
            text.USERS_NOT_READ_FOUND.format(path=home.users),
            text.USERS_NOT_READ_DO,
        )
    return users.get(_same(name)) if name.strip() else None


def read_users(home: Home, catalog: Catalog) -> tuple[dict[str, str], list[str]]:
    """Return the roles of people, and everything wrong with the table; without a file nobody."""
    path = home.users
    problems = Problems(path.name)
    try:
        written: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}, []
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return {}, [f"{path.name}: geen leesbare TOML ({error})."]
    read = read_section(written, _TOP, "", problems)
    known = tuple(role.id for role in catalog.roles)
    users: dict[str, str] = {}
    for name, role in read.get("users", {}).items():
        # No names in a problem: it may end in a log.
        if role not in known:
            problems.add("users", f"rol '{role}' bestaat niet. {suggestion(role, known)}")
        elif users.setdefault(_same(name), role) != role:
            problems.add("users", "iemand staat er twee keer in, met verschillende rollen.")
    return users, problems.found


def _same(name: str) -> str:
    """Return a name as it is compared: addresses differ in capitals and mean the same."""
    return name.strip().casefold()
