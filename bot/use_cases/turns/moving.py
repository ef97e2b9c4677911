"""A report that was given for the wrong unit becomes the right one's."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import state as states
from bot.conversation.state import Stage, State
from bot.model.campaign import Campaign
from bot.model.deadline import late_days
from bot.model.events import ReportMoved
from bot.model.optional import sure
from bot.model.unit import Unit
from bot.snapshots import snapshot_status
from bot.use_cases.app_context import AppContext
from bot.use_cases.reminding import reminder_schedule
from storage import Author, Transaction


def move_report(tx: Transaction, office: AppContext, moved: ReportMoved, author: Author) -> None:
    """Move answers, versions, files and what was said of joint activities; what was open in either unit's
    conversations is dropped. Whether the report is late goes by the unit that has it now."""
    campaign = tx.campaigns.by_id(moved.campaign_id)
    before = sure(tx.submissions.load(moved.from_submission_id))
    given = sure(tx.submissions.load(moved.to_submission_id))
    wrong, right = (tx.campaigns.member(campaign.id, each.unit_id) for each in (before, given))
    emptied, filled = tx.submissions.move(before, given, author.now)
    late = late_by_own_day(tx, office, campaign, right, filled.id)
    tx.submissions.set_late_days(filled.id, late)
    filled = replace(filled, late_days=late)
    tx.joint.follow(campaign.id, wrong.code, right.code)
    reminder_schedule.reschedule(tx, office, before, emptied, author.now, moved=True)
    reminder_schedule.reschedule(tx, office, given, filled, author.now, moved=False)
    snapshot_status.tell_outdated(tx, emptied, author)
    for unit_id in (before.unit_id, given.unit_id):
        leave_questions(tx, moved.campaign_id, unit_id)


def late_by_own_day(
    tx: Transaction, office: AppContext, campaign: Campaign, unit: Unit, submission_id: int
) -> int:
    """Return how late a report stands by the day that holds for its unit now: a version after one that was on
    time never makes it late."""
    own = tx.submissions.extended_until(submission_id)
    until = own or campaign.deadline_for(unit).last_instant
    if until is None:
        return 0
    sent = tx.history.versions(submission_id)  # the latest first
    days = [late_days(until, version.at, office.tz) for version in sent]
    return days[0] if days and all(days) else 0


def leave_questions(tx: Transaction, campaign_id: int, unit_id: int) -> None:
    """Drop what a unit's people were asked, or were shown and could undo, because its form or its
    report has become another: an answer would be stored in the wrong place."""
    for seat, person in tx.people.seats_of_unit(campaign_id, unit_id):
        for chat in tx.people.addresses(person.id):
            state = states.from_json(chat.conversation)
            if state.seat != seat.id or state.stage in (Stage.CONSENT, Stage.CHOOSING):
                continue
            stage = Stage.PAUSED if state.stage is Stage.PAUSED else Stage.IDLE
            fresh = State(stage=stage, seat=state.seat, prompt=state.prompt + 1)
            tx.people.set_conversation(chat.id, states.to_json(fresh))
