"""What other tests read in a fork ends as in the process that the tool starts."""

from __future__ import annotations

import subprocess
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pytest

from containers import geoparquet, shapefile_zip, workbook
from hotspots.errors import SourceError
from hotspots.incoming.reading import child
from hotspots.incoming.reading.files import read_table
from hotspots.incoming.reading.table import Limits
from reading_in_forks import RUN, Readers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Run = Callable[..., int]


@pytest.fixture(scope="module")
def forks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    readers = Readers(tmp_path_factory.mktemp("r"))
    yield readers.run
    readers.close()


@pytest.fixture
def came_of(
    monkeypatch: pytest.MonkeyPatch, forks: Run, tmp_path: Path
) -> Callable[..., list[Any]]:
    """Return what reading a file comes to in a new process, and in a fork."""

    def both(name: str, content: bytes, **limits: int) -> list[Any]:
        path, ends = tmp_path / name, []
        path.write_bytes(content)
        for run in (RUN, forks):
            monkeypatch.setattr(child, "_run", run)
            try:
                table = read_table(path, limits=Limits(**limits))
            except SourceError as error:
                ends.append((error.what, error.detail, error.do))
            else:
                ends.append((table.rows.to_csv(), table.crs, table.format, table.warnings))
        return ends

    return both


def test_a_good_file_gives_the_same_rows(came_of: Callable[..., list[Any]]) -> None:
    for name, content in (
        ("a.xlsx", workbook()), ("a.zip", shapefile_zip()), ("a.parquet", geoparquet()),
    ):  # fmt: skip
        alone, fork = came_of(name, content)
        assert alone == fork
        assert alone[2] != ""


def test_a_spoilt_file_is_refused_in_the_same_words(came_of: Callable[..., list[Any]]) -> None:
    for name, content, limits in (
        ("a.xlsx", workbook()[:900], {}),
        ("a.zip", shapefile_zip(without=(".dbf",)), {}),
        ("a.parquet", geoparquet(), {"rows": 2}),
        ("a.parquet", geoparquet(), {"result_bytes": 100}),
        # No room to start in: the process is stopped.
        ("a.xlsx", workbook(), {"memory_bytes": 1_000_000}),
    ):
        alone, fork = came_of(name, content, **limits)
        assert alone == fork
        assert len(alone) == 3


def test_a_reader_is_stopped_when_its_time_is_up(forks: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(('"' + "a" * 4_000 + "\n" + ("b" * 4_000 + "\n") * 199) * 40, encoding="utf-8")
    request = {
        "kind": "CSV", "path": str(path), "name": "a.csv", "options": {"layer_name": None},
        "limits": asdict(Limits()), "result": str(tmp_path / "table.arrow"),
    }  # fmt: skip
    with pytest.raises(subprocess.TimeoutExpired):
        forks(request, tmp_path / "answer.json", 1)
    # The next is not kept waiting.
    assert forks(request | {"kind": "XLSX"}, tmp_path / "answer.json", 60) == child._REFUSED
