"""The page around a map that stands alone: heading, legend, table, source, and its scripts.

Everything a reader reads is written here, escaped, and not by folium. A page that is sealed tells
the browser, in a Content-Security-Policy, to run no script but the ones counted here, and to fetch
nothing at all.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import folium
from branca.element import Element, Figure

from hotspots.drawing.folium_border import escaped
from hotspots.text import exported_map as text

if TYPE_CHECKING:
    from hotspots.cartography.map_spec import MapSpec

_HERE: Final = Path(__file__).parent
_LIVE_MAP: Final = _HERE / "live_map" / "assets"
_LEAFLET: Final = _LIVE_MAP / "vendor" / "leaflet"
_PAGE: Final = _HERE / "standalone"


class Verbatim(Element):
    """A finished piece of HTML: rendered as it is, never as a template."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html

    def render(self, **_: object) -> str:
        """Return the piece."""
        return self.html


class Page(Figure):
    """A figure of folium that is a whole page in Dutch, and asks nothing of the internet.

    Parameters
    ----------
    spec
        Its title is the title of the page.
    sealed
        Whether the browser may run only what is in the page now. In a notebook a user can still
        add to the map, so there the page stays open.
    """

    def __init__(self, spec: MapSpec, *, sealed: bool) -> None:
        super().__init__(height="720px")
        self.spec_title = spec.title
        self.sealed = sealed

    def render(self, **kwargs: object) -> str:
        """Return the page as HTML."""
        for child in list(self._children.values()):
            child.render(**kwargs)
        styles = [_style_sheet()]
        scripts = [_leaflet(), _page_script(), self.script.render(**kwargs)]
        policy = _policy(styles, scripts) if self.sealed else ""
        *libraries, drawing = (f"<script>{code}</script>" for code in scripts)
        header = "" if self.sealed else self.header.render(**kwargs)
        return "\n".join(
            [
                "<!DOCTYPE html>",
                f'<html lang="{text.LANGUAGE}">',
                '<head><meta charset="utf-8">',
                policy,
                '<meta name="viewport" content="width=device-width, initial-scale=1">',
                f"<title>{escaped(self.spec_title)}</title>",
                *(f"<style>{sheet}</style>" for sheet in styles),
                *libraries,
                header,
                "</head>",
                f"<body>{self.html.render(**kwargs)}{drawing}</body>",
                "</html>",
                "",
            ]
        )


class OfflineMap(folium.Map):
    """A folium map without links to other hosts, and without a ban on zooming the page."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - the name and kind that folium reads
    default_css: list[tuple[str, str]] = []  # noqa: RUF012
    _template = folium.template.Template("""
        {% macro html(this, kwargs) %}
            <main class="folium-map" id={{ this.get_name()|tojson }}></main>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {
                center: {{ this.location|tojson }},
                crs: L.CRS.{{ this.crs }},
                ...{{ this.options|tojavascript }}
            });
        {% endmacro %}
    """)


class Finish(folium.MacroElement):
    """The last line of the script: tooltips, names and controls; holds names of variables only.

    Parameters
    ----------
    layers
        Layers of folium, each with the id of the list in the page that its tips are in.
    found
        The layer of outlines on top and its list, or None.
    bounds, extent
        What the first view holds, and the whole municipality: south-west and north-east corner,
        lat before lon.
    """

    _template = folium.template.Template("""
        {% macro script(this, kwargs) %}
            hotspotsPage({{ this._parent.get_name() }}, [
                {%- for layer, tips in this.layers %}
                { layer: {{ layer.get_name() }}, tips: {{ tips|tojson }} },
                {%- endfor %}
            ], {% if this.found -%}
                { layer: {{ this.found[0].get_name() }}, tips: {{ this.found[1]|tojson }} }
            {%- else %}null{% endif %}, {{ this.bounds|tojson }}, {{ this.extent|tojson }});
        {% endmacro %}
    """)

    def __init__(
        self,
        layers: list[tuple[Any, str]],
        found: tuple[Any, str] | None,
        bounds: list[list[float]],
        extent: list[list[float]],
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Finish"
        self.layers = layers
        self.found = found
        self.bounds = bounds
        self.extent = extent


def _policy(styles: list[str], scripts: list[str]) -> str:
    """Return the policy of a sealed page: these styles, these scripts, images in the page."""
    style, script = (" ".join(_fingerprint(code) for code in codes) for codes in (styles, scripts))
    rules = (
        f"default-src 'none'; script-src {script}; style-src {style}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return f'<meta http-equiv="Content-Security-Policy" content="{rules}">'


def _fingerprint(code: str) -> str:
    digest = hashlib.sha256(code.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


@cache
def _leaflet() -> str:
    """Return Leaflet without the address of its source map, which developer tools would fetch."""
    code = (_LEAFLET / "leaflet.js").read_text(encoding="utf-8")
    return re.sub(r"^//# sourceMappingURL=.*$", "", code, flags=re.MULTILINE).strip()


@cache
def _page_script() -> str:
    """Return our own script, with the geometry that it shares with the live map, a module there."""
    shared = (_LIVE_MAP / "outlines.js").read_text(encoding="utf-8")
    shared = re.sub(r"^export ", "", shared, flags=re.MULTILINE)
    return (_PAGE / "page.js").read_text(encoding="utf-8") + shared


@cache
def _style_sheet() -> str:
    """Return the styles of Leaflet, without the images of controls that are not here, and ours."""
    leaflet = (_LEAFLET / "leaflet.css").read_text(encoding="utf-8")
    leaflet = re.sub(r"url\([^)]*\)", "none", leaflet)
    return leaflet + (_PAGE / "page.css").read_text(encoding="utf-8")
