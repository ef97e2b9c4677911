"""Second thoughts, when all claims of an answer are known."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from bot.row_types.count import SIGNS
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import ASIDE, Caution, Claim, Evidence, Role

SHORT_AGO = 2  # words between a caution and the number that it speaks of

_JOINED = frozenset("-–−~/") | {"đến", "tới", "lên", "hoặc", "hay"}


def join_ranges(evidence: Evidence) -> None:
    """Give a bare number to the thing that the next number counts: "3-4 thôn", "2/3 hộ"."""
    kept: list[Claim] = []
    for claim in evidence.claims:
        before = kept[-1] if kept else None
        joined = claim.joint in _JOINED and claim.role is Role.OTHER
        if (
            before is not None
            and joined
            and before.role is Role.BARE
            and before.part == claim.part
        ):
            kept.pop()
            evidence.used.difference_update(range(before.start, before.end))
            claim = replace(claim, start=before.start, joint=before.joint)
        kept.append(claim)
    evidence.claims[:] = kept


_OF_ONE_NUMBER = (Doubt.APPROXIMATE, Doubt.LIMIT, Doubt.RATE, Doubt.RANGE)
_OF_THE_NEXT = (Doubt.PER_UNIT,)  # "mỗi suất 300 nghìn"


def forget_cautions_about_others(evidence: Evidence) -> None:
    """Forget what was said about numbers of something else: "284 quyển cho hơn 12 lớp"."""
    if len(evidence.claims) < 2:
        return
    owned = {claim.cell for claim in evidence.claims if claim.cell}
    aside = [claim.role in ASIDE or claim.near_cell in owned for claim in evidence.claims]
    evidence.cautions[:] = [
        caution for caution in evidence.cautions if not _is_about_another(evidence, caution, aside)
    ]


def _is_about_another(evidence: Evidence, caution: Caution, aside: Sequence[bool]) -> bool:
    """Return whether words speak of a claim that stands aside: of the one directly behind them, or
    else of the one directly before."""
    at = bisect_left(evidence.claims, caution.end, key=lambda claim: claim.start)
    behind = evidence.claims[at] if at < len(evidence.claims) else None
    before = evidence.claims[at - 1] if at else None
    gap = behind.start - caution.end if behind else len(evidence.tokens)
    is_sign = caution.word.lower() in SIGNS or caution.word.startswith("/")
    if caution.doubt is Doubt.SUM:
        between = 0 < at < len(evidence.claims)
        return between and _is_no_sum(
            caution, evidence.claims[at - 1 : at + 1], aside[at - 1 : at + 1]
        )
    if caution.doubt in _OF_THE_NEXT and not is_sign:
        return behind is not None and gap <= SHORT_AGO and behind.role in ASIDE
    if caution.doubt not in _OF_ONE_NUMBER:
        return False
    if behind is not None and gap == 0:
        return aside[at]
    return before is not None and before.end == caution.start and aside[at - 1]


def _is_no_sum(caution: Caution, joined: Sequence[Claim], aside: Sequence[bool]) -> bool:
    """Return whether a sign joins a number of something else, or only stands between a count and its
    people: "3 cuộc = 210 người"."""
    cells = {claim.cell for claim in joined}
    links_cells = caution.word in ("=", "+") and len(cells) == len(joined) and None not in cells
    return any(aside) or links_cells
