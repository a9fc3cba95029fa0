"""Addresses of an import, looked up where the home allows that they leave the building."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.intake.addresses import Locator
from hotspots.sources.open_data.geocoder import Geocoder
from hotspots.sources.open_data.polite import PoliteClient
from hotspots.sources.open_data.services import service_at

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace


def locator_of(workspace: Workspace) -> Locator | None:
    """Return how addresses are looked up; None unless ``geocode = true`` stands in the home."""
    gemeente = workspace.library.catalog.gemeente
    if not gemeente.geocode:
        return None
    service = service_at("geocoder", setting=gemeente.open_data.get("geocoder", ""))
    geocoder = Geocoder(
        client=PoliteClient(),
        service=service,
        gemeenten=gemeente.gemeenten or (gemeente.code,),
        folder=workspace.home.state / "open_data" / "addresses",
    )
    geocoder.tidy()
    return Locator(geocoder.place, service.title)
