"""The kinds of row. Each class owns what depends on it; the program knows a kind only by this list."""

from __future__ import annotations

from collections.abc import Iterable

from bot.model.answer import Answer, AnswerState, nil
from bot.model.form import TOTAL, Indicator
from bot.row_types.base import RowType
from bot.row_types.choice import ChoiceType
from bot.row_types.columns import ColumnsType
from bot.row_types.count import CountType
from bot.row_types.date import DateType
from bot.row_types.money import MoneyType
from bot.row_types.pair import PairType
from bot.row_types.percent import PercentType
from bot.row_types.text import TextType
from bot.row_types.total import ColumnsTotalType, HeaderType, PairTotalType, TotalType
from bot.row_types.yes_no import YesNoType
from bot.vietnamese.words import state_word

ROW_TYPES: dict[str, RowType] = {
    kind.name: kind
    for kind in (
        PairType(),
        CountType(),
        MoneyType(),
        ColumnsType(),
        YesNoType(),
        TextType(),
        PercentType(),
        ChoiceType(),
        DateType(),
        TotalType(),
        HeaderType(),
    )
}
ASKED = tuple(name for name, kind in ROW_TYPES.items() if kind.is_asked)
_PAIR_TOTAL, _COLUMNS_TOTAL = PairTotalType(), ColumnsTotalType()


def row_type(row: Indicator) -> RowType:
    """Return the type of a row."""
    if row.kind != TOTAL:
        return ROW_TYPES[row.kind]
    if row.columns:
        return _COLUMNS_TOTAL
    return _PAIR_TOTAL if len(row.cells) == 2 else ROW_TYPES[TOTAL]


def takes_words(row: Indicator) -> bool:
    """Return whether a row is answered in free words."""
    return row_type(row).in_words


def keeps_words(row: Indicator) -> bool:
    """Return whether a row's value is kept in words, free or not, and fills no figure."""
    return row.is_leaf and not row.cells


def echo_nothing(rows: Iterable[Indicator]) -> str:
    """Return how rows say together that there was nothing: "không có" where all of them do, else "không tổ
    chức"."""
    said = {echo_answer(row, nil(row)) for row in rows}
    return said.pop() if len(said) == 1 else state_word(AnswerState.NIL.value)


def echo_answer(row: Indicator, answer: Answer) -> str:
    """Return a stored answer in words, without its code: "3 lớp, 45 người", "không tổ chức"."""
    return row_type(row).echo(row, answer)
