"""What is known about a version of a layer, and how the catalogue writes it down."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Final

from hotspots.text.publishing import LOADED, LOADED_FROM

#: Raised when the columns of a version change their meaning; older versions are joined anew, and
#: newer ones are not read.
FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Version:
    """What is known about one version of a layer, without opening its file.

    ``counts`` are the numbers of all imports that make it up: read, accepted, quarantined,
    duplicate, outside and without_place. ``embedded`` says that it came with the home. ``report``
    is the SHA-256 of what its import reported, "" if none did. ``fetched`` says of open data where
    and how they were fetched: service, request, at, licence, checksum, rows; empty for a file.

    Two fields are about this moment and never written down. ``stands_in_for`` names the version
    that should have been served instead, "" if this is the one. ``notes`` say what is wrong with
    what is served; they are the first of ``warnings`` too, and tell no number of a row.
    """

    number: int
    file: str
    sha256: str
    rows: int
    made_at: str
    made_from: tuple[str, ...]
    synthetic: bool
    attribution: str
    fingerprint: str
    counts: dict[str, int]
    embedded: bool = False
    warnings: tuple[str, ...] = ()
    format: int = FORMAT
    report: str = ""
    fetched: dict[str, str] = field(default_factory=dict)
    stands_in_for: str = ""
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """How a version is called on screen and on the command line."""
        return f"v{self.number}"

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files that were loaded; for who may load the layer alone."""
        if self.embedded or self.fetched:
            return ()
        names = [source.rpartition(" ")[0] for source in self.made_from]
        return tuple(name for name in names if name)

    @property
    def served_as(self) -> str:
        """What a kept answer depends on: the rows, and what is said about serving them."""
        return "\n".join((self.file, *self.notes))

    def noted(self, *notes: str, stands_in_for: str = "") -> Version:
        """Return the version with what is wrong with serving it, before its own warnings."""
        return replace(
            self,
            notes=(*notes, *self.notes),
            warnings=(*notes, *self.warnings),
            stands_in_for=stands_in_for or self.stands_in_for,
        )


def unwritten(*, attribution: str, fingerprint: str, **known: Any) -> Version:  # noqa: ANN401
    """Return a version as far as it is known before the store numbers, names and dates it.

    ``known`` are other fields of `Version`; what is left out is empty, or not so.
    """
    empty: dict[str, Any] = {"made_from": (), "synthetic": False, "counts": {}, "rows": 0}
    blank: dict[str, Any] = {"number": 0, "file": "", "sha256": "", "made_at": ""}
    return Version(attribution=attribution, fingerprint=fingerprint, **blank, **(empty | known))


@dataclass(frozen=True, slots=True)
class Holding:
    """The versions of a layer at one moment; ``fault`` says what is wrong with its catalogue."""

    current: Version | None
    versions: tuple[Version, ...]
    fault: str = ""


_FIELDS: Final = frozenset(entry.name for entry in fields(Version)) - {
    "stands_in_for",
    "notes",
}


def version_from(entry: dict[str, Any]) -> Version:
    """Return a version as it was written; what a later release noted with it is not looked at."""
    known = {name: value for name, value in entry.items() if name in _FIELDS}
    known |= {"made_from": tuple(entry["made_from"]), "warnings": tuple(entry["warnings"])}
    known.setdefault("embedded", False)
    if not known["embedded"] and known["attribution"].startswith(LOADED_FROM):
        # An older release put the name of the file there, for everyone to read.
        known["attribution"] = LOADED
    return Version(**known)


def entry_of(version: Version) -> dict[str, Any]:
    """Return what the catalogue keeps of a version."""
    return {name: value for name, value in asdict(version).items() if name in _FIELDS}
