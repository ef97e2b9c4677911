"""Several rows that are named by their words and share one "không": "ngoại ngữ, tin học cũng không có"."""

from __future__ import annotations

import re

from bot.model.form import Form, Indicator
from bot.reading.label_match import names_begun, section_named
from bot.reading.row_ranges import Span, flat, is_later, says_nothing_yet

SHORTEST = 16  # letters; a shorter no names no two rows
_FIGURE = re.compile(r"[1-9]")
_JOINT = re.compile(r"(?:\s*+[,;/+&]\s*+|\s++)(?:(?:va|voi|cung|lan|hay|hoac|ca)\s++)*+")
_ADVERB = re.compile(r"[\s:,]*+(?:(?:thi|deu|cung|la|em|xa|ben|ca hai|ca 2)\s++)*+")
_LEAD = re.compile(r"(?:(?:cac|may|cai|lop|phan|hoat dong|ca)\s++)*+")
_DENIAL = re.compile(  # "xã ko mở lớp tin học", "không dùng ngân sách"
    r"(?:(?:da|xa|ben|em|minh|truong|don vi|thi|nam nay|dot nay|kp|kinh phi)[\s:,]++)*+"
    r"(?P<no>khong|ko|k|kg|hong)\s++"
    r"(?:(?:co|to chuc|mo|lam|dung|su dung|chi|hoat dong|cuoc|buoi|lop|le)\s++)*+"
)
_NO_MORE = re.compile(
    r"[\s,.!]*+(?:(?:nao|gi|ca|het|a|nhe|nha|dau|em|anh|chi|oi|co)(?![a-z])[\s,.!]*+)*+"
)


def silent_rows(form: Form, text: str) -> Span | None:
    """Return the rows and sections of which a text says by their names that nothing happened, or that they
    come later: two and more in front of it, or all behind it; None where it says more."""
    if _FIGURE.search(text):
        return None
    text, plain = flat(text)
    denial = _DENIAL.match(plain)
    if denial is not None:
        heads, end = _listed(form, text, plain, denial.end())
        is_all = bool(heads) and _NO_MORE.fullmatch(plain, end) is not None
        return Span(heads, denial["no"]) if is_all else None
    heads, end = _listed(form, text, plain, 0)
    said = text[_ADVERB.match(plain, end).end() :]  # type: ignore[union-attr]
    says_so = says_nothing_yet if len(heads) > 1 else is_later
    is_said = bool(heads) and says_so(form, said)
    return Span(heads, said) if is_said else None


def _listed(form: Form, text: str, plain: str, end: int) -> tuple[tuple[Indicator, ...], int]:
    """Return the rows and sections that are named from a place on, and the place behind them."""
    heads: tuple[Indicator, ...] = ()
    start = end
    while named := _named(form, text, plain, _LEAD.match(plain, start).end()):  # type: ignore[union-attr]
        heads, end = (*heads, named[0]), named[1]
        joint = _JOINT.match(plain, end)
        start = joint.end() if joint else len(plain)
    return heads, end


def _named(form: Form, text: str, plain: str, start: int) -> tuple[Indicator, int] | None:
    """Return the row, or else the section, whose name stands at a place, and the place behind it."""
    row = names_begun(form, plain, start)
    section = section_named(form, text[start:]) if row is None else None
    return row if section is None else (section[0], len(text) - len(section[1]))
