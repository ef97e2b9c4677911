"""What waits for a word in a conversation is kept as a value, across programs too."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from bot.conversation.command_words import Word
from bot.conversation.state import Choosing, Stage, State, Waiting, from_json, to_json
from bot.model.commands import (
    Accept,
    EnterFor,
    Extend,
    Invite,
    MoveReport,
    Remind,
    SendBack,
    SendFor,
    Tell,
    Unaccept,
    UnitCommand,
)
from bot.model.message import FileRef
from bot.model.person import Role
from bot.model.submission import Status
from tests.conversation.test_asking import coordinator
from tests.conversation.test_coordinating import hand_in
from tests.office import TZ, Installation

UNTIL = datetime(2022, 10, 20, 23, 59, 59, tzinfo=TZ)
COMMANDS = (
    Accept(1), Unaccept(1, "nhầm"), SendBack(1, "2 lớp này chưa rõ", ("1.6",)),
    Extend(1, UNTIL, "mưa từ 10/10"), Extend(None, UNTIL, "bão"), Invite(1), Tell(1, "xin chào"),
    Remind("gấp", (Status.NOT_STARTED,), (1, 2)), SendFor(1), MoveReport(1, 2, "nhầm"),
    EnterFor(1, "1.1: 2 lớp", "e-mail", "1.1", FileRef(name="a.pdf", path="files/a.pdf"), send=True),
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: type(command).__name__)
def test_a_command_that_waits_comes_back_as_it_was(command: UnitCommand) -> None:
    state = State(stage=Stage.ACT, seat=3, waits=Waiting(command, "seen"))
    assert from_json(to_json(state)) == state


def test_a_choice_among_units_comes_back_as_it_was() -> None:
    state = State(stage=Stage.ACT, which_unit=Choosing(Word.REMIND, "gấp", (4, 5)))
    assert from_json(to_json(state)) == state


@pytest.mark.parametrize(
    ("old", "kept"),
    [
        ({"stage": "act", "act": ["send_back", "12", "2 lớp", "submitted 1"]}, {}),
        ({"stage": "act", "act": ["forget"]}, {"forgets": True}),
        ({"stage": "overview", "act": ["1", "5"]}, {"ticked": ("1", "5")}),
        ({"stage": "asking", "act": ["question", "hỏi lớp"]}, {"question": "hỏi lớp"}),
        ({"stage": "batch", "act": ["file", "1.1=0a"]}, {"file_marks": ("1.1=0a",)}),
        ({"stage": "act", "waits": {"command": "Unheard", "unit_id": 1, "seen": ""}}, {}),
    ],
)
def test_what_waited_in_another_program_is_read_or_dropped(
    old: dict[str, Any], kept: dict[str, Any]
) -> None:
    state = from_json(json.dumps({"v": 1, "seat": 5, **old}))
    assert state == State(stage=Stage(old["stage"]), seat=5, **kept)


def test_a_yes_to_an_act_of_an_older_program_does_nothing(desk: Installation) -> None:
    hoa = desk.coordinator("Nguyễn Thị Hoa")
    hand_in(desk)
    with desk.store.transaction() as tx:
        chat = tx.messages.known_address(hoa.address)
        assert chat is not None
        seat = from_json(tx.people.chat(chat).conversation).seat
        old = {"v": 1, "seat": seat, "stage": "act", "act": ["accept", "12", "", "submitted 1"]}
        tx.people.set_conversation(chat, json.dumps(old))
    hoa.says("đúng")
    assert (hoa.last, desk.submission().status) == ("Chưa thực hiện gì.", Status.SUBMITTED)


def test_a_yes_to_something_else_forgets_nobody(desk: Installation) -> None:
    hoa = desk.person("Nguyễn Thị Hoa")
    hoa.starts(desk.code(None, Role.COORDINATOR))
    hand_in(desk)
    for words in ("Đồng ý", "xóa dữ liệu của tôi", "nhận 03466", "đúng"):
        hoa.says(words)
    assert desk.submission().status is Status.ACCEPTED


@pytest.mark.parametrize("shown", ["xuất word", "dữ liệu của tôi", "hôm nay trời mưa quá"])
def test_a_yes_after_something_else_was_shown_forgets_nobody(
    desk: Installation, shown: str
) -> None:
    hoa = coordinator(desk)
    for words in ("xóa dữ liệu của tôi", shown, "đúng"):
        hoa.says(words)
    assert "Đã xóa" not in hoa.last
    for words in ("xóa dữ liệu của tôi", "xóa dữ liệu của tôi", "đúng"):
        hoa.says(words)
    assert "Đã xóa" in hoa.last


@pytest.mark.parametrize("yes", ["ok", "ừ", "vâng ạ", "đồng ý", "ok em làm đi", "dạ đúng rồi"])
def test_an_act_is_done_after_any_yes(desk: Installation, yes: str) -> None:
    hand_in(desk)
    chief = coordinator(desk)
    chief.says("nhận Bum Nưa")
    chief.says(yes)
    assert desk.submission().status is Status.ACCEPTED


@pytest.mark.parametrize("no", ["thôi", "không", "khoan đã", "nhầm rồi"])
def test_an_act_is_dropped_after_any_no(desk: Installation, no: str) -> None:
    hand_in(desk)
    chief = coordinator(desk)
    for text in ("nhận Bum Nưa", no, "đúng"):
        chief.says(text)
    assert desk.submission().status is Status.SUBMITTED


@pytest.mark.parametrize("shown", ["xuất word", "tệp đó đúng không", "hôm nay trời mưa quá"])
def test_whatever_is_shown_meanwhile_tells_what_act_still_waits(
    desk: Installation, shown: str
) -> None:
    hand_in(desk)
    chief = coordinator(desk)
    chief.says("nhận Bum Nưa")
    told = "\n".join(reply.lead for reply in chief.says(shown))
    assert "Vẫn chờ xác nhận: Nhận báo cáo của Xã Bum Nưa" in told
    for words in ("sai", shown):
        chief.says(words)
    assert "Vẫn chờ" not in chief.heard[-1].lead
    assert desk.submission().status is Status.SUBMITTED


def test_what_waits_is_told_once_where_it_is_asked_anew(desk: Installation) -> None:
    hand_in(desk)
    chief = coordinator(desk)
    for words in ("nhận Bum Nưa", "nhận Bum Nưa"):
        (asked,) = chief.says(words)
        assert (asked.lead, asked.text.count("Nhận báo cáo")) == ("", 1)
