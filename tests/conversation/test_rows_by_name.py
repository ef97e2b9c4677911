"""Rows called by their names in what is said of figures that are there: exchanged for their codes, and
heard once more; beside the words of row 11 they are shown, never taken for its words."""

from __future__ import annotations

import pytest

from tests.office import Installation, said

TWO_STORED = ("mục 6.1", "1 cuộc 150 người", "1 cuộc 200 người")
THREE_WAIT = "1.1: 2 lớp 60 người, 1.6: 4 lớp 160 học sinh, 5.1: 3 cuộc"
WORDS = "Xã đã vận động được 3 dòng họ hiếu học đăng ký"


def figures(desk: Installation) -> dict[str, tuple[int | None, int | None]]:
    return {code: (kept.count, kept.people) for code, kept in desk.submission().answers.items()}


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        ("à cái thể thao lúc nãy là 2 cuộc chứ không phải 1", "6.1", (2, 150)),
        ("văn nghệ sửa lại 250 người nhé", "6.2", (1, 250)),
        ("thể thao nhầm rồi, 2 cuộc", "6.1", (2, 150)),
        ("ơ chị nhập thiếu, văn nghệ là 265 người mới đúng", "6.2", (1, 265)),
        ("cho chị sửa văn nghệ thành 2 buổi", "6.2", (2, 200)),
    ],
)
def test_a_correction_names_its_row(
    desk: Installation, words: str, code: str, expected: tuple[int, int]
) -> None:
    person = desk.told(*TWO_STORED)
    person.says(words)
    assert figures(desk) == {"6.1": (1, 150), "6.2": (1, 200)}
    person.says("đúng")
    assert figures(desk)[code] == expected


def test_two_rows_are_corrected_by_their_names(desk: Installation) -> None:
    desk.told(*TWO_STORED, "đổi lại: thể thao 200, văn nghệ 150", "đúng")
    assert figures(desk) == {"6.1": (1, 200), "6.2": (1, 150)}


@pytest.mark.parametrize("words", ["bỏ cái thể thao đi em, bên chị chưa làm", "xóa thể thao"])
def test_a_row_is_cleared_by_its_name(desk: Installation, words: str) -> None:
    person = desk.told(*TWO_STORED, words)
    assert figures(desk) == {"6.2": (1, 200)}
    person.says("hoàn tác")
    assert figures(desk)["6.1"] == (1, 150)


def test_a_figure_in_front_of_the_first_name_is_not_lost(desk: Installation) -> None:
    person = desk.told(*TWO_STORED)
    reply = said(
        person.says("1 chuyến 50 em, sửa văn nghệ 200 người, thể thao 1 cuộc 80 người")[-1]
    )
    assert "6.1: 1 cuộc, 80 người" in reply and "Chưa hiểu: “1 chuyến 50 em”" in reply


@pytest.mark.parametrize(
    ("told", "words", "row"),
    [
        (TWO_STORED, "bỏ tham quan, không đi", "6.3"),
        (TWO_STORED[:2], "bỏ văn nghệ, không có", "6.2"),
        (TWO_STORED[:1], "thể thao bỏ, không làm", "6.1"),
    ],
)
def test_a_row_that_was_dropped_did_not_happen(
    desk: Installation, told: tuple[str, ...], words: str, row: str
) -> None:
    desk.told(*told, words, "đúng")
    assert figures(desk)[row] == (0, 0)


@pytest.mark.parametrize(
    "words", ["sao lại bỏ thể thao?", "thể thao sửa thế nào", "đã xóa văn nghệ chưa"]
)
def test_a_question_about_a_row_changes_nothing(desk: Installation, words: str) -> None:
    person = desk.told(*TWO_STORED)
    assert "Đã để trống" not in said(person.says(words)[0])
    person.says("đúng")
    assert figures(desk) == {"6.1": (1, 150), "6.2": (1, 200)}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2 dòng đầu đúng, dòng cuối 1 thôi", {"1.1": (2, 60), "1.6": (4, 160), "5.1": (1, None)}),
        ("kỹ năng sống thì 5 lớp, còn lại đúng", {"1.1": (2, 60), "1.6": (5, 160), "5.1": (3, None)}),
        ("trừ cái kỹ năng sống ra, còn lại đúng", {"1.1": (2, 60), "5.1": (3, None)}),
        ("dòng giữa sai, 150 em thôi", {"1.1": (2, 60), "1.6": (4, 150), "5.1": (3, None)}),
        ("dòng thứ hai là 5 lớp", {"1.1": (2, 60), "1.6": (5, 160), "5.1": (3, None)}),
        ("dòng đầu 3 lớp, dòng cuối 1 cuộc", {"1.1": (3, 60), "1.6": (4, 160), "5.1": (1, None)}),
        ("dòng đầu sai, dòng cuối 1 thôi", {"1.6": (4, 160), "5.1": (1, None)}),
        ("dòng cuối 1 cuộc 5.2 2 cuộc", {"1.1": (2, 60), "1.6": (4, 160), "5.1": (1, None), "5.2": (2, None)}),
        ("dòng cuối 2 cuộc, 5.2: 4 cuộc", {"1.1": (2, 60), "1.6": (4, 160), "5.1": (2, None), "5.2": (4, None)}),
        ("dòng đầu đúng, dòng giữa 5 lớp 100 em, dòng cuối sai", {"1.1": (2, 60), "1.6": (5, 100)}),
        ("bỏ dòng đầu, dòng cuối 2 cuộc", {"1.1": (2, 60), "1.6": (4, 160), "5.1": (3, None)}),
    ],
)  # fmt: skip
def test_a_row_of_a_list_that_waits(desk: Installation, words: str, expected: dict) -> None:
    person = desk.told(THREE_WAIT, words)
    assert figures(desk) == {}
    person.says("đúng")
    assert figures(desk) == expected


def test_of_two_that_wait_the_second_is_meant(desk: Installation) -> None:
    two = THREE_WAIT.rpartition(",")[0]
    desk.told(two, "cái đầu đúng rồi, cái sau là 5 lớp", "đúng")
    assert figures(desk) == {"1.1": (2, 60), "1.6": (5, 160)}


def test_only_one_of_a_list_is_stored_and_the_others_are_named(desk: Installation) -> None:
    person = desk.told(THREE_WAIT)
    reply = person.says("chỉ ghi 1.1 thôi")[-1]
    assert figures(desk) == {"1.1": (2, 60)}
    assert "1.6, 5.1" in said(reply)


@pytest.mark.parametrize(
    "words", ["chỉ ghi 1.1 thôi à", "chỉ ghi 1.1 à?", "chỉ nhận 1.1 thôi nhỉ?"]
)
def test_whether_only_one_is_stored_is_a_question(desk: Installation, words: str) -> None:
    person = desk.told(THREE_WAIT, words)
    assert figures(desk) == {}
    person.says("đúng")
    assert set(figures(desk)) == {"1.1", "1.6", "5.1"}


def test_a_row_that_is_only_said_to_be_wrong_is_asked(desk: Installation) -> None:
    person = desk.told(THREE_WAIT)
    reply = said(person.says("sai cái hội sách em ạ")[-1])
    assert "Mục 5.1 · Câu 19/34" in reply and "5.1: 3 cuộc vẫn chờ xác nhận" in reply


@pytest.mark.parametrize(
    ("words", "row"),
    [
        ("mà thể thao là 2 cuộc nhé em", "6.1"),
        ("thể thao khoảng 100 người", "6.1"),
        ("à thể thao 1.6 nhầm", "6.1"),
        ("kinh phí 5 triệu", "10.1"),
    ],
)
def test_figures_beside_the_words_of_row_11(desk: Installation, words: str, row: str) -> None:
    person = desk.told("mục 6.1", "1 cuộc 150 người", "mục 11", WORDS)
    reply = said(person.says(words)[-1])
    assert desk.submission().answers["11"].text == WORDS
    assert f"Mục {row} ·" in reply
    assert "với “11:” ở đầu" in reply
    person.says("mục 11")
    person.says(f"11: {words}")
    assert desk.submission().answers["11"].text == f"{WORDS}\n{words}"


@pytest.mark.parametrize(
    "words",
    [
        "Văn nghệ quần chúng thu hút 300 người xem, rất vui",
        "Đổi mới cách làm văn nghệ, sửa lại hội trường",
        "văn nghệ hay nhưng sai kịch bản",
        "tập huấn 2 ngày tại huyện",
        "băng rôn bị mưa hỏng 2 cái",
    ],
)  # fmt: skip
def test_a_narrative_stays_one(desk: Installation, words: str) -> None:
    desk.told("mục 11", words)
    assert desk.submission().answers["11"].text == words


def test_row_11_is_ended_and_cleared_in_words(desk: Installation) -> None:
    person = desk.told("mục 11", WORDS, "ko thêm gì nữa")
    assert desk.submission().answers["11"].text == WORDS
    person.says("mục 11")
    person.says("xoá hết nội dung khác đi em")
    assert "11" not in desk.submission().answers


def test_a_no_in_a_list_says_what_it_takes_away(desk: Installation) -> None:
    person = desk.told("mục 11", WORDS, "mục 1.1", "2 lớp 60 người")
    reply = said(person.says("1.1: không; 1.2: không; 11: không có gì thêm")[-1])
    assert "1.1: không tổ chức (thay cho: 2 lớp, 60 người)" in reply
    assert f"11: không có (thay cho: {WORDS})" in reply


@pytest.mark.parametrize(
    ("words", "row"),
    [
        ("thôi bỏ qua mấy cái lớp này, sang khai mạc", "Mục 7.1"),
        ("làm phần kinh phí trước được không", "Mục 10.1"),
        ("phần tập huấn này tạm để đó, qua phần tin bài đi", "Mục 2"),
    ],
)
def test_a_section_is_left_for_another(desk: Installation, words: str, row: str) -> None:
    reply = said(desk.told("mục 1.4").says(words)[-1])
    assert reply.startswith(f"{row} ·")
    assert figures(desk) == {}


def test_a_whole_section_without_anything(desk: Installation) -> None:
    desk.told("mục 1.1", "2 lớp 60 người", "cả mục 5 xã mình không có gì đâu", "đúng")
    assert figures(desk).keys() == {"1.1", "5.1", "5.2", "5.3", "5.4"}


def test_what_others_paid_is_no_money_of_the_state(desk: Installation) -> None:
    person = desk.told("mục 10.1")
    reply = person.says("huyện không cho đồng nào, xã xin doanh nghiệp được 6 triệu")[-1]
    assert "mục 10.2" in said(reply)
    person.says("đúng")
    assert figures(desk) == {}


@pytest.mark.parametrize("begun", [("mục 11",), ("mục 11", WORDS)])
def test_a_line_with_its_code_is_stored_while_words_are_written(
    desk: Installation, begun: tuple[str, ...]
) -> None:
    person = desk.told(*begun, "1.1: 60 lớp 60 người")
    assert figures(desk)["1.1"] == (60, 60)
    person.says("1.1: 61 lớp 62 người")
    assert figures(desk)["1.1"] == (61, 62)
