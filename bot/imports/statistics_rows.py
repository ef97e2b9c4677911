"""The rows of a statistics table, with their keys and what they hang under.

A row that has a unit, an official number or figures is asked; a line of words alone ("Chia ra theo
vùng:") is a title over what follows. Nothing is added up: what looks like a total of the rows below
it often is none (regions and levels of the same schools), so it is asked like any other row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.imports.annex import Annex, AnnexCell, AnnexLine, Doubt
from bot.imports.annex_rows import CONTINUED, NUMBERED_HEADING, PrintedRow
from bot.imports.form_table import key
from bot.imports.printed_sums import is_sum_name
from bot.imports.row_keys import RowKeys
from bot.imports.statistics_head import StatisticsHead

CROSSED = re.compile(r"[xX×]|/{2,}|[-–—]{3,}")  # a cell that is not to be filled in
LETTERED = re.compile(r"[a-zđ]{1,3}[0-9]+(?:[.][0-9]+)*")  # A01
AFTER_CODE = " .):,/\t\xa0"
BREAKDOWNS = ("chiara", "chiatheo", "trongdo", "phantheo", "gom", "baogom")
SIGNATURE = re.compile(
    r"^(?:nguoilap|thutruong|noinhan|kyten|giamdoc|nguoikiemtra)|ngay.{0,6}thang", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class StatisticsRow:
    """One line: `crossed` are the columns that are not to be filled in, `is_title` tells that it is
    words over other rows."""

    place: int
    printed: str
    official: str
    label: str
    unit: str
    bold: bool = False
    crossed: frozenset[int] = frozenset()
    is_title: bool = False


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row with its key and the key of the title above it; `context` is the last numbered row, for
    rows that say little by themselves."""

    row: StatisticsRow
    code: str
    parent: str | None
    context: str = ""


@dataclass
class StatisticsRows:
    """Reads the lines of one table from its head down."""

    head: StatisticsHead
    doubts: list[Doubt] = field(default_factory=list)
    group: str = ""

    def read(self, lines: Sequence[AnnexLine]) -> list[StatisticsRow]:
        """Return the rows up to the end of the table."""
        rows: list[StatisticsRow] = []
        for line in lines[: self._end(lines)]:
            if not line.is_column_numbers:
                rows.extend(self._rows_of(line))
        return rows

    def _end(self, lines: Sequence[AnnexLine]) -> int:
        """Return how many lines belong to the table: signatures and notes stand below its last line
        that has a number, a unit or, where the table has borders, a border."""
        last = 0
        for at, line in enumerate(lines, start=1):
            if self._is_signature(line):
                break
            if self._belongs(line):
                last = at
        for line in lines[last:]:
            if line.texts and not line.is_column_numbers:
                details: dict[str, object] = {"place": line.place, "text": line.texts[0].text}
                self.doubts.append(Doubt("left_below", "", details))
        return last

    def _belongs(self, line: AnnexLine) -> bool:
        framed = [cell for cell in line.texts if cell.lined]
        coded = self._text(line, self.head.code) and self._text(line, self.head.label)
        named = is_sum_name(self._text(line, self.head.label))
        return bool(framed or coded or named or self._measured(line))

    def _measured(self, line: AnnexLine) -> str:
        """Return what a line says of its unit and its official number."""
        return self._text(line, self.head.unit) + self._text(line, self.head.official)

    def _is_signature(self, line: AnnexLine) -> bool:
        said = "\n".join(key(cell.text) for cell in line.texts)
        return not self._measured(line) and SIGNATURE.search(said) is not None

    def _text(self, line: AnnexLine, column: int | None) -> str:
        """Return what stands in a column, "" where it belongs to the cell above."""
        cell = self._cell(line, column)
        return "" if cell is None or cell.goes_on else cell.text

    def _cell(self, line: AnnexLine, column: int | None) -> AnnexCell | None:
        inside = [cell for cell in line.cells if column is not None and cell.column == column]
        return inside[0] if inside else None

    def _rows_of(self, line: AnnexLine) -> Iterator[StatisticsRow]:
        heading = self._heading(line)
        if heading is not None:
            yield from heading
            return
        group = self._text(line, self.head.group)
        code = self._text(line, self.head.code)
        if group:
            yield StatisticsRow(line.place, code, "", group, "", True, is_title=True)
            code = ""
        row = self._row(line, code)
        if not row.label and is_sum_name(code):  # "Cộng" over the numbers and the labels
            row = replace(row, label=code, printed="")
        if row.label:
            yield row

    def _heading(self, line: AnnexLine) -> list[StatisticsRow] | None:
        """Return the title that a text over the whole width is; None for an ordinary line."""
        own = line.texts
        covered = own[0].column + own[0].wide if own else 0
        if len(own) != 1 or own[0].column > self.head.label or covered <= self.head.label + 1:
            return None
        if key(own[0].text).startswith(CONTINUED):
            return []
        numbered = NUMBERED_HEADING.fullmatch(own[0].text)
        code, label = (numbered[1], numbered[2]) if numbered else ("", own[0].text)
        return [StatisticsRow(line.place, code, "", label, "", True, is_title=True)]

    def _row(self, line: AnnexLine, code: str) -> StatisticsRow:
        label = self._cell(line, self.head.label)
        unit = self._text(line, self.head.unit)
        official = self._text(line, self.head.official)
        crossed = frozenset(
            quantity.column
            for quantity in self.head.quantities
            if CROSSED.fullmatch(self._text(line, quantity.column))
        )
        row = StatisticsRow(
            line.place,
            code,
            official,
            "" if label is None or label.goes_on else label.text,
            unit,
            label is not None and label.bold,
            crossed,
        )
        return replace(row, is_title=not (unit or official) and self._is_words(line, row))

    def _is_words(self, line: AnnexLine, row: StatisticsRow) -> bool:
        """Tell whether a line without unit and official number is a title."""
        if any(self._text(line, quantity.column) for quantity in self.head.quantities):
            return False
        if self.head.unit is not None or self.head.official is not None:
            return True
        is_section = row.printed.isupper() and row.bold
        return is_section or row.label.endswith(":") or key(row.label).startswith(BREAKDOWNS)


def rows_of(
    annex: Annex, head: StatisticsHead, end: int
) -> tuple[list[StatisticsRow], list[Doubt]]:
    """Return the rows between a head and a line of its sheet, and what was left aside."""
    reader = StatisticsRows(head)
    return reader.read(annex.lines[head.below : end]), reader.doubts


def _token(row: StatisticsRow) -> str:
    return row.printed.strip("( ").rstrip(AFTER_CODE).lower().replace(",", ".")


class Placing:
    """Gives each row its key and the title that it hangs under."""

    def __init__(self) -> None:
        self.keys = RowKeys()
        self.titles: set[str] = set()
        self.parents: dict[str, str | None] = {}
        self.title: str | None = None  # the last title without a number
        self.last: str | None = None  # the last row with a number
        self.context = ""
        self.alone: set[str] = set()  # dotted numbers that stand once: keys as they are
        self.renamed: dict[str, str] = {}

    def place(self, rows: Sequence[StatisticsRow]) -> list[PlacedRow]:
        """Return the rows placed, in their order."""
        tokens = list(map(_token, rows))
        self.alone = {token for token in tokens if "." in token and tokens.count(token) == 1}
        return list(map(self._placed, rows))

    def _placed(self, row: StatisticsRow) -> PlacedRow:
        code = self._numbered(row) if self._has_number(row) else self._unnumbered(row)
        if row.is_title:
            self.titles.add(code)
        return PlacedRow(
            row, code, self.parents[code], "" if self._has_number(row) else self.context
        )

    def _has_number(self, row: StatisticsRow) -> bool:
        return bool(row.printed) and row.printed.strip() not in tuple("-–+*•")

    def _numbered(self, row: StatisticsRow) -> str:
        token = _token(row)
        self.title, self.context = None, row.label
        if LETTERED.fullmatch(token) and token not in self.keys.parents:
            code = token
            self.keys.parents[code] = None
            parent = self._title_of(self.last)
        else:
            self.keys.take(PrintedRow(row.place, row.printed, row.label, row.unit, row.bold))
            keyed = self.keys.keyed[-1]
            code = token if token in self.alone else keyed.code
            self.keys.parents.setdefault(code, None)
            self.renamed[keyed.code] = code
            parent = self._title_of(self.renamed.get(keyed.parent or "", keyed.parent))
        self.parents[code] = parent
        self.last = code
        return code

    def _unnumbered(self, row: StatisticsRow) -> str:
        official = row.official.strip(AFTER_CODE).lower()
        free = bool(re.fullmatch(r"[0-9a-zđ.]+", official)) and official not in self.keys.parents
        code = official if free else self.keys.free(self.last or "0")
        self.keys.parents[code] = None
        self.parents[code] = self._title_of(self.last) if row.is_title else self._above()
        if row.is_title:
            self.title = code
        return code

    def _above(self) -> str | None:
        return self.title if self.title is not None else self._title_of(self.last)

    def _title_of(self, code: str | None) -> str | None:
        """Return the nearest title at a key or above it."""
        while code is not None and code not in self.titles:
            code = self.parents.get(code)
        return code
