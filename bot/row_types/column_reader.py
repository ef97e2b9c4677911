"""From words to the figures of named columns; every number is explained, or the words are asked
about.

The words are cut into numbers, names of columns and breaks between them. Names stand before their
numbers ("nữ 5") or behind them ("5 nữ"); what only one of both makes sense of is certain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from itertools import chain

from bot.model.form import Cell, Indicator
from bot.row_types.column_roles import holds_money, words_of
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import Claim
from bot.vietnamese.number import MILLION, Number, read_number
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.tokens import Sort, Token, tokenise
from bot.vietnamese.words import group, table, words

BREAKS, SILENT = ",;/|&()[]\n\t", ".!:=“”\"'-–−—"
RANGE = re.compile(r"[0-9]\s*[-–−—~]\s*[0-9]|(?<!\w)[-−][0-9]")
LISTED = re.compile(r"(?<![0-9.,])(?:[0-9]{1,2},){2,}[0-9]{1,2}(?![0-9.,])")  # "12,5,3"
APART = re.compile(r"(?<=[0-9]) +(?=[0-9])")
GROUPED = re.compile(r"(?<![0-9.,])[0-9]{1,2} [0-9]{3}(?![0-9.,])")  # "1 250": one number or two
NAMES_FIRST = re.compile(r"N?(?:LN)*")  # as in "12 nữ 5 dân tộc 3"
NAMES_LAST = re.compile(r"(?:NL)*N?")  # as in "5 nữ 3 dân tộc"
LEAST_AMOUNT = 100_000  # đồng; a smaller amount without a scale word is asked about
NO = table("no")
FILLERS = table("polite", "linking", "joining", "breakdown")
ABOUT = Phrases(
    (phrase, True)
    for phrase in (
        *group("before_number")["approximate"],
        *group("before_number")["several"],
        *group("warnings")["approximate"],
    )
)
PEOPLE = frozenset(words("people"))


@dataclass(frozen=True, slots=True)
class Name:
    """A column's name; `cell` is None where several columns are called so."""

    cell: Cell | None
    word: str


@dataclass(frozen=True, slots=True)
class Odd:
    """Why an answer is not certain; `offers` tells that its figures may be proposed."""

    doubt: Doubt
    word: str = ""
    offers: bool = False


@dataclass(slots=True)
class Said:
    """The figures by column, as far as they can be told; `speaks` tells that numbers or columns were
    named, not only that there was nothing."""

    figures: Mapping[Cell, int]
    speaks: bool = True
    odd: Odd | None = None


Heard = Number | Name
Pairs = list[tuple[Cell | None, Number]]  # a number with its column, None where it names none
Figures = dict[Cell, Number]
Assigned = tuple[Figures, Odd | None]


def read_columns(row: Indicator, text: str) -> Said:
    """Return what an answer says of a row's columns."""
    if RANGE.search(text):
        return Said({}, odd=Odd(Doubt.RANGE))
    listed = LISTED.sub(lambda found: found[0].replace(",", ", "), text)
    ear = Ear(row, tokenise(APART.sub(" | ", listed)))
    ear.listen()
    figures, odd = _assigned(row, ear, text)
    said = {cell: _whole(number) for cell, number in figures.items()}
    odd = ear.odd or _odd_scale(row, figures) or odd
    return Said(with_nothing_inside(row, said), ear.speaks, odd)


def with_nothing_inside(row: Indicator, figures: Mapping[Cell, int]) -> dict[Cell, int]:
    """Return the figures with 0 for every part of a whole that is 0."""
    found = dict(figures)
    for column in row.columns:
        if column.part_of is not None and found.get(column.part_of) == 0:
            found.setdefault(column.key, 0)
    return found


# -- words ----------------------------------------------------------------------------------------


@lru_cache(maxsize=512)
def _names(row: Indicator) -> Phrases[Name]:
    """Return the names of a row's columns; what two of them are called names neither, unless it is
    the very name of one."""
    called: dict[str, set[Cell]] = {}
    for column in row.columns:
        own = (column.measure.word, *column.measure.accepted, *words_of(column.role))
        for phrase in map(_plain, own):
            called.setdefault(phrase, set()).add(column.key)
    for column in row.columns:
        called[_plain(column.measure.word)] = {column.key}
    called.pop("", None)
    return Phrases(
        (phrase, Name(min(cells) if len(cells) == 1 else None, phrase))
        for phrase, cells in called.items()
    )


def _plain(phrase: str) -> str:
    """Return the words of a phrase without marks; the sign of a strict one stays."""
    joined = " ".join(re.findall(r"\w+", phrase.lower()))
    return f"={joined}" if phrase.startswith("=") else joined


@lru_cache(maxsize=512)
def _counted(row: Indicator) -> Phrases[bool]:
    """Return the words for what the row counts and what it is called: they add nothing."""
    measured = list(map(_plain, row.measure_label.split("/")))
    if not PEOPLE.isdisjoint(measured):
        measured.extend(PEOPLE)
    measured.extend((_plain(row.label), _plain(row.name)))
    return Phrases((phrase, True) for phrase in measured if phrase)


# -- hearing --------------------------------------------------------------------------------------


@dataclass
class Ear:
    """Walks once over the tokens of an answer. `segments` are what was heard between breaks, `odd`
    is the first thing that no column explains."""

    row: Indicator
    tokens: tuple[Token, ...]
    segments: list[list[Heard]] = field(default_factory=lambda: [[]])
    odd: Odd | None = None
    plain: bool = False
    speaks: bool = False  # of a number or a column

    def __post_init__(self) -> None:
        self.plain = not any(token.marks for token in self.tokens)

    @property
    def heard(self) -> list[Heard]:
        """Return everything that was heard, in order."""
        return list(chain.from_iterable(self.segments))

    @property
    def numbers(self) -> list[Number]:
        """Return the numbers."""
        return [each for each in self.heard if isinstance(each, Number)]

    @property
    def names(self) -> list[Name]:
        """Return the names of columns."""
        return [each for each in self.heard if isinstance(each, Name)]

    def listen(self) -> None:
        """Take every token; the first step that knows what to do with one says where to go on."""
        place = self._behind_label()
        while place < len(self.tokens):
            place = next(end for step in STEPS if (end := step(self, place)))

    def _behind_label(self) -> int:
        """Return the place behind the row's own label where the answer repeats it."""
        label = [token.key for token in tokenise(self.row.label.strip(" -+*•–"))]
        said = [token.key for token in self.tokens[: len(label)]]
        return len(label) if said == label else 0

    def name(self, place: int) -> int:
        """Take a column's name."""
        found = _names(self.row).match(self.tokens, place, plain=self.plain)
        if found is None:
            return 0
        self.segments[-1].append(found[0])
        self.speaks = bool(self.numbers) or self.speaks
        return found[1]

    def nothing(self, place: int) -> int:
        """Take "không" as 0."""
        found = NO.match(self.tokens, place, plain=self.plain)
        if found is None:
            return 0
        self.segments[-1].append(Number(Fraction(0), found[1]))
        self.speaks = bool(self.names) or self.speaks
        return found[1]

    def number(self, place: int) -> int:
        """Take a number; one that is not whole or not certain is asked about."""
        number = read_number(self.tokens[: self._next_name(place)], place, plain=self.plain)
        if number is None:
            return 0
        if number.doubt or number.value is None:
            self._ask(Claim(number, place, number.end).doubt or Doubt.MALFORMED, place)
        elif number.value.denominator != 1:
            self._ask(Doubt.DECIMAL, place)
        self.segments[-1].append(number)
        self.speaks = True
        return number.end

    def _next_name(self, place: int) -> int:
        """Return where the next column's name begins: "2 tư thục" are two, not twenty-four."""
        names = _names(self.row)
        behind = range(place + 1, len(self.tokens))
        found = names.find(self.tokens, behind, plain=self.plain)
        return found.start if found else len(self.tokens)

    def filler(self, place: int) -> int:
        """Pass over words that add nothing."""
        for known in (_counted(self.row), FILLERS):
            if found := known.match(self.tokens, place, plain=self.plain):
                return found[1]
        return 0

    def about(self, place: int) -> int:
        """Ask about "khoảng" and the like."""
        found = ABOUT.match(self.tokens, place, plain=self.plain)
        if found is None:
            return 0
        self._ask(Doubt.APPROXIMATE, place, offers=True)
        return found[1]

    def mark(self, place: int) -> int:
        """Begin another segment at a break, pass over other marks."""
        token = self.tokens[place]
        if token.sort is Sort.BREAK or token.is_mark(BREAKS):
            self.segments.append([])
            return place + 1
        return place + 1 if token.is_mark(SILENT) or token.sort is Sort.PICTURE else 0

    def word(self, place: int) -> int:
        """Ask about anything else."""
        self._ask(Doubt.UNKNOWN_WORD, place)
        return place + 1

    def _ask(self, doubt: Doubt, place: int, *, offers: bool = False) -> None:
        if self.odd is None:
            self.odd = Odd(doubt, self.tokens[place].text, offers)


STEPS: tuple[Callable[[Ear, int], int], ...] = (
    Ear.name, Ear.nothing, Ear.number, Ear.about, Ear.filler, Ear.mark, Ear.word,
)  # fmt: skip


# -- figures --------------------------------------------------------------------------------------


def _assigned(row: Indicator, ear: Ear, text: str) -> Assigned:
    """Return each column's figure, and why that is not certain."""
    if len(ear.numbers) > len(row.cells):
        return {}, Odd(Doubt.EXTRA_NUMBER)
    if not ear.names:
        return _in_order(row, ear.numbers, text)
    unclear = [name for name in ear.names if name.cell is None]
    if unclear:
        return {}, Odd(Doubt.WHICH_COLUMN, unclear[0].word)
    readings = list(map(_readings, filter(None, ear.segments)))
    if any(len(each) != 1 for each in readings):
        return _by_direction(row, ear)
    figures = _together(row, list(chain.from_iterable(chain.from_iterable(readings))))
    return figures, None if figures else Odd(Doubt.WHICH_COLUMN, ear.names[0].word)


def _in_order(row: Indicator, numbers: Sequence[Number], text: str) -> Assigned:
    """Return bare numbers in the columns' order: one for each, or the first one's alone."""
    figures = dict(zip(row.cells, numbers, strict=False))
    if len(row.cells) > len(numbers) > 1:
        return {}, Odd(Doubt.FEW_NUMBERS)
    return figures, Odd(Doubt.SPACED, offers=True) if GROUPED.search(text) else None


def _readings(segment: Sequence[Heard]) -> list[Pairs]:
    """Return what a segment may say: its names before their numbers, or behind them."""
    numbers = [each for each in segment if isinstance(each, Number)]
    cells = [each.cell for each in segment if isinstance(each, Name)]
    bare: list[Cell | None] = [None] * (len(numbers) - len(cells))
    shape = "".join("N" if isinstance(each, Number) else "L" for each in segment)
    found = []
    if NAMES_FIRST.fullmatch(shape):
        found.append(list(zip([*bare, *cells], numbers, strict=True)))
    if NAMES_LAST.fullmatch(shape) and len(shape) > 1:
        found.append(list(zip([*cells, *bare], numbers, strict=True)))
    return found


def _together(row: Indicator, pairs: Pairs) -> Figures:
    """Return the figures of named columns; a bare one in front is the first column's. Nothing where
    a column is named twice or a bare number stands elsewhere."""
    figures = {cell or row.cells[0]: number for cell, number in pairs}
    is_clear = len(figures) == len(pairs) and all(cell for cell, _ in pairs[1:])
    return figures if is_clear else {}


def _by_direction(row: Indicator, ear: Ear) -> Assigned:
    """Return the figures of names that may stand before or behind their numbers: what fits, if only
    one of both does; where a bare number stands last it is asked about."""
    odd = Odd(Doubt.WHICH_COLUMN, ear.names[0].word, offers=True)
    readings = [sorted(each, key=_has_name) for each in _readings(ear.heard)]
    likely = [found for each in readings if _is_sound(row, found := _together(row, each))]
    if len(likely) != 1:
        return {}, odd
    stands_first = isinstance(ear.heard[0], Number) and likely[0] == _together(row, readings[0])
    return likely[0], None if stands_first else odd


def _has_name(pair: tuple[Cell | None, Number]) -> bool:
    return pair[0] is not None


def _is_sound(row: Indicator, figures: Figures) -> bool:
    """Return whether every column has a figure and no part is larger than its whole."""
    if figures.keys() != set(row.cells):
        return False
    wholes = {column.key: column.part_of for column in row.columns if column.part_of in figures}
    return all(
        _whole(figures[part]) <= _whole(figures[whole]) for part, whole in wholes.items() if whole
    )


def _odd_scale(row: Indicator, figures: Figures) -> Odd | None:
    """Return the question about an amount without a scale, or a scale where nothing is đồng."""
    money = {column.key for column in row.columns if holds_money(row, column)}
    for cell, number in figures.items():
        said = str(_whole(number))
        if cell not in money and number.scale > 1:
            doubt = Doubt.SCALE if number.scale >= MILLION else Doubt.THOUSAND
            return Odd(doubt, said, doubt.offers)
        if cell in money and number.scale == 1 and 0 < _whole(number) < LEAST_AMOUNT:
            return Odd(Doubt.SMALL_MONEY, said)
    return None


def _whole(number: Number) -> int:
    """Return a number's value; 0 where it has none (the answer is asked about then)."""
    return int(number.amount)
