"""Groups on Telegram and both kinds of Zalo follow one campaign: each gets the day's picture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot.channels.zalo_oa_spec import TOKENS
from bot.channels.zalo_oa_tokens import TokenFile, TokenPair
from tests.e2e.installed import SLUG, Installation, Program
from tests.fakes.people import Person
from tests.fakes.telegram_server import TelegramServer
from tests.fakes.zalo_oa_server import APP_ID, APP_SECRET, OA_ID, OA_SECRET, ZaloOaServer
from tests.fakes.zalo_server import ZaloServer

CLOCK = "2022-10-10T08:30:00+07:00"
OA_GROUP = "4a9bada229cec0909900"
CODE = re.compile(r"NHOM (\w{10})")


class Office:
    """The program with three platforms, and a coordinator who writes on Telegram."""

    def __init__(
        self, baocao: Installation, telegram: TelegramServer, zalo: ZaloServer, oa: ZaloOaServer
    ) -> None:
        self.baocao, self.telegram, self.zalo, self.oa = baocao, telegram, zalo, oa
        oa.hook = f"http://127.0.0.1:{baocao.port}/zalo_oa/webhook"
        oa.groups[OA_GROUP] = []
        baocao.opens_campaign(CLOCK)
        TokenFile(baocao.data / TOKENS).write(TokenPair("access-0", "refresh-0", CLOCK))
        code = baocao.json("invite", SLUG, "--role", "coordinator")[0]["code"]
        baocao.starts("run", "--clock", CLOCK).wait_for("running:")
        self.chief: Person = telegram.person("Chị Hoa")
        self.chief.starts(code)
        self.chief.wait_for("Đồng ý")
        self.chief.says("Đồng ý")
        self.chief.wait_for("người tổng hợp")

    def code(self) -> str:
        self.chief.says("nhóm")
        (code,) = CODE.findall(self.chief.wait_for("NHOM").text)
        return str(code)

    def group_on_telegram(self) -> Person:
        """A group in which the coordinator says the code, having called the bot."""
        group = self.telegram.person("Nhóm", chat_id=-1001500000001, started=True)
        said = f"/nhom@{self.telegram.username} {self.code()}"
        chat = {"id": group.chat_id, "type": "supergroup", "title": "Nhóm"}
        member = {"id": self.chief.chat_id, "is_bot": False, "first_name": "Chị Hoa"}
        message = {"message_id": 77, "from": member, "chat": chat, "date": 1665449100}
        self.telegram.sends_raw("message", {**message, "text": said})
        return group

    def group_on_zalo(self) -> Any:
        group = self.zalo.group("Nhóm")
        said = {"text": f"@Bot NHOM {self.code()}", "message_id": "g1", "date": 1665449100000}
        chat = {"id": group.chat_id, "chat_type": "GROUP"}
        message = {"from": {"id": "6ede", "display_name": "Hoa"}, "chat": chat, **said}
        self.zalo.sends_raw({"event_name": "message.text.received", "message": message})
        return group

    def group_of_account(self) -> list[dict[str, Any]]:
        member = self.oa.person()
        message = {"text": f"NHOM {self.code()}"}
        raw = member.raw("user_send_group_text", message)
        raw["recipient"] = {"id": OA_ID, "group_id": OA_GROUP}
        assert self.oa.push(raw).status_code == 200
        return self.oa.groups[OA_GROUP]


@pytest.fixture
def office(program: Program, tmp_path: Any) -> Iterator[Office]:
    with TelegramServer() as telegram, ZaloServer() as zalo, ZaloOaServer() as oa:
        account = {
            "oa_id": OA_ID, "app_id": APP_ID, "app_secret": APP_SECRET, "oa_secret": OA_SECRET,
            "api_base": oa.api_base, "oauth_base": oa.api_base,
        }  # fmt: skip
        more = "[zalo_oa]\n" + "\n".join(f'{key} = "{value}"' for key, value in account.items())
        more += f'\n[zalo]\ntoken = "{zalo.token}"\napi_base = "{zalo.api_base}"'
        bot = (telegram.token, telegram.api_base)
        baocao = Installation(program, tmp_path / "office", telegram=bot, more=more)
        baocao.config.write_text(
            baocao.config.read_text().replace("[web]", '[web]\npublic_url = "https://bc.example"')
        )
        try:
            yield Office(baocao, telegram, zalo, oa)
        finally:
            baocao.close()


def test_groups_of_all_platforms_get_one_picture_a_day(office: Office) -> None:
    telegram, zalo = office.group_on_telegram(), office.group_on_zalo()
    account = office.group_of_account()
    got = telegram.wait_for(lambda each: bool(each.document), 90)
    office.zalo.wait_until(lambda: any(each.photo for each in zalo.inbox), 90)
    office.oa.wait_until(lambda: any(each["files"] for each in account), 90)
    assert "0/14 đơn vị" in got.text
    shown = next(each for each in zalo.inbox if each.photo)
    assert (shown.photo.startswith("https://bc.example/file/"), "0/14" in shown.text) == (
        True,
        True,
    )
    (name, content) = next(each["files"][0] for each in account if each["files"])
    assert (name, content[:4]) == (f"{SLUG}-tien-do.png", b"\x89PNG")
    assert [each.document is not None for each in telegram.inbox].count(True) == 1
