"""The border between text from data and folium, which runs text as code.

folium compiles what it has already rendered, data included, as a Jinja template once more: a
name such as ``{{cycler.__init__}}`` runs on the server. In the browser, names become HTML. So
there are two layers here, and every module that uses folium uses both:

* `escaped`, for every text that goes into a page that folium makes;
* `seal_templates`, which takes the tools away from a template that got through.

The third is a habit: only numbers and known codes are given to folium itself.
"""

from __future__ import annotations

from typing import Any

import branca.element
from jinja2.sandbox import ImmutableSandboxedEnvironment


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
