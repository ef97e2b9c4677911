"""The total of a unit's branch, as it would be handed up now and as it was handed up last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.figures.branch_totals import (
    SUMMED,
    BranchTotal,
    HandedTotal,
    OwnWaits,
    RowChange,
    branch,
    branch_lines,
    figures,
    figures_of_total,
)
from bot.figures.joint import counted_once
from bot.figures.rollup import RollUp, RowTotal, Standing, UnitReport, roll_up
from bot.figures.total_form import total_form
from bot.item_types.ledger import owes_figures
from bot.model.answer import Answer
from bot.model.campaign import Campaign
from bot.model.form import Form
from bot.model.submission import differs_from
from bot.model.unit import Unit
from bot.model.unit_tree import unit_tree
from bot.use_cases.app_context import AppContext
from bot.use_cases.board.counted_reports import branch_sheet
from storage import Transaction


def branch_of(
    tx: Transaction, office: AppContext, campaign: Campaign, unit: Unit
) -> BranchTotal | None:
    """Return the total of a unit that others of the campaign stand below; None for any other unit."""
    if not tx.campaigns.has_below(campaign.id, unit):
        return None
    tree = unit_tree(tx.campaigns.members(campaign.id))
    return branch_total(tx, office, campaign, unit.code) if tree.children(unit.code) else None


def branch_total(
    tx: Transaction, office: AppContext, campaign: Campaign, unit_code: str
) -> BranchTotal:
    """Return the total of a unit of the campaign; KeyError where it has no such unit."""
    grand = branch_sheet(tx, office, campaign, unit_code).grand
    mine = grand.unit(unit_code)
    units = counted_once(grand.form, branch(grand.units, unit_code), grand.joint)
    total = roll_up(grand.form, units)
    used = _sources(tx, units)
    return BranchTotal(
        unit_code,
        mine.unit_name,
        total_form(grand.form),
        total,
        _own(grand.form, [unit for unit in units if unit.unit_code == unit_code]),
        _own_waits(tx, campaign, mine),
        branch_lines(units, unit_code),
        used,
        _handed(tx, grand.form, mine, total, used),
    )


def _own(form: Form, units: Sequence[UnitReport]) -> dict[str, RowTotal]:
    """Return the unit's own accepted figures, by row; those of rows that it answered."""
    totals = roll_up(form, units).totals
    return {code: sums for code, sums in totals.items() if sums.units_value or sums.units_nil}


def _own_waits(tx: Transaction, campaign: Campaign, unit: UnitReport) -> OwnWaits:
    """Return what figures of the unit's own are not in its total yet."""
    (member,) = tx.campaigns.coded(campaign.id, (unit.unit_code,))
    submission = tx.submissions.of_unit(campaign.id, member.id)
    last = tx.submissions.last_sent(submission.id) if submission is not None else None
    if last is not None and (unit.own is None or unit.own.version < last[0]):
        return OwnWaits.TO_BE_ACCEPTED
    if submission is not None and differs_from(submission, last[1] if last is not None else {}):
        return OwnWaits.TO_BE_SENT
    if last is None and owes_figures(campaign, member):
        return OwnWaits.TO_BE_ENTERED
    return OwnWaits.NO


def _handed(
    tx: Transaction, form: Form, unit: UnitReport, total: RollUp, used: tuple[int, ...]
) -> HandedTotal | None:
    """Return the total that the unit handed up last, beside what it would be now."""
    handed = unit.handed
    if handed is None:
        return None
    was = figures(form, [replace(unit, standing=Standing.TOTAL, left_out={})])
    now = figures_of_total(total)
    changes = tuple(
        RowChange(row, was[row.code], now[row.code], _typed_from(handed.answers.get(row.code)))
        for row in form.answerable
        if was[row.code] != now[row.code]
    )
    summed = (change for change in changes if change.row.is_leaf and not change.source)
    is_stale = any(summed) or tx.branches.sources([handed.id]).get(handed.id, ()) != used
    return HandedTotal(
        handed.version, handed.at, handed.accepted, is_stale, changes, handed.answers
    )


def _typed_from(answer: Answer | None) -> str:
    """Return where a figure of a total comes from that is no sum."""
    return answer.source if answer is not None and answer.source != SUMMED else ""


def _sources(tx: Transaction, units: Sequence[UnitReport]) -> tuple[int, ...]:
    """Return the versions that a total over units is made from, through all tiers below."""
    own = [unit.own.id for unit in units if unit.standing is Standing.OWN and unit.own]
    totals = [unit.handed.id for unit in units if unit.standing is Standing.TOTAL and unit.handed]
    below = tx.branches.sources(totals)
    deeper = (source for total in totals for source in below.get(total, ()))
    return tuple(sorted({*own, *totals, *deeper}))
