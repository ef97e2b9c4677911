"""Due steps -> at most one message a person a day.

The table `reminder` says what is planned for which unit, `notice` holds the once-a-day key of a
person. A tick with nothing due is one index look-up; what is due is taken in small pieces, so that
nobody who is writing waits for a whole province to be reminded.

A step is done when somebody of its unit was told, and dropped where nobody can be. When all its
people have had their one message of today, without a word about this report, it waits for the next
working day: the rule of one message a day has no exception. The last morning is safe all the same:
what a person gets is checked at the moment it leaves (`recheck.py`), and then it tells about
everything that falls due for them until the evening.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter

from bot.model.calendar import is_office_moment
from bot.model.campaign import Campaign
from bot.reminders.reminder_item import ReminderItem
from bot.reminders.reminder_text import compose_reminder
from bot.use_cases.app_context import AppContext
from bot.use_cases.reminding.reminder_content import (
    by_item,
    in_time,
    make_duty,
    merged,
    most_pressing,
    recipients,
)
from storage import (
    DailyReminder,
    NoticeMessage,
    NoticeState,
    Planned,
    ReminderPart,
    Transaction,
    UnitRecord,
)

Told = tuple[int, tuple[int, str]]  # a person, and what a mark is about
AT_ONCE = 50  # steps handled in one transaction: some 150 people, a tenth of a second


@dataclass(frozen=True, slots=True)
class ReminderTask:
    """What is due for one report: all its due steps, told as one duty to these people."""

    steps: tuple[int, ...]
    mark: ReminderPart
    duty: ReminderItem
    people: tuple[tuple[int, str], ...]  # person id, name

    def is_told(self, told: Set[Told]) -> bool:
        """Return whether one of its people was told of it."""
        return any((person, self.mark.about) in told for person, _ in self.people)


def reminder_tick(
    tx: Transaction, office: AppContext, now: datetime, campaign_id: int | None = None
) -> int:
    """Turn due steps (of one campaign) into queued messages; returns how many were looked at."""
    if not is_office_moment(now, office.calendar, office.hours, office.tz):
        return 0  # everything that falls due waits together until the office opens
    due = tx.reminders.due(now, AT_ONCE, campaign_id)
    if not due:
        return 0
    tasks = _tasks(tx, office, due, now)
    told = _tell(tx, office, tasks, now)
    tx.reminders.finish(_steps(task for task in tasks if not task.people), "dropped", now)
    tx.reminders.finish(_steps(task for task in tasks if task.is_told(told)), "done", now)
    later = _steps(task for task in tasks if task.people and not task.is_told(told))
    tx.reminders.postpone(later, next_day(office, now))
    return len(due)


def _steps(tasks: Iterable[ReminderTask]) -> list[int]:
    return [step for task in tasks for step in task.steps]


def _tasks(
    tx: Transaction, office: AppContext, due: Sequence[Planned], now: datetime
) -> list[ReminderTask]:
    """Return one task a report, and one for each part of it with a day of its own: after downtime several
    steps are due, and one message answers them all. Steps whose time is over are dropped."""
    grouped: dict[int, dict[int, list[Planned]]] = defaultdict(lambda: defaultdict(list))
    for step in due:
        grouped[step.campaign_id][step.unit_id].append(step)
    tasks: list[ReminderTask] = []
    for campaign_id, by_unit in grouped.items():
        campaign = tx.campaigns.by_id(campaign_id)
        for view in tx.views.board(campaign_id, list(by_unit)):
            steps = in_time(campaign, view, by_unit[view.unit.id], now)
            tasks += [_task(tx, office, campaign, view, same, now) for same in by_item(steps)]
    taken = {step for task in tasks for step in task.steps}
    tx.reminders.finish([step.id for step in due if step.id not in taken], "dropped", now)
    return tasks


def _task(
    tx: Transaction,
    office: AppContext,
    campaign: Campaign,
    view: UnitRecord,
    steps: Sequence[Planned],
    now: datetime,
) -> ReminderTask:
    """Return what these steps of one report tell its people."""
    told = most_pressing(steps)
    assert told is not None  # there is at least one step
    people = recipients(office, campaign, view, told, now)
    return ReminderTask(
        tuple(step.id for step in steps),
        told._replace(submission_id=view.submission_id),
        make_duty(tx, office, campaign, view, told),
        tuple({person.person_id: person.name for person in people}.items()),
    )


def _tell(
    tx: Transaction, office: AppContext, tasks: Sequence[ReminderTask], now: datetime
) -> set[Told]:
    """Queue the messages; returns who is told of what today."""
    by_person: dict[int, list[ReminderTask]] = defaultdict(list)
    names: dict[int, str] = {}
    for task in tasks:
        for person, name in task.people:
            by_person[person].append(task)
            names[person] = name
    day = office.day_of(now)
    today = tx.notices.of_day(day, list(by_person))
    told: set[Told] = set()
    fresh: dict[int, list[ReminderTask]] = {}
    for person, own in by_person.items():
        notice = today.get(person)
        if notice is None or notice.fate is NoticeState.FREE:
            fresh[person] = own
        else:
            told |= {(person, mark.about) for mark in _told_in(tx, notice, own)}
    made = _queue(tx, office, fresh, names, today, now)
    return told | {(person, task.mark.about) for person in made for task in fresh[person]}


def _told_in(
    tx: Transaction, notice: DailyReminder, tasks: Sequence[ReminderTask]
) -> list[ReminderPart]:
    """Return what a notice of today tells of these: all of it while it waits, else what it had told."""
    marks = list(map(attrgetter("mark"), tasks))
    if notice.fate is not NoticeState.OPEN:
        return [mark for mark in marks if notice.covers(mark)]
    together = merged([*notice.duties, *marks])
    if together != list(notice.duties):
        tx.notices.tell(notice.id, together)
    return marks


def _queue(
    tx: Transaction,
    office: AppContext,
    fresh: Mapping[int, list[ReminderTask]],
    names: Mapping[int, str],
    today: Mapping[int, DailyReminder],
    now: datetime,
) -> list[int]:
    """Return one message for each of these people; returns who got one. Nobody is left out but those for
    whom another process was faster: their steps are looked at again."""
    chats = tx.people.addresses_of(list(fresh))
    day = office.day_of(now)
    new = {
        person: [task.mark for task in fresh[person]] for person in chats if person not in today
    }
    ids = tx.notices.make(day, new, now)
    keys = {person: f"notice:{number}" for person, number in ids.items()}
    for person in chats:
        if person in today:  # the day's message was never sent: its place is used again
            notice = today[person]
            ids[person] = notice.id
            keys[person] = f"notice:{notice.id}:{notice.copies}"
            tx.notices.tell(notice.id, [task.mark for task in fresh[person]])
    messages = []
    for person, number in ids.items():
        duties = [task.duty for task in fresh[person]]
        reply = compose_reminder(names[person], duties, now, office.tz, office.calendar)
        chat = chats[person][0]
        messages.append(NoticeMessage(chat.id, chat.channel, reply, number, keys[person]))
    tx.notices.queue(messages, now)
    return list(ids)


def next_day(office: AppContext, now: datetime) -> datetime:
    """Return when the office opens on the next working day."""
    today = now.astimezone(office.tz).replace(hour=0, minute=0, second=0, microsecond=0)
    return office.next_moment(today + timedelta(days=1))
