"""Passkeys, in Chromium with a virtual authenticator: made, used to sign in, removed, refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.web.board_site import BoardSite
from tests.web.chromium import DESK, chromium
from tests.web.office_visitor import BODY, OfficeVisitor, fresh_link

pytestmark = pytest.mark.browser

AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


class Device:
    """A browser with an authenticator of its own."""

    def __init__(self, browser: Browser, site: BoardSite) -> None:
        port = site.address.rpartition(":")[2]
        self.context: BrowserContext = browser.new_context(
            base_url=f"http://localhost:{port}",
            **DESK,  # type: ignore[arg-type]
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.site = site
        self.keys = self.context.new_cdp_session(self.page)
        self.keys.send("WebAuthn.enable")
        self.keys.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    def comes_in(self) -> None:
        self.page.goto(fresh_link(self.site))
        self.page.fill("#name", "Nguyễn Thị Hoa")
        self.page.fill("#body", BODY)
        self.page.check("[name=agree]")
        self.page.click("button.go")

    def makes(self) -> None:
        self.page.get_by_role("button", name="Tạo khóa truy cập").click()
        self.page.get_by_role("button", name="Bỏ khóa này").wait_for()

    def leaves(self) -> None:
        self.page.get_by_role("button", name="Thoát").click()
        self.page.goto("/setup")

    def signs_in(self) -> None:
        self.page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()


@pytest.fixture
def device(browser: Browser, board_site: BoardSite) -> Iterator[Device]:
    made = Device(browser, board_site)
    made.comes_in()
    yield made
    made.context.close()


def test_a_passkey_signs_its_person_in_again(device: Device) -> None:
    device.makes()
    device.leaves()
    device.signs_in()
    device.page.get_by_text("Người trong văn phòng").wait_for()
    device.page.goto("/board/visits")
    assert "bằng khóa truy cập (passkey)" in device.page.inner_text("main")


def test_a_removed_passkey_signs_nobody_in(device: Device) -> None:
    device.makes()
    device.page.get_by_role("button", name="Bỏ khóa này").click()
    device.leaves()
    device.signs_in()
    device.page.get_by_text("không dùng được ở đây").wait_for()
    assert device.page.goto("/setup").status == 403  # type: ignore[union-attr]


def test_an_answer_is_worth_nothing_a_second_time(device: Device) -> None:
    device.makes()
    device.leaves()
    sent: list[str] = []
    device.page.on(
        "request",
        lambda request: sent.append(request.post_data or "") if "enter" in request.url else None,
    )
    device.signs_in()
    device.page.get_by_text("Người trong văn phòng").wait_for()
    thief = OfficeVisitor(device.site)
    thief.http.post("/setup/passkey/ask", headers={"accept": "application/json"})
    again = thief.http.post("/setup/passkey/enter", json=json.loads(sent[0]))
    assert again.status_code in (403, 409)
    assert thief.goes("/setup").status_code == 403


@pytest.fixture
def second_factor(board_site: BoardSite) -> None:
    """Links alone sign nobody in."""
    desk = board_site.desk
    desk.office = replace(desk.office, second_factor=True)


@pytest.mark.usefixtures("second_factor")
def test_a_link_alone_lets_nobody_in_where_a_second_step_is_asked_for(device: Device) -> None:
    assert device.page.goto("/setup").status == 403  # type: ignore[union-attr]
    assert "bước xác nhận thứ hai" in device.page.inner_text("main")
    device.page.goto(f"{device.site.here}")
    assert device.page.url.endswith("/setup")


@pytest.mark.usefixtures("second_factor")
def test_the_passkey_is_the_second_step(device: Device) -> None:
    device.makes()
    device.page.get_by_text("Người trong văn phòng").wait_for()
    device.leaves()
    device.signs_in()
    device.page.get_by_text("Người trong văn phòng").wait_for()


@pytest.mark.usefixtures("second_factor")
def test_a_link_of_somebody_with_a_passkey_makes_no_other(device: Device) -> None:
    device.makes()
    thief = OfficeVisitor(device.site)
    with device.site.desk.store.transaction() as tx:
        (kept,) = tx.passkeys.of_person(1)
        tx.visits.begin("stolen", kept.person_id, None, "link", "", device.site.desk.now)
    thief.http.cookies.set("baocao_board", "stolen")
    assert thief.http.post("/setup/passkey/new").status_code == 403


def test_passkeys_are_not_offered_without_https(board_site: BoardSite) -> None:
    visitor = OfficeVisitor(board_site).comes_in()
    assert "Tạo khóa" not in visitor.goes("/setup").text
    assert "qua https" in visitor.page.text
    assert visitor.http.post("/setup/passkey/ask").status_code == 409


def test_only_who_is_signed_in_makes_a_passkey(board_site: BoardSite) -> None:
    stranger = OfficeVisitor(board_site)
    assert stranger.http.post("/setup/passkey/new").status_code == 403
    signed = OfficeVisitor(board_site).comes_in()
    assert signed.http.post("/setup/passkey/new").status_code == 403  # not by the page
