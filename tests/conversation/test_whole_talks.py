"""What came up when whole talks were played: nothing that was written goes by a bare no, no act is done or
dropped that nobody named, and what a yes would store is shown before."""

from __future__ import annotations

import pytest

from bot.model.submission import Status
from tests.conversation.test_talk_of_coordinators import BUM_NUA, KA_LANG, hoa
from tests.conversation.test_talk_of_officials import (
    BATCH,
    MONEY,
    ROW,
    SENT,
    TWO,
    figures,
    reporter,
)
from tests.office import Installation, Person, said

__all__ = ["hoa"]  # the fixture
ELEVEN = (*ROW, "mục 11")
GIFTS = (*ELEVEN, "tặng 5 suất quà")
BOOKS = (*ROW, "mục 4.3")


def words_of(desk: Installation, code: str) -> str:
    answer = desk.submission().answers.get(code)
    return answer.text if answer is not None else ""


@pytest.mark.parametrize("words", ["không", "không có gì thêm", "ko có gì nữa"])
def test_a_no_to_more_words_leaves_those_that_are_written(desk: Installation, words: str) -> None:
    person = reporter(desk, (*GIFTS, words))
    assert words_of(desk, "11") == "tặng 5 suất quà"
    assert "“bỏ mục 11”" in "\n".join(map(said, person.heard[-2:]))


def test_written_words_go_where_that_is_said(desk: Installation) -> None:
    person = reporter(desk, (*GIFTS, "bỏ mục 11"))
    assert words_of(desk, "11") == ""
    for text in ("tặng 5 suất quà", "11: không"):
        person.says(text)
    assert words_of(desk, "11") == ""


def test_nothing_more_is_no_row_of_words(desk: Installation) -> None:
    reporter(desk, (*ELEVEN, "khong co gi them"))
    assert words_of(desk, "11") == ""
    assert "11" in figures(desk)


def test_a_doubtful_line_of_another_row_is_no_row_of_words(desk: Installation) -> None:
    person = reporter(desk, (*ELEVEN, "1.6 2 lớp khoảng 50 em"))
    assert words_of(desk, "11") == ""
    assert "Ghi 1.6: 2 lớp, 50 người?" in person.last


@pytest.mark.parametrize(
    ("before", "words", "told"),
    [
        ((*ROW, "mục 4.2"), "Khen thưởng 1 tập thể lớp 5A và 6 em ạ", "9.1"),
        (BOOKS, "tiền mua sách 2 triệu", "quá lớn cho mục này"),
        (BOOKS, "chet, 1.1 nham, 2 lop thoi chu ko phai 3", "1.1: 2 lớp, 45 người? Đang ghi: 3"),
        (
            SENT,
            "số em ở 1.6 là 24 chứ không phải 30 ạ",
            "1.6: 2 lớp, 24 người? Đang ghi: 2 lớp, 30",
        ),
        (TWO, "1.6 là 45 chứ không phải 20", "Mục 1.6"),
        (TWO, "xã không có gì cả đợt này", "“còn lại không có”"),
        (TWO, "đợt này xã không có hoạt động nào", "“còn lại không có”"),
        (BATCH, "ủa sao 5.1 lại là 2", "Nếu là số liệu của 5.1"),
        (BATCH, "đúng nhưng bỏ 5.1 ra", "Còn 2 dòng chờ xác nhận."),
        (TWO, "Dạ em gửi báo cáo ạ", "Đã trả lời 2/34 câu"),
        (TWO, "chỗ nào ghi tiền thuê loa", "10 Kinh phí"),
        (MONEY, "chưa thanh toán xong", "Ghi 10.1: chưa có số liệu?"),
        (
            (*ROW, "mục 4.1"),
            "12 lớp tặng, cá nhân thì 0, được 640 quyển",
            "4.1: 12 tập thể (ghi chú: tặng, cá nhân)?",
        ),
    ],
)
def test_it_is_told_or_shown_and_not_stored(
    desk: Installation, before: tuple[str, ...], words: str, told: str
) -> None:
    person = reporter(desk, before)
    stored = figures(desk)
    person.says(words)
    assert told in "\n".join(map(said, person.heard[-1:]))
    assert figures(desk) == stored


def test_what_counts_is_told_without_abbreviations(desk: Installation) -> None:
    person = reporter(desk, (*TWO, "câu này khó hiểu quá"))
    assert "học viên" in person.last
    assert "hv" not in person.last


def test_a_yes_with_a_word_about_later_is_a_yes(desk: Installation) -> None:
    reporter(desk, (*BATCH, "ghi đi, lát sửa sau"))
    assert figures(desk).keys() == {"1.1", "1.6", "5.1"}


def test_a_report_is_not_said_to_be_sent_while_half_of_a_correction_is_missing(
    desk: Installation,
) -> None:
    person = reporter(desk, (*SENT, "mục 1.2", "3 lớp", "nộp"))
    assert "Mục 1.2 mới sửa một nửa" in person.last


# -- coordinators ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["nhận hết trừ Ka Lăng", "duyệt hết trừ Ka Lăng", "nhận tất cả ngoài trừ xã Ka Lăng"]
)
def test_all_but_one_are_accepted(desk: Installation, hoa: Person, words: str) -> None:
    hoa.says(words)
    assert hoa.last.startswith("Nhận báo cáo của 1 đơn vị: Xã Bum Nưa?")
    hoa.says("đúng")
    assert desk.submission(BUM_NUA).status is Status.ACCEPTED
    assert desk.submission(KA_LANG).status is Status.SUBMITTED


def test_all_but_an_unknown_unit_is_asked_about(hoa: Person) -> None:
    hoa.says("nhận tất cả trừ xã Abc")
    assert hoa.last.startswith("Xin ghi đúng tên")


@pytest.mark.parametrize(
    "words",
    [
        "không, nhận Bum Nưa thôi",
        "nhận Bum Nưa",
        "gia hạn Thu Lũm đến 20/10 vì mưa",
        "nhận Thu Lũm",
    ],
)
def test_an_act_that_another_takes_the_place_of_is_named(hoa: Person, words: str) -> None:
    hoa.says("nhận Ka Lăng")
    hoa.says(words)
    assert hoa.last.startswith("Việc hỏi trước chưa thực hiện: Nhận báo cáo của Xã Ka Lăng")


@pytest.mark.parametrize("words", ["còn mấy xã chưa nộp", "tổng hợp", "hạn nộp ngày nào"])
def test_an_act_goes_on_waiting_beside_a_question(
    desk: Installation, hoa: Person, words: str
) -> None:
    hoa.says("nhận Ka Lăng")
    hoa.says(words)
    assert hoa.last.startswith("Vẫn chờ xác nhận: Nhận báo cáo của Xã Ka Lăng")
    hoa.says("đúng")
    assert desk.submission(KA_LANG).status is Status.ACCEPTED


def test_what_is_dropped_or_done_is_not_named_again(hoa: Person) -> None:
    for words in ("nhận Ka Lăng", "sai"):
        hoa.says(words)
    assert hoa.last == "Chưa thực hiện gì."
    for words in ("nhận Ka Lăng, Bum Nưa", "đúng"):
        hoa.says(words)
    assert hoa.last == "Đã nhận báo cáo của Xã Ka Lăng.\nĐã nhận báo cáo của Xã Bum Nưa."


@pytest.mark.parametrize("words", ["không, duyệt đi", "thôi, nhận đi em"])
def test_a_no_before_no_unit_does_nothing(desk: Installation, hoa: Person, words: str) -> None:
    hoa.says("trả lại Ka Lăng vì thiếu ảnh")
    hoa.says(words)
    assert desk.submission(KA_LANG).status is Status.SUBMITTED


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("trả Bum Nưa, kinh phí 5 triệu chưa có chứng từ", "lý do: “kinh phí 5 triệu chưa có"),
        ("nhắc riêng Thu Lũm", "Sẽ nhắc 1 đơn vị: Xã Thu Lũm.\nVí dụ"),
        ("nhắc mỗi Thu Lũm", "Sẽ nhắc 1 đơn vị: Xã Thu Lũm.\nVí dụ"),
        ("nhắc giúp chị mấy ông chưa nộp, nhớ gửi sớm", "Kèm lời nhắn: nhớ gửi sớm"),
        ("nhắc mấy xã chưa vào lần nào", "Sẽ nhắc 1 đơn vị: Xã Thu Lũm."),
        ("xã nào không có khai mạc", "mà không có: 1/2. Xã Bum Nưa"),
        ("bao nhiêu xã không tổ chức lớp nào", "mà không có: 0/2."),
        ("Thu Lũm kẹt ở câu nào", "Xã Thu Lũm: Đang nhập 1/34"),
        ("chị Mé ở Ka Lăng số điện thoại bao nhiêu", "không giữ số điện thoại"),
    ],
)
def test_coordinators_are_answered(hoa: Person, words: str, told: str) -> None:
    hoa.says(words)
    assert told in hoa.last
