"""What an installation brings is pinned, to the last package of a package."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPOSITORY = Path(__file__).parents[2]


def pinned() -> dict[str, str]:
    lines = (REPOSITORY / "constraints.txt").read_text(encoding="utf-8").splitlines()
    parts = [line.split("==") for line in lines if line.strip()]
    return {canonicalize_name(name): version for name, version in parts}


def wanted(name: str, extras: frozenset[str]) -> list[Requirement]:
    try:
        lines = requires(name) or []
    except PackageNotFoundError:  # for another system; not installed here
        return []
    all_of_it = [Requirement(line) for line in lines]
    return [
        each
        for each in all_of_it
        if each.marker is None
        or any(each.marker.evaluate({"extra": extra}) for extra in extras | {""})
    ]


def brought(first: list[str]) -> set[str]:
    """Return the names of all that these requirements bring, and what that brings in turn."""
    waiting, seen = [Requirement(line) for line in first], set[tuple[str, frozenset[str]]]()
    while waiting:
        asked = waiting.pop()
        key = (canonicalize_name(asked.name), frozenset(asked.extras))
        if key not in seen:
            seen.add(key)
            waiting += wanted(*key)
    return {name for name, _ in seen}


def test_every_package_that_an_installation_brings_is_pinned() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    names = brought([*project["dependencies"], *extras["dev"], *extras["login"]])
    assert {"authlib", "httpx", "cryptography", "joserfc"} <= names
    assert sorted(names - set(pinned())) == []


def test_the_image_and_the_manual_install_what_a_login_needs() -> None:
    folder = REPOSITORY / "docs" / "uitrol"
    for name in ("Containerfile", "README.md"):
        told = (folder / name).read_text(encoding="utf-8")
        assert re.search(r"pip install .*--constraint constraints\.txt '\.\[login\]'", told), name
