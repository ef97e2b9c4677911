"""What is pasted into a cell: a column, or a whole table of the form, read into cells.

Nothing is stored by reading: the page shows what would change, and its person decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from bot.conversation.context import ReportContext
from bot.conversation.table_cells import NOTE, cells_of, stored_text
from bot.locale.clarifications import ask_back, lost
from bot.locale.say import say
from bot.model.answer import Answer, AnswerState
from bot.model.form import FIRST_CELLS, Form, Indicator
from bot.reading import Understood
from bot.reading.report import read_many
from bot.vietnamese.sheet_cells import cut_into_cells
from bot.vietnamese.words import state_word

WORDS = re.compile(r"[^\W\d_]{3,}")  # a label, and no figure with its unit
LONGEST_TOLD = 120  # characters
Grid = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Pasted:
    """Cell names (`1.1:count`) with the texts for them, and what was not understood."""

    texts: Mapping[str, str]
    doubts: tuple[str, ...] = ()


def read_pasted(desk: ReportContext, text: str, start: str) -> Pasted:
    """Return what a pasted text says, `start` being the cell it was pasted into."""
    grid = _grid(text)
    if _has_labels(grid):
        return _by_label(desk, "\n".join(map("\t".join, grid)))
    return _by_place(desk.the_form, grid, start)


def _grid(text: str) -> Grid:
    """Return the cells of a text as sheets copy them; the lines of a cell become one."""
    return [[" ".join(cell.split()) for cell in line] for _, line in cut_into_cells(text)]


def _has_labels(grid: Grid) -> bool:
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
    doubts += [lost(desk.the_form, piece[:LONGEST_TOLD]) for piece in many.not_understood]
    return Pasted(texts, tuple(doubts))


def _cells(row: Indicator, answer: Answer) -> dict[str, str]:
    """Return an answer as the texts of its row's cells; a state without figures as its word."""
    cells = cells_of(row)
    if answer.state is not AnswerState.VALUE:
        return {f"{row.code}:{cells[0]}": state_word(answer.state.value)}
    said = {cell: stored_text(row, answer, cell) for cell in cells}
    return {f"{row.code}:{cell}": text for cell, text in said.items() if text or cell != NOTE}


def _by_place(form: Form, grid: Grid, start: str) -> Pasted:
    """Return figures without labels line by line from the cell they were pasted into. Lines of a sheet stand
    beside printed rows, headings included; what could be questions alone is asked about."""
    code, _, first = start.rpartition(":")
    if code not in form.places:
        return Pasted({})
    printed = form.rows[form.rows.index(form.by_code[code]) :]
    laid = list(zip(printed, grid, strict=False))
    heads = [line for row, line in laid if row.code not in form.places]
    if any(map(any, heads)) and not _is_whole(form, grid, printed):
        return Pasted({}, (say("table.paste_place"),))
    texts: dict[str, str] = {}
    doubts: list[str] = []
    for row, line in laid:
        said, doubt = _line(row, line, first, row.code in form.places)
        texts.update(said)
        doubts.append(doubt)
    doubts.append(_no_cell("", chain.from_iterable(grid[len(printed) :])))
    return Pasted(texts, tuple(filter(None, doubts)))


def _is_whole(form: Form, grid: Grid, printed: Sequence[Indicator]) -> bool:
    """Return whether lines are all printed rows to the end of the form: as many, and too many for the
    questions alone."""
    said = max(place for place, line in enumerate(grid, 1) if any(line))
    questions = len(form.questions) + 1 - form.places[printed[0].code]
    return len(grid) == len(printed) and said > questions


def _no_cell(lead: str, texts: Iterable[str]) -> str:
    """Return that there is no cell for some texts, "" where none is said."""
    told = ", ".join(filter(None, texts))[:LONGEST_TOLD]
    return lead + say("table.paste_unused", text=told) if told else ""


def _line(
    row: Indicator, line: Sequence[str], first: str, is_asked: bool
) -> tuple[dict[str, str], str]:
    """Return one line's figures by the cells of its row (none for a heading), and a doubt about what has no
    cell there."""
    columns = [*map(str, dict.fromkeys((*FIRST_CELLS, *row.cells)))]
    if first in columns:
        columns = columns[columns.index(first) :]
    said = {name: text for name, text in zip(columns, line, strict=False) if text}
    cells = [cell for cell in cells_of(row) if is_asked and cell != NOTE]
    if len(cells) == len(said) == 1:
        said = dict(zip(cells, said.values(), strict=True))
    texts = {f"{row.code}:{cell}": said.pop(cell) for cell in cells if cell in said}
    return texts, _no_cell(f"{row.code}: ", (*said.values(), *line[len(columns) :]))
