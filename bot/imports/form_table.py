"""Finds a form's table in a file, and which line belongs to which row of the form.

The row's words decide, because spreadsheets turn the number 1.10 into 1.1; the number must not
contradict them. A line whose words are not the form's is never guessed: it is named.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter

from bot.imports.as_seen import Places, as_seen
from bot.imports.grid import Grid, GridLine, LeftOut, Value, shown
from bot.locale.say import say
from bot.model.filled_form import RowProblem, tidy
from bot.model.form import Cell, Form, Indicator
from bot.model.grouping import grouped_by
from bot.model.optional import sure
from bot.vietnamese.normalise import clean, unaccented

COLUMNS = 6
FIGURE = re.compile(r"[0-9][0-9 .,]*")
LEAST = 3  # rows with the form's words that make a table of this form
LONGEST = 1_000  # characters of a label worth comparing


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the paper's columns stand in this file; None where one is missing."""

    label: int
    code: int | None = None
    unit: int | None = None
    figures: Mapping[Cell, int] = field(default_factory=dict)
    note: int | None = None

    def cells(self, line: GridLine) -> tuple[str, ...]:
        """Return what stands in the quantity cells and in Ghi chú."""
        return tuple(tidy(shown(line.at(at))) for at in (*self.figures.values(), self.note))

    def values(self, line: GridLine) -> dict[Cell, Value]:
        """Return what the quantity cells hold."""
        return {cell: line.at(at) for cell, at in self.figures.items()}


@dataclass
class FormTable:
    """The table that was found: `lines` by the row's code, what could not be matched, and the
    texts above and below."""

    columns: Columns
    lines: dict[str, GridLine] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)


def key(text: str) -> str:
    """Return letters and digits of a label without accents and case: programs and people correct the
    spaces, dots and tone places of a printed text."""
    return "".join(sign for sign in unaccented(clean(text[:LONGEST])) if sign.isalnum())


def likely_tables(form: Form, grids: Iterable[Grid]) -> list[tuple[Grid, int]]:
    """Return grids that show this form, each with the column of its labels."""
    labels = {key(row.label) for row in form.rows}
    least = min(LEAST, len(form.rows))
    found = []
    for grid in grids:
        matched = Counter(
            column
            for line in grid.lines
            for column, value in enumerate(line.values)
            if isinstance(value, str) and key(value) in labels
        )
        column, matches = next(iter(matched.most_common(1)), (0, 0))
        if matches >= least:
            found.append((grid, column))
    return found


def tables_together(form: Form, likely: Iterable[tuple[Grid, int]]) -> Iterator[tuple[Grid, int]]:
    """Return a document's tables, those that go on below one another as one: without a head or with that
    of the one above, and with rows that did not stand there yet."""
    before: tuple[Grid, int] | None = None
    for grid, label in likely:
        whole = None if before is None else _gone_on(form, before, (grid, label))
        if whole is None and before is not None:
            yield before
        before = (whole or grid, label)
    if before is not None:
        yield before


def _gone_on(form: Form, before: tuple[Grid, int], below: tuple[Grid, int]) -> Grid | None:
    """Return a table together with the part below it; None where that is a table of its own, or has more or
    fewer columns."""
    (upper, label), (lower, other) = before, below
    known = [line.values for line in _head(form, upper, label)]
    head = [line.values for line in _head(form, lower, other)]
    widths = {len(line.values) for line in (*upper.lines, *lower.lines)}
    is_own = (label, 1) != (other, len(widths)) or any(values not in known for values in head)
    printed = Counter(key(row.label) for row in form.rows)
    labels = Counter(key(shown(line.at(label))) for line in (*upper.lines, *lower.lines))
    if is_own or any(labels[word] > times for word, times in printed.items()):
        return None
    above = upper.lines[-1].place
    lines = (replace(line, place=line.place + above) for line in lower.lines[len(head) :])
    spans = (replace(at, top=at.top + above, bottom=at.bottom + above) for at in lower.spans)
    return replace(upper, lines=(*upper.lines, *lines), spans=(*upper.spans, *spans))


def tables_apart(form: Form, grid: Grid, label: int) -> Iterator[tuple[Grid, Columns]]:
    """Return a grid's tables of this form, each with its columns: one unit's form may stand below another's,
    and without a head of its own it has the columns of the one above."""
    columns = None
    for part in _forms_apart(form, grid, label):
        columns = find_columns(form, part, label) or columns
        if columns is not None:
            yield part, columns


def _forms_apart(form: Form, grid: Grid, label: int) -> Iterator[Grid]:
    """Return a grid cut where the form begins again: where several labels stand above as well as below,
    more often than the form has them. The head of the later form goes with it."""
    words = [key(shown(line.at(label))) * (not line.is_hidden) for line in grid.lines]
    start = 0
    for begin in _beginnings(Counter(key(row.label) for row in form.rows), words):
        yield replace(grid, lines=grid.lines[start:begin])
        start = begin
    yield replace(grid, lines=grid.lines[start:])


def _beginnings(printed: Counter[str], words: Sequence[str]) -> Iterator[int]:
    """Return behind which labels the form begins again, by the labels that it prints so many times."""
    ours = [(place, word) for place, word in enumerate(words) if word in printed]
    left, above = Counter(map(itemgetter(1), ours)), Counter[str]()
    repeated = left - printed
    begin = 0
    for place, word in ours:
        again = repeated & above & left  # labels that stand above as well as from here on
        if above[word] >= printed[word] and len(again) >= min(LEAST, len(printed)):
            yield begin
            above.clear()
        above[word] += 1
        left[word] -= 1
        begin = place + 1


def find_columns(form: Form, grid: Grid, label: int) -> Columns | None:
    """Return where the quantities stand, by the words of the head; None where they cannot be told."""
    head = _head(form, grid, label)
    places: dict[str, set[int]] = {}
    for line in head:
        for column, value in enumerate(line.values):
            if isinstance(value, str):
                places.setdefault(key(value), set()).add(column)
    found = [places.get(key(name), set()) for name in column_names(form)]
    if form.quantities:
        return _declared(form, head, label, found)
    if len(found) != COLUMNS or any(len(found[at]) != 1 for at in (3, 4)):
        return None
    code, _, unit, count, people, note = map(_only, found)
    return Columns(label, code, unit, {Cell.COUNT: sure(count), Cell.PEOPLE: sure(people)}, note)


def _only(places: set[int]) -> int | None:
    return min(places) if len(places) == 1 else None


def _declared(
    form: Form, head: Sequence[GridLine], label: int, found: Sequence[set[int]]
) -> Columns | None:
    """Where the columns that a form declares stand: the lowest heads behind the label, which must
    be the form's in its order; None where they are others."""
    code, _, unit = (*map(_only, found[:3]), None, None, None)[:3]
    note = _only(found[3]) if len(found) > 3 else None
    lowest: dict[int, str] = {}
    for line in head:
        if not _numbers_columns(line):
            texts = {at: value for at, value in enumerate(line.values) if isinstance(value, str)}
            lowest |= {at: key(text) for at, text in texts.items() if at > label}
    wanted = [key(column.head[-1]) for column in form.quantities]
    behind = sorted(lowest.keys() - {unit, note, code})
    for first in range(len(behind) - len(wanted) + 1):
        places = behind[first : first + len(wanted)]
        if [lowest[at] for at in places] == wanted:
            return Columns(label, code, unit, dict(zip(form.cells, places, strict=True)), note)
    return None


def _numbers_columns(line: GridLine) -> bool:
    """Whether a line only numbers the columns: A, B, 1, 2=3+4 …"""
    texts = [
        shown(value).partition("=")[0].strip(" ()") for value in line.values if value is not None
    ]
    return len(texts) > 3 and all(
        text.isdigit() or (len(text) == 1 and text.isalpha()) for text in texts
    )


def column_names(form: Form) -> tuple[str, ...]:
    """Return the six heads as they are printed, also for a form that names none."""
    return form.columns or tuple(say(f"sheet.column.{at}") for at in range(1, COLUMNS + 1))


def _head(form: Form, grid: Grid, label: int) -> list[GridLine]:
    """Return the lines above the first row of the form."""
    labels = {key(row.label) for row in form.rows}
    names = set(map(key, column_names(form)))
    head: list[GridLine] = []
    for line in grid.lines:
        value = line.at(label)
        said = {key(text) for text in line.values if isinstance(text, str)}
        is_named = len(said & names) > 1  # a label may be the head of its own column
        if isinstance(value, str) and key(value) in labels and not is_named:
            break
        head.append(line)
    return head


def match_lines(form: Form, grid: Grid, columns: Columns) -> FormTable:
    """Return every line of the table with the row it belongs to."""
    head = _head(form, grid, columns.label)
    table = FormTable(columns, above=list(map(_words, head)))
    places = Places(columns.label, tuple(columns.figures.values()), columns.note)
    seen = as_seen(grid, grid.lines[len(head) :], places)
    matcher = Matcher(form, table)
    for line in seen.hidden:
        matcher.name_hidden(line)
    left = [line for line in seen.lines if not matcher.by_words(line)]
    for line in left:
        matcher.by_number(line)
    for line, each in seen.left_out:
        matcher.name_left_out(line, each)
    matcher.name_missing()
    return table


def _words(line: GridLine) -> str:
    return tidy(" ".join(value for value in line.values if isinstance(value, str)))


class Matcher:
    """Goes through the lines twice: first those with the form's words, then the others."""

    def __init__(self, form: Form, table: FormTable) -> None:
        self.form = form
        self.table = table
        self.order = {row.code: place for place, row in enumerate(form.rows)}
        self.last = -1
        self.named: set[str] = set()  # codes of rows that a problem names
        self.labels = grouped_by(lambda row: key(row.label), form.rows)

    def by_words(self, line: GridLine) -> bool:
        """Take a line whose words are those of a row; False for any other line."""
        label = shown(line.at(self.table.columns.label))
        rows = self.labels.get(key(label), []) if label else []
        if not rows:
            return False
        fitting = [row for row in rows if self._may_be(row, self._code(line))]
        if not fitting:
            if any(self.table.columns.cells(line)):
                self._problem("mismatch", rows[0].code, line)
            return True
        self._take(self._next(fitting), line)
        return True

    def by_number(self, line: GridLine) -> None:
        """Note a line with other words: named, with the row its number belongs to."""
        label = tidy(shown(line.at(self.table.columns.label)))
        code = self._code(line)
        rows = [row for row in self.form.rows if code and _fits(row, code) and row.printed]
        free = [
            row for row in rows if row.code not in self.table.lines | dict.fromkeys(self.named)
        ]
        if label and len(free) == 1:
            self._problem("renamed", free[0].code, line)
        elif self._is_foot(line):
            self.table.below.append(_words(line))
        elif any(self.table.columns.cells(line)[:-1]) or (label and self._has_note(line)):
            self._problem("extra", "", line)
        else:
            self.table.below.append(_words(line))

    def name_hidden(self, line: GridLine) -> None:
        """Note a line that nobody sees and that has entries: its row is not read."""
        rows = [
            row
            for row in self.labels.get(key(shown(line.at(self.table.columns.label))), [])
            if _fits(row, self._code(line))
        ]
        entries = " | ".join(filter(None, self.table.columns.cells(line)))
        code = rows[0].code if rows else ""
        self.table.problems.append(RowProblem("hidden_line", code, entries, line.place))
        self.named.update([code] if code else [])

    def name_left_out(self, line: GridLine, left: LeftOut) -> None:
        """Note text in a row's entries that does not count."""
        code = next(
            (code for code, kept in self.table.lines.items() if kept.place == line.place), ""
        )
        self.table.problems.append(RowProblem(left.reason, code, tidy(left.text), line.place))

    def name_missing(self) -> None:
        """Note questions that no line stands for."""
        known = self.table.lines.keys() | self.named
        self.table.problems += [
            RowProblem("missing", row.code) for row in self.form.questions if row.code not in known
        ]

    def _may_be(self, row: Indicator, code: str) -> bool:
        """Return whether a TT cell may be a row's: its own, or that of the merged label above it."""
        above = self.form.by_code.get(row.parent or "") if not row.printed else None
        return _fits(row, code) or (above is not None and _fits(above, code))

    def _is_foot(self, line: GridLine) -> bool:
        """Return whether a line stands below all rows of the form and has no figure: a signature."""
        last = max((kept.place for kept in self.table.lines.values()), default=line.place)
        figures = self.table.columns.cells(line)[:-1]
        return line.place > last and not any(map(FIGURE.fullmatch, figures))

    def _has_note(self, line: GridLine) -> bool:
        return bool(self.table.columns.cells(line)[-1])

    def _code(self, line: GridLine) -> str:
        """Return the TT cell as text: "1.1." and "1,1" are written for 1.1, 1.1 may stand for 1.10."""
        text = tidy(shown(line.at(self.table.columns.code))).lower().replace(",", ".")
        return text.rstrip(".:) ")

    def _next(self, rows: list[Indicator]) -> Indicator:
        """Among rows with the same words, the first one below the line before."""
        free = [row for row in rows if row.code not in self.table.lines] or rows
        below = [row for row in free if self.order[row.code] > self.last]
        return (below or free)[0]

    def _take(self, row: Indicator, line: GridLine) -> None:
        self.last = self.order[row.code]
        if row.code in self.named:
            return
        cells = self.table.columns.cells
        before = self.table.lines.get(row.code)
        if before is None or not any(cells(before)):
            self.table.lines[row.code] = line
        elif any(cells(line)) and cells(line) != cells(before):
            del self.table.lines[row.code]
            self._problem("twice", row.code, line)

    def _problem(self, reason: str, code: str, line: GridLine) -> None:
        name = tidy(shown(line.at(self.table.columns.label))) or _words(line)
        self.table.problems.append(RowProblem(reason, code, name, line.place))
        if code:
            self.named.add(code)


def _fits(row: Indicator, code: str) -> bool:
    """Tell whether a TT cell may belong to a row; an empty one may belong to any."""
    if not code or code in (row.printed.lower(), row.code):
        return True
    mine, other = _number(code), _number(row.printed)
    return mine is not None and mine == other


def _number(text: str) -> float | None:
    """Return a code as the number that a spreadsheet makes of it."""
    head, dot, tail = text.partition(".")
    plain = head.isascii() and head.isdigit() and (not dot or (tail.isascii() and tail.isdigit()))
    return float(text) if plain and len(text) < 12 else None
