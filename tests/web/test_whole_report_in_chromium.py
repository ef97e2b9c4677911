"""A whole report by table on a phone: half of it without a network, through a closed tab, a paste from
Word, a second device and the chat at the same time. Nothing is lost, nothing is stored twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.web.chromium import DROP, Tab, chromium
from tests.web.table_site import TableSite

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
PASTE = """(cell, text) => { const data = new DataTransfer(); data.setData("text/plain", text);
    cell.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); }"""
KEPT = "async () => Boolean(await (await caches.open('baocao-pages')).match('/table'))"
NAMES = "cells => cells.map(cell => cell.name)"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def tables(tmp_path: Path) -> Iterator[TableSite]:
    made = TableSite(tmp_path)
    yield made
    made.close()


@pytest.fixture
def phone(tables: TableSite, browser: Browser) -> Tab:
    """A phone that joined, with the table open and kept for the time without a network."""
    tab = Tab(browser, tables.address, **PHONE)
    tab.open(f"/chat/{tables.desk.code()}")
    tab.page.get_by_role("button", name="Đồng ý").last.click()
    tab.sees("Mục 1")
    tab.open("/table")
    while not tab.page.evaluate(KEPT):
        tab.page.wait_for_timeout(100)
    return tab


def value(name: str) -> str:
    cell = name.rpartition(":")[2]
    texts = {"people": "45", "text": "Đọc sách lưu động ở bản"}
    return "12tr5" if name.startswith("10.") else texts.get(cell, "1")


def fill_in(page: Page, names: list[str]) -> None:
    """Go through cells as a person does: each is left for the next."""
    for name in names:
        page.locator(f'[name="{name}"]').fill(value(name))
    page.keyboard.press("Tab")


def times_stored(tables: TableSite) -> Counter[str]:
    """How often each row was stored."""
    with tables.desk.store.reading() as tx:
        return Counter(line.code for line in tx.history.of_report(tables.desk.submission().id))


def two_cells(page: Page) -> set[str]:
    """The rows that have more than one cell."""
    names = page.eval_on_selector_all("td .cell", NAMES)
    rows = Counter(name.rpartition(":")[0] for name in names)
    return {code for code, cells in rows.items() if cells > 1}


def second_device(tables: TableSite, browser: Browser, phone: Tab) -> Tab:
    """The person's computer, by the link that the phone shows."""
    shown = phone.new_page()
    shown.goto("/table")
    shown.get_by_role("button", name="Mở trên máy khác").click()
    link = shown.get_by_text("/chat/").inner_text()
    shown.close()
    tab = Tab(browser, tables.address, viewport={"width": 1440, "height": 900})
    tab.open(link.strip())
    tab.page.get_by_role("button", name="Đồng ý").last.click()
    tab.sees("Mục 1")
    tab.open("/table")
    return tab


def half_of_it_without_a_network(phone: Tab) -> None:
    """Paste the first rows from Word, type some, lose the network, type the rest, close the tab."""
    names = phone.page.eval_on_selector_all("td .cell", NAMES)
    phone.page.locator(f'[name="{names[0]}"]').evaluate(PASTE, "3\t45\r\n2\t30\r\n")
    phone.page.get_by_role("button", name="Ghi 4 ô").click()
    fill_in(phone.page, names[4:30])
    phone.page.locator(f'tr:has([name="{names[29]}"])[data-state="value"]').wait_for()
    phone.context.set_offline(True)
    fill_in(phone.page, names[30:])
    phone.sees("Mất mạng")
    phone.page.close()
    phone.page = phone.new_page()
    phone.page.goto("/table")  # as the browser keeps it
    shown = phone.page.eval_on_selector_all("td .cell", "cells => cells.map(cell => cell.value)")
    assert shown[30:] == [value(name) for name in names[30:]]


def test_a_report_outlives_a_closed_tab_and_is_stored_once(tables: TableSite, phone: Tab) -> None:
    half_of_it_without_a_network(phone)
    phone.context.set_offline(False)
    phone.sees("34/34")
    phone.page.reload()
    phone.sees("34/34")
    answers = tables.desk.submission().answers
    figures = [(answers[code].count, answers[code].people) for code in ("1.1", "1.2", "1.3")]
    assert figures == [(3, 45), (2, 30), (1, 45)]
    assert answers["10.1"].count == 12_500_000
    twice = {code for code, times in times_stored(tables).items() if times > 1}
    assert twice <= two_cells(phone.page)  # cells of one row may be left one by one
    assert phone.complaints == []


def test_a_second_device_the_chat_and_the_table_show_the_same(
    tables: TableSite, browser: Browser, phone: Tab
) -> None:
    fill_in(phone.page, ["1.3:count", "1.3:people"])
    desk = second_device(tables, browser, phone)
    desk.page.locator('tr[data-row="1.3"][data-state="value"]').wait_for()
    desk.write("1.3: 2 lớp 50 người")
    expect(phone.page.locator('[name="1.3:people"]')).to_have_value("50")
    fill_in(phone.page, ["2:count"])
    desk.page.locator('tr[data-row="2"][data-state="value"]').wait_for()
    answers = tables.desk.submission().answers
    assert (answers["1.3"].count, answers["1.3"].people, answers["2"].count) == (2, 50, 1)
    assert phone.complaints == desk.complaints == []


@pytest.mark.parametrize("way", ["dropped", "chosen"])
def test_a_photo_from_the_table_goes_to_the_chat(
    tables: TableSite, phone: Tab, tmp_path: Path, way: str
) -> None:
    if way == "dropped":
        phone.page.evaluate(DROP)
    else:
        picture = tmp_path / "chon.png"
        Image.new("RGB", (40, 30), "red").save(picture)
        phone.page.get_by_label("Tệp, ảnh").set_input_files(str(picture))
    phone.sees("Đã gửi 1 tệp")
    phone.open("/chat")
    phone.sees("Đã nhận ảnh 1")
