"""A list's lines: money in all its spellings is added, goods are not, what is doubtful is asked."""

from __future__ import annotations

import pytest

from bot.reading.entry_lines import Entry, read_entries, read_entry


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("1tr5", 1_500_000), ("2tr500", 2_500_000), ("2tr500k", 2_500_000), ("1,5 tr", 1_500_000),
        ("1 tỉ 2", 1_200_000_000), ("chuyển khoản 2tr5", 2_500_000), ("12 tr 500", 12_500_000),
        ("nửa triệu", 500_000), ("năm trăm nghìn", 500_000), ("500.000", 500_000),
    ],
)  # fmt: skip
def test_money_is_read_however_it_is_written(said: str, amount: int) -> None:
    for line in (f"Chị Mai: {said}", f"Chị Mai - {said}"):
        assert read_entry(line) == Entry("Chị Mai", amount)


@pytest.mark.parametrize(
    "said",
    [
        "2", "200", "2 củ", "2 củ 5", "100 USD", "$100", "1m5", "5 trăm", "2tr5/tháng",
        "1 triệu x 3 tháng", "1 xe đạp trị giá 2tr", "5 suất học bổng trị giá 5 triệu",
        "1 máy tính 12tr", "3 suất quà 500k", "tổng bao nhiêu rồi?",
    ],
)  # fmt: skip
def test_what_may_be_money_and_is_not_certain_is_asked(said: str) -> None:
    assert read_entry(f"Chị Mai: {said}") is None


@pytest.mark.parametrize(
    "said", ["50 quyển vở", "20 bút", "30kg gạo", "2 thùng mì", "2 chai nước"]
)
def test_goods_keep_their_words_and_are_no_money(said: str) -> None:
    assert read_entry(f"Chị Mai: {said}") == Entry("Chị Mai", goods=said)


def test_money_and_goods_of_one_line_are_kept_apart() -> None:
    assert read_entry("Chị Mai: 1tr5 và 20 quyển vở") == Entry("Chị Mai", 1_500_000, "20 quyển vở")


def test_a_question_is_no_line_of_a_list() -> None:
    assert read_entries("tổng bao nhiêu rồi?").entries == ()


@pytest.mark.parametrize(
    ("said", "comes"),
    [
        ("dự", True), ("sẽ đến", True), ("đã xác nhận", True), ("bận", False), ("vắng mặt", False),
        ("không đến được", False), ("chưa trả lời", None),
    ],
)  # fmt: skip
def test_guests_come_stay_away_or_have_not_said(said: str, comes: bool | None) -> None:
    assert read_entry(f"Báo Bắc Kạn: {said}") == Entry("Báo Bắc Kạn", comes=comes)


def test_a_remark_behind_an_answer_is_no_gift() -> None:
    assert read_entry("Sở GDĐT: bận, cử người thay") == Entry(
        "Sở GDĐT (cử người thay)", comes=False
    )


@pytest.mark.parametrize(
    "way",
    ["chuyển khoản", "CK", "tiền mặt", "đã nhận", "chưa nộp", "qua ngân hàng", "đã chuyển khoản"],
)
def test_how_money_came_is_a_remark_and_no_gift(way: str) -> None:
    for line in (f"Chị Mai: 2tr5, {way}", f"Chị Mai: {way}; 2tr5"):
        assert read_entry(line) == Entry("Chị Mai", 2_500_000, remark=way)
    assert read_entries(f"Chị Mai: 2tr5, {way}").goods == ()


@pytest.mark.parametrize("verb", ["ủng hộ", "đã ủng hộ", "tặng", "đóng góp", "tài trợ"])
def test_the_verb_behind_a_name_is_no_part_of_it(verb: str) -> None:
    assert read_entry(f"Chị Mai {verb} 500k") == Entry("Chị Mai", 500_000)


def test_goods_that_begin_like_a_way_are_goods() -> None:
    assert read_entry("Chị Mai: 5 sổ tay, 1 thùng sách") == Entry(
        "Chị Mai", goods="5 sổ tay; 1 thùng sách"
    )
