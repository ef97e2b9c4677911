"""One version of an official form: sections, indicators, and which cells each printed row fills.

A form is data (`bot/forms/*.toml`); nothing in the program names an indicator. Labels are kept
verbatim, misprints included, because the export must equal the paper; the wording shown in chat
is a separate field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, wraps
from typing import ClassVar, TypeVar

from bot.model.optional import first

T = TypeVar("T")


class Cell(str):
    """The key of a quantity column. Every paper has the first one or two; a form may declare more."""

    __slots__ = ()
    COUNT: ClassVar[Cell]  # first column: classes, events, things, đồng
    PEOPLE: ClassVar[Cell]  # second column


Cell.COUNT, Cell.PEOPLE = Cell("count"), Cell("people")
FIRST_CELLS = (
    Cell.COUNT,
    Cell.PEOPLE,
)  # those that have names of their own wherever they are kept

YEAR = re.compile(r"[-_.]?(?:19|20)\d\d(?!\d)")
TOTAL, HEADER = (
    "total",
    "header",
)  # kinds of the rows printed above others; all other kinds are asked


@dataclass(frozen=True, slots=True)
class Measure:
    """How people name one quantity of a row in chat.

    `word` is used when echoing ("3 lớp"); `accepted` are further words that mean the same and may
    be added together ("tin", "bài"); `doubtful` are words that look near but count something else
    ("tủ sách" for books): they always lead to a question.
    """

    word: str
    accepted: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    ceiling: int | None = None  # above it "xin kiểm tra lại" is asked before storing


@dataclass(frozen=True, slots=True)
class Column:
    """A quantity column that a form declares. `head` is what is printed above it, from the top line
    down; `role` names what it counts ("female", "amount": see `row_types.column_roles`), `measure`
    how people name it; `part_of` is the column that holds its figures (nữ in tổng số)."""

    key: Cell
    head: tuple[str, ...]
    role: str
    measure: Measure
    part_of: Cell | None = None


@dataclass(frozen=True, slots=True)
class AskedOf:
    """How a row is asked of some kinds of units ("xã" means every kind whose words begin so; no
    kinds at all: every other one). What is left open is as in the row itself. More than `at_most` is
    asked about; where `within` names kinds and the unit list has such units below the one that is
    asked, their number is the most."""

    kinds: tuple[str, ...] = ()
    kind: str = ""
    question: str = ""
    example: str = ""
    at_most: int | None = None
    within: tuple[str, ...] = ()

    def concerns(self, unit_kind: str) -> bool:
        """Tell whether a kind of unit is meant."""
        return not self.kinds or is_of_kind(unit_kind, self.kinds)


def is_of_kind(unit_kind: str, kinds: Iterable[str]) -> bool:
    """Tell whether a unit's kind is one of some, or begins with its words ("trường" of "Trường THCS")."""
    words = unit_kind.casefold().split()
    return any(words[: len(each.split())] == each.casefold().split() for each in kinds)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One printed row.

    `kind` is the name of its class in `row_types`; `code` is the stable key ("1.4a"), `printed` what
    stands in the TT column (may be empty), `label` and `measure_label` are verbatim. `cells` says
    which quantity columns the row fills. `complete` (totals only): the children cover the label, so
    the total is computed; otherwise a larger stated total is allowed. `words` are the indicator's own
    words in a free message.
    """

    code: str
    kind: str
    label: str
    printed: str = ""
    measure_label: str = ""
    parent: str | None = None
    bold: bool = False
    cells: tuple[Cell, ...] = ()
    question: str = ""
    short: str = ""
    example: str = ""
    count: Measure | None = None
    people: Measure | None = None
    words: tuple[str, ...] = ()
    complete: bool = True
    choices: tuple[str, ...] = ()  # the values that a row of kind "choice" takes
    gate: str = ""  # on a header: the section's yes/no question
    counterpart: str = ""  # another row that tells of the same activity (6.4 and 8)
    at_most: int | None = None  # a unit's own plausible maximum (1 for a yes/no row)
    asked: tuple[AskedOf, ...] = ()  # empty: asked of every kind of unit
    same_as: str = ""  # key of the row of another form that asks the same
    retired: bool = False  # asked by an earlier version only: shown for those who answered it
    columns: tuple[Column, ...] = ()  # of `cells`, where the form declares its columns
    official: str = ""  # the row's number in a column "Mã số" of its own
    within: tuple[str, ...] = ()  # as it is asked a unit: of which kinds it counts the units below

    def __hash__(self) -> int:
        """Hash by what tells rows apart: caches of what a row accepts are looked up many times a message."""
        return hash((self.code, self.label))

    @property
    def is_header(self) -> bool:
        """Whether the row is a title above others, without a figure."""
        return self.kind == HEADER

    @property
    def is_total(self) -> bool:
        """Whether the row's figures are made of those below it."""
        return self.kind == TOTAL

    @property
    def is_open_total(self) -> bool:
        """Whether the row may have more than those below it, so that its own figure is asked."""
        return self.is_total and not self.complete

    @property
    def is_leaf(self) -> bool:
        """Whether the row is answered, now or in an earlier version."""
        return self.kind not in (TOTAL, HEADER)

    @property
    def is_asked(self) -> bool:
        """Whether the row is one of the questions (34 of 41 in Phụ lục II)."""
        return self.kind not in (TOTAL, HEADER) and not self.retired

    @property
    def key(self) -> str:
        """Under which the row is added up over forms and versions."""
        return self.same_as or self.code

    def for_unit(self, unit_kind: str, below: Sequence[str]) -> Indicator | None:
        """Return the row as a unit is asked it, None where it is not; see `Form.for_unit`."""
        if not self.asked:
            return self
        own = first(lambda each: each.concerns(unit_kind), self.asked)
        if own is None:
            return None
        inside = sum(is_of_kind(each, own.within) for each in below)
        return replace(
            self,
            kind=own.kind or self.kind,
            question=own.question or self.question,
            example=own.example or self.example,
            at_most=inside or own.at_most,
            within=own.within,
            asked=(),
        )

    def measure(self, cell: Cell) -> Measure | None:
        """Return the measure that belongs to a quantity column."""
        declared = None
        if self.columns:
            declared = next((each.measure for each in self.columns if each.key == cell), None)
        return declared or {Cell.COUNT: self.count, Cell.PEOPLE: self.people}.get(cell)

    def word_for(self, cell: Cell) -> str:
        """Return what a quantity column counts, in the form's words."""
        measure = self.measure(cell)
        return measure.word if measure is not None else self.measure_label

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Return the measures of its quantity columns, as far as the form names any."""
        known = map(self.measure, self.cells)
        return tuple(measure for measure in known if measure is not None)

    @property
    def number(self) -> str:
        """What is printed in the TT column, without marks: "1.1" for "1.1."."""
        return self.printed.strip(" .)(:").lower()

    @property
    def name(self) -> str:
        """The short wording for chat, or the label where none was given."""
        return self.short or self.label


def once_a_form(make: Callable[[Form], T]) -> Callable[[Form], T]:
    """Return the function with its outcome kept beside each form: what is looked up in a form at every
    message is sorted once."""
    place = f"_{make.__module__}.{make.__qualname__}"

    @wraps(make)
    def look_up(form: Form) -> T:
        kept: dict[str, T] = form.__dict__
        if place not in kept:
            kept[place] = make(form)
        return kept[place]

    return look_up


def form_line(slug: str) -> str:
    """Return what the yearly forms of one kind have in common: "phu-luc-ii" of "phu-luc-ii-2022"."""
    return YEAR.split(slug)[0] or slug


@dataclass(frozen=True, slots=True)
class Section:
    """A top-level row with the questions under it; a lone leaf is a section of one."""

    head: Indicator
    questions: tuple[Indicator, ...]

    @property
    def code(self) -> str:
        return self.head.code

    @property
    def has_gate(self) -> bool:
        """Whether one answer ("không tổ chức") may settle the whole section."""
        return bool(self.head.gate) and len(self.questions) > 1


def _with_children(rows: list[Indicator]) -> tuple[Indicator, ...]:
    """Return the rows without those whose headers are gone and headers that have nothing left below."""
    while True:
        codes, parents = {row.code for row in rows}, {row.parent for row in rows}
        left = [
            row
            for row in rows
            if (row.parent is None or row.parent in codes) and (row.is_leaf or row.code in parents)
        ]
        if len(left) == len(rows):
            return tuple(rows)
        rows = left


@dataclass(frozen=True)
class Form:
    """All rows of one form version, in printed order."""

    slug: str
    title: str  # may have line breaks and a "{year}" place: see `title_for`
    rows: tuple[Indicator, ...]
    annex: str = ""  # "Phụ lục II"
    year: int | None = None
    version: int = 1
    columns: tuple[str, ...] = ()  # the six column heads, verbatim
    quantity_head: str = ""  # what stands above the two quantity columns ("Số lượng")
    quantities: tuple[Column, ...] = ()  # the columns, where they are not those two
    source: str = ""
    here: str = field(default="", repr=False, compare=False)  # the section that is spoken of
    left_out: frozenset[str] = field(default=frozenset(), repr=False, compare=False)  # `for_unit`
    by_code: dict[str, Indicator] = field(init=False, repr=False, compare=False)
    _for_units: dict[tuple[str, tuple[str, ...]], Form] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_code", {row.code: row for row in self.rows})
        object.__setattr__(self, "_for_units", {})

    def __hash__(self) -> int:
        """Return what tells most forms apart; all rows together would take long."""
        return hash((self.slug, self.version))

    def for_unit(self, unit_kind: str, below: Sequence[str] = ()) -> Form:
        """Return the form with the rows that a kind of unit is asked, each as it is asked; a unit of unknown
        kind is asked everything. `below` are the kinds of the units below it, as far as known."""
        if not unit_kind.strip() or self.is_asked_alike:
            return self
        key = (" ".join(unit_kind.casefold().split()), tuple(sorted(below)))
        if key not in self._for_units:
            asked = filter(None, (row.for_unit(unit_kind, below) for row in self.rows))
            rows = _with_children(list(asked))
            left_out = self.by_code.keys() - {row.code for row in rows}
            self._for_units[key] = replace(self, rows=rows, left_out=frozenset(left_out))
        return self._for_units[key]

    def title_lines(self, year: int | None = None) -> tuple[str, ...]:
        """Return the printed title, line by line, for a year (the form's own where none is given)."""
        shown = year if year is not None else self.year
        title = self.title.replace("{year}", "" if shown is None else str(shown))
        return tuple(line.strip() for line in title.splitlines())

    def title_for(self, year: int | None = None) -> str:
        """Return the title on one line; the form prints its year, a campaign has its own."""
        return " ".join(self.title_lines(year))

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The keys of the quantity columns of the paper, in printed order."""
        return tuple(column.key for column in self.quantities) or FIRST_CELLS

    @cached_property
    def is_asked_alike(self) -> bool:
        """Whether units of every kind are asked the same rows."""
        return not any(row.asked for row in self.rows)

    @cached_property
    def questions(self) -> tuple[Indicator, ...]:
        """The rows to answer, in form order."""
        return tuple(row for row in self.rows if row.is_asked)

    @cached_property
    def answerable(self) -> tuple[Indicator, ...]:
        """Return the rows that may hold an answer: all but the titles."""
        return tuple(row for row in self.rows if not row.is_header)

    @cached_property
    def totals(self) -> tuple[Indicator, ...]:
        """Return the rows whose figures are made of those below them."""
        return tuple(row for row in self.rows if row.is_total)

    @cached_property
    def places(self) -> dict[str, int]:
        """Code of each question to its place, from 1 ("Câu 12/34")."""
        return {row.code: place for place, row in enumerate(self.questions, start=1)}

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Top-level rows in order, each with the questions below it (itself, for a leaf)."""
        heads = [row for row in self.rows if row.parent is None]
        return tuple(
            Section(
                head, tuple(row for row in self.questions if self.section_code(row) == head.code)
            )
            for head in heads
        )

    def questions_of(self, code: str) -> tuple[Indicator, ...]:
        """Return the question with this code or, for the head of several, those below it."""
        own = self.by_code.get(code)
        if own is not None and own.is_asked:
            return (own,)
        return tuple(row for row in self.questions if code in (row.parent, self.section_code(row)))

    def section_code(self, row: Indicator) -> str:
        """Return code of the top-level row above (or equal to) `row`."""
        while row.parent is not None:
            row = self.by_code[row.parent]
        return row.code

    def section_of(self, code: str) -> Section:
        """Return the section a row belongs to; `code` must exist."""
        wanted = self.section_code(self.by_code[code])
        return self._by_head[wanted]

    @cached_property
    def _by_head(self) -> dict[str, Section]:
        """The sections by the codes of their top-level rows."""
        return {section.head.code: section for section in self.sections}

    def children(self, code: str) -> tuple[Indicator, ...]:
        """Return rows printed directly under a header, in order."""
        return self._below.get(code, ())

    @cached_property
    def _below(self) -> dict[str | None, tuple[Indicator, ...]]:
        found: dict[str | None, tuple[Indicator, ...]] = {}
        for row in self.rows:
            found[row.parent] = (*found.get(row.parent, ()), row)
        return found

    def find(self, code: str) -> Indicator | None:
        """Return the row with this key, or None; codes are text, so "1.10" is not "1.1"."""
        key = code.strip().lower()
        found = self.by_code.get(key) or (self._printed_here(key) if self.counts_anew else None)
        return found or self._by_official.get(key)

    def find_question(self, code: str) -> Indicator | None:
        """Return the row with this key where it is asked, or None."""
        found = self.find(code)
        return found if found is not None and found.is_asked else None

    @cached_property
    def _by_official(self) -> dict[str, Indicator]:
        """The rows by their numbers in a column "Mã số"."""
        return {row.official.lower(): row for row in self.rows if row.official}

    @cached_property
    def counts_anew(self) -> bool:
        """Whether printed numbers are not the keys: sections that count anew (I 1.1, II 1.1)."""
        return any(row.number and row.number != row.code for row in self.questions)

    def printed_as(self, number: str) -> tuple[Indicator, ...]:
        """Return the questions that have this number printed beside them."""
        return tuple(row for row in self.questions if row.number == number)

    def _printed_here(self, number: str) -> Indicator | None:
        """Return the row with this printed number: of the section in view, or the only one."""
        fits = self.printed_as(number)
        here = tuple(row for row in fits if self.section_code(row) == self.here)
        found = here or fits
        return found[0] if len(found) == 1 else None


def row_in(form: Form | None, code: str) -> Indicator | None:
    """Return the row with this key; None where there is no such row, or no form."""
    return form.find(code) if form is not None else None
