"""What a part of the server answers, before it goes over the wire."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Reply:
    """A status, headers and a body."""

    status: int
    body: bytes
    media: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


def as_json(told: Any, *, media: str = "application/json", **headers: str) -> Reply:  # noqa: ANN401
    """Return an object as JSON."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(200, json.dumps(told, ensure_ascii=False).encode(), media, named)


def problem(status: int, detail: str) -> Reply:
    """Return an error as the OGC API of PDOK writes it."""
    told = {
        "detail": detail,
        "status": status,
        "timeStamp": "2026-01-01T00:00:00Z",
        "title": HTTPStatus(status).phrase,
    }
    return Reply(status, json.dumps(told).encode(), "application/problem+json")
