"""Spoil a good file in many ways, and note what reading and checking each of them comes to.

A program of its own, `python tests/mutating.py`. Each line that comes in is FILE KIND SEED [FIRST,
AFTER] RESULT as a list of JSON: a fork with the readers of that kind spoils the file, reads every
spoilt one in a fork of its own, with the limits of the tool, so that a reader that crashes costs
one file, and writes to RESULT what came of it. Then its exit code is said.
"""

from __future__ import annotations

import importlib
import io
import json
import os
import random
import signal
import sys
import tempfile
import traceback
import zipfile
from dataclasses import asdict
from pathlib import Path

from containers import replaced
from hotspots.catalog.specs import LayerSpec
from hotspots.errors import HotspotsError
from hotspots.incoming.checking.rows import check_rows
from hotspots.incoming.reading import child
from hotspots.incoming.reading import files as reading
from hotspots.incoming.reading.table import Limits

LAYER = LayerSpec(
    id="proef", theme="t", kind="incidents", label="Proef", observes="melding", noun="melding",
    noun_plural="meldingen",
    columns={"begin": ("datum",), "time": ("tijd",), "x_rd": ("x",), "y_rd": ("y",)},
    soorten={"overlast": "Overlast", "woninginbraak": "Woninginbraak", "vernieling": "Vernieling",
             "fietsdiefstal": "Fietsdiefstal"},
)  # fmt: skip
#: A reader that needs more for five rows is made to work.
LIMITS = Limits(seconds=20, memory_bytes=2_000_000_000)
#: Seconds by the clock, for a reader that waits instead of works.
LONGEST_SECONDS = 60
READ, REFUSED, BROKEN = 0, 3, 1
#: What is spoilt inside a zip, and how often the zip itself is.
MEMBERS = {
    "Shapefile": ("inc.shp", "inc.shx", "inc.dbf", "inc.prj", "inc.cpg"),
    "XLSX": (
        "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml",
        "[Content_Types].xml", "xl/_rels/workbook.xml.rels",
    ),
    "ODS": ("content.xml", "mimetype"),
    "MapInfo": ("inc.tab", "inc.dat", "inc.map", "inc.id", "inc.mif", "inc.mid"),
    "FileGDB": tuple(
        f"levering/inc.gdb/a0000000{table}.{part}"
        for table in (1, 4, 9) for part in ("gdbtable", "gdbtablx")
    ),
}  # fmt: skip
WHOLE = 0.25
#: How often a change keeps the length of a file.
IN_PLACE = 0.7


def spoilt(content: bytes, dice: random.Random) -> bytes:
    """Flip, overwrite, cut, insert and repeat bytes, mostly in one place."""
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        at = dice.randrange(len(content) + 1)
        length = dice.choice((1, 1, 1, 2, 8, 64, 1 + len(content) // 8))
        before, piece, after = content[:at], content[at : at + length], content[at + length :]
        # Formats that count in bytes from the start break at once if a length changes.
        if dice.random() < IN_PLACE:
            piece = dice.choice((
                bytes(byte ^ (1 << dice.randrange(8)) for byte in piece[:1]) + piece[1:],
                dice.randbytes(len(piece)),
                b"\xff" * len(piece),
                b"\x00" * len(piece),
            ))  # fmt: skip
        else:
            piece = dice.choice((
                b"", piece * dice.randint(2, 20), piece + dice.randbytes(min(length, 16)),
            ))  # fmt: skip
            after = dice.choice((after, after, after, b""))
        content = before + piece + after
    return content


def spoilt_file(content: bytes, kind: str, dice: random.Random) -> bytes:
    """Spoil a file, or what is in it: a zip that is cut is soon found out."""
    if kind not in MEMBERS or dice.random() < WHOLE:
        return spoilt(content, dice)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        there = [member for member in MEMBERS[kind] if member in archive.namelist()]
    return replaced(content, dice.choice(there), lambda inner: spoilt(inner, dice))


def read_and_checked(path: Path, kind: str, result: Path) -> int:
    """Read as the child of the tool does, then check the rows; return how it ended."""
    request = {
        "kind": kind, "path": str(path), "options": {"layer_name": None}, "limits": asdict(LIMITS),
        "name": path.name, "result": str(result), "parent": os.getppid(),
    }  # fmt: skip
    try:
        reading._recognised(path, LIMITS, path.name)
        child._read(request)
        table = child._received(result)
        assert len(table.rows) == len(table.row_numbers)
        assert table.x is None or len(table.x) == len(table.rows)
        found = check_rows(table, LAYER)
        parts = len(found.accepted) + len(found.quarantined) + len(found.duplicates)
        assert parts == found.read == len(table)
    except (HotspotsError, MemoryError):
        return REFUSED
    return READ


def in_a_fork(path: Path, kind: str, result: Path) -> tuple[int, str]:
    """Return the exit code, negative for a signal, and what was said about a crash."""
    said = path.with_suffix(".txt")
    said.write_text("", encoding="utf-8")
    process = os.fork()
    if process == 0:
        code = BROKEN
        signal.alarm(LONGEST_SECONDS)
        try:
            code = read_and_checked(path, kind, result)
        except BaseException:  # noqa: BLE001 - whatever it is, it is what this looks for
            said.write_text(traceback.format_exc()[-1500:], encoding="utf-8")
        finally:
            os._exit(code)
    _, status = os.waitpid(process, 0)
    return os.waitstatus_to_exitcode(status), said.read_text(encoding="utf-8")


def spoil(file: str, kind: str, seed: str, numbers: tuple[int, int], result: str) -> None:
    """Write how many files were read and refused, and which ones broke a reader."""
    content = Path(file).read_bytes()
    # Once, and not in every fork.
    importlib.import_module(child.READERS[kind][0])
    broken: list[tuple[int, int, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{Path(file).suffix}"
        counts = {READ: 0, REFUSED: 0}
        for number in range(*numbers):
            dice = random.Random(f"{seed} {kind} {number}")  # noqa: S311 - seeded, no secret
            path.write_bytes(spoilt_file(content, kind, dice))
            code, said = in_a_fork(path, kind, Path(folder) / "table.arrow")
            if code in counts:
                counts[code] += 1
            else:
                broken.append((number, code, said))
        told = {"read": counts[READ], "refused": counts[REFUSED], "broken": broken}
    Path(result).write_text(json.dumps(told), encoding="utf-8")


def main() -> None:
    """Spoil the file of each line, in a fork: what all readers share is imported once."""
    for line in sys.stdin:
        process = os.fork()
        if process == 0:
            code = BROKEN
            try:
                spoil(*json.loads(line))
                code = 0
            except BaseException:  # noqa: BLE001 - the test says what
                traceback.print_exc()
            finally:
                os._exit(code)
        _, status = os.waitpid(process, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main()
