"""A reminder's text before it is asked for, as a coordinator previews it."""

from __future__ import annotations

from datetime import datetime

from bot.conversation.context import UnitProgress
from bot.item_types import ledger
from bot.model.campaign import Campaign
from bot.reminders.reminder_item import ReminderItem
from bot.reminders.reminder_text import compose_reminder
from bot.use_cases.app_context import AppContext


def reminder_preview(
    office: AppContext,
    now: datetime,
    campaign: Campaign,
    line: UnitProgress,
    words: str,
) -> tuple[str, datetime]:
    """Return (the message to the first whom the report waits for, when it would leave). The
    rows that are missing are looked up at sending."""
    opens = office.next_moment(now)
    duty = ReminderItem(
        campaign_title=campaign.title,
        unit_name=line.unit.called,
        state=line.standing.value,
        answered=line.answered,
        total=line.total,
        lacks=line.lacks,
        returned_reason=line.submission.returned_reason,
        deadline=line.deadline,
        words=words,
        owes_total=ledger.lacks_total(campaign, line.unit, line.lacks),
    )
    name = line.audience[0] if line.audience else ""
    reply = compose_reminder(name, [duty], opens, office.tz, office.calendar)
    return f"{reply.head}\n{reply.text}", opens
