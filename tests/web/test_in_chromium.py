"""The chat page in a real browser: the whole way, without network, and how it looks."""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser

from bot.channels.web_chat import ChatHistory
from bot.model.message import Choice, IncomingKind
from bot.use_cases.turns.budgets import DAY, Budget
from tests.imports.pictures import phone_jpeg
from tests.web.chromium import DESK, DROP, PHONE, Tab, chromium
from tests.web.site import Site

pytestmark = pytest.mark.browser

EVIL = "<img src=x onerror=\"document.title='broken'\"><b>đậm</b>"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def tab(browser: Browser, site: Site) -> Iterator[Tab]:
    made = Tab(browser, site.address)
    yield made
    made.context.close()
    assert made.complaints == []


@pytest.fixture
def joined(tab: Tab) -> Tab:
    tab.open()
    tab.tap("Đồng ý")
    tab.sees("Câu 1/34")
    return tab


def photo(folder: Path, name: str) -> str:
    path = folder / name
    path.write_bytes(phone_jpeg())
    return str(path)


def test_the_whole_way_from_the_link_to_the_third_question(site: Site, joined: Tab) -> None:
    joined.write("3 lớp 45 người")
    joined.sees("Câu 2/34")
    joined.tap("Không tổ chức")
    joined.sees("Câu 3/34")
    assert [(each.kind, each.choice or each.text) for each in site.backend.received] == [
        (IncomingKind.START, "ABCDE12345"),
        (IncomingKind.CHOICE, "0|1|0|agree"),
        (IncomingKind.TEXT, "3 lớp 45 người"),
        (IncomingKind.CHOICE, "7|1.1|1|none"),
    ]
    assert joined.mine() == ["Đồng ý", "3 lớp 45 người", "Không tổ chức"]


def test_loading_again_shows_the_same_and_sends_nothing(site: Site, joined: Tab) -> None:
    joined.write("3 lớp 45 người")
    joined.sees("Câu 2/34")
    before, sent = joined.page.locator("#log .bubble").all_inner_texts(), site.texts()
    joined.page.reload()
    assert joined.page.url == f"{site.address}/chat"  # the code has left the address
    joined.write("5")
    joined.sees("Câu 3/34")
    after = joined.page.locator("#log .bubble").all_inner_texts()
    assert [text for text in after if text][: len(before)] == [text for text in before if text]
    assert site.texts() == [*sent, "5"]


def test_offline_messages_wait_and_arrive_once_in_order(site: Site, joined: Tab) -> None:
    joined.context.set_offline(True)
    joined.write("hai lớp")
    joined.write("ba lớp")
    joined.sees("Mất kết nối, sẽ gửi lại khi có mạng")
    joined.sees("Đang chờ gửi…", times=2)
    joined.page.locator("#answer").fill("còn đang viết")
    joined.context.set_offline(False)
    joined.sees("Đã ghi ba lớp")
    assert joined.page.locator(".waiting").count() == 0
    assert joined.page.locator("#answer").input_value() == "còn đang viết"
    assert site.texts()[2:] == ["hai lớp", "ba lớp"]
    assert joined.mine() == ["Đồng ý", "hai lớp", "ba lớp"]


def test_messages_written_without_a_server_survive_closing_the_page(
    site: Site, joined: Tab
) -> None:
    page = joined.page
    site.stop()
    joined.write("hai lớp")
    joined.write("ba lớp")
    joined.sees("Đang chờ gửi…", times=2)
    page.locator("#answer").fill("còn đang viết")
    page.close()  # the page itself cannot be loaded now: only the browser's memory is left
    site.start()
    joined.page = joined.new_page()
    joined.open("/chat")
    joined.sees("Đã ghi ba lớp")
    assert joined.page.locator("#answer").input_value() == "còn đang viết"
    assert site.texts()[2:] == ["hai lớp", "ba lớp"]
    joined.page.reload()
    assert joined.mine() == ["Đồng ý", "hai lớp", "ba lớp"]
    assert joined.page.locator("#status").inner_text() == ""


def test_a_lost_answer_of_the_server_does_not_double_a_message(site: Site, joined: Tab) -> None:
    page, lost = joined.page, []

    def lose(route: object) -> None:
        if len(lost) < 2:
            lost.append(route.fetch())  # type: ignore[attr-defined]
            route.abort()  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    joined.context.route("**/chat/send", lose)
    joined.write("3 lớp 45 người")
    page.locator(".line.me:not(.waiting)", has_text="3 lớp 45 người").wait_for()
    assert [answer.status for answer in lost] == [200, 200]
    assert site.texts()[2:] == ["3 lớp 45 người"]
    joined.complaints.clear()  # the two broken answers


def test_a_server_fault_is_tried_again(site: Site, joined: Tab) -> None:
    tries = []

    def trouble(_: object) -> None:
        tries.append(1)
        if len(tries) < 3:
            raise OSError("the disk is full for a moment")

    site.backend.trouble = trouble
    joined.write("5")
    joined.sees("Đã ghi 5")
    assert site.texts()[2:] == ["5"]
    joined.complaints.clear()  # the two answers with status 500


def test_two_tabs_share_one_conversation(site: Site, joined: Tab) -> None:
    other = joined.new_page()
    other.goto("/chat")
    joined.context.set_offline(True)
    joined.write("một")
    joined.sees("Đang chờ gửi…")
    other.locator("#answer").fill("hai")
    other.get_by_role("button", name="Gửi").click()
    other.get_by_text("Đang chờ gửi…").wait_for()
    joined.context.set_offline(False)
    joined.sees("Đã ghi hai")
    other.get_by_text("Đã ghi một").wait_for()
    assert sorted(site.texts()[2:]) == ["hai", "một"]


def test_photos_are_shown_sent_with_their_caption_and_shown_again(
    site: Site, joined: Tab, tmp_path: Path
) -> None:
    page = joined.page
    chosen = [photo(tmp_path, name) for name in ("a.jpg", "b.jpg", "c.jpg")]
    page.locator("#photos").set_input_files(chosen)
    page.get_by_role("button", name="Bỏ b.jpg").click()
    joined.write("5.4 Thi kể chuyện")
    joined.sees("Đã nhận ảnh", times=2)
    first, second = site.backend.received[2:]
    assert [(each.kind, each.text) for each in (first, second)] == [
        (IncomingKind.PHOTO, "5.4 Thi kể chuyện"),
        (IncomingKind.PHOTO, ""),
    ]
    assert (first.album, first.file.name, second.file.name) == (second.album, "a.jpg", "c.jpg")  # type: ignore[union-attr]
    kept = (tmp_path / first.file.path).read_bytes()  # type: ignore[union-attr]
    with Image.open(io.BytesIO(kept)) as image:
        assert dict(image.getexif().get_ifd(0x8825)) == {}
    assert page.locator(".line.me .picture:visible").count() == 2
    page.reload()
    joined.sees("a.jpg")


def test_a_refused_file_says_why_and_the_conversation_goes_on(
    site: Site, joined: Tab, tmp_path: Path
) -> None:
    fake = tmp_path / "fake.jpg"
    fake.write_bytes(b"no picture")
    joined.page.locator("#photos").set_input_files(str(fake))
    joined.page.get_by_role("button", name="Gửi").click()
    joined.sees("Chưa gửi được: tệp bị hỏng")
    joined.write("5")
    joined.sees("Đã ghi 5")
    assert site.texts()[2:] == ["5"]
    joined.complaints.clear()  # the answer with status 415


def test_a_file_beyond_the_days_budget_holds_no_answer_up(site: Site, joined: Tab) -> None:
    site.backend.budget = Budget(1, DAY, site.backend.now)
    joined.page.evaluate(DROP)
    joined.write("")
    joined.write("5")
    joined.sees("Hôm nay đã nhận rất nhiều tệp")
    joined.sees("Đã ghi 5")
    joined.complaints.clear()  # the answer with status 429


def left_without_network(site: Site, joined: Tab, folder: Path) -> None:
    """Send a photo and a text without a network, close the tab, and come back when there is one."""
    site.stop()
    joined.page.locator("#photos").set_input_files(photo(folder, "a.jpg"))
    joined.write("")
    joined.write("sau ảnh")
    joined.sees("Đang chờ gửi…", times=2)
    joined.page.close()
    site.start()
    joined.page = joined.new_page()
    joined.open("/chat")


def test_a_photo_without_network_outlives_a_closed_tab_and_is_sent_once(
    site: Site, joined: Tab, tmp_path: Path
) -> None:
    left_without_network(site, joined, tmp_path)
    joined.sees("Đã nhận ảnh")
    joined.sees("Đã ghi sau ảnh")
    assert [(each.kind, each.text) for each in site.backend.received[2:]] == [
        (IncomingKind.PHOTO, ""),
        (IncomingKind.TEXT, "sau ảnh"),
    ]
    joined.page.reload()
    joined.sees("Đã ghi sau ảnh")
    assert len(site.backend.received) == 4


def test_a_browser_that_keeps_no_files_asks_for_them_again(
    site: Site, joined: Tab, tmp_path: Path
) -> None:
    joined.context.add_init_script("Object.defineProperty(window, 'indexedDB', {value: null})")
    joined.page.reload()
    left_without_network(site, joined, tmp_path)
    joined.sees("Chưa gửi được: ảnh hoặc tệp này chưa gửi xong")
    joined.sees("Đã ghi sau ảnh")
    assert site.texts()[2:] == ["sau ảnh"]


def test_a_tab_does_not_ask_for_the_photo_that_another_one_sends(
    site: Site, joined: Tab, tmp_path: Path
) -> None:
    joined.context.add_init_script("Object.defineProperty(window, 'indexedDB', {value: null})")
    joined.page.reload()
    joined.context.route("**/chat/upload", lambda route: route.abort())
    joined.page.locator("#photos").set_input_files(photo(tmp_path, "a.jpg"))
    joined.write("")
    joined.sees("Đang chờ gửi…")
    second = joined.new_page()
    second.goto("/chat")
    second.locator("#answer").fill("hai lớp")
    second.get_by_role("button", name="Gửi", exact=True).click()
    second.get_by_text("Đã ghi hai lớp").wait_for()
    assert second.get_by_text("chưa gửi xong").count() == 0
    joined.context.unroute("**/chat/upload")
    joined.sees("Đã nhận ảnh")
    joined.complaints.clear()  # the uploads that were broken off


DONE_MEANWHILE = """() => {
  window.BroadcastChannel = class {
    postMessage({asked}) {
      for (const name of Object.keys(localStorage)) if (name.endsWith(asked)) localStorage.removeItem(name);
    }
    close() {}
  };
  Object.defineProperty(window, "indexedDB", {value: null});
}"""
"""Another tab that is done with a file as it is asked, and so holds it no more."""


def test_a_photo_that_another_tab_is_done_with_is_not_asked_for(
    site: Site, joined: Tab, tmp_path: Path
) -> None:
    joined.context.add_init_script(f"({DONE_MEANWHILE})()")
    joined.page.reload()
    left_without_network(site, joined, tmp_path)
    joined.sees("Đã ghi sau ảnh")
    assert joined.page.get_by_text("chưa gửi xong").count() == 0


LEFT_BY_ANOTHER_CHAT = """() => [["text", "2: 15 tin"], ["file", ""]].forEach(([kind, text], place) =>
  localStorage.setItem(`baocao.queue.another.${place}`, JSON.stringify({key: kind, kind, text, fileName: "a.jpg"})))"""


def test_what_another_chat_of_this_browser_left_is_told(joined: Tab) -> None:
    joined.page.evaluate(LEFT_BY_ANOTHER_CHAT)
    joined.page.reload()
    joined.page.locator(".line.failed").get_by_text("a.jpg").wait_for()
    joined.page.reload()  # loses no word
    joined.sees("Câu 1/34")
    assert joined.page.locator("#answer").input_value() == "2: 15 tin"


def test_a_dropped_photo_waits_for_its_caption(site: Site, joined: Tab) -> None:
    joined.page.evaluate(DROP)
    joined.page.get_by_role("button", name="Bỏ tha.png").wait_for()
    joined.write("5.4 hội sách")
    joined.sees("Đã nhận ảnh")
    sent = site.backend.received[2]
    assert (sent.kind, sent.text, sent.the_file.name) == (
        IncomingKind.PHOTO,
        "5.4 hội sách",
        "tha.png",
    )


def test_a_button_pressed_twice_is_sent_once(site: Site, joined: Tab) -> None:
    button = joined.page.locator(".line.current").get_by_role("button", name="Bỏ qua")
    button.dblclick()
    joined.sees("Câu 2/34")
    joined.write("xong")
    joined.sees("Câu 3/34")
    assert site.texts()[2:] == ["7|1.0|0|skip", "xong"]


def test_the_second_click_of_a_double_click_presses_nothing_of_the_next_question(
    site: Site, joined: Tab
) -> None:
    press = "button => button.dispatchEvent(new MouseEvent('click', {detail: 2, bubbles: true, cancelable: true}))"
    skip = joined.page.locator(".line.current").get_by_role("button", name="Bỏ qua")
    skip.evaluate(press)
    joined.write("xong")
    joined.sees("Câu 2/34")
    assert site.texts()[2:] == ["xong"]


def test_a_line_the_bot_says_unasked_appears_and_older_buttons_stay_quiet(
    site: Site, joined: Tab
) -> None:
    chat = site.backend.received[0].address.chat
    site.say(chat, "Còn 3 ngày nữa đến hạn.")
    joined.sees("Còn 3 ngày nữa đến hạn.")
    current = joined.page.locator(".line.current")
    assert current.count() == 1
    assert "Câu 1/34" in current.inner_text()
    assert joined.page.get_by_role("button", name="Đồng ý").count() == 1  # still there, harmless


def test_what_was_written_is_shown_as_text_by_the_script_too(site: Site, joined: Tab) -> None:
    joined.write(EVIL)
    joined.sees(f"Đã ghi {EVIL}")
    chat = site.backend.received[0].address.chat
    site.say(chat, EVIL, head=EVIL, lead=EVIL, choices=(Choice("x", EVIL),))
    joined.page.get_by_role("button", name=EVIL).wait_for()
    assert joined.page.locator("#log b").count() == 0
    joined.page.reload()
    assert joined.page.locator("#log b").count() == 0
    assert joined.page.title() == "Báo cáo"


def test_enter_sends_and_shift_enter_begins_a_line_on_a_desk(browser: Browser, site: Site) -> None:
    tab = Tab(browser, site.address, **DESK)
    tab.open()
    tab.tap("Đồng ý")
    tab.sees("Câu 1/34")
    tab.page.keyboard.type("dòng một")
    tab.page.keyboard.press("Shift+Enter")
    tab.page.keyboard.type("dòng hai")
    tab.page.keyboard.press("Enter")
    tab.sees("Câu 2/34")
    assert site.texts()[2:] == ["dòng một\ndòng hai"]
    tab.context.close()
    assert tab.complaints == []


def test_enter_begins_a_line_on_a_phone(site: Site, joined: Tab) -> None:
    joined.page.locator("#answer").press("Enter")
    joined.page.locator("#answer").press_sequentially("một")
    joined.page.locator("#answer").press("Enter")
    assert joined.page.locator("#answer").input_value() == "\nmột\n"
    assert site.texts()[2:] == []


def test_a_page_whose_cookie_is_gone_asks_to_be_loaded_again(site: Site, joined: Tab) -> None:
    joined.context.clear_cookies()
    joined.write("5 lớp")
    joined.page.get_by_role("link", name="Tải lại trang").click()
    joined.page.wait_for_url("**/chat")
    assert site.texts()[2:] == []
    assert joined.page.locator("#answer").input_value() == "5 lớp"  # not lost: ready to be sent
    joined.complaints.clear()  # the answer with status 403


def test_without_scripts_the_page_works_in_the_browser_too(browser: Browser, site: Site) -> None:
    tab = Tab(browser, site.address, java_script_enabled=False, **PHONE)
    tab.open()
    tab.page.get_by_role("button", name="Mở phần nhập báo cáo").click()
    tab.tap("Đồng ý")
    tab.sees("Câu 1/34")
    tab.write("3 lớp 45 người")
    tab.sees("Câu 2/34")
    assert site.texts() == ["ABCDE12345", "0|1|0|agree", "3 lớp 45 người"]
    tab.context.close()
    assert tab.complaints == []


@pytest.mark.parametrize("options", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_sticks_out_and_buttons_are_large(
    browser: Browser, site: Site, tmp_path: Path, options: dict[str, object]
) -> None:
    tab = Tab(browser, site.address, **options)
    tab.open()
    tab.tap("Đồng ý")
    tab.sees("Câu 1/34")
    tab.write("https://" + "rất-dài-" * 40)
    tab.sees("Câu 2/34")
    wide = tab.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] == wide[1]
    heights = tab.page.evaluate(
        "[...document.querySelectorAll('.current .choices button, #send, .tool')]"
        ".map((one) => one.getBoundingClientRect().height)"
    )
    assert [height for height in heights if height < 44] == []
    size = tab.page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('.text')).fontSize)"
    )
    assert size >= 17
    tab.page.screenshot(path=str(tmp_path / "page.png"))
    with Image.open(tmp_path / "page.png") as shot:
        assert len(shot.convert("RGB").getcolors(1 << 24) or []) > 50
    tab.context.close()
    assert tab.complaints == []


def test_an_open_page_goes_on_after_the_data_were_restored(site: Site, joined: Tab) -> None:
    (chat,) = site.call(lambda: list(site.backend.history))
    site.stop()
    site.backend.history[chat], site.backend.count = [], 0  # an older copy: ids begin anew
    site.epoch = "restored"
    site.start()
    site.say(chat, "Câu hỏi của bản khôi phục.")
    joined.sees("Câu hỏi của bản khôi phục.")


def test_a_line_that_was_held_back_appears_once_without_loading_again(
    site: Site, browser: Browser
) -> None:
    tab = Tab(browser, site.address)
    tab.open()
    tab.sees("Xã Bum Nưa")
    held_back = site.call(site.backend.reserve)
    tab.write("một")
    tab.sees("Đã ghi một")
    (chat,) = site.call(lambda: list(site.backend.history))
    site.call(lambda: site.backend.say_late(chat, held_back, "Còn 3 ngày nữa."))
    tab.sees("Còn 3 ngày nữa.")
    tab.write("hai")
    tab.sees("Đã ghi hai")
    lines = tab.page.locator(".line.bot .text, .line.bot .lead").all_inner_texts()
    assert [sum(words in line for line in lines) for words in ("Còn 3 ngày", "Đã ghi một")] == [
        1,
        1,
    ]


def test_an_answer_that_takes_long_is_seen_to_be_made(site: Site, browser: Browser) -> None:
    tab = Tab(browser, site.address)
    begun, held = site.backend.lines, threading.Event()

    async def slow(*asked: Any) -> ChatHistory:
        await asyncio.to_thread(held.wait)
        return await begun(*asked)

    site.backend.lines = slow  # type: ignore[method-assign]
    tab.open()
    tab.page.locator("#awaited").get_by_text("Đang trả lời").wait_for()
    held.set()
    tab.sees("Xã Bum Nưa")
    tab.page.locator("#awaited").wait_for(state="hidden")
