from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office import Person
from tests.web.board_site import BoardSite
from tests.web.site import Site, Visitor
from tests.web.table_site import TableBrowser, TableSite


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    yield made
    made.close()


@pytest.fixture
def visitor(site: Site) -> Visitor:
    made = Visitor(site)
    made.open("/chat/ABCDE12345")
    return made


@pytest.fixture
def board_site(tmp_path: Path) -> Iterator[BoardSite]:
    made = BoardSite(tmp_path, photos_min=1)
    yield made
    made.close()


@pytest.fixture
def hoa(board_site: BoardSite) -> Person:
    """The campaign's coordinator."""
    return board_site.coordinator()


@pytest.fixture
def table_site(tmp_path: Path) -> Iterator[TableSite]:
    made = TableSite(tmp_path)
    yield made
    made.close()


@pytest.fixture
def an(table_site: TableSite) -> TableBrowser:
    """Somebody of the unit with the table open."""
    browser = table_site.browser()
    assert browser.opens().status_code == 200
    return browser


@pytest.fixture
def binh(table_site: TableSite) -> TableBrowser:
    """A colleague with the same table open."""
    browser = table_site.browser()
    browser.opens()
    return browser
