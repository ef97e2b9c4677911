"""What units sent in the campaign before, on the scope of the units of today: those that were merged are
added together, and what went into several units is nobody's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial

from bot.figures.branch_totals import answers_of
from bot.figures.rollup import Standing, UnitReport, roll_up
from bot.model.answer import Answer
from bot.model.campaign import Campaign
from bot.model.form import Form, Indicator
from bot.model.optional import sure
from bot.model.submission import Status
from bot.model.unit import Unit
from bot.use_cases.app_context import AppContext
from bot.use_cases.board.comparison import (
    LastYear,
    campaign_before,
    origins,
    sent_before,
)
from bot.use_cases.board.counted_reports import reports_sheet
from storage import Transaction


def whence(units: Sequence[Unit], earlier: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return by each unit's code the codes of an earlier campaign whose figures are its own. A unit of which
    a part went elsewhere is left out: its figures are divided by nobody."""
    found = {unit.code: origins(unit, earlier) for unit in units}
    heirs = Counter(code for codes in found.values() for code in codes)
    return {
        code: codes
        for code, codes in found.items()
        if codes and all(heirs[each] == 1 for each in codes)
    }


def former_units(tx: Transaction, before: Campaign, campaign: Campaign, unit: Unit) -> list[Unit]:
    """Return the units of an earlier campaign whose figures are one unit's own; of all others only those
    are read that may be made from the same ones."""
    heirs = tx.campaigns.made_from(campaign.id, (unit.code, *unit.predecessors))
    codes = {code for heir in heirs for code in (heir.code, *heir.predecessors)}
    known = {each.code: each for each in tx.campaigns.coded(before.id, tuple(sorted(codes)))}
    return [known[code] for code in whence(heirs, known).get(unit.code, ())]


def reports_before(
    tx: Transaction, office: AppContext, campaign: Campaign
) -> dict[str, UnitReport]:
    """Return what became of the campaign before by the codes of today's units."""
    last = campaign_before(tx.campaigns.beside(campaign), campaign)
    if last is None:
        return {}
    then = reports_sheet(tx, office, last).grand
    known = {unit.unit_code: _own_alone(unit) for unit in then.units}
    own = whence(tx.campaigns.members(campaign.id), known)
    return {
        code: _as_one(then.form, [known[each] for each in codes]) for code, codes in own.items()
    }


def _own_alone(unit: UnitReport) -> UnitReport:
    """Return a report with the unit's own figures, never those of a total that it handed up."""
    if unit.handed is None and unit.own is None:
        return unit
    answers = unit.own.answers if unit.own is not None else {}
    return replace(
        unit, answers=answers, own=None, handed=None, standing=Standing.AS_SENT, left_out={}
    )


def _as_one(form: Form, units: Sequence[UnitReport]) -> UnitReport:
    """Return several units' reports as one: sent once all are, as late as the latest."""
    if len(units) == 1:
        return units[0]
    is_whole = all(unit.has_sent for unit in units)
    sent = [unit.submitted_at for unit in units if unit.submitted_at is not None]
    return replace(
        units[0],
        state=Status.SUBMITTED if is_whole else Status.NOT_STARTED,
        submitted_at=max(sent, default=None) if is_whole else None,
        late_days=max(unit.late_days for unit in units),
        answers=answers_of(form, roll_up(form, units)) if is_whole else {},
    )


def merged_last_year(
    tx: Transaction, office: AppContext, campaign: Campaign, unit: Unit, form: Form
) -> LastYear:
    """Return what the units that became one sent in the campaign before; nothing where one of them sent
    nothing."""
    before = sure(campaign_before(tx.campaigns.beside(campaign), campaign))
    former = former_units(tx, before, campaign, unit)
    sent = [tx.views.sent_by(each.id, before.id) for each in former]
    if not former or not all(sent):
        return LastYear()
    if len(former) == 1:
        return LastYear(sent_before(tx, office, before, former[0], form))
    added = partial(_added_up, tx, office, before, unit.kind, former, form)
    figures = office.former_figures.of(unit.id, form, sent, added)
    return LastYear(figures, tuple(each.name for each in former) if figures else ())


def _added_up(
    tx: Transaction,
    office: AppContext,
    before: Campaign,
    kind: str,
    former: Sequence[Unit],
    form: Form,
) -> Mapping[str, Answer]:
    """Return what several units sent together in an earlier campaign, as far as one unit of a kind can have
    it; nothing where one of them sent nothing that a form still asks."""
    sent = [sent_before(tx, office, before, each, form) for each in former]
    reports = [
        UnitReport(each.code, each.name, kind, Status.SUBMITTED, answers=answers)
        for each, answers in zip(former, sent, strict=True)
    ]
    return _possible(form, answers_of(form, roll_up(form, reports))) if all(sent) else {}


def _possible(form: Form, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """Return the sums that a single unit may have: two communes had two ceremonies, one has one."""
    return {code: answer for code, answer in answers.items() if _fits(form.by_code[code], answer)}


def _fits(row: Indicator, answer: Answer) -> bool:
    return row.at_most is None or max(answer.figures.values(), default=0) <= row.at_most
