"""A form made of a statistics table: rows × the columns that its head declares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from bot.imports.annex import Annex, AnnexRefused, Doubt
from bot.imports.form_table import key
from bot.imports.form_wording import plain_label, question_of, short_of
from bot.imports.money_scale import SCALES, scale_line
from bot.imports.printed_sums import with_sums
from bot.imports.statistics_columns import asked_names, columns_of, is_special
from bot.imports.statistics_head import StatisticsHead, find_heads
from bot.imports.statistics_rows import PlacedRow, Placing, StatisticsRow, rows_of
from bot.imports.unit_words import UnitReading, read_unit
from bot.locale.say import say
from bot.model.form import FIRST_CELLS, HEADER, Cell, Column, Indicator, Measure
from bot.row_types import ROW_TYPES
from bot.row_types.column_roles import AMOUNT
from bot.vietnamese.normalise import unaccented

USUAL_QUANTITIES = 2
CONTEXT = 60  # letters of the row above that a question repeats
YES_OR_NO = ("có", "không")  # two columns of which one is ticked
BULLETS = "-–+*• "


@dataclass(frozen=True, slots=True)
class FoundTable:
    """One table of a file: where it begins and where the next one does, and the lines above it."""

    annex: Annex
    head: StatisticsHead
    end: int
    above: tuple[str, ...]

    @property
    def is_usual(self) -> bool:
        """Tell whether each row says by its unit which of two quantities it fills."""
        two = len(self.head.quantities) == USUAL_QUANTITIES and self.head.unit is not None
        return two and not self.head.left_out and not is_special(self.head)

    @property
    def words(self) -> str:
        """Return what the table is called in a list: its sheet, its first heads."""
        heads = ", ".join(quantity.path[-1] for quantity in self.head.quantities[:3])
        return f"{self.annex.name}: {self.head.names[1]} ({heads}…)"


@dataclass(frozen=True, slots=True)
class TableChoice:
    """Which table is meant: by the sheet's name, by its number among all tables, from 1."""

    sheet: str = ""
    table: int = 0


@dataclass(frozen=True, slots=True)
class StatisticsForm:
    """What a table comes to."""

    rows: tuple[Indicator, ...]
    columns: tuple[Column, ...]
    heads: tuple[str, ...]
    doubts: tuple[Doubt, ...]


def find_tables(annexes: Sequence[Annex]) -> list[FoundTable]:
    """Return every table of a file; a head that is printed again goes on with the same table."""
    found: list[FoundTable] = []
    for annex in annexes:
        for head in find_heads(annex):
            if found and found[-1].head.signature == head.signature:
                continue
            if found and found[-1].annex is annex:
                found[-1] = replace(found[-1], end=head.first)
            above = _above(annex, head, found)
            found.append(FoundTable(annex, head, len(annex.lines), above))
    return found


def _above(annex: Annex, head: StatisticsHead, found: Sequence[FoundTable]) -> tuple[str, ...]:
    """Return the lines between the table before and this one, the nearest last."""
    before = found[-1].head.below if found and found[-1].annex is annex else 0
    lines = [line.texts for line in annex.lines[before : head.first]]
    titles = [texts for texts in lines if not before or len(texts) == 1]
    return (*annex.above, *(cell.text for cell in chain.from_iterable(titles)))


def choose_table(annexes: Sequence[Annex], choice: TableChoice) -> FoundTable | None:
    """Return the table that is meant; None where the file has none. Raises AnnexRefused with the
    list of tables where several may be meant, or where the choice fits none."""
    known = {key(annex.name): annex for annex in annexes}
    if choice.sheet and key(choice.sheet) not in known:
        names = ", ".join(annex.name for annex in annexes)
        raise AnnexRefused("no_sheet", sheet=choice.sheet, names=names)
    tables = find_tables([known[key(choice.sheet)]] if choice.sheet else annexes)
    numbered = dict(enumerate(tables, start=1))
    if choice.table in numbered or not tables:
        return numbered.get(choice.table)
    listed = "; ".join(f"{number}. {table.words}" for number, table in numbered.items())
    if choice.table:
        raise AnnexRefused("no_table", table=choice.table, tables=listed)
    if len(tables) > 1:
        raise AnnexRefused("choose", found=len(tables), tables=listed)
    return tables[0]


def statistics_form(table: FoundTable) -> StatisticsForm:
    """Return the rows and columns of a table; AnnexRefused where it has no rows."""
    percentages = table.head.percentages
    if len(percentages) > 1:  # figures of columns are whole numbers that a total adds
        named = ", ".join(each.path[-1] for each in percentages)
        raise AnnexRefused("percent_columns", columns=named)
    rows, doubts = rows_of(table.annex, table.head, table.end)
    placed = Placing().place(rows)
    scale = _scale_of(table)
    made = _Made(columns_of(table.head, scale), table.head, scale)
    made.doubts += [
        Doubt("percent_column", "", {"columns": ", ".join(head)}) for head in table.head.left_out
    ]
    indicators = list(map(made.row, placed))
    summed, sums = with_sums(indicators)
    kept = _without_empty_titles(summed)
    if not any(row.is_asked for row in kept):
        raise AnnexRefused("no_rows", table=table.annex.name)
    heads = table.head.names
    return StatisticsForm(tuple(kept), made.columns, heads, (*doubts, *made.doubts, *sums))


def _scale_of(table: FoundTable) -> str:
    """Return the thousands or millions that a line above a table counts money in; "" for whole đồng."""
    said = unaccented(scale_line(table.above))
    return next((word for word in SCALES.values() if unaccented(word) in said), "")


def _without_empty_titles(rows: Sequence[Indicator]) -> list[Indicator]:
    """Return the rows without titles that nothing stands under."""
    kept = list(rows)
    parents: set[str | None] = set()
    while parents != (parents := {row.parent for row in kept}):
        kept = [row for row in kept if not row.is_header or row.code in parents]
    return kept


@dataclass
class _Made:
    """Makes the rows of a form, with what wants a look."""

    columns: tuple[Column, ...]
    head: StatisticsHead
    scale: str  # the thousands or millions that the paper counts money in
    doubts: list[Doubt] = field(default_factory=list)

    def row(self, placed: PlacedRow) -> Indicator:
        """Return one row: a title, or as many figures as it has cells to fill."""
        source = placed.row
        plain = Indicator(
            placed.code,
            HEADER,
            source.label,
            source.printed,
            source.unit,
            placed.parent,
            bold=source.bold,
            short=short_of(source.label.strip(BULLETS)),
            official=source.official if source.official.lower() != placed.code else "",
        )
        if source.is_title:
            return plain
        columns = self._filled(source)
        label = self._spoken_label(placed)
        if tuple(column.measure.word for column in self.columns) == YES_OR_NO:
            return self._yes_or_no(plain, label)
        unit = source.unit or ("%" if self.head.percentages else "")
        reading = read_unit(unit, source.label, source.place, whole_dong=False)
        if ROW_TYPES[reading.kind].declares_columns or len(columns) > 1:
            return self._figures(plain, columns, reading, label)
        return self._single(plain, columns, reading, label)

    def _yes_or_no(self, plain: Indicator, label: str) -> Indicator:
        self.doubts.append(Doubt("one_value", plain.code, {"unit": "/".join(YES_OR_NO)}))
        return replace(
            plain,
            kind="yes_no",
            cells=(Cell.COUNT,),
            count=Measure(YES_OR_NO[0]),
            at_most=1,
            question=question_of(label, "yes_no", YES_OR_NO[:1]),
        )

    def _filled(self, source: StatisticsRow) -> tuple[Column, ...]:
        pairs = zip(self.columns, self.head.quantities, strict=True)
        free = tuple(column for column, head in pairs if head.column not in source.crossed)
        return free or self.columns

    def _spoken_label(self, placed: PlacedRow) -> str:
        """Return the label as a question names it: a bullet's with the row that it belongs to."""
        label = placed.row.label.strip(BULLETS)
        context = plain_label(placed.context)
        return f"{context} – {label}" if context and len(context) <= CONTEXT else label

    def _figures(
        self, plain: Indicator, columns: tuple[Column, ...], reading: UnitReading, label: str
    ) -> Indicator:
        if ROW_TYPES[reading.kind].has_one_value:
            self.doubts.append(Doubt("one_value", plain.code, {"unit": plain.measure_label}))
            return self._worded(plain, reading, label)
        names = ", ".join(asked_names(columns, self.scale))
        question = say("form_import.ask.figures", label=plain_label(label), columns=names)
        cells = tuple(column.key for column in columns)
        return replace(plain, kind="figures", cells=cells, columns=columns, question=question)

    def _single(
        self, plain: Indicator, columns: tuple[Column, ...], reading: UnitReading, label: str
    ) -> Indicator:
        """Return a row with one figure: of the kind that its unit tells, in its column."""
        if ROW_TYPES[reading.kind].has_one_value:
            return self._worded(plain, reading, label)
        (column,) = columns
        if column.key not in FIRST_CELLS:
            return self._figures_of_one(plain, column, label)
        word = next(filter(None, reading.words), column.measure.word)
        measure = Measure(word, reading.others)
        kind = reading.kind if ROW_TYPES[reading.kind].shapes == ((Cell.COUNT,),) else "count"
        if column.role == AMOUNT and not plain.measure_label:
            kind, measure = "money", Measure("đồng")
        return replace(
            plain,
            kind=kind if column.key == Cell.COUNT else "count",
            cells=(column.key,),
            count=measure if column.key == Cell.COUNT else None,
            people=measure if column.key == Cell.PEOPLE else None,
            at_most=1 if ROW_TYPES[kind].takes_yes else None,
            question=question_of(label, kind, (word,)),
        )

    def _figures_of_one(self, plain: Indicator, column: Column, label: str) -> Indicator:
        (name,) = asked_names((column,), self.scale)
        question = say("form_import.ask.figures", label=label, columns=name)
        cells = (column.key,)
        return replace(plain, kind="figures", cells=cells, columns=(column,), question=question)

    def _worded(self, plain: Indicator, reading: UnitReading, label: str) -> Indicator:
        question = question_of(label, reading.kind, ())
        return replace(plain, kind=reading.kind, choices=reading.choices, question=question)
