"""The scripts of the map as one: each module once, after what it imports."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from hotspots.maps.live import scripts
from hotspots.maps.live.scripts import joined_script

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def assets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return an empty folder that the scripts are read from."""
    monkeypatch.setattr(scripts, "ASSETS", tmp_path)
    joined_script.cache_clear()
    yield tmp_path
    joined_script.cache_clear()


def test_a_module_has_what_it_imports_and_runs_once(assets: Path) -> None:
    (assets / "shared.js").write_text(
        "const secret = 2;\nexport const two = secret;\n"
        "export function twice(n) { return two * n; }\n"
    )
    (assets / "middle.js").write_text(
        'import { twice } from "./shared.js";\nconst secret = twice(10);\nexport default secret;\n'
    )
    (assets / "entry.js").write_text(
        'import {\n  two,\n  twice,\n} from "./shared.js";\nimport secret from "./middle.js";\n'
        "console.log(two, twice(3), secret);\n"
    )

    joined = joined_script("entry.js")

    assert joined.count("export") == joined.count("import") == 0
    assert joined.count("const $shared") == 1
    node = shutil.which("node")
    if node is not None:
        ran = subprocess.run([node, "-e", joined], capture_output=True, text=True, check=True)
        assert ran.stdout.split() == ["2", "6", "20"]


@pytest.mark.parametrize(
    "line", ["export { one };", 'import * as all from "./one.js";', "export default class A {}"]
)
def test_a_module_that_is_written_otherwise_is_refused(line: str, assets: Path) -> None:
    (assets / "one.js").write_text("export const one = 1;\n")
    (assets / "entry.js").write_text(f"const one = 1;\n{line}\n")

    with pytest.raises(ValueError, match=r"entry\.js: cannot be joined"):
        joined_script("entry.js")


def test_the_map_in_a_file_holds_no_end_of_a_script_and_no_import() -> None:
    joined = joined_script("page_map.js")

    assert "</script" not in joined
    assert "<!--" not in joined
    assert "sourceMappingURL" not in joined
    assert re.findall(r"^(?:import|export)\b", joined, flags=re.MULTILINE) == []
    # What only the application needs: it fetches, or asks a device where it is.
    assert "$live_map" not in joined
    assert "$where_am_i" not in joined
