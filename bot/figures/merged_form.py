"""Several forms as one: rows of the same key (or named as the same) are one row of the grand total.

Rows that share a key and count different things stay apart: lớp are never added to tin, nor money
to people.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import attrgetter

from bot.model.answer import Answer
from bot.model.form import FIRST_CELLS, Cell, Column, Form, Indicator, Measure
from bot.model.grouping import grouped_by
from bot.row_types import row_type

PAIRS = 200  # of forms, whose common rows are kept


@dataclass(frozen=True)
class MergedForm:
    """`form` has every row once, with the first form's words; `keys` leads each form's codes (by its
    slug) to the rows of `form`."""

    form: Form
    keys: Mapping[str, Mapping[str, str]]

    def part(self, form: Form) -> Form:
        """Return one of the forms (or a part of it that some units are asked) under the merged keys, with the
        headers that its rows stand below now."""
        keys = self.keys[form.slug]
        own = {keys[row.code]: _placed(row, keys) for row in form.rows}
        for key, row in list(own.items()):
            parent = self.form.by_code[key].parent
            if parent not in own or not own[parent].is_leaf:
                own[key] = replace(row, parent=parent)
                for above in self._above(parent):
                    own.setdefault(above.code, above)
        order = {row.code: place for place, row in enumerate(self.form.rows)}
        rows = sorted(own.values(), key=lambda row: order[row.code])
        return replace(self.form, rows=tuple(rows))

    def answers(self, form: Form, answers: Mapping[str, Answer]) -> dict[str, Answer]:
        """Return a report on one of the forms under the merged keys."""
        keys = self.keys[form.slug]
        return {keys[code]: answer for code, answer in answers.items() if code in keys}

    def _above(self, parent: str | None) -> Iterator[Indicator]:
        while parent is not None and (row := self.form.by_code.get(parent)) is not None:
            yield row
            parent = row.parent


def merge_forms(forms: Sequence[Form]) -> MergedForm:
    """Return the forms as one, the first form's order and words first."""
    rows: dict[str, Indicator] = {}
    keys: dict[str, dict[str, str]] = {}
    for form in forms:
        own = keys.setdefault(form.slug, {})
        known = dict(rows)
        own.update((row.code, _key(row, known, form)) for row in form.rows)
        for row in form.rows:
            if own[row.code] in rows:
                rows[own[row.code]] = _together(rows[own[row.code]], row)
            else:
                rows[own[row.code]] = _placed(row, own)
    return MergedForm(replace(forms[0], rows=tuple(_in_order(rows))), keys)


def same_quantity(row: Indicator, other: Indicator) -> bool:
    """Return whether figures of two rows count the same, so that they may be one row of a total: both
    money or neither, a column in common, and in it a word in common where both say how they are
    counted. Rows without columns are the same where they are of one kind."""
    if not row.cells or not other.cells:
        return row.kind == other.kind
    shared = set(row.cells) & set(other.cells)
    if not shared or row_type(row).counts_money != row_type(other).counts_money:
        return False
    return all(_share_words(row.measure(cell), other.measure(cell)) for cell in shared)


@lru_cache(maxsize=PAIRS)
def same_rows(earlier: Form, form: Form) -> frozenset[str]:
    """Return the codes of rows that count the same in two forms."""
    shared = ((row, earlier.find(row.code)) for row in form.rows)
    return frozenset(row.code for row, was in shared if was and same_quantity(was, row))


def _share_words(measure: Measure | None, other: Measure | None) -> bool:
    if measure is None or other is None:
        return True
    words = [
        {word.casefold() for word in (each.word, *each.accepted)} for each in (measure, other)
    ]
    return bool(words[0] & words[1])


def _key(row: Indicator, rows: Mapping[str, Indicator], form: Form) -> str:
    known = rows.get(row.key)
    if known is None or same_quantity(known, row):
        return row.key
    return f"{form.slug}:{row.code}"


def _placed(row: Indicator, keys: Mapping[str, str]) -> Indicator:
    """Return a row under its merged key; which kinds are asked it is known from each unit's own form."""
    code = keys.get(row.code, row.key)
    parent = keys.get(row.parent) if row.parent else None
    counterpart = keys.get(row.counterpart, "")
    return replace(row, code=code, parent=parent, counterpart=counterpart, asked=(), same_as="")


def _together(row: Indicator, other: Indicator) -> Indicator:
    """Return the row of the total: a yes/no of one form may be a number in another."""
    cells = tuple(dict.fromkeys((*row.cells, *other.cells)))
    wider = row_type(row).counted_as if row.kind != other.kind else ""
    return replace(
        row,
        kind=wider or row.kind,
        at_most=None if wider else row.at_most,
        cells=tuple(sorted(cells, key=_place_of_cell)),
        count=row.count or other.count,
        people=row.people or other.people,
        columns=_columns_together(row.columns, other.columns),
        retired=row.retired and other.retired,
    )


def _place_of_cell(cell: Cell) -> int:
    """Return the place of a column: the first two stand first, the others as their forms have them."""
    return FIRST_CELLS.index(cell) if cell in FIRST_CELLS else len(FIRST_CELLS)


def _columns_together(
    columns: tuple[Column, ...], other: tuple[Column, ...]
) -> tuple[Column, ...]:
    """Return the declared columns of both rows."""
    known = {column.key: column for column in (*other, *columns)}
    cells = dict.fromkeys(column.key for column in (*columns, *other))
    return tuple(known[cell] for cell in cells)


def _in_order(rows: Mapping[str, Indicator]) -> Iterator[Indicator]:
    """Return each row after its header and whatever stands there already."""
    below: dict[str | None, list[Indicator]] = grouped_by(attrgetter("parent"), rows.values())
    waiting = list(reversed(below.get(None, [])))
    while waiting:
        row = waiting.pop()
        yield row
        waiting.extend(reversed(below.get(row.code, [])))
