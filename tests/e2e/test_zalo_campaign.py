"""One campaign on three channels at once, on Zalo for most, while the program is killed again and
again: every report arrives as it was written, in few messages."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from tests.e2e.chats import LONGEST, Chat, Page
from tests.e2e.database import Database
from tests.e2e.installed import SLUG, Installation, Program
from tests.fakes.people import Person
from tests.fakes.telegram_server import TelegramServer
from tests.fakes.zalo_server import ZaloServer

CLOCK = ("--clock", "2022-10-08T08:00:00+07:00", "--speed", "1")  # a Saturday: nobody is reminded
KILLS = 6
RECEIPT = re.compile(r"[Mm]ã biên nhận:? (\w+)")
REPORT = (
    "1.1: {n} lớp {people} người; 2: 6 tin; 5.1: 1 cuộc; 7.1: có; 10.1: 5 triệu; còn lại không"
)


@dataclass
class Written:
    """What one official reported, and how many messages it took in both directions."""

    unit: str
    channel: str
    number: int
    sent: int
    heard: int


def report(number: int) -> str:
    return REPORT.format(n=number, people=20 + number)


def _on_telephone(person: Person, start: str, words: str, *, at_once: bool) -> Chat:
    chat = Chat(person.says, lambda: [each.text for each in person.inbox])
    chat.tell(start, "Đồng ý")
    chat.tell("Đồng ý", "Đang nhập cho")
    if at_once:
        chat.tell(words, "Đã trả lời 34/34")
    else:
        chat.tell(words, 'Gõ "đúng" để ghi')
        chat.tell("đúng", "nộp|Ngoài ra còn cuộc nào")
    return chat


def _send(chat: Chat) -> None:
    """ "nộp" until the receipt comes: what is odd is named once before."""
    while not any(RECEIPT.search(text) for text in chat.inbox()):
        chat.tell("nộp", "nộp|biên nhận")


@dataclass
class Played:
    written: list[Written]
    export: dict[str, Any]
    board: list[dict[str, Any]]
    database: Database
    log: str


@pytest.fixture(scope="module")
def played(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    folder = tmp_path_factory.mktemp("zalo")
    with ZaloServer() as zalo, TelegramServer() as telegram:
        more = f'[zalo]\napi_base = "{zalo.api_base}"'
        baocao = Installation(
            program, folder, telegram=(telegram.token, telegram.api_base), more=more
        )
        try:
            yield _play(baocao, zalo, telegram)
        finally:
            baocao.close()


def _play(baocao: Installation, zalo: ZaloServer, telegram: TelegramServer) -> Played:
    settings = {
        "BAOCAO_ZALO__TOKEN": zalo.token,
        "BAOCAO_WEB__PUBLIC_URL": f"http://127.0.0.1:{baocao.port}",
    }
    baocao.opens_campaign(CLOCK[1])
    invites = baocao.does("invite", SLUG, "--json", **settings).json
    running = baocao.starts("run", *CLOCK, **settings)
    running.wait_for("running:")

    def play(place: int) -> Written:
        invite = invites[place]
        channel = ("zalo", "zalo", "telegram", "web")[place % 4]
        number = place + 1
        if channel == "zalo":
            person = zalo.person(f"Người {place}")
            assert invite["zalo_link"] == f"https://zalo.me/{zalo.account_name}"
            chat = _on_telephone(person, f"LIENKET {invite['code']}", report(number), at_once=True)
        elif channel == "telegram":
            start = f"/start {invite['code']}"
            person = telegram.person(f"Người {place}")
            chat = _on_telephone(person, start, report(number), at_once=False)
        else:
            page = Page(invite["web_link"])
            chat = Chat(page.says, page.inbox)
            chat.tell(invite["code"], "Đồng ý")
            chat.tell("Đồng ý", "Đang nhập cho")
            chat.tell(report(number), 'Gõ "đúng" để ghi')
            chat.tell("đúng", "nộp|Ngoài ra còn cuộc nào")
        _send(chat)
        return Written(invite["unit_code"], channel, number, chat.sent, len(chat.inbox()))

    with ThreadPoolExecutor(len(invites)) as pool:
        working = [pool.submit(play, place) for place in range(len(invites))]
        for life in range(KILLS):
            time.sleep(1.0 + 0.17 * life)
            running.kill()
            running = baocao.starts("run", *CLOCK, **settings)
            running.wait_for("running:")
        written = [each.result(LONGEST * 2) for each in working]
    running.stop()
    out = baocao.folder / "out.json"
    baocao.does("export", SLUG, "--out", str(out))
    return Played(
        written,
        json.loads(out.read_text(encoding="utf-8")),
        baocao.json("progress", SLUG),
        Database(baocao.data / "baocao.db"),
        running.text,
    )


def test_every_unit_has_sent_its_report_whatever_its_channel(played: Played) -> None:
    assert {each["state"] for each in played.board} == {"submitted"}
    assert {each["version"] for each in played.board} == {1}


def test_every_figure_is_the_one_that_was_written(played: Played) -> None:
    units = {unit["unit_code"]: unit for unit in played.export["units"]}
    for each in played.written:
        rows = units[each.unit]["rows"]
        assert (each.unit, rows["1.1"]["count"], rows["1.1"]["people"]) == (
            each.unit, each.number, 20 + each.number,
        )  # fmt: skip
        assert {code for code, row in rows.items() if row["state"] == "value"} >= {
            "1.1",
            "2",
            "5.1",
        }


def test_nothing_was_answered_with_an_error(played: Played) -> None:
    assert played.database.open_or_failed_turns() == []
    assert "Traceback" not in played.log


def test_messages_were_counted_for_the_plan(played: Played) -> None:
    [(sent, received)] = played.database.ask("SELECT sent, received FROM meter")
    assert min(sent, received) >= 4 * sum(each.channel == "zalo" for each in played.written)
