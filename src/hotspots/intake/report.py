"""What an import did: shown, saved and downloaded in the same words."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol

from hotspots.intake.problems import RowsRefusedError, reasons_with_counts
from hotspots.text import door

if TYPE_CHECKING:
    from collections.abc import Sized

    from hotspots.errors import HotspotsError
    from hotspots.intake.problems import Problem

#: "unchanged" is of open data only: what was fetched is what is there.
Status = Literal["published", "refused", "would_publish", "unchanged"]
#: A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


class Checked(Protocol):
    """The rows of one file, whatever they are: incidents, counts, places, cells of a raster."""

    @property
    def read(self) -> int: ...  # noqa: D102 - as in `hotspots.intake.rows.Intake`
    @property
    def accepted(self) -> Sized: ...  # noqa: D102 - idem
    @property
    def quarantined(self) -> Sized: ...  # noqa: D102 - idem
    @property
    def duplicates(self) -> Sized: ...  # noqa: D102 - idem
    @property
    def without_place(self) -> int: ...  # noqa: D102 - idem
    @property
    def warnings(self) -> tuple[str, ...]: ...  # noqa: D102 - idem
    @property
    def problems(self) -> tuple[Problem, ...]: ...  # noqa: D102 - idem


@dataclass(frozen=True, slots=True)
class IntakeReport:
    """The outcome of one import; read = accepted + quarantined + duplicate.

    ``outside`` are accepted rows outside the municipality, ``without_place`` accepted rows
    without coordinates, ``updated`` accepted rows that replaced a known id; each is part of
    ``accepted``. Values of problems come from the file: whoever shows them escapes them.
    """

    status: Status
    version: str | None
    read: int
    accepted: int
    quarantined: int
    duplicate: int
    outside: int = 0
    without_place: int = 0
    updated: int = 0
    warnings: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @classmethod
    def of(
        cls,
        intake: Checked,
        *,
        status: Status,
        version: str | None = None,
        known: int = 0,
        updated: int = 0,
        outside: int = 0,
        warnings: tuple[str, ...] = (),
    ) -> IntakeReport:
        """Report an intake; ``known`` accepted rows turn out to be duplicates of a version.

        Parameters
        ----------
        known
            Accepted rows that an earlier version holds with the same content.
        updated
            Accepted rows that replace a row of an earlier version.
        outside
            Accepted rows outside the municipality.
        warnings
            What publishing has to add.
        """
        return cls(
            status=status,
            version=version,
            read=intake.read,
            accepted=len(intake.accepted) - known,
            quarantined=len(intake.quarantined),
            duplicate=len(intake.duplicates) + known,
            outside=outside,
            without_place=intake.without_place,
            updated=updated,
            warnings=(*intake.warnings, *warnings),
            problems=intake.problems,
        )

    @classmethod
    def of_refusal(cls, error: HotspotsError) -> IntakeReport:
        """Report a file that was refused: none of its rows is accepted.

        The message comes first among the warnings. A file that could not be read has no rows.
        """
        rows = error if isinstance(error, RowsRefusedError) else None
        read = rows.read if rows else 0
        return cls(
            status="refused",
            version=None,
            read=read,
            accepted=0,
            quarantined=read,
            duplicate=0,
            warnings=(str(error),),
            problems=rows.problems if rows else (),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the fields of ``hotspots import --json``, ready for JSON."""
        told = {field: getattr(self, field) for field in _JSON_FIELDS}
        told["warnings"] = list(self.warnings)
        told["problems"] = [asdict(problem) for problem in self.problems]
        return told

    def to_csv(self) -> str:
        """Return the problems as CSV for a spreadsheet, ``;`` between fields.

        A value that a spreadsheet would run as a formula gets an apostrophe in front. Write it
        with the encoding "utf-8-sig", which a spreadsheet recognises.
        """
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
        writer.writerow(door.REPORT_HEADER)
        for problem in self.problems:
            texts = (problem.column, problem.value, problem.reason)
            writer.writerow([problem.row, *(harmless_cell(text) for text in texts)])
        return out.getvalue()

    def to_text(self) -> str:
        """Tell the outcome in Dutch, the reasons with how often each occurs."""
        counts = {
            field: getattr(self, field)
            for field in (
                "read", "accepted", "quarantined", "duplicate", "updated", "outside",
                "without_place",
            )
        }  # fmt: skip
        reasons = reasons_with_counts(self.problems)
        return "\n".join(
            door.report_lines(self.status, self.version, counts, self.warnings, reasons)
        )


_JSON_FIELDS: Final = (
    "status", "version", "read", "accepted", "quarantined", "duplicate", "updated", "outside",
    "without_place", "warnings", "problems",
)  # fmt: skip


def harmless_cell(text: str) -> str:
    """Return text that no spreadsheet takes for a formula.

    Examples
    --------
    >>> harmless_cell("=1+1"), harmless_cell("overlast")
    ("'=1+1", 'overlast')
    """
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
