"""What a text from a file may try, and whether a page let it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitor import Visitor

#: What 77777*99991 comes to, where a template was filled in. Pages hold random identifiers (folium
#: names its elements by 32 hexadecimal digits, Streamlit its widgets): ten digits are in none by
#: chance (2 in 10^11), as the four of a shorter product were now and then.
FILLED_IN: Final = "7777000007"
#: Each tries another language that a page is read in: Jinja, HTML, attributes, scripts, styles,
#: template strings, XML, addresses, Markdown, mathematics, spreadsheets. PWN is what a script would
#: set.
ATTACKS: Final = (
    "{{77777*99991}}",
    "{{cycler.__init__.__globals__.os.popen('echo 77777*99991')}}",
    "{% for x in (1,2) %}{{77777*99991}}{% endfor %}",
    "{# weg #}{%raw%}{{77777*99991}}{%endraw%}",
    "<script>window.PWN=1</script>",
    "</script><script>window.PWN=1</script>",
    "<img src=x onerror=window.PWN=1>",
    '"><svg onload=window.PWN=1>',
    "' onmouseover='window.PWN=1",
    "`${window.PWN=1}`",
    "'-(window.PWN=1)-'\";window.PWN=1;//",
    "\\u003cscript\\u003ewindow.PWN=1\\u003c/script\\u003e",
    "--></style></title></textarea><script>window.PWN=1</script><!--",
    "]]><a href='javascript:window.PWN=1'>x</a>&lt;b&gt;",
    "![p](https://elders.example/p.png) [l](javascript:window.PWN=1) **vet** `x` :red[x]",
    "https://elders.example/a.js?$x^2$ & % #1 \\input{x}",
    "=cmd|'/c calc'!A1",
    "@SUM(1+1)*cmd|'x'!A0\u202e",
)
#: What may run in a page that we made: the map in one script; of folium, Leaflet and a drawing.
OWN_SCRIPTS: Final = {"file": 1, "folium": 2}


#: What is data to a browser, not code; it is closed by a tag all the same.
_DATA: Final = "application/json"
_STARTS_SOMETHING: Final = frozenset("<>&\u2028\u2029")


class _Seen(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.inside: list[str] = []
        self.scripts: list[str] = []
        self.data: list[str] = []
        self.styles: list[str] = []
        self.words: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.code = {"script": self.scripts, "data": self.data, "style": self.styles}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        kind = "data" if tag == "script" and dict(attrs).get("type") == _DATA else tag
        if kind in self.code:
            self.inside.append(kind)
            self.code[kind].append("")

    def handle_endtag(self, tag: str) -> None:
        if self.inside and tag in ("script", "style"):
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.code[self.inside[-1]][-1] += data
        else:
            self.words.append(data)


def what_got_through(page: str, mark: str, made_by: str = "file") -> list[str]:
    """Return every place of a page where a text with the mark is more than something to read."""
    seen = _Seen()
    seen.feed(page)
    seen.close()
    found = []
    if len(seen.scripts) != OWN_SCRIPTS[made_by]:
        found.append(f"{len(seen.scripts)} scripts")
    found += [f"data: {data[:80]}" for data in seen.data if set(data) & _STARTS_SOMETHING]
    found += [f"script: {code[:80]}" for code in seen.scripts if mark in code or "PWN" in code]
    found += [f"style: {code[:80]}" for code in seen.styles if mark in code]
    for tag, name, value in seen.attributes:
        if name.startswith("on") or name in ("srcdoc", "formaction"):
            found.append(f"<{tag} {name}>")
        reference = name in ("href", "src", "action", "data", "xlink:href")
        if reference and not value.startswith(("data:image/png", "#")):
            found.append(f"<{tag} {name}={value[:40]}>")
        if mark in value or "PWN" in value:
            found.append(f"<{tag} {name}={value[:40]}>")
    if FILLED_IN in page:
        found.append("a template was filled in")
    return found


def words_of(page: str) -> str:
    """Return all that a page shows or keeps to show, without what is code."""
    seen = _Seen()
    seen.feed(page)
    data = [text for kept in seen.data for text in _texts_in(json.loads(kept))]
    return "\n".join([*seen.words, *data])


def _texts_in(value: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts_in(item)


def strings_in(value: Any, path: str = "") -> dict[str, str]:  # noqa: ANN401 - any value
    """Return every text in a frozen value, by where it stands; the items of a row count as one."""
    if isinstance(value, str):
        return {path: value}
    found: dict[str, str] = {}
    if isinstance(value, Mapping):
        for name, item in value.items():
            found |= strings_in(item, f"{path}.{name}")
    elif isinstance(value, tuple | list):
        for item in value:
            found |= strings_in(item, f"{path}[]")
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            found |= strings_in(getattr(value, name), f"{path}.{name}".lstrip("."))
    return found


def nothing_ran(visitor: Visitor) -> bool:
    """Whether no name became a script, a link or an element, and no template was filled in.

    That no picture was fetched from elsewhere is checked of every visitor when they leave.
    """
    made = visitor.page.evaluate(
        "[typeof window.PWN, document.querySelectorAll('img[src=x], img[alt=p]').length,"
        " [...document.scripts].filter((s) => s.textContent.includes('PWN')).length,"
        " document.querySelectorAll('a[href^=javascript]').length,"
        " document.querySelectorAll('a[href*=\"elders.example\"]').length]"
    )
    return made == ["undefined", 0, 0, 0, 0] and FILLED_IN not in visitor.page.content()
