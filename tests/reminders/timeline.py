"""A campaign's reminders written out as a page that an official can read and correct."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.deadlines.deadline_phrase import read_deadline
from bot.deadlines.deadline_words import deadline_in_full, warnings_in_words
from bot.locale.dates import day
from bot.locale.say import say
from bot.model.calendar import OfficeHours
from bot.model.campaign import Upward
from bot.model.person import Role
from bot.model.submission import Status
from bot.reminders.digest import CampaignDay, compose_digest
from bot.reminders.plan_steps import PlannedStep, planned_steps
from bot.reminders.recipients import roles_to_remind
from bot.reminders.reminder_item import ReminderItem
from bot.reminders.reminder_text import compose_reminder
from bot.reminders.schedule import DEFAULT_LADDER, Audience, is_for
from bot.use_cases.load_calendar import load_calendar

FOLDER = Path(__file__).parent / "timelines"
TZ = ZoneInfo("Asia/Ho_Chi_Minh")
HOURS = OfficeHours()
CALENDAR = load_calendar()
LATE = ("Phường Hai", "Xã Ba")


@dataclass(frozen=True)
class Plan:
    """One campaign's dates, and one unit of it whose report comes along slowly."""

    slug: str
    title: str
    period: tuple[date, date]
    deadline: str
    unit: str
    upper: str = ""  # the coordinator's own deadline
    receiver: str = ""
    units: int = 14


def check_golden(name: str, text: str) -> None:
    """Compare with the kept file; with UPDATE_GOLDEN=1 in the environment write it instead."""
    path = FOLDER / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def timeline(plan: Plan) -> str:
    """The whole campaign: dates in words, warnings, then every message with its moment."""
    start, end = plan.period
    deadline = read_deadline(plan.deadline, calendar=CALENDAR, tz=TZ, period_end=end)
    steps = planned_steps(
        DEFAULT_LADDER, end, deadline.last_instant, CALENDAR, HOURS, TZ,
        datetime.combine(start, time(0), TZ), period_start=start,
    )  # fmt: skip
    lines = [
        plan.title,
        f"Kỳ báo cáo: {day(start)} – {day(end)}",
        f"Thời hạn: {deadline_in_full(deadline) or plan.deadline}",
        *(f"Cảnh báo: {text}" for _, text in warnings_in_words(deadline)),
    ]
    if plan.upper:
        upper = read_deadline(plan.upper, calendar=CALENDAR, tz=TZ, period_end=end)
        lines.append(f"Cấp trên: {deadline_in_full(upper)}")
        lines += [f"Cảnh báo: {text}" for _, text in warnings_in_words(upper)]
    for place, step in enumerate(steps):
        is_turn = any(is_for(each.step, Audience.DEPUTY) for each in steps[:place])
        lines += ["", *_entry(plan, place, step, deadline.last_instant, is_turn)]
    return "\n".join(lines) + "\n"


def _entry(
    plan: Plan, place: int, step: PlannedStep, last: datetime | None, is_turn: bool
) -> list[str]:
    duty = _duty(plan, place, step.step, last)
    duty = replace(duty, period_end=plan.period[1])
    state = Status(duty.state)
    roles = roles_to_remind(step.step, state, has_reporter=True, is_deputys_turn=is_turn)
    at = step.due_at
    weekday = say(f"deadline.weekday.{at.weekday()}")
    head = f"{at:%H:%M} {weekday} {day(at.date())} [{step.step}] -> {', '.join(roles)}"
    if Role.COORDINATOR in roles:
        reply = compose_digest("Pờ Thị Hoa", (_morning(plan, last),), at, TZ, CALENDAR)
    else:
        reply = compose_reminder("Lò Văn Ân", (duty,), at, TZ, CALENDAR)
    assert reply is not None
    return [head, *(f"  {line}" for line in f"{reply.head}\n{reply.text}".splitlines())]


def _duty(plan: Plan, place: int, step: str, last: datetime | None) -> ReminderItem:
    """The unit has answered nothing at first, then six more questions by each step."""
    codes = tuple(f"{section}.{row}" for section in range(1, 7) for row in range(1, 7))[:34]
    answered = min(34, 6 * place)
    duty = ReminderItem(plan.title, plan.unit, "not_started", 0, 34, deadline=last, step=step)
    if not answered:
        return duty
    left = codes[answered:]
    return replace(duty, state="in_progress", answered=answered, missing=left, lacks=("1 ảnh",))


def _morning(plan: Plan, last: datetime | None) -> CampaignDay:
    upper = read_deadline(plan.upper, calendar=CALENDAR, tz=TZ, period_end=plan.period[1])
    return CampaignDay(
        plan.title,
        last,
        sent=plan.units - 3,
        total=plan.units,
        sent_since=("Xã Một",),
        in_progress=(f"{plan.unit} 30/34",),
        not_started=LATE,
        call_list=(plan.unit, *LATE),
        upward=Upward(upper.last_instant, (plan.receiver,)) if plan.receiver else None,
    )


def shifted(plan: Plan, year: int, deadline: str, upper: str = "") -> Plan:
    """The same shape in another year, with the deadlines as that year's plan would print them."""
    old = plan.period[0].year
    start, end = (moment.replace(year=year) for moment in plan.period)
    return replace(
        plan,
        slug=plan.slug.replace(str(old), str(year)),
        title=plan.title.replace(str(old), str(year)),
        period=(start, end),
        deadline=deadline,
        upper=upper,
    )
