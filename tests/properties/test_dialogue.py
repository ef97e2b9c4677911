"""What must never happen in a conversation, whatever people send and however often it arrives."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model.answer import AnswerState
from bot.model.form import Cell
from tests.office import Installation

WORDS = st.sampled_from(
    [
        "tiếp",
        "lùi",
        "bỏ qua",
        "xem",
        "nộp",
        "hoàn tác",
        "trợ giúp",
        "tạm dừng",
        "đúng",
        "sai",
        "xong",
        "ảnh",
        "có",
        "không",
        "3 lớp 45 người",
        "45",
        "12,5 triệu",
        "1.6",
        "mục 5",
        "mục 11",
        "sửa 1.6 thành 5 lớp 150 người",
        "sửa",
        "ghi chú 1.1 dự kiến",
        "dữ liệu của tôi",
        "2/85",
        "khoảng 40 người",
        "không thuộc diện",
        "chưa có số liệu",
        "=1+1",
        "đổi đơn vị",
        "duyệt",
    ]
)
MESSAGES = st.lists(st.one_of(WORDS, st.text(max_size=60)), max_size=25)
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def answers(desk: Installation, unit: str = "03466") -> dict:
    return dict(desk.submission(unit).answers)


def a_desk() -> Installation:
    return Installation(Path(tempfile.mkdtemp(prefix="baocao-test-")))


@QUICK
@given(MESSAGES)
def test_nothing_a_person_sends_breaks_a_turn(messages: list[str]) -> None:
    desk = a_desk()
    person = desk.joined()
    for text in messages:
        before = len(person.heard)
        person.says(text)
        assert len(person.heard) > before  # there is always an answer
    desk.close()


@QUICK
@given(MESSAGES, st.randoms(use_true_random=False))
def test_a_replay_changes_nothing(messages: list[str], chance: random.Random) -> None:
    """Every message arrives once more, at a random later moment, and is not even answered."""
    desk = a_desk()
    person = desk.joined()
    for text in messages:
        person.says(text)
        stored = answers(desk)
        for _ in range(chance.randrange(3)):
            assert person.repeats(chance.choice(person.sent)) == []
        assert answers(desk) == stored
    desk.close()


@QUICK
@given(MESSAGES, st.randoms(use_true_random=False))
def test_an_old_button_never_writes(messages: list[str], chance: random.Random) -> None:
    """Only buttons of the latest question write; any other leaves every figure as it is."""
    desk = a_desk()
    person = desk.joined()
    old = []
    for text in messages:
        shown = [choice for reply in person.heard for choice in reply.choices]
        person.says(text)
        latest = {choice.key for choice in person.heard[-1].choices}
        old = [choice for choice in shown if choice.key not in latest]
        if old:
            stored = answers(desk)
            status = desk.submission().version
            person.presses(chance.choice(old))
            assert answers(desk) == stored
            assert desk.submission().version == status
    desk.close()


def phrase(desk: Installation, code: str, count: int, people: int) -> str:
    row = desk.form.by_code[code]
    if row.kind == "pair":
        return f"{count} {row.count.word} {max(count, people)} người"
    if row.kind == "yes_no":
        return "có"
    if row.kind == "text":
        return f"nội dung số {count}"
    if row.kind == "money":
        return f"{count}.000.000 đồng"
    return str(count)


@pytest.mark.parametrize("seed", range(4))
def test_any_order_of_rows_gives_the_same_report(tmp_path: Path, seed: int) -> None:
    """Rows answered by jumping about in a random order are stored exactly as in form order."""
    chance = random.Random(seed)
    reports = []
    for name in ("straight", "mixed"):
        (tmp_path / name).mkdir()
        desk = Installation(tmp_path / name)
        person = desk.joined()
        codes = [row.code for row in desk.form.questions]
        if name == "mixed":
            chance.shuffle(codes)
        for code in codes:
            person.says(f"mục {code}")
            place = desk.form.places[code]
            person.says(phrase(desk, code, place % 9 + 1, place * 7))
        reports.append(answers(desk))
        desk.close()
    assert len(reports[0]) == 34
    assert reports[0] == reports[1]


def test_two_people_of_one_unit_share_one_draft(desk: Installation) -> None:
    first, second = desk.joined(name="Lò Thị A"), desk.joined(name="Vàng Văn B", channel="web")
    first.says("mục 1.1")
    second.says("mục 1.1")
    first.says("2 lớp 60 người")
    second.says("3 lớp 90 người")
    assert "trước đó: 2 lớp, 60 người" in second.last
    assert answers(desk)["1.1"].count == 3


def test_nobody_writes_into_a_unit_that_is_not_theirs(desk: Installation) -> None:
    here, there = desk.joined("03466"), desk.joined("03467", name="Khác")
    here.says("mục 1.1")
    there.says("mục 1.1")
    here.says("2 lớp 60 người")
    there.presses(here.heard[-1].choices[0])
    there.says("sửa 1.1 thành 9 lớp 99 người")
    assert answers(desk, "03466")["1.1"].people == 60
    assert answers(desk, "03467")["1.1"].people == 99


def test_every_state_of_a_row_is_kept_apart(desk: Installation) -> None:
    person = desk.joined()
    said = {"1.1": "0", "1.2": "không", "1.3": "không thuộc diện", "1.4": "chưa có số liệu"}
    for code, words in said.items():
        person.says(f"mục {code}")
        person.says(words)
    person.says("bỏ qua")
    stored = answers(desk)
    assert {code: stored[code].state for code in said} == {
        "1.1": AnswerState.VALUE,
        "1.2": AnswerState.NIL,
        "1.3": AnswerState.NOT_APPLICABLE,
        "1.4": AnswerState.PENDING,
    }
    assert "1.4a" not in stored
    assert (stored["1.1"].count, stored["1.1"].people) == (0, 0)
    assert desk.submission().answered == 3
    assert Cell.COUNT in desk.form.by_code["1.1"].cells
