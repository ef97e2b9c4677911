"""What the buttons beside a row of the table store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.conversation.context import ReportContext
from bot.conversation.table_cells import read_row
from bot.conversation.wishes import as_given
from bot.model.answer import Answer, AnswerState, nil
from bot.model.form import Indicator

TABLE = "table"


def answer_of(
    act: str, desk: ReportContext, row: Indicator, typed: Mapping[str, str]
) -> Answer | None:
    """Return the answer that a button gives a row; None where it has nothing to give."""
    last_year, given = desk.last_year.get(row.code), desk.elsewhere.get(row.code)
    match act:
        case "confirm":
            stored = desk.submission.answers.get(row.code)
            return read_row(row, typed, stored, desk).proposal
        case "nil":
            return nil(row, source=TABLE)
        case "not_applicable":
            return Answer(AnswerState.NOT_APPLICABLE, source=TABLE)
        case "pending":
            return Answer(AnswerState.PENDING, source=TABLE)
        case "last_year" if last_year is not None and row.cells:
            return replace(last_year, note="", source=TABLE)
        case "given" if given is not None:
            return as_given(given)
    return None
