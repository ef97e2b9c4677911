"""Codes that were typed in a message and from which no row came: the person has to be told."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from bot.model.form import Form, Indicator
from bot.reading.segments import NO_ROW_BEHIND
from bot.row_types import row_type
from bot.vietnamese.normalise import unaccented

_TYPED = re.compile(
    r"(?<![0-9.,])(?P<code>[0-9]{1,2}\.[0-9]{1,2}[a-e]?)(?![0-9]|[./][0-9])"
    r"(?:(?P<mark>\s*(?:[:=)(\]]|[-–]+>?))|\.?\s|(?P<comma>,(?=[0-9])))\s*(?=\S)"
)
_WHOLE = re.compile(r"(?<=[,;])\s*(?P<code>[0-9]{1,2})\s*[.):=]\s+(?=[0-9])")  # ", 2. 12 tin"
_DOTTED = re.compile(r"(?<![0-9.,/])(?<!ngày )[0-9]{1,2}\.[0-9]{1,2}[a-e]?(?![0-9.,/])")
_FIGURE = re.compile(
    r"[0-9]|(?:khong|ko|co|chua|la|thi|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi)\b"
)
_FIRST_MONTH, _LAST_MONTH = 9, 12
_LONGEST = 80  # characters that are shown
_NEAR = 20  # characters that are looked at on either side
_MOST = 60  # codes; a form has fewer rows


def unread_codes(form: Form, text: str, known: Collection[str]) -> Iterator[str]:
    """Return what was typed behind each code of the form's sections that is not among `known`, up to the
    next code or the end of the line. A day ("ngày 1.10") or a mention ("theo 1.2") is no row."""
    found = [match for match in _TYPED.finditer(text) if _is_typed(form, text, match)]
    found += [match for match in _WHOLE.finditer(text) if _is_question(form, match)]
    found.sort(key=re.Match.start)
    ends = [match.start() for match in found[1:]] + [len(text)]
    for match, end in zip(found[:_MOST], ends, strict=False):
        if _code(form, match) not in known:
            said = re.split(r"[;\n]", text[match.start() : end])[0]
            yield said.strip(" ,.([")[:_LONGEST]


def other_codes(form: Form, row: Indicator, text: str) -> list[str]:
    """Return other rows whose codes stand in a message: their figures are never offered for a row."""
    if row_type(row).counts_money:  # "5.2 triệu"
        return []
    named = map(form.find, _DOTTED.findall(text))
    return [other.code for other in named if other is not None and other.code != row.code]


def missing_code(form: Form, text: str) -> str:
    """Return the code that a piece begins with, where the form has no such row; "" else."""
    begun = _TYPED.match(text.strip())
    if begun is None or begun.group("mark") is None or form.find(begun.group("code")) is not None:
        return ""
    return begun.group("code")


def _code(form: Form, match: re.Match[str]) -> str:
    row = form.find(match.group("code"))
    return row.code if row else match.group("code")


def _is_question(form: Form, match: re.Match[str]) -> bool:
    return form.find_question(match.group("code")) is not None


def _is_typed(form: Form, text: str, match: re.Match[str]) -> bool:
    section, _, number = match.group("code").partition(".")
    mark = (match.group("mark") or "").strip()
    if form.find(section) is None or mark in (":", "="):
        return form.find(section) is not None
    before = unaccented(text[max(0, match.start() - _NEAR) : match.start()])
    last = before.split()[-1].strip("([") if before.strip() else ""
    if last in NO_ROW_BEHIND:
        return False
    if mark == ")":
        return text.count("(", 0, match.start()) == text.count(")", 0, match.start())
    if mark or match.group("comma"):
        return bool(mark) or before.rstrip(" ")[-1:] in ("", ";", "\n")
    is_day = _FIRST_MONTH <= int(number.rstrip("abcde")) <= _LAST_MONTH
    behind = unaccented(text[match.end() : match.end() + _NEAR])
    known = form.find(match.group("code")) is not None
    return known and not is_day and _FIGURE.match(behind) is not None
