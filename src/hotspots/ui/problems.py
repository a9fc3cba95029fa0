"""How an error reaches a user: one Dutch sentence, what to do, and nothing of the inside."""

from __future__ import annotations

import logging
import secrets
import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st

from hotspots.errors import HotspotsError, NothingYetError
from hotspots.text import pages as text

if TYPE_CHECKING:
    from collections.abc import Iterator

_log = logging.getLogger(__name__)


def show_problem(error: HotspotsError) -> None:
    """Show an error in its three parts, as text: values in it may come from a file."""
    with st.container(border=True):
        if not isinstance(error, NothingYetError):
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
    except Exception as error:  # the outermost frame of the app
        # A visitor never sees a stack trace.
        st.error(text.FAULT.format(code=noted_fault(error)))


def noted_fault(error: BaseException) -> str:
    """Write down where a fault of ours happened, and return the code that a visitor may tell."""
    code = secrets.token_hex(4)
    _log.error("fault %s: %s", code, where_of(error))  # not the words of it: see where_of
    return code


def where_of(error: BaseException) -> str:
    """Return what kind of error it is and where it came from, without what it says.

    The words of an error of a library may quote a cell of a file, and a log is read by others than
    those who may see that.
    """
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
    cause = error.__cause__ or error.__context__
    because = f" because of {type(cause).__name__}" if cause is not None else ""
    return "\n  ".join([f"{type(error).__name__}{because}", *lines])
