"""Keys and parents of the printed rows: from the numbers in the TT column and their order.

"1", "1.1", "1.10" speak for themselves; I, A, 1 and a) hang under what stands above them, so that
the second section's "1" is another row than the first one's. A row without a number is keyed by the
one before it and a letter ("1.4a").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.imports.annex import Doubt
from bot.imports.annex_rows import BULLETS, PrintedRow
from bot.model.optional import first

AFTER_NUMBERS = " \t\n\xa0.):,/"
DOTTED = re.compile(r"(\d{1,3}(?:\.\d{1,3})*)([a-zđ]?)")
ROMAN = re.compile(r"(?=.)(X{0,3})(IX|IV|V?I{0,3})")
LETTERS = "abcdđeghiklmnopqrstuvxy"
UPPER, ROMANS, DIGITS, LOWER, LOWER_ROMANS = 0, 1, 2, 30, 31


@dataclass(frozen=True, slots=True)
class Keyed:
    """A row with its key, its printed number (repaired where a spreadsheet had spoilt it) and the
    key of the row above it in the tree."""

    row: PrintedRow
    code: str
    printed: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class Level:
    """A row that others may hang under: by rank, the lowest first."""

    rank: int
    token: str
    code: str


def key_rows(rows: Sequence[PrintedRow]) -> tuple[tuple[Keyed, ...], tuple[Doubt, ...]]:
    """Return every row with its key and parent, and what had to be guessed."""
    keys = RowKeys()
    for row in rows:
        keys.take(row)
    return tuple(keys.keyed), tuple(keys.doubts)


def _may_hang(token: str, rank: int, over: Level) -> bool:
    """Tell whether a row may stand under another: 2.1 never under 1."""
    if rank in (LOWER, LOWER_ROMANS) or over.rank in (UPPER, ROMANS):
        return True
    return token.startswith(f"{over.token}.")


class RowKeys:
    """Walks the rows in printed order with the open levels above the present one."""

    def __init__(self) -> None:
        self.levels: list[Level] = []
        self.keyed: list[Keyed] = []
        self.doubts: list[Doubt] = []
        self.parents: dict[str, str | None] = {}

    def take(self, row: PrintedRow) -> None:
        """Take up the next row."""
        token = row.printed.strip("( ").rstrip(AFTER_NUMBERS).replace(",", ".")
        rank = self._rank(token)
        if rank is None:
            self._unnumbered(row, row.printed)
            return
        printed = row.printed
        if row.is_number:
            token, printed = self._whole(token, printed)
            rank = DIGITS + token.count(".")
        self._numbered(row, token, rank, printed)

    def _rank(self, token: str) -> int | None:
        """Return how deep a number stands by its look; None for none. A letter goes on a row of letters
        before it is taken for a Roman number."""
        dotted = DOTTED.fullmatch(token)
        if dotted:
            return DIGITS + dotted[1].count(".")
        low = token.lower()
        is_upper = token != low
        letters, romans = (UPPER, ROMANS) if is_upper else (LOWER, LOWER_ROMANS)
        is_letter = len(low) == 1 and low in LETTERS
        is_roman = ROMAN.fullmatch(low.upper()) is not None
        if is_letter and (not is_roman or self._follows(low, letters)):
            return letters
        if is_roman and (is_upper or len(low) > 1):
            return romans
        return letters if is_letter else None

    def _follows(self, letter: str, rank: int) -> bool:
        """Tell whether a letter is the next one after the last of this rank."""
        before = first(lambda level: level.rank == rank, self.levels)
        return before is not None and LETTERS.find(letter) == LETTERS.find(before.token) + 1

    def _whole(self, token: str, printed: str) -> tuple[str, str]:
        """Return a number of a spreadsheet: 1.1 after 1.9 was 1.10."""
        siblings = [level for level in self.levels if level.rank == DIGITS + 1]
        if "." not in token or not siblings:
            return token, printed
        head, _, last = siblings[-1].token.rpartition(".")
        due = f"{head}.{int(re.sub('[^0-9]', '', last)) + 1}"
        if due != token and float(due) == float(token):
            self._doubt("lost_zero", due, seen=printed)
            return due, due
        return token, printed

    def _numbered(self, row: PrintedRow, token: str, rank: int, printed: str) -> None:
        while self.levels and self.levels[-1].rank >= rank:
            self.levels.pop()
        token = token.lower()
        while self.levels and not _may_hang(token, rank, self.levels[-1]):
            self.levels.pop()
        over = self.levels[-1] if self.levels else None
        if rank in (UPPER, ROMANS, LOWER, LOWER_ROMANS) or rank == DIGITS:
            code = f"{over.code}.{token}" if over is not None else token
        else:
            code = self._dotted(token, over)
        if code in self.parents:
            self._doubt("twice", self.free(code), seen=printed)
            code = self.free(code)
        self._keep(row, code, printed, over.code if over is not None else None)
        self.levels.append(Level(rank, token, code))

    def _dotted(self, token: str, over: Level | None) -> str:
        """Return the key of 1.1: its own number, below a section that is counted in another way."""
        outer = [level for level in self.levels if level.rank < DIGITS]
        code = f"{outer[-1].code}.{token}" if outer else token
        above = token.rpartition(".")[0]
        if over is None or over.token != above:
            self._doubt("orphan", code, above=above)
        return code

    def _unnumbered(self, row: PrintedRow, printed: str) -> None:
        """Place a row without a number: beside the row before it, or under it where that is a head."""
        before = self._last_numbered()
        if before is None:
            self._keep(row, self.free("0"), printed, None)
            self._doubt("unnumbered", self.keyed[-1].code, label=row.label)
            return
        is_head = not before.row.unit or (before.row.bold and not row.bold)
        below = (is_head and bool(row.unit)) or printed.strip() in tuple(BULLETS)
        parent = before.code if below else before.parent
        code = self.free(before.code)
        self._keep(row, code, printed, parent)
        self._doubt("unnumbered", code, label=row.label)

    def _last_numbered(self) -> Keyed | None:
        codes = {level.code for level in self.levels}
        found = [keyed for keyed in self.keyed if keyed.code in codes]
        return found[-1] if found else None

    def free(self, code: str) -> str:
        """Return the first key of this pattern that no row has: 1.4a, 1.4b …"""
        return next(
            f"{code}{letter}"
            for letter in (*LETTERS, *(f"{letter}{two}" for letter in LETTERS for two in LETTERS))
            if f"{code}{letter}" not in self.parents
        )

    def _keep(self, row: PrintedRow, code: str, printed: str, parent: str | None) -> None:
        self.parents[code] = parent
        self.keyed.append(Keyed(row, code, printed, parent))

    def _doubt(self, reason: str, code: str, **details: object) -> None:
        self.doubts.append(Doubt(reason, code, details))
