"""Which reminder steps wait for which unit: planned at opening, cancelled by sending, moved by an
extension or a return, always in the transaction of the act itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.model.campaign import Campaign, CampaignState
from bot.model.events import Extended, ReminderRequested
from bot.model.submission import REMINDED, Status, Submission
from bot.reminders.plan_steps import planned_steps
from bot.reminders.schedule import Anchor
from bot.use_cases.app_context import AppContext
from storage import Transaction

MANUAL = "manual"  # a step a coordinator asked for


def plan_campaign(tx: Transaction, office: AppContext, campaign: Campaign) -> None:
    """Plan every unit that has not sent; a unit with an extension keeps its own deadline. What was
    asked for by a coordinator, or waits after a return, goes on waiting."""
    usual: list[int] = []
    for view in tx.views.board(campaign.id):
        if view.status not in REMINDED and view.status is not Status.AWAITING_APPROVAL:
            continue
        if view.extended_until is not None:
            own = replace(campaign, last_instant=view.extended_until)
            _plan(tx, office, own, [view.unit.id])
        else:
            usual.append(view.unit.id)
    _plan(tx, office, campaign, usual)


def extend_campaign(tx: Transaction, office: AppContext, extended: Extended) -> None:
    """Set a later deadline for everybody; earlier ones of single units end, reminders move."""
    campaign = tx.campaigns.by_id(extended.campaign_id)
    tx.campaigns.set_deadline(campaign.id, campaign.deadline_phrase, extended.until)
    tx.submissions.outrun_extensions(campaign.id, extended.until)
    plan_campaign(tx, office, replace(campaign, last_instant=extended.until))


def replan_all(tx: Transaction, office: AppContext) -> None:
    """Plan anew at the start: campaigns opened by a later clock than the present one (a rehearsal of last
    week) are planned from now on, or all their steps would count as past."""
    for campaign in tx.campaigns.opened_after(office.now()):
        tx.campaigns.set_state(campaign.id, CampaignState.OPEN, office.now())
        plan_campaign(tx, office, campaign)


def _plan(
    tx: Transaction,
    office: AppContext,
    campaign: Campaign,
    unit_ids: Sequence[int],
    returned_at: datetime | None = None,
) -> None:
    if campaign.state is not CampaignState.OPEN or not unit_ids:
        return
    after_return = [step for step in office.ladder if step.anchor is Anchor.RETURNED]
    by_dates = [step for step in office.ladder if step.anchor is not Anchor.RETURNED]
    keep = [MANUAL]
    if returned_at is None:  # a moved deadline moves only what counts from it
        keep += [step.key for step in after_return]
    planned = [
        (step.step, step.due_at)
        for ladder in (by_dates, after_return)
        for step in planned_steps(
            ladder,
            campaign.period_end,
            campaign.last_instant,
            office.calendar,
            office.hours,
            office.tz,
            office.now(),
            returned_at,
        )
    ]
    tx.reminders.plan(campaign.id, unit_ids, planned, office.now(), keep)


def reschedule(
    tx: Transaction,
    office: AppContext,
    before: Submission,
    after: Submission,
    now: datetime,
    *,
    moved: bool,
) -> None:
    """Plan anew after facts about a report: nothing more is reminded once it is sent; a returned report or a
    moved deadline is planned anew."""
    if after.is_sent:
        if not before.is_sent:
            tx.reminders.cancel(after.campaign_id, [after.unit_id], now)
        return
    if not moved:
        return
    campaign = tx.campaigns.by_id(after.campaign_id)
    own = tx.submissions.extended_until(after.id) or campaign.last_instant
    sent_back = (before.status, before.returned_reason) != (after.status, after.returned_reason)
    returned_at = now if after.status is Status.RETURNED and sent_back else None
    _plan(tx, office, replace(campaign, last_instant=own), [after.unit_id], returned_at)


def remind_now(tx: Transaction, asked: ReminderRequested, now: datetime) -> None:
    """Plan a coordinator's own reminder: due at once, under the same once-a-day rule."""
    tx.reminders.add(asked.campaign_id, asked.unit_ids, MANUAL, now, asked.words)
