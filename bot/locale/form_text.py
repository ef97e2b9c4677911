"""What the official form prints of an answer, the same on every sheet and when a file comes back."""

from __future__ import annotations

from bot.locale.say import say
from bot.model.answer import Answer, AnswerState
from bot.model.form import Indicator, Kind


def note_words(row: Indicator, answer: Answer | None) -> str:
    """What stands in Ghi chú: a text row's words, the words of a state that is no figure, the
    remark."""
    if answer is None:
        return ""
    if answer.state is AnswerState.VALUE:
        parts = [answer.text, answer.note] if row.kind is Kind.TEXT else [answer.note]
    elif answer.state is AnswerState.NIL:
        parts = [answer.note or say("sheet.nil")]
    else:
        parts = [say(f"sheet.{answer.state.value}"), answer.note]
    return "; ".join(part for part in parts if part)


def figures_printed(answer: Answer | None) -> tuple[int | None, int | None]:
    """What stands in the two quantity columns of the unit's own form."""
    if answer is None or answer.state in (AnswerState.NOT_APPLICABLE, AnswerState.PENDING):
        return None, None
    return answer.count, answer.people
