"""The coordinators' morning message: who sent since yesterday, who has not, by name.

Once a working day, in office hours. The day is remembered in the transaction that queues the
messages, and each has a key of its own, so that a second tick, a second process or a clock that
jumps back adds nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import Enum, auto
from operator import attrgetter

from bot.item_types import ledger
from bot.item_types.ledger import asks_anything
from bot.locale.dates import day as day_words
from bot.locale.say import say
from bot.model.calendar import is_office_moment
from bot.model.campaign import Campaign, CampaignState
from bot.model.optional import optional
from bot.model.submission import REMINDED, SENT, Status
from bot.reminders.digest import CampaignDay, compose_digest
from bot.reminders.plan_steps import step_day
from bot.reminders.schedule import Anchor
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns.campaign_days import latest_instant
from bot.use_cases.campaigns.forms_in_use import question_counts
from bot.use_cases.papers.upward_report import upward_of
from bot.use_cases.reminding.pre_send_check import DIGEST
from bot.use_cases.reminding.reminder_content import deadline_of, waits_for_reporters
from bot.use_cases.sending.tell_person import tell_person
from storage import Transaction, UnitRecord

LAST = "digest.last"  # when the previous digest was made
HANDED_IN = ("Submitted", "TotalHandedUp")
DAILY_AFTER = timedelta(days=14)  # past a campaign's last date
WEEKLY_AFTER = timedelta(days=91)


def digest_tick(tx: Transaction, office: AppContext, now: datetime) -> int:
    """Queue today's digests when their time has come; returns how many."""
    local = now.astimezone(office.tz)
    if not is_office_moment(now, office.calendar, office.hours, office.tz):
        return 0
    if local < office.hours.on(local.date(), office.digest_time, office.tz):
        return 0
    kept = tx.campaigns.setting(LAST)
    last = optional(datetime.fromisoformat, kept)
    if last is not None and office.day_of(last) == local.date():
        return 0
    if last is None or last > now:  # the first one, or the clock had run ahead
        last = now - timedelta(days=1)
    tx.campaigns.set_setting(LAST, now.isoformat())
    return _send(tx, office, last, now)


def _send(tx: Transaction, office: AppContext, since: datetime, now: datetime) -> int:
    days: dict[int, list[CampaignDay]] = defaultdict(list)
    names: dict[int, str] = {}
    for campaign in tx.campaigns.all():
        people = tx.people.seats_of_unit(campaign.id, None)
        if campaign.state is not CampaignState.OPEN or not people:
            continue
        pace = _pace(tx, office, campaign, now)
        if pace is Pace.SILENT:
            continue
        day = campaign_day(tx, office, campaign, since, now)
        if pace is Pace.WEEKLY:
            day = replace(day, to_finish=campaign.slug)
        for _, person in people:
            days[person.id].append(day)
            names[person.id] = person.name
    count = 0
    for person_id, own in days.items():
        reply = compose_digest(names[person_id], own, now, office.tz, office.calendar)
        if reply is not None:
            key = f"{DIGEST}{person_id}:{office.day_of(now)}"
            count += tell_person(tx, person_id, reply, now, key=key)
    return count


class Pace(Enum):
    DAILY = auto()
    WEEKLY = auto()  # and today is its day
    SILENT = auto()


def _pace(tx: Transaction, office: AppContext, campaign: Campaign, now: datetime) -> Pace:
    """Return how often a campaign is told of: each working day, two weeks after its last date once a week
    with the proposal to finish it, and after three months no more."""
    today = office.day_of(now)
    past = today - _last_day(tx, office, campaign)
    if past <= DAILY_AFTER:
        return Pace.DAILY
    monday = today - timedelta(days=today.weekday())
    first = office.calendar.add_working_days(monday - timedelta(days=1), 1)
    return Pace.WEEKLY if past <= WEEKLY_AFTER and today == first else Pace.SILENT


def _last_day(tx: Transaction, office: AppContext, campaign: Campaign) -> date:
    """Return the last day anything is awaited on: deadline and extensions, or in a campaign without a
    deadline its last reminder; and the report to the level above."""
    upward = tx.campaigns.upward(campaign.id)
    longest = tx.submissions.longest_extension(campaign.id)
    instants = [latest_instant(campaign), longest, upward[0] if upward is not None else None]
    days = [office.day_of(moment) for moment in instants if moment is not None]
    if campaign.last_instant is None:
        offsets = [step.offset for step in office.ladder if step.anchor is Anchor.NO_DEADLINE]
        calendar = office.calendar
        days.append(calendar.add_working_days(campaign.period_end, max(offsets, default=0)))
    return max(days)


def campaign_day(
    tx: Transaction, office: AppContext, campaign: Campaign, since: datetime, now: datetime
) -> CampaignDay:
    """Return one campaign as its coordinator meets it this morning."""
    views = [view for view in tx.views.board(campaign.id) if asks_anything(campaign, view.unit)]
    total = question_counts(tx, office, campaign)
    sent_since = tx.audit.reports_with(HANDED_IN, campaign.id, since)
    begun_since = tx.audit.reports_begun(campaign.id, since)
    begun = _standing(views, Status.IN_PROGRESS)
    notified = tx.template_notices.days(campaign.id)
    late = _late(campaign, views, office, now)
    return CampaignDay(
        campaign_title=campaign.title,
        deadline=campaign.last_instant,
        sent=len(_standing(views, *SENT)),
        total=len(views),
        sent_since=_names(view for view in views if view.submission_id in sent_since),
        started_since=_names(view for view in begun if view.submission_id in begun_since),
        returned=_names(_standing(views, Status.RETURNED)),
        awaiting_approval=_names(_standing(views, Status.AWAITING_APPROVAL)),
        in_progress=tuple(_how_far(view, total(view.unit.kind)) for view in begun),
        not_started=_names(
            filter(attrgetter("has_reporter"), _standing(views, Status.NOT_STARTED))
        ),
        not_joined=_names(_without_reporter(views)),
        unreached=_names(filter(attrgetter("is_unreached"), views)),
        call_list=tuple(_to_call(campaign, view, notified, now) for view in late),
        lacking=tuple(_lacking(campaign, views)),
        upward=upward_of(tx, campaign.id),
    )


def _standing(views: Sequence[UnitRecord], *statuses: Status) -> list[UnitRecord]:
    """Return the units whose reports stand so."""
    return [view for view in views if view.standing in statuses]


def _without_reporter(views: Sequence[UnitRecord]) -> list[UnitRecord]:
    """Return the units that are to be reminded and have nobody, by how far they are."""
    waiting = _standing(views, *REMINDED)
    nobody = [view for view in waiting if not view.has_reporter]
    return sorted(nobody, key=lambda view: REMINDED.index(view.standing))


def _lacking(campaign: Campaign, views: Iterable[UnitRecord]) -> Iterator[str]:
    """Return the units that sent their report and owe a part of it still, with what it is."""
    for view in views:
        found = ledger.all_parts_to_come(campaign, view.unit, view.given(0))
        if view.standing in SENT and found:
            yield f"{view.unit.called} ({', '.join(found)})"


def _how_far(view: UnitRecord, total: int) -> str:
    return f"{view.unit.called} {view.answered}/{total}" if total else view.unit.called


def _names(views: Iterable[UnitRecord]) -> tuple[str, ...]:
    return tuple(view.unit.called for view in views)


def _to_call(
    campaign: Campaign, view: UnitRecord, notified: Mapping[int, str], now: datetime
) -> str:
    """Return a unit's name, what is late by a day of its own, and on which day its people were sent a
    template message."""
    late = _late_parts(campaign, view, now)
    name = f"{view.unit.called} ({', '.join(late)})" if late else view.unit.called
    day = notified.get(view.unit.id)
    return say("notices.told", unit=name, day=day_words(date.fromisoformat(day))) if day else name


def _late_parts(campaign: Campaign, view: UnitRecord, now: datetime) -> list[str]:
    """Return the parts whose own day has passed, a duty as much as a total, each in a few words."""
    late: list[str] = []
    for key, due in ledger.own_days(campaign, view.unit, deadline_of(campaign, view)):
        if now > due:
            late += ledger.parts_to_come(campaign, view.unit, view.given(0), key)
    return late


def _late(
    campaign: Campaign, views: Sequence[UnitRecord], office: AppContext, now: datetime
) -> list[UnitRecord]:
    """Return the units whose turn it is to be telephoned."""
    return [view for view in views if _is_to_call(view, campaign, office, now)]


def _is_to_call(view: UnitRecord, campaign: Campaign, office: AppContext, now: datetime) -> bool:
    """Return whether anything a unit owes has come to the ladder's last rung: the telephone."""
    rungs = [step for step in office.ladder if step.anchor is Anchor.CALL_LIST]
    today = office.day_of(now)
    return any(
        step_day(step, until, office.calendar, office.tz) <= today
        for until in _days_waited_for(campaign, view)
        if now > until
        for step in rungs
    )


def _days_waited_for(campaign: Campaign, view: UnitRecord) -> Iterator[datetime]:
    """Return the last instant of everything that a unit's reporters still owe: the report, each part with
    a day of its own."""
    until = deadline_of(campaign, view)
    for key, due in (("", until), *ledger.own_days(campaign, view.unit, until)):
        if due is not None and waits_for_reporters(campaign, view, key):
            yield due
