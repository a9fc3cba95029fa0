"""Whose an open session is: a page hands its number to the browser, which shows it to nobody else.

Whoever sends a file into a session, or asks something in its name, must be the one it is of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from streamlit.runtime import Runtime

from hotspots.pages.login import Person, asker, visit_of

if TYPE_CHECKING:
    from hotspots.access.library import Library


def owner_of(library: Library, session: str) -> str | None:
    """Return the name of whom an open session is of; None if there is no such session."""
    client = Runtime.instance().get_client(session)
    context = client.client_context if client else None
    if context is None:
        return None
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in context.headers]
    owner = asker(
        library,
        visit_of({"type": "http", "headers": headers, "client": (context.remote_ip, 0)}),
    )
    return owner.name if isinstance(owner, Person) else None
