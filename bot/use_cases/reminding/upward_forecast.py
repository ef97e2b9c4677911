"""When the coordinators are told of their own report to the level above: on the ladder's days, in the
morning message, which counts the days down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.model.campaign import Campaign, CampaignState, Upward
from bot.model.person import Role
from bot.reminders.digest import upward_line
from bot.reminders.plan_steps import planned_steps
from bot.reminders.schedule import Anchor
from bot.use_cases.app_context import AppContext
from bot.use_cases.papers.upward_report import upward_of
from storage import Transaction

KIND = "upward-"  # before the step's key
NO_DAY = "open"  # the day is not set yet


@dataclass(frozen=True, slots=True)
class _Told:
    """Who is told: name and channel; both None while no coordinator has joined."""

    name: str | None
    channel: str | None


def upward_rows(
    tx: Transaction, office: AppContext, campaign: Campaign, now: datetime
) -> list[dict[str, Any]]:
    """Return a row for each step and coordinator, also where none has joined."""
    upward = upward_of(tx, campaign.id)
    if upward is None or upward.is_sent or campaign.state is not CampaignState.OPEN:
        return []
    people = list(_coordinators(tx, campaign)) or [_Told(None, None)]
    return [
        {
            "unit_code": None,
            "person": person.name,
            "channel": person.channel,
            "kind": f"{KIND}{step}",
            "due_at": at.astimezone(office.tz).isoformat(),
            "text": upward_line(upward, at, office.tz, office.calendar),
        }
        for step, at in _steps(office, campaign, upward, now)
        for person in people
    ]


def _coordinators(tx: Transaction, campaign: Campaign) -> Iterator[_Told]:
    for seat, person in tx.people.seats_of_unit(campaign.id, None):
        chats = tx.people.addresses(person.id)
        if seat.role is Role.COORDINATOR:
            yield _Told(person.name, chats[0].channel if chats else None)


def _steps(
    office: AppContext, campaign: Campaign, upward: Upward, now: datetime
) -> Iterator[tuple[str, datetime]]:
    """Return the steps by the report's own day, each in the morning message of its day; without a day the
    next morning, which asks for one."""
    if upward.until is None:
        yield NO_DAY, _next_morning(office, now)
        return
    ladder = [step for step in office.ladder if step.anchor is Anchor.DEADLINE]
    dates = (campaign.period_end, upward.until, office.calendar, office.hours, office.tz)
    for step in planned_steps(ladder, *dates, now - timedelta(days=1)):
        at = office.hours.on(step.due_at.date(), office.digest_time, office.tz)
        if at >= now:
            yield step.step, at


def _next_morning(office: AppContext, now: datetime) -> datetime:
    day = office.day_of(now)
    at = office.hours.on(day, office.digest_time, office.tz)
    if at < now:
        at += timedelta(days=1)
    return office.next_moment(at)
