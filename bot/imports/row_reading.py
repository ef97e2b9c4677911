"""What the cells of one row say, with the same reading as in chat.

Two columns become one answer; words in Ghi chú such as "không thuộc diện" are the row's state. What
is not certain is a doubt with its reason, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.imports.grid import Odd, Value, shown
from bot.imports.money_scale import SCALES, is_same_unit, names_scale, scale_of
from bot.locale.say import say
from bot.model.answer import Answer, AnswerState, nil
from bot.model.filled_form import SOURCE, tidy
from bot.model.form import FIRST_CELLS, Cell, Indicator, Measure
from bot.reading import Ambiguous, Doubt, Understood, read_answer
from bot.reading.outcome import words_for_no_figure
from bot.row_types import keeps_words, row_type, takes_words
from bot.vietnamese.normalise import unaccented

Figures = Mapping[Cell, Value]  # what the quantity cells hold, by column
PLAIN_NUMBER = re.compile(r"[0-9][0-9., ]*")
UNSURE = frozenset(  # what chat asks about words behind a certain figure
    {
        Doubt.PLANNED,
        Doubt.CANCELLED,
        Doubt.OTHER_TIME,
        Doubt.OTHER_BODY,
        Doubt.CORRECTION,
        Doubt.APPROXIMATE,
        Doubt.LESS,
        Doubt.MORE,
        Doubt.COLLECTING,
        Doubt.NOT_YET,
        Doubt.LIMIT,
    }
)
NO_REMARK = frozenset({"khong", "ko", "khong co", "ko co", "khong co gi", "-", "–", "—", "/"})


@dataclass(frozen=True, slots=True)
class CellReading:
    """`answer` where the cells are certain (None with no `doubt` for an empty row)."""

    answer: Answer | None = None
    doubt: str = ""
    details: tuple[tuple[str, str], ...] = ()
    check: str = ""


def read_measured(
    row: Indicator, figures: Figures, remark: Value, unit: str, scale_line: str
) -> CellReading:
    """Read one row whose cell "Đơn vị" says `unit` ("" for nothing), in a file with `scale_line`
    about money ("" for none): converted where the words are clear, else a doubt."""
    if all(value is None for value in figures.values()):
        return read_row(row, figures, remark)
    count = figures.get(Cell.COUNT)
    if not is_same_unit(row, unit):
        scale = scale_of(unit) if row_type(row).counts_money else None
        if scale is None:
            return CellReading(doubt="unit_cell", details=(("word", unit),))
        reading = read_row(row, {**figures, Cell.COUNT: _scaled(count, scale)}, remark)
        return replace(reading, check=reading.check or "converted")
    if row_type(row).counts_money:
        if names_scale(shown(remark)):
            return CellReading(doubt="unit_note", details=(("word", tidy(shown(remark))[:80]),))
        if scale_line and isinstance(count, int | float):
            return CellReading(doubt="unit_line", details=(("word", scale_line),))
    return read_row(row, figures, remark)


def _scaled(value: Value, scale: int) -> Value:
    """Return an amount in đồng; words stay words, with the unit behind them."""
    if isinstance(value, int | float):
        amount = round(Decimal(repr(value)) * scale, 3)
        return int(amount) if amount == int(amount) else float(amount)
    if isinstance(value, str) and PLAIN_NUMBER.fullmatch(value.strip()):
        return f"{value.strip()} {SCALES[scale]}" if scale in SCALES else Odd("unit_cell", value)
    return value


def read_row(row: Indicator, figures: Figures, remark: Value) -> CellReading:
    """Read the quantity cells, by column, and Ghi chú of one row."""
    figures = {cell: _own_value(row, value) for cell, value in figures.items()}
    for value in (*figures.values(), remark):
        if isinstance(value, Odd):
            return CellReading(doubt=value.reason, details=(("word", value.text),))
    note = shown(remark).strip()
    present = [value for value in figures.values() if value is not None]
    if takes_words(row):
        return _words(row, (*(shown(value).strip() for value in present), note))
    if not present:
        return _note_alone(row, note)
    if keeps_words(row):
        return _figures(row, shown(present[0]).strip(), note)
    phrase, doubt = _phrase(row, figures)
    return CellReading(doubt=doubt) if doubt else _figures(row, phrase, note)


def _own_value(row: Indicator, value: Value) -> Value:
    """Return a cell that a workbook keeps as a percentage or a day, as its words where the row wants one."""
    if isinstance(value, Odd) and value.reason in row_type(row).odd_cells:
        return value.text
    return value


def _words(row: Indicator, texts: Sequence[str]) -> CellReading:
    """Return a text row: people write its words in Ghi chú or over the quantity cells."""
    text = "\n".join(dict.fromkeys(filter(None, texts)))
    return _read(row, text) if text else CellReading()


def _note_alone(row: Indicator, note: str) -> CellReading:
    """Return no figure: the words may be a state of their own, but they are never taken for figures."""
    if not note:
        return CellReading()
    state = _state(row, note)
    return CellReading(state) if state is not None else CellReading(doubt="note_only")


def _figures(row: Indicator, phrase: str, note: str) -> CellReading:
    """Return figures together with the words beside them."""
    reading = _read(row, phrase)
    found = reading.answer
    if found is None or not note:
        return reading
    state = _state(row, note)
    if found.is_above_zero:
        return _doubt_of_note(row, phrase, note, found) or _with_note(reading, found, note, state)
    if state is None:
        return _with_note(reading, found, note, None)
    agrees = found.state in (AnswerState.VALUE, state.state)
    if not agrees or (phrase and state.state is not AnswerState.NIL):
        return CellReading(doubt="contradiction")
    return CellReading(state)


def _with_note(
    reading: CellReading, found: Answer, note: str, state: Answer | None
) -> CellReading:
    """Return figures with a remark beside them, which may say that there is none; one that says that
    nothing happened contradicts them."""
    if found.is_above_zero and _is_no_remark(note):
        return reading
    if state is not None:
        return CellReading(doubt="contradiction")
    merged = "; ".join(dict.fromkeys(filter(None, (found.note, note))))
    return replace(reading, answer=replace(found, note=merged))


def _doubt_of_note(row: Indicator, phrase: str, note: str, found: Answer) -> CellReading | None:
    """Return the question that chat would ask about these figures with these words behind them: that they
    are planned, rounded, not all, or not theirs."""
    reading = read_answer(row, f"{phrase}, {note}")
    if not isinstance(reading, Ambiguous) or reading.reason not in UNSURE:
        return None
    offered = [candidate.figures for candidate in reading.candidates]
    if reading.reason.offers and found.figures not in offered:
        return None
    return CellReading(doubt=reading.reason, details=reading.details)


def _read(row: Indicator, text: str) -> CellReading:
    reading = read_answer(row, text)
    if isinstance(reading, Understood):
        return CellReading(replace(reading.answer, source=SOURCE), check=reading.check)
    return CellReading(doubt=reading.reason, details=reading.details)


def _is_no_remark(note: str) -> bool:
    """Return words that say only that there is no remark."""
    return tidy(unaccented(note)).strip(" .!") in NO_REMARK


def _state(row: Indicator, note: str) -> Answer | None:
    """Return the state that words in Ghi chú stand for: those we print, and those people write."""
    first, _, rest = tidy(note).partition("; ")
    for state in (AnswerState.NOT_APPLICABLE, AnswerState.PENDING):
        if first.lower() == say(f"sheet.{state.value}").lower():
            return Answer(state, note=rest, source=SOURCE)
    if tidy(note).lower() == say("sheet.nil").lower():
        return nil(row, source=SOURCE)
    said = words_for_no_figure(read_answer(row, note))
    return replace(said, source=SOURCE) if said is not None else None


# -- two cells, one phrase ------------------------------------------------------------------------


def _phrase(row: Indicator, figures: Figures) -> tuple[str, str]:
    """Return what the quantity cells say as one phrase, or the reason why they cannot be joined."""
    if row.columns:
        return _in_columns(row, figures)
    count, people = map(figures.get, FIRST_CELLS)
    if Cell.COUNT in row.cells and Cell.PEOPLE in row.cells:
        number, doubt = _part(row, count, row.count)
        two, other_doubt = _part(row, people, row.people)
        if doubt or other_doubt:
            return "", doubt or other_doubt
        return _joined(row, number, two)
    return _single(row, count, people)


def _in_columns(row: Indicator, figures: Figures) -> tuple[str, str]:
    """Return every declared column's cell behind its name; "-" beside figures is 0."""
    present = {cell: value for cell, value in figures.items() if value is not None}
    if present.keys() - set(row.cells):
        return "", "wrong_column"
    parts = {cell: _part(row, value, None) for cell, value in present.items()}
    if doubt := next(filter(None, (doubt for _, doubt in parts.values())), ""):
        return "", doubt
    said = {cell: text for cell, (text, _) in parts.items()}
    counted = {cell: _zero_if_silent(row, text) for cell, text in said.items()}
    if set(counted.values()) == {"0"} and "0" not in said.values():
        return next(iter(said.values())), ""
    return row_type(row).from_cells(row, [counted.get(cell, "") for cell in row.cells]), ""


def _zero_if_silent(row: Indicator, text: str) -> str:
    """Return "0" for a cell that says that there was nothing."""
    return "0" if _silence(row, text) is AnswerState.NIL else text


def _part(row: Indicator, value: Value, measure: Measure | None) -> tuple[str, str]:
    """Return one cell's words; a bare number gets the unit of its column."""
    if value is None:
        return "", ""
    if unfit := _unfit(row, value):
        return "", unfit
    text = shown(value).strip()
    bare = measure is not None and PLAIN_NUMBER.fullmatch(text)
    return (f"{text} {measure.word}" if bare and measure else text), ""


def _unfit(row: Indicator, value: Value) -> str:
    """Return why a number cannot be the row's figure; "" where it can, or is none."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return ""
    if value < 0:
        return "negative"
    return "decimal" if value != int(value) and not row_type(row).takes_fractions else ""


def _joined(row: Indicator, first: str, two: str) -> tuple[str, str]:
    if not first or not two:
        return first or two, ""
    silence, other_silence = _silence(row, first), _silence(row, two)
    if silence is not None and silence == other_silence:
        return first, ""
    if silence is not None:
        return _silent_beside(silence, first, two)
    if other_silence is not None:
        return _silent_beside(other_silence, two, first)
    for text, other, cell in ((first, two, Cell.PEOPLE), (two, first, Cell.COUNT)):
        both = _pair(row, text)
        if both is not None:
            agree = _figure(row, other, cell) == both[cell]
            return (text, "") if agree else ("", "cells_differ")
    return f"{first}, {two}", ""


def _silent_beside(silence: AnswerState, text: str, other: str) -> tuple[str, str]:
    """Return words without a figure beside another cell: "không" goes with 0 alone."""
    agree = silence is AnswerState.NIL and _is_zero(other)
    return (text, "") if agree else ("", "contradiction")


def _silence(row: Indicator, text: str) -> AnswerState | None:
    """Return the state of words without a figure."""
    said = words_for_no_figure(read_answer(row, text))
    return said.state if said is not None else None


def _is_zero(text: str) -> bool:
    return text.split(" ")[0].strip("0") == ""


def _pair(row: Indicator, text: str) -> dict[Cell, int | None] | None:
    """Return both figures where one cell holds them."""
    reading = read_answer(row, text)
    if not isinstance(reading, Understood) or not reading.answer.is_above_zero:
        return None
    return {Cell.COUNT: reading.answer.count, Cell.PEOPLE: reading.answer.people}


def _figure(row: Indicator, text: str, cell: Cell) -> int | None:
    """Return a cell's own figure, where it says no more than that."""
    reading = read_answer(replace(row, kind="count", cells=(cell,)), text)
    if not isinstance(reading, Understood):
        return None
    return reading.answer.people if cell == Cell.PEOPLE else reading.answer.count


def _single(row: Indicator, count: Value, people: Value) -> tuple[str, str]:
    """Return a row with one figure. The paper does not say which column persons belong in, so for those
    either will do; any other figure must stand in its own column."""
    persons = row.cells == (Cell.PEOPLE,)
    own, other = (people, count) if persons else (count, people)
    if own is None:
        if persons or _silence(row, shown(other)) is not None:
            own, other = other, None
        else:
            return "", "wrong_column"
    text, doubt = _part(row, own, None)
    if doubt or other is None:
        return text, doubt
    rest = shown(other).strip()
    if _is_zero(rest) or _silence(row, rest) is not None:
        return text, ""
    return (text, "") if persons and rest == text else ("", "two_numbers")
