"""How much of its plan a bot has used this month, and what may still go out.

Up to 80 % nothing changes. Then coordinators are told. From 95 % on only answers, receipts and
last-day reminders go out, and people are shown their way to the web chat. Above 100 % by our own
count an answer is the way to the web chat and nothing else, once, where there is one: whether the
platform counts as we do is not published, so where there is no other way answers are still tried.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.conversation.context import Turn
from bot.locale.say import say
from bot.model.campaign import Campaign, CampaignState
from bot.model.message import Reply, Urgency
from bot.reminders.schedule import Anchor, step_of
from bot.use_cases.app_context import AppContext
from bot.use_cases.reminding import pre_send_check
from bot.use_cases.sending.tell_person import tell_person
from storage import Chat, LeadsTo, Queued, Transaction, UsageCount

TOLD, ESSENTIAL, USED_UP = 80, 95, 100  # percent
REPORT_MESSAGES = 24  # both directions, for one unit's report


def month_of(office: AppContext, now: datetime) -> str:
    """Return the calendar month a plan counts, "2026-10"."""
    return f"{now.astimezone(office.tz):%Y-%m}"


def percent(tx: Transaction, office: AppContext, channel: str, bot: str, now: datetime) -> int:
    """Return how much of its plan a bot has used; 0 where a channel has no plan."""
    plan = office.plans.get(channel)
    if plan is None:
        return 0
    return tx.meters.get(channel, bot, month_of(office, now)).used * 100 // plan.messages


def count(
    tx: Transaction, office: AppContext, channel: str, bot: str, now: datetime, *,
    sent: int = 0, received: int = 0,
) -> None:  # fmt: skip
    """Count messages, and tell coordinators when a level is reached."""
    if channel not in office.plans:
        return
    tx.meters.count(channel, bot, month_of(office, now), sent=sent, received=received)
    _warn(tx, office, tx.meters.get(channel, bot, month_of(office, now)), now)


def exhausted(tx: Transaction, office: AppContext, channel: str, bot: str, now: datetime) -> None:
    """Note what the platform says that the plan is used up: that counts, whatever we counted."""
    plan = office.plans.get(channel)
    if plan is None:
        return
    missing = plan.messages - tx.meters.get(channel, bot, month_of(office, now)).used
    count(tx, office, channel, bot, now, sent=max(missing, 0))


def _warn(tx: Transaction, office: AppContext, meter: UsageCount, now: datetime) -> None:
    plan = office.plans[meter.channel]
    used = meter.used * 100 // plan.messages
    level = max((share for share in (TOLD, ESSENTIAL, USED_UP) if used >= share), default=0)
    if not level or not tx.meters.warn(meter, level):
        return
    text = say(f"quota.at_{level}", bot=meter.bot, used=meter.used, most=plan.messages)
    reply = Reply(text, urgency=Urgency.NOTICE)
    for campaign in open_campaigns(tx):
        for _, person in tx.people.seats_of_unit(campaign.id, None):
            key = f"quota:{meter.bot}:{meter.month}:{level}:{person.id}"
            tell_person(tx, person.id, reply, now, key=key)


def open_campaigns(tx: Transaction) -> list[Campaign]:
    return [campaign for campaign in tx.campaigns.all() if campaign.state is CampaignState.OPEN]


def admit(tx: Transaction, office: AppContext, queued: Queued, now: datetime) -> Queued | None:
    """Return the last look of the plan at a message; an unasked one that may not go is tried in the
    person's other chat."""
    where = queued.address
    used = percent(tx, office, where.channel, where.bot, now)
    needed = queued.reply.urgency in (Urgency.REPLY, Urgency.RECEIPT)
    needed = needed or queued.key.startswith(("quota:", "gap:"))
    if used < ESSENTIAL or needed or _is_last_day(tx, queued):
        return queued
    tx.messages.finish(queued.id, "cancelled", now, failure="quota")
    pre_send_check.try_other_channel(tx, queued, now)
    return None


def _is_last_day(tx: Transaction, queued: Queued) -> bool:
    """Tell whether a reminder is that of a report's last morning."""
    if queued.notice_id is None:
        return False
    steps = (step_of(duty.step) for duty in tx.notices.get(queued.notice_id).duties)
    return any(step and step.anchor is Anchor.DEADLINE and step.offset == 0 for step in steps)


def shorten(
    tx: Transaction, office: AppContext, chat: Chat, link: str, turn: Turn, now: datetime
) -> Turn:
    """Return a turn's replies as far as the plan allows: the way to the web chat with them from 95 % on,
    alone above 100 %; receipts always."""
    used = percent(tx, office, chat.channel, chat.bot, now)
    if used < ESSENTIAL or not link or chat.person is None or not turn.replies:
        return turn
    told = bool(tx.one_time_links.waiting(LeadsTo.CHAT, chat.person.id, now))
    if used < USED_UP:
        return turn if told else _with_link(turn, link)
    receipts = tuple(reply for reply in turn.replies if reply.urgency is Urgency.RECEIPT)
    if told:
        return replace(turn, replies=receipts)
    return replace(turn, replies=(*receipts, Reply(say("quota.moved", link=link))))


def _carries(replies: Iterable[Reply], link: str) -> bool:
    return any(link in f"{reply.lead} {reply.text}" for reply in replies)


def _with_link(turn: Turn, link: str) -> Turn:
    *others, last = turn.replies
    if _carries(turn.replies, link):
        return turn
    text = f"{last.text}\n\n{say('quota.soon', link=link)}"
    return replace(turn, replies=(*others, replace(last, text=text)))


def board_lines(tx: Transaction, office: AppContext, now: datetime) -> tuple[str, ...]:
    """Return each bot with a plan, and how much of it is used."""
    if not office.plans:
        return ()
    return tuple(
        say(
            "quota.line", bot=meter.bot, used=meter.used, most=office.plans[meter.channel].messages,
            users=meter.users, people=office.plans[meter.channel].people,
        )
        for meter in tx.meters.of_month(month_of(office, now))
        if meter.channel in office.plans
    )  # fmt: skip
