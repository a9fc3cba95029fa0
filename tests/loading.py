"""A layer of a home as a test loads it: files in, versions out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from areas_once import areas_of
from hotspots.catalog.reading import read_catalog
from hotspots.incoming.publishing.publish import publish_file
from hotspots.store.versions import LayerStore

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    import pandas as pd

    from hotspots.catalog.specs import LayerSpec
    from hotspots.geography.areas import Geography
    from hotspots.incoming.checking.report import IntakeReport
    from hotspots.settings import Home
    from hotspots.store.catalogue import Version

HEADER = "id,soort,begin,eind,x,y"


class Door:
    """A layer of the town, to load files into and to look at what was published."""

    def __init__(self, home: Home, layer_id: str, folder: Path) -> None:
        self.home = home
        catalog = read_catalog(home)
        self.layer: LayerSpec = next(entry for entry in catalog.layers if entry.id == layer_id)
        self.geography: Geography = areas_of(catalog)
        self.store = LayerStore.of(home, layer_id)
        self.folder = folder

    def load(self, *rows: str, header: str = HEADER, **options: Any) -> IntakeReport:  # noqa: ANN401
        """Publish rows, as a file that someone loads."""
        path = self.folder / "lading.csv"
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return publish_file(self.home, self.geography, self.layer, path, **options)

    def load_embedded(self) -> IntakeReport:
        """Publish the file that the town brings along."""
        assert self.layer.path is not None
        return publish_file(self.home, self.geography, self.layer, self.layer.path, embedded=True)

    @property
    def current(self) -> Version:
        """The version that is served."""
        version = self.store.current()
        assert version is not None
        return version

    def rows(self) -> pd.DataFrame:
        """The rows of the version that is served, by id."""
        rows: pd.DataFrame = self.store.read(self.current).to_pandas()
        return rows.set_index("id").sort_index()

    def bytes_on_disk(self) -> dict[str, bytes]:
        """Everything in the store of the layer, to compare before with after."""
        return {
            path.relative_to(self.store.folder).as_posix(): path.read_bytes()
            for path in self.store.folder.rglob("*")
            if path.is_file() and path.name != "lock"
        }
