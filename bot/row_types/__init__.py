"""The kinds of row: each class owns its nouns, its bounds, how it decides and how it is echoed."""

from __future__ import annotations

from bot.model.answer import Answer
from bot.model.form import Indicator, Kind
from bot.row_types.base import RowType
from bot.row_types.count import CountType
from bot.row_types.money import MoneyType
from bot.row_types.pair import PairType
from bot.row_types.text import TextType
from bot.row_types.total import total_type
from bot.row_types.yes_no import YesNoType

ROW_TYPES: dict[Kind, RowType] = {
    Kind.PAIR: PairType(),
    Kind.COUNT: CountType(),
    Kind.MONEY: MoneyType(),
    Kind.YES_NO: YesNoType(),
    Kind.TEXT: TextType(),
}


def row_type(row: Indicator) -> RowType | None:
    """Return the type of a row; a header without a figure has none."""
    return total_type(row) if row.kind is Kind.TOTAL else ROW_TYPES.get(row.kind)


def echo_answer(row: Indicator, answer: Answer) -> str:
    """Return a stored answer in words, without its code: "3 lớp, 45 người", "không tổ chức"."""
    kind = row_type(row)
    return kind.echo(row, answer) if kind else ""
