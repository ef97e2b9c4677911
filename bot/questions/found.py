"""What was found in one answer: quantities with their nouns, warnings, places already used."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.model.form import Cell
from bot.questions.lexicon import Role, Term
from bot.vietnamese.number import Number
from bot.vietnamese.tokens import Token

AMOUNT = Term(Role.UNIT, "", Cell.COUNT)  # "5 triệu": the scale says that it is money


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts. `term` is None for a bare number; `start` and `end` are token
    places; `joint` is what stands between it and the quantity before ("" for nothing but space,
    "…" for words); `part` says that it breaks another one down (trong đó, brackets)."""

    number: Number
    start: int
    end: int
    term: Term | None = None
    joint: str = ""
    part: str = ""
    label: bool = False

    @property
    def cell(self) -> Cell | None:
        """The cell its noun certainly belongs to."""
        return self.term.cell if self.term and self.term.role is Role.UNIT else None


@dataclass(frozen=True, slots=True)
class Caution:
    """Something that makes the answer uncertain; `word` is what was said."""

    reason: str
    word: str = ""


@dataclass(slots=True)
class Scan:
    """All that was found in one answer; filled by `Scanner`, then only read."""

    text: str
    tokens: tuple[Token, ...]
    plain: bool
    quantities: list[Quantity] = field(default_factory=list)
    warnings: list[Caution] = field(default_factory=list)
    ordinals: set[str] = field(default_factory=set)
    used: set[int] = field(default_factory=set)
    dated: set[int] = field(default_factory=set)

    def warn(self, reason: str, word: str = "") -> None:
        """Note an uncertainty once."""
        if all(known.reason != reason for known in self.warnings):
            self.warnings.append(Caution(reason, word))

    def words_between(self, start: int, end: int) -> str:
        """The text from one token to another, as typed."""
        if start >= end:
            return ""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end]


def reasons(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(phrase, reason) for reason, phrases in table.items() for phrase in phrases]
