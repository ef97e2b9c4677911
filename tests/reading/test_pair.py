from __future__ import annotations

import pytest

from tests.reading.rows import CLASSES, EVENTS, asked, figures, refused, understood


@pytest.mark.parametrize(
    "text",
    ["3 lớp 45 người", "45 người/3 lớp", "3 - 45", "3, 45", "3\n45", "3\t45", "3 lớp 45", "3, 45 người",
     "số lớp: 3, số người: 45", "Lớp/người: 3/45", "3 (ba) lớp; 45 (bốn lăm) người", "3lop45ng",
     "dạ có, 3 lớp với 45 học viên tham gia ạ", "ba lớp bốn mươi lăm người", "1.1: 3/45"],
)  # fmt: skip
def test_units_decide_and_bare_pairs_follow_the_form(text: str) -> None:
    assert figures(CLASSES, text) == (3, 45)


@pytest.mark.parametrize(
    ("text", "reason", "offered"),
    [
        ("45", "one_number", (None, None)),
        ("45 người", "missing_count", (None, 45)),
        ("3 lớp", "missing_people", (3, None)),
        ("3/10", "date_or_pair", (3, 10)),
        ("45/3", "swapped", (3, 45)),
        ("2-3 lớp 60 người", "range", (None, None)),
        ("1 lớp 40-50 người", "range", (None, None)),
        ("30-45", "range", (None, None)),
        ("3 lớp, mỗi lớp 40 người", "per_unit", (3, 120)),
        ("2 lớp, lớp 30 người", "per_unit", (2, 60)),
        ("3 lớp: 45, 50, 40 người", "list_per_class", (3, 135)),
        ("2 lớp 30 người, 3 lớp 40 người", "several_pairs", (5, 70)),
        ("25 nam 20 nữ, 1 lớp", "by_sex", (1, 45)),
        ("2 250 người", "spaced", (2, 250)),
        ("3 xã 45 hộ", "unknown_unit", (None, None)),
        ("3 lo71p 45 ngu7o72i", "garbled", (3, 45)),
        ("3 lớp 2022", "year", (3, 2022)),
        ("3 lớp 0 người", "count_without_people", (3, 0)),
        ("0 lớp 10 người", "people_without_count", (0, 10)),
        ("-3 lớp 45 người", "negative", (3, 45)),
        ("1.2: 3 lớp 45 người", "other_row", (None, None)),
        ("3 lớp 45+50 người", "sum", (3, 95)),
        ("3 lớp 4 5 người", "too_many", (3, None)),
        ("1/2 lớp 45 người", "too_many", (None, None)),
        ("3 lớp, trong đó 1 lớp 45 người", "missing_people", (3, None)),
        ("1 lớp nghìn hai trăm người", "words", (1, 1200)),
        ("1 lớp suýt 45 người", "approximate", (1, 45)),
        ("1 lớp dư 5 người", "approximate", (None, None)),
        ("1 lớp nghịn hai trăm người", "strange_word", (None, None)),
        ("1 lớp xyz hai trăm người", "unknown_word", (1, 200)),
        ("3 lớp, riêng lớp cuối 45 người", "part", (None, None)),
    ],
)
def test_doubts_become_one_reason_and_what_may_be_offered(
    text: str, reason: str, offered: tuple[int | None, int | None]
) -> None:
    assert asked(CLASSES, text) == (reason, offered)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("2,5 lớp 60 người", "decimal"), ("1e3", "scientific"), ("3/10/2026", "date"), ("ok", "not_a_value"),
     ("", "blank"), ("0912345678", "phone"), ("99999999999 lớp 9999999999999 người", "too_large")],
)  # fmt: skip
def test_what_is_no_answer_is_refused(text: str, reason: str) -> None:
    assert refused(CLASSES, text) == reason


def test_a_breakdown_is_believed_when_it_fits() -> None:
    assert understood(CLASSES, "1 lớp 45 người (25 nam, 20 nữ)").note == "25 nam, 20 nữ"
    assert asked(CLASSES, "1 lớp 45 người (25 nam, 30 nữ)") == ("breakdown", (1, 45))


def test_remarks_are_kept_without_politeness() -> None:
    assert (
        understood(CLASSES, "dạ 2 lớp 60 người nha chị, lớp tiếng Anh ạ").note == "lớp tiếng Anh"
    )
    assert understood(CLASSES, "5 lớp, 1.250 lượt người").note == "lượt người"
    assert understood(CLASSES, "2 lớp 60 người, ngày 03/10").note == "ngày 03/10"


def test_the_row_decides_which_nouns_are_events() -> None:
    assert figures(EVENTS, "1 giải 80 người") == (1, 80)
    assert asked(EVENTS, "1 giải bóng chuyền 8 đội") == ("unknown_unit", (1, None))


@pytest.mark.parametrize("people", [4999, 5000, 5001])
def test_above_the_ceiling_a_person_should_look_again(people: int) -> None:
    from bot.reading import Understood, read_answer

    reading = read_answer(CLASSES, f"3 lớp {people} người")
    assert isinstance(reading, Understood)
    assert reading.check == ("range" if people > 5000 else "")
