"""A walk over the tokens of one answer: what every step of the scanner needs."""

from __future__ import annotations

from bot.model.form import Indicator
from bot.reading import around
from bot.reading.lexicon import Lexicon, lexicon_of
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import Aside, Breakdown, Evidence, Noun, Role
from bot.vietnamese.date_words import date_end
from bot.vietnamese.number import Number, read_number
from bot.vietnamese.tokens import Sort, token_at


class Cursor:
    """The tokens, the row's words, and where the walk stands."""

    def __init__(self, row: Indicator, evidence: Evidence) -> None:
        self.row = row
        self.evidence = evidence
        self.tokens = evidence.tokens
        self.plain = evidence.plain
        self.lexicon: Lexicon = lexicon_of(row)
        self.is_single = not self.lexicon.kind.has_two_cells
        self.is_money = self.lexicon.kind.counts_money
        self.part = Breakdown.NONE
        self.depth = 0  # open brackets
        self.last_end = -1  # end of the claim before
        self.has_figure = False  # some claim does not stand aside
        self.speaks_of_each = False
        self.chained = False  # nouns stand before their numbers
        self.rule = ""  # the line of the table that is tried

    def said(self, start: int, end: int) -> str:
        """Return the words from one token to another."""
        return self.evidence.words_between(start, end)

    def warn(self, doubt: Doubt, start: int, end: int) -> None:
        """Note an uncertainty and the words that raise it."""
        self.speaks_of_each |= doubt is Doubt.PER_UNIT
        self.evidence.warn(doubt, self.said(start, end), start, end)

    def aside(self, role: Role, start: int, end: int) -> int:
        """Note a number that is no quantity; return the place behind it."""
        self.evidence.asides.append(Aside(role, start, end))
        return end

    def is_mark(self, place: int, marks: str) -> bool:
        """Return whether one of these marks stands here."""
        return 0 <= place < len(self.tokens) and self.tokens[place].is_mark(marks)

    def number_at(self, place: int) -> Number | None:
        """Return the number that begins here."""
        return read_number(self.tokens, place, plain=self.plain)

    def noun_at(self, place: int) -> tuple[Noun, int] | None:
        """Return the noun that begins here; "năm 2022" is none. A kind of school is one where it is no
        part of a number of schools."""
        found = self.lexicon.noun_at(self.tokens, place, self.plain)
        if found is None and not self.part:
            found = self.lexicon.levels.match(self.tokens, place, plain=self.plain)
        if found is None or found[0].role is not Role.OTHER or not self.is_number(found[1]):
            return found
        is_date = date_end(self.tokens, place, plain=self.plain) > place
        return None if is_date else found

    def is_number(self, place: int) -> bool:
        """Return whether a number in digits stands here."""
        return token_at(self.tokens, place).sort is Sort.NUMBER

    def own_noun_at(self, place: int) -> tuple[Noun, int] | None:
        """Return a noun that counts what the row counts."""
        found = self.noun_at(place)
        return found if found and found[0].role is Role.OWN else None

    def joint(self, start: int) -> str:
        """Return what stands between the claim before and this place."""
        if not self.evidence.claims:
            return "^"
        joint, added = around.joint(self.tokens, self.last_end, start, self.plain)
        if added:
            self.warn(Doubt.SUM, self.last_end, start)
        return joint
