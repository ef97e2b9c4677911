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
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import ASIDE, Claim, Evidence
from bot.row_types.nouns import measures, names_of
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.tokens import Sort
from bot.vietnamese.words import group, table, valued, words

GENERIC = frozenset(words("generic"))
EVENTS = frozenset(words("alike_events"))
VAGUE = GENERIC | EVENTS | frozenset(words("vague"))
WHOLE: Phrases[bool] = Phrases(
    [*valued(words("whole_words"), True), *valued(words("no_whole_words"), False)]
)
HELD_BY = table("held_by")
BETWEEN = frozenset(("ca", "cac", "tong", "so", "nhung", "mot"))
HOLDS = {outer: frozenset(inner) for outer, inner in group("holds").items()}
COLLECTIVES = frozenset((*HOLDS, *words("collectives"))).union(*HOLDS.values())
LEVELS = frozenset(words("school_levels"))
SCHOOL, SITE = "trường", "điểm trường"  # a site is a part of a school and no school of its own
TOGETHER = frozenset(("voi", "vs", "cung", "co"))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What several figures come to, the likeliest first; no `doubt` where it is certain."""

    figures: tuple[Fraction, ...]
    doubt: Doubt | None = None


def whole_or_parts(
    row: Indicator | None, evidence: Evidence, claims: Sequence[Claim]
) -> Verdict | None:
    """Return what several figures of one cell come to if they may hold a total or each other.

    None where nothing speaks against adding them. Without a `row` (pairs, money) two equal figures
    are no total unless a word says so.
    """
    parts = [claim for claim in claims if claim.value]
    if len(parts) < 2 or any(claim.value is None for claim in claims):
        return None
    said = [claim.value or Fraction(0) for claim in parts]
    added = sum(said, Fraction(0))
    starts = {claim.start for claim in called_total(evidence)}
    marked = [place for place, claim in enumerate(parts) if claim.start in starts]
    plus = any(claim.joint == "+" for claim in claims)
    halves = [] if plus else [place for place, value in enumerate(said) if 2 * value == added]
    if len(marked) == 1 and marked[0] in halves:
        return _called_whole(parts, said, marked[0])
    held = _held(row, evidence, parts) if row else None
    if held:
        return Verdict((sum((said[place] for place in held), Fraction(0)), added), Doubt.NESTED)
    whole = [at for at in halves if marked or _may_be_whole(row, evidence, parts, at)]
    if whole:
        return Verdict((said[whole[0]], added), Doubt.WHOLE)
    if marked:
        return _called_but_unequal(evidence, parts, said, marked[0])
    return _general_and_kind(parts, added) if row else None


def _called_whole(parts: Sequence[Claim], said: Sequence[Fraction], at: int) -> Verdict:
    """Return the total that a word calls one and that its parts add up to."""
    if _is_general(parts, at):
        return Verdict((said[at],))
    return Verdict((sum(said, Fraction(0)), said[at]), Doubt.WHOLE)


def _called_but_unequal(
    evidence: Evidence, parts: Sequence[Claim], said: Sequence[Fraction], at: int
) -> Verdict | None:
    """Return the offers for a total that does not add up; none where the word stands before an
    enumeration ("tất cả 24 trường MN và 13 trường TH")."""
    if at == 0 and _is_added(evidence, parts[-1]):
        return None
    return Verdict(_unequal(evidence, parts, said, at), Doubt.WHOLE)


def _is_general(parts: Sequence[Claim], at: int) -> bool:
    """Return whether a figure's noun can stand for those of the others: "tổng 14 tập thể"; but not
    "tất cả 30 chi đoàn, 15 lớp, 15 trường"."""
    noun = parts[at].word
    others = [claim.word for claim in parts if claim is not parts[at]]
    return not noun or noun in VAGUE or any(_overlap(noun, other) for other in others)


def _unequal(
    evidence: Evidence, parts: Sequence[Claim], said: Sequence[Fraction], at: int
) -> tuple[Fraction, ...]:
    """Return the offers for a total that is not the sum of the rest: itself, then the rest. In
    "tổng 6 tin, 4 bài", "tổng 6 trường mầm non, 4 trường tiểu học" the word stands before all of
    its parts, so there the sum comes first."""
    added, whole = sum(said, Fraction(0)), said[at]
    tails = [_tail(evidence, claim) for claim in parts]
    described = all(tails) and len(set(tails)) == len(tails)
    nouns = [
        f"{claim.word} {tail}" if described else claim.word
        for claim, tail in zip(parts, tails, strict=True)
    ]
    own_kind = nouns[at] not in VAGUE and nouns.count(nouns[at]) == 1
    if whole < added - whole:  # no total is smaller than its parts
        return added, whole
    if own_kind and (at == 0 or len(said) == 2):
        return added, whole
    return whole, added - whole


def called_total(evidence: Evidence) -> list[Claim]:
    """Return the claims that a word calls a total: the next one behind it, or the last of all."""
    found: list[Claim] = []
    place = 0
    claims = evidence.claims
    starts = [claim.start for claim in claims]
    while claims and place < len(evidence.tokens):
        match = WHOLE.match(evidence.tokens, place, plain=evidence.plain)
        if match and match[0]:
            claim = claims[min(bisect_left(starts, place), len(starts) - 1)]
            if claim.joint != "+" and claim.role not in ASIDE:  # 200 cộng 50 quyển
                found.append(claim)
        place = match[1] if match else place + 1
    return found


def _may_be_whole(
    row: Indicator | None, evidence: Evidence, parts: Sequence[Claim], at: int
) -> bool:
    """Return whether the figure that equals the sum of the others may be their total."""
    if len(parts) == 2:
        return row is not None and _same_kind(evidence, parts)
    noun = parts[at].word
    if noun in VAGUE:
        return True
    if at not in (0, len(parts) - 1):
        return False
    if row is None or Cell.PEOPLE in row.cells:
        return True
    inside = VAGUE | {"lớp"} if noun in HOLDS else VAGUE
    return any(
        claim.word in inside or _overlap(noun, claim.word)
        for claim in parts
        if claim is not parts[at] and not _other_level(evidence, parts[at], claim)
    )


def _same_kind(evidence: Evidence, parts: Sequence[Claim]) -> bool:
    """Return whether two equal figures have the same noun or a general one; but not "2 trường MN,
    2 trường TH"."""
    first, second = parts[0].word, parts[1].word
    if first == second:
        tails = [_tail(evidence, claim) for claim in parts]
        return not all(tails) or tails[0] == tails[1]
    return _overlap(first, second) or bool({first, second} & VAGUE)


def _overlap(first: str, second: str) -> bool:
    """Return whether one noun is made of the other: tờ and tờ rơi, tin and tin bài."""
    left, right = set(first.split()), set(second.split())
    return left <= right or right <= left


def _tail(evidence: Evidence, claim: Claim) -> str:
    """Return the words directly behind a claim, without accents."""
    return " ".join(token.key for token in evidence.words_behind(claim))


def _other_level(evidence: Evidence, first: Claim, second: Claim) -> bool:
    """Return whether these are schools of two levels, as in "2 trường MN, 1 trường TH"."""
    tails = {_tail(evidence, first), _tail(evidence, second)}
    return len(tails) == 2 and tails <= LEVELS


def _held(row: Indicator, evidence: Evidence, parts: Sequence[Claim]) -> list[int] | None:
    """Return the places of the figures to offer where one thing stands inside another; None if
    none does."""
    holders: set[int] = set()
    apart = True
    for place, (first, second) in enumerate(pairwise(parts)):
        if _belongs(evidence, first, second):
            holders.add(place + 1)
        elif not _is_apart(evidence, first, second) and not _is_added(evidence, second):
            together = _stand_together(row, evidence, first, second)
            outer = _outer(first, second, sure=together)
            holders.update(() if outer is None else (place + outer,))
            apart = apart and not together
    holders = _without_sites(parts, holders)
    if holders and len(holders) < len(parts):
        return [place for place in range(len(parts)) if place not in holders]
    return None if apart and not holders else list(range(len(parts)))


def _without_sites(parts: Sequence[Claim], holders: set[int]) -> set[int]:
    """Return the places to leave out; beside schools their sites are left out, not they."""
    schools = {place for place, claim in enumerate(parts) if claim.word == SCHOOL}
    sites = {place for place, claim in enumerate(parts) if claim.word == SITE}
    return (holders | sites) - schools if schools and sites else holders


def _belongs(evidence: Evidence, first: Claim, second: Claim) -> bool:
    """Return whether "của", "thuộc", "trong" … stands directly before the second figure."""
    place = second.start
    while place > first.end and evidence.tokens[place - 1].key in BETWEEN:
        place -= 1
    starts = [start for start in (place - 1, place - 2) if start >= first.end]
    matches = (HELD_BY.match(evidence.tokens, start, plain=evidence.plain) for start in starts)
    return any(match is not None and match[1] == place for match in matches)


def _is_apart(evidence: Evidence, first: Claim, second: Claim) -> bool:
    """Return whether a mark stands between two figures."""
    between = evidence.tokens[first.end : second.start]
    return any(token.sort is not Sort.WORD for token in between)


def _is_added(evidence: Evidence, claim: Claim) -> bool:
    """Return whether "và" stands directly before a figure."""
    return claim.start > 0 and evidence.tokens[claim.start - 1].key == "va"


def _outer(first: Claim, second: Claim, *, sure: bool) -> int | None:
    """Return which of two neighbours holds the other: 0, 1, or None.

    "1 trường 12 lớp" may be the classes of that school. "3 trường 5 lớp" are eight collectives: a
    school has more than one class; where a word links the two (`sure`), one in each is enough.
    """
    for place, (outer, inner) in enumerate(((first, second), (second, first))):
        holds, held = outer.value or 0, inner.value or 0
        times = 1 if sure or holds == 1 else 2
        if inner.word in HOLDS.get(outer.word, ()) and held >= times * holds:
            return place
    return None


def _stand_together(row: Indicator, evidence: Evidence, first: Claim, second: Claim) -> bool:
    """Return whether two kinds of collective have "có" or "với" between them. "và" adds, and so do
    the alternatives of the printed unit ("trường/trung tâm")."""
    printed = {name for _, measure in measures(row)[:1] for name in names_of(measure)}
    nouns = {first.word, second.word}
    if len(nouns) < 2 or not nouns <= COLLECTIVES or nouns <= printed | {"cơ sở"}:
        return False
    between = evidence.tokens[first.end : second.start]
    return bool(between) and between[-1].key in TOGETHER


def _general_and_kind(parts: Sequence[Claim], added: Fraction) -> Verdict | None:
    """Return the offers for "28 người, 20 hs" and "20 hs, 28 người": perhaps the whole and one of
    its parts."""
    nouns = [claim.word for claim in parts]
    place = 0 if nouns[0] in GENERIC | EVENTS else len(parts) - 1
    others = {noun for noun in nouns if noun != nouns[place]}
    alike = EVENTS if nouns[place] in EVENTS else frozenset()
    if nouns[place] not in GENERIC | EVENTS or not others - alike:
        return None
    general = parts[place].value or Fraction(0)
    if 2 * general > added:
        return Verdict((general, added), Doubt.WHOLE)
    return Verdict((added, general), Doubt.SUM) if place == 0 else None
