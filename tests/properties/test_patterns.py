"""No text makes reading slow: every pattern of the program takes time in proportion to its text."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.properties import patterns

SECONDS = 400  # the whole takes some fifteen; a pattern that blows up never ends


def test_every_pattern_of_the_program_is_linear() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.properties.patterns"],
        cwd=patterns.ROOT, capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    *wrong, found = done.stdout.splitlines()
    assert wrong == []
    of_text, of_bytes = map(int, found.split())
    assert (of_text > 80, of_bytes > 0) == (True, True)


@pytest.mark.parametrize(
    "source", [r"\s+x", r"[0-9]+\w*\s*(?:khong) phai", r"(?:(?:em|a)\s+)*(?:em\s+)*x"]
)
def test_a_pattern_that_grows_with_the_square_is_noticed(source: str) -> None:
    assert list(patterns.faults(re.compile(source), {"search"}))
