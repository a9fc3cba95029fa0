"""A table with shapes as GeoPackage, GeoParquet and GeoJSON, each with what it is inside."""

from __future__ import annotations

import io
import json
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd
import pyarrow.parquet as pq
import pyogrio

from hotspots.crs import WGS84
from hotspots.text import taking as text

if TYPE_CHECKING:
    from datetime import date

    from hotspots.analysis.export.sheet import Sheet

#: Beside ``geo`` in the metadata of a GeoParquet file.
PARQUET_KEY: Final = b"hotspots"


def geopackage_bytes(sheet: Sheet) -> bytes:
    """Return a GeoPackage in RD: a layer, and a table without shapes that accounts for it."""
    metadata = sheet.metadata
    told = {f"{part}: {label}": value for part, label, value in metadata.rows()}
    about = pd.DataFrame(metadata.rows(), columns=[name.lower() for name in text.ABOUT_COLUMNS])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gegevens.gpkg"
        pyogrio.write_dataframe(
            sheet.described_shapes(), path, driver="GPKG", layer=sheet.name, layer_metadata=told
        )
        pyogrio.write_dataframe(
            about, path, driver="GPKG", layer=text.TABLE_ABOUT, append=True, use_arrow=False
        )
        _date(path, metadata.made_on)
        return path.read_bytes()


def _date(path: Path, made_on: date) -> None:
    """Put the date of the file where GDAL wrote the moment of writing."""
    moment = f"{made_on.isoformat()}T00:00:00.000Z"
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE gpkg_contents SET last_change = ?", (moment,))
        file.execute("UPDATE gpkg_metadata_reference SET timestamp = ?", (moment,))


def geoparquet_bytes(sheet: Sheet) -> bytes:
    """Return GeoParquet in RD; what it is stands as JSON in its metadata, under `PARQUET_KEY`."""
    written = io.BytesIO()
    sheet.described_shapes().to_parquet(written, index=False)
    rows = pq.read_table(written)
    about = json.dumps(sheet.metadata.plain(), ensure_ascii=False).encode()
    told = rows.replace_schema_metadata({**rows.schema.metadata, PARQUET_KEY: about})
    again = io.BytesIO()
    pq.write_table(told, again)
    return again.getvalue()


def geojson_bytes(sheet: Sheet) -> bytes:
    """Return GeoJSON in degrees; what it is stands in ``metadata``, a member of our own.

    References
    ----------
    RFC 7946, The GeoJSON Format, section 6.1, doi:10.17487/RFC7946.
    """
    collection = json.loads(sheet.described_shapes().to_crs(WGS84).to_json(drop_id=True))
    told = {
        "type": collection.pop("type"),
        "metadata": sheet.metadata.plain(),
        **collection,
    }
    return json.dumps(told, ensure_ascii=False).encode()
