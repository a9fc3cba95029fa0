"""The border between text from data and folium, which runs text as code.

folium compiles what it has already rendered, data included, as a Jinja template once more: a
name such as ``{{cycler.__init__}}`` runs on the server. In the browser, names become HTML. So
there are two layers here, and every module that uses folium uses both:

* `escaped`, for every text that goes into a page that folium makes;
* `seal_templates`, which takes the tools away from a template that got through.

The third is a habit: only numbers and known codes are given to folium itself.
"""

from __future__ import annotations

import html
from typing import Any, Final

import branca.element
from jinja2.sandbox import ImmutableSandboxedEnvironment

from hotspots.maps.visible import visible

#: What starts an expression in Jinja, in a template string of JavaScript, or an escape in either.
_ENTITIES: Final = str.maketrans({sign: f"&#{ord(sign)};" for sign in "{}`$\\%"})


def escaped(text: str) -> str:
    r"""Return a text from data as HTML that shows it literally, and that no template can run.

    It fits between tags and in a quoted attribute; not in a script, a style or an address.

    Parameters
    ----------
    text
        Anything. Control characters go, line breaks become spaces, and it is cut off after
        1.000 characters.

    Examples
    --------
    >>> escaped("Noord & Zuid")
    'Noord &amp; Zuid'
    >>> escaped("{{7*191}}")
    '&#123;&#123;7*191&#125;&#125;'
    >>> escaped("<b>\x00 # ${1}")
    '&lt;b&gt; &#35; &#36;&#123;1&#125;'
    """
    # The number sign first: the entities that follow hold one of their own.
    entities = html.escape(visible(text)).replace("&#x27;", "&apos;").replace("#", "&#35;")
    return entities.translate(_ENTITIES)


def seal_templates() -> None:
    """Make branca compile the text of every new element in a sandbox without any names.

    This changes branca for the whole process, and that is the point: it only ever takes power
    away, and a map that somebody else draws in the same process is compiled by the same branca.
    It is not undone after a drawing: two threads would open the seal for each other. What folium
    draws stays the same; its own templates, which hold no data, are not compiled here.
    """
    branca.element.Template = _sealed_template  # type: ignore[attr-defined, assignment]


def _sealed_template(source: str) -> Any:  # noqa: ANN401 - a Jinja template
    environment = ImmutableSandboxedEnvironment()
    environment.globals.clear()
    return environment.from_string(source)
