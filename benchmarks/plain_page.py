"""The pages of this project in plain order: whatever is chosen runs the whole script.

    python benchmarks/plain_page.py HOME PORT

No page is a fragment; the rest is the very code of `hotspots.app`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from hotspots.settings import HOME_VARIABLE

Drawn = TypeVar("Drawn", bound=Callable[..., None])


def whole(page: Drawn) -> Drawn:
    """Leave a page what it is: a part of the script."""
    return page


# Before a page of ours is imported, which says at that moment what is a fragment.
st.fragment = whole  # type: ignore[assignment]

from hotspots.app.server import serve  # noqa: E402

os.environ[HOME_VARIABLE] = sys.argv[1]
serve(port=int(sys.argv[2]))
