"""The chat and the table in a second browser: joined, filled in, without a network, shown by both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.firefox import Firefox, find_firefox, firefox
from tests.web.table_site import TableSite

pytestmark = pytest.mark.firefox
AGREE = '.choices button[value$="agree"]'
KEPT = """return navigator.serviceWorker.controller &&
    caches.open("baocao-pages").then(kept => kept.match("/table")).then(Boolean)"""
LEFT = "\ue004"  # the key Tab


@pytest.fixture
def tables(tmp_path: Path) -> Iterator[TableSite]:
    find_firefox()
    made = TableSite(tmp_path / "office")
    yield made
    made.close()


@pytest.fixture
def page(tables: TableSite, tmp_path: Path) -> Iterator[Firefox]:
    """Somebody who joined by the commune's link, with the table open."""
    with firefox(tmp_path / "profile") as opened:
        opened.opens(f"{tables.address}/chat/{tables.desk.code()}")
        opened.press(AGREE)
        opened.sees("Mục 1")
        opened.opens(f"{tables.address}/table")
        yield opened


def stands(page: Firefox, code: str, state: str = "value") -> None:
    page.find(f'tr[data-row="{code}"][data-state="{state}"]')


def test_cells_are_stored_as_they_are_left_and_the_chat_shows_it(
    page: Firefox, tables: TableSite
) -> None:
    page.type_in('[name="1.1:count"]', "3" + LEFT)
    page.type_in('[name="1.1:people"]', "45" + LEFT)
    page.type_in('[name="10.1:count"]', "12tr5" + LEFT)
    stands(page, "10.1")
    page.opens(f"{tables.address}/chat")
    page.sees("2/34")
    page.type_in("#answer", "2: 15 tin")
    page.press("#send")
    page.sees("2: 15 tin, bài")
    answers = tables.desk.submission().answers
    assert (answers["1.1"].people, answers["10.1"].count) == (45, 12_500_000)


def test_what_is_typed_without_a_network_is_sent_once_after_a_reload(
    page: Firefox, tables: TableSite
) -> None:
    page.until(KEPT)
    page.has_network(False)
    page.type_in('[name="2:count"]', "12" + LEFT)
    page.sees("Mất mạng")
    page.loads_again()  # as the browser keeps it
    page.until("""return document.getElementsByName("2:count")[0].value === "12" """)
    page.has_network(True)
    stands(page, "2")
    with tables.desk.store.reading() as tx:
        history = tx.history.of_report(tables.desk.submission().id)
    assert [line.code for line in history] == ["2"]
