"""The wheel of this project in an environment of its own, without internet and without extras."""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING, Final

from packaging.requirements import Requirement

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT: Final = Path(__file__).resolve().parents[1]


def built_wheel(folder: Path) -> Path:
    """Build the wheel in a folder; the same files give the same bytes."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, check=True, cwd=_ROOT, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def environment_of(wheel: Path, folder: Path) -> Path:
    """Install a wheel in a fresh environment; gives the folder with its programs.

    What it depends on without any extra is linked from the environment that runs the tests, and
    nothing else of that: an import of an extra fails as it does for a user without it.
    """
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    packages = packages_of(folder)
    for path in _core_files():
        if not (packages / path.name).exists():
            (packages / path.name).symlink_to(path)
    programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
    python = next(programs.glob("python*"))
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    apart = ["--no-index", "--no-deps", "--disable-pip-version-check", str(wheel)]
    subprocess.run([*install, *apart], check=True)
    return programs


def packages_of(folder: Path) -> Path:
    """Return where an environment has its packages."""
    places = {"base": str(folder), "platbase": str(folder)}
    return Path(sysconfig.get_path("purelib", "venv", vars=places))


def _core_files() -> Iterator[Path]:
    """Yield what stands at the top of site-packages for the dependencies that are no extra."""
    # Not from what is installed: an editable one says what was needed when it was installed.
    declared = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = map(Requirement, declared["dependencies"])
    waiting = [(one, frozenset({"", *one.extras})) for one in needed]
    seen = set[tuple[str, frozenset[str]]]()
    while waiting:
        requirement, extras = waiting.pop()
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        try:
            one = distribution(name)
        except PackageNotFoundError:
            continue
        waiting += _needs(one, extras)
        tops = {path.parts[0] for path in one.files or () if path.parts[0] != ".."}
        yield from (Path(str(one.locate_file(top))) for top in sorted(tops - {"__pycache__"}))


def _needs(
    one: Distribution, extras: frozenset[str]
) -> Iterator[tuple[Requirement, frozenset[str]]]:
    for written in one.requires or ():
        needed = Requirement(written)
        if needed.marker is None or any(needed.marker.evaluate({"extra": it}) for it in extras):
            yield needed, frozenset({"", *needed.extras})
