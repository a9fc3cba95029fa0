"""What of the live map needs no browser: its scripts are tried by node, where that is there."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

TESTS = Path(__file__).parent / "js"


@pytest.mark.parametrize("script", sorted(TESTS.glob("*.test.mjs")), ids=lambda path: path.name)
def test_a_script_does_what_its_own_tests_say(script: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node on this machine")
    ran = subprocess.run([node, "--test", script], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
