"""When those who were asked about a draft and have not answered are reminded: shortly before its day,
and never after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from bot.conversation import consulted
from bot.conversation.context import ConsultedDesk
from bot.model.campaign import Campaign, CampaignState
from bot.use_cases.app_context import AppContext
from bot.use_cases.papers.consultations import (
    chats_of,
    ledger_of,
    message_key,
    reminder_days,
    reminder_name,
)
from storage import Transaction

KIND = "opinion-deadline-"  # before the days that are left


def opinion_rows(
    tx: Transaction, office: AppContext, campaign: Campaign, now: datetime
) -> list[dict[str, Any]]:
    """Return a row for each reminder and person of a recipient that has the draft and is silent."""
    asked = tx.campaigns.consultation(campaign.id)
    if asked is None or asked.last_instant is None or campaign.state is not CampaignState.OPEN:
        return []
    silent = [line for line in ledger_of(tx, campaign, now) if line.is_awaited]
    return [
        {
            "unit_code": line.recipient.code,
            "person": person.name,
            "channel": chat.channel,
            "kind": f"{KIND}{left}",
            "due_at": at.astimezone(office.tz).isoformat(),
            "text": consulted.reminder(ConsultedDesk(campaign, asked, line), left).text,
        }
        for at, left in _moments(office, asked.last_instant, now)
        for line in silent
        for person, chat in chats_of(tx, campaign, line.recipient)
        if not tx.messages.knows(
            message_key(campaign, line.recipient, reminder_name(left), person)
        )
    ]


def _moments(office: AppContext, last: datetime, now: datetime) -> Iterator[tuple[datetime, int]]:
    """Return when reminders go, and how many days are left then."""
    for day in reminder_days(office, last):
        begin = max(now, datetime.combine(day, time(0), office.tz))
        at = office.next_moment(begin)
        if office.day_of(at) == day and at <= last:
            yield at, (office.day_of(last) - day).days
