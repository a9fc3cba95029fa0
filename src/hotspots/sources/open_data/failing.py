"""Ways in which a service fails that a caller goes on from; all are a `SourceError`."""

from __future__ import annotations

from hotspots.errors import SourceError


class UnreachableError(SourceError):
    """There is no connection: everything goes on with what is there."""


class RefusedError(SourceError):
    """A service answered with an error.

    Attributes
    ----------
    status
        Code of HTTP: 404 is a year, collection or table that is not there.
    """

    def __init__(self, status: int, what: str, found: str = "", do: str = "") -> None:
        self.status = status
        super().__init__(what, found, do)
