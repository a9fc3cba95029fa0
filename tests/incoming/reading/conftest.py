"""What is tested here is the process that reads: it is started as the tool starts it."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _as_the_tool_reads(own_process_for_a_file: None) -> None:
    del own_process_for_a_file
