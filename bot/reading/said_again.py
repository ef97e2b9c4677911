"""Figures that a person says again in the same answer: corrected, or as the total of equal shares.

"2 lớp… à nhầm, 3 lớp 46 người" offers what stands behind the correction. "7 suất, mỗi suất 2 triệu,
tổng 14 triệu" states its total: it is believed when one of the numbers before, times the share, is
that total.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from bot.model.form import Indicator
from bot.reading.outcome import Ambiguous, Reading, Understood
from bot.row_types import row_type
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import Caution, Claim, Claims, Evidence, Role
from bot.row_types.totals import WHOLE
from bot.vietnamese.tokens import Sort

Reader = Callable[[Indicator, str], Reading]

_OPENS = frozenset(("a", "ah", "o", "y", "xin", "em", "gio", "bay"))  # à nhầm, giờ là
COMES_TO = "la"
MANY = 3  # numbers behind "mỗi"; those are shares of shares
_DENIES = ("không", "ko", "k ", "khong")  # "không phải 2 lớp": what follows is wrong


def said_again(row: Indicator, evidence: Evidence, read: Reader) -> Reading | None:
    """Return the reading of what was said last, None where nothing was said twice."""
    for caution in evidence.cautions:
        if caution.doubt is Doubt.CORRECTION and _opens_clause(evidence, caution):
            return _corrected(row, evidence, caution, read)
        if caution.doubt is Doubt.PER_UNIT:
            return _stated_total(row, evidence, caution, read)
    return None


def _opens_clause(evidence: Evidence, caution: Caution) -> bool:
    """Return whether a correction begins a clause; "em gõ nhầm 3 lớp" speaks of the wrong figure."""
    if caution.start < 1 or caution.word.lower().startswith(_DENIES):
        return False
    before, first = evidence.tokens[caution.start - 1 : caution.start + 1]
    return before.sort is not Sort.WORD or not _OPENS.isdisjoint((before.key, first.key))


def _corrected(
    row: Indicator, evidence: Evidence, caution: Caution, read: Reader
) -> Reading | None:
    """Return the figures behind a correction; None where they are themselves corrected further on, which
    is looked up and not read: as many corrections as a text holds would read its end as often."""
    before = [claim for claim in evidence.claims if claim.end <= caution.start]
    if not before or _within(evidence, caution.end, _last_said(evidence, Doubt.CORRECTION)):
        return None
    behind = _within(evidence, caution.end, len(evidence.tokens))
    reading = read(row, _from(evidence, caution.end))
    wrong = _corrects(before, behind)
    if wrong is not None and not isinstance(reading, Understood) and not evidence.has(Doubt.MORE):
        kept = evidence.words_between(wrong.number.end, before[-1].end)
        said = evidence.words_between(behind[0].start, behind[0].number.end)
        before_it = evidence.words_between(0, wrong.start)
        reading, before = read(row, f"{before_it} {said} {kept}"), [wrong]
    if not isinstance(reading, Understood) or not reading.answer.is_above_zero:
        return None
    unused = (*_as_typed(evidence, before), *reading.unused)
    details = (("word", caution.word),)
    return Ambiguous(Doubt.CORRECTION, details, (reading.answer,), unused=unused)


def _corrects(before: Sequence[Claim], behind: Sequence[Claim]) -> Claim | None:
    """Return the figure that the only one behind a correction stands for: that of the same cell, for a bare
    one that of the nearest size ("2 lớp 40 người à không 38")."""
    right = Claims(behind).only
    if right is None or right.label:
        return None
    own = Claims(before).of(Role.OWN)
    alike = own.where(lambda claim: right.noun is None or right.cell == claim.cell)
    return min(alike, key=lambda claim: _times_as_much(claim.amount, right.amount), default=None)


def _times_as_much(first: Fraction | int, second: Fraction | int) -> Fraction:
    """Return how many times the larger of two numbers is the smaller."""
    low, high = sorted((first, second))
    return Fraction(high, low or 1)


def _stated_total(
    row: Indicator, evidence: Evidence, each: Caution, read: Reader
) -> Reading | None:
    """Return the total behind "mỗi", where it is the product that the words give; None where a further
    "mỗi" follows: shares of shares are asked about, not multiplied out."""
    start = _whole_behind(row, evidence, each.end)
    if _last_said(evidence, Doubt.PER_UNIT) >= start:
        return None
    before, shares = _within(evidence, 0, each.start), _within(evidence, each.end, start)
    behind = _within(evidence, start, len(evidence.tokens))
    if not (shares or before):  # "ngày nào cũng có tin, tổng 9"
        reading = read(row, _from(evidence, start)) if behind else None
        return reading if isinstance(reading, Understood) else None
    if not _multiply(shares, before, behind):
        return None
    total = _from(evidence, start)
    kept = evidence.words_between(0, each.start)
    for text, left_out in ((total, [*before, *shares]), (f"{kept} {total}", shares)):
        reading = read(row, text)
        if isinstance(reading, Understood) and _says_no_more(evidence, reading):
            unused = (*_as_typed(evidence, left_out), *reading.unused)
            return Understood(reading.answer, reading.check, unused, reading.left)
    return None


def _last_said(evidence: Evidence, doubt: Doubt) -> int:
    """Return where the last caution of this kind stands."""
    return max(caution.start for caution in evidence.cautions if caution.doubt is doubt)


def _within(evidence: Evidence, start: int, end: int) -> list[Claim]:
    """Return the claims between two places."""
    return [claim for claim in evidence.claims if start <= claim.start and claim.end <= end]


def _says_no_more(evidence: Evidence, reading: Understood) -> bool:
    """Return whether a reading has no remark but the word kept for a class: "4 buổi"."""
    kept = {evidence.words_between(claim.start, claim.end) for claim in evidence.claims}
    return not reading.answer.note or reading.answer.note in kept


def _whole_behind(row: Indicator, evidence: Evidence, place: int) -> int:
    """Return where "tổng" or "=" stands behind this place, or "là" before the last of several figures; the
    end of the answer where none does."""
    behind = (
        evidence.claims[-1].start - 1 if len(evidence.claims) > 1 else None
    )  # "mỗi lớp là 2 triệu"
    for at in range(place, len(evidence.tokens)):
        found = WHOLE.match(evidence.tokens, at, plain=evidence.plain)
        of_money = row_type(row).counts_money and evidence.tokens[at].key == "tong"
        ends = (at, evidence.tokens[at].key) == (behind, COMES_TO)
        if ends or evidence.tokens[at].is_mark("=") or (found and (found[0] or of_money)):
            return at
    return len(evidence.tokens)


def _multiply(shares: Sequence[Claim], before: Sequence[Claim], behind: Sequence[Claim]) -> bool:
    """Return whether a number times the share is a number of the total; the share may itself be told with
    how many have it: "mỗi thôn 2 băng rôn, 14 thôn là 28 cái"."""
    totals = {claim.value for claim in behind if claim.value}
    others = (*before, *shares[1:], *behind)
    products = {claim.amount * share.amount for share in shares[:1] for claim in others}
    return len(shares) < MANY and not totals.isdisjoint(products)


def _from(evidence: Evidence, place: int) -> str:
    if place >= len(evidence.tokens):
        return ""
    return evidence.text[evidence.tokens[place].start :].lstrip("= ")


def _as_typed(evidence: Evidence, claims: Sequence[Claim]) -> Iterator[str]:
    return (evidence.words_between(claim.start, claim.end) for claim in claims)
