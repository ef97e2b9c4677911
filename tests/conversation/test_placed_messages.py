"""What was told and belongs to no row is placed by typing that row's code, and figures of another thing than
was asked are not the asked row's."""

from __future__ import annotations

import pytest

from tests.office import Installation, Person

FARMERS = "mở 2 lớp chăn nuôi cho bà con, 65 người"
DIGITAL = "chuyển đổi số thì đoàn thanh niên làm 4 buổi 118 người"


def figures(desk: Installation, code: str) -> tuple[int | None, int | None] | None:
    found = desk.submission().answers.get(code)
    return None if found is None else (found.count, found.people)


def choices(person: Person) -> list[str]:
    return [choice.label for choice in person.heard[-1].choices]


@pytest.mark.parametrize(
    ("asked", "text", "meant"),
    [
        ("1.6", FARMERS, "1.4"),
        ("1.4a", "tập huấn cho 45 thầy cô mầm non 2 lớp", "1.1"),
        ("1.1", "2 buổi phòng chống đuối nước cho 300 học sinh", "1.6"),
        ("10.1", "doanh nghiệp cho 3 triệu", "10.2"),
        ("10.1", "bà con góp 1tr2", "10.2"),
        ("1.2", "tập huấn cho ban giám đốc trung tâm học tập 1 lớp 12 người", "1.9"),
    ],
)
def test_figures_of_another_thing_are_not_stored_for_the_row_that_is_asked(
    desk: Installation, asked: str, text: str, meant: str
) -> None:
    person = desk.told(f"mục {asked}", text)
    assert desk.submission().answers == {}
    assert f"mục {meant}" in person.last
    assert f"thì gõ “mục {asked}”" in person.last
    assert f"Mục {meant}" in choices(person)


@pytest.mark.parametrize(
    "place", ["1.4a", "mục 1.4a", "dòng 1.4a nhé", "của 1.4a", "là của mục 1.4a"]
)
def test_the_code_alone_places_the_message_before(desk: Installation, place: str) -> None:
    desk.told("mục 1.6", FARMERS, place, "đúng")
    assert (figures(desk, "1.4a"), figures(desk, "1.6")) == ((2, 65), None)


def test_a_button_places_it_as_well(desk: Installation) -> None:
    person = desk.told("mục 1.6", FARMERS)
    person.taps("Mục 1.4")
    assert "Ghi 1.4: 2 lớp, 65 người" in person.last
    person.says("đúng")
    assert figures(desk, "1.4") == (2, 65)


def test_it_may_be_of_the_row_that_is_asked_all_the_same(desk: Installation) -> None:
    desk.told("mục 1.6", FARMERS, "1.6", "đúng")
    assert figures(desk, "1.6") == (2, 65)


@pytest.mark.parametrize("where", ["mục 1.2", "xem", "tạm dừng"])
def test_it_is_placed_wherever_nothing_came_of_it(desk: Installation, where: str) -> None:
    desk.told(where, f"bên khuyến nông {FARMERS}", "1.4a", "đúng")
    assert figures(desk, "1.4a") == (2, 65)


def test_what_no_row_counts_may_go_to_the_other_contents(desk: Installation) -> None:
    person = desk.told("mục 1.5", "có trao 15 suất học bổng trị giá 7tr5", "mục 11")
    assert "Ghi 11: có trao 15 suất học bổng trị giá 7tr5?" in person.last


def test_what_is_not_used_in_the_row_that_is_named_is_told(desk: Installation) -> None:
    person = desk.told("xem", "xã có 14 bản 1.200 hộ", "mục 8")
    assert desk.submission().answers == {}
    assert "1.200 hộ" in person.last


def test_what_is_doubtful_in_the_row_that_is_named_is_asked_there(desk: Installation) -> None:
    person = desk.told("có", "chuyển đổi số thì làm 4 buổi, mỗi buổi 30 người", "1.3")
    assert figures(desk, "1.3") is None
    assert "4" in person.last and "30" in person.last


def test_a_message_in_between_lets_it_go(desk: Installation) -> None:
    desk.told("mục 1.6", FARMERS, "4 buổi 160 em", "1.4a")
    assert figures(desk, "1.4a") is None
    assert figures(desk, "1.6") == (4, 160)


def test_a_pair_of_figures_is_asked_about_where_one_is_wanted(desk: Installation) -> None:
    person = desk.told("mục 9.1", "mở 2 lớp trồng rau cho bà con, 35 người")
    assert figures(desk, "9.1") is None
    assert "Có bỏ qua số đó không?" in person.last


def test_figures_of_a_row_that_a_message_names_are_not_joined_with_those_kept(
    desk: Installation,
) -> None:
    person = desk.told("118 người", "à 1.6 thì trường báo là 6 cuộc, chưa có số em tham gia")
    assert "118" not in person.last


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("1.1", "2 lớp 45 giáo viên"),
        ("1.6", "4 lớp, 155 em, 4 GV dạy"),
        ("1.7", "khuyến nông tập huấn 2 lớp trồng ngô, 88 nông dân"),
        ("1.8", "2 lớp cho 46 giáo viên tiểu học"),
        ("1.3", "Tập huấn chữ ký số: 01 lớp, 22 công chức"),
        ("6.2", "1 đêm giao lưu văn nghệ giữa 2 bản, 80 người"),
        ("4.1", "5 lớp, 120 học sinh"),
        ("4.2", "90 hs của 6 lớp"),
        ("10.2", "doanh nghiệp Minh Tâm cho 3 triệu"),
    ],
)
def test_an_answer_in_other_words_is_stored_at_once(
    desk: Installation, asked: str, text: str
) -> None:
    desk.told(f"mục {asked}", text)
    assert asked in desk.submission().answers


def test_a_row_whose_figures_wait_gets_the_message_in_their_place(desk: Installation) -> None:
    person = desk.told("mục 1.4a", "chừng 1 lớp 30 người", "mục 1.6", FARMERS, "1.4a")
    assert "Ghi 1.4a: 2 lớp, 65 người" in person.last
    assert "thay cho số đang chờ xác nhận: 1 lớp, 30 người" in person.last


def test_more_of_what_waits_is_offered_together_with_it(desk: Installation) -> None:
    person = desk.told("mục 1.6", "chừng 3 buổi 90 em", "thêm 1 buổi 30 em nữa")
    assert "Cộng thêm 1 lớp, 30 người thành 1.6: 4 lớp, 120 người?" in person.last
    person.says("đúng")
    assert figures(desk, "1.6") == (4, 120)


@pytest.mark.parametrize("code", ["mục 9.9", "mục 1", "sửa 5"])
def test_a_code_that_is_no_rows_places_nothing(desk: Installation, code: str) -> None:
    person = desk.told("mục 1.6", FARMERS, code)
    assert "Ghi 1" not in person.last
    assert "65 người" not in person.last


@pytest.mark.parametrize(
    "words", ["sửa câu vừa rồi", "bớt 2 lớp ở 1.4", "bỏ câu 1.6 với 1.7, qua 1.8"]
)
def test_who_goes_to_a_row_for_another_reason_places_nothing(
    desk: Installation, words: str
) -> None:
    person = desk.told("mục 1.5", "1 lớp 20 người", FARMERS, words)
    assert "65 người" not in person.last


def test_a_message_that_is_said_again_is_placed_as_well(desk: Installation) -> None:
    person = desk.told("mục 1.6", FARMERS, FARMERS)
    assert "Mục 1.4" in choices(person)
    person.says("1.4a")
    assert "Ghi 1.4a: 2 lớp, 65 người" in person.last


def test_what_is_kept_for_the_next_row_is_compared_with_it_if_said_again_too(
    desk: Installation,
) -> None:
    person = desk.told("tiếp", FARMERS, FARMERS, "có")
    assert "chưa hợp với câu này nên chưa ghi vào đâu" in person.last


def test_what_was_kept_before_is_told_at_the_end(desk: Installation) -> None:
    hamlets = "xã có 14 bản 1.200 hộ"
    person = desk.told("tiếp", "3 lớp 45 em", hamlets, "mục 8", "2 đơn vị", "nộp", "nộp")
    assert "“3 lớp 45 em”" in person.last
