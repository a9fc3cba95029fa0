"""Every error of the tool; the class says who repairs it.

    HotspotsError
    ├── DeclarationError   the author of a TOML declaration
    ├── SettingsError      whoever starts the tool: folders, options
    ├── SourceError        the supplier of a file that cannot be read
    ├── IntakeError        the supplier of a file whose rows do not fit the layer
    ├── CrsError           whoever states in which CRS coordinates are
    ├── SelectionError     the user, whose question cannot be answered
    ├── StatisticError     the caller of a statistic
    ├── StoreError         the keeper of the folder with published versions
    │   ├── NothingYetError    nobody: a layer waits for its first file
    │   ├── UnreachableError   the keeper of the object store in which the versions lie
    │   ├── LostRaceError      nobody: whoever was second tries again
    │   └── ClusterError       the keeper of the machines that work is spread over
    └── AccessError        the keeper of roles; the user may not see this

Messages are Dutch and have three parts: what is wrong and where; what was found
and what was expected; what to do.
"""

from __future__ import annotations

#: What is wrong and where; what was found and expected; what to do.
Parts = tuple[str, str, str]


class HotspotsError(Exception):
    """An error with a message that a user can act on.

    Parameters
    ----------
    what
        What is wrong and where (file, first row, column).
    detail
        What was found and what was expected.
    do
        What the user can do about it.

    Examples
    --------
    >>> str(HotspotsError("De kolom 'y' ontbreekt.", "Gevonden: id, x.", "Voeg de kolom toe."))
    "De kolom 'y' ontbreekt. Gevonden: id, x. Voeg de kolom toe."
    """

    def __init__(self, what: str, detail: str = "", do: str = "") -> None:
        self.what = what
        self.detail = detail
        self.do = do
        super().__init__(_in_one_text(what, detail, do))

    def name_file(self, file: str) -> None:
        """Name the file in which it was found, where nobody chose that file just now.

        Examples
        --------
        >>> error = HotspotsError("De kolom 'y' ontbreekt.", "", "Voeg de kolom toe.")
        >>> error.name_file("data/overlast/overlast.csv")
        >>> str(error)
        "data/overlast/overlast.csv: De kolom 'y' ontbreekt. Voeg de kolom toe."
        """
        self.what = f"{file}: {self.what}"
        self.args = (_in_one_text(self.what, self.detail, self.do),)

    def do_first(self, sentence: str) -> None:
        """Put what may help before the rest of what a user can do.

        Examples
        --------
        >>> error = HotspotsError("De kolom 'y' ontbreekt.", "", "Voeg de kolom toe.")
        >>> error.do_first("Gebruik een recept.")
        >>> str(error)
        "De kolom 'y' ontbreekt. Gebruik een recept. Voeg de kolom toe."
        """
        self.do = f"{sentence} {self.do}".strip()
        self.args = (_in_one_text(self.what, self.detail, self.do),)


def _in_one_text(*parts: str) -> str:
    return " ".join(part for part in parts if part)


class DeclarationError(HotspotsError):
    """A declaration (layer.toml, theme.toml, gemeente.toml) is wrong."""

    def __init__(
        self, what: str, detail: str = "", do: str = "", *, problems: tuple[str, ...] = ()
    ) -> None:
        self.problems = problems
        super().__init__(what, detail, do)


class SettingsError(HotspotsError):
    """The tool was started with a folder or option that cannot work."""


class SourceError(HotspotsError):
    """A file cannot be read as what it says it is."""


class IntakeError(HotspotsError):
    """The rows of a file do not fit the layer."""


class CrsError(HotspotsError):
    """Coordinates are in another CRS than stated, or nothing says in which."""


class SelectionError(HotspotsError):
    """A question that this layer cannot answer."""


class StatisticError(HotspotsError):
    """A statistic is undefined for these numbers."""


class StoreError(HotspotsError):
    """The folder with published versions cannot be used."""


class NothingYetError(StoreError):
    """Nothing was published in a layer yet: no fault, and no zero either."""


class UnreachableError(StoreError):
    """An object store does not answer, or not to us: nobody knows what is in it now."""


class LostRaceError(StoreError):
    """Another writer made a version visible first; nothing was changed."""


class ClusterError(StoreError):
    """The machines that work is spread over cannot be reached, or stopped; nothing was changed."""


class AccessError(HotspotsError):
    """A role asks for what it may not see or do."""
