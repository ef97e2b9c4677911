"""Due steps -> at most one message a person a day; checked again in the moment of sending.

The table `reminder` says what is planned for which unit, `notice` holds the once-a-day key of a
person. A tick with nothing due is one index look-up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.domain.campaign import Campaign
from bot.domain.people import Role
from bot.domain.working_calendar import next_office_moment
from bot.reminders.duty import Duty
from bot.reminders.recipients import roles_to_remind
from bot.reminders.text import compose_reminder
from bot.reminders.timing import step_is_stale
from bot.services.office import Office
from bot.services.planning import MANUAL
from storage import ContactView, Planned, Queued, Transaction, UnitView

AT_ONCE = 500  # steps handled in one transaction


def tick(tx: Transaction, office: Office, now: datetime) -> int:
    """Turn due steps into queued messages; returns how many steps were looked at."""
    due = tx.reminders.due(now, AT_ONCE)
    if not due:
        return 0
    opens = next_office_moment(now, office.calendar, office.hours, office.tz)
    if opens > now:  # the office is closed: everything that fell due waits together
        tx.reminders.postpone([step.id for step in due], opens)
        return len(due)
    wanted = _fresh(tx, _latest(tx, due, now), now)
    people = _by_person(tx, office, wanted)
    reached = _send(tx, office, people, now)
    _close(tx, office, wanted, people, reached, now)
    return len(due)


def _latest(
    tx: Transaction, due: Sequence[Planned], now: datetime
) -> dict[tuple[int, int], list[Planned]]:
    """Steps by (campaign, unit): after downtime several are due, and one message answers them."""
    grouped: dict[tuple[int, int], list[Planned]] = defaultdict(list)
    for step in due:
        grouped[(step.campaign_id, step.unit_id)].append(step)
    older = [step.id for steps in grouped.values() for step in steps[:-1]]
    if older:
        tx.reminders.finish(older, "dropped", now)
    return {pair: [steps[-1]] for pair, steps in grouped.items()}


Key = tuple[int, int]
Wanted = dict[Key, list[Planned]]


def _fresh(tx: Transaction, wanted: Wanted, now: datetime) -> Wanted:
    """Without the steps whose time is over (a "còn 1 ngày" after the deadline)."""
    kept: Wanted = {}
    over: list[int] = []
    for (campaign_id, unit_id), steps in wanted.items():
        deadline = tx.submissions.deadline_of(campaign_id, unit_id)
        if step_is_stale(steps[-1].step, now, deadline):
            over += [step.id for step in steps]
        else:
            kept[(campaign_id, unit_id)] = steps
    if over:
        tx.reminders.finish(over, "dropped", now)
    return kept


def _by_person(
    tx: Transaction, office: Office, wanted: Wanted
) -> dict[int, list[tuple[Key, UnitView, ContactView, Duty]]]:
    """Who is to be told what."""
    found: dict[int, list[tuple[Key, UnitView, ContactView, Duty]]] = defaultdict(list)
    by_campaign: dict[int, list[int]] = defaultdict(list)
    for campaign_id, unit_id in wanted:
        by_campaign[campaign_id].append(unit_id)
    for campaign_id, unit_ids in by_campaign.items():
        campaign = tx.campaigns.by_id(campaign_id)
        for view in tx.views.board(campaign_id, unit_ids):
            steps = wanted[(campaign_id, view.unit.id)]
            duty = make_duty(tx, office, campaign, view, steps[-1].step, steps[-1].words)
            for person in recipients(view, steps[-1].step):
                found[person.person_id].append(((campaign_id, view.unit.id), view, person, duty))
    return found


def recipients(view: UnitView, step: str) -> list[ContactView]:
    """The people a step goes to in the report's present state; nobody once it is sent. What falls
    to the coordinator is told in the morning digest."""
    has_reporter = any(person.role == Role.REPORTER for person in view.contacts)
    roles = roles_to_remind(step, view.status, has_reporter)
    return [person for person in view.contacts if person.role in roles and person.channels]


def make_duty(
    tx: Transaction, office: Office, campaign: Campaign, view: UnitView, step: str, words: str = ""
) -> Duty:
    """What one unit still has to do, as the text needs it."""
    form = office.shelf.get(tx, campaign.form_for(view.unit.kind))
    total = len(form.questions) if form is not None else 0
    missing: tuple[str, ...] = ()
    if form is not None and 0 < view.answered < total:
        answers = tx.submissions.answered_codes(view.submission_id)
        missing = tuple(row.code for row in form.questions if row.code not in answers)
    return Duty(
        campaign_title=campaign.title,
        unit_name=view.unit.name,
        state=view.status.value,
        answered=view.answered,
        total=total,
        missing=missing,
        photos_missing=max(0, campaign.photos_min - view.photos),
        returned_reason=view.returned_reason,
        deadline=view.extended_until or campaign.last_instant,
        step=step,
        words=words,
        joined=any(person.role == Role.REPORTER for person in view.contacts),
    )


def _send(
    tx: Transaction,
    office: Office,
    people: dict[int, list[tuple[Key, UnitView, ContactView, Duty]]],
    now: datetime,
) -> set[int]:
    """One message for each person who has none today; returns who got one."""
    day = now.astimezone(office.tz).date()
    told: set[int] = set()
    for person_id, entries in people.items():
        duties = [(view.submission_id, duty.step) for _, view, _, duty in entries]
        chats = tx.people.addresses(person_id)
        if not chats:
            continue
        notice = tx.reminders.notice(person_id, day, duties, now)
        if notice is None:
            continue
        reply = compose_reminder(
            entries[0][2].name, [duty for *_, duty in entries], now, office.tz, office.calendar
        )
        tx.messages.put(
            chats[0].id, chats[0].channel, (reply,), now, notice_id=notice, key=f"notice:{notice}"
        )
        told.add(person_id)
    return told


def _close(
    tx: Transaction,
    office: Office,
    wanted: Wanted,
    people: dict[int, list[tuple[Key, UnitView, ContactView, Duty]]],
    told: set[int],
    now: datetime,
) -> None:
    """A step is done when somebody was told or nobody can be; it waits for the next working day
    when all its people had their message of today already."""
    waiting: dict[Key, bool] = {}
    for person_id, entries in people.items():
        for pair, *_ in entries:
            waiting[pair] = waiting.get(pair, True) and person_id not in told
    done = [s.id for pair, steps in wanted.items() if not waiting.get(pair, False) for s in steps]
    later = [s.id for pair, steps in wanted.items() if waiting.get(pair, False) for s in steps]
    if done:
        tx.reminders.finish(done, "done", now)
    if later:
        tx.reminders.postpone(later, _next_day(office, now))


def _next_day(office: Office, now: datetime) -> datetime:
    tomorrow = now.astimezone(office.tz).replace(hour=0, minute=0, second=0, microsecond=0)
    return next_office_moment(
        tomorrow + timedelta(days=1), office.calendar, office.hours, office.tz
    )


def recheck(tx: Transaction, office: Office, queued: Queued, now: datetime) -> Queued | None:
    """In the claiming transaction: still needed? still its day? is the office open?"""
    assert queued.notice_id is not None
    person_id, day, duties = tx.reminders.duties(queued.notice_id)
    open_duties = _still_open(tx, office, person_id, duties)
    if not open_duties:
        tx.messages.finish(queued.id, "cancelled", now)
        return None
    opens = next_office_moment(now, office.calendar, office.hours, office.tz)
    if opens > now:
        tx.messages.postpone(queued.id, opens, "office closed")
        return None
    today = now.astimezone(office.tz).date()
    if day != today and not tx.reminders.move_notice(queued.notice_id, person_id, today):
        tx.messages.finish(queued.id, "cancelled", now)  # today's own message says it all
        return None
    name = tx.people.name(person_id)
    reply = compose_reminder(name, open_duties, now, office.tz, office.calendar)
    if (reply.text, reply.head) != (queued.reply.text, queued.reply.head):
        tx.messages.replace_body(queued.id, reply)
    return queued.with_reply(reply)


def _still_open(
    tx: Transaction, office: Office, person_id: int, duties: Sequence[tuple[int, str]]
) -> list[Duty]:
    found = []
    for submission_id, step in duties:
        submission = tx.submissions.load(submission_id)
        if submission is None:
            continue
        campaign = tx.campaigns.by_id(submission.campaign_id)
        if campaign.state.value != "open":
            continue
        found += [
            make_duty(tx, office, campaign, view, step)
            for view in tx.views.board(campaign.id, [submission.unit_id])
            if any(person.person_id == person_id for person in recipients(view, step))
        ]
    return found


def try_other_channel(tx: Transaction, queued: Queued, now: datetime) -> None:
    """A reminder that could not be delivered goes to the person's other chat, once."""
    if queued.notice_id is None:
        return
    person_id, _, _ = tx.reminders.duties(queued.notice_id)
    for chat in tx.people.addresses(person_id):
        if chat.id != queued.address_id and chat.failed_at is None:
            tx.messages.put(
                chat.id, chat.channel, (queued.reply,), now,
                notice_id=queued.notice_id, key=f"notice:{queued.notice_id}:{chat.id}",
            )
            return


def forecast(
    tx: Transaction, office: Office, slug: str, now: datetime
) -> list[dict[str, Any]]:
    """The dry run: every reminder due or planned from `now` on, as it would read at its time."""
    from bot.services.enrol import find_campaign

    campaign = find_campaign(tx, slug)
    views = {view.unit.id: view for view in tx.views.board(campaign.id)}
    rows = []
    for step in tx.reminders.planned(campaign.id):
        view = views[step.unit_id]
        at = max(step.due_at, now)
        opens = next_office_moment(at, office.calendar, office.hours, office.tz)
        duty = make_duty(tx, office, campaign, view, step.step, step.words)
        people: list[ContactView | None] = [*recipients(view, step.step)] or [None]
        for person in people:
            name = person.name if person is not None else ""
            text = compose_reminder(name, [duty], opens, office.tz, office.calendar)
            rows.append(
                {
                    "unit_code": view.unit.code,
                    "person": person.name if person is not None else None,
                    "channel": person.channels[0] if person is not None else None,
                    "kind": MANUAL if step.step == MANUAL else step.step,
                    "due_at": opens.astimezone(office.tz).isoformat(),
                    "text": f"{text.head}\n{text.text}".strip(),
                }
            )
    return rows
