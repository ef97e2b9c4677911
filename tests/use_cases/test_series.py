"""Campaigns that come again: their periods, deadlines and titles, and rounds that wait for a yes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from bot.errors import OperatorError
from bot.model.campaign import Campaign, CampaignState
from bot.model.events import Extended
from bot.model.person import Role
from bot.model.series import Due, Every, Series, later, next_title, rule_of
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.campaigns.next_round import make_next, series_tick
from bot.use_cases.load_calendar import load_calendar
from bot.use_cases.reminding import reminder_schedule
from tests.office import TZ, Installation

MONTHLY = Series(Every.MONTH, date(2022, 12, 31))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path, open_=False)
    yield made
    made.close()


def monthly(desk: Installation, series: Series = MONTHLY) -> Campaign:
    """An open campaign of October that comes again every month."""
    read = campaign_setup.read_campaign(desk.folder / "campaign.toml", desk.office)
    own = replace(
        read.campaign, slug="thang-2022-10", title="Báo cáo tháng 10 năm 2022", series=series,
        period_start=date(2022, 10, 1), period_end=date(2022, 10, 31),
        last_instant=datetime(2022, 11, 3, 23, 59, 59, tzinfo=TZ), deadline_phrase="hết ngày 03/11/2022",
    )  # fmt: skip
    with desk.store.transaction() as tx:
        campaign_setup.create_campaign(tx, desk.office, replace(read, campaign=own))
        return campaign_setup.open_campaign(tx, desk.office, own.slug)


def due(start: date, until: date) -> Due:
    return Due(start, datetime(until.year, until.month, until.day, 23, 59, 59, tzinfo=TZ))


@pytest.mark.parametrize(
    ("every", "start", "end", "then"),
    [
        (Every.MONTH, date(2026, 1, 1), date(2026, 1, 31), (date(2026, 2, 1), date(2026, 2, 28))),
        (Every.QUARTER, date(2026, 10, 1), date(2026, 12, 31), (date(2027, 1, 1), date(2027, 3, 31))),
        (Every.HALF_YEAR, date(2026, 1, 1), date(2026, 6, 30), (date(2026, 7, 1), date(2026, 12, 31))),
        (Every.YEAR, date(2026, 10, 1), date(2026, 10, 7), (date(2027, 10, 1), date(2027, 10, 7))),
    ],
)  # fmt: skip
def test_the_next_period_follows_and_whole_months_stay_whole(
    every: Every, start: date, end: date, then: tuple[date, date]
) -> None:
    assert Series(every, date(2030, 1, 1)).next_period(start, end) == then


def test_a_day_that_a_month_does_not_have_is_its_last() -> None:
    assert later(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert later(date(2026, 12, 5), 1) == date(2027, 1, 5)


def test_a_series_ends_on_its_day() -> None:
    assert MONTHLY.next_period(date(2022, 12, 1), date(2022, 12, 31)) is None


def test_a_deadline_on_a_day_off_moves_to_the_next_working_day() -> None:
    october = due(date(2022, 10, 1), date(2022, 11, 3))
    moved = october.of_round(date(2022, 11, 1), load_calendar())
    assert moved == datetime(2022, 12, 5, 23, 59, 59, tzinfo=TZ)  # 3 December is a Saturday


def test_what_a_weekend_did_to_one_round_no_other_inherits() -> None:
    calendar = load_calendar()
    rounds = [due(date(2022, 10, 1), date(2022, 11, 3)), due(date(2022, 11, 1), date(2022, 12, 5))]
    then = rule_of(rounds, calendar).of_round(date(2022, 12, 1), calendar)
    assert then.date() == date(2023, 1, 3)


def test_a_deadline_that_somebody_chose_anew_is_followed() -> None:
    calendar = load_calendar()
    rounds = [due(date(2022, 10, 1), date(2022, 11, 3)), due(date(2022, 11, 1), date(2022, 12, 8))]
    then = rule_of(rounds, calendar).of_round(date(2023, 1, 1), calendar)
    assert then.date() == date(2023, 2, 8)


@pytest.mark.parametrize(
    ("start", "until", "begins", "then"),
    [
        (date(2026, 1, 1), date(2026, 1, 26), date(2026, 2, 1), date(2026, 2, 26)),
        (date(2026, 1, 1), date(2026, 1, 30), date(2026, 2, 1), date(2026, 3, 2)),  # 28 a Saturday
        (date(2025, 12, 1), date(2025, 12, 31), date(2026, 9, 1), date(2026, 9, 30)),
        (date(2026, 1, 1), date(2026, 5, 15), date(2026, 4, 1), date(2026, 8, 17)),  # a Saturday
        (date(2026, 1, 1), date(2026, 7, 6), date(2026, 7, 1), date(2027, 1, 6)),
        (date(2027, 10, 1), date(2027, 10, 13), date(2028, 10, 1), date(2028, 10, 13)),
    ],
)
def test_a_deadline_keeps_its_day_of_the_month(
    start: date, until: date, begins: date, then: date
) -> None:
    assert due(start, until).of_round(begins, load_calendar()).date() == then


@pytest.mark.parametrize(
    ("title", "start", "begins", "then"),
    [
        ("Báo cáo tháng 12 năm 2026", date(2026, 12, 1), date(2027, 1, 1), "Báo cáo tháng 1 năm 2027"),
        ("Báo cáo quý IV/2026", date(2026, 10, 1), date(2027, 1, 1), "Báo cáo quý I/2027"),
        ("Báo cáo Quý 1/2026", date(2026, 1, 1), date(2026, 4, 1), "Báo cáo Quý 2/2026"),
        ("Báo cáo tháng 09 năm 2026", date(2026, 9, 1), date(2026, 10, 1), "Báo cáo tháng 10 năm 2026"),
        ("Báo cáo 6 tháng đầu năm 2026", date(2026, 1, 1), date(2026, 7, 1), "Báo cáo 6 tháng cuối năm 2026"),
        ("Báo cáo 6 tháng cuối năm 2026", date(2026, 7, 1), date(2027, 1, 1), "Báo cáo 6 tháng đầu năm 2027"),
        ("BÁO CÁO 6 THÁNG ĐẦU NĂM 2026", date(2026, 1, 1), date(2026, 7, 1), "BÁO CÁO 6 THÁNG CUỐI NĂM 2026"),
        ("Chào mừng tháng 5, số 12026", date(2026, 1, 1), date(2026, 2, 1), "Chào mừng tháng 5, số 12026"),
    ],
)  # fmt: skip
def test_a_title_names_its_own_round(title: str, start: date, begins: date, then: str) -> None:
    assert next_title(title, start, begins) == then


def test_the_next_round_is_a_draft_with_moved_dates(desk: Installation) -> None:
    monthly(desk)
    with desk.store.transaction() as tx:
        made = make_next(tx, desk.office, "thang-2022-10").campaign
    assert (made.slug, made.title) == ("thang-2022-11", "Báo cáo tháng 11 năm 2022")
    assert (made.state, made.series, made.previous) == (
        CampaignState.DRAFT,
        MONTHLY,
        "thang-2022-10",
    )
    assert (made.period_end, made.deadline_phrase) == (date(2022, 11, 30), "hết ngày 05/12/2022")
    with desk.store.transaction() as tx, pytest.raises(OperatorError):
        make_next(tx, desk.office, "thang-2022-10")


def test_a_round_after_one_that_a_weekend_moved_is_due_on_the_day_of_the_first(
    desk: Installation,
) -> None:
    monthly(desk)
    with desk.store.transaction() as tx:
        november = make_next(tx, desk.office, "thang-2022-10").campaign
        december = make_next(tx, desk.office, november.slug).campaign
    assert (november.deadline_phrase, december.deadline_phrase) == (
        "hết ngày 05/12/2022",  # 3 December is a Saturday
        "hết ngày 03/01/2023",
    )


def test_a_round_whose_printed_day_counted_has_a_next_one_whose_day_counts(
    desk: Installation,
) -> None:
    file = desk.folder / "ngay.toml"
    text = (desk.folder / "campaign.toml").read_text("utf-8")
    text = text.replace("muong-te-2022", "ca-ngay-2022")
    lines = [line for line in text.splitlines() if not line.startswith(("deadline", "period"))]
    lines[1:1] = [
        "period = { start = 2022-08-01, end = 2022-08-31 }",
        'deadline = "trước ngày 14/9/2022"',
        "deadline_inclusive = true",
        'series = { every = "month", until = 2022-12-31 }',
    ]
    file.write_text("\n".join(lines), "utf-8")
    read = campaign_setup.read_campaign(file, desk.office)
    with desk.store.transaction() as tx:
        campaign_setup.create_campaign(tx, desk.office, read)
        made = campaign_setup.open_campaign(tx, desk.office, "ca-ngay-2022")
        following = make_next(tx, desk.office, "ca-ngay-2022").campaign
    assert made.last_instant == datetime(2022, 9, 14, 23, 59, 59, tzinfo=TZ)
    assert following.last_instant == datetime(2022, 10, 14, 23, 59, 59, tzinfo=TZ)


def test_an_extension_of_one_round_is_none_of_the_next(desk: Installation) -> None:
    monthly(desk)
    with desk.store.transaction() as tx:
        until = datetime(2022, 11, 10, 23, 59, 59, tzinfo=TZ)
        extended = tx.campaigns.by_slug("thang-2022-10")
        assert extended is not None
        reminder_schedule.extend_campaign(
            tx, desk.office, Extended(extended.id, None, until, "bão")
        )
        made = make_next(tx, desk.office, "thang-2022-10").campaign
    assert made.deadline_phrase == "hết ngày 05/12/2022"


def test_a_round_is_prepared_when_its_period_begins_and_the_coordinator_is_told_once(
    desk: Installation,
) -> None:
    campaign = monthly(desk)
    desk.campaign = campaign
    boss = desk.coordinator("Nguyễn Thị Hoa")
    assert ticked(desk) == 0
    desk.now = datetime(2022, 11, 1, 9, tzinfo=TZ)
    assert (ticked(desk), ticked(desk)) == (1, 0)
    (told,) = boss.listen()
    assert "Báo cáo tháng 11 năm 2022" in told.text
    assert "hạn nộp: hết ngày 05/12/2022" in told.text


def test_the_coordinators_yes_in_the_chat_opens_the_next_round(desk: Installation) -> None:
    desk.campaign = monthly(desk)
    boss = desk.coordinator("Nguyễn Thị Hoa")
    desk.now = datetime(2022, 11, 1, 9, tzinfo=TZ)
    ticked(desk)
    asked = boss.says("mở đợt")[-1].text
    assert "Báo cáo tháng 11 năm 2022" in asked
    assert "01/11/2022–30/11/2022; hạn nộp: hết ngày 05/12/2022" in asked  # what a yes is said to
    assert state_of(desk, "thang-2022-11") is CampaignState.DRAFT
    boss.says("đúng")
    assert state_of(desk, "thang-2022-11") is CampaignState.OPEN


def test_after_the_opening_a_coordinator_speaks_of_the_new_round(desk: Installation) -> None:
    desk.campaign = monthly(desk)
    boss = desk.coordinator("Nguyễn Thị Hoa")
    desk.now = datetime(2022, 11, 1, 9, tzinfo=TZ)
    ticked(desk)
    for words in ("mở đợt", "đúng"):
        boss.says(words)
    assert "Muốn xem đợt “Báo cáo tháng 10 năm 2022”, gõ “đổi đơn vị”" in boss.last
    boss.says("tiến độ")
    assert "Báo cáo tháng 11 năm 2022" in boss.last
    boss.says("hạn nộp ngày nào")
    assert "05/12/2022" in boss.last
    boss.says("đổi đơn vị")
    assert "Báo cáo tháng 10 năm 2022" in boss.last


def test_figures_of_a_new_round_never_go_into_the_report_of_the_one_before(
    desk: Installation,
) -> None:
    desk.campaign = monthly(desk)
    an = desk.joined()
    for words in ("1.1: 3 lớp 45 người; còn lại không", "đúng", "nộp", "nộp"):
        an.says(words)
    with desk.store.transaction() as tx:
        made = make_next(tx, desk.office, "thang-2022-10").campaign
        campaign_setup.open_campaign(tx, desk.office, made.slug)
    assert "gõ “đổi đơn vị”, chọn đợt này" in an.listen()[-1].text
    an.says("1.1: 9 lớp 99 người")
    assert "Báo cáo tháng 11 năm 2022" in an.last  # which of them is asked
    october = desk.submission()
    assert (october.draft, october.answers["1.1"].count) == (False, 3)
    an.says("Xã Bum Nưa – Báo cáo tháng 11 năm 2022")
    an.says("1.1: 9 lớp 99 người")
    desk.campaign = made
    assert desk.submission().answers["1.1"].count == 9


def test_a_no_opens_nothing_and_a_later_yes_neither(desk: Installation) -> None:
    boss = desk.person("Nguyễn Thị Hoa")
    boss.starts(desk.code(None, Role.COORDINATOR))
    for said in ("Đồng ý", "mở đợt", "sai", "đúng"):
        boss.says(said)
    assert state_of(desk, desk.campaign.slug) is CampaignState.DRAFT


def test_a_reporter_opens_nothing(desk: Installation) -> None:
    person = desk.joined("03466")
    for said in ("mở đợt", "đúng"):
        person.says(said)
    assert state_of(desk, desk.campaign.slug) is CampaignState.DRAFT


def test_a_coordinator_gets_the_pages_before_the_first_opening(desk: Installation) -> None:
    boss = desk.coordinator("Nguyễn Thị Hoa")
    assert "/board/" in boss.says("bảng")[-1].text


def state_of(desk: Installation, slug: str) -> CampaignState:
    with desk.store.reading() as tx:
        return next(each.state for each in tx.campaigns.all() if each.slug == slug)


def ticked(desk: Installation) -> int:
    with desk.store.transaction() as tx:
        return series_tick(tx, desk.office)


def test_a_campaign_that_comes_once_has_no_next_round(desk: Installation) -> None:
    with desk.store.transaction() as tx, pytest.raises(OperatorError):
        make_next(tx, desk.office, desk.campaign.slug)


def test_series_and_opening_day_are_read_from_the_campaign_file(desk: Installation) -> None:
    file = desk.folder / "campaign.toml"
    more = 'opens = 2022-09-30\nseries = { every = "quarter", until = 2024-12-31 }\n'
    file.write_text(more + file.read_text("utf-8").replace("muong-te-2022", "quy"), "utf-8")
    read = campaign_setup.read_campaign(file, desk.office)
    with desk.store.transaction() as tx:
        made = campaign_setup.create_campaign(tx, desk.office, read)
        kept = tx.campaigns.by_id(made.id)
    assert (kept.series, kept.opens) == (
        Series(Every.QUARTER, date(2024, 12, 31)),
        date(2022, 9, 30),
    )


def test_whoever_joins_early_is_told_the_opening_day(desk: Installation) -> None:
    with desk.store.transaction() as tx:
        tx.connection.exec_driver_sql("UPDATE campaign SET opens = '2022-10-12'")
    person = desk.joined("03466")
    assert "12/10/2022" in person.last
    assert "12/10/2022" in person.says("1.1 3 lớp")[-1].text
