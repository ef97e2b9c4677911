"""A coordinator's message to several units: shown with everybody who gets it, sent at "đúng", and to nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.model.commands import TakeOut
from bot.model.person import Role, Seat
from bot.use_cases.turns.run_command import Acting, execute
from tests.office import Installation, Person, said, unit_by_code

MU_CA, BUM_NUA, KA_LANG = "03451", "03466", "03439"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    made.close()


@pytest.fixture
def boss(desk: Installation) -> Person:
    return desk.coordinator("Vàng Thị Dung")


@pytest.fixture
def sent(desk: Installation) -> Person:
    person = desk.joined(MU_CA, "Lò Văn Ân")
    for text in ("1.1: 3 lớp 45 người; còn lại không", "đúng", "nộp", "nộp", "nộp"):
        person.says(text)
    return person


@pytest.fixture
def owing(desk: Installation) -> Person:
    return desk.joined(BUM_NUA, "Chị Mai")


@pytest.mark.parametrize(
    "words",
    [
        "nhắn các xã: mai họp lúc 8:30",
        "nhắn tất cả: mai họp lúc 8:30",
        "em báo giúp chị các đơn vị là mai họp lúc 8:30",
        "nhan cho moi nguoi la mai họp lúc 8:30",
        "thông báo chung cho tất cả các xã: mai họp lúc 8:30",
        "gửi các xã: mai họp lúc 8:30",
    ],
)
def test_all_units_are_told_who_writes_and_in_which_words(
    boss: Person, sent: Person, owing: Person, words: str
) -> None:
    boss.says(words)
    assert "Gửi tin cho 2 đơn vị" in boss.last and "“mai họp lúc 8:30”" in boss.last
    assert "tin không đến: " in boss.last  # the others, for whom nobody has joined
    assert sent.listen() == owing.listen() == []
    boss.says("đúng")
    assert boss.last == "Đã gửi tin cho 2 đơn vị."
    for person, unit in ((sent, "Xã Mù Cả"), (owing, "Xã Bum Nưa")):
        (told,) = person.listen()
        lead = f"Người tổng hợp Vàng Thị Dung gửi {unit} và các đơn vị khác: “mai họp lúc 8:30”"
        assert said(told).startswith(lead)


@pytest.mark.parametrize(
    "words", ["báo các xã chưa nộp: gửi trước 17h", "nhắn mấy xã còn lại là gửi trước 17h"]
)
def test_only_those_who_owe_a_report_are_told(
    boss: Person, sent: Person, owing: Person, words: str
) -> None:
    boss.says(words)
    boss.says("đúng")
    assert sent.listen() == []
    assert "“gửi trước 17h”" in owing.listen()[0].text


def test_only_the_named_units_are_told(
    desk: Installation, boss: Person, sent: Person, owing: Person
) -> None:
    third = desk.joined(KA_LANG, "Anh Ba")
    boss.says("nhắn Mù Cả, Bum Nưa: kiểm tra lại mục 5")
    boss.says("đúng")
    assert len(sent.listen()) == len(owing.listen()) == 1
    assert third.listen() == []


@pytest.mark.parametrize(
    "words",
    [
        "nhắn các xã vùng cao: mai họp",  # which ones is not known
        "nhận tất cả",
        "nhan tat ca",
        "báo cáo các xã chưa nộp",
        "nhắn các xã",
    ],
)
def test_nothing_is_prepared_where_it_is_not_certain_to_whom(
    boss: Person, sent: Person, owing: Person, words: str
) -> None:
    boss.says(words)
    assert "Gửi tin cho" not in boss.last


def test_a_no_sends_nothing(boss: Person, owing: Person) -> None:
    boss.says("nhắn các xã: mai họp")
    boss.says("thôi")
    assert owing.listen() == []


def test_another_unit_than_was_shown_is_asked_about_again(
    desk: Installation, boss: Person, sent: Person, owing: Person
) -> None:
    boss.says("nhắn các xã: mai họp")
    with desk.store.transaction() as tx:
        left = unit_by_code(tx, BUM_NUA, desk.campaign.body)
        assert left is not None
        seat = Seat(0, Role.COORDINATOR, desk.campaign.id, desk.campaign.title)
        assert execute(Acting(tx, desk.office, seat), [TakeOut(left.id, "ghi nhầm")]).may
    owing.listen()
    boss.says("đúng")
    assert "đã khác lúc nãy" in boss.last and "Gửi tin cho 1 đơn vị: Xã Mù Cả" in boss.last
    boss.says("đúng")
    assert len(sent.listen()) == 1 and owing.listen() == []  # it left


def test_a_question_waits_for_its_own_answer(boss: Person, owing: Person) -> None:
    owing.says("hỏi có tính lớp của trường không")
    boss.listen()
    boss.says("nhắn các xã: mai họp")
    boss.says("đúng")
    boss.says("có xã nào hỏi gì không")
    assert "có tính lớp của trường không" in boss.last


def test_a_unit_may_not_write_to_all(owing: Person, sent: Person) -> None:
    owing.says("nhắn các xã: mai họp")
    assert sent.listen() == []


def test_whoever_holds_several_units_is_told_once_for_all_of_them(
    desk: Installation, boss: Person
) -> None:
    person = desk.joined(MU_CA, "Lò Văn Ân")
    person.starts(desk.code(BUM_NUA))
    person.says("Đồng ý")
    other = desk.joined(KA_LANG, "Chị Mai")
    for each in (person, other):
        each.listen()
    boss.says("nhắn các xã: mai họp lúc 8:30")
    boss.says("đúng")
    (told,) = person.listen()
    assert "gửi Xã Mù Cả, Xã Bum Nưa và các đơn vị khác: “mai họp lúc 8:30”" in told.text
    (told,) = other.listen()
    assert "gửi Xã Ka Lăng và các đơn vị khác" in told.text
