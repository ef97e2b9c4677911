"""The totals as coordinators look at them: by section and row, of a kind or a branch, down to each unit;
what stands far out; and how fast reports come in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.figures.branch_totals import as_counted, branch, branch_tops, told_by_kind
from bot.figures.joint import counted_once
from bot.figures.outliers import Outlier, far_from_last_year, far_from_peers
from bot.figures.rollup import RollUp, RowTotal, Standing, UnitReport, has_tiers, roll_up
from bot.locale.board_text import state_in_words
from bot.locale.say import say
from bot.model.answer import Answer, AnswerState, note_of
from bot.model.campaign import Campaign
from bot.model.form import Form, Indicator
from bot.model.joint_activity import JointActivity, JointProposal
from bot.model.optional import optional
from bot.model.person import Seat
from bot.model.unit_tree import unit_tree
from bot.row_types import echo_answer
from bot.use_cases.app_context import AppContext
from bot.use_cases.board.comparison import campaign_before
from bot.use_cases.board.counted_reports import made_from, reports_sheet
from bot.use_cases.board.joint_proposals import open_proposals
from bot.use_cases.board.pace import Compared, Pace, pace_of
from bot.use_cases.board.year_before import reports_before
from storage import Transaction


@dataclass(frozen=True, slots=True)
class TotalsFilter:
    """Which units to add up (a kind, the branch of a unit's code), which row to look into, and the day
    whose reports to name."""

    kind: str = ""
    branch: str = ""
    row: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class TotalLine:
    """A row of the total in words, and how many of those asked gave something."""

    row: Indicator
    figures: str
    given: int
    asked: int
    outliers: int


@dataclass(frozen=True, slots=True)
class UnitShare:
    """What one unit gave to a row: its figures and remark, or why there are none."""

    unit_id: int
    code: str
    name: str
    figures: str
    note: str
    state: str
    is_total: bool
    odd: tuple[str, ...]


@dataclass(frozen=True)
class TotalsPage:
    campaign: Campaign
    wanted: TotalsFilter
    lines: tuple[TotalLine, ...]
    counted: int
    all: int
    kinds: tuple[str, ...]
    branches: tuple[tuple[str, str], ...]  # code and name
    row: Indicator | None
    shares: tuple[UnitShare, ...]
    pace: Pace
    proposals: tuple[JointProposal, ...]
    joint: tuple[JointActivity, ...]
    names: Mapping[str, str]


def totals_page(
    tx: Transaction, office: AppContext, seat: Seat, wanted: TotalsFilter
) -> TotalsPage:
    """Return the totals that a coordinator may see: of all of the campaign, or of the seat's branch."""
    campaign = tx.campaigns.by_id(seat.campaign_id)
    sheet = reports_sheet(tx, office, campaign)
    grand = sheet.grand
    members = {unit.code: unit.id for unit in tx.campaigns.members(campaign.id)}
    units = _in_reach(grand.units, seat)
    names = {unit.unit_code: unit.unit_name for unit in units}
    top = wanted.branch if wanted.branch in names else ""
    chosen = _of_branch(grand.form, grand.units, top or seat.unit_code, grand.joint)
    if wanted.kind:
        given = made_from(tx, campaign, sheet)
        chosen = _of_kind(told_by_kind(grand.form, chosen, given, grand.joint), wanted.kind)
    total = roll_up(grand.form, chosen)
    before = reports_before(tx, office, campaign)
    odd = [
        *far_from_peers(grand.form, chosen, campaign.unusual),
        *far_from_last_year(grand.form, chosen, before, campaign.unusual),
    ]
    here = _within(units, top)
    last = campaign_before(tx.campaigns.beside(campaign), campaign)
    row = optional(grand.form.find, wanted.row)
    whole = seat.unit_id is None
    return TotalsPage(
        campaign,
        replace(wanted, branch=top, row=row.code if row is not None else ""),
        tuple(_line(each, total, odd) for each in grand.form.rows),
        len(total.counted),
        len(total.counted) + len(total.missing),
        tuple(sorted({unit.kind for unit in units} - {""})),
        _branches(units, names),
        row,
        _shares(grand.form, row, total, odd, members),
        pace_of(office, Compared(campaign, last, before), here, wanted.kind, wanted.day, members),
        tuple(open_proposals(tx, office, campaign)) if whole else (),
        grand.joint if whole else (),
        names,
    )


def _of_kind(units: Sequence[UnitReport], kind: str) -> tuple[UnitReport, ...]:
    """Return the units of a kind, all where none is asked for."""
    return tuple(unit for unit in units if kind in ("", unit.kind))


def _within(units: Sequence[UnitReport], top: str) -> Sequence[UnitReport]:
    """Return the units of a branch, all of them without one."""
    if not top:
        return units
    codes = set(unit_tree(units).branch(top))
    return [unit for unit in units if unit.unit_code in codes]


def _branches(
    units: Sequence[UnitReport], names: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """Return code and name of each unit that others stand below."""
    return tuple((code, names[code]) for code in branch_tops(units) if code in names)


def _in_reach(units: Sequence[UnitReport], seat: Seat) -> tuple[UnitReport, ...]:
    """Return the units of the seat's branch, all without one."""
    if seat.unit_id is None:
        return tuple(units)
    inside = {unit.unit_code for unit in branch(units, seat.unit_code)}
    return tuple(unit for unit in units if unit.unit_code in inside)


def _of_branch(
    form: Form, units: Sequence[UnitReport], top: str, joint: Sequence[JointActivity]
) -> tuple[UnitReport, ...]:
    """Return a branch as it would be handed up now, so that a total that was handed up is looked into."""
    if not top:
        return tuple(units)
    by_tiers = has_tiers(units)
    inside = branch(units, top) if by_tiers else as_counted(units, top)
    return counted_once(form, inside, joint)


def _line(row: Indicator, total: RollUp, odd: Sequence[Outlier]) -> TotalLine:
    sums = total.totals.get(row.code, RowTotal())
    asked = sums.units_value + sums.units_nil + sums.units_pending + sums.units_missing
    given = sums.units_value + sums.units_nil
    many = len({each.unit_code for each in odd if each.row == row.code and not each.reason})
    return TotalLine(row, _words(row, sums), given, asked, many)


def _words(row: Indicator, sums: RowTotal) -> str:
    if not sums.figures:
        return ""
    known = replace(row, at_most=None)  # units are counted above a single one
    return echo_answer(known, Answer(AnswerState.VALUE).with_figures(sums.figures))


def _shares(
    form: Form,
    row: Indicator | None,
    total: RollUp,
    odd: Sequence[Outlier],
    members: Mapping[str, int],
) -> tuple[UnitShare, ...]:
    """Return what each unit gave to a row, the largest first; those without figures stand at the end."""
    if row is None:
        return ()
    shares = [_share(form, row, unit, odd, members) for unit in total.counted]
    order = {unit.unit_code: _size(row, unit) for unit in total.counted}
    shares.sort(key=lambda share: -order[share.code])
    absent = [_share(form, row, unit, odd, members) for unit in total.missing]
    return (*shares, *(replace(share, figures="") for share in absent))


def _size(row: Indicator, unit: UnitReport) -> int:
    answer = unit.answers.get(row.code)
    return max(answer.figures.values(), default=0) if answer is not None else -1


def _share(
    form: Form,
    row: Indicator,
    unit: UnitReport,
    odd: Sequence[Outlier],
    members: Mapping[str, int],
) -> UnitShare:
    answer = unit.answers.get(row.code)
    asked = unit.form_of(form).by_code.get(row.code, row)
    return UnitShare(
        members[unit.unit_code],
        unit.unit_code,
        unit.unit_name,
        echo_answer(asked, answer) if answer is not None else "",
        note_of(answer),
        state_in_words(unit.state, unit.answered, 0),
        unit.standing is Standing.TOTAL,
        tuple(
            say(f"totals.{each.compared}", usual=each.usual, times=each.times)
            for each in odd
            if (each.unit_code, each.row) == (unit.unit_code, row.code)
        ),
    )
