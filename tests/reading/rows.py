"""Rows to read answers for: those of the built-in form."""

from __future__ import annotations

from bot.forms.form_loader import load_builtin
from bot.model.answer import Answer
from bot.model.form import Cell, Indicator
from bot.reading import Ambiguous, Reading, Unclear, Understood, read_answer

FORM = load_builtin("phu-luc-ii-2022")
CLASSES = FORM.by_code["1.1"]  # lớp/người
EVENTS = FORM.by_code["6.1"]  # cuộc/người
NEWS = FORM.by_code["2"]  # tin, bài
PRINTS = FORM.by_code["3"]  # quyển/tờ
PERSONS = FORM.by_code["4.2"]  # one figure in the column "Người"
BOOKS = FORM.by_code["4.3"]
FAIRS = FORM.by_code["5.1"]
OPENING = FORM.by_code["7.1"]  # có/không
MONEY = FORM.by_code["10.1"]
OTHER = FORM.by_code["11"]  # free words


def figures(row: Indicator, text: str) -> tuple[int | None, int | None] | str:
    """The stored figures, or the reason why none are stored."""
    reading = read_answer(row, text)
    if isinstance(reading, Understood):
        return reading.answer.count, reading.answer.people
    return reading.reason


def understood(row: Indicator, text: str) -> Answer:
    """The answer that would be stored; fails where the text is not understood."""
    reading = read_answer(row, text)
    assert isinstance(reading, Understood), reading
    return reading.answer


def asked(row: Indicator, text: str) -> tuple[str, tuple[int | None, int | None]]:
    """The reason for asking back and the figures that may be offered."""
    reading: Reading = read_answer(row, text)
    assert isinstance(reading, Ambiguous), reading
    known = reading.candidates[0].figures if reading.candidates else dict(reading.proposed)
    return reading.reason, (known.get(Cell.COUNT), known.get(Cell.PEOPLE))


def refused(row: Indicator, text: str) -> str:
    """Why the text is no answer to the row."""
    reading = read_answer(row, text)
    assert isinstance(reading, Unclear), reading
    return reading.reason
