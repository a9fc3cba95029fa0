"""Where things are: the home that is open and the folder with published versions."""

from __future__ import annotations

import os
from contextlib import suppress
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
#: The password of the user of ``[mail]`` in ``gemeente.toml``.
MAIL_PASSWORD_VARIABLE: Final = "HOTSPOTS_MAIL_PASSWORD"  # noqa: S105 - a name, no secret
#: How many files are read at once, 1 or 2: each reader may take the memory that it is given.
READERS_VARIABLE: Final = "HOTSPOTS_READERS"
_MOST_READERS: Final = 2
#: Where the repository is, for whoever works in one; elsewhere a folder without a gemeente.toml.
_CHECKOUT: Final = Path(__file__).resolve().parents[2]
#: The rights of everybody but the owner.
_OF_OTHERS: Final = 0o077


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
    def keys(self) -> Path:
        """Folder with the keys that other programs ask by, as checksums."""
        return self.state / "keys"

    @property
    def incoming(self) -> Path:
        """Folder with what is being read: uploads, and tables on their way from a reader."""
        return self.state / "incoming"

    @property
    def users(self) -> Path:
        """The table that says which role someone has, outside the home: it holds names."""
        return Path(os.environ.get(USERS_VARIABLE) or self.state / "gebruikers.toml")


def private_folder(path: Path) -> Path:
    """Return a folder, made where it was not there: only its owner may enter what is made.

    Raises
    ------
    OSError
        If it cannot be made.
    """
    missing = [entry for entry in (path, *path.parents) if not entry.exists()]
    for entry in reversed(missing):
        entry.mkdir(mode=0o700, exist_ok=True)
    return path


def private(path: str, flags: int) -> int:
    """Open a file of the state, as an ``opener``: only its owner may read what is made."""
    return os.open(path, flags, 0o600)


def close_to_others(state: Path) -> None:
    """Take the rights of other accounts away from a state that an older release made.

    What belongs to another account stays as it is: whoever put it there decides who reads it.
    """
    if os.name != "posix" or not state.is_dir() or not state.stat().st_mode & _OF_OTHERS:
        return
    for folder, _, files in os.walk(state, topdown=False):
        for path in (*(Path(folder) / name for name in files), Path(folder)):
            with suppress(OSError):
                if not path.is_symlink():
                    path.chmod(path.stat().st_mode & ~_OF_OTHERS & 0o7777)


def readers_at_once() -> int:
    """Return how many files may be read at once: one, or two if so set.

    Examples
    --------
    >>> readers_at_once()
    1
    """
    return _MOST_READERS if os.environ.get(READERS_VARIABLE, "").strip() == "2" else 1


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
            f"Geef de map op met --home MAP of met de omgevingsvariabele {HOME_VARIABLE}, maak er "
            "een met hotspots new-home, of bekijk een voorbeeld met hotspots app --demo.",
        )
    if state is None:
        state = os.environ.get(STATE_VARIABLE) or root / ".hotspots"
    return Home(root, Path(state).expanduser().resolve())


def _nearest_home() -> Path:
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "gemeente.toml").is_file():
            return folder
    return _CHECKOUT if (_CHECKOUT / "gemeente.toml").is_file() else here


def embedded_home() -> Path:
    """Return the home that comes along with the program: in the package, or the checkout itself.

    It is only read. Whoever opens it gives it a state elsewhere.

    Raises
    ------
    SettingsError
        If it is in neither.
    """
    for root in (Path(__file__).resolve().with_name("embedded"), _CHECKOUT):
        if (root / "gemeente.toml").is_file():
            return root
    raise SettingsError(
        "Het voorbeeld ontbreekt.",
        "Verwacht: de map 'embedded' in het geïnstalleerde pakket.",
        "Installeer het programma opnieuw.",
    )
