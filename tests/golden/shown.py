"""A page as lines of text: what stands on it, in order, with its words, choices and link."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from google.protobuf.json_format import MessageToDict

from golden.frozen import summary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from streamlit.testing.v1 import AppTest

#: What an element says of itself, in the order in which it is told.
_TOLD: Final = (
    "label", "body", "icon", "text", "markup", "options", "default", "value",
    "placeholder", "help", "min", "max", "step", "format", "url", "page", "src", "caption",
    "expanded", "open", "disabled", "max_selections", "type", "tag",
)  # fmt: skip
#: Boxes that say nothing.
_SILENT: Final = ("flex_container", "main", "sidebar", "event", "root", "space", "empty")
_LONGEST: Final = 500
_STYLE: Final = re.compile(r"<(style|script)>.*?</\1>", re.DOTALL)


def lines_of(page: AppTest) -> list[str]:
    """Return every element of a page, those in a box indented."""
    return [line for part in (page.main, page.sidebar) for line in _lines(part, 0)]


def choices_of(page: AppTest) -> dict[str, dict[str, Any]]:
    """Return what a link to a page can say: a name, and the values it may have now."""
    found = {}
    for node, _ in _nodes(page.main, 0):
        told = _told(node)
        if "query_param_key" in told:
            kept = ("label", "options", "default", "min", "max", "format", "is_range")
            about = {name: told[name] for name in kept if name in told}
            if "options" in about:
                about["options"] = _short_options(about["options"])
            found[told["query_param_key"]] = {"": node.type, **about}
    return found


def folded(page: AppTest) -> list[str]:
    """Return the keys of what is folded on a page and unfolds by itself at a click."""
    keys = []
    for node, _ in _nodes(page.main, 0):
        if node.type in ("expander", "expandable", "popover"):
            key = _key(_told(node))
            if key:
                keys.append(key)
    return keys


def sent_to_maps(page: AppTest) -> list[dict[str, Any]]:
    """Return what the page sends to each map in the browser."""
    maps = (node for node, _ in _nodes(page.main, 0) if node.type == "bidi_component")
    return [json.loads(node.proto.json) for node in maps]


def _lines(box: Any, depth: int) -> Iterator[str]:  # noqa: ANN401 - nodes have no common class
    for node, deep in _nodes(box, depth):
        yield "  " * deep + _line(node)


def _nodes(box: Any, depth: int) -> Iterator[tuple[Any, int]]:  # noqa: ANN401
    for node in box.children.values():
        silent = node.type in _SILENT
        if not silent:
            yield node, depth
        if hasattr(node, "children"):
            yield from _nodes(node, depth if silent else depth + 1)


def _told(node: Any) -> dict[str, Any]:  # noqa: ANN401
    proto = getattr(node, "proto", None)
    if proto is None:
        return {}
    told: dict[str, Any] = MessageToDict(proto, preserving_proto_field_name=True)
    inner = told.get(node.type)
    return {**told, **inner} if isinstance(inner, dict) else told


def _key(told: dict[str, Any]) -> str:
    key = re.sub(r"^\$\$(ID|WIDGET_ID)-[0-9a-f]+-", "", told.get("id", ""))
    return "" if key == "None" or key.startswith("$$") else key


def _line(node: Any) -> str:  # noqa: ANN401
    told = _told(node)
    if node.type in ("dataframe", "arrow_data_frame", "table", "arrow_table"):
        return f"{node.type} {_table(node.value)}"
    if node.type == "vega_lite_chart":
        return f"{node.type} {_chart(told)}"
    if node.type == "bidi_component":
        return str(node.type)
    words = [node.type]
    if "query_param_key" in told:
        words.append(f"?{told['query_param_key']}=")
    for name in _TOLD:
        if name in told and told[name] not in ("", [], {}, False):
            value = told[name]
            if name == "options":
                value = _short_options(value)
            text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            words.append(f"{name}: {_cut(text)}")
    return " | ".join(words)


def _cut(text: str) -> str:
    text = _STYLE.sub(r"<\1>", text).replace("\n", "⏎")
    return text if len(text) <= _LONGEST else text[:_LONGEST] + " …"


def _short_options(options: list[Any]) -> list[Any]:
    names = [one.get("content", one) if isinstance(one, dict) else one for one in options]
    few = 14
    return names if len(names) <= few else [*names[:4], f"… {len(names)}", *names[-2:]]


def _table(rows: Any) -> str:  # noqa: ANN401 - a table of pandas
    plain = rows.astype(object).where(rows.notna(), None)
    told = {
        str(name): values if len(values) <= 2 else summary(values)
        for name, values in ((name, plain[name].tolist()) for name in plain.columns)
    }
    return f"{len(rows)} rows: {json.dumps(told, ensure_ascii=False, default=str)[:1500]}"


def _chart(told: dict[str, Any]) -> str:
    spec = json.loads(told["spec"])
    said: list[str] = []

    def look(inside: Any, name: str) -> None:  # noqa: ANN401
        if isinstance(inside, dict):
            for key, value in inside.items():
                if key in ("title", "description", "field") and isinstance(value, str):
                    said.append(f"{name}.{key}: {value}")
                elif key not in ("data", "datasets"):
                    look(value, key)
        elif isinstance(inside, list):
            for value in inside:
                look(value, name)

    look(spec, "")
    return " | ".join(dict.fromkeys(said))
