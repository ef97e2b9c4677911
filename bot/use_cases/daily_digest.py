"""The coordinators' morning message: who sent since yesterday, who has not, by name.

Once a working day, in office hours. The day is remembered in the transaction that queues the
messages, and each has a key of its own, so that a second tick, a second process or a clock that
jumps back adds nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.model.calendar import is_office_moment
from bot.model.campaign import Campaign, CampaignState
from bot.model.person import Role
from bot.model.submission import REMINDED, SENT, Status
from bot.reminders.digest import CampaignDay, compose_digest
from bot.reminders.plan_steps import step_day
from bot.reminders.schedule import Anchor
from bot.use_cases.app_context import AppContext
from bot.use_cases.pre_send_check import DIGEST
from bot.use_cases.reminder_content import deadline_of
from storage import Transaction, UnitRecord

LAST = "digest.last"  # when the previous digest was made


def digest_tick(tx: Transaction, office: AppContext, now: datetime) -> int:
    """Queue today's digests when their time has come; returns how many."""
    local = now.astimezone(office.tz)
    if not is_office_moment(now, office.calendar, office.hours, office.tz):
        return 0
    if local < office.hours.on(local.date(), office.digest_time, office.tz):
        return 0
    kept = tx.campaigns.setting(LAST)
    last = datetime.fromisoformat(kept) if kept else None
    if last is not None and last.astimezone(office.tz).date() == local.date():
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
        day = campaign_day(tx, office, campaign, since, now)
        for _, person in people:
            days[person.id].append(day)
            names[person.id] = person.name
    count = 0
    for person_id, own in days.items():
        reply = compose_digest(names[person_id], own, now, office.tz, office.calendar)
        chats = tx.people.addresses(person_id)
        if reply is not None and chats:
            key = f"{DIGEST}{person_id}:{now.astimezone(office.tz).date()}"
            tx.messages.put(chats[0].id, chats[0].channel, (reply,), now, key=key)
            count += 1
    return count


def campaign_day(
    tx: Transaction, office: AppContext, campaign: Campaign, since: datetime, now: datetime
) -> CampaignDay:
    """One campaign as its coordinator meets it this morning."""
    views = tx.views.board(campaign.id)
    totals = {
        kind: len(form.questions) if (form := office.shelf.get(tx, slug)) is not None else 0
        for kind in {view.unit.kind for view in views}
        if (slug := campaign.form_for(kind))
    }
    sent_since = tx.audit.reports_with("Submitted", campaign.id, since)
    started = tx.audit.reports_begun(campaign.id, since)
    upward = tx.campaigns.upward(campaign.id)
    return CampaignDay(
        campaign_title=campaign.title,
        deadline=campaign.last_instant,
        sent=sum(view.status in SENT for view in views),
        total=len(views),
        sent_since=_names(view for view in views if view.submission_id in sent_since),
        started_since=_names(
            view
            for view in views
            if view.submission_id in started and view.status is Status.IN_PROGRESS
        ),
        returned=_names(view for view in views if view.status is Status.RETURNED),
        awaiting_approval=_names(
            view for view in views if view.status is Status.AWAITING_APPROVAL
        ),
        in_progress=tuple(
            f"{view.unit.name} {view.answered}/{totals.get(view.unit.kind, 0)}"
            for view in views
            if view.status is Status.IN_PROGRESS
        ),
        not_started=_names(
            view for view in views if view.status is Status.NOT_STARTED and _has_reporter(view)
        ),
        not_joined=_names(
            view for view in views if view.status in REMINDED and not _has_reporter(view)
        ),
        unreached=_names(
            view
            for view in views
            if view.contacts and all(person.unreached for person in view.contacts)
        ),
        call_list=_names(view for view in views if _is_to_call(view, campaign, office, now)),
        next_deadline=upward[0] if upward is not None else None,
        next_receiver="; ".join(upward[1]) if upward is not None else "",
    )


def _names(views: Iterable[UnitRecord]) -> tuple[str, ...]:
    return tuple(view.unit.name for view in views)


def _has_reporter(view: UnitRecord) -> bool:
    return any(person.role == Role.REPORTER for person in view.contacts)


def _is_to_call(view: UnitRecord, campaign: Campaign, office: AppContext, now: datetime) -> bool:
    """Whether a late unit has come to the ladder's last rung: the telephone."""
    until = deadline_of(campaign, view)
    if view.status not in REMINDED or until is None or now <= until:
        return False
    rungs = [step for step in office.ladder if step.anchor is Anchor.CALL_LIST]
    days = [step_day(step, until, office.calendar, office.tz) for step in rungs]
    return bool(days) and min(days) <= now.astimezone(office.tz).date()
