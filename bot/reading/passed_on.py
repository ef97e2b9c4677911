"""Figures that stand for the same things, or for none: what came in and then went out again ("quyên góp
300 cuốn, đã tặng 284 cuốn"), and what is only said not to be so ("không phải 3 lớp")."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import pairwise, takewhile
from typing import NamedTuple

from bot.reading.lexicon import Lexicon
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import Claim, Claims, Evidence, Noun, Role
from bot.row_types.totals import VAGUE
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.tokens import token_at
from bot.vietnamese.words import group, keyed, table, words

MOVES: Phrases[str] = Phrases(keyed("moves"))
IN, MADE, OUT, NEITHER = group("moves")
DENYING = table("denying")
# What the verbs before two figures say where the second is a part of the first.
_OF_THINGS = frozenset(((IN, OUT), (MADE, OUT)))
_OF_MONEY = frozenset(((IN, OUT), (IN, MADE), ("", OUT), (MADE, OUT)))


GIFTS, RECEIVING = frozenset(words("giving")), frozenset(words("receiving"))
HANDING = frozenset(words("handing"))
TO_WHOM, FOR_WHOM = table("to_whom"), table("for_whom")


class _Moved(NamedTuple):
    """A figure of the row and what its nearest verb says of it; "" where there is none."""

    claim: Claim
    move: str


def doubt_passed_on(evidence: Evidence, *, is_money: bool) -> None:
    """Warn where one figure says what came in and the next what of it was given out. Of money it is
    enough that only the second was spent: "5 triệu chi 4tr8"."""
    passed = _OF_MONEY if is_money else _OF_THINGS
    for first, second in pairwise(_moved(evidence)):
        is_less = second.claim.amount <= first.claim.amount
        passed_on = (first.move, second.move) in passed and is_less
        if passed_on and _are_alike(first.claim.word, second.claim.word):
            start, end = first.claim.start, second.claim.end
            evidence.warn(Doubt.NESTED, evidence.words_between(start, end), start, end)


def set_receivers_aside(evidence: Evidence, lexicon: Lexicon) -> None:
    """Explain those who were given something beside those who are counted ("5 chi đoàn tặng 2 trường 150
    cuốn", "2 trường khai mạc, tặng 100 cuốn cho 1 trường"); warn where givers are counted and nobody gave:
    "200 quyển tặng 60 em", "tặng cho 2 trường"."""
    if not lexicon.may_give:
        return
    names_givers = _names_givers(lexicon)
    claims = Claims(evidence.claims)
    own, goods = claims.of(Role.OWN), claims.of(Role.OTHER)
    gives = partial(_gives, evidence, TO_WHOM if goods and names_givers else FOR_WHOM)
    gave = Claims(takewhile(gives, own))
    given = Claims(own[len(gave) :])
    if not (given and (names_givers or _are_between(evidence, goods, gave, given))):
        return
    if gave and not any(map(gives, given)):  # nor did any of those behind give something
        noun = partial(Noun, Role.OTHER)
        evidence.amend({claim.start: replace(claim, noun=noun(claim.word)) for claim in given})
        evidence.free(given)
    else:
        said = evidence.words_between(given[0].start, given[0].end)
        evidence.warn(Doubt.RECEIVERS, said, given[0].start, given[0].end)


def _names_givers(lexicon: Lexicon) -> bool:
    """Return whether a row's label says that it counts those who gave."""
    label = frozenset(lexicon.row.label.lower().split())
    return RECEIVING.isdisjoint(label) and not GIFTS.isdisjoint(label)


def _gives(evidence: Evidence, known: Phrases[bool], claim: Claim) -> bool:
    """Return whether nothing says that a claim counts those for whom something was; "cho 28 người tặng"
    counts givers."""
    is_giver = token_at(evidence.tokens, claim.end).text.lower() in GIFTS
    return is_giver or known.before(evidence.tokens, claim.start, plain=evidence.plain) is None


def _are_between(evidence: Evidence, goods: Claims, gave: Claims, given: Claims) -> bool:
    """Return whether something else is counted, and said to be given, between those who are counted and those
    behind "cho": "3 buổi cho 3 trường" gives nothing away."""
    begins, ends = max(gave.ends, default=given[0].start), given[0].start
    said = frozenset(token.text.lower() for token in evidence.tokens[begins:ends])
    counted = bisect_left(goods.starts, begins) < bisect_left(goods.starts, ends)
    return counted and not HANDING.isdisjoint(said)


def _moved(evidence: Evidence) -> Iterator[_Moved]:
    """Yield the row's own figures and the bare ones, each with the verb that stands nearest before it."""
    end = 0
    for claim in Claims(evidence.claims).of(Role.OWN, Role.BARE):
        said = partial(MOVES.match, evidence.tokens, plain=evidence.plain)
        found = filter(None, map(said, reversed(range(end, claim.start))))
        yield _Moved(claim, next((move for move, _ in found if move != NEITHER), ""))
        end = claim.number.end  # "viết 5 bài đăng 3 bài"


def _are_alike(first: str, second: str) -> bool:
    """Return whether two nouns may name the same things: tờ and tờ rơi, cuốn and quyển sách."""
    left, right = set(first.split()), set(second.split())
    are_vague = not (VAGUE.isdisjoint(left) or VAGUE.isdisjoint(right))
    return are_vague or not left or not right or not left.isdisjoint(right)


def set_denied_aside(evidence: Evidence) -> None:
    """Take figures away that are said not to be so, where others are left: "tổng 2 lớp 60 người, không
    phải 3 lớp"."""
    tokens, plain = evidence.tokens, evidence.plain
    denied = Claims(evidence.claims).where(
        lambda claim: DENYING.before(tokens, claim.start, plain=plain)
    )
    if len(denied) == len(evidence.claims) or not evidence.has(Doubt.CORRECTION):
        return
    evidence.put_aside(denied)
