"""A report that was given for the wrong unit becomes the right one's."""

from __future__ import annotations

from bot.conversation import state as states
from bot.conversation.state import Stage, State
from bot.model.events import ReportMoved
from bot.model.optional import sure
from bot.snapshots import snapshot_status
from bot.use_cases.app_context import AppContext
from bot.use_cases.reminding import reminder_schedule
from storage import Author, Transaction


def move_report(tx: Transaction, office: AppContext, moved: ReportMoved, author: Author) -> None:
    """Move answers, versions and files; what was open in either unit's conversations is dropped."""
    before = sure(tx.submissions.load(moved.from_submission_id))
    given = sure(tx.submissions.load(moved.to_submission_id))
    emptied, filled = tx.submissions.move(before, given, author.now)
    reminder_schedule.reschedule(tx, office, before, emptied, author.now, moved=True)
    reminder_schedule.reschedule(tx, office, given, filled, author.now, moved=False)
    snapshot_status.tell_outdated(tx, emptied, author)
    for unit_id in (before.unit_id, given.unit_id):
        leave_questions(tx, moved.campaign_id, unit_id)


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
