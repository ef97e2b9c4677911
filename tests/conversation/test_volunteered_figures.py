"""Figures that somebody volunteers while another row is asked or waits: never offered, joined or stored for
that one, and the row that they are likely of is named."""

from __future__ import annotations

import pytest

from tests.office import Installation, Person


def choices(person: Person) -> list[str]:
    return [choice.label for choice in person.heard[-1].choices]


def stored(desk: Installation, code: str) -> tuple[int | None, int | None] | None:
    found = desk.submission().answers.get(code)
    return None if found is None else (found.count, found.people)


@pytest.mark.parametrize(
    ("asked", "text", "meant"),
    [
        ("1.3", "để em ghi vào tham quan 1 cuộc 40 người", "6.3"),
        ("8", "về lớp thì có 2 lớp bồi dưỡng nghiệp vụ, lớp ở xã 25 người còn lớp ở bản 18 người", "1.1"),
        ("1.2", "kể chuyện theo sách cho thiếu nhi 1 cuộc 48 cháu, hội sách không có", "5.4"),
        ("1.2", "năm ngoái có 3 lớp xóa mù chữ 57 người nhưng năm nay chỉ còn 2 lớp 38 người", "1.11"),
        ("1.4a", "ngan sach 8tr5, ong Phin cho 1tr, hoi phu nu gop 500k", "10.1"),
        ("1.2", "tin học thì chưa mở, trường có dạy kỹ năng sống cho học sinh 4 buổi 156 em", "1.6"),
    ],
)  # fmt: skip
def test_what_names_another_row_is_offered_for_that_one(
    desk: Installation, asked: str, text: str, meant: str
) -> None:
    desk.told(f"mục {asked}", text, "đúng")
    assert (stored(desk, asked), stored(desk, meant) is not None) == (None, True)


@pytest.mark.parametrize(
    ("asked", "text", "meant"),
    [
        ("1.2", "tin bài thì đài phát 5 buổi, trang đăng 3 bài", "2"),
        ("1.2", "băng rôn em treo 6 cái, khẩu hiệu 4 cái, tờ rơi tầm 300 tờ", "3"),
        ("1.4a", "ca nhan thi thay hieu truong tang 10 quyen nua", "4.3"),
    ],
)  # fmt: skip
def test_the_row_that_is_named_is_told_and_the_text_row_is_no_guess(
    desk: Installation, asked: str, text: str, meant: str
) -> None:
    person = desk.told(f"mục {asked}", text)
    assert desk.submission().answers == {}
    assert f"Mục {meant}" in choices(person)
    assert "Mục 11" not in choices(person)
    person.says("đúng")
    assert stored(desk, asked) is None


def test_a_yes_with_figures_of_another_row_corrects_nothing(desk: Installation) -> None:
    desk.told(
        "mục 1.2",
        "khoảng 1 lớp 20 người",
        "thế em cứ ghi vào lớp khác 1 lớp 30 người nhé",
        "đúng",
    )
    assert (stored(desk, "1.2"), stored(desk, "1.12")) == ((1, 20), (1, 30))  # fmt: skip


def test_a_number_of_other_people_completes_nothing(desk: Installation) -> None:
    person = desk.told("1.6: 5 lớp 143 hs", "à nhầm 5 lớp 134", "cá nhân 9")
    assert "1.6: 5 lớp, 134 người" in person.last
    assert "mục 4.2 (Cá nhân tặng sách)" in person.last


def test_rows_that_gave_no_clear_figures_are_named_after_the_yes(desk: Installation) -> None:
    mixed = "văn nghệ 1 buổi 200 người, bóng đá 1 giải 6 đội mỗi đội 10 người"
    person = desk.told("mục 1.3", mixed, "đúng")
    assert "Mục 6.1 đã nhắc đến nhưng chưa ghi được" in person.last
    person.says("6.1: 1 giải 60 người")
    assert "6.1 đã nhắc đến" not in person.last


@pytest.mark.parametrize(
    "text",
    [
        "1 lớp 22 người ở bản trên, 1 lớp 19 người ở bản dưới nữa",
        "1 lop 22 nguoi o ban tren, 1 lop 19 nguoi o ban duoi nua",
        "1 lớp 22 người, thêm 1 lớp 19 người",
    ],
)
def test_more_between_pairs_adds_them(desk: Installation, text: str) -> None:
    desk.told("mục 1.11", text, "đúng")
    assert stored(desk, "1.11") == (2, 41)


def test_nua_without_accents_is_no_figure(desk: Installation) -> None:
    person = desk.told("mục 1.4a", "con lop hoc nghe nua")
    assert "“nua”" not in person.last


@pytest.mark.parametrize(
    "text",
    ["các lớp khác không có", "còn mấy câu lớp khác nữa thì không có gì đâu ạ", "con may lop khac nua k co"],
)  # fmt: skip
def test_other_lessons_are_no_other_sections(desk: Installation, text: str) -> None:
    desk.told("mục 1.1", "2 lớp 40 người", "mục 1.6", text, "đúng")
    answers = desk.submission().answers
    assert ("1.12" in answers, "2" in answers, stored(desk, "1.1")) == (True, False, (2, 40))


def test_the_rest_may_begin_with_con(desk: Installation) -> None:
    desk.told("mục 1.1", "2 lớp 40 người", "còn mấy câu khác thì không có", "đúng")
    assert "9.1" in desk.submission().answers


def test_figures_before_the_consent_are_said_not_to_be_recorded(desk: Installation) -> None:
    person = desk.person("Lò Văn Ân")
    person.starts(desk.code())
    person.says("1.1: 2 lớp 40 người")
    assert "chưa được ghi" in person.heard[-1].lead
    person.says("dạ em chào")
    assert "chưa được ghi" not in person.heard[-1].lead
