"""The pages on small screens and with large text: whole, readable, short."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.web.chromium import Tab, chromium
from tests.web.table_site import TableSite

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
TWICE_THE_TEXT = {"viewport": {"width": 195, "height": 422}, "is_mobile": True, "has_touch": True}
TWICE_ON_A_SMALL_ONE = {
    "viewport": {"width": 160, "height": 320},
    "is_mobile": True,
    "has_touch": True,
}
ON_ITS_SIDE = {"viewport": {"width": 740, "height": 360}, "is_mobile": True, "has_touch": True}
SCREENS = """() => { const table = document.getElementById("table");
    return (table.scrollHeight + innerHeight - table.clientHeight) / innerHeight; }"""
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
ROOM = 'document.getElementById("scroll").clientHeight / innerHeight'


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def tables(tmp_path: Path) -> Iterator[TableSite]:
    made = TableSite(tmp_path)
    yield made
    made.close()


def joined(site: TableSite, browser: Browser, **options: object) -> Page:
    tab = Tab(browser, site.address, **options)
    tab.open(f"/chat/{site.desk.code()}")
    tab.page.get_by_role("button", name="Đồng ý").last.click()
    tab.sees("Mục 1")
    return tab.page


def test_a_filled_table_takes_four_screens_of_a_phone(tables: TableSite, browser: Browser) -> None:
    page = joined(tables, browser, **PHONE)
    page.goto("/table")
    for name in page.eval_on_selector_all("td .cell", "cells => cells.map(cell => cell.name)"):
        text = {"people": "45", "text": "Đọc sách lưu động"}.get(name.rpartition(":")[2], "1")
        page.locator(f'[name="{name}"]').fill("12tr5" if name.startswith("10.") else text)
    page.keyboard.press("Tab")
    page.get_by_text("34/34").wait_for()
    assert page.evaluate(SCREENS) <= 4


def test_twelve_rows_take_twenty_five_touches(tables: TableSite, browser: Browser) -> None:
    page = joined(tables, browser, **PHONE)
    page.locator("#head-table").tap()
    page.locator("#sheet").wait_for()
    cells = page.locator("td .cell:not(.note)")
    for place in range(24):  # a count and people, row by row
        cells.nth(place).tap()
        page.keyboard.type("12")
    page.keyboard.press("Tab")
    page.get_by_text("12/34").wait_for()


@pytest.mark.parametrize("screen", [TWICE_THE_TEXT, TWICE_ON_A_SMALL_ONE])
@pytest.mark.parametrize("path", ["/table", "/chat"])
def test_text_of_twice_the_size_leaves_room_and_nothing_is_cut(
    tables: TableSite, browser: Browser, path: str, screen: dict[str, object]
) -> None:
    page = joined(tables, browser, **screen)
    page.goto(path)
    page.get_by_text("0/34").wait_for()
    assert not page.evaluate(WIDER)
    assert path != "/chat" or page.evaluate(ROOM) > 0.4


def test_a_phone_on_its_side_shows_the_conversation(tables: TableSite, browser: Browser) -> None:
    page = joined(tables, browser, **ON_ITS_SIDE)
    assert page.evaluate(ROOM) > 0.5
