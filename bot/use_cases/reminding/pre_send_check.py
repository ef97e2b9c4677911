"""The last look at an unasked message, in the transaction that takes it for sending.

A reminder is written anew from what is true now, put off while the office is closed, and cancelled
when nothing is left to say: when the report was sent, the campaign closed, the seat handed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.model.campaign import CampaignState
from bot.model.message import Urgency
from bot.model.person import Role
from bot.reminders.reminder_item import ReminderItem
from bot.reminders.reminder_text import compose_reminder
from bot.use_cases.app_context import AppContext
from bot.use_cases.papers import consultations
from bot.use_cases.reminding import announcement_keys, group_picture
from bot.use_cases.reminding.reminder_content import (
    due_today,
    merged,
    still_open,
    view_of,
    waits_for_reporters,
)
from bot.use_cases.reminding.send_reminders import next_day
from storage import DailyReminder, NoticeState, Queued, ReminderPart, Transaction

Marked = tuple[ReminderPart, ReminderItem]
COPY = ":chat"  # ends the key of a message that was tried in another chat
DIGEST = "digest:"  # digest:<person>:<day>, the key of a coordinator's morning message


def recheck(tx: Transaction, office: AppContext, queued: Queued, now: datetime) -> Queued | None:
    """Return the message as it is to be sent now; None when it is cancelled or put off."""
    if queued.key.startswith(DIGEST):
        return _digest(tx, office, queued, now)
    if queued.key.startswith(group_picture.KEY) and queued.reply.urgency is Urgency.NOTICE:
        return group_picture.recheck(tx, office, queued, now)
    if queued.notice_id is not None:
        return _reminder(tx, office, queued, tx.notices.get(queued.notice_id), now)
    if announcement_keys.is_void(tx, queued.key) or consultations.is_void(
        tx, office, queued.key, now
    ):
        tx.messages.finish(queued.id, "cancelled", now)
        return None
    return queued


def _reminder(
    tx: Transaction, office: AppContext, queued: Queued, notice: DailyReminder, now: datetime
) -> Queued | None:
    found = still_open(tx, office, notice.person_id, notice.duties, now)
    notice = _without_what_is_given(tx, notice, [mark for mark, _ in found], now)
    if not found:
        tx.messages.finish(queued.id, "cancelled", now)
        return None
    if _is_put_off(tx, office, queued, now):
        return None
    today = _on_its_day(tx, office, queued, notice, now)
    if today is None:
        return None
    extra = due_today(tx, office, notice.person_id, now)
    extra += _held_up(
        tx, office, replace(notice, id=today), {mark.about for mark, _ in extra}, now
    )
    found = _together(found, extra)
    tx.notices.tell(today, [mark for mark, _ in found])
    duties = [duty for _, duty in found]
    name = tx.people.name(notice.person_id)
    reply = compose_reminder(name, duties, now, office.tz, office.calendar)
    if (reply.text, reply.head) != (queued.reply.text, queued.reply.head):
        tx.messages.replace_body(queued.id, reply)
    return queued.with_reply(reply)


def _without_what_is_given(
    tx: Transaction, notice: DailyReminder, marks: Sequence[ReminderPart], now: datetime
) -> DailyReminder:
    """Return a notice with the duties that are still its person's; the others are passed on."""
    gone = [mark for mark in notice.duties if mark not in marks]
    _pass_on(tx, gone, now)
    if not gone:
        return notice
    tx.notices.tell(notice.id, marks)
    return replace(notice, duties=tuple(marks))


def _together(found: Sequence[Marked], extra: Sequence[Marked]) -> list[Marked]:
    """Return what a message tells with what falls due besides; a coordinator's newer words take the place
    of a step."""
    renewed = {mark.about: (mark, duty) for mark, duty in extra if mark.words}
    known = {mark.about for mark, _ in found}
    kept = [renewed.get(mark.about, (mark, duty)) for mark, duty in found]
    return kept + [(mark, duty) for mark, duty in extra if mark.about not in known]


def _held_up(
    tx: Transaction,
    office: AppContext,
    today: DailyReminder,
    besides: set[tuple[int, str]],
    now: datetime,
) -> list[Marked]:
    """Return what older messages of the person were to tell that a slow channel holds up: today's message
    tells it, or they would have to wait until the next day."""
    waiting = tx.notices.waiting(today.person_id, today.id)
    older = [mark for notice in waiting for mark in notice.duties]
    fresh = {mark.about: mark for mark in older if mark.about not in besides}
    return still_open(tx, office, today.person_id, tuple(fresh.values()), now)


def _pass_on(tx: Transaction, gone: list[ReminderPart], now: datetime) -> None:
    """Pass on duties that stopped being the person's before they were told, by a hand-over or because the
    report went back to others: whoever has them now is told."""
    for mark in gone:
        known = view_of(tx, mark.submission_id)
        if known is None or known[0].state is not CampaignState.OPEN:
            continue
        campaign, view = known
        if waits_for_reporters(campaign, view, mark.item_key):
            tx.reminders.add(
                campaign.id, [view.unit.id], mark.step, now, mark.words, mark.item_key
            )


def _is_put_off(tx: Transaction, office: AppContext, queued: Queued, now: datetime) -> bool:
    opens = office.next_moment(now)
    if opens > now:
        tx.messages.postpone(queued.id, opens, "office closed")
    return opens > now


def _on_its_day(
    tx: Transaction, office: AppContext, queued: Queued, notice: DailyReminder, now: datetime
) -> int | None:
    """Return the notice of today that this message is to carry: its own, brought forward to today, or the
    unused one of today. None when today has a message of its own, which then tells it all, or this
    one waits for the next working day."""
    day = office.day_of(now)
    if notice.day == day or tx.notices.move(notice, day):
        return notice.id
    other = tx.notices.of_day(day, [notice.person_id])[notice.person_id]
    untold = [mark for mark in notice.duties if not other.covers(mark)]
    if other.fate is NoticeState.FREE:
        tx.notices.serve(queued.id, other.id)
        return other.id
    if untold and other.fate is NoticeState.SPENT:
        tx.messages.postpone(queued.id, next_day(office, now), "one a day")
        return None
    if other.fate is NoticeState.OPEN:
        tx.notices.tell(other.id, merged([*notice.duties, *other.duties]))
    tx.messages.finish(queued.id, "cancelled", now)
    return None


def _digest(tx: Transaction, office: AppContext, queued: Queued, now: datetime) -> Queued | None:
    """Return a morning message that may still go: on its day, in office hours, to a coordinator; None
    where it is dropped or has to wait."""
    _, person, day = queued.key.split("/")[0].split(":")[:3]
    today = office.day_of(now).isoformat()
    coordinates = any(seat.role is Role.COORDINATOR for seat in tx.people.seats(int(person)))
    if day != today or not coordinates:
        tx.messages.finish(queued.id, "cancelled", now)
        return None
    return None if _is_put_off(tx, office, queued, now) else queued


def try_other_channel(tx: Transaction, queued: Queued, now: datetime) -> bool:
    """Send what nobody waits for, or a receipt, that could not be delivered to the person's other chat;
    each chat gets one copy at most. Return whether there was one."""
    person = _addressee(tx, queued)
    if person is None or queued.reply.urgency is Urgency.REPLY:
        return False
    base = _base(queued)
    for chat in tx.people.addresses(person):
        if chat.id != queued.address_id and chat.failed_at is None:
            tx.messages.put(
                chat.id, chat.channel, (queued.reply,), now,
                notice_id=queued.notice_id, key=f"{base}{COPY}{chat.id}",
            )  # fmt: skip
            return True
    return False


def _base(queued: Queued) -> str:
    """Return what the keys of a message and of its copies have in common."""
    if queued.notice_id is not None:
        return f"notice:{queued.notice_id}"
    name, _, place = queued.key.partition("/")
    name = name.split(COPY)[0] or f"out:{queued.id}"
    return name if place in ("", "0") else f"{name}:{place}"  # one of several


def _addressee(tx: Transaction, queued: Queued) -> int | None:
    """Return whom a message is for; None for a group."""
    if queued.notice_id is not None:
        return tx.notices.get(queued.notice_id).person_id
    return tx.people.owner(queued.address_id)
