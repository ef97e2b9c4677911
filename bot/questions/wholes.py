"""A total beside its parts, and things beside what holds them: figures that must not be added.

"6 tin, 4 bài, tổng 10 tin bài" are ten, not twenty; "12 lớp của 3 trường" are twelve classes, or
perhaps fifteen collectives. The total is believed when a word calls it one and the parts add up to
it exactly; in every other case the person is asked, with the likeliest figure first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from bot.model.form import Cell, Indicator
from bot.questions.found import Quantity, Scan
from bot.questions.lexicon import names_of
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.tokens import Sort
from bot.vietnamese.words import listed

# Nouns that stand for the whole as often as for one kind.
GENERIC = frozenset(
    listed(
        "ấn phẩm | cái | chiếc | tấm | đơn vị | tập thể | cơ sở | cơ sở giáo dục | người | "
        "cá nhân | tin bài"
    )
)
EVENTS = frozenset(
    listed("cuộc | buổi | ngày hội")
)  # whole for hội sách, but equals of each other
VAGUE = GENERIC | EVENTS | frozenset(
    listed("quyển | tờ | cuốn | ng | đoàn thể | ban ngành | cơ quan | tổ chức | tin tức")
)  # fmt: skip
WHOLE: Phrases[bool] = Phrases(
    [(phrase, True) for phrase in listed(
        "=tổng | tổng cộng | tổng số | tổng số lượng | tất cả | cả thảy | toàn bộ | ==cộng | "
        "cộng lại | cộng chung | tổng lại | tính chung | vị chi"
    )]
    + [(phrase, False) for phrase in listed(
        "tổng kết | tổng hợp | tổng phụ trách | tổng đài | tổng duyệt | tổng thể | tổng vệ sinh | "
        "cộng đồng | cộng tác | cộng tác viên | cộng hòa | công cộng"
    )]
)  # fmt: skip
HELD_BY = Phrases(
    (word, True) for word in listed("của | thuộc | =ở | tại | trong | =từ | trực thuộc")
)
BETWEEN = frozenset(listed("ca | cac | tong | so | nhung | mot"))
# Which collective is found inside which: their numbers count the same people twice.
HOLDS = {
    "trường": frozenset(
        listed("lớp | tổ | điểm trường | chi đoàn | chi đội | liên đội | phòng | nhóm")
    ),
    "thôn": frozenset(listed("tổ | chi hội | chi đoàn | nhóm")),
    "bản": frozenset(listed("tổ | chi hội | chi đoàn | nhóm")),
    "hội": frozenset(listed("chi hội | tổ | nhóm")),
    "liên đội": frozenset(listed("chi đội | lớp")),
    "lớp": frozenset(listed("tổ | nhóm | chi đội")),
    "cơ quan": frozenset(listed("phòng | tổ")),
    "trung tâm": frozenset(listed("lớp | tổ")),
    "công ty": frozenset(listed("phòng | tổ")),
}
SITES = "điểm trường"  # a part of a school that is no school of its own
COLLECTIVES = frozenset(HOLDS) | frozenset().union(*HOLDS.values()) | frozenset(
    listed("doanh nghiệp | clb | câu lạc bộ | đoàn thể | ban ngành | đơn vị | tập thể")
)  # fmt: skip
LEVELS = frozenset(
    listed("mn | mam non | mau giao | th | tieu hoc | thcs | thpt | ptdtbt | ptdtnt")
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What several figures come to: the likeliest first. `reason` is empty when it is certain."""

    figures: tuple[Fraction, ...]
    reason: str = ""


def value_of(one: Quantity) -> Fraction | None:
    """The number with the scale its noun adds ("5 củ")."""
    scale = one.term.scale if one.term else 1
    return None if one.number.value is None else one.number.value * scale


def whole_or_parts(
    row: Indicator | None, scan: Scan, all_parts: Sequence[Quantity]
) -> Verdict | None:
    """The figure of several quantities of one cell if they may hold a total or each other.

    None where nothing speaks against adding them. Without a `row` (pairs, money) two equal figures
    are no total unless a word says so.
    """
    values = [value_of(one) for one in all_parts]
    if len(values) < 2 or any(value is None for value in values):
        return None
    parts = [one for one in all_parts if value_of(one)]
    said = [value for value in values if value]
    if len(parts) < 2:
        return None
    added = sum(said, Fraction(0))
    totals = {one.start for one in _marked(scan)}
    marked = [place for place, one in enumerate(parts) if one.start in totals]
    sums = [place for place, value in enumerate(said) if 2 * value == added]
    if len(marked) == 1 and marked[0] in sums:
        return Verdict((said[marked[0]],))
    held = _held(row, scan, parts) if row else None
    if held:
        return Verdict((sum((said[place] for place in held), Fraction(0)), added), "nested")
    for place in sums:
        if marked or _may_be_whole(row, scan, parts, place):
            return Verdict((said[place], added), "whole")
    if marked:
        return Verdict(_unequal(parts, said, marked[0]), "whole")
    return _general_and_kind(parts, added) if row else None


def _unequal(
    parts: Sequence[Quantity], said: Sequence[Fraction], place: int
) -> tuple[Fraction, ...]:
    """A total that is not the sum of the rest: itself, then the rest. "tổng 6 tin, 4 bài" has the
    word before all of its parts, so there the sum comes first."""
    added = sum(said, Fraction(0))
    whole = said[place]
    nouns = [_noun(one) for one in parts]
    own_kind = nouns[place] not in VAGUE and nouns.count(nouns[place]) == 1
    if (place == 0 and own_kind) or (len(said) == 2 and own_kind):
        return added, whole
    return whole, added - whole


def _marked(scan: Scan) -> list[Quantity]:
    """The quantities that a word calls a total: the next one behind it, or the last of all."""
    found: list[Quantity] = []
    place = 0
    starts = [one.start for one in scan.quantities]
    while place < len(scan.tokens):
        match = WHOLE.match(scan.tokens, place, plain=scan.plain)
        if match and match[0] and starts:
            total = scan.quantities[min(bisect_left(starts, place), len(starts) - 1)]
            found += [total] if total.joint != "+" else []  # 200 cộng 50 quyển
        place = match[1] if match else place + 1
    return found


def says_total(scan: Scan) -> bool:
    """Whether a word such as "tổng" or "tất cả" stands anywhere."""
    return bool(_marked(scan))


def _noun(one: Quantity) -> str:
    return one.term.word if one.term else ""


def _may_be_whole(
    row: Indicator | None, scan: Scan, parts: Sequence[Quantity], place: int
) -> bool:
    """Whether the figure that equals the sum of the others may be their total."""
    noun = _noun(parts[place])
    others = [one for at, one in enumerate(parts) if at != place]
    kinds = [_noun(one) for one in others if not _other_level(scan, parts[place], one)]
    if len(parts) == 2:
        return row is not None and _same_kind(scan, parts)
    if noun in VAGUE:
        return True
    if place not in (0, len(parts) - 1):
        return False
    if row is None or Cell.PEOPLE in row.cells:
        return True
    inside = VAGUE | {"lớp"} if noun in HOLDS else VAGUE
    return any(kind in inside or _overlap(noun, kind) for kind in kinds)


def _same_kind(scan: Scan, parts: Sequence[Quantity]) -> bool:
    """Two equal figures: the same noun, or one of them general; but not "2 trường MN, 2 trường TH"."""
    first, second = (_noun(one) for one in parts)
    if first == second:
        tails = [_tail(scan, one) for one in parts]
        return not all(tails) or tails[0] == tails[1]
    return _overlap(first, second) or first in VAGUE or second in VAGUE


def _overlap(first: str, second: str) -> bool:
    """Whether one noun is made of the other: tờ and tờ rơi, tin and tin bài."""
    one, two = set(first.split()), set(second.split())
    return one <= two or two <= one


def _tail(scan: Scan, one: Quantity) -> str:
    """The words directly behind a quantity, without accents."""
    end = one.end
    while end < len(scan.tokens) and scan.tokens[end].sort is Sort.WORD:
        if scan.tokens[end].key == "va":
            break
        end += 1
    return " ".join(token.key for token in scan.tokens[one.end : end])


def _other_level(scan: Scan, one: Quantity, two: Quantity) -> bool:
    """Whether these are schools of two levels, as in "2 trường MN, 1 trường TH"."""
    first, second = _tail(scan, one), _tail(scan, two)
    return first != second and {first, second} <= LEVELS


def _held(row: Indicator, scan: Scan, parts: Sequence[Quantity]) -> list[int] | None:
    """The places of the figures to offer where one thing stands inside another; None if none
    does."""
    holders: set[int] = set()
    apart = True
    for place, (one, two) in enumerate(pairwise(parts)):
        if _belongs(scan, one, two):
            holders.add(place + 1)
        elif not _is_apart(scan, one, two):
            together = _stand_together(row, scan, one, two)
            outer = _outer(one, two, sure=together)
            holders.update({place + outer} if outer is not None else ())
            apart = apart and not together
    schools = {place for place, one in enumerate(parts) if _noun(one) == "trường"}
    sites = {place for place, one in enumerate(parts) if _noun(one) == SITES}
    if schools and sites:
        holders = (holders | sites) - schools
    if holders and len(holders) < len(parts):
        return [place for place in range(len(parts)) if place not in holders]
    return None if apart and not holders else list(range(len(parts)))


def _belongs(scan: Scan, one: Quantity, two: Quantity) -> bool:
    """Whether "của", "thuộc", "trong" … stands directly before the second figure."""
    first = two.start
    while first > one.end and scan.tokens[first - 1].key in BETWEEN:
        first -= 1
    for length in (1, 2):
        start = first - length
        found = HELD_BY.match(scan.tokens, start, plain=scan.plain) if start >= one.end else None
        if found and found[1] == first:
            return True
    return False


def _is_apart(scan: Scan, one: Quantity, two: Quantity) -> bool:
    """Whether a mark stands between two figures."""
    between = scan.tokens[one.end : two.start]
    return any(token.sort is not Sort.WORD for token in between)


def _outer(one: Quantity, two: Quantity, *, sure: bool) -> int | None:
    """Which of two neighbours holds the other: 0, 1, or None.

    "1 trường 12 lớp" may be the classes of that school. "3 trường 5 lớp" are eight collectives: a
    school has more than one class; where a word links the two (`sure`), one in each is enough.
    """
    for place, (outer, inner) in enumerate(((one, two), (two, one))):
        holds, held = value_of(outer) or 0, value_of(inner) or 0
        many = held >= holds if sure or holds == 1 else held >= 2 * holds
        if _noun(inner) in HOLDS.get(_noun(outer), ()) and many:
            return place
    return None


def _stand_together(row: Indicator, scan: Scan, one: Quantity, two: Quantity) -> bool:
    """Two kinds of collective with "có" or "với" between them. "và" adds, and so do the alternatives
    of the printed unit ("trường/trung tâm")."""
    measure = row.measure(row.cells[0]) if row.cells else None
    printed = set(names_of(measure)) if measure else set()
    nouns = {_noun(one), _noun(two)}
    if len(nouns) < 2 or not nouns <= COLLECTIVES or nouns <= printed | {"cơ sở"}:
        return False
    keys = [token.key for token in scan.tokens[one.end : two.start]]
    return bool(keys) and keys[-1] in ("voi", "vs", "cung", "co")


def _general_and_kind(parts: Sequence[Quantity], added: Fraction) -> Verdict | None:
    """As in "28 người, 20 hs" and "20 hs, 28 người": perhaps the whole and one of its parts."""
    nouns = [_noun(one) for one in parts]
    place = 0 if nouns[0] in GENERIC | EVENTS else len(parts) - 1
    general = value_of(parts[place]) or Fraction(0)
    others = {noun for noun in nouns if noun != nouns[place]}
    alike = EVENTS if nouns[place] in EVENTS else frozenset()
    if nouns[place] not in GENERIC | EVENTS or not others - alike:
        return None
    if 2 * general > added:
        return Verdict((general, added), "whole")
    return Verdict((added, general), "sum") if place == 0 else None
