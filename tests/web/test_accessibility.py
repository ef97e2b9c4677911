"""No page, in no state, has a fault that axe or an HTML parser of the standard finds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from bot.model.person import Role
from tests.office import Person
from tests.web.board_scenes import in_full_swing
from tests.web.board_site import BoardSite
from tests.web.chromium import DESK, PHONE, Tab, chromium
from tests.web.table_site import TableSite

pytestmark = pytest.mark.browser
NARROW = {"viewport": {"width": 320, "height": 640}, "is_mobile": True, "has_touch": True}
STILL = {"reduced_motion": "reduce"}  # colours are not measured while they change
LOOKS: dict[str, dict[str, Any]] = {
    "phone": {**PHONE, **STILL},
    "narrow": {**NARROW, **STILL},
    "desk": {**DESK, **STILL},
    "dark": {**PHONE, **STILL, "color_scheme": "dark"},
    "dark desk": {**DESK, **STILL, "color_scheme": "dark"},
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def tables(tmp_path: Path) -> Iterator[TableSite]:
    made = TableSite(tmp_path)
    yield made
    made.close()


def faults(page: Page) -> list[str]:
    """What axe finds on a page as it stands, and what is no HTML in it as it was sent."""
    found = Axe().run(page).response["violations"]
    named = [
        f"{fault['id']}: {node['target']} {node['failureSummary']}"
        for fault in found
        for node in fault["nodes"]
    ]
    return named + parse_errors(page.request.get(page.url, headers={"accept": "text/html"}).text())


def parse_errors(markup: str) -> list[str]:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    parser.parse(markup)
    return [f"{place}: {code} {details}" for place, code, details in parser.errors]


@pytest.mark.parametrize("look", LOOKS)
def test_the_chat_has_none_from_the_link_to_the_receipt(
    browser: Browser, tables: TableSite, look: str
) -> None:
    tab = Tab(browser, tables.address, **LOOKS[look])
    tab.open(f"/chat/{tables.desk.code()}")
    tab.page.get_by_role("button", name="Đồng ý").last.click()
    tab.tap("Mục 1")
    tab.page.get_by_role("button", name="✓ Mục 1").wait_for()
    found = faults(tab.page)
    for words, answer in (
        ("1.1: 2 lớp 60 người; còn lại không", "Đã đọc"),
        ("đúng", "Báo cáo của Xã Bum Nưa"),
        ("câu này nghĩa là gì", "người tổng hợp"),
        ("nộp", "Đã nộp báo cáo"),
    ):
        tab.write(words)
        tab.sees(answer)
        found += faults(tab.page)
    assert found == []


@pytest.mark.parametrize("look", LOOKS)
def test_the_table_has_none_with_figures_doubts_and_without_a_network(
    browser: Browser, tables: TableSite, look: str
) -> None:
    tab = Tab(browser, tables.address, **LOOKS[look])
    tab.open(f"/chat/{tables.desk.code()}")
    tab.page.get_by_role("button", name="Đồng ý").last.click()
    tab.sees("Mục 1")
    tab.open("/table")
    found = faults(tab.page)
    for name, text in (("1.1:count", "3"), ("10.1:count", "12tr5"), ("2:count", "khoảng 5")):
        tab.page.locator(f'[name="{name}"]').fill(text)
        tab.page.keyboard.press("Tab")
    tab.page.locator('tr[data-row="10.1"][data-state="value"]').wait_for()
    found += faults(tab.page)
    tab.context.set_offline(True)
    tab.page.locator('[name="3:count"]').fill("7")
    tab.page.keyboard.press("Tab")
    found += [str(fault["id"]) for fault in Axe().run(tab.page).response["violations"]]
    assert found == []


@pytest.mark.parametrize("look", ["narrow", "dark", "desk"])
def test_a_returned_report_has_none_in_chat_and_table(
    browser: Browser, tables: TableSite, look: str
) -> None:
    tab = Tab(browser, tables.address, **LOOKS[look])
    tab.open(f"/chat/{tables.desk.code()}")
    tab.page.get_by_role("button", name="Đồng ý").last.click()
    tab.sees("Mục 1")
    for words, answer in (("1.1: 2 lớp 60 người; còn lại không", "Đã đọc"), ("đúng", "Báo cáo của"),
                          ("nộp", "Đã nộp báo cáo")):  # fmt: skip
        tab.write(words)
        tab.sees(answer)
    chief = tables.desk.person("Trần Thị Hoa")
    chief.starts(tables.desk.code(None, Role.COORDINATOR))
    for words in ("Đồng ý", "trả lại Bum Nưa 1.1 số người không khớp", "ok"):
        chief.says(words)
    tab.page.reload()
    found = faults(tab.page)
    tab.open("/table")
    assert found + faults(tab.page) == []


@pytest.mark.parametrize("look", LOOKS)
def test_the_board_has_none(
    browser: Browser, board_site: BoardSite, hoa: Person, look: str
) -> None:
    in_full_swing(board_site.desk, hoa)
    context = browser.new_context(base_url=board_site.address, locale="vi-VN", **LOOKS[look])
    page = context.new_page()
    page.goto(board_site.link(hoa))
    found = faults(page)
    page.get_by_role("button", name="Mở bảng theo dõi").click()
    page.get_by_text("đơn vị đã gửi").wait_for()
    found += faults(page)
    page.get_by_role("link", name="Xã Bum Nưa").first.click()
    page.get_by_role("heading", name="Xã Bum Nưa").first.wait_for()
    assert found + faults(page) == []


def test_a_refusal_and_a_used_link_have_none(browser: Browser, tables: TableSite) -> None:
    tab = Tab(browser, tables.address, **PHONE)
    found = []
    for path in ("/table", "/board/UNKNOWN", "/nowhere", "/app/telegram", "/chat"):
        tab.open(path)
        found += faults(tab.page)
    assert found == []


@pytest.mark.parametrize("look", ["narrow", "dark"])
def test_pasting_dropping_and_a_second_device_have_none(
    browser: Browser, tables: TableSite, look: str
) -> None:
    tab = Tab(browser, tables.address, **LOOKS[look])
    tab.open(f"/chat/{tables.desk.code()}")
    tab.page.get_by_role("button", name="Đồng ý").last.click()
    tab.sees("Mục 1")
    tab.open("/table")
    tab.page.locator('[name="1.1:count"]').evaluate(
        """cell => { const data = new DataTransfer(); data.setData("text/plain", "3\\t45\\nx\\t30");
        cell.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true})); }"""
    )
    tab.page.locator("#pasted[open]").wait_for()
    found = [str(fault["id"]) for fault in Axe().run(tab.page).response["violations"]]
    tab.page.locator("#pasted-drop").click()
    tab.page.evaluate("document.body.classList.add('dropping')")
    found += [str(fault["id"]) for fault in Axe().run(tab.page).response["violations"]]
    tab.page.get_by_role("button", name="Mở trên máy khác").click()
    tab.sees("quét hình này")
    assert not tab.page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert found + [str(f["id"]) for f in Axe().run(tab.page).response["violations"]] == []
