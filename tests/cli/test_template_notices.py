"""`baocao zalo-oa notify`: shown before it is sent, to people who never joined, once a day."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from bot.channels.zalo_oa_notices import masked, mobile
from bot.channels.zalo_oa_spec import TOKENS
from bot.channels.zalo_oa_tokens import TokenFile, TokenPair
from tests.fakes.zalo_oa_server import APP_ID, APP_SECRET, OA_ID, OA_SECRET, ZaloOaServer

Command = Callable[..., tuple[int, str, str]]
CAMPAIGN = """
slug = "tuan-le"
title = "Tuần lễ học tập"
form = "phu-luc-ii-2022"
period = { start = 2026-10-01, end = 2026-10-07 }
deadline = "trước ngày 14/10/2026"
issuer = "UBND huyện A"
units = "units.csv"
"""
UNITS = "code,name,kind,parent\n01,Xã Một,xã,\n02,Xã Hai,xã,\n03,Xã Ba,xã,\n"
LIST = "Mã đơn vị;Điện thoại;Đồng ý\n01;0912 345 678;có\n02;0912345678;\n03;02133 881 234;x\n99;0912345678;x\n"
LAST_DAY = "2026-10-13T09:00:00+07:00"


@pytest.fixture
def server() -> Iterator[ZaloOaServer]:
    with ZaloOaServer() as running:
        yield running


class Desk:
    """An office with an account and an open campaign of three units."""

    def __init__(self, baocao: Command, server: ZaloOaServer) -> None:
        self.baocao = baocao
        assert baocao("init", ".")[0] == 0
        section = {
            "oa_id": OA_ID, "app_id": APP_ID, "app_secret": APP_SECRET, "oa_secret": OA_SECRET,
            "api_base": server.api_base, "oauth_base": server.api_base,
            "zns_base": server.api_base, "zns_template": "312345",
        }  # fmt: skip
        lines = [f"{name} = {json.dumps(text)}" for name, text in section.items()]
        lines.append('zns_fields = { don_vi = "unit", han = "deadline" }')
        Path("config.toml").write_text("[zalo_oa]\n" + "\n".join(lines), "utf-8")
        Path("units.csv").write_text(UNITS, "utf-8")
        Path("campaign.toml").write_text(CAMPAIGN, "utf-8")
        Path("so.csv").write_text(LIST, "utf-8")
        for words in (("create", "campaign.toml"), ("open", "tuan-le")):
            assert baocao("campaign", *words, "--clock", "2026-10-02T08:00:00+07:00")[0] == 0
        TokenFile(Path("data") / TOKENS).write(TokenPair("access-0", "refresh-0", LAST_DAY))

    def notifies(self, *more: str, clock: str = LAST_DAY) -> tuple[int, str]:
        code, out, err = self.baocao(
            "zalo-oa", "notify", "tuan-le", "so.csv", *more, "--clock", clock
        )
        return code, out + err


@pytest.fixture
def desk(baocao: Command, server: ZaloOaServer) -> Desk:
    return Desk(baocao, server)


def test_template_price_count_and_masked_numbers_are_shown_and_nothing_sent(
    desk: Desk, server: ZaloOaServer
) -> None:
    code, shown = desk.notifies()
    assert code == 0
    for words in ("Nhắc báo cáo ngày cuối", "1 tin × 300 đồng = 300 đồng", "Xã Một 091*****78"):
        assert words in shown
    for reason in ("đồng ý nhận tin", "không phải số di động", "không có đơn vị"):
        assert reason in shown
    assert "0912345678" not in shown.replace(" ", "")
    assert server.notified == []


def test_it_is_sent_once_a_day_and_counted(desk: Desk, server: ZaloOaServer) -> None:
    server.expire()
    assert "đã gửi" in desk.notifies("--send")[1]
    again = desk.notifies("--send")[1]
    assert ("Sẽ gửi 0 tin" in again, "không gửi lại" in again) == (True, True)
    ((phone, texts),) = server.notified
    assert (phone, texts["don_vi"]) == ("84912345678", "Xã Một")
    with closing(sqlite3.connect(Path("data") / "baocao.db")) as kept:
        assert kept.execute("SELECT way, sent FROM message_way").fetchall() == [("zns", 1)]
        everything = "\n".join(kept.iterdump())
    assert "912345678" not in everything


def test_a_number_without_zalo_is_said_and_not_counted(desk: Desk, server: ZaloOaServer) -> None:
    server.unknown_phones.add("84912345678")
    assert "không gửi được (-118" in desk.notifies("--send")[1]
    assert server.notified == []


@pytest.mark.parametrize("clock", ["2026-10-12T09:00:00+07:00", "2026-10-14T09:00:00+07:00"])
def test_another_day_than_the_last_sends_nothing(
    desk: Desk, server: ZaloOaServer, clock: str
) -> None:
    assert "không phải ngày cuối" in desk.notifies("--send", clock=clock)[1]
    assert server.notified == []


def test_at_night_nothing_is_sent(desk: Desk, server: ZaloOaServer) -> None:
    code, told = desk.notifies("--send", clock="2026-10-13T22:00:00+07:00")
    assert (code, "21:59" in told, server.notified) == (1, True, [])


def test_without_a_price_nothing_is_sent(desk: Desk, server: ZaloOaServer) -> None:
    server.state.price = ""
    code, told = desk.notifies("--send")
    assert (code, "chưa rõ đồng" in told, server.notified) == (1, True, [])


def test_it_is_off_until_a_template_is_named(desk: Desk) -> None:
    settings = Path("config.toml").read_text("utf-8").replace('"312345"', '""')
    Path("config.toml").write_text(settings, "utf-8")
    code, told = desk.notifies()
    assert (code, "đang tắt" in told) == (2, True)


def test_a_break_after_sending_is_not_sent_again(desk: Desk, server: ZaloOaServer) -> None:
    server.fail("drop_after", "template")
    assert "không rõ" in desk.notifies("--send")[1]
    assert "không gửi lại" in desk.notifies("--send")[1]
    assert len(server.notified) == 1


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0912 345 678", "84912345678"),
        ("+84 912.345.678", "84912345678"),
        ("912345678", "84912345678"),
        ("841234567", ""),
        ("2133881234", ""),
        ("02133881234", ""),
        ("số máy", ""),
    ],
)
def test_only_mobile_numbers_are_taken(typed: str, number: str) -> None:
    assert mobile(typed) == number


def test_most_of_a_number_is_hidden() -> None:
    assert masked("84912345678") == "091*****78"


def test_a_workbook_with_a_title_and_numbers_without_their_zeros_is_understood(
    desk: Desk, server: ZaloOaServer
) -> None:
    book = openpyxl.Workbook()
    for cells in (
        ["Danh sách điện thoại"], [], ["STT", "Mã", "Điện thoại", "Đồng ý"],
        [1, 1, 912345678, "x"], [2, "02", 912345679, "không"],
    ):  # fmt: skip
        book.active.append(cells)
    book.save("so.xlsx")
    shown = desk.baocao("zalo-oa", "notify", "tuan-le", "so.xlsx", "--clock", LAST_DAY)[1]
    assert ("Sẽ gửi 1 tin" in shown, "Xã Một 091*****78" in shown) == (True, True)
