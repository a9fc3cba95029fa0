"""All wijken on paper: made on request, with a bar that says how far it is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.access.cache import counting_layers, key_of_all
from hotspots.dutch import number
from hotspots.errors import AccessError, HotspotsError
from hotspots.exports.sheet import today
from hotspots.pages.download import offer_file
from hotspots.pages.problems import show_problem
from hotspots.wijkbeeld import words
from hotspots.wijkbeeld.paper import atlas_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.access.workspace import Workspace

#: The atlas that this visitor made, in the session: with what it was made of.
_MADE: Final = "atlas_gemaakt"
#: Wijken in one atlas; each takes two pages and half a second or more.
MOST_WIJKEN: Final = 100


def offer_atlas(workspace: Workspace, wijken: Sequence[str], where: str = "") -> None:
    """Let who may take layers away make the atlas of some wijken, and then take it.

    ``where`` is what they are the wijken of; empty for all of the home.
    """
    if not any(workspace.may_export(layer) for layer in counting_layers(workspace)):
        return
    with st.expander(words.ATLAS):
        if len(wijken) > MOST_WIJKEN:
            st.caption(words.ATLAS_CHOOSE.format(wijken=number(len(wijken)), most=MOST_WIJKEN))
            return
        made_of = _made_of(workspace, tuple(wijken))
        st.caption(words.ATLAS_HELP.format(wijken=len(wijken)))
        if st.button(words.ATLAS_MAKE):
            _make(workspace, made_of, tuple(wijken), where)
        made = st.session_state.get(_MADE)
        if made is not None and made[0] == made_of:
            offer_file(
                words.ATLAS_TAKE,
                partial(_taken, made),
                name=f"wijkatlas_{today().isoformat()}",
                ending=".pdf",
                key="atlas_pdf",
            )


def _taken(atlas: tuple[tuple[object, ...], bytes], workspace: Workspace) -> bytes:
    """Return the atlas if the role may still see and export all that it was made from."""
    made_of, made = atlas
    if made_of != _made_of(workspace, made_of[-1]):
        raise AccessError(words.ATLAS_IS_OLD, "", words.ATLAS_MAKE_AGAIN)
    return made


def _made_of(workspace: Workspace, wijken: object) -> tuple[object, ...]:
    return key_of_all(workspace), today(), wijken


def _make(
    workspace: Workspace, made_of: tuple[object, ...], wijken: tuple[str, ...], where: str
) -> None:
    st.session_state.pop(_MADE, None)
    bar = st.progress(0.0, text=words.ATLAS_BUSY)

    def progress(share: float) -> None:
        bar.progress(min(share, 1.0), text=words.ATLAS_BUSY)

    try:
        made = atlas_bytes(
            workspace, None, wijken=wijken, where=where, made_on=today(), progress=progress
        )
    except HotspotsError as error:
        show_problem(error)
        return
    finally:
        bar.empty()
    st.session_state[_MADE] = (made_of, made)
