"""What the picture of progress shows, counted from the board in one read."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from bot.exports.progress_picture import PictureMap, ProgressSheet, StateCount
from bot.locale.dates import moment
from bot.locale.say import say
from bot.model.campaign import Campaign
from bot.model.submission import Status
from bot.registry.commune_shapes import Point, corners, rings
from bot.use_cases.app_context import AppContext
from bot.use_cases.board.board_query import days_left
from bot.use_cases.board.campaign_map import ProvinceMap, campaign_maps
from bot.use_cases.campaigns.campaign_days import deadlines_in_words
from storage import Transaction

ORDER = (  # from done to not begun, as a bar fills up
    Status.ACCEPTED,
    Status.SUBMITTED,
    Status.AWAITING_APPROVAL,
    Status.IN_PROGRESS,
    Status.RETURNED,
    Status.NOT_STARTED,
)


def progress_sheet(tx: Transaction, office: AppContext, campaign: Campaign) -> ProgressSheet:
    """Return counts by state, without names."""
    views = tx.views.board(campaign.id)
    statuses = list(map(attrgetter("standing"), views))
    maps = campaign_maps([(view.unit, view.standing) for view in views])
    left = days_left(campaign, office)
    deadline = deadlines_in_words(office, campaign)
    return ProgressSheet(
        campaign.title,
        say("deadline.line", deadline=deadline) if deadline else "",
        left_in_words(left) if left is not None else "",
        left is not None and left < 0,
        tuple(
            StateCount(status.value, say(f"board.{status.value}"), statuses.count(status))
            for status in ORDER
        ),
        sum(view.is_sent for view in views),
        moment(office.now().astimezone(office.tz)),
        tuple(PictureMap(shown.view, tuple(_lines(shown))) for shown in maps),
    )


def _lines(shown: ProvinceMap) -> Iterator[tuple[tuple[Point, ...], str]]:
    """Give each closed line of a map with the state that fills it."""
    for area in shown.areas:
        state = area.status.value if area.status is not None else ""
        for ring in rings(area.path) if area.box is None else [corners(area.box)]:
            yield tuple(ring), state


def left_in_words(days: int) -> str:
    """Return `Còn 3 ngày`, `Hôm nay là ngày cuối`, `Quá hạn 2 ngày`."""
    if days > 0:
        return say("board_page.days_left", days=days)
    return say("board_page.days_over", days=-days) if days else say("board_page.last_day")
