"""Totals over the reports that units handed in, and who is missing, by name.

Only what a unit last sent and did not get back counts. The five states of an answer stay apart:
"không tổ chức" adds 0 and is counted as such, "không thuộc diện" and "chưa có số liệu" add
nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto
from functools import cached_property
from itertools import chain
from operator import attrgetter, itemgetter

from bot.figures.total_form import total_form
from bot.model.answer import Answer, AnswerState
from bot.model.form import Cell, Form, Indicator
from bot.model.grouping import grouped_by
from bot.model.optional import first
from bot.model.submission import REMINDED, SENT, Status
from bot.row_types import row_type
from bot.row_types.base import NOTHING, OPEN, Figures, InTotal

ToldRow = tuple[Figures, AnswerState | None, tuple[str, ...]]
"""What one report tells of a row: its figures, its state, and the value that is counted."""
FIGURES, STATE, CHOSEN = map(itemgetter, range(3))


class Standing(Enum):
    """What a total takes of a unit."""

    AS_SENT = auto()  # what it sent last, where nobody stands above or below it
    OWN = auto()  # its own figures, as they were accepted
    TOTAL = auto()  # the total that it handed up
    MISSING = auto()  # nothing, though something of it should be there
    WITHIN = auto()  # nothing of its own: it stands in a total above
    NOT_ASKED = auto()  # nothing: it is not awaited and gave nothing


@dataclass(frozen=True)
class Counted:
    """A version of a unit that a total may take: its number in the database, and its answers."""

    id: int
    answers: Mapping[str, Answer]
    version: int
    at: datetime
    accepted: bool


@dataclass(frozen=True)
class ReportRows:
    """What the rows of a form come to in one report, each worked out once."""

    form: Form
    answers: Mapping[str, Answer]

    @cached_property
    def figures(self) -> dict[str, Figures]:
        """Return the figures of every row."""
        return row_figures(self.form, self.answers)

    @cached_property
    def told(self) -> dict[str, ToldRow]:
        """Return what is told of every row that is asked."""
        return {
            row.code: (
                self.figures[row.code],
                row_state(self.form, row, self.answers),
                _counted(row, self.answers.get(row.code)),
            )
            for row in self.form.rows
            if not row.retired or row.code in self.answers
        }


@dataclass(frozen=True)
class UnitReport:
    """One unit of a campaign as exports and boards show it.

    `answers` are those of the latest sent version that was not returned (never a draft's), and
    are empty while there is none. `state`, `version`, `answered` and `draft` tell where the unit
    stands now. `contacts` are the names of its people. `form` is the form as it is asked this unit,
    where that is not the sheet's for its kind. In a tree `own` are its own figures as they were
    accepted last, `handed` is the total that it handed up (and then its report), None without; `standing`
    says which of it the total at hand takes, and `left_out` what it leaves out of single rows, because
    another unit tells of the same activity. Whoever owes nothing of a total (not `is_awaited`) is not
    missing from it. `unit_name` tells it from another unit of its name, whose list
    says `listed_as` only ("": the same).
    """

    unit_code: str
    unit_name: str
    kind: str = ""
    state: Status = Status.NOT_STARTED
    version: int = 0
    submitted_at: datetime | None = None
    late_days: int = 0
    answers: Mapping[str, Answer] = field(default_factory=dict)
    photos: int = 0
    contacts: tuple[str, ...] = ()
    answered: int = 0
    draft: bool = False
    form: Form | None = None
    parent: str = ""
    own: Counted | None = None
    handed: Counted | None = None
    standing: Standing = Standing.AS_SENT
    is_awaited: bool = True
    left_out: Mapping[str, Figures] = field(default_factory=dict)
    listed_as: str = ""
    _given: list[ReportRows] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def code(self) -> str:
        """Return the unit's code, by which it has its place in a tree."""
        return self.unit_code

    @property
    def listed_name(self) -> str:
        """Return the unit's name as its list has it."""
        return self.listed_as or self.unit_name

    def form_of(self, form: Form) -> Form:
        """Return the rows of a form that this unit is asked; of a total, all of them."""
        return total_form(form) if self.shows_total else self.asked_form(form)

    def asked_form(self, form: Form) -> Form:
        """Return the rows of a form that its kind of unit is asked."""
        return self.form or form.for_unit(self.kind)

    def asked_codes(self, form: Form) -> list[str]:
        """Return the codes of the rows that this unit is asked still."""
        return [row.code for row in self.form_of(form).rows if not row.retired]

    def rows_in(self, form: Form) -> ReportRows:
        """Return what each row of a form comes to in this report, worked out once."""
        own = self.form_of(form)
        for kept in self._given:
            if kept.form is own and kept.answers is self.answers:
                return kept
        self._given.append(ReportRows(own, self.answers))
        return self._given[-1]

    def figures_in(self, form: Form) -> Mapping[str, Figures]:
        """Return the figures that each row of a form comes to in this report."""
        return self.rows_in(form).figures

    @property
    def shows_total(self) -> bool:
        """Whether the answers are those of a total that the unit handed up."""
        return self.handed is not None and self.standing is not Standing.OWN

    @property
    def is_looked_at(self) -> bool:
        """Whether totals contain this unit or lack it."""
        return self.standing not in (Standing.WITHIN, Standing.NOT_ASKED)

    @property
    def is_counted(self) -> bool:
        """Whether totals contain this unit; a sent report may be empty, a returned one may have
        an earlier version that still counts."""
        if self.standing is Standing.AS_SENT:
            return self.has_sent
        return self.standing in (Standing.OWN, Standing.TOTAL)

    @property
    def is_in(self) -> bool:
        """Whether figures of the unit are in the total, or in one handed up above it."""
        is_within = self.standing is Standing.WITHIN
        return self.is_counted or (is_within and bool(self.own or self.handed))

    @property
    def is_told(self) -> bool:
        """Whether the unit's words stand beside a total: it is in it, or in one handed up above it."""
        return self.is_counted or (self.standing is Standing.WITHIN and self.has_sent)

    @property
    def has_sent(self) -> bool:
        """Return whether a version was handed in that was not sent back, wherever it is counted."""
        return self.state in SENT or bool(self.answers)

    @property
    def is_waited_for(self) -> bool:
        """Return whether its reporters have something to do before it is handed in: a correction that its
        approver sent back leaves what was sent where it is."""
        is_theirs = self.state in REMINDED
        return is_theirs and (self.state is Status.RETURNED or not self.has_sent)

    def as_added(self) -> UnitReport:
        """Return the unit with the answers that its standing says; for one that is counted."""
        if self.standing is Standing.AS_SENT and not self.left_out:
            return self
        answers = self.answers
        if self.standing is Standing.OWN and self.own is not None:
            answers = self.own.answers
        if self.standing is Standing.TOTAL and self.handed is not None:
            answers = self.handed.answers
        less = {
            code: answers[code].without(figures)
            for code, figures in self.left_out.items()
            if code in answers
        }
        return replace(self, answers={**answers, **less})


@dataclass(frozen=True, slots=True)
class RowTotal:
    """One row over all units. A column that no unit gave a figure for is not among `figures`. The
    five numbers of units add up to the units that are asked the row; `units_missing` are those that
    sent no report or left the row unanswered."""

    figures: Figures = field(default_factory=dict)
    units_value: int = 0
    units_nil: int = 0
    units_not_applicable: int = 0
    units_pending: int = 0
    units_missing: int = 0
    choices: tuple[
        tuple[str, int], ...
    ] = ()  # how many units gave each value, where it is counted

    @property
    def count(self) -> int | None:
        """The sum of the first quantity column."""
        return self.figures.get(Cell.COUNT)

    @property
    def people(self) -> int | None:
        """The sum of the second quantity column."""
        return self.figures.get(Cell.PEOPLE)


@dataclass(frozen=True)
class RollUp:
    """Totals of every row that has a figure or an answer, in form order, and the missing units;
    `absent` is how many of those are asked a row."""

    totals: Mapping[str, RowTotal]
    counted: tuple[UnitReport, ...]
    missing: tuple[UnitReport, ...]
    absent: Mapping[str, int] = field(default_factory=dict)

    def left_open(self, code: str) -> int:
        """Return how many units sent a report without an answer to a row that they are asked."""
        return self.totals[code].units_missing - self.absent.get(code, 0)


def units_by_kind(units: tuple[UnitReport, ...]) -> dict[str, tuple[UnitReport, ...]]:
    """Return units by kind, in the order in which the kinds first appear."""
    kinds = grouped_by(attrgetter("kind"), units)
    return {kind: tuple(mine) for kind, mine in kinds.items()}


def has_tiers(units: Iterable[UnitReport]) -> bool:
    """Return whether a total takes of each unit what its place in the tree says, not just what it sent."""
    return any(unit.standing not in (Standing.AS_SENT, Standing.NOT_ASKED) for unit in units)


def roll_up(form: Form, units: Iterable[UnitReport]) -> RollUp:
    """Add up what the units sent; computed totals are added up unit by unit, too."""
    counted, missing = _counted_and_missing(units)
    reports = [unit.rows_in(form).told for unit in counted]
    absent = Counter(code for unit in missing for code in unit.asked_codes(form))
    totals = {row.code: _row_total(row.code, reports, absent[row.code]) for row in form.answerable}
    return RollUp(totals, counted, missing, absent)


def _counted_and_missing(
    units: Iterable[UnitReport],
) -> tuple[tuple[UnitReport, ...], tuple[UnitReport, ...]]:
    """Return what is added of each unit that sent something, and the others; a unit whose figures stand
    within a total that was handed up, or that owes nothing of it, is neither."""
    own = [unit for unit in units if unit.is_looked_at]
    counted = tuple(unit.as_added() for unit in own if unit.is_counted)
    return counted, tuple(unit for unit in own if not unit.is_counted)


def _row_total(
    code: str,
    reports: list[dict[str, ToldRow]],
    absent: int,
) -> RowTotal:
    """Return one row over the units that are asked it."""
    told = [rows[code] for rows in reports if code in rows]
    states = Counter(map(STATE, told))
    return RowTotal(
        figures=added(map(FIGURES, told)),
        units_value=states[AnswerState.VALUE],
        units_nil=states[AnswerState.NIL],
        units_not_applicable=states[AnswerState.NOT_APPLICABLE],
        units_pending=states[AnswerState.PENDING],
        units_missing=states[None] + absent,
        choices=tuple(Counter(chain.from_iterable(map(CHOSEN, told))).items()),
    )


def _counted(row: Indicator, answer: Answer | None) -> tuple[str, ...]:
    """Return the value of a row that is counted by values."""
    kind = row_type(row)
    if answer is None or kind.in_total is not InTotal.COUNTED:
        return ()
    said = kind.said(row, answer) if answer.state is AnswerState.VALUE else ""
    return (said,) if said else ()


def figures_of(row: Indicator, answer: Answer | None) -> Figures:
    """Return what an answer adds to a total, as its kind of row says."""
    if answer is None or answer.state in OPEN:
        return NOTHING
    return row_type(row).add(row, answer)


def row_state(form: Form, row: Indicator, answers: Mapping[str, Answer]) -> AnswerState | None:
    """Return the state of a row in one report; None while unanswered.

    A total follows its children: a figure below makes it a value; without one, open figures make
    it pending, then "không tổ chức", then "không thuộc diện"."""
    own = answers.get(row.code)
    if not row.is_total:
        return own.state if own is not None else None
    below = [row_state(form, child, answers) for child in form.children(row.code)]
    if own is not None and not row.complete:
        below.append(own.state)
    order = (
        AnswerState.VALUE,
        AnswerState.PENDING,
        AnswerState.NIL,
        AnswerState.NOT_APPLICABLE,
    )
    return first(lambda state: state in below, order)


def row_figures(form: Form, answers: Mapping[str, Answer]) -> dict[str, Figures]:
    """Return what each row comes to in one report: what was answered, or the sum of the rows below it."""
    own = _own_figures(form, answers)
    sums = {row.code: _total_figures(form, row, own) for row in form.totals}
    return {code: sums.get(code) or figures for code, figures in own.items()}


def derived_totals(form: Form, answers: Mapping[str, Answer]) -> dict[str, Figures]:
    """Code of each total row to its figures in one report, as far as any is known.

    A complete total is the sum of its children whatever was stated. One whose label names more
    than its children (row 5) may be larger than their sum, never smaller."""
    own = _own_figures(form, answers)
    return {row.code: _total_figures(form, row, own) for row in form.totals}


def _own_figures(form: Form, answers: Mapping[str, Answer]) -> dict[str, Figures]:
    return {row.code: figures_of(row, answers.get(row.code)) for row in form.rows}


def _total_figures(form: Form, total: Indicator, own: Mapping[str, Figures]) -> Figures:
    below = [
        _total_figures(form, child, own) if child.is_total else own[child.code]
        for child in form.children(total.code)
    ]
    sums = added(below)
    stated = NOTHING if total.complete else own[total.code]
    known = {
        cell: sums.get(cell, stated.get(cell, 0))
        for cell in total.cells
        if cell in {*sums, *stated}
    }
    return {cell: max(number, stated.get(cell, number)) for cell, number in known.items()}


def added(figures: Iterable[Figures]) -> dict[Cell, int]:
    """Return the sums by column, of what is known."""
    sums: dict[Cell, int] = {}
    for each in figures:
        for cell, number in each.items():
            sums[cell] = sums.get(cell, 0) + number
    return sums
