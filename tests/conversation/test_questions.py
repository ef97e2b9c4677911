"""Questions in the middle of a report are answered from what is on record; the rest can be sent on."""

from __future__ import annotations

import pytest

from tests.office import Installation, Person


def at_row(desk: Installation, code: str = "1.6", name: str = "Lò Văn Ân") -> Person:
    person = desk.joined(name=name)
    person.says(f"mục {code}")
    return person


def coordinator(desk: Installation) -> Person:
    return desk.coordinator("Chị Hoa")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("hạn nộp ngày nào", "hết thứ Năm 13/10/2022). Còn 3 ngày."),
        ("con may cau nua a", "Đã trả lời 0/34 câu, còn 34 câu"),
        ("còn thiếu gì nữa không", "Còn 34 câu chưa có số liệu: cả mục 1 "),
        ("câu này nghĩa là gì vậy em", "Mục 1.6: Giáo dục kỹ năng sống cho học sinh."),
        ("mục 1.10 là gì vậy", "Mục 1.10: Phổ cập giáo dục THCS."),
        ("ai phụ trách vậy em", "Phòng Giáo dục và Đào tạo huyện"),
        ("nộp trễ thì sao ạ", "Nộp sau hạn vẫn được nhận"),
        ("em gửi file được không", "Ở đây gửi được ảnh"),
        ("kế hoạch ở đâu", "theo kế hoạch của UBND huyện Mường Tè"),
        ("năm ngoái báo bao nhiêu", "không có số liệu năm trước"),
    ],
)
def test_a_question_is_answered_and_the_row_still_asked(
    desk: Installation, question: str, answer: str
) -> None:
    person = at_row(desk)
    person.says(question)
    assert answer in person.last
    assert "Mục 1.6 · Câu 7/34" in person.last
    person.says("4 lớp 160 em")
    assert desk.submission().answers["1.6"].people == 160


@pytest.mark.parametrize("words", ["[tap]", "gửi câu này", "vâng gửi giúp em", "ok"])
def test_a_question_nobody_foresaw_is_sent_by_one_word(desk: Installation, words: str) -> None:
    chief, person = coordinator(desk), at_row(desk)
    person.says("có tính lớp của trường không ạ?")
    assert "Tính vào số lớp" in person.last
    if words == "[tap]":
        person.taps("Gửi câu này cho người tổng hợp")
    else:
        person.says(words)
    assert "Đã chuyển câu hỏi" in person.last
    assert "có tính lớp của trường không ạ?" in chief.listen()[-1].text


def test_a_question_is_forgotten_when_the_report_goes_on(desk: Installation) -> None:
    chief, person = coordinator(desk), at_row(desk)
    for text in ("có tính lớp của trường không ạ?", "4 lớp 160 em", "ok"):
        person.says(text)
    assert desk.submission().answers["1.6"].people == 160
    assert not chief.listen()


def answered(desk: Installation, answer: str) -> Person:
    """Xã Bum Nưa asked about 1.6 and was answered; somebody of another unit stands at the row."""
    chief, person = coordinator(desk), at_row(desk)
    person.says("hỏi: lớp học qua mạng có tính không ạ?")
    chief.says(f"trả lời Xã Bum Nưa: {answer}")
    chief.says("đúng")
    other = desk.joined("03433", "Pờ Thị Hai")
    other.says("mục 1.6")
    return other


def test_what_a_coordinator_answered_is_told_to_the_next_who_asks(desk: Installation) -> None:
    other = answered(desk, "Lớp học qua mạng vẫn tính.")
    other.says("lớp online có được tính không em?")
    assert "“Lớp học qua mạng vẫn tính.”" in other.last


@pytest.mark.parametrize("answer", ["Ghi 4 lớp thôi", "Chỉ riêng Xã Bum Nưa được tính"])
def test_an_answer_meant_for_one_unit_is_told_to_no_other(desk: Installation, answer: str) -> None:
    other = answered(desk, answer)
    other.says("lớp online có được tính không em?")
    assert answer not in other.last


def test_who_coordinates_is_named(desk: Installation) -> None:
    coordinator(desk)
    person = at_row(desk)
    person.says("cho em xin số điện thoại người tổng hợp")
    assert "Chị Hoa" in person.last


def test_a_question_while_words_are_dictated_is_asked_about(desk: Installation) -> None:
    person = at_row(desk, "11")
    person.says("trao quà thì có ghi vào đây không ạ?")
    assert "câu hỏi gửi người tổng hợp, hay là nội dung" in person.last
    assert "11" not in desk.submission().answers
