"""Where the versions of the layers lie: in the state, in a shared folder or in an object store.

``[storage]`` of gemeente.toml says so. The key of an object store is never in a declaration: it
comes from the environment, as the tools of the store read it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import urlsplit

from hotspots.catalog.grammar import REQUIRED_TEXT, TEXT, Problems, read_section
from hotspots.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.catalog.grammar import Key

#: The section of gemeente.toml, and its keys.
SECTION: Final = "storage"
KEYS: Final[Mapping[str, Key]] = {"layers": REQUIRED_TEXT, "endpoint": TEXT, "region": TEXT}

_SCHEME: Final = "s3://"
_BUCKET: Final = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_PREFIX: Final = re.compile(r"[\w.-]+(/[\w.-]+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Bucket:
    """A place in an object store that speaks S3.

    Attributes
    ----------
    prefix
        What all names in it begin with, "" for none; without a slash at the end.
    endpoint
        Address of the server; "" is that of Amazon.
    region
        "" is what the environment says.
    """

    name: str
    prefix: str = ""
    endpoint: str = ""
    region: str = ""

    def __str__(self) -> str:
        """Return its address, as gemeente.toml has it."""
        return f"{_SCHEME}{self.path}"

    @property
    def path(self) -> str:
        """Its name and prefix."""
        return f"{self.name}/{self.prefix}" if self.prefix else self.name


#: A folder that machines share, an object store, or None: the state itself.
Storage: TypeAlias = Path | Bucket | None


def read_storage(table: Mapping[str, object], problems: Problems) -> Storage:
    """Return where the layers lie by a section that fits `KEYS`; what is wrong becomes a problem.

    Examples
    --------
    >>> problems = Problems("gemeente.toml")
    >>> print(read_storage({"layers": "s3://veiligheid/hotspots/"}, problems))
    s3://veiligheid/hotspots
    >>> read_storage({"layers": "gedeeld"}, problems)
    >>> problems.sentences[0]
    "gemeente.toml [storage]: layers 'gedeeld' is geen s3://BUCKET/PAD en geen volledig pad van \
een map."
    """
    layers, endpoint = str(table.get("layers", "")), str(table.get("endpoint", ""))
    if layers.startswith(_SCHEME):
        name, _, prefix = layers.removeprefix(_SCHEME).strip("/").partition("/")
        right = _BUCKET.fullmatch(name) and (not prefix or _PREFIX.fullmatch(prefix))
        if not right or {".", ".."} & set(prefix.split("/")):
            problems.add(
                SECTION,
                f"layers '{layers}' is geen s3://BUCKET/PAD: een bucket heeft 3 tot 63 kleine "
                "letters, cijfers, punten en streepjes, een pad letters en cijfers zonder spaties.",
            )
        if endpoint and not _is_address(endpoint):
            # Not repeated: someone may have put a password in it.
            problems.add(
                SECTION,
                "endpoint is geen adres zoals https://opslag.example:9000, zonder naam, "
                "wachtwoord of pad. De sleutel staat in de omgeving, nooit in dit bestand.",
            )
        return Bucket(name, prefix, endpoint.rstrip("/"), str(table.get("region", "")))
    for key in ("endpoint", "region"):
        if key in table:
            problems.add(SECTION, f"'{key}' hoort bij layers = \"s3://BUCKET/PAD\".")
    folder = Path(layers)
    if not folder.is_absolute():
        problems.add(
            SECTION,
            f"layers '{layers}' is geen s3://BUCKET/PAD en geen volledig pad van een map.",
        )
        return None
    return folder


def _is_address(endpoint: str) -> bool:
    try:
        parts = urlsplit(endpoint)
        _ = parts.port
    except ValueError:
        return False
    bare = not (parts.username or parts.password or parts.query or parts.fragment)
    return (
        parts.scheme in {"http", "https"}
        and bool(parts.hostname)
        and bare
        and (parts.path in {"", "/"})
    )


#: Per gemeente.toml what it said last, and when it was written: it is looked at for every question.
_LAST: dict[Path, tuple[tuple[int, int], Storage]] = {}


def storage_in(gemeente: Path) -> Storage:
    """Return where the layers of a home lie, by its gemeente.toml.

    A file that cannot be read now says what it said before: nobody writes to another place because
    someone is busy with it. Whoever opens the home is told what is wrong with it.

    Raises
    ------
    SettingsError
        If the section is wrong and was never right.
    """
    try:
        status = gemeente.stat()
        stamp = (status.st_mtime_ns, status.st_size)
        if (last := _LAST.get(gemeente)) is not None and last[0] == stamp:
            return last[1]
        table = tomllib.loads(gemeente.read_text(encoding="utf-8")).get(SECTION)
    except (OSError, ValueError):
        return _LAST[gemeente][1] if gemeente in _LAST else None
    storage: Storage = None
    if table is not None:
        problems = Problems("gemeente.toml")
        fits = isinstance(table, dict) and read_section(table, KEYS, SECTION, problems)
        storage = read_storage(fits, problems) if fits else None
        if problems.sentences or not fits:
            if gemeente in _LAST:
                return _LAST[gemeente][1]
            raise SettingsError(
                f"[{SECTION}] in '{gemeente}' is niet goed.",
                " ".join(problems.sentences) or "Verwacht: een tabel.",
                "Herstel het bestand en kijk het na met: hotspots check",
            )
    _LAST[gemeente] = (stamp, storage)
    return storage
