"""Several givers or schools, each with its figure: "hội phụ nữ 2 triệu, đoàn thanh niên 3 triệu".

The names make clear that the figures are shares of one sum. They are kept with the sum.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.answer import Part
from bot.model.form import Cell
from bot.model.optional import optional
from bot.row_types.evidence import Claim, Evidence
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.tokens import Sort, Token, tokenise
from bot.vietnamese.words import table, valued, words

GIVERS = Phrases(valued(words("givers", "school_levels"), True))
GIVERS_OR_FOLK = Phrases(valued(words("givers", "school_levels", "folk"), True))
LINKING = table("linking", "polite", "joining")
SPENDING = table("spending")
DEEDS = table("deeds", "makings")
LONGEST = 60  # characters of a name

Group = Sequence[Claim]


def named_shares(evidence: Evidence, groups: Sequence[Group]) -> tuple[Part, ...]:
    """Return the shares of groups of claims that each have a name before them, or each one behind;
    nothing where a name is missing or stands twice."""
    before = [_name(evidence, end, group[0].start) for end, group in _with_ends(groups)]
    starts = [group[0].start for group in groups[1:]] + [len(evidence.tokens)]
    behind = [
        _behind(evidence, group[-1], start) for group, start in zip(groups, starts, strict=True)
    ]
    for names in (before, behind):
        if any(map(_is_deed, names)):
            continue  # "treo 6 băng rôn, in 200 tờ rơi"
        if all(names) and len({name.lower() for name in names}) == len(names):
            return tuple(_part(name, group) for name, group in zip(names, groups, strict=True))
    return ()


def _is_deed(name: str) -> bool:
    """Return whether nothing but what was done stands where a name would: "in", "mua"."""
    tokens = tokenise(name)
    found = DEEDS.match(tokens, 0, plain=False, exact=True) if tokens else None
    return found is not None and found[1] == len(tokens)


def are_givers(shares: Sequence[Part], evidence: Evidence, known: Phrases[bool] = GIVERS) -> bool:
    """Return whether every name is somebody who gives, a school or a class: then the figures are
    certainly shares and no total with its parts."""
    return bool(shares) and all(_names_giver(evidence, share.name, known) for share in shares)


def _names_giver(evidence: Evidence, name: str, known: Phrases[bool]) -> bool:
    tokens = tokenise(name)
    places = range(len(tokens))
    if SPENDING.find(tokens, places, plain=evidence.plain):
        return False  # "đã chi cho trường 6 triệu" is no source of it
    in_class = any(
        evidence.words_between(aside.start, aside.end) in name for aside in evidence.asides
    )
    return in_class or known.find(tokens, places, plain=evidence.plain) is not None


def _with_ends(groups: Sequence[Group]) -> list[tuple[int, Group]]:
    """Return each group with the place where the one before it ended."""
    ends = [0, *(group[-1].end for group in groups[:-1])]
    return list(zip(ends, groups, strict=True))


def _behind(evidence: Evidence, claim: Claim, start: int) -> str:
    """Return the words behind a claim, up to the next mark."""
    return _name(evidence, claim.end, claim.end + len(evidence.words_behind(claim, start)))


def _name(evidence: Evidence, first: int, last: int) -> str:
    """Return the words of a span without marks and linking words at its ends."""
    tokens = evidence.tokens
    while first < last and (end := _skipped(tokens, first, evidence.plain)) > first:
        first = min(end, last)
    while last > first and _is_mark(tokens[last - 1]):
        last -= 1
    said = evidence.words_between(first, last)
    return said if len(said) <= LONGEST else ""


def _skipped(tokens: Sequence[Token], place: int, plain: bool) -> int:
    if _is_mark(tokens[place]):
        return place + 1
    if SPENDING.match(tokens, place, plain=plain, exact=True):  # "chi" is no courtesy ("chị") here
        return place
    return LINKING.end(tokens, place, plain=plain)


def _is_mark(token: Token) -> bool:
    return token.sort in (Sort.MARK, Sort.BREAK, Sort.PICTURE)


def _part(name: str, group: Group) -> Part:
    cells = {claim.cell: claim.value for claim in group}
    count, people = cells.get(Cell.COUNT), cells.get(Cell.PEOPLE)
    return Part(
        name,
        optional(int, count),
        optional(int, people),
    )
