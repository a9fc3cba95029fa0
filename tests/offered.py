"""A file as somebody offers it, with the outcome that was decided before it was tried."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hotspots.errors import HotspotsError
from hotspots.incoming.checking.report import IntakeReport
from hotspots.incoming.checking.rows import check_rows
from hotspots.incoming.reading.files import read_table

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.catalog.specs import LayerSpec

HEADER = "id,datum,tijd,soort,x,y"
#: Five good rows in Dordrecht; no two days, months or places are the same.
GOOD = (
    "1,31-12-2017,23:15,overlast,105123,425321",
    "2,01-01-2018,10:00,woninginbraak,105987,424876",
    "3,14-02-2018,08:30,fietsdiefstal,104500,423900",
    "4,15-03-2018,12:05,vernieling,106200,425000",
    "5,16-04-2018,21:45,overlast,105600,424300",
)
#: The sixth row, line 7 of the file, in which one thing is changed.
SIXTH = {
    "id": "6", "datum": "17-05-2018", "tijd": "09:30", "soort": "overlast",
    "x": "105800", "y": "424100",
}  # fmt: skip


def lines(*rows: str, header: str = HEADER) -> str:
    """Text of a CSV file."""
    return "\n".join((header, *rows)) + "\n"


def with_sixth(**changes: str) -> str:
    """Five good rows and one with other values; values may hold commas."""
    cells = (SIXTH | changes).values()
    quoted = ",".join(f'"{cell}"' if "," in cell else cell for cell in cells)
    return lines(*GOOD, quoted)


@dataclass(frozen=True)
class Allowed:
    """What may come of a file.

    ``outcome`` is "refused", "quarantine" (good rows in, bad ones told), "warning" or "ok";
    ``column`` and ``row`` are those of the first problem of a quarantine.
    """

    outcome: str
    accepted: int = 0
    message: str = ""
    column: str | None = None
    row: int | None = 7


REFUSED = Allowed("refused")
OK = Allowed("ok", 5)
WARNING = Allowed("warning", 5)
QUARANTINE = Allowed("quarantine", 5)


def refusal(error: HotspotsError) -> IntakeReport:
    """Report a refusal, which says what is wrong and what to do."""
    assert error.what
    assert error.detail
    assert error.do
    return IntakeReport.of_refusal(error)


def imported(path: Path, layer: LayerSpec, name: str | None = None) -> IntakeReport:
    """Read and check a file; only our own errors are refusals."""
    try:
        report = IntakeReport.of(check_rows(read_table(path, name=name), layer).outcome)
        return replace(report, status="published")
    except HotspotsError as error:
        return refusal(error)


def outcome(report: IntakeReport) -> str:
    """Name what came of a file."""
    if report.status == "refused":
        return "refused"
    if report.quarantined:
        return "quarantine"
    return "warning" if report.warnings else "ok"


def differences(report: IntakeReport, allowed: Allowed) -> list[str]:
    """List in what a report is not as was decided; a clean import has none."""
    found = outcome(report)
    told = report.to_text() + report.to_csv()
    wrong = []
    if found != allowed.outcome:
        wrong.append(f"outcome {found}: {told}")
    if report.accepted != allowed.accepted:
        wrong.append(f"accepted {report.accepted}: {told}")
    if not re.search(allowed.message, told, re.IGNORECASE):
        wrong.append(f"message: {told}")
    if report.read != report.accepted + report.quarantined + report.duplicate:
        wrong.append("rows do not add up")
    if "Traceback" in told:
        wrong.append("a stack trace")
    if found == allowed.outcome == "quarantine":
        first = report.problems[0]
        if not first.reason or (allowed.row is not None and first.row != allowed.row):
            wrong.append(f"row {first}")
        if allowed.column is not None and first.column != allowed.column:
            wrong.append(f"column {first}")
    return wrong
