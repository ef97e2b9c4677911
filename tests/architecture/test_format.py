"""The formatter has the last word on how code looks, so that no change is about that."""

from __future__ import annotations

import subprocess
import sys

from tests.architecture.tree import ROOT


def test_everything_is_formatted() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--check", "--quiet", "."],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"run: ruff format .\n{done.stdout}{done.stderr}"
