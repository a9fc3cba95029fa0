"""Examples in docstrings open the home of this repository; what they publish stays in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module", autouse=True)
def home_of_examples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let the examples of a module open the repository, without a role of whoever runs them."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("HOTSPOTS_HOME", str(Path(__file__).parents[1]))
        environment.setenv("HOTSPOTS_STATE", str(tmp_path_factory.getbasetemp() / "examples"))
        environment.delenv("HOTSPOTS_ROLE", raising=False)
        yield
