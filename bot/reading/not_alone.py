"""Figures that are not the unit's alone: held with other units, or of others beside its own share."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from bot.model.form import Cell
from bot.reading import around
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import Claim, Claims, Evidence, Role
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.words import group, valued

JOINTLY = group("jointly")
BODIES = frozenset(JOINTLY["bodies"])
TOGETHER_BEFORE: Phrases[bool] = Phrases(valued(JOINTLY["before"], True))
TOGETHER_BEHIND: Phrases[bool] = Phrases(valued(JOINTLY["behind"], True))
OURS: Phrases[bool] = Phrases(valued(JOINTLY["ours"], True))


def doubt_joint(evidence: Evidence) -> None:
    """Warn where several units had one thing together: "1 lớp 40 người chung 2 xã"."""
    for claim in Claims(evidence.claims).of(Role.OTHER, Role.NEAR):
        if claim.word in BODIES and claim.amount > 1:
            for start, end in _together(evidence, claim):
                evidence.warn(Doubt.OTHER_BODY, evidence.words_between(start, end), start, end)


def _together(evidence: Evidence, claim: Claim) -> Iterator[tuple[int, int]]:
    """Yield where a body and the word that says so stand."""
    before = TOGETHER_BEFORE.before(evidence.tokens, claim.start, plain=evidence.plain)
    behind = TOGETHER_BEHIND.end(evidence.tokens, claim.end, plain=evidence.plain)
    if before is not None:
        yield before.start, claim.end
    elif behind > claim.end:
        yield claim.start, behind


def doubt_own_share(evidence: Evidence) -> None:
    """Warn where people of the unit itself stand behind those of all, in a row of two cells: "1 lớp 40 người,
    xã mình 12 người"."""
    people = Claims(evidence.claims).counting(Cell.PEOPLE)
    for before, claim in pairwise(people):
        between = range(before.end, claim.start)
        ours = OURS.find(evidence.tokens, between, plain=evidence.plain)
        if (
            ours is not None
            and around.skip_linking(evidence.tokens, ours.end, evidence.plain) == claim.start
        ):
            said = evidence.words_between(ours.start, claim.end)
            evidence.warn(Doubt.NESTED, said, ours.start, claim.end)
