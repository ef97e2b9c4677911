"""A deadline phrase cut into dates, clock times, weekdays and words.

Plans and letters write dates in many hands: "14/10/2022", "14 .10. 2022", "ngày 14 tháng mười năm
2022", "mùng 5/10", "14h00' ngày thứ 5, ngày 03/10/2024", without accents, decomposed, in capitals,
with an OCR's spaces. Day comes before month, always: "10/14/2026" is no date.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from bot.model.optional import optional

MONTH_WORDS = {
    "gieng": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6,
    "bay": 7, "tam": 8, "chin": 9, "muoi": 10, "muoi mot": 11, "muoi hai": 12, "chap": 12,
}  # fmt: skip
WEEKDAY_WORDS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}
_ONES = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "sau": 6, "bay": 7,
    "tam": 8, "chin": 9,
}  # fmt: skip
_MONTH = "|".join(sorted((word.replace(" ", r"\s+") for word in MONTH_WORDS), key=len)[::-1])
_DAY = rf"(?:(?:hai|ba)\s+)?muoi(?:\s+(?:{'|'.join(_ONES)}))?|{'|'.join(_ONES)}"
Group = dict[str, str | None]  # what each named part of the pattern matched
LATEST_SHORT_YEAR = 50  # "3/9/91": neither a deadline of 2091 nor of 1991
_NO_DATE_FOLLOWS = r"(?!\s*[/.\-]\s*[0-9])(?!\s*thang)"

_PIECES = re.compile(
    rf"""
    (?P<iso>(?<![0-9])(?P<iy>[12][0-9]{{3}})(?P<is>[-/.])(?P<im>[0-9]{{1,2}})(?P=is)
        (?P<id>[0-9]{{1,2}})(?![0-9]))
  | (?P<written>(?:(?P<wd>[0-9]{{1,2}})|(?:ngay|mung|mong)\s+(?P<ww>{_DAY}))
        \s*thang\s*(?:(?P<wm>[0-9]{{1,2}})(?![0-9])|(?P<wmw>{_MONTH})(?![a-z]))
        (?:\s*[,/\-]?\s*(?P<wn>nam)?\s*(?P<wy>[0-9]{{4}})(?![0-9]))?)
  | (?P<time>(?P<th>[0-9]{{1,2}})\s*(?:
        (?:h|g|gio)(?![a-z])(?:\s*(?P<tm>[0-5][0-9])(?![0-9]){_NO_DATE_FOLLOWS})?
            (?:\s*(?:phut|p(?![a-z])|['’′`]))?
      | :\s*(?P<tc>[0-5][0-9])(?::(?P<ts>[0-5][0-9]))?(?![0-9])
      | \.(?P<td>00|1[3-9]|[2-5][0-9])(?=\s*,?\s*(?:ngay|thu|chu\s+nhat)\b)))
  | (?P<range>(?<![0-9])(?P<r1>[0-9]{{1,2}})\s*(?:[-–]\s*(?P<r2>[0-9]{{1,2}})\s*/
        |den\s*(?:ngay\s*)?(?P<r3>[0-9]{{1,2}})\s*[/.\-])
        \s*(?P<rm>[0-9]{{1,2}})(?:\s*[/.\-]\s*(?P<ry>[0-9]{{4}}))?(?![0-9]))
  | (?P<date>(?<![0-9])(?<![0-9]/)(?P<dd>[0-9]{{1,2}})\s*(?P<ds>[/.\-–])\s*(?P<dm>[0-9]{{1,2}})
        (?:\s*(?P=ds)\s*(?P<dy>[0-9]{{4}}|[0-9]{{2}}(?!\s?[0-9]{{2}}(?![0-9a-z:])))|\s*,?\s*nam\s*(?P<dn>[0-9]{{4}})|(?![a-z]))
        (?![0-9])(?!\s*/\s*[0-9]))
  | (?P<weekday>(?<![a-z])(?:(?:thu\s*|t)(?P<wk>[2-7])(?![0-9a-z]){_NO_DATE_FOLLOWS}
        |thu\s+(?P<wkw>{"|".join(WEEKDAY_WORDS)})(?![a-z])|chu\s*nhat|cn(?![a-z])))
  | (?P<days>(?P<n>[0-9]{{1,3}})\s*(?:\([a-z\s]+\)\s*)?ngay(?![a-z])(?P<nw>\s+lam\s+viec)?
        (?!\s*[0-9]{{1,2}}\s*[/.\-]\s*[0-9])(?!\s*[0-9]{{1,2}}\s*thang))
  | (?P<word>(?:truoc|nhat|het|den)(?=ngay)|[a-z]+)
  | (?P<number>[0-9]+)
  | (?P<mark>\S)
    """,
    re.VERBOSE,
)


class PieceKind(StrEnum):
    DATE = "date"
    RANGE = "range"  # "1 - 7/10/2019": two dates, neither of them a deadline by itself
    TIME = "time"
    WEEKDAY = "weekday"
    DAYS = "days"  # "5 ngày", "05 (năm) ngày làm việc"
    WORD = "word"
    NUMBER = "number"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class DatePiece:
    """One piece of a phrase; numbers are as printed and may be impossible ("31/9", "25h00").

    `text` has no accents, `spelt` keeps them. `year` is None where none is printed. `is_dotted`
    marks a date without year written with dots or dashes, which may be another number. `unsure`
    marks a date that reads in two ways.
    """

    sort: PieceKind
    text: str
    spelt: str
    day: int = 0
    month: int = 0
    year: int | None = None
    is_dotted: bool = False
    unsure: bool = False
    hour: int = 0
    minute: int = 0
    second: int = 0
    weekday: int = 0  # Monday is 0
    count: int = 0
    working: bool = False

    def is_word(self, *words: str) -> bool:
        """Tell whether the piece is one of these words, written without accents."""
        return self.sort is PieceKind.WORD and self.text in words


def cut_phrase(phrase: str) -> tuple[DatePiece, ...]:
    """Return the pieces of a phrase in order; linear in its length."""
    plain, spelt = _fold(phrase)
    return tuple(_piece(found, spelt) for found in _PIECES.finditer(plain))


def plain_words(phrase: str) -> str:
    """Return the phrase in small letters without accents, its words one space apart."""
    return " ".join(_fold(phrase)[0].split())


def _fold(text: str) -> tuple[str, str]:
    """Return the text without and with accents, both in small letters and of equal length."""
    plain: list[str] = []
    spelt: list[str] = []
    for char in unicodedata.normalize("NFC", text):
        if "！" <= char <= "～":  # full-width letters and digits
            char = chr(ord(char) - 0xFEE0)
        kind = unicodedata.category(char)
        if kind in ("Cf", "Mn"):
            continue
        char = " " if char.isspace() or char in "*_" else char.lower()[0]
        if char == " " and plain and plain[-1] == " ":
            continue  # so that no run of spaces is slow to match
        base = unicodedata.normalize("NFD", char)[0]
        plain.append("d" if base == "đ" else base)
        spelt.append(char)
    return "".join(plain), "".join(spelt)


def _piece(found: re.Match[str], spelt: str) -> DatePiece:
    name = found.lastgroup or "mark"
    text, own = found.group(), spelt[found.start() : found.end()]
    group = found.groupdict()
    made = _MAKERS.get(name)
    return made(text, own, group) if made is not None else DatePiece(PieceKind(name), text, own)


def _iso(text: str, own: str, group: Group) -> DatePiece:
    day, month, year = (int(group[key] or 0) for key in ("id", "im", "iy"))
    return DatePiece(PieceKind.DATE, text, own, day, month, year)


def _time(text: str, own: str, group: Group) -> DatePiece:
    minute = group["tm"] or group["tc"] or group["td"] or 0
    hour, second = int(group["th"] or 0), int(group["ts"] or 0)
    return DatePiece(PieceKind.TIME, text, own, hour=hour, minute=int(minute), second=second)


def _named_weekday(text: str, own: str, group: Group) -> DatePiece:
    return DatePiece(PieceKind.WEEKDAY, text, own, weekday=_weekday(group))


def _number_of_days(text: str, own: str, group: Group) -> DatePiece:
    working = group["nw"] is not None
    return DatePiece(PieceKind.DAYS, text, own, count=int(group["n"] or 0), working=working)


def _numeric(text: str, own: str, group: Group) -> DatePiece:
    printed = group["dy"] or group["dn"]
    year = int(printed) + (2000 if len(printed) == 2 else 0) if printed else None
    dotted = year is None and group["ds"] != "/"
    day, month = int(group["dd"] or 0), int(group["dm"] or 0)
    far = printed is not None and len(printed) == 2 and int(printed) > LATEST_SHORT_YEAR
    return DatePiece(PieceKind.DATE, text, own, day, month, year, dotted, unsure=far)


def _written(text: str, own: str, group: Group) -> DatePiece:
    """Return a date with "tháng"; "14 tháng năm 2022" may be May, or a month left blank, and "5 tháng
    sau" is next month's unless "sáu" is spelt."""
    day = int(group["wd"]) if group["wd"] else _day_in_words(group["ww"] or "")
    words = " ".join((group["wmw"] or "").split())
    month = int(group["wm"]) if group["wm"] else MONTH_WORDS[words]
    year = optional(int, group["wy"])
    blank = words == "nam" and year is not None and group["wn"] is None
    next_month = words == "sau" and year is None and "sáu" not in own
    return DatePiece(PieceKind.DATE, text, own, day, month, year, unsure=blank or next_month)


def _day_in_words(words: str) -> int:
    """Return days in words: "mười bốn" 14, "hai mươi lăm" 25, "năm" 5."""
    before, ten, after = words.partition("muoi")
    if not ten:
        return _ONES[before.strip()]
    tens = _ONES.get(before.strip(), 1)
    return 10 * tens + _ONES.get(after.strip(), 0)


def _weekday(group: Group) -> int:
    if group["wk"]:
        return int(group["wk"]) - 2
    return WEEKDAY_WORDS[group["wkw"]] if group["wkw"] else 6


_MAKERS: dict[str, Callable[[str, str, Group], DatePiece]] = {
    "iso": _iso,
    "written": _written,
    "date": _numeric,
    "time": _time,
    "weekday": _named_weekday,
    "days": _number_of_days,
}
