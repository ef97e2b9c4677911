"""A report by an Official Account: the installed program, its webhook, a strict platform."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.channels.zalo_oa_spec import TOKENS
from bot.channels.zalo_oa_tokens import TokenFile, TokenPair
from tests.e2e.installed import SLUG, Installation, free_port
from tests.fakes.zalo_oa_server import APP_ID, APP_SECRET, OA_ID, OA_SECRET, OaPerson, ZaloOaServer

CLOCK = "2022-10-10T08:30:00+07:00"


@pytest.fixture
def server() -> Iterator[ZaloOaServer]:
    with ZaloOaServer() as running:
        yield running


def settings(server: ZaloOaServer, port: int) -> dict[str, str]:
    return {
        "BAOCAO_ZALO_OA__OA_ID": OA_ID, "BAOCAO_ZALO_OA__APP_ID": APP_ID,
        "BAOCAO_ZALO_OA__APP_SECRET": APP_SECRET, "BAOCAO_ZALO_OA__OA_SECRET": OA_SECRET,
        "BAOCAO_ZALO_OA__API_BASE": server.api_base, "BAOCAO_ZALO_OA__OAUTH_BASE": server.api_base,
        "BAOCAO_WEB__PORT": str(port),
    }  # fmt: skip


def joins(official: OaPerson, code: str) -> None:
    official.says(f"LIENKET {code}")
    official.wait_for("Đồng ý")
    official.taps("Đồng ý")
    official.wait_for("UBND")


def test_a_report_comes_by_the_official_account_and_goes_on_after_a_kill(
    baocao: Installation, server: ZaloOaServer
) -> None:
    port = free_port()
    more = settings(server, port)
    server.hook = f"http://127.0.0.1:{port}/zalo_oa/webhook"
    baocao.opens_campaign(CLOCK)
    TokenFile(baocao.data / TOKENS).write(TokenPair("access-0", "refresh-0", CLOCK))
    code = baocao.does("invite", SLUG, "--unit", "03466", "--json", **more).json[0]["code"]
    running = baocao.starts("run", "--clock", CLOCK, **more)
    running.wait_for("running:")
    official = server.person()
    joins(official, code)
    server.expire()  # a token that runs out in the middle is nobody's business
    official.says("1.1: 3 lớp, 45 người; còn lại không")
    official.wait_for("1.1: 3 lớp, 45 người")
    running.kill()
    baocao.starts("run", "--clock", CLOCK, **more).wait_for("running:")
    official.says("đúng")
    official.says("nộp")
    official.says("nộp")
    official.wait_for("Mã biên nhận")
    assert server.state.refreshes == 1
