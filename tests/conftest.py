"""Fixtures that many tests share, and which tests are of the quiet half."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from hatch_build import compile_catalogues

pytest_plugins = ["tests.databases"]

if TYPE_CHECKING:
    from tests.office import Installation

TESTS = Path(__file__).parent
QUIET = (
    "vietnamese", "reading", "deadlines", "model", "reminders", "corpus", "forms",
    "locale", "registry",
)  # fmt: skip

BY_THE_THOUSAND = "test_generator.py"  # plays more phrases than anybody waits for at each change

LONGEST = (
    "e2e/test_commands.py", "e2e", "simulation", "faults", "properties/test_patterns.py", "growth",
    "docs", "architecture", "use_cases/test_statements.py", "cli",
)  # fmt: skip
"""Files and folders that take longest, begun first: else one worker ends with them alone, mostly
waiting for programs that it started."""

os.environ["LC_ALL"] = "C.UTF-8"  # the sample speaks as the system does; here Vietnamese

compile_catalogues()  # a checkout has only the sources of the sentences


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    from tests.office import Installation  # the database is imported where it is needed

    made = Installation(tmp_path)
    yield made
    made.close()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Look only into the quiet folders where only quiet tests are asked for."""
    if config.option.markexpr != "quiet" or collection_path.parent != TESTS:
        return None
    return True if collection_path.is_dir() and collection_path.name not in QUIET else None


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark the tests of the quiet half that build no installation."""
    folder = item.path.relative_to(TESTS).parts[0]
    loud = "desk" in getattr(item, "fixturenames", ()) or _takes_long(item)
    if folder in QUIET and not loud:
        item.add_marker(pytest.mark.quiet)


@pytest.hookimpl(trylast=True)  # chance has mixed them before
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first."""
    items.sort(key=lambda item: _place(item.path.relative_to(TESTS)))


def pytest_collection_finish() -> None:
    """Leave what stays to the end out of every later collection of garbage, which would stop a server
    and its client in one process for seconds."""
    gc.collect()
    gc.freeze()


def _place(file: Path) -> int:
    """Return a file's place among the longest; behind them all where it is none."""
    return next(
        (place for place, name in enumerate(LONGEST) if file.is_relative_to(name)), len(LONGEST)
    )


def _takes_long(item: pytest.Item) -> bool:
    by_hand = "Installation" in vars(getattr(item, "module", pytest))
    return by_hand or item.path.name == BY_THE_THOUSAND


# A run that decides whether a change lands tries the same examples every time; elsewhere chance
# goes on looking for new ones. No example fails for being slow: a busy machine is no fault of ours.
settings.register_profile("chance", deadline=None)
settings.register_profile("same", deadline=None, derandomize=True)
settings.load_profile("same" if os.environ.get("CI") else "chance")
