"""How an error reaches a user: one Dutch sentence, what to do, and nothing of the inside."""

from __future__ import annotations

import logging
import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st

from hotspots.errors import HotspotsError
from hotspots.text import pages as text

if TYPE_CHECKING:
    from collections.abc import Iterator

_log = logging.getLogger(__name__)


def show_problem(error: HotspotsError) -> None:
    """Show an error in its three parts, as text: values in it may come from a file."""
    with st.container(border=True):
        st.error(text.PROBLEM)
        for part in (error.what, error.found, error.do):
            if part:
                st.text(part)


@contextmanager
def outermost() -> Iterator[None]:
    """Turn any error of a page into words; the frame around every page, and the only such one."""
    try:
        yield
    except HotspotsError as error:
        show_problem(error)
    except Exception:  # the outermost frame of the app: a visitor never sees a stack trace
        code = secrets.token_hex(4)
        _log.exception("fault %s", code)
        st.error(text.FAULT.format(code=code))
