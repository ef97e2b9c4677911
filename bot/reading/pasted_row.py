"""A line pasted from the official table in Word or Excel: cells between tabs."""

from __future__ import annotations

from functools import partial
from itertools import dropwhile, takewhile

from bot.model.form import Cell, Form, Indicator, once_a_form
from bot.reading.answer_reading import read_answer
from bot.reading.label_match import other_row
from bot.reading.prose import rows_named
from bot.reading.row_ranges import is_silence
from bot.row_types import row_type, takes_words
from bot.row_types.base import BARE_NUMBER
from bot.row_types.doubt import Doubt
from bot.vietnamese.normalise import is_plain, unaccented
from bot.vietnamese.tokens import tokenise

SHORTEST_LABEL = 6
_HEADS = {
    "tt",
    "stt",
    "sl",
    "noidung",
    "donvi",
    "donvitinh",
    "soluong",
    "nguoi",
    "ghichu",
    "solop",
    "lop",
    "cuoc",
    "socuoc",
    "so",
}


def read_table_line(form: Form, line: str) -> tuple[Indicator | None, str]:
    """Return (row, what its quantity cells say): the row by its TT code, else by its label.

    Cells that repeat the label or the unit column are passed over; a number in the second quantity
    column is people. An empty rest means the line holds no figure. No row where the code and the
    label disagree, or where figures stand only in the remarks.
    """
    cells = list(map(str.strip, line.split("\t")))
    row = _row(form, cells)
    if row is None:
        return None, ""
    columns = _columns(form, row, cells)
    if columns is None:
        return None, ""
    said = _figures(form, row, columns) if columns else _in_words(row, cells)
    if not said and any(columns):
        return None, ""
    return row, said


def _in_words(row: Indicator, cells: list[str]) -> str:
    """Return the last cell of a line without quantity cells where it answers the row in words ("7.1 | khai
    mạc | có"); "" for the row's own name, or one like it."""
    names = map(_key, (row.label, row.short, row.measure_label, *row.words))
    last = cells[-1]
    if _key(last) in names:
        return ""
    reading = read_answer(row, last)
    return "" if getattr(reading, "reason", None) is Doubt.NO_NUMBER else last


def read_own_line(form: Form, line: str) -> tuple[Indicator | None, str]:
    """Return (row, what it says) of a line of somebody's own table: the row by its words in the one cell of
    words, as many figures behind it as the row has cells. No row where any of that is not so."""
    cells = [cell.strip() for cell in line.split("\t") if cell.strip()]
    labels = [cell for cell in cells if _has_word(cell)]
    row = _only_row_named(form, labels[0]) if len(labels) == 1 else None
    if row is None:
        return None, ""
    place = cells.index(labels[0])
    figures = [cell for cell in cells[place + 1 :] if BARE_NUMBER.fullmatch(cell)]
    if "." in "".join(cells[:place]):
        return None, ""  # a code of the form that disagrees with the words behind it
    if not len(figures) == len(cells) - place - 1 == len(row.cells):
        return None, ""
    measured = zip(figures, row.cells, strict=True)
    return row, " ".join(f"{figure} {_word(row, cell)}" for figure, cell in measured)


def _has_word(cell: str) -> bool:
    return any(map(str.isalpha, cell))


def _only_row_named(form: Form, label: str) -> Indicator | None:
    codes = set(rows_named(form, tokenise(label), plain=is_plain(label)))
    return form.find(codes.pop()) if len(codes) == 1 else None


def _word(row: Indicator, cell: Cell) -> str:
    measure = row.measure(cell)
    return measure.word if measure is not None else ""


def is_table_head(form: Form, line: str) -> bool:
    """Tell whether a line holds nothing but the heads of the columns, or column numbers."""
    heads = set(map(_key, (*form.columns, form.quantity_head))) | _HEADS
    cells = [cell for cell in line.split("\t") if cell.strip()]
    return all(_key(cell) in heads or _key(cell.strip(" ()")) in ("a", "b") for cell in cells)


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, unaccented(text)))


@once_a_form
def _rows_by_label(form: Form) -> dict[str, Indicator]:
    labels = {_key(row.label): row for row in form.rows}
    return {label: row for label, row in labels.items() if len(label) >= SHORTEST_LABEL}


def _row(form: Form, cells: list[str]) -> Indicator | None:
    labels = _rows_by_label(form)
    named = next((labels[key] for key in map(_key, cells) if key in labels), None)
    coded = form.find(_code(next(filter(None, cells[:2]), "")))
    if named is None or coded is None or named is coded:
        return named or coded
    # A workbook turns 1.10 into 1.1; any other disagreement is nobody's.
    return named if _as_decimal(named.code) == coded.code else None


def _code(cell: str) -> str:
    return cell.lstrip("-+• ").rstrip(".:) ")


def _as_decimal(code: str) -> str:
    return code.rstrip("0") if "." in code else code


def _columns(form: Form, row: Indicator, cells: list[str]) -> list[str] | None:
    """Return the cells behind TT, label and unit; None where the label is another row's."""
    left = list(dropwhile(lambda cell: not cell, cells))
    if left and form.find(_code(left[0])) is not None:
        left = left[1:]
    labels, columns = _at_own_unit(row, left) or _at_label(form, left)
    return columns if _is_own_label(form, row, labels) else None


def _at_own_unit(row: Indicator, cells: list[str]) -> tuple[list[str], list[str]] | None:
    """Return the cells before the row's own unit and those behind it; None without a unit."""
    own = _key(row.measure_label)
    for place, cell in enumerate(cells[:3]):
        if cell and _key(cell) == own:
            return cells[:place], cells[place + 1 :]
    return None


def _at_label(form: Form, cells: list[str]) -> tuple[list[str], list[str]]:
    """Return the cells of the label and those behind it; where unit, or label and unit, are empty,
    behind those."""
    labels = list(takewhile(partial(_is_label, form), cells))
    columns = cells[len(labels) :]
    empty = 1 if labels else 2
    is_left_out = len(columns) > 3 and not any(columns[:empty])
    return labels, columns[empty:] if is_left_out else columns


def _is_label(form: Form, cell: str) -> bool:
    """Return words without a figure that are no answer."""
    has_digit = any(map(str.isdigit, cell))
    return _has_word(cell) and not has_digit and not is_silence(form, cell)


@once_a_form
def _units(form: Form) -> frozenset[str]:
    return frozenset(filter(None, (_key(row.measure_label) for row in form.rows)))


def _is_own_label(form: Form, row: Indicator, labels: list[str]) -> bool:
    """Return whether no cell before the figures is another row's label or unit."""
    own = (_key(row.label), _key(row.short), _key(row.measure_label))
    strange = [cell for cell in labels if _key(cell) not in own]
    if any(_key(cell) in _units(form) for cell in strange):
        return False
    return takes_words(row) or not any(
        other_row(form, row, cell, anywhere=False) for cell in strange
    )


def _figures(form: Form, row: Indicator, cells: list[str]) -> str:
    """Return two quantity cells as one answer in the row's own units; a cell of words as it stands."""
    if takes_words(row):
        return " ".join(filter(None, cells))
    first, second = [*cells, "", ""][:2]
    if row.cells == (Cell.COUNT,) and not first and BARE_NUMBER.fullmatch(second):
        second = f"{second} {_people(form)}".strip()
    said, note = row_type(row).from_cells(row, (first, second)), " ".join(cells[2:]).strip()
    return f"{said} ({note})" if said and note else said


@once_a_form
def _people(form: Form) -> str:
    """Return what a form counts in its second column; "" where it has only one."""
    both = (row for row in form.questions if Cell.PEOPLE in row.cells)
    return next((_word(row, Cell.PEOPLE) for row in both), "")
