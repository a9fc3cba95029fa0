"""Ten imports at once fit in the memory of the machine that the manual describes."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hotspots.access.workspace import open_workspace
from hotspots.incoming.reading.table import UPLOAD_LIMITS
from loading import HEADER

if TYPE_CHECKING:
    from hotspots.settings import Home

AT_ONCE = Path(__file__).with_name("import_at_once.py")
UNIT = Path(__file__).parents[3] / "docs" / "uitrol" / "hotspots@.service"
#: bytes; more than the server took with fifty users and an import of 600.000 rows.
SERVER_B = 1_000_000_000
MOST_B = 1_500_000_000


def hostile(path: Path) -> Path:
    """A few kB, 2 GB once it is written out: one text of 1 MB in 2.000 rows."""
    codes = pa.array(np.zeros(2_000, dtype=np.int32))
    column = pa.DictionaryArray.from_arrays(codes, pa.array(["a" * 1_000_000]))
    ids = pa.array([str(row) for row in range(2_000)])
    table = pa.table({"id": ids, "soort": column})
    pq.write_table(table, path, compression="zstd", store_schema=False)
    assert path.stat().st_size < 20_000
    return path


def honest(path: Path) -> Path:
    """Twenty thousand incidents."""
    rows = (
        f"{path.stem}-{row},woning,2018-01-{1 + row % 28:02d} 19:00,,{100_000 + row % 900},421060"
        for row in range(20_000)
    )
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_ten_imports_at_once_stay_under_the_memory_of_the_machine(
    home: Home, tmp_path: Path
) -> None:
    files = [hostile(tmp_path / f"vals{number}.parquet") for number in range(8)]
    files += [honest(tmp_path / f"goed{number}.csv") for number in range(2)]
    open_workspace(home, role="analist")
    highest = 0
    command = [sys.executable, str(AT_ONCE), str(home.root), *map(str, files)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        while program.poll() is None:
            highest = max(highest, _resident(program.pid))
            time.sleep(0.1)
        assert program.stdout is not None
        outcomes = program.stdout.read().splitlines()
    assert outcomes[8:] == ["published"] * 2
    assert all("te veel tekst" in outcome for outcome in outcomes[:8])
    # Whoever measures nothing is under every limit.
    assert 100_000_000 < highest < MOST_B


def test_readers_and_the_server_together_fit_in_the_unit() -> None:
    most = re.search(r"^MemoryMax=(\d+)G$", UNIT.read_text(encoding="utf-8"), re.MULTILINE)
    assert most is not None
    # Two readers at most, whatever is set; then an import in the server waits for its turn.
    assert 2 * UPLOAD_LIMITS.memory_bytes + SERVER_B <= int(most[1]) << 30


def _resident(root: int) -> int:
    """Return the bytes in memory of a process and all that came from it."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(entry.name)] = int(fields[1])
    family = {root}
    while more := {process for process, of in parents.items() if of in family} - family:
        family |= more
    total = 0
    for process in family:
        try:
            pages = Path(f"/proc/{process}/statm").read_text(encoding="utf-8").split()[1]
        except (OSError, IndexError):
            continue
        total += int(pages) * 4096
    return total
