"""A line pasted from the official table in Word or Excel: cells between tabs."""

from __future__ import annotations

from bot.model.form import Form, Indicator
from bot.reading.label_match import other_row
from bot.reading.prose import rows_named
from bot.reading.row_ranges import is_silence
from bot.row_types import row_type, takes_words
from bot.row_types.base import BARE_NUMBER
from bot.vietnamese.normalise import is_plain, unaccented
from bot.vietnamese.tokens import tokenise

SHORTEST_LABEL = 6
_HEADS = {
    "tt",
    "stt",
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
    cells = [cell.strip() for cell in line.split("\t")]
    row = _row(form, cells)
    if row is None:
        return None, ""
    columns = _columns(form, row, cells)
    if columns is None:
        return None, ""
    said = _figures(row, columns)
    if not said and any(columns):
        return None, ""
    return row, said


def read_own_line(form: Form, line: str) -> tuple[Indicator | None, str]:
    """Return (row, what it says) of a line of somebody's own table: the row by its words in the one cell of
    words, as many figures behind it as the row has cells. No row where any of that is not so."""
    cells = [cell.strip() for cell in line.split("\t") if cell.strip()]
    places = [place for place, cell in enumerate(cells) if any(char.isalpha() for char in cell)]
    if len(places) != 1 or any("." in cell for cell in cells[: places[0]]):
        return None, ""  # a code of the form that disagrees with the words behind it
    label, figures = cells[places[0]], cells[places[0] + 1 :]
    codes = set(rows_named(form, tokenise(label), plain=is_plain(label)))
    row = form.find(next(iter(codes))) if len(codes) == 1 and _are_numbers(figures) else None
    if row is None or len(figures) != len(row.cells):
        return None, ""
    measures = (row.measure(cell) for cell in row.cells)
    words = (measure.word if measure is not None else "" for measure in measures)
    return row, " ".join(f"{figure} {word}" for figure, word in zip(figures, words, strict=True))


def _are_numbers(cells: list[str]) -> bool:
    return bool(cells) and all(BARE_NUMBER.fullmatch(cell) for cell in cells)


def is_table_head(form: Form, line: str) -> bool:
    """Tell whether a line holds nothing but the heads of the columns, or column numbers."""
    heads = {_key(head) for head in (*form.columns, form.quantity_head)} | _HEADS
    cells = [cell for cell in line.split("\t") if cell.strip()]
    return all(_key(cell) in heads or _key(cell.strip(" ()")) in ("a", "b") for cell in cells)


def _key(text: str) -> str:
    return "".join(char for char in unaccented(text) if char.isalnum())


def _row(form: Form, cells: list[str]) -> Indicator | None:
    labels = {_key(row.label): row for row in form.rows}
    named = [
        labels[_key(cell)]
        for cell in cells
        if len(_key(cell)) >= SHORTEST_LABEL and _key(cell) in labels
    ]
    code = next((cell for cell in cells[:2] if cell), "").lstrip("-+• ").rstrip(".:) ")
    coded = form.find(code)
    if named and coded is not None and named[0] is not coded:
        # A workbook turns 1.10 into 1.1; any other disagreement is nobody's.
        return named[0] if _as_decimal(named[0].code) == coded.code else None
    return named[0] if named else coded


def _as_decimal(code: str) -> str:
    return code.rstrip("0") if "." in code else code


def _columns(form: Form, row: Indicator, cells: list[str]) -> list[str] | None:
    """Return the cells behind TT, label and unit; None where the label is another row's."""
    left = list(cells)
    while left and not left[0]:
        left = left[1:]
    first = left[0].lstrip("-+• ").rstrip(".:) ") if left else ""
    if form.find(first) is not None:
        left = left[1:]
    units = {_key(other.measure_label) for other in form.rows if other.measure_label}
    own = _key(row.measure_label)
    for place, cell in enumerate(left[:3]):
        if cell and _key(cell) == own:
            labels, left = left[:place], left[place + 1 :]
            return left if _is_own_label(form, row, labels) else None
    labels = []
    while left and left[0] and _is_label(form, left[0]):
        labels.append(left[0])
        left = left[1:]
    if labels and len(left) > 3 and not left[0]:  # an empty unit column
        left = left[1:]
    elif len(left) > 3 and not left[0] and not left[1]:  # empty label and unit
        left = left[2:]
    if any(_key(cell) in units and _key(cell) != own for cell in labels):
        return None
    return left if _is_own_label(form, row, labels) else None


def _is_label(form: Form, cell: str) -> bool:
    """Return words without a figure that are no answer."""
    has_word = any(char.isalpha() for char in cell)
    return has_word and not any(char.isdigit() for char in cell) and not is_silence(form, cell)


def _is_own_label(form: Form, row: Indicator, labels: list[str]) -> bool:
    if takes_words(row):
        return True
    own = (_key(row.label), _key(row.short))
    return not any(
        _key(cell) not in own and other_row(form, row, cell, anywhere=False) for cell in labels
    )


def _figures(row: Indicator, cells: list[str]) -> str:
    """Return two quantity cells as one answer in the row's own units; a cell of words as it stands."""
    if takes_words(row):
        return " ".join(cell for cell in cells if cell)
    said, note = row_type(row).from_cells(row, cells[:2]), " ".join(cells[2:]).strip()
    return f"{said} ({note})" if said and note else said
