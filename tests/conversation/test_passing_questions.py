"""What is asked in passing, in a longer sentence, by people of every mood."""

from __future__ import annotations

import pytest

from bot.conversation.command_words import Word
from bot.conversation.insisting import said_again
from bot.conversation.intents import heard_in_passing
from tests.office import Installation, said

PASSING = [
    ("dạ thưa anh, hạn chót là hôm nào để em còn sắp xếp ạ", Word.DEADLINE),
    ("mưa quá nên tuần lễ phải hoãn, có được báo muộn không chị", Word.WHEN_LATE),
    ("em mới về nhận việc, anh cũ chuyển đi rồi, giờ em làm thế nào", Word.BEGIN),
    ("nhà em mất điện, tí nữa em nhắn tiếp nhé", Word.PAUSE),
    ("thôi mệt lắm rồi, mai tính", Word.PAUSE),
    ("em cảm ơn anh nhiều, chúc anh ngày mới tốt lành", Word.THANKS),
    ("ai nhớ được, để trống", Word.SKIP),
]
NOTHING = [
    "tuyên truyền trên loa, tặng sách cho học sinh",
    "hạn nộp ngày nào, nộp cho ai",
    "xã có 2 lớp, hạn nộp hôm nào",
    "hạn nộp ngày nào",
    "thể thao thì không, bận quá",
]


@pytest.mark.parametrize(("words", "wanted"), PASSING)
def test_one_part_of_a_sentence_is_heard(words: str, wanted: Word) -> None:
    command = heard_in_passing(words)
    assert command is not None and command.word is wanted


@pytest.mark.parametrize("words", NOTHING)
def test_figures_two_wishes_and_plain_words_are_not_heard_in_passing(words: str) -> None:
    assert heard_in_passing(words) is None


def test_free_words_of_the_report_are_never_cut(desk: Installation) -> None:
    person = desk.joined()
    person.says("mục 11")
    person.says("trao quà cho học sinh nghèo, cảm ơn nhiều")
    assert desk.submission().answers["11"].text == "trao quà cho học sinh nghèo, cảm ơn nhiều"


@pytest.mark.parametrize("words", ["ơ nhầm, 3 lớp", "ui nhầm rồi, 3 lớp", "trời ơi nhầm, 3 lớp"])
def test_a_slip_is_put_right_in_its_own_row(desk: Installation, words: str) -> None:
    person = desk.joined()
    person.says("1.3")
    person.says("2 lớp 50 người")
    assert "Sửa thành 1.3: 3 lớp, 50 người?" in said(person.says(words)[0])
    assert "1.4" not in desk.submission().answers


@pytest.mark.parametrize(
    ("words", "said_once"),
    [
        ("đã bảo là không có rồi mà", "không có"),
        ("em nói rồi, không có lớp nào", "không có lớp nào"),
        ("2 lớp nói chung 50 người", "2 lớp nói chung 50 người"),
    ],
)
def test_what_is_insisted_on_is_read_once(words: str, said_once: str) -> None:
    assert said_again(words) == said_once


def test_a_doubt_that_asks_is_a_question(desk: Installation) -> None:
    person = desk.joined()
    person.says("1.3")
    told = said(person.says("em chưa rõ, lớp tự học có được tính vào đây không ạ")[0])
    assert "Ghi 1.3" not in told and "người tổng hợp" in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("chừng nào hết hạn vậy em", "Hạn nộp"),
        ("cái này là răng, chị không hiểu", "Mục 1.3"),
        ("lớp mở tháng 9 có được đưa vào không", "01/10/2022"),
        ("chị chưa nhận được công văn, gửi lại giúp", "kế hoạch"),
        ("chị muốn qua máy tính làm cho dễ", "trang web"),
        ("thôi qua câu khác đi", "1.4"),
        ("a lô có ai ở đó không", "Chào anh/chị"),
    ],
)
def test_a_sentence_without_figures_is_heard_by_what_it_is_about(
    desk: Installation, words: str, told: str
) -> None:
    person = desk.joined()
    person.says("1.3")
    heard = person.says(words)[0]
    assert told in said(heard) and "Chưa thấy con số" not in said(heard)
    assert not desk.submission().answers


@pytest.mark.parametrize(
    "words",
    [
        "hổng có lớp nào hết",
        "không tổ chức vì chưa nhận được kế hoạch",
        "hai lớp năm chục người, cảm ơn em",
    ],
)
def test_an_answer_stays_one_whatever_else_is_said(desk: Installation, words: str) -> None:
    person = desk.joined()
    person.says("1.3")
    heard = person.says(words)[-1]
    assert "1.3:" in said(heard)
