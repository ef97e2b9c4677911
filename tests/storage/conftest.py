"""A real database of each kind for every test, and ways to look at it from outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from storage import Store
from tests.databases import Database, on_both
from tests.storage.samples import NOW, Set, set_up


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    on_both(metafunc)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the SQLite database of a test lies."""
    return tmp_path / "baocao.db"


@pytest.fixture
def store(database: Database) -> Iterator[Store]:
    opened = Store.open(database.url, NOW)
    yield opened
    opened.close()


@pytest.fixture
def office(store: Store) -> Set:
    """A campaign with three units."""
    with store.transaction() as tx:
        return set_up(tx)


@pytest.fixture
def outside(database: Database) -> Callable[..., list[Any]]:
    """Ask the database over another connection: only what was committed can be seen."""
    return database.ask
