"""What is sent as a passkey's answer: old answers, other sites', other people's, rubbish; and passkeys as
the second step of everybody who has pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import httpx
import pytest

from bot.model.person import Role
from tests.office import Person
from tests.web.authenticator import PRESENT, Authenticator
from tests.web.board_site import BoardSite
from tests.web.office_visitor import BODY, OfficeVisitor, fresh_link

OTHER_BODY = "UBND huyện khác"


class Clerk(OfficeVisitor):
    """A browser at the address where passkeys work, with a device beside it."""

    def __init__(self, site: BoardSite) -> None:
        super().__init__(site)
        port = site.address.rpartition(":")[2]
        self.origin = f"http://localhost:{port}"
        self.http.base_url = httpx.URL(self.origin)
        self.device = Authenticator(self.origin)

    def options(self, path: str) -> dict[str, Any]:
        found: dict[str, Any] = self.asks(path).json()
        return found

    def asks(self, path: str, body: Any = None) -> httpx.Response:
        token = re.search(r'data-token="(\w+)"', self.http.get("/setup").text)
        headers = {"x-page-token": token[1] if token else "", "accept": "application/json"}
        return self.http.post(path, content=json.dumps(body), headers=headers)

    def makes(self, device: Authenticator | None = None, **how: int) -> httpx.Response:
        options = self.options("/setup/passkey/new")
        return self.asks("/setup/passkey/keep", (device or self.device).makes(options, **how))

    def signs_in(self, device: Authenticator, **how: int) -> httpx.Response:
        options = self.options("/setup/passkey/ask")
        return self.asks("/setup/passkey/enter", device.signs(options, **how))

    def removes(self, who: str, body: str = BODY) -> httpx.Response:
        self.goes("/setup")
        return self.posts_form("/setup/people", body=body, act="remove", who=who)


@pytest.fixture
def clerk(board_site: BoardSite) -> Iterator[Clerk]:
    made = Clerk(board_site)
    made.comes_in()
    assert made.makes().status_code == 200
    yield made
    made.http.close()


@pytest.fixture
def second_factor(board_site: BoardSite) -> None:
    """Links alone sign nobody in."""
    desk = board_site.desk
    desk.office = replace(desk.office, second_factor=True)


def test_an_answer_signs_in_once_also_where_its_device_does_not_count(
    board_site: BoardSite, clerk: Clerk
) -> None:
    """Keys that several devices share always say 0: only the challenge tells a repeated answer."""
    first = Clerk(board_site)
    answer = clerk.device.signs(first.options("/setup/passkey/ask"))
    copies = [Clerk(board_site) for _ in range(4)]
    for copy in copies:
        copy.http.cookies.update(first.http.cookies)

    def again(who: Clerk) -> int:
        return who.asks("/setup/passkey/enter", answer).status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(again, copies)) == [200, 403, 403, 403]
    assert again(first) == 403


def test_only_this_site_and_an_unlocked_device_count(board_site: BoardSite, clerk: Clerk) -> None:
    device, visitor = clerk.device, Clerk(board_site)
    for origin, site in ((f"{clerk.origin}0", "localhost"), (clerk.origin, "example.vn")):
        device.origin, device.site = origin, site
        assert visitor.signs_in(device).status_code == 403
        assert clerk.makes(device).status_code == 400
    device.origin, device.site = clerk.origin, "localhost"
    assert visitor.signs_in(device, flags=PRESENT).status_code == 403
    assert visitor.signs_in(device).status_code == 200


def test_a_count_that_goes_back_is_a_copied_key(board_site: BoardSite, clerk: Clerk) -> None:
    clerk.device.count = 7
    assert Clerk(board_site).signs_in(clerk.device).status_code == 200
    for count in (7, 3, 0):
        clerk.device.count = count
        assert Clerk(board_site).signs_in(clerk.device).status_code == 403


def test_a_name_that_another_passkey_has_or_had_is_not_taken(
    board_site: BoardSite, clerk: Clerk
) -> None:
    other = Clerk(board_site)
    other.comes_in("Trần Văn Bình", OTHER_BODY)
    copied = Authenticator(clerk.origin, credential=clerk.device.id)
    assert other.makes(copied).status_code == 400
    clerk.goes("/setup")
    clerk.posts_form("/setup/passkey/remove", passkey="1")
    assert other.makes(copied).status_code == 400
    assert clerk.makes().status_code == 400


@pytest.mark.parametrize(
    "name", ["\ud800", "\x00", "a" * 5000, "", {"a": 1}, None, 5], ids=lambda name: repr(name)[:9]
)
def test_rubbish_is_refused_in_a_sentence(board_site: BoardSite, clerk: Clerk, name: Any) -> None:
    visitor = Clerk(board_site)
    answer = clerk.device.signs(visitor.options("/setup/passkey/ask"))
    refused = visitor.asks("/setup/passkey/enter", {**answer, "id": name})
    assert refused.status_code == 403
    assert "Khóa truy cập" in refused.json()["error"]


# Who is removed, and who is not


def test_nobody_ends_what_people_of_another_office_have(
    board_site: BoardSite, clerk: Clerk
) -> None:
    other = Clerk(board_site)
    other.comes_in("Trần Văn Bình", OTHER_BODY)
    assert other.makes().status_code == 200
    for who in ("2", "9" * 20, "9" * 5000, "-1", "0"):
        assert clerk.removes(who).status_code in (400, 404)
    assert other.goes("/setup").status_code == 200
    assert Clerk(board_site).signs_in(other.device).status_code == 200


def test_who_is_removed_comes_back_by_no_invitation_that_they_could_read(
    board_site: BoardSite, clerk: Clerk
) -> None:
    colleague = Clerk(board_site)
    colleague.comes_in("Lê Thị Thu")
    colleague.goes("/setup")
    colleague.posts_form("/setup/people", body=BODY, act="invite")
    link = re.search(r"/setup/[0-9A-Z]{20}", colleague.page.text)
    assert link is not None
    assert "1 lời mời" in clerk.removes("2").text
    back = Clerk(board_site).http.post(link[0], data={"name": "Lê Thị Thu", "agree": "1"})
    assert back.status_code == 410


def test_who_leaves_one_of_two_offices_keeps_the_passkey(
    board_site: BoardSite, clerk: Clerk
) -> None:
    both = Clerk(board_site)
    both.comes_in("Lê Thị Thu")
    with board_site.desk.store.transaction() as tx:
        tx.office_people.add(2, OTHER_BODY, board_site.desk.now)
    assert both.makes().status_code == 200
    clerk.removes("2")
    assert Clerk(board_site).signs_in(both.device).status_code == 200


# The second step


@pytest.mark.usefixtures("second_factor")
def test_who_coordinates_a_branch_makes_a_passkey_and_opens_the_board(
    board_site: BoardSite,
) -> None:
    person: Person = board_site.desk.person("Hờ A Dế")
    person.starts(board_site.desk.code("03466", Role.COORDINATOR))
    person.says("Đồng ý")
    visitor = Clerk(board_site)
    visitor.enters(board_site.link(person))
    assert visitor.opens("/board").status_code == 403
    made = visitor.makes()
    assert made.json() == {"next": "/board"}
    assert visitor.opens("/board").status_code == 200
    assert "Bỏ khóa này" in visitor.opens("/board/visits").text


@pytest.mark.usefixtures("second_factor")
def test_two_answers_at_once_to_one_link_keep_one_passkey(board_site: BoardSite) -> None:
    visitor = Clerk(board_site)
    said = {"name": "Nguyễn Thị Hoa", "body": BODY, "agree": "1"}
    assert visitor.http.post(fresh_link(board_site), data=said).status_code == 403
    options = visitor.options("/setup/passkey/new")
    devices = [visitor.device, Authenticator(visitor.origin)]
    copies = [Clerk(board_site) for _ in devices]
    token = re.search(r'data-token="(\w+)"', visitor.http.get("/setup").text)
    assert token is not None
    for copy in copies:
        copy.http.cookies.update(visitor.http.cookies)

    def keeps(who: Clerk, device: Authenticator) -> int:
        headers = {"x-page-token": token[1], "accept": "application/json"}
        answer = device.makes(options)
        return who.http.post("/setup/passkey/keep", json=answer, headers=headers).status_code

    with ThreadPoolExecutor(2) as pool:
        kept = sorted(pool.map(keeps, copies, devices))
    assert kept[0] == 200
    assert kept[1] in (400, 403)
    with board_site.desk.store.reading() as tx:
        assert len(tx.passkeys.of_person(1)) == 1
