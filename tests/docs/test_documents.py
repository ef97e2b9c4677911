"""What the documents tell of the program is what the program is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_what_the_program_knows_of_itself_stands_in_the_documents() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.docs.write", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"{done.stdout}{done.stderr}\nRun: python -m tests.docs.write"
