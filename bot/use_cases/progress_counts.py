"""What the picture of progress shows, counted from the board in one read."""

from __future__ import annotations

from bot.exports.progress_picture import ProgressSheet, StateCount
from bot.locale.dates import moment
from bot.locale.say import say
from bot.model.campaign import Campaign
from bot.model.submission import SENT, Status
from bot.use_cases.app_context import AppContext
from bot.use_cases.board_query import days_left
from bot.use_cases.campaign_days import deadlines_in_words
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
    statuses = [view.status for view in tx.views.board(campaign.id)]
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
        sum(status in SENT for status in statuses),
        moment(office.now().astimezone(office.tz)),
    )


def left_in_words(days: int) -> str:
    """Return `Còn 3 ngày`, `Hôm nay là ngày cuối`, `Quá hạn 2 ngày`."""
    if days > 0:
        return say("board_page.days_left", days=days)
    return say("board_page.days_over", days=-days) if days else say("board_page.last_day")
