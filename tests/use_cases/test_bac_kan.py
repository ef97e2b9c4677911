"""Bắc Kạn 2024: named quotas as duties with owner and result, the donation ledger beside row 10.2, guests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.use_cases.board.standing_ledger import enter_item, standing_items
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.reminding.daily_digest import campaign_day
from tests.imports.filled_files import body
from tests.office import TZ, Installation, said

UNITS = """code,name,kind,parent
BK,Trường THCS Bắc Kạn,trường,
DX,Trường THCS Đức Xuân,trường,
TT,Trung tâm VH-TT-TT,trung tâm,
VP,Văn phòng HĐND-UBND,văn phòng,
HKH,Hội Khuyến học thành phố,hội,
"""
CAMPAIGN = """
slug = "bac-kan-2024"
title = "Tuần lễ hưởng ứng học tập suốt đời năm 2024"
form = { "hội" = "phu-luc-ii-2022" }
period = { start = 2024-09-30, end = 2024-10-07 }
deadline = "trước ngày 10/10/2024"
issuer = "UBND thành phố Bắc Kạn"
units = "units.csv"
[[items]]
units = ["BK"]
type = "duty"
title = "Cử 02 lớp dự Lễ phát động"
deadline = "trước ngày 03/10/2024"
[[items]]
units = ["DX"]
type = "duty"
title = "Cử 01 học sinh kể chuyện"
[[items]]
units = ["DX"]
type = "duty"
title = "Cử 02 lớp dự Lễ phát động"
[[items]]
units = ["TT"]
type = "duty"
title = "Cử 01 cán bộ âm thanh"
[[items]]
units = ["VP"]
type = "entries"
title = "Khách mời dự Lễ phát động"
[[items]]
units = ["HKH"]
type = "entries"
title = "Ủng hộ Quỹ khuyến học, đợt 02/10"
row = "10.2"
[[items]]
units = ["HKH"]
type = "duty"
title = "Viết tin, bài"
row = "2"
"""


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Installation]:
    yield from made_town(tmp_path, CAMPAIGN)


def made_town(tmp_path: Path, campaign: str, units: str = UNITS) -> Iterator[Installation]:
    """The town with the campaign of a file, open; closed after use."""
    place = tmp_path / "town"
    place.mkdir()
    (place / "units.csv").write_text(units, "utf-8")
    (place / "campaign.toml").write_text(campaign, "utf-8")
    made = Installation(tmp_path)
    made.now = datetime(2024, 10, 1, 9, tzinfo=TZ)
    read = campaign_setup.read_campaign(place / "campaign.toml", made.office)
    with made.store.transaction() as tx:
        campaign_setup.create_campaign(tx, made.office, read)
        made.campaign = campaign_setup.open_campaign(tx, made.office, read.campaign.slug)
    yield made
    made.close()


def standing(town: Installation, unit: str) -> list[dict[str, Any]]:
    with town.store.reading() as tx:
        found = standing_items(tx, town.office, "bac-kan-2024")
    return [each for each in found if each["unit_code"] == unit]


def test_a_school_is_asked_for_its_quota_and_says_when_it_is_done(town: Installation) -> None:
    school = town.joined("BK")
    assert "Cử 02 lớp dự Lễ phát động" in school.last
    school.says("xong việc: đã cử lớp 9A và 9B, 14 giờ ngày 03/10")
    (duty,) = standing(town, "BK")
    assert (duty["state"], duty["text"]) == ("done", "đã cử lớp 9A và 9B, 14 giờ ngày 03/10")


def test_whoever_joins_is_told_of_duties_and_lists_besides_the_form(town: Installation) -> None:
    opening = "\n".join(said(reply) for reply in town.joined("HKH").heard)
    assert "Còn 2 việc, danh sách chưa báo: “Ủng hộ Quỹ khuyến học, đợt 02/10”" in opening


def test_a_duty_that_is_late_is_named_on_the_call_list(town: Installation) -> None:
    morning = datetime(2024, 10, 7, 8, 5, tzinfo=TZ)
    with town.store.reading() as tx:
        day = campaign_day(tx, town.office, town.campaign, morning, morning)
    assert day.call_list == ("Trường THCS Bắc Kạn (việc “Cử 02 lớp dự Lễ phát động”)",)


def test_of_two_duties_the_number_says_which(town: Installation) -> None:
    school = town.joined("DX")
    school.says("xong việc: đã cử em Lan")
    assert "Gõ kèm số" in school.last
    school.says("xong việc 1: em Lan lớp 8B kể chuyện")
    assert [duty["state"] for duty in standing(town, "DX")] == ["done", "open"]


@pytest.mark.parametrize(
    "words",
    [
        "em làm xong việc 2 rồi: đã cử lớp 8A", "Trường đã hoàn thành việc số 2: đã cử lớp 8A",
        "bên em đã làm xong việc 2, đã cử lớp 8A", "da xong viec 2 roi a: đã cử lớp 8A",
    ],
)  # fmt: skip
def test_a_duty_is_reported_in_peoples_own_words(town: Installation, words: str) -> None:
    town.joined("DX").says(words)
    assert [(duty["state"], duty["text"]) for duty in standing(town, "DX")] == [
        ("open", None),
        ("done", "đã cử lớp 8A"),
    ]


def test_a_question_in_an_open_list_is_no_line_and_tells_what_it_comes_to(
    town: Installation,
) -> None:
    office = town.joined("HKH")
    office.says("sổ: Chị Mai 1tr5")
    office.says("tổng bao nhiêu rồi?")
    assert "Cộng: 1 dòng; 1.500.000 đồng" in office.last
    assert len(standing(town, "HKH")[0]["entries"]) == 1


def test_a_duty_without_a_result_is_not_done(town: Installation) -> None:
    centre = town.joined("TT")
    centre.says("xong việc")
    assert standing(town, "TT")[0]["state"] == "open"
    assert "Xin ghi kết quả" in centre.last


def test_donations_come_line_by_line_and_are_added(town: Installation) -> None:
    office = town.joined("HKH")
    office.says("sổ")
    office.says("Công ty Hùng Vương: 5 triệu")
    office.says("Ông Nguyễn Văn A 2.000.000 đồng\nCửa hàng Minh Tâm: 20 quyển vở")
    assert "Cộng: 3 dòng; 7.000.000 đồng; hiện vật: 20 quyển vở" in office.last
    office.says("xong")
    assert standing(town, "HKH")[0]["money"] == 7_000_000


def test_the_ledger_is_compared_with_its_row_and_kept_apart_from_it(town: Installation) -> None:
    office = town.joined("HKH")
    office.says("10.2: 6 triệu")
    office.says("đúng")
    office.says("sổ: Công ty Hùng Vương: 5 triệu")
    office.says("xong")
    assert "mục ghi 6.000.000 đồng, danh sách cộng 5.000.000 đồng" in office.last
    assert town.submission("HKH").answers["10.2"].count == 6_000_000


@pytest.mark.parametrize(
    ("row", "says"), [("10.2: 6 triệu", "6.000.000"), ("10.2: không", "0 đồng")]
)
def test_a_report_that_says_otherwise_than_the_ledger_is_asked_about_before_it_is_sent(
    town: Installation, row: str, says: str
) -> None:
    office = town.joined("HKH")
    office.says("sổ: Công ty Hùng Vương: 5 triệu")
    office.says("xong")
    for words in (f"{row}; còn lại không", "đúng", "nộp"):
        office.says(words)
    assert f"mục 10.2: mục ghi {says}" in office.last
    assert "danh sách cộng 5.000.000 đồng" in office.last
    assert not town.submission("HKH").is_sent


def test_a_line_that_is_not_clear_is_asked_and_not_added(town: Installation) -> None:
    office = town.joined("HKH")
    office.says("sổ")
    office.says("Ông D: khoảng 3 triệu\nBà E: 500.000 đồng")
    assert "– Ông D: khoảng 3 triệu" in office.last
    assert standing(town, "HKH")[0]["money"] == 500_000


def test_a_list_may_come_as_a_file(town: Installation) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for line in (("STT", "Họ tên", "Số tiền"), (1, "Ông A", 1_000_000), (2, "Bà B", 250_000)):
        book.active.append(line)
    office = town.joined("HKH")
    office.says("sổ")
    office.sends_file(body(book), "ung ho.xlsx")
    assert (standing(town, "HKH")[0]["money"], len(standing(town, "HKH")[0]["entries"])) == (
        1_250_000,
        2,
    )


def test_guests_confirm_or_stay_away(town: Installation) -> None:
    office = town.joined("VP")
    office.says("sổ")
    office.says("Ông Trần Văn Nam: có dự\nBà Lê Thị Hoa: vắng\nTrường Cao đẳng")
    (guests,) = standing(town, "VP")
    assert (len(guests["entries"]), guests["coming"]) == (3, 1)
    with town.store.reading() as tx:
        names = {unit.name for unit in tx.campaigns.members(town.campaign.id)}
    assert len(names) == 5 and "Trường Cao đẳng" not in names  # a guest owes no report


def test_a_duty_that_feeds_a_row_proposes_its_figure_and_stores_it_after_a_yes(
    town: Installation,
) -> None:
    office = town.joined("HKH")
    heard = office.says("xong việc: 12 tin, bài")
    assert 'Gõ "đúng" để ghi' in said(heard[-1])
    assert "2" not in town.submission("HKH").answers
    office.says("đúng")
    assert town.submission("HKH").answers["2"].count == 12


def test_a_picture_below_which_a_duty_is_said_to_be_done_is_its_evidence(
    town: Installation,
) -> None:
    school = town.joined("BK")
    words = "Xong việc: đã cử lớp 9A và 9B, sân trường, 14 giờ ngày 03/10"
    school.sends_photo(words)
    (duty,) = standing(town, "BK")
    assert duty["state"] == "done"
    assert [photo.caption for photo in town.submission("BK").photos] == [words]


def test_a_document_with_which_a_duty_is_said_to_be_done_is_its_evidence(
    town: Installation,
) -> None:
    import docx

    words = "xong việc: đã gửi giấy mời, 02/10"
    made = docx.Document()
    made.add_paragraph("Giấy mời dự Lễ phát động")
    school = town.joined("BK")
    heard = school.sends_file(body(made), "giay moi.docx", words)
    (duty,) = standing(town, "BK")
    assert (duty["state"], duty["text"]) == ("done", "đã gửi giấy mời, 02/10")
    with town.store.reading() as tx:
        (kept,) = tx.history.files(town.submission("BK").id)
    assert (kept.kind, kept.name, kept.caption) == ("source", "giay moi.docx", words)
    assert "“giay moi.docx” làm minh chứng" in said(heard[0])


def test_a_document_that_is_not_taken_says_so_and_the_words_still_count(
    town: Installation,
) -> None:
    school = town.joined("BK")
    heard = school.sends_file(b"", "giay moi.docx", "xong việc: đã gửi giấy mời")
    assert standing(town, "BK")[0]["state"] == "done"
    with town.store.reading() as tx:
        assert tx.history.files(town.submission("BK").id) == []
    assert "gửi lại" in said(heard[0])


def test_a_picture_without_those_words_says_nothing_of_a_duty(town: Installation) -> None:
    school = town.joined("BK")
    school.sends_photo("lớp 9A")
    assert standing(town, "BK")[0]["state"] == "open"
    assert len(town.submission("BK").photos) == 1


@pytest.mark.parametrize(
    ("row", "words", "figure"),
    [
        ("9.1", "khen 3 tập thể", (3, None)),
        ("9.2", "khen 5 cá nhân", (None, 5)),
        ("7.1", "tổ chức lễ khai mạc sáng 02/10 tại hội trường", (1, None)),
        ("7.1", "khai mạc 7 giờ 30 ngày 02/10, 120 người dự", (1, None)),
        ("7.1", "không tổ chức được do mưa bão", (0, None)),
        ("7.2", "3 trường khai mạc ngày 02/10", (3, None)),
        ("10.2", "huy động được 5 triệu đồng", (5_000_000, None)),
    ],
)
def test_commendations_and_openings_feed_their_rows_after_a_yes(
    tmp_path: Path, row: str, words: str, figure: tuple[int | None, int | None]
) -> None:
    ward = UNITS.replace("Hội Khuyến học thành phố,hội", "Phường Sông Cầu,phường")
    text = CAMPAIGN.replace('row = "2"', f'row = "{row}"').replace('"hội" =', '"phường" =')
    for town in made_town(tmp_path, text, ward):
        office = town.joined("HKH")
        office.says(f"xong việc: {words}")
        assert row not in town.submission("HKH").answers
        office.says("đúng")
        kept = town.submission("HKH").answers[row]
        assert (kept.count, kept.people) == figure


def test_a_duty_whose_words_give_no_clear_figure_names_its_row(town: Installation) -> None:
    office = town.joined("HKH")
    office.says("xong việc: khoảng vài tin, bài")
    assert "Mục 2" in office.last
    assert "2" not in town.submission("HKH").answers


def test_counts_of_citizens_who_learn_come_line_by_line_pasted_and_as_a_file(
    tmp_path: Path,
) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for line in (
        ("STT", "Tổ dân phố", "Số người"),
        (1, "Tổ 1", 25),
        (2, "Tổ 2", 31),
        ("", "Cộng", 56),
    ):
        book.active.append(line)
    text = CAMPAIGN.replace("Khách mời dự Lễ phát động", "Công dân học tập")
    for town in made_town(tmp_path, text):
        office = town.joined("VP")
        office.says("sổ")
        office.sends_file(body(book), "cong dan hoc tap.xlsx")
        office.says("Tổ 3: 12 người\nTổ 4: 8 người")
        office.says("xong")
        assert "76 người" in office.last
        assert len(standing(town, "VP")[0]["entries"]) == 4


def test_a_line_that_adds_up_the_others_does_not_count_twice(town: Installation) -> None:
    office = town.joined("HKH")
    office.says("sổ")
    office.says("Ông A: 1 triệu\nBà B: 500.000 đồng\nTổng cộng: 1.500.000 đồng")
    assert standing(town, "HKH")[0]["money"] == 1_500_000
    office.says("Ông C: 200.000 đồng\nCộng: 900.000 đồng")
    assert "– Cộng: 900.000 đồng" in office.last
    assert standing(town, "HKH")[0]["money"] == 1_700_000


def test_duties_after_sending_leave_the_sent_report_as_it_is(town: Installation) -> None:
    office = town.joined("HKH")
    office.says("1.1: 3 lớp 45 người; còn lại không")
    office.says("đúng")
    for _ in range(3):
        office.says("nộp")
    office.says("sổ: Bà E: 500.000 đồng")
    found = town.submission("HKH")
    assert (found.version, found.draft) == (1, False)


def test_a_coordinator_enters_what_was_done_with_its_source(town: Installation) -> None:
    with town.store.transaction() as tx:
        place, words = ("TT", "duty-4"), ("anh Hùng, 03/10", "điện thoại ông Nam")
        enter_item(tx, town.office, "bac-kan-2024", place, words)
    assert standing(town, "TT")[0]["source"] == "nhập hộ theo điện thoại ông Nam"
