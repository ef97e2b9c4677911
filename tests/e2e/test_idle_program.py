"""An idle program stays as it is; `python -m tests.e2e.idle_program` watches it for ten minutes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.e2e.idle_program import watch


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_an_idle_program_takes_no_more_memory_and_hardly_any_processor(tmp_path: Path) -> None:
    found = watch(tmp_path / "office", 3, 12, 6)
    assert (found.growth < 4, found.processor < 0.25) == (True, True), found
    assert max(found.descriptors) - found.descriptors[0] <= 2
