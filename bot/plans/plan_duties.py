"""What offices are told to do, the tiers a plan speaks to, and how to reach its desk."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from bot.plans.plan_dates import dates_in
from bot.plans.plan_header import Cited
from bot.plans.plan_reports import ReportDeadline
from bot.plans.plan_text import Sentence, fold

_QUANTITY = re.compile(
    r"(?<![a-z0-9/])(?P<quantity>[0-9]{1,3} (?:lop|hoc sinh|can bo|nguoi|giao vien|doi"
    r"|tiet muc|gian|bai|cuon|buoi|xuat|suat|dai bieu)(?: hoc)?)(?![a-z])"
)
_EMAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
_PHONE = re.compile(
    r"(?<![\d/.,\-])(?:0\d{9,10}|(?:\+84|\(0\d{1,3}\)|0[2-9]\d{0,2})(?:[ .\-]{1,2}\d{1,7}|\d{2,4}){1,4})"
    r"(?![\d/]|[ .\-]\d)"
)  # with dots or spaces in any places; `_is_phone` counts its digits
_PHONE_DIGITS = range(9, 13)
_IN_CHARGE = re.compile(r"to chuc thuc hien|phan cong|trach nhiem")
_BODIES = r"(?:ubnd|uy ban nhan dan|ban chi dao|hoi khuyen hoc)"
_TIERS = {
    "trung ương": r"(?<![a-z])bo (?:gd|giao duc)",
    "tỉnh": r"(?:ubnd|uy ban nhan dan|hoi khuyen hoc) tinh|so giao duc va dao tao|so gd",
    "huyện": rf"{_BODIES} (?:cac )?(?:huyen|quan|thi xa)|phong (?:giao duc|gd)",
    "xã": rf"{_BODIES} (?:cac |[0-9]+ )?(?:xa|phuong|thi tran)(?![a-z])",
    "cơ sở giáo dục": r"cac (?:co so giao duc|truong)|truong thcs|truong tieu hoc|hieu truong",
}
_NOT_BELOW = {"tỉnh": ["cơ sở giáo dục"]}  # schools report to the districts
_LEVEL_NAMES = {"quận": "huyện", "thị xã": "huyện", "thành phố thuộc tỉnh": "huyện"}
_COMMUNES = re.compile(
    r"(?:ubnd|uy ban nhan dan) (?P<named>(?:cac |[0-9]+ )?(?:(?:xa|phuong|thi tran)(?:, "
    r"| va )?)+)(?![a-z])"
)


@dataclass(frozen=True)
class Duty:
    """What an office is told to do in the section on carrying the plan out."""

    who: str
    what: str
    quantity: str | None
    sentence: Sentence


def duties(all_sentences: Sequence[Sentence], dues: Sequence[ReportDeadline]) -> list[Duty]:
    """Return every duty under a named office, reports left out."""
    reports = {id(due.sentence) for due in dues}
    found = []
    for sentence in all_sentences:
        if not sentence.actor or not _IN_CHARGE.search(fold(sentence.section)):
            continue
        if sentence.block.is_title or sentence.block.is_row or id(sentence) in reports:
            continue
        text = re.sub(r"^[-–+•\s]+", "", sentence.text).rstrip(".; /")
        found += [
            Duty(sentence.actor, text, quantity, sentence) for quantity in _quantities(sentence)
        ]
    return found


def _quantities(sentence: Sentence) -> list[str | None]:
    named = [
        sentence.text[found.start("quantity") : found.end("quantity")]
        for found in _QUANTITY.finditer(sentence.plain)
    ]
    return list(named) or [None]


def contacts(all_sentences: Sequence[Sentence]) -> tuple[list[str], list[str], Sentence | None]:
    """Mail addresses and phones as printed, each once, with the sentence of the first."""
    prose = [sentence for sentence in all_sentences if not sentence.block.is_row]
    text = "\n".join(map(attrgetter("text"), prose))
    emails = list(dict.fromkeys(_EMAIL.findall(text)))
    phones = list(dict.fromkeys(filter(_is_phone, _PHONE.findall(text))))
    printed = (*emails, *phones)
    first = next((s for s in prose if any(each in s.text for each in printed)), None)
    return emails, phones, first


def _is_phone(printed: str) -> bool:
    """Tell whether digits are as many as a telephone number has, and no two days with a dash."""
    is_days = "-" in printed and next(dates_in(printed), None) is not None
    return sum(map(str.isdigit, printed)) in _PHONE_DIGITS and not is_days


def tiers(
    all_sentences: Sequence[Sentence],
    level: str,
    cited: Sequence[Cited],
    dues: Sequence[ReportDeadline],
) -> list[str]:
    """Return the tiers of offices a plan speaks of, from the top; a tier without any word of it is none."""
    whole = " ".join(sentence.plain for sentence in (*all_sentences, *(c.sentence for c in cited)))
    upward = fold(" ".join(name for due in dues for name in due.to))
    said = {"trung ương": upward}  # the ministry counts where a report goes up to it
    own = _LEVEL_NAMES.get(level, level)
    named = [
        tier
        for tier, pattern in _TIERS.items()
        if tier == own or re.search(pattern, said.get(tier, whole))
    ]
    left_out = _NOT_BELOW.get(level, [])
    return [_tier_name(tier, level, all_sentences) for tier in named if tier not in left_out]


def _tier_name(tier: str, level: str, all_sentences: Sequence[Sentence]) -> str:
    """Return a tier as the plan calls it: its own kind of district, its communes with their number."""
    if tier == "tỉnh":
        return "tỉnh" if level != "quận" else "thành phố"
    if tier == "huyện" and _LEVEL_NAMES.get(level):
        return level.removesuffix(" thuộc tỉnh")
    if tier != "xã":
        return tier
    for sentence in all_sentences:
        found = _COMMUNES.search(sentence.plain)
        if found is not None:
            return (
                sentence.text[found.start("named") : found.end("named")]
                .removeprefix("các ")
                .strip(" ,")
                .lower()
            )
    return tier
