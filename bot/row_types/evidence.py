"""What was found in one answer: every number with the one thing that explains it.

`reading` collects the evidence, a row type decides what it comes to. Nothing here reads text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from itertools import filterfalse, takewhile
from operator import attrgetter
from typing import Any, Generic, NamedTuple, TypeVar

from bot.model.answer import Part
from bot.model.form import Cell
from bot.row_types.doubt import Doubt
from bot.vietnamese.normalise import unaccented
from bot.vietnamese.number import Number
from bot.vietnamese.tokens import Sort, Token

# The doubts a number can have in itself that are called otherwise here.
_NUMBER_DOUBTS = {"dots": Doubt.MALFORMED}


class Role(StrEnum):
    """What explains a number."""

    __hash__ = str.__hash__  # as fast as that of its name

    OWN = "own"  # it counts what a cell of the row counts
    NEAR = "near"  # it counts something that the form calls doubtful: may be offered
    SEX = "sex"  # a part of the people
    SLIP = "slip"  # a noun of the row with one letter wrong
    GARBLED = "garbled"  # has the consonants of a noun of the row, in a broken font or raw keys
    SLANG = "slang"  # củ, tỏi: a scale people say but do not write
    CURRENCY = "currency"  # another country's money
    KIN = "kin"  # it counts another kind of what the row counts: "3 thôn" beside "2 trường"
    OTHER = "other"  # it counts something else that is named
    PRICE = "price"  # an amount of money where the row counts things
    PHONE = "phone"
    CODE = "code"  # the number of a document
    PERCENT = "percent"
    DATE = "date"  # or a time
    ORDINAL = "ordinal"  # a name: lớp 5A, tổ 3
    UNKNOWN = "unknown"  # the word behind it is not known: nothing explains it
    BARE = "bare"  # no word behind it


# Behind a figure they say nothing of what it counts; "thì" only with its accent.
NO_DESCRIPTION = frozenset(("và", "va", "nhưng", "nhung", "rồi", "roi", "xong", "thì"))
ASIDE = frozenset((Role.OTHER, Role.PRICE, Role.PHONE, Role.CODE))  # explained, and not the row's
OFFERED = (Role.NEAR, Role.SEX, Role.SLIP, Role.GARBLED)
STRANGE = {
    Role.NEAR: Doubt.DOUBTFUL_UNIT,
    Role.OTHER: Doubt.UNKNOWN_UNIT,
    Role.KIN: Doubt.UNKNOWN_UNIT,
    Role.PRICE: Doubt.UNKNOWN_UNIT,
    Role.PHONE: Doubt.PHONE,
    Role.CODE: Doubt.UNKNOWN_UNIT,
    Role.UNKNOWN: Doubt.UNKNOWN_UNIT,
    Role.SLIP: Doubt.SLIP,
    Role.GARBLED: Doubt.GARBLED,
    Role.SEX: Doubt.BY_SEX,
    Role.CURRENCY: Doubt.CURRENCY,
    Role.SLANG: Doubt.SLANG,
}


@dataclass(frozen=True, slots=True)
class Noun:
    """A word that can stand behind a number, and what it makes of it for one row; `cell` where it
    belongs to a cell, `scale` for slang."""

    role: Role
    word: str = ""
    cell: Cell | None = None
    scale: int = 1


class Breakdown(StrEnum):
    """How a figure breaks down the one before it."""

    NONE = ""
    WITHIN = "within"  # trong đó: some of them
    LISTED = "parts"  # gồm: all of them
    BRACKET = "bracket"


@dataclass(frozen=True, slots=True)
class Claim:
    """A number and what it counts. `noun` is None for a bare number; `start` and `end` are token
    places; `joint` is what stands between it and the claim before ("" for nothing but space, "…"
    for words, "^" for the first); `label` says that its noun stands before it, `rule` which line of the
    scanner's table found what it counts ("" for the noun behind it)."""

    number: Number
    start: int
    end: int
    noun: Noun | None = None
    joint: str = ""
    part: Breakdown = Breakdown.NONE
    label: bool = False
    rule: str = ""

    @property
    def role(self) -> Role:
        """What explains the number."""
        return self.noun.role if self.noun else Role.BARE

    @property
    def cell(self) -> Cell | None:
        """The cell it certainly belongs to."""
        return self.noun.cell if self.noun and self.noun.role is Role.OWN else None

    @property
    def near_cell(self) -> Cell | None:
        """The cell it may belong to, because its noun comes near those of the row."""
        return self.noun.cell if self.noun and self.noun.role in OFFERED else None

    @property
    def word(self) -> str:
        """Its noun, "" for a bare number."""
        return self.noun.word if self.noun else ""

    @property
    def value(self) -> Fraction | None:
        """The number with the scale that its noun adds ("5 củ")."""
        value = self.number.value
        if value is None or self.noun is None or self.noun.scale == 1:
            return value
        return value * self.noun.scale

    @property
    def amount(self) -> Fraction | int:
        """Return the value, 0 where none can be offered."""
        return self.value or 0

    @property
    def doubt(self) -> Doubt | None:
        """The doubt about the number itself."""
        code = self.number.doubt
        return (_NUMBER_DOUBTS.get(code) or Doubt(code)) if code else None


class Claims(tuple[Claim, ...]):
    """Some claims of an answer, in order."""

    __slots__ = ()

    def where(self, fits: Callable[[Claim], object]) -> Claims:
        """Return those that fit."""
        return Claims(filter(fits, self))

    def of(self, *roles: Role) -> Claims:
        """Return those that are explained by one of these roles."""
        return Claims([claim for claim in self if claim.role in roles])

    def without(self, *roles: Role) -> Claims:
        """Return those that are explained otherwise."""
        return Claims([claim for claim in self if claim.role not in roles])

    def counting(self, cell: Cell) -> Claims:
        """Return those that certainly belong to a cell."""
        return Claims([claim for claim in self if claim.cell == cell])

    @property
    def only(self) -> Claim | None:
        """Return the single claim; None where there is none or another."""
        return self[0] if len(self) == 1 else None

    @property
    def joints(self) -> tuple[str, ...]:
        """Return what stands between them."""
        return tuple(map(attrgetter("joint"), self[1:]))

    @property
    def words(self) -> frozenset[str]:
        """Return their nouns."""
        return frozenset(map(attrgetter("word"), self))

    @property
    def cells(self) -> frozenset[Cell | None]:
        """Return the cells that they certainly belong to."""
        return frozenset(map(attrgetter("cell"), self))

    @property
    def starts(self) -> list[int]:
        """Return where each begins."""
        return list(map(attrgetter("start"), self))

    @property
    def ends(self) -> list[int]:
        """Return where each ends."""
        return list(map(attrgetter("end"), self))

    @property
    def are_sure(self) -> bool:
        """Return whether none of the numbers has a doubt in itself."""
        return not any(map(attrgetter("number.doubt"), self))

    @property
    def have_pieces(self) -> bool:
        """Return whether one of the numbers may also be two ("1 250")."""
        return any(map(attrgetter("number.pieces"), self))

    @property
    def total(self) -> Fraction | None:
        """Return the sum; None where there is nothing to add or a part is unreadable."""
        values = list(map(attrgetter("value"), self))
        if len(values) < 2:
            return values[0] if values else None
        known = [value for value in values if value is not None]
        return sum(known, Fraction(0)) if len(known) == len(values) else None

    @property
    def added(self) -> Fraction:
        """Return the sum of the numbers as far as they are known, without the scale of a noun."""
        return sum((claim.number.value or Fraction(0) for claim in self), Fraction(0))

    @property
    def number_doubt(self) -> Doubt | None:
        """Return the first doubt about a number itself, refusals before questions."""
        doubts = [claim.doubt for claim in self if claim.number.doubt and claim.doubt]
        return min(doubts, key=lambda doubt: not doubt.refuses, default=None)

    @property
    def strange(self) -> Question:
        """Return the doubt about the first noun that is not one of the row."""
        strange = (
            Question(STRANGE[claim.role], claim.word) for claim in self if claim.role in STRANGE
        )
        return next(strange, NO_QUESTION)


Value = TypeVar("Value")


class once(Generic[Value]):  # noqa: N801
    """A property that is worked out when it is first asked for, without a lock."""

    def __init__(self, work_out: Callable[[Any], Value]) -> None:
        self.work_out, self.name = work_out, work_out.__name__
        self.__doc__ = work_out.__doc__

    def __get__(self, owner: object, _: type) -> Value:
        """Return the value, and keep it in the owner under the property's name."""
        value = vars(owner)[self.name] = self.work_out(owner)
        return value


class Question(NamedTuple):
    """A doubt and the word that it is about."""

    doubt: Doubt | None
    word: str = ""


NO_QUESTION = Question(None)


@dataclass(frozen=True, slots=True)
class Aside:
    """Tokens that hold a number which is no quantity: a date, a time, a name, a percentage."""

    role: Role
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Caution:
    """Something that makes the answer uncertain; `word` is what was said, `start` and `end` the
    tokens it was said with."""

    doubt: Doubt
    word: str = ""
    start: int = -1
    end: int = -1


@dataclass(slots=True)
class Evidence:
    """All that was found in one answer; filled by the scanner, then only read.

    `used` are the places of tokens that belong to a figure or repeat one; `names` are nouns of the
    row that carry a number as a name (lớp 5A).
    """

    text: str
    tokens: tuple[Token, ...]
    plain: bool
    claims: list[Claim] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    cautions: list[Caution] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    used: set[int] = field(default_factory=set)
    dated: set[int] = field(default_factory=set)

    def warn(self, doubt: Doubt, word: str = "", start: int = -1, end: int = -1) -> None:
        """Note an uncertainty."""
        self.cautions.append(Caution(doubt, word, start, end))

    def forget(self, settled: Callable[[Caution], bool]) -> None:
        """Take back the uncertainties that are settled."""
        self.cautions[:] = filterfalse(settled, self.cautions)

    def has(self, doubt: Doubt) -> bool:
        """Tell whether something raised this doubt."""
        return any(caution.doubt is doubt for caution in self.cautions)

    def certain(self, *cells: Cell) -> Claims | None:
        """Return the claims where they are one sure figure with its own noun for each of these cells,
        in order, and nothing else was counted or doubted; else None."""
        if self.cautions or len(self.claims) != len(cells):
            return None
        for claim, cell in zip(self.claims, cells, strict=True):
            number, noun = claim.number, claim.noun
            if noun is None or noun.role is not Role.OWN or noun.cell is not cell or claim.part:
                return None
            if number.value is None or number.doubt or number.pieces:
                return None
        return Claims(self.claims)

    def says_each(self, claim: Claim) -> bool:
        """Tell whether it is said what each thing has that a claim counts: "7 ngày, mỗi ngày 2 tin"."""
        each = [said for said in self.cautions if said.doubt is Doubt.PER_UNIT]
        named = {token.key for said in each for token in self.tokens[said.start : said.end + 1]}
        return not named.isdisjoint(unaccented(claim.word).split()[:1])

    @property
    def doubts(self) -> frozenset[Doubt]:
        """Return the doubts that were raised."""
        return frozenset(map(attrgetter("doubt"), self.cautions))

    @property
    def forbids_sum(self) -> bool:
        """Tell whether something was said of a figure that forbids to add it to another."""
        return any(map(attrgetter("forbids_sum"), self.doubts))

    def amend(self, changed: Mapping[int, Claim]) -> None:
        """Put other claims in place of those that begin at these tokens."""
        if changed:
            self.claims[:] = [changed.get(claim.start, claim) for claim in self.claims]

    def put_aside(self, claims: Iterable[Claim]) -> None:
        """Take claims away: what they count is named, and no figure of the row."""
        gone = tuple(claims)
        self.claims[:] = [claim for claim in self.claims if claim not in gone]
        self.asides += [Aside(Role.OTHER, claim.start, claim.end) for claim in gone]
        self.free(gone)

    def use(self, claims: Iterable[Claim]) -> None:
        """Note that the tokens of some claims belong to a figure."""
        for claim in claims:
            self.used.update(range(claim.start, claim.end))

    def free(self, claims: Iterable[Claim]) -> None:
        """Note that the tokens of some claims belong to no figure any more."""
        for claim in claims:
            self.used.difference_update(range(claim.start, claim.end))

    def words_between(self, start: int, end: int) -> str:
        """Return the text from one token to another, as typed."""
        if start >= end:
            return ""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end]

    def words_behind(self, claim: Claim, limit: int | None = None) -> tuple[Token, ...]:
        """Return the words directly behind a claim, up to "và", "rồi" or the next mark."""
        return tuple(takewhile(_describes, self.tokens[claim.end : limit]))


def _describes(token: Token) -> bool:
    """Return whether a token behind a figure may say what it counts."""
    return token.sort is Sort.WORD and token.text.lower() not in NO_DESCRIPTION


@dataclass(frozen=True, slots=True)
class Decision:
    """Figures for the two cells as far as they can be told, and why they are not certain.

    `figures` are the claims they were made of, `others` further complete proposals, `parts` the
    named shares that add up to them, `rule` the line of a table that decided ("" for a plain figure).
    """

    count: Fraction | int | None = None
    people: Fraction | int | None = None
    doubt: Doubt | None = None
    word: str = ""
    figures: tuple[Claim, ...] = ()
    others: tuple[tuple[int | None, int | None], ...] = ()
    parts: tuple[Part, ...] = ()
    rule: str = ""

    def asked(self, question: Question) -> Decision:
        """Return the decision with one more question: one that it has already stays, unless the other
        refuses the text."""
        doubt = question.doubt
        if doubt is None or (self.doubt is not None and not doubt.refuses):
            return self
        return replace(self, doubt=doubt, word=question.word)

    @property
    def is_sum(self) -> bool:
        """Whether its figures are several of one cell, added."""
        return len(self.figures) > 1 and len(Claims(self.figures).cells) == 1
