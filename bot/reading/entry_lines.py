"""Lines of a small list: who gave which money or goods, who comes, how many each has.

Money is read with the reading of a money row, so that "5 tr", "5.000.000" and "năm triệu" are one; what
is not certain is no entry but a line to ask about. Goods keep their own words and are never added.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.model.form import Cell, Indicator, Measure
from bot.reading.answer_reading import read_answer
from bot.reading.outcome import Understood
from bot.vietnamese.normalise import clean, unaccented

DONG = Measure("đồng", ("đ", "vnđ", "vnd"), ("usd", "đô la"), ceiling=500_000_000)
MONEY_ROW = Indicator("entry", "money", "", cells=(Cell.COUNT,), count=DONG)
LONGEST_NAME = 200
_NUMBERED = re.compile(r"^\s*(?:[-–•*+]|[0-9]{1,3}[.)])\s+")
_PARTED = re.compile(r"\s{0,20}(?:\t|\||;|:(?!\d)|\s[-–]\s)\s{0,20}")
_PIECES = re.compile(
    r"\s{0,20}(?:\t|\||;|\+|,(?!\d)|\s(?:và|va|cùng|cung)\s)\s{0,20}", re.IGNORECASE
)
_MONEY = re.compile(
    r"[0-9][0-9.,\s]{0,20}(?:đồng|dong|đ\b|d\b|triệu|trieu|tr\b|nghìn|nghin|ngàn|ngan|k\b|tỷ|ty\b|vnđ|vnd)"
    r"|^[0-9][0-9.,]*$|(?:triệu|nghìn|ngàn|tỷ)\b",
    re.IGNORECASE,
)
_FIRST_NUMBER = re.compile(r"\s{1,20}(?=[0-9])")
_COMES = frozenset(("co", "co du", "du", "se du", "xac nhan", "dong y", "tham du", "co mat", "x"))
_STAYS_AWAY = frozenset(("khong", "khong du", "vang", "ban", "xin vang", "khong tham du"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `amount` is in đồng, `goods` are words; `comes` is None where nothing is said of it."""

    name: str
    amount: int | None = None
    goods: str = ""
    comes: bool | None = None


@dataclass(frozen=True, slots=True)
class EntryList:
    """What a list comes to; `unclear` are lines that are no entry yet."""

    entries: tuple[Entry, ...]
    unclear: tuple[str, ...] = ()

    @property
    def money(self) -> int | None:
        """Return the sum of all amounts; None where there is none."""
        amounts = [entry.amount for entry in self.entries if entry.amount is not None]
        return sum(amounts) if amounts else None

    @property
    def goods(self) -> tuple[str, ...]:
        """Return all goods in words."""
        return tuple(entry.goods for entry in self.entries if entry.goods)

    @property
    def coming(self) -> int | None:
        """Return how many come; None where nobody said so."""
        said = [entry.comes for entry in self.entries if entry.comes is not None]
        return sum(said) if said else None


def read_entries(text: str) -> EntryList:
    """Return the entries of a text, a line each."""
    entries: list[Entry] = []
    unclear: list[str] = []
    for line in filter(None, map(str.strip, clean(text).splitlines())):
        found = read_entry(line)
        if found is None:
            unclear.append(line)
        else:
            entries.append(found)
    return EntryList(tuple(entries), tuple(unclear))


def read_entry(line: str) -> Entry | None:
    """Return what one line says; None where it is not certain."""
    bare = _NUMBERED.sub("", line).strip()
    name, rest = _split(bare)
    if not name or name[0].isdigit() or _MONEY.search(name):
        return None
    plain = " ".join(unaccented(rest).split()).strip(" .")
    if plain in _COMES or plain in _STAYS_AWAY:
        return Entry(name, comes=plain in _COMES)
    return _with_values(name, [piece for piece in _PIECES.split(rest) if piece])


def _split(text: str) -> tuple[str, str]:
    """Return the name and what follows it: at a mark, else before the first number."""
    for mark in (_PARTED, _FIRST_NUMBER):
        name, *rest = mark.split(text, maxsplit=1)
        if rest:
            return name.strip(" ,.:;-–")[:LONGEST_NAME], rest[0].strip()
    return text.strip(" ,.:;-–")[:LONGEST_NAME], ""


def _with_values(name: str, pieces: Sequence[str]) -> Entry | None:
    """Return an entry with money and goods; None where an amount is doubtful, or said twice."""
    money = [piece for piece in pieces if _MONEY.search(piece)]
    goods = "; ".join(piece for piece in pieces if piece not in money)
    if not money:
        return Entry(name, goods=goods)
    reading = read_answer(MONEY_ROW, money[0])
    if len(money) > 1 or not isinstance(reading, Understood):
        return None
    return Entry(name, reading.answer.count, goods)
