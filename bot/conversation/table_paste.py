"""What is pasted into a cell: a column, or a whole table of the form, read into cells.

Nothing is stored by reading: the page shows what would change, and its person decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.conversation.context import ReportContext
from bot.conversation.table_cells import NOTE, cells_of, stored_text
from bot.locale.clarifications import ask_back, lost
from bot.model.answer import Answer, AnswerState
from bot.model.form import FIRST_CELLS, Form, Indicator
from bot.reading import Understood
from bot.reading.report import read_many
from bot.vietnamese.words import state_word

WORDS = re.compile(r"[^\W\d_]{3,}")  # a label, and no figure with its unit
MOST_LINES = 500


@dataclass(frozen=True, slots=True)
class Pasted:
    """Cell names (`1.1:count`) with the texts for them, and what was not understood."""

    texts: Mapping[str, str]
    doubts: tuple[str, ...] = ()


def read_pasted(desk: ReportContext, text: str, start: str) -> Pasted:
    """Return what a pasted text says, `start` being the cell it was pasted into."""
    lines = text.replace("\r\n", "\n").rstrip("\n").split("\n")[:MOST_LINES]
    grid = [list(map(str.strip, line.split("\t"))) for line in lines]
    if _has_labels(grid):
        return _by_label(desk, text)
    return Pasted(_by_place(desk.the_form, grid, start))


def _has_labels(grid: Sequence[Sequence[str]]) -> bool:
    """Return whether the lines say which rows they are: with words in their first two columns."""
    wide = [line for line in grid if len(line) > 1]
    labelled = sum(any(len(WORDS.findall(cell)) > 1 for cell in line[:2]) for line in wide)
    return bool(wide) and 2 * labelled >= len(wide)


def _by_label(desk: ReportContext, text: str) -> Pasted:
    many = read_many(desk.the_form, text, places=desk.places)
    texts: dict[str, str] = {}
    doubts: list[str] = []
    for row_read in many.rows:
        if not isinstance(row_read.reading, Understood):
            doubts.append(f"{row_read.row.code}: {ask_back(row_read.row, row_read.reading)}")
            continue
        answer = row_read.reading.answer
        texts.update(_cells(row_read.row, answer))
    doubts += [lost(desk.the_form, piece[:120]) for piece in many.not_understood]
    return Pasted(texts, tuple(doubts))


def _cells(row: Indicator, answer: Answer) -> dict[str, str]:
    """Return an answer as the texts of its row's cells; a state without figures as its word."""
    cells = cells_of(row)
    if answer.state is not AnswerState.VALUE:
        return {f"{row.code}:{cells[0]}": state_word(answer.state.value)}
    said = {cell: stored_text(row, answer, cell) for cell in cells}
    return {f"{row.code}:{cell}": text for cell, text in said.items() if text or cell != NOTE}


def _by_place(form: Form, grid: Sequence[Sequence[str]], start: str) -> dict[str, str]:
    """Return figures without labels row by row from the cell they were pasted into. As many lines
    as the form has printed rows from there on are taken for those, headings included."""
    code, _, first = start.rpartition(":")
    if code not in form.places:
        return {}
    printed = form.rows[form.rows.index(form.by_code[code]) :]
    rows: Sequence[Indicator] = form.questions[form.places[code] - 1 :]
    if len(grid) == len(printed):
        rows = printed
    texts: dict[str, str] = {}
    for row, line in zip(rows, grid, strict=False):
        if row.code in form.places:
            texts.update(_line(row, line, first))
    return texts


def _line(row: Indicator, line: Sequence[str], first: str) -> dict[str, str]:
    """Return one line's figures by the cells of its row."""
    columns = [*map(str, dict.fromkeys((*FIRST_CELLS, *row.cells)))]
    if first in columns:
        columns = columns[columns.index(first) :]
    said = {name: text for name, text in zip(columns, line, strict=False) if text}
    cells = [cell for cell in cells_of(row) if cell != NOTE]
    if len(cells) == len(said) == 1:
        said = dict(zip(cells, said.values(), strict=True))
    return {f"{row.code}:{cell}": said[cell] for cell in cells if cell in said}
