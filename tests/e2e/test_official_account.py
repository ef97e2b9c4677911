"""A report by an Official Account: the installed program, its webhook, a strict platform."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.channels.zalo_oa_spec import TOKENS
from bot.channels.zalo_oa_tokens import TokenFile, TokenPair
from tests.e2e.installed import SLUG, Installation, Program, free_port
from tests.fakes.telegram_server import TelegramServer
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


def test_a_connection_that_zalo_ended_is_told_everywhere_and_mended(
    program: Program, server: ZaloOaServer, tmp_path: Path
) -> None:
    with TelegramServer() as telegram:
        baocao = Installation(
            program, tmp_path / "office", telegram=(telegram.token, telegram.api_base)
        )
        try:
            _loses_its_connection(baocao, telegram, server)
        finally:
            baocao.close()


def _loses_its_connection(
    baocao: Installation, telegram: TelegramServer, server: ZaloOaServer
) -> None:
    more = {
        **settings(server, baocao.port),
        "BAOCAO_ZALO_OA__CALLBACK_URL": "https://bc.example/back",
    }
    server.hook = f"http://127.0.0.1:{baocao.port}/zalo_oa/webhook"
    baocao.opens_campaign(CLOCK)
    TokenFile(baocao.data / TOKENS).write(TokenPair("access-0", "refresh-0", CLOCK))
    code = baocao.does("invite", SLUG, "--role", "coordinator", "--json", **more).json[0]["code"]
    baocao.starts("run", "--clock", CLOCK, **more).wait_for("running:")
    chief = telegram.person("Chị Hoa")
    chief.starts(code)
    chief.wait_for("Đồng ý")
    chief.says("Đồng ý")
    chief.wait_for("người tổng hợp")
    official = server.person()
    official.says("xin chào")
    official.wait_for("mã")
    server.state.access, server.state.refresh = "", "used elsewhere"
    official.says("xin chào")
    lost = "Zalo không gia hạn khóa"
    chief.wait_for(lost, 90)
    chief.says("tiến độ")
    chief.wait_for(lambda each: "Xã Bum Nưa" in each.text and lost in each.text)
    found = baocao.run("doctor", **more)
    assert (found.code, lost in found.out + found.err) == (1, True)
    heard = len(official.inbox)
    shown = baocao.does("zalo-oa", "link", **more).out
    address = next(word for word in shown.split() if word.startswith("http"))
    code = server.agrees(address).partition("code=")[2].partition("&")[0]
    baocao.does("zalo-oa", "connect", code, **more)
    official.says("xin chào")
    server.wait_until(lambda: len(official.inbox) > heard, 90)
    assert lost not in baocao.run("doctor", **more).out
