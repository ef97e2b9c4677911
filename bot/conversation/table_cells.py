"""What the cells of one row of the table come to: read by the same reader as the chat.

A row is read as a whole: the cells that were typed, together with those that are stored. Nothing is
guessed: what is not certain is a doubt, with a proposal where one press may store it.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.conversation import prompts
from bot.conversation.context import ReportContext
from bot.conversation.unusual_figures import is_far_from_last_year
from bot.locale.clarifications import doubt_sentence, proposal_sentence, unused_sentence
from bot.locale.say import say
from bot.model.answer import Answer, AnswerState, note_of, value_of, values
from bot.model.form import Cell, Indicator
from bot.model.optional import sure
from bot.reading import Ambiguous, Doubt, Reading, Understood, read_answer
from bot.reading.outcome import words_for_no_figure
from bot.row_types import row_type, takes_words
from bot.row_types.column_reader import with_nothing_inside
from bot.row_types.columns import ColumnsType
from bot.vietnamese.spell import grouped

TEXT, NOTE = "text", "note"
COLUMNS = ColumnsType()
MISSING = {Cell.COUNT: Doubt.MISSING_COUNT, Cell.PEOPLE: Doubt.MISSING_PEOPLE}
Typed = Mapping[str, str]
"""Cell name to the text that stands in it and is not stored ("" for one that was emptied)."""


@dataclass(frozen=True, slots=True)
class RowReading:
    """`answer` may be stored; else `doubt` says why not, and `proposal` is what one press stores.
    `told` are numbers that were typed and not used. An empty reading is an empty row."""

    answer: Answer | None = None
    doubt: str = ""
    proposal: Answer | None = None
    told: str = ""


def cells_of(row: Indicator) -> tuple[str, ...]:
    """Return the names of a row's cells in printed order, its remark last."""
    if not row.cells:
        return (TEXT,)
    return (*row.cells, NOTE)


def stored_text(row: Indicator, answer: Answer | None, cell: str) -> str:
    """Return what a cell shows of a stored answer: numbers with dots, 0 where nothing happened."""
    if answer is None:
        return ""
    if cell == NOTE:
        return answer.note
    if cell == TEXT:
        return row_type(row).said(row, answer)
    number = answer.figure(Cell(cell))
    return "" if number is None else grouped(number)


def mark(answer: Answer | None) -> str:
    """Return what tells one stored answer from another, "" for none."""
    return "" if answer is None else f"{zlib.crc32(repr(answer).encode()):08x}"


@dataclass(frozen=True)
class CellSaid:
    """The number of one cell, None for none, with a doubt about it and a word that it was read otherwise
    than it was typed."""

    number: int | None
    doubt: str = ""
    told: str = ""


def read_row(
    row: Indicator,
    typed: Typed,
    stored: Answer | None,
    desk: ReportContext | None = None,
) -> RowReading:
    """Return what the typed cells of a row come to, over what is stored of it; with the report what is far
    from last year's is doubted."""
    figures = {cell: text.strip() for cell, text in typed.items() if cell != NOTE}
    if not figures:
        return _noted(RowReading(stored), typed, stored)
    if not any(figures.values()) and not _others_stored(row, figures, stored):
        return RowReading()
    several = len(row.cells) > 1 or bool(row.columns)
    found = _read_pair(row, figures, stored) if several else _read_single(row, figures)
    doubt = _far_from_last_year(desk, row, found.answer, stored)
    return _noted(
        RowReading(doubt=doubt, proposal=found.answer) if doubt else found, typed, stored
    )


def _far_from_last_year(
    desk: ReportContext | None, row: Indicator, answer: Answer | None, stored: Answer | None
) -> str:
    """Return the doubt about a figure that is far from last year's, "" for any other and for the stored."""
    if desk is None or answer is None or answer.same_figures(stored):
        return ""
    if not is_far_from_last_year(desk, row, answer):
        return ""
    last = prompts.figures(row, desk.last_year[row.code])
    return say("confirm.tenfold", line=prompts.echo(row, answer), last=last)


def _others_stored(row: Indicator, figures: Typed, stored: Answer | None) -> bool:
    """Tell whether a number of another cell stays when these are emptied."""
    return value_of(stored) is not None and any(cell not in figures for cell in row.cells)


def _noted(found: RowReading, typed: Typed, stored: Answer | None) -> RowReading:
    """Keep the remark: the one that was typed, else the reader's own, else the stored one."""
    note = typed.get(NOTE)
    if found.answer is None and found.proposal is None:
        waits = note and not found.doubt
        return replace(found, doubt=say("table.note_waits")) if waits else found

    def with_note(answer: Answer | None) -> Answer | None:
        if answer is None:
            return None
        kept = answer.note or note_of(stored)
        return replace(answer, note=kept if note is None else note.strip(), source="table")

    return replace(found, answer=with_note(found.answer), proposal=with_note(found.proposal))


def _read_single(row: Indicator, figures: Typed) -> RowReading:
    """Read a row of one cell; free words are kept as they are."""
    text = next(iter(figures.values()))
    reading = read_answer(row, text)
    if takes_words(row) and not _is_state(reading):
        return RowReading(Answer(AnswerState.VALUE, text=text))
    return _as_row_reading(row, reading)


def _as_row_reading(row: Indicator, reading: Reading) -> RowReading:
    match reading:
        case Understood(answer=answer, unused=unused):
            return RowReading(answer, told=unused_sentence(unused))
        case Ambiguous(candidates=(first, *_)):
            return RowReading(doubt=doubt_sentence(row, reading), proposal=first)
        case _:
            return RowReading(doubt=doubt_sentence(row, reading))


def _is_state(reading: Reading) -> bool:
    """Tell whether words without figures were understood ("không", "chưa có số liệu")."""
    return words_for_no_figure(reading) is not None


def _read_pair(row: Indicator, figures: Typed, stored: Answer | None) -> RowReading:
    whole = _said_whole(row, figures)
    if whole is not None:
        return whole
    said = {cell: _cell_said(row, cell, figures, stored) for cell in row.cells}
    numbers = {cell: each.number for cell, each in said.items() if each.number is not None}
    doubts = list(filter(None, (each.doubt for each in said.values())))
    told = filter(None, (each.told for each in said.values()))
    if row.columns:
        numbers = with_nothing_inside(row, numbers)
    elif numbers.get(Cell.COUNT) == 0:
        numbers.setdefault(Cell.PEOPLE, 0)  # nothing was held, so nobody came
    found = _put_together(row, numbers, doubts, " ".join(dict.fromkeys(told)))
    answer = found.answer
    if answer is None or (stored is not None and answer.figures == stored.figures):
        return found
    odd = row_type(row).doubt_of(row, answer)
    if odd is None:
        return found
    reading = Ambiguous(sure(odd.doubt), odd.details, (answer,))
    return RowReading(doubt=doubt_sentence(row, reading), proposal=answer)


def _cell_said(row: Indicator, cell: Cell, figures: Typed, stored: Answer | None) -> CellSaid:
    """Return what one cell of a row of several comes to: as it was typed, or else as it is stored."""
    if cell not in figures:
        return CellSaid(stored_number(stored, cell))
    if not figures[cell]:
        return CellSaid(None)
    own = one_cell(row, cell)
    reading = read_answer(own, figures[cell])
    found = _as_row_reading(own, reading)
    doubt = found.doubt
    if isinstance(reading, Ambiguous):  # what the whole row would be is proposed once, below
        doubt = doubt_sentence(own, replace(reading, candidates=(), proposed=()))
    return CellSaid(lone_number(found.answer or found.proposal), doubt, found.told)


def _put_together(
    row: Indicator, numbers: Mapping[Cell, int], doubts: list[str], told: str
) -> RowReading:
    """Return the answer of both numbers, or why there is none yet."""
    missing = [cell for cell in row.cells if cell not in numbers]
    answer = None if missing else values(row, numbers)
    if doubts:
        asked = [*dict.fromkeys(doubts)]
        if answer is not None:
            asked.append(proposal_sentence(row, answer))
        return RowReading(doubt=" ".join(asked), proposal=answer)
    if answer is None:
        return RowReading(doubt=doubt_sentence(row, _half(row, numbers, missing)))
    return RowReading(answer, told=told)


def _half(row: Indicator, numbers: Mapping[Cell, int], missing: Sequence[Cell]) -> Ambiguous:
    """Return the question about the numbers that are missing beside those that are known."""
    known = tuple(numbers.items())
    if not row.columns:
        return Ambiguous(MISSING[missing[0]], proposed=known)
    words = ", ".join(each.measure.word for each in row.columns if each.key in missing)
    return Ambiguous(Doubt.MISSING_FIGURES, (("word", words),), proposed=known)


def lone_number(answer: Answer | None) -> int | None:
    """Return the only number of an answer; 0 where it says that there was nothing."""
    if answer is None or answer.state not in (AnswerState.VALUE, AnswerState.NIL):
        return None
    return next(iter(answer.figures.values()), None)


def _said_whole(row: Indicator, figures: Typed) -> RowReading | None:
    """Return what one cell says of the whole row: "3 lớp 45 người", "không"; None where none
    does. Figures beside a "không" contradict it."""
    said = {cell: text for cell, text in figures.items() if text}
    for cell, text in said.items():
        reading = read_answer(row, text)
        if not isinstance(reading, Understood) or not _is_of_the_row(row, text, reading):
            continue
        others = [other for name, other in said.items() if name != cell]
        if all(_agrees(row, reading.answer, other) for other in others):
            return _as_row_reading(row, reading)
        return RowReading(doubt=doubt_sentence(row, Ambiguous(Doubt.CONTRADICTION)))
    return None


def _is_of_the_row(row: Indicator, text: str, reading: Understood) -> bool:
    """Tell whether words in one cell speak of the whole row; a "không" among several columns is of that
    column only."""
    is_of_a_column = bool(row.columns) and reading.answer.state is AnswerState.NIL
    return not is_bare_number(text) and not is_of_a_column


def _agrees(row: Indicator, answer: Answer, text: str) -> bool:
    """Tell whether the text of another cell says the same as a whole row."""
    if is_bare_number(text):
        return text.strip(" .") == "0" and answer.state is AnswerState.NIL
    reading = read_answer(row, text)
    return isinstance(reading, Understood) and reading.answer.same_figures(answer)


def is_bare_number(text: str) -> bool:
    """Tell whether a text is digits and dots alone, as a number is shown."""
    return text.replace(".", "").strip().isdigit()


def stored_number(answer: Answer | None, cell: Cell) -> int | None:
    """Return the number that an answer has for a cell; None where it has no figures."""
    value = value_of(answer)
    return value.figure(cell) if value is not None else None


def one_cell(row: Indicator, cell: Cell) -> Indicator:
    """Return the row as a question for one of its numbers."""
    if row.columns:
        return COLUMNS.one_column(row, cell)
    if len(row.cells) < 2:
        return row
    measure = row.measure(cell)
    return replace(
        row,
        kind="count",
        cells=(cell,),
        example=f"20 {measure.word}" if measure is not None else row.example,
        count=measure if cell == Cell.COUNT else None,
        people=measure if cell == Cell.PEOPLE else None,
    )
