"""What a stubborn person met in an hour of play, each with what became of it."""

from __future__ import annotations

import io

import docx
import openpyxl
import pytest

from tests.office import Installation, Person, said

LETTER = (
    "Xã đã tổ chức lễ khai mạc ngày 2/10, mở 2 lớp tập huấn nghiệp vụ cho 46 cán bộ, tặng 250 quyển sách, "
    "treo 5 băng rôn. Kinh phí ngân sách 12 triệu 500 nghìn đồng."
)
OWN_TABLE = (
    ("Kỹ năng sống", "4 buổi 160 em"),
    ("Tin bài", "8 tin bài"),
    ("Tặng sách", "250 quyển"),
)


@pytest.fixture
def person(desk: Installation) -> Person:
    return desk.joined(channel="web")


def figures(desk: Installation) -> dict[str, tuple[int | None, int | None]]:
    return {code: (kept.count, kept.people) for code, kept in desk.submission().answers.items()}


def letter(heading: str = "") -> bytes:
    written = docx.Document()
    for line in filter(None, (heading, LETTER)):
        written.add_paragraph(line)
    body = io.BytesIO()
    written.save(body)
    return body.getvalue()


def own_table() -> bytes:
    book = openpyxl.Workbook()
    for line in OWN_TABLE:
        book.active.append(line)
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def test_a_letter_in_word_is_read_as_words_and_stored_after_one_yes(
    desk: Installation, person: Person
) -> None:
    (shown,) = person.sends_file(letter(), "baocao.docx")
    assert "Đọc từ tệp baocao.docx" in said(shown)
    assert figures(desk) == {}
    person.says("đúng")
    kept = figures(desk)
    assert (kept["1.1"], kept["3"], kept["4.3"]) == ((2, 46), (5, None), (250, None))
    assert (kept["7.1"], kept["10.1"]) == ((1, None), (12_500_000, None))


def test_a_table_of_ones_own_is_read_line_by_line(desk: Installation, person: Person) -> None:
    person.sends_file(own_table(), "rieng.xlsx")
    person.says("đúng")
    assert figures(desk) == {"1.6": (4, 160), "2": (8, None), "4.3": (250, None)}


def test_a_letter_of_another_unit_is_held(desk: Installation, person: Person) -> None:
    (shown,) = person.sends_file(letter("Đơn vị: Xã Pa Ủ"), "baocao.docx")
    assert "Xã Pa Ủ" in said(shown) and "có đúng là số của" in said(shown)
    assert figures(desk) == {}


def test_the_row_before_is_never_the_row_that_is_asked(desk: Installation, person: Person) -> None:
    for words in ("có hết", "1 lớp 24 người", "câu trước là 1 lớp 25 người"):
        person.says(words)
    assert figures(desk) == {"1.1": (1, 24)}
    person.says("đúng")
    assert figures(desk) == {"1.1": (1, 25)}


def test_nothing_said_while_a_figure_waits_names_the_figure(
    desk: Installation, person: Person
) -> None:
    for words in ("có hết", "2 lớp", "46", "chưa có mô"):
        person.says(words)
    assert figures(desk) == {}
    assert "1.1: 2 lớp, 46 người đang chờ xác nhận" in person.last


@pytest.mark.parametrize(
    ("words", "code"), [("11 không có", "11"), ("8 ko có", "8"), ("2 khỏi", "2")]
)
def test_a_lone_code_before_nothing_names_its_row(
    desk: Installation, person: Person, words: str, code: str
) -> None:
    person.says("có hết")
    person.says(words)
    assert list(figures(desk)) == [code]


def test_goods_are_no_posters_whichever_side_they_stand(
    desk: Installation, person: Person
) -> None:
    person.says("có hết")
    person.says("3: treo 6 băng rôn, in 200 tờ rơi, mua 50 cái mũ")
    assert figures(desk) == {"3": (206, None)}
    assert "50 cái" in said(person.heard[-1])


def test_a_row_that_keeps_its_old_figure_is_named_after_the_yes(person: Person) -> None:
    person.says("mục 1, 7, 9 thôi, còn lại không")
    person.says("đúng")
    person.says("7.1 có; 9.1: 2 tập thể; 10.2 phụ huynh góp 2tr, cty chè cho 1tr5")
    person.says("đúng")
    assert "Chưa ghi số mới của mục 10.2" in person.last
    person.says("10.2: 3tr5")
    person.says("1.1: 2 lớp 30 người; 1.2: 1 lớp 20 người")
    person.says("đúng")
    assert "Chưa ghi" not in person.last


def test_each_remark_of_a_batch_can_be_dropped_by_a_tap(
    desk: Installation, person: Person
) -> None:
    person.says("có hết")
    person.says("1.1: 2 lớp 40 người, dạy ở nhà văn hóa; 1.2: 1 lớp 20 người cô Lan dạy")
    person.says("đúng")
    person.taps("Bỏ ghi chú 1.2")
    notes = {code: kept.note for code, kept in desk.submission().answers.items()}
    assert notes == {"1.1": "dạy ở nhà văn hóa", "1.2": ""}


def test_money_of_which_there_was_none_is_not_held(person: Person) -> None:
    for words in ("có hết", "10.2: không", "11 không có", "xem"):
        person.says(words)
    assert "10.2: không có" in person.last and "11: không có" in person.last


def test_a_complaint_about_a_name_is_no_name(desk: Installation, person: Person) -> None:
    person.says("tên xã sai rồi")
    assert "Đã sửa tên" not in person.last
    assert "sai rồi" not in person.last


def test_a_slip_beside_a_figure_that_waits_is_in_that_figure(
    desk: Installation, person: Person
) -> None:
    for words in ("1.4 không tổ chức", "mục 1.6", "4 buổi", "160 cháu", "lúc nãy ghi nhầm"):
        person.says(words)
    assert "Mục 1.6 · Câu 7/34" in person.last
    person.says("4 buổi 165 cháu")
    assert figures(desk)["1.6"] == (4, 165)
    assert figures(desk)["1.4"] == (0, 0)
    person.says("xem")
    assert "chờ xác nhận" not in person.last


def test_a_cry_before_a_correction_is_no_part_of_it(desk: Installation, person: Person) -> None:
    for words in (
        "4.3: 248 quyển",
        "còn lại không",
        "đúng",
        "nộp",
        "nộp",
        "chết, 4.3 sai rồi, 284 quyển",
    ):
        person.says(words)
    assert "Sửa thành 4.3: 284 quyển?" in person.last
    person.says("đúng")
    assert figures(desk)["4.3"] == (284, None)


def test_the_same_as_a_row_that_waits_is_shown_once(desk: Installation, person: Person) -> None:
    for words in ("mục 1.6", "khoảng 160 em 4 buổi", "1.7 giống 1.6"):
        person.says(words)
    shown = said(person.heard[-1])
    assert "Chưa ghi các phần sau" not in shown
    assert "1.7: 4 lớp, 160 người" in shown


def test_a_day_of_the_week_is_no_figure(person: Person) -> None:
    person.says("thứ 4 nộp kịp không")
    assert "Hạn nộp" in person.last
    assert "Chưa dùng đến" not in person.last


def test_who_asks_is_told_before_the_consent(desk: Installation) -> None:
    stranger = desk.person(channel="web")
    stranger.starts(desk.code())
    stranger.says("em là ai, có lừa đảo không đó")
    assert "chương trình tự động" in stranger.last
    assert "Đồng ý" in stranger.last


def test_words_beside_sections_that_are_offered_leave_them_offered(desk: Installation) -> None:
    person = desk.joined()
    for text in ("mục 5, 11 và 1", "xong", "ghi chú tiếp nhập hộ Xã Bum Nưa"):
        person.says(text)
    person.says("ghi chútiếpnhập hộXã Bum Nưa")
    assert person.last
