"""The table inside Telegram: opened by whom Telegram names, for the report of that very chat."""

from __future__ import annotations

import httpx
import pytest

from bot.channels.telegram_app import signature_of
from bot.model.message import Address
from tests.office import Person
from tests.web.table_site import BOT_TOKEN, HTML, TableBrowser, TableSite

USER = "777"


@pytest.fixture
def an(table_site: TableSite) -> Person:
    """Somebody who joined on Telegram."""
    person = table_site.desk.person()
    person.address = Address("telegram", "4242", USER)
    person.starts(table_site.desk.code())
    person.says("Đồng ý")
    return person


def shown(site: TableSite, user: str = USER, token: str = BOT_TOKEN) -> str:
    """What the app shows its page."""
    opened = str(int(site.desk.now.timestamp()))
    fields = {"user": f'{{"id":{user}}}', "auth_date": opened}
    return str(httpx.QueryParams({**fields, "hash": signature_of(fields, token)}))


def opened(site: TableSite, told: str) -> tuple[TableBrowser, httpx.Response]:
    """Telegram's own browser, after it has passed on what the app shows."""
    browser = TableBrowser(site)
    posted = {"shown": told}
    answer = browser.http.post("/app/telegram", data=posted, headers={**HTML, "origin": "null"})
    return browser, answer


def test_the_page_that_telegram_opens_knows_nobody_and_may_stand_in_its_frame(
    table_site: TableSite,
) -> None:
    page = httpx.get(f"{table_site.address}/app/telegram", headers=HTML, timeout=60)
    assert "frame-ancestors https://web.telegram.org" in page.headers["content-security-policy"]
    assert (page.status_code, "set-cookie" in page.headers) == (200, False)


def test_a_cell_typed_in_telegram_is_stored_for_that_chats_report(
    table_site: TableSite, an: Person
) -> None:
    browser, answer = opened(table_site, shown(table_site))
    assert (answer.status_code, answer.headers["location"]) == (303, "/table")
    browser.opens()
    assert "Xã Bum Nưa" in browser.page
    assert browser.types("2:count", "15").status_code == 200
    assert table_site.desk.submission().answers["2"].count == 15
    assert an.says("xem")[-1].text.count("2: 15 tin, bài") == 1


def test_sending_from_the_table_asks_in_the_chat(table_site: TableSite, an: Person) -> None:
    browser, _ = opened(table_site, shown(table_site))
    browser.opens()
    token = {"x-page-token": browser.token}
    for _ in range(2):  # pressed twice, or sent again after a lost answer
        sent = browser.http.post("/table/send", json={"key": "k" * 16}, headers=token)
        assert sent.status_code == 200
    with table_site.desk.store.reading() as tx:
        chat = tx.messages.known_address(an.address)
        assert chat is not None
        assert [said.text for said, _ in tx.messages.heard(chat)][2:] == ["nộp"]
    assert 'href="/chat' not in browser.page


@pytest.mark.parametrize("user", ["778", "0"])
def test_whoever_has_no_seat_is_told_so(table_site: TableSite, an: Person, user: str) -> None:
    browser, answer = opened(table_site, shown(table_site, user))
    assert (answer.status_code, browser.opens().status_code) == (403, 403)


def test_what_telegram_did_not_sign_opens_nothing(table_site: TableSite, an: Person) -> None:
    browser, answer = opened(table_site, shown(table_site, token="4242:guessed"))
    assert answer.status_code == 403
    assert "Mở bảng" in answer.text
    assert browser.opens().status_code == 403


def test_a_page_of_another_chat_posts_nothing(table_site: TableSite, an: Person) -> None:
    in_telegram, _ = opened(table_site, shown(table_site))
    in_telegram.opens()
    other = table_site.browser("03442")
    other.opens()
    stolen = {"x-page-token": other.token}
    cells = {"cells": [{"name": "2:count", "text": "15", "version": None}], "acts": []}
    assert in_telegram.http.post("/table/save", json=cells, headers=stolen).status_code == 403


def test_the_web_chat_takes_the_table_back(table_site: TableSite, an: Person) -> None:
    browser, _ = opened(table_site, shown(table_site))
    browser.opens("/chat")
    assert browser.opens().status_code == 403


def test_an_app_session_ends_with_the_day(table_site: TableSite, an: Person) -> None:
    browser, _ = opened(table_site, shown(table_site))
    table_site.desk.later(hours=13)
    assert browser.opens().status_code == 403
