"""A total beside its parts, and things beside what holds them: figures that must not be added.

"6 tin, 4 bài, tổng 10 tin bài" are ten, not twenty; "12 lớp của 3 trường" are twelve classes, or
perhaps fifteen collectives. The total is believed when a word calls it one and the parts add up to
it exactly; in every other case the person is asked, with the likeliest figure first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from fractions import Fraction
from itertools import pairwise
from operator import attrgetter

from bot.model.form import Cell, Indicator
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import (
    ASIDE,
    NO_QUESTION,
    Claim,
    Claims,
    Decision,
    Evidence,
    Question,
    once,
)
from bot.row_types.nouns import measures, names_of
from bot.vietnamese.normalise import unaccented
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.tokens import Sort, token_at
from bot.vietnamese.words import group, keyed, table, valued, words

GENERIC = frozenset(words("generic"))
EVENTS = frozenset(words("alike_events"))
ALIKE = {noun: EVENTS if noun in EVENTS else frozenset((noun,)) for noun in GENERIC | EVENTS}
VAGUE = GENERIC | EVENTS | frozenset(words("vague"))
WHOLE: Phrases[bool] = Phrases(
    [*valued(words("whole_words"), True), *valued(words("no_whole_words"), False)]
)
HELD_BY = table("held_by")
MEMBERS = frozenset(words("subsets"))
BETWEEN = frozenset(("ca", "cac", "tong", "so", "nhung", "mot"))
PERSON_KINDS = dict(keyed("person_kinds"))
HOLDS = {outer: frozenset(inner) for outer, inner in group("holds").items()}
COLLECTIVES = frozenset((*HOLDS, *words("collectives"))).union(*HOLDS.values())
LEVELS = frozenset(map(unaccented, words("school_levels")))
SCHOOL, SITE = "trường", "điểm trường"  # a site is a part of a school and no school of its own
TOGETHER = frozenset(("voi", "vs", "cung", "co"))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What several figures come to, the likeliest first; no `doubt` where it is certain."""

    figures: tuple[Fraction, ...]
    doubt: Doubt | None = None
    rule: str = ""

    def decision(self, claims: Claims, stranger: Question = NO_QUESTION) -> Decision:
        """Return the figures as a decision made of these claims; beside a stranger, about which is
        asked then, only the first is offered."""
        first, *others = self.figures
        doubt = stranger.doubt or self.doubt
        return Decision(
            first,
            doubt=doubt,
            word=stranger.word,
            figures=() if doubt else claims,
            others=() if stranger.doubt else tuple((int(other), None) for other in others),
            rule=self.rule,
        )


class Link(Enum):
    """How a figure is joined to the one before it."""

    BELONGS = auto()  # của, thuộc: the second holds the first
    APART = auto()  # a mark, or "và"
    TOGETHER = auto()  # có, với between two kinds of collective
    BESIDE = auto()


@dataclass(frozen=True)
class _Several:
    """Figures of one cell, none of them zero, and what is known of them."""

    row: Indicator | None
    evidence: Evidence
    parts: Claims
    is_sum: bool  # a plus sign adds some of them

    @once
    def said(self) -> list[Fraction]:
        """Return their values."""
        return [claim.value or Fraction(0) for claim in self.parts]

    @once
    def added(self) -> Fraction:
        """Return their sum."""
        return sum(self.said, Fraction(0))

    @once
    def marked(self) -> list[int]:
        """Return the places of those that a word calls a total."""
        starts = set(called_total(self.evidence).starts)
        return [place for place, claim in enumerate(self.parts) if claim.start in starts]

    @once
    def halves(self) -> list[int]:
        """Return the places of those that equal the sum of all others."""
        if self.is_sum:
            return []
        return [place for place, value in enumerate(self.said) if 2 * value == self.added]

    @once
    def nouns(self) -> list[str]:
        """Return their nouns."""
        return list(map(attrgetter("word"), self.parts))

    @once
    def tails(self) -> list[str]:
        """Return the words directly behind each of them, without accents."""
        behind = map(self.evidence.words_behind, self.parts)
        return [" ".join(token.key for token in tokens) for tokens in behind]

    @once
    def are_general(self) -> list[bool]:
        """Return whether each noun stands for the whole as often as for one kind: "tập thể", and "trường"
        beside mere kinds of school."""
        beside_levels = not LEVELS.isdisjoint(map(unaccented, self.nouns))
        said = zip(self.nouns, self.tails, strict=True)
        return [
            noun in ALIKE or (beside_levels and noun == SCHOOL and LEVELS.isdisjoint(tail.split()))
            for noun, tail in said
        ]

    def is_vague(self, at: int) -> bool:
        """Return whether a figure's noun says little of what was counted."""
        return self.are_general[at] or self.nouns[at] in VAGUE

    def others(self, at: int) -> list[str]:
        """Return the nouns of the others."""
        return self.nouns[:at] + self.nouns[at + 1 :]

    def links(self, row: Indicator) -> list[Link]:
        """Return how each figure but the first is joined to the one before it."""
        return [self._link(row, first, second) for first, second in pairwise(self.parts)]

    def _link(self, row: Indicator, first: Claim, second: Claim) -> Link:
        if _belongs(self.evidence, first, second):
            return Link.BELONGS
        between = self.evidence.tokens[first.end : second.start]
        if any(token.sort is not Sort.WORD for token in between) or self.is_added(second):
            return Link.APART
        linked = bool(between) and between[-1].key in TOGETHER
        return Link.TOGETHER if linked and _are_two_kinds(row, first, second) else Link.BESIDE

    def is_added(self, claim: Claim) -> bool:
        """Return whether "và" stands directly before a figure."""
        return token_at(self.evidence.tokens, claim.start - 1).key == "va"


def whole_or_parts(
    row: Indicator | None, evidence: Evidence, claims: Sequence[Claim]
) -> Verdict | None:
    """Return what several figures of one cell come to if they may hold a total or each other.

    None where nothing speaks against adding them. Without a `row` (pairs, money) two equal figures
    are no total unless a word says so.
    """
    parts = Claims(claims).where(lambda claim: claim.value)
    if len(parts) < 2 or None in [claim.value for claim in claims]:
        return None
    several = _Several(row, evidence, parts, "+" in set(map(attrgetter("joint"), claims)))
    for name, rule in RULES.items():
        verdict = rule(several)
        if verdict is not None:
            return replace(verdict, rule=name)
    return None


def _called_whole(several: _Several) -> Verdict | None:
    """Return the total that a word calls one and that its parts add up to; "tổng cộng 28 trường tiểu học,
    28 trường THCS" are two kinds of as many."""
    if len(several.marked) != 1 or several.marked[0] not in several.halves:
        return None
    at = several.marked[0]
    are_twins = len(several.parts) == 2 and not _are_alike(several)
    if _is_general(several, at) and not are_twins:
        return Verdict((several.said[at],))
    return Verdict((several.added, several.said[at]), Doubt.WHOLE)


def _is_general(several: _Several, at: int) -> bool:
    """Return whether a figure's noun can stand for those of the others: "tổng 14 tập thể"; but not
    "tất cả 30 chi đoàn, 15 lớp, 15 trường"."""
    noun = several.nouns[at]
    overlaps = any(_overlap(noun, other) for other in several.others(at))
    return not noun or overlaps or several.is_vague(at)


def _nested(several: _Several) -> Verdict | None:
    """Return the figures that are inside others, where one thing stands inside another."""
    if several.row is None:
        return None
    links = several.links(several.row)
    holders = _without_sites(several.nouns, _holders(several.parts, links))
    if not holders and Link.TOGETHER not in links:
        return None
    inner = set(range(len(links) + 1)) - holders
    offered = [several.said[place] for place in sorted(inner)]
    return Verdict(
        (sum(offered, Fraction(0)) if inner else several.added, several.added), Doubt.NESTED
    )


def _holders(parts: Claims, links: Sequence[Link]) -> set[int]:
    """Return the places of figures that hold the one before them or behind them."""
    found = set()
    for place, (link, (first, second)) in enumerate(zip(links, pairwise(parts), strict=True)):
        if link is Link.BELONGS or _holds(second, first, link):
            found.add(place + 1)
        if link is not Link.BELONGS and _holds(first, second, link):
            found.add(place)
    return found


def _holds(outer: Claim, inner: Claim, link: Link) -> bool:
    """Return whether a figure may hold its neighbour.

    "1 trường 12 lớp" may be the classes of that school. "3 trường 5 lớp" are eight collectives: a
    school has more than one class; where a word links the two, one in each is enough.
    """
    holds, held = outer.value or 0, inner.value or 0
    times = 1 if link is Link.TOGETHER or holds == 1 else 2
    may_hold = link is not Link.APART and inner.word in HOLDS.get(outer.word, ())
    return may_hold and held >= times * holds


def _without_sites(nouns: Sequence[str], holders: set[int]) -> set[int]:
    """Return the places to leave out; beside schools their sites are left out, not they."""
    schools = {place for place, noun in enumerate(nouns) if noun == SCHOOL}
    sites = {place for place, noun in enumerate(nouns) if noun == SITE}
    return (holders | sites) - schools if schools and sites else holders


def _are_two_kinds(row: Indicator, first: Claim, second: Claim) -> bool:
    """Return whether these are two kinds of collective; the alternatives of the printed unit
    ("trường/trung tâm") are one."""
    printed = {name for _, measure in measures(row)[:1] for name in names_of(measure)}
    nouns = {first.word, second.word}
    return len(nouns) > 1 and nouns <= COLLECTIVES and not nouns <= printed | {"cơ sở"}


def _belongs(evidence: Evidence, first: Claim, second: Claim) -> bool:
    """Return whether "của", "thuộc", "trong" … stands directly before the second figure."""
    place = second.start
    while place > first.end and evidence.tokens[place - 1].key in BETWEEN:
        place -= 1
    held = HELD_BY.before(evidence.tokens, place, plain=evidence.plain, first=first.end)
    return held is not None


def _whole(several: _Several) -> Verdict | None:
    """Return the figure that equals the sum of the others and may be their total."""
    for at in several.halves:
        if several.marked or _may_be_whole(several, at):
            return Verdict((several.said[at], several.added), Doubt.WHOLE)
    return None


def _may_be_whole(several: _Several, at: int) -> bool:
    row, is_vague = several.row, several.is_vague(at)
    if several.is_added(several.parts[at]):
        return False  # "3 phụ huynh và 14 học sinh và 17 giáo viên"
    if len(several.parts) == 2:
        return row is not None and _are_alike(several)
    if is_vague or at not in (0, len(several.parts) - 1) or _is_of_another_kind(several, at):
        return is_vague
    return row is None or Cell.PEOPLE in row.cells or _stands_for_a_part(several, at)


def _is_of_another_kind(several: _Several, at: int) -> bool:
    """Return whether a figure counts persons who are certainly none of the others."""
    kinds = list(map(PERSON_KINDS.get, several.others(at)))
    return None not in (own := PERSON_KINDS.get(several.nouns[at]), *kinds) and own not in kinds


def _stands_for_a_part(several: _Several, at: int) -> bool:
    """Return whether a figure's noun can be the one of another, or hold it."""
    noun = several.nouns[at]
    inside = VAGUE | {"lớp"} if noun in HOLDS else VAGUE
    peers = (part for place, part in enumerate(several.nouns) if _is_peer(several, at, place))
    return any(part in inside or _overlap(noun, part) for part in peers)


def _is_peer(several: _Several, at: int, place: int) -> bool:
    """Return whether a figure is another one, and not of schools of another level: "2 trường MN, 1
    trường TH"."""
    levels = {several.tails[at], several.tails[place]}
    return place != at and not (len(levels) == 2 and levels <= LEVELS)


def _are_alike(several: _Several) -> bool:
    """Return whether two equal figures have the same noun or a general one; but not "2 trường MN,
    2 trường TH"."""
    first, second = several.nouns
    if first == second:
        return "" in several.tails or len(set(several.tails)) == 1
    return _overlap(first, second) or several.is_vague(0) or several.is_vague(1)


def _overlap(first: str, second: str) -> bool:
    """Return whether one noun is made of the other: tờ and tờ rơi, tin and tin bài."""
    left, right = set(first.split()), set(second.split())
    return left <= right or right <= left


def _called_but_unequal(several: _Several) -> Verdict | None:
    """Return the offers for a total that is not the sum of the rest: itself, then the rest. In
    "tổng 6 tin, 4 bài", "tổng 6 trường mầm non, 4 trường tiểu học" the word stands before all of
    its parts, so there the sum comes first; none where it stands before an enumeration ("tất cả 24
    trường MN và 13 trường TH")."""
    if not several.marked or _is_enumerated(several):
        return None
    at = several.marked[0]
    added, whole = several.added, several.said[at]
    stands_first = at == 0 or len(several.said) == 2
    is_smaller = whole < added - whole  # no total is smaller than its parts
    if is_smaller or (stands_first and _is_own_kind(several, at)):
        return Verdict((added, whole), Doubt.WHOLE)
    return Verdict((whole, added - whole), Doubt.WHOLE)


def _is_enumerated(several: _Several) -> bool:
    return several.marked[0] == 0 and several.is_added(several.parts[-1])


def _is_own_kind(several: _Several, at: int) -> bool:
    """Return whether no other figure has the noun of this one, with the words that describe it where
    each is described."""
    nouns, tails = several.nouns, several.tails
    if all(tails) and len(set(tails)) == len(tails):
        nouns = [f"{noun} {tail}" for noun, tail in zip(nouns, tails, strict=True)]
    return not several.is_vague(at) and nouns.count(nouns[at]) == 1


def _general_and_kind(several: _Several) -> Verdict | None:
    """Return the offers for "28 người, 20 hs" and "20 hs, 28 người": perhaps the whole and one of
    its parts."""
    nouns = several.nouns
    place = 0 if several.are_general[0] else len(nouns) - 1
    alike = ALIKE.get(nouns[place], frozenset((nouns[place],)))
    is_general = several.are_general[place] and not alike.issuperset(nouns)
    if several.row is None or several.marked or not is_general:
        return None
    general = several.said[place]
    if 2 * general > several.added:
        return Verdict((general, several.added), Doubt.WHOLE)
    if place == 0:
        return Verdict((several.added, general), Doubt.SUM)
    before = several.evidence.tokens[several.parts[place].start - 1]
    if several.evidence.cautions or before.sort is not Sort.MARK:
        return None
    return Verdict(
        (several.added - general, several.added), Doubt.NESTED
    )  # "10 băng rôn, 4 cái cũ"


def _members(several: _Several) -> Verdict | None:
    """Return the offers for "30 đảng viên, 210 học sinh": members of something may be among the others."""
    if several.row is None or MEMBERS.isdisjoint(several.nouns):
        return None
    others = several.parts.where(lambda claim: claim.word not in MEMBERS)
    return Verdict(tuple(filter(None, (others.total, several.added))), Doubt.NESTED)


def _told_again(several: _Several) -> Verdict | None:
    """Return the offers for "40 hs, 6 hs tặng lại": whom the same noun counts again, with words of its own,
    may be among the first."""
    if several.row is None or several.evidence.cautions or len(set(several.nouns)) > 1:
        return None
    first, *behind = several.tails
    is_told = not (first or several.is_added(several.parts[-1])) and all(behind)
    if not is_told or 2 * several.said[0] <= several.added:
        return None
    return Verdict((several.said[0], several.added), Doubt.NESTED)


RULES: dict[str, Callable[[_Several], Verdict | None]] = {
    "called_whole": _called_whole,
    "nested": _nested,
    "whole": _whole,
    "called_but_unequal": _called_but_unequal,
    "general_and_kind": _general_and_kind,
    "members": _members,
    "told_again": _told_again,
}
"""The first that finds something decides."""


def called_total(evidence: Evidence) -> Claims:
    """Return the claims that a word calls a total: the next one behind it, or the last of all."""
    found: list[Claim] = []
    place = 0
    claims = evidence.claims
    starts = Claims(claims).starts
    while claims and place < len(evidence.tokens):
        match = WHOLE.match(evidence.tokens, place, plain=evidence.plain)
        if match and match[0]:
            claim = claims[min(bisect_left(starts, place), len(starts) - 1)]
            if claim.joint != "+" and claim.role not in ASIDE:  # 200 cộng 50 quyển
                found.append(claim)
        place = match[1] if match else place + 1
    return Claims(found)
