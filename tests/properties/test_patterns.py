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
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_no_pattern_is_made_where_it_cannot_be_looked_at_beforehand() -> None:
    assert patterns.hidden() == []


def test_the_patterns_of_the_program_are_found() -> None:
    found = {pattern.pattern for pattern in patterns.patterns()}
    assert len(found) > 80
    assert any(isinstance(pattern, bytes) for pattern in found)


@pytest.mark.parametrize(
    "source", [r"\s+x", r"[0-9]+\w*\s*(?:khong) phai", r"(?:(?:em|a)\s+)*(?:em\s+)*x"]
)
def test_a_pattern_that_grows_with_the_square_is_noticed(source: str) -> None:
    assert list(patterns.faults(re.compile(source), {"search"}))
