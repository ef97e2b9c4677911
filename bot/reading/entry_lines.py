"""Lines of a small list: who gave which money or goods, who comes, how many each has.

Money is read with the reading of a money row, so that "5 tr", "5.000.000" and "năm triệu" are one; what
is not certain is no entry but a line to ask about. Goods keep their own words and are never added. A line
that adds up the others is no entry, or it would count twice.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.model.form import Cell, Indicator, Measure
from bot.reading.answer_reading import read_answer
from bot.reading.outcome import Understood
from bot.vietnamese.normalise import clean, unaccented

DONG = Measure("đồng", ("đ", "vnđ", "vnd"), ("usd", "đô la"), ceiling=500_000_000)
MONEY_ROW = Indicator("entry", "money", "", cells=(Cell.COUNT,), count=DONG)
PEOPLE = Measure("người", ("công dân", "học viên", "hội viên", "lượt người"), ceiling=100_000)
PEOPLE_ROW = Indicator("entry", "count", "", cells=(Cell.COUNT,), count=PEOPLE)
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
_PEOPLE = re.compile(
    r"[0-9][0-9.]{0,9}\s{0,9}(?:lượt\s|luot\s)?(?:người|nguoi|công\s?dân|cong\s?dan|học\s?viên|hoc\s?vien"
    r"|hội\s?viên|hoi\s?vien)",
    re.IGNORECASE,
)
_PEOPLE_HEAD = re.compile(
    r"\bso (?:luong )?(?:nguoi|cong dan|hoc vien|hoi vien)|\bcong dan hoc tap\b"
)
_SUM = re.compile(r"(?:tong|cong|tong cong|cong tong|tong so|cong chung)")
_FIRST_NUMBER = re.compile(r"\s{1,20}(?=[0-9])")
_VALUED = re.compile(r"\b(?:tri gia|tuong duong|quy ra|moi suat|moi phan)\b")
_LIKE_MONEY = re.compile(r"\$|[0-9]\s?(?:usd|do la|cu|tr|m)\b|[0-9]\s?(?:tr|m)[0-9]|\btram$")
_WAY = re.compile(
    r"(?:da |da duoc |chua |se |bang |qua |hinh thuc )*"
    r"(?:chuyen khoan|ck|tien mat|tm|tai khoan|ngan hang|nop|nhan|chuyen|trao|thu)\b[^0-9]*"
)  # how or when it came, and no gift of its own
_GIVES = re.compile(
    r"\s{1,9}(?:đã\s)?(?:ủng hộ|ung ho|trao tặng|tặng|đóng góp|quyên góp|góp|tài trợ|hỗ trợ)$",
    re.IGNORECASE,
)
_COMES = frozenset(
    (
        "co", "co du", "du", "se du", "xac nhan", "da xac nhan", "dong y", "tham du", "se tham du",
        "co mat", "se co mat", "den", "se den", "co den", "di", "se di", "nhan loi", "x",
    )
)  # fmt: skip
_STAYS_AWAY = frozenset(
    (
        "khong", "khong du", "vang", "vang mat", "ban", "ban hop", "ban viec", "di vang", "xin vang",
        "xin phep vang", "khong tham du", "khong den", "khong den duoc", "khong du duoc",
    )
)  # fmt: skip
_SAID_NOTHING = frozenset(
    (
        "chua tra loi", "chua xac nhan", "chua bao", "chua ro", "chua biet", "cho tra loi",
        "cho xac nhan", "dang cho",
    )
)  # fmt: skip

_ANSWERS: dict[str, bool | None] = {
    **dict.fromkeys(_COMES, True),
    **dict.fromkeys(_STAYS_AWAY, False),
    **dict.fromkeys(_SAID_NOTHING),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `amount` is in đồng, `goods` are words, `people` is how many it has; `comes` is None where
    nothing is said of it; `remark` says how or when it came ("chuyển khoản")."""

    name: str
    amount: int | None = None
    goods: str = ""
    comes: bool | None = None
    people: int | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class EntryList:
    """What a list comes to; `unclear` are lines that are no entry yet, `sums` lines that add up those
    before them and say the same."""

    entries: tuple[Entry, ...]
    unclear: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()

    @property
    def money(self) -> int | None:
        """Return the sum of all amounts; None where there is none."""
        amounts = [entry.amount for entry in self.entries if entry.amount is not None]
        return sum(amounts) if amounts else None

    @property
    def people(self) -> int | None:
        """Return how many people all lines have together; None where none says so."""
        counts = [entry.people for entry in self.entries if entry.people is not None]
        return sum(counts) if counts else None

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
    sums: list[str] = []
    for line in filter(None, map(str.strip, clean(text).splitlines())):
        found = read_entry(line)
        if found is not None and _is_sum(found):
            fits = _adds_up(found, EntryList(tuple(entries)))
            (sums if fits else unclear).append(line)
        elif found is None:
            unclear.append(line)
        else:
            entries.append(found)
    return EntryList(tuple(entries), tuple(unclear), tuple(sums))


def counts_people(head: str) -> bool:
    """Return whether a column of this head counts people."""
    return _PEOPLE_HEAD.search(" ".join(unaccented(head).split())) is not None


def _is_sum(entry: Entry) -> bool:
    return _SUM.fullmatch(" ".join(unaccented(entry.name).split())) is not None


def _adds_up(total: Entry, before: EntryList) -> bool:
    """Return whether a line of a sum says what the lines before it come to."""
    return (total.amount, total.people) == (before.money, before.people) and bool(before.entries)


def read_entry(line: str) -> Entry | None:
    """Return what one line says; None where it is not certain."""
    bare = _NUMBERED.sub("", line).strip()
    name, rest = _split(bare)
    if not _is_name(name) or bare.endswith("?"):
        return None
    pieces = list(filter(None, _PIECES.split(rest)))
    said = _plain(pieces[0]) if pieces else ""
    if said not in _ANSWERS:
        return _with_values(name, pieces)
    remark = ", ".join(pieces[1:])
    return Entry(f"{name} ({remark})" if remark else name, comes=_ANSWERS[said])


def _is_name(name: str) -> bool:
    return bool(name) and not name[0].isdigit() and _MONEY.search(name) is None


def _plain(text: str) -> str:
    return " ".join(unaccented(text).split()).strip(" .")


def _split(text: str) -> tuple[str, str]:
    """Return the name and what follows it: at a mark, else before the first number."""
    for mark in (_PARTED, _FIRST_NUMBER):
        name, *rest = mark.split(text, maxsplit=1)
        if rest:
            who = _GIVES.sub("", name.strip(" ,.:;-–"))
            return who[:LONGEST_NAME], rest[0].strip()
    return text.strip(" ,.:;-–")[:LONGEST_NAME], ""


def _is_money(piece: str) -> bool:
    """Return whether a piece speaks of money, certain or not: whatever the reading of money takes, and
    what looks like it ("2 củ", "100 USD"), which is then asked about."""
    looks = _MONEY.search(piece) or _LIKE_MONEY.search(_plain(piece).lower())
    return looks is not None or isinstance(read_answer(MONEY_ROW, piece), Understood)


class _Doubtful(Exception):
    """A figure of a line is not certain, or said twice."""


def _with_values(name: str, pieces: Sequence[str]) -> Entry | None:
    """Return an entry with money, people and goods; None where a figure is doubtful, or said twice."""
    said: dict[str, list[str]] = defaultdict(list)
    for piece in pieces:
        said[_sort(piece)].append(piece)
    try:
        amount, count = _figure(MONEY_ROW, said["money"]), _figure(PEOPLE_ROW, said["people"])
    except _Doubtful:
        return None
    goods, remark = "; ".join(said["goods"]), "; ".join(said["remark"])
    return Entry(name, amount, goods, people=count, remark=remark)


def _sort(piece: str) -> str:
    if _PEOPLE.fullmatch(piece):
        return "people"
    if _WAY.fullmatch(_plain(piece)):
        return "remark"
    return "money" if _is_money(piece) else "goods"


def _figure(row: Indicator, said: Sequence[str]) -> int | None:
    """Return the one figure of a sort, None where nothing was said; raises _Doubtful. Of "1 máy tính 12tr"
    nobody knows whether it is two gifts, and what a thing is worth is nobody's money."""
    if not said:
        return None
    reading = read_answer(row, said[0])
    is_certain = isinstance(reading, Understood) and len(said) == 1
    if not is_certain or _VALUED.search(_plain(said[0])):
        raise _Doubtful
    assert isinstance(reading, Understood)
    if any(map(str.isdigit, "".join(reading.unused))):
        raise _Doubtful
    return reading.answer.count
