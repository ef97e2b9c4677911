"""The dry run of reminding: who would get what, when, if nothing changed from now on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from bot.model.campaign import Campaign
from bot.model.person import Role
from bot.reminders.reminder_item import ReminderItem
from bot.reminders.reminder_text import compose_reminder
from bot.reminders.schedule import Audience, is_for
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns.campaign_setup import find_campaign
from bot.use_cases.reminding.opinion_forecast import opinion_rows
from bot.use_cases.reminding.reminder_content import (
    by_audience,
    in_time,
    make_duty,
    most_pressing,
    recipients,
)
from bot.use_cases.reminding.send_reminders import next_day
from bot.use_cases.reminding.upward_forecast import upward_rows
from storage import (
    ContactView,
    DailyReminder,
    NoticeState,
    Planned,
    ReminderPart,
    Transaction,
    UnitRecord,
)

_Turn = tuple[date, bool]  # a day, and whether it is the deputies' turn, at an hour of its own


@dataclass(frozen=True, slots=True)
class ComingReminder:
    """One report's reminder on one day, to one person; nobody where nobody can be told."""

    at: datetime
    view: UnitRecord
    mark: ReminderPart
    duty: ReminderItem
    person: ContactView | None


def forecast(
    tx: Transaction, office: AppContext, slug: str, now: datetime, *, as_if_joined: bool = False
) -> list[dict[str, Any]]:
    """Return every reminder due or planned from `now` on, as it would read at its time: one row for each
    report and person, for whoever is silent about a draft, and for the report to the level above. A
    person's reports of one day share one message, so their rows share its text. `as_if_joined`: somebody
    without a name stands in for the reporter of a unit that nobody has joined for."""
    campaign = find_campaign(tx, slug)
    coming = sorted(
        _coming(tx, office, campaign, now, as_if_joined), key=lambda reminder: reminder.at
    )
    together: dict[tuple[int, date], list[ComingReminder]] = defaultdict(list)
    for reminder in coming:
        if reminder.person is not None:
            together[(reminder.person.person_id, reminder.at.date())].append(reminder)
    rows = []
    for reminder in coming:
        mates = [reminder]
        if reminder.person is not None:
            mates = together[(reminder.person.person_id, reminder.at.date())]
        rows.append(_row(office, reminder, mates))
    rows += opinion_rows(tx, office, campaign, now)
    rows += upward_rows(tx, office, campaign, now)
    return sorted(rows, key=lambda row: datetime.fromisoformat(row["due_at"]))


def _kind(mark: ReminderPart) -> str:
    """Return a step's key, behind that of the item that it is about where it has a day of its own."""
    return f"{mark.item_key}-{mark.step}" if mark.item_key else mark.step


def _reached(reminder: ComingReminder) -> tuple[str | None, str | None]:
    """Return who is reminded and by which channel; None for both where nobody has joined."""
    if reminder.person is None:
        return None, None
    return reminder.person.name, reminder.person.channels[0]


def _row(
    office: AppContext, reminder: ComingReminder, mates: Sequence[ComingReminder]
) -> dict[str, Any]:
    at = min(mate.at for mate in mates)
    person, channel = _reached(reminder)
    duties = list(map(attrgetter("duty"), mates))
    text = compose_reminder(person or "", duties, at, office.tz, office.calendar)
    return {
        "unit_code": reminder.view.unit.code,
        "person": person,
        "channel": channel,
        "kind": _kind(reminder.mark),
        "due_at": at.astimezone(office.tz).isoformat(),
        "text": f"{text.head}\n{text.text}".strip(),
    }


def _coming(
    tx: Transaction, office: AppContext, campaign: Campaign, now: datetime, as_if_joined: bool
) -> Iterator[ComingReminder]:
    """Return each report's reminders: of several steps on one day the most pressing one is told."""
    steps: dict[int, dict[_Turn, list[Planned]]] = defaultdict(lambda: defaultdict(list))
    moments: dict[tuple[int, _Turn], datetime] = {}
    for step in tx.reminders.planned(campaign.id):
        at = office.next_moment(max(step.due_at, now))
        turn = at.date(), at > now and is_for(step.step, Audience.DEPUTY)
        steps[step.unit_id][turn].append(step)
        moments[(step.unit_id, turn)] = min(at, moments.get((step.unit_id, turn), at))
    board = tx.views.board(campaign.id)
    views = {view.unit.id: _joined(view) if as_if_joined else view for view in board}
    today = _told_today(tx, office, list(views.values()), now)
    for unit_id, by_turn in steps.items():
        view = views[unit_id]
        for turn, own in by_turn.items():
            at = moments[(unit_id, turn)]
            told_then = today if turn[0] == office.day_of(now) else {}
            for same in by_audience(campaign, view, in_time(campaign, view, own, at)):
                yield from _told_by(tx, office, campaign, view, same, at, told_then, now)


def _joined(view: UnitRecord) -> UnitRecord:
    """Return a unit's line with somebody who reports for it: the people it has, else a stand-in."""
    nobody = ContactView(-view.unit.id, "", Role.REPORTER.value, ("web",), False, None)
    return replace(view, contacts=view.contacts or (nobody,))


def _told_by(
    tx: Transaction,
    office: AppContext,
    campaign: Campaign,
    view: UnitRecord,
    steps: Sequence[Planned],
    at: datetime,
    today: dict[int, DailyReminder],
    now: datetime,
) -> Iterator[ComingReminder]:
    """Return what some steps of one report and one day tell, to whom and when."""
    told = most_pressing(steps)
    if told is None:
        return
    mark = told._replace(submission_id=view.submission_id)
    duty = make_duty(tx, office, campaign, view, mark)
    for person, waits in _people(recipients(office, campaign, view, mark, at), mark, today):
        yield ComingReminder(next_day(office, now) if waits else at, view, mark, duty, person)


def _told_today(
    tx: Transaction, office: AppContext, views: Sequence[UnitRecord], now: datetime
) -> dict[int, DailyReminder]:
    people = {person.person_id for view in views for person in view.contacts}
    found = tx.notices.of_day(office.day_of(now), list(people))
    return {
        person: notice for person, notice in found.items() if notice.fate is not NoticeState.FREE
    }


def _people(
    found: Sequence[ContactView], mark: ReminderPart, today: dict[int, DailyReminder]
) -> list[tuple[ContactView | None, bool]]:
    """Return whom a step would reach, and whether it waits for the next working day: once somebody was
    told today the step is done; people who had another message today wait. Nobody is named where nobody
    can be told, but a unit without deputies is not told of."""
    people = {person.person_id: person for person in found}
    if not people:
        return [] if is_for(mark.step, Audience.DEPUTY) else [(None, False)]
    told_today = people.keys() & today.keys()
    if len(told_today) < len(people):
        return [(people[each], False) for each in people if each not in told_today]
    if any(today[each].covers(mark) for each in told_today):
        return []
    return [(person, True) for person in people.values()]
