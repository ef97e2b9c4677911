"""Carries out that a unit's kind or parent is mended: its place, its answers, what it had sent, reminders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.locale.say import say
from bot.model.campaign import Campaign
from bot.model.commands import MendUnit
from bot.model.events import AnswerCleared, AnswerRecorded, ApprovalDenied, Change, UnitMended
from bot.model.form import Form
from bot.model.form_change import FormChange
from bot.model.mended_unit import MendedUnit
from bot.model.optional import sure
from bot.model.submission import Status, Submission
from bot.model.unit import Unit
from bot.snapshots import snapshot_status
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns.mend_plan import differing, mended_unit
from bot.use_cases.turns.carried_drafts import forget_typed
from bot.use_cases.turns.moving import late_by_own_day, leave_questions
from storage import Author, Transaction


def mend(tx: Transaction, office: AppContext, asked: UnitMended, author: Author) -> MendedUnit:
    """Let a unit go on as one of another kind, or below another unit; return what became of it."""
    campaign = tx.campaigns.by_id(asked.campaign_id)
    found = mended_unit(tx, office, campaign, MendUnit(asked.unit_id, asked.kind, asked.parent))
    assert isinstance(found, MendedUnit)
    entry = tx.members.entry_with(found.unit, asked.kind, asked.parent)
    tx.members.change_entry(campaign.id, asked.unit_id, entry)
    tx.audit.write([asked], author, campaign.id)
    submission = sure(tx.submissions.of_unit(campaign.id, entry))
    if found.ends_extension:
        tx.submissions.end_extension(submission.id)
    late = late_by_own_day(tx, office, campaign, found.mended, submission.id)
    tx.submissions.set_late_days(submission.id, late)
    submission = replace(submission, late_days=late)
    if found.changes_kind:
        forget_typed(tx, submission.id, found.difference)
        facts = _facts(submission, found)
        tx.submissions.record(submission, facts, author)
        tx.audit.write(facts, author, campaign.id)
        _remember(tx, office, campaign, found, submission, author)
    leave_questions(tx, campaign.id, entry)
    snapshot_status.tell_if_stale(tx, office, campaign.id, author)
    return replace(found, mended=replace(found.mended, id=entry))


def _facts(submission: Submission, found: MendedUnit) -> list[Change]:
    """Return answers that leave the draft, follow their rows, or come back; what waits for approval goes
    back."""
    own = submission.id
    places = dict(found.difference.moved)
    facts: list[Change] = [
        AnswerCleared(own, code, answer) for code, answer in found.set_aside.items()
    ]
    follow = {places[code]: each for code, each in found.set_aside.items() if code in places}
    facts += [
        AnswerRecorded(own, code, answer) for code, answer in {**found.back, **follow}.items()
    ]
    if submission.status is Status.AWAITING_APPROVAL and found.difference.asked:
        facts.append(ApprovalDenied(own, say("roster.mend.reason")))
    return facts


def _remember(
    tx: Transaction,
    office: AppContext,
    campaign: Campaign,
    found: MendedUnit,
    submission: Submission,
    author: Author,
) -> None:
    """Keep how what the unit sent so far, on whichever form, is to be read by the one it has now."""
    changes = tx.campaigns.form_changes(campaign.id)
    new = office.shelf.get(tx, campaign.form_for(found.mended.kind))
    old = office.shelf.get(tx, campaign.form_for(found.unit.kind))
    if new is None or old is None:
        return
    unit = found.unit
    version = tx.campaigns.form_version(old.slug) or 0
    now = FormChange(author.now, (), (), (), before=(old.slug, version), before_kind=unit.kind)
    below = tx.views.frame(submission.id).below
    asked_now = new.for_unit(found.mended.kind, below)
    epochs = [
        _led_to(tx, office, each, asked_now, below, unit.code, author)
        for each in _epochs(changes, unit, now)
    ]
    others = [each for each in changes if unit.code not in each.units]
    tx.campaigns.set_form_changes(campaign.id, [*others, *epochs])


def _epochs(changes: Sequence[FormChange], unit: Unit, now: FormChange) -> list[FormChange]:
    """Return the forms on which a unit may have sent, oldest first, each with the moments between which it
    had it: what its kind was mended from before, what its kind's form was before it changed, and the one of
    the last."""
    own = [each for each in changes if unit.code in each.units]
    mended_at = max((each.at for each in own), default=None)
    later = [
        replace(each, before_kind=unit.kind)
        for each in changes
        if each.concerns(unit.kind, each.at - each.at.resolution)
        and (mended_at is None or each.at > mended_at)
    ]
    found: list[FormChange] = []
    since = mended_at
    for each in [*later, now]:
        found.append(replace(each, since=since))
        since = each.at
    return [*own, *found]


def _led_to(
    tx: Transaction,
    office: AppContext,
    epoch: FormChange,
    asked_now: Form,
    below: Sequence[str],
    code: str,
    author: Author,
) -> FormChange:
    """Return what leads from the form of an epoch to the one that a unit is asked now."""
    old = office.shelf.version(tx, *epoch.before)
    asked_then = old.for_unit(epoch.before_kind, below) if old is not None else None
    led = differing(asked_then, asked_now, {})
    return replace(
        epoch, kind="", besides=(), removed=(), units=(code,), mended_at=author.now,
        asked=led.asked, dropped=led.dropped, moved=led.moved,
    )  # fmt: skip
