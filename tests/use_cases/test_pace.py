"""How fast reports come in beside the campaign before: by days to the deadline, by kind, and who was late then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.model.campaign import CampaignState
from bot.model.person import Role, Seat
from bot.use_cases.board.board_totals import TotalsFilter, totals_page
from bot.use_cases.board.pace import Pace
from bot.use_cases.campaigns import campaign_setup
from tests.office import TZ, Installation
from tests.web.board_scenes import fill, send


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path, open_=False)
    yield made
    made.close()


def asks(desk: Installation, slug: str, period_end: date, last_day: date) -> list[str]:
    """A campaign of the sample's units with its own days; their codes."""
    read = campaign_setup.read_campaign(desk.folder / "campaign.toml", desk.office)
    until = datetime.combine(last_day, datetime.max.time(), TZ)
    days = {"period_start": period_end - timedelta(days=6), "period_end": period_end}
    campaign = replace(
        read.campaign, slug=slug, state=CampaignState.DRAFT, last_instant=until, **days
    )
    desk.now = datetime.combine(period_end, datetime.min.time(), TZ)
    with desk.store.transaction() as tx:
        campaign_setup.create_campaign(tx, desk.office, replace(read, campaign=campaign))
        desk.campaign = campaign_setup.open_campaign(tx, desk.office, slug)
        return [unit.code for unit in tx.campaigns.members(desk.campaign.id)]


def sends_on(desk: Installation, code: str, day: date, late: int = 0) -> None:
    desk.now = datetime(day.year, day.month, day.day, 9, tzinfo=TZ)
    fill(desk, code, 2)
    send(desk, code, late)


def pace(desk: Installation, now: date, kind: str = "") -> Pace:
    desk.now = datetime(now.year, now.month, now.day, 17, tzinfo=TZ)
    with desk.store.reading() as tx:
        seat = Seat(0, Role.COORDINATOR, desk.campaign.id, desk.campaign.title)
        return totals_page(tx, desk.office, seat, TotalsFilter(kind=kind)).pace


def test_days_at_the_same_distance_from_the_deadline_are_compared(desk: Installation) -> None:
    a, b, c, *_ = asks(desk, "truoc", date(2021, 10, 7), date(2021, 10, 13))
    sends_on(desk, a, date(2021, 10, 11))
    sends_on(desk, b, date(2021, 10, 12))
    sends_on(desk, c, date(2021, 10, 15), late=2)
    *_, last = asks(desk, "nay", date(2022, 10, 7), date(2022, 10, 13))
    sends_on(desk, a, date(2022, 10, 10))
    found = pace(desk, date(2022, 10, 11))
    assert found.since == "year"
    assert (found.today.so_far, found.today.before) == (1, 1)
    assert found.curve[-1].day == date(2022, 10, 13)
    assert (found.curve[-1].so_far, found.curve[-1].before) == (None, 2)
    slow = {each.why for each in found.slow}
    assert slow == {"muộn 2 ngày", "không gửi"}
    assert len(found.slow) == 12  # the third, and the eleven that were silent
    assert sum(each.before or 0 for each in found.kinds) == 1
    assert last


def test_a_deadline_that_moved_takes_the_days_along(desk: Installation) -> None:
    a, *_ = asks(desk, "truoc", date(2021, 10, 7), date(2021, 10, 20))
    sends_on(desk, a, date(2021, 10, 16))
    asks(desk, "nay", date(2022, 10, 7), date(2022, 10, 13))
    assert pace(desk, date(2022, 10, 8)).today.before == 0
    assert pace(desk, date(2022, 10, 9)).today.before == 1


def test_a_round_of_last_month_is_not_called_last_year(desk: Installation) -> None:
    a, *_ = asks(desk, "thang-9", date(2022, 9, 30), date(2022, 10, 5))
    sends_on(desk, a, date(2022, 10, 3))
    asks(desk, "thang-10", date(2022, 10, 31), date(2022, 11, 5))
    found = pace(desk, date(2022, 11, 3))
    assert found.since == "round"
    assert found.today.before == 1


def test_without_a_campaign_before_nothing_is_compared(desk: Installation) -> None:
    a, *_ = asks(desk, "nay", date(2022, 10, 7), date(2022, 10, 13))
    sends_on(desk, a, date(2022, 10, 10))
    found = pace(desk, date(2022, 10, 11), kind="xã")
    assert (found.since, found.today.before, found.slow) == ("", None, ())
    assert {each.before for each in found.kinds} == {None}
    assert len(found.kinds) == 2  # all kinds, also where one is looked at
