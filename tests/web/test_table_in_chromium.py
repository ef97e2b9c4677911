"""The table in a real browser: on a phone, with the chat, with a second person, without a network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from bot.locale.say import say
from bot.model.submission import Status
from tests.web.chromium import DESK, DROP, PHONE, Tab, chromium
from tests.web.table_site import TableSite

GONE = """tag => localStorage.setItem(`baocao.cell.${tag}.99:count`,
  JSON.stringify({text: "15", version: "unanswered-00000000", base: ""}))"""
"""Leaves a figure of a row that the form no longer has."""

SLOWLY = """() => {
  const send = window.fetch;
  window.fetch = async (...asked) => {
    await new Promise((done) => setTimeout(done, 1000));
    return send(...asked);
  };
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def tables(tmp_path: Path) -> Iterator[TableSite]:
    made = TableSite(tmp_path)
    yield made
    made.close()


def joined(site: TableSite, browser: Browser, **options: object) -> Tab:
    """Somebody who joined by the link of the commune, with the table open."""
    tab = Tab(browser, site.address, **options)
    tab.open(f"/chat/{site.desk.code()}")
    tab.page.get_by_role("button", name="Đồng ý").last.click()
    tab.sees("Mục 1")
    tab.open("/table")
    return tab


def type_in(page: Page, name: str, text: str) -> None:
    cell = page.locator(f'[name="{name}"]')
    cell.fill(text)
    cell.blur()


def stands(page: Page, code: str, state: str) -> None:
    """Wait until a row is in a state."""
    page.locator(f'tr[data-row="{code}"][data-state="{state}"]').wait_for()


def all_sent(page: Page) -> None:
    """Wait until nothing of the page waits to be stored."""
    while page.evaluate("localStorage.length"):
        page.wait_for_timeout(100)


def stored(site: TableSite, code: str) -> tuple[int | None, int | None]:
    answer = site.desk.submission().answers[code]
    return answer.count, answer.people


def test_all_rows_are_filled_in_on_a_phone(tables: TableSite, browser: Browser) -> None:
    tab = joined(tables, browser, **PHONE)
    names = tab.page.eval_on_selector_all("td .cell", "cells => cells.map(cell => cell.name)")
    for name in names:
        cell = name.rpartition(":")[2]
        text = {"people": "45", "text": "không"}.get(cell, "12tr5" if "10." in name else "1")
        tab.page.locator(f'[name="{name}"]').fill(text)
    tab.page.keyboard.press("Tab")
    tab.sees("34/34")
    assert tables.desk.submission().answered == 34
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert tab.complaints == []


def test_the_chat_and_the_table_show_each_other(tables: TableSite, browser: Browser) -> None:
    tab = joined(tables, browser, **DESK)
    tab.write("10.1: 12 triệu 500 nghìn")
    stands(tab.page, "10.1", "value")
    assert tab.page.locator('[name="10.1:count"]').input_value() == "12.500.000"
    other = tab.new_page()
    other.goto("/chat")
    type_in(tab.page, "2:count", "15")
    other.get_by_text("2: 15 tin, bài").wait_for()


def test_a_second_person_chooses_between_two_figures(tables: TableSite, browser: Browser) -> None:
    an, binh = joined(tables, browser, **PHONE), joined(tables, browser, **PHONE)
    binh.page.locator('[name="2:count"]').fill("15")  # still typing
    type_in(an.page, "2:count", "12")
    stands(an.page, "2", "value")
    binh.page.locator('[name="2:count"]').blur()
    binh.page.get_by_role("button", name="Ghi “15”").wait_for()
    assert stored(tables, "2") == (12, None)
    binh.page.get_by_role("button", name="Ghi “15”").click()
    expect(an.page.locator('[name="2:count"]')).to_have_value("15")
    assert stored(tables, "2") == (15, None)


def test_what_is_typed_without_a_network_outlives_a_reload_and_is_sent_once(
    tables: TableSite, browser: Browser
) -> None:
    tab = joined(tables, browser, **PHONE)
    tab.context.route("**/table/save", lambda route: route.abort())
    type_in(tab.page, "1.1:count", "3")
    type_in(tab.page, "1.1:people", "45")
    tab.sees("Mất mạng")
    tab.page.reload()
    assert tab.page.locator('[name="1.1:people"]').input_value() == "45"
    tab.context.unroute("**/table/save")
    stands(tab.page, "1.1", "value")
    with tables.desk.store.reading() as tx:
        history = tx.history.of_report(tables.desk.submission().id)
    assert [line.code for line in history] == ["1.1"]


def test_a_doubtful_value_stays_after_a_reload_and_one_press_stores_it(
    tables: TableSite, browser: Browser
) -> None:
    tab = joined(tables, browser, **PHONE)
    type_in(tab.page, "2:count", "khoảng 20")
    tab.sees("ước chừng")
    tab.page.reload()
    assert tab.page.locator('[name="2:count"]').input_value() == "khoảng 20"
    tab.page.get_by_role("button", name="Ghi 20 tin, bài").click()
    stands(tab.page, "2", "value")


def test_enter_and_arrows_go_from_cell_to_cell(tables: TableSite, browser: Browser) -> None:
    tab = joined(tables, browser, **DESK)
    focused = "document.activeElement.name"
    tab.page.locator('[name="1.1:count"]').focus()
    seen = []
    for key in ("Enter", "ArrowDown", "ArrowUp", "ArrowRight", "Tab"):
        tab.page.keyboard.press(key)
        seen.append(tab.page.evaluate(focused))
    assert seen[:4] == ["1.2:count", "1.3:count", "1.2:count", "1.2:people"]


def test_the_table_opens_without_a_network_and_sends_later(
    tables: TableSite, browser: Browser
) -> None:
    tab = joined(tables, browser, **DESK)
    kept = "async () => Boolean(await (await caches.open('baocao-pages')).match('/table'))"
    while not tab.page.evaluate(kept):
        tab.page.wait_for_timeout(100)
    tab.context.set_offline(True)
    tab.page.reload()
    type_in(tab.page, "2:count", "12")
    tab.sees("Mất mạng")
    tab.context.set_offline(False)
    stands(tab.page, "2", "value")
    assert stored(tables, "2") == (12, None)


def test_a_pasted_column_is_stored_after_one_press(tables: TableSite, browser: Browser) -> None:
    tab = joined(tables, browser, **DESK)
    tab.page.locator('[name="1.1:count"]').evaluate(
        """cell => { const data = new DataTransfer(); data.setData("text/plain", "3\\t45\\n2\\t30");
        cell.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true})); }"""
    )
    tab.page.get_by_role("button", name="Ghi 4 ô").click()
    stands(tab.page, "1.2", "value")
    assert [stored(tables, code) for code in ("1.1", "1.2")] == [(3, 45), (2, 30)]


def test_the_link_to_another_device_is_shown_beside_the_chat(
    tables: TableSite, browser: Browser
) -> None:
    tab = joined(tables, browser, **DESK)
    tab.sees("Gửi")
    tab.page.get_by_role("button", name="Mở trên máy khác").click()
    tab.sees("quét hình này")
    tab.page.locator("svg").first.wait_for()
    assert tab.complaints == []


def test_a_missing_number_is_asked_for_once_its_row_is_left(
    tables: TableSite, browser: Browser
) -> None:
    page = joined(tables, browser, **DESK).page
    doubt = page.locator('tr[data-row="1.1"] .doubt')
    page.locator('[name="1.1:count"]').fill("2")
    with page.expect_response("**/table/save"):
        page.locator('[name="1.1:people"]').focus()
    page.wait_for_function("!document.querySelector('[name=\"1.1:count\"]').matches('.waits')")
    expect(doubt).to_be_hidden()
    page.locator('[name="1.2:count"]').focus()
    expect(doubt).to_be_visible()
    page.locator('[name="1.1:people"]').fill("45")
    page.locator('[name="1.2:count"]').focus()
    stands(page, "1.1", "value")
    expect(doubt).to_be_hidden()


def test_what_waits_to_be_sent_waits_on_the_table_and_in_the_chat(
    tables: TableSite, browser: Browser
) -> None:
    tab = joined(tables, browser, **PHONE)
    for address in ("**/chat/send", "**/chat/upload"):
        tab.context.route(address, lambda route: route.abort())
    tab.page.evaluate(DROP)
    tab.sees("Mất mạng")
    tab.page.locator("a.to-chat").click()
    tab.sees("Đang chờ gửi…")
    tab.write("1.1: 3 lớp, 45 người")
    tab.sees("Đang chờ gửi…", times=2)
    tab.open("/table")
    for address in ("**/chat/send", "**/chat/upload"):
        tab.context.unroute(address)
    stands(tab.page, "1.1", "value")
    assert tab.page.evaluate("Object.keys(localStorage)") == []
    assert len(list(tables.desk.folder.rglob("*.png"))) == 1


def test_a_photo_that_is_sent_before_joining_holds_nothing_up(
    tables: TableSite, browser: Browser
) -> None:
    tab = Tab(browser, tables.address)
    tab.open(f"/chat/{tables.desk.code()}")
    tab.page.get_by_role("button", name="Đồng ý").last.wait_for()
    tab.page.evaluate(DROP)
    tab.write("")
    tab.sees("chưa được gắn với đơn vị nào")
    tab.page.get_by_role("button", name="Đồng ý").last.click()
    tab.sees("Mục 1")


def test_figures_typed_after_a_wrong_button_are_what_is_stored(
    tables: TableSite, browser: Browser
) -> None:
    tab = joined(tables, browser, **PHONE)
    tab.context.set_offline(True)
    tab.page.locator('tr[data-row="1.1"] td.none button').click()
    type_in(tab.page, "1.1:count", "3")
    type_in(tab.page, "1.1:people", "45")
    tab.context.set_offline(False)
    stands(tab.page, "1.1", "value")
    assert stored(tables, "1.1") == (3, 45)


def test_an_undo_whose_answer_was_lost_takes_one_recording_back(
    tables: TableSite, browser: Browser
) -> None:
    tab = joined(tables, browser, **PHONE)
    for code in ("2", "3"):
        type_in(tab.page, f"{code}:count", "15")
        stands(tab.page, code, "value")
    lost: list[object] = []

    def lose(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch())
            route.abort()

    tab.context.route("**/table/save", lose)
    tab.page.get_by_role("button", name="Hoàn tác").dblclick()
    tab.sees("không làm gì thêm")
    assert list(tables.desk.submission().answers) == ["2"]


def test_an_undo_without_a_network_takes_back_what_was_done_last(
    tables: TableSite, browser: Browser
) -> None:
    tab = joined(tables, browser, **PHONE)
    tab.context.set_offline(True)
    for code in ("2", "3", "8"):
        type_in(tab.page, f"{code}:count", "15")
    tab.page.get_by_role("button", name="Hoàn tác").click()
    tab.context.set_offline(False)
    stands(tab.page, "3", "value")
    all_sent(tab.page)
    assert list(tables.desk.submission().answers) == ["2", "3"]
    tab.sees("Đã hoàn tác: 8.")
    for told in ("Đã hoàn tác: 2, 3.", "Không có gì để hoàn tác."):
        tab.page.get_by_role("button", name="Hoàn tác").click()
        tab.sees(told)


def test_a_report_that_could_not_be_sent_in_is_said_to_be_none(
    tables: TableSite, browser: Browser
) -> None:
    tab = joined(tables, browser, **PHONE)
    tab.context.set_offline(True)
    type_in(tab.page, "2:count", "15")
    tab.page.locator("#send-report").click()
    tab.sees("báo cáo chưa được nộp")
    tab.context.set_offline(False)
    all_sent(tab.page)
    tab.sees("báo cáo chưa được nộp")
    tab.page.locator("#send-report").click()
    tab.page.wait_for_url("**/chat#end")


def test_a_report_whose_answer_was_lost_is_sent_in_once(
    tables: TableSite, browser: Browser
) -> None:
    tab = joined(tables, browser, **PHONE)
    type_in(tab.page, "2:count", "15")
    all_sent(tab.page)

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    tab.context.route("**/chat/send", lose)
    for _ in range(4):  # by as many messages it would be sent in past its warnings
        with tab.page.expect_event("requestfailed"):
            tab.page.locator("#send-report").click()
        tab.sees("chưa rõ đã nộp hay chưa")
    tab.context.unroute("**/chat/send")
    tab.page.locator("#send-report").click()
    tab.page.wait_for_url("**/chat#end")
    assert tab.page.locator(".line.me", has_text="nộp").count() == 1
    assert tables.desk.submission().status is Status.IN_PROGRESS


def test_why_a_report_was_not_taken_is_said(tables: TableSite, browser: Browser) -> None:
    tab = joined(tables, browser, **PHONE)
    tab.page.evaluate("document.getElementById('table').dataset.token = '0'")
    tab.page.locator("#send-report").click()
    expect(tab.page.locator("#net")).to_have_text(say("page.not_taken"))


def test_an_undone_remark_is_told(tables: TableSite, browser: Browser) -> None:
    tab = joined(tables, browser, **DESK)
    type_in(tab.page, "2:count", "12")
    tab.page.locator('tr[data-row="2"] summary').click()
    type_in(tab.page, "2:note", "đăng trên trang của xã")
    all_sent(tab.page)
    tab.page.get_by_role("button", name="Hoàn tác").click()
    tab.sees("Đã hoàn tác: 2.")
    two = tables.desk.submission().answers["2"]
    assert (two.count, two.note) == (12, "")


def test_an_undo_without_a_network_takes_a_chosen_figure_back(
    tables: TableSite, browser: Browser
) -> None:
    an, binh = joined(tables, browser, **PHONE), joined(tables, browser, **PHONE)
    binh.context.set_offline(True)
    type_in(binh.page, "2:count", "15")
    type_in(an.page, "2:count", "12")
    stands(an.page, "2", "value")
    binh.context.set_offline(False)
    binh.page.get_by_role("button", name="Ghi “15”").wait_for()
    binh.context.set_offline(True)
    type_in(binh.page, "8:count", "6")
    binh.page.get_by_role("button", name="Ghi “15”").click()
    binh.page.get_by_role("button", name="Hoàn tác").click()
    binh.context.set_offline(False)
    binh.sees("Đã hoàn tác: 2.")
    assert (stored(tables, "8"), stored(tables, "2")) == ((6, None), (12, None))


def test_both_figures_of_a_row_and_a_button_win_a_conflict_by_one_press(
    tables: TableSite, browser: Browser
) -> None:
    an, binh = joined(tables, browser, **PHONE), joined(tables, browser, **PHONE)
    binh.context.set_offline(True)
    type_in(binh.page, "1.1:count", "5")
    type_in(binh.page, "1.1:people", "100")
    binh.page.locator('tr[data-row="2"] td.none button').click()
    for name, text in (("1.1:count", "3"), ("1.1:people", "45"), ("2:count", "15")):
        type_in(an.page, name, text)
    stands(an.page, "2", "value")
    binh.context.set_offline(False)
    binh.page.get_by_role("button", name="Ghi “5, 100”").click()
    binh.page.get_by_role("button", name="Ghi “Không tổ chức”").click()
    stands(an.page, "2", "nil")
    expect(an.page.locator('[name="1.1:count"]')).to_have_value("5")
    assert stored(tables, "1.1") == (5, 100)


def test_a_conflict_that_is_answered_by_typing_leaves_no_cell_behind(
    tables: TableSite, browser: Browser
) -> None:
    an, binh = joined(tables, browser, **PHONE), joined(tables, browser, **PHONE)
    binh.context.set_offline(True)
    for page, figures in ((binh.page, ("5", "100")), (an.page, ("3", "45"))):
        for cell, text in zip(("count", "people"), figures, strict=True):
            type_in(page, f"1.1:{cell}", text)
    stands(an.page, "1.1", "value")
    binh.context.set_offline(False)
    binh.page.get_by_role("button", name="Ghi “5, 100”").wait_for()
    type_in(binh.page, "1.1:count", "3")  # theirs
    binh.page.get_by_role("button", name="Ghi “100”").click()
    expect(an.page.locator('[name="1.1:people"]')).to_have_value("100")
    assert stored(tables, "1.1") == (3, 100)


def test_what_is_done_while_ones_own_change_is_on_its_way_is_no_conflict(
    tables: TableSite, browser: Browser
) -> None:
    tab = joined(tables, browser, **PHONE)
    tab.page.evaluate(SLOWLY)
    none = tab.page.locator("td.none button")
    type_in(tab.page, "2:count", "12")
    tab.page.locator('tr[data-row="2"]').locator(none).click()
    tab.page.locator('tr[data-row="3"]').locator(none).click()
    type_in(tab.page, "3:count", "7")
    tab.page.locator('tr[data-row="4.1"] summary').click()
    tab.page.locator('[name="4.1:note"]').fill("bận dịch bệnh")
    tab.page.locator('tr[data-row="4.1"]').locator(none).click()
    all_sent(tab.page)
    assert tab.page.locator(".clash-choice").count() == 0
    kept = tables.desk.submission().answers
    assert [kept[code].state for code in ("2", "3", "4.1")] == ["nil", "value", "nil"]
    assert (kept["3"].count, kept["4.1"].note) == (7, "bận dịch bệnh")


def test_a_confirm_whose_answer_was_lost_tells_of_nobody_else(
    tables: TableSite, browser: Browser
) -> None:
    tab = joined(tables, browser, **PHONE)
    type_in(tab.page, "2:count", "khoảng 20")
    tab.page.get_by_role("button", name="Ghi 20 tin, bài").wait_for()
    lost: list[object] = []

    def lose(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch())
            route.abort()

    tab.context.route("**/table/save", lose)
    tab.page.get_by_role("button", name="Ghi 20 tin, bài").click()
    stands(tab.page, "2", "value")
    all_sent(tab.page)
    assert tab.page.locator(".clash-choice").count() == 0
    expect(tab.page.locator("#net")).to_have_text("")


def test_a_refused_text_stays_in_its_cell_and_all_else_is_stored(
    tables: TableSite, browser: Browser
) -> None:
    tab = joined(tables, browser, **PHONE)
    tag = tab.page.locator("#table").get_attribute("data-tag")
    tab.context.set_offline(True)
    tab.page.evaluate(GONE, tag)
    type_in(tab.page, "2:count", "15")
    type_in(tab.page, "11:text", "Kết quả. " * 2500)
    tab.context.set_offline(False)
    stands(tab.page, "2", "value")
    tab.sees("Tin dài quá")
    tab.page.reload()  # what the server refuses is kept
    tab.sees("99: “15”")
    tab.sees("Tin dài quá")
    assert len(tab.page.locator('[name="11:text"]').input_value()) > 20_000


def test_the_report_is_sent_once_the_last_figure_is_saved(
    tables: TableSite, browser: Browser
) -> None:
    tab = joined(tables, browser, **PHONE)
    tab.page.locator('[name="2:count"]').fill("15")
    tab.page.evaluate(SLOWLY)
    tab.page.locator('[name="2:count"]').blur()
    tab.page.locator("#send-report").click()
    tab.page.wait_for_url("**/chat#end")
    assert stored(tables, "2") == (15, None)
