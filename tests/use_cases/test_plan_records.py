"""The record of each of the five plans: what it says is used, what it does not say is named and left open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.locale.plan_sentences import opening_in_words, plan_lines
from bot.model.person import Role, Seat
from bot.snapshots.issue_snapshot import export_file
from bot.use_cases.board.board_query import BoardFilter, board_page
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.campaigns.check_plan import plan_warnings
from bot.use_cases.reminding.reminder_forecast import forecast
from tests.office import Installation, said
from tests.use_cases.test_five_plans import PLANS, SLUGS, campaign_of, words_of

GAPS = {
    "ba-dinh-2020": ("signer",),
    "thu-dau-mot-2021": ("signer", "contacts"),
    "muong-te-tuan-le-2022": ("number", "date", "signer"),
    "quang-nam-2023": ("signer", "contacts"),
    "bac-kan-2024": ("number", "date", "signer", "contacts"),
}
NAMED = {"number": "số kế hoạch", "date": "ngày ban hành", "signer": "người ký",
         "contacts": "e-mail, điện thoại liên hệ"}  # fmt: skip
PRINTED = {  # number and day of the plan in papers
    "ba-dinh-2020": "185/KH-BCĐXHHT ngày 28 tháng 9 năm 2020 của Ban chỉ đạo",
    "thu-dau-mot-2021": "220/KH-UBND ngày 29 tháng 9 năm 2021 của UBND thành phố Thủ Dầu Một",
    "muong-te-tuan-le-2022": "……/KH-…… ngày …… tháng …… năm …… của UBND huyện Mường Tè",
    "quang-nam-2023": "6543/KH-UBND ngày 26 tháng 9 năm 2023 của UBND tỉnh Quảng Nam",
    "bac-kan-2024": "……/KH-…… ngày …… tháng …… năm …… của UBND thành phố Bắc Kạn",
}
BASIS = {
    "ba-dinh-2020": "3146/KH-BCĐ ngày 22/9/2020; 4280/KH-BCĐTPXHHT ngày 27/9/2020",
    "thu-dau-mot-2021": "3764/BGDĐT-GDTrH ngày 31/8/2021; 1575/SGDĐT-GDTrH ngày 09/9/2021",
    "muong-te-tuan-le-2022": "3554/KH-UBND ngày 23/9/2022",
    "quang-nam-2023": "1373/QĐ-TTg ngày 30/7/2021; 4864/BGDĐT-GDTX ngày 08/9/2023",
    "bac-kan-2024": "628/KH-UBND ngày 19/9/2024",
}
LAST = {  # report, report to the level above
    "ba-dinh-2020": (None, None),
    "thu-dau-mot-2021": ("2021-10-11", "2021-10-14"),
    "muong-te-tuan-le-2022": ("2022-10-13", None),
    "quang-nam-2023": ("2023-10-22", "2023-10-29"),
    "bac-kan-2024": ("2024-10-09", None),
}
UPWARD = {
    "thu-dau-mot-2021": (
        "UBND thành phố Thủ Dầu Một; Sở Giáo dục và Đào tạo Bình Dương: còn 5 ngày làm việc"
        " (hạn cuối: hết thứ Năm 14/10/2021)"
    ),
    "quang-nam-2023": (
        "Bộ Giáo dục và Đào tạo; UBND tỉnh Quảng Nam: còn 15 ngày làm việc (hạn cuối: hết Chủ nhật"
        " 29/10/2023; ngày làm việc cuối cùng: thứ Sáu 27/10/2023)"
    ),
}
OPENINGS = {
    "ba-dinh-2020": ["07:00 02/10/2020; Trường THCS Thăng Long"],
    "thu-dau-mot-2021": ["phường: 01/10/2021; do UBND phường bố trí, trực tuyến"],
    "muong-te-tuan-le-2022": [
        "03/10/2022; Trường Tiểu học Thị trấn; buổi sáng, không quá 90 phút"
    ],
    "quang-nam-2023": ["02/10/2023"],
    "bac-kan-2024": [
        "14:00 03/10/2024; Hội trường lớn tầng 2",
        "xã, phường: 01/10/2024 đến 05/10/2024; do đơn vị lựa chọn; 01 buổi",
        "trường: 30/09/2024; tiết chào cờ thứ Hai",
    ],
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    made = Installation(tmp_path_factory.mktemp("records"))
    for slug in SLUGS:
        campaign_of(made, slug)
    yield made
    made.close()


def opened(desk: Installation, slug: str) -> None:
    """Be in the campaign of a plan, at its end."""
    with desk.store.reading() as tx:
        found = tx.campaigns.by_slug(slug)
    assert found is not None
    desk.campaign = found
    desk.now = desk.now.replace(
        year=found.period_end.year, month=found.period_end.month, day=found.period_end.day
    )


@pytest.mark.parametrize("slug", SLUGS)
def test_the_gaps_of_a_plan_are_named(desk: Installation, slug: str) -> None:
    opened(desk, slug)
    assert desk.campaign.plan.gaps == GAPS[slug]
    missing = ", ".join(NAMED[gap] for gap in GAPS[slug])
    assert f"Kế hoạch còn thiếu: {missing}." in list(plan_lines(desk.campaign.plan))[-1]


@pytest.mark.parametrize("slug", SLUGS)
def test_what_a_plan_rests_on_is_shown_as_it_was_written(desk: Installation, slug: str) -> None:
    opened(desk, slug)
    assert f"Căn cứ: {BASIS[slug]}" in list(plan_lines(desk.campaign.plan))


def test_whoever_signed_for_a_committee_stands_with_the_post(desk: Installation) -> None:
    text = (PLANS / "ba-dinh-2020.toml").read_text("utf-8")
    file = desk.folder / "signed.toml"
    (desk.folder / "ba-dinh-2020.csv").write_bytes((PLANS / "ba-dinh-2020.csv").read_bytes())
    signed = '[plan]\nsigner = "Nguyễn Văn A"\npost = "Phó Trưởng ban"'
    file.write_text(text.replace("[plan]", signed), "utf-8")
    read = campaign_setup.read_campaign(file, desk.office).campaign
    assert read.issuer == "Ban chỉ đạo xây dựng xã hội học tập quận Ba Đình"
    assert "Người ký: Phó Trưởng ban Nguyễn Văn A" in list(plan_lines(read.plan))
    assert not read.plan.gaps


@pytest.mark.parametrize("slug", SLUGS)
def test_openings_keep_their_day_hour_place_and_length(desk: Installation, slug: str) -> None:
    opened(desk, slug)
    assert [opening_in_words(each) for each in desk.campaign.plan.openings] == OPENINGS[slug]


@pytest.mark.parametrize("slug", SLUGS)
def test_the_last_days_are_those_of_the_plan(desk: Installation, slug: str) -> None:
    opened(desk, slug)
    with desk.store.reading() as tx:
        upward = tx.campaigns.upward(desk.campaign.id)
    assert upward is not None
    last = desk.campaign.last_instant
    days = [found and found.date().isoformat() for found in (last, upward.until)]
    assert tuple(days) == LAST[slug]


@pytest.mark.parametrize("slug", SLUGS)
def test_the_report_in_words_names_the_plan_or_leaves_dots(
    desk: Installation, slug: str, tmp_path: Path
) -> None:
    opened(desk, slug)
    export_file(desk.store, desk.office, slug, None, tmp_path / "out.docx")
    text = words_of(tmp_path / "out.docx")
    assert f"Thực hiện Kế hoạch số {PRINTED[slug]}" in text
    assert desk.campaign.plan.theme in text


@pytest.mark.parametrize("slug", SLUGS)
def test_the_report_upward_is_flagged_until_it_has_a_day(desk: Installation, slug: str) -> None:
    opened(desk, slug)
    with desk.store.reading() as tx:
        rows = forecast(tx, desk.office, slug, desk.now)
    kinds = {row["kind"] for row in rows if row["unit_code"] is None}
    assert ("upward-open" in kinds) is (LAST[slug][1] is None)
    assert kinds


@pytest.mark.parametrize("slug", ["quang-nam-2023", "thu-dau-mot-2021"])
def test_whoever_adds_up_sees_the_day_of_the_report_upward_and_the_days_left(
    desk: Installation, slug: str
) -> None:
    opened(desk, slug)
    chief = desk.coordinator(f"Tổng hợp {slug}")
    asked = said(chief.says("báo cáo cấp trên hạn khi nào")[-1])
    assert f"Báo cáo của anh/chị gửi {UPWARD[slug]}" in asked
    seat = Seat(0, Role.COORDINATOR, desk.campaign.id, "")
    with desk.store.reading() as tx:
        page = board_page(tx, desk.office, seat, BoardFilter())
    assert any(UPWARD[slug] in note for note in page.notes)


def test_help_tells_the_contacts_of_the_plan(desk: Installation) -> None:
    opened(desk, "muong-te-tuan-le-2022")
    person = desk.joined("02", name="Cán bộ hỏi")
    assert "Liên hệ: to-th@example.vn; 0213 000 001; 0213 000 002" in said(
        person.says("trợ giúp")[-1]
    )


def test_the_question_about_the_opening_tells_what_the_plan_says_of_this_kind(
    desk: Installation,
) -> None:
    opened(desk, "bac-kan-2024")
    commune = desk.joined("02", name="Cán bộ xã")
    assert "01/10/2024 đến 05/10/2024" in said(commune.says("mục 7.1")[-1])
    school = desk.joined("03", name="Cô giáo")
    told = said(school.says("mục 7.2")[-1])
    assert "30/09/2024; tiết chào cờ thứ Hai" in told and "05/10/2024; do" not in told


def test_an_opening_that_was_planned_is_proposed_and_stored_after_a_yes(
    desk: Installation,
) -> None:
    opened(desk, "bac-kan-2024")
    ward = desk.joined("01", name="Cán bộ phường")
    for row, figure in (("7.1", "có"), ("7.2", "1 trường/trung tâm")):  # one school below the ward
        asked = said(ward.says(f"mục {row}")[-1])
        assert asked.endswith(f'{row}: {figure}. Nếu đã tổ chức như vậy:\nGõ "đúng" để ghi')
        assert row not in desk.submission("01").answers
        ward.says("đúng")
        assert desk.submission("01").answers[row].count == 1
    assert 'Gõ "đúng" để ghi' not in said(ward.says("mục 7.1")[-1])


def test_an_opening_whose_day_is_still_to_come_is_not_proposed(desk: Installation) -> None:
    opened(desk, "bac-kan-2024")
    desk.now = desk.now.replace(month=9, day=29)
    school = desk.joined("03", name="Thầy giáo")
    told = said(school.says("mục 7.2")[-1])
    assert "30/09/2024" in told and "đúng" not in told


def test_a_question_names_the_period_where_the_plan_names_several_days(
    desk: Installation,
) -> None:
    opened(desk, "bac-kan-2024")
    school = desk.joined("03", name="Cô hiệu trưởng")
    assert "Tính hoạt động từ 01/10/2024 đến 05/10/2024." in said(school.says("mục 1.1")[-1])
    opened(desk, "quang-nam-2023")
    district = desk.joined("01", name="Cán bộ huyện")
    assert "Tính hoạt động" not in said(district.says("mục 1.1")[-1])


def test_several_rows_in_one_question_name_the_period_once(desk: Installation) -> None:
    opened(desk, "bac-kan-2024")
    school = desk.joined("03", name="Cô hiệu phó", channel="zalo")
    told = said(school.says("tiếp")[-1])
    assert told.startswith("Mục 1.1 đến 1.12")
    assert told.count("Tính hoạt động từ 01/10/2024 đến 05/10/2024.") == 1


def test_an_opening_outside_the_period_is_told_when_the_campaign_is_made(
    desk: Installation,
) -> None:
    read = campaign_setup.read_campaign(PLANS / "bac-kan-2024.toml", desk.office)
    (told,) = (line for line in plan_warnings(read) if "30/09/2024" in line)
    assert "01/10/2024" in told and "kỳ số liệu" in told


def test_who_asks_for_the_plan_is_told_its_number_and_day(desk: Installation) -> None:
    opened(desk, "ba-dinh-2020")
    person = desk.joined("01", name="Cán bộ phường")
    told = said(person.says("số kế hoạch là bao nhiêu ạ")[-1])
    assert "Thực hiện Kế hoạch số 185/KH-BCĐXHHT ngày 28/09/2020" in told
