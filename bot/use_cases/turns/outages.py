"""After an outage of polling: who may have written into the void is told once, with what is stored.

Zalo hands out nothing that was written while nobody listened. Whoever has an open draft and wrote
shortly before is told at once; the others when they write again.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.conversation import prompts
from bot.locale.dates import moment
from bot.locale.say import say
from bot.model.message import Reply, Urgency
from bot.model.optional import optional
from bot.model.person import Seat
from bot.model.submission import REMINDED
from bot.use_cases.app_context import AppContext
from bot.use_cases.turns import load_context
from storage import Chat, Transaction

SHORTLY = timedelta(minutes=30)  # before the outage: still in the middle of it
REMEMBERED = timedelta(days=3)  # an outage matters to those who come back within it
GAP = "gap"  # gap.<channel>.<bot>: its beginning and end
LAST_POLL = "last_poll"  # last_poll.<channel>.<bot>


def keep_last_poll(tx: Transaction, channel: str, bot: str, at: datetime) -> None:
    """Store when a bot last listened, for the time after a crash."""
    tx.campaigns.set_setting(f"{LAST_POLL}.{channel}.{bot}", at.isoformat())


def last_poll(tx: Transaction, channel: str, bot: str) -> datetime | None:
    """Return when a bot last listened, as far as that is known: what it heard later proves more."""
    kept = tx.campaigns.setting(f"{LAST_POLL}.{channel}.{bot}")
    noted = optional(datetime.fromisoformat, kept)
    heard = tx.people.last_heard(channel, bot)
    return max((at for at in (noted, heard) if at is not None), default=None)


def tell(
    tx: Transaction, office: AppContext, channel: str, bot: str, since: datetime, until: datetime
) -> int:
    """Remember an outage and tell those who were in the middle of their report; returns how
    many. Told twice of the same outage, nobody gets a second message."""
    tx.campaigns.set_setting(f"{GAP}.{channel}.{bot}", f"{since.isoformat()} {until.isoformat()}")
    keep_last_poll(tx, channel, bot, until)  # a crash now is another outage
    told = 0
    for address_id in tx.people.heard_since(channel, bot, since - SHORTLY):
        told += _tell(tx, office, tx.people.chat(address_id), since, until)
    return told


def tell_late(tx: Transaction, office: AppContext, chat: Chat, now: datetime) -> None:
    """Tell somebody who writes for the first time after an outage."""
    kept = tx.campaigns.setting(f"{GAP}.{chat.channel}.{chat.bot}")
    if kept is None:
        return
    since, until = map(datetime.fromisoformat, kept.split())
    if chat.heard_at is not None and chat.heard_at < until and now - until < REMEMBERED:
        _tell(tx, office, chat, since, until)


def _tell(
    tx: Transaction, office: AppContext, chat: Chat, since: datetime, until: datetime
) -> bool:
    """Return one message to one person, whatever number of reports they have open."""
    if chat.person is None:
        return False
    last = [line for seat in tx.people.seats(chat.person.id) if (line := _open(tx, office, seat))]
    if not last:
        return False
    text = say(
        "gap.notice",
        since=moment(since.astimezone(office.tz)),
        until=moment(until.astimezone(office.tz)),
        last=" ".join(last),
    )
    key = f"gap:{chat.channel}:{chat.bot}:{int(until.timestamp())}:{chat.person.id}"
    reply = Reply(text, urgency=Urgency.REMINDER)
    tx.messages.put(chat.id, chat.channel, (reply,), until, key=key)
    return True


def _open(tx: Transaction, office: AppContext, seat: Seat) -> str:
    """Return what was stored last in a draft that is being filled; "" where there is none."""
    if not seat.reports or seat.unit_id is None:
        return ""
    submission = tx.submissions.of_unit(seat.campaign_id, seat.unit_id)
    if submission is None or not (submission.status in REMINDED or submission.draft):
        return ""
    found = tx.audit.last_answer(submission.id)
    desk = load_context.load_desk(tx, office, seat)
    row = desk.form.find(found[0]) if found and desk and desk.form else None
    answer = submission.answers.get(row.code) if row is not None else None
    if found is None or row is None or answer is None:
        return say("gap.nothing", unit=seat.unit_name)
    at = moment(found[1].astimezone(office.tz))
    return say("gap.last", unit=seat.unit_name, line=prompts.echo(row, answer), at=at)
