"""What mending a unit's kind or parent would change in a campaign: the same for whoever looks and whoever
does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.deadlines.deadline_words import own_deadline_in_words
from bot.item_types import item_type, ledger
from bot.model.answer import Answer
from bot.model.campaign import Campaign
from bot.model.commands import MendUnit
from bot.model.form import Form, Indicator, row_in
from bot.model.form_change import FormDifference, compare
from bot.model.mended_unit import MendedUnit, MendFault, Standing
from bot.model.optional import first, sure
from bot.model.submission import Submission
from bot.model.unit import CONSULTED, Unit
from bot.model.unit_tree import unit_tree
from bot.reading import echo_answer
from bot.use_cases.app_context import AppContext
from storage import Transaction

USUAL_KINDS = (
    "xã", "phường", "thị trấn", "đặc khu", "huyện", "trường", "trung tâm", "sở", "phòng", "ban", "hội",
    "đoàn thể", "doanh nghiệp",
)  # fmt: skip


def kinds_known(tx: Transaction, campaign: Campaign) -> list[str]:
    """Return the kinds that a unit may be given: those of the body's list, now or before, of the campaign's
    forms and dates, and those that reporters of any plan are."""
    dated = (kind for own in campaign.deadlines for kind in own.kinds)
    named = (
        *tx.members.kinds(campaign.body),
        *(kind for kind, _ in campaign.forms),
        *dated,
        *USUAL_KINDS,
    )
    return [kind for kind in dict.fromkeys(named) if kind and kind != CONSULTED]


def mended_unit(
    tx: Transaction, office: AppContext, campaign: Campaign, asked: MendUnit
) -> MendedUnit | MendFault:
    """Return a unit of the campaign as it would go on, or why it cannot."""
    members = {unit.code: unit for unit in tx.campaigns.members(campaign.id)}
    unit = sure(first(lambda each: each.id == asked.unit_id, members.values()))
    kind = _kind_meant(tx, campaign, unit, asked.kind)
    if kind is None:
        return MendFault.KIND
    mended = replace(unit, kind=kind, parent=unit.parent if asked.parent is None else asked.parent)
    fault = _fault_of(unit, mended, members)
    return fault or _with_what_follows(tx, office, campaign, unit, mended, members)


def _kind_meant(tx: Transaction, campaign: Campaign, unit: Unit, asked: str | None) -> str | None:
    """Return the kind as it is written elsewhere; None for one that is known nowhere."""
    if asked is None or asked == unit.kind:
        return unit.kind
    wanted = " ".join(asked.casefold().split())
    return first(lambda kind: kind.casefold() == wanted, kinds_known(tx, campaign))


def _fault_of(unit: Unit, mended: Unit, members: Mapping[str, Unit]) -> MendFault | None:
    if unit.is_called_as(mended):
        return MendFault.SAME
    if mended.parent == unit.parent or not mended.parent:
        return None
    if mended.parent not in members:
        return MendFault.PARENT
    is_below = mended.parent in unit_tree(members.values()).branch(unit.code)
    return MendFault.CIRCLE if is_below else None


def _with_what_follows(
    tx: Transaction,
    office: AppContext,
    campaign: Campaign,
    unit: Unit,
    mended: Unit,
    members: Mapping[str, Unit],
) -> MendedUnit:
    submission = sure(tx.submissions.of_unit(campaign.id, unit.id))
    frame = tx.views.frame(submission.id)
    forms = [office.shelf.get(tx, campaign.form_for(each.kind)) for each in (unit, mended)]
    old, new = (
        form.for_unit(each.kind, frame.below) if form is not None else None
        for form, each in zip(forms, (unit, mended), strict=True)
    )
    own = frame.extended_until
    stays = own if _own_day_stays(campaign, unit, mended, own) else None
    before = _standing(office, campaign, unit, own, old, members)
    after = _standing(office, campaign, mended, stays, new, members)
    found = MendedUnit(unit, mended, before, after, ends_extension=stays != own)
    if unit.kind == mended.kind:
        return found
    difference = differing(old, new, submission.answers)
    aside = {
        code: submission.answers[code]
        for code in (*difference.dropped, *dict(difference.moved))
        if code in submission.answers
    }
    rows = ((code, row_in(old, code), each) for code, each in aside.items())
    shown = (f"{code}: {echo_answer(row, each)}" for code, row, each in rows if row is not None)
    back = _coming_back(tx, submission, mended, new, difference)
    added, changed = (
        tuple(code for code in codes if code not in back)
        for codes in (difference.added, difference.changed)
    )
    return replace(
        found,
        difference=replace(difference, added=added, changed=changed),
        set_aside=aside,
        shown=tuple(shown),
        back=back,
        keeps_some=not aside.keys() >= submission.answers.keys(),
    )


def _own_day_stays(campaign: Campaign, unit: Unit, mended: Unit, own: datetime | None) -> bool:
    """Return whether a day that a unit was given of its own goes on: an earlier one below the unit above that
    passed it on, a later one while it gives more time than the new kind has."""
    was, usual = (campaign.deadline_for(each).last_instant for each in (unit, mended))
    if own is None or was is None or usual is None:
        return True
    return unit.parent == mended.parent if own < was else own >= usual


def _standing(
    office: AppContext,
    campaign: Campaign,
    unit: Unit,
    own: datetime | None,
    form: Form | None,
    members: Mapping[str, Unit],
) -> Standing:
    usual = campaign.deadline_for(unit)
    until = own_deadline_in_words(
        usual.phrase, usual.last_instant, own, office.tz, office.calendar
    )
    owed = (item_type(each).title(each) for each in ledger.asked_of(campaign, unit))
    above = members.get(unit.parent)
    title = form.title_for() if form is not None else ""
    return Standing(title, until, tuple(owed), above.called if above is not None else "")


def differing(old: Form | None, new: Form | None, answers: Mapping[str, Answer]) -> FormDifference:
    """Return what another kind is asked, and which answers so far fit no row of it; one that is above what
    its row may say now is asked again. A kind without a form is asked nothing."""
    if old is None or new is None:
        asked = tuple(row.code for row in new.questions) if new is not None else ()
        gone = tuple(row.code for row in old.answerable) if old is not None else ()
        return FormDifference(added=asked, removed=gone, dropped=gone)
    found = compare(old, new)
    above = tuple(row.code for row in new.questions if _is_above(row, answers.get(row.code)))
    above = tuple(code for code in above if code not in found.asked)
    return replace(found, changed=(*found.changed, *above), dropped=(*found.dropped, *above))


def _is_above(row: Indicator, given: Answer | None) -> bool:
    """Return whether an answer says more than its row may."""
    if row.at_most is None or given is None:
        return False
    return (given.count or 0) > row.at_most


def _coming_back(
    tx: Transaction,
    submission: Submission,
    mended: Unit,
    form: Form | None,
    difference: FormDifference,
) -> dict[str, Answer]:
    """Return answers that left the draft when the unit's kind was mended away from the one it gets back, for
    rows that ask the same again and have no answer."""
    at, known = tx.history.set_aside_with(submission.id, mended.kind)
    changes = tx.campaigns.form_changes(submission.campaign_id)
    if at is None or any(change.at > at and not change.units for change in changes):
        return {}  # nothing was set aside, or its codes may say something else now
    return {
        code: answer
        for code, answer in known.items()
        if code in difference.asked and row_in(form, code) is not None
    }
