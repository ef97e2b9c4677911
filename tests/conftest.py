"""Fixtures that many tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from hatch_build import compile_catalogues

compile_catalogues()  # a checkout has only the sources of the sentences

from tests.office import Installation  # noqa: E402


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    made.close()


# A run that decides whether a change lands tries the same examples every time; elsewhere chance
# goes on looking for new ones.
settings.register_profile("same", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("same")
