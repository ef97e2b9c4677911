"""What is known about a campaign's list of units, where a coordinator changes it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bot.conversation.context import Newcomer, Roster
from bot.deadlines.deadline_words import own_deadline_in_words
from bot.model.campaign import Campaign
from bot.model.listed_unit import ListedUnit
from bot.model.optional import first
from bot.model.unit import CONSULTED, Unit
from bot.model.unit_tree import unit_tree
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns import mend_plan
from bot.use_cases.campaigns.forms_in_use import form_of
from storage import Transaction


def roster_of(tx: Transaction, office: AppContext, campaign: Campaign) -> Roster:
    """Return what may be asked about a campaign's list; read when it is asked for."""
    return Roster(
        listed=partial(listed_units, tx, campaign),
        below=partial(_below, tx, campaign),
        holders=partial(_holders, tx, campaign),
        issued=partial(tx.members.issued_with, campaign.id),
        newcomer=partial(_newcomer, tx, office, campaign),
        mended=partial(mend_plan.mended_unit, tx, office, campaign),
        kinds=partial(mend_plan.kinds_known, tx, campaign),
    )


def listed_units(tx: Transaction, campaign: Campaign) -> list[ListedUnit]:
    """Return the units of the body's list that a campaign does not have, those that were taken out of it
    first, as it had them."""
    left = [ListedUnit(unit, kept) for unit, kept in tx.members.left(campaign.id)]
    there = {unit.code for unit in tx.campaigns.everybody(campaign.id)}
    there |= {each.unit.code for each in left}
    others = (unit for unit in tx.campaigns.units(campaign.body) if unit.code not in there)
    return [*left, *(ListedUnit(unit) for unit in others if unit.kind != CONSULTED)]


def _below(tx: Transaction, campaign: Campaign, code: str) -> Sequence[str]:
    members = tx.campaigns.members(campaign.id)
    children = set(unit_tree(members).children(code))
    return [unit.called for unit in members if unit.code in children]


def _holders(tx: Transaction, campaign: Campaign, unit_id: int) -> Sequence[str]:
    """Return the names of the units whose total counts and holds a unit's figures."""
    submission = tx.submissions.of_unit(campaign.id, unit_id)
    if submission is None:
        return ()
    totals = tx.members.totals_with(submission.id)
    return list(dict.fromkeys(total.unit_name for total in totals if total.stands))


def _newcomer(tx: Transaction, office: AppContext, campaign: Campaign, unit: Unit) -> Newcomer:
    """Return what a unit that is not in a campaign would meet there."""
    form = form_of(tx, office, campaign, unit.kind)
    own = campaign.deadline_for(unit)
    words = own_deadline_in_words(own.phrase, own.last_instant, None, office.tz, office.calendar)
    above = first(lambda member: member.code == unit.parent, tx.campaigns.members(campaign.id))
    return Newcomer(len(form.questions) if form is not None else 0, words, above)
