"""Duties and lists as tables for paper and workbook: their columns, lines, and what they come to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from bot.exports.decree_layout import TEXT_MM
from bot.exports.issuer import Issuer
from bot.locale.dates import day
from bot.locale.say import say
from bot.reading.entry_lines import Entry, EntryList
from bot.vietnamese.spell import grouped, money_in_words

Value = str | int
DUTY_MM = (12, 36, 43, 24, 50)


@dataclass(frozen=True)
class DutyTable:
    """A table under a heading: `widths` in mm, `words` the columns that stand left; `total` is its last
    line, () without one; `below` are sentences under it."""

    heading: str
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    words: frozenset[int]
    rows: tuple[tuple[Value, ...], ...]
    total: tuple[Value, ...] = ()
    below: tuple[str, ...] = ()


@dataclass(frozen=True)
class DutySheet:
    """The duties and lists of a campaign, or of one unit of it, as of `at` in the office's time zone."""

    title: str
    kind: str
    issuer: Issuer
    tables: tuple[DutyTable, ...]
    at: datetime


def as_texts(row: Sequence[Value]) -> tuple[str, ...]:
    """Return a line's cells in words, numbers with dots."""
    return tuple(grouped(cell) if isinstance(cell, int) else cell for cell in row)


def duty_table(found: Sequence[Mapping[str, Any]], tz: tzinfo) -> DutyTable:
    """Return the duties of all units, the number of those that are done below."""
    done = sum(each["state"] == "done" for each in found)
    return DutyTable(
        say("duties.heading"),
        tuple(say(f"duties.column.{place}") for place in range(1, len(DUTY_MM) + 1)),
        DUTY_MM,
        frozenset({1, 2, 4}),
        tuple(_duty(number, each, tz) for number, each in enumerate(found, start=1)),
        below=(say("duties.done", done=done, total=len(found)),),
    )


def _duty(number: int, found: Mapping[str, Any], tz: tzinfo) -> tuple[Value, ...]:
    due = found["due"]
    until = day(datetime.fromisoformat(due).astimezone(tz).date()) if due else say("duties.usual")
    result = found["text"] or say(f"duties.state.{found['state']}")
    told = "\n".join(filter(None, [result, found["source"]]))
    return (number, found["unit_name"], found["title"], until, told)


@dataclass(frozen=True)
class _Column:
    """A column that a list has where one of its lines says something in it."""

    key: str
    width: int
    cell: Callable[[Entry], Value | None]
    total: Callable[[EntryList], Value | None] = lambda _: None
    is_words: bool = False


def _answer(entry: Entry) -> str | None:
    if entry.comes is None:
        return None
    return say("entries.comes" if entry.comes else "entries.stays_away")


def _coming(found: EntryList) -> str | None:
    return None if found.coming is None else say("entries.coming", count=found.coming)


_COLUMNS = (
    _Column("amount", 32, lambda entry: entry.amount, lambda found: found.money),
    _Column("goods", 38, lambda entry: entry.goods or None, is_words=True),
    _Column("people", 22, lambda entry: entry.people, lambda found: found.people),
    _Column("answer", 24, _answer, _coming),
    _Column("remark", 26, lambda entry: entry.remark or None, is_words=True),
)


def list_table(title: str, unit: str, found: EntryList) -> DutyTable:
    """Return one unit's list with its total; only columns of which a line says something."""
    used = _used(found)
    left = TEXT_MM - DUTY_MM[0] - sum(each.width for each in used)
    names = (say("duties.column.1"), say("duties.list.name"))
    rows = tuple(
        (number, line.name, *(_or_empty(each.cell(line)) for each in used))
        for number, line in enumerate(found.entries, start=1)
    )
    sums = ("", say("duties.list.total"), *(_or_empty(each.total(found)) for each in used))
    return DutyTable(
        say("duties.list.heading", title=title, unit=unit),
        (*names, *(say(f"duties.list.{each.key}") for each in used)),
        (DUTY_MM[0], left, *(each.width for each in used)),
        frozenset({1, *(place for place, each in enumerate(used, start=2) if each.is_words)}),
        rows,
        sums if any(sums[2:]) else (),
        _below(found),
    )


def _used(found: EntryList) -> list[_Column]:
    """Return the columns of which a line says something."""
    return [each for each in _COLUMNS if any(map(each.cell, found.entries))]


def _below(found: EntryList) -> tuple[str, ...]:
    """Return what stands below a list: that it is empty, or its money in words."""
    if not found.entries:
        return (say("duties.list.empty"),)
    return (say("duties.spelled", words=money_in_words(found.money)),) if found.money else ()


def _or_empty(cell: Value | None) -> Value:
    return "" if cell is None else cell
