"""What "mỗi" speaks of: the figure behind it, and whether that holds for all that were counted."""

from __future__ import annotations

from operator import attrgetter

from bot.row_types.doubt import Doubt
from bot.row_types.evidence import Claim, Evidence
from bot.vietnamese.tokens import token_at
from bot.vietnamese.words import words

HELD_IN = frozenset(words("numbered", "classes", "events"))


def is_of_each(evidence: Evidence, claim: Claim) -> bool:
    """Return whether "mỗi", with a word at most between, stands right before a figure."""
    return any(
        caution.doubt is Doubt.PER_UNIT and 0 <= claim.start - caution.end <= 1
        for caution in evidence.cautions
    )


def holds_for_all(evidence: Evidence, how_many: Claim, each: Claim) -> bool:
    """Return whether what each one has is said of those that were counted, and exactly: not "1 cuộc, mỗi khối
    20 em", not "3 lớp mỗi lớp trên 30 người", not the 120 of "3 buổi 120 em (40 em x 3)"."""
    behind = {
        token_at(evidence.tokens, said.end).text.lower()
        for said in evidence.cautions
        if said.doubt is Doubt.PER_UNIT
    }
    of_others = behind.intersection(HELD_IN).difference(how_many.word.split())
    in_parts = not each.part and any(map(attrgetter("part"), evidence.claims))
    return not (of_others or evidence.forbids_sum or in_parts)
