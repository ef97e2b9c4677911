"""The quiet half can be tested by itself, as CONTRIBUTING.md says."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.architecture.tree import ROOT


def test_the_marker_finds_the_tests_of_the_quiet_half() -> None:
    words = (
        "-m",
        "pytest",
        "-m",
        "quiet",
        "--collect-only",
        "-q",
        "tests/vietnamese",
        "tests/web",
    )
    done = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True)
    files = set(re.findall(r"^tests/(\w+)/", done.stdout, re.MULTILINE))
    assert files == {"vietnamese"}, done.stdout + done.stderr
