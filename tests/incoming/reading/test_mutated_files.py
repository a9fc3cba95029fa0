"""A good file that was spoilt gives rows or our own error, in every format.

`make fuzz` tries many more of them: HOTSPOTS_FUZZ_EXAMPLES says how many of each format.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from containers import FORMATS, every_format
from hotspots.incoming.reading.files import EXTENSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES = int(os.environ.get("HOTSPOTS_FUZZ_EXAMPLES", "25"))
SEED = os.environ.get("HOTSPOTS_FUZZ_SEED", "2026")
PROGRAM = Path(__file__).parents[2] / "mutating.py"
#: Readers in other languages may crash: the tool reads in a child, and says so to the user.
MAY_CRASH = {"Shapefile", "GeoParquet", "FileGDB", "MapInfo", "GML", "XLS"}
#: Exit codes of a crash; that of a process that worked or waited too long is not among them.
CRASHES = {-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS, -signal.SIGFPE}
GOOD = dict(every_format())


@pytest.fixture(scope="module")
def spoiling() -> Iterator[subprocess.Popen[str]]:
    """Start the program that spoils files."""
    with subprocess.Popen(
        [sys.executable, PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.communicate()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("suffix", GOOD)
def test_a_spoilt_file_gives_rows_or_our_own_error(
    suffix: str, spoiling: subprocess.Popen[str], tmp_path: Path
) -> None:
    path, kind = tmp_path / f"goed{suffix}", FORMATS.get(suffix) or EXTENSIONS[suffix]
    path.write_bytes(GOOD[suffix])
    result = tmp_path / "uitkomst.json"
    assert spoiling.stdin is not None
    assert spoiling.stdout is not None
    spoiling.stdin.write(json.dumps([str(path), kind, SEED, [0, EXAMPLES], str(result)]) + "\n")
    spoiling.stdin.flush()
    assert spoiling.stdout.readline() == "0\n"
    told = json.loads(result.read_text(encoding="utf-8"))
    crashed = [number for number, code, _ in told["broken"] if code in CRASHES]
    broken = [entry for entry in told["broken"] if entry[1] not in CRASHES or kind not in MAY_CRASH]
    assert broken == []
    assert told["read"] + told["refused"] + len(crashed) == EXAMPLES
    # Spoiling that never does harm, or always, tests nothing.
    assert told["refused"] > 0
    assert told["read"] > 0
