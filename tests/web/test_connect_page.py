"""The office's page on which an Official Account is connected."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.channels.channel_spec import Surroundings
from bot.channels.web_chat import Waiters
from bot.channels.zalo_oa_connect import OaConnecting
from bot.channels.zalo_oa_spec import TOKENS, ZaloOaSettings
from bot.channels.zalo_oa_tokens import TokenFile
from tests.fakes.zalo_oa_server import APP_ID, APP_SECRET, OA_ID, OA_SECRET, ZaloOaServer
from tests.web.board_site import BoardSite
from tests.web.office_visitor import OfficeVisitor

NOW = datetime(2022, 10, 10, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[ZaloOaServer]:
    with ZaloOaServer() as running:
        yield running


@pytest.fixture
def clerk(board_site: BoardSite, server: ZaloOaServer) -> OfficeVisitor:
    settings = ZaloOaSettings.model_validate({
        "oa_id": OA_ID, "app_id": APP_ID, "app_secret": APP_SECRET, "oa_secret": OA_SECRET,
        "oauth_base": server.api_base, "api_base": server.api_base, "callback_url": f"{board_site.address}/setup/connect",
    })  # fmt: skip
    around = Surroundings(lambda: NOW, Waiters(), board_site.desk.folder)
    board_site.offices.connecting = lambda: [OaConnecting(settings, around)]
    return OfficeVisitor(board_site).comes_in()


def begins(clerk: OfficeVisitor) -> str:
    """The address that the page shows after its first button."""
    assert "/setup/connect" in clerk.goes("/setup").text
    assert "Chưa kết nối" in clerk.goes("/setup/connect").text
    clerk.posts_form("/setup/connect", which="Zalo OA", act="link")
    (address,) = re.findall(r'href="(http[^"]+/v4/oa/permission[^"]*)"', clerk.page.text)
    return html.unescape(address)


def test_whoever_agreed_comes_back_with_a_code_and_one_button_connects(
    clerk: OfficeVisitor, server: ZaloOaServer, board_site: BoardSite
) -> None:
    clerk.goes(server.agrees(begins(clerk)))
    kept = TokenFile(board_site.desk.folder / TOKENS)
    assert kept.read() is None  # opening the page uses nothing up
    assert "bấm “Kết nối” để hoàn tất" in clerk.page.text
    clerk.posts_form("/setup/connect", which="Zalo OA", act="finish", code=clerk.field("code"))
    assert clerk.page.status_code == 200
    assert "Đã kết nối Zalo OA" in clerk.page.text
    assert "07:00 ngày 08/01/2023" in clerk.page.text  # as clocks here show it
    pair = kept.read()
    assert pair is not None
    assert pair.access == server.state.access
    assert pair.access not in clerk.page.text


def test_an_account_of_somebody_else_is_not_connected(
    clerk: OfficeVisitor, server: ZaloOaServer, board_site: BoardSite
) -> None:
    """Its owner would read and answer what people write to the office."""
    server.oa_id = "999999"
    clerk.goes(server.agrees(begins(clerk)))
    clerk.posts_form("/setup/connect", which="Zalo OA", act="finish", code=clerk.field("code"))
    assert (clerk.page.status_code, "Zalo OA khác" in clerk.page.text) == (422, True)
    assert TokenFile(board_site.desk.folder / TOKENS).read() is None


def test_a_code_that_the_platform_refuses_is_told(
    clerk: OfficeVisitor, server: ZaloOaServer
) -> None:
    begins(clerk)
    clerk.posts_form("/setup/connect", which="Zalo OA", act="finish", code="made-up")
    assert (clerk.page.status_code, "lấy đường dẫn mới" in clerk.page.text) == (422, True)


def test_only_the_office_connects(clerk: OfficeVisitor, board_site: BoardSite) -> None:
    stranger = board_site.visitor()
    assert stranger.http.get("/setup/connect").status_code == 403
    form = {"which": "Zalo OA", "act": "link", "token": "guessed"}
    assert stranger.http.post("/setup/connect", data=form).status_code == 403
    clerk.goes("/setup/connect")
    other = clerk.http.post("/setup/connect", data=form)
    assert other.status_code == 403


def test_another_channel_is_no_way(clerk: OfficeVisitor) -> None:
    clerk.goes("/setup/connect")
    clerk.posts_form("/setup/connect", which="Telegram", act="link")
    assert clerk.page.status_code == 400
