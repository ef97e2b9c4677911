"""Which reminder steps wait for which unit: planned at opening, cancelled by sending, moved by an
extension or a return, always in the transaction of the act itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.item_types import ledger
from bot.model.campaign import Campaign, CampaignState
from bot.model.events import Extended, ReminderRequested
from bot.model.submission import Status, Submission
from bot.reminders.plan_steps import PlannedStep, planned_steps
from bot.reminders.schedule import Anchor
from bot.use_cases.app_context import AppContext
from bot.use_cases.reminding.reminder_content import MANUAL, deadline_of, waits_for_somebody
from storage import Transaction, UnitRecord

BY_DAY = (Anchor.DEADLINE, Anchor.DEPUTY, Anchor.CALL_LIST)
Owed = tuple[
    str, datetime | None
]  # key of a part with a day of its own ("": the report), last instant


@dataclass(frozen=True, slots=True)
class _Replan:
    """What of a report's reminders is planned anew: counted from its return too where it was sent back, all
    but the steps in `keep`, and where the parts with days of their own go on as they were, only the
    report's; with `only_coming` all that has fallen due and waits to be told goes on waiting."""

    returned_at: datetime | None = None
    keep: Sequence[str] = ()
    only_report: bool = False
    only_coming: bool = False


def plan_campaign(tx: Transaction, office: AppContext, campaign: Campaign) -> None:
    """Plan every unit that owes something; a unit with an extension keeps its own deadline. What was
    asked for by a coordinator, or waits after a return, goes on waiting."""
    _plan(tx, office, campaign, tx.views.board(campaign.id), _Replan(keep=_on_request(office)))


def plan_units(
    tx: Transaction, office: AppContext, campaign: Campaign, unit_ids: Sequence[int]
) -> None:
    """Plan some units anew, whose place in a campaign has become another: only steps that are still to
    come, so that nothing past is made up for, and nothing is lost that only waits for its sending."""
    if unit_ids:
        asked = _Replan(keep=_on_request(office), only_coming=True)
        _plan(tx, office, campaign, tx.views.board(campaign.id, unit_ids), asked)


def extend_campaign(tx: Transaction, office: AppContext, extended: Extended) -> None:
    """Set a later deadline for everybody; earlier ones of single units end, reminders move."""
    campaign = tx.campaigns.by_id(extended.campaign_id)
    tx.campaigns.extend(campaign, extended.until)
    tx.submissions.outrun_extensions(campaign.id, extended.until)
    plan_campaign(tx, office, tx.campaigns.by_id(campaign.id))


def replan_all(tx: Transaction, office: AppContext) -> None:
    """Plan anew at the start: campaigns opened by a later clock than the present one (a rehearsal of last
    week) are planned from now on, or all their steps would count as past."""
    for campaign in tx.campaigns.opened_after(office.now()):
        tx.campaigns.set_state(campaign.id, CampaignState.OPEN, office.now())
        plan_campaign(tx, office, campaign)


def _on_request(office: AppContext) -> list[str]:
    """Return the steps that no deadline moves."""
    returned = [step.key for step in office.ladder if step.anchor is Anchor.RETURNED]
    return [MANUAL, *returned]


def _plan(
    tx: Transaction,
    office: AppContext,
    campaign: Campaign,
    views: Sequence[UnitRecord],
    asked: _Replan,
) -> None:
    """Plan these units anew, those with the same steps together."""
    if campaign.state is not CampaignState.OPEN or campaign.trial_of:
        return
    alike: dict[tuple[Owed, ...], list[int]] = defaultdict(list)
    for view in views:
        owed = _owed(campaign, view)
        kept = tuple(each for each in owed if not (asked.only_report and each[0]))
        alike[kept].append(view.unit.id)
    for owed, unit_ids in alike.items():
        steps = [
            (step.step, step.due_at, item_key)
            for item_key, until in owed
            for step in _steps(office, campaign, item_key, until, asked.returned_at)
        ]
        tx.reminders.plan(
            campaign.id, unit_ids, steps, office.now(), asked.keep,
            only_report=asked.only_report, only_coming=asked.only_coming,
        )  # fmt: skip


def _owed(campaign: Campaign, view: UnitRecord) -> tuple[Owed, ...]:
    """Return what a unit is reminded of, each with its last instant: the report ("") while it is not sent
    or lacks a part, and each part that has a day of its own and is still to come."""
    found: list[Owed] = []
    until = deadline_of(campaign, view)
    if waits_for_somebody(campaign, view, ""):
        found.append(("", until))
    for key, due in ledger.own_days(campaign, view.unit, until):
        if waits_for_somebody(campaign, view, key):
            found.append((key, due))
    return tuple(found)


def _steps(
    office: AppContext,
    campaign: Campaign,
    item_key: str,
    until: datetime | None,
    returned_at: datetime | None,
) -> tuple[PlannedStep, ...]:
    """Return the steps that are still to come. A part with a day of its own is reminded by that day only,
    and not of a return."""
    of_report = [step for step in office.ladder if step.anchor is not Anchor.RETURNED]
    ladders = [of_report, [step for step in office.ladder if step.anchor is Anchor.RETURNED]]
    if item_key:
        ladders = [[step for step in of_report if step.anchor in BY_DAY]]
    dates = (campaign.period_end, until, office.calendar, office.hours, office.tz, office.now())
    start = campaign.period_start
    return tuple(
        step for ladder in ladders for step in planned_steps(ladder, *dates, returned_at, start)
    )


def reschedule(
    tx: Transaction,
    office: AppContext,
    before: Submission,
    after: Submission,
    now: datetime,
    *,
    moved: bool,
) -> None:
    """Plan anew after facts about a report: once it is sent nothing is reminded but the parts that are
    still to come; a returned report or a moved deadline is planned anew. What a part with a day of its own
    waits for is neither given by sending the report nor taken away by its return."""
    handed_in = after.is_sent and not before.is_sent
    if not (handed_in or moved):
        return
    if handed_in:
        tx.reminders.cancel(after.campaign_id, [after.unit_id], now, only_report=True)
    campaign = tx.campaigns.by_id(after.campaign_id)
    if after.is_sent and not campaign.asked_items:
        return
    views = tx.views.board(campaign.id, [after.unit_id])
    _plan(tx, office, campaign, views, _replan_after(office, before, after, now))


def _replan_after(
    office: AppContext, before: Submission, after: Submission, now: datetime
) -> _Replan:
    """Return what is planned anew for a report that was handed in, sent back, or given another day."""
    if after.is_sent and not before.is_sent:
        return _Replan(only_report=True)
    sent_back = (before.status, before.returned_reason) != (after.status, after.returned_reason)
    if after.status is Status.RETURNED and sent_back:
        return _Replan(now, [MANUAL], only_report=True)
    return _Replan(keep=_on_request(office))


def remind_now(tx: Transaction, asked: ReminderRequested, now: datetime) -> None:
    """Plan a coordinator's own reminder: due at once, under the same once-a-day rule."""
    tx.reminders.add(asked.campaign_id, asked.unit_ids, MANUAL, now, asked.words)
