"""Cards of the chat in a real browser: they change where they stand, also after loading again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.web.chromium import PHONE, Tab, chromium
from tests.web.table_site import TableSite

LIST = ".line.bot:has-text('có hoạt động ở những mục nào')"
REPORT = ".line.bot:has(.head:text-is('Báo cáo của Xã Bum Nưa'))"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def tab(tmp_path: Path, browser: Browser) -> Iterator[Tab]:
    site = TableSite(tmp_path)
    made = Tab(browser, site.address, **PHONE)
    made.open(f"/chat/{site.desk.code()}")
    made.page.get_by_role("button", name="Đồng ý").last.click()
    made.page.get_by_role("button", name="Mục 1", exact=True).wait_for()
    yield made
    site.close()


def test_ticks_change_the_list_where_it_stands(tab: Tab) -> None:
    for label in ("Mục 1", "Mục 5"):
        tab.tap(label)
        tab.page.get_by_role("button", name=f"✓ {label}", exact=True).wait_for()
    for _ in ("as it is", "loaded again"):
        assert tab.page.locator(LIST).count() == 1
        assert tab.mine() == ["Đồng ý"]
        tab.page.reload()
    assert tab.complaints == []


def test_the_review_shows_a_figure_that_was_said_below_it(tab: Tab) -> None:
    tab.write("1.1: 2 lớp 60 người")
    tab.sees("Đã ghi 1.1")
    tab.write("xem")
    tab.page.locator(REPORT).wait_for()
    tab.write("sửa 1.1 thành 3 lớp 75 người")
    expect(tab.page.locator(REPORT)).to_contain_text("1.1: 3 lớp, 75 người")
    assert tab.page.locator(REPORT).count() == 1


def test_a_row_is_opened_from_the_review_and_old_buttons_are_dead(tab: Tab) -> None:
    tab.write("1.1: 2 lớp 60 người")
    tab.sees("Đã ghi 1.1")
    assert tab.page.locator(LIST).get_by_role("button", name="Mục 5").is_enabled()
    tab.write("xem")
    tab.page.locator(REPORT).get_by_role("button", name="Mục 10", exact=True).click()
    tab.page.get_by_role("button", name="Sửa 10.1").click()
    tab.sees("Câu 32/34")
    assert tab.page.locator(LIST).get_by_role("button", name="Mục 5").is_disabled()
