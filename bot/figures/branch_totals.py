"""What a tree of units adds up to: a unit's own accepted figures and, for each unit below it, the total
that one handed up or else its total by this same rule. Nothing counts twice.

A campaign works by tiers once totals are owed or were handed up in it. Else every unit reports straight to
its receiver, whoever stands above it in the list, and counts with what it sent last; so does, always, a
unit that has nobody above and below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto

from bot.figures.joint import counted_once
from bot.figures.rollup import (
    RollUp,
    RowTotal,
    Standing,
    UnitReport,
    has_tiers,
    roll_up,
    units_by_kind,
)
from bot.model.answer import Answer, AnswerState, value_of
from bot.model.form import Form, Indicator
from bot.model.joint_activity import JointActivity
from bot.model.submission import Status
from bot.model.unit_tree import UnitTree, unit_tree
from bot.row_types import row_type
from bot.row_types.base import Figures, InTotal

Units = tuple[UnitReport, ...]


def as_sent(unit: UnitReport) -> UnitReport:
    """Return a unit of which a total takes what it sent last."""
    is_asked = unit.is_awaited or unit.has_sent
    return replace(unit, standing=Standing.AS_SENT if is_asked else Standing.NOT_ASKED)


def with_standings(units: Sequence[UnitReport]) -> Units:
    """Return all units of a campaign that works by tiers with what its total takes of each: the sum over
    the roots."""
    tree = unit_tree(units)
    known = {unit.unit_code: unit for unit in units}
    found: dict[str, Standing] = {}
    for root in tree.roots:
        if tree.children(root):
            _place(tree, known, root, found)
        else:
            found[root] = as_sent(known[root]).standing
    return _placed(units, found)


def branch(units: Sequence[UnitReport], top: str) -> Units:
    """Return a unit's branch with what its total takes of each: its own figures, whatever it handed up
    before, and what the units below it come to."""
    tree = unit_tree(units)
    known = {unit.unit_code: unit for unit in units}
    found = {top: _own_standing(known[top])}
    for child in tree.children(top):
        _place(tree, known, child, found)
    members = set(tree.branch(top))
    return _placed([unit for unit in units if unit.unit_code in members], found)


def as_counted(units: Sequence[UnitReport], top: str) -> Units:
    """Return a unit's branch as the campaign's total takes it: by tiers the total that it handed up, if
    any, else its own by the rule; without tiers what each unit sent."""
    if not has_tiers(units):
        members = set(unit_tree(units).branch(top))
        return tuple(unit for unit in units if unit.unit_code in members)
    mine = next(unit for unit in units if unit.unit_code == top)
    if mine.handed is not None:
        return (replace(mine, standing=Standing.TOTAL),)
    tree = unit_tree(units)
    is_alone = not tree.parents[top] and not tree.children(top)
    return (as_sent(mine),) if is_alone else branch(units, top)


def branch_tops(units: Sequence[UnitReport]) -> tuple[str, ...]:
    """Return the codes of the units that a total is told apart by, each above those below it: the roots,
    and whoever has others below; none where there are no tiers."""
    tree = unit_tree(units)
    if tree.is_flat:
        return ()
    in_order = (code for root in tree.roots for code in tree.branch(root))
    return tuple(code for code in in_order if tree.children(code) or not tree.parents[code])


def _place(
    tree: UnitTree, known: Mapping[str, UnitReport], code: str, found: dict[str, Standing]
) -> None:
    """Say what is taken of a unit and of all below it: nothing of those, where it handed a total up."""
    if known[code].handed is not None:
        found[code] = Standing.TOTAL
        return
    found[code] = _own_standing(known[code])
    for child in tree.children(code):
        _place(tree, known, child, found)


def _own_standing(unit: UnitReport) -> Standing:
    if unit.own is not None:
        return Standing.OWN
    return Standing.MISSING if unit.is_awaited else Standing.NOT_ASKED


def _placed(units: Iterable[UnitReport], found: Mapping[str, Standing]) -> Units:
    return tuple(
        replace(unit, standing=found.get(unit.unit_code, Standing.WITHIN)) for unit in units
    )


def totals_by_branch(
    form: Form, units: Sequence[UnitReport], joint: Sequence[JointActivity]
) -> dict[str, RollUp]:
    """Return the total of each unit (by its code) that a campaign's total is told apart by."""
    return {
        code: roll_up(form, counted_once(form, as_counted(units, code), joint))
        for code in branch_tops(units)
    }


SUMMED = "branch"  # the source of a figure that is a sum of the units below

# What a total hands on


def answers_of(form: Form, total: RollUp) -> dict[str, Answer]:
    """Return a total as the answers of a report: those of every row that somebody below answered."""
    found = {row.code: _answer(row, total) for row in form.answerable}
    return {code: answer for code, answer in found.items() if answer is not None}


def _answer(row: Indicator, total: RollUp) -> Answer | None:
    sums = total.totals[row.code]
    state = _state(sums)
    if state is None:
        return None
    text = ""
    if row.is_leaf and row_type(row).in_total is not InTotal.ADDED:
        text = "\n".join(_said(row, total.counted))
    return Answer(state, text=text, source=SUMMED).with_figures(sums.figures)


def _state(sums: RowTotal) -> AnswerState | None:
    """Return the state that some units' answers come to together; None where nobody answered."""
    units = {
        AnswerState.VALUE: sums.units_value,
        AnswerState.NIL: sums.units_nil,
        AnswerState.PENDING: sums.units_pending,
        AnswerState.NOT_APPLICABLE: sums.units_not_applicable,
    }
    return next((state for state, many in units.items() if many), None)


def _said(row: Indicator, units: Sequence[UnitReport]) -> Iterable[str]:
    """Return each unit's words under its name; those of a total have the names in them."""
    for unit in units:
        answer = value_of(unit.answers.get(row.code))
        if answer is None:
            continue
        if unit.standing is Standing.TOTAL:
            yield answer.text
        elif said := row_type(row).said(row, answer):
            yield f"{unit.unit_name}: {said}"


# By kind


def totals_by_kind(
    form: Form,
    units: Sequence[UnitReport],
    sources: Mapping[int, Sequence[UnitReport]],
    joint: Sequence[JointActivity] = (),
) -> dict[str, RollUp]:
    """Return what each kind of unit gave to a total over `units`, so that the kinds add up to it."""
    parts = told_by_kind(form, units, sources, joint)
    return {kind: roll_up(form, own) for kind, own in units_by_kind(parts).items()}


def told_by_kind(
    form: Form,
    units: Sequence[UnitReport],
    sources: Mapping[int, Sequence[UnitReport]],
    joint: Sequence[JointActivity] = (),
) -> Units:
    """Return what a total over `units` takes, by whose figures it is. A total that was handed up is told by
    the units whose figures it was made from (`sources`: its number to their reports as they were then); one
    that says something else stands under its own unit."""
    parts: list[UnitReport] = []
    for unit in units:
        if not unit.is_looked_at:
            continue
        own = sources.get(unit.handed.id, ()) if unit.handed is not None else ()
        made_from = counted_once(form, own, joint)
        whole = unit.standing is Standing.TOTAL
        if whole and figures(form, made_from) == figures(form, (unit,)):
            parts += made_from
        else:
            parts.append(unit)
    return tuple(parts)


def figures(form: Form, units: Iterable[UnitReport]) -> dict[str, Figures]:
    """Return the sums of every row over some units."""
    return figures_of_total(roll_up(form, units))


def figures_of_total(total: RollUp) -> dict[str, Figures]:
    """Return the sums of every row of a total."""
    return {code: sums.figures for code, sums in total.totals.items()}


# One branch, as it is shown


@dataclass(frozen=True, slots=True)
class BranchLine:
    """A unit that a total looks at: `counted` says whether figures of it, or of those below it, are in
    the sum; `by_total` that those are of a total it handed up; `waits` that its figures were sent and
    are to be accepted first."""

    code: str
    name: str
    state: Status
    counted: bool
    by_total: bool
    waits: bool
    depth: int  # tiers below the branch's top, from 1


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that a total handed up says otherwise than the sum says now."""

    row: Indicator
    handed: Figures
    now: Figures
    source: str = ""  # where the figures come from that were typed instead; "" for a sum


@dataclass(frozen=True)
class HandedTotal:
    """The total that a unit handed up last. `is_stale`: the sum would be another now, or made from other
    versions; `changes` are the rows that differ, also where figures were typed instead."""

    version: int
    at: datetime
    accepted: bool
    is_stale: bool
    changes: tuple[RowChange, ...]
    answers: Mapping[str, Answer]


class OwnWaits(Enum):
    """What is still to be done before figures of the unit's own are in its total."""

    NO = auto()
    TO_BE_ENTERED = auto()
    TO_BE_SENT = auto()
    TO_BE_ACCEPTED = auto()


@dataclass(frozen=True)
class BranchTotal:
    """A unit's total now: `own` are its own accepted figures, `own_waits` tells of others that are not in
    it; `sources` are the numbers of the versions it is made from, through all tiers."""

    code: str
    name: str
    form: Form
    total: RollUp
    own: Mapping[str, RowTotal]
    own_waits: OwnWaits
    lines: tuple[BranchLine, ...]
    sources: tuple[int, ...]
    handed: HandedTotal | None = None

    @property
    def missing(self) -> tuple[BranchLine, ...]:
        """Return the units of which nothing is in the sum."""
        return tuple(line for line in self.lines if not line.counted)

    @property
    def answers(self) -> dict[str, Answer]:
        """Return the total as a report's answers."""
        return answers_of(self.form, self.total)


def branch_lines(units: Units, top: str) -> tuple[BranchLine, ...]:
    """Return the units that a branch's total looks at, each above those below it; what stands below a
    total that was handed up is not looked at."""
    known = {unit.unit_code: unit for unit in units}
    return tuple(_lines(unit_tree(units), known, top, 1))


def _lines(
    tree: UnitTree, known: Mapping[str, UnitReport], top: str, depth: int
) -> Iterable[BranchLine]:
    for code in tree.children(top):
        unit = known[code]
        if unit.standing is Standing.NOT_ASKED and not tree.children(code):
            continue
        yield BranchLine(
            code,
            unit.unit_name,
            unit.state,
            any(known[below].is_counted for below in tree.branch(code)),
            unit.standing is Standing.TOTAL,
            unit.state is Status.SUBMITTED and unit.standing is not Standing.TOTAL,
            depth,
        )
        if unit.standing is not Standing.TOTAL:
            yield from _lines(tree, known, code, depth + 1)
