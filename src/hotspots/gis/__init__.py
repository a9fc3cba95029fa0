"""What other map programs get: OGC API - Features by a key, and a project for QGIS on it."""

from __future__ import annotations

from typing import Final

#: Where the service is, below the path that the pages are under.
SERVICE_ROUTE: Final = "ogc"
