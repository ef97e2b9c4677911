"""Where the columns of a printed annex stand: told by the words of its head, never by their order
alone. A head of another shape is refused with its own sentence."""

from __future__ import annotations

from dataclasses import dataclass

from bot.imports.annex import Annex, AnnexCell, AnnexLine, AnnexRefused
from bot.imports.form_table import key
from bot.locale.say import say

CODES = {"tt", "stt", "sott", "sothutu", "mucso", "muc", "maso"}
LABELS = ("noidung", "chitieu", "tieuchi", "hoatdong", "tenchitieu", "congviec")
UNITS = {"donvi", "donvitinh", "dvt", "dvtinh", "donvido"}
NOTES = ("ghichu",)
QUANTITIES = 2


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line of the table, cell by cell of the paper."""

    place: int
    code: AnnexCell | None
    label: AnnexCell | None
    unit: AnnexCell | None
    figures: tuple[str, ...] = ()
    heading: str = ""  # the text of a line that runs over the whole width


@dataclass(frozen=True, slots=True)
class TableHead:
    """Where each column begins; `columns` and `quantity_head` are what is printed."""

    code: int
    label: int
    unit: int
    quantities: tuple[int, ...]
    note: int
    columns: tuple[str, ...]
    quantity_head: str
    first: int  # the number of its first line, counted from 0
    size: int  # lines of the head

    def cut(self, line: AnnexLine) -> PrintedLine:
        """Return a line by the columns of the paper."""
        own = line.texts
        if len(own) == 1 and own[0].column <= self.label < own[0].column + own[0].wide - 1:
            return PrintedLine(line.place, None, None, None, heading=own[0].text)
        figures = [self._cell(line, at) for at in (*self.quantities, self.note)]
        return PrintedLine(
            line.place,
            self._cell(line, self.code),
            self._cell(line, self.label),
            self._cell(line, self.unit),
            tuple(cell.text for cell in figures[:-1] if cell is not None and not cell.goes_on),
        )

    def _cell(self, line: AnnexLine, start: int) -> AnnexCell | None:
        """Return what stands in a column; a cell belongs to the last column that begins before it."""
        starts = sorted((self.code, self.label, self.unit, *self.quantities, self.note))
        after = [at for at in starts if at > start]
        end = after[0] if after else 1_000
        inside = [cell for cell in line.cells if start <= cell.column < end and cell.text]
        return inside[0] if inside else None

    def repeats(self, line: AnnexLine) -> bool:
        """Tell whether a line is a part of the head, printed again on a new page."""
        printed = set(map(key, (*self.columns, self.quantity_head)))
        texts = [cell for cell in line.cells if cell.text]
        return len(texts) > 1 and all(key(cell.text) in printed for cell in texts)


def find_head(annex: Annex) -> TableHead | None:
    """Return the head of a table with TT, Nội dung, Đơn vị, two quantities and, if it has one, Ghi chú;
    None where the table has no head of a form; AnnexRefused where it has one of another shape."""
    for at, line in enumerate(annex.lines):
        code, label, unit, note = (
            _only(line, words) for words in ((*CODES,), LABELS, (*UNITS,), NOTES)
        )
        if label is None or unit is None or unit.column < label.column:
            continue
        if code is None:
            raise AnnexRefused("no_code", table=annex.name)
        return _head(annex, at, code, label, unit, note or _behind(annex, at))
    return None


def _behind(annex: Annex, at: int) -> AnnexCell:
    """Return where Ghi chú would stand in a table that has none: behind its last column."""
    head = annex.lines[at : at + 2]
    end = max(cell.column + cell.wide for line in head for cell in line.texts)
    return AnnexCell(end, say("sheet.column.6"))


def _only(line: AnnexLine, words: tuple[str, ...]) -> AnnexCell | None:
    """Return the first cell with one of these words; long words may be followed by others."""
    for cell in line.texts:
        said = key(cell.text)
        if said in words or any(len(word) > 5 and said.startswith(word) for word in words):
            return cell
    return None


def _head(
    annex: Annex, at: int, code: AnnexCell, label: AnnexCell, unit: AnnexCell, note: AnnexCell
) -> TableHead:
    over = under = _between(annex.lines[at], unit, note)
    size = 1
    before = annex.lines[at - 1 : at]
    if any(_is_second(line, unit, note) for line in annex.lines[at + 1 : at + 2]):
        under = _between(annex.lines[at + 1], unit, note)
        size = 2
    elif before and not _only(before[0], LABELS):  # the upper line holds "Số lượng" alone
        over = _between(before[0], unit, note)
    size += any(line.is_column_numbers for line in annex.lines[at + size : at + size + 1])
    if len(under) != QUANTITIES or not code.column < label.column < unit.column < note.column:
        names = ", ".join(f"“{cell.text}”" for cell in under) or "–"
        raise AnnexRefused("quantities", table=annex.name, found=len(under), names=names)
    wide = [cell.text for cell in over if cell not in under]
    return TableHead(
        code.column,
        label.column,
        unit.column,
        tuple(cell.column for cell in under),
        note.column,
        tuple(cell.text for cell in (code, label, unit, *under, note)),
        "".join(wide[:1]),
        at,
        size,
    )


def _between(line: AnnexLine, unit: AnnexCell, note: AnnexCell) -> list[AnnexCell]:
    return [cell for cell in line.texts if unit.column < cell.column < note.column]


def _is_second(line: AnnexLine, unit: AnnexCell, note: AnnexCell) -> bool:
    """Tell whether a line only names what stands under a common head."""
    inside = _between(line, unit, note)
    return bool(inside) and len(inside) == len(line.texts) and not line.is_column_numbers
