"""Who hands a report in: the subject of its clause, whom the clause tells to, or the heading above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.plans.plan_dates import DATE
from bot.plans.plan_offices import are_reporters, reporters_in
from bot.plans.plan_text import Sentence, fold, without_numbering

HANDING_IN = re.compile(
    r"bao cao(?! vien)|(?<![a-z])bc (?:kq|ket qua)"
    r"|(?:gui|nop|chuyen)\b[^.;]{0,200}?(?:\bve\b|\bcho\b|\bqua\b|\bden\b)"
    r"|tong hop ket qua|nop ve|gui ve"
)
_ACTS = (
    r"tong hop|bao cao|co trach nhiem|gui|nop|hoan thanh|xay dung|theo doi|danh gia"
    r"|tien hanh|thuc hien|chu tri|phoi hop|gop y|huong dan|tham muu|(?<!ban )chi dao"
    r"|tong ket|to chuc|chiu trach nhiem|can|phai|kip thoi|khan truong|dinh ky|lap|so ket"
    r"|nghiem tuc|trien khai|ban hanh|hang|cu\b"
)
_SUBJECT = re.compile(rf"^(?P<who>.{{2,260}}?)\s*(?:,|:)?\s+(?:{_ACTS}|truoc|cham nhat)(?![a-z])")
_INLINE = re.compile(r"(?P<who>[^:(]{3,170}?)\s*:\s")
_NO_SUBJECT = re.compile(
    r"(?:thoi (?:gian|han)|bao cao|bc kq|email|han |hinh thuc|noi dung|che do|la |ban (?:mem|giay|cung)|ky )"
)
_STARTS_WITH_ACT = re.compile(
    rf"^[-–+• ]*(?:{_ACTS}|dong thoi|chi dao|huong dan|don doc|phan cong|tham muu"
    rf"|lam dau moi|ket qua|cung cap|bao cao)(?![a-z])"
)
_LEAD = re.compile(
    rf"^[-–+•\s]*(?:[0-9a-z][.)]\s+)?(?:ngay {DATE},?\s+|(?:sau khi|sau|ngay sau khi|khi"
    r"|het)?\s*ket thuc[^,]{0,90},\s*|can cu[^,]{0,90},\s*"
    r"|(?:trong |qua |ket thuc )[^,]{0,70},\s*|(?:che do )?bao cao[^:.]{0,30}:\s*"
    r"|(?:dinh ky )?(?:hang|moi) nam,?\s+|(?:de nghi|yeu cau"
    r"|giao)\s+(?:thu truong\s+)?)*"
)
_WORK = re.compile(r"\s+(?:chu dong|long ghep|co trach nhiem|can cu|nghiem tuc)(?![a-z])")
_ORDERED = re.compile(
    r"(?<!\w)(?:chỉ đạo|yêu cầu|đề nghị|hướng dẫn|đôn đốc|giao)(?: thủ trưởng"
    r"| các đồng chí)?\s+(?P<who>[^;.(]{3,170}?),?\s+"
    r"(?=báo cáo|tổng hợp|gửi|nộp|tổ chức|xây dựng|thực hiện|nghiêm túc|triển khai|căn cứ"
    r"|kịp thời|khẩn trương|chủ động|hoàn thành|lập)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Part:
    """A clause of a sentence with its deadline phrase ("" for none)."""

    text: str
    phrase: str
    start: int


def who_hands_in(
    sentence: Sentence, part: Part, earlier: Sentence | None, before: Sequence[str] = ()
) -> list[str]:
    """Return who hands in: the clause's own subject, whom it tells to, the clause before (`before`), or
    the heading above."""
    text = without_numbering(part.text.lstrip(" ,;:"))
    lead = _LEAD.match(fold(text))
    text = text[lead.end() :] if lead else text
    plain = fold(text)
    if part.start:
        text = re.sub(r"^[)”\"]*[ ,;]*(?:và|còn|riêng|đối với|đồng thời)\s+", "", text)
        plain = fold(text)
    ordered = _ORDERED.search(text)
    if ordered is not None and HANDING_IN.search(plain[ordered.end() :]):
        return reporters_in(text[ordered.start("who") : ordered.end("who")])
    if not _STARTS_WITH_ACT.match(plain):
        subject = _subject(text, plain)
        if subject:
            return reporters_in(subject)
    if before:
        return list(before)
    heading = fold(sentence.actor)
    is_work = re.search(r"bao cao|bc kq|thoi (?:gian|han)|to chuc|noi dung|^le |khai mac", heading)
    if is_work is None and are_reporters(sentence.actor):
        return reporters_in(sentence.actor)
    return _told_before(earlier)


def _subject(text: str, plain: str) -> str:
    """Return what stands before the verb or the deadline, if it reads as offices and people."""
    inline = _INLINE.match(plain)
    found = inline or _SUBJECT.match(plain)
    if found is None or _NO_SUBJECT.match(plain):
        return ""
    work = _WORK.search(plain, 1, found.end("who"))
    who = text[: work.start() if work is not None else found.end("who")]
    return who if are_reporters(who) else ""


def _told_before(earlier: Sentence | None) -> list[str]:
    """Return whom the sentence before tells to carry the plan out."""
    if earlier is None:
        return []
    found = _ORDERED.search(earlier.text)
    return reporters_in(earlier.text[found.start("who") : found.end("who")]) if found else []
