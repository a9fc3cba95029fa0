"""Links from the wijkbeeld to the map page: the layer, the place and the days of what was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from hotspots.access.permission import default_level, levels_of
from hotspots.exports import words as export_words
from hotspots.pages import words as text
from hotspots.pages.filters import AREA, DATES, LAYER, PRESET, THEME
from hotspots.wijkbeeld.place import BUURTEN, DRAWN

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import LayerSpec
    from hotspots.wijkbeeld.briefing import LayerLine
    from hotspots.wijkbeeld.place import Place

#: Names in the link of the map page.
_WIJK: Final = "wijk"
_LEVEL: Final = "niveau"
_DRAWN: Final = "vlak"


@dataclass(frozen=True, slots=True)
class MapLinks:
    """Addresses of the map that shows the numbers of a place.

    What the map opens with by itself is left out: the page would take it from its address again,
    and whoever goes back passes each address.

    Attributes
    ----------
    as_days
        Whether the days of a layer go along; without them the map opens with the last twelve
        months of the layer, as the briefing does.
    root
        Path the app runs under, with a slash at both ends.
    """

    workspace: Workspace
    place: Place
    as_days: bool
    root: str

    def to(self, line: LayerLine) -> str:
        """Return the address for a line of the briefing.

        A drawn area goes along; of a buurt its wijk is shown, with the buurt chosen in it, and of
        a layer that is not shown in buurten the wijk alone.
        """
        layer, place, period = line.layer, self.place, line.period
        query = _layer(self.workspace, layer)
        if self.as_days and period is not None:
            query[PRESET] = text.OWN_PERIOD
            query[DATES] = [period.first.isoformat(), period.last.isoformat()]
        levels = levels_of(layer)
        if place.level == DRAWN:
            if "cells" in levels:
                query[_DRAWN] = place.code
        elif "wijk" in layer.filters and "wijken" in levels:
            query[_WIJK] = place.wijk or place.name
        if place.level == BUURTEN and "buurten" in levels:
            query[AREA] = place.name
            if default_level(layer) != "buurten":
                query[_LEVEL] = export_words.LEVELS["buurten"]
        return f"{self.root}?{urlencode(query, doseq=True)}"


def _layer(workspace: Workspace, layer: LayerSpec) -> dict[str, str | list[str]]:
    """Return which theme and layer to ask for, as far as the map does not open with them."""
    start = workspace.catalog.gemeente.start
    theme_of = {entry.id: theme for theme in workspace.themes for entry in theme.layers}
    theme = theme_of[layer.id]
    query: dict[str, str | list[str]] = {}
    if theme.id != theme_of.get(start, workspace.themes[0]).id:
        query[THEME] = theme.label
    names = [entry.id for entry in theme.layers]
    if layer.id != (start if start in names else names[0]):
        query[LAYER] = layer.label
    return query
