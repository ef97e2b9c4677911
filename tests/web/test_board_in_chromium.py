"""The board in a real browser, on a phone and at a desk, and how it looks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.model.submission import Status
from tests.office import Person
from tests.web.board_scenes import in_full_swing
from tests.web.board_site import BoardSite
from tests.web.chromium import DESK, PHONE, Tab, chromium
from tests.web.site import Site

pytestmark = pytest.mark.browser

SIZES = {"phone": PHONE, "desktop": DESK}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def opened(browser: Browser, site: BoardSite, person: Person, size: dict[str, Any]) -> Page:
    """The board after the link and its button, without any script of ours."""
    context = browser.new_context(base_url=site.address, locale="vi-VN", **size)
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(site.link(person))
    page.get_by_role("button", name="Mở bảng theo dõi").click()
    page.get_by_text("đơn vị đã gửi").wait_for()
    return page


def is_wider_than_the_screen(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@pytest.mark.parametrize("name", SIZES)
def test_the_pages_fit_the_screen(
    browser: Browser, board_site: BoardSite, hoa: Person, name: str
) -> None:
    in_full_swing(board_site.desk, hoa)
    page = opened(browser, board_site, hoa, SIZES[name])
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    wide = [is_wider_than_the_screen(page)]
    page.get_by_role("link", name="Xã Tá Bạ").click()
    page.get_by_text("Số liệu theo biểu").wait_for()
    for summary in page.locator("summary").all()[:12]:
        summary.click()
    wide.append(is_wider_than_the_screen(page))
    assert (wide, complaints) == ([False, False], [])
    page.context.close()


@pytest.mark.parametrize("wide", [1440, 390])
def test_photos_are_there_once_they_are_scrolled_to_and_open_in_full(
    browser: Browser, board_site: BoardSite, hoa: Person, wide: int
) -> None:
    in_full_swing(board_site.desk, hoa)
    size = {"viewport": {"width": wide, "height": 800}}
    page = opened(browser, board_site, hoa, size)
    page.get_by_role("link", name="Xã Tá Bạ").click()
    photo = page.locator(".pictures img").first
    photo.scroll_into_view_if_needed()
    expect(photo).to_have_js_property("complete", True)
    assert photo.evaluate("picture => picture.naturalWidth") > 0
    photo.click()
    page.wait_for_url("**/kept/*")
    assert page.evaluate("document.images[0].naturalWidth") > 0
    page.context.close()


@pytest.mark.parametrize("name", SIZES)
def test_a_report_is_returned_with_a_thumb_or_a_mouse(
    browser: Browser, board_site: BoardSite, hoa: Person, name: str
) -> None:
    in_full_swing(board_site.desk, hoa)
    page = opened(browser, board_site, hoa, SIZES[name])
    page.get_by_role("link", name="Xã Mù Cả").click()
    page.locator("summary", has_text="Trả lại").click()
    page.get_by_label("Mục", exact=True).first.select_option("1.6")
    page.get_by_label("Lý do").first.fill("chưa khớp số người")
    page.locator("details[open]").get_by_role("button", name="Xem trước").click()
    expect(page.locator(".words")).to_contain_text("1.6 chưa khớp số người")
    page.get_by_role("button", name="Thực hiện").click()
    page.get_by_role("link", name="Tiếp tục").click()
    expect(page.locator(".hero .badge")).to_have_text("Trả lại")
    submission = board_site.desk.submission("03451")
    assert (submission.status, submission.returned_rows) == (Status.RETURNED, ("1.6",))
    page.context.close()


def test_buttons_are_large_enough_for_a_thumb(
    browser: Browser, board_site: BoardSite, hoa: Person
) -> None:
    page = opened(browser, board_site, hoa, PHONE)
    low = [
        box
        for button in page.locator("main button, main .chip, main .file-link").all()
        if (box := button.bounding_box()) is not None and box["height"] < 40
    ]
    assert low == []
    page.context.close()


def test_the_bots_own_addresses_can_be_pressed_in_the_chat(browser: Browser, site: Site) -> None:
    tab = Tab(browser, site.address)
    tab.open()
    tab.tap("Đồng ý")
    tab.sees("Câu 1/34")
    chat = site.call(lambda: site.backend.received[0].address.chat)
    site.say(chat, f"Bảng: {site.address}/board/ABC và https://evil.example.com/x")
    tab.sees("Bảng:")
    tab.page.reload()
    tab.sees("Bảng:")
    links = tab.page.locator(".line.bot .text a")
    assert links.all_inner_texts() == [f"{site.address}/board/ABC"]
    tab.context.close()
    assert tab.complaints == []
