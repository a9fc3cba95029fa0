"""No answer of one role reaches another through a cache: read from the source, not from luck."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import hotspots
from hotspots.access.cache import key_of
from hotspots.access.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(hotspots.__file__).parent
ROOMS_OF_PAGES = {"pages", "app", "wijkbeeld", "risico", "evenementen", "vergelijken"}
#: What keeps an answer: decorators, methods of a `Cache`, and functions that ask one.
DECORATORS = ("cache_data", "cache_resource", "cache", "lru_cache")
METHODS = ("answer", "known", "keep")
FUNCTIONS = ("show_chart", "show_rows")
#: As written. Every worker reads all of the source for this when it starts: most keeps nothing.
DECORATED = rf"@(\w+\.)*({'|'.join(DECORATORS)})\b"
ASKING = rf"\b({'|'.join(METHODS + FUNCTIONS)})\("
#: What is of one visitor alone.
PERSONAL = {"user", "session_state", "query_params", "context", "secrets", "environ", "getenv"}
#: Caches that hold nothing of a layer, by name: geometry is the same for every role.
SAME_FOR_ALL = {
    "_geometry_body",  # areas, and context layers, which are open data
}


def cached() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Return the functions whose answers are kept: by a decorator, or in our own cache."""
    for path in sorted(SOURCE.rglob("*.py")):
        in_ui = ROOMS_OF_PAGES & set(path.relative_to(SOURCE).parts)
        text = path.read_text(encoding="utf-8")
        if not re.search(f"{DECORATED}|{ASKING}" if in_ui else DECORATED, text):
            continue
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.FunctionDef):
                continue
            if any(map(is_cache, node.decorator_list)) or (in_ui and questions(node)):
                yield f"{path.relative_to(SOURCE)}:{node.name}", node


def is_cache(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name in DECORATORS


def questions(node: ast.FunctionDef) -> list[ast.expr]:
    """Return what a function gives to a `Cache` as the question."""
    return [
        call.args[0]
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
        and call.args
        and {getattr(call.func, "attr", ""), getattr(call.func, "id", "")} & set(METHODS)
    ] + [
        call.args[0]
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in FUNCTIONS
    ]


CACHED = dict(cached())


def test_there_are_caches_to_look_at() -> None:
    assert {"analysis_of", "spec_of", "timeline_of"} <= {node.name for node in CACHED.values()}


@pytest.mark.parametrize("name", CACHED)
def test_no_cached_function_reads_who_is_looking(name: str) -> None:
    read = {node.attr for node in ast.walk(CACHED[name]) if isinstance(node, ast.Attribute)}
    read |= {node.id for node in ast.walk(CACHED[name]) if isinstance(node, ast.Name)}
    assert not read & PERSONAL
    assert not read & {"opened_workspace", "asker"}


@pytest.mark.parametrize("name", CACHED)
def test_every_cached_answer_has_the_role_in_its_key(name: str) -> None:
    node = CACHED[name]
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    typed = {
        argument.arg: ast.unparse(argument.annotation) if argument.annotation else ""
        for argument in arguments
    }
    of_a_role = {"Workspace", "Selection", "Analysis", "MapSpec"} & set(typed.values())
    if node.name in SAME_FOR_ALL or not of_a_role:
        return
    # Streamlit leaves out of the key what begins with _, such as the workspace.
    assert typed.get("key") == "Key"
    for question in questions(node):
        assert "key" in {part.id for part in ast.walk(question) if isinstance(part, ast.Name)}


def test_the_key_begins_with_the_role(town: Workspace) -> None:
    other = Workspace(town.library, "wijkagent")
    one, two = key_of(town, "inbraak"), key_of(other, "inbraak")
    assert (one[0].partition(":")[0], two[0].partition(":")[0]) == ("analist", "wijkagent")
    assert one[1:] == two[1:]


def test_nobody_outside_access_goes_around_the_role() -> None:
    # The library is shared by all roles; what it holds of a layer is asked through a workspace.
    around = []
    for path in sorted(SOURCE.rglob("*.py")):
        if path.parent.name != "access":
            tree = ast.parse(path.read_text(encoding="utf-8"))
            around += [
                f"{path.name}:{node.lineno}"
                for node in ast.walk(tree)
                if isinstance(node, ast.Attribute)
                and node.attr in ("incidents", "cube")
                and ast.unparse(node.value).split(".")[-1] == "library"
            ]
    assert around == []


def test_rows_that_a_role_may_not_see_are_read_for_the_one_judgement_alone() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py")}

    def naming(what: str) -> set[str]:
        return {name for name, text in texts.items() if re.search(rf"\b{what}\b", text)}

    assert naming("judged_(rows|cube)") == {
        "library.py", "two_counts.py", "layer_dispersion.py",
    }  # fmt: skip
    assert naming("judged_version") == {"library.py", "judgement.py"}
    # And what is counted of them goes to the judgement alone.
    assert naming("counts_in_(place|time)") == {"two_counts.py", "judgement.py"}
