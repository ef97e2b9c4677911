"""Visits to the coordinators' pages: kept on the server, listed, and ended there."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from bot.web.device_words import device_in_words
from bot.web.public_address import PublicAddress
from bot.web.visits import COOKIE
from bot.web.web_tokens import COOKIE as CHAT_COOKIE
from bot.web.web_tokens import WebKeys
from tests.office import Person
from tests.web.board_site import BoardSite, BoardVisitor
from tests.web.site import SECRET, Site

CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/125.0 Safari/537.36"


def with_copied_cookie(visitor: BoardVisitor) -> BoardVisitor:
    """A thief's browser that got hold of the cookie."""
    copy = BoardVisitor(visitor.site)
    copy.http.cookies.set(COOKIE, visitor.http.cookies[COOKIE])
    return copy


def test_leaving_ends_the_visit_for_every_copy_of_the_cookie(
    board_site: BoardSite, hoa: Person
) -> None:
    visitor = board_site.visitor(hoa)
    thief = with_copied_cookie(visitor)
    assert thief.opens(board_site.here).status_code == 200
    visitor.http.post("/board/leave", data={"token": visitor.token})
    assert thief.opens(board_site.here).status_code == 403


def test_a_person_sees_where_they_are_signed_in_and_ends_one(
    board_site: BoardSite, hoa: Person
) -> None:
    first, second = board_site.visitor(hoa), board_site.visitor(hoa)
    page = second.opens("/board/visits").text
    numbers = re.findall(r'name="visit" value="(\d+)"', page)
    assert (len(numbers), "máy này" in page) == (2, True)
    older = min(numbers)
    second.http.post("/board/visits", data={"token": second.token, "visit": older})
    assert first.opens(board_site.here).status_code == 403
    assert second.opens(board_site.here).status_code == 200


def test_ending_everywhere_ends_all_of_ones_visits_and_nobody_elses(
    board_site: BoardSite, hoa: Person
) -> None:
    mine = [board_site.visitor(hoa) for _ in range(3)]
    other = board_site.visitor(board_site.coordinator("Lê Thị Thu"))
    mine[0].http.post("/board/visits", data={"token": mine[0].token, "visit": "all"})
    assert [each.opens(board_site.here).status_code for each in mine] == [403, 403, 403]
    assert other.opens(board_site.here).status_code == 200


def test_the_visit_of_somebody_else_cannot_be_ended(board_site: BoardSite, hoa: Person) -> None:
    visitor, other = (
        board_site.visitor(hoa),
        board_site.visitor(board_site.coordinator("Lê Thị Thu")),
    )
    other.http.post("/board/visits", data={"token": other.token, "visit": "1"})
    assert visitor.opens(board_site.here).status_code == 200


def test_ending_a_visit_needs_the_token_of_the_page(board_site: BoardSite, hoa: Person) -> None:
    visitor = board_site.visitor(hoa)
    refused = visitor.http.post("/board/visits", data={"token": "x", "visit": "all"})
    assert (refused.status_code, visitor.opens(board_site.here).status_code) == (403, 200)


def test_a_visit_in_use_goes_on_and_ends_after_a_week(board_site: BoardSite, hoa: Person) -> None:
    visitor = board_site.visitor(hoa)
    for _ in range(23):
        board_site.desk.later(hours=7)
        assert visitor.opens(board_site.here).status_code == 200
    board_site.desk.later(hours=7, minutes=1)
    assert visitor.opens(board_site.here).status_code == 403


def test_a_person_who_is_forgotten_is_out_at_once(board_site: BoardSite, hoa: Person) -> None:
    visitor = board_site.visitor(hoa)
    with board_site.desk.store.transaction() as tx:
        ((_, person),) = tx.people.seats_of_unit(board_site.desk.campaign.id, None)
        tx.people.forget(person.id, board_site.desk.now)
    assert visitor.opens(board_site.here).status_code == 403


def test_the_table_of_visits_holds_no_cookie(board_site: BoardSite, hoa: Person) -> None:
    visitor = board_site.visitor(hoa)
    with board_site.desk.store.reading() as tx:
        rows = tx.connection.exec_driver_sql("select * from visit").all()
    assert visitor.http.cookies[COOKIE] not in str(rows)


@pytest.mark.parametrize(
    ("url", "origin", "host", "ours"),
    [
        ("https://a.vn", "https://a.vn", "evil.com", True),
        ("https://a.vn", "https://a.vn:443", "a.vn", True),
        ("https://a.vn", "http://a.vn", "a.vn", False),
        ("https://a.vn", "https://evil.com", "evil.com", False),
        ("https://a.vn", "http://127.0.0.1:8080", "127.0.0.1:8080", True),
        ("https://a.vn", "http://192.0.2.5:8080", "192.0.2.5:8080", False),
        ("", "http://192.0.2.5:8080", "192.0.2.5:8080", True),
        ("", "http://192.0.2.5:8080", "192.0.2.6:8080", False),
        ("", "http://evil.com", "evil.com", False),
        ("", "http://localhost:1", "localhost:2", False),
        ("", "http://[::1]:8080", "[::1]:8080", True),
        ("", "garbage", "garbage", False),
        ("", "http://[", "[", False),
        ("https://a.vn", "http://[::1", "[::1", False),
    ],
)
def test_a_page_is_ours_by_the_settings_and_not_by_the_requests_word(
    url: str, origin: str, host: str, *, ours: bool
) -> None:
    assert PublicAddress(url).is_origin(origin, host) is ours


@pytest.mark.parametrize("host", ["[", "[::1", "]", "a:b", "localhost:["])
def test_a_host_that_is_no_address_gives_no_link(host: str) -> None:
    assert PublicAddress().link_base(host) == ""


def test_over_https_a_cookie_of_a_plain_name_is_not_ours(tmp_path: Path) -> None:
    """Any page of a neighbouring name could have set it: people would write into its owner's chat."""
    site = Site(tmp_path, public_url="https://baocao.example.vn")
    planted = WebKeys(SECRET).cookie_of("a-chat-of-somebody-else")
    shown = httpx.get(
        f"{site.address}/chat", headers={"cookie": f"{CHAT_COOKIE}={planted}"}, timeout=60
    )
    site.close()
    given = shown.headers["set-cookie"].partition("=")[2].partition(";")[0]
    assert WebKeys(SECRET).chat_of(given) not in (None, "a-chat-of-somebody-else")


def test_https_is_asked_for_only_where_the_public_address_has_it(tmp_path: Path) -> None:
    site = Site(tmp_path, public_url="https://baocao.example.vn")
    given = httpx.get(f"{site.address}/chat", timeout=60).headers
    site.close()
    assert given["strict-transport-security"].startswith("max-age=")
    assert "geolocation=()" in given["permissions-policy"]


def test_without_https_nothing_is_said_of_it(site: Site) -> None:
    assert "strict-transport-security" not in httpx.get(f"{site.address}/chat", timeout=60).headers


def test_a_browser_is_called_as_people_call_it() -> None:
    assert device_in_words(CHROME) == "Chrome, Windows"
    assert device_in_words("curl/8") == "Trình duyệt không rõ"
