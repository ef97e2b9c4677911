"""A unit comes into a campaign that runs, or leaves it: obligations, reminders, seats and codes follow in the
transaction of the act, and its people are told once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from bot.conversation.mending_acts import changes_in_words
from bot.item_types.ledger import usual_totals
from bot.locale.say import say
from bot.model.changing import replace
from bot.model.events import UnitAdded, UnitMended, UnitTakenOut
from bot.model.message import Reply, Urgency
from bot.model.optional import first, sure
from bot.model.person import Role
from bot.model.unit import Unit
from bot.model.unit_tree import unit_tree
from bot.snapshots import snapshot_status
from bot.use_cases.app_context import AppContext
from bot.use_cases.reminding import reminder_schedule
from bot.use_cases.sending.tell_person import tell_person
from bot.use_cases.turns import carried_drafts, kind_changes
from bot.use_cases.turns.moving import leave_questions
from storage import Author, Transaction


def change_list(
    tx: Transaction,
    office: AppContext,
    change: UnitAdded | UnitTakenOut | UnitMended,
    author: Author,
) -> None:
    """Carry out what a coordinator decided about one unit of a campaign's list."""
    match change:
        case UnitAdded():
            _add_unit(tx, office, change, author)
        case UnitTakenOut():
            _take_out(tx, office, change, author)
        case UnitMended():
            _mend(tx, office, change, author)
        case _:
            assert_never(change)


def _add_unit(tx: Transaction, office: AppContext, added: UnitAdded, author: Author) -> None:
    """Give a unit its place in a campaign; one that was taken out gets back what it had, its people too."""
    campaign_id, unit_id = added.campaign_id, added.unit_id
    left = first(lambda each: each[0].id == unit_id, tx.members.left(campaign_id))
    if left is None:
        tx.submissions.open_all(campaign_id, [unit_id])
    else:
        tx.members.put_back(left[1], campaign_id, unit_id)
    submission = sure(tx.submissions.of_unit(campaign_id, unit_id))
    tx.audit.write([replace(added, submission_id=submission.id)], author, campaign_id)
    _let_follow(tx, office, campaign_id, added.unit_code)
    if left is not None:
        unit, kept = left
        changes = tx.campaigns.form_changes(campaign_id)
        missed = [
            each for each in changes if each.at > kept.at and each.concerns(unit.kind, kept.at)
        ]
        asked = carried_drafts.catch_up(tx, submission, missed, author)
        words = say("unit.put_back", unit=unit.called)
        _tell(tx, campaign_id, unit, _with_rows(words, asked), author)
        snapshot_status.tell_outdated(tx, submission, author)


def _take_out(tx: Transaction, office: AppContext, left: UnitTakenOut, author: Author) -> None:
    """Let a unit owe nothing more and count nowhere: its codes and seats end, nobody is reminded."""
    campaign = tx.campaigns.by_id(left.campaign_id)
    submission = sure(tx.submissions.load(left.submission_id))
    unit = tx.campaigns.member(campaign.id, left.unit_id)
    named = {"unit": unit.called, "campaign": campaign.title, "reason": left.reason}
    _tell(tx, campaign.id, unit, say("unit.taken_out", **named), author)
    leave_questions(tx, campaign.id, unit.id)
    for role in Role:
        tx.invites.void(campaign.id, [unit.id], role, author.now)
    tx.reminders.cancel(campaign.id, [unit.id], author.now)
    tx.members.take_out(submission.id, campaign.id, unit.id, author.now, left.reason)
    tx.members.end_totals([each.revision_id for each in tx.members.totals_with(submission.id)])
    tx.audit.write([left], author, campaign.id)
    _let_follow(tx, office, campaign.id, unit.parent)
    snapshot_status.tell_outdated(tx, submission, author)


def _mend(tx: Transaction, office: AppContext, asked: UnitMended, author: Author) -> None:
    """Let a unit go on as one of another kind or below another unit, with all that hangs on it."""
    found = kind_changes.mend(tx, office, asked, author)
    for code in dict.fromkeys((asked.parent_before, asked.parent, asked.unit_code)):
        _let_follow(tx, office, asked.campaign_id, code)
    named = {"unit": found.mended.called, "changes": changes_in_words(found)}
    words = _with_rows(say("unit.mended", **named), found.difference.asked)
    _tell(tx, asked.campaign_id, found.mended, words, author)


def _with_rows(words: str, rows: Sequence[str]) -> str:
    """Return words with what is to be answered besides, where there is anything."""
    return f"{words} {say('unit.mended_asks', rows=', '.join(rows))}" if rows else words


def _let_follow(tx: Transaction, office: AppContext, campaign_id: int, code: str) -> None:
    """Let what is owed and reminded follow a changed list, for the unit with a code and all above it:
    whoever has units below owes their total."""
    before = tx.campaigns.by_id(campaign_id)
    members = tx.campaigns.members(campaign_id)
    named = tuple(each for each in before.asked_items if not each.is_usual_total)
    tx.campaigns.set_items(campaign_id, (*named, *usual_totals(named, members)))
    campaign = tx.campaigns.by_id(campaign_id)
    concerned = {code, *unit_tree(members).above(code)}
    changed = [unit.id for unit in members if unit.code in concerned]
    reminder_schedule.plan_units(tx, office, campaign, changed)


def _tell(tx: Transaction, campaign_id: int, unit: Unit, words: str, author: Author) -> None:
    """Tell everybody who sits for a unit, each once, whatever seats they have."""
    reply = Reply(words, urgency=Urgency.NOTICE)
    seated = {person.id for _, person in tx.people.seats_of_unit(campaign_id, unit.id)}
    for person_id in sorted(seated - {author.person_id}):
        tell_person(tx, person_id, reply, author.now)
