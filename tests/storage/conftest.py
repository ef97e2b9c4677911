"""A real SQLite file for every test, and ways to look at it from outside."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from storage import Store
from tests.storage.samples import NOW, Set, set_up


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "baocao.db"


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new, closed database; making one costs a dozen waits for the disk."""
    made = tmp_path_factory.mktemp("blank") / "baocao.db"
    Store.open(f"sqlite:///{made}", NOW).close()
    return made


@pytest.fixture
def store(blank: Path, path: Path) -> Iterator[Store]:
    shutil.copyfile(blank, path)
    opened = Store.open(f"sqlite:///{path}", NOW)
    yield opened
    opened.close()


@pytest.fixture
def office(store: Store) -> Set:
    """A campaign with three units."""
    with store.transaction() as tx:
        return set_up(tx)


@pytest.fixture
def outside(path: Path) -> Callable[..., list[Any]]:
    """Ask the file over another connection: only what was committed can be seen."""

    def ask(statement: str, *values: Any) -> list[Any]:
        with closing(sqlite3.connect(path)) as connection:
            return connection.execute(statement, values).fetchall()

    return ask
