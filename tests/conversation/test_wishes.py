"""Wishes in people's own words do what the command words do, and a little more."""

from __future__ import annotations

import pytest

from bot.conversation.state import EARLIER_ROOM, State, Undo
from bot.model.answer import Answer, AnswerState
from tests.conversation.test_last_year import asked_again
from tests.office import Installation


def figures(desk: Installation, code: str) -> tuple[int | None, int | None] | None:
    answer = desk.submission().answers.get(code)
    return None if answer is None else (answer.count, answer.people)


@pytest.mark.parametrize(
    "yes", ["ok", "vâng", "ừ đúng rồi", "dạ đúng ạ", "chuẩn", "có", "đồng ý", "👍", "dung r"]
)
def test_any_clear_yes_stores_what_waits(desk: Installation, yes: str) -> None:
    desk.told("mục 1.3", "khoang 20 nguoi 1 lop", yes)
    assert figures(desk, "1.3") == (1, 20)


@pytest.mark.parametrize(
    "no",
    ["sai rồi ạ", "không phải", "ko đúng", "thôi", "không", "hủy đi em", "👎", "à không, nhầm"],
)
def test_any_clear_no_drops_one_figure(desk: Installation, no: str) -> None:
    person = desk.told("mục 1.3", "khoang 20 nguoi 1 lop", no, "đúng")
    assert figures(desk, "1.3") is None
    assert "Mục 1.3" in person.last


@pytest.mark.parametrize("words", ["à không nhầm", "không sai rồi", "ơ không sai"])
def test_what_may_be_yes_or_no_stores_nothing_and_keeps_what_waits(
    desk: Installation, words: str
) -> None:
    person = desk.told("mục 1.3", "khoang 20 nguoi 1 lop", words)
    assert figures(desk, "1.3") is None
    assert "1.3: 1 lớp, 20 người" in person.last


@pytest.mark.parametrize("words", ["sai 1 dòng", "có 2 dòng sai", "sai một chỗ rồi em"])
def test_a_wrong_line_of_several_is_asked_for_and_all_of_them_wait(
    desk: Installation, words: str
) -> None:
    person = desk.told("5.1: khoảng 2 cuộc; 1.1: 2 lớp 46 người; 3: 5", words)
    assert "Dòng nào sai?" in person.last
    person.says("đúng")
    assert figures(desk, "1.1") == (2, 46)


@pytest.mark.parametrize(
    "words",
    ["ok gửi đi", "ok chốt nhé", "đủ rồi, chốt thôi", "sửa xong rồi gửi lại", "gửi luôn giúp chị"],
)
def test_a_yes_to_the_review_that_says_so_sends_it(desk: Installation, words: str) -> None:
    desk.told("1.1: 3 lớp 45 người; còn lại không", "đúng", "xem", words)
    assert desk.submission().is_sent


def test_a_bare_yes_to_the_review_sends_nothing(desk: Installation) -> None:
    desk.told("1.1: 3 lớp 45 người; còn lại không", "đúng", "xem", "ok")
    assert not desk.submission().is_sent


@pytest.mark.parametrize(
    "words", ["khoan nộp, sửa 1.1 đã", "đừng gửi vội, để chị sửa mục 1.1 trước"]
)
def test_a_row_is_opened_instead_of_sending(desk: Installation, words: str) -> None:
    person = desk.told("1.1: 3 lớp 45 người; còn lại không", "đúng", "xem", words)
    assert "Mục 1.1" in person.last and not desk.submission().is_sent


@pytest.mark.parametrize(
    "words", ["để em về cơ quan làm tiếp", "về xã rồi nhập nốt", "thôi chị đi về mai làm tiếp"]
)
def test_somebody_who_goes_elsewhere_pauses(desk: Installation, words: str) -> None:
    assert "Đã tạm dừng" in desk.told("mục 1.3", words).last


@pytest.mark.parametrize(
    "words",
    ["quên nộp thì làm sao", "nhỡ quên gửi thì sao", "lỡ quên mất chưa nộp thì có sao không"],
)
def test_who_may_forget_to_send_is_told_what_happens_late(desk: Installation, words: str) -> None:
    assert "Nộp sau hạn vẫn được nhận" in desk.told("mục 1.3", words).last


@pytest.mark.parametrize(
    "words", ["đúng, nhưng 25 người", "ok nhưng là 25 người", "sai, 25 người"]
)
def test_a_yes_with_a_figure_is_shown_back(desk: Installation, words: str) -> None:
    person = desk.told("mục 1.3", "khoang 20 nguoi 1 lop", words)
    assert 'Sửa thành 1.3: 1 lớp, 25 người?\nGõ "đúng" để ghi' in person.last
    assert figures(desk, "1.3") is None


@pytest.mark.parametrize(
    ("words", "stored"), [("có", (1, None)), ("vâng", (1, None)), ("không", (0, None))]
)
def test_yes_and_no_answer_the_row_where_nothing_waits(
    desk: Installation, words: str, stored: tuple[int, None]
) -> None:
    desk.told("mục 7.1", words)
    assert figures(desk, "7.1") == stored


def test_consent_takes_any_clear_yes(desk: Installation) -> None:
    person = desk.person()
    person.starts(desk.code())
    person.says("vâng ạ đồng ý")
    assert "Đang nhập cho: Xã Bum Nưa" in person.heard[-1].lead


@pytest.mark.parametrize("words", ["bỏ 1.5 đi", "xóa giúp em mục 1.5", "xoa 1.5"])
def test_a_row_is_cleared_and_comes_back(desk: Installation, words: str) -> None:
    person = desk.told("1.5: 2 lớp 40 người", words)
    assert "Đã bỏ 1.5: 2 lớp, 40 người" in person.last
    assert figures(desk, "1.5") is None
    person.says("hoàn tác")
    assert figures(desk, "1.5") == (2, 40)


def test_adding_shows_the_sum_before_it_is_stored(desk: Installation) -> None:
    person = desk.told("1.5: 2 lớp 40 người", "1.5 thêm 1 lớp 30 người nữa")
    assert "(2 lớp, 40 người) thành 1.5: 3 lớp, 70 người?" in person.last
    assert figures(desk, "1.5") == (2, 40)
    person.says("vâng ạ")
    assert figures(desk, "1.5") == (3, 70)


def test_one_figure_of_a_stored_row_is_corrected_alone(desk: Installation) -> None:
    person = desk.told("1.3: 1 lớp 20 người", "mục 9.1", "quay lại 1.3 sửa lại 55 người")
    assert "Sửa thành 1.3: 1 lớp, 55 người?" in person.last


@pytest.mark.parametrize(
    ("words", "row"),
    [("sang mục 5", "Mục 5.1"), ("nhảy đến khen thưởng", "Mục 9.1"), ("em muốn sửa câu 1.1", "Mục 1.1"),
     ("câu trước", "Mục 1.2"), ("bỏ qua câu này", "Mục 1.4"), ("sang câu sau", "Mục 1.4")],
)  # fmt: skip
def test_moving_about_in_own_words(desk: Installation, words: str, row: str) -> None:
    person = desk.told("mục 1.3", words)
    assert f"{row} · Câu" in person.last


def test_undo_goes_back_as_many_steps_as_there_were(desk: Installation) -> None:
    steps = ("1.1: 1 lớp 10 người", "1.2: 2 lớp 20 người", "1.1: 3 lớp 30 người")
    person = desk.told(*steps, "xóa 1.2")
    seen = []
    for _ in range(5):
        person.says("hoàn tác")
        seen.append((figures(desk, "1.1"), figures(desk, "1.2")))
    assert seen == [
        ((3, 30), (2, 20)),
        ((1, 10), (2, 20)),
        ((1, 10), None),
        (None, None),
        (None, None),
    ]
    assert "Không có gì để hoàn tác" in person.last


def test_long_texts_are_not_kept_without_end_to_be_taken_back() -> None:
    """Each message to the row of words adds to them, and each recording holds them twice."""
    state = State()
    for number in range(30):
        before, after = (
            Answer(AnswerState.VALUE, text="bà con phấn khởi " * 10 * times)
            for times in (number, number + 1)
        )
        state = state.recorded((Undo("11", before, after),))
    assert 0 < sum(map(len, state.earlier)) <= EARLIER_ROOM
    assert state.undo == (Undo("11", before, after),)


def test_all_is_cleared_only_after_a_yes(desk: Installation) -> None:
    person = desk.told("1.1: 1 lớp 10 người", "1.2: 2 lớp 20 người", "làm lại từ đầu", "thôi")
    assert len(desk.submission().answers) == 2
    for text in ("xóa hết làm lại", "vâng"):
        person.says(text)
    assert desk.submission().answers == {}
    person.says("hoàn tác")
    assert len(desk.submission().answers) == 2


@pytest.mark.parametrize("asked", ["làm lại từ đầu", "xóa mục 1"])
@pytest.mark.parametrize("said", ["hạn nộp ngày nào", "1.3: 4 lớp 80 người", "abc xyz"])
def test_a_yes_clears_nothing_once_something_else_was_said(
    desk: Installation, asked: str, said: str
) -> None:
    desk.told("1.1: 1 lớp 10 người", asked, said, "đúng")
    assert figures(desk, "1.1") == (1, 10)


def test_a_yes_clears_nothing_after_a_photo(desk: Installation) -> None:
    person = desk.told("1.1: 1 lớp 10 người", "làm lại từ đầu")
    person.sends_photo("khai mạc")
    person.says("đúng")
    assert figures(desk, "1.1") == (1, 10)


def test_the_buttons_of_the_question_about_clearing_are_its_own(desk: Installation) -> None:
    person = desk.told("1.1: 1 lớp 10 người", "1.2: khoảng 2 lớp 20 người")
    of_the_figure = person.button("Đúng")
    person.says("làm lại từ đầu")
    of_clearing = person.button("Đúng")
    person.presses(of_the_figure)
    assert figures(desk, "1.1") == (1, 10)
    person.says("làm lại từ đầu")
    person.presses(of_clearing)
    assert (figures(desk, "1.1"), figures(desk, "1.2")) == ((1, 10), None)
    person.says("làm lại từ đầu")
    person.taps("Đúng")
    assert (figures(desk, "1.1"), figures(desk, "1.2")) == (None, None)


def test_a_photo_is_taken_out(desk: Installation) -> None:
    person = desk.told("mục 1.1")
    for caption in ("khai mạc", "bế mạc"):
        person.sends_photo(caption, path=f"files/{caption}.jpg")
    person.says("xóa ảnh thứ 1 giúp em")
    assert [photo.caption for photo in desk.submission().photos] == ["bế mạc"]
    person.says("xóa ảnh 5")
    assert "không có ảnh 5" in person.last


def test_an_extension_is_asked_of_the_coordinator(desk: Installation) -> None:
    chief = desk.coordinator("Chị Hoa")
    person = desk.told("mục 1.1", "xã em xin gia hạn 2 ngày")
    assert "hạn nộp vẫn là trước ngày 14/10/2022" in person.last
    assert "xã em xin gia hạn 2 ngày" in chief.listen()[-1].text


@pytest.mark.parametrize(
    "words", ["giống năm ngoái", "1.1 như năm trước", "câu này như năm ngoái nhé"]
)
def test_last_years_figure_is_taken_for_one_row(tmp_path, words: str) -> None:
    _, person = asked_again(tmp_path)
    person.says(words)
    assert "1.1: 4 lớp, 120 người" in person.last


@pytest.mark.parametrize(
    "words", ["giống năm ngoái hết", "tất cả như năm trước", "mục 1 giống năm ngoái"]
)
def test_last_years_figures_of_many_rows_are_shown_first(tmp_path, words: str) -> None:
    _, person = asked_again(tmp_path)
    person.says(words)
    assert "1.1: 4 lớp, 120 người" in person.last
    assert person.last.endswith('Gõ "đúng" để ghi')


@pytest.mark.parametrize("words", ["cảm ơn em", "em chào anh ạ"])
def test_courtesy_is_answered_kindly(desk: Installation, words: str) -> None:
    person = desk.told("mục 1.1", words)
    assert person.last.startswith(("Cảm ơn anh/chị", "Chào anh/chị"))
    assert "Mục 1.1 · Câu 1/34" in person.last


def test_the_seat_and_the_name_in_own_words(desk: Installation) -> None:
    person = desk.told("em không phụ trách nữa")
    person.taps("Lấy mã bàn giao")
    assert "Mã bàn giao" in person.last
    person.says("tên em là Lò Thị Hoa")
    assert "“Lò Thị Hoa”" in person.last


@pytest.mark.parametrize(
    ("caption", "row"),
    [("ảnh minh chứng cho 5.4", "5.4"), ("ảnh 5.4 và 6.1", ""), ("chụp ngày 5/10", "")],
)
def test_a_code_anywhere_in_a_caption_binds_the_photo(
    desk: Installation, caption: str, row: str
) -> None:
    person = desk.told("mục 1.1")
    person.sends_photo(caption)
    assert desk.submission().photos[0].row == row


@pytest.mark.parametrize("words", ["1.5 giống 1.1", "câu 1.5 cũng như mục 1.1 ạ"])
def test_the_figures_of_another_row_are_shown_before_they_are_stored(
    desk: Installation, words: str
) -> None:
    person = desk.told("1.1: 3 lớp 45 người", words)
    assert "Ghi 1.5: 3 lớp, 45 người như mục 1.1?" in person.last
    assert figures(desk, "1.5") is None
    person.says("đúng")
    assert figures(desk, "1.5") == (3, 45)


def test_the_row_that_is_asked_may_take_another_ones_figures(desk: Installation) -> None:
    desk.told("1.1: 3 lớp 45 người", "mục 1.5", "giống 1.1", "đúng")
    assert figures(desk, "1.5") == (3, 45)


@pytest.mark.parametrize(
    ("words", "why"),
    [("1.5 giống 1.2", "chưa có số liệu"), ("10.1 giống mục 2", "không cùng loại")],
)
def test_a_row_that_has_nothing_to_give_says_so(desk: Installation, words: str, why: str) -> None:
    person = desk.told("2: 3 tin", words)
    assert why in person.last
    assert set(desk.submission().answers) == {"2"}


def test_sending_at_the_question_about_a_total_goes_on(desk: Installation) -> None:
    person = desk.told("5.1: 2 cuộc", "xem", "nộp")
    assert "Ngoài ra còn cuộc nào khác" in person.last
    person.says("nộp")
    assert "Còn 33 câu chưa có số liệu" in person.last


@pytest.mark.parametrize("words", ["hoàn tác 1.2", "hoàn tác dòng 1.2 giúp em", "/hoantac 1.2"])
def test_the_last_row_is_taken_back_by_its_code(desk: Installation, words: str) -> None:
    desk.told("1.1: 1 lớp 10 người", "1.2: 2 lớp 20 người", words)
    assert desk.submission().answers.keys() == {"1.1"}


def test_a_row_that_was_not_stored_last_is_not_taken_back(desk: Installation) -> None:
    person = desk.told("1.1: 1 lớp 10 người", "1.2: 2 lớp 20 người", "hoàn tác 1.1")
    assert "chỉ bỏ lần ghi gần nhất. Riêng 1.1: gõ “sửa 1.1 thành”" in person.last
    assert desk.submission().answers.keys() == {"1.1", "1.2"}


def test_what_was_said_twice_is_taken_back_at_once(desk: Installation) -> None:
    desk.told("1.1: 1 lớp 10 người", "1.1: 1 lớp 10 người", "hoàn tác")
    assert figures(desk, "1.1") is None
