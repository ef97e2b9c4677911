"""What a coordinator's words mean: the day, the rows and the reason they name, and nothing besides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from bot.conversation.day_words import DayFault, read_day
from bot.model.person import Role
from bot.model.submission import Status
from tests.conversation.test_coordinating import hand_in, reminded
from tests.office import Installation, Person
from tests.web.board_scenes import fill

TODAY = date(2022, 10, 10)  # a Monday
LAST = date(2022, 10, 13)


@pytest.fixture
def hoa(desk: Installation) -> Person:
    return desk.coordinator("Nguyễn Thị Hoa")


@pytest.mark.parametrize(
    ("words", "day", "rest"),
    [
        ("đến ngày mai vì mất điện", date(2022, 10, 11), "vì mất điện"),
        ("den ngay mai vi mat dien", date(2022, 10, 11), "vi mat dien"),
        ("đến thứ sáu tuần sau do mưa lũ", date(2022, 10, 21), "do mưa lũ"),
        ("đến thứ 6 mưa lũ", date(2022, 10, 14), "mưa lũ"),
        ("chủ nhật tuần này bão", date(2022, 10, 16), "bão"),
        ("đến hết tuần vì bão", date(2022, 10, 16), "vì bão"),
        ("hết tuần sau vì bão", date(2022, 10, 23), "vì bão"),
        ("thêm 2 ngày vì bão", date(2022, 10, 15), "vì bão"),
        ("thêm hai ngày nữa vì bão", date(2022, 10, 15), "vì bão"),
        ("1 tuần vì bão", date(2022, 10, 20), "vì bão"),
        ("đến hết tháng vì bão", date(2022, 10, 31), "vì bão"),
        ("16/10 mất điện từ 10/10", date(2022, 10, 16), "mất điện từ 10/10"),
        ("đến hết ngày 16.10.2022, mưa", date(2022, 10, 16), ", mưa"),
        ("ngày 16 tháng 10 năm 2022 mưa", date(2022, 10, 16), "mưa"),
        ("2022-10-16 mưa", date(2022, 10, 16), "mưa"),
        ("đến ngày 20 mưa", date(2022, 10, 20), "mưa"),
        ("đến ngày 5 mưa", date(2022, 11, 5), "mưa"),
        ("ngày 20 tháng sau vì bão", date(2022, 11, 20), "vì bão"),
        ("ngày 20 tháng này bão", date(2022, 10, 20), "bão"),
        ("ngay 5 thang toi bao", date(2022, 11, 5), "bao"),
        ("đến cuối tháng sau vì bão", date(2022, 11, 30), "vì bão"),
        ("hết tháng 1/2023 vì bão", date(2023, 1, 31), "vì bão"),
        ("16/10 mất điện từ 17h", date(2022, 10, 16), "mất điện từ 17h"),
        ("16/10 2 trường chưa xong", date(2022, 10, 16), "2 trường chưa xong"),
    ],
)
def test_a_day_is_read_at_the_beginning_of_the_words(words: str, day: date, rest: str) -> None:
    found = read_day(words, TODAY, LAST, 2022)
    assert (found.day, found.rest.strip()) == (day, rest)


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("vì mất điện từ 10/10", DayFault.MISSING),
        ("2 lớp chưa xong đến 20/10", DayFault.MISSING),
        ("2 ngày làm việc vì bão", DayFault.MISSING),
        ("", DayFault.MISSING),
        ("3/9/91 mưa", DayFault.SHORT_YEAR),
        ("31/2 mưa", DayFault.IMPOSSIBLE),
        ("ngày 31 tháng sau mưa", DayFault.IMPOSSIBLE),
        ("hết tháng 13 mưa", DayFault.IMPOSSIBLE),
        ("ngày 5 tháng sáu mưa", DayFault.MISSING),
        ("ngày 5 tháng tư mưa", DayFault.MISSING),
        ("cuối tháng mười một mưa", DayFault.MISSING),
        ("16/10/2022 17h mưa lũ", DayFault.HOUR),
        ("16/10, trước 17:00 mưa", DayFault.HOUR),
        ("ngày mai lúc 5 giờ chiều", DayFault.HOUR),
        ("đến 17h ngày 16/10 mưa", DayFault.HOUR),
        ("đến 31/2/2023 mưa", DayFault.IMPOSSIBLE),
    ],
)
def test_what_names_no_day_is_told_why(words: str, fault: DayFault) -> None:
    found = read_day(words, TODAY, LAST, 2022)
    assert (found.day, found.fault) == (None, fault)


def test_a_sooner_day_than_the_unit_has_is_said_to_be_one(hoa: Person) -> None:
    for words in ("gia hạn 03466 20/10 mưa", "đúng", "gia hạn 03466 16/10 mưa"):
        hoa.says(words)
    sooner = "Ngày này sớm hơn hạn riêng Xã Bum Nưa đang có (hết ngày 20/10/2022)."
    assert sooner in hoa.last
    hoa.says("đúng")
    assert sooner in hoa.last
    hoa.says("gia hạn 03466 18/10 mưa")
    assert "sớm hơn" not in hoa.last


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("gia hạn 03466 thêm 2 ngày vì mất điện", "đến hết ngày 15/10/2022, lý do: “mất điện”?"),
        ("gia hạn 03466 đến thứ sáu tuần sau: mưa lũ", "21/10/2022, lý do: “mưa lũ”?"),
        ("gia hạn tất cả đến 20/10 vì bão", "Gia hạn cho cả đợt đến hết ngày 20/10/2022"),
        ("gia hạn 03466 đến 16/10", "16/10/2022: còn thiếu lý do"),
        ("gia hạn 03466 mất điện từ 20/10", "Chưa rõ gia hạn đến ngày nào"),
        ("gia hạn 03466 16/10/22 mưa", "chưa rõ là năm nào"),
        ("gia hạn 03466 31/2 mưa", "Không có ngày “31/2”"),
        ("gia hạn 03466 16/10 17h mưa", "“16/10 17h”: gia hạn tính đến hết ngày"),
    ],
)
def test_an_extension_shows_its_day_or_what_is_missing(
    hoa: Person, asked: str, shown: str
) -> None:
    hoa.says(asked)
    assert shown in hoa.last


@pytest.mark.parametrize(
    ("words", "rows", "reason"),
    [
        ("2 lớp này chưa rõ, đề nghị bổ sung", (), "2 lớp này chưa rõ, đề nghị bổ sung"),
        ("1.6 chưa khớp", ("1.6",), "1.6 chưa khớp"),
        ("mục 2 chưa rõ", ("2",), "2 chưa rõ"),
        ("8: chưa rõ", ("8",), "8 chưa rõ"),
        ("1.6, 1.7 chưa khớp", ("1.6", "1.7"), "1.6, 1.7 chưa khớp"),
        ("1.6 và 1.7: 2 lớp chưa rõ", ("1.6", "1.7"), "1.6, 1.7 2 lớp chưa rõ"),
        ("1.6, xem lại dòng 1.6", ("1.6",), "xem lại dòng 1.6"),
        ("mục 5 thiếu 5 người", ("5",), "5 thiếu 5 người"),
        ("13.10 gửi lại", (), "13.10 gửi lại"),
    ],
)
def test_a_reason_that_begins_with_a_number_names_no_row(
    desk: Installation, hoa: Person, words: str, rows: tuple[str, ...], reason: str
) -> None:
    hand_in(desk)
    hoa.says(f"trả lại 03466 {words}")
    hoa.says("đúng")
    back = desk.submission()
    assert (back.status, back.returned_rows, back.returned_reason) == (
        Status.RETURNED,
        rows,
        reason,
    )


def test_an_acceptance_is_taken_back_with_its_reason(desk: Installation, hoa: Person) -> None:
    hand_in(desk)
    for words in ("nhận 03466", "đúng", "bỏ nhận 03466 nhận nhầm", "đúng"):
        hoa.says(words)
    assert desk.submission().status is Status.SUBMITTED
    assert hoa.last == "Đã bỏ nhận báo cáo của Xã Bum Nưa; báo cáo trở lại “Đã gửi”."


def test_what_was_not_accepted_cannot_be_taken_back(desk: Installation, hoa: Person) -> None:
    hand_in(desk)
    hoa.says("bỏ nhận 03466 nhầm")
    assert "chưa nhận nên không có gì để bỏ nhận" in hoa.last


def test_a_whole_report_is_entered_on_behalf(desk: Installation, hoa: Person) -> None:
    hoa.says(
        "nhập hộ Bum Nưa theo e-mail ngày 12/10: 1.1: 2 lớp 60 người; 1.6: nhiều; còn lại không"
    )
    assert "1.6: chưa ghi." in hoa.last
    hoa.says("đúng")
    answers = desk.submission().answers
    assert (answers["1.1"].count, answers["1.1"].source) == (2, "nhập hộ theo e-mail ngày 12/10")
    assert ("1.6" in answers, len(answers)) == (False, 33)


def test_an_entry_without_a_source_is_asked_for_it(desk: Installation, hoa: Person) -> None:
    hoa.says("nhập hộ Bum Nưa: 1.1: 2 lớp 60 người")
    assert "Xin ghi đơn vị, nguồn số liệu" in hoa.last
    assert desk.submission().answers == {}


@pytest.mark.parametrize("words", ["b1", "03999", "Thu Lủng", "bum nuwa", "B12 nộp gấp"])
def test_an_unknown_unit_is_never_everybody(desk: Installation, hoa: Person, words: str) -> None:
    desk.joined("03466")
    hoa.says(f"nhắc {words}")
    assert "Chưa rõ cần nhắc đơn vị nào" in hoa.last
    hoa.says("đúng")
    assert reminded(desk) == []


def test_a_report_that_waits_for_its_approver_is_reminded_too(
    desk: Installation, hoa: Person
) -> None:
    approver = desk.person("Vàng A Sử")
    approver.starts(desk.code("03466", Role.APPROVER))
    approver.says("Đồng ý")
    fill(desk, "03466", 34)
    hoa.says("nộp hộ 03466")
    hoa.says("đúng")
    assert desk.submission().status is Status.AWAITING_APPROVAL
    hoa.says("nhắc")
    assert "Sẽ nhắc 1 đơn vị: Xã Bum Nưa." in hoa.last
    assert "Vàng A Sử" in hoa.last
    hoa.says("đúng")
    assert reminded(desk) == [("03466", "")]


@pytest.mark.parametrize(
    "words",
    [
        "nhận x",
        "trả lại x",
        "bỏ nhận x",
        "gia hạn x",
        "mời x",
        "trả lời x",
        "nhập hộ x",
        "nộp hộ x",
        "nhắc x",
        "trả lại 03466",
        "nhập hộ 03466 2 lớp",
        "gia hạn 03466",
        "trả lời 03466",
    ],
)
def test_examples_name_units_of_the_campaign(desk: Installation, hoa: Person, words: str) -> None:
    """Everywhere else than in the sample's district, its units would be strangers."""
    with desk.store.transaction() as tx:
        tx.connection.execute(text("update unit set name = 'Phường ' || code"))
    hoa.says(words)
    assert "Phường 03" in hoa.last
    assert "Bum Nưa" not in hoa.last


def test_a_board_that_opens_on_the_server_only_is_said_to(desk: Installation, hoa: Person) -> None:
    hoa.says("bảng")
    assert "chỉ mở được trên chính máy chủ" in hoa.last
    assert "web.public_url" in hoa.last
    desk.office = replace(desk.office, board_link="https://baocao.example.vn/board/{code}")
    hoa.says("bảng")
    assert "https://baocao.example.vn/board/" in hoa.last
    assert "máy chủ" not in hoa.last
