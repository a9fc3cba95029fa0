"""A process of its own for files that can be small on disk and enormous in memory or time.

The child limits its own time, memory and output, reads one file, and hands back Arrow: no code
travels from it to the tool. It ends when the tool does. Where an operating system has no such
limits, only the time is limited, and what is handed back.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import importlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np
import pyarrow as pa

from hotspots.errors import SourceError, StoreError
from hotspots.incoming.reading import words
from hotspots.incoming.reading.table import Fault, Limits, Table, require_text
from hotspots.settings import readers_at_once

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from hotspots.errors import Parts

Result = TypeVar("Result")

#: Each may fill its memory: there are never more of them than the machine was given room for.
_AT_ONCE: Final = threading.BoundedSemaphore(readers_at_once())

#: Module and function that read each kind, imported in the child alone.
READERS: Final = {
    "CSV": ("hotspots.incoming.reading.csv_file", "read_csv"),
    "GeoJSON": ("hotspots.incoming.reading.geojson_file", "read_geojson"),
    "XLSX": ("hotspots.incoming.reading.xlsx_file", "read_xlsx"),
    "XLS": ("hotspots.incoming.reading.workbook_file", "read_workbook"),
    "XLSB": ("hotspots.incoming.reading.workbook_file", "read_workbook"),
    "ODS": ("hotspots.incoming.reading.workbook_file", "read_workbook"),
    "HTML": ("hotspots.incoming.reading.html_table", "read_html"),
    "GeoPackage": ("hotspots.incoming.reading.geopackage_file", "read_geopackage"),
    "Shapefile": ("hotspots.incoming.reading.shapefile_zip", "read_shapefile_zip"),
    "GeoParquet": ("hotspots.incoming.reading.geoparquet_file", "read_geoparquet"),
    "iCalendar": ("hotspots.incoming.reading.icalendar_file", "read_icalendar"),
    "KML": ("hotspots.incoming.reading.kml_file", "read_kml"),
    "FileGDB": ("hotspots.incoming.reading.gdal_file", "read_filegdb"),
    "MapInfo": ("hotspots.incoming.reading.gdal_file", "read_mapinfo"),
    "GML": ("hotspots.incoming.reading.gdal_file", "read_gml"),
    "JSON lines": ("hotspots.incoming.reading.geojson_file", "read_json_lines"),
    "GeoTIFF": ("hotspots.incoming.reading.geotiff_file", "read_geotiff"),
}
_REFUSED: Final = 3
#: A full disk has no room for a reason: the code is the reason.
_DISK_FULL: Final = 4
_FULL: Final = (errno.ENOSPC, errno.EDQUOT)
#: Bytes of an answer that are read: three sentences are shorter.
_LONGEST_ANSWER: Final = 20_000
#: Of Linux' prctl: the signal that a process gets when its parent ends.
_PR_SET_PDEATHSIG: Final = 1
#: The exit code of a process that used up its processor time; no code at all on Windows.
_OUT_OF_TIME: Final = -int(getattr(signal, "SIGXCPU", 255))
#: Seconds between the signal that says so and the one that nothing survives.
_GRACE_SECONDS: Final = 5
#: Suffix of the second file that a child hands back, and the texts in it.
_FAULTS: Final = ".faults"
_FAULT_TEXTS: Final = ("column", "value", "reason")
_META: Final = b"hotspots"
#: Seconds that any file gets, and bytes per second on top: a small file that needs minutes is
#: made to. An honest workbook takes a second per 0,3 MB on a slow machine.
_LEAST_SECONDS: Final = 30
_BYTES_PER_SECOND: Final = 150_000
#: GDAL as far as it is ever needed: one driver, no network. It must be set before GDAL loads.
_ENVIRONMENT: Final = {
    "GDAL_SKIP": "VRT,GTI,WMS,WCS,WMTS,HTTP,DAAS,EEDA,EEDAI,OGCAPI,PLMOSAIC,STACIT,STACTA",
    "OGR_SKIP": "OGR_VRT,CSW,WFS,OAPIF,Carto,Elasticsearch,AmigoCloud,GMLAS,PLSCENES,NGW,HANA",
    "GML_DOWNLOAD_SCHEMA": "NO",
    "GDAL_HTTP_PROXY": "http://127.0.0.1:9",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{noext}",
    "GDAL_DISABLE_READDIR_ON_OPEN": "FALSE",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONWARNINGS": "ignore",
}


def read_in_child(
    kind: str,
    path: Path,
    *,
    layer_name: str | None,
    limits: Limits,
    name: str,
    shapes: bool = False,
    folder: Path | None = None,
) -> Table:
    """Read the rows of a file in a process with limits on time, memory and what it hands back.

    Raises
    ------
    SourceError
        What the reader says, or that it took too long or broke down.
    """
    options: dict[str, Any] = {"layer_name": layer_name}
    if shapes:
        options["shapes"] = True
    return in_child(kind, path, options, _received, limits=limits, name=name, folder=folder)


def in_child(
    kind: str,
    path: Path,
    options: Mapping[str, object],
    received: Callable[[Path], Result],
    *,
    limits: Limits,
    name: str,
    folder: Path | None = None,
) -> Result:
    """Return what a reader in a process of its own hands back; `read_in_child` is for rows.

    Parameters
    ----------
    kind
        Which of `READERS`.
    options
        What the reader is told besides limits and name.
    received
        Reads the file that the child leaves.
    folder
        In which rows may lie meanwhile; the folder of the system for temporary files if left out.

    Raises
    ------
    SourceError
        If the reader refuses the file, takes too long or too much, or is stopped.
    StoreError
        If the disk is full.
    """
    with _AT_ONCE, tempfile.TemporaryDirectory(prefix="hotspots-", dir=folder) as own:
        result = Path(own) / "table.arrow"
        seconds = _seconds(path, limits)
        request = {
            "kind": kind,
            "path": str(path.resolve()),
            "limits": asdict(replace(limits, seconds=seconds)),
            "name": name,
            "options": dict(options),
            "result": str(result),
            "parent": os.getpid(),
        }
        answer = Path(own) / "answer.json"
        try:
            code = _run(request, answer, seconds)
        except subprocess.TimeoutExpired as error:
            raise SourceError(*words.takes_too_long(name, seconds)) from error
        if code == _DISK_FULL:
            raise StoreError(*words.disk_full(name))
        if code == _OUT_OF_TIME:
            raise SourceError(*words.takes_too_long(name, seconds))
        if code == _REFUSED:
            raise SourceError(*_refusal(answer, name))
        if code != 0 or not result.exists():
            raise SourceError(*words.reader_stopped(name))
        _require_small(result, limits, name)
        return received(result)


def _run(request: Mapping[str, object], answer: Path, seconds: int) -> int:
    """Run a reader and return its exit code; a limited file takes what it says, not our memory."""
    own = str(answer.parent)
    with answer.open("wb") as out:
        return subprocess.run(
            [sys.executable, "-m", "hotspots.incoming.reading.child"],
            input=json.dumps(request).encode(),
            stdout=out,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            env=_environment(own),
            cwd=own,
            check=False,
        ).returncode


def _require_small(result: Path, limits: Limits, name: str) -> None:
    """Stop before anything is read if a reader handed back more than it may."""
    parts = (result, result.with_suffix(_FAULTS))
    size = sum(part.stat().st_size for part in parts if part.exists())
    if size > limits.result_bytes:
        raise SourceError(*words.too_much_read(name, size, limits.result_bytes))


def _seconds(path: Path, limits: Limits) -> int:
    """Return how long a file of this size may take."""
    return min(limits.seconds, _LEAST_SECONDS + path.stat().st_size // _BYTES_PER_SECOND)


def _environment(folder: str) -> dict[str, str]:
    """Pass on what Python and PROJ need to start; nothing of the tool's settings."""
    passed_on = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "PROJ_DATA", "PROJ_LIB", "VIRTUAL_ENV")
    places = [str(Path(__file__).parents[3]), os.environ.get("PYTHONPATH", "")]
    return {
        **{key: os.environ[key] for key in passed_on if key in os.environ},
        **_ENVIRONMENT,
        "PYTHONPATH": os.pathsep.join(filter(None, places)),
        "PYTHONIOENCODING": "utf-8",
        "TMPDIR": folder,
        "TEMP": folder,
        "TMP": folder,
        "HOME": folder,
    }


def _refusal(answer: Path, name: str) -> Parts:
    with answer.open("rb") as file:
        said = file.read(_LONGEST_ANSWER).decode("utf-8", "replace")
    try:
        parts = json.loads(said.splitlines()[-1])
    except (ValueError, IndexError):
        return words.reader_stopped(name)
    if isinstance(parts, list) and len(parts) == 3:  # noqa: PLR2004 - the three parts of an error
        return str(parts[0]), str(parts[1]), str(parts[2])
    return words.reader_stopped(name)


def _sent(table: Table, path: Path) -> None:
    arrays = {
        str(at): texts.cast(pa.large_string()) for at, texts in enumerate(table.texts.columns)
    }
    arrays["row"] = pa.array(table.row_numbers)
    if table.x is not None and table.y is not None:
        arrays["x"], arrays["y"] = pa.array(table.x), pa.array(table.y)
    if table.shapes is not None:
        arrays["shape"] = pa.array(table.shapes, type=pa.large_binary())
    meta = {
        "columns": table.columns,
        "crs": table.crs,
        "format": table.format,
        "warnings": table.warnings,
    }
    arrow = pa.table(arrays).replace_schema_metadata({_META: json.dumps(meta).encode()})
    _written(arrow, path)
    _written(_faults_as_arrow(table.faults), path.with_suffix(_FAULTS))


def _written(arrow: pa.Table, path: Path) -> None:
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, arrow.schema) as writer:
        writer.write_table(arrow)


def _faults_as_arrow(faults: tuple[Fault, ...]) -> pa.Table:
    """Write each text once: a file can have as many faults as rows, and all for one reason."""
    texts = {
        field: pa.array([getattr(fault, field) for fault in faults], pa.string())
        for field in _FAULT_TEXTS
    }
    rows = pa.array([fault.row for fault in faults], pa.int64())
    return pa.table({"row": rows, **{key: text.dictionary_encode() for key, text in texts.items()}})


def _faults_from_arrow(path: Path) -> tuple[Fault, ...]:
    with pa.OSFile(str(path)) as file:
        arrow = pa.ipc.open_file(file).read_all().combine_chunks()
    texts = []
    for field in _FAULT_TEXTS:
        chunks = arrow[field].chunks
        distinct = chunks[0].dictionary.to_pylist() if chunks else []
        codes = chunks[0].indices.to_pylist() if chunks else []
        texts.append([distinct[code] for code in codes])
    return tuple(map(Fault, arrow["row"].to_pylist(), *texts))


def _received(path: Path) -> Table:
    with pa.OSFile(str(path)) as file:
        arrow = pa.ipc.open_file(file).read_all()
    meta: dict[str, Any] = json.loads(arrow.schema.metadata[_META])
    columns = tuple(meta["columns"])
    texts = arrow.select([str(at) for at in range(len(columns))])
    placed = "x" in arrow.column_names
    return Table(
        columns,
        texts.rename_columns(list(columns)),
        np.array(arrow["row"].to_numpy(), dtype=np.int64),
        np.array(arrow["x"].to_numpy(), dtype=np.float64) if placed else None,
        np.array(arrow["y"].to_numpy(), dtype=np.float64) if placed else None,
        meta["crs"],
        meta["format"],
        tuple(meta["warnings"]),
        _faults_from_arrow(path.with_suffix(_FAULTS)),
        _shapes_from_arrow(arrow) if "shape" in arrow.column_names else None,
    )


def _shapes_from_arrow(arrow: pa.Table) -> NDArray[np.object_]:
    shapes = np.empty(arrow.num_rows, dtype=object)
    shapes[:] = arrow["shape"].to_pylist()
    return shapes


def _end_with(parent: int) -> None:
    """Have the system end this process with the one that waits for it, where it can (Linux)."""
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.name == "posix" and os.getppid() != parent:
        sys.exit(_REFUSED)


def _limit_this_process(limits: Limits) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - exists on Unix alone

        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
        hard = limits.seconds + _GRACE_SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        largest = max(limits.result_bytes, limits.unzipped_bytes)
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))


def _read(request: Mapping[str, Any]) -> None:
    limits = Limits(**request["limits"])
    _end_with(request["parent"])
    _limit_this_process(limits)
    module, function = READERS[request["kind"]]
    read = getattr(importlib.import_module(module), function)
    table = read(Path(request["path"]), limits=limits, name=request["name"], **request["options"])
    result = Path(request["result"])
    if isinstance(table, Table):
        require_text(table, limits, request["name"])
        _sent(table, result)
    else:
        table.send(result)


def run() -> int:
    """Read what standard input asks for; 0 is done, 3 refused with a reason, 4 a full disk."""
    request = json.load(sys.stdin)
    try:
        _read(request)
    except SourceError as error:
        sys.stdout.write(json.dumps([error.what, error.detail, error.do]))
        return _REFUSED
    except (MemoryError, pa.ArrowMemoryError):
        sys.stdout.write(json.dumps(words.reader_stopped(request["name"])))
        return _REFUSED
    except OSError as error:
        if error.errno in _FULL:
            return _DISK_FULL
        raise
    return 0


if __name__ == "__main__":
    sys.exit(run())
