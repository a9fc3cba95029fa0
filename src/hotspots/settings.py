"""Where things are: the home that is open and the folder with published versions."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hotspots.errors import SettingsError

HOME_VARIABLE: Final = "HOTSPOTS_HOME"
STATE_VARIABLE: Final = "HOTSPOTS_STATE"
ROLE_VARIABLE: Final = "HOTSPOTS_ROLE"
#: How people log in: one of `LOGINS`. Unset is none, and then only this machine may look.
LOGIN_VARIABLE: Final = "HOTSPOTS_LOGIN"
LOGINS: Final = ("oidc", "proxy")
#: The table that says which role someone has; by default ``gebruikers.toml`` in the state folder.
USERS_VARIABLE: Final = "HOTSPOTS_USERS"
#: The header in which a proxy says who it let in, and what it says to show that it is the proxy.
PROXY_HEADER_VARIABLE: Final = "HOTSPOTS_PROXY_HEADER"
PROXY_SECRET_VARIABLE: Final = "HOTSPOTS_PROXY_SECRET"  # noqa: S105 - a name, no secret
#: Which provider counts at a login by OpenID Connect, and for what it must have logged in: ``iss``
#: and ``aud`` of its claims, the second of which is the client id. Without both nobody comes in.
OIDC_ISSUER_VARIABLE: Final = "HOTSPOTS_OIDC_ISSUER"
OIDC_AUDIENCE_VARIABLE: Final = "HOTSPOTS_OIDC_AUDIENCE"
#: Whether the provider has only people of the organisation, and so does not say of an address that
#: it was verified; one that says it was not is never believed.
OIDC_OWN_PEOPLE_VARIABLE: Final = "HOTSPOTS_OIDC_OWN_PEOPLE"
YES: Final = "ja"


@dataclass(frozen=True, slots=True)
class Home:
    """A municipality on disk: ``geodata/``, ``data/`` and ``gemeente.toml``.

    ``state`` holds what the tool publishes; the home itself is only read.
    """

    root: Path
    state: Path

    @property
    def geodata(self) -> Path:
        """Folder with areas and context layers."""
        return self.root / "geodata"

    @property
    def themes(self) -> Path:
        """Folder with themes and their layers."""
        return self.root / "data"

    @property
    def gemeente(self) -> Path:
        """Declaration of the municipality."""
        return self.root / "gemeente.toml"

    @property
    def roles(self) -> Path:
        """Declaration of who may what; a home can do without."""
        return self.root / "rollen.toml"

    @property
    def audit(self) -> Path:
        """Folder with who saw, exported, imported and restored what."""
        return self.state / "audit"

    @property
    def users(self) -> Path:
        """The table that says which role someone has, outside the home: it holds names."""
        return Path(os.environ.get(USERS_VARIABLE) or self.state / "gebruikers.toml")


def open_home(root: str | Path | None = None, state: str | Path | None = None) -> Home:
    """Return the home to work in: the argument, HOTSPOTS_HOME, this folder, or the repository.

    Raises
    ------
    SettingsError
        If no ``gemeente.toml`` is found there.
    """
    if root is None:
        root = os.environ.get(HOME_VARIABLE) or _nearest_home()
    root = Path(root).expanduser().resolve()
    if not (root / "gemeente.toml").is_file():
        raise SettingsError(
            f"Geen gemeente gevonden in de map '{root}'.",
            "Verwacht: een map met gemeente.toml, geodata/ en data/.",
            f"Geef de map op met --home MAP of met de omgevingsvariabele {HOME_VARIABLE}.",
        )
    if state is None:
        state = os.environ.get(STATE_VARIABLE) or root / ".hotspots"
    return Home(root, Path(state).expanduser().resolve())


def _nearest_home() -> Path:
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "gemeente.toml").is_file():
            return folder
    repository = Path(__file__).resolve().parents[2]
    return repository if (repository / "gemeente.toml").is_file() else here
