"""What the official form prints of an answer, the same on every sheet and when a file comes back."""

from __future__ import annotations

from bot.locale.say import say
from bot.model.answer import Answer, AnswerState, Part
from bot.model.form import Cell, Indicator, Kind
from bot.vietnamese.spell import grouped


def note_words(row: Indicator, answer: Answer | None) -> str:
    """What stands in Ghi chú: a text row's words, the words of a state that is no figure, the
    remark."""
    if answer is None:
        return ""
    if answer.state is AnswerState.VALUE:
        words = answer.text if row.kind is Kind.TEXT else shares(row, answer)
        parts = [words, answer.note]
    elif answer.state is AnswerState.NIL:
        parts = [answer.note or say("sheet.nil")]
    else:
        parts = [say(f"sheet.{answer.state.value}"), answer.note]
    return "; ".join(part for part in parts if part)


def shares(row: Indicator, answer: Answer) -> str:
    """The named shares of a figure: "TH Tân Lập 3 lớp, 96 người; MN Hoa Sen 0"."""
    return "; ".join(f"{part.name} {_share(row, part)}" for part in answer.parts)


def _share(row: Indicator, part: Part) -> str:
    cells = ((Cell.COUNT, part.count), (Cell.PEOPLE, part.people))
    said = []
    for cell, number in cells:
        measure = row.measure(cell)
        if number is not None and measure is not None:
            said.append(f"{grouped(number)} {measure.word}")
    return ", ".join(said)


def figures_printed(answer: Answer | None) -> tuple[int | None, int | None]:
    """What stands in the two quantity columns of the unit's own form."""
    if answer is None or answer.state in (AnswerState.NOT_APPLICABLE, AnswerState.PENDING):
        return None, None
    return answer.count, answer.people
