"""What officials go on to write while figures wait: the row told last, others named by words, later figures."""

from __future__ import annotations

import pytest

from bot.model.answer import AnswerState
from tests.office import Installation, Person

TWO_WAIT = "bdtx 2 lop 61 gv; tthtcd 1 lop 9 ng"


def told(desk: Installation, *texts: str) -> Person:
    person = desk.joined()
    for text in texts:
        person.says(text)
    return person


def figures(desk: Installation, code: str) -> tuple[int | None, int | None] | None:
    found = desk.submission().answers.get(code)
    return None if found is None else (found.count, found.people)


def states(desk: Installation, *codes: str) -> list[AnswerState]:
    return [desk.submission().answers[code].state for code in codes]


@pytest.mark.parametrize("words", ["dạ 22 ạ", "em ghi 22 nhé", "à là 22", "22 thôi em"])
def test_a_number_alone_is_of_the_row_that_was_told_last(desk: Installation, words: str) -> None:
    told(desk, TWO_WAIT, "băng rôn 4, khẩu hiệu 10, áp phích 6", words, "đúng")
    assert (figures(desk, "3"), figures(desk, "1.9")) == ((22, None), (1, 9))


def test_of_a_number_alone_behind_several_rows_it_is_asked_whose_it_is(desk: Installation) -> None:
    person = told(desk, TWO_WAIT, "dạ 22 ạ")
    assert "“22” là số của dòng nào?" in person.last
    person.says("đúng")
    assert (figures(desk, "1.8"), figures(desk, "1.9")) == ((2, 61), (1, 9))


def test_one_figure_of_a_named_row_that_waits_leaves_the_other(desk: Installation) -> None:
    person = told(desk, TWO_WAIT, "a nham tthtcd 11 ng")
    assert "thay cho số đang chờ xác nhận: 1 lớp, 9 người" in person.heard[-1].head
    person.says("đúng")
    assert (figures(desk, "1.8"), figures(desk, "1.9")) == ((2, 61), (1, 11))


def test_a_figure_in_the_place_of_one_that_waits_says_so(desk: Installation) -> None:
    person = told(desk, TWO_WAIT, "3: 20 cái; 2: 6 tin", "khẩu hiệu 12 cái")
    assert "3: số này thay cho số đang chờ xác nhận (20 quyển/tờ)" in person.heard[-1].head


def test_half_of_another_row_s_figures_is_asked_for_and_completed(desk: Installation) -> None:
    person = told(desk, TWO_WAIT, "văn nghệ 1 đêm", "300 người")
    person.says("đúng")
    assert (figures(desk, "6.2"), figures(desk, "1.8")) == ((1, 300), (2, 61))


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("ngoai ngu, tin hoc cung k co nhe", ("1.2", "1.3")),
        ("hội thảo và khen thưởng không có", ("8", "9.1", "9.2")),
        ("kể từ 1.4 đến 1.5 không có gì", ("1.4", "1.4a", "1.5")),
    ],
)
def test_several_rows_named_by_words_share_a_no(
    desk: Installation, words: str, codes: tuple[str, ...]
) -> None:
    told(desk, TWO_WAIT, words, "đúng")
    assert states(desk, *codes) == [AnswerState.NIL] * len(codes)
    assert set(desk.submission().answers) == {"1.8", "1.9", *codes}


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("1.2, 1.7 và 1.8 anh chưa nắm, hỏi lại rồi báo", ("1.2", "1.7", "1.8")),
        ("Mục 6 em gửi sau nha, đang chờ cô TPT", ("6.1", "6.2", "6.3", "6.4")),
        ("kinh phí chưa quyết toán", ("10.1", "10.2")),
        ("tin bài chưa thống kê xong, lát em gửi", ("2",)),
        ("may cai kia cua muc 6 e hoi lai thay hieu truong da", ("6.1", "6.2", "6.3", "6.4")),
    ],
)
def test_rows_whose_figures_come_later_are_shown_as_such(
    desk: Installation, words: str, codes: tuple[str, ...]
) -> None:
    person = told(desk, words)
    assert not desk.submission().answers and "chưa có số liệu" in person.last
    person.says("đúng")
    assert states(desk, *codes) == [AnswerState.PENDING] * len(codes)


def test_a_section_that_comes_later_leaves_its_figures(desk: Installation) -> None:
    told(desk, "6.1: 2 cuộc 90 em", "mục 6 em báo sau nhé", "đúng")
    assert figures(desk, "6.1") == (2, 90)
    assert states(desk, "6.2", "6.3") == [AnswerState.PENDING] * 2


def test_those_rows_are_the_ones_that_were_told_as_open(desk: Installation) -> None:
    told(
        desk, "1.1: 2 lớp 30 người", "còn thiếu những câu nào", "mấy câu đó đều không có ạ", "đúng"
    )
    assert len(desk.submission().answers) == 34
    assert figures(desk, "1.1") == (2, 30)


def test_those_rows_are_none_where_nothing_was_told(desk: Installation) -> None:
    told(desk, "1.1: 2 lớp 30 người", "mấy câu đó đều không có ạ", "đúng")
    assert set(desk.submission().answers) == {"1.1"}


@pytest.mark.parametrize("words", ["xong hết rồi", "xong hết rồi em ơi", "xong hết mục 1 rồi"])
def test_done_leads_to_the_yes_that_is_missing(desk: Installation, words: str) -> None:
    person = told(desk, "1.6: 3 lớp 45 người; 1.7: 2 lớp 44 người", words)
    assert "1.6: 3 lớp, 45 người; 1.7: 2 lớp, 44 người vẫn chờ" in person.last


def test_done_tells_how_much_is_left(desk: Installation) -> None:
    person = told(desk, "1.1: 2 lớp 30 người", "tiếp", "xong hết rồi")
    assert "còn 33 câu" in person.last


def test_parts_that_came_to_a_figure_are_not_said_to_be_unused(desk: Installation) -> None:
    person = told(
        desk, "tuyên truyền được 11 tin bài trên loa, treo 9 băng rôn và phát 400 tờ rơi"
    )
    assert "409" in person.last and "Chưa dùng đến" not in person.last


def test_words_of_a_correction_are_no_remark(desk: Installation) -> None:
    told(desk, "6.1: 1 giải 80 cháu", "chỗ bóng đá sửa thành 2 giải 130 cháu cho chị", "đúng")
    assert figures(desk, "6.1") == (2, 130)
    assert desk.submission().answers["6.1"].note == ""


@pytest.mark.parametrize(
    "words",
    ["tay nghe cn thi xa lam gi co cong nhan", "k nho de hoi lai", "mấy cái đó xã không có"],
)
def test_a_denial_is_not_answered_like_a_question(desk: Installation, words: str) -> None:
    person = told(desk, TWO_WAIT, words)
    assert "xem được" not in person.last and "chỉ nhắc khi" not in person.last


@pytest.mark.parametrize("words", ["khen: 0", "khen thưởng 0"])
@pytest.mark.parametrize("asked", ["1.1", "7.1", "2"])
def test_a_zero_of_another_section_is_none_of_the_row_that_is_asked(
    desk: Installation, asked: str, words: str
) -> None:
    told(desk, f"mục {asked}", words)
    assert not desk.submission().answers


@pytest.mark.parametrize("words", ["ben e co m1, m4, m5, m6 thoi a", "có m1 m4 m5 m6 thôi"])
def test_sections_are_named_by_m_and_their_number(desk: Installation, words: str) -> None:
    told(desk, words, "đúng")
    assert states(desk, "2", "3", "8") == [AnswerState.NIL] * 3
    assert not {"1.1", "4.1", "5.1", "6.1"} & desk.submission().answers.keys()


def test_rows_that_are_denied_stand_beside_one_that_was_held(desk: Installation) -> None:
    words = "ngoại ngữ với tin học thì chưa mở, còn kỹ năng sống cho học sinh 4 buổi được 156 em"
    told(desk, "mục 1.2", words, "đúng")
    assert (states(desk, "1.2", "1.3"), figures(desk, "1.6")) == ([AnswerState.NIL] * 2, (4, 156))
