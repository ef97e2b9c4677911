"""Figures that stand for the same things, or for none: what came in and then went out again ("quyên góp
300 cuốn, đã tặng 284 cuốn"), and what is only said not to be so ("không phải 3 lớp")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import pairwise, takewhile
from typing import NamedTuple

from bot.reading.lexicon import Lexicon
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import Aside, Claim, Claims, Evidence, Noun, Role
from bot.row_types.totals import VAGUE
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.words import group, keyed, table, words

MOVES: Phrases[str] = Phrases(keyed("moves"))
IN, MADE, OUT, NEITHER = group("moves")
DENYING = table("denying")
# What the verbs before two figures say where the second is a part of the first.
_OF_THINGS = frozenset(((IN, OUT), (MADE, OUT)))
_OF_MONEY = frozenset(((IN, OUT), (IN, MADE), ("", OUT), (MADE, OUT)))


GIFTS, RECEIVING = frozenset(words("giving")), frozenset(words("receiving"))
TO_WHOM = table("to_whom")


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
    """Explain those who were given something where givers are counted ("5 chi đoàn tặng 2 trường 150 cuốn");
    warn where nobody gave: "200 quyển tặng 60 em"."""
    counts_givers = lexicon.counts_people or lexicon.counts_bodies
    are_given = Claims(evidence.claims).of(Role.OTHER)
    label = set(lexicon.row.label.lower().split())
    names_givers = GIFTS & label and RECEIVING.isdisjoint(label)
    if not (counts_givers and are_given and names_givers):
        return
    own = Claims(evidence.claims).of(Role.OWN)
    to_whom = partial(TO_WHOM.before, evidence.tokens, plain=evidence.plain)
    gave = Claims(takewhile(lambda claim: to_whom(claim.start) is None, own))
    given = own[len(gave) :]
    if gave:
        others = (replace(claim, noun=Noun(Role.OTHER, claim.word)) for claim in given)
        evidence.amend({claim.start: claim for claim in others})
        evidence.free(given)
    elif given:
        said = evidence.words_between(given[0].start, given[0].end)
        evidence.warn(Doubt.RECEIVERS, said, given[0].start, given[0].end)


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
    evidence.claims[:] = [claim for claim in evidence.claims if claim not in denied]
    evidence.asides += [Aside(Role.OTHER, claim.start, claim.end) for claim in denied]
    evidence.free(denied)
