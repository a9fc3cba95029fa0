"""Where things stand on a page: its filters in a panel beside it, on a phone in a sheet over it.

Streamlit's own side bar cannot be drawn by a fragment, and a page is one: what a filter changes is
this page alone, not the menu around it.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.pages import words as text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from streamlit.delta_generator import DeltaGenerator

_PANEL: Final[ContextVar[DeltaGenerator]] = ContextVar("panel")
_ROW: Final = "pagina"
_SIDE: Final = "filters"
_BODY: Final = "inhoud"
#: How often a choice has closed the sheet, in the session.
_CLOSED: Final = "filters_gesloten"
#: Key of what stands beside a map, and can be put away for a larger one.
BESIDE: Final = "naast"

_PANEL_PX: Final = 272
#: Streamlit lays out the box around a container, which has no name of its own.
_SIDE_BOX: Final = f"[data-testid='stLayoutWrapper']:has(> .st-key-{_SIDE})"
_FILLED: Final = f".st-key-{_SIDE} [data-testid='stElementContainer']"

#: An empty panel takes no room, and has no button on a phone. Below 800 pixels the panel is a sheet
#: that the checkbox opens: the browser does that by itself, without asking the server. Its button
#: stands at the top where there is no menu, so that it takes nothing from the page.
STYLE: Final = f"""<style>
.st-key-{_ROW} {{ flex-wrap: nowrap; }}
{_SIDE_BOX} {{ flex: none; position: sticky; top: 0; align-self: flex-start;
  max-height: calc(100vh - 4.5rem); overflow-y: auto; padding: 0 .5rem 1rem .25rem; }}
.st-key-{_SIDE} {{ gap: .6rem; }}
{_SIDE_BOX}:not(:has([data-testid="stElementContainer"])) {{ display: none; }}
[data-testid="stElementContainer"]:has(.filterknop) {{ display: none; }}
.opzij {{ display: none; gap: 1rem; font-size: .85rem; }}
.opzij label {{ display: inline-flex; gap: .35rem; align-items: center; cursor: pointer; }}
@media (min-width: 801px) {{
  .st-key-{_BODY}:has(.st-key-{BESIDE}) {{ position: relative; }}
  .st-key-{_BODY}:has(.st-key-{BESIDE}) [data-testid="stElementContainer"]:has(.filterknop) {{
    display: block; position: absolute; top: 0; right: 0; width: auto; z-index: 1; }}
  .st-key-{_BODY}:has(.st-key-{BESIDE}) .opzij {{ display: inline-flex; }}
  .stApp:has(#filters-weg:checked) {_SIDE_BOX} {{ display: none; }}
  .stApp:has(#{BESIDE}-weg:checked) [data-testid="stColumn"]:has(.st-key-{BESIDE}) {{
    display: none; }}
}}
.st-key-{_BODY} h3 {{ padding-top: 0; }}
.filterknop {{ display: none; }}
@media (max-width: 800px) {{
  {_SIDE_BOX} {{ display: none; position: fixed; inset: auto 0 0 0; width: auto; max-width: none;
    max-height: 80vh; z-index: 999990; padding: 1rem 1rem 5rem; background: Canvas;
    border-top: 1px solid color-mix(in srgb, currentColor 30%, transparent);
    border-radius: .75rem .75rem 0 0; box-shadow: 0 -4px 24px rgb(0 0 0 / 25%); }}
  .stApp:has({_FILLED}) [data-testid="stElementContainer"]:has(.filterknop) {{ display: block; }}
  .filterknop {{ display: inline-flex; position: relative; align-items: center;
    min-height: 2.75rem; padding: 0 1.1rem; border-radius: .5rem; cursor: pointer;
    border: 1px solid color-mix(in srgb, currentColor 55%, transparent); }}
  .filterknop input {{ position: absolute; inset: 0; opacity: 0; cursor: pointer; }}
  .filterknop:focus-within {{ outline: 2px solid currentColor; outline-offset: 2px; }}
  .filterknop .open, .filterknop:has(:checked) .dicht {{ display: none; }}
  .filterknop:has(:checked) .open {{ display: inline; }}
  .stApp:has(#filters-open:checked) {_SIDE_BOX}:has([data-testid="stElementContainer"]) {{
    display: block; }}
  .stApp:has(#filters-open:checked) .filterknop {{ position: fixed; right: 1rem; bottom: 4.5rem;
    z-index: 999991; background: Canvas; }}
}}
@media (max-width: 767px) {{
  .stApp:has({_FILLED}) [data-testid="stElementContainer"]:has(.filterknop) {{
    position: fixed; top: .5rem; left: 1rem; width: auto; z-index: 999991; }}
}}
</style>"""
#: Of a page that is a map, which takes all of a wide screen.
WIDE: Final = """<style>
[data-testid="stMain"] [data-testid="stMainBlockContainer"] { max-width: none; }
</style>"""
_BUTTON: Final = (
    '<label class="filterknop"><input type="checkbox" id="filters-open">'
    f'<span class="dicht">{text.FILTERS}</span><span class="open">{text.SHEET_DONE}</span></label>'
    '<span class="opzij">'
    f'<label><input type="checkbox" id="filters-weg">{text.PUT_AWAY_FILTERS}</label>'
    f'<label><input type="checkbox" id="{BESIDE}-weg">{text.PUT_AWAY_DETAILS}</label></span>'
)


@contextmanager
def beside_panel() -> Iterator[None]:
    """Draw a page with room for filters beside it; none are drawn, no room is taken."""
    with st.container(key=_ROW, horizontal=True, gap="medium"):
        side = st.container(key=_SIDE, width=_PANEL_PX)
        token = _PANEL.set(side)
        try:
            with st.container(key=_BODY):
                st.html(_button())
                yield
        finally:
            _PANEL.reset(token)


def _button() -> str:
    """Return the button of the sheet; another one, with the sheet closed, after `close_sheet`."""
    times = st.session_state.get(_CLOSED, 0)
    return (
        _BUTTON.replace('"filterknop"', f'"filterknop" data-keer="{times}"') if times else _BUTTON
    )


def close_sheet() -> None:
    """Show the page again, once all is chosen in the sheet."""
    st.session_state[_CLOSED] = st.session_state.get(_CLOSED, 0) + 1


def panel() -> DeltaGenerator:
    """Return the panel of the page that is drawn now, to put filters in."""
    return _PANEL.get()
