"""Activities that several units report: proposed as one, settled by the coordinator, undone again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace

from bot.errors import UsageError
from bot.figures.joint import common_activity, proposals
from bot.locale.say import say
from bot.model.answer import Answer, AnswerState
from bot.model.campaign import Campaign
from bot.model.commands import SettleJoint
from bot.model.events import JointSettled
from bot.model.form import Form
from bot.model.joint_activity import JointActivity, JointProposal
from bot.row_types import echo_answer
from bot.snapshots import snapshot_status
from bot.use_cases.app_context import AppContext
from bot.use_cases.board.counted_reports import reports_sheet
from storage import Author, KeptJoint, Transaction


def open_proposals(tx: Transaction, office: AppContext, campaign: Campaign) -> list[JointProposal]:
    """Return the activities that may be joint ones and were not settled yet."""
    grand = reports_sheet(tx, office, campaign).grand
    photographed: dict[str, list[tuple[str, str]]] = defaultdict(list)
    hashes = tx.views.file_hashes(campaign.id)
    for unit, photo in tx.views.photos(campaign.id):
        if digest := hashes.get(photo.path):
            photographed[digest].append((unit.code, photo.row))
    settled = (
        (kept.activity.row, frozenset(kept.activity.units))
        for kept in tx.joint.of_campaign(campaign.id)
    )
    return proposals(grand.form, grand.units, photographed, settled)


def settle(
    tx: Transaction, office: AppContext, campaign: Campaign, asked: SettleJoint, author: Author
) -> str:
    """Count an activity once, or apart again, and say so; raises UsageError where the units have nothing in
    common in the row."""
    grand = reports_sheet(tx, office, campaign).grand
    row = grand.form.find(asked.row)
    known = {unit.unit_code: unit for unit in grand.units}
    if row is None:
        raise UsageError(say("jump.unknown", code=asked.row))
    _check_known(campaign, asked, known)
    together = [known[code] for code in dict.fromkeys(asked.units)]
    activity = _kept(tx, campaign, asked) or common_activity(row, together, grand.form)
    if activity is None:
        raise UsageError(say("joint.nothing_common", row=asked.row))
    if asked.counted_in:
        activity = replace(activity, counted_in=asked.counted_in)
    tx.joint.keep(campaign.id, activity, author.now, author.person_id, is_one=asked.is_one)
    fact = JointSettled(
        campaign.id, activity.row, activity.units, activity.counted_in, asked.is_one
    )
    tx.audit.write([fact], author, campaign.id)
    snapshot_status.tell_if_stale(tx, office, campaign.id, author)
    names = {code: unit.unit_name for code, unit in known.items()}
    key = "joint.counted_once" if asked.is_one else "joint.counted_apart"
    return say(key, **in_words(grand.form, activity, names))


def _check_known(campaign: Campaign, asked: SettleJoint, known: Collection[str]) -> None:
    """Raise UsageError for a unit that is none of the campaign's, and for one to be counted in that is none
    of the activity's."""
    for code in asked.units:
        if code not in known:
            raise UsageError(say("unit.unknown", code=code, slug=campaign.slug))
    if asked.counted_in and asked.counted_in not in asked.units:
        raise UsageError(say("joint.counted_elsewhere", unit=asked.counted_in))


def _kept(tx: Transaction, campaign: Campaign, asked: SettleJoint) -> JointActivity | None:
    """Return what is kept of an activity already, so that an undoing takes back what was left out."""
    units = frozenset(asked.units)
    kept: list[KeptJoint] = tx.joint.of_campaign(campaign.id)
    fits = (each.activity for each in kept if each.activity.is_about(asked.row, units))
    return next(fits, None)


def in_words(form: Form, activity: JointActivity, names: dict[str, str]) -> dict[str, str]:
    """Return a joint activity's row, units, the one it counts with, and its figures, for a sentence."""
    row = form.by_code.get(activity.row)
    figures = Answer(AnswerState.VALUE).with_figures(activity.figures)
    return {
        "row": activity.row,
        "units": ", ".join(names.get(code, code) for code in activity.units),
        "unit": names.get(activity.counted_in, activity.counted_in),
        "figures": echo_answer(row, figures) if row is not None else "",
    }
