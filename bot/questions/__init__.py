"""The families of questions, and the two functions the rest of the program uses.

An answer is read for the row that was asked; a line of a longer report is cut into code and rest
first, and the rest read by the same functions.
"""

from __future__ import annotations

from bot.model.answer import Answer
from bot.model.form import Cell, Indicator, Kind
from bot.questions.base import QuestionType, Reading, Unclear
from bot.questions.count import CountType
from bot.questions.money import MoneyType
from bot.questions.narrative import NarrativeType
from bot.questions.pair import PairType
from bot.questions.yes_no import YesNoType

QUESTION_TYPES: dict[Kind, QuestionType] = {
    Kind.PAIR: PairType(),
    Kind.COUNT: CountType(),
    Kind.MONEY: MoneyType(),
    Kind.YES_NO: YesNoType(),
    Kind.TEXT: NarrativeType(),
}


def question_type(row: Indicator) -> QuestionType | None:
    """The family of a row; a stated total reads like the rows below it, a header has none."""
    if row.kind is Kind.TOTAL:
        both = Cell.COUNT in row.cells and Cell.PEOPLE in row.cells
        return QUESTION_TYPES[Kind.PAIR if both else Kind.COUNT]
    return QUESTION_TYPES.get(row.kind)


def read_answer(row: Indicator, text: str) -> Reading:
    """Read a person's words as the answer to a row; never raises, linear in the text's length."""
    family = question_type(row)
    return family.read(row, text) if family else Unclear("not_asked")


def echo_answer(row: Indicator, answer: Answer) -> str:
    """A stored answer in words, without its code: "3 lớp, 45 người", "không tổ chức"."""
    family = question_type(row)
    return family.echo(row, answer) if family else ""
