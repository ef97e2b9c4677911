"""What the official form prints of an answer, the same on every sheet and when a file comes back."""

from __future__ import annotations

from bot.locale.say import say
from bot.model.answer import Answer, AnswerState
from bot.model.form import Indicator
from bot.row_types import row_type
from bot.row_types.base import Printed

HELD = "none"  # how rows of activities say that there was nothing


def note_words(row: Indicator, answer: Answer | None) -> str:
    """Return what stands in Ghi chú: a text row's words, the words of a state that is no figure, the
    remark."""
    if answer is None:
        return ""
    if answer.state is AnswerState.VALUE:
        parts = [row_type(row).note(row, answer), answer.note]
    elif answer.state is AnswerState.NIL:
        parts = [answer.note or say("sheet.nil" if is_held(row) else "sheet.nil_nothing")]
    else:
        parts = [say(f"sheet.{answer.state.value}"), answer.note]
    return "; ".join(filter(None, parts))


def is_held(row: Indicator) -> bool:
    """Tell whether a row is of what is held: money and words are not, of them there are none ("không có")."""
    return row_type(row).none_of(row) == HELD


def figures_printed(row: Indicator, answer: Answer | None) -> Printed:
    """Return what stands in the quantity columns of the unit's own form."""
    if answer is None or answer.state in (AnswerState.NOT_APPLICABLE, AnswerState.PENDING):
        return {}
    return row_type(row).printed(row, answer)
