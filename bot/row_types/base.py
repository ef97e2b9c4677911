"""A kind of row owns everything that depends on it: what it may hold, how it is asked, read, echoed,
checked, added up, printed and taken from a cell."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import ClassVar

from bot.model.answer import Answer, AnswerState
from bot.model.finding import Finding
from bot.model.form import Cell, Indicator, Measure
from bot.row_types import nouns
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import Decision, Evidence
from bot.vietnamese.spell import grouped
from bot.vietnamese.words import state_word


class InTotal(Enum):
    """How a total tells of a row over several units."""

    ADDED = auto()  # one sum a column
    COUNTED = auto()  # how many units gave each value
    LISTED = auto()  # each unit's value by the unit's name


@dataclass(frozen=True, slots=True)
class Spoken:
    """A value that words say, and why it is not certain: `details` fill the question, `offers` tells
    that the value may be proposed (a part of it is kept where it may not). `check` as in a reading."""

    answer: Answer
    doubt: Doubt | None = None
    details: tuple[tuple[str, str], ...] = ()
    offers: bool = True
    check: str = ""


Figures = Mapping[Cell, int]  # what is known, by quantity column
Printed = Mapping[Cell, int | str]  # as the columns show them
NOTHING: Figures = {}
Asked = tuple[str, Mapping[str, str]]  # a sentence's key, and what fills its places
BARE_NUMBER = re.compile(r"[0-9]{1,3}(?:[. ][0-9]{3})+|[0-9]+")
OPEN = (AnswerState.NOT_APPLICABLE, AnswerState.PENDING)


class RowType(ABC):
    """One kind of row. Stateless: every row of the kind shares one instance."""

    # what a form may say of such a row
    name: ClassVar[str]  # as a form writes it
    shapes: tuple[tuple[Cell, ...], ...] = (
        (),
    )  # the quantity columns it may fill, the usual first
    is_asked = True
    holds_answer = True  # false: a title
    has_choices = False  # the form lists the values it takes
    has_one_value = False  # in words, however many columns the form has
    declares_columns = False  # its quantity columns are those that the form declares
    may_be_bounded = False  # takes `at_most`
    counted_as = ""  # the kind it becomes where another form asks the same otherwise
    # how it is asked
    in_words = False  # free words, in as many messages as they take
    none = "none"  # the button that says that there was nothing
    example = ""  # an answer, where the row's measures make none
    list_words = ""  # the sentence that stands for its measures in a list of rows
    # how it is read
    wanted: Doubt | None = (
        None  # asked where the words hold no value; None: figures are looked for
    )
    odd_cells: tuple[
        str, ...
    ] = ()  # shapes of workbook cells that are its values: "percent", "date"
    takes_yes = False  # a plain yes is an answer
    may_be_year = False  # a lone large number may be a year
    largest: int = 10**7  # more than any unit has; the form's own ceilings are only checked
    counts_money = False
    has_two_cells = False
    has_shares = False  # figures may be told by the schools or villages they come from
    adds_kinds = False  # figures of different nouns of the row may be added without asking
    # how it is added up and printed
    in_total = InTotal.ADDED
    pads = True  # "05": official papers write a small figure with two digits
    column_width = 14.0  # on the list of units, in Excel's units, for each of its columns
    takes_fractions = False  # a cell may hold a number that is not whole

    @property
    def usual_cells(self) -> tuple[Cell, ...]:
        """Return the columns of a row whose form says nothing of them."""
        return self.shapes[0]

    def ask(self, row: Indicator) -> list[Asked]:
        """Return what is said below a row's question."""
        return [("ask.example", {"example": row.example})] if row.example else []

    def none_of(self, row: Indicator) -> str:  # noqa: ARG002
        """Return the name of the button that says that there was nothing."""
        return self.none

    def buttons(self, row: Indicator, *, has_answer: bool) -> list[str]:
        """Return what may be tapped at the question, by the names of the buttons."""
        none = self.none_of(row)
        return ["keep", none] if has_answer else [none, "skip"]

    def read_value(self, row: Indicator, text: str) -> Spoken | None:  # noqa: ARG002
        """Return the value that words say as they stand, before anything else is looked for."""
        return None

    def said(self, row: Indicator, answer: Answer) -> str:  # noqa: ARG002
        """Return the words of a value that is kept in words, "" for figures."""
        return ""

    @abstractmethod
    def add(self, row: Indicator, answer: Answer) -> Figures:
        """Return what one unit's value adds to a total, by column; None where nothing is added."""

    def check(self, row: Indicator, answer: Answer) -> Iterator[Finding]:
        """Return what is odd about a stored value by itself."""
        yield from above_most(row, answer)
        if is_above_ceiling(row, answer):
            yield Finding("above_ceiling", row.code)

    def printed(self, row: Indicator, answer: Answer) -> Printed:
        """Return what stands in the quantity columns of the unit's own paper."""
        return stored_figures(row, answer)

    def note(self, row: Indicator, answer: Answer) -> str:
        """Return what a value says in Ghi chú besides its remark: the named shares of a figure."""
        return self.shares(row, answer)

    def shares(self, row: Indicator, answer: Answer) -> str:
        """Return the named shares of a figure: "TH Tân Lập 3 lớp, 96 người; MN Hoa Sen 0"."""
        return "; ".join(
            f"{part.name} {self.figures_in_words(row, part.figures)}" for part in answer.parts
        )

    def from_cells(self, row: Indicator, texts: Sequence[str]) -> str:
        """Return the row's quantity cells of a line as the words of one answer: where there are
        several, each bare number gets the noun of its column. Numbers of two cells never become one."""
        if len(row.cells) < 2:
            are_numbers = all(BARE_NUMBER.fullmatch(text) for text in texts if text)
            return (" | " if are_numbers else " ").join(filter(None, texts))
        measured = zip(map(row.measure, row.cells), texts, strict=False)
        return " ".join(_measured(measure, text) for measure, text in measured if text)

    def nouns(self, row: Indicator) -> Iterator[nouns.NamedNoun]:
        """Return the row's nouns by weight: the form's own stand before the general ones."""
        yield from nouns.nouns_of_form(row)
        yield from nouns.doubtful_nouns(row)
        yield from nouns.general_nouns(row)
        yield from nouns.sexes(row)

    def own_words(self, row: Indicator) -> list[str]:
        """Return the phrases that name the row itself; they are no remark about it."""
        said = [row.name, row.label, *row.words]
        for _, measure in nouns.measures(row):
            said += [measure.word, *measure.accepted]
        return said

    @abstractmethod
    def decide(self, row: Indicator, evidence: Evidence) -> Decision:
        """Return what the evidence comes to: figures, and why they are not certain."""

    def doubt_of(self, row: Indicator, answer: Answer) -> Spoken | None:  # noqa: ARG002
        """Return the question about figures that do not fit each other, wherever they come from."""
        return None

    def sample(self, row: Indicator) -> str:
        """Return an answer that the row would take, for examples."""
        said = zip((3, 45), map(row.measure, row.cells), strict=False)
        return self.example or " ".join(
            f"{number} {measure.word}" for number, measure in said if measure
        )

    def figures_in_words(self, row: Indicator, figures: Figures) -> str:
        """Return figures with their measures: "3 lớp, 45 người"."""
        said = []
        for cell, number in figures.items():
            if cell in row.cells:
                measure = row.measure(cell)
                said.append(f"{grouped(number)} {measure.word if measure else ''}".strip())
        return ", ".join(said)

    def echo(self, row: Indicator, answer: Answer) -> str:
        """Return a stored answer in words, without its code: "3 lớp, 45 người"."""
        if answer.state is AnswerState.VALUE:
            return self.figures_in_words(row, answer.figures)
        return echo_state(answer, self.none_of(row))


def _measured(measure: Measure | None, text: str) -> str:
    is_number = BARE_NUMBER.fullmatch(text) is not None
    return f"{text} {measure.word}" if measure is not None and is_number else text


def stored_figures(row: Indicator, answer: Answer) -> Figures:
    """Return the figures of the columns that the row has."""
    return {cell: number for cell, number in answer.figures.items() if cell in row.cells}


def above_most(row: Indicator, answer: Answer) -> Iterator[Finding]:
    """Yield a figure above what one unit can have by itself (a commune opens the week once)."""
    if row.at_most is not None and answer.counted > row.at_most:
        details = (("count", answer.count), ("most", row.at_most))
        yield Finding("above_own_maximum", row.code, details)


def is_above(measure: Measure | None, number: int) -> bool:
    """Return whether a number is above the ceiling of its measure."""
    ceiling = measure.ceiling if measure is not None else None
    return ceiling is not None and number > ceiling


def is_above_ceiling(row: Indicator, answer: Answer) -> bool:
    """Return whether a figure is larger than what one unit plausibly has."""
    figures = answer.figures
    return any(map(is_above, map(row.measure, figures), figures.values()))


def echo_state(answer: Answer, none: str = "none") -> str:
    """Return the words of an answer without figures, "" where it has some; `none` is how the row says that
    there was nothing: money is not held, so it is "không có"."""
    if answer.state is AnswerState.VALUE:
        return ""
    is_nil = answer.state is AnswerState.NIL
    return state_word(f"nil_{none}" if is_nil else answer.state.value)
