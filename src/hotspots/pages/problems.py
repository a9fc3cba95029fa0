"""How an error reaches a user: one Dutch sentence, what to do, and nothing of the inside.

Streamlit runs a download and reads what a browser sends outside of our pages, and would tell of an
error there in English, and in the log with every word of it. `speak_dutch` sees to those.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import (
    BackendOperationResponse,
    DeferredFileResponsePayload,
)
from streamlit.runtime import app_session, get_instance
from streamlit.runtime.backend_operation_handler import DeferredFileHandler

from hotspots.dutch import as_text
from hotspots.errors import AccessError, HotspotsError, NothingYetError
from hotspots.pages import words as text
from hotspots.pages.opened import note_refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from streamlit.proto.BackMsg_pb2 import BackendOperationRequest

_log = logging.getLogger(__name__)


def show_problem(error: HotspotsError) -> None:
    """Show an error in its three parts, as text: values in it may come from a file.

    Of a layer that waits for its first file the rest is for those with access to the server.
    """
    if isinstance(error, NothingYetError):
        st.info(f"{as_text(error.what)} {text.NO_ZERO}")
        return
    with st.container(border=True):
        st.error(text.PROBLEM)
        for part in (error.what, error.detail, error.do):
            if part:
                st.text(part)


@contextmanager
def outermost() -> Iterator[None]:
    """Turn any error of a page into words; the frame around every page, and the only such one."""
    try:
        yield
    except HotspotsError as error:
        if isinstance(error, AccessError):
            note_refused("", {"refused": error.what})
        show_problem(error)
    except Exception as error:  # the outermost frame of the app
        # A visitor never sees a stack trace.
        st.error(text.FAULT.format(code=noted_fault(error)))


def speak_dutch() -> None:
    """Answer for Streamlit where an error is none of a page; to be called before a server starts.

    Every record of the log loses the words of an error, of whichever library it is.
    """
    app_session.DeferredFileHandler = Downloads  # type: ignore[attr-defined]
    logging.setLogRecordFactory(_without_words)


def show_fault(error: Exception) -> bool:
    """Show that a run ended before a page could say so: what a browser sent could not be read."""
    st.error(text.FAULT.format(code=noted_fault(error)))
    return True


class Downloads(DeferredFileHandler):
    """Make the file of a button that was clicked, or say under the button why not."""

    async def handle(
        self, request: BackendOperationRequest, session_id: str
    ) -> BackendOperationResponse:
        """Return the address of a file, or a refusal that the browser shows as it stands."""
        del session_id
        file_id = request.deferred_file.file_id
        files = get_instance().media_file_mgr
        try:
            url = await asyncio.to_thread(files.execute_deferred, file_id)
        except Exception as error:  # the outermost frame of a download
            message = _why_no_file(error)
            return BackendOperationResponse(request_id=request.request_id, error_msg=message)
        return BackendOperationResponse(
            request_id=request.request_id, deferred_file=DeferredFileResponsePayload(url=url)
        )


def _why_no_file(error: Exception) -> str:
    """Return why a file was not made; Streamlit wraps what happened in an error of its own."""
    cause = error.__cause__
    if cause is None:
        # Nothing was run: the page runs no more, or was built again since.
        return text.OLD_BUTTON
    if isinstance(cause, HotspotsError):
        return " ".join(part for part in (cause.what, cause.detail, cause.do) if part)
    return text.FAULT.format(code=noted_fault(cause))


def _without_words(*fields: Any, **more: Any) -> logging.LogRecord:  # noqa: ANN401 - as logging says
    """Return a record of the log, in which an error is where it came from, and not what it says."""
    record = logging.LogRecord(*fields, **more)
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        record.msg, record.args = f"{record.getMessage()}: {where_of(error)}", ()
    record.exc_info = None
    return record


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
