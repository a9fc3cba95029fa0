"""Kinds of incident: small, so that the command line knows them without what computes them."""

from __future__ import annotations

from typing import Final, Literal

IncidentKind = Literal["plasbrand", "bleve", "gifwolk"]
INCIDENT_KINDS: Final[tuple[IncidentKind, ...]] = ("plasbrand", "bleve", "gifwolk")
